// Conversions between hex strings, byte arrays and 256-bit words; every other file goes through these.

/** Number of distinct 256-bit words. */
export const WORD_MODULUS = 1n << 256n;

const HEX_DIGITS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Bytes as a lower-case `0x` string. */
export function toHex(bytes: Uint8Array): string {
  let text = '0x';
  for (const byte of bytes) text += HEX_DIGITS[byte];
  return text;
}

/** The bytes of a hex string, with or without `0x`; throws `RangeError` on odd length or a foreign digit. */
export function fromHex(hex: string): Uint8Array {
  const digits = hex.startsWith('0x') || hex.startsWith('0X') ? hex.slice(2) : hex;
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) {
    throw new RangeError(`not a hex string of whole bytes: ${hex.slice(0, 80)}`);
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

/** Big-endian bytes as an unsigned integer; no bytes are zero. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(toHex(bytes));
}

/** An integer as `size` big-endian bytes, in two's complement when negative. */
export function toBytes(value: bigint, size = 32): Uint8Array {
  const digits = BigInt.asUintN(8 * size, value).toString(16);
  return fromHex(digits.padStart(2 * size, '0'));
}

/** A 256-bit word as `0x` and 64 digits: the form in which slots are used as map keys. */
export function wordHex(value: bigint): string {
  return `0x${BigInt.asUintN(256, value).toString(16).padStart(64, '0')}`;
}

/** The concatenation of byte arrays. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** An address in the form used throughout: lower-case, `0x` and 40 digits; throws `RangeError` on anything else. */
export function normalizeAddress(address: string): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) throw new RangeError(`not an address: ${address}`);
  return address.toLowerCase();
}

/** The address made of the low 160 bits of a word. */
export function addressFromWord(word: bigint): string {
  return `0x${BigInt.asUintN(160, word).toString(16).padStart(40, '0')}`;
}
