// The obligations of an invariant: initiation by the constructor, consecution by every entry point of every
// contract in scope and by ether forced in, and truth at every outgoing call that can re-enter. If all are
// unsatisfiable the invariant holds after deployment, after every transaction and whenever unknown code runs.

import { freeSymbols, type Term } from '@surety/solvers';
import type { InvariantClaim, SpecVariable } from '@surety/spec-lang';
import { invariantBroken, prenexInvariant, scopeAt } from '../harness/claim-run.js';
import { givenTo } from '../harness/symbolic-chain.js';
import type { TransactionRun } from '../harness/transaction.js';
import { withoutTransient } from '../harness/transient.js';
import type { EntryPoint } from '../ir/ir.js';
import type { Obligation } from '../obligation/obligation.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { evaluateSpec, instanceOf } from '../spec/evaluate-spec.js';
import { withGiven } from '../spec/given.js';
import type { SpecScope } from '../spec/scope.js';
import type { State } from '../symbolic/state.js';
import { freshBalances, type Instance, type World } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';
import { assumptions, atHavocs, boundaryOrBlock, touches } from './assumed.js';
import { construction, reachesOut } from './construction.js';
import { allDeployed, isJoint } from './joint-initiation.js';
import { triedOfRounds } from './kept-by-rounds.js';
import { entryRun, lemmasOf, momentsOfCalls, type Session } from './session.js';

/** Does `work` with another state after deployment. */
export function withInitial<T>(world: World, initial: State, work: () => T): T {
  const before = world.initial;
  world.initial = initial;
  try {
    return work();
  } finally {
    world.initial = before;
  }
}

/** All obligations of an invariant, in a stable order. */
export function invariantObligations(session: Session, claim: InvariantClaim): readonly Obligation[] {
  const { world } = session;
  const { parameters } = prenexInvariant(claim);
  const { values, facts } = arbitraryVariables(world, parameters, session.sharedValues);
  const obligations: Obligation[] = isJoint(session, claim)
    ? [jointInitiation(session, claim, values, facts)]
    : [initiation(session, claim, values, facts), ...otherDeployments(session, claim, values, facts)];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (claim.except.some((f) => f.signature === entry.signature && instance.alias === claim.contract))
        continue;
      for (const when of momentsOfCalls(session))
        obligations.push(...consecution(session, claim, instance, entry, when, values, facts));
    }
  }
  obligations.push(otherEther(session, claim, values, facts));
  return obligations;
}

/** What `preserved by` assumes of a call of this entry point. */
function preservedBy(
  session: Session,
  claim: InvariantClaim,
  entry: EntryPoint,
  run: TransactionRun,
): readonly Hypothesis[] {
  const { world } = session;
  const { bank } = world;
  return claim.preserved
    .filter((p) => p.function.signature === entry.signature && run.instance.alias === claim.contract)
    .flatMap((p) => {
      const given = withGiven({ variables: new Map() }, p.parameters, givenTo(run).arguments);
      const scope: SpecScope = {
        ...scopeAt(world, run.instance, run.pre, given.variables, { run: (_frame, s) => s }),
        ...given,
        transaction: { ...run.context, sender: run.sender, value: run.value },
      };
      return p.conditions.map((condition): Hypothesis => {
        const { term, defined } = evaluateSpec(scope, condition);
        return {
          name: `${claim.name}: assumed of ${entry.signature}`,
          guard: bank.true_,
          variables: [],
          body: bank.implies(defined, term),
        };
      });
    });
}

