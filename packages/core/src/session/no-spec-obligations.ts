// The obligations of a claim without a spec: no entry point, called from any state with what the constructor fixed, and no deployment panics at the
// place. Unknown code that is called on the way may enter again; that is one more call from some state.
import type { Term } from '@surety/solvers';
import { construct } from '../harness/construct.js';
import { type FailureClaim, failing, reachingEntries } from '../harness/failure-claim.js';
import { arbitraryAmount, arbitraryContext, arbitrarySender } from '../harness/transaction.js';
import { type Havoc, havocCode } from '../harness/unknown-code.js';
import type { Obligation } from '../obligation/obligation.js';
import type { Instance } from '../symbolic/world.js';
import { rawWrites } from './raw-writes.js';
import { type EntryRun, entryRun, momentsOfCalls, type Session } from './session.js';

/** All obligations of a claim about a place that may panic, in a stable order. */
export function failureObligations(session: Session, claim: FailureClaim): readonly Obligation[] {
  const { world } = session;
  const obligations: Obligation[] = [];
  for (const instance of world.instances) {
    const reaching = reachingEntries(instance.contract, claim);
    if (reaching.constructor) obligations.push(deployment(session, claim, instance));
    for (const entry of reaching.entries) {
      const name = `${instance.alias}.${entry.signature}`;
      for (const when of momentsOfCalls(session))
        obligations.push(calling(session, claim, name, when, entryRun(session, instance, entry, when)));
    }
  }
  return [...obligations, ...rawWrites(session, claim.name)];
}

function calling(
  session: Session,
  claim: FailureClaim,
  name: string,
  when: 'first' | 'inside',
  { run, facts }: EntryRun,
): Obligation {
  return {
    id: `${claim.name}/${name}${when === 'first' ? '' : '/inside'}`,
    description: `never in ${name}${when === 'first' ? '' : ' inside a transaction'}`,
    entry: name,
    hypotheses: [],
    facts: [...session.facts, ...facts],
    bad: failing(session.bank, run.effects, claim.place),
    incomplete: run.effects.incomplete,
    reached: undefined,
    choices: [{ chosen: session.bank.true_, run }],
  };
}

function deployment(session: Session, claim: FailureClaim, instance: Instance): Obligation {
  const { world } = session;
  const facts: Term[] = [];
  const havocs: Havoc[] = [];
  const run = construct(world, {
    state: session.beforeAny,
    instance,
    sender: arbitrarySender(world, facts),
    value: instance.contract.constructorPayable ? arbitraryAmount(world, 'value') : session.bank.int(0n),
    context: arbitraryContext(world, facts),
    unknownCode: havocCode(session.reach, havocs, instance),
  });
  return {
    id: `${claim.name}/${instance.alias}/constructor`,
    description: `never in the constructor of ${instance.alias}`,
    entry: `${instance.alias}.constructor`,
    hypotheses: [],
    facts: [...session.factsBefore, ...facts],
    bad: failing(session.bank, run.effects, claim.place),
    incomplete: run.effects.incomplete,
    reached: undefined,
    choices: [],
  };
}
