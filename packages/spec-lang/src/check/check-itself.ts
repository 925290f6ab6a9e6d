// `only … may itself …`: who writes, call by call. A flag of the checker's own is raised by every write that is not allowed, and
// the claim is that it never is. What nested calls write counts for them alone, because each write knows its innermost call.
import type { Location } from '../source/source-file.js';
import type { OnlyDeclaration } from '../syntax/ast.js';
import { allOf, before, compare, truth } from './build.js';
import { negation } from './check-builtins.js';
import type { ParametricPlace } from './check-path.js';
import { isQuantifiable } from './check-types.js';
import { complain, type ExpressionContext } from './context.js';
import { boolType, describeType } from './type-rules.js';
import {
  type ContractBinding,
  GHOST,
  type Ghost,
  type Hook,
  type SpecExpression,
  type SpecVariable,
} from './typed-ast.js';

type ChangeHook = Extract<Hook, { kind: 'change' }>;

/** What is watched, and who may write. */
export interface Watch {
  readonly context: ExpressionContext;
  readonly contract: ContractBinding;
  readonly places: readonly ParametricPlace[];
  readonly direction: OnlyDeclaration['direction'];
  /** Of the call: its sender and function are those of `call`, `old` is its start. */
  readonly allowed: SpecExpression;
  readonly call: SpecVariable;
  /** What `allowed` speaks of beside the call: all of it must be among the keys of each place. */
  readonly names: readonly SpecVariable[];
  readonly name: string;
  readonly text: string;
  readonly location: Location;
}

/** A flag, what raises it, and the condition that it is not. */
export interface Watched {
  readonly ghost: Ghost;
  readonly hooks: readonly ChangeHook[];
  readonly condition: SpecExpression;
}

/** Undefined when something was reported. */
export function watchWrites(watch: Watch): Watched | undefined {
  const { context, name, location } = watch;
  const variable = {
    name: `raised by ${name}`,
    type: boolType,
    declaredIn: GHOST,
    mutability: 'mutable',
    location,
  } as const;
  const flag: SpecExpression = { kind: 'state', contract: GHOST, variable, type: boolType, location };
  const hooks = watch.places.map((place) => hookOf(watch, place, flag));
  if (hooks.includes(undefined)) return undefined;
  context.spec.readGhosts.add(variable);
  return {
    ghost: { variable, initial: undefined, location },
    hooks: hooks.filter((hook) => hook !== undefined),
    condition: negation(flag),
  };
}

function hookOf(watch: Watch, place: ParametricPlace, flag: SpecExpression): ChangeHook | undefined {
  const { context, contract, direction, allowed, call, text, location } = watch;
  const { value } = place;
  const keys: SpecVariable[] = [];
  const same: SpecExpression[] = [];
  const target = overKeys(value, keys, same);
  const root = target === undefined ? undefined : rootOf(target);
  if (target === undefined || root === undefined) {
    return complain(context, 'SPEC315', value.location, 'code does not write this itself', {
      notes: ['`may itself` is about variables and entries of the contract'],
    });
  }
  if (!isQuantifiable(value.type)) {
    return complain(
      context,
      'SPEC301',
      value.location,
      `'itself' is about single values, not ${describeType(value.type)}`,
    );
  }
  const loose = watch.names.find((each) => !keys.includes(each));
  if (loose !== undefined) {
    return complain(context, 'SPEC315', value.location, `'${loose.name}' is no key of this`, {
      suggestion: 'write a claim of its own for it',
    });
  }
  const valueNamed = (name: string): SpecVariable => ({ name, type: value.type, location });
  const [from, to] = [valueNamed('was'), valueNamed('is')];
  const read = (variable: SpecVariable): SpecExpression => ({
    kind: 'variable',
    variable,
    type: value.type,
    location,
  });
  const operator = direction === 'increase' ? '>' : direction === 'decrease' ? '<' : '!=';
  const condition = allOf(
    [...place.guards, ...same, compare(operator, read(to), read(from), location), negation(allowed)],
    location,
  );
  return {
    kind: 'change',
    contract: contract.alias,
    variable: root.variable,
    target,
    keys,
    from,
    to,
    call,
    updates: [{ place: flag, value: truth(true, location), condition, location }],
    text,
    location,
  };
}

/** A path with a name for each key; `same` receives what these are where the path says more than a name. */
function overKeys(
  value: SpecExpression,
  keys: SpecVariable[],
  same: SpecExpression[],
): SpecExpression | undefined {
  if (value.kind === 'state') return value;
  if (value.kind !== 'index' && value.kind !== 'field') return undefined;
  const base = overKeys(value.base, keys, same);
  if (base === undefined || value.kind === 'field')
    return base === undefined ? undefined : ({ ...value, base } as SpecExpression);
  const { index } = value;
  const { type, location } = index;
  const isNew = index.kind === 'variable' && !keys.includes(index.variable);
  const variable: SpecVariable = isNew ? index.variable : { name: `key${keys.length}`, type, location };
  keys.push(variable);
  const key: SpecExpression = { kind: 'variable', variable, type, location };
  if (!isNew) same.push(compare('==', key, before(index), location));
  return { ...value, base, index: key };
}

function rootOf(value: SpecExpression): (SpecExpression & { readonly kind: 'state' }) | undefined {
  if (value.kind === 'state') return value;
  return value.kind === 'index' || value.kind === 'field' ? rootOf(value.base) : undefined;
}
