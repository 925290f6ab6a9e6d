// An attacker contract that follows a script: hand-written bytecode that keeps its script in storage, so that it is a
// contract like any other to those it plays with.
import { assemble, type Instruction } from './assembler.js';
import { fromHex, normalizeAddress, toBigInt, wordHex } from './bytes.js';

/**
 * What a puppet does when it is called. Under the 2,300 gas stipend a scripted puppet can do nothing but accept or, while
 * it is told so (`puppetMode`), refuse; called by `delegatecall` the script is out of reach and it accepts.
 */
export type PuppetScript =
  | { readonly kind: 'accept' }
  | { readonly kind: 'revert' }
  | {
      readonly kind: 'script';
      /** One entry for each incoming call, in order; a call made from within an entry takes the next one. */
      readonly entries: readonly PuppetEntry[];
      /** What calls beyond the last entry meet. */
      readonly otherwise?: 'accept' | 'revert';
      /**
       * Return data by selector (`0x` and eight digits), answered before any entry is used up, and the only answers
       * possible in a static call (which otherwise returns nothing).
       */
      readonly replies?: Readonly<Record<string, string>>;
    };

/** The reaction to one incoming call. An entry that reverts takes its own use back: the next call meets it again. */
export interface PuppetEntry {
  readonly calls: readonly PuppetCall[];
  /** Hex; nothing by default. */
  readonly returnData?: string;
  /** Reverts with the return data instead of returning it, after the calls (which are thereby undone). */
  readonly reverts?: boolean;
}

/** A call the puppet makes; its failure is ignored unless `mustSucceed`, which passes the revert on. */
export interface PuppetCall {
  readonly to: string;
  readonly value: bigint;
  /** Hex. */
  readonly data: string;
  readonly mustSucceed?: boolean;
}

// Storage: the mode, the calls met so far, the number of entries, the mode beyond them; then entries, calls and words at
// addresses made by shifting, and replies by selector.
const SLOT = { mode: 0n, met: 1n, entries: 2n, otherwise: 3n };
const ENTRY_SHIFT = 128n;
const CALL_SHIFT = 72n;
const ENTRY = { calls: 0n, reverts: 1n, size: 2n, words: 1n << 64n };
const CALL = { to: 0n, value: 1n, size: 2n, mustSucceed: 3n, words: 16n };
const REPLY_BASE = 1n << 200n;
const REPLY_SHIFT = 64n;
const MODE = { accept: 0n, revert: 1n, script: 2n };
/** Added to the mode: calls with no more gas than the stipend are refused. */
const REFUSES_STIPEND = 4n;

/** Where the mode of a puppet lies, and a mode with the stipend accepted or refused. */
export const puppetMode = {
  slot: wordHex(SLOT.mode),
  withStipend(mode: bigint, refused: boolean): bigint {
    // What only accepts has no script to go on with: one without entries accepts as well.
    if (refused) return (mode === MODE.accept ? MODE.script : mode) | REFUSES_STIPEND;
    return mode & ~REFUSES_STIPEND;
  },
} as const;

