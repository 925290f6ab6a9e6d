// External calls, keyed by address: a call to an instance of the scope runs its code, a call to anything else meets
// unknown code. The callee may fail; then the state before the call is restored.
import type { Term } from '@surety/solvers';
import { ACCEPTS_ETHER, IS_EOA } from '../encode/functions.js';
import { isScalar, zeroOf } from '../encode/sorts.js';
import { selectorOf } from '../frontend/selector.js';
import type { EntryPoint, ExternalCall, Local } from '../ir/ir.js';
import { argumentsOf, dataOfReverts, returnedData, typeNames } from './call-data.js';
import { type Callee, calleeByData, constructionOf, entryFor } from './callee.js';
import { wordOfContents } from './contents.js';
import { copyObject } from './copy.js';
import { contradicts } from './dead-path.js';
import { delegateCall, handsOn, inFallback } from './delegate-call.js';
import { withFlow } from './ether-flow.js';
import { evaluate, type Site } from './evaluate.js';
import { cutOff, type Flow, next, restrict } from './flow.js';
import { arbitraryValue } from './inputs.js';
import { joinStates } from './join.js';
import { type LocalValue, type State, withEntry } from './state.js';
import { type CallOut, type Frame, freshScalar, type Instance, noEffects } from './world.js';

/** Nested activations explored before a path is cut off. */
const MAXIMUM_ACTIVATIONS = 12;

/** Runs an entry point as the callee of a call whose ether has moved already. */
export type RunEntry = (
  frame: Frame,
  state: State,
  entry: EntryPoint,
  args: readonly LocalValue[],
) => {
  readonly normal: State | undefined;
  readonly results: readonly LocalValue[];
  /** Whether it may have ended by `return` or `stop` of assembly: then its data is not that of its results. */
  readonly stopped: boolean;
};

/** Notes a failing outcome of a call; `data`: what it reverts with, where that is known. */
type Fail = (at: State, condition: Term, data?: Term) => void;

/** Executes an external call statement; `runEntry` runs the code of an instance. */
export function callExternal(frame: Frame, state: State, call: ExternalCall, runEntry: RunEntry): Flow {
  const { bank } = frame.world;
  const site: Site = { frame, state, span: call.span };
  const target = evaluate(site, call.target);
  const value = evaluate(site, call.value);
  const ends: State[] = [];
  const fail: Fail = (at, condition, data) => {
    const failed = restrict(frame, at, condition);
    if (failed === undefined) return;
    if (call.success === undefined)
      frame.effects.reverts.push({
        condition: failed.path.all,
        failure: { kind: 'bubble' },
        span: call.span,
      });
    else ends.push(withResult(frame, failed, call, false, data));
  };

  if (call.callKind === 'delegatecall') {
    const { payload } = call;
    const data = payload.kind === 'raw' ? evaluate({ ...site, state }, payload.data) : undefined;
    delegateCall(frame, state, call, target, data, (before, callee) =>
      callEntry(frame, before, call, callee, frame.instance.address, frame.value, fail, ends, site, runEntry),
    );
    return next(joinStates(bank, state.path, ends));
  }
  const ownBalance = bank.select(state.balances, frame.instance.address);
  const covered = bank.le(value, ownBalance);
  // Without the ether the callee is not even entered: there is no data.
  fail(state, bank.not(covered), bank.bytes(''));
  let rest = restrict(frame, state, covered);
  for (const instance of frame.world.instances) {
    if (rest === undefined) break;
    // Senders are none of the instances, and instances have different addresses.
    const another = frame.world.instances.some((i) => i !== instance && i.address === target);
    const isInstance =
      another || frame.world.outsiders.has(target) ? bank.false_ : bank.eq(target, instance.address);
    const before = restrict(frame, rest, isInstance);
    if (before !== undefined)
      callInstance(frame, before, call, instance, target, value, fail, ends, site, runEntry);
    rest = restrict(frame, rest, bank.not(isInstance));
  }
  // `require(known[target])` often leaves only instances: no unknown code then, and nothing that it could change.
  if (rest !== undefined && !contradicts(rest.path.all))
    callUnknown(frame, rest, call, target, value, fail, ends);
  return next(joinStates(bank, state.path, ends));
}

