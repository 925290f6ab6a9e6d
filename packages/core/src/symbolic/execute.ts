// Executing IR statements: a state goes in, one joined state and the jumps come out; reverts and limits are effects.
import type { Term } from '@surety/solvers';
import { zeroOf } from '../encode/sorts.js';
import { sameType } from '../ir/build.js';
import type { Argument, EntryPoint, FunctionId, IrFunction, Local, Statement } from '../ir/ir.js';
import { countCall } from './clock.js';
import { decodeObject } from './contents.js';
import { copyAggregate } from './copy.js';
import { createContract } from './create.js';
import { withFlow } from './ether-flow.js';
import { evaluate, resolvePlace, type Site, stepKey } from './evaluate.js';
import { callExternal } from './external-call.js';
import { cutOff, type Flow, type Jump, next, restrict, settle } from './flow.js';
import { joinStates } from './join.js';
import { executeLoop } from './loop.js';
import { allocate, MemoryLimit, writeElement, writeField } from './memory.js';
import { type LocalValue, type State, withEntry } from './state.js';
import { clearStorage, extendPointer, writeStorage } from './storage.js';
import {
  type EmittedEvent,
  type Frame,
  freshScalar,
  noEffects,
  type Summary,
  whileRunning,
} from './world.js';

/** Executes statements one after the other. */
export function executeAll(frame: Frame, statements: readonly Statement[], state: State): Flow {
  let current: State | undefined = state;
  const jumps: Jump[] = [];
  for (const statement of statements) {
    if (current === undefined) break;
    const flow = execute(frame, statement, current);
    jumps.push(...flow.jumps);
    current = flow.normal;
  }
  return { normal: current, jumps };
}

/** Executes one statement; what memory cannot express cuts the path off as incomplete. */
function execute(frame: Frame, statement: Statement, state: State): Flow {
  try {
    if (!frame.world.arithmetic.exactDivision) return executeStatement(frame, statement, state);
    return exactly(frame, statement, state);
  } catch (error) {
    if (!(error instanceof MemoryLimit)) throw error;
    return cutOff(frame, state, 'MODEL130', error.message, statement.span);
  }
}

/** Goes on only where the divisions that a statement itself makes leave no remainder. */
function exactly(frame: Frame, statement: Statement, state: State): Flow {
  const { world } = frame;
  const outer = world.divisions;
  const own: Term[] = [];
  world.divisions = own;
  let flow: Flow;
  try {
    flow = executeStatement(frame, statement, state);
  } finally {
    world.divisions = outer;
  }
  const exact = world.bank.and(...own);
  if (exact === world.bank.true_) return flow;
  return {
    normal: flow.normal === undefined ? undefined : restrict(frame, flow.normal, exact),
    jumps: flow.jumps.flatMap((jump) => {
      const kept = restrict(frame, jump.state, exact);
      return kept === undefined ? [] : [{ ...jump, state: kept }];
    }),
  };
}

