// Reads the model text of Z3 and cvc5 into values. Unknown constructs throw ModelError: a model is never guessed.

import { parseSExpressions, type SExpression, SExpressionError } from '../smtlib/s-expression.js';
import type { ScriptNames } from '../smtlib/script.js';
import { arraySort, BOOL, BYTES, bitvecSort, INT, type Sort, uninterpretedSort } from '../term/sort.js';
import { completeValue, type Value, valueKey } from '../term/value.js';
import type { FunctionTable, Model } from './model.js';
import {
  attempt,
  evaluateExpression,
  type Interpretation,
  ModelError,
  type Parameter,
} from './model-expression.js';

export { ModelError } from './model-expression.js';

interface Definition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly range: Sort | undefined;
  readonly body: SExpression;
}

/** Maps names for texts that do not come from terms: every name stands for itself. */
export const IDENTITY_NAMES: ScriptNames = {
  symbols: new Map(),
  functions: new Map(),
  assertions: new Map(),
  bytes: new Map(),
  sorts: new Map(),
};

/** The model in a solver's answer to `(get-model)`; throws ModelError when some part of it is not understood. */
export function parseModel(text: string, names: ScriptNames): Model {
  let parsed: readonly SExpression[];
  try {
    parsed = parseSExpressions(text);
  } catch (error) {
    if (error instanceof SExpressionError) throw new ModelError(error.message);
    throw error;
  }
  const commands = parsed.flatMap((e) => (typeof e === 'string' ? [] : e[0] === 'define-fun' ? [e] : e));
  const definitions = new Map<string, Definition>();
  for (const command of commands) {
    const definition = parseDefinition(command, names);
    if (definition !== undefined) definitions.set(definition.name, definition);
  }
  return buildModel(definitions, names);
}

function buildModel(definitions: ReadonlyMap<string, Definition>, names: ScriptNames): Model {
  const elements = new Map<string, string>();
  for (const [symbol, hex] of names.bytes) {
    const body = definitions.get(symbol)?.body;
    if (body === undefined) continue;
    const element = elementName(body);
    if (element === undefined) throw new ModelError(`unexpected value of ${symbol}`);
    elements.set(element, hex);
  }
  const tables = new Map<string, FunctionTable>();
  const interpretation: Interpretation = {
    sort: (expression) => parseSort(expression, names),
    element: (name, sort) =>
      (sort === BYTES ? elements.get(name) : undefined) ?? { kind: 'opaque', sort, name },
    constant: (name) => {
      const definition = definitions.get(name);
      if (definition === undefined || definition.parameters.length > 0) return undefined;
      return evaluateExpression(definition.body, new Map(), interpretation, definition.range);
    },
    function: (name) => {
      const known = tables.get(name);
      if (known !== undefined) return known;
      const definition = definitions.get(name);
      if (definition === undefined || definition.parameters.length === 0) return undefined;
      const table = interpretation.table(definition.parameters, definition.range, definition.body);
      tables.set(name, table);
      return table;
    },
    table: (parameters, range, body) => buildTable(parameters, range, body, interpretation),
  };
  const symbols = new Map<string, Value>();
  const functions = new Map<string, FunctionTable>();
  const known = names !== IDENTITY_NAMES;
  for (const definition of definitions.values()) {
    const { name } = definition;
    if (definition.parameters.length === 0) {
      const original = known ? names.symbols.get(name) : name;
      if (original === undefined) continue;
      symbols.set(original, evaluateExpression(definition.body, new Map(), interpretation, definition.range));
      continue;
    }
    const original = name === 'div0' || name === 'mod0' ? name : known ? names.functions.get(name) : name;
    if (original === undefined) continue;
    const table = interpretation.function(name);
    // Solvers give the divisor too, which is always zero.
    if (table !== undefined)
      functions.set(original, original === name && isByZero(definition) ? firstArgument(table) : table);
  }
  return { symbols, functions };
}

function isByZero({ name, parameters }: Definition): boolean {
  return (name === 'div0' || name === 'mod0') && parameters.length === 2;
}

function firstArgument(table: FunctionTable): FunctionTable {
  const { compute } = table;
  return {
    entries: table.entries
      .filter(([args]) => args[1] === 0n)
      .map(([args, value]) => [args.slice(0, 1), value] as const),
    default: table.default,
    ...(compute === undefined ? {} : { compute: (args: readonly Value[]) => compute([...args, 0n]) }),
  };
}

