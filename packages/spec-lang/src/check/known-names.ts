// Which bare names mean something at a place, and members of enums written without their type.
import type { Expression } from '../syntax/ast.js';
import { environmentValues } from './builtins.js';
import { type ExpressionContext, locate, lookup, namesIn } from './context.js';
import type { ContractEnvironment } from './environment.js';
import type { SpecExpression } from './typed-ast.js';
import type { SpecType } from './types.js';

/** Whether a bare name means something here; the names are those of `checkName`. */
export function isKnownName(context: ExpressionContext, name: string): boolean {
  if (lookup(context.scope, name) !== undefined) return true;
  const { spec, contract, place } = context;
  return (
    variableNames(contract.environment).has(name) ||
    spec.ghosts.has(name) ||
    spec.definitions.has(name) ||
    environmentValues.has(name) ||
    spec.bindings.has(name) ||
    (place.outcome && (name === 'succeeded' || name === 'reverted'))
  );
}

const variablesOf = new WeakMap<ContractEnvironment, ReadonlySet<string>>();

function variableNames(environment: ContractEnvironment): ReadonlySet<string> {
  const names = variablesOf.get(environment) ?? new Set(environment.variables.map(({ name }) => name));
  variablesOf.set(environment, names);
  return names;
}

/** Every name that could stand for a value here. */
export function knownNames(context: ExpressionContext): readonly string[] {
  return [
    ...namesIn(context.scope),
    ...context.spec.ghosts.keys(),
    ...context.spec.definitions.keys(),
    ...context.contract.environment.variables.map(({ name }) => name),
    ...environmentValues.keys(),
    ...(context.place.outcome ? ['succeeded', 'reverted'] : []),
    ...context.spec.bindings.keys(),
  ];
}

/** `IDLE` where a value of its enum is wanted: known by the type alone, unless the name means something else. */
export function bareMember(
  context: ExpressionContext,
  expression: Expression,
  wanted: SpecType | undefined,
): SpecExpression | undefined {
  let inner = expression;
  let within = context;
  while (inner.kind === 'group' || inner.kind === 'name') {
    if (inner.kind === 'group') {
      inner = inner.inner;
      continue;
    }
    // An argument of a module may be a member too: what counts is how it was written there.
    const entry = lookup(within.scope, inner.name);
    if (entry?.kind !== 'tree') break;
    inner = entry.tree;
    within = entry.context;
  }
  if (wanted?.kind !== 'enum' || inner.kind !== 'name' || isKnownName(within, inner.name)) return undefined;
  const index = wanted.members.indexOf(inner.name);
  return index === -1
    ? undefined
    : { kind: 'enumMember', index, type: wanted, location: locate(within, inner) };
}
