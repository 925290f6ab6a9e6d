// Arguments of a plan as values of the contract ABI: the verifier has numbers where the ABI has addresses and bytes.
import type { ReplayValue } from '@surety/core';
import type { AbiParameter, AbiType, AbiValue } from '@surety/evm';

/** An address as the EVM side writes it: `0x` and forty hex digits. */
export function addressHex(address: bigint): string {
  return `0x${address.toString(16).padStart(40, '0')}`;
}

/** Arguments for the parameters of a function or constructor. Throws when their number or shape does not fit. */
export function abiArguments(
  parameters: readonly AbiParameter[],
  values: readonly ReplayValue[],
  parseType: (parameter: AbiParameter) => AbiType,
): readonly AbiValue[] {
  if (parameters.length !== values.length) {
    throw new Error(`${values.length} arguments for ${parameters.length} parameters`);
  }
  return parameters.map((parameter, index) => abiValue(parseType(parameter), values[index]));
}

function abiValue(type: AbiType, value: ReplayValue | undefined): AbiValue {
  switch (type.kind) {
    case 'integer':
      if (typeof value === 'bigint') return value;
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      break;
    case 'address':
      if (typeof value === 'bigint') return addressHex(value);
      break;
    case 'fixed-bytes':
      if (typeof value === 'bigint') return `0x${value.toString(16).padStart(2 * type.size, '0')}`;
      break;
    case 'bytes':
      if (typeof value === 'string') return `0x${value}`;
      break;
    case 'string':
      // Raw bytes: the verifier may choose text that is not UTF-8.
      if (typeof value === 'string') return Uint8Array.from(Buffer.from(value, 'hex'));
      break;
    case 'array':
      if (isList(value)) return value.map((one) => abiValue(type.element, one));
      break;
    case 'tuple':
      if (isList(value) && value.length === type.fields.length) {
        return type.fields.map((field, index) => abiValue(field, value[index]));
      }
      break;
    default:
      return type satisfies never;
  }
  throw new Error(`a ${value === undefined ? 'missing value' : typeof value} where the ABI has ${type.kind}`);
}

function isList(value: ReplayValue | undefined): value is readonly ReplayValue[] {
  return Array.isArray(value);
}
