// Conditions as Solidity: state is read through public getters where there are any, otherwise from its storage slot.
import type { Abi, CompiledContract, StorageType } from '@surety/evm';
import type { Condition } from './condition.js';
import { type AddressText, addressText, hexNumber } from './solidity-values.js';
import type { Place } from './trace-format.js';

/** Something that a test cannot read or say. */
export class NotWritable extends Error {}

/** A deployed contract as the test knows it. */
export interface TestedContract {
  /** Name of the imported type. */
  readonly type: string;
  /** Expression of its address. */
  readonly at: string;
  readonly compiled: CompiledContract;
}

/** What conditions are written with. */
export interface ConditionWriter {
  readonly contracts: readonly TestedContract[];
  readonly named: AddressText;
  /** Expressions to be evaluated before the last step, in order of `old[i]`. */
  readonly old: string[];
}

type Key = { readonly text: string; readonly value: bigint | undefined };
type Part =
  | { readonly kind: 'at'; readonly key: Key }
  | { readonly kind: 'bytesKey'; readonly hex: string }
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'length' };

/** A condition as an expression of type `bool`. Throws `NotWritable`. */
export function boolText(condition: Condition, writer: ConditionWriter): string {
  switch (condition.kind) {
    case 'boolean':
      return String(condition.value);
    case 'not':
      return `!(${boolText(condition.operand, writer)})`;
    case 'binary': {
      const { operator, left, right } = condition;
      switch (operator) {
        case '&&':
        case '||':
          return `(${boolText(left, writer)} ${operator} ${boolText(right, writer)})`;
        case '=>':
          return `(!(${boolText(left, writer)}) || ${boolText(right, writer)})`;
        case '<':
        case '<=':
        case '>':
        case '>=':
        case '==':
        case '!=':
          return comparison(operator, left, right, writer);
        default:
          return `(${numberText(condition, writer)} != 0)`;
      }
    }
    case 'choice':
      return `(${boolText(condition.condition, writer)} ? ${boolText(condition.whenTrue, writer)} : ${boolText(condition.whenFalse, writer)})`;
    default:
      return `(${numberText(condition, writer)} != 0)`;
  }
}

/** Moves what is subtracted to the other side, so that nothing goes below zero on the way. */
function comparison(operator: string, left: Condition, right: Condition, writer: ConditionWriter): string {
  const plus: string[] = [];
  const minus: string[] = [];
  const collect = (one: Condition, to: string[], other: string[]): void => {
    if (one.kind === 'binary' && (one.operator === '+' || one.operator === '-')) {
      collect(one.left, to, other);
      if (one.operator === '+') collect(one.right, to, other);
      else collect(one.right, other, to);
    } else if (one.kind === 'negate') collect(one.operand, other, to);
    else if (one.kind === 'number' && one.value < 0n) other.push(hexNumber(-one.value));
    else to.push(numberText(one, writer));
  };
  collect(left, plus, minus);
  collect(right, minus, plus);
  const side = (terms: readonly string[]): string => (terms.length === 0 ? '0' : terms.join(' + '));
  return `(${side(plus)} ${operator} ${side(minus)})`;
}

