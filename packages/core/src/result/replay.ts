// Replay on an EVM, as an interface: what is run, and what is observed.
import type { SourceFile } from '@surety/spec-lang';

/** Runs concrete transactions on compiled bytecode. Implemented by the CLI over @surety/evm. */
export interface Replayer {
  run(plan: ReplayPlan, signal?: AbortSignal): Promise<ReplayResult>;
}

export interface ReplayPlan {
  /** All Solidity sources of the closure. */
  readonly files: readonly SourceFile[];
  /** Import resolutions found by the front end: importer path → import text → path. */
  readonly resolutions: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Deployed in order, each at the forced address. */
  readonly deployments: readonly {
    readonly contract: { readonly path: string; readonly name: string };
    readonly address: bigint;
    readonly from: bigint;
    readonly value: bigint;
    readonly arguments: readonly ReplayValue[];
    readonly block: { readonly number: bigint; readonly timestamp: bigint };
  }[];
  /** Balances set before the first transaction (after deployment), for accounts that pay. */
  readonly balances: readonly { readonly address: bigint; readonly amount: bigint }[];
  /** Accounts that are contracts of the attacker, with what they do on each incoming call, in order. */
  readonly puppets: readonly {
    readonly address: bigint;
    readonly behaviors: readonly PuppetBehavior[];
    /** The step before which it gets its code, where it must not have any earlier; from the start by default. */
    readonly appears?: number;
    /** What static calls of a function (ABI signature) return, hex without 0x. */
    readonly replies?: readonly { readonly function: string; readonly returnData: string }[];
  }[];
  readonly steps: readonly ReplayStep[];
}

/** In place of a signature in what a puppet does: ether is forced into the account. */
export const FORCE = 'selfdestruct';

export type PuppetBehavior =
  | { readonly kind: 'accept'; readonly returnData: string }
  | { readonly kind: 'revert' }
  /** Performs the calls (failures ignored), then returns. */
  | {
      readonly kind: 'reenter';
      readonly calls: readonly {
        readonly to: bigint;
        readonly value: bigint;
        /** ABI signature; `FORCE` forces the value into `to` without calling it (a contract that destroys itself). */
        readonly function: string;
        readonly arguments: readonly ReplayValue[];
      }[];
      readonly returnData: string;
    };

export type ReplayStep =
  | {
      readonly kind: 'transaction';
      readonly from: bigint;
      /** Who signed it, when `from` is a contract; `from` by default. */
      readonly origin?: bigint;
      readonly to: bigint;
      readonly value: bigint;
      /** ABI signature; `receive()` sends empty calldata, `fallback()` sends `data`. */
      readonly function: string;
      readonly arguments: readonly ReplayValue[];
      readonly data: string | undefined;
      readonly block: { readonly number: bigint; readonly timestamp: bigint };
      /** Where the scripts of puppets stand when it begins, where that is not at their start. */
      readonly scripts?: readonly { readonly address: bigint; readonly next: number }[];
      /** Before it the chain goes back to how it was after that many steps. */
      readonly backTo?: number;
      /** Puppets that refuse calls with no more gas than the stipend of `transfer` and `send`. */
      readonly refuses?: readonly bigint[];
      /** Whether the result tells of every write. */
      readonly observeWrites?: boolean;
      /** Whether the result tells of calls that other code made of deployed contracts meanwhile. */
      readonly observeInnerCalls?: boolean;
    }
  | { readonly kind: 'forceEther'; readonly to: bigint; readonly amount: bigint };

/** Integers, addresses, enums and bytesN (as big-endian number) as bigint; bytes and string as hex without 0x. */
export type ReplayValue = bigint | boolean | string | readonly ReplayValue[];

/** A decoded storage value. Mapping entries list every key ever written. */
export type DecodedValue =
  | { readonly kind: 'value'; readonly value: bigint | boolean }
  | { readonly kind: 'bytes'; readonly hex: string }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, DecodedValue> }
  | {
      readonly kind: 'mapping';
      readonly entries: readonly { readonly key: bigint | boolean | string; readonly value: DecodedValue }[];
    }
  | { readonly kind: 'array'; readonly length: bigint; readonly elements: readonly DecodedValue[] };

/** State of the deployed contracts (in deployment order) and balances of every account that occurs in the plan. */
export interface ReplayState {
  readonly contracts: readonly {
    readonly variables: readonly {
      readonly name: string;
      readonly declaredIn: string;
      readonly value: DecodedValue;
      readonly slot?: bigint;
    }[];
    /** Words that are not zero in slots of no variable, by slot; undefined when they were not read. */
    readonly words?: ReadonlyMap<bigint, bigint>;
  }[];
  readonly balances: ReadonlyMap<bigint, bigint>;
}

export type ReplayResult =
  /** Could not compile, or a deployment reverted: then with what (hex, no 0x). */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly deploymentRevert?: { readonly index: number; readonly returnData: string };
    }
  | {
      readonly kind: 'ran';
      readonly afterDeployment: ReplayState;
      /** Ether that moved in the deployments. */
      readonly deploymentTransfers: readonly ReplayTransfer[];
      readonly steps: readonly {
        readonly success: boolean;
        readonly revertReason: string | undefined;
        readonly returnData: string;
        /** Runs of deployed contracts' code that failed, also where the caller survived; what they reverted with (hex, no 0x). */
        readonly failures: readonly { readonly contract: bigint; readonly returnData: string }[];
        readonly after: ReplayState;
        /** Ether that moved with calls, in order; what was taken back is left out. */
        readonly transfers: readonly ReplayTransfer[];
        /** State at the moment each outgoing call of a deployed contract to other code began (value already moved), in order. */
        readonly atOutgoingCalls: readonly {
          readonly from: bigint;
          readonly to: bigint;
          readonly value: bigint;
          readonly state: ReplayState;
          /** Of this step until then. */
          readonly transfers: readonly ReplayTransfer[];
        }[];
        /** State after each write to storage of a deployed contract, in order, where writes are observed. */
        readonly atWrites: readonly {
          readonly state: ReplayState;
          readonly transfers: readonly ReplayTransfer[];
        }[];
        /** In order of end, where they are observed. */
        readonly innerCalls?: readonly ReplayInnerCall[];
      }[];
    };

/** A call that other code made of a deployed contract while a transaction was under way, and that no failure around it took back. */
export interface ReplayInnerCall {
  readonly from: bigint;
  readonly to: bigint;
  readonly value: bigint;
  /** Hex, no 0x. */
  readonly data: string;
  readonly success: boolean;
  readonly returnData: string;
  /** Before its value moved, and when it ended. */
  readonly before: { readonly state: ReplayState; readonly transfers: readonly ReplayTransfer[] };
  readonly after: { readonly state: ReplayState; readonly transfers: readonly ReplayTransfer[] };
}

/** Ether that moved with a call or a creation. */
export interface ReplayTransfer {
  readonly from: bigint;
  readonly to: bigint;
  readonly value: bigint;
}
