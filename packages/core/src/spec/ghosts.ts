// Ghost state: variables of the specification kept as the storage of a contract that nobody can call, updated when
// entry points are called, when storage is written, and when ether moves.
import type { Term } from '@surety/solvers';
import {
  type Claim,
  GHOST,
  type GhostUpdate,
  type Hook,
  type SpecExpression,
  type SpecType,
  type SpecVariable,
  type TypedSpec,
} from '@surety/spec-lang';
import { contractLeaves, type Leaf } from '../encode/leaves.js';
import { constantNestedArray, EXACT_INT, isScalar, sortOf, zeroOf } from '../encode/sorts.js';
import type { IrContract, IrType, StorageVariable } from '../ir/ir.js';
import { usesBuiltin } from '../ir/uses.js';
import { CLOCK } from '../symbolic/clock.js';
import { flowVariable } from '../symbolic/ether-flow.js';
import type { State, StoragePath } from '../symbolic/state.js';
import { writeStorage } from '../symbolic/storage.js';
import {
  type Frame,
  freshLeaf,
  freshTotal,
  type GhostHooks,
  type Instance,
  NO_HOOKS,
  type Running,
  type World,
} from '../symbolic/world.js';
import { evaluateSpec, locate } from './evaluate-spec.js';
import { givenIn, withGiven } from './given.js';
import { answerVariables } from './outside.js';
import { SpecLimit, type SpecScope } from './scope.js';
import { visitClaim, visitSpecExpressions } from './visit-spec.js';

/** Whether it is claimed that calls succeed: sums of entries must not overflow then. */
export function promisesSuccess({ claims }: TypedSpec): boolean {
  return claims.some((claim) => claim.kind === 'function' && SUCCESS.has(claim.clause));
}

const SUCCESS: ReadonlySet<string> = new Set(['succeedsIf', 'revertsOnlyIf']);

/** The instance that holds ghost variables; undefined when the spec has none. */
export function ghostInstance(
  spec: TypedSpec,
  contracts: readonly IrContract[],
  address: Term,
): Instance | undefined {
  const timed =
    contracts.some((c) => usesBuiltin(c, 'block.number') || usesBuiltin(c, 'block.timestamp')) ||
    spec.claims.some(speaksOfTime);
  const time = { kind: 'int', signed: false, bits: 48 } as const;
  const promised = promisesSuccess(spec);
  const grows = (type: IrType): boolean =>
    type.kind === 'int' || (promised && type.kind === 'mapping' && type.value.kind === 'int');
  const counts = contracts.some((c) => c.variables.some((v) => grows(v.type) && v.mutability === 'mutable'));
  const variables = [
    ...(timed ? [CLOCK.number, CLOCK.timestamp].map((name) => storageVariable(name, GHOST, time)) : []),
    ...(counts ? [storageVariable(CLOCK.calls, GHOST, { kind: 'int', signed: false, bits: 64 })] : []),
    ...spec.ghosts.map((g) =>
      storageVariable(g.variable.name, g.variable.declaredIn, ghostType(g.variable.type)),
    ),
    ...answerVariables(spec),
    ...[...flowsOf(spec)].flatMap((alias) =>
      (['sent', 'received'] as const).flatMap((direction) => [
        storageVariable(flowVariable(alias, direction, false), GHOST, {
          kind: 'mapping',
          key: { kind: 'address' },
          value: FLOW,
        }),
        storageVariable(flowVariable(alias, direction, true), GHOST, FLOW),
      ]),
    ),
  ];
  if (variables.length === 0) return undefined;
  const contract: IrContract = {
    name: GHOST,
    path: '',
    variables,
    functions: new Map(),
    construct: '',
    constructorPayable: false,
    entries: [],
    functionTable: [],
    panicsTell: 'code',
  };
  return { index: -1, alias: GHOST, contract, address };
}

/** What was sent or received in all: never negative, and less than any number of transfers can bring. */
const FLOW: IrType = { kind: 'int', signed: false, bits: 512 };

/** Whether what can be done, or what holds, depends on when: then a move must not lie before the last one. */
function speaksOfTime(claim: Claim): boolean {
  if (claim.kind !== 'reach' && claim.kind !== 'invariant') return false;
  let found = false;
  visitClaim(claim, (e) => {
    if (e.kind === 'blockMember' || (e.kind === 'environment' && e.name.startsWith('block.'))) found = true;
  });
  return found;
}

function storageVariable(name: string, declaredIn: string, type: IrType): StorageVariable {
  return { id: name, name, declaredIn, type, mutability: 'mutable', span: { file: 0, start: 0, end: 0 } };
}