function executeStatement(frame: Frame, statement: Statement, state: State): Flow {
  const { world } = frame;
  const { bank } = world;
  const site: Site = { frame, state, span: statement.span };
  switch (statement.kind) {
    case 'assign':
      return next({
        ...state,
        locals: withEntry(state.locals, statement.local, evaluate(site, statement.value)),
      });
    case 'point': {
      if (statement.place.kind !== 'storage') throw new Error('a storage pointer needs a storage place');
      return next({
        ...state,
        locals: withEntry(state.locals, statement.local, resolvePlace(site, statement.place)),
      });
    }
    case 'store': {
      const value = evaluate(site, statement.value);
      const { place } = statement;
      if (place.kind === 'storage') return next(writeStorage(world, state, resolvePlace(site, place), value));
      const reference = evaluate(site, place.object);
      return next(
        place.step.kind === 'field'
          ? writeField(world, state, place.objectType, reference, place.step.name, place.type, value)
          : writeElement(world, state, place.objectType, reference, stepKey(site, place.step), value),
      );
    }
    case 'copy':
      return next(copyAggregate(site, statement.to, statement.from, statement.type));
    case 'clear': {
      if (statement.place.kind !== 'storage') throw new Error('clear of a memory place');
      return next(clearStorage(world, state, resolvePlace(site, statement.place), statement.place.type));
    }
    case 'setLength': {
      if (statement.place.kind !== 'storage') throw new Error('setLength of a memory place');
      const length = evaluate(site, statement.length);
      return next(
        writeStorage(world, state, extendPointer(resolvePlace(site, statement.place), '.length'), length),
      );
    }
    case 'allocate': {
      if (statement.decoded !== undefined) {
        const { data, detail } = statement.decoded;
        const made = decodeObject(world, state, evaluate(site, data), statement.type, detail);
        return next({
          ...made.state,
          locals: withEntry(made.state.locals, statement.local, made.reference),
        });
      }
      const length = statement.length === undefined ? undefined : evaluate(site, statement.length);
      const { state: after, reference } = allocate(world, state, statement.type, length);
      return next({ ...after, locals: withEntry(after.locals, statement.local, reference) });
    }
    case 'require': {
      const condition = evaluate(site, statement.condition);
      const { failure } = statement;
      // Runs in which it would revert are not considered.
      if (world.arithmetic.noOverflow && failure.kind === 'panic' && failure.code === 0x11)
        return next(restrict(frame, state, condition));
      const failing = bank.and(state.path.all, bank.not(condition));
      if (failing !== bank.false_)
        frame.effects.reverts.push({ condition: failing, failure: statement.failure, span: statement.span });
      return next(restrict(frame, state, condition));
    }
    case 'revert':
      frame.effects.reverts.push({
        condition: state.path.all,
        failure: statement.failure,
        span: statement.span,
      });
      return next(undefined);
    case 'if':
      return executeIf(frame, state, evaluate(site, statement.condition), statement.then, statement.else);
    case 'loop':
      return executeLoop(frame, statement, state, executeAll);
    case 'break':
    case 'continue':
    case 'return':
      return { normal: undefined, jumps: [{ kind: statement.kind, state }] };
    case 'scope': {
      const flow = executeAll(frame, statement.body, state);
      return settle(frame, state, flow, 'return');
    }
    case 'call':
      return callInternal(frame, state, statement.function, statement.arguments, statement.results, site);
    case 'callValue':
      return callFunctionValue(frame, state, statement, site);
    case 'external':
      return callExternal(frame, state, statement, runEntry);
    case 'create':
      return createContract(frame, state, statement);
    case 'emit':
      recordEvent(site, statement);
      return next(state);
    case 'selfdestruct': {
      const amount = bank.select(state.balances, frame.instance.address);
      const emptied = bank.store(state.balances, frame.instance.address, bank.int(0n));
      world.onMove?.(frame.instance.address);
      const heir = evaluate(site, statement.beneficiary);
      // Since Cancun the code stays: only the ether moves (EIP-6780).
      const balances = bank.store(emptied, heir, bank.add(bank.select(emptied, heir), amount));
      const noted = withFlow(world, state, frame.instance.address, heir, amount);
      return { normal: undefined, jumps: [{ kind: 'stop', state: { ...noted, balances } }] };
    }
    case 'stop':
      return { normal: undefined, jumps: [{ kind: 'stop', state }] };
    case 'unsupported':
      return cutOff(frame, state, statement.code, statement.what, statement.span);
    default:
      return statement satisfies never;
  }
}

/** Adds an event to the effects; what the model cannot express is left open there, no claim on the path suffers. */
function recordEvent(site: Site, statement: Extract<Statement, { kind: 'emit' }>): void {
  const { frame, state, span } = site;
  const effects = noEffects();
  const aside: Site = { ...site, frame: { ...frame, effects } };
  let args: EmittedEvent['arguments'];
  try {
    args = statement.arguments.map((argument) => ({ term: evaluate(aside, argument), type: argument.type }));
    if (effects.incomplete.length > 0 || statement.raw === true) args = undefined;
  } catch (error) {
    if (!(error instanceof MemoryLimit)) throw error;
  }
  const { event } = statement;
  const emitted = { condition: state.path.all, emitter: frame.instance, event, memory: state.memory, span };
  frame.effects.events.push({ ...emitted, arguments: args });
}

