// Number and string literals: text to exact rationals with units, address checksums, UTF-8 validity.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { NumberUnit } from './ast.js';
import { rational } from './literal-rational.js';
import type { Type } from './types.js';

export type RationalType = Extract<Type, { readonly kind: 'rational' }>;

/** What a number literal denotes: an exact rational, an address, or a mistake told in words. */
export type NumberLiteral =
  | { readonly kind: 'rational'; readonly type: RationalType }
  | { readonly kind: 'address'; readonly value: bigint }
  | { readonly kind: 'mistake'; readonly message: string };

const UNIT_FACTORS: Readonly<Record<NumberUnit, bigint>> = {
  wei: 1n,
  gwei: 10n ** 9n,
  szabo: 10n ** 12n,
  finney: 10n ** 15n,
  ether: 10n ** 18n,
  seconds: 1n,
  minutes: 60n,
  hours: 3600n,
  days: 86400n,
  weeks: 604800n,
  years: 31536000n,
};

/** Exponents beyond this are refused: solc refuses results of more than 4096 bits. */
const MAX_EXPONENT = 4096n;

/** Reads a number literal as written (`1_000`, `0xff`, `2.5e18`) with its unit. */
export function parseNumberLiteral(text: string, unit: NumberUnit | undefined): NumberLiteral {
  const digits = text.replaceAll('_', '');
  if (/^0x/i.test(digits)) return parseHex(digits, unit);
  const match = /^(\d*)(?:\.(\d*))?(?:[eE](-?\d+))?$/.exec(digits);
  if (match === null || (match[1] === '' && (match[2] ?? '') === '')) {
    return { kind: 'mistake', message: `'${text}' is not a number` };
  }
  const fraction = match[2] ?? '';
  const mantissa = BigInt(`${match[1] ?? ''}${fraction}` || '0');
  const exponent = BigInt(match[3] ?? '0') - BigInt(fraction.length);
  if (exponent > MAX_EXPONENT || exponent < -MAX_EXPONENT) {
    return { kind: 'mistake', message: `the exponent of '${text}' is too large` };
  }
  const factor = unit === undefined ? 1n : UNIT_FACTORS[unit];
  const type =
    exponent >= 0n
      ? rational(mantissa * 10n ** exponent * factor, 1n)
      : rational(mantissa * factor, 10n ** -exponent);
  return { kind: 'rational', type };
}

function parseHex(text: string, unit: NumberUnit | undefined): NumberLiteral {
  if (!/^0x[0-9a-f]+$/i.test(text))
    return { kind: 'mistake', message: `'${text}' is not a hexadecimal number` };
  const value = BigInt(text.toLowerCase());
  const digits = text.length - 2;
  if (unit === undefined && digits === 40) {
    if (text === checksummedAddress(text)) return { kind: 'address', value };
    return {
      kind: 'mistake',
      message: `this looks like an address but its checksum is wrong; the correct form is '${checksummedAddress(text)}'`,
    };
  }
  if (unit === undefined && (digits === 39 || digits === 41)) {
    return {
      kind: 'mistake',
      message: `'${text}' looks like an address but has ${digits} digits instead of 40`,
    };
  }
  const type = rational(value * (unit === undefined ? 1n : UNIT_FACTORS[unit]), 1n);
  return digits % 2 === 0 && unit === undefined
    ? { kind: 'rational', type: { ...type, hexBytes: digits / 2 } }
    : { kind: 'rational', type };
}

/** The EIP-55 form of an address given as `0x` and 40 hex digits. */
export function checksummedAddress(text: string): string {
  const lower = text.slice(2).toLowerCase();
  const hash = bytesToHex(keccak_256(utf8ToBytes(lower)));
  let result = '0x';
  for (let i = 0; i < lower.length; i++) {
    const digit = lower.charAt(i);
    result += Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit;
  }
  return result;
}

/** Whether the bytes (hex) are valid UTF-8, which a literal must be to become a `string`. */
export function isUtf8(hex: string): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(hexToBytes(hex));
    return true;
  } catch {
    return false;
  }
}
