// One proving session for one specification: the symbolic world, an arbitrary state of it, and the runs of all entry
// points, which every claim shares.
import { BOOL, type Symbol_, type Term, TermBank } from '@surety/solvers';
import type { Claim, InvariantClaim, SpecType, TypedSpec } from '@surety/spec-lang';
import { leavesOf } from '../encode/leaves.js';
import { prenexInvariant, scopeAt } from '../harness/claim-run.js';
import type { ConstructorRun } from '../harness/construct.js';
import { usedBy } from '../harness/failure-claim.js';
import {
  type FixedByConstruction,
  fixedByConstruction,
  withFixed,
} from '../harness/fixed-by-construction.js';
import { type Reach, reachOf } from '../harness/reach.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  type TransactionRun,
} from '../harness/transaction.js';
import { type Havoc, havocCode } from '../harness/unknown-code.js';
import { addressFacts, parameterFacts, withLinks, worldOfSpec } from '../harness/world-of-spec.js';
import type { EntryPoint, IrContract } from '../ir/ir.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { ofTotals } from '../spec/entrywise.js';
import { evaluateSpec, instanceOf, specIrType } from '../spec/evaluate-spec.js';
import { isLookedAt, isObserved, observerOf } from '../spec/observer.js';
import { isInBlock, lastAfterGenesis } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { arbitraryState, type CallOut, type Instance, type World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import type { Relation } from './relation.js';

/** A shared run of an entry point from the arbitrary state. */
export interface EntryRun {
  readonly run: TransactionRun;
  readonly havocs: readonly Havoc[];
  readonly facts: readonly Term[];
  /** States right after each write to storage. */
  readonly writes: readonly State[];
  /** Calls during which someone else could look at, or build on, the state. */
  readonly callsOut: readonly {
    readonly call: CallOut;
    /** Index of its own havoc: those before it are in the past when it is made. */
    readonly havoc: number;
    /** Chosen when the question is about this call. */
    readonly looked: Term;
  }[];
}

/** A shared run of a constructor. */
export interface ConstructionRun {
  readonly run: ConstructorRun;
  /** The state that it starts from, before the storage of the instance is zero and ghost variables are as they begin. */
  readonly before: State;
  readonly facts: readonly Term[];
}

export interface Session {
  readonly bank: TermBank;
  readonly spec: TypedSpec;
  readonly contracts: ReadonlyMap<string, IrContract>;
  readonly world: World;
  /** Any state of deployed contracts: links in place, and what only constructors write as they left it. */
  readonly anyState: State;
  /** Any state at all, links in place: what a constructor may find. */
  readonly beforeAny: State;
  readonly reach: Reach;
  /** Facts about addresses, the assumptions of the spec in `anyState`, and what constructors required. */
  readonly facts: readonly Term[];
  /** Facts about addresses and the assumptions of the spec in `beforeAny`. */
  readonly factsBefore: readonly Term[];
  readonly entryRuns: Map<string, EntryRun>;
  /** Runs of constructors by alias. */
  readonly constructions: Map<string, ConstructionRun>;
  /** Invariants found and proved by the tool, assumed of every state. */
  readonly inferred: readonly InvariantClaim[];
  /** What was proved of the models in scope, by themselves. */
  readonly modelLemmas: readonly InvariantClaim[];
  /** Values of parameters of invariants by place and type, where several claims are asked about in one question. */
  readonly sharedValues?: Map<string, Term>;
  /** Relations that every activation keeps, assumed across unknown code and any number of transactions. */
  readonly relations: readonly Relation[];
}

/** Opens a session. */
export function openSession(
  spec: TypedSpec,
  contracts: ReadonlyMap<string, IrContract>,
  modelLemmas: readonly InvariantClaim[] = [],
): Session {
  const bank = new TermBank();
  const world = worldOfSpec(bank, spec, contracts, 'arbitrary');
  const beforeAny = withLinks(world, spec, arbitraryState(world));
  const fixed = fixedByConstruction(world, spec, beforeAny);
  const anyState = withLinks(world, spec, withFixed(beforeAny, fixed));
  world.initial = deployedState(world, anyState, fixed);
  const reach = reachOf(world, anyState, new Set(fixed.storage.keys()));
  const factsBefore = [...addressFacts(world), ...specAssumptions(world, spec, beforeAny)];
  const facts = [
    ...addressFacts(world),
    lastAfterGenesis(world, anyState),
    ...specAssumptions(world, spec, anyState),
    ...fixed.facts,
  ];
  return {
    bank,
    spec,
    contracts,
    world,
    anyState,
    beforeAny,
    reach,
    facts,
    factsBefore,
    entryRuns: new Map(),
    constructions: new Map(),
    inferred: [],
    modelLemmas,
    relations: [],
  };
}

/** The state after deployment where constructors tell it; of others only what never changes is known. */
function deployedState(world: World, now: State, fixed: FixedByConstruction): State {
  const state = withFixed(withFixed(arbitraryState(world), fixed), fixed.initial);
  const storage = new Map(state.storage);
  for (const instance of world.instances) {
    for (const variable of instance.contract.variables.filter((v) => v.mutability === 'immutable')) {
      for (const leaf of leavesOf(`${instance.alias}/${variable.id}`, variable.type, variable.id))
        storage.set(leaf.key, now.storage.get(leaf.key) as Term);
    }
  }
  return { ...state, storage };
}

/** The `assume` lines of a spec as facts about a state. */
export function specAssumptions(world: World, spec: TypedSpec, state: State): readonly Term[] {
  const { bank } = world;
  const self = world.instances[0];
  if (self === undefined) return [];
  const scope = scopeAt(world, self, state, new Map(), { run: (_frame, s) => s });
  const assumed = spec.assumptions
    .map((assumption) => {
      switch (assumption.kind) {
        case 'condition':
          return evaluateSpec(scope, assumption.condition).term;
        case 'isEoa':
        case 'acceptsEther': {
          const { kind, address, location } = assumption;
          return evaluateSpec(scope, { kind, address, location, type: { kind: 'bool' } }).term;
        }
        default:
          // What happens inside transactions; a model is linked, and all others are known to the executor.
          return bank.true_;
      }
    })
    .filter((fact) => fact !== bank.true_);
  return [...parameterFacts(world, state), ...assumed];
}

/**
 * The shared run of an entry point: as the first call of a transaction, or as one inside it (by unknown code that was
 * called, or by a sender that makes several), which transient storage may tell apart.
 */
export function entryRun(
  session: Session,
  instance: Instance,
  entry: EntryPoint,
  when: 'first' | 'inside' = 'first',
): EntryRun {
  const key = `${instance.alias}.${entry.signature} ${when}`;
  const known = session.entryRuns.get(key);
  if (known !== undefined) return known;
  const { world } = session;
  const facts: Term[] = [];
  const havocs: Havoc[] = [];
  const writes: State[] = [];
  world.onWrite = (state) => writes.push(state);
  const sender = arbitrarySender(world, facts);
  const value = entry.payable ? arbitraryAmount(world, 'value') : world.bank.int(0n);
  const context = arbitraryContext(world, facts);
  if (when === 'inside') facts.push(isInBlock(world, session.anyState, context));
  const run = runTransaction(world, {
    state: session.anyState,
    instance,
    entry,
    sender,
    value,
    context,
    unknownCode: havocCode(session.reach, havocs),
    ...(when === 'inside' ? { stack: ['inside'] } : {}),
  });
  world.onWrite = undefined;
  const callsOut = run.effects.callOuts
    .filter((call) => call.reentrant)
    .map((call) => ({
      call,
      havoc: Math.max(
        0,
        havocs.findIndex((havoc) => havoc.call === call),
      ),
      looked: world.bank.fresh('looked at', BOOL),
    }));
  const made: EntryRun = { run, havocs, facts, writes, callsOut };
  session.entryRuns.set(key, made);
  return made;
}

/** The moments at which a call must be looked at: where there is transient storage, inside a transaction too. */
export function momentsOfCalls(session: Session): readonly ('first' | 'inside')[] {
  const transient = session.world.instances.some((instance) =>
    instance.contract.variables.some((variable) => variable.mutability === 'transient'),
  );
  return transient ? ['first', 'inside'] : ['first'];
}

/** What an invariant that is looked at says to the senders of transactions, as hypotheses about a state like the one below. */
export function assumeAsked(
  world: World,
  claim: InvariantClaim,
  state: State,
  guard: Term,
  where: string,
  runs: readonly TransactionRun[],
): readonly Hypothesis[] {
  if (!isLookedAt(claim.condition)) return [];
  return runs.map(({ sender, context }) =>
    invariantIn(world, claim, state, guard, where, state, { ...context, sender }),
  );
}

/** An invariant as a hypothesis about a state, for all values of its parameters. */
export function assumeInvariant(
  world: World,
  claim: InvariantClaim,
  state: State,
  guard: Term,
  where: string,
  old: State = state,
): Hypothesis {
  if (old !== state) return invariantIn(world, claim, state, guard, where, old);
  // Every candidate for a lemma speaks of the same states, with hundreds of others assumed: each is written down once.
  const known = spokenOf.get(state) ?? new Map<InvariantClaim, Spoken[]>();
  spokenOf.set(state, known);
  const all = known.get(claim) ?? [];
  known.set(claim, all);
  const name = `${claim.name} ${where}`;
  const before = all.find((h) => h.given === guard && h.hypothesis.name === name);
  if (before !== undefined) return before.hypothesis;
  const hypothesis = invariantIn(world, claim, state, guard, where, old);
  all.push({ given: guard, hypothesis });
  return hypothesis;
}

interface Spoken {
  readonly given: Term;
  readonly hypothesis: Hypothesis;
}

/** What was assumed of a state, by claim: states and claims never change. */
const spokenOf = new WeakMap<State, Map<InvariantClaim, Spoken[]>>();

function invariantIn(
  world: World,
  claim: InvariantClaim,
  state: State,
  guard: Term,
  where: string,
  old: State,
  observer = observerOf(world),
): Hypothesis {
  const { parameters, condition } = prenexInvariant(claim);
  const { values, facts } = arbitraryVariables(world, parameters);
  const inert = { run: (_frame: unknown, s: State): State => s };
  const self = instanceOf(world, claim.contract);
  const scope = { ...scopeAt(world, self, state, values, inert), old, observer };
  const { term, defined } = evaluateSpec(scope, condition);
  const { bank } = world;
  return {
    name: `${claim.name} ${where}`,
    guard: isLookedAt(condition)
      ? bank.and(guard, isObserved(world, state, [term, defined], observer))
      : guard,
    variables: parameters.map((p) => ({
      symbol: values.get(p) as Symbol_,
      type: specIrType(p.type as SpecType),
    })),
    body: bank.implies(
      bank.and(...facts),
      bank.and(term, defined, ...ofTotals(scope, parameters, condition)),
    ),
  };
}

/** The invariants that a claim may assume: those named by `using`, and inferred ones. */
export function lemmasOf(session: Session, claim: Claim): readonly InvariantClaim[] {
  return [...namedLemmas(session.spec, claim), ...session.modelLemmas, ...session.inferred];
}

function namedLemmas(spec: TypedSpec, claim: Claim): readonly InvariantClaim[] {
  return usedBy(claim).map((use) => {
    const lemma = spec.claims.find((c) => c.kind === 'invariant' && c.name === use.name);
    if (lemma?.kind !== 'invariant') throw new Error(`no invariant ${use.name}`);
    return lemma;
  });
}
