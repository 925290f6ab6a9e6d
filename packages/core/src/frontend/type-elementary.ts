// Elementary types by name.
import { ADDRESS, ADDRESS_PAYABLE, BOOL, integerType, UINT256 } from './type-build.js';
import type { Type } from './types.js';

/** The elementary type of that name; undefined for fixed-point types and anything unknown. */
export function elementaryType(name: string, payable: boolean): Type | undefined {
  if (name === 'payable' || (name === 'address' && payable)) return ADDRESS_PAYABLE;
  if (name === 'address') return ADDRESS;
  if (name === 'bool') return BOOL;
  if (name === 'uint') return UINT256;
  if (name === 'int') return integerType(true, 256);
  if (name === 'byte') return { kind: 'fixedBytes', size: 1 };
  if (name === 'bytes' || name === 'string') return { kind: name, location: 'storage', pointer: false };
  const match = /^(uint|int|bytes)(\d+)$/.exec(name);
  if (match === null) return undefined;
  const number = Number(match[2]);
  if (match[1] === 'bytes')
    return number >= 1 && number <= 32 ? { kind: 'fixedBytes', size: number } : undefined;
  return number >= 8 && number <= 256 && number % 8 === 0
    ? integerType(match[1] === 'int', number)
    : undefined;
}