function callInstance(
  frame: Frame,
  before: State,
  call: ExternalCall,
  instance: Instance,
  target: Term,
  value: Term,
  fail: Fail,
  ends: State[],
  site: Site,
  runEntry: RunEntry,
): void {
  const { bank } = frame.world;
  if (frame.stack[0] === constructionOf(instance)) {
    callUnfinished(frame, before, call, target, value, ends);
    return;
  }
  if (call.payload.kind === 'typed' && call.payload.selector !== undefined) {
    const { signature } = call.payload;
    const selector = evaluate({ ...site, state: before }, call.payload.selector);
    const rest = amongEntries(
      frame,
      before,
      instance.contract.entries.filter((entry) => entry.kind === 'function'),
      (entry) => bank.eq(selector, bank.int(BigInt(`0x${selectorOf(entry.signature)}`))),
      (chosen, entry) => {
        // A selector that was made up may belong to a function of other types: then the arguments may mean anything there.
        const fits = entry.signature.slice(entry.signature.indexOf('(')) === signature;
        const callee: Callee = { instance, entry, arguments: fits ? 'given' : 'arbitrary' };
        callEntry(frame, chosen, call, callee, target, value, fail, ends, site, runEntry);
      },
    );
    const fallback = instance.contract.entries.some((e) => e.kind === 'fallback');
    const missing: Callee = { instance, entry: fallback ? 'unknown' : undefined, arguments: 'given' };
    if (rest !== undefined) callEntry(frame, rest, call, missing, target, value, fail, ends, site, runEntry);
    return;
  }
  const entry = entryFor(instance, call);
  const callee: Callee =
    entry === 'unknown' && call.payload.kind === 'raw'
      ? calleeByData(instance, evaluate({ ...site, state: before }, call.payload.data))
      : { instance, entry, arguments: 'given' };
  const { standIns } = frame.world;
  // A run would need the data written out: in a search such a call is left out, and others come to the same.
  const anything = standIns && callee.entry === 'unknown' && instance.model === undefined;
  if (anything && call.payload.kind === 'raw' && call.callKind === 'call')
    callAnyEntry(frame, before, call, instance, target, value, fail, ends, site, runEntry);
  else callEntry(frame, before, call, callee, target, value, fail, ends, site, runEntry);
}

/** Data that is not known may be that of any call: each entry point with any arguments, or none that there is. */
function callAnyEntry(
  frame: Frame,
  before: State,
  call: ExternalCall,
  instance: Instance,
  target: Term,
  value: Term,
  fail: Fail,
  ends: State[],
  site: Site,
  runEntry: RunEntry,
): void {
  const { world } = frame;
  const { bank } = world;
  // What is called so may call so again.
  if (frame.stack.filter((name) => name === `external ${instance.alias}`).length >= MOST_ANYTHING) {
    const what = `calls of ${instance.alias} by itself with data that is not known, nested deeper than ${MOST_ANYTHING}`;
    cutOff(frame, before, 'MODEL202', what, call.span, 'bound');
    return;
  }
  const rest = amongEntries(
    frame,
    before,
    instance.contract.entries,
    (entry) => freshScalar(world, `reaches ${entry.signature}`, { kind: 'bool' }),
    (chosen, entry) => {
      const callee: Callee = { instance, entry, arguments: 'arbitrary' };
      callEntry(frame, chosen, call, callee, target, value, fail, ends, site, runEntry);
    },
  );
  if (rest !== undefined) fail(rest, bank.true_, bank.bytes(''));
}

const MOST_ANYTHING = 2;

/** Takes each entry point in turn where it is the one reached; the state in which it is none of them. */
function amongEntries(
  frame: Frame,
  before: State,
  entries: readonly EntryPoint[],
  isReached: (entry: EntryPoint) => Term,
  take: (chosen: State, entry: EntryPoint) => void,
): State | undefined {
  const { bank } = frame.world;
  let rest: State | undefined = before;
  for (const entry of entries) {
    if (rest === undefined) return undefined;
    const is = isReached(entry);
    const chosen = restrict(frame, rest, is);
    if (chosen !== undefined) take(chosen, entry);
    rest = restrict(frame, rest, bank.not(is));
  }
  return rest;
}