/** Ghost numbers are exact: `uint` says what is meant, not where it wraps. */
function ghostType(type: SpecType): IrType {
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'int':
    case 'integer':
      return EXACT_INT;
    case 'address':
    case 'contract':
      return { kind: 'address' };
    case 'enum':
      return { kind: 'enum', name: type.name, members: type.members };
    case 'fixedBytes':
      return { kind: 'fixedBytes', size: type.size };
    case 'mapping':
      return { kind: 'mapping', key: ghostKey(type.key), value: ghostType(type.value) };
    default:
      throw new SpecLimit(`a ghost variable of type ${type.kind}`);
  }
}

function ghostKey(type: SpecType): IrType {
  return type.kind === 'integer' ? { kind: 'int', signed: type.signed, bits: type.bits } : ghostType(type);
}

function flowsOf(spec: TypedSpec): ReadonlySet<string> {
  const aliases = new Set<string>();
  visitSpecExpressions(spec, (e) => {
    if (e.kind === 'etherFlow') aliases.add(e.contract);
  });
  return aliases;
}

/** `state` with ghost variables as they are before the first deployment. */
export function withInitialGhosts(world: World, spec: TypedSpec, state: State): State {
  const { bank, ghosts } = world;
  if (ghosts === undefined) return state;
  const storage = new Map(state.storage);
  const totals = new Map(state.totals);
  for (const leaf of contractLeaves(GHOST, ghosts.contract))
    storage.set(leaf.key, constantNestedArray(bank, leaf.dimensions, zeroOf(bank, leaf.type)));
  for (const sum of world.sums) {
    if (!sum.leaf.key.startsWith(`${GHOST}/`)) continue;
    const kept = sum.leaf.dimensions.filter((_, i) => sum.summed[i] !== true);
    totals.set(sum.id, constantNestedArray(bank, kept, bank.int(0n)));
  }
  let current: State = { ...state, storage, totals };
  const self = world.instances[0];
  for (const ghost of spec.ghosts) {
    if (ghost.initial === undefined || self === undefined) continue;
    const { term } = evaluateSpec(
      hookScope(world, self, current, { variables: new Map() }, undefined),
      ghost.initial,
    );
    const path: StoragePath = {
      kind: 'path',
      instance: -1,
      prefix: `${GHOST}/${ghost.variable.name}`,
      keys: [],
    };
    current = writeStorage(world, current, path, term);
  }
  return current;
}

/** The updates of a specification, as the executor runs them. */
export function ghostHooks(spec: TypedSpec, leaves: ReadonlyMap<string, Leaf>): GhostHooks {
  const flows = flowsOf(spec);
  if (spec.hooks.length === 0) return { ...NO_HOOKS, flows };
  const changes = spec.hooks.flatMap((hook) =>
    hook.kind === 'change' ? [{ hook, leaf: watchedLeaf(hook, leaves) }] : [],
  );
  return {
    flows,
    watched: new Set(changes.map((c) => c.leaf)),
    atCall(moment, frame, state, entry, args, results, given) {
      let current = state;
      for (const hook of spec.hooks) {
        if (hook.kind !== moment || hook.contract !== frame.instance.alias) continue;
        const wanted = hook.function.signature;
        if (
          wanted !== entry.signature &&
          !(hook.function.name === entry.name && entry.name === 'constructor')
        )
          continue;
        const { functions, construct } = frame.instance.contract;
        const fn = functions.get(entry.name === 'constructor' ? construct : entry.function);
        const known = withGiven(
          withGiven({ variables: new Map() }, hook.parameters, givenIn(given, fn?.parameters ?? [], args)),
          hook.results,
          givenIn(state, fn?.results ?? [], results),
        );
        current = update(frame.world, frame.instance, current, known, frame, hook.updates);
      }
      return current;
    },
    atWrite(world, state, leaf, keys, from, to) {
      let current = state;
      for (const { hook, leaf: watched } of changes) {
        if (watched !== leaf) continue;
        const self = world.instances.find((i) => i.alias === hook.contract);
        if (self === undefined) continue;
        if (keys.length !== (leaves.get(leaf)?.dimensions.length ?? 0)) {
          // Many entries at once: what the updates would do is not known.
          current = forget(world, current, hook.updates);
          continue;
        }
        const { running } = world;
        if (hook.call !== undefined && running?.entry === undefined) continue;
        const variables = new Map<SpecVariable, Term>();
        for (const [i, variable] of hook.keys.entries()) variables.set(variable, keys[i] as Term);
        if (hook.from !== undefined) variables.set(hook.from, from);
        if (hook.to !== undefined) variables.set(hook.to, to);
        const changed = world.bank.not(world.bank.eq(from, to));
        const known = { variables, ...(hook.call === undefined ? {} : during(world, hook.call, running)) };
        current = update(world, self, current, known, running?.frame, hook.updates, changed);
      }
      return current;
    },
  };
}

