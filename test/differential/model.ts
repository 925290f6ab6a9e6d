// The model's side of a comparison: one contract lowered and executed, on literal inputs (term folding makes the symbolic
// executor a concrete interpreter) and on symbols whose values a model then gives.
import { loadProgram, lowerContract, type ReplayState, type SourceHost } from '@surety/core';
import {
  type ArrayValue,
  arraySelect,
  arraySort,
  arrayStore,
  completeValue,
  constantArray,
  INT,
  type Term,
  TermBank,
  type Value,
} from '@surety/solvers';
import { contractLeaves, type Leaf } from '../../packages/core/dist/encode/leaves.js';
import { isScalar } from '../../packages/core/dist/encode/sorts.js';
import { concreteState } from '../../packages/core/dist/harness/concrete-state.js';
import { runTransaction, type TransactionRun } from '../../packages/core/dist/harness/transaction.js';
import type { EntryPoint, IrContract, IrType } from '../../packages/core/dist/ir/ir.js';
import { constructionOf } from '../../packages/core/dist/symbolic/callee.js';
import { runFunction } from '../../packages/core/dist/symbolic/execute.js';
import { moveEther } from '../../packages/core/dist/symbolic/external-call.js';
import { joinStates } from '../../packages/core/dist/symbolic/join.js';
import {
  readElement,
  readElements,
  readField,
  readLength,
} from '../../packages/core/dist/symbolic/memory.js';
import { emptyPath } from '../../packages/core/dist/symbolic/path-condition.js';
import type { State } from '../../packages/core/dist/symbolic/state.js';
import {
  arbitraryState,
  type Frame,
  freshScalar,
  type Instance,
  NO_HOOKS,
  noEffects,
  type TrackedSum,
  type UnknownCode,
  type World,
  withZeroStorage,
} from '../../packages/core/dist/symbolic/world.js';
import { type Judged, judged, type Outcome, PLAIN_WORLD } from './outcome.js';
import { literalTerm, type Plain } from './plain.js';

/** Who sends what, when; amounts in wei. */
export interface Inputs {
  readonly sender: bigint;
  readonly value: bigint;
  readonly timestamp: bigint;
  readonly number: bigint;
  readonly arguments: readonly Plain[];
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

/** Aliases of the instances, by index. */
const ALIASES = ['C', 'D', 'E', 'F', 'G', 'H'];

/** A world with an instance of each contract; totals are tracked over every mapping of integers. */
export function worldOf(
  parts: readonly { readonly contract: IrContract; readonly address: bigint | undefined }[],
): World {
  const bank = new TermBank();
  const instances = parts.map(({ contract, address }, index): Instance => {
    const alias = ALIASES[index] as string;
    const at = address === undefined ? bank.symbol(`address of ${alias}`, INT) : bank.int(address);
    return { index, alias, contract, address: at };
  });
  const leaves = instances.map(({ alias, contract }) => contractLeaves(alias, contract));
  return {
    bank,
    instances,
    leaves: new Map(leaves.flat().map((leaf) => [leaf.key, leaf])),
    sums: leaves.flatMap((list, i) =>
      list
        .filter((leaf) => isSummed(leaf, (instances[i] as Instance).contract))
        .map((leaf): TrackedSum => ({ id: leaf.key, leaf, summed: leaf.dimensions.map(() => true) })),
    ),
    unroll: 6,
    meanings: new Map(),
    standIns: false,
    totalFacts: [],
    coarse: false,
    roundFacts: [],
    roundMemos: new Map(),
    lookingAhead: false,
    aside: bank.true_,
    unsettled: new Set(),
    outsiders: new Set(),
    tellsEoasApart: true,
    ghosts: undefined,
    hooks: NO_HOOKS,
    initial: undefined,
    loops: new Map(),
    parameters: [],
    answers: undefined,
    summaries: new Map(),
    arithmetic: { exactDivision: false, noOverflow: false },
    divisions: undefined,
    onWrite: undefined,
    onMove: undefined,
    nextObject: 1n,
  };
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

/** The state of the chain that an EVM reports, as literal terms. */
export function stateOf(world: World, replayed: ReplayState): State {
  return concreteState(world, world.instances, replayed);
}

/** A chain with nothing but balances: no contract is deployed yet. */
export function emptyState(world: World, balances: ReadonlyMap<bigint, bigint>): State {
  const { bank } = world;
  let ledger: Term = bank.constArray(arraySort(INT, INT), bank.int(0n));
  for (const [address, amount] of balances) ledger = bank.store(ledger, bank.int(address), bank.int(amount));
  const empty: State = {
    path: emptyPath(bank),
    storage: new Map(),
    totals: new Map(),
    balances: ledger,
    memory: new Map(),
    locals: new Map(),
  };
  return world.instances.reduce((state, instance) => withZeroStorage(world, state, instance), empty);
}

/** Deploys on literals. */
export function deployConcrete(
  world: World,
  instance: Instance,
  before: State,
  inputs: Inputs,
): Judged & { readonly post: State | undefined } {
  const { bank } = world;
  const fn = instance.contract.functions.get(instance.contract.construct);
  if (fn === undefined) throw new Error('no constructor');
  let state: State = { ...before, path: emptyPath(bank), memory: new Map(), locals: new Map() };
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

/** Executes an entry point of one of the contracts symbolically. */
export function summarize(contracts: readonly IrContract[], index: number, entry: EntryPoint): Summary {
  const world = worldOf(contracts.map((contract) => ({ contract, address: undefined })));
  const instance = world.instances[index] as Instance;
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
  addresses: readonly bigint[],
  inputs: Inputs,
  pre: Pick<Outcome, 'storage' | 'totals' | 'balances'>,
): Judged {
  const { world, instance, before, run } = summary;
  const symbols = new Map<string, Value>();
  const set = (term: Term, value: Value | undefined): void => {
    if (term.kind === 'literal') return;
    if (value !== undefined) setCell(symbols, term, value);
  };
  world.instances.forEach((i) => {
    set(i.address, addresses[i.index]);
  });
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

/** Gives a symbol its value, or a cell of a symbol that is an array: a read of it at literal keys. */
function setCell(symbols: Map<string, Value>, term: Term, value: Value): void {
  const keys: Value[] = [];
  let base = term;
  while (base.kind === 'apply' && base.op === 'select') {
    const [array, key] = base.args as [Term, Term];
    if (key.kind !== 'literal') throw new Error(`an input at a ${key.kind}`);
    keys.unshift(key.value);
    base = array;
  }
  if (base.kind !== 'symbol') throw new Error(`an input that is a ${base.kind}`);
  symbols.set(base.name, withCell(symbols.get(base.name) ?? completeValue(base.sort), keys, value));
}

function withCell(whole: Value, keys: readonly Value[], value: Value): Value {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const array = asArray(whole);
  const cell = arraySelect(array, key);
  if (cell === undefined) throw new Error('an input inside a formula');
  return arrayStore(array, key, withCell(cell, rest, value));
}

function asArray(value: Value): ArrayValue {
  if (typeof value !== 'object' || value.kind !== 'array') throw new Error('an input that is no array');
  return value;
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
    const part = readElement(world, state, type, term, world.bank.int(BigInt(i)));
    bind(world, state, type.element, part, element, set);
  });
}
