// Where indices that are summed or counted over end: at a bound that is written, or at the length of the array.
import type { IndexBound, Name } from '../syntax/ast.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext } from './context.js';
import { readsState } from './inspect.js';
import { describeType, intType, uint256Type } from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';

/**
 * The number that an index stays below. `path` is what is read, in the state where it is read; `base` the mapping or
 * array whose index `name` is.
 */
export function indexLimit(
  context: ExpressionContext,
  path: SpecExpression,
  base: SpecExpression,
  bound: IndexBound | undefined,
  name: Name,
): SpecExpression | undefined {
  if (bound === undefined) return lengthOfArray(base);
  if (base.type.kind === 'mapping' && base.type.key.kind !== 'integer')
    return complain(
      context,
      'SPEC308',
      name,
      `'${name.text}' cannot have a bound: the keys are ${describeType(base.type.key)}`,
    );
  const limit = boundOf(context, bound);
  if (limit === undefined) return undefined;
  if (path.kind === 'inState' && readsState(limit))
    return complain(
      context,
      'SPEC406',
      bound.value,
      `this bound may differ between '${path.state}' and now`,
      { suggestion: 'bind it to a local first: `uint n = …;`' },
    );
  return limit;
}

/** The number below a bound: `n` of `< n`, `n + 1` of `<= n`. */
export function boundOf(
  context: ExpressionContext,
  { value: tree, operator }: IndexBound,
): SpecExpression | undefined {
  const value = checkAs(context, tree, intType, 'the bound');
  if (value === undefined || operator === '<') return value;
  const { location } = value;
  const one: SpecExpression = { kind: 'literal', value: 1n, type: intType, location };
  return { kind: 'binary', operator: '+', left: value, right: one, type: intType, location };
}

/** The length of an array, constant or not. */
export function lengthOfArray(base: SpecExpression): SpecExpression {
  const { location, type } = base;
  return type.kind === 'array' && type.length !== undefined
    ? { kind: 'literal', value: BigInt(type.length), type: uint256Type, location }
    : { kind: 'length', base, type: uint256Type, location };
}
