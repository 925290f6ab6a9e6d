// Evaluates the expressions that solvers write in models: literals, store chains, as-array, lambda, let and formulas.

import type { SExpression } from '../smtlib/s-expression.js';
import { euclideanDiv, euclideanMod, operatorInfo } from '../term/operators.js';
import { BOOL, INT, type Sort } from '../term/sort.js';
import {
  type ArrayValue,
  arraySelect,
  arrayStore,
  asArray,
  completeValue,
  constantArray,
  type Value,
  valueKey,
} from '../term/value.js';
import { applyFunctionTable, type FunctionTable } from './model.js';

/** Thrown when a model contains something this reader does not understand. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** What names mean in a model. */
export interface Interpretation {
  readonly sort: (expression: SExpression) => Sort | undefined;
  /** The element of an uninterpreted sort with this name. */
  readonly element: (name: string, sort: Sort) => Value;
  readonly constant: (name: string) => Value | undefined;
  readonly function: (name: string) => FunctionTable | undefined;
  /** The table of a closed function body. */
  readonly table: (
    parameters: readonly Parameter[],
    range: Sort | undefined,
    body: SExpression,
  ) => FunctionTable;
}

/** A parameter of a defined function or lambda; its sort is undefined when no term of ours can have it. */
export interface Parameter {
  readonly name: string;
  readonly sort: Sort | undefined;
}

type Environment = ReadonlyMap<string, Value>;

/** The value of an expression; `expected` is its sort where the context tells it. Throws ModelError. */
export function evaluateExpression(
  expression: SExpression,
  environment: Environment,
  interpretation: Interpretation,
  expected: Sort | undefined,
): Value {
  if (typeof expression === 'string') return evaluateAtom(expression, environment, interpretation, expected);
  let current: SExpression = expression;
  let scope = environment;
  // Choices and lets are followed in a loop: solvers write them as long chains.
  for (;;) {
    if (typeof current === 'string') return evaluateAtom(current, scope, interpretation, expected);
    const [head, a, b, c]: readonly SExpression[] = current;
    if (head === 'let' && a !== undefined && b !== undefined && typeof a !== 'string') {
      const inner = new Map(scope);
      for (const binding of a) {
        const [name, bound] = typeof binding === 'string' ? [] : binding;
        if (typeof name !== 'string' || bound === undefined) throw new ModelError('malformed let');
        inner.set(name, evaluateExpression(bound, scope, interpretation, undefined));
      }
      scope = inner;
      current = b;
    } else if (head === 'ite' && a !== undefined && b !== undefined && c !== undefined) {
      current = evaluateExpression(a, scope, interpretation, BOOL) === true ? b : c;
    } else if (head === '!' && a !== undefined) {
      current = a;
    } else break;
  }
  return evaluateList(current, scope, interpretation, expected);
}

function evaluateAtom(
  atom: string,
  environment: Environment,
  interpretation: Interpretation,
  expected: Sort | undefined,
): Value {
  const local = environment.get(atom);
  if (local !== undefined) return local;
  if (atom === 'true' || atom === 'false') return atom === 'true';
  if (/^[0-9]+(\.0)?$/.test(atom)) return BigInt(atom.replace('.0', ''));
  if (atom.startsWith('#x')) return BigInt(`0x${atom.slice(2)}`);
  if (atom.startsWith('#b')) return BigInt(`0b${atom.slice(2)}`);
  const constant = interpretation.constant(atom);
  if (constant !== undefined) return constant;
  const element = /^(.+)!val![0-9]+$/.exec(atom)?.[1] ?? /^@(.+)_[0-9]+$/.exec(atom)?.[1];
  const sort = expected ?? (element === undefined ? undefined : interpretation.sort(element));
  if (element !== undefined && sort !== undefined) return interpretation.element(atom, sort);
  throw new ModelError(`unknown name ${atom}`);
}

