// `sum(xs[i] for i < n)`, `sum(xs)` and `count(i < n where …)` as terms: sums over the first elements of what is read.
import type { Sort, Term } from '@surety/solvers';
import type { SpecExpression, SpecVariable } from '@surety/spec-lang';
import { countOf, type PrefixKind, plainSum, prefixSum } from '../encode/prefix-sums.js';
import { isScalar, sortOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { lengthOfArray, readElements } from '../symbolic/memory.js';
import { emptyPath } from '../symbolic/path-condition.js';
import type { State, StoragePath } from '../symbolic/state.js';
import { extendPointer, readStorage } from '../symbolic/storage.js';
import type { World } from '../symbolic/world.js';
import { type Evaluated, SpecLimit, type SpecScope } from './scope.js';
import { sameExpression, shapeOf, visitExpression } from './visit-spec.js';

type Bounded = Extract<SpecExpression, { kind: 'sum' | 'count' }> & { readonly below: SpecExpression };

/** Whether a sum or a count is over indices from 0 to a bound. */
export function isBounded(expression: SpecExpression): expression is Bounded {
  return (expression.kind === 'sum' || expression.kind === 'count') && expression.below !== undefined;
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

/** The term of a bounded sum or count; where the bound is beyond the end of an array it is not defined. */
export function boundedSum(scope: SpecScope, expression: Bounded, evaluator: Evaluator): Evaluated {
  const { world } = scope;
  const { bank } = world;
  const counted = expression.kind === 'count' ? splitCondition(expression) : undefined;
  const variable =
    expression.kind === 'count' ? expression.variable : (expression.variables[0] as SpecVariable);
  const body = expression.kind === 'count' ? (counted?.entry as SpecExpression) : expression.body;
  const contents = contentsOf(scope, body, variable, evaluator);
  const below = evaluator.evaluate(scope, expression.below);
  const inside = contents.length === undefined ? bank.true_ : bank.le(below.term, contents.length);
  const args = (counted?.outer ?? []).map((part) => evaluator.evaluate(scope, part.expression));
  let kind: PrefixKind;
  if (counted === undefined) {
    if (contents.type.kind !== 'int') throw new SpecLimit('a sum of what is not a machine integer');
    kind = plainSum(bank, contents.type.signed);
  } else {
    const others = args.map(({ term }, i) => ({
      sort: term.sort,
      type: keyType(counted.outer[i]?.variable.type),
    }));
    kind = kindOfCount(scope, counted, sortOf(contents.type), others, evaluator);
  }
  const sum = prefixSum(
    bank,
    kind,
    contents.term,
    below.term,
    args.map(({ term }) => term),
  );
  return {
    term: sum,
    defined: bank.and(contents.defined, below.defined, inside, ...args.map(({ defined }) => defined)),
  };
}

interface Contents {
  readonly term: Term;
  readonly type: IrType;
  /** Of an array. */
  readonly length: Term | undefined;
  readonly defined: Term;
}

/** All values of `base[i].field` as one array over `i`. */
function contentsOf(
  scope: SpecScope,
  body: SpecExpression,
  variable: SpecVariable,
  { locate, readMemory }: Evaluator,
): Contents {
  const { world } = scope;
  let at = body;
  let suffix = '';
  while (at.kind === 'field') {
    suffix = `.${at.field}${suffix}`;
    at = at.base;
  }
  if (at.kind !== 'index' || at.index.kind !== 'variable' || at.index.variable !== variable)
    throw new SpecLimit('a bounded sum over another index than the last');
  const inMemory = readMemory(scope, at.base);
  if (inMemory !== undefined) {
    const { state, type, term, defined } = inMemory;
    if (type.kind !== 'array' || !isScalar(type.element) || suffix !== '')
      throw new SpecLimit('a sum over fields of structs in memory');
    const length = lengthOfArray(world, state, type, term);
    return { term: readElements(world, state, type, term), type: type.element, length, defined };
  }
  const base = locate(scope, at.base);
  let type: IrType;
  let length: Term | undefined;
  if (base.type.kind === 'array') {
    type = base.type.element;
    length =
      base.type.length === undefined
        ? readStorage(world, base.state, extendPointer(base.path, '.length'))
        : world.bank.int(base.type.length);
  } else if (base.type.kind === 'mapping' && base.type.key.kind === 'int') type = base.type.value;
  else throw new SpecLimit(`a bounded sum over ${base.type.kind}`);
  for (const field of suffix.split('.').slice(1)) {
    const found = type.kind === 'struct' ? type.fields.find((f) => f.name === field) : undefined;
    if (found === undefined) throw new SpecLimit(`field ${field}`);
    type = found.type;
  }
  if (!isScalar(type)) throw new SpecLimit(`a sum of ${type.kind}`);
  const path: StoragePath = { ...base.path, prefix: `${base.path.prefix}[]${suffix}` };
  return { term: readStorage(world, base.state, path), type, length, defined: base.defined };
}

interface Counted {
  readonly entry: SpecExpression;
  readonly value: SpecVariable;
  /** The condition with variables for the entry and for what does not depend on the index. */
  readonly condition: SpecExpression;
  readonly outer: readonly { readonly variable: SpecVariable; readonly expression: SpecExpression }[];
}

/** A condition as one of an element and of other values, which are the same for all elements. */
function splitCondition(count: Extract<SpecExpression, { kind: 'count' }>): Counted {
  const { variable, domain } = count;
  let entry: SpecExpression | undefined;
  let value: SpecVariable | undefined;
  const outer: { variable: SpecVariable; expression: SpecExpression }[] = [];
  const isEntry = (e: SpecExpression): boolean =>
    (e.kind === 'index' &&
      e.index.kind === 'variable' &&
      e.index.variable === variable &&
      sameExpression(e.base, domain)) ||
    (e.kind === 'field' && isEntry(e.base));
  const dependsOnIndex = (e: SpecExpression): boolean => {
    let found = false;
    visitExpression(e, (part) => {
      if (part.kind === 'variable' && part.variable === variable) found = true;
    });
    return found;
  };
  const replace = (e: SpecExpression): SpecExpression => {
    if (isEntry(e)) {
      if (entry !== undefined && !sameExpression(entry, e))
        throw new SpecLimit('a count whose condition looks at several values of an element');
      entry = e;
      value ??= { name: 'entry', type: e.type, location: e.location };
      return { kind: 'variable', variable: value, type: e.type, location: e.location };
    }
    if (e.kind === 'literal' || e.kind === 'enumMember') return e;
    if (!dependsOnIndex(e)) {
      let known = outer.find((part) => sameExpression(part.expression, e));
      if (known === undefined) {
        const made: SpecVariable = { name: `outer${outer.length}`, type: e.type, location: e.location };
        known = { variable: made, expression: e };
        outer.push(known);
      }
      return { kind: 'variable', variable: known.variable, type: e.type, location: e.location };
    }
    switch (e.kind) {
      case 'unary':
        return { ...e, operand: replace(e.operand) };
      case 'binary':
        return { ...e, left: replace(e.left), right: replace(e.right) };
      case 'min':
      case 'max':
        return { ...e, arguments: e.arguments.map(replace) };
      default:
        throw new SpecLimit('a count whose condition looks at more than an element');
    }
  };
  const condition = replace(count.condition);
  if (entry === undefined || value === undefined)
    throw new SpecLimit('a count whose condition does not look at the element');
  return { entry, value, condition, outer };
}

function kindOfCount(
  { world, self }: SpecScope,
  { value, condition, outer }: Counted,
  element: Sort,
  args: Parameters<typeof countOf>[3],
  { evaluate }: Evaluator,
): PrefixKind {
  const { bank } = world;
  const types = [value, ...outer.map((part) => part.variable)].map(({ type }) => type.kind);
  const id = `${self.alias} ${types.join()} ${shapeOf(condition)}`;
  return countOf(bank, id, element, args, (term, values) => {
    const variables = new Map([[value, term]]);
    outer.forEach((part, i) => {
      variables.set(part.variable, values[i] as Term);
    });
    const { term: holds, defined } = evaluate(emptyScope(world, self, variables), condition);
    return bank.ite(bank.and(defined, holds), bank.int(1n), bank.int(0n));
  });
}

/** The type of values that may be keys; undefined for others. */
function keyType(type: SpecVariable['type'] | undefined): IrType | undefined {
  if (type?.kind === 'address' || type?.kind === 'contract') return { kind: 'address' };
  return type?.kind === 'integer' ? { kind: 'int', signed: type.signed, bits: type.bits } : undefined;
}

/** A scope with variables and nothing else: what is evaluated there reads no state. */
function emptyScope(
  world: World,
  self: SpecScope['self'],
  variables: ReadonlyMap<SpecVariable, Term>,
): SpecScope {
  const { bank } = world;
  const nothing: State = {
    path: emptyPath(bank),
    storage: new Map(),
    totals: new Map(),
    balances: bank.int(0n),
    memory: new Map(),
    locals: new Map(),
  };
  return {
    world,
    self,
    state: nothing,
    old: nothing,
    saved: new Map(),
    variables,
    blocks: new Map(),
    transaction: undefined,
    succeeded: undefined,
    unknownCode: { run: (_frame, state) => state },
  };
}
