// Conditions over the states of a run: what is left of a claim when names are resolved and parameters have values. They
// are data, so that a trace file can carry them, a replay evaluate them, and a Foundry test assert them.
import type { DecodedValue, ReplayState } from '@surety/core';

/** A condition or a number; truth is 1 and 0 where a number is asked for. */
export type Condition =
  | { readonly kind: 'number'; readonly value: bigint }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** A scalar state variable, entry or field; each part of the path is a condition (a key or index) or a name. */
  | {
      readonly kind: 'read';
      readonly contract: number;
      readonly variable: string;
      readonly path: readonly ReadPart[];
      readonly old: boolean;
    }
  | { readonly kind: 'balance'; readonly of: Condition; readonly old: boolean }
  /** Total of a mapping; names go into structs behind it. `keys`: the entries that the recorded run touched. */
  | {
      readonly kind: 'sum';
      readonly contract: number;
      readonly variable: string;
      readonly fields: readonly string[];
      readonly keys: readonly (bigint | boolean)[];
      readonly old: boolean;
    }
  | { readonly kind: 'not' | 'negate'; readonly operand: Condition }
  | {
      readonly kind: 'binary';
      readonly operator: ConditionOperator;
      readonly left: Condition;
      readonly right: Condition;
    }
  | {
      readonly kind: 'choice';
      readonly condition: Condition;
      readonly whenTrue: Condition;
      readonly whenFalse: Condition;
    };

/** A part of the path of a read. */
export type ReadPart =
  | { readonly kind: 'at'; readonly key: Condition }
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'length' };

/** Operators, with the meaning of the specification language: exact integers, division rounds down. */
export type ConditionOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&&'
  | '||'
  | '=>';

/** The states a condition speaks about. */
export interface Moments {
  readonly now: ReplayState;
  /** Before the last step. */
  readonly old: ReplayState;
}

/** A condition that has no value in a run: a variable that is not there, a division by zero. */
export class NoValue extends Error {}

/** Whether a condition holds. Throws `NoValue`. */
export function holds(condition: Condition, at: Moments): boolean {
  return evaluate(condition, at) !== 0n;
}

/** The value of a condition; truth is 1. Throws `NoValue`. */
export function evaluate(condition: Condition, at: Moments): bigint {
  switch (condition.kind) {
    case 'number':
      return condition.value;
    case 'boolean':
      return condition.value ? 1n : 0n;
    case 'read':
      return readValue(condition, at);
    case 'balance': {
      const state = condition.old ? at.old : at.now;
      return state.balances.get(evaluate(condition.of, at)) ?? 0n;
    }
    case 'sum':
      return sumValue(condition, at);
    case 'not':
      return evaluate(condition.operand, at) === 0n ? 1n : 0n;
    case 'negate':
      return -evaluate(condition.operand, at);
    case 'choice':
      return evaluate(holds(condition.condition, at) ? condition.whenTrue : condition.whenFalse, at);
    case 'binary':
      return binaryValue(condition, at);
    default:
      return condition satisfies never;
  }
}

function binaryValue(condition: Extract<Condition, { kind: 'binary' }>, at: Moments): bigint {
  const { operator } = condition;
  const left = evaluate(condition.left, at);
  // The right side may have no value where the left one decides.
  if (operator === '&&') return left !== 0n && holds(condition.right, at) ? 1n : 0n;
  if (operator === '||') return left !== 0n || holds(condition.right, at) ? 1n : 0n;
  if (operator === '=>') return left === 0n || holds(condition.right, at) ? 1n : 0n;
  const right = evaluate(condition.right, at);
  const truth = (value: boolean): bigint => (value ? 1n : 0n);
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
    case '%': {
      if (right === 0n) throw new NoValue('a division by zero');
      const rest = left % right;
      const floored = rest !== 0n && rest < 0n !== right < 0n;
      if (operator === '%') return floored ? rest + right : rest;
      return floored ? left / right - 1n : left / right;
    }
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    case '>=':
      return truth(left >= right);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    default:
      return operator satisfies never;
  }
}

function readValue(read: Extract<Condition, { kind: 'read' }>, at: Moments): bigint {
  const state = read.old ? at.old : at.now;
  let value: DecodedValue | undefined = variableOf(state, read.contract, read.variable);
  for (const part of read.path) {
    const inside: DecodedValue | undefined = value;
    if (inside === undefined) return 0n;
    if (part.kind === 'field') {
      if (inside.kind !== 'struct') throw new NoValue(`${read.variable} has no fields`);
      value = inside.fields.get(part.field);
      if (value === undefined) throw new NoValue(`${read.variable} has no field ${part.field}`);
    } else if (part.kind === 'length') {
      if (inside.kind !== 'array') throw new NoValue(`${read.variable} has no length`);
      return inside.length;
    } else {
      const key = evaluate(part.key, at);
      if (inside.kind === 'mapping') {
        value = inside.entries.find((entry) => keyNumber(entry.key) === key)?.value;
        // An entry that was never written is zero, whatever lies below it.
        if (value === undefined) return 0n;
      } else if (inside.kind === 'array') {
        if (key < 0n || key >= inside.length) throw new NoValue('an index out of bounds');
        value = inside.elements[Number(key)];
      } else throw new NoValue(`${read.variable} has no entries`);
    }
  }
  return scalarOf(value, read.variable);
}

function sumValue(sum: Extract<Condition, { kind: 'sum' }>, at: Moments): bigint {
  const mapping = variableOf(sum.old ? at.old : at.now, sum.contract, sum.variable);
  if (mapping.kind !== 'mapping') throw new NoValue(`${sum.variable} is not a mapping`);
  return mapping.entries.reduce((total, { value }) => {
    let inner: DecodedValue | undefined = value;
    for (const field of sum.fields) inner = inner?.kind === 'struct' ? inner.fields.get(field) : undefined;
    return total + scalarOf(inner, sum.variable);
  }, 0n);
}

/** The decoded variable of a contract; the most derived one of a name. Throws `NoValue`. */
export function variableOf(state: ReplayState, contract: number, name: string): DecodedValue {
  const found = state.contracts[contract]?.variables.filter((variable) => variable.name === name) ?? [];
  const [only] = found;
  if (only === undefined) throw new NoValue(`there is no variable ${name}`);
  if (found.length > 1) throw new NoValue(`there are several variables ${name}`);
  return only.value;
}

function scalarOf(value: DecodedValue | undefined, name: string): bigint {
  if (value?.kind !== 'value') throw new NoValue(`${name} is not a number`);
  return keyNumber(value.value) ?? 0n;
}

/** A key as a number; undefined for strings and bytes. */
export function keyNumber(key: bigint | boolean | string): bigint | undefined {
  if (typeof key === 'string') return undefined;
  return typeof key === 'bigint' ? key : key ? 1n : 0n;
}
