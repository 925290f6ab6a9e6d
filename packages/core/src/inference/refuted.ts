// Candidate lemmas that do not hold in some state that trying reached (explore.ts): no solver needs to be asked about them.
// To leave a candidate out is always sound.
import { createLazyEvaluator, type Term, type Value } from '@surety/solvers';
import type { InvariantClaim } from '@surety/spec-lang';
import { invariantBroken, prenexInvariant } from '../harness/claim-run.js';
import { hasQuotients } from '../ir/uses.js';
import { type Explored, explore, type ReachedState } from '../search/explore.js';
import type { SearchOptions } from '../search/search.js';
import type { Session } from '../session/session.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { SpecLimit } from '../spec/scope.js';
import type { State } from '../symbolic/state.js';

/** How far trying goes before lemmas are looked at, and the states that are looked at. */
const STAGE = 1;
const MOST_STATES = 300;
const MOST_NUMBERS = 4;

/** The candidates that no reached state refutes; where all are asked about, only contracts that divide are tried out. */
export async function notRefuted(
  session: Session,
  candidates: readonly InvariantClaim[],
  options: SearchOptions,
  isWorthwhile = [...session.contracts.values()].some(hasQuotients),
): Promise<readonly InvariantClaim[]> {
  if (!isWorthwhile) return candidates;
  const explored = await explore(session, options, STAGE);
  if (explored === undefined) return candidates;
  const shared = new Map<string, Term>();
  let open = candidates.flatMap((claim) => questionOf(explored, claim, shared));
  const refuted = new Set<InvariantClaim>();
  const parameters = [...shared.values()];
  const step = Math.ceil(explored.states.length / MOST_STATES);
  for (const state of explored.states.filter((_, i) => i % step === 0)) {
    await new Promise((resolve) => setImmediate(resolve));
    options.signal?.throwIfAborted();
    for (const drawn of choices(explored, state, parameters)) {
      const { model } = explored;
      const value = createLazyEvaluator({
        ...model,
        symbols: new Map([...model.symbols, ...state.values, ...drawn]),
      });
      for (const { claim, bad, facts } of open)
        if (value(bad) === true && facts.every((fact) => value(fact) === true)) refuted.add(claim);
    }
    open = open.filter(({ claim }) => !refuted.has(claim));
  }
  return candidates.filter((claim) => !refuted.has(claim));
}

interface Question {
  readonly claim: InvariantClaim;
  readonly bad: Term;
  readonly facts: readonly Term[];
}

/** That a candidate is broken in the arbitrary state; nothing where it needs what the model lacks. */
function questionOf(
  { world, any }: Explored,
  claim: InvariantClaim,
  shared: Map<string, Term>,
): readonly Question[] {
  const inert = { run: (_frame: unknown, state: State): State => state };
  try {
    const { values, facts } = arbitraryVariables(world, prenexInvariant(claim).parameters, shared);
    return [{ claim, bad: invariantBroken(world, claim, any, values, inert), facts }];
  } catch (error) {
    if (error instanceof SpecLimit) return [];
    throw error;
  }
}

/** Values for the keys that candidates speak of: all the same account, or all the same number. */
function choices(
  { world, addresses, model }: Explored,
  { numbers }: ReachedState,
  parameters: readonly Term[],
): readonly ReadonlyMap<string, Value>[] {
  if (parameters.length === 0) return [new Map()];
  const instances = world.instances.flatMap(({ address }) =>
    address.kind === 'literal' && typeof address.value === 'bigint' ? [address.value] : [],
  );
  const deployers = [...model.symbols].flatMap(([name, value]) =>
    name.startsWith('deployer') ? [value] : [],
  );
  const values = new Set<Value>([
    ...addresses,
    ...instances,
    ...deployers,
    0n,
    1n,
    ...numbers.slice(0, MOST_NUMBERS),
  ]);
  return [...values].map((value) => {
    const drawn = new Map<string, Value>();
    for (const term of parameters)
      if (term.kind === 'symbol' && term.sort.kind === 'int') drawn.set(term.name, value);
    return drawn;
  });
}
