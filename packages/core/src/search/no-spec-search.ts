// The last transaction of a run that panics at a place: any entry point that can reach it, called by anyone, or entered again
// by unknown code on the way. What unknown code calls may fail there too.
import type { Term } from '@surety/solvers';
import { type Attack, attackCode } from '../harness/attack-code.js';
import { type FailureClaim, failing, functionsBelow, reachingEntries } from '../harness/failure-claim.js';
import { restricted, type StepChoice } from '../harness/symbolic-chain.js';
import {
  arbitraryAmount,
  arbitraryContext,
  arbitrarySender,
  runTransaction,
} from '../harness/transaction.js';
import type { EntryPoint, IrContract } from '../ir/ir.js';
import { usesBuiltin } from '../ir/uses.js';
import { visitStatements } from '../ir/visit.js';
import type { State } from '../symbolic/state.js';
import type { TransactionContext, World } from '../symbolic/world.js';

/** The last transaction with the condition under which it panics at the place. */
export interface FailingStep {
  readonly choices: readonly StepChoice[];
  readonly bad: Term;
  readonly facts: readonly Term[];
}

/** One more transaction after `state` that may panic at the place of the claim; `ordinary` restricts senders. */
export function failingStep(
  world: World,
  claim: FailureClaim,
  state: State,
  last: TransactionContext | undefined,
  attack: Pick<Attack, 'depth' | 'calls'>,
  ordinary: (sender: Term) => Term,
): FailingStep {
  const { bank } = world;
  const facts: Term[] = [];
  const context = arbitraryContext(world, facts, last);
  const sender = arbitrarySender(world, facts);
  facts.push(ordinary(sender));
  const value = arbitraryAmount(world, 'value');
  const pick = bank.fresh('pick', bank.int(0n).sort);
  const choices: StepChoice[] = [];
  const ways: Term[] = [];
  for (const instance of world.instances) {
    for (const entry of entriesTried(instance.contract, claim)) {
      const chosen = bank.eq(pick, bank.int(BigInt(choices.length)));
      const run = runTransaction(world, {
        state: restricted(world, state, chosen),
        instance,
        entry,
        sender,
        value: entry.payable ? value : bank.int(0n),
        context,
        unknownCode: attackCode({
          ...attack,
          watch: (inner) => ways.push(failing(bank, inner.effects, claim.place)),
        }),
      });
      ways.push(failing(bank, run.effects, claim.place));
      choices.push({ chosen, run });
    }
  }
  return { choices, bad: bank.or(...ways), facts };
}

/** Entry points whose code reaches the place, and those during which unknown code could reach it. */
function entriesTried(contract: IrContract, claim: FailureClaim): readonly EntryPoint[] {
  const reaching = new Set(reachingEntries(contract, claim).entries);
  return contract.entries.filter((entry) => reaching.has(entry) || callsOut(contract, entry));
}

/** Whether an entry point can reach a call of other code. */
export function callsOut(contract: IrContract, entry: Pick<EntryPoint, 'function'>): boolean {
  let found = false;
  for (const id of functionsBelow(contract, entry.function)) {
    visitStatements(contract.functions.get(id)?.body ?? [], (statement) => {
      if (statement.kind === 'external') found = true;
    });
  }
  return found;
}

/** Whether the contract's code looks at balances, so that ether forced in may matter. */
export function looksAtBalances(contract: IrContract): boolean {
  return usesBuiltin(contract, 'balance');
}
