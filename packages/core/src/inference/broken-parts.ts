// Which candidates a place breaks, asked again and again while others are dropped: what was shown of the rest is remembered
// with the hypotheses that its proof used, and is asked again only where one of these is gone.
import { type CheckResult, type Model, type SolverBackend, tryEvaluate } from '@surety/solvers';
import type { InvariantClaim } from '@surety/spec-lang';
import type { Obligation } from '../obligation/obligation.js';
import { askAside, type SolvingLimits, scriptFor } from '../session/check-obligation.js';
import type { World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { brokenAmong } from './broken-among.js';

/** A candidate at a place: an entry point, a constructor. */
export interface Part {
  readonly claim: InvariantClaim;
  readonly obligation: Obligation;
}

/** Who is asked, and until when. */
export interface Asking {
  readonly world: World;
  readonly solver: SolverBackend;
  readonly limits: SolvingLimits;
  readonly signal: AbortSignal | undefined;
  /** Whether nothing is to be asked any more that may take long. */
  readonly isLate: () => boolean;
  /** Is told of every step that breaks a candidate. */
  readonly onBroken?: ((model: Model) => void) | undefined;
}

/** What was found out about the candidates of one place. */
export class PlaceMemory {
  /** For a candidate that was shown: everything that was assumed for it. */
  private readonly proofs = new Map<Part, ReadonlySet<string>>();
  /** Names of the hypotheses that a solver says it used. */
  private readonly cores = new Map<Part, readonly string[]>();
  /** Whether all at once was more than the solver could decide. */
  private tooHardTogether = false;

  /** Candidates among `asked` that a step from a state with all of `parts` breaks; what is not decided counts as broken. */
  async broken(
    asking: Asking,
    parts: readonly Part[],
    asked: readonly Part[] = parts,
  ): Promise<readonly InvariantClaim[]> {
    const { world } = asking;
    const given = assumedBy(parts);
    const open: Part[] = [];
    for (const part of asked)
      if (part.obligation.bad !== world.bank.false_ && !(await this.isStillShown(asking, part, parts, given)))
        open.push(part);
    if (open.length === 0) return [];
    if (!this.tooHardTogether) {
      const broken = await brokenAmong(
        world.bank,
        open.map((part) => part.obligation.bad),
        (bad) => query(asking, open[0] as Part, given, bad),
      );
      if (broken !== undefined) {
        if (broken.length === 0) for (const part of open) this.proofs.set(part, keysOf(given));
        return broken.map((i) => (open[i] as Part).claim);
      }
      this.tooHardTogether = true;
    }
    return this.oneByOne(asking, open, given);
  }

  /** What is shown quickly is not put at risk by what takes long: that is asked about afterwards, if there is time. */
  private async oneByOne(
    asking: Asking,
    open: readonly Part[],
    given: Assumed,
  ): Promise<readonly InvariantClaim[]> {
    const dropped = new Set<InvariantClaim>();
    const undecided: Part[] = [];
    const ask = async (part: Part, limits: SolvingLimits): Promise<void> => {
      if (dropped.has(part.claim)) return;
      const result = await query({ ...asking, limits: { ...limits, wantCore: true } }, part, given);
      if (result.kind === 'unsat') {
        this.proofs.set(part, keysOf(given));
        if (result.core !== undefined) this.cores.set(part, result.core);
      } else if (result.kind === 'sat') {
        // One model may break several.
        for (const other of open)
          if (other === part || tryEvaluate(other.obligation.bad, result.model) === true)
            dropped.add(other.claim);
      } else undecided.push(part);
    };
    const { rlimit, wallMilliseconds } = asking.limits;
    const quick = { rlimit: rlimit / QUICK, wallMilliseconds: wallMilliseconds / QUICK };
    for (const limits of [quick, asking.limits])
      for (const part of limits === quick ? open : undecided.splice(0))
        if (asking.isLate()) undecided.push(part);
        else await ask(part, limits);
    return [...dropped, ...undecided.map(({ claim }) => claim)];
  }

  /** Whether a proof of a candidate stands: what it rests on is there, or it is found again with no more than it used. */
  private async isStillShown(
    asking: Asking,
    part: Part,
    parts: readonly Part[],
    given: Assumed,
  ): Promise<boolean> {
    const proof = this.proofs.get(part);
    if (proof === undefined) return false;
    const there = keysOf(given);
    if ([...proof].every((key) => there.has(key))) return true;
    const core = this.cores.get(part);
    // A core is only a hint: a solver's word that it would have done with less is no proof.
    this.cores.delete(part);
    const names = new Set(given.hypotheses.map(({ name }) => name));
    if (core === undefined || core.some((name) => !names.has(name))) return false;
    const used = new Set(core);
    const needed = ({ name }: Hypothesis): boolean => used.has(name);
    const own = assumedBy([part, ...parts.filter((p) => p.obligation.hypotheses.some(needed))]);
    const less: Assumed = { facts: own.facts, hypotheses: given.hypotheses.filter(needed) };
    if ((await query(asking, part, less)).kind !== 'unsat') return false;
    this.proofs.set(part, keysOf(less));
    return true;
  }
}

/** The part of a budget in which most candidates are shown. */
const QUICK = 4;

type Assumed = Pick<Obligation, 'hypotheses' | 'facts'>;

function assumedBy(parts: readonly Part[]): Assumed {
  return {
    hypotheses: [...new Set(parts.flatMap((p) => p.obligation.hypotheses))],
    facts: [...new Set(parts.flatMap((p) => p.obligation.facts))],
  };
}

function keysOf({ hypotheses, facts }: Assumed): ReadonlySet<string> {
  return new Set([
    ...hypotheses.map(({ guard, body }) => `${guard.id} ${body.id}`),
    ...facts.map(({ id }) => `${id}`),
  ]);
}

async function query(
  { world, solver, limits, signal, onBroken }: Asking,
  { obligation }: Part,
  given: Assumed,
  bad = obligation.bad,
): Promise<CheckResult> {
  const result = await askAside(scriptFor(world, { ...obligation, ...given }, bad), solver, limits, signal);
  if (result.kind === 'sat') onBroken?.(result.model);
  return result;
}