/** Runs one entry point of an instance, or what stands for an unknown or missing one. */
function callEntry(
  frame: Frame,
  before: State,
  call: ExternalCall,
  callee: Callee,
  target: Term,
  value: Term,
  fail: Fail,
  ends: State[],
  site: Site,
  runEntry: RunEntry,
): void {
  const { bank } = frame.world;
  const { instance, entry, delegated } = callee;
  if (entry === 'unknown') {
    cutOff(
      frame,
      before,
      'MODEL133',
      `a low-level call that may reach ${instance.alias} itself with data that is not known`,
      call.span,
    );
    return;
  }
  if (entry === undefined && instance.model !== undefined) {
    const { payload } = call;
    if (call.callKind === 'staticcall') {
      // What stands behind the model may have this function, or not: it changes nothing and answers anything.
      callUnknown(frame, before, call, target, value, fail, ends);
      return;
    }
    const asked =
      payload.kind === 'typed' && payload.selector === undefined ? payload.signature : 'something';
    const what = `a call of ${asked}, which the model ${instance.model} lacks`;
    cutOff(frame, before, 'MODEL136', what, call.span);
    return;
  }
  if (entry === undefined || frame.stack.length > MAXIMUM_ACTIVATIONS * 4) {
    if (entry === undefined) fail(before, bank.true_, bank.bytes(''));
    else cutOff(frame, before, 'MODEL202', 'external calls nested too deeply', call.span, 'bound');
    return;
  }
  if (frame.stack.filter((name) => name === `external ${instance.alias}`).length > frame.world.unroll) {
    cutOff(
      frame,
      before,
      'MODEL202',
      `calls back into ${instance.alias} nested deeper than ${frame.world.unroll}`,
      call.span,
      'bound',
    );
    return;
  }
  if (!returnsFit(call, instance, entry)) {
    const what = `a call that expects other results than ${entry.signature} has`;
    cutOff(frame, before, 'MODEL135', what, call.span);
    return;
  }
  const still = call.callKind === 'staticcall' || (delegated === true && frame.readonly);
  if (still && entry.mutability !== 'view' && entry.mutability !== 'pure') {
    const what = `a static call of ${entry.signature}, which may change state`;
    cutOff(frame, before, 'MODEL134', what, call.span);
    return;
  }
  let start: State = before;
  if (call.stipend) {
    // 2300 gas may not be enough for the receiver's code: it may fail where it would not with more.
    const starved = freshScalar(frame.world, 'starved', { kind: 'bool' });
    fail(before, starved);
    const fed = restrict(frame, before, bank.not(starved));
    if (fed === undefined) return;
    start = fed;
  }
  const args: Term[] = [];
  const given: { local: Local; value: Term }[] = [];
  if (callee.arguments === 'arbitrary') {
    const undecodable = freshScalar(frame.world, 'undecodable', { kind: 'bool' });
    fail(start, undecodable);
    const decoded = restrict(frame, start, bank.not(undecodable));
    if (decoded === undefined) return;
    start = decoded;
    for (const local of instance.contract.functions.get(entry.function)?.parameters ?? []) {
      const made = arbitraryValue(frame.world, start, local.type, 'reinterpreted');
      start = made.state;
      args.push(made.term);
      given.push({ local, value: made.term });
    }
    if (delegated === true && handsOn(call) && inFallback(frame))
      frame.effects.forwarded.push({ condition: start.path.all, entry, arguments: given, state: start });
  }
  args.push(...(callee.terms ?? []));
  for (const argument of callee.arguments === 'given' && callee.terms === undefined
    ? argumentsOf(call)
    : []) {
    const term = evaluate({ ...site, state: before }, argument);
    // Arguments are encoded and decoded: the callee works on its own copy of structs and arrays.
    const copied = isScalar(argument.type) ? undefined : copyObject(frame.world, start, term, argument.type);
    if (copied !== undefined) start = copied.state;
    args.push(copied?.reference ?? term);
  }
  const effects = noEffects();
  const inner: Frame = {
    ...frame,
    instance,
    // Delegated code sees the caller's caller and ether.
    sender: delegated === true ? frame.sender : frame.instance.address,
    value,
    effects,
    stack: [...frame.stack, `external ${instance.alias}`],
    readonly: frame.readonly || call.callKind === 'staticcall',
  };
  const outcome = runEntry(
    inner,
    delegated === true ? start : moveEther(frame, start, frame.instance.address, target, value),
    entry,
    args,
  );
  frame.effects.incomplete.push(...effects.incomplete);
  frame.effects.callOuts.push(...effects.callOuts);
  frame.effects.caught.push(...effects.caught);
  if (effects.reverts.length > 0) {
    if (call.success === undefined) frame.effects.reverts.push(...effects.reverts);
    else {
      frame.effects.caught.push(...effects.reverts);
      const failing = restrict(frame, start, bank.or(...effects.reverts.map((r) => r.condition)));
      const told = failing === undefined ? undefined : dataOfReverts(frame, failing, effects.reverts);
      if (told !== undefined) fail(told.state, bank.true_, told.data);
    }
  }
  if (outcome.normal !== undefined) {
    // A callee that fails takes its events back.
    const returns = outcome.normal.path.all;
    for (const event of effects.events)
      frame.effects.events.push({ ...event, condition: bank.and(event.condition, returns) });
    const back: State = { ...outcome.normal, locals: before.locals };
    const written = call.payload.kind === 'raw' && !outcome.stopped;
    const data = written ? returnedData(inner, back, entry, outcome.results) : undefined;
    const returned = withResult(frame, back, call, true, data);
    ends.push(assignResults(returned, call.results, outcome.results));
  }
}

