// `new C(…)`: a contract comes into being at an address that nothing of the scope has. Its constructor is code of the program,
// but later calls to it are calls to unknown code, so that all that matters here is what its creation may do to others.
//
// A quiet constructor (it calls nothing and sends no ether) changes nothing but its own storage, which nobody else reads.
// Any other constructor is taken as unknown code: whatever it does, outsiders could have done with the same calls, and the
// address is none of the scope, so nothing is granted to it that is not granted to anyone. Whether it reverts is left open.
import type { Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import type { Statement } from '../ir/ir.js';
import { evaluate, type Site } from './evaluate.js';
import { moveEther } from './external-call.js';
import { type Flow, next, restrict } from './flow.js';
import { joinStates } from './join.js';
import type { LocalValue, State } from './state.js';
import { type CallOut, type Frame, freshScalar } from './world.js';

type Creation = Extract<Statement, { kind: 'create' }>;

/** Executes a creation. */
export function createContract(frame: Frame, state: State, creation: Creation): Flow {
  const { world } = frame;
  const { bank } = world;
  const site: Site = { frame, state, span: creation.span };
  const value = evaluate(site, creation.value);
  if (frame.readonly) {
    // A static call cannot create: the whole activation fails.
    const failure = { kind: 'empty' } as const;
    frame.effects.reverts.push({ condition: state.path.all, failure, span: creation.span });
    return next(undefined);
  }
  const covered = bank.le(value, bank.select(state.balances, frame.instance.address));
  const fails = bank.or(bank.not(covered), freshScalar(world, 'creation fails', { kind: 'bool' }));
  const ends: State[] = [];
  const failed = restrict(frame, state, fails);
  if (failed !== undefined && creation.success === undefined)
    frame.effects.reverts.push({
      condition: failed.path.all,
      failure: { kind: 'bubble' },
      span: creation.span,
    });
  else if (failed !== undefined) ends.push(withOutcome(frame, failed, creation, bank.int(0n), bank.false_));

  const created = freshScalar(world, `new ${creation.contract}`, { kind: 'address' });
  const made = restrict(frame, state, bank.and(bank.not(fails), isFresh(frame, created)));
  if (made !== undefined) {
    const moved = moveEther(frame, made, frame.instance.address, created, value);
    const after = creation.quiet
      ? moved
      : constructed(frame, moved, creation, created, value, bank.and(state.path.all, fails));
    if (after !== undefined) ends.push(withOutcome(frame, after, creation, created, bank.true_));
  }
  return next(joinStates(bank, state.path, ends));
}

/** What is known of a new address: nobody of the scope has it, it did not send this transaction, and it has code. */
function isFresh(frame: Frame, created: Term): Term {
  const { bank, instances } = frame.world;
  const others = [...instances.map((i) => i.address), frame.sender, frame.transaction.origin, bank.int(0n)];
  return bank.and(
    ...others.map((address) => bank.not(bank.eq(created, address))),
    bank.not(bank.call(IS_EOA, [created])),
  );
}

/** Runs a constructor that may call: unknown code at the new address. */
function constructed(
  frame: Frame,
  moved: State,
  creation: Creation,
  created: Term,
  value: Term,
  refusal: Term,
): State | undefined {
  const callOut: CallOut = {
    condition: moved.path.all,
    refusal,
    state: moved,
    from: frame.instance,
    target: created,
    value,
    reentrant: true,
    stipend: false,
    span: creation.span,
    returns: [],
    callbacks: [],
    passes: [],
  };
  frame.effects.callOuts.push(callOut);
  return frame.unknownCode.run(frame, moved, callOut);
}

function withOutcome(frame: Frame, state: State, creation: Creation, address: Term, success: Term): State {
  const locals = new Map<Creation['address'], LocalValue>(state.locals);
  locals.set(creation.address, address);
  if (creation.success !== undefined) locals.set(creation.success, success);
  if (creation.data !== undefined)
    locals.set(creation.data, freshScalar(frame.world, 'revertData', { kind: 'bytes', text: false }));
  return { ...state, locals };
}
