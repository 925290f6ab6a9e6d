// The versioned report: plain data that the CLI prints, tools read as JSON, and later parts of the product consume.
import type { Diagnostic, Location } from '@surety/spec-lang';

export const REPORT_SCHEMA = 'surety-report/1';

export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  readonly tool: { readonly name: 'surety'; readonly version: string; readonly solver: string };
  /** Path of the spec file, or of the Solidity file that was proved without one. */
  readonly spec: string;
  /** Hash of sources, spec and tool: equal hashes give equal verdicts. */
  readonly inputHash: string;
  readonly claims: readonly ClaimReport[];
  /** Warnings about the sources and the spec (constructs that are not modeled, unused names). */
  readonly diagnostics: readonly Diagnostic[];
  readonly milliseconds: number;
  /** Where the time went; absent where nothing was measured. */
  readonly times?: RunTimes;
}

/** Milliseconds of a run by the wall clock. */
export interface RunTimes {
  /** Reading, parsing, typing and lowering. */
  readonly loading: number;
  /** At least one solver was at work. */
  readonly solving: number;
  /** Compiling with solc and running on the EVM. */
  readonly replaying: number;
  /** Our own work while none of the others went on: execution, building of questions, reading of models. */
  readonly own: number;
}

export interface ClaimReport {
  readonly name: string;
  readonly contract: string;
  /** 'failure': a place of the code that never panics, claimed without a spec. */
  readonly kind: 'invariant' | 'function' | 'rule' | 'reach' | 'possible' | 'failure';
  readonly text: string;
  readonly doc: string | undefined;
  readonly location: Location;
  readonly verdict: Verdict;
  readonly milliseconds: number;
  /** Milliseconds in solvers, added up over those that ran side by side; what is inferred for all claims is not counted. */
  readonly solving?: number;
  readonly obligations: readonly ObligationReport[];
  /** Everything the verdict rests on. */
  readonly assumptions: readonly AssumptionUse[];
  /** Other invariants assumed in the pre-state, by name. */
  readonly lemmas: readonly string[];
  /** What a reader of the verdict should know, e.g. an assertion `p => q` whose `p` never holds. */
  readonly notes?: readonly string[];
  /** Invariants that the tool found and proved itself for this claim, as specification text. */
  readonly inferred: readonly string[];
}

/** An assumption: `id` is stable (e.g. `chain.sender-not-zero`, `spec:3`). */
export interface AssumptionUse {
  readonly id: string;
  readonly text: string;
  /** Standard facts of the chain model, a line of the spec, an approximation in the model of this code. */
  readonly origin: 'chain' | 'spec' | 'model';
  readonly location: Location | undefined;
  /** Whether a run on the chain could observe that it does not hold. */
  readonly checkable: boolean;
}

export interface ObligationReport {
  /** Stable across runs: contract, claim, entry point, kind. */
  readonly id: string;
  /** For people: what this obligation says, e.g. `kept by withdraw(uint256)`. */
  readonly description: string;
  readonly entry: string;
  /** `skipped`: given up, because a run that breaks the claim was found meanwhile. */
  readonly status: 'proved' | 'failed' | 'unknown' | 'excluded' | 'skipped';
  readonly detail: string | undefined;
  readonly solver: string;
  readonly milliseconds: number;
  /** The rung of the ladder of strategies that answered. */
  readonly rung?: string;
  /** Every answer was remembered from an earlier run. */
  readonly cached?: true;
  /** What a proof used of the hypotheses, by name, where the solver was asked and could tell. */
  readonly hypotheses?: readonly string[];
}

export type Verdict =
  /** `witness`: the run that shows that something is possible. */
  | { readonly kind: 'proved'; readonly witness?: Trace }
  /** A `possible` claim: shown that no run at all does it. */
  | { readonly kind: 'impossible'; readonly reason: string }
  | { readonly kind: 'provedUpTo'; readonly bound: string; readonly advice: string }
  | { readonly kind: 'violated'; readonly trace: Trace }
  /** A step leaves the claim from a state that was not shown reachable. */
  | {
      readonly kind: 'notInductive';
      readonly entry: string;
      readonly trace: Trace;
      readonly searched: string;
      readonly advice: string;
    }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly advice: string;
      readonly location: Location | undefined;
    }
  | { readonly kind: 'vacuous'; readonly reason: string; readonly locations: readonly Location[] };

/** A concrete run. For `violated` it was replayed on an EVM running the compiled bytecode. */
export interface Trace {
  readonly replayed: boolean;
  readonly steps: readonly TraceStep[];
  /** Where no step is shown: the state that it is about, by what the claim and the code read in it. */
  readonly state?: readonly { readonly name: string; readonly value: string }[];
  /** What is wrong at the end, with the values of both sides where the claim is a comparison. */
  readonly conclusion: string;
}

export interface TraceStep {
  readonly kind: 'deploy' | 'transaction' | 'forcedEther';
  readonly contract: string;
  /** Deployments: where the contract lies. */
  readonly address?: string;
  /** `withdraw(uint256)`, `constructor`, `receive()`. */
  readonly function: string;
  readonly sender: string;
  /** Wei, decimal. */
  readonly value: string;
  readonly arguments: readonly { readonly name: string; readonly type: string; readonly value: string }[];
  readonly block: { readonly number: string; readonly timestamp: string };
  readonly outcome:
    | { readonly kind: 'success'; readonly returns: readonly string[] }
    | { readonly kind: 'revert'; readonly reason: string };
  /** What unknown callees did during the call, in order: `0x… accepts 1 wei`, `0x… re-enters withdraw(5)`. */
  readonly callbacks: readonly string[];
  /** State variables and balances the claim mentions or the step changed: name as written in Solidity (`credits[0x…]`, `balance(this)`). */
  readonly changes: readonly { readonly name: string; readonly before: string; readonly after: string }[];
}

/** Progress as data: the CLI, tests and editors listen to the same stream. */
export type ProgressEvent =
  | { readonly kind: 'claimStarted'; readonly claim: string; readonly obligations: number }
  | { readonly kind: 'obligationFinished'; readonly claim: string; readonly obligation: ObligationReport }
  | { readonly kind: 'searchStarted'; readonly claim: string; readonly transactions: number }
  | { readonly kind: 'claimFinished'; readonly claim: ClaimReport };