/** What the names of a hook stand for. */
type Known = Pick<SpecScope, 'variables' | 'objects'> & Partial<Pick<SpecScope, 'blocks' | 'old'>>;

/** The innermost call under a name, and its start as the state before. */
function during({ bank }: World, name: SpecVariable, running: Running | undefined): Partial<Known> {
  if (running === undefined) return {};
  const { frame, entry, start } = running;
  const { sender, value, transaction } = frame;
  const calls = (signature: string): Term => bank.bool(entry?.signature === signature);
  return { blocks: new Map([[name, { ...transaction, sender, value, calls }]]), old: start };
}

function hookScope(
  world: World,
  self: Instance,
  state: State,
  known: Known,
  frame: Frame | undefined,
): SpecScope {
  return {
    world,
    self,
    state,
    old: state,
    saved: new Map(),
    blocks: new Map(),
    ...known,
    transaction:
      frame === undefined ? undefined : { ...frame.transaction, sender: frame.sender, value: frame.value },
    succeeded: undefined,
    unknownCode: { run: (_frame, s) => s },
  };
}

/** Applies updates one after the other; where a value is not defined, nothing is known of the result. */
function update(
  world: World,
  self: Instance,
  state: State,
  known: Known,
  frame: Frame | undefined,
  updates: readonly GhostUpdate[],
  guard: Term = world.bank.true_,
): State {
  const { bank } = world;
  let current = state;
  for (const { place, value, condition } of updates) {
    const scope = hookScope(world, self, current, known, frame);
    const { path, type, defined: placed } = locate(scope, place);
    if (!isScalar(type)) throw new SpecLimit('a whole mapping as a ghost to update');
    const now = evaluateSpec(scope, place).term;
    const made = evaluateSpec(scope, value);
    const when = condition === undefined ? undefined : evaluateSpec(scope, condition);
    const applies = bank.and(guard, when?.term ?? bank.true_);
    const defined = bank.and(placed, made.defined, when?.defined ?? bank.true_);
    const nothing = bank.fresh('undefined', sortOf(type));
    world.unsettled.add(nothing);
    const result = defined === bank.true_ ? made.term : bank.ite(defined, made.term, nothing);
    current = writeStorage(world, current, path, bank.ite(applies, result, now));
  }
  return current;
}

function forget(world: World, state: State, updates: readonly GhostUpdate[]): State {
  const storage = new Map(state.storage);
  const totals = new Map(state.totals);
  for (const { place } of updates) {
    const name = rootOf(place);
    for (const leaf of world.leaves.values()) {
      if (leaf.key !== `${GHOST}/${name}` && !leaf.key.startsWith(`${GHOST}/${name}[`)) continue;
      const contents = freshLeaf(world, leaf.key, leaf);
      world.unsettled.add(contents);
      storage.set(leaf.key, contents);
      world.onWrite?.(state, leaf.key);
      for (const sum of world.sums)
        if (sum.leaf.key === leaf.key) {
          const total = freshTotal(world, sum, contents);
          world.unsettled.add(total);
          totals.set(sum.id, total);
        }
    }
  }
  return { ...state, storage, totals };
}

function rootOf(place: SpecExpression): string {
  if (place.kind === 'index' || place.kind === 'field') return rootOf(place.base);
  if (place.kind !== 'state') throw new SpecLimit('this place as a ghost to update');
  return place.variable.name;
}

/** The leaf below which a `change` hook looks. */
function watchedLeaf(hook: Extract<Hook, { kind: 'change' }>, leaves: ReadonlyMap<string, Leaf>): string {
  let suffix = '';
  let at = hook.target;
  while (at.kind === 'index' || at.kind === 'field') {
    suffix = at.kind === 'index' ? `[]${suffix}` : `.${at.field}${suffix}`;
    at = at.base;
  }
  const found = [...leaves.values()].find(
    (leaf) =>
      leaf.key === `${hook.contract}/${hook.variable.name}${suffix}` ||
      leaf.key === `${hook.contract}/${hook.variable.declaredIn}.${hook.variable.name}${suffix}`,
  );
  if (found === undefined)
    throw new SpecLimit(`changes of ${hook.variable.name}${suffix}, which is not one value`);
  return found.key;
}
