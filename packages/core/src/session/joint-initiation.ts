// Invariants over the storage of several contracts of a specification. Before all of them exist such a claim says nothing;
// it is asked after the last deployment, and from then on. So it is established by all constructors, one after the other.
//
// Why one order is enough. Constructors that are quiet change nothing but their own storage and the clock: in whatever order
// they run, each contract is left as its own constructor left it. What they read of others is at least what it can be, for a
// contract that is not deployed yet in this run holds anything. One constructor that reaches further runs last here. On a
// chain it may run earlier, before some quiet one: then it cannot have called that contract, and what unknown code does in
// between may be nothing to it; so the state after both is one that this order has, too. With two that reach further the
// order matters, and no claim is taken as one over several contracts. Time is not ordered between the deployments, and
// before each any ether may have been forced in or moved. Contracts that stand for an interface (models) were there before:
// their storage is arbitrary.
import { freeSymbols, type Term } from '@surety/solvers';
import type { InvariantClaim } from '@surety/spec-lang';
import { invariantBroken, prenexInvariant } from '../harness/claim-run.js';
import { construct } from '../harness/construct.js';
import { arbitraryAmount, arbitraryContext, arbitrarySender } from '../harness/transaction.js';
import { havocCode } from '../harness/unknown-code.js';
import { parameterFacts } from '../harness/world-of-spec.js';
import { beforeDeployment } from '../models/before-deployment.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { withInitialGhosts } from '../spec/ghosts.js';
import { afterGenesis } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { freshBalances, type Incompleteness, type Instance } from '../symbolic/world.js';
import { construction, linkFacts, reachesOut } from './construction.js';
import type { Session } from './session.js';

/** The state when all contracts of a specification are deployed. */
export interface AllDeployed {
  /** Undefined when some deployment always reverts. */
  readonly post: State | undefined;
  readonly facts: readonly Term[];
  readonly incomplete: readonly Incompleteness[];
}

const deployed = new WeakMap<Session, AllDeployed>();
const joint = new WeakMap<Session, Map<InvariantClaim, boolean>>();

/** Whether a claim is asked only after the last deployment: it speaks of what several constructors leave. */
export function isJoint(session: Session, claim: InvariantClaim): boolean {
  const known = joint.get(session) ?? new Map<InvariantClaim, boolean>();
  joint.set(session, known);
  const found = known.get(claim);
  if (found !== undefined) return found;
  const answer = orderOf(session) !== undefined && speaksOfOthers(session, claim);
  known.set(claim, answer);
  return answer;
}

/** Deploys all contracts, once for all claims that are joint. */
export function allDeployed(session: Session): AllDeployed {
  const known = deployed.get(session);
  if (known !== undefined) return known;
  const { world, bank } = session;
  const facts: Term[] = [];
  const incomplete: Incompleteness[] = [];
  let state: State | undefined = session.beforeAny;
  for (const instance of orderOf(session) ?? []) {
    const balances = freshBalances(world);
    for (const { address } of world.instances)
      facts.push(bank.le(bank.select(state.balances, address), bank.select(balances, address)));
    const before = beforeDeployment(world, { ...state, balances }, instance);
    const context = arbitraryContext(world, facts);
    facts.push(afterGenesis(world, context));
    const run = construct(world, {
      state: instance === world.instances[0] ? withInitialGhosts(world, session.spec, before) : before,
      instance,
      sender: arbitrarySender(world, facts),
      value: instance.contract.constructorPayable ? arbitraryAmount(world, 'value') : bank.int(0n),
      context,
      unknownCode: havocCode(session.reach, [], instance),
    });
    incomplete.push(...run.effects.incomplete);
    state = run.post;
    if (state === undefined) break;
    facts.push(...linkFacts(session, state), ...parameterFacts(world, state));
  }
  const made: AllDeployed = { post: state, facts, incomplete };
  deployed.set(session, made);
  return made;
}

/** Who is deployed when; undefined where that is not known or there is but one to deploy. */
function orderOf(session: Session): readonly Instance[] | undefined {
  const instances = session.world.instances.filter((instance) => instance.model === undefined);
  if (instances.length < 2) return undefined;
  const far = instances.filter((instance) => reachesOut(session, construction(session, instance)));
  if (far.length > 1) return undefined;
  const targets = new Set(session.spec.links.map((link) => link.target));
  const quiet = instances.filter((instance) => !far.includes(instance));
  return [
    ...quiet.filter(({ alias }) => targets.has(alias)),
    ...quiet.filter(({ alias }) => !targets.has(alias)),
    ...far,
  ];
}

/** Whether the truth of a claim depends on storage of a contract other than its own that is deployed here. */
function speaksOfOthers(session: Session, claim: InvariantClaim): boolean {
  const { world, beforeAny } = session;
  const others = world.instances.filter((i) => i.alias !== claim.contract && i.model === undefined);
  const sums = new Map(world.sums.map(({ id, leaf }) => [id, leaf.key]));
  const isTheirs = (key: string): boolean => others.some(({ alias }) => key.startsWith(`${alias}/`));
  const addresses = new Set(world.instances.map(({ address }) => address));
  const theirs = new Set(
    [
      ...[...beforeAny.storage].filter(([key]) => isTheirs(key)),
      ...[...beforeAny.totals].filter(([id]) => isTheirs(sums.get(id) ?? '')),
    ]
      .flatMap(([, term]) => [...freeSymbols([term])])
      .filter((symbol) => !addresses.has(symbol)),
  );
  const { values } = arbitraryVariables(world, prenexInvariant(claim).parameters);
  const bad = invariantBroken(world, claim, beforeAny, values, { run: (_frame, state) => state });
  return [...freeSymbols([bad])].some((symbol) => theirs.has(symbol));
}
