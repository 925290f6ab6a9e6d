// Who looks at a state outside of transactions, and when. What a claim says of the answers of views and of `now` it says of
// whoever looks, at whatever time from the last block on: it is claimed for one arbitrary observer of a whole condition.
import { freeSymbols, type Term, type TermBank } from '@surety/solvers';
import { GHOST, type SpecExpression } from '@surety/spec-lang';
import { CLOCK, isInBlock, isNotBefore, TIME, tick } from '../symbolic/clock.js';
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
  return has(expression, (part) => part.kind === 'call');
}

/** Whether it may depend on who looks, and when, what is said of a state: by views, or by the block in which somebody looks. */
export function isLookedAt(condition: SpecExpression): boolean {
  const known = lookedAt.get(condition);
  if (known !== undefined) return known;
  const answer =
    asksViews(condition) || has(condition, (part) => part.kind === 'environment' && part.name !== 'this');
  lookedAt.set(condition, answer);
  return answer;
}

const lookedAt = new WeakMap<SpecExpression, boolean>();

function has(expression: SpecExpression, is: (part: SpecExpression) => boolean): boolean {
  let found = false;
  visitExpression(expression, (part) => {
    if (is(part)) found = true;
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
  return isNotBefore(world, state, timeOf(observer, terms));
}

/** The same of a state in the middle of a transaction: nobody sees it in another block. */
export function isObservedInside(world: World, state: State, terms: readonly Term[]): Term {
  return isInBlock(world, state, timeOf(observerOf(world), terms));
}

/** The time of an observer, as far as it matters to `terms`. */
function timeOf({ number, timestamp }: Observer, terms: readonly Term[]): Partial<Time> {
  const asked = new Set<Term>(freeSymbols(terms));
  return {
    ...(asked.has(number) ? { number } : {}),
    ...(asked.has(timestamp) ? { timestamp } : {}),
  };
}

type Time = Pick<TransactionContext, 'number' | 'timestamp'>;
