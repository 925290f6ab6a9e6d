// The ABI encoding as a function of values: what `abi.encode`, `abi.encodePacked` and `abi.decode` compute on known
// operands. Shapes are types without names; values are in the model's form (addresses, enums and bytesN are numbers).
import type { IrType } from './ir.js';

/** A type as the ABI sees it. `limit`: exclusive upper bound of the members of an enum. */
export type AbiShape =
  | { readonly kind: 'bool' }
  | {
      readonly kind: 'number';
      readonly signed: boolean;
      readonly bits: number;
      readonly limit: bigint | undefined;
    }
  | { readonly kind: 'fixedBytes'; readonly size: number }
  | { readonly kind: 'bytes' }
  | { readonly kind: 'array'; readonly element: AbiShape; readonly length: number | undefined }
  | { readonly kind: 'tuple'; readonly parts: readonly AbiShape[] };

/** A value of a shape: numbers, truth values, hex contents of `bytes`, lists for arrays and tuples. */
export type AbiData = bigint | boolean | string | readonly AbiData[];

/** The shape of an IR type; undefined for types that are never encoded (mappings, internal function values). */
export function shapeOf(type: IrType): AbiShape | undefined {
  switch (type.kind) {
    case 'bool':
      return { kind: 'bool' };
    case 'int':
      return { kind: 'number', signed: type.signed, bits: type.bits, limit: undefined };
    case 'address':
      return { kind: 'number', signed: false, bits: 160, limit: undefined };
    case 'enum':
      return { kind: 'number', signed: false, bits: 8, limit: BigInt(type.members.length) };
    case 'fixedBytes':
      return { kind: 'fixedBytes', size: type.size };
    case 'bytes':
      return { kind: 'bytes' };
    case 'array': {
      const element = shapeOf(type.element);
      if (element === undefined) return undefined;
      return {
        kind: 'array',
        element,
        length: type.length === undefined ? undefined : Number(type.length),
      };
    }
    case 'struct': {
      const parts = type.fields.map((field) => shapeOf(field.type));
      return parts.some((p) => p === undefined)
        ? undefined
        : { kind: 'tuple', parts: parts as readonly AbiShape[] };
    }
    case 'mapping':
    case 'functionValue':
      return undefined;
    default:
      return type satisfies never;
  }
}

/** A text that is equal exactly for equal shapes; `shapesOfNames` reads it back. */
export function shapeName(shape: AbiShape): string {
  switch (shape.kind) {
    case 'bool':
      return 'bool';
    case 'number':
      if (shape.limit !== undefined) return `enum${shape.limit}`;
      return `${shape.signed ? 'int' : 'uint'}${shape.bits}`;
    case 'fixedBytes':
      return `bytes${shape.size}`;
    case 'bytes':
      return 'bytes';
    case 'array':
      return `${shapeName(shape.element)}[${shape.length ?? ''}]`;
    case 'tuple':
      return shapeNames(shape.parts);
    default:
      return shape satisfies never;
  }
}

/** `(a,b,…)`. */
export function shapeNames(shapes: readonly AbiShape[]): string {
  return `(${shapes.map(shapeName).join(',')})`;
}

/** The shapes named by `(a,b,…)`; undefined when the text is no such list. Common ABI names are understood too. */
export function shapesOfNames(text: string): readonly AbiShape[] | undefined {
  const reader = { text, at: 0 };
  const shape = readShape(reader);
  return shape?.kind === 'tuple' && reader.at === text.length ? shape.parts : undefined;
}

function readShape(reader: { readonly text: string; at: number }): AbiShape | undefined {
  let shape: AbiShape | undefined;
  if (reader.text[reader.at] === '(') {
    reader.at++;
    const parts: AbiShape[] = [];
    while (reader.text[reader.at] !== ')') {
      const part = readShape(reader);
      if (part === undefined) return undefined;
      parts.push(part);
      if (reader.text[reader.at] === ',') reader.at++;
      else if (reader.text[reader.at] !== ')') return undefined;
    }
    reader.at++;
    shape = { kind: 'tuple', parts };
  } else {
    const name = /^[a-z]+[0-9]*/.exec(reader.text.slice(reader.at))?.[0];
    if (name === undefined) return undefined;
    reader.at += name.length;
    shape = elementaryShape(name);
  }
  for (;;) {
    const suffix = /^\[([0-9]*)\]/.exec(reader.text.slice(reader.at));
    if (suffix === null || shape === undefined) return shape;
    reader.at += suffix[0].length;
    shape = { kind: 'array', element: shape, length: suffix[1] === '' ? undefined : Number(suffix[1]) };
  }
}

