// The folds of byte strings and encodings are equalities: a term built on symbols and evaluated afterwards has the value that
// the same operations have on the bytes themselves. Random strings and operations, fixed seed.
import { describe, expect, it } from '@jest/globals';
import { createEvaluator, INT, BYTES as STRINGS, type Term, TermBank, type Value } from '@surety/solvers';
import fc from 'fast-check';
import {
  byteAt,
  concatBytes,
  fixedOfBytes,
  lengthOfBytes,
  setByte,
  sliceBytes,
} from '../../dist/encode/bytes.js';
import { CHILD } from '../../dist/encode/functions.js';
import { type AbiData, type AbiShape, decodeAbi, encodeAbi, shapesOfNames } from '../../dist/ir/abi.js';

const SEED = 20261121;

/** One operation on the string so far; numbers are reduced into bounds. */
const operation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(99), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('slice' as const), from: fc.nat(99), to: fc.nat(99) }),
  fc.record({ kind: fc.constant('append' as const), hex: fc.uint8Array({ maxLength: 5 }) }),
  fc.record({ kind: fc.constant('prepend' as const), hex: fc.uint8Array({ maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('choose' as const),
    hex: fc.uint8Array({ maxLength: 6 }),
    stay: fc.boolean(),
  }),
);

describe('folds of byte strings', () => {
  it('keep the value', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 8 }),
        fc.array(operation, { maxLength: 7 }),
        fc.nat(99),
        (start, operations, look) => {
          const bank = new TermBank();
          const symbols = new Map<string, Value>();
          const string = (hex: string): Term => {
            const symbol = bank.fresh('s', STRINGS);
            symbols.set(symbol.name, hex);
            return symbol;
          };
          const integer = (n: number): Term => {
            if (n % 3 === 0) return bank.int(BigInt(n));
            const symbol = bank.fresh('n', INT);
            symbols.set(symbol.name, BigInt(n));
            return symbol;
          };
          let hex = toHex(start);
          let term = string(hex);
          for (const o of operations) {
            const length = hex.length / 2;
            if (o.kind === 'set' && length > 0) {
              const at = o.at % length;
              term = setByte(bank, term, integer(at), bank.int(BigInt(o.byte)));
              hex = hex.slice(0, 2 * at) + o.byte.toString(16).padStart(2, '0') + hex.slice(2 * at + 2);
            } else if (o.kind === 'slice') {
              const from = o.from % (length + 1);
              const to = from + (o.to % (length - from + 1));
              term = sliceBytes(bank, term, integer(from), integer(to));
              hex = hex.slice(2 * from, 2 * to);
            } else if (o.kind === 'append') {
              term = concatBytes(bank, [term, string(toHex(o.hex))]);
              hex += toHex(o.hex);
            } else if (o.kind === 'prepend') {
              term = concatBytes(bank, [bank.bytes(toHex(o.hex)), term]);
              hex = toHex(o.hex) + hex;
            } else if (o.kind === 'choose') {
              const condition = bank.eq(integer(o.stay ? 1 : 2), bank.int(1n));
              term = bank.ite(condition, term, string(toHex(o.hex)));
              if (!o.stay) hex = toHex(o.hex);
            }
          }
          const read = createEvaluator({ symbols, functions: new Map() });
          expect(read(term)).toBe(hex);
          expect(read(lengthOfBytes(bank, term))).toBe(BigInt(hex.length / 2));
          expect(read(fixedOfBytes(bank, term, 4))).toBe(BigInt(`0x${hex.slice(0, 8).padEnd(8, '0')}`));
          if (hex.length === 0) return;
          const at = look % (hex.length / 2);
          expect(read(byteAt(bank, term, integer(at)))).toBe(BigInt(`0x${hex.slice(2 * at, 2 * at + 2)}`));
        },
      ),
      { seed: SEED, numRuns: 600 },
    );
  });
});

const TYPES = [
  '(uint256,bool)',
  '(bytes,uint8[],int16)',
  '((address,bytes4)[2],string)',
  '((uint8,bytes)[],bool[2][])',
  '(enum3,(bytes32,(int8,bytes[])))',
];

describe('the ABI encoding', () => {
  it.each(TYPES)('is undone by decoding: %s', (text) => {
    const shapes = shapesOfNames(text) ?? [];
    fc.assert(
      fc.property(fc.tuple(...shapes.map(dataOf)), (values) => {
        const hex = encodeAbi(shapes, values);
        expect(decodeAbi(shapes, hex)).toEqual({ values });
        // One byte less than a whole word is never enough.
        expect(decodeAbi(shapes, hex.slice(0, -64))).not.toEqual({ values });
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});

describe('objects that are not written down', () => {
  it('have different negative references', () => {
    const seen = new Map<bigint, string>();
    const references = [1n, 1n << 64n, 2n << 64n, -1n, -2n, -77n, -(1n << 130n)];
    for (const object of references) {
      for (const slot of [0n, 1n, 2n, 255n, (1n << 64n) - 1n]) {
        const child = CHILD.interpret?.([object, slot]);
        if (typeof child !== 'bigint') throw new Error('no reference');
        expect(child < 0n).toBe(true);
        expect(seen.get(child)).toBeUndefined();
        seen.set(child, `${object} ${slot}`);
      }
    }
  });
});

function dataOf(shape: AbiShape): fc.Arbitrary<AbiData> {
  switch (shape.kind) {
    case 'bool':
      return fc.boolean();
    case 'bytes':
      return fc.uint8Array({ maxLength: 70 }).map(toHex);
    case 'fixedBytes':
      return fc.bigInt({ min: 0n, max: (1n << BigInt(8 * shape.size)) - 1n });
    case 'number': {
      const bits = BigInt(shape.bits);
      const top = shape.limit ?? 1n << bits;
      return shape.signed
        ? fc.bigInt({ min: -(1n << (bits - 1n)), max: (1n << (bits - 1n)) - 1n })
        : fc.bigInt({ min: 0n, max: top - 1n });
    }
    case 'array': {
      const size = shape.length;
      const limits = size === undefined ? { maxLength: 3 } : { minLength: size, maxLength: size };
      return fc.array(dataOf(shape.element), limits);
    }
    case 'tuple':
      return fc.tuple(...shape.parts.map(dataOf));
    default:
      return shape satisfies never;
  }
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
