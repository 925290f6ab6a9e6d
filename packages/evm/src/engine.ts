// The door to @ethereumjs/evm: runs one message on the ledger, with unlimited code size, a step budget instead of a
// realistic gas limit, and a recorder of hash preimages. Loaded on first use.
import type { Message } from '@ethereumjs/evm';
import { concatBytes, fromHex, toBytes, toHex } from './bytes.js';
import type { Preimage, Preimages } from './decode-storage.js';
import { keccak256 } from './keccak.js';
import { createLedger, type Ledger } from './ledger.js';

/** A message to run at depth 0. With `code`, that code runs at `to` (a constructor), whatever is deployed there. */
export interface EngineMessage {
  /** Who signed the transaction, when a contract makes this call; `from` by default. */
  readonly origin?: string;
  readonly from: string;
  readonly to: string;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly code?: Uint8Array;
}

/** The block a message runs in. */
export interface BlockContext {
  readonly number: bigint;
  readonly timestamp: bigint;
}

/** How a message ended; `exception` is the EVM's word for it (`revert`, `invalid opcode`, …) when it failed. */
export interface EngineResult {
  readonly success: boolean;
  readonly exception: string | undefined;
  readonly returnData: Uint8Array;
  readonly logs: readonly EngineLog[];
}

/** A log in order of emission. */
export interface EngineLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** A call or creation as it starts, before its value has moved. */
export interface FrameStart {
  readonly kind: 'call' | 'staticcall' | 'delegatecall' | 'callcode' | 'create';
  /** Whose storage the calling code works on. */
  readonly from: string;
  /** The callee's code address; `undefined` while a creation has none. */
  readonly to: string | undefined;
  readonly value: bigint;
  readonly data: Uint8Array;
  readonly depth: number;
  /** Gas given to the callee. */
  readonly gas: bigint;
}

/** A call or creation as it ends. */
export interface FrameEnd {
  readonly success: boolean;
  readonly returnData: Uint8Array;
  readonly createdAddress: string | undefined;
}

/** Observers of the frames of a run, the top one included. */
export interface FrameObserver {
  readonly onStart: (frame: FrameStart) => void;
  readonly onEnd: (frame: FrameEnd) => void;
}

/** One EVM over one ledger. */
export interface Engine {
  readonly ledger: Ledger;
  readonly preimages: Preimages;
  readonly run: (
    message: EngineMessage,
    block: BlockContext,
    observer: FrameObserver,
  ) => Promise<EngineResult>;
  /** The address a creation by `from` gets at this nonce. */
  readonly creationAddress: (from: string, nonce: bigint) => string;
  /** Whether a precompiled contract sits at the address. */
  readonly isPrecompile: (address: string) => boolean;
}

/** Engine settings; see `ChainOptions`. */
export interface EngineOptions {
  readonly gasLimit: bigint;
  readonly maxJumps: number;
}

const JUMPDEST = 0x5b;

class StepBudgetExceeded extends Error {}

