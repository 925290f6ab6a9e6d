// Invariants and function blocks to claims.
import type {
  Declaration,
  FunctionDeclaration,
  InvariantDeclaration,
  LemmaReference,
} from '../syntax/ast.js';
import { checkCondition, warnUnused } from './check-expression.js';
import { count, resolveByTypes } from './check-functions.js';
import { checkTypeName, checkVariables, warnHidden } from './check-types.js';
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
import { fits, sameType } from './type-rules.js';
import type { ContractBinding, FunctionClaim, SpecVariable } from './typed-ast.js';

const invariantPlace: Place = { what: 'an invariant', transaction: false, old: 'refused', outcome: false };
const reverts: Place = { what: '`reverts if`', transaction: true, old: 'refused', outcome: false };
const succeeds: Place = { what: '`succeeds if`', transaction: true, old: 'refused', outcome: false };
const ensures: Place = { what: '`ensures`', transaction: true, old: 'allowed', outcome: false };

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
  const context = { ...outer, scope: extendAll(undefined, parameters) };
  const condition = checkCondition(context, declaration.condition, 'an invariant');
  const using = lemmaUses(context, declaration.using);
  if (condition === undefined || except.some((each) => each === undefined)) return;
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
    },
    using,
  });
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
  context: ExpressionContext,
  references: readonly LemmaReference[],
): readonly LemmaUse[] {
  return references.map((reference) => ({
    name: reference.name.text,
    span: reference.name,
    path: context.path,
    arguments: reference.arguments,
    context,
  }));
}

/** Checks a function block; each clause becomes a claim of its own. */
export function checkFunctionBlock(
  file: CheckedFile,
  declaration: Declaration & FunctionDeclaration,
  counters: Map<string, number>,
): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined) return;
  // A clause with a syntax error leaves the others checkable; without a readable head there is nothing to check.
  const headBroken = declaration.broken && !declaration.clauses.some(({ broken }) => broken);
  if (headBroken) return;
  const outer = contextFor(file, contract, undefined, reverts);
  const types = declaration.parameters.map(({ type }) => type);
  const target = callable(
    outer,
    contract,
    resolveByTypes(outer, contract, declaration.name, types, isCallable),
    declaration.name,
  );
  if (target === undefined) return;
  const own = target.parameters.map(({ name }) => name);
  const parameters: SpecVariable[] = [];
  const visible: SpecVariable[] = [];
  for (const [i, parameter] of declaration.parameters.entries()) {
    const type = target.parameters[i]?.type;
    if (type === undefined) return;
    const variable = {
      name: parameter.name?.text ?? `argument${i + 1}`,
      type,
      location: locate(file, parameter.name ?? parameter),
    };
    parameters.push(variable);
    if (parameter.name === undefined) continue;
    if (isRepeated(outer, visible, variable)) return;
    warnHidden(outer, variable.name, parameter.name, own);
    visible.push(variable);
  }
  const results = checkResults(outer, declaration, target, visible);
  if (results === undefined) return;
  if (declaration.clauses.every(({ kind }) => kind === 'using') && !declaration.broken) {
    complain(
      file,
      'SPEC404',
      declaration.close,
      `'${declaration.name.text}' has no clause that claims something`,
      {
        notes: ['the clauses of a function are `reverts if`, `succeeds if`, `ensures` and `using`'],
      },
    );
    return;
  }
  const scope = extendAll(undefined, visible);
  const references = declaration.clauses.flatMap((clause) =>
    clause.kind === 'using' && !clause.broken ? clause.items : [],
  );
  const using = lemmaUses({ ...outer, scope }, references);
  const overloaded =
    contract.environment.functions.filter((each) => each.name === target.name && isCallable(each)).length > 1;
  const prefix = claimName(file, contract, overloaded ? target.signature : target.name);
  for (const clause of declaration.clauses) {
    if (clause.kind === 'using' || clause.kind === 'unsupported') continue;
    const key = `${prefix}.${clause.kind}`;
    const number = (counters.get(key) ?? 0) + 1;
    counters.set(key, number);
    if (clause.broken) continue;
    const place = clause.kind === 'revertsIf' ? reverts : clause.kind === 'succeedsIf' ? succeeds : ensures;
    const inScope = clause.kind === 'ensures' ? extendAll(scope, results) : scope;
    const condition = checkCondition(
      { ...outer, scope: inScope, place },
      clause.condition,
      `the condition of ${place.what}`,
    );
    if (condition === undefined) continue;
    const claim: FunctionClaim = {
      kind: 'function',
      name: clause.label === undefined ? `${key}#${number}` : `${prefix}.${clause.label.text}`,
      contract: contract.alias,
      doc: documentation(clause) ?? documentation(declaration),
      text: textOf(file, clause),
      location: locate(file, clause),
      function: target,
      parameters,
      results,
      clause: clause.kind,
      condition,
      using: [],
    };
    file.claims.push({ claim, using });
  }
}

function isRepeated(
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

/** `returns (uint shares)`: may be left out; when written, it lists every result with its type. */
function checkResults(
  context: ExpressionContext,
  declaration: FunctionDeclaration,
  target: EnvironmentFunction,
  parameters: readonly SpecVariable[],
): readonly SpecVariable[] | undefined {
  const written = declaration.results;
  if (written.length === 0) return [];
  const label = { labels: [{ location: target.location, text: 'declared here' }] };
  if (written.length !== target.returns.length) {
    return complain(
      context,
      'SPEC304',
      declaration.name,
      `'${target.name}' has ${count(target.returns.length, 'result')}, not ${written.length}`,
      label,
    );
  }
  const results: SpecVariable[] = [];
  for (const [i, parameter] of written.entries()) {
    const type = checkTypeName(context, parameter.type);
    const actual = target.returns[i]?.type;
    if (type === undefined || actual === undefined) return undefined;
    const abi = sameType(type, actual) || (type.kind === 'address' && fits(type, actual));
    if (!abi)
      return complain(
        context,
        'SPEC304',
        parameter.type,
        `result ${i + 1} of '${target.name}' has another type`,
        label,
      );
    const variable = {
      name: parameter.name?.text ?? `result${i + 1}`,
      type: actual,
      location: locate(context, parameter.name ?? parameter),
    };
    if (parameter.name !== undefined) {
      if (isRepeated(context, [...parameters, ...results], variable)) return undefined;
      warnHidden(
        context,
        variable.name,
        parameter.name,
        target.returns.map(({ name }) => name),
      );
    }
    results.push(variable);
  }
  return results;
}