/** Both sides of a branch, joined. */
function executeIf(
  frame: Frame,
  state: State,
  condition: Term,
  then: readonly Statement[],
  otherwise: readonly Statement[],
): Flow {
  const { bank } = frame.world;
  const sides = [
    { condition, body: then },
    { condition: bank.not(condition), body: otherwise },
  ];
  const normals: State[] = [];
  const jumps: Jump[] = [];
  for (const side of sides) {
    const start = restrict(frame, state, side.condition);
    if (start === undefined) continue;
    const flow = executeAll(frame, side.body, start);
    if (flow.normal !== undefined) normals.push(flow.normal);
    jumps.push(...flow.jumps);
  }
  return { normal: joinStates(bank, state.path, normals), jumps };
}

/** Runs an internal function: its own locals, then its results in the caller's. */
function callInternal(
  frame: Frame,
  state: State,
  id: FunctionId,
  args: readonly Argument[],
  results: readonly (Local | undefined)[],
  site: Site,
): Flow {
  const fn = frame.instance.contract.functions.get(id);
  if (fn === undefined) throw new Error(`no function ${id} in ${frame.instance.contract.name}`);
  const values = args.map((arg): LocalValue => {
    if (arg.kind === 'value') return evaluate(site, arg.value);
    if (arg.place.kind !== 'storage') throw new Error('a storage argument needs a storage place');
    return resolvePlace(site, arg.place);
  });
  const summary = frame.world.summaries.get(`${frame.instance.alias}/${id}`);
  if (summary !== undefined) return callSummary(frame, state, summary, values, results, site);
  if (frame.stack.filter((name) => name === id).length > frame.world.unroll) {
    return cutOff(
      frame,
      state,
      'MODEL200',
      `recursion of ${fn.name} deeper than ${frame.world.unroll}`,
      site.span,
      'bound',
    );
  }
  const {
    normal,
    results: outcome,
    stops,
  } = runFunction({ ...frame, stack: [...frame.stack, id] }, fn, values, state);
  const jumps: readonly Jump[] = stops.map((s) => ({ kind: 'stop', state: s }));
  if (normal === undefined) return { normal: undefined, jumps };
  const locals = new Map(state.locals);
  results.forEach((local, i) => {
    if (local !== undefined) locals.set(local, outcome[i] as LocalValue);
  });
  return { normal: { ...normal, locals }, jumps };
}

/** A call of a function that is known by its summary: it may revert at any time, else returns what the summary says. */
function callSummary(
  frame: Frame,
  state: State,
  summary: Summary,
  values: readonly LocalValue[],
  results: readonly (Local | undefined)[],
  { span }: Site,
): Flow {
  const { world } = frame;
  const { bank } = world;
  const { term, defined } = summary(frame, state, values as readonly Term[]);
  const refuses = freshScalar(world, 'refuses', { kind: 'bool' });
  const returns = bank.and(defined, bank.not(refuses));
  const condition = bank.and(state.path.all, bank.not(returns));
  frame.effects.reverts.push({ condition, failure: { kind: 'bubble' }, span });
  const after = restrict(frame, state, returns);
  const [local] = results;
  if (after === undefined || local === undefined) return next(after);
  return next({ ...after, locals: withEntry(after.locals, local, term) });
}

/** Runs a function body with the given argument values; locals of the returned state are the function's own. */
export function runFunction(
  frame: Frame,
  fn: IrFunction,
  args: readonly LocalValue[],
  state: State,
): {
  readonly normal: State | undefined;
  readonly results: readonly LocalValue[];
  readonly stops: readonly State[];
} {
  const { world } = frame;
  let current = state;
  const locals = new Map<Local, LocalValue>();
  fn.parameters.forEach((parameter, i) => {
    locals.set(parameter, args[i] as LocalValue);
  });
  for (const result of fn.results) {
    if (result.holds === 'value') locals.set(result, zeroOf(world.bank, result.type));
    else if (result.holds === 'memory') {
      const allocated = allocate(world, current, result.type, undefined);
      current = allocated.state;
      locals.set(result, allocated.reference);
    }
  }
  const flow = executeAll(frame, fn.body, { ...current, locals });
  const settled = settle(frame, current, flow, 'return');
  const stops = settled.jumps.filter((jump) => jump.kind === 'stop').map((jump) => jump.state);
  const results =
    settled.normal === undefined
      ? []
      : fn.results.map((local) => settled.normal?.locals.get(local) as LocalValue);
  return { normal: settled.normal, results, stops };
}

