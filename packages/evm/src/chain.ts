// An in-process chain for replaying traces: deploys compiled contracts, runs transactions, shows what they did.
// Gas is not modelled: transactions get a limit no trace reaches, at price zero.
import { encodeCall, encodeConstructor } from './abi.js';
import type { AbiValue } from './abi-value.js';
import { concatBytes, fromHex, normalizeAddress, toHex, wordHex } from './bytes.js';
import {
  type FailedCall,
  type InnerCall,
  type OutgoingCall,
  type StateSnapshot,
  type StorageWrite,
  type Transfer,
  takeStateSnapshot,
  traceCalls,
} from './call-trace.js';
import type { Abi, CompiledContract } from './contract.js';
import { type DecodedState, decodeStorage } from './decode-storage.js';
import {
  type BlockContext,
  createEngine,
  type Engine,
  type EngineLog,
  type EngineMessage,
} from './engine.js';
import { librariesOf, linkCreationCode } from './link.js';
import { type PuppetScript, puppetCode, puppetMet, puppetMode, puppetStorage } from './puppet.js';
import { decodeRevert, type Revert } from './revert.js';

/** Chain settings. */
export interface ChainOptions {
  /** Of the first block, in seconds; 1 by default. */
  readonly timestamp?: bigint;
  /** Of the first block; 1 by default. */
  readonly number?: bigint;
  /** Gas of each transaction; 2^50 by default. */
  readonly gasLimit?: bigint;
  /** Jump targets a transaction may pass before it fails with `step budget exceeded`; 5 million by default. */
  readonly maxJumps?: number;
}

/** A deployment. The account `from` is given what it lacks of `value` (reported as `toppedUp`). */
export interface Deployment {
  readonly contract: CompiledContract;
  readonly from: string;
  readonly value?: bigint;
  readonly args: readonly AbiValue[];
  /** Deploys here rather than at the address that follows from `from` and its nonce. */
  readonly address?: string;
  readonly block?: BlockContext;
}

/** What a transaction says: raw call data, or a function by name or signature (found in the ABI watched at `to`). */
export type TransactionCall =
  | { readonly data: string }
  | { readonly function: string; readonly args: readonly AbiValue[] };

/** A transaction; block numbers and timestamps do not decrease and stay the last ones by default. */
export type Transaction = TransactionCall & {
  /** Who signed the transaction, when a contract makes this call; `from` by default. */
  readonly origin?: string;
  readonly from: string;
  readonly to: string;
  readonly value?: bigint;
  readonly block?: BlockContext;
  /** Whether the result tells of every write to storage. */
  readonly observeWrites?: boolean;
};

/** What a transaction did. */
export interface TransactionResult {
  readonly success: boolean;
  readonly returnData: string;
  readonly revert?: Revert;
  readonly logs: readonly EngineLog[];
  readonly outgoing: readonly OutgoingCall[];
  readonly failures: readonly FailedCall[];
  /** Calls that other code made of watched contracts meanwhile. */
  readonly innerCalls: readonly InnerCall[];
  /** Ether that moved with calls and creations, in order; what was taken back is left out. */
  readonly transfers: readonly Transfer[];
  /** Empty unless they were asked for. */
  readonly writes: readonly StorageWrite[];
  /** Ether created to let the sender pay. */
  readonly toppedUp: bigint;
  readonly block: BlockContext;
}

/** What a deployment did; `returnData` is left out in favor of the address. */
export interface DeploymentResult extends Omit<TransactionResult, 'returnData'> {
  readonly address: string;
}