/** The claim is kept by an entry point, and true whenever that calls unknown code. */
function consecution(
  session: Session,
  claim: InvariantClaim,
  instance: Instance,
  entry: EntryPoint,
  when: 'first' | 'inside',
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): readonly Obligation[] {
  const { world } = session;
  const shared = entryRun(session, instance, entry, when);
  const { run, havocs } = shared;
  // Unless it is about the time between transactions, the call may be one inside another.
  const moments = claim.moments === 'betweenTransactions' ? 'between transactions' : 'any';
  const name = `${instance.alias}.${entry.signature}`;
  const [path, moment] = when === 'first' ? ['', ''] : ['/inside', ' inside a transaction'];
  const hypotheses = [
    ...assumptions(session, claim, session.anyState, world.bank.true_, 'before', true, moments, [run]),
    ...atHavocs(session, claim, havocs),
    ...preservedBy(session, claim, entry, run),
    ...(run.post === undefined
      ? []
      : assumptions(session, claim, run.post, run.post.path.all, 'after', false, moments, [], true)),
  ];
  const common = {
    entry: name,
    hypotheses,
    facts: [...session.facts, ...shared.facts, ...facts, boundaryOrBlock(session, claim, run)],
    incomplete: run.effects.incomplete,
    ...triedOfRounds(
      session,
      [claim, ...lemmasOf(session, claim)],
      run.effects.incomplete,
      claim.moments === 'insideTransactions' ? session.anyState : undefined,
    ),
    reached: undefined,
    choices: [{ chosen: world.bank.true_, run }],
  };
  const obligations: Obligation[] = [
    {
      ...common,
      id: `${claim.name}/${name}/kept${path}`,
      description: `kept by ${name}${moment}`,
      bad:
        run.post === undefined || !touches(session, claim, run.post)
          ? world.bank.false_
          : broken(session, claim, run.post, values, session.anyState),
    },
  ];
  if (claim.moments === 'insideTransactions' && run.post !== undefined) {
    // What is taken back by a revert was never there for anyone.
    const succeeds = run.post.path.all;
    // A round that stands for later ones need not be the last: its writes count whether or not the loop ends with it.
    const standing = new Set<Term>(run.effects.incomplete.flatMap(({ beyond }) => beyond ?? []));
    const writes = shared.writes.map((state) => {
      const wrong = broken(session, claim, state, values, session.anyState);
      const isLast = !freeSymbols([state.path.all]).some((symbol) => standing.has(symbol));
      return isLast ? world.bank.and(succeeds, wrong) : wrong;
    });
    obligations.push({
      ...common,
      id: `${claim.name}/${name}/at-writes${path}`,
      description: `true at every write of ${name}${moment}`,
      bad: world.bank.or(...writes),
    });
  }
  const { callsOut } = shared;
  if (callsOut.length > 0 && claim.moments !== 'betweenTransactions') {
    const { bank } = world;
    const at = callsOut.map(({ call, looked }) =>
      bank.and(looked, broken(session, claim, call.state, values, session.anyState)),
    );
    obligations.push({
      ...common,
      id: `${claim.name}/${name}/at-calls${path}`,
      description: `true whenever ${name} calls unknown code${moment}`,
      hypotheses: [
        ...assumptions(session, claim, session.anyState, bank.true_, 'before', true, moments, [run]),
        // Only what came back from earlier calls may be used: that this call is made in order is the question.
        ...atHavocs(session, claim, havocs, (i) =>
          bank.or(...callsOut.filter((c) => c.havoc > i).map((c) => c.looked)),
        ),
        ...preservedBy(session, claim, entry, run),
      ],
      bad: bank.or(...at),
    });
  }
  return obligations;
}

function initiation(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): Obligation {
  const { world } = session;
  const { bank } = world;
  const self = instanceOf(world, claim.contract);
  const { run, facts: own } = construction(session, self);
  // Where constructors reach each other, the others may not have been deployed when this one was.
  const moment = world.instances.some((i) => i !== self && reachesOut(session, construction(session, i)))
    ? 'while deploying'
    : 'between transactions';
  return {
    id: `${claim.name}/${self.alias}/constructor`,
    description: `established by the constructor of ${self.alias}`,
    entry: `${self.alias}.constructor`,
    hypotheses:
      run.post === undefined
        ? []
        : assumptions(session, claim, run.post, run.post.path.all, 'after', false, moment),
    facts: [...session.factsBefore, ...own, ...facts],
    bad:
      run.post === undefined
        ? bank.false_
        : withInitial(world, run.post, () => broken(session, claim, run.post as State, values)),
    incomplete: run.effects.incomplete,
    ...triedOfRounds(session, [claim, ...lemmasOf(session, claim)], run.effects.incomplete),
    reached: [run.post?.path.all ?? bank.false_],
    choices: [],
  };
}

