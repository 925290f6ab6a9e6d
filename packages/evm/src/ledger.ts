// The chain's state as the EVM sees it: accounts, code and storage with an undo log, so that reverting a call frame or
// going back to a snapshot costs only what changed. The door to @ethereumjs/statemanager (for its gas bookkeeping).
import type { AccountFields, StateManagerInterface } from '@ethereumjs/common';
import { toBigInt, toBytes, wordHex } from './bytes.js';
import { keccak256 } from './keccak.js';

type EvmAddress = Parameters<StateManagerInterface['getAccount']>[0];
type EvmAccount = NonNullable<Awaited<ReturnType<StateManagerInterface['getAccount']>>>;

/** The classes of @ethereumjs that the ledger makes instances of, passed in because they are loaded lazily. */
export interface LedgerClasses {
  readonly Account: new (
    nonce?: bigint,
    balance?: bigint,
    root?: Uint8Array,
    codeHash?: Uint8Array,
  ) => EvmAccount;
  readonly OriginalStorageCache: new (
    get: StateManagerInterface['getStorage'],
  ) => { get: StateManagerInterface['getStorage']; clear: () => void };
}

/** The state, readable without the EVM; addresses are normalized, slots in `wordHex` form. */
export interface Ledger {
  readonly stateManager: StateManagerInterface;
  readonly balanceOf: (address: string) => bigint;
  readonly setBalance: (address: string, amount: bigint) => void;
  readonly nonceOf: (address: string) => bigint;
  readonly setNonce: (address: string, nonce: bigint) => void;
  readonly codeOf: (address: string) => Uint8Array;
  readonly setCode: (address: string, code: Uint8Array) => void;
  /** Slots ever written and not undone, zeros included. */
  readonly storageOf: (address: string) => ReadonlyMap<string, bigint>;
  readonly setStorage: (address: string, slot: string, value: bigint) => void;
  /** Removes code, nonce, balance and storage, as the end of a transaction does with a destroyed account. */
  readonly removeAccount: (address: string) => void;
  readonly clearStorage: (address: string) => void;
  readonly balances: () => ReadonlyMap<string, bigint>;
  /** A position of the undo log. */
  readonly mark: () => number;
  /** Undoes everything after `mark`, and forgets open checkpoints made after it. */
  readonly undoTo: (mark: number) => void;
  /** To be told of writes to storage by code, right after each. */
  readonly observeWrites: (observer: ((address: string) => void) | undefined) => void;
}

interface AccountRecord {
  readonly nonce: bigint;
  readonly balance: bigint;
}

const emptyRecord: AccountRecord = { nonce: 0n, balance: 0n };
const noCode = new Uint8Array(0);
const emptyCodeHash = keccak256(noCode);

