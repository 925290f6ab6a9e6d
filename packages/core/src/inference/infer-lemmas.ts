// Lemmas nobody wrote: of the candidates those are kept that are established by the constructors and kept by every entry
// point while all that is kept is assumed. What remains is proved by induction.
import type { Model, SolverBackend, Term } from '@surety/solvers';
import type { InvariantClaim } from '@surety/spec-lang';
import type { SearchOptions } from '../search/search.js';
import { askAside, type SolvingLimits } from '../session/check-obligation.js';
import type { Relation } from '../session/relation.js';
import { entryRun, momentsOfCalls, type Session } from '../session/session.js';
import { isSpent, resumed, type Stopwatch, startStopwatch } from '../session/stopwatch.js';
import type { Incompleteness } from '../symbolic/world.js';
import { buildScript, type Hypothesis } from '../vc/query.js';
import { houdini, PATIENCE, type Part, type Shown } from './houdini.js';
import { inferRelations } from './infer-relations.js';
import { lemmaCandidates, ofAll } from './lemma-candidates.js';
import { combinationCandidates } from './lemma-combinations.js';
import { claimCandidates } from './lemma-entries.js';
import { candidatesToChooseFrom } from './lemma-further.js';
import { indexedCandidates } from './lemma-indexed.js';
import { listedCandidates } from './lemma-listed.js';
import { lockCandidates } from './lemma-locks.js';
import { viewCandidates } from './lemma-views.js';
import { notRefuted } from './refuted.js';

/** Inferred invariants, inductive together. */
export interface Inferred {
  readonly lemmas: readonly InvariantClaim[];
  /** What all activations keep between any two states. */
  readonly relations: readonly Relation[];
  /** They hold up to these bounds only. */
  readonly bounded: readonly string[];
}

/** What is inferred in steps: a claim that the first one proves need not wait for the others. */
export interface Inference {
  /** Invariants alone. */
  readonly lemmas: () => Promise<Inferred>;
  /** The same, with relations between states. */
  readonly related: () => Promise<Inferred>;
  /** The same, with what holds between transactions only, and what needs the relations. */
  readonly all: () => Promise<Inferred>;
  /** Candidates that are too many to be tried, for a claim that needs some of them. */
  readonly offered: () => Promise<readonly InvariantClaim[]>;
  /** Waits for what was begun, however it ends. */
  readonly ended: () => Promise<void>;
}

const NOTHING: Inferred = { lemmas: [], relations: [], bounded: [] };

