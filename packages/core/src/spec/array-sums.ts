// Sums and counts that are functions of what is read: `sum(xs[i] for i < n)`, `sum(xs)`, `count(i < n where …)`, and those with
// a condition on more than the entry: `sum(owed[a] for a where open[a])`.
import { INT, type Sort, type Term } from '@surety/solvers';
import type { SpecExpression, SpecVariable } from '@surety/spec-lang';
import { plainSum, type SumKind, sumOfSame, sumTerm, type Weight, weighedSum } from '../encode/array-sums.js';
import { isScalar, sortOf, zeroOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { lengthOfArray, readElements } from '../symbolic/memory.js';
import type { State, StoragePath } from '../symbolic/state.js';
import { extendPointer, readStorage } from '../symbolic/storage.js';
import { speaksOfOneEntry } from './counts.js';
import { emptyScope } from './empty-scope.js';
import { type Evaluated, SpecLimit, type SpecScope } from './scope.js';
import { sameExpression, shapeOf, visitExpression, withOperands } from './visit-spec.js';

type SumOrCount = Extract<SpecExpression, { kind: 'sum' | 'count' }>;

/** Whether a sum or a count is a function of the contents; otherwise its total is kept at every write. */
export function isOfContents(expression: SpecExpression): boolean {
  if (expression.kind === 'sum')
    return expression.below !== undefined || expression.condition !== undefined || !isPath(expression.body);
  return expression.kind === 'count' && (expression.below !== undefined || !speaksOfOneEntry(expression));
}

function isPath({ kind }: SpecExpression): boolean {
  return kind === 'index' || kind === 'field';
}

/** What this file needs of the evaluator, which calls it. */
export interface Evaluator {
  readonly evaluate: (scope: SpecScope, expression: SpecExpression) => Evaluated;
  readonly locate: (
    scope: SpecScope,
    expression: SpecExpression,
  ) => { readonly state: State; readonly path: StoragePath; readonly type: IrType; readonly defined: Term };
  /** What lies in memory: arguments, results and locals; undefined for anything else. */
  readonly readMemory: (
    scope: SpecScope,
    expression: SpecExpression,
  ) => (Evaluated & { readonly type: IrType; readonly state: State }) | undefined;
}

/** The term of such a sum or count; where a bound is beyond the end of an array it is not defined. */
export function arraySum(scope: SpecScope, expression: SumOrCount, evaluator: Evaluator): Evaluated {
  const { bank } = scope.world;
  const variable = expression.kind === 'count' ? expression.variable : expression.variables[0];
  if (variable === undefined || (expression.kind === 'sum' && expression.variables.length > 1))
    throw new SpecLimit('a sum over several keys with a condition');
  const index = { variable, isBounded: expression.below !== undefined };
  const parts = partsOf(expression, variable);
  const read = parts.entries.map((entry) => contentsOf(scope, entry.expression, index, evaluator));
  const below = expression.below === undefined ? undefined : evaluator.evaluate(scope, expression.below);
  const inside = read.map(({ length }) =>
    length === undefined || below === undefined ? bank.true_ : bank.le(below.term, length),
  );
  const args = parts.outer.map((part) => evaluator.evaluate(scope, part.expression));
  const kind = kindOf(scope, expression, parts, read, args, evaluator);
  const term = sumTerm(bank, kind, {
    contents: read.map((each) => each.term),
    below: below?.term,
    args: args.map((each) => each.term),
  });
  const defined = [...read, ...args, ...(below === undefined ? [] : [below])].map((each) => each.defined);
  if (below === undefined) {
    const empty = read.map(({ type }) => zeroOf(bank, type));
    const same = sumOfSame(
      bank,
      kind,
      empty,
      args.map((each) => each.term),
    );
    if (same?.isExact !== true)
      throw new SpecLimit('a condition on keys that may hold of entries that were never written');
    defined.push(same.ends);
  }
  return { term, defined: bank.and(...defined, ...inside) };
}

interface Contents {
  readonly term: Term;
  readonly type: IrType;
  readonly key: Sort;
  /** Of an array. */
  readonly length: Term | undefined;
  readonly defined: Term;
}

/** All values of `base[i].field` as one array over `i`. */
function contentsOf(
  scope: SpecScope,
  body: SpecExpression,
  index: { readonly variable: SpecVariable; readonly isBounded: boolean },
  { locate, readMemory }: Evaluator,
): Contents {
  const { world } = scope;
  const { variable, isBounded } = index;
  let at = body;
  let suffix = '';
  while (at.kind === 'field') {
    suffix = `.${at.field}${suffix}`;
    at = at.base;
  }
  if (at.kind !== 'index' || at.index.kind !== 'variable' || at.index.variable !== variable)
    throw new SpecLimit('a sum over another index than the last');
  const inMemory = readMemory(scope, at.base);
  if (inMemory !== undefined) {
    const { state, type, term, defined } = inMemory;
    if (!isBounded) throw new SpecLimit('a condition that looks at an array');
    if (type.kind !== 'array' || !isScalar(type.element) || suffix !== '')
      throw new SpecLimit('a sum over fields of structs in memory');
    const length = lengthOfArray(world, state, type, term);
    return { term: readElements(world, state, type, term), type: type.element, key: INT, length, defined };
  }
  const base = locate(scope, at.base);
  let type: IrType;
  let key: Sort = INT;
  let length: Term | undefined;
  if (base.type.kind === 'array' && isBounded) {
    type = base.type.element;
    length =
      base.type.length === undefined
        ? readStorage(world, base.state, extendPointer(base.path, '.length'))
        : world.bank.int(base.type.length);
  } else if (base.type.kind === 'mapping' && (!isBounded || base.type.key.kind === 'int')) {
    type = base.type.value;
    key = sortOf(base.type.key);
  } else throw new SpecLimit(`a ${isBounded ? 'bounded ' : ''}sum over ${base.type.kind}`);
  for (const field of suffix.split('.').slice(1)) {
    const found = type.kind === 'struct' ? type.fields.find((f) => f.name === field) : undefined;
    if (found === undefined) throw new SpecLimit(`field ${field}`);
    type = found.type;
  }
  if (!isScalar(type)) throw new SpecLimit(`a sum of ${type.kind}`);
  const path: StoragePath = { ...base.path, prefix: `${base.path.prefix}[]${suffix}` };
  return { term: readStorage(world, base.state, path), type, key, length, defined: base.defined };
}

/** A sum as one of weights that depend on entries, the key, and values that are the same for all keys. */
interface Parts {
  readonly key: SpecVariable;
  readonly entries: readonly Part[];
  readonly outer: readonly Part[];
  /** With variables for the others, what is added up; undefined of a count. */
  readonly body: SpecExpression | undefined;
  /** The sum or count is of the entries for which it holds. */
  readonly condition: SpecExpression | undefined;
}

interface Part {
  readonly variable: SpecVariable;
  readonly expression: SpecExpression;
}

function partsOf(expression: SumOrCount, variable: SpecVariable): Parts {
  const key: SpecVariable = { ...variable, name: 'key' };
  const entries: Part[] = [];
  const outer: Part[] = [];
  const inPlaceOf = (e: SpecExpression, parts: Part[], name: string): SpecExpression => {
    let known = parts.find((part) => sameExpression(part.expression, e));
    if (known === undefined) {
      const made: SpecVariable = { name: `${name}${parts.length}`, type: e.type, location: e.location };
      known = { variable: made, expression: e };
      parts.push(known);
    }
    return { kind: 'variable', variable: known.variable, type: e.type, location: e.location };
  };
  const isKey = (e: SpecExpression): boolean => e.kind === 'variable' && e.variable === variable;
  const dependsOnKey = (e: SpecExpression): boolean => {
    let found = false;
    visitExpression(e, (part) => {
      if (isKey(part)) found = true;
    });
    return found;
  };
  const isEntry = (e: SpecExpression): boolean =>
    (e.kind === 'index' && isKey(e.index) && !dependsOnKey(e.base)) ||
    (e.kind === 'field' && isEntry(e.base));
  const replace = (e: SpecExpression): SpecExpression => {
    if (isEntry(e)) return inPlaceOf(e, entries, 'entry');
    if (isKey(e)) return { kind: 'variable', variable: key, type: e.type, location: e.location };
    if (e.kind === 'literal' || e.kind === 'enumMember') return e;
    if (!dependsOnKey(e)) return inPlaceOf(e, outer, 'outer');
    if (e.kind === 'isEoa') return { ...e, address: replace(e.address) };
    const operator = withOperands(e, replace);
    if (operator === undefined)
      throw new SpecLimit('a condition that looks at more than entries and their key');
    return operator;
  };
  const body = expression.kind === 'sum' ? replace(expression.body) : undefined;
  const condition = expression.condition === undefined ? undefined : replace(expression.condition);
  if (entries.length === 0) throw new SpecLimit('a count whose condition looks at no entry');
  return { key, entries, outer, body, condition };
}

function kindOf(
  { world, self }: SpecScope,
  { kind, below }: SumOrCount,
  { key, entries, outer, body, condition }: Parts,
  read: readonly Contents[],
  args: readonly Evaluated[],
  { evaluate }: Evaluator,
): SumKind {
  const { bank } = world;
  const bounded = below !== undefined;
  const [summed] = read;
  const ofEntries = body?.kind === 'variable';
  const isInt = summed?.type.kind === 'int';
  if (ofEntries && !isInt) throw new SpecLimit('a sum of what is not a machine integer');
  if (ofEntries && condition === undefined)
    return plainSum(bank, summed?.type.kind === 'int' && summed.type.signed);
  const unsigned = new Set(
    entries.flatMap(({ variable }, i) => {
      const type = read[i]?.type;
      return type?.kind === 'int' && !type.signed ? [variable] : [];
    }),
  );
  const least = body === undefined || isNeverNegative(body, unsigned) ? 0n : undefined;
  const weight: Weight = (values, at, others) => {
    const variables = new Map([[key, at]]);
    for (const [i, { variable }] of entries.entries()) variables.set(variable, values[i] as Term);
    for (const [i, { variable }] of outer.entries()) variables.set(variable, others[i] as Term);
    const scope = emptyScope(world, self, variables);
    const counts = body === undefined ? undefined : evaluate(scope, body);
    if (counts !== undefined && counts.defined !== bank.true_)
      throw new SpecLimit('a sum of what is not defined for every key');
    const one = counts?.term ?? bank.int(1n);
    if (condition === undefined) return one;
    const { term, defined } = evaluate(scope, condition);
    return bank.ite(bank.and(defined, term), one, bank.int(0n));
  };
  const sorts = read.map(({ type }) => sortOf(type));
  const keys = [...new Set(read.map((each) => each.key))];
  const [keySort] = keys;
  if (keys.length !== 1 || keySort === undefined) throw new SpecLimit('entries with keys of several types');
  const types = [key, ...entries.map((e) => e.variable), ...outer.map((part) => part.variable)];
  const shapes = [body, condition].map((part) => (part === undefined ? '' : shapeOf(part)));
  const id = [kind, bounded, least, self.alias, ...types.map(({ type }) => type.kind), ...shapes];
  return weighedSum(
    bank,
    id.join(' '),
    {
      key: keySort,
      entries: sorts,
      args: args.map(({ term }, i) => ({ sort: term.sort, type: keyType(outer[i]?.variable.type) })),
    },
    {
      bounded,
      weight,
      ofEntries,
      least,
      most: kind === 'count' ? 1n : undefined,
    },
  );
}

/** Whether what is added up is seen to be no less than zero. */
function isNeverNegative(e: SpecExpression, unsigned: ReadonlySet<SpecVariable>): boolean {
  const is = (part: SpecExpression): boolean => isNeverNegative(part, unsigned);
  if (e.kind === 'literal') return typeof e.value === 'bigint' && e.value >= 0n;
  if (e.kind === 'variable') return unsigned.has(e.variable);
  if (e.kind === 'conditional') return is(e.then) && is(e.else);
  return e.kind === 'binary' && ['+', '*', '/'].includes(e.operator) && is(e.left) && is(e.right);
}

/** The type of values that may be keys; undefined for others. */
function keyType(type: SpecVariable['type'] | undefined): IrType | undefined {
  if (type?.kind === 'address' || type?.kind === 'contract') return { kind: 'address' };
  return type?.kind === 'integer' ? { kind: 'int', signed: type.signed, bits: type.bits } : undefined;
}
