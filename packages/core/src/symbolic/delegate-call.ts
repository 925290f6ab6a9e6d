// Calls that run the code of a linked contract on the storage of the caller.
import type { Term } from '@surety/solvers';
import type { ExternalCall } from '../ir/ir.js';
import { type Callee, calleeByData, constructionOf, entryFor } from './callee.js';
import { delegatedInstance } from './delegated.js';
import { cutOff, restrict } from './flow.js';
import type { State } from './state.js';
import type { Frame, Instance } from './world.js';

/** Runs an entry point of delegated code, or the failure of a call that reaches none. */
export type RunDelegated = (before: State, callee: Callee) => void;

/** Runs the code of a linked contract on the own storage; anything else is outside the model. */
export function delegateCall(
  frame: Frame,
  state: State,
  call: ExternalCall,
  target: Term,
  /** The data of a low-level call. */
  data: Term | undefined,
  run: RunDelegated,
): void {
  const { bank, instances } = frame.world;
  const refuse = (at: State, what: string): void => {
    cutOff(frame, at, 'MODEL132', what, call.span);
  };
  // Delegated code may delegate in its turn; the storage is always that of the outermost.
  const owner = instances[frame.instance.index] ?? frame.instance;
  let rest: State | undefined = inConstruction(frame, owner) ? withSlotsAsLinked(frame, state, owner) : state;
  for (const code of instances) {
    if (rest === undefined) break;
    const is = bank.eq(target, code.address);
    const before = restrict(frame, rest, is);
    rest = restrict(frame, rest, bank.not(is));
    if (before === undefined) continue;
    const view = delegatedInstance(owner, code);
    if (code === owner) refuse(before, 'delegatecall of a contract to itself');
    else if ('problem' in view) refuse(before, `delegatecall to ${code.alias}: ${view.problem}`);
    else if (frame.stack[0] === constructionOf(code)) refuse(before, 'delegatecall to unfinished code');
    else runDelegated(frame, before, call, view, data, run);
  }
  if (rest !== undefined) refuse(rest, 'delegatecall to code that is not linked');
}

function inConstruction(frame: Frame, owner: Instance): boolean {
  return frame.stack[0] === constructionOf(owner);
}

/**
 * What a link of a fixed slot says while the constructor runs: the slot is not set yet or holds what it is linked to. A
 * constructor of a proxy delegates to what it has just stored there; who deploys it with other code deploys no contract that
 * the specification is about. After deployment nothing is taken from a link here: an upgrade delegates to what it is given.
 */
function withSlotsAsLinked(frame: Frame, state: State, owner: Instance): State | undefined {
  const { bank, linkedSlots } = frame.world;
  const mine = (linkedSlots ?? []).filter(({ instance }) => instance === owner.index);
  const holds = mine.map(({ key, target }) => {
    const value = state.storage.get(key) as Term;
    return bank.or(bank.eq(value, bank.int(0n)), bank.eq(value, target));
  });
  return restrict(frame, state, bank.and(...holds));
}

function runDelegated(
  frame: Frame,
  before: State,
  call: ExternalCall,
  view: Instance,
  data: Term | undefined,
  run: RunDelegated,
): void {
  const { bank } = frame.world;
  const entry = entryFor(view, call);
  if (entry !== 'unknown') {
    run(before, { instance: view, delegated: true, entry, arguments: 'given' });
    return;
  }
  const told = data === undefined || handsOn(call) ? undefined : calleeByData(view, data);
  if (told !== undefined && told.entry !== 'unknown') {
    run(before, { ...told, delegated: true });
    return;
  }
  // A search could not write down the data that reaches what it chose, unless it is that of the transaction.
  if (!frame.world.standIns && !(handsOn(call) && inFallback(frame))) {
    cutOff(frame, before, 'MODEL133', 'a delegated call with data that is not known', call.span);
    return;
  }
  // Any function with any arguments, or nothing that fits; what the fallback hands on is no call that it does not get.
  const hidden = handsOn(call) && inFallback(frame) ? frame.instance.contract.entries : [];
  const pick = bank.fresh('forwarded', bank.int(0n).sort);
  let rest: State | undefined = before;
  view.contract.entries.forEach((chosen, i) => {
    if (rest === undefined) return;
    if (chosen.kind === 'function' && hidden.some((own) => own.signature === chosen.signature)) return;
    const is = bank.eq(pick, bank.int(BigInt(i)));
    const state = restrict(frame, rest, is);
    rest = restrict(frame, rest, bank.not(is));
    const callee: Callee = { instance: view, delegated: true, entry: chosen, arguments: 'arbitrary' };
    if (state !== undefined) run(state, callee);
  });
  const missing: Callee = { instance: view, delegated: true, entry: undefined, arguments: 'given' };
  if (rest !== undefined) run(rest, missing);
}

/** Whether a call passes on the data of the call it is in. */
export function handsOn({ payload }: ExternalCall): boolean {
  return payload.kind === 'raw' && payload.data.kind === 'environment' && payload.data.name === 'msg.data';
}

/** Whether the running code is the fallback of a transaction, which gets only the data that no function takes. */
export function inFallback(frame: Frame): boolean {
  const fallback = frame.instance.contract.entries.find((entry) => entry.kind === 'fallback');
  const inner = frame.stack.some((name) => name.startsWith('external '));
  return fallback !== undefined && frame.stack[0] === fallback.function && !inner;
}