/** A chain. Addresses are accepted in any case and given in lower case. One transaction runs at a time: await each. */
export interface Chain {
  readonly deploy: (deployment: Deployment) => Promise<DeploymentResult>;
  readonly transact: (transaction: Transaction) => Promise<TransactionResult>;
  /** Runs a transaction and undoes it: for views and questions. */
  readonly simulate: (transaction: Transaction) => Promise<TransactionResult>;
  /** Records the calls of the contract at `address` and uses its ABI; deployed contracts are watched already. */
  readonly watch: (address: string, contract: CompiledContract) => void;
  readonly balanceOf: (address: string) => bigint;
  readonly setBalance: (address: string, amount: bigint) => void;
  /** Ether that arrives without a call, as from a block reward or a self-destruction. */
  readonly forceEther: (to: string, amount: bigint) => void;
  readonly codeOf: (address: string) => string;
  readonly readStorage: (address: string, slot: bigint) => bigint;
  readonly writeStorage: (address: string, slot: bigint, value: bigint) => void;
  /** State variables of a contract, now or at an outgoing call; throws `NoStorageLayoutError`. */
  readonly decodeStorage: (address: string, contract: CompiledContract, at?: StateSnapshot) => DecodedState;
  readonly state: () => StateSnapshot;
  readonly block: () => BlockContext;
  /** Puts runtime bytecode (`0x` hex) at an address, as if it had been deployed there. */
  readonly putCode: (address: string, code: string) => void;
  /** Makes a puppet at a fresh or given address. */
  readonly deployPuppet: (script?: PuppetScript, address?: string) => string;
  /** Gives a puppet a new script, from its first entry on. */
  readonly setPuppet: (address: string, script: PuppetScript) => void;
  /** Makes a puppet refuse calls that come with no more gas than the stipend, or accept them again. */
  readonly refuseStipend: (address: string, refused: boolean) => void;
  /** How many calls a puppet met; transactions that revert and going back in time take calls back. */
  readonly callsMet: (address: string) => bigint;
  /** Lets the script of a puppet go on after so many calls. */
  readonly setCallsMet: (address: string, calls: bigint) => void;
  readonly snapshot: () => Snapshot;
  /** Goes back; snapshots taken after this one become invalid. */
  readonly revertTo: (snapshot: Snapshot) => void;
}

/** A point to go back to. */
export interface Snapshot {
  readonly mark: number;
  readonly block: BlockContext;
  readonly watched: ReadonlyMap<string, CompiledContract>;
  readonly libraries: ReadonlyMap<CompiledContract, string>;
}

