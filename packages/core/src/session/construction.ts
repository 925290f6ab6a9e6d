// The run of a constructor, shared by all claims of a session.
import type { Term } from '@surety/solvers';
import { construct } from '../harness/construct.js';
import { arbitraryAmount, arbitraryContext, arbitrarySender } from '../harness/transaction.js';
import { havocCode } from '../harness/unknown-code.js';
import { parameterFacts, withLinks } from '../harness/world-of-spec.js';
import { beforeDeployment } from '../models/before-deployment.js';
import { withInitialGhosts } from '../spec/ghosts.js';
import { afterGenesis, CLOCK_KEYS } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import type { Instance } from '../symbolic/world.js';
import type { ConstructionRun, Session } from './session.js';

/** The shared run of the constructor of an instance. */
export function construction(session: Session, self: Instance): ConstructionRun {
  const known = session.constructions.get(self.alias);
  if (known !== undefined) return known;
  const { world, bank } = session;
  const facts: Term[] = [];
  const first = self === world.instances[0];
  const before = beforeDeployment(world, session.beforeAny, self);
  const context = arbitraryContext(world, facts);
  facts.push(afterGenesis(world, context));
  const run = construct(world, {
    state: first ? withInitialGhosts(world, session.spec, before) : before,
    instance: self,
    sender: arbitrarySender(world, facts),
    value: self.contract.constructorPayable ? arbitraryAmount(world, 'value') : bank.int(0n),
    context,
    unknownCode: havocCode(session.reach, [], self),
  });
  // A link says what the constructor must have stored.
  if (run.post !== undefined) facts.push(...linkFacts(session, run.post), ...parameterFacts(world, run.post));
  const made: ConstructionRun = { run, before, facts };
  session.constructions.set(self.alias, made);
  return made;
}

/** What the constructors must have stored in a state, for links. */
export function linkFacts(session: Session, state: State): readonly Term[] {
  const { bank } = session;
  const linked = withLinks(session.world, session.spec, state);
  return [...state.storage].flatMap(([key, term]) => {
    const target = linked.storage.get(key) as Term;
    return target === term ? [] : [bank.implies(state.path.all, bank.eq(term, target))];
  });
}

/** Whether a constructor changes more than its own storage, and takes more than the ether sent along. */
export function reachesOut({ bank, world }: Session, { run, before }: ConstructionRun): boolean {
  const { post, instance, effects } = run;
  if (post === undefined) return false;
  const held = bank.select(post.balances, instance.address);
  const had = bank.select(before.balances, instance.address);
  return (
    effects.callOuts.length > 0 ||
    effects.incomplete.length > 0 ||
    (held !== had && held !== bank.add(had, run.value)) ||
    [...world.leaves.keys()].some(
      (key) =>
        !key.startsWith(`${instance.alias}/`) &&
        !CLOCK_KEYS.has(key) &&
        post.storage.get(key) !== before.storage.get(key),
    )
  );
}