/** A claim over several contracts holds when all of them are deployed. */
function jointInitiation(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): Obligation {
  const { world, bank } = session;
  const { post, facts: given, incomplete } = allDeployed(session);
  return {
    id: `${claim.name}/all deployed/constructor`,
    description: 'established when all contracts are deployed',
    entry: 'the constructors',
    hypotheses: post === undefined ? [] : assumptions(session, claim, post, post.path.all, 'after', false),
    facts: [...session.factsBefore, ...given, ...facts],
    bad:
      post === undefined ? bank.false_ : withInitial(world, post, () => broken(session, claim, post, values)),
    incomplete,
    reached: [post?.path.all ?? bank.false_],
    choices: [],
  };
}

/**
 * Constructors of the other contracts, as far as they reach beyond themselves: these calls come from an address that sends
 * no transaction. Before, the claim held whatever that contract's storage was, for nothing had run there.
 */
function otherDeployments(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): readonly Obligation[] {
  const { world, beforeAny, bank } = session;
  return world.instances.flatMap((instance): readonly Obligation[] => {
    if (instance.alias === claim.contract) return [];
    const deployment = construction(session, instance);
    const { run, facts: given } = deployment;
    const { post } = run;
    if (post === undefined || !reachesOut(session, deployment)) return [];
    const isOwn = (key: string): boolean => key.startsWith(`${instance.alias}/`);
    const before = (now: State): State => ({
      ...beforeAny,
      path: now.path,
      storage: new Map(
        [...beforeAny.storage].map(([key, t]) => [key, isOwn(key) ? (now.storage.get(key) ?? t) : t]),
      ),
      totals: new Map(
        [...beforeAny.totals].map(([id, t]) => [id, isOwn(id) ? (now.totals.get(id) ?? t) : t]),
      ),
    });
    const calls =
      claim.moments === 'betweenTransactions' ? [] : run.effects.callOuts.filter((c) => c.reentrant);
    const moments = [post, ...calls.map((c) => c.state)];
    return [
      {
        // Invariants that are shown together are those of one contract: of the others nothing is known before their own time.
        id: `${claim.name}/${instance.alias}/after ${claim.contract}`,
        description: `kept by the constructor of ${instance.alias}`,
        entry: `${instance.alias}.constructor`,
        hypotheses: moments.flatMap((state) =>
          assumptions(session, claim, before(state), state.path.all, 'before', true, 'while deploying'),
        ),
        facts: [...session.factsBefore, ...given, ...facts],
        bad: bank.or(...moments.map((state) => broken(session, claim, state, values))),
        incomplete: run.effects.incomplete,
        reached: undefined,
        choices: [],
      },
    ];
  });
}

/** Between transactions ether can be forced into any address (block rewards, selfdestruct) and others move theirs. */
function otherEther(
  session: Session,
  claim: InvariantClaim,
  values: ReadonlyMap<SpecVariable, Term>,
  facts: readonly Term[],
): Obligation {
  const { world, anyState } = session;
  const { bank } = world;
  const balances = freshBalances(world);
  const kept = world.instances.map((i) =>
    bank.le(bank.select(anyState.balances, i.address), bank.select(balances, i.address)),
  );
  return {
    id: `${claim.name}/forced-ether`,
    description: 'kept when ether is forced in or moves elsewhere',
    entry: 'forced ether',
    // Whoever is called may force ether in too, while a call is under way.
    hypotheses: assumptions(
      session,
      claim,
      anyState,
      bank.true_,
      'before',
      true,
      claim.moments === 'betweenTransactions' ? 'between transactions' : 'any',
    ),
    facts: [...session.facts, ...kept, ...facts],
    // Transient storage is gone when a transaction ends, and not before.
    bad: bank.or(
      ...[{ ...anyState, balances }, withoutTransient(world, { ...anyState, balances })]
        .filter((after) => touches(session, claim, after))
        .map((after) => broken(session, claim, after, values)),
    ),
    incomplete: [],
    reached: undefined,
    choices: [],
  };
}

function broken(
  session: Session,
  claim: InvariantClaim,
  state: State,
  values: ReadonlyMap<SpecVariable, Term>,
  old: State = state,
): Term {
  return invariantBroken(session.world, claim, state, values, { run: (_frame, s) => s }, old);
}