/** The storage that holds a script, by slot in `wordHex` form. */
export function puppetStorage(script: PuppetScript): ReadonlyMap<string, bigint> {
  const storage = new Map<string, bigint>();
  const put = (slot: bigint, value: bigint): void => {
    if (value !== 0n) storage.set(wordHex(slot), value);
  };
  const putWords = (slot: bigint, bytes: Uint8Array): void => {
    for (let start = 0; start < bytes.length; start += 32) {
      const word = new Uint8Array(32);
      word.set(bytes.subarray(start, start + 32));
      put(slot + BigInt(start / 32), toBigInt(word));
    }
  };
  put(SLOT.mode, MODE[script.kind]);
  if (script.kind !== 'script') return storage;
  put(SLOT.entries, BigInt(script.entries.length));
  put(SLOT.otherwise, MODE[script.otherwise ?? 'accept']);
  script.entries.forEach((entry, index) => {
    const base = BigInt(index + 1) << ENTRY_SHIFT;
    const returnData = fromHex(entry.returnData ?? '0x');
    put(base + ENTRY.calls, BigInt(entry.calls.length));
    put(base + ENTRY.reverts, entry.reverts === true ? 1n : 0n);
    put(base + ENTRY.size, BigInt(returnData.length));
    putWords(base + ENTRY.words, returnData);
    entry.calls.forEach((call, position) => {
      const place = base + (BigInt(position + 1) << CALL_SHIFT);
      const data = fromHex(call.data);
      put(place + CALL.to, BigInt(normalizeAddress(call.to)));
      put(place + CALL.value, call.value);
      put(place + CALL.size, BigInt(data.length));
      put(place + CALL.mustSucceed, call.mustSucceed === true ? 1n : 0n);
      putWords(place + CALL.words, data);
    });
  });
  for (const [selector, reply] of Object.entries(script.replies ?? {})) {
    if (!/^0x[0-9a-fA-F]{8}$/.test(selector)) throw new RangeError(`not a selector: ${selector}`);
    const base = REPLY_BASE + (BigInt(selector) << REPLY_SHIFT);
    const data = fromHex(reply);
    // One more than the size, so that an empty reply differs from none.
    put(base, BigInt(data.length) + 1n);
    putWords(base + 1n, data);
  }
  return storage;
}

/** Where a puppet counts the calls that it met. */
export const puppetMet = wordHex(SLOT.met);

// Memory cells of the program; data is assembled from `buffer` on.
const CELL = {
  entry: 0x00n,
  calls: 0x20n,
  call: 0x40n,
  place: 0x60n,
  from: 0x80n,
  size: 0xa0n,
  at: 0xc0n,
  mode: 0xe0n,
};
const BUFFER = 0x100n;
const STIPEND_GUARD = 20_000n;
const COUNTER_GAS = 60_000n;

