// Runs that are too long to be searched step by step: one call made again and again, in one block, and then what the claim
// speaks of. The solver finds the call with two of them; how often it takes is found out on the EVM.
import { type Model, type Term, TermBank } from '@surety/solvers';
import { attackCode } from '../harness/attack-code.js';
import { invariantBroken, prenexInvariant } from '../harness/claim-run.js';
import type { AnyClaim } from '../harness/failure-claim.js';
import { runClaim } from '../harness/run-claim.js';
import { newRecord, restricted, symbolicChain } from '../harness/symbolic-chain.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  type TransactionRun,
} from '../harness/transaction.js';
import { worldOfSpec } from '../harness/world-of-spec.js';
import type { EntryPoint } from '../ir/ir.js';
import type { Session } from '../session/session.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import type { State } from '../symbolic/state.js';
import type { Instance, TransactionContext, World } from '../symbolic/world.js';
import {
  type Candidate,
  type Deployed,
  deploy,
  type SearchOptions,
  type SearchStep,
  searchStep,
  solve,
} from './search.js';

/** Most repetitions: what counts in eight bits starts again after them. */
export const MOST_REPEATS = 260;

/** No other entry point is tried after this long. */
const MILLISECONDS = 10_000;

/** A claim whose violation may take many calls. */
export type RepeatableClaim = Exclude<AnyClaim, { readonly kind: 'failure' | 'possible' | 'reach' }>;

/** For every entry point that can be called twice alike: runs in which it is called as often as one likes. */
export async function* searchRepeats(
  session: Session,
  claim: RepeatableClaim,
  options: SearchOptions,
): AsyncGenerator<(times: number) => Candidate> {
  // Ghost variables are the model's: in a run that it did not make, nothing is known of them.
  if (session.spec.ghosts.length > 0) return;
  const started = performance.now();
  for (const [index, { contract }] of session.world.instances.entries()) {
    for (const entry of contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      if (performance.now() - started > MILLISECONDS) return;
      options.signal?.throwIfAborted();
      const world = worldOfSpec(new TermBank(), session.spec, session.contracts, 'fixed');
      const deployed = deploy(session, world);
      const instance = world.instances[index];
      if (instance === undefined) return;
      const repeats = repeatedCall(world, claim, deployed, instance, entry);
      if (repeats === undefined) continue;
      const model = await solve(world, repeats.condition, repeats.facts, options);
      if (model !== undefined) yield (times) => repeats.candidate(model, times);
    }
  }
}

/** What a repeated call leads to: a condition that some model must meet, and how it becomes a run of any length. */
interface Repeats {
  readonly condition: Term;
  readonly facts: readonly Term[];
  /** The run with so many calls before the claim's own program. */
  readonly candidate: (model: Model, times: number) => Candidate;
}

/** The two-fold call of an entry point from the state after deployment, then the claim's program in the same block. */
function repeatedCall(
  world: World,
  claim: RepeatableClaim,
  deployed: Deployed,
  instance: Instance,
  entry: EntryPoint,
): Repeats | undefined {
  const { bank } = world;
  const { frontier, runs } = deployed;
  if (frontier === undefined) return undefined;
  const facts: Term[] = [...frontier.facts];
  const context = arbitraryContext(world, facts, frontier.last);
  const sender = arbitrarySender(world, facts);
  const value = entry.payable ? arbitraryAmount(world, 'value') : bank.int(0n);
  const means = bank.select(frontier.state.balances, sender);
  facts.push(
    bank.le(bank.int(0x10000n), sender),
    bank.le(bank.mul(bank.int(BigInt(MOST_REPEATS)), value), means),
  );
  const first = call(world, frontier.state, instance, entry, sender, value, context, undefined);
  const second =
    first.post === undefined
      ? undefined
      : call(world, first.post, instance, entry, sender, value, context, first);
  const state = second?.post;
  if (state === undefined) return undefined;
  const step: SearchStep = { choices: [{ chosen: bank.true_, run: first }], forced: undefined };
  const common = {
    world,
    deployments: runs,
    afterDeployment: frontier.state,
    atCall: false,
    advances: [],
    atDeployment: false,
  };
  const repeated = (times: number): readonly SearchStep[] => Array.from({ length: times }, () => step);
  if (claim.kind === 'invariant') {
    const { values, facts: given } = arbitraryVariables(world, prenexInvariant(claim).parameters);
    const more = [...given];
    const inert = { run: (_frame: unknown, s: State): State => s };
    // Which values break it is not known before: those of the caller are the likeliest.
    for (const [variable, term] of values)
      if (variable.type.kind === 'address') more.push(bank.eq(term, sender));
    const near = bank.not(invariantBroken(world, claim, state, values, inert));
    return {
      condition: bank.and(state.path.all, near),
      facts: [...facts, ...more],
      candidate: (model, times) => ({ ...common, model, steps: repeated(times), prefix: times, values }),
    };
  }
  const { values, facts: more } = arbitraryVariables(world, claim.parameters);
  const record = newRecord(context);
  let others = false;
  const chain = symbolicChain(world, record, attackCode({ depth: 0 }), (request) => {
    others = true;
    return request.state;
  });
  const { reached } = runClaim(world, claim, state, values, chain, { run: (_frame, s) => s });
  if (others) return undefined;
  // The same block as far as the program lets it be: limits for a block are a reason to repeat a call.
  const blocks = record.steps.flatMap((s) => s.choices.map((c) => c.run.context));
  const same = blocks.flatMap((block) => [
    bank.eq(block.number, context.number),
    bank.eq(block.timestamp, context.timestamp),
  ]);
  return {
    condition: reached,
    facts: [...facts, ...more, ...record.facts, ...same],
    candidate: (model, times) => ({
      ...common,
      model,
      steps: [...repeated(times), ...record.steps.map((s) => searchStep(s, times))],
      prefix: times,
      values,
    }),
  };
}

function call(
  world: World,
  state: State,
  instance: Instance,
  entry: EntryPoint,
  sender: Term,
  value: Term,
  context: TransactionContext,
  like: TransactionRun | undefined,
): TransactionRun {
  return runTransaction(world, {
    state: restricted(world, state, world.bank.true_),
    instance,
    entry,
    sender,
    value,
    context,
    ...(like === undefined ? {} : { arguments: like.arguments.map((a) => a.value) }),
    unknownCode: attackCode({ depth: 0 }),
  });
}
