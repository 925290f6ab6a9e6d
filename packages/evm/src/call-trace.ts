// Records the calls that watched contracts make while a transaction runs, with the state each callee finds.
import { toHex } from './bytes.js';
import type { BlockContext, FrameEnd, FrameObserver, FrameStart } from './engine.js';
import type { Ledger } from './ledger.js';

/** Balances of all accounts and storage of the watched contracts at one moment. */
export interface StateSnapshot {
  readonly balances: ReadonlyMap<string, bigint>;
  /** By address, then by slot in `wordHex` form; slots never written are absent. */
  readonly storage: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  readonly block: BlockContext;
}

/** Ether that moved from one account to another with a call or a creation. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly value: bigint;
}

/** A write to the storage of a watched contract that was not taken back. */
export interface StorageWrite {
  readonly contract: string;
  /** The state right after it. */
  readonly state: StateSnapshot;
  /** The transfers before it, without those that were taken back by then. */
  readonly transfers: readonly Transfer[];
}

/** A call or creation made by a watched contract, in order of start. Calls of precompiled contracts are left out. */
export interface OutgoingCall {
  readonly kind: FrameStart['kind'];
  readonly from: string;
  /** The callee; for a failed creation, possibly unknown. */
  readonly to: string | undefined;
  readonly value: bigint;
  readonly data: string;
  /** Gas given to the callee, the stipend included: 2300 for `transfer` and `send`. */
  readonly gas: bigint;
  /** 1 for a call made by the contract that was called first. */
  readonly depth: number;
  /** The state when the callee starts, its value already moved. */
  readonly state: StateSnapshot;
  /** The transfers of the transaction so far, its own included. */
  readonly transfers: readonly Transfer[];
  readonly success: boolean;
  readonly returnData: string;
  /** Whether this call's effects were undone, by its own failure or that of a frame around it. */
  readonly rolledBack: boolean;
}

/** A call that other code made of a watched contract while a transaction was under way. */
export interface InnerCall {
  readonly from: string;
  readonly to: string;
  readonly value: bigint;
  readonly data: string;
  readonly success: boolean;
  readonly returnData: string;
  /** Before its value moved, and when it ended, with the transfers of the transaction until then. */
  readonly before: { readonly state: StateSnapshot; readonly transfers: readonly Transfer[] };
  readonly after: { readonly state: StateSnapshot; readonly transfers: readonly Transfer[] };
}

/** A run of a watched contract's code that ended in failure, whether or not its caller survived; in order of end. */
export interface FailedCall {
  readonly contract: string;
  /** What it reverted with. */
  readonly returnData: string;
}

/** A recorder for one transaction. */
export interface CallTrace extends FrameObserver {
  readonly failures: () => readonly FailedCall[];
  readonly calls: () => readonly OutgoingCall[];
  /** Transfers that were not taken back, in order. */
  readonly transfers: () => readonly Transfer[];
  /** Writes, where they are looked at. */
  readonly writes: () => readonly StorageWrite[];
  /** Calls that other code made of watched contracts, in order of end; those taken back by a failure around them are left out. */
  readonly innerCalls: () => readonly InnerCall[];
  /** To be told of every write to storage. */
  readonly onWrite: (address: string) => void;
}

/** How the recorder reads the chain. */
export interface TraceContext {
  readonly ledger: Ledger;
  readonly watched: ReadonlySet<string>;
  readonly block: BlockContext;
  readonly isPrecompile: (address: string) => boolean;
}

/** Writes of a transaction that are looked at; what comes later is not. */
const MOST_WRITES = 500;

interface Recorded {
  readonly transfers: readonly Transfer[];
  readonly start: FrameStart;
  readonly balances: Map<string, bigint>;
  readonly storage: StateSnapshot['storage'];
  to: string | undefined;
  success: boolean;
  returnData: Uint8Array;
  rolledBack: boolean;
}