/** Loads the EVM and makes an engine with an empty ledger. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  // One after the other: these share modules, and some module loaders (Jest's) fail on concurrent imports of them.
  const util = await import('@ethereumjs/util');
  const { Common, Hardfork, Mainnet } = await import('@ethereumjs/common');
  const { OriginalStorageCache } = await import('@ethereumjs/statemanager');
  const { createEVM } = await import('@ethereumjs/evm');
  const preimages = new Map<string, Preimage[]>();
  const seen = new Set<string>();
  let recording = false;
  let jumps = 0;
  const recordingKeccak = (input: Uint8Array): Uint8Array => {
    const digest = keccak256(input);
    if (recording && input.length >= 32) {
      const hash = toHex(digest);
      if (!seen.has(hash)) {
        seen.add(hash);
        const last = toHex(input.subarray(input.length - 32));
        const list = preimages.get(last) ?? [];
        list.push({ key: input.slice(0, input.length - 32), hash });
        preimages.set(last, list);
      }
    }
    return digest;
  };
  const ledger = createLedger({ Account: util.Account, OriginalStorageCache });
  const evm = await createEVM({
    common: new Common({
      chain: Mainnet,
      hardfork: Hardfork.Osaka,
      customCrypto: { keccak256: recordingKeccak },
    }),
    stateManager: ledger.stateManager,
    allowUnlimitedContractSize: true,
    allowUnlimitedInitCodeSize: true,
    customOpcodes: [
      {
        // Every loop and every call of compiled code passes a JUMPDEST, so counting them bounds the work of a run
        // deterministically, which a gas limit of 2^50 does not.
        opcode: JUMPDEST,
        opcodeName: 'JUMPDEST',
        baseFee: 1,
        logicFunction: () => {
          if (++jumps > options.maxJumps) throw new StepBudgetExceeded();
        },
      },
    ],
  });
  const addressOf = (address: string) => util.createAddressFromString(address);

  let observer: FrameObserver | undefined;
  evm.events.on('beforeMessage', (message) => observer?.onStart(frameStart(message)));
  evm.events.on('afterMessage', (result) =>
    observer?.onEnd({
      success: result.execResult.exceptionError === undefined,
      returnData: result.execResult.returnValue,
      createdAddress: result.createdAddress?.toString(),
    }),
  );

  const prepare = (message: EngineMessage, coinbase: string): void => {
    // A transaction starts with these warm (EIP-2929, EIP-3651), which matters under the 2,300 gas stipend.
    for (const precompile of evm.precompiles.keys()) evm.journal.addAlwaysWarmAddress(precompile);
    for (const address of [message.from, message.to, coinbase]) evm.journal.addAlwaysWarmAddress(address);
    ledger.stateManager.originalStorageCache.clear();
    jumps = 0;
    recording = true;
  };

  const run = async (
    message: EngineMessage,
    block: BlockContext,
    frames: FrameObserver,
  ): Promise<EngineResult> => {
    const start = ledger.mark();
    const coinbase = util.createZeroAddress();
    prepare(message, coinbase.toString());
    observer = frames;
    try {
      const { execResult } = await evm.runCall({
        caller: addressOf(message.from),
        origin: addressOf(message.origin ?? message.from),
        to: addressOf(message.to),
        value: message.value,
        data: message.data,
        gasLimit: options.gasLimit,
        gasPrice: 0n,
        ...(message.code === undefined
          ? {}
          : { code: message.code, createdAddresses: new Set([addressOf(message.to).toString()]) }),
        block: {
          header: {
            number: block.number,
            timestamp: block.timestamp,
            coinbase,
            difficulty: 0n,
            prevRandao: new Uint8Array(32),
            gasLimit: options.gasLimit,
            baseFeePerGas: 0n,
            getBlobGasPrice: () => 1n,
          },
        },
      });
      const error = execResult.exceptionError;
      if (error === undefined) {
        // EIP-6780: only contracts born in this transaction vanish; runCall leaves that to its caller.
        for (const address of execResult.selfdestruct?.keys() ?? []) {
          if (execResult.createdAddresses?.has(address) === true) ledger.removeAccount(address);
        }
      }
      return {
        success: error === undefined,
        exception: error?.error,
        returnData: execResult.returnValue,
        logs: error === undefined ? (execResult.logs ?? []).map(readLog) : [],
      };
    } catch (error) {
      if (!(error instanceof StepBudgetExceeded)) throw error;
      ledger.undoTo(start);
      ledger.setNonce(message.from, ledger.nonceOf(message.from) + 1n);
      evm.transientStorage.clear();
      evm.journal.cleanJournal();
      return { success: false, exception: 'step budget exceeded', returnData: new Uint8Array(0), logs: [] };
    } finally {
      observer = undefined;
      recording = false;
      await evm.journal.cleanup();
      ledger.stateManager.originalStorageCache.clear();
    }
  };

  return {
    ledger,
    preimages,
    run,
    creationAddress: (from, nonce) =>
      toHex(util.generateAddress(fromHex(from), nonce === 0n ? new Uint8Array(0) : minimalBytes(nonce))),
    isPrecompile: (address) => evm.precompiles.has(address.slice(2)),
  };
}

function frameStart(message: Message): FrameStart {
  const caller = message.caller.toString();
  const to = message.to?.toString();
  const base = {
    value: message.value,
    data: message.data.slice(),
    depth: message.depth,
    gas: message.gasLimit,
  };
  if (to === undefined) return { ...base, kind: 'create', from: caller, to: undefined };
  const code = message.codeAddress.toString();
  if (message.delegatecall) return { ...base, kind: 'delegatecall', from: to, to: code, value: 0n };
  if (code !== to) return { ...base, kind: 'callcode', from: caller, to: code };
  return { ...base, kind: message.isStatic ? 'staticcall' : 'call', from: caller, to };
}

function readLog([address, topics, data]: readonly [
  Uint8Array,
  readonly Uint8Array[],
  Uint8Array,
]): EngineLog {
  return { address: toHex(address), topics: topics.map(toHex), data: toHex(data) };
}

function minimalBytes(value: bigint): Uint8Array {
  const bytes = toBytes(value);
  return concatBytes(bytes.subarray(bytes.findIndex((byte) => byte !== 0)));
}
