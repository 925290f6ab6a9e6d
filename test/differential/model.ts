// The model's side of a comparison: one contract lowered and executed, on literal inputs (term folding makes the symbolic
// executor a concrete interpreter) and on symbols whose values a model then gives.
import { loadProgram, lowerContract, type ReplayState, type SourceHost } from '@surety/core';
import {
  arraySort,
  constantArray,
  createEvaluator,
  freeSymbols,
  functionSymbols,
  INT,
  type Model,
  type Sort,
  type Term,
  TermBank,
  type Value,
} from '@surety/solvers';
import { contractLeaves, type Leaf } from '../../packages/core/dist/encode/leaves.js';
import { isScalar } from '../../packages/core/dist/encode/sorts.js';
import { concreteState } from '../../packages/core/dist/harness/concrete-state.js';
import { runTransaction, type TransactionRun } from '../../packages/core/dist/harness/transaction.js';
import type { EntryPoint, Failure, IrContract, IrType } from '../../packages/core/dist/ir/ir.js';
import { runFunction } from '../../packages/core/dist/symbolic/execute.js';
import { constructionOf, moveEther } from '../../packages/core/dist/symbolic/external-call.js';
import { joinStates } from '../../packages/core/dist/symbolic/join.js';
import { readElements, readField, readLength } from '../../packages/core/dist/symbolic/memory.js';
import { emptyPath } from '../../packages/core/dist/symbolic/path-condition.js';
import type { LocalValue, State } from '../../packages/core/dist/symbolic/state.js';
import {
  arbitraryState,
  type Effects,
  type Frame,
  freshScalar,
  type Instance,
  noEffects,
  type TrackedSum,
  type UnknownCode,
  type World,
  withZeroStorage,
} from '../../packages/core/dist/symbolic/world.js';
import { literalTerm, type Plain, plainOfTerm } from './plain.js';

/** Who sends what, when; amounts in wei. */
export interface Inputs {
  readonly sender: bigint;
  readonly value: bigint;
  readonly timestamp: bigint;
  readonly number: bigint;
  readonly arguments: readonly Plain[];
}

/** What an execution did; `undefined` parts have no value the model knows (an uninterpreted function, a fresh value). */
export interface Outcome {
  /** 'unknown': the execution leaves what the model covers. */
  readonly end: 'success' | 'revert' | 'unknown';
  readonly why: string;
  readonly results: readonly (Plain | undefined)[];
  readonly failure: Failure | undefined;
  /** Leaf contents and totals by key. */
  readonly storage: ReadonlyMap<string, Value | undefined>;
  readonly totals: ReadonlyMap<string, Value | undefined>;
  readonly balances: Value | undefined;
}

/** An outcome, and on demand the same with other values for what the model leaves open: where they differ nothing is claimed. */
export interface Judged {
  readonly outcome: Outcome;
  readonly alternative: () => Outcome;
}

/** A contract in the model. */
export interface ModelContract {
  readonly contract: IrContract;
  readonly diagnostics: readonly string[];
}

/** Code outside the scope accepts what it gets and does nothing. */
const idle: UnknownCode = { run: (_frame, state) => state };