function evaluateList(
  list: readonly SExpression[],
  environment: Environment,
  interpretation: Interpretation,
  expected: Sort | undefined,
): Value {
  const [head, a, b] = list;
  const evaluate = (e: SExpression | undefined, sort?: Sort): Value => {
    if (e === undefined) throw new ModelError('missing argument');
    return evaluateExpression(e, environment, interpretation, sort);
  };
  if (head === undefined) throw new ModelError('an empty list');
  if (typeof head !== 'string') return evaluateIndexed(head, list.slice(1), evaluate, interpretation);
  const operands = (): readonly Value[] => list.slice(1).map((e) => evaluate(e));
  const integers = (): readonly bigint[] => operands().map(asInteger);
  switch (head) {
    case '_':
      if (a === 'as-array' && typeof b === 'string') return arrayOfFunction(b, interpretation, expected);
      if (typeof a === 'string' && /^bv[0-9]+$/.test(a)) return BigInt(a.slice(2));
      break;
    case 'as': {
      const sort = b === undefined ? undefined : interpretation.sort(b);
      if (typeof a === 'string' && sort !== undefined)
        return a.startsWith('@') ? interpretation.element(a, sort) : evaluate(a, sort);
      break;
    }
    case 'store':
      return evaluateStores(list, evaluate, expected);
    case 'lambda':
      return evaluateLambda(list, environment, interpretation, expected);
    case 'select': {
      const element = arraySelect(asArray(evaluate(a)), evaluate(b));
      if (element === undefined) throw new ModelError('an element of an array is not known');
      return element;
    }
    case '=':
      return allEqual(operands());
    case '=>':
      return evaluate(a, BOOL) === false || evaluate(b, BOOL) === true;
    case 'not':
      return evaluate(a, BOOL) === false;
    case 'and':
      return list.slice(1).every((e) => evaluate(e, BOOL) === true);
    case 'or':
      return list.slice(1).some((e) => evaluate(e, BOOL) === true);
    case '+':
      return integers().reduce((x, y) => x + y);
    case '*':
      return integers().reduce((x, y) => x * y);
    case '-': {
      const [first = 0n, ...others] = integers();
      return others.length === 0 ? -first : others.reduce((x, y) => x - y, first);
    }
    case '<=':
      return ascending(integers(), (x, y) => x <= y);
    case '<':
      return ascending(integers(), (x, y) => x < y);
    case '>=':
      return ascending(integers(), (x, y) => x >= y);
    case '>':
      return ascending(integers(), (x, y) => x > y);
    case 'div':
    case 'mod': {
      const [x = 0n, y = 0n] = integers();
      if (y === 0n) return applyFunction(`${head}0`, [x, y], interpretation);
      return head === 'div' ? euclideanDiv(x, y) : euclideanMod(x, y);
    }
    case 'to_int':
    case 'to_real':
      return evaluate(a);
    default:
      return applyFunction(head, operands(), interpretation);
  }
  throw new ModelError(`not understood: ${head}`);
}

function asInteger(value: Value): bigint {
  if (typeof value !== 'bigint') throw new ModelError('expected a number');
  return value;
}

function allEqual(values: readonly Value[]): boolean {
  const isFormula = (value: Value): boolean =>
    typeof value === 'object' && value.kind === 'array' && value.compute !== undefined;
  if (values.some(isFormula)) throw new ModelError('equality of arrays given by formulas');
  return new Set(values.map(valueKey)).size <= 1;
}

function ascending(values: readonly bigint[], holds: (x: bigint, y: bigint) => boolean): boolean {
  return values.every((value, i) => {
    const previous = values[i - 1];
    return previous === undefined || holds(previous, value);
  });
}

function applyFunction(name: string, args: readonly Value[], interpretation: Interpretation): Value {
  const table = interpretation.function(name);
  if (table === undefined) throw new ModelError(`unknown function ${name}`);
  const value = applyFunctionTable(table, args);
  if (value === undefined) throw new ModelError('a function value is not known');
  return value;
}

