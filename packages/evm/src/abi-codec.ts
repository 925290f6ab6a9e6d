// Encodes and decodes argument lists as the contract ABI lays them out (heads, then tails behind offsets).
import { AbiError, type AbiType, type AbiValue, headSize, isDynamicType } from './abi-value.js';
import { addressFromWord, concatBytes, fromHex, toBigInt, toBytes, toHex } from './bytes.js';

/** Encodes `values` as an argument list of `types`; throws `AbiError` when a value does not fit its type. */
export function encodeValues(types: readonly AbiType[], values: readonly AbiValue[]): Uint8Array {
  if (types.length !== values.length) {
    throw new AbiError(`${types.length} value(s) expected, ${values.length} given`);
  }
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  let tailOffset = types.reduce((size, type) => size + headSize(type), 0);
  types.forEach((type, index) => {
    const body = encodeValue(type, values[index] as AbiValue);
    if (isDynamicType(type)) {
      heads.push(toBytes(BigInt(tailOffset)));
      tails.push(body);
      tailOffset += body.length;
    } else {
      heads.push(body);
    }
  });
  return concatBytes(...heads, ...tails);
}

/**
 * Decodes an argument list; throws `AbiError` where Solidity's decoder would revert (short data, bad offsets, values
 * outside their type). Strings that are not UTF-8 come back with replacement characters.
 */
export function decodeValues(types: readonly AbiType[], data: Uint8Array): readonly AbiValue[] {
  return decodeSequence(types, data, 0);
}

function encodeValue(type: AbiType, value: AbiValue): Uint8Array {
  switch (type.kind) {
    case 'integer': {
      if (typeof value !== 'bigint') throw mismatch(type, value);
      const wrapped = type.signed ? BigInt.asIntN(type.size, value) : BigInt.asUintN(type.size, value);
      if (wrapped !== value) throw mismatch(type, value);
      return toBytes(value);
    }
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch(type, value);
      return toBytes(value ? 1n : 0n);
    case 'address': {
      const bytes = bytesOf(type, value);
      if (bytes.length !== 20) throw mismatch(type, value);
      return concatBytes(new Uint8Array(12), bytes);
    }
    case 'fixed-bytes': {
      const bytes = bytesOf(type, value);
      if (bytes.length !== type.size) throw mismatch(type, value);
      return padRight(bytes);
    }
    case 'bytes':
      return withLength(bytesOf(type, value));
    case 'string':
      if (value instanceof Uint8Array) return withLength(value);
      if (typeof value !== 'string') throw mismatch(type, value);
      return withLength(new TextEncoder().encode(value));
    case 'array': {
      const items = listOf(type, value);
      if (type.length !== undefined && items.length !== type.length) throw mismatch(type, value);
      const body = encodeValues(Array(items.length).fill(type.element), items);
      return type.length === undefined ? concatBytes(toBytes(BigInt(items.length)), body) : body;
    }
    case 'tuple':
      return encodeValues(type.fields, listOf(type, value));
    default:
      return type satisfies never;
  }
}

function decodeSequence(types: readonly AbiType[], data: Uint8Array, base: number): readonly AbiValue[] {
  let head = base;
  return types.map((type) => {
    const place = isDynamicType(type) ? base + readSize(data, head) : head;
    head += headSize(type);
    return decodeValue(type, data, place);
  });
}

function decodeValue(type: AbiType, data: Uint8Array, place: number): AbiValue {
  switch (type.kind) {
    case 'integer': {
      const word = toBigInt(readBytes(data, place, 32));
      const value = type.signed ? BigInt.asIntN(256, word) : word;
      const wrapped = type.signed ? BigInt.asIntN(type.size, value) : BigInt.asUintN(type.size, value);
      if (wrapped !== value) throw new AbiError(`${value} is outside its ${type.size}-bit type`);
      return value;
    }
    case 'bool': {
      const word = toBigInt(readBytes(data, place, 32));
      if (word > 1n) throw new AbiError(`${word} is not a bool`);
      return word === 1n;
    }
    case 'address': {
      const word = toBigInt(readBytes(data, place, 32));
      if (word >= 1n << 160n) throw new AbiError(`${word} is not an address`);
      return addressFromWord(word);
    }
    case 'fixed-bytes': {
      const word = readBytes(data, place, 32);
      if (word.subarray(type.size).some((byte) => byte !== 0)) {
        throw new AbiError(`bytes${type.size} with non-zero padding`);
      }
      return toHex(word.subarray(0, type.size));
    }
    case 'bytes':
      return toHex(readBytes(data, place + 32, readSize(data, place)));
    case 'string':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
        readBytes(data, place + 32, readSize(data, place)),
      );
    case 'array': {
      const length = type.length ?? readSize(data, place);
      // Guards the allocation below: each element takes at least its head (zero-length static types take none).
      const size = headSize(type.element);
      if (size === 0 ? length > 1024 : length > data.length / size) {
        throw new AbiError(`array of ${length} elements exceeds the data`);
      }
      return decodeSequence(
        Array(length).fill(type.element),
        data,
        type.length === undefined ? place + 32 : place,
      );
    }
    case 'tuple':
      return decodeSequence(type.fields, data, place);
    default:
      return type satisfies never;
  }
}

function readBytes(data: Uint8Array, place: number, size: number): Uint8Array {
  if (place + size > data.length) {
    throw new AbiError(`data ends at byte ${data.length}, ${size} byte(s) needed at ${place}`);
  }
  return data.subarray(place, place + size);
}

function readSize(data: Uint8Array, place: number): number {
  const size = toBigInt(readBytes(data, place, 32));
  if (size > BigInt(data.length)) throw new AbiError(`offset or length ${size} exceeds the data`);
  return Number(size);
}

function bytesOf(type: AbiType, value: AbiValue): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== 'string' || !/^0x([0-9a-fA-F]{2})*$/.test(value)) throw mismatch(type, value);
  return fromHex(value);
}

function listOf(type: AbiType, value: AbiValue): readonly AbiValue[] {
  if (!Array.isArray(value)) throw mismatch(type, value);
  return value as readonly AbiValue[];
}

function withLength(bytes: Uint8Array): Uint8Array {
  return concatBytes(toBytes(BigInt(bytes.length)), padRight(bytes));
}

function padRight(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / 32) * 32);
  padded.set(bytes);
  return padded;
}

function mismatch(type: AbiType, value: AbiValue): AbiError {
  const shown = typeof value === 'bigint' ? value.toString() : String(value).slice(0, 80);
  return new AbiError(
    `${shown} is not a value of ${type.kind}${'size' in type ? ` of size ${type.size}` : ''}`,
  );
}
