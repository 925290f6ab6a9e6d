// Evaluation of terms under a model: exact, iterative, each shared term once.
import { applyFunctionTable, type Model } from '../model/model.js';
import { operatorInfo } from './operators.js';
import { type Sort, sortCardinality } from './sort.js';
import type { Apply, Call, Quantifier, Symbol_, Term } from './term.js';
import { completeValue, type Value, valueKey } from './value.js';
import { childrenInScope, visitTerms } from './visit.js';

/** Thrown when a term has no computable value under a model (a quantifier over an infinite sort, a solver formula). */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** The value of `term` under `model`; symbols and functions the model leaves open get `completeValue`. Throws EvaluationError. */
export function evaluate(term: Term, model: Model): Value {
  const value = tryEvaluate(term, model);
  if (value === undefined) throw new EvaluationError('the term has no computable value under this model');
  return value;
}

/** Like `evaluate`, but undefined where the value cannot be computed. */
export function tryEvaluate(term: Term, model: Model): Value | undefined {
  return createEvaluator(model)(term);
}

/** An evaluator that remembers every value, for asking about many terms under one model. */
export function createEvaluator(model: Model): (term: Term) => Value | undefined {
  const memo = new Map<Term, Value | undefined>();
  const get = (term: Term): Value | undefined => memo.get(term);
  return (root) => {
    visitTerms(
      [root],
      (term) => {
        if (!memo.has(term)) memo.set(term, evaluateNode(term, get, model));
      },
      (term) => (memo.has(term) ? [] : childrenInScope(term)),
    );
    return memo.get(root);
  };
}

/** The value of a term from those of its children. */
export function evaluateWith(
  term: Term,
  get: (child: Term) => Value | undefined,
  model: Model,
): Value | undefined {
  return evaluateNode(term, get, model);
}

type Get = (term: Term) => Value | undefined;

function evaluateNode(term: Term, get: Get, model: Model): Value | undefined {
  switch (term.kind) {
    case 'literal':
      return term.value;
    case 'symbol':
      return model.symbols.get(term.name) ?? completeValue(term.sort);
    case 'ite': {
      const condition = get(term.condition);
      if (condition !== undefined) return get(condition === true ? term.then : term.else);
      const first = get(term.then);
      const second = get(term.else);
      const same = first !== undefined && second !== undefined && valueKey(first) === valueKey(second);
      return same ? first : undefined;
    }
    case 'apply':
      return evaluateApply(term, get, model);
    case 'call':
      return evaluateCall(term, get, model);
    case 'quantifier':
      return evaluateQuantifier(term, model);
  }
}

function evaluateApply(term: Apply, get: Get, model: Model): Value | undefined {
  const values: Value[] = [];
  let unknown = false;
  for (const arg of term.args) {
    const value = get(arg);
    // An argument without a value does not matter beside one that decides.
    if (value === undefined) unknown = true;
    else if (term.op === 'and' && value === false) return false;
    else if (term.op === 'or' && value === true) return true;
    else if (term.op === 'mul' && value === 0n) return 0n;
    else values.push(value);
  }
  if (unknown) return undefined;
  if ((term.op === 'div' || term.op === 'mod') && values[1] === 0n) {
    const [dividend] = values;
    return dividend === undefined ? undefined : applyTable(model, `${term.op}0`, [dividend], term.sort);
  }
  return operatorInfo(term.op).evaluate(
    values,
    term.indices,
    term.args.map((arg) => arg.sort),
  );
}

/** Whether a value is fully known, with no opaque element in it. */
function isConcrete(value: Value): boolean {
  if (typeof value !== 'object') return true;
  if (value.kind === 'opaque' || value.compute !== undefined) return false;
  if (!isConcrete(value.default)) return false;
  for (const entry of value.entries.values())
    if (!isConcrete(entry.key) || !isConcrete(entry.value)) return false;
  return true;
}

function evaluateCall(term: Call, get: Get, model: Model): Value | undefined {
  const args: Value[] = [];
  for (const arg of term.args) {
    const value = get(arg);
    if (value === undefined) return undefined;
    args.push(value);
  }
  const meaning =
    term.fn.interpret !== undefined && args.every(isConcrete) ? term.fn.interpret(args) : undefined;
  return meaning ?? applyTable(model, term.fn.name, args, term.fn.range);
}

function applyTable(model: Model, name: string, args: readonly Value[], range: Sort): Value | undefined {
  const table = model.functions.get(name);
  return table === undefined ? completeValue(range) : applyFunctionTable(table, args);
}

// More combinations than this are not tried one by one.
const MOST_COMBINATIONS = 4096n;

// A quantifier over small finite sorts is evaluated by trying every combination; others have no computable value.
function evaluateQuantifier(term: Quantifier, model: Model): Value | undefined {
  let combinations = 1n;
  for (const variable of term.variables) {
    const cardinality = sortCardinality(variable.sort);
    if (cardinality === undefined || variable.sort.kind === 'array') return undefined;
    combinations *= cardinality;
    if (combinations > MOST_COMBINATIONS) return undefined;
  }
  const deciding = term.quantifier === 'exists';
  let unknown = false;
  for (let n = 0n; n < combinations; n++) {
    const symbols = new Map(model.symbols);
    assignCombination(symbols, term.variables, n);
    const value = tryEvaluate(term.body, { ...model, symbols });
    if (value === deciding) return deciding;
    if (value === undefined) unknown = true;
  }
  return unknown ? undefined : !deciding;
}

function assignCombination(symbols: Map<string, Value>, variables: readonly Symbol_[], number: bigint): void {
  let rest = number;
  for (const { name, sort } of variables) {
    const cardinality = sortCardinality(sort) ?? 1n;
    const digit = rest % cardinality;
    rest /= cardinality;
    symbols.set(name, sort.kind === 'bool' ? digit === 1n : digit);
  }
}