/** Creates a chain with no accounts; loads the EVM. */
export async function createChain(options: ChainOptions = {}): Promise<Chain> {
  const engine = await createEngine({
    gasLimit: options.gasLimit ?? 1n << 50n,
    maxJumps: options.maxJumps ?? 5_000_000,
  });
  const { ledger } = engine;
  let block: BlockContext = { number: options.number ?? 1n, timestamp: options.timestamp ?? 1n };
  let watched: ReadonlyMap<string, CompiledContract> = new Map();
  let libraries: ReadonlyMap<CompiledContract, string> = new Map();

  const enterBlock = (next: BlockContext | undefined): void => {
    if (next === undefined) return;
    if (next.number < block.number || next.timestamp < block.timestamp) {
      throw new RangeError('block numbers and timestamps do not decrease');
    }
    block = next;
  };
  const topUp = (from: string, value: bigint): bigint => {
    const lacking = value - ledger.balanceOf(from);
    if (lacking <= 0n) return 0n;
    ledger.setBalance(from, value);
    return lacking;
  };
  const runMessage = async (message: EngineMessage, observeWrites = false): Promise<TransactionResult> => {
    const toppedUp = topUp(message.from, message.value);
    const { isPrecompile } = engine;
    const trace = traceCalls({ ledger, watched: new Set(watched.keys()), block, isPrecompile });
    if (observeWrites) ledger.observeWrites(trace.onWrite);
    const result = await engine.run(message, block, trace).finally(() => ledger.observeWrites(undefined));
    const base = {
      success: result.success,
      returnData: toHex(result.returnData),
      logs: result.logs,
      outgoing: trace.calls(),
      failures: trace.failures(),
      innerCalls: result.success ? trace.innerCalls() : [],
      transfers: result.success ? trace.transfers() : [],
      writes: result.success ? trace.writes() : [],
      toppedUp,
      block,
    };
    if (result.exception === undefined) return base;
    return { ...base, revert: decodeRevert(result.exception, result.returnData, errorAbis(watched)) };
  };

  const deployAt = async (
    contract: CompiledContract,
    address: string,
    message: Pick<EngineMessage, 'from' | 'value'>,
    args: Uint8Array,
  ): Promise<DeploymentResult> => {
    if (contract.creationCode === '0x') {
      throw new RangeError(`${contract.name} is abstract or an interface: it has no code to deploy`);
    }
    if (ledger.codeOf(address).length > 0) throw new RangeError(`there is a contract at ${address} already`);
    await deployLibraries(contract);
    const code = concatBytes(linkCreationCode(contract, libraryAddresses(contract, libraries)), args);
    const before = ledger.nonceOf(address);
    ledger.setNonce(address, 1n);
    const { returnData, ...result } = await runMessage({
      ...message,
      to: address,
      data: new Uint8Array(0),
      code,
    });
    if (result.success) ledger.setCode(address, fromHex(returnData));
    else ledger.setNonce(address, before);
    return { ...result, address };
  };
  const deployLibraries = async (contract: CompiledContract): Promise<void> => {
    for (const library of librariesOf(contract).values()) {
      if (libraries.has(library)) continue;
      const address = freshAddress(engine, libraryDeployer);
      ledger.setNonce(libraryDeployer, ledger.nonceOf(libraryDeployer) + 1n);
      // Known before it is deployed: libraries may call each other in a circle.
      libraries = new Map([...libraries, [library, address]]);
      const result = await deployAt(
        library,
        address,
        { from: libraryDeployer, value: 0n },
        new Uint8Array(0),
      );
      if (!result.success) throw new Error(`library ${library.name} cannot be deployed`);
    }
  };
  const callData = (to: string, call: TransactionCall): Uint8Array => {
    if ('data' in call) return fromHex(call.data);
    const contract = watched.get(to);
    if (contract === undefined) throw new RangeError(`no contract is watched at ${to}: give raw call data`);
    return fromHex(encodeCall(contract.abi, call.function, call.args));
  };
  const transact = async (transaction: Transaction): Promise<TransactionResult> => {
    const to = normalizeAddress(transaction.to);
    const data = callData(to, transaction);
    enterBlock(transaction.block);
    const { origin } = transaction;
    const message = {
      from: normalizeAddress(transaction.from),
      ...(origin === undefined ? {} : { origin: normalizeAddress(origin) }),
      to,
      value: transaction.value ?? 0n,
      data,
    };
    return runMessage(message, transaction.observeWrites);
  };
  const snapshot = (): Snapshot => ({ mark: ledger.mark(), block, watched, libraries });
  const revertTo = (point: Snapshot): void => {
    ledger.undoTo(point.mark);
    ({ block, watched, libraries } = point);
  };
  const setPuppet = (address: string, script: PuppetScript): void => {
    const place = normalizeAddress(address);
    ledger.clearStorage(place);
    for (const [slot, value] of puppetStorage(script)) ledger.setStorage(place, slot, value);
  };

  return {
    deploy: async (deployment) => {
      const from = normalizeAddress(deployment.from);
      const args = encodeConstructor(deployment.contract.abi, deployment.args);
      enterBlock(deployment.block);
      const address =
        deployment.address === undefined ? freshAddress(engine, from) : normalizeAddress(deployment.address);
      const watchedBefore = watched;
      // Watched from the start: the constructor may call out, and its errors are the contract's.
      watched = new Map([...watched, [address, deployment.contract]]);
      const message = { from, value: deployment.value ?? 0n };
      const result = await deployAt(deployment.contract, address, message, args);
      if (!result.success) watched = watchedBefore;
      return result;
    },
    transact,
    simulate: async (transaction) => {
      const point = snapshot();
      const result = await transact(transaction);
      revertTo(point);
      return result;
    },
    watch: (address, contract) => {
      watched = new Map([...watched, [normalizeAddress(address), contract]]);
    },
    balanceOf: (address) => ledger.balanceOf(normalizeAddress(address)),
    setBalance: (address, amount) => ledger.setBalance(normalizeAddress(address), amount),
    forceEther: (to, amount) => {
      const address = normalizeAddress(to);
      ledger.setBalance(address, ledger.balanceOf(address) + amount);
    },
    codeOf: (address) => toHex(ledger.codeOf(normalizeAddress(address))),
    readStorage: (address, slot) => ledger.storageOf(normalizeAddress(address)).get(wordHex(slot)) ?? 0n,
    writeStorage: (address, slot, value) =>
      ledger.setStorage(normalizeAddress(address), wordHex(slot), BigInt.asUintN(256, value)),
    decodeStorage: (address, contract, at) => {
      const place = normalizeAddress(address);
      const code = ledger.codeOf(place);
      return decodeStorage(contract, {
        slots: at?.storage.get(place) ?? ledger.storageOf(place),
        preimages: engine.preimages,
        code,
        guesses: () => keyGuesses(code, ledger.balances().keys()),
      });
    },
    state: () => takeStateSnapshot({ ledger, watched: new Set(watched.keys()), block }),
    block: () => block,
    putCode: (address, code) => ledger.setCode(normalizeAddress(address), fromHex(code)),
    deployPuppet: (script, address) => {
      const place = address === undefined ? freshAddress(engine, puppetMaker) : normalizeAddress(address);
      if (address === undefined) ledger.setNonce(puppetMaker, ledger.nonceOf(puppetMaker) + 1n);
      ledger.setNonce(place, 1n);
      ledger.setCode(place, puppetCode());
      setPuppet(place, script ?? { kind: 'accept' });
      return place;
    },
    setPuppet,
    refuseStipend: (address, refused) => {
      const place = normalizeAddress(address);
      const mode = ledger.storageOf(place).get(puppetMode.slot) ?? 0n;
      ledger.setStorage(place, puppetMode.slot, puppetMode.withStipend(mode, refused));
    },
    callsMet: (address) => ledger.storageOf(normalizeAddress(address)).get(puppetMet) ?? 0n,
    setCallsMet: (address, calls) => ledger.setStorage(normalizeAddress(address), puppetMet, calls),
    snapshot,
    revertTo,
  };
}