/** Whether the results of an entry point are those that a typed call decodes; what it has more is ignored. */
function returnsFit(call: ExternalCall, instance: Instance, entry: EntryPoint): boolean {
  const results = instance.contract.functions.get(entry.function)?.results ?? [];
  return call.results.every((local, i) => {
    const result = results[i];
    if (local === undefined) return result !== undefined;
    return result !== undefined && typeNames([local.type]) === typeNames([result.type]);
  });
}

/** A contract has no code before its constructor ends: typed calls to it revert, low-level ones only move ether. */
function callUnfinished(
  frame: Frame,
  before: State,
  call: ExternalCall,
  target: Term,
  value: Term,
  ends: State[],
): void {
  if (call.payload.kind === 'typed') {
    frame.effects.reverts.push({
      condition: before.path.all,
      failure: { kind: 'empty' },
      span: call.span,
    });
    return;
  }
  ends.push(withResult(frame, moveEther(frame, before, frame.instance.address, target, value), call, true));
}

function callUnknown(
  frame: Frame,
  before: State,
  call: ExternalCall,
  target: Term,
  value: Term,
  fail: Fail,
  ends: State[],
): void {
  const { world } = frame;
  const { bank } = world;
  const refuses = freshScalar(world, 'refuses', { kind: 'bool' });
  const typed = call.payload.kind === 'typed';
  // A plain account, as the zero address, takes ether and any data; a typed call to it reverts for want of code.
  const plain = bank.or(bank.call(IS_EOA, [target]), bank.eq(target, bank.int(0n)));
  let answered: State | undefined = before;
  if (typed && call.success !== undefined) {
    // `catch` sees neither a missing callee nor returned data that cannot be decoded: the caller itself reverts.
    const undecodable =
      call.results.length === 0 ? plain : bank.or(plain, freshScalar(world, 'undecodable', { kind: 'bool' }));
    frame.effects.reverts.push({
      condition: bank.and(before.path.all, undecodable),
      failure: { kind: 'empty' },
      span: call.span,
    });
    answered = restrict(frame, before, bank.not(undecodable));
    if (answered === undefined) return;
  }
  // `accepts ether` speaks of plain receipts, calls without data.
  const { payload } = call;
  const receipt = payload.kind === 'raw' && payload.data.kind === 'constant' && payload.data.value === '';
  const takes = receipt ? bank.or(plain, bank.call(ACCEPTS_ETHER, [target])) : plain;
  const fails = typed ? bank.or(refuses, plain) : bank.and(refuses, bank.not(takes));
  fail(answered, fails);
  const accepted = restrict(frame, answered, bank.not(fails));
  if (accepted === undefined) return;
  const moved = moveEther(frame, accepted, frame.instance.address, target, value);
  const callOut: CallOut = {
    condition: moved.path.all,
    refusal: bank.and(answered.path.all, fails),
    state: moved,
    from: frame.instance,
    target,
    value,
    ...(receipt ? { receipt } : {}),
    // Nothing lies at the zero address.
    reentrant: !call.stipend && call.callKind === 'call' && !frame.readonly && plain !== bank.true_,
    stipend: call.stipend,
    ...(call.payload.kind === 'typed' && (call.callKind === 'staticcall' || frame.readonly)
      ? { asks: call.payload.signature }
      : {}),
    span: call.span,
    returns: [],
    callbacks: [],
    passes: [],
  };
  frame.effects.callOuts.push(callOut);
  let after: State | undefined = moved;
  const starved = call.stipend && !frame.readonly && frame.unknownCode.runStarved !== undefined;
  if (callOut.reentrant || (starved && plain !== bank.true_)) {
    const code = world.tellsEoasApart ? restrict(frame, moved, bank.not(plain)) : moved;
    const ran =
      code === undefined
        ? undefined
        : callOut.reentrant
          ? frame.unknownCode.run(frame, code, callOut)
          : frame.unknownCode.runStarved?.(frame, code);
    const quiet = world.tellsEoasApart ? restrict(frame, moved, plain) : undefined;
    after = joinStates(
      bank,
      moved.path,
      [ran, quiet].filter((s) => s !== undefined),
    );
  }
  if (after === undefined) return;
  let returned = withResult(frame, after, call, true);
  for (const local of call.results) {
    if (local === undefined) continue;
    const result = arbitraryValue(world, returned, local.type, `returned ${local.name}`);
    callOut.returns.push({ term: result.term, type: local.type });
    returned = { ...result.state, locals: withEntry(result.state.locals, local, result.term) };
  }
  const [answer] = callOut.returns;
  if (world.answers === undefined || answer === undefined || call.payload.kind !== 'typed') {
    ends.push(returned);
    return;
  }
  const args = argumentsOf(call).map((a) => evaluate({ frame, state: before, span: call.span }, a));
  const { signature } = call.payload;
  const known = world.answers(frame, { before, target, signature, args }, answer.term, returned);
  if (known !== undefined) ends.push(known);
}

