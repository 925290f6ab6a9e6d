// The last transaction of a run that breaks a clause of a function by a call that unknown code makes meanwhile: of that
// function, while another call (of any function) is under way. What is around the call succeeds, so that it has happened.
import type { Term } from '@surety/solvers';
import type { FunctionClaim, SpecVariable } from '@surety/spec-lang';
import { attackCode } from '../harness/attack-code.js';
import type { Chain } from '../harness/claim-run.js';
import { runClaim } from '../harness/run-claim.js';
import { givenTo, restricted, type StepChoice } from '../harness/symbolic-chain.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
  type TransactionRun,
} from '../harness/transaction.js';
import type { IrType } from '../ir/ir.js';
import { instanceOf } from '../spec/evaluate-spec.js';
import type { State } from '../symbolic/state.js';
import type { TransactionContext, World } from '../symbolic/world.js';
import { callsOut } from './no-spec-search.js';

/** The last transaction with the condition under which a call in it breaks the claim. */
export interface InsideStep {
  readonly choices: readonly StepChoice[];
  readonly bad: Term;
  readonly facts: readonly Term[];
}

/**
 * One more transaction after `state` in which the function of the claim is called by unknown code, after as many calls of
 * anything as `before` says; `ordinary` restricts senders.
 */
export function insideStep(
  world: World,
  claim: FunctionClaim,
  state: State,
  last: TransactionContext | undefined,
  values: ReadonlyMap<SpecVariable, Term>,
  ordinary: (sender: Term) => Term,
  before: number,
): InsideStep {
  const { bank } = world;
  const self = instanceOf(world, claim.contract);
  const facts: Term[] = [];
  const context = arbitraryContext(world, facts, last);
  const sender = arbitrarySender(world, facts);
  facts.push(ordinary(sender));
  const value = arbitraryAmount(world, 'value');
  const pick = bank.fresh('pick', bank.int(0n).sort);
  const choices: StepChoice[] = [];
  const ways: Term[] = [];
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (!callsOut(instance.contract, entry)) continue;
      const chosen = bank.eq(pick, bank.int(BigInt(choices.length)));
      const broken: Term[] = [];
      const run = runTransaction(world, {
        state: restricted(world, state, chosen),
        instance,
        entry,
        sender,
        value: entry.payable ? value : bank.int(0n),
        context,
        unknownCode: attackCode({
          depth: 1,
          before,
          only: (its, called) => its === self && called.signature === claim.function.signature,
          watch: (inner) => broken.push(brokenBy(world, claim, inner, values)),
        }),
      });
      choices.push({ chosen, run });
      if (run.post !== undefined) ways.push(bank.and(run.post.path.all, bank.or(...broken)));
    }
  }
  return { choices, bad: bank.or(...ways), facts };
}

/** The condition under which a call of the function of a claim breaks it. */
function brokenBy(
  world: World,
  claim: FunctionClaim,
  run: TransactionRun,
  values: ReadonlyMap<SpecVariable, Term>,
): Term {
  const { bank } = world;
  const { bad } = runClaim(world, claim, run.pre, values, chainOf(world, run), {
    run: (_frame, state) => state,
  });
  const given = claim.parameters.flatMap((parameter, i) => {
    const [wanted, made] = [values.get(parameter), run.arguments[i]?.value];
    return wanted === undefined ? [] : [bank.eq(wanted, made as Term)];
  });
  return bank.and(bad, ...given);
}

/** A chain on which a call was made already: the claim's own. */
function chainOf(world: World, run: TransactionRun): Chain {
  const { bank } = world;
  const { sender, value, context, pre } = run;
  return {
    ...callOnly,
    transact: () => ({
      pre,
      success: run.post,
      reverts: bank.or(...run.effects.reverts.map((revert) => revert.condition)),
      ...givenTo(run),
      sender,
      value,
      context,
      calls: (signature) => bank.bool(signature === run.entry.signature),
      events: run.effects.events,
    }),
  };
}

/** What a chain of a single call is not asked for. */
export const callOnly: Omit<Chain, 'transact'> = {
  advance: () => {
    throw new Error('a clause of a function has one call');
  },
  wait: () => {
    throw new Error('a clause of a function has one call');
  },
};

/** Types of the parameters of the function that a clause is about. */
export function parameterTypes(world: World, claim: FunctionClaim): readonly IrType[] {
  const { contract } = instanceOf(world, claim.contract);
  const entry = contract.entries.find((one) => one.signature === claim.function.signature);
  const fn = entry === undefined ? undefined : contract.functions.get(entry.function);
  return (fn?.parameters ?? []).map((parameter) => parameter.type);
}
