// Values worth trying: the edges of each type, and random ones between them.
import { type AbiParameter, type AbiType, type AbiValue, parseAbiType } from '@surety/evm';
import { ACTORS, hexAddress } from './parties.js';
import { bits, type Choices, pick } from './random.js';

/** Boundary values of an integer type. */
export function integerEdges(signed: boolean, size: number): readonly bigint[] {
  const top = 1n << BigInt(signed ? size - 1 : size);
  const low = signed ? -top : 0n;
  const near = [0n, 1n, 2n, 3n, 7n, 8n, 10n, 16n, 31n, 32n, 255n, 256n, -1n, -2n, -3n, -8n, -128n];
  const edges = [
    low,
    low + 1n,
    top - 1n,
    top - 2n,
    top / 2n,
    top / 2n - 1n,
    top / 2n + 1n,
    low / 2n,
    low / 2n - 1n,
  ];
  return [...new Set([...near, ...edges])].filter((n) => n >= low && n < top);
}

/** An integer: often an edge, else random of a random size. */
export function integer(choices: Choices, signed: boolean, size: number): bigint {
  if (choices.below(3) !== 2) return pick(choices, integerEdges(signed, size));
  const value = bits(choices, 1 + choices.below(size));
  return signed ? BigInt.asIntN(size, choices.below(2) === 0 ? value : -value) : value;
}

/** A small value mostly, so that random transactions succeed often. */
export function modest(choices: Choices, signed: boolean, size: number): bigint {
  if (choices.below(6) === 5) return integer(choices, signed, size);
  const value = BigInt(choices.below(12));
  return signed && choices.below(3) === 2 ? -value : value;
}

/** A value of an ABI type; `enums` bounds the small unsigned integers whose parameter is an enum. */
export function abiValue(
  choices: Choices,
  type: AbiType,
  number: typeof integer,
  members?: number,
): AbiValue {
  switch (type.kind) {
    case 'integer':
      return members === undefined ? number(choices, type.signed, type.size) : BigInt(choices.below(members));
    case 'bool':
      return choices.below(2) === 1;
    case 'address':
      return hexAddress(choices.below(4) < 3 ? pick(choices, ACTORS) : bits(choices, 160));
    case 'fixed-bytes': {
      // Roles and ids that meet again.
      if (number === modest && choices.below(5) > 0)
        return `0x${BigInt(choices.below(3))
          .toString(16)
          .padStart(2 * type.size, '0')}`;
      const value =
        choices.below(3) === 0 ? integer(choices, false, 8 * type.size) : bits(choices, 8 * type.size);
      return `0x${value.toString(16).padStart(2 * type.size, '0')}`;
    }
    case 'bytes':
      return `0x${Array.from({ length: choices.below(40) }, () => choices.below(256).toString(16).padStart(2, '0')).join('')}`;
    case 'string':
      return Array.from({ length: choices.below(40) }, () =>
        String.fromCharCode(32 + choices.below(90)),
      ).join('');
    case 'array':
    case 'tuple':
      throw new Error('made by abiArguments');
    default:
      return type satisfies never;
  }
}

/** Arguments for the parameters of a function; `enumSizes` tells enums by their declared name, `contracts` where contracts are. */
export function abiArguments(
  choices: Choices,
  inputs: readonly AbiParameter[],
  number: typeof integer,
  enumSizes: ReadonlyMap<string, number> = new Map(),
  contracts: ReadonlyMap<string, string> = new Map(),
): readonly AbiValue[] {
  return inputs.map((input) => {
    if (input.type === 'tuple')
      return abiArguments(choices, input.components ?? [], number, enumSizes, contracts);
    const list = /^(.*)\[(\d*)\]$/s.exec(input.type);
    if (list !== null) {
      const count = list[2] === '' ? choices.below(5) : Number(list[2]);
      const internalType = (input.internalType ?? '').replace(/\[\d*\]$/, '');
      const element = { ...input, type: list[1] ?? '', internalType };
      return abiArguments(choices, Array(count).fill(element), number, enumSizes, contracts);
    }
    const contract = contracts.get(/^contract (\w+)$/.exec(input.internalType ?? '')?.[1] ?? '');
    if (contract !== undefined) return contract;
    const name = /^enum (?:.*\.)?(\w+)$/.exec(input.internalType ?? '')?.[1];
    return abiValue(
      choices,
      parseAbiType(input),
      number,
      name === undefined ? undefined : enumSizes.get(name),
    );
  });
}
