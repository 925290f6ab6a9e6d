// Attacks that need a longer way to their start than a solver can be asked for: the last transaction, in which somebody is
// called and calls back, is asked of a solver from states that trying reached (explore.ts).
import { type Model, type Symbol_, substitute, type Term, type Value } from '@surety/solvers';
import { type AnyClaim, isFromDeployment } from '../harness/failure-claim.js';
import type { Session } from '../session/session.js';
import { visitClaim } from '../spec/visit-spec.js';
import type { State } from '../symbolic/state.js';
import type { TransactionContext, World } from '../symbolic/world.js';
import { ownNames } from './draws.js';
import { clockOf, type Explored, explore, literalOf, type ReachedState, STAGES, stepsTo } from './explore.js';
import { attemptsAt, type Candidate, extend, type Frontier, type SearchOptions, solve } from './search.js';
import { entriesOf } from './state-shape.js';

/** States that attacks begin in, and how long the way there is at least: shorter ones were searched with all that leads there. */
const MOST_STARTS = 12;
const LEAST_STEPS = 2;
/** A guard only: what decides is how many questions are asked, each with a small part of the budget. */
const MILLISECONDS = 15_000;
const SHARE = 8;

/** What somebody who is called does: calls once, or twice in a row. */
const ATTACKS = [{ depth: 1 }, { depth: 1, calls: 2 }] as const;

/** Candidates that end in a transaction in which somebody calls back, from states that trying reached. */
export async function* searchAttacks(
  session: Session,
  claim: AnyClaim,
  options: SearchOptions,
): AsyncGenerator<Candidate> {
  if (!isAttacked(claim) || !session.reach.entries.some((entry) => entry.callsOut)) return;
  const explored = await explore(session, options, STAGES - 1);
  if (explored === undefined) return;
  const began = performance.now();
  const { rlimit, wallMilliseconds } = options.limits;
  const limits = { rlimit: rlimit / SHARE, wallMilliseconds: wallMilliseconds / SHARE };
  for (const reached of startsFor(claim, explored)) {
    const start = frontierAt(explored, reached);
    if (start === undefined) continue;
    for (const attack of ATTACKS) {
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
      if (performance.now() - began > MILLISECONDS) return;
      const variant = { attack, forced: false };
      const asking = { ...options, limits };
      const attacked = (): Frontier => extend(explored.world, start, variant);
      // An invariant is broken by a transaction; the program of a claim makes its own, and may come after one.
      const isProgram = claim.kind !== 'invariant';
      if (isProgram) yield* attacksFrom(session, claim, explored, start, variant, asking);
      if (!isProgram || attack === ATTACKS[0])
        yield* attacksFrom(session, claim, explored, attacked(), variant, asking);
    }
  }
}

/** Claims about what one more transaction does, or a few that are written down. */
function isAttacked(claim: AnyClaim): boolean {
  if (claim.kind === 'reach') return claim.witness !== undefined;
  if (claim.kind === 'invariant') return claim.moments !== 'insideTransactions';
  return claim.kind === 'function' || (claim.kind === 'rule' && !isFromDeployment(claim));
}

async function* attacksFrom(
  session: Session,
  claim: AnyClaim,
  { world, deployed, model: given }: Explored,
  frontier: Frontier,
  variant: Parameters<typeof extend>[2],
  options: SearchOptions,
): AsyncGenerator<Candidate> {
  for (const attempt of attemptsAt(session, world, claim, frontier, variant)) {
    const facts = [...frontier.facts, ...attempt.facts];
    const found = await solve(world, attempt.bad, facts, options);
    if (found === undefined) continue;
    yield {
      world,
      model: withDeployment(found, given),
      now: attempt.now,
      deployments: deployed.runs,
      afterDeployment: deployed.frontier?.state as State,
      steps: [...frontier.steps, ...attempt.steps],
      prefix: frontier.steps.length,
      values: attempt.values,
      atCall: attempt.atCall,
      ...(attempt.atWrite === true ? { atWrite: true } : {}),
      ...(attempt.inside === true ? { inside: true } : {}),
      advances: attempt.advances,
      atDeployment: false,
    };
  }
}

