// Values: what terms denote. Exact, compared structurally by `valueKey` and `valuesEqual`.
import { type Sort, sortCardinality } from './sort.js';

/** A total map: `entries` first, then `compute` where a solver gave a formula, then `default`. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly default: Value;
  /** Explicit entries by `valueKey` of their key. */
  readonly entries: ReadonlyMap<string, { readonly key: Value; readonly value: Value }>;
  /** Answers for the keys outside `entries` when they are not all `default`; undefined result means not known. */
  readonly compute?: (key: Value) => Value | undefined;
}

/** An element of an uninterpreted sort (or a byte string equal to no literal), known by name only. */
export interface Opaque {
  readonly kind: 'opaque';
  readonly sort: Sort;
  readonly name: string;
}

/** Bool: boolean; Int and bit-vectors (unsigned): bigint; bytes: lowercase hex without 0x; arrays; opaque elements. */
export type Value = boolean | bigint | string | ArrayValue | Opaque;

/** A text that is equal exactly for equal values of one sort; arrays ignore entries equal to their default. */
export function valueKey(value: Value): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    case 'string':
      return `x${value}`;
    default:
      break;
  }
  if (value.kind === 'opaque') return `?${value.name}`;
  const fallback = valueKey(value.default);
  const parts: string[] = [];
  for (const [key, entry] of value.entries) {
    const text = valueKey(entry.value);
    if (value.compute !== undefined || text !== fallback) parts.push(`${key}=${text}`);
  }
  const formula = value.compute === undefined ? '' : `;${formulaId(value.compute)}`;
  return `[${parts.sort().join(',')};${fallback}${formula}]`;
}

const formulaIds = new WeakMap<object, number>();
let nextFormulaId = 0;

// Arrays given by formulas are equal only if they are the same formula; a number per function says so.
function formulaId(compute: object): number {
  let id = formulaIds.get(compute);
  if (id === undefined) {
    id = nextFormulaId++;
    formulaIds.set(compute, id);
  }
  return id;
}

/** Whether two values of `sort` are equal; undefined when an array given by a formula makes that undecidable here. */
export function valuesEqual(a: Value, b: Value, sort: Sort): boolean | undefined {
  if (sort.kind !== 'array') return valueKey(a) === valueKey(b);
  const left = asArray(a);
  const right = asArray(b);
  if (left === right) return true;
  const keys = new Map([...left.entries, ...right.entries]);
  let undecided = false;
  for (const { key } of keys.values()) {
    const l = arraySelect(left, key);
    const r = arraySelect(right, key);
    const same = l === undefined || r === undefined ? undefined : valuesEqual(l, r, sort.element);
    if (same === false) return false;
    if (same === undefined) undecided = true;
  }
  if (undecided) return undefined;
  // Every value of a small index sort may be listed, and then the defaults do not matter.
  const cardinality = sortCardinality(sort.index);
  if (cardinality !== undefined && BigInt(keys.size) >= cardinality) return true;
  if (left.compute !== undefined || right.compute !== undefined)
    return left.compute === right.compute && left.default === right.default ? true : undefined;
  return valuesEqual(left.default, right.default, sort.element);
}

/** The array value itself; throws if the value is not an array (a bug of the caller). */
export function asArray(value: Value): ArrayValue {
  if (typeof value === 'object' && value.kind === 'array') return value;
  throw new Error(`expected an array value, got ${valueKey(value)}`);
}

/** The element at `key`; undefined when a formula cannot be computed. */
export function arraySelect(array: ArrayValue, key: Value): Value | undefined {
  const entry = array.entries.get(valueKey(key));
  if (entry !== undefined) return entry.value;
  return array.compute === undefined ? array.default : array.compute(key);
}

/** The array with `key` mapped to `value`. */
export function arrayStore(array: ArrayValue, key: Value, value: Value): ArrayValue {
  const entries = new Map(array.entries);
  entries.set(valueKey(key), { key, value });
  return { ...array, entries };
}

/** The array that is `value` everywhere. */
export function constantArray(value: Value): ArrayValue {
  return { kind: 'array', default: value, entries: new Map() };
}

/** A value for what a model leaves open: false, 0, '' and arrays of these; a fixed element of other sorts. */
export function completeValue(sort: Sort): Value {
  switch (sort.kind) {
    case 'bool':
      return false;
    case 'int':
    case 'bitvec':
      return 0n;
    case 'bytes':
      return '';
    case 'array':
      return constantArray(completeValue(sort.element));
    case 'uninterpreted':
      return { kind: 'opaque', sort, name: `${sort.name}!default` };
  }
}
