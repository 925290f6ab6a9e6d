// The obligation of a function clause, a rule, or a claim of what can be done: its program from any state in which its lemmas hold.

import type { Term } from '@surety/solvers';
import {
  type FunctionClaim,
  GHOST,
  type PossibleClaim,
  type ReachClaim,
  type RuleClaim,
} from '@surety/spec-lang';
import { anyStateAfter, arbitraryStateAfter } from '../harness/advance.js';
import { type AdvanceRequest, type Chain, prenexClaim, scopeAt } from '../harness/claim-run.js';
import { isFromDeployment } from '../harness/failure-claim.js';
import { othersMove, premises, premisesAtBlock } from '../harness/reach-run.js';
import { runClaim } from '../harness/run-claim.js';
import { someMovesWork } from '../harness/strategy.js';
import { type ChainRecord, newRecord, opened, symbolicChain } from '../harness/symbolic-chain.js';
import { arbitraryContext } from '../harness/transaction.js';
import { withFreshTransient } from '../harness/transient.js';
import { type Havoc, havocCode } from '../harness/unknown-code.js';
import type { Obligation } from '../obligation/obligation.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { evaluateSpec, instanceOf } from '../spec/evaluate-spec.js';
import { CLOCK_KEYS } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { across, assumptions, atHavocs, idleThroughout, type Moment } from './assumed.js';
import { triedOfRounds } from './kept-by-rounds.js';
import { lemmasOf, momentsOfCalls, type Session, specAssumptions } from './session.js';

/** With an arbitrary call in a rule, one way for each entry point: each is far easier to find than all at once. */
function waysToReach(session: Session, record: ChainRecord, reached: Term): readonly Term[] {
  const step = record.steps.find((s) => s.choices.length > 1);
  return step === undefined
    ? [reached]
    : step.choices.map((choice) => session.bank.and(choice.chosen, reached));
}

/** Whether a call that unknown code makes during a transaction meets more states than one that begins a transaction. */
export function insideDiffers(session: Session, claim: FunctionClaim | RuleClaim): boolean {
  return (
    momentsOfCalls(session).includes('inside') ||
    lemmasOf(session, claim).some((lemma) => lemma.moments === 'betweenTransactions')
  );
}

/**
 * A function clause or a rule: its program from any state in which its lemmas hold. The calls of a rule begin
 * transactions; a function clause and `only … may` speak of every call, also of one that unknown code makes during one.
 */
export function programObligation(
  session: Session,
  claim: FunctionClaim | RuleClaim | ReachClaim | PossibleClaim,
  when: 'first' | 'inside' = 'first',
): Obligation {
  const { world } = session;
  const open = prenexClaim(claim);
  const variables = arbitraryVariables(world, open.variables);
  const record = newRecord();
  const havocs: Havoc[] = [];
  const chain = symbolicChain(
    world,
    record,
    havocCode(session.reach, havocs),
    (request) => anyStateAfter(session.reach, request),
    true,
  );
  const [path, called, moment]: readonly [string, string, Moment] =
    when === 'first' ? ['', '', 'between transactions'] : ['/inside', ' inside a transaction', 'any'];
  const program: Chain =
    when === 'first'
      ? chain
      : { ...chain, transact: (request) => chain.transact({ ...request, inside: true }) };
  const isAny = !isFromDeployment(claim);
  const start = isAny ? session.anyState : justDeployed(session);
  const outcome = runClaim(world, open.claim, start, variables.values, program, {
    run: (_frame, s) => s,
  });
  const entry = claim.kind === 'function' ? `${claim.contract}.${claim.function.signature}` : claim.name;
  const runs = record.steps.flatMap((step) => step.choices.map((c) => c.run));
  const ends = runs.flatMap(({ post }) => post ?? []);
  return {
    id: `${claim.name}/${entry}${path}`,
    description:
      claim.kind === 'function'
        ? `holds for every call of ${entry}${called}`
        : `holds for every run${called}`,
    entry,
    hypotheses: [
      ...assumptions(session, claim, start, session.bank.true_, 'before', false, moment, runs),
      ...[...ends, ...record.advanced.map((a) => a.after)].flatMap((state) =>
        assumptions(session, claim, state, state.path.all, 'after a transaction', false, moment, runs, isAny),
      ),
      ...record.advanced.flatMap(({ before, after, request }) =>
        across(session, before, after, after.path.all, idleThroughout(session, request)),
      ),
      ...atHavocs(session, claim, havocs),
    ],
    facts: [
      ...session.facts,
      ...(start === session.anyState ? [] : specAssumptions(world, session.spec, start)),
      ...record.facts,
      ...variables.facts,
    ],
    bad: outcome.bad,
    incomplete: record.incomplete,
    ...triedOfRounds(session, lemmasOf(session, claim), record.incomplete),
    reached:
      claim.kind === 'possible' || when === 'inside'
        ? undefined
        : waysToReach(session, record, outcome.reached),
    conditionals: (outcome.conditionals ?? []).map(({ scope, premise, text }) => {
      const { term, defined } = evaluateSpec(scope, premise);
      return {
        text,
        ways: waysToReach(session, record, session.bank.and(scope.state.path.all, defined, term)),
      };
    }),
    choices: record.steps[record.steps.length - 1]?.choices ?? [],
    met: [
      ...record.advanced.map(({ after }) => ({ state: after, guard: after.path.all })),
      ...havocs
        .filter(({ constructing }) => constructing === undefined)
        .map(({ state, guard }) => ({ state, guard })),
    ],
  };
}