/** Loads a text once and lowers the named contracts; throws with the messages on errors. */
export function lowerAll(
  file: { readonly path: string; readonly text: string },
  names: readonly string[] | undefined,
  host: SourceHost = { resolve: () => undefined },
): ReadonlyMap<string, ModelContract> {
  const { program, diagnostics } = loadProgram([file], host);
  const errors = diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.code} ${d.message}`);
  if (program === undefined || errors.length > 0) throw new Error(`front end: ${errors.join('; ')}`);
  const lowered = new Map<string, ModelContract>();
  for (const declaration of program.contracts) {
    const here = program.files[declaration.span.file]?.path === file.path;
    if (!here || declaration.abstract || declaration.contractKind !== 'contract') continue;
    if (names !== undefined && !names.includes(declaration.name)) continue;
    const result = lowerContract(program, declaration.id);
    lowered.set(declaration.name, {
      contract: result.contract,
      diagnostics: result.diagnostics.map((d) => `${d.code} ${d.message}`),
    });
  }
  return lowered;
}

/** A world with one instance of the contract; totals are tracked over every mapping of integers. */
export function worldOf(
  contract: IrContract,
  address: bigint | undefined,
): { world: World; instance: Instance } {
  const bank = new TermBank();
  const at = address === undefined ? bank.symbol('address of C', INT) : bank.int(address);
  const instance: Instance = { index: 0, alias: 'C', contract, address: at };
  const leaves = contractLeaves('C', contract);
  const world: World = {
    bank,
    instances: [instance],
    leaves: new Map(leaves.map((leaf) => [leaf.key, leaf])),
    sums: leaves
      .filter((leaf) => isSummed(leaf, contract))
      .map(
        (leaf): TrackedSum => ({
          id: leaf.key,
          leaf,
          summed: leaf.dimensions.map(() => true),
        }),
      ),
    unroll: 6,
    meanings: new Map(),
    totalFacts: [],
    outsiders: new Set(),
    tellsEoasApart: true,
    nextObject: 1n,
  };
  return { world, instance };
}

/** Integer leaves behind mappings and structs only: what `concreteState` sums. */
function isSummed(leaf: Leaf, contract: IrContract): boolean {
  if (leaf.type.kind !== 'int' || leaf.dimensions.length === 0) return false;
  const hasArray = (type: IrType): boolean =>
    type.kind === 'array' ||
    (type.kind === 'mapping' && hasArray(type.value)) ||
    (type.kind === 'struct' && type.fields.some((f) => hasArray(f.type)));
  const variable = contract.variables.find((v) => v.id === leaf.variable);
  return variable !== undefined && !hasArray(variable.type);
}

/** The model in which plain accounts are plain accounts and accept every call. */
export const PLAIN_WORLD: Model = {
  symbols: new Map(),
  functions: new Map([['is_eoa', { entries: [], default: true }]]),
};

/** The state of the chain that an EVM reports, as literal terms. */
export function stateOf(world: World, replayed: ReplayState): State {
  return concreteState(world, world.instances, replayed);
}

/** A chain with nothing but balances. */
export function emptyState(world: World, balances: ReadonlyMap<bigint, bigint>): State {
  const { bank } = world;
  let ledger: Term = bank.constArray(arraySort(INT, INT), bank.int(0n));
  for (const [address, amount] of balances) ledger = bank.store(ledger, bank.int(address), bank.int(amount));
  return {
    path: emptyPath(bank),
    storage: new Map(),
    totals: new Map(),
    balances: ledger,
    memory: new Map(),
    locals: new Map(),
  };
}

/** Deploys on literals. */
export function deployConcrete(
  world: World,
  instance: Instance,
  balances: ReadonlyMap<bigint, bigint>,
  inputs: Inputs,
): Judged & { readonly post: State | undefined } {
  const { bank } = world;
  const fn = instance.contract.functions.get(instance.contract.construct);
  if (fn === undefined) throw new Error('no constructor');
  let state = withZeroStorage(world, emptyState(world, balances), instance);
  const args = inputs.arguments.map((value, i) => {
    const made = literalTerm(world, state, fn.parameters[i]?.type as IrType, value);
    state = made.state;
    return made.term;
  });
  const effects = noEffects();
  const frame: Frame = {
    world,
    instance,
    sender: bank.int(inputs.sender),
    value: bank.int(inputs.value),
    transaction: context(world, inputs),
    effects,
    stack: [constructionOf(instance)],
    readonly: false,
    unknownCode: idle,
  };
  const moved = moveEther(frame, state, frame.sender, instance.address, frame.value);
  const ran = runFunction(frame, fn, args, moved);
  const post = joinStates(
    bank,
    moved.path,
    ran.normal === undefined ? ran.stops : [ran.normal, ...ran.stops],
  );
  return { ...judged({ world, post, results: [], types: [], effects }, PLAIN_WORLD), post };
}

/** Runs an entry point on literals. */
export function transactConcrete(
  world: World,
  instance: Instance,
  entry: EntryPoint,
  before: State,
  inputs: Inputs,
): Judged & { readonly post: State | undefined } {
  const { bank } = world;
  const fn = instance.contract.functions.get(entry.function);
  let state: State = { ...before, path: emptyPath(bank), memory: new Map(), locals: new Map() };
  const args = inputs.arguments.map((value, i) => {
    const made = literalTerm(world, state, fn?.parameters[i]?.type as IrType, value);
    state = made.state;
    return made.term;
  });
  const run = runTransaction(world, {
    state,
    instance,
    entry,
    sender: bank.int(inputs.sender),
    value: bank.int(inputs.value),
    context: context(world, inputs),
    arguments: args,
    unknownCode: idle,
  });
  const types = fn?.results.map((r) => r.type) ?? [];
  return { ...judged({ world, types, ...run }, PLAIN_WORLD), post: run.post };
}

function context(world: World, inputs: Inputs) {
  const { bank } = world;
  return {
    origin: bank.int(inputs.sender),
    timestamp: bank.int(inputs.timestamp),
    number: bank.int(inputs.number),
  };
}

/** The summary of an entry point: executed once from an arbitrary state with arbitrary inputs. */
export interface Summary {
  readonly world: World;
  readonly instance: Instance;
  readonly before: State;
  readonly run: TransactionRun;
}

/** Executes an entry point symbolically. */
export function summarize(contract: IrContract, entry: EntryPoint): Summary {
  const { world, instance } = worldOf(contract, undefined);
  const before = arbitraryState(world);
  const uint256: IrType = { kind: 'int', signed: false, bits: 256 };
  const sender = freshScalar(world, 'sender', { kind: 'address' });
  world.outsiders.add(sender);
  const run = runTransaction(world, {
    state: before,
    instance,
    entry,
    sender,
    value: freshScalar(world, 'value', uint256),
    context: {
      origin: freshScalar(world, 'origin', { kind: 'address' }),
      timestamp: freshScalar(world, 'timestamp', uint256),
      number: freshScalar(world, 'number', uint256),
    },
    unknownCode: idle,
  });
  return { world, instance, before, run };
}

/** What the summary says of concrete inputs and a concrete pre-state (leaf contents, totals, balances as values). */
export function instantiate(
  summary: Summary,
  address: bigint,
  inputs: Inputs,
  pre: Pick<Outcome, 'storage' | 'totals' | 'balances'>,
): Judged {
  const { world, instance, before, run } = summary;
  const symbols = new Map<string, Value>();
  const set = (term: Term, value: Value | undefined): void => {
    if (term.kind === 'literal') return;
    if (term.kind !== 'symbol') throw new Error(`an input that is a ${term.kind}`);
    if (value !== undefined) symbols.set(term.name, value);
  };
  set(instance.address, address);
  set(run.sender, inputs.sender);
  set(run.value, inputs.value);
  set(run.context.origin, inputs.sender);
  set(run.context.timestamp, inputs.timestamp);
  set(run.context.number, inputs.number);
  for (const [key, term] of before.storage) set(term, pre.storage.get(key));
  for (const [key, term] of before.totals) set(term, pre.totals.get(key));
  set(before.balances, pre.balances);
  run.arguments.forEach(({ local, value }, i) => {
    bind(world, run.pre, local.type, value as Term, inputs.arguments[i] as Plain, set);
  });
  const fn = instance.contract.functions.get(run.entry.function);
  const types = fn?.results.map((r) => r.type) ?? [];
  return judged({ world, types, ...run }, { ...PLAIN_WORLD, symbols });
}

/** Gives the symbols of an arbitrary argument their values. */
function bind(
  world: World,
  state: State,
  type: IrType,
  term: Term,
  value: Plain,
  set: (term: Term, value: Value) => void,
): void {
  if (isScalar(type)) {
    set(term, value as Value);
    return;
  }
  const list = value as readonly Plain[];
  if (type.kind === 'struct') {
    type.fields.forEach((field, i) => {
      bind(
        world,
        state,
        field.type,
        readField(world, state, type, term, field.name, field.type),
        list[i] as Plain,
        set,
      );
    });
    return;
  }
  if (type.kind !== 'array') throw new Error(`an argument of kind ${type.kind}`);
  set(readLength(world, state, term), BigInt(list.length));
  const elements = readElements(world, state, type, term);
  if (isScalar(type.element)) {
    const zero: Value = type.element.kind === 'bool' ? false : type.element.kind === 'bytes' ? '' : 0n;
    const entries = new Map(
      list.map((element, i) => [`${i}`, { key: BigInt(i), value: element as Value }] as const),
    );
    set(elements, { ...constantArray(zero), entries });
    return;
  }
  list.forEach((element, i) => {
    const part = world.bank.select(elements, world.bank.int(BigInt(i)));
    bind(world, state, type.element, part, element, set);
  });
}

/** The ends of one execution, as terms. */
interface Ends {
  readonly world: World;
  readonly post: State | undefined;
  readonly results: readonly LocalValue[];
  readonly types: readonly IrType[];
  readonly effects: Effects;
}

/** The outcome under a model, and again with other values for everything the model leaves open. */
function judged(ends: Ends, model: Model): Judged {
  return { outcome: outcomeOf(ends, model), alternative: () => outcomeOf(ends, otherwise(ends, model)) };
}

/** Unknown symbols and functions are 1, true, "01" rather than 0, false, "". */
function otherwise(ends: Ends, model: Model): Model {
  const { post, effects } = ends;
  const terms = [
    ...effects.reverts.map((r) => r.condition),
    ...effects.incomplete.map((i) => i.condition),
    ...(post === undefined
      ? []
      : [
          post.path.all,
          post.balances,
          ...post.storage.values(),
          ...post.totals.values(),
          ...post.memory.values(),
        ]),
    ...ends.results.filter((r): r is Term => r.kind !== 'path' && r.kind !== 'choice'),
  ];
  const symbols = new Map(model.symbols);
  const functions = new Map(model.functions);
  for (const symbol of freeSymbols(terms))
    if (!symbols.has(symbol.name) && !symbol.name.startsWith('refuses'))
      symbols.set(symbol.name, one(symbol.sort));
  for (const fn of functionSymbols(terms))
    if (!functions.has(fn.name)) functions.set(fn.name, { entries: [], default: one(fn.range) });
  return { symbols, functions };
}

function one(sort: Sort): Value {
  if (sort.kind === 'bool') return true;
  if (sort.kind === 'bytes') return '01';
  return sort.kind === 'array' ? constantArray(one(sort.element)) : 1n;
}

/** Evaluates the ends of an execution under a model: exactly one of them must hold. */
function outcomeOf({ world, post, results, types, effects }: Ends, model: Model): Outcome {
  const evaluator = createEvaluator(model);
  const empty = {
    results: [],
    failure: undefined,
    storage: new Map(),
    totals: new Map(),
    balances: undefined,
  };
  const limit = effects.incomplete.find((i) => evaluator(i.condition) !== false);
  if (limit !== undefined) return { ...empty, end: 'unknown', why: `${limit.code} ${limit.what}` };
  const failures = effects.reverts.filter((r) => evaluator(r.condition) !== false);
  const succeeds = post !== undefined && evaluator(post.path.all) === true;
  const [failure] = failures;
  if (failure !== undefined && failures.length === 1 && !succeeds)
    return { ...empty, end: 'revert', why: '', failure: failure.failure };
  if (failures.length > 0 || !succeeds || post === undefined) {
    const kinds = failures
      .map((f) => JSON.stringify(f.failure, (_k, v) => (typeof v === 'bigint' ? String(v) : v)))
      .join(' and ');
    return {
      ...empty,
      end: 'unknown',
      why: `ENDS: ${failures.length} failures (${kinds}), success ${succeeds}`,
    };
  }
  return {
    end: 'success',
    why: '',
    failure: undefined,
    results: results.map((value, i) => plainOfTerm(world, post, types[i] as IrType, value, evaluator)),
    storage: new Map([...post.storage].map(([key, term]) => [key, evaluator(term)] as const)),
    totals: new Map([...post.totals].map(([key, term]) => [key, evaluator(term)] as const)),
    balances: evaluator(post.balances),
  };
}