/** An empty ledger. */
export function createLedger(classes: LedgerClasses): Ledger {
  const accounts = new Map<string, AccountRecord>();
  const codes = new Map<string, { readonly code: Uint8Array; readonly hash: Uint8Array }>();
  const storage = new Map<string, Map<string, bigint>>();
  const undo: (() => void)[] = [];
  const checkpoints: number[] = [];
  let onWrite: ((address: string) => void) | undefined;

  // Every change goes through here, which makes it undoable.
  const put = <V>(map: Map<string, V>, key: string, value: V | undefined): void => {
    const had = map.has(key);
    const before = map.get(key);
    undo.push(() => {
      if (had) map.set(key, before as V);
      else map.delete(key);
    });
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  };
  const slotsOf = (address: string): Map<string, bigint> => {
    let slots = storage.get(address);
    if (slots === undefined) {
      slots = new Map();
      storage.set(address, slots);
    }
    return slots;
  };
  const undoTo = (mark: number): void => {
    while (undo.length > mark) undo.pop()?.();
    while (checkpoints.length > 0 && (checkpoints.at(-1) ?? 0) > mark) checkpoints.pop();
  };
  const record = (address: string): AccountRecord => accounts.get(address) ?? emptyRecord;
  const setCode = (address: string, code: Uint8Array): void => {
    if (!accounts.has(address)) put(accounts, address, emptyRecord);
    put(codes, address, code.length === 0 ? undefined : { code, hash: keccak256(code) });
  };
  const clearStorage = (address: string): void => {
    const slots = slotsOf(address);
    for (const slot of [...slots.keys()]) put(slots, slot, undefined);
  };
  const removeAccount = (address: string): void => {
    put(accounts, address, undefined);
    put(codes, address, undefined);
    clearStorage(address);
  };

  const getStorage = async (address: EvmAddress, key: Uint8Array): Promise<Uint8Array> => {
    const value = storage.get(address.toString())?.get(wordHex(toBigInt(key))) ?? 0n;
    return value === 0n ? noCode : trimmed(value);
  };
  const putAccount = async (address: EvmAddress, account?: EvmAccount): Promise<void> => {
    const next = account === undefined ? undefined : { nonce: account.nonce, balance: account.balance };
    put(accounts, address.toString(), next);
  };
  const getAccount = async (address: EvmAddress): Promise<EvmAccount | undefined> => {
    const found = accounts.get(address.toString());
    if (found === undefined) return undefined;
    // A fresh object each time: the EVM mutates what it gets before putting it back.
    const hash = codes.get(address.toString())?.hash ?? emptyCodeHash;
    return new classes.Account(found.nonce, found.balance, undefined, hash);
  };
  const noRoots = async (): Promise<never> => {
    throw new Error('this ledger has no state roots');
  };
  const cache = new classes.OriginalStorageCache(getStorage);

  const stateManager: StateManagerInterface = {
    getAccount,
    putAccount,
    deleteAccount: async (address) => put(accounts, address.toString(), undefined),
    modifyAccountFields: async (address, fields: AccountFields) => {
      const before = record(address.toString());
      put(accounts, address.toString(), {
        nonce: fields.nonce ?? before.nonce,
        balance: fields.balance ?? before.balance,
      });
    },
    putCode: async (address, code) => setCode(address.toString(), code),
    getCode: async (address) => codes.get(address.toString())?.code ?? noCode,
    getCodeSize: async (address) => codes.get(address.toString())?.code.length ?? 0,
    getStorage,
    putStorage: async (address, key, value) => {
      put(slotsOf(address.toString()), wordHex(toBigInt(key)), toBigInt(value));
      onWrite?.(address.toString());
    },
    clearStorage: async (address) => clearStorage(address.toString()),
    checkpoint: async () => {
      checkpoints.push(undo.length);
    },
    commit: async () => {
      checkpoints.pop();
    },
    revert: async () => {
      const mark = checkpoints.pop();
      if (mark !== undefined) undoTo(mark);
    },
    getStateRoot: noRoots,
    setStateRoot: noRoots,
    hasStateRoot: noRoots,
    originalStorageCache: cache,
    clearCaches: () => cache.clear(),
    shallowCopy: () => stateManager,
  };

  return {
    stateManager,
    balanceOf: (address) => record(address).balance,
    setBalance: (address, balance) => put(accounts, address, { ...record(address), balance }),
    nonceOf: (address) => record(address).nonce,
    setNonce: (address, nonce) => put(accounts, address, { ...record(address), nonce }),
    codeOf: (address) => codes.get(address)?.code ?? noCode,
    setCode,
    storageOf: (address) => storage.get(address) ?? new Map(),
    setStorage: (address, slot, value) => put(slotsOf(address), slot, value),
    removeAccount,
    clearStorage,
    balances: () => new Map([...accounts].map(([address, { balance }]) => [address, balance])),
    mark: () => undo.length,
    undoTo,
    observeWrites: (observer) => {
      onWrite = observer;
    },
  };
}

// The EVM expects values without leading zero bytes.
function trimmed(value: bigint): Uint8Array {
  const digits = value.toString(16).length;
  return toBytes(value, Math.ceil(digits / 2));
}
