// An obligation: one claim about one entry point, born with its origin; independent of all others.
import type { Term } from '@surety/solvers';
import type { StepChoice } from '../harness/symbolic-chain.js';
import type { State } from '../symbolic/state.js';
import type { Incompleteness, TriedInvariant } from '../symbolic/world.js';
import type { Hypothesis } from '../vc/query.js';

export interface Obligation {
  /** Stable across runs: claim, contract, entry point, kind. */
  readonly id: string;
  /** What it says, for people: `kept by withdraw(uint256)`. */
  readonly description: string;
  /** The entry point, e.g. `Bank.withdraw(uint256)`. */
  readonly entry: string;
  readonly hypotheses: readonly Hypothesis[];
  readonly facts: readonly Term[];
  /** Satisfiable together with hypotheses and facts: the obligation fails. */
  readonly bad: Term;
  /** Where the execution behind it left the model or a bound. */
  readonly incomplete: readonly Incompleteness[];
  /** What is tried of the heads of loops, beside what the executor tries of them. */
  readonly rounds?: { readonly hypotheses: readonly Hypothesis[]; readonly tried: readonly TriedInvariant[] };
  /** Ways to reach the point of the claim: when none is satisfiable the claim is vacuous. */
  readonly reached: readonly Term[] | undefined;
  /** Conditional assertions with the ways to meet their condition: where none is satisfiable nothing is asserted. */
  readonly conditionals?: readonly { readonly text: string; readonly ways: readonly Term[] }[];
  /** The transactions that its last step may be, to show the one that fails. */
  readonly choices: readonly StepChoice[];
  /** States on the way in which lemmas hold, beside the first, with the condition under which they are met. */
  readonly met?: readonly { readonly state: State; readonly guard: Term }[];
}
