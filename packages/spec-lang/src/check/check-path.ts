// Places in storage: what `changes`, `only … may …` and `never` are about; with `*` and fresh names as keys.
import { nearestName } from '../diagnostics/suggest.js';
import type { Expression } from '../syntax/ast.js';
import { withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extend, locate } from './context.js';
import { isKnownName, knownNames } from './known-names.js';
import { addressType, describeType, uint256Type } from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';
import type { SpecType } from './types.js';

/**
 * The place of a `changes`: a state variable, parts of one, or a balance. A star at the end stands for all keys, so the
 * place is what is before it; elsewhere it is refused.
 */
export function checkPlace(
  context: ExpressionContext,
  expression: Expression,
  stars: 'whole' | 'refused',
): SpecExpression | undefined {
  let tree = withoutGroups(expression);
  while (stars === 'whole' && tree.kind === 'index' && withoutGroups(tree.index).kind === 'star') {
    tree = withoutGroups(tree.base);
  }
  if (hasStar(tree)) {
    return complain(context, 'SPEC315', expression, "'[*]' can only be at the end here", {
      suggestion: 'name the whole state variable instead',
    });
  }
  const value = context.check(context, tree);
  if (value === undefined || isPlace(value)) return value;
  return complain(context, 'SPEC315', expression, 'this is not a place that the code can change', {
    notes: ['state variables, entries and fields of them, and `balance(a)` are'],
  });
}

/** Whether code can change what an expression names. */
export function isPlace(value: SpecExpression): boolean {
  if (value.kind === 'state') return value.variable.mutability !== 'constant';
  if (value.kind === 'index' || value.kind === 'field' || value.kind === 'length') return isPlace(value.base);
  return value.kind === 'balance';
}

function hasStar(tree: Expression): boolean {
  if (tree.kind === 'index')
    return withoutGroups(tree.index).kind === 'star' || hasStar(withoutGroups(tree.base));
  return (
    (tree.kind === 'member' || tree.kind === 'star') &&
    (tree.kind === 'star' || hasStar(withoutGroups(tree.base)))
  );
}

/** A place of `only … may …` or `never`: for all keys at once. */
export interface ParametricPlace {
  readonly value: SpecExpression;
  /** For each star and each new name in a key. */
  readonly variables: readonly SpecVariable[];
  /** Entries of arrays that both states have: `k < xs.length && k < old(xs.length)`. */
  readonly guards: readonly SpecExpression[];
}

/** Checks a place; new names in keys become variables, shared by all places that are checked with the same list. */
export function checkParametricPlace(
  context: ExpressionContext,
  expression: Expression,
  variables: SpecVariable[],
): ParametricPlace | undefined {
  const own: SpecVariable[] = [];
  // A star has no name that the rest of the claim could mean.
  const starred = new Set<SpecVariable>();
  const bases: { readonly base: Expression; readonly index: SpecVariable }[] = [];
  let { scope } = context;
  for (const variable of variables) scope = extend(scope, variable.name, { kind: 'variable', variable });
  /** Declares the keys of a path from its root on, and gives the path with names in place of stars. */
  const declare = (tree: Expression): Expression | undefined => {
    const path = withoutGroups(tree);
    if (path.kind === 'call') {
      const account = accountNamed(context, path);
      if (account !== undefined && isFresh({ ...context, scope }, account.name)) {
        const variable: SpecVariable = {
          name: account.name,
          type: addressType,
          location: locate(context, account),
        };
        scope = extend(scope, variable.name, { kind: 'variable', variable });
        own.push(variable);
        context.spec.used.add(variable);
      }
      return path;
    }
    if (path.kind === 'member') {
      if (!hasKeys(path.base)) return path;
      const base = declare(path.base);
      return base === undefined ? undefined : { ...path, base };
    }
    if (path.kind !== 'index') return path;
    const base = declare(path.base);
    if (base === undefined) return undefined;
    const index = withoutGroups(path.index);
    const star = index.kind === 'star';
    if (!star && !(index.kind === 'name' && isFresh({ ...context, scope }, index.name)))
      return { ...path, base };
    const container = context.check({ ...context, scope }, base);
    if (container === undefined) return undefined;
    const type = keyType(container.type);
    if (type === undefined) {
      return complain(context, 'SPEC301', path.base, `${describeType(container.type)} has no entries`);
    }
    const name = star ? freshName({ ...context, scope }, type) : index.name;
    const variable: SpecVariable = { name, type, location: locate(context, index) };
    scope = extend(scope, name, { kind: 'variable', variable });
    own.push(variable);
    if (star) starred.add(variable);
    context.spec.used.add(variable);
    if (container.type.kind === 'array') bases.push({ base, index: variable });
    return { ...path, base, index: { kind: 'name', name, start: index.start, end: index.end } };
  };
  const tree = declare(expression);
  if (tree === undefined) return undefined;
  const inner = { ...context, scope };
  const value = context.check(inner, tree);
  if (value === undefined) return undefined;
  const guards = bases.flatMap(({ base, index }) => {
    const container = context.check(inner, base);
    return container === undefined ? [] : boundsOf(container, index);
  });
  variables.push(...own.filter((each) => !starred.has(each)));
  return { value, variables: own, guards };
}

/** The name in `sent(a)`, `received(a)` and `balance(a)`, which may be a new one: any address. */
function accountNamed(
  { contract }: ExpressionContext,
  { callee, arguments: given }: Expression & { readonly kind: 'call' },
): (Expression & { readonly kind: 'name' }) | undefined {
  if (callee.kind !== 'name' || !['sent', 'received', 'balance'].includes(callee.name)) return undefined;
  if (contract.environment.functions.some(({ name }) => name === callee.name)) return undefined;
  const [only, ...more] = given.map(withoutGroups);
  return only?.kind === 'name' && more.length === 0 ? only : undefined;
}

function hasKeys(tree: Expression): boolean {
  const path = withoutGroups(tree);
  return path.kind === 'index' || (path.kind === 'member' && hasKeys(path.base));
}

/** A name that means nothing and resembles nothing. */
export function isFresh(context: ExpressionContext, name: string): boolean {
  return (
    !isKnownName(context, name) &&
    !context.spec.failed.has(name) &&
    nearestName(name, knownNames(context)) === undefined
  );
}

function keyType(type: SpecType): SpecType | undefined {
  if (type.kind === 'mapping') return type.key;
  return type.kind === 'array' ? uint256Type : undefined;
}

function freshName(context: ExpressionContext, type: SpecType): string {
  const wanted =
    type.kind === 'address' ? ['a', 'b', 'c'] : type.kind === 'integer' ? ['i', 'j', 'k'] : ['key'];
  for (const name of wanted) if (!isKnownName(context, name)) return name;
  for (let i = 1; ; i++) if (!isKnownName(context, `key${i}`)) return `key${i}`;
}

function boundsOf(container: SpecExpression, variable: SpecVariable): readonly SpecExpression[] {
  const { location } = variable;
  const index: SpecExpression = { kind: 'variable', variable, type: uint256Type, location };
  const below = (right: SpecExpression): SpecExpression => ({
    kind: 'binary',
    operator: '<',
    left: index,
    right,
    type: { kind: 'bool' },
    location,
  });
  if (container.type.kind === 'array' && container.type.length !== undefined) {
    return [below({ kind: 'literal', value: BigInt(container.type.length), type: uint256Type, location })];
  }
  const length: SpecExpression = { kind: 'length', base: container, type: uint256Type, location };
  return [below(length), below({ kind: 'old', operand: length, type: uint256Type, location })];
}