// ((as const S) v), ((_ extract 7 0) x) and other applications of an indexed or qualified head.
function evaluateIndexed(
  head: readonly SExpression[],
  args: readonly SExpression[],
  evaluate: (e: SExpression | undefined, sort?: Sort) => Value,
  interpretation: Interpretation,
): Value {
  const [kind, name, sortText] = head;
  if (kind === 'as' && name === 'const' && sortText !== undefined) {
    const sort = interpretation.sort(sortText);
    return constantArray(evaluate(args[0], sort?.kind === 'array' ? sort.element : undefined));
  }
  if (kind === '_' && name === 'int2bv' && typeof sortText === 'string') {
    const value = operatorInfo('int2bv').evaluate([evaluate(args[0], INT)], [Number(sortText)], [INT]);
    if (value !== undefined) return value;
  }
  if (kind === '_' && name === 'extract' && typeof sortText === 'string' && typeof head[3] === 'string') {
    const high = Number(sortText);
    const value = operatorInfo('extract').evaluate([evaluate(args[0])], [high, Number(head[3])], []);
    if (value !== undefined) return value;
  }
  throw new ModelError(`not understood: (${String(kind)} ${String(name)} …)`);
}

// The innermost array first, then the writes from inside out.
function evaluateStores(
  list: readonly SExpression[],
  evaluate: (e: SExpression | undefined, sort?: Sort) => Value,
  expected: Sort | undefined,
): Value {
  const writes: (readonly SExpression[])[] = [];
  let base: SExpression = list;
  while (typeof base !== 'string' && base[0] === 'store' && base[1] !== undefined) {
    writes.push(base);
    base = base[1];
  }
  const start = asArray(evaluate(base, expected));
  const [index, element] = expected?.kind === 'array' ? [expected.index, expected.element] : [];
  const entries = new Map(start.entries);
  for (const [, , keyText, valueText] of writes.reverse()) {
    const key = evaluate(keyText, index);
    entries.set(valueKey(key), { key, value: evaluate(valueText, element) });
  }
  return { ...start, entries };
}

function arrayOfFunction(name: string, interpretation: Interpretation, expected: Sort | undefined): Value {
  const table = interpretation.function(name);
  if (table === undefined) throw new ModelError(`unknown function ${name}`);
  return tableAsArray(table, expected);
}

// A function of one argument is an array; several would be an array of arrays, which solvers do not write.
function tableAsArray(table: FunctionTable, expected: Sort | undefined): ArrayValue {
  if (table.entries.some(([args]) => args.length !== 1))
    throw new ModelError('an array with several indices');
  const { compute } = table;
  let array: ArrayValue = {
    ...constantArray(table.default),
    ...(compute === undefined ? {} : { compute: (key: Value) => compute([key]) }),
  };
  if (expected !== undefined && expected.kind !== 'array') throw new ModelError('an array of another sort');
  for (const [[key], value] of table.entries) if (key !== undefined) array = arrayStore(array, key, value);
  return array;
}

// (lambda ((x S)) body): a table where the body is one, else given by the formula.
function evaluateLambda(
  list: readonly SExpression[],
  environment: Environment,
  interpretation: Interpretation,
  expected: Sort | undefined,
): Value {
  const [, parameters, body] = list;
  const parameter = typeof parameters === 'string' || parameters?.length !== 1 ? undefined : parameters[0];
  const [name, sortText] = typeof parameter === 'string' || parameter === undefined ? [] : parameter;
  if (typeof name !== 'string' || sortText === undefined || body === undefined)
    throw new ModelError('a lambda with several parameters');
  const element = expected?.kind === 'array' ? expected.element : undefined;
  // A body that uses names bound outside is not a table; its values are computed where asked for.
  if (environment.size === 0)
    return tableAsArray(
      interpretation.table([{ name, sort: interpretation.sort(sortText) }], element, body),
      expected,
    );
  const compute = (key: Value): Value | undefined =>
    attempt(() => evaluateExpression(body, new Map(environment).set(name, key), interpretation, element));
  return { ...constantArray(element === undefined ? 0n : completeValue(element)), compute };
}

/** The result of `compute`, or undefined when the model does not tell. */
export function attempt(compute: () => Value): Value | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}