/** First those with the most entries of what the claim speaks of: whoever takes from another needs two. */
function startsFor(claim: AnyClaim, explored: Explored): readonly ReachedState[] {
  const tables = new Set<string>();
  if (claim.kind !== 'failure')
    visitClaim(claim, (e) => {
      if (e.kind !== 'state') return;
      const { name, declaredIn } = e.variable;
      for (const { key, variable } of explored.world.leaves.values()) {
        const contents = explored.any.storage.get(key);
        const isMeant = variable === name || variable === `${declaredIn}.${name}`;
        if (isMeant && key.startsWith(`${e.contract}/`) && contents?.kind === 'symbol')
          tables.add(contents.name);
      }
    });
  const richest = [...tables].flatMap((table) => {
    const most = (reached: ReachedState): number => entriesOf(reached.values.get(table) ?? 0n);
    const best = explored.states.reduce((a, b) => (most(b) > most(a) ? b : a));
    return most(best) > 1 && best.steps.length >= LEAST_STEPS ? [best] : [];
  });
  return [...new Set([...richest, ...startsAmong(explored)])].slice(0, MOST_STARTS);
}

/** Of states that differ in what is empty those nearest to deployment and those that hold most; first where least is empty. */
function startsAmong({ states, world }: Explored): readonly ReachedState[] {
  const isOwn = ownNames(world);
  const alike = new Map<string, ReachedState[]>();
  for (const reached of states)
    if (reached.steps.length >= LEAST_STEPS)
      alike.set(reached.filled, [...(alike.get(reached.filled) ?? []), reached]);
  const fullness = (filled: string): number => filled.split('1').length;
  const entries = ({ values }: ReachedState): number =>
    [...values].reduce((total, [name, value]) => total + (isOwn(name) ? entriesOf(value) : 0), 0);
  return [...alike]
    .sort(([a], [b]) => fullness(b) - fullness(a))
    .flatMap(([, group]) => {
      const nearest = group.reduce((a, b) => (b.steps.length < a.steps.length ? b : a));
      const richest = group.reduce((a, b) => (entries(b) > entries(a) ? b : a));
      return nearest === richest ? [nearest] : [nearest, richest];
    });
}

/** A reached state, its values written out, with all that must be so for the run that leads there. */
function frontierAt(explored: Explored, reached: ReachedState): Frontier | undefined {
  const { world, deployed, any, last } = explored;
  const { bank } = world;
  const put = (term: Term): Term | undefined =>
    term.kind === 'symbol' ? literalOf(world, reached.values.get(term.name) as Value, term) : term;
  const contents = (all: ReadonlyMap<string, Term>): Map<string, Term> | undefined => {
    const written = new Map<string, Term>();
    for (const [key, term] of all) {
      const value = put(term);
      if (value === undefined) return undefined;
      written.set(key, value);
    }
    return written;
  };
  const [storage, totals, balances] = [contents(any.storage), contents(any.totals), put(any.balances)];
  if (storage === undefined || totals === undefined || balances === undefined) return undefined;
  const steps = stepsTo(explored, reached, 'any');
  const inputs = literalInputs(world, explored.model);
  const given = [
    ...(deployed.frontier?.facts ?? []),
    ...steps.flatMap(({ choices }) => choices.map(({ run }) => run.post?.path.all ?? bank.false_)),
  ];
  const block = clockOf(reached, last);
  const context: TransactionContext = {
    origin: last.origin,
    number: bank.int(block.number),
    timestamp: bank.int(block.timestamp),
  };
  return {
    state: { ...any, storage, totals, balances },
    steps,
    facts: given.map((fact) => substitute(bank, fact, inputs)),
    last: context,
  };
}

/** What deployments were given, as literals. */
function literalInputs(world: World, { symbols }: Model): ReadonlyMap<Term, Term> {
  const known = new Map<Term, Term>();
  for (const [symbol] of world.meanings) {
    const value = symbol.kind === 'symbol' ? symbols.get(symbol.name) : undefined;
    const literal = value === undefined ? undefined : literalOf(world, value, symbol as Symbol_);
    if (literal !== undefined) known.set(symbol, literal);
  }
  return known;
}

/** A model of an attack with the values that the run to its start has. */
function withDeployment(found: Model, given: Model): Model {
  return {
    ...found,
    symbols: new Map([...found.symbols, ...given.symbols]),
    functions: new Map([...given.functions, ...found.functions]),
  };
}