function parseDefinition(command: SExpression, names: ScriptNames): Definition | undefined {
  if (typeof command === 'string' || command[0] !== 'define-fun') return undefined;
  const [, name, parameters, range, body] = command;
  if (typeof name !== 'string' || parameters === undefined || typeof parameters === 'string')
    throw new ModelError('malformed define-fun');
  if (range === undefined || body === undefined) throw new ModelError(`malformed definition of ${name}`);
  return {
    name,
    parameters: parameters.map((parameter) => {
      const [parameterName, sort] = typeof parameter === 'string' ? [] : parameter;
      if (typeof parameterName !== 'string' || sort === undefined)
        throw new ModelError(`malformed parameter of ${name}`);
      return { name: parameterName, sort: parseSort(sort, names) };
    }),
    range: parseSort(range, names),
    body,
  };
}

// Real and other sorts that no term of ours has: undefined. Definitions that use them are helpers of the solver.
function parseSort(expression: SExpression, names: ScriptNames): Sort | undefined {
  if (typeof expression === 'string') {
    if (expression === 'Bool') return BOOL;
    if (expression === 'Int') return INT;
    if (expression === 'Bytes') return BYTES;
    return expression === 'Real' ? undefined : uninterpretedSort(names.sorts.get(expression) ?? expression);
  }
  const [head, a, b] = expression;
  if (head === '_' && a === 'BitVec' && typeof b === 'string') return bitvecSort(Number(b));
  if (head === 'Array' && a !== undefined && b !== undefined) {
    const index = parseSort(a, names);
    const element = parseSort(b, names);
    return index === undefined || element === undefined ? undefined : arraySort(index, element);
  }
  return undefined;
}

/** The name of an element of an uninterpreted sort: `Bytes!val!3` (Z3) or `(as @Bytes_3 Bytes)` (cvc5). */
function elementName(expression: SExpression): string | undefined {
  if (typeof expression === 'string') return expression;
  return expression[0] === 'as' && typeof expression[1] === 'string' ? expression[1] : undefined;
}

// A body of the form (ite (= x!0 1) a (ite (and (= x!0 2) (= x!1 3)) b c)) is read into a table; what remains is a
// default when it does not depend on the arguments, and otherwise a formula.
function buildTable(
  parameters: readonly Parameter[],
  range: Sort | undefined,
  whole: SExpression,
  interpretation: Interpretation,
): FunctionTable {
  const entries: (readonly [readonly Value[], Value])[] = [];
  const seen = new Set<string>();
  let rest = whole;
  for (;;) {
    if (typeof rest === 'string' || rest[0] !== 'ite') break;
    const [, condition, value, otherwise] = rest;
    if (condition === undefined || value === undefined || otherwise === undefined) break;
    const args = matchArguments(condition, parameters, interpretation);
    if (args === undefined || mentions(value, parameters)) break;
    const key = args.map(valueKey).join(' ');
    if (!seen.has(key)) entries.push([args, evaluateExpression(value, new Map(), interpretation, range)]);
    seen.add(key);
    rest = otherwise;
  }
  const body = rest;
  const fallback = range === undefined ? 0n : completeValue(range);
  if (!mentions(body, parameters))
    return { entries, default: evaluateExpression(body, new Map(), interpretation, range) };
  const compute = (args: readonly Value[]): Value | undefined => {
    const environment = new Map(parameters.map(({ name }, i) => [name, args[i] ?? fallback] as const));
    return attempt(() => evaluateExpression(body, environment, interpretation, range));
  };
  return { entries, default: fallback, compute };
}

function matchArguments(
  condition: SExpression,
  parameters: readonly Parameter[],
  interpretation: Interpretation,
): readonly Value[] | undefined {
  if (typeof condition === 'string') return undefined;
  const equations = condition[0] === 'and' ? condition.slice(1) : [condition];
  const found = new Map<string, Value>();
  for (const equation of equations) {
    if (typeof equation === 'string' || equation.length !== 3 || equation[0] !== '=') return undefined;
    const [, left, right] = equation;
    const parameter = parameters.find(({ name }) => name === left || name === right);
    const other = parameter?.name === left ? right : left;
    if (parameter === undefined || other === undefined || found.has(parameter.name)) return undefined;
    if (mentions(other, parameters)) return undefined;
    found.set(parameter.name, evaluateExpression(other, new Map(), interpretation, parameter.sort));
  }
  const args: Value[] = [];
  for (const { name } of parameters) {
    const value = found.get(name);
    if (value === undefined) return undefined;
    args.push(value);
  }
  return args;
}

function mentions(expression: SExpression, parameters: readonly Parameter[]): boolean {
  const stack: SExpression[] = [expression];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top !== 'string') stack.push(...top);
    else if (parameters.some(({ name }) => name === top)) return true;
  }
  return false;
}
