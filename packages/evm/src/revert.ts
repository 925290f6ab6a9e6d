// Reads why a transaction failed: Solidity's Error and Panic, custom errors, and failures of the machine.
import { decodeCustomError } from './abi.js';
import { decodeValues } from './abi-codec.js';
import { AbiError, type AbiValue } from './abi-value.js';
import { toHex } from './bytes.js';
import type { Abi } from './contract.js';

/** Why a transaction failed; `data` is the raw revert data as hex. */
export type Revert =
  | { readonly kind: 'error'; readonly reason: string; readonly data: string }
  | { readonly kind: 'panic'; readonly code: bigint; readonly meaning: string; readonly data: string }
  | {
      readonly kind: 'custom';
      readonly name: string;
      readonly signature: string;
      readonly args: readonly AbiValue[];
      readonly data: string;
    }
  | { readonly kind: 'empty'; readonly data: string }
  /** `reason` is the machine's word (`invalid opcode`, `step budget exceeded`) or `unknown revert data`. */
  | { readonly kind: 'other'; readonly reason: string; readonly data: string };

const ERROR_SELECTOR = '0x08c379a0';
const PANIC_SELECTOR = '0x4e487b71';

const PANIC_MEANINGS: Readonly<Record<string, string>> = {
  0: 'generic compiler panic',
  1: 'assertion failed',
  17: 'arithmetic overflow or underflow',
  18: 'division or modulo by zero',
  33: 'conversion to enum out of range',
  34: 'incorrectly encoded storage byte array',
  49: 'pop from an empty array',
  50: 'array index out of bounds',
  65: 'too much memory allocated',
  81: 'call of an uninitialized internal function',
};

/** Decodes a failure; custom errors are looked up in `abis` in order. */
export function decodeRevert(exception: string, returnData: Uint8Array, abis: readonly Abi[]): Revert {
  const data = toHex(returnData);
  if (exception !== 'revert') return { kind: 'other', reason: exception, data };
  if (returnData.length === 0) return { kind: 'empty', data };
  const selector = data.slice(0, 10);
  try {
    if (selector === ERROR_SELECTOR) {
      const [reason] = decodeValues([{ kind: 'string' }], returnData.subarray(4));
      return { kind: 'error', reason: String(reason), data };
    }
    if (selector === PANIC_SELECTOR) {
      const [code] = decodeValues([{ kind: 'integer', size: 256, signed: false }], returnData.subarray(4));
      const meaning = PANIC_MEANINGS[String(code)] ?? 'unknown panic';
      return { kind: 'panic', code: BigInt(code as bigint), meaning, data };
    }
  } catch (error) {
    if (!(error instanceof AbiError)) throw error;
  }
  for (const abi of abis) {
    const found = decodeCustomError(abi, data);
    if (found === undefined) continue;
    const { signature, args } = found;
    return { kind: 'custom', name: signature.slice(0, signature.indexOf('(')), signature, args, data };
  }
  return { kind: 'other', reason: 'unknown revert data', data };
}