/** Moves wei between addresses of the ledger. */
export function moveEther(frame: Frame, state: State, from: Term, to: Term, amount: Term): State {
  const { bank } = frame.world;
  if (amount === bank.int(0n)) return state;
  frame.world.onMove?.(from);
  const debited = bank.store(state.balances, from, bank.sub(bank.select(state.balances, from), amount));
  const noted = withFlow(frame.world, state, from, to, amount);
  return { ...noted, balances: bank.store(debited, to, bank.add(bank.select(debited, to), amount)) };
}

function withResult(frame: Frame, state: State, call: ExternalCall, success: boolean, data?: Term): State {
  const locals = new Map(state.locals);
  if (call.success !== undefined) locals.set(call.success, frame.world.bank.bool(success));
  // A failed call leaves no results; code that looks at them anyway has tested the success first.
  if (!success)
    for (const local of call.results)
      if (local?.holds === 'value') locals.set(local, zeroOf(frame.world.bank, local.type));
  if (call.returnData !== undefined) {
    const returned = data ?? freshScalar(frame.world, 'returnData', { kind: 'bytes', text: false });
    locals.set(call.returnData, returned);
    call.words?.forEach((local, i) => {
      locals.set(local, wordOfContents(frame.world, returned, i));
    });
  }
  return { ...state, locals };
}

function assignResults(
  state: State,
  results: readonly (Local | undefined)[],
  values: readonly LocalValue[],
): State {
  const locals = new Map(state.locals);
  results.forEach((local, i) => {
    const value = values[i];
    if (local !== undefined && value !== undefined) locals.set(local, value);
  });
  return { ...state, locals };
}