// Accounts of no trace, whose creations get addresses that do not depend on it.
const libraryDeployer = '0x5000000000000000000000000000000000000001';
const puppetMaker = '0x5000000000000000000000000000000000000002';

function freshAddress(engine: Engine, from: string): string {
  return engine.creationAddress(from, engine.ledger.nonceOf(from));
}

function libraryAddresses(
  contract: CompiledContract,
  libraries: ReadonlyMap<CompiledContract, string>,
): ReadonlyMap<string, string> {
  return new Map(
    [...librariesOf(contract)].flatMap(([key, library]) => {
      const address = libraries.get(library);
      return address === undefined ? [] : [[key, address] as const];
    }),
  );
}

// Errors of everything compiled together may bubble up (libraries, bases), the watched contracts' own come first.
function errorAbis(watched: ReadonlyMap<string, CompiledContract>): readonly Abi[] {
  const contracts = new Set(watched.values());
  for (const contract of watched.values())
    for (const sibling of contract.siblings.values()) contracts.add(sibling);
  return [...contracts].map((contract) => contract.abi);
}

const PUSH1 = 0x60;
const PUSH32 = 0x7f;

// Small numbers, known addresses and the constants of the code.
function keyGuesses(code: Uint8Array, addresses: Iterable<string>): readonly bigint[] {
  const guesses = new Set<bigint>(Array.from({ length: 65 }, (_, value) => BigInt(value)));
  for (const address of addresses) guesses.add(BigInt(address));
  for (let position = 0; position < code.length; position++) {
    const opcode = code[position] ?? 0;
    if (opcode < PUSH1 || opcode > PUSH32) continue;
    const size = opcode - PUSH1 + 1;
    const constant = code.subarray(position + 1, position + 1 + size);
    if (size >= 4) guesses.add(BigInt(toHex(constant)));
    position += size;
  }
  return [...guesses];
}