/** Makes a recorder. */
export function traceCalls(context: TraceContext): CallTrace {
  const recorded: Recorded[] = [];
  // Open frames: where their records begin, and their own record if they have one.
  const open: {
    readonly first: number;
    readonly firstTransfer: number;
    readonly firstWrite: number;
    readonly firstInner: number;
    readonly own: Recorded | undefined;
    readonly start: FrameStart;
    readonly before: InnerCall['before'] | undefined;
  }[] = [];
  const failures: FailedCall[] = [];
  // Those of frames that failed are dropped when the frame ends.
  const transfers: Transfer[] = [];
  const writes: StorageWrite[] = [];
  const inner: InnerCall[] = [];
  const now = (): InnerCall['before'] => ({ state: takeStateSnapshot(context), transfers: [...transfers] });
  return {
    onStart: (start) => {
      const [firstTransfer, firstWrite] = [transfers.length, writes.length];
      const { from, to, value } = start;
      const before = isInner(context, start) ? now() : undefined;
      // A creation has no address yet; `callcode` moves ether nowhere.
      if (value > 0n && to !== undefined && start.kind !== 'callcode') transfers.push({ from, to, value });
      const own = isRecorded(context, start) ? record(context, start, [...transfers]) : undefined;
      open.push({
        first: recorded.length,
        firstTransfer,
        firstWrite,
        firstInner: inner.length,
        own,
        start,
        before,
      });
      if (own !== undefined) recorded.push(own);
    },
    onWrite: (address) => {
      if (!context.watched.has(address) || writes.length >= MOST_WRITES) return;
      writes.push({ contract: address, state: takeStateSnapshot(context), transfers: [...transfers] });
    },
    onEnd: (end) => {
      const frame = open.pop();
      if (frame === undefined) return;
      if (frame.own !== undefined) finish(frame.own, end);
      const note = (): void => {
        const { from, to, value, data } = frame.start;
        if (frame.before === undefined || to === undefined) return;
        const { success, returnData } = end;
        const made = { from, to, value, data: toHex(data), success, returnData: toHex(returnData) };
        inner.push({ ...made, before: frame.before, after: success ? now() : frame.before });
      };
      if (end.success) {
        note();
        const { from, kind, value } = frame.start;
        if (
          kind === 'create' &&
          value > 0n &&
          end.createdAddress !== undefined &&
          frame.start.to === undefined
        )
          transfers.splice(frame.firstTransfer, 0, { from, to: end.createdAddress, value });
        return;
      }
      transfers.length = frame.firstTransfer;
      writes.length = frame.firstWrite;
      inner.length = frame.firstInner;
      note();
      for (const call of recorded.slice(frame.first)) call.rolledBack = true;
      const { to } = frame.start;
      if (to !== undefined && context.watched.has(to))
        failures.push({ contract: to, returnData: toHex(end.returnData) });
    },
    failures: () => failures,
    transfers: () => (open.length > 0 ? [] : transfers),
    writes: () => (open.length > 0 ? [] : writes),
    innerCalls: () => (open.length > 0 ? [] : inner),
    calls: () => {
      // Frames still open were cut off by the step budget, which undoes the whole transaction.
      if (open.length > 0) for (const call of recorded) call.rolledBack = true;
      return recorded.map((call) => ({
        kind: call.start.kind,
        from: call.start.from,
        to: call.to,
        value: call.start.value,
        data: toHex(call.start.data),
        gas: call.start.gas,
        depth: call.start.depth,
        state: { balances: call.balances, storage: call.storage, block: context.block },
        transfers: call.transfers,
        success: call.success,
        returnData: toHex(call.returnData),
        rolledBack: call.rolledBack,
      }));
    },
  };
}

/** The present state, in the form callees' states are recorded. */
export function takeStateSnapshot(
  context: Pick<TraceContext, 'ledger' | 'watched' | 'block'>,
): StateSnapshot {
  const { ledger, watched, block } = context;
  return { balances: ledger.balances(), storage: copyStorage(ledger, watched), block };
}

function isRecorded(context: TraceContext, start: FrameStart): boolean {
  if (start.depth === 0 || !context.watched.has(start.from)) return false;
  return start.to === undefined || !context.isPrecompile(start.to);
}

/** A call from outside that does not begin the transaction. */
function isInner(context: TraceContext, { kind, depth, from, to }: FrameStart): boolean {
  return (
    (kind === 'call' || kind === 'staticcall') &&
    depth > 0 &&
    to !== undefined &&
    context.watched.has(to) &&
    !context.watched.has(from)
  );
}

function record(context: TraceContext, start: FrameStart, transfers: readonly Transfer[]): Recorded {
  const balances = new Map(context.ledger.balances());
  // The EVM moves the value right after this moment and checked before it that there is enough.
  if (start.value > 0n && start.kind !== 'callcode') {
    balances.set(start.from, (balances.get(start.from) ?? 0n) - start.value);
    if (start.to !== undefined) balances.set(start.to, (balances.get(start.to) ?? 0n) + start.value);
  }
  return {
    start,
    transfers,
    balances,
    storage: copyStorage(context.ledger, context.watched),
    to: start.to,
    success: false,
    returnData: new Uint8Array(0),
    rolledBack: false,
  };
}

function finish(call: Recorded, end: FrameEnd): void {
  call.success = end.success;
  call.returnData = end.returnData.slice();
  if (call.start.kind !== 'create' || end.createdAddress === undefined) return;
  call.to = end.createdAddress;
  if (call.start.value > 0n) {
    call.balances.set(call.to, (call.balances.get(call.to) ?? 0n) + call.start.value);
  }
}

function copyStorage(ledger: Ledger, watched: ReadonlySet<string>): StateSnapshot['storage'] {
  return new Map([...watched].map((address) => [address, new Map(ledger.storageOf(address))]));
}
