// Function symbols of the model: uninterpreted to the solver (with lemmas, see vc/lemmas.ts), exact on literals.

import { keccak_256 } from '@noble/hashes/sha3.js';
import { BOOL, BYTES, type FunctionSymbol, INT, type Sort, type Value } from '@surety/solvers';

type BitOperator = 'bitAnd' | 'bitOr' | 'bitXor';

const bitFunctions = new Map<BitOperator, FunctionSymbol>();

/** Bit operation on nonnegative integers. */
export function bitFunction(operator: BitOperator): FunctionSymbol {
  let fn = bitFunctions.get(operator);
  if (fn === undefined) {
    fn = {
      name: operator,
      domain: [INT, INT],
      range: INT,
      interpret: ([a, b]) => {
        if (typeof a !== 'bigint' || typeof b !== 'bigint' || a < 0n || b < 0n) return undefined;
        return operator === 'bitAnd' ? a & b : operator === 'bitOr' ? a | b : a ^ b;
      },
    };
    bitFunctions.set(operator, fn);
  }
  return fn;
}

/** `base ** exponent` for a nonnegative exponent; exact when the result has less than 2^16 bits. */
export const POWER: FunctionSymbol = {
  name: 'power',
  domain: [INT, INT],
  range: INT,
  interpret: ([base, exponent]) => {
    if (typeof base !== 'bigint' || typeof exponent !== 'bigint' || exponent < 0n) return undefined;
    const bits = BigInt(base.toString(2).length) * exponent;
    return bits > 65536n ? undefined : base ** exponent;
  },
};

/** Whether an address is a plain account: runs no code, accepts ether. */
export const IS_EOA: FunctionSymbol = { name: 'is_eoa', domain: [INT], range: BOOL };

/** Whether an address takes ether that is sent to it (an assumption of a specification). */
export const ACCEPTS_ETHER: FunctionSymbol = { name: 'accepts_ether', domain: [INT], range: BOOL };

/** Keccak-256 of a byte string, as a number. Collisions are assumed away (a printed assumption) in vc/lemmas.ts. */
export const KECCAK256: FunctionSymbol = {
  name: 'keccak256',
  domain: [BYTES],
  range: INT,
  interpret: ([bytes]) => (typeof bytes === 'string' ? hashToNumber(bytes) : undefined),
};

function hashToNumber(hex: string): bigint {
  return BigInt(`0x${toHex(keccak_256(fromHex(hex)))}`);
}

export const BYTES_LENGTH: FunctionSymbol = {
  name: 'bytes_length',
  domain: [BYTES],
  range: INT,
  interpret: ([bytes]) => (typeof bytes === 'string' ? BigInt(bytes.length / 2) : undefined),
};

/** The byte at an index below the length. */
export const BYTES_AT: FunctionSymbol = {
  name: 'bytes_at',
  domain: [BYTES, INT],
  range: INT,
  interpret: ([bytes, index]) => {
    if (
      typeof bytes !== 'string' ||
      typeof index !== 'bigint' ||
      index < 0n ||
      index * 2n >= BigInt(bytes.length)
    )
      return undefined;
    return BigInt(`0x${bytes.slice(Number(index) * 2, Number(index) * 2 + 2)}`);
  },
};

export const BYTES_CONCAT: FunctionSymbol = {
  name: 'bytes_concat',
  domain: [BYTES, BYTES],
  range: BYTES,
  interpret: ([a, b]) => (typeof a === 'string' && typeof b === 'string' ? a + b : undefined),
};

/** The part of a byte string from one index up to another, 0 <= from <= to <= length. */
export const BYTES_SLICE: FunctionSymbol = {
  name: 'bytes_slice',
  domain: [BYTES, INT, INT],
  range: BYTES,
  interpret: ([bytes, from, to]) => {
    if (typeof bytes !== 'string' || typeof from !== 'bigint' || typeof to !== 'bigint') return undefined;
    if (from < 0n || from > to || 2n * to > BigInt(bytes.length)) return undefined;
    return bytes.slice(2 * Number(from), 2 * Number(to));
  },
};

/** A byte string with one byte replaced; the index is below the length, the byte below 256. */
export const BYTES_SET: FunctionSymbol = {
  name: 'bytes_set',
  domain: [BYTES, INT, INT],
  range: BYTES,
  interpret: ([bytes, index, byte]) => {
    if (typeof bytes !== 'string' || typeof index !== 'bigint' || typeof byte !== 'bigint') return undefined;
    if (index < 0n || 2n * index >= BigInt(bytes.length) || byte < 0n || byte > 255n) return undefined;
    const at = 2 * Number(index);
    return bytes.slice(0, at) + byte.toString(16).padStart(2, '0') + bytes.slice(at + 2);
  },
};

/** Longest string of zeros that is written out. */
const LONGEST_ZEROS = 65536n;

/** A byte string of zeros of a length. */
export const BYTES_ZEROS: FunctionSymbol = {
  name: 'bytes_zeros',
  domain: [INT],
  range: BYTES,
  interpret: ([length]) =>
    typeof length === 'bigint' && length >= 0n && length <= LONGEST_ZEROS
      ? '00'.repeat(Number(length))
      : undefined,
};

const toFixedFunctions = new Map<number, FunctionSymbol>();

/** `bytes` as bytesN: cut, or padded with zeros on the right. */
export function bytesToFixed(size: number): FunctionSymbol {
  let fn = toFixedFunctions.get(size);
  if (fn === undefined) {
    fn = {
      name: `bytes_to_fixed${size}`,
      domain: [BYTES],
      range: INT,
      interpret: ([bytes]) =>
        typeof bytes === 'string' ? BigInt(`0x${bytes.slice(0, 2 * size).padEnd(2 * size, '0')}`) : undefined,
    };
    toFixedFunctions.set(size, fn);
  }
  return fn;
}

/**
 * The element at a slot of a memory object that was created without writing its elements down: a reference that is a
 * negative number, different for different objects and slots (allocated objects are positive, null is 0).
 */
export const CHILD: FunctionSymbol = {
  name: 'child',
  domain: [INT, INT],
  range: INT,
  interpret: ([object, slot]) => {
    if (typeof object !== 'bigint' || typeof slot !== 'bigint' || slot < 0n) return undefined;
    // Integers to naturals, then Cantor's pairing: injective, so the literal is as good as the application.
    const a = object >= 0n ? 2n * object : -2n * object - 1n;
    return -1n - (((a + slot) * (a + slot + 1n)) / 2n + slot);
  },
};

const named = new Map<string, FunctionSymbol>();

/** An uninterpreted function named after its signature; the same name always has the same sorts. */
export function namedFunction(name: string, domain: readonly Sort[], range: Sort): FunctionSymbol {
  const key = `${name}/${domain.map((s) => s.kind).join(',')}/${range.kind}`;
  let fn = named.get(key);
  if (fn === undefined) {
    fn = { name: key.replace(/[^A-Za-z0-9_.]/g, '_'), domain, range };
    named.set(key, fn);
  }
  return fn;
}

function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a value is a concrete one (not an opaque element or an array). */
export function isConcrete(value: Value): value is bigint | boolean | string {
  return typeof value !== 'object';
}
