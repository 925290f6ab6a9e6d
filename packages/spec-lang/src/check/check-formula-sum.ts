// `sum(stake[u] * (index - paid[u]) for u)`: totals of a formula over the entries at each key. It is multiplied out, so that what is
// the same for all keys stands before the sums: `index * sum(stake[u] for u) - sum(stake[u] * paid[u] for u)`. What is left in a sum
// then changes only where an entry is written.
import type { Expression, IndexBound, Name } from '../syntax/ast.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extend, locate } from './context.js';
import { boundOf } from './index-limit.js';
import { partsOf } from './inspect.js';
import { addressType, boolType, describeType, intType, isNumeric, uint256Type } from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';
import type { SpecType } from './types.js';

/** A sum with one name whose body is more than an access path. */
export interface FormulaTree {
  readonly body: Expression;
  readonly name: Name;
  readonly bound: IndexBound | undefined;
  readonly condition: Expression | undefined;
}

/** What a formula has more products than is not multiplied out. */
const MOST_PRODUCTS = 64;

/** Checks the sum of a formula; `sumOf` makes the sum of an entry, or of a product of several. */
export function checkFormulaSum(
  context: ExpressionContext,
  { body, name, bound, condition: conditionTree }: FormulaTree,
  sumOf: (
    body: SpecExpression,
    variable: SpecVariable,
    below: SpecExpression | undefined,
    condition: SpecExpression | undefined,
  ) => SpecExpression,
): SpecExpression | undefined {
  const location = locate(context, body);
  const variable: SpecVariable = {
    name: name.text,
    type: keyTypeOf(context, body, name),
    location: locate(context, name),
  };
  const inside = { ...context, scope: extend(context.scope, name.text, { kind: 'variable', variable }) };
  const value = inside.check(inside, body);
  if (value === undefined) return undefined;
  if (!isNumeric(value.type))
    return complain(
      context,
      'SPEC308',
      body,
      `a sum needs numbers, and these are ${describeType(value.type)}`,
    );
  const condition =
    conditionTree === undefined
      ? undefined
      : checkAs(inside, conditionTree, boolType, 'the condition of a sum');
  if (conditionTree !== undefined && condition === undefined) return undefined;
  const below = bound === undefined ? undefined : boundOf(context, bound);
  if (bound !== undefined && below === undefined) return undefined;
  const asked = partsThat(
    value,
    (part) => (part.kind === 'call' || part.kind === 'ask') && dependsOn(part, variable),
  );
  if (asked[0] !== undefined)
    return complain(
      context,
      'SPEC308',
      asked[0].location,
      'a sum goes over entries of a stored mapping, and this is computed',
      { suggestion: 'write what it computes as a formula of entries' },
    );
  const [array] = partsThat(
    value,
    (part) => part.kind === 'index' && part.base.type.kind === 'array' && dependsOn(part.index, variable),
  );
  if (array !== undefined && below === undefined)
    return complain(
      context,
      'SPEC308',
      array.location,
      'a formula over the elements of an array needs a bound',
      {
        suggestion: `say where '${name.text}' ends: \`for ${name.text} < n\``,
      },
    );
  const products = multipliedOut(value, variable);
  if (products === undefined)
    return complain(context, 'SPEC308', body, `this formula has more than ${MOST_PRODUCTS} products`);
  const parts: SpecExpression[] = [];
  for (const { factors, negative } of products) {
    const outer = factors.filter((factor) => !dependsOn(factor, variable));
    const summed = factors.filter((factor) => dependsOn(factor, variable));
    if (!summed.some((factor) => readsEntry(factor, variable)))
      return complain(
        context,
        'SPEC308',
        body,
        `a part of this formula counts for every '${name.text}', and there is no end of them`,
        {
          notes: ['each product in it must have an entry of a state variable as a factor'],
        },
      );
    const total = sumOf(product(summed), variable, below, condition);
    const part = product([...outer, total]);
    parts.push(negative ? { kind: 'unary', operator: '-', operand: part, type: intType, location } : part);
  }
  return parts.reduce((left, right) => ({
    kind: 'binary',
    operator: '+',
    left,
    right,
    type: intType,
    location,
  }));
}

/** The type of the keys: that of a mapping which the name is a key of, or the first with which the formula makes sense. */
function keyTypeOf(context: ExpressionContext, body: Expression, name: Name): SpecType {
  const silent = { ...context, spec: { ...context.spec, diagnostics: [] } };
  const found = mappingOf(silent, body, name);
  if (found !== undefined) return found;
  const makesSense = (type: SpecType): boolean => {
    const variable: SpecVariable = { name: name.text, type, location: locate(context, name) };
    const inside = { ...silent, scope: extend(context.scope, name.text, { kind: 'variable', variable }) };
    return inside.check(inside, body) !== undefined;
  };
  return [addressType, uint256Type].find(makesSense) ?? addressType;
}

function mappingOf(context: ExpressionContext, tree: unknown, name: Name): SpecType | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined;
  if (Array.isArray(tree)) {
    for (const part of tree) {
      const found = mappingOf(context, part, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const node = tree as Expression;
  if (node.kind === 'index') {
    const index = withoutGroups(node.index);
    if (index.kind === 'name' && index.name === name.text) {
      const base = context.check(context, node.base);
      if (base?.type.kind === 'mapping') return base.type.key;
      if (base?.type.kind === 'array') return uint256Type;
    }
  }
  return mappingOf(context, Object.values(node), name);
}

interface Product {
  readonly factors: readonly SpecExpression[];
  readonly negative: boolean;
}

/** A formula as a sum of products; undefined when there are too many. */
function multipliedOut(e: SpecExpression, variable: SpecVariable): readonly Product[] | undefined {
  if (e.kind === 'unary' && e.operator === '-')
    return multipliedOut(e.operand, variable)?.map((one) => ({ ...one, negative: !one.negative }));
  if (e.kind === 'binary' && dependsOn(e, variable) && ['+', '-', '*'].includes(e.operator)) {
    const left = multipliedOut(e.left, variable);
    const right = multipliedOut(e.right, variable);
    if (left === undefined || right === undefined) return undefined;
    if (e.operator === '+') return [...left, ...right];
    if (e.operator === '-') return [...left, ...right.map((one) => ({ ...one, negative: !one.negative }))];
    if (left.length * right.length > MOST_PRODUCTS) return undefined;
    return left.flatMap((a) =>
      right.map((b) => ({ factors: [...a.factors, ...b.factors], negative: a.negative !== b.negative })),
    );
  }
  return [{ factors: [e], negative: false }];
}

function product(factors: readonly SpecExpression[]): SpecExpression {
  return factors.reduce((left, right) => ({
    kind: 'binary',
    operator: '*',
    left,
    right,
    type: intType,
    location: left.location,
  }));
}

function dependsOn(e: SpecExpression, variable: SpecVariable): boolean {
  return partsThat(e, (part) => part.kind === 'variable' && part.variable === variable).length > 0;
}

function readsEntry(e: SpecExpression, variable: SpecVariable): boolean {
  return partsThat(e, (part) => part.kind === 'index' && dependsOn(part.index, variable)).length > 0;
}

function partsThat(e: SpecExpression, is: (part: SpecExpression) => boolean): readonly SpecExpression[] {
  const found: SpecExpression[] = is(e) ? [e] : [];
  for (const part of partsOf(e)) found.push(...partsThat(part, is));
  return found;
}
