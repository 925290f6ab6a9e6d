// Values and addresses of a run as Solidity expressions.
import type { ReplayValue } from '@surety/core';
import type { AbiParameter } from '@surety/evm';

/** How an address of the run is written where the text stands; undefined for addresses without a name. */
export type AddressText = (address: bigint) => string | undefined;

/** An address: by its name, or as a literal without a checksum. */
export function addressText(address: bigint, named: AddressText): string {
  return named(address) ?? `address(uint160(${hexNumber(address)}))`;
}

/** A number: short ones in decimal, long ones in hex. */
export function hexNumber(value: bigint): string {
  // A hex literal of forty digits is taken for an address, and must have a checksum.
  if (value < 0n) return `-${hexNumber(-value)}`;
  if (value < 1n << 64n) return String(value);
  const digits = value.toString(16);
  return `0x${digits.length === 40 || digits.length === 39 || digits.length === 41 ? digits.padStart(44, '0') : digits}`;
}

/** Call data by signature; undefined when an argument is no single word and no bytes. */
export function callText(
  signature: string,
  parameters: readonly AbiParameter[],
  values: readonly ReplayValue[],
  named: AddressText,
): string | undefined {
  const parts = argumentTexts(parameters, values, named);
  if (parts === undefined) return undefined;
  return `abi.encodeWithSignature(${[JSON.stringify(signature), ...parts].join(', ')})`;
}

/** Arguments as typed expressions; undefined when one is a list, a struct or a function. */
export function argumentTexts(
  parameters: readonly AbiParameter[],
  values: readonly ReplayValue[],
  named: AddressText,
): readonly string[] | undefined {
  const texts = parameters.map((parameter, i) => argumentText(parameter.type, values[i], named));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function argumentText(type: string, value: ReplayValue | undefined, named: AddressText): string | undefined {
  if (typeof value === 'boolean') return type === 'bool' ? String(value) : undefined;
  if (typeof value === 'string')
    return type === 'bytes' || type === 'string' ? `bytes(hex"${value}")` : undefined;
  if (typeof value !== 'bigint') return undefined;
  if (type === 'address') return addressText(value, named);
  if (/^u?int\d+$/.test(type)) return `${type}(${hexNumber(value)})`;
  const size = /^bytes(\d+)$/.exec(type)?.[1];
  return size === undefined
    ? undefined
    : `${type}(hex"${value.toString(16).padStart(2 * Number(size), '0')}")`;
}

/** Whether a value of a run holds an address of `known` somewhere inside a list or struct. */
export function hidesAddress(values: readonly ReplayValue[], known: ReadonlySet<bigint>): boolean {
  const inside = (value: ReplayValue): boolean =>
    Array.isArray(value) ? value.some(inside) : typeof value === 'bigint' && known.has(value);
  return values.some((value) => Array.isArray(value) && inside(value));
}

/** A name as a Solidity identifier, not one of `taken`; takes it. */
export function identifier(wanted: string, taken: Set<string>): string {
  const plain = wanted.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(\d|$)/, '_$1');
  for (let n = 1; ; n++) {
    const name = n === 1 ? plain : `${plain}${n}`;
    if (taken.has(name) || RESERVED.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/** Words that cannot be names in a test. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'abstract address after alias anonymous apply as assembly auto bool break byte bytes case catch constant constructor ' +
    'continue contract copyof default define delete do else emit enum event external fallback false final fixed for ' +
    'from function hex if immutable implements import in indexed inline interface internal int is let library macro ' +
    'mapping match memory modifier mutable new null of override partial payable pragma private promise public pure ' +
    'receive reference relocatable return returns revert sealed sizeof static storage string struct super supports ' +
    'switch this throw true try type typedef typeof uint unchecked unicode ufixed using var view virtual while vm now ' +
    'msg block tx abi require assert observe broken old ok data same watching Vm Accomplice'
  ).split(' '),
);
