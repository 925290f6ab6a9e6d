// Houdini (Flanagan and Leino, FME 2001): of candidate invariants those are kept that hold after construction and that every
// entry point keeps while all that is kept is assumed.
import type { InvariantClaim } from '@surety/spec-lang';
import type { Obligation } from '../obligation/obligation.js';
import { type SolvingLimits, withKeptRounds } from '../session/check-obligation.js';
import { coarseSession } from '../session/kept-by-rounds.js';
import { obligationsOf } from '../session/obligations.js';
import type { Session } from '../session/session.js';
import { isSpent, type Patience, type Stopwatch } from '../session/stopwatch.js';
import { SpecLimit } from '../spec/scope.js';
import { brokenAmong } from './broken-among.js';
import { type Asking, type Part as PartOfPlace, PlaceMemory } from './broken-parts.js';

/** When this was spent nothing is asked that is hard: about twenty seconds of an idle machine. */
export const PATIENCE: Patience = { work: 60_000_000, milliseconds: 200_000 };
/** When this was spent nothing is asked, and nothing is known. */
const LAST_PATIENCE: Patience = { work: 90_000_000, milliseconds: 300_000 };

/** What is kept, with everything that was asked about. */
export interface Shown {
  readonly parts: ReadonlyMap<string, readonly Part[]>;
  /** None, when time was up before it was known which are kept. */
  readonly alive: ReadonlySet<InvariantClaim>;
}

/** The candidates that are kept together; what could not be decided in time is not among them. */
export async function houdini(
  session: Session,
  candidates: readonly InvariantClaim[],
  limits: SolvingLimits,
  watch: Stopwatch,
  signal: AbortSignal | undefined,
  onBroken?: Asking['onBroken'],
): Promise<Shown> {
  const parts = new Map<string, Part[]>();
  const sharing: Session = { ...session, sharedValues: new Map() };
  for (const claim of candidates) {
    let byRounds: ReadonlyMap<string, Obligation> | undefined;
    for (const [key, obligation] of obligationsByPlace(sharing, claim)) {
      const coarse = (): Obligation | undefined => {
        byRounds ??= new Map(obligationsByPlace(coarseSession(sharing), claim));
        return byRounds.get(key);
      };
      parts.set(key, [...(parts.get(key) ?? []), { claim, obligation, coarse }]);
    }
  }
  const alive = new Set([...parts.values()].flat().map((p) => p.claim));
  // What constructors break is gone for good; loops are asked about last, when few candidates are left.
  const rank = ([key, all]: readonly [string, readonly Part[]]): number =>
    key.endsWith('constructor') ? 0 : hasRounds(all) ? 2 : 1;
  const places = [...parts]
    .sort((a, b) => rank(a) - rank(b))
    .map(([, all]) => ({ all, memory: new PlaceMemory(), settled: -1 }));
  const asking: Asking = {
    world: session.world,
    solver: watch.solver,
    limits,
    signal,
    isLate: () => isSpent(watch, PATIENCE),
    onBroken,
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const place of places) {
      for (;;) {
        signal?.throwIfAborted();
        if (isSpent(watch, LAST_PATIENCE)) return { parts, alive: new Set() };
        const here = place.all.filter((p) => alive.has(p.claim));
        // Candidates only go: as many as before are the same.
        if (here.length === place.settled) break;
        const dropped = await falsified(sharing, here, place.memory, asking);
        if (dropped.length === 0) place.settled = here.length;
        else changed = true;
        for (const claim of dropped) alive.delete(claim);
      }
    }
  }
  return { parts, alive };
}

/** A candidate at a place, which may have loops. */
export interface Part extends PartOfPlace {
  /** The same with an arbitrary round for all rounds of its loops. */
  readonly coarse: () => Obligation | undefined;
}

/** The obligations of a candidate by the place they are about; none when it needs what the model lacks. */
function obligationsByPlace(
  session: Session,
  claim: InvariantClaim,
): readonly (readonly [string, Obligation])[] {
  try {
    return obligationsOf(session, claim).map((o) => [o.id.slice(claim.name.length + 1), o] as const);
  } catch (error) {
    if (error instanceof SpecLimit) return [];
    throw error;
  }
}

/** Candidates that a step from a state with all of them breaks; those that are not decided count as broken. */
async function falsified(
  session: Session,
  parts: readonly Part[],
  memory: PlaceMemory,
  asking: Asking,
): Promise<readonly InvariantClaim[]> {
  const dropped = await memory.broken(asking, parts);
  // Of lemmas known before the place has its own copies for every candidate: too many.
  if (dropped.length === 0 || !hasRounds(parts) || session.inferred.length > 0) return dropped;
  const saved = await keptWithRounds(session, parts, dropped, asking);
  const lost = dropped.filter((claim) => !saved.has(claim));
  if (lost.length > 0) return lost;
  // The others may be broken as well: that was not asked.
  return memory.broken(
    asking,
    parts,
    parts.filter((p) => !saved.has(p.claim)),
  );
}

/** Whether a place has loops that are looked at by an arbitrary round. */
function hasRounds(parts: readonly Part[]): boolean {
  return parts.some((p) => p.obligation.incomplete.some((gap) => gap.rounds !== undefined));
}

/**
 * Which of the candidates a place with loops keeps with what an arbitrary round of these is shown to keep; not asked where
 * rounds change none of the dropped.
 */
async function keptWithRounds(
  session: Session,
  parts: readonly Part[],
  dropped: readonly InvariantClaim[],
  { solver, limits, signal, isLate }: Asking,
): Promise<ReadonlySet<InvariantClaim>> {
  const { bank } = session;
  const changedByRounds = (p: Part): boolean => (p.coarse()?.rounds?.tried.length ?? 0) > 0;
  // All that rounds may change, broken or not: one may keep another.
  let left = parts.filter(changedByRounds);
  if (isLate() || !left.some((p) => dropped.includes(p.claim))) return new Set();
  const own = left.flatMap((p) => p.coarse() ?? []);
  const [first] = own;
  if (first === undefined) return new Set();
  // With the others assumed as well the question would be too big for what it is mostly about: totals.
  const together: Obligation = {
    ...first,
    hypotheses: own.flatMap((o) => o.hypotheses),
    facts: [...new Set(own.flatMap((o) => o.facts))],
    bad: bank.or(...own.map((o) => o.bad)),
    rounds: {
      hypotheses: own.flatMap((o) => o.rounds?.hypotheses ?? []),
      tried: own.flatMap((o) => o.rounds?.tried ?? []),
    },
  };
  const { world } = coarseSession(session);
  const query = await withKeptRounds(world, together, solver, limits, signal);
  while (query !== undefined && left.length > 0) {
    const bads = left.map((p) => (p.coarse() as Obligation).bad);
    const broken = await brokenAmong(bank, bads, query);
    if (broken === undefined) break;
    if (broken.length === 0) return new Set(left.map((p) => p.claim));
    left = left.filter((_, i) => !broken.includes(i));
  }
  return new Set();
}
