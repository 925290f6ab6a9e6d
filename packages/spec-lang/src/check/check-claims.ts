// Invariants to claims, and what they share with function blocks.
import type { Declaration, InvariantDeclaration, LemmaReference, Parameter } from '../syntax/ast.js';
import { checkCondition, warnUnused } from './check-expression.js';
import { resolveByTypes } from './check-functions.js';
import { checkVariables, warnHidden } from './check-types.js';
import {
  type CheckedFile,
  claimName,
  contextFor,
  contractOfClaim,
  documentation,
  type LemmaUse,
  textOf,
} from './claim-context.js';
import { complain, type ExpressionContext, extendAll, locate, type Place } from './context.js';
import type { EnvironmentFunction } from './environment.js';
import type { ContractBinding, InvariantClaim, SpecVariable } from './typed-ast.js';

const invariantPlace: Place = {
  what: 'an invariant',
  transaction: false,
  looked: true,
  old: 'refused',
  outcome: false,
};
const preservedPlace: Place = { what: '`preserved by`', transaction: true, old: 'refused', outcome: false };

/** Checks an invariant and adds it to the claims of its file. */
export function checkInvariant(file: CheckedFile, declaration: Declaration & InvariantDeclaration): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined || declaration.broken) return;
  const outer = contextFor(file, contract, undefined, invariantPlace);
  const parameters = checkVariables(outer, declaration.parameters);
  const except = declaration.except.map(({ name, types }) =>
    callable(outer, contract, resolveByTypes(outer, contract, name, types, isCallable), name),
  );
  if (parameters === undefined) return;
  const context = { ...outer, scope: extendAll(file.scope, parameters) };
  const condition = checkCondition(context, declaration.condition, 'an invariant');
  const using = lemmaUses(file, context, declaration.using);
  const preserved = declaration.preserved.map((each) => checkPreserved(context, contract, each));
  if (
    condition === undefined ||
    except.some((each) => each === undefined) ||
    preserved.some((each) => each === undefined)
  )
    return;
  warnUnused(context, parameters);
  file.claims.push({
    claim: {
      kind: 'invariant',
      name: claimName(file, contract, declaration.name.text),
      contract: contract.alias,
      doc: documentation(declaration),
      text: textOf(file, declaration),
      location: locate(file, declaration),
      parameters,
      condition,
      using: [],
      except: except.filter((each) => each !== undefined),
      moments: declaration.moments,
      preserved: preserved.filter((each) => each !== undefined),
    },
    using,
  });
}

/** `preserved by f(uint x) { assume …; }`: conditions on the calls of one function that count. */
function checkPreserved(
  outer: ExpressionContext,
  contract: ContractBinding,
  written: InvariantDeclaration['preserved'][number],
): InvariantClaim['preserved'][number] | undefined {
  const types = written.parameters.map(({ type }) => type);
  const target = callable(
    outer,
    contract,
    resolveByTypes(outer, contract, written.function, types, isCallable),
    written.function,
  );
  if (target === undefined) return undefined;
  const named = functionParameters(outer, target, written.parameters);
  if (named === undefined) return undefined;
  const scope = extendAll(outer.scope, named.visible);
  const context = { ...outer, scope, place: preservedPlace };
  const conditions = written.conditions.map((each) =>
    checkCondition(context, each, "the condition of 'assume'"),
  );
  const checked = conditions.filter((each) => each !== undefined);
  if (checked.length < conditions.length) return undefined;
  return {
    function: target,
    parameters: named.all,
    conditions: checked,
    location: locate(outer, written),
  };
}

/** The specification's names for the parameters of a function: all in order, and those that were written. */
export function functionParameters(
  context: ExpressionContext,
  target: EnvironmentFunction,
  written: readonly Parameter[],
): { readonly all: readonly SpecVariable[]; readonly visible: readonly SpecVariable[] } | undefined {
  const own = target.parameters.map(({ name }) => name);
  const all: SpecVariable[] = [];
  const visible: SpecVariable[] = [];
  for (const [i, parameter] of written.entries()) {
    const type = target.parameters[i]?.type;
    if (type === undefined) return undefined;
    const variable = {
      name: parameter.name?.text ?? `argument${i + 1}`,
      type,
      location: locate(context, parameter.name ?? parameter),
    };
    all.push(variable);
    if (parameter.name === undefined) continue;
    if (isRepeated(context, visible, variable)) return undefined;
    warnHidden(context, variable.name, parameter.name, own);
    visible.push(variable);
  }
  return { all, visible };
}

/** Reports a name that an earlier variable of the list has. */
export function isRepeated(
  context: ExpressionContext,
  earlier: readonly SpecVariable[],
  variable: SpecVariable,
): boolean {
  const first = earlier.find(({ name }) => name === variable.name);
  if (first === undefined) return false;
  complain(context, 'SPEC208', variable.location, `'${variable.name}' is declared twice`, {
    labels: [{ location: first.location, text: 'first declared here' }],
  });
  return true;
}

/** Whether a transaction can call the function. */
export function isCallable({ visibility }: EnvironmentFunction): boolean {
  return visibility === 'external' || visibility === 'public';
}

/** The function if transactions can call it; reports otherwise. */
export function callable(
  context: Pick<ExpressionContext, 'spec' | 'path'>,
  contract: ContractBinding,
  found: EnvironmentFunction | undefined,
  span: { readonly start: number; readonly end: number },
): EnvironmentFunction | undefined {
  if (found === undefined || isCallable(found)) return found;
  return complain(
    context,
    'SPEC220',
    span,
    `'${found.name}' of ${contract.environment.name} is ${found.visibility}, so no transaction can call it`,
    {
      labels: [{ location: found.location, text: 'declared here' }],
    },
  );
}

/** Lemmas to be resolved later, in the context of the claim that uses them. */
export function lemmaUses(
  file: CheckedFile,
  context: ExpressionContext,
  references: readonly LemmaReference[],
): readonly LemmaUse[] {
  return references.map((reference) => ({
    name: reference.name.text,
    prefix: file.prefix,
    span: reference.name,
    path: context.path,
    arguments: reference.arguments,
    context,
  }));
}