/**
 * The state in which the first call after all deployments finds the contracts: ether may have come by force, and what contracts
 * stand for that are only modeled had a life before. What is not known of constructors is arbitrary; so is transient storage,
 * for the call may be one of the transaction of a deployment or of a later one.
 */
function justDeployed({ world, anyState }: Session): State {
  const { initial } = world;
  if (initial === undefined) return anyState;
  const models = world.instances.filter((instance) => instance.model !== undefined);
  // What the specification remembers of those is not known either.
  const older = models.length === 0 ? [] : [...models.map(({ alias }) => `${alias}/`), `${GHOST}/`];
  const isOlder = (key: string): boolean =>
    CLOCK_KEYS.has(key) || older.some((prefix) => key.startsWith(prefix));
  const leaves = new Map(world.sums.map(({ id, leaf }) => [id, leaf.key]));
  return withFreshTransient(world, {
    ...anyState,
    storage: new Map(
      [...anyState.storage].map(([key, now]) => [
        key,
        isOlder(key) ? now : (initial.storage.get(key) ?? now),
      ]),
    ),
    totals: new Map(
      [...anyState.totals].map(([id, now]) => [
        id,
        isOlder(leaves.get(id) ?? '') ? now : (initial.totals.get(id) ?? now),
      ]),
    ),
  });
}

/** From every state with `when`, some of the moves that are tried lead to the goal. */
export function strategyObligation(session: Session, claim: ReachClaim): Obligation {
  const { world, bank } = session;
  const variables = arbitraryVariables(world, claim.parameters);
  const havocs: Havoc[] = [];
  const advanced: { readonly before: State; readonly after: State; readonly request: AdvanceRequest }[] = [];
  const facts: Term[] = [];
  const scope = scopeAt(world, instanceOf(world, claim.contract), session.anyState, variables.values, {
    run: (_frame, s) => s,
  });
  const begun = premises(scope, claim);
  const code = havocCode(session.reach, havocs);
  const now = arbitraryContext(world, facts);
  const given = premisesAtBlock({ ...scope, state: begun }, claim, now);
  const works = someMovesWork(
    {
      claim,
      now,
      unknownCode: code,
      facts,
      othersMove: (at, first) =>
        othersMove(
          at,
          claim,
          (asked) => {
            const { request } = opened(world, asked, facts, undefined);
            // Of other blocks nothing is claimed.
            if (first) facts.push(request.state.path.all);
            const { state, known } = arbitraryStateAfter(session.reach, request);
            facts.push(known);
            advanced.push({ before: request.state, after: state, request });
            return state;
          },
          first ? { ...scope, state: begun } : undefined,
        ),
    },
    { ...scope, state: begun },
    claim.within,
    undefined,
  );
  facts.push(...havocs.map((havoc) => havoc.known));
  return {
    id: `${claim.name}/${claim.contract}`,
    description: `possible from every state in ${claim.within === 1 ? 'one move' : `${claim.within} moves`}`,
    entry: claim.name,
    hypotheses: [
      ...assumptions(session, claim, session.anyState, bank.true_, 'before', false),
      ...advanced.flatMap(({ before, after, request }) => [
        ...assumptions(session, claim, after, bank.true_, 'after others moved', false),
        ...across(session, before, after, bank.true_, idleThroughout(session, request)),
      ]),
      ...atHavocs(session, claim, havocs),
    ],
    facts: [...session.facts, ...facts, ...variables.facts],
    bad: bank.and(begun.path.all, given, bank.not(works)),
    incomplete: [],
    reached: [bank.and(begun.path.all, given)],
    choices: [],
    met: advanced.map(({ after }) => ({ state: after, guard: bank.true_ })),
  };
}