function elementaryShape(name: string): AbiShape | undefined {
  if (name === 'bool') return { kind: 'bool' };
  if (name === 'bytes' || name === 'string') return { kind: 'bytes' };
  if (name === 'address') return { kind: 'number', signed: false, bits: 160, limit: undefined };
  if (name === 'function') return { kind: 'fixedBytes', size: 24 };
  const [, word, digits] = /^(u?int|bytes|enum)([0-9]+)$/.exec(name) ?? [];
  if (word === undefined || digits === undefined) return undefined;
  if (word === 'bytes') return { kind: 'fixedBytes', size: Number(digits) };
  if (word === 'enum') return { kind: 'number', signed: false, bits: 8, limit: BigInt(digits) };
  return { kind: 'number', signed: word === 'int', bits: Number(digits), limit: undefined };
}

/** Whether values of the shape have a variable length and are encoded behind an offset. */
export function isDynamic(shape: AbiShape): boolean {
  switch (shape.kind) {
    case 'bytes':
      return true;
    case 'array':
      return shape.length === undefined || isDynamic(shape.element);
    case 'tuple':
      return shape.parts.some(isDynamic);
    default:
      return false;
  }
}

/** Bytes that a value takes in the head of what surrounds it. */
export function headSize(shape: AbiShape): number {
  if (isDynamic(shape)) return 32;
  switch (shape.kind) {
    case 'array':
      return (shape.length ?? 0) * headSize(shape.element);
    case 'tuple':
      return shape.parts.reduce((sum, part) => sum + headSize(part), 0);
    default:
      return 32;
  }
}

// ------------------------------------------------------------------------------------------------- encoding

/** Standard encoding of a list of values, as hex without 0x. */
export function encodeAbi(shapes: readonly AbiShape[], values: readonly AbiData[]): string {
  let head = '';
  let tail = '';
  const size = shapes.reduce((sum, shape) => sum + headSize(shape), 0);
  shapes.forEach((shape, i) => {
    const encoded = encodeOne(shape, values[i] as AbiData);
    if (isDynamic(shape)) {
      head += word(BigInt(size + tail.length / 2));
      tail += encoded;
    } else head += encoded;
  });
  return head + tail;
}

function encodeOne(shape: AbiShape, value: AbiData): string {
  switch (shape.kind) {
    case 'bytes':
      return word(BigInt((value as string).length / 2)) + padRight(value as string);
    case 'array': {
      const items = value as readonly AbiData[];
      const encoded = encodeAbi(
        items.map(() => shape.element),
        items,
      );
      return shape.length === undefined ? word(BigInt(items.length)) + encoded : encoded;
    }
    case 'tuple':
      return encodeAbi(shape.parts, value as readonly AbiData[]);
    case 'fixedBytes':
      return padRight(fixedHex(value as bigint, shape.size));
    case 'bool':
    case 'number':
      return word(BigInt(value as bigint | boolean));
    default:
      return shape satisfies never;
  }
}

/** Packed encoding, as hex: values at their own width, elements of arrays padded to words. Undefined for what solc refuses. */
export function encodePacked(shapes: readonly AbiShape[], values: readonly AbiData[]): string | undefined {
  let out = '';
  for (const [i, shape] of shapes.entries()) {
    const value = values[i] as AbiData;
    if (shape.kind === 'bytes') out += value as string;
    else if (shape.kind === 'bool') out += value === true ? '01' : '00';
    else if (shape.kind === 'fixedBytes') out += fixedHex(value as bigint, shape.size);
    else if (shape.kind === 'number') out += word(value as bigint).slice(64 - shape.bits / 4);
    else if (shape.kind === 'array' && !isDynamic(shape.element) && shape.element.kind !== 'tuple') {
      const items = value as readonly AbiData[];
      out += items.map((item) => encodeOne(shape.element, item)).join('');
    } else return undefined;
  }
  return out;
}

