// The ABI codec: known encodings from the ABI specification, refusals, and round trips of random types and values.
import { describe, expect, it } from '@jest/globals';
import {
  type Abi,
  AbiError,
  type AbiParameter,
  type AbiValue,
  decodeCall,
  decodeEvent,
  decodeParameters,
  decodeValues,
  encodeCall,
  encodeParameters,
  encodeValues,
  findFunction,
  keccak256,
  parseAbiType,
  selectorOf,
  signatureOf,
} from '@surety/evm';
import fc from 'fast-check';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const parameter = (type: string, components?: readonly AbiParameter[]): AbiParameter => ({
  name: 'x',
  type,
  ...(components === undefined ? {} : { components }),
});

describe('keccak256', () => {
  it('gives the known digests at the block boundaries', () => {
    expect(hex(keccak256(new Uint8Array(0)))).toBe(
      'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    );
    expect(hex(keccak256(new TextEncoder().encode('abc')))).toBe(
      '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
    );
  });
});

describe('encoding', () => {
  it('follows the examples of the ABI specification', () => {
    const abi: Abi = [
      {
        type: 'function',
        name: 'f',
        inputs: ['uint256', 'uint32[]', 'bytes10', 'bytes'].map((type) => parameter(type)),
      },
      { type: 'function', name: 'baz', inputs: [parameter('uint32'), parameter('bool')] },
    ];
    expect(encodeCall(abi, 'baz', [69n, true])).toBe(
      `0xcdcd77c0${(69).toString(16).padStart(64, '0')}${'1'.padStart(64, '0')}`,
    );
    const word = (value: number): string => value.toString(16).padStart(64, '0');
    expect(
      encodeCall(abi, 'f', [
        0x123n,
        [0x456n, 0x789n],
        '0x31323334353637383930',
        '0x48656c6c6f2c20776f726c6421',
      ]),
    ).toBe(
      `0x8be65246${word(0x123)}${word(0x80)}${'31323334353637383930'.padEnd(64, '0')}${word(0xe0)}` +
        `${word(2)}${word(0x456)}${word(0x789)}${word(13)}${'48656c6c6f2c20776f726c6421'.padEnd(64, '0')}`,
    );
  });

  it('spells tuples and function types in signatures', () => {
    const item = {
      name: 'g',
      inputs: [
        parameter('tuple[2][]', [parameter('uint8'), parameter('tuple', [parameter('function')])]),
        parameter('int256'),
      ],
    };
    expect(signatureOf(item)).toBe('g((uint8,(function))[2][],int256)');
    expect(selectorOf({ name: 'transfer', inputs: [parameter('address'), parameter('uint256')] })).toBe(
      '0xa9059cbb',
    );
  });

  it.each<[string, AbiValue]>([
    ['uint8', 256n],
    ['uint8', -1n],
    ['int8', 128n],
    ['bool', 1n],
    ['address', '0x12'],
    ['bytes4', '0x112233'],
    ['uint256[2]', [1n]],
    ['bytes', 'text'],
  ])('refuses a value outside %s', (type, value) => {
    expect(() => encodeParameters([parameter(type)], [value])).toThrow(AbiError);
  });

  it('asks for a signature where a name is overloaded', () => {
    const abi: Abi = [
      { type: 'function', name: 'f', inputs: [parameter('uint256')] },
      { type: 'function', name: 'f', inputs: [parameter('bool')] },
    ];
    expect(() => findFunction(abi, 'f')).toThrow('overloaded');
    expect(findFunction(abi, 'f(bool)')).toBe(abi[1]);
    expect(() => findFunction(abi, 'h')).toThrow(AbiError);
    expect(decodeCall(abi, encodeCall(abi, 'f(bool)', [true]))).toEqual({
      signature: 'f(bool)',
      args: [true],
    });
  });
});

describe('decoding', () => {
  it.each<[string, string]>([
    ['short data', '00'],
    ['an offset beyond the data', 'f'.repeat(64)],
    ['a length beyond the data', `${'20'.padStart(64, '0')}${'f'.repeat(64)}`],
  ])('refuses %s', (_, data) => {
    expect(() => decodeParameters([parameter('uint256[]')], Buffer.from(data, 'hex'))).toThrow(AbiError);
  });

  it('refuses values outside their type, as Solidity does', () => {
    const word = Buffer.from('f'.repeat(64), 'hex');
    for (const type of ['uint128', 'bool', 'address', 'bytes4']) {
      expect(() => decodeParameters([parameter(type)], word)).toThrow(AbiError);
    }
    expect(decodeParameters([parameter('int8')], word)).toEqual([-1n]);
  });

  it('puts the indexed arguments of an event back in place', () => {
    const abi: Abi = [
      {
        type: 'event',
        name: 'E',
        inputs: [
          { ...parameter('address'), indexed: true },
          parameter('uint256'),
          { ...parameter('string'), indexed: true },
        ],
      },
    ];
    const topic = (text: string): string => `0x${hex(keccak256(new TextEncoder().encode(text)))}`;
    const who = `0x${'ab'.repeat(20)}`;
    const topics = [
      topic('E(address,uint256,string)'),
      `0x${'ab'.repeat(20).padStart(64, '0')}`,
      topic('hello'),
    ];
    const args = [who, 5n, topic('hello')];
    expect(decodeEvent(abi, topics, `0x${'5'.padStart(64, '0')}`)).toEqual({
      signature: 'E(address,uint256,string)',
      args,
    });
  });
});

// A parameter together with a generator of its values.
interface Typed {
  readonly parameter: AbiParameter;
  readonly values: fc.Arbitrary<AbiValue>;
}

const hexOf = (size: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<string> =>
  fc.uint8Array(size).map((bytes) => `0x${hex(bytes)}`);

const elementary: fc.Arbitrary<Typed> = fc.oneof(
  fc.integer({ min: 1, max: 32 }).map((bytes) => ({
    parameter: parameter(`uint${8 * bytes}`),
    values: fc.bigInt({ min: 0n, max: (1n << BigInt(8 * bytes)) - 1n }),
  })),
  fc.integer({ min: 1, max: 32 }).map((bytes) => ({
    parameter: parameter(`int${8 * bytes}`),
    values: fc.bigInt({ min: -(1n << BigInt(8 * bytes - 1)), max: (1n << BigInt(8 * bytes - 1)) - 1n }),
  })),
  fc.integer({ min: 1, max: 32 }).map((size) => ({
    parameter: parameter(`bytes${size}`),
    values: hexOf({ minLength: size, maxLength: size }),
  })),
  fc.constantFrom<Typed>(
    { parameter: parameter('bool'), values: fc.boolean() },
    { parameter: parameter('address'), values: hexOf({ minLength: 20, maxLength: 20 }) },
    { parameter: parameter('bytes'), values: hexOf({ minLength: 0, maxLength: 70 }) },
    { parameter: parameter('string'), values: fc.string({ unit: 'grapheme' }) },
    { parameter: parameter('function'), values: hexOf({ minLength: 24, maxLength: 24 }) },
  ),
);

const typed: fc.Arbitrary<Typed> = fc.letrec<{ type: Typed }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    elementary,
    tie('type').map(({ parameter: of, values }) => ({
      parameter: { ...of, type: `${of.type}[]` },
      values: fc.array(values, { maxLength: 3 }),
    })),
    fc.tuple(tie('type'), fc.integer({ min: 1, max: 3 })).map(([{ parameter: of, values }, length]) => ({
      parameter: { ...of, type: `${of.type}[${length}]` },
      values: fc.array(values, { minLength: length, maxLength: length }),
    })),
    fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map((fields) => ({
      parameter: parameter(
        'tuple',
        fields.map((field) => field.parameter),
      ),
      values: fc.tuple(...fields.map((field) => field.values)),
    })),
  ),
})).type;

describe('round trips', () => {
  const list = fc
    .array(typed, { maxLength: 4 })
    .chain((types) => fc.tuple(fc.constant(types), fc.tuple(...types.map((type) => type.values))));

  it('decodes what it encodes', () => {
    fc.assert(
      fc.property(list, ([types, values]) => {
        const parsed = types.map((type) => parseAbiType(type.parameter));
        expect(decodeValues(parsed, encodeValues(parsed, values))).toEqual(values);
      }),
      { seed: 20_240_607, numRuns: 300 },
    );
  });

  it('answers truncated data with a refusal', () => {
    fc.assert(
      fc.property(list, fc.nat(), ([types, values], cut) => {
        const parsed = types.map((type) => parseAbiType(type.parameter));
        const data = encodeValues(parsed, values);
        fc.pre(data.length > 0);
        // Only padding may be missing: then the values come out unchanged.
        try {
          expect(decodeValues(parsed, data.subarray(0, cut % data.length))).toEqual(values);
        } catch (error) {
          expect(error).toBeInstanceOf(AbiError);
        }
      }),
      { seed: 20_240_608, numRuns: 300 },
    );
  });
});
