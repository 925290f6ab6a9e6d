// Who looks at a state outside of transactions, and when. What a claim says of the answers of views it says of whoever asks,
// at whatever time from the last block on: it is claimed for one arbitrary observer, who asks all views of a condition.
import { freeSymbols, type Term, type TermBank } from '@surety/solvers';
import { GHOST, type SpecExpression } from '@surety/spec-lang';
import { CLOCK, isNotBefore, TIME, tick } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { freshScalar, type TransactionContext, type World } from '../symbolic/world.js';
import { visitExpression } from './visit-spec.js';

export interface Observer extends TransactionContext {
  readonly sender: Term;
}

/** The one that all claims of a world speak of: what is assumed of all observers is assumed of this one. */
export function observerOf(world: World): Observer {
  const known = observers.get(world.bank);
  if (known !== undefined) return known;
  const made = someObserver(world);
  observers.set(world.bank, made);
  return made;
}

/** An observer of whom nothing else is known. */
export function someObserver(world: World): Observer {
  return {
    sender: freshScalar(world, 'sender', { kind: 'address' }),
    origin: freshScalar(world, 'origin', { kind: 'address' }),
    timestamp: freshScalar(world, 'timestamp', TIME),
    number: freshScalar(world, 'number', TIME),
  };
}

const observers = new WeakMap<TermBank, Observer>();

/** Whether the code of views is run to tell what an expression says. */
export function asksViews(expression: SpecExpression): boolean {
  let found = false;
  visitExpression(expression, (part) => {
    if (part.kind === 'call') found = true;
  });
  return found;
}

/** The state when the observer looks at it, no earlier than its last block. */
export function whenObserved(world: World, state: State): State {
  return tick(world, state, observerOf(world));
}

/** The same observer, or someone, in the last block of a state. */
export function laterObserver(world: World, { storage }: State, before: Observer | undefined): Observer {
  const { sender, origin, timestamp, number } = before ?? someObserver(world);
  return {
    sender,
    origin,
    timestamp: storage.get(`${GHOST}/${CLOCK.timestamp}`) ?? timestamp,
    number: storage.get(`${GHOST}/${CLOCK.number}`) ?? number,
  };
}

/** That an observer does not look at a state before its last block, as far as what is said in `terms` depends on the time. */
export function isObserved(
  world: World,
  state: State,
  terms: readonly Term[],
  observer = observerOf(world),
): Term {
  const asked = new Set<Term>(freeSymbols(terms));
  const { number, timestamp } = observer;
  return isNotBefore(world, state, {
    ...(asked.has(number) ? { number } : {}),
    ...(asked.has(timestamp) ? { timestamp } : {}),
  });
}
