// What is proved of a state, tried as an invariant of the loops that a transaction runs: a claim and its lemmas may hold when
// a loop is entered and be kept by every round, and are known then of the rounds beyond a bound and after the loop. Whether
// they are is asked with the obligation (check-obligation.ts); where a function is half done and they do not hold, they are
// not used. Nothing here needs a claim to be proved elsewhere: it is only a formula that may or may not be kept.
import { BOOL, type Term } from '@surety/solvers';
import type { InvariantClaim, SpecVariable } from '@surety/spec-lang';
import { invariantBroken, prenexInvariant } from '../harness/claim-run.js';
import type { Obligation } from '../obligation/obligation.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { SpecLimit } from '../spec/scope.js';
import type { State } from '../symbolic/state.js';
import type { Incompleteness, LoopRounds, TriedInvariant, World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { assumeInvariant, type Session } from './session.js';

/** More pairs of an invariant and a loop than these make questions too big. */
const MOST_TRIED = 60;

/**
 * The same session with loops whose end is not decided as one arbitrary round: questions about many rounds become small, and
 * what rounds keep answers them. Runs are its own; states, terms and what unknown code may do are shared.
 */
export function coarseSession(session: Session): Session {
  const { world } = session;
  const own = coarse.get(world) ?? {
    world: { ...world, coarse: true },
    entryRuns: new Map(),
    constructions: new Map(),
  };
  coarse.set(world, own);
  return { ...session, ...own };
}

const coarse = new WeakMap<World, Pick<Session, 'world' | 'entryRuns' | 'constructions'>>();

/** What an obligation may try of the rounds of its loops; `old`: the state that claims about one transaction look back to. */
export function triedOfRounds(
  session: Session,
  invariants: readonly InvariantClaim[],
  incomplete: readonly Incompleteness[],
  old?: State,
): Pick<Obligation, 'rounds'> {
  const { world, bank } = session;
  if (!world.coarse) return {};
  const hypotheses: Hypothesis[] = [];
  const tried: TriedInvariant[] = [];
  for (const { rounds } of incomplete) {
    if (rounds === undefined) continue;
    for (const invariant of invariants) {
      if (tried.length >= MOST_TRIED) break;
      const fails = notKept(world, invariant, rounds, old);
      if (fails === undefined) continue;
      const given = bank.fresh(`${invariant.name} in ${rounds.loop}`, BOOL);
      tried.push({ given, fails });
      for (const head of rounds.heads) {
        const guard = bank.and(head.path.all, given);
        const where = `at the head of ${rounds.loop}`;
        hypotheses.push(assumeInvariant(world, invariant, head, guard, where, old ?? head));
      }
    }
  }
  return tried.length === 0 ? {} : { rounds: { hypotheses, tried } };
}

/** That an invariant does not hold at the entry of a loop or not after a round; undefined where rounds cannot matter to it. */
function notKept(
  world: World,
  invariant: InvariantClaim,
  { first, next, about }: LoopRounds,
  old: State | undefined,
): Term | undefined {
  const { bank } = world;
  try {
    const { values, facts } = arbitraryVariables(world, prenexInvariant(invariant).parameters);
    const entered = broken(world, invariant, first, values, old);
    // Where it reads nothing that rounds change it says the same at every head.
    if (next === undefined) return undefined;
    const after = broken(world, invariant, next, values, old);
    if (broken(world, invariant, { ...first, path: next.path }, values, old) === after) return undefined;
    return bank.and(...facts, bank.or(entered, bank.and(about, after)));
  } catch (error) {
    if (error instanceof SpecLimit) return undefined;
    throw error;
  }
}

function broken(
  world: World,
  invariant: InvariantClaim,
  state: State,
  values: ReadonlyMap<SpecVariable, Term>,
  old: State | undefined,
): Term {
  const inert = { run: (_frame: unknown, s: State): State => s };
  return invariantBroken(world, invariant, state, values, inert, old ?? state);
}