/** The runtime bytecode shared by all puppets. */
export function puppetCode(): Uint8Array {
  return assemble([
    // The one cold read that a stipend pays for (2,100 gas), and not 100 gas more until it accepts or refuses.
    ...[SLOT.mode, 'SLOAD', ...save(CELL.mode)],
    ...ifThen([STIPEND_GUARD, 'GAS', 'LT'], 'stipend'),
    ...ifThen([...load(CELL.mode), 'ISZERO'], 'accept'),
    ...ifThen([MODE.revert, ...load(CELL.mode), 'EQ'], 'revert'),
    ...ifThen(['CALLER', 'ADDRESS', 'EQ'], 'count'),
    ...ifThen([4n, 'CALLDATASIZE', 'LT'], 'next entry'),

    // A reply by selector, if there is one.
    ...[REPLY_BASE, 0n, 'CALLDATALOAD', 224n, 'SHR', REPLY_SHIFT, 'SHL', 'ADD'],
    ...save(CELL.place),
    ...ifThen([...load(CELL.place), 'SLOAD', 'ISZERO'], 'next entry'),
    ...[1n, ...load(CELL.place), 'SLOAD', 'SUB', ...save(CELL.size)],
    ...[1n, ...load(CELL.place), 'ADD', ...save(CELL.from)],
    ...callRoutine('copy', 'reply copied'),
    ...[...load(CELL.size), BUFFER, 'RETURN'],

    // Counting happens in a call to itself, because in a static call it fails and must not take everything down.
    { label: 'next entry' },
    ...[0n, 0n, 0n, 0n, 0n, 'ADDRESS', COUNTER_GAS, 'CALL', 'ISZERO'],
    ...[{ target: 'accept' }, 'JUMPI'],
    ...ifThen([SLOT.met, 'SLOAD', SLOT.entries, 'SLOAD', 'LT'], 'otherwise'),
    ...[SLOT.met, 'SLOAD', ENTRY_SHIFT, 'SHL', ...save(CELL.entry)],
    ...[...load(CELL.entry), ENTRY.calls, 'ADD', 'SLOAD', ...save(CELL.calls)],
    ...[0n, ...save(CELL.call)],

    { label: 'next call' },
    ...[...load(CELL.calls), ...load(CELL.call), 'LT', 'ISZERO', { target: 'finish' }, 'JUMPI'],
    ...[1n, ...load(CELL.call), 'ADD', ...save(CELL.call)],
    ...[...load(CELL.call), CALL_SHIFT, 'SHL', ...load(CELL.entry), 'ADD', ...save(CELL.place)],
    ...[...load(CELL.place), CALL.size, 'ADD', 'SLOAD', ...save(CELL.size)],
    ...[...load(CELL.place), CALL.words, 'ADD', ...save(CELL.from)],
    ...callRoutine('copy', 'data copied'),
    ...[0n, 0n, ...load(CELL.size), BUFFER],
    ...[...load(CELL.place), CALL.value, 'ADD', 'SLOAD'],
    ...[...load(CELL.place), CALL.to, 'ADD', 'SLOAD'],
    ...['GAS', 'CALL', { target: 'next call' }, 'JUMPI'],
    ...[...load(CELL.place), CALL.mustSucceed, 'ADD', 'SLOAD', 'ISZERO', { target: 'next call' }, 'JUMPI'],
    ...['RETURNDATASIZE', 0n, BUFFER, 'RETURNDATACOPY', 'RETURNDATASIZE', BUFFER, 'REVERT'],

    { label: 'finish' },
    ...[...load(CELL.entry), ENTRY.size, 'ADD', 'SLOAD', ...save(CELL.size)],
    ...[...load(CELL.entry), ENTRY.words, 'ADD', ...save(CELL.from)],
    ...callRoutine('copy', 'result copied'),
    ...ifThen([...load(CELL.entry), ENTRY.reverts, 'ADD', 'SLOAD'], 'revert with data'),
    ...[...load(CELL.size), BUFFER, 'RETURN'],
    { label: 'revert with data' },
    ...[...load(CELL.size), BUFFER, 'REVERT'],

    { label: 'stipend' },
    ...ifThen([MODE.revert | REFUSES_STIPEND, ...load(CELL.mode), 'AND'], 'revert'),
    'STOP',

    { label: 'otherwise' },
    ...ifThen([SLOT.otherwise, 'SLOAD'], 'revert'),
    { label: 'accept' },
    'STOP',
    { label: 'revert' },
    ...[0n, 0n, 'REVERT'],
    { label: 'count' },
    ...[1n, SLOT.met, 'SLOAD', 'ADD', SLOT.met, 'SSTORE', 'STOP'],

    // Copies `size` bytes stored from slot `from` on into the buffer, then jumps to the address on the stack.
    { label: 'copy' },
    ...[0n, ...save(CELL.at)],
    { label: 'next word' },
    ...[...load(CELL.size), ...load(CELL.at), 'LT', 'ISZERO', { target: 'copied' }, 'JUMPI'],
    ...[...load(CELL.at), 5n, 'SHR', ...load(CELL.from), 'ADD', 'SLOAD'],
    ...[...load(CELL.at), BUFFER, 'ADD', 'MSTORE'],
    ...[32n, ...load(CELL.at), 'ADD', ...save(CELL.at)],
    ...[{ target: 'next word' }, 'JUMP'],
    { label: 'copied' },
    'JUMP',
  ]);
}

function ifThen(condition: readonly Instruction[], label: string): readonly Instruction[] {
  return [...condition, { target: label }, 'JUMPI'];
}

function load(cell: bigint): readonly Instruction[] {
  return [cell, 'MLOAD'];
}

function save(cell: bigint): readonly Instruction[] {
  return [cell, 'MSTORE'];
}

function callRoutine(routine: string, back: string): readonly Instruction[] {
  return [{ target: back }, { target: routine }, 'JUMP', { label: back }];
}
