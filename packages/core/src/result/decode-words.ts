// Results of a call that are single ABI words, as values.
import { isScalar } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';

/** Decodes return data (hex, with or without 0x) word by word; stops before the first result that is not one word. */
export function decodeWords(returnData: string, types: readonly IrType[]): readonly (bigint | boolean)[] {
  const data = returnData.replace(/^0x/, '');
  const results: (bigint | boolean)[] = [];
  for (const [i, type] of types.entries()) {
    const word = data.slice(64 * i, 64 * i + 64);
    if (!isScalar(type) || type.kind === 'bytes' || word.length !== 64) break;
    const n = BigInt(`0x${word}`);
    if (type.kind === 'bool') results.push(n !== 0n);
    else if (type.kind === 'fixedBytes') results.push(n >> BigInt(256 - 8 * type.size));
    else results.push(type.kind === 'int' && type.signed && n >= 1n << 255n ? n - (1n << 256n) : n);
  }
  return results;
}
