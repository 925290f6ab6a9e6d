// The trace file `surety-trace/1`: a violation as plain data that anyone can run again. Documented in docs/traces.md.
import type { ReplayPlan, Trace } from '@surety/core';
import type { Condition } from './condition.js';

/** The version of the format; a reader refuses others. */
export const TRACE_SCHEMA = 'surety-trace/1';

/** A violation that can be run again; numbers are bigint here and decimal text in the file. */
export interface TraceFile {
  readonly schema: typeof TRACE_SCHEMA;
  readonly claim: {
    readonly name: string;
    readonly contract: string;
    readonly kind: string;
    /** As written in the specification. */
    readonly text: string;
  };
  /** Sources, deployments, accounts, attacking contracts and steps; source paths are relative to the trace file. */
  readonly plan: ReplayPlan;
  /** What is wrong. */
  readonly wrong: Wrong;
  /** The run as it was shown to people. */
  readonly shown: Trace;
}

/** How a run is judged: it reproduces the violation when this is found again. */
export type Wrong =
  /**
   * The claim itself, with its parameters filled in: false at the end, or when the last step calls out or writes. With `afterSuccess`
   * only if the last step succeeds.
   */
  | {
      readonly by: 'claim';
      readonly moment: Moment;
      readonly condition: Condition;
      readonly afterSuccess: boolean;
    }
  /** The last step must revert when `when` holds before it. */
  | { readonly by: 'mustRevert'; readonly when: Condition }
  /** The last step must not revert when `when` holds before it. */
  | { readonly by: 'mustSucceed'; readonly when: Condition }
  /** In the last step, code of this contract (by deployment) fails with this data. */
  | { readonly by: 'failure'; readonly contract: number; readonly returnData: string }
  /** While the last step is under way other code makes these calls of the deployed contracts, and they end so. */
  | { readonly by: 'innerCalls'; readonly calls: readonly RecordedCall[] }
  /** A constructor reverts with this data. */
  | { readonly by: 'deployment'; readonly index: number; readonly returnData: string }
  /** The claim is not expressible over single states: the run goes exactly as it was recorded. */
  | { readonly by: 'recording'; readonly moment: Moment; readonly recording: Recording };

/** Where a claim is false: after the last step, when that calls other code, or right after one of its writes. */
export type Moment = 'end' | 'call' | 'write';

/** A call that other code made of a deployed contract (by deployment) meanwhile; data is hex without 0x. */
export interface RecordedCall {
  readonly contract: number;
  readonly data: string;
  readonly success: boolean;
  readonly returnData: string;
  /** What is in storage when it ends, but for zeros. */
  readonly values: Recording['values'];
}

/** What was observed in a run. */
export interface Recording {
  /** Whether each step succeeded. */
  readonly successes: readonly boolean[];
  /** What the last step returned, hex without 0x. */
  readonly returnData: string;
  /** Values that the run changed, at the end or at the call. */
  readonly values: readonly { readonly place: Place; readonly value: bigint }[];
  readonly balances: readonly { readonly account: bigint; readonly amount: bigint }[];
}

/** A scalar in the storage of a deployed contract. */
export interface Place {
  /** By order of deployment. */
  readonly contract: number;
  readonly variable: string;
  readonly path: readonly PathPart[];
}

/** A step into a mapping, an array or a struct. Keys of type string and bytes are hex. */
export type PathPart =
  | { readonly kind: 'key'; readonly key: bigint | boolean | string }
  | { readonly kind: 'index'; readonly index: bigint }
  | { readonly kind: 'length' }
  | { readonly kind: 'field'; readonly field: string };
