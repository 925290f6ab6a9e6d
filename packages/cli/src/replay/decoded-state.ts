// What the EVM side reads from storage, in the terms of the verifier: addresses and bytesN as numbers, by type.
import type { DecodedValue, ReplayState } from '@surety/core';
import type { DecodedState, DecodedValue as EvmValue } from '@surety/evm';

/** A state that the verifier's vocabulary cannot express exactly; the run is then no evidence. */
export class UnreadableState extends Error {}

type Variables = ReplayState['contracts'][number]['variables'];

/**
 * Every state variable and immutable of a contract. A name may occur twice, with different `declaredIn`: private
 * variables of bases do not hide each other. Throws `UnreadableState`.
 */
export function decodedVariables(state: DecodedState): Variables {
  return [...state.variables, ...state.immutables].map((variable) => ({
    name: variable.label,
    declaredIn: variable.contract,
    ...(variable.slot === undefined ? {} : { slot: variable.slot }),
    value: convertValue(variable.value, variable.type),
  }));
}

/** `type` is solc's label, e.g. `mapping(address => uint256[2])`. */
function convertValue(value: EvmValue, type: string): DecodedValue {
  switch (value.kind) {
    case 'value':
      return { kind: 'value', value: typeof value.value === 'string' ? BigInt(value.value) : value.value };
    case 'bytes':
      return { kind: 'bytes', hex: withoutPrefix(value.hex) };
    case 'struct':
      return {
        kind: 'struct',
        fields: new Map(value.fields.map((field) => [field.label, convertValue(field.value, field.type)])),
      };
    case 'mapping': {
      const parts = mappingParts(type);
      const entries = value.entries.map((entry) => ({
        key: convertKey(entry.key, parts.key),
        value: convertValue(entry.value, parts.value),
      }));
      return { kind: 'mapping', entries };
    }
    case 'array': {
      const element = type.replace(/\[\d*\]$/, '');
      // The verifier reads elements by position, so a list with holes would be read wrongly.
      if (value.elements.some((one, position) => one.index !== BigInt(position))) {
        throw new UnreadableState(`an array of ${value.length} elements is too long to read back`);
      }
      return {
        kind: 'array',
        length: value.length,
        elements: value.elements.map((one) => convertValue(one.value, element)),
      };
    }
    default:
      return value satisfies never;
  }
}

/** Keys of type `string` and `bytes` stay hex; every other key that comes as hex is an address or bytesN. */
function convertKey(key: bigint | boolean | string, type: string): bigint | boolean | string {
  if (typeof key !== 'string') return key;
  return type === 'string' || type === 'bytes' ? withoutPrefix(key) : BigInt(key);
}

/** Key and value types of a mapping label; keys are elementary, so the first arrow belongs to the outermost mapping. */
function mappingParts(label: string): { readonly key: string; readonly value: string } {
  const match = /^mapping\((.*?) => (.*)\)$/s.exec(label);
  if (match === null) throw new UnreadableState(`the mapping type '${label}' is not understood`);
  // Names of parameters (`mapping(address owner => uint256 amount)`) are not part of the type.
  const [key = ''] = (match[1] ?? '').split(' ');
  return { key, value: match[2] ?? '' };
}

function withoutPrefix(hex: string): string {
  return hex.startsWith('0x') ? hex.slice(2) : hex;
}