/** A call through a function value: one branch for each function it may be. */
function callFunctionValue(
  frame: Frame,
  state: State,
  statement: Extract<Statement, { kind: 'callValue' }>,
  site: Site,
): Flow {
  const { bank } = frame.world;
  const callee = evaluate(site, statement.callee);
  const normals: State[] = [];
  const jumps: Jump[] = [];
  let rest: State | undefined = state;
  frame.instance.contract.functionTable.forEach((id, index) => {
    if (rest === undefined || index === 0) return;
    const fn = frame.instance.contract.functions.get(id);
    if (
      fn === undefined ||
      fn.parameters.length !== statement.arguments.length ||
      fn.results.length !== statement.results.length ||
      !fn.parameters.every((parameter, i) => takes(parameter, statement.arguments[i])) ||
      !fn.results.every((result, i) => gives(result, statement.results[i]))
    )
      return;
    const is = bank.eq(callee, bank.int(BigInt(index)));
    const start = restrict(frame, rest, is);
    if (start !== undefined) {
      const flow = callInternal(frame, start, id, statement.arguments, statement.results, {
        ...site,
        state: start,
      });
      if (flow.normal !== undefined) normals.push(flow.normal);
      jumps.push(...flow.jumps);
    }
    rest = restrict(frame, rest, bank.not(is));
  });
  const unset = rest as State | undefined;
  if (unset !== undefined)
    frame.effects.reverts.push({
      condition: unset.path.all,
      failure: { kind: 'panic', code: 0x51 },
      span: statement.span,
    });
  return { normal: joinStates(bank, state.path, normals), jumps };
}

/** Whether a parameter is of the kind that an argument is; others are functions of other types. */
function takes(parameter: Local, argument: Argument | undefined): boolean {
  if (argument === undefined) return false;
  if (argument.kind === 'storage')
    return parameter.holds === 'storage' && sameType(parameter.type, argument.place.type);
  return parameter.holds !== 'storage' && sameType(parameter.type, argument.value.type);
}

function gives(result: Local, receiver: Local | undefined): boolean {
  return receiver === undefined || (result.holds === receiver.holds && sameType(result.type, receiver.type));
}

/** Runs an entry point as the callee of a call whose ether has moved already. */
export function runEntry(
  frame: Frame,
  state: State,
  entry: EntryPoint,
  args: readonly LocalValue[],
): {
  readonly normal: State | undefined;
  readonly results: readonly LocalValue[];
  readonly stopped: boolean;
} {
  const { bank } = frame.world;
  const fn = frame.instance.contract.functions.get(entry.function);
  if (fn === undefined) throw new Error(`no function ${entry.function}`);
  let current: State | undefined = state;
  if (!entry.payable) {
    const paid = bank.and(state.path.all, bank.not(bank.eq(frame.value, bank.int(0n))));
    if (paid !== bank.false_)
      frame.effects.reverts.push({ condition: paid, failure: { kind: 'empty' }, span: fn.span });
    current = restrict(frame, state, bank.eq(frame.value, bank.int(0n)));
    if (current === undefined) return { normal: undefined, results: [], stopped: false };
  }
  const { hooks } = frame.world;
  const looksOnly = entry.mutability === 'view' || entry.mutability === 'pure';
  const counted = looksOnly ? current : countCall(frame.world, current);
  current = hooks.atCall('before', frame, counted, entry, args, [], counted);
  const begun = current;
  const run = whileRunning({ frame, entry, start: state }, () =>
    runFunction({ ...frame, stack: [...frame.stack, entry.function] }, fn, args, begun),
  );
  const joined = joinStates(
    bank,
    current.path,
    run.normal === undefined ? run.stops : [run.normal, ...run.stops],
  );
  const normal =
    joined === undefined ? undefined : hooks.atCall('after', frame, joined, entry, args, run.results, state);
  if (fn.results.length > 0) {
    for (const stop of run.stops)
      cutOff(frame, stop, 'MODEL113', `what ${entry.signature} returns by assembly`, fn.span);
  }
  return { normal, results: run.results, stopped: run.stops.length > 0 };
}
