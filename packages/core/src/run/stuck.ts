// Refuting `can … reaches …`: a state that a replayed run reached, from which no allowed moves at all lead to the goal.
// The environment is the worst that is possible there: every contract that the state knows of refuses to be called.
import { evaluate, type SolverBackend, type Term, visitTerms } from '@surety/solvers';
import type { ReachClaim, SpecVariable } from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import { scopeAt } from '../harness/claim-run.js';
import { reachOf } from '../harness/reach.js';
import { premises } from '../harness/reach-run.js';
import { restricted } from '../harness/symbolic-chain.js';
import { arbitraryAmount, arbitraryContext, runTransaction } from '../harness/transaction.js';
import { havocCode } from '../harness/unknown-code.js';
import { evaluateSpec, instanceOf } from '../spec/evaluate-spec.js';
import type { SpecScope } from '../spec/scope.js';
import type { State } from '../symbolic/state.js';
import { arbitraryState, freshScalar, type TransactionContext, type World } from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';
import { ask, type SolvingLimits } from './check-obligation.js';
import type { Candidate } from './search.js';

/** Whether no moves lead from the state to the goal; a text says why that is not known. */
export async function isStuck(
  candidate: Candidate,
  claim: ReachClaim,
  reached: State,
  last: TransactionContext | undefined,
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
): Promise<true | string> {
  const { world, model } = candidate;
  const { bank } = world;
  const values = new Map<SpecVariable, Term>(
    [...candidate.values].map(([variable, term]) => [variable, literalOf(candidate, term)]),
  );
  const state = withUnknownAccounts(world, reached);
  const scope = scopeAt(world, instanceOf(world, claim.contract), state, values, { run: (_f, s) => s });
  const begun = premises({ ...scope, state: reached }, claim);
  if (evaluate(begun.path.all, model) !== true) return 'the replayed state does not meet `when`';
  const contracts = storedAddresses(reached).filter(
    (address) => evaluate(bank.call(IS_EOA, [bank.int(address)]), model) !== true,
  );
  const plain = storedAddresses(reached).filter((address) => !contracts.includes(address));
  const facts: Term[] = [
    ...contracts.map((a) => bank.not(bank.call(IS_EOA, [bank.int(a)]))),
    ...plain.map((a) => bank.call(IS_EOA, [bank.int(a)])),
  ];
  const reach = reachOf(world, arbitraryState(world));
  const search = async (
    from: SpecScope,
    moves: number,
    after: TransactionContext | undefined,
  ): Promise<true | string> => {
    for (const instance of world.instances) {
      for (const entry of instance.contract.entries) {
        if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
        const own: Term[] = [];
        const actor =
          claim.actor === undefined
            ? freshScalar(world, 'actor', { kind: 'address' })
            : evaluateSpec(from, claim.actor).term;
        const context = arbitraryContext(world, own, after);
        const run = runTransaction(world, {
          state: from.state,
          instance,
          entry,
          sender: actor,
          value: entry.payable ? arbitraryAmount(world, 'value') : bank.int(0n),
          context,
          unknownCode: havocCode(reach, []),
        });
        if (!claim.parameters.some((p) => values.get(p) === actor)) own.push(bank.call(IS_EOA, [actor]));
        own.push(
          bank.not(bank.eq(actor, bank.int(0n))),
          ...world.instances.map((i) => bank.not(bank.eq(actor, i.address))),
          ...run.effects.callOuts.map((call) =>
            bank.implies(
              bank.or(...contracts.map((c) => bank.eq(call.target, bank.int(c)))),
              bank.not(call.condition),
            ),
          ),
        );
        facts.push(...own);
        const gap = run.effects.incomplete[0];
        if (gap !== undefined) return `${entry.signature} reaches ${gap.what}`;
        if (run.post === undefined) continue;
        const next: SpecScope = {
          ...from,
          state: run.post,
          old: moves === claim.within ? from.state : from.old,
          transaction: { ...context, sender: actor, value: run.value },
        };
        const goal = evaluateSpec(next, claim.goal);
        const wins = bank.and(run.post.path.all, goal.defined, goal.term);
        const script = buildScript(world, { hypotheses: [], facts, bad: wins });
        const answer = wins === bank.false_ ? { kind: 'unsat' } : await ask(script, solver, limits, signal);
        if (answer.kind !== 'unsat') return `${entry.signature} may lead to the goal`;
        if (moves > 1) {
          const later = await search(next, moves - 1, context);
          if (later !== true) return later;
        }
      }
    }
    return true;
  };
  return search({ ...scope, state: restricted(world, state, bank.true_) }, claim.within, last);
}

/** Accounts that the run did not touch may hold any ether: whoever wants to move is not held back by being poor. */
function withUnknownAccounts(world: World, state: State): State {
  const { bank } = world;
  let balances: Term = bank.fresh('balances', state.balances.sort);
  for (const { address } of world.instances)
    balances = bank.store(balances, address, bank.select(state.balances, address));
  return { ...state, balances };
}

/** Addresses that occur in the contracts' storage. */
function storedAddresses(state: State): readonly bigint[] {
  const found = new Set<bigint>();
  visitTerms([...state.storage.values()], (term) => {
    if (
      term.kind === 'literal' &&
      typeof term.value === 'bigint' &&
      term.value > 0xffffn &&
      term.value < 1n << 160n
    )
      found.add(term.value);
  });
  return [...found];
}

function literalOf(candidate: Candidate, term: Term): Term {
  const { bank } = candidate.world;
  const value = evaluate(term, candidate.model);
  if (typeof value === 'boolean') return bank.bool(value);
  if (typeof value === 'bigint') return bank.int(value);
  return typeof value === 'string' ? bank.bytes(value) : term;
}