/** Infers invariants of a session, when they are asked for; what could not be decided within the budget is left out. */
export function inferLemmas(
  session: Session,
  given: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Inference {
  const watch = startStopwatch(given);
  const small: SolvingLimits = { rlimit: limits.rlimit / 10, wallMilliseconds: limits.wallMilliseconds / 5 };
  const keep = async (
    tried: readonly InvariantClaim[],
    known: readonly InvariantClaim[],
    clock: Stopwatch,
    relations: readonly Relation[] = [],
  ): Promise<Shown> => houdini({ ...session, inferred: known, relations }, tried, small, clock, signal);
  const trying: SearchOptions = {
    solver: given,
    limits,
    effort: 'short',
    maximumPrefix: 0,
    ...(signal === undefined ? {} : { signal }),
  };
  const plain = async (): Promise<Plain> => {
    const aboutViews = new Set(viewCandidates(session));
    const made = [
      ...ofAll(session, listedCandidates),
      ...lemmaCandidates(session),
      ...ofAll(session, indexedCandidates),
      ...aboutViews,
    ];
    const tried = await notRefuted(session, made, trying);
    const candidates = tried.filter((claim) => !aboutViews.has(claim));
    const views = tried.filter((claim) => aboutViews.has(claim));
    const { parts, alive } = await keep(candidates, [], watch);
    // What is spent on lemmas is not taken from relations.
    const afterwards = isSpent(watch, PATIENCE) ? startStopwatch(given) : watch;
    // What leaves the model must be out of reach where the lemmas hold: then nothing was overlooked when they were shown.
    const bounded = await gapsOf(session, executions(session, parts, alive), small, afterwards, signal);
    return { candidates, views, alive, bounded, solver: afterwards.solver, until: watch.milliseconds() };
  };
  const relate = async ({ alive, bounded, solver }: Plain): Promise<Inferred> => {
    if (bounded === undefined) return NOTHING;
    const lemmas = strongest([...alive]);
    const relations = await inferRelations({ ...session, inferred: lemmas }, solver, limits, signal);
    return { lemmas, relations, bounded };
  };
  const more = async (
    { candidates, views, alive, until }: Plain,
    { lemmas, relations, bounded }: Inferred,
  ): Promise<Inferred> => {
    const clock = resumed(watch, until);
    // What holds between transactions only, such as that no lock is held.
    const others = [
      ...claimCandidates(session.spec, 'betweenTransactions'),
      ...candidates.filter((c) => !alive.has(c)).map(betweenTransactions),
    ];
    const locks = lockCandidates(session);
    const open = [...others, ...locks.between.map(betweenTransactions)];
    const between = [...(await keep(open, lemmas, clock, relations)).alive];
    // What holds while a lock is held; that it is open between transactions says that this is in one block.
    const held = [...(await keep(locks.always, [...lemmas, ...between], clock)).alive];
    // What is so at a key may be so because what unknown code leaves alone is known.
    const atKeys =
      relations.length === 0 ? [] : candidates.filter((c) => !alive.has(c) && c.parameters.length > 0);
    const kept = [...(await keep(atKeys, lemmas, clock, relations)).alive];
    const combined = [...(await keep(await combinationCandidates(session, trying), lemmas, clock)).alive];
    const answered = [...(await keep(views, [...lemmas, ...kept], clock, relations)).alive];
    return {
      lemmas: [...lemmas, ...held, ...kept, ...combined, ...answered, ...between],
      relations,
      bounded,
    };
  };
  let first: Promise<Plain> | undefined;
  let second: Promise<Inferred> | undefined;
  let rest: Promise<Inferred> | undefined;
  let further: Promise<readonly InvariantClaim[]> | undefined;
  const begun = (): Promise<Plain> => {
    first ??= plain();
    return first;
  };
  const related = (): Promise<Inferred> => {
    second ??= begun().then(relate);
    return second;
  };
  return {
    lemmas: async () => {
      const { alive, bounded } = await begun();
      return bounded === undefined ? NOTHING : { lemmas: strongest([...alive]), relations: [], bounded };
    },
    related,
    all: () => {
      rest ??= related().then(async (found) => (found === NOTHING ? NOTHING : more(await begun(), found)));
      return rest;
    },
    offered: () => {
      further ??= candidatesToChooseFrom(session, trying);
      return further;
    },
    ended: async () => {
      await Promise.allSettled([first, second, rest, further]);
    },
  };
}

/** Without `p => q` where `q` is among them. */
function strongest(lemmas: readonly InvariantClaim[]): readonly InvariantClaim[] {
  const conditions = new Set(lemmas.map((lemma) => lemma.condition));
  return lemmas.filter(
    ({ condition }) =>
      condition.kind !== 'binary' || condition.operator !== '=>' || !conditions.has(condition.right),
  );
}

/** Candidates with those that are kept. */
interface Plain {
  readonly candidates: readonly InvariantClaim[];
  /** Candidates about what views answer: they are tried last, with all that is known. */
  readonly views: readonly InvariantClaim[];
  readonly alive: ReadonlySet<InvariantClaim>;
  /** Undefined where what is not modeled may be reached. */
  readonly bounded: readonly string[] | undefined;
  /** Counts what is spent. */
  readonly solver: SolverBackend;
  /** What the clock showed when they were known. */
  readonly until: number;
}

/**
 * Which of some candidates are invariants together with those inferred before; undefined when none is, or when what is not
 * modeled may be reached all the same.
 */
export async function provedTogether(
  session: Session,
  candidates: readonly InvariantClaim[],
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
  onBroken?: (model: Model) => void,
): Promise<Pick<Inferred, 'lemmas' | 'bounded'> | undefined> {
  const watch = startStopwatch(solver);
  const shown = await houdini(session, candidates, limits, watch, signal, onBroken);
  if (shown.alive.size === 0) return undefined;
  const places = executions(session, shown.parts, shown.alive);
  const bounded = await gapsOf(session, places, limits, watch, signal);
  return bounded === undefined ? undefined : { lemmas: [...shown.alive], bounded };
}

/** The same claim about the time between transactions only. */
export function betweenTransactions(claim: InvariantClaim): InvariantClaim {
  const text = `between transactions: ${claim.text}`;
  return { ...claim, name: `${claim.name}between`, text, moments: 'betweenTransactions' };
}

/** What an execution leaves out, with what is known of its states. */
interface Execution {
  readonly gaps: readonly Incompleteness[];
  readonly hypotheses: readonly Hypothesis[];
  readonly facts: readonly Term[];
}

/** The executions that lemmas and relations rest on, whether or not a candidate is left for them. */
function executions(
  session: Session,
  parts: ReadonlyMap<string, readonly Part[]>,
  alive: ReadonlySet<InvariantClaim>,
): readonly Execution[] {
  const known = (key: string): Pick<Execution, 'hypotheses' | 'facts'> => {
    const here = (parts.get(key) ?? []).filter((p) => alive.has(p.claim));
    return {
      hypotheses: here.flatMap((p) => p.obligation.hypotheses),
      facts: here.flatMap((p) => p.obligation.facts),
    };
  };
  const constructions = [...parts].flatMap(([key, [first]]): readonly Execution[] =>
    first === undefined || !isConstruction(key)
      ? []
      : [{ gaps: first.obligation.incomplete, hypotheses: [], facts: first.obligation.facts }],
  );
  const entries = session.world.instances.flatMap((instance) =>
    instance.contract.entries.flatMap((entry) =>
      momentsOfCalls(session).map((when): Execution => {
        const { run, facts } = entryRun(session, instance, entry, when);
        const at = known(`${instance.alias}.${entry.signature}/kept${when === 'first' ? '' : '/inside'}`);
        return {
          gaps: run.effects.incomplete,
          hypotheses: at.hypotheses,
          facts: [...new Set([...session.facts, ...facts, ...at.facts])],
        };
      }),
    ),
  );
  return [...constructions, ...entries];
}

/** Whether a place is a constructor: of the contract that a lemma is about, or of another that reaches it. */
function isConstruction(key: string): boolean {
  return key.endsWith('/constructor') || /\/after [^/]+$/.test(key);
}

/** Texts of the bounds that the executions rest on; undefined when they leave the model. */
async function gapsOf(
  session: Session,
  places: readonly Execution[],
  limits: SolvingLimits,
  watch: Stopwatch,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | undefined> {
  const bounded = new Set<string>();
  const looked = new Set<Term>();
  for (const { gaps, hypotheses, facts } of places) {
    for (const gap of gaps) {
      // Shown with what stands for it.
      if (gap.beyond !== undefined || looked.has(gap.condition)) continue;
      looked.add(gap.condition);
      if (isSpent(watch, PATIENCE)) return undefined;
      const reach = await askAside(
        buildScript(session.world, { hypotheses, facts, bad: gap.condition }),
        watch.solver,
        limits,
        signal,
      );
      if (reach.kind === 'unsat') continue;
      if (gap.kind === 'unsupported') return undefined;
      bounded.add(gap.what);
    }
  }
  return [...bounded];
}
