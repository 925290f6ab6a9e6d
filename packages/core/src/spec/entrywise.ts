// What follows for totals from what holds of every entry: an invariant about all keys is known of each of them, and so of what
// the others add up to.
import type { Term } from '@surety/solvers';
import type { SpecExpression, SpecType, SpecVariable, TypedSpec } from '@surety/spec-lang';
import { haveSameValues } from '../encode/sorts.js';
import type { World } from '../symbolic/world.js';
import { evaluateSpec, specIrType } from './evaluate-spec.js';
import { SpecLimit, type SpecScope } from './scope.js';
import { sumShape } from './sums.js';
import { visitExpression, visitSpecExpressions } from './visit-spec.js';

/** `sum(x[k] * y[k] for k)`. */
export interface ProductSum {
  readonly sum: Extract<SpecExpression, { kind: 'sum' }>;
  readonly key: SpecVariable;
  readonly factors: readonly [SpecExpression, SpecExpression];
}

/** Makes the sums of two entries' products known that a specification speaks of. */
export function noteProducts(world: World, spec: TypedSpec): void {
  const found: ProductSum[] = [];
  visitSpecExpressions(spec, (e) => {
    const product = productSum(e);
    if (product !== undefined) found.push(product);
  });
  products.set(world, found);
}

/** The same of a sum in a lemma. */
export function noteProduct(world: World, sum: SpecExpression): void {
  const product = productSum(sum);
  if (product !== undefined) products.set(world, [...(products.get(world) ?? []), product]);
}

const products = new WeakMap<World, readonly ProductSum[]>();

function productSum(e: SpecExpression): ProductSum | undefined {
  if (e.kind !== 'sum' || e.below !== undefined || e.condition !== undefined) return undefined;
  const { body, variables } = e;
  const [key] = variables;
  if (body.kind !== 'binary' || body.operator !== '*' || key === undefined) return undefined;
  return isEntry(body.left) && isEntry(body.right)
    ? { sum: e, key, factors: [body.left, body.right] }
    : undefined;
}

function isEntry({ kind }: SpecExpression): boolean {
  return kind === 'index' || kind === 'field';
}

/**
 * Where `a[k] <= b[k]` for all `k`, what the other entries of `a` add up to is no more than what those of `b` do; where
 * `a[k] <= c`, what other entries of some `x` add up to, each times that of `a`, is no more than `c` times what they do. Said of
 * all keys that the mappings have: of a narrower parameter (`uint8 k`) it says nothing of the rest.
 */
export function ofTotals(
  scope: SpecScope,
  [key, ...others]: readonly SpecVariable[],
  condition: SpecExpression,
): readonly Term[] {
  if (key === undefined || others.length > 0 || condition.kind !== 'binary') return [];
  const { operator } = condition;
  if (operator !== '<=' && operator !== '>=') return [];
  const { bank } = scope.world;
  const [low, high] =
    operator === '<=' ? [condition.left, condition.right] : [condition.right, condition.left];
  const rests = [low, high].map((entry) => (isEntry(entry) ? restOf(scope, key, entry) : undefined));
  if (rests[0] !== undefined && rests[1] !== undefined) return [bank.le(rests[0], rests[1])];
  const times = (
    entry: SpecExpression,
    bound: SpecExpression,
    order: (a: Term, b: Term) => Term,
  ): readonly Term[] =>
    !isEntry(entry) || dependsOn(bound, key)
      ? []
      : (products.get(scope.world) ?? []).flatMap((product) =>
          restOfProduct(scope, key, entry, bound, product, order),
        );
  return [...times(low, high, (a, b) => bank.le(a, b)), ...times(high, low, (a, b) => bank.le(b, a))];
}

/** What all entries but that at the key add up to; undefined where their total is not kept, or where there are more keys. */
function restOf(scope: SpecScope, key: SpecVariable, entry: SpecExpression): Term | undefined {
  const { bank, sums } = scope.world;
  const type = specIrType(key.type as SpecType);
  const total: SpecExpression = {
    kind: 'sum',
    variables: [key],
    body: entry,
    type: entry.type,
    location: entry.location,
  };
  return orNothing(() => {
    const { id, summed } = sumShape(total);
    const dimension = sums.find((sum) => sum.id === id)?.leaf.dimensions[0];
    if (summed.join() !== 'true' || dimension === undefined || type === undefined) return undefined;
    if (!haveSameValues(dimension, type)) return undefined;
    return bank.sub(evaluateSpec(scope, total).term, evaluateSpec(scope, entry).term);
  });
}

/** Of `sum(x[k] * y[k] for k)`, where all `y[k]` are on one side of a bound. */
function restOfProduct(
  scope: SpecScope,
  key: SpecVariable,
  y: SpecExpression,
  bound: SpecExpression,
  { sum, key: own, factors }: ProductSum,
  order: (a: Term, b: Term) => Term,
): readonly Term[] {
  const { bank } = scope.world;
  const [a, b] = factors.map((factor) => atKey(factor, own, key)) as [SpecExpression, SpecExpression];
  const is = (e: SpecExpression): boolean => samePath(e, y);
  const x = is(a) ? b : is(b) ? a : undefined;
  if (x === undefined) return [];
  const term = orNothing(() => {
    const rest = isUnsigned(scope.world, x, key) ? restOf(scope, key, x) : undefined;
    if (rest === undefined) return undefined;
    const of = (e: SpecExpression): Term => evaluateSpec(scope, e).term;
    return order(bank.sub(of(sum), bank.mul(of(x), of(y))), bank.mul(of(bound), rest));
  });
  return term === undefined ? [] : [term];
}

function orNothing<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof SpecLimit) return undefined;
    throw error;
  }
}

function isUnsigned({ sums }: World, entry: SpecExpression, key: SpecVariable): boolean {
  const { type, location } = entry;
  const { id } = sumShape({ kind: 'sum', variables: [key], body: entry, type, location });
  const leaf = sums.find((sum) => sum.id === id)?.leaf;
  return leaf?.type.kind === 'int' && !leaf.type.signed;
}

/** A path with one variable in the place of another. */
function atKey(e: SpecExpression, from: SpecVariable, to: SpecVariable): SpecExpression {
  if (e.kind === 'variable' && e.variable === from) return { ...e, variable: to };
  if (e.kind === 'index') return { ...e, base: atKey(e.base, from, to), index: atKey(e.index, from, to) };
  return e.kind === 'field' ? { ...e, base: atKey(e.base, from, to) } : e;
}

/** Whether two paths over the same variables are the same; of other keys nothing is said. */
function samePath(a: SpecExpression, b: SpecExpression): boolean {
  if (a.kind === 'index' && b.kind === 'index') return samePath(a.base, b.base) && samePath(a.index, b.index);
  if (a.kind === 'field' && b.kind === 'field') return a.field === b.field && samePath(a.base, b.base);
  if (a.kind === 'variable' && b.kind === 'variable') return a.variable === b.variable;
  return (
    a.kind === 'state' &&
    b.kind === 'state' &&
    a.contract === b.contract &&
    a.variable.name === b.variable.name &&
    a.variable.declaredIn === b.variable.declaredIn
  );
}

function dependsOn(e: SpecExpression, variable: SpecVariable): boolean {
  let found = false;
  visitExpression(e, (part) => {
    if (part.kind === 'variable' && part.variable === variable) found = true;
  });
  return found;
}
