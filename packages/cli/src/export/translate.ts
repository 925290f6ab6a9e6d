// An expression of a specification as a condition over states: names resolved against a run, definitions inlined. What
// needs more than states and numbers (quantifiers, view functions, enums) is not translated.
import type { ReplayState } from '@surety/core';
import type { Declaration, Expression } from '@surety/spec-lang';
import { type Condition, keyNumber, type ReadPart, variableOf } from './condition.js';

/** An expression that conditions cannot say. */
export class NotExpressible extends Error {}

/** What names mean. */
export interface Scope {
  /** Deployed contracts by the names that the specification has for them. */
  readonly contracts: ReadonlyMap<string, number>;
  /** The contract that the claim is about. */
  readonly own: number;
  readonly addresses: readonly bigint[];
  /** Parameters, `sender`, `value`, ... */
  readonly names: ReadonlyMap<string, Condition>;
  readonly definitions: ReadonlyMap<string, Extract<Declaration, { kind: 'define' }>>;
  /** Accounts that run code. */
  readonly withCode: ReadonlySet<bigint>;
  /** States of the run, which tell the variables and the keys that were touched. */
  readonly states: readonly ReplayState[];
  readonly old: boolean;
}

/** Translates an expression. Throws `NotExpressible`. */
export function translate(expression: Expression, scope: Scope): Condition {
  const go = (one: Expression): Condition => translate(one, scope);
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: expression.value };
    case 'boolean':
      return { kind: 'boolean', value: expression.value };
    case 'group':
      return go(expression.inner);
    case 'unary':
      return expression.operator === '!'
        ? { kind: 'not', operand: go(expression.operand) }
        : { kind: 'negate', operand: go(expression.operand) };
    case 'binary': {
      if (expression.operator === '**') throw new NotExpressible('a power');
      const [left, right] = [go(expression.left), go(expression.right)];
      return { kind: 'binary', operator: expression.operator, left, right };
    }
    case 'chain': {
      const operands = expression.operands.map(go);
      const links = expression.operators.map((operator, i): Condition => {
        const [left, right] = [operands[i], operands[i + 1]];
        if (operator === '**' || left === undefined || right === undefined)
          throw new NotExpressible('a chain');
        return { kind: 'binary', operator, left, right };
      });
      return links.reduce((left, right) => ({ kind: 'binary', operator: '&&', left, right }));
    }
    case 'range': {
      const subject = go(expression.subject);
      const low: Condition = { kind: 'binary', operator: '<=', left: go(expression.low), right: subject };
      const high: Condition = { kind: 'binary', operator: '<=', left: subject, right: go(expression.high) };
      return { kind: 'binary', operator: '&&', left: low, right: high };
    }
    case 'conditional':
      return {
        kind: 'choice',
        condition: go(expression.condition),
        whenTrue: go(expression.whenTrue),
        whenFalse: go(expression.whenFalse),
      };
    case 'is': {
      if (expression.what.text !== 'EOA') throw new NotExpressible(`is ${expression.what.text}`);
      const subject = go(expression.subject);
      if (subject.kind !== 'number') throw new NotExpressible('EOA of a changing address');
      return { kind: 'boolean', value: !scope.withCode.has(subject.value) };
    }
    case 'sum':
      return translateSum(expression, scope);
    case 'typeBound':
      return typeBound(expression);
    case 'call':
      return translateCall(expression, scope);
    case 'name':
    case 'member':
    case 'index':
      return translateRead(expression, scope);
    default:
      throw new NotExpressible(expression.kind);
  }
}

function typeBound(expression: Extract<Expression, { kind: 'typeBound' }>): Condition {
  const match = /^(u?)int(\d*)$/.exec(expression.type.name);
  if (match === null || expression.type.dimensions.length > 0) throw new NotExpressible('a bound');
  const bits = BigInt(match[2] === '' ? 256 : Number(match[2]));
  const size = match[1] === 'u' ? 1n << bits : 1n << (bits - 1n);
  if (expression.bound === 'max') return { kind: 'number', value: size - 1n };
  return { kind: 'number', value: match[1] === 'u' ? 0n : -size };
}