function word(n: bigint): string {
  return BigInt.asUintN(256, n).toString(16).padStart(64, '0');
}

function fixedHex(n: bigint, size: number): string {
  return n.toString(16).padStart(2 * size, '0');
}

function padRight(hex: string): string {
  return hex.padEnd(Math.ceil(hex.length / 64) * 64, '0');
}

// ------------------------------------------------------------------------------------------------- decoding

/** 'invalid': decoding reverts; 'unclear': it depends on the coder (dirty values, absurd lengths). */
export type Decoded = { readonly values: readonly AbiData[] } | 'invalid' | 'unclear';

/** Decodes hex contents as solc's coder does. */
export function decodeAbi(shapes: readonly AbiShape[], hex: string): Decoded {
  try {
    return { values: new Decoder(hex).tuple(shapes, 0) };
  } catch (problem) {
    if (problem instanceof Undecodable) return problem.kind;
    throw problem;
  }
}

class Undecodable extends Error {
  readonly kind: 'invalid' | 'unclear';
  constructor(kind: 'invalid' | 'unclear') {
    super(kind);
    this.kind = kind;
  }
}

/** A reader over contents; offsets are bytes. */
class Decoder {
  private readonly hex: string;
  private readonly end: number;
  constructor(hex: string) {
    this.hex = hex;
    this.end = hex.length / 2;
  }

  tuple(shapes: readonly AbiShape[], start: number): readonly AbiData[] {
    const size = shapes.reduce((sum, shape) => sum + headSize(shape), 0);
    if (this.end - start < size) throw new Undecodable('invalid');
    let at = start;
    return shapes.map((shape) => {
      const value = this.inHead(shape, at, start);
      at += headSize(shape);
      return value;
    });
  }

  private inHead(shape: AbiShape, at: number, base: number): AbiData {
    if (!isDynamic(shape)) return this.value(shape, at);
    const offset = this.number(at);
    if (offset >= 1n << 64n) throw new Undecodable('invalid');
    // Beyond what a number can address there is nothing anyway.
    return this.value(shape, offset > 1n << 40n ? this.end + 1 : base + Number(offset));
  }

  private value(shape: AbiShape, at: number): AbiData {
    switch (shape.kind) {
      case 'tuple':
        return this.tuple(shape.parts, at);
      case 'array': {
        const { element } = shape;
        const length = shape.length ?? this.length(at);
        const start = shape.length === undefined ? at + 32 : at;
        if (start + length * headSize(element) > this.end) throw new Undecodable('invalid');
        return this.tuple(
          Array.from({ length }, () => element),
          start,
        );
      }
      case 'bytes': {
        const length = this.length(at);
        if (at + 32 + length > this.end) throw new Undecodable('invalid');
        return this.hex.slice(2 * (at + 32), 2 * (at + 32 + length));
      }
      case 'bool': {
        const n = this.number(at);
        if (n > 1n) throw new Undecodable('unclear');
        return n === 1n;
      }
      case 'number': {
        const n = this.number(at);
        const clean = shape.signed ? BigInt.asIntN(shape.bits, n) : BigInt.asUintN(shape.bits, n);
        if (BigInt.asUintN(256, clean) !== n) throw new Undecodable('unclear');
        if (shape.limit !== undefined && clean >= shape.limit) throw new Undecodable('unclear');
        return clean;
      }
      case 'fixedBytes': {
        const n = this.number(at);
        const shift = BigInt(256 - 8 * shape.size);
        if ((n >> shift) << shift !== n) throw new Undecodable('unclear');
        return n >> shift;
      }
      default:
        return shape satisfies never;
    }
  }

  private length(at: number): number {
    if (at + 0x1f >= this.end) throw new Undecodable('invalid');
    const length = this.number(at);
    // An absurd length panics rather than reverts without data.
    if (length > 1n << 32n) throw new Undecodable('unclear');
    return Number(length);
  }

  private number(at: number): bigint {
    const digits = this.hex.slice(2 * at, 2 * at + 64);
    if (digits.length < 64) throw new Undecodable('invalid');
    return BigInt(`0x${digits}`);
  }
}