/** A condition as an expression of type `uint256`. Throws `NotWritable`. */
function numberText(condition: Condition, writer: ConditionWriter): string {
  switch (condition.kind) {
    case 'number': {
      if (condition.value < 0n) throw new NotWritable('a negative number');
      const name = writer.named(condition.value);
      return name === undefined ? `uint256(${hexNumber(condition.value)})` : `uint256(uint160(${name}))`;
    }
    case 'read': {
      const parts = condition.path.map((part): Part => {
        if (part.kind !== 'at') return part;
        const value = part.key.kind === 'number' ? part.key.value : undefined;
        return { kind: 'at', key: { text: numberText(part.key, writer), value } };
      });
      return oldOrNow(readText(condition.contract, condition.variable, parts, writer), condition.old, writer);
    }
    case 'balance': {
      const { of } = condition;
      const account =
        of.kind === 'number'
          ? addressText(of.value, writer.named)
          : `address(uint160(${numberText(of, writer)}))`;
      return oldOrNow(`${account}.balance`, condition.old, writer);
    }
    case 'sum': {
      const terms = condition.keys.map((key) => {
        const value = typeof key === 'bigint' ? key : key ? 1n : 0n;
        const fields = condition.fields.map((field): Part => ({ kind: 'field', field }));
        const parts: Part[] = [
          { kind: 'at', key: { text: numberText({ kind: 'number', value }, writer), value } },
        ];
        return readText(condition.contract, condition.variable, [...parts, ...fields], writer);
      });
      const total =
        terms.length === 0 ? 'uint256(0)' : terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' + ')})`;
      return oldOrNow(total, condition.old, writer);
    }
    case 'choice':
      return `(${boolText(condition.condition, writer)} ? ${numberText(condition.whenTrue, writer)} : ${numberText(condition.whenFalse, writer)})`;
    case 'binary':
      if (['+', '-', '*', '/', '%'].includes(condition.operator))
        return `(${numberText(condition.left, writer)} ${condition.operator} ${numberText(condition.right, writer)})`;
      return `(${boolText(condition, writer)} ? uint256(1) : uint256(0))`;
    case 'boolean':
    case 'not':
      return `(${boolText(condition, writer)} ? uint256(1) : uint256(0))`;
    case 'negate':
      throw new NotWritable('a negative number');
    default:
      return condition satisfies never;
  }
}

function oldOrNow(text: string, old: boolean, writer: ConditionWriter): string {
  if (!old) return text;
  const known = writer.old.indexOf(text);
  return `old[${known >= 0 ? known : writer.old.push(text) - 1}]`;
}

/** A place in storage as an expression of type `uint256`. Throws `NotWritable`. */
export function placeRead(place: Place, writer: ConditionWriter): string {
  const parts = place.path.map((part): Part => {
    if (part.kind === 'index') return { kind: 'at', key: { text: hexNumber(part.index), value: part.index } };
    if (part.kind !== 'key') return part;
    if (typeof part.key === 'string') return { kind: 'bytesKey', hex: part.key };
    const value = typeof part.key === 'bigint' ? part.key : part.key ? 1n : 0n;
    const unsigned = BigInt.asUintN(256, value);
    return { kind: 'at', key: { text: numberText({ kind: 'number', value: unsigned }, writer), value } };
  });
  return readText(place.contract, place.variable, parts, writer, true);
}

/** `signed`: signed variables are read as their 256-bit pattern; otherwise they are refused. */
function readText(
  contract: number,
  variable: string,
  parts: readonly Part[],
  writer: ConditionWriter,
  signed = false,
): string {
  const tested = writer.contracts[contract];
  if (tested === undefined) throw new NotWritable(`contract ${contract}`);
  // The getter of an array reverts where a shorter one ends.
  const indexed = tested.compiled.storageLayout?.storage.some(
    (one) =>
      one.label === variable && /\[\d*\]/.test(tested.compiled.storageLayout?.types[one.type]?.label ?? ''),
  );
  const getter = indexed ? undefined : getterText(tested, variable, parts, writer, signed);
  return getter ?? slotText(tested, variable, parts, signed);
}

// ------------------------------------------------------------------------------------------------------------- getters

function getterText(
  tested: TestedContract,
  variable: string,
  parts: readonly Part[],
  writer: ConditionWriter,
  signed: boolean,
): string | undefined {
  const { abi } = tested.compiled;
  const getter = onlyFunction(abi, variable);
  const inputs = getter?.inputs ?? [];
  const [output, ...more] = getter?.outputs ?? [];
  if (getter?.stateMutability !== 'view' || output === undefined || more.length > 0) return undefined;
  if (inputs.length !== parts.length) return undefined;
  const keys = parts.map((part, i) =>
    part.kind === 'at' ? keyText(inputs[i], part.key, writer) : undefined,
  );
  if (!keys.every((key) => key !== undefined)) return undefined;
  const call = `${tested.type}(payable(${tested.at})).${variable}(${keys.join(', ')})`;
  return wordText(output, call, signed);
}

function onlyFunction(abi: Abi, name: string): Abi[number] | undefined {
  const found = abi.filter((item) => item.type === 'function' && item.name === name);
  return found.length === 1 ? found[0] : undefined;
}

function keyText(
  input: { readonly type: string; readonly internalType?: string } | undefined,
  key: Key,
  writer: ConditionWriter,
): string | undefined {
  if (input === undefined) return undefined;
  const { type, internalType = type } = input;
  if (type === 'address' && (internalType === 'address' || internalType === 'address payable')) {
    const at =
      key.value === undefined ? `address(uint160(${key.text}))` : addressText(key.value, writer.named);
    return internalType === 'address' ? at : `payable(${at})`;
  }
  if (internalType !== type) return undefined;
  if (/^uint\d+$/.test(type)) return `${type}(${key.text})`;
  if (type === 'bool') return `(${key.text}) != 0`;
  const size = /^bytes(\d+)$/.exec(type)?.[1];
  return size === undefined ? undefined : `${type}(bytes32((${key.text}) << ${256 - 8 * Number(size)}))`;
}

/** The result of a getter as `uint256`. */
function wordText(
  output: { readonly type: string; readonly internalType?: string },
  call: string,
  signed: boolean,
): string | undefined {
  const { type, internalType = type } = output;
  if (type === 'address') return `uint256(uint160(address(${call})))`;
  if (internalType.startsWith('enum ')) return `uint256(${call})`;
  if (internalType !== type) return undefined;
  if (type === 'uint256') return call;
  if (/^uint\d+$/.test(type)) return `uint256(${call})`;
  if (/^int\d+$/.test(type)) return signed ? `uint256(int256(${call}))` : undefined;
  if (type === 'bool') return `(${call} ? uint256(1) : uint256(0))`;
  const size = /^bytes(\d+)$/.exec(type)?.[1];
  return size === undefined ? undefined : `(uint256(bytes32(${call})) >> ${256 - 8 * Number(size)})`;
}

// --------------------------------------------------------------------------------------------------------------- slots

/** Reads a storage slot by solc's layout. */
function slotText(tested: TestedContract, variable: string, parts: readonly Part[], signed: boolean): string {
  const layout = tested.compiled.storageLayout;
  const entries = layout?.storage.filter((one) => one.label === variable) ?? [];
  const [entry] = entries;
  if (layout === undefined || entry === undefined || entries.length > 1)
    throw new NotWritable(`${variable} lies in no storage slot`);
  const typeOf = (id: string | undefined): StorageType => {
    const found = id === undefined ? undefined : layout.types[id];
    if (found === undefined) throw new NotWritable(`the type of ${variable}`);
    return found;
  };
  let slot = entry.slot;
  let offset = entry.offset;
  let type = typeOf(entry.type);
  const move = (more: bigint): void => {
    if (more !== 0n) slot = /^\d+$/.test(slot) ? String(BigInt(slot) + more) : `${slot} + ${more}`;
  };
  for (const [i, part] of parts.entries()) {
    if (part.kind === 'field') {
      const member = type.members?.find((one) => one.label === part.field);
      if (member === undefined) throw new NotWritable(`the field ${part.field}`);
      move(BigInt(member.slot));
      offset = member.offset;
      type = typeOf(member.type);
    } else if (part.kind === 'length') {
      if (type.encoding !== 'dynamic_array' || i !== parts.length - 1) throw new NotWritable('a length');
      return `_field(${tested.at}, ${slot}, 0, 32)`;
    } else if (part.kind === 'bytesKey') {
      slot = `uint256(keccak256(abi.encodePacked(hex"${part.hex}", uint256(${slot}))))`;
      offset = 0;
      type = typeOf(type.value);
    } else if (type.encoding === 'mapping') {
      const size = /^bytes(\d+)$/.exec(typeOf(type.key).label)?.[1];
      const key = size === undefined ? part.key.text : `(${part.key.text}) << ${256 - 8 * Number(size)}`;
      slot = `_entry(${key}, ${slot})`;
      offset = 0;
      type = typeOf(type.value);
    } else {
      const element = typeOf(type.base);
      const { value: index } = part.key;
      const bytes = BigInt(element.numberOfBytes);
      if (index === undefined) throw new NotWritable('a changing index');
      if (type.encoding === 'dynamic_array') slot = `uint256(keccak256(abi.encode(uint256(${slot}))))`;
      const each = bytes > 16n ? 1n : 32n / bytes;
      move(bytes > 32n ? index * (bytes / 32n) : index / each);
      offset = bytes > 16n ? 0 : Number((index % each) * bytes);
      type = element;
    }
  }
  if (type.encoding !== 'inplace' || type.members !== undefined || Number(type.numberOfBytes) > 32)
    throw new NotWritable(`${variable} is not a single word`);
  const read = `_field(${tested.at}, ${slot}, ${offset}, ${type.numberOfBytes})`;
  if (!/^int\d*$/.test(type.label)) return read;
  if (!signed) throw new NotWritable('a signed number');
  return `_signed(${read}, ${type.numberOfBytes})`;
}