function translateCall(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Condition {
  const { callee } = call;
  const [first, ...rest] = call.arguments;
  if (callee.kind !== 'name') throw new NotExpressible('a call of a view function');
  const definition = scope.definitions.get(callee.name);
  if (definition !== undefined) {
    const names = new Map(scope.names);
    definition.parameters.forEach((parameter, i) => {
      const argument = call.arguments[i];
      if (parameter.name === undefined || argument === undefined) throw new NotExpressible('a definition');
      names.set(parameter.name.text, translate(argument, scope));
    });
    return translate(definition.value, { ...scope, names });
  }
  if (first === undefined) throw new NotExpressible(`${callee.name}()`);
  switch (callee.name) {
    case 'old':
      return translate(first, { ...scope, old: true });
    case 'balance':
      return { kind: 'balance', of: translate(first, scope), old: scope.old };
    case 'address':
      return translate(first, scope);
    case 'floor':
      return translate(first, scope);
    case 'min':
    case 'max': {
      const operator = callee.name === 'min' ? '<=' : '>=';
      return rest.reduce<Condition>(
        (left, next) => {
          const right = translate(next, scope);
          return {
            kind: 'choice',
            condition: { kind: 'binary', operator, left, right },
            whenTrue: left,
            whenFalse: right,
          };
        },
        translate(first, scope),
      );
    }
    default:
      throw new NotExpressible(`a call of ${callee.name}`);
  }
}

// ------------------------------------------------------------------------------------------------------------- storage

function translateRead(expression: Expression, scope: Scope): Condition {
  const special = specialName(expression, scope);
  if (special !== undefined) return special;
  if (expression.kind === 'member' && expression.member.text === 'balance')
    return { kind: 'balance', of: translate(expression.base, scope), old: scope.old };
  const { contract, variable, path } = place(expression, scope);
  return { kind: 'read', contract, variable, path, old: scope.old };
}

function specialName(expression: Expression, scope: Scope): Condition | undefined {
  if (expression.kind === 'member' && expression.base.kind === 'name') {
    const dotted = scope.names.get(`${expression.base.name}.${expression.member.text}`);
    if (dotted !== undefined) return dotted;
  }
  if (expression.kind !== 'name') return undefined;
  const known = scope.names.get(expression.name);
  if (known !== undefined) return known;
  const definition = scope.definitions.get(expression.name);
  if (definition !== undefined) return translate(definition.value, scope);
  if (isVariable(scope, scope.own, expression.name)) return undefined;
  const index = expression.name === 'this' ? scope.own : scope.contracts.get(expression.name);
  const value = index === undefined ? undefined : scope.addresses[index];
  return value === undefined ? undefined : { kind: 'number', value };
}

function place(
  expression: Expression,
  scope: Scope,
): { readonly contract: number; readonly variable: string; readonly path: readonly ReadPart[] } {
  if (expression.kind === 'name') {
    if (!isVariable(scope, scope.own, expression.name))
      throw new NotExpressible(`the name ${expression.name}`);
    return { contract: scope.own, variable: expression.name, path: [] };
  }
  if (expression.kind === 'index') {
    const base = place(expression.base, scope);
    return { ...base, path: [...base.path, { kind: 'at', key: translate(expression.index, scope) }] };
  }
  if (expression.kind !== 'member') throw new NotExpressible(expression.kind);
  const { base, member } = expression;
  if (base.kind === 'name' && !isVariable(scope, scope.own, base.name)) {
    const contract = scope.contracts.get(base.name);
    if (contract === undefined || !isVariable(scope, contract, member.text))
      throw new NotExpressible(`${base.name}.${member.text}`);
    return { contract, variable: member.text, path: [] };
  }
  const inner = place(base, scope);
  const part: ReadPart =
    member.text === 'length' ? { kind: 'length' } : { kind: 'field', field: member.text };
  return { ...inner, path: [...inner.path, part] };
}

/** `sum(m)` and `sum(p[u].debt for u)` of mappings with one key. */
function translateSum(sum: Extract<Expression, { kind: 'sum' }>, scope: Scope): Condition {
  if (sum.bound !== undefined) throw new NotExpressible('a sum with a bound');
  if (sum.condition !== undefined) throw new NotExpressible('a sum with a condition');
  const fields: string[] = [];
  let mapping = sum.body;
  if (sum.variables.length > 0) {
    const [variable] = sum.variables;
    while (mapping.kind === 'member') {
      fields.unshift(mapping.member.text);
      mapping = mapping.base;
    }
    const plain =
      sum.variables.length === 1 &&
      mapping.kind === 'index' &&
      mapping.index.kind === 'name' &&
      mapping.index.name === variable?.text;
    if (!plain || mapping.kind !== 'index') throw new NotExpressible('a sum over several keys');
    mapping = mapping.base;
  }
  const { contract, variable, path } = place(mapping, scope);
  if (path.length > 0) throw new NotExpressible('a sum of an inner mapping');
  const keys = new Set<bigint | boolean>();
  for (const state of scope.states) {
    const value = variableOf(state, contract, variable);
    if (value.kind !== 'mapping') throw new NotExpressible('a sum of something that is no mapping');
    for (const { key } of value.entries) {
      if (keyNumber(key) === undefined || typeof key === 'string')
        throw new NotExpressible('a sum over strings');
      keys.add(key);
    }
  }
  return { kind: 'sum', contract, variable, fields, keys: [...keys], old: scope.old };
}

function isVariable(scope: Scope, contract: number, name: string): boolean {
  return scope.states.some((state) =>
    state.contracts[contract]?.variables.some((variable) => variable.name === name),
  );
}
