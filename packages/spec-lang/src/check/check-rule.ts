// Rules: statements in order, each seeing the names, saved states and transactions before it.
import type { Declaration, Parameter, RuleDeclaration, Statement, Transaction } from '../syntax/ast.js';
import { lemmaUses } from './check-claims.js';
import { checkCondition, warnUnused } from './check-expression.js';
import {
  checkCallStatement,
  declareFailed,
  failedCall,
  isTaken,
  isTransaction,
  type Step,
} from './check-transaction.js';
import { checkTypeName, checkVariables, warnHidden } from './check-types.js';
import {
  type CheckedFile,
  claimName,
  contextFor,
  contractOfClaim,
  documentation,
  textOf,
} from './claim-context.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext, extend, extendAll, locate, lookup } from './context.js';
import { constantValue } from './inspect.js';
import { intType, isNumeric, within } from './type-rules.js';
import type { RuleStatement, SpecVariable } from './typed-ast.js';

/** Checks a rule and adds it to the claims of its file. */
export function checkRule(file: CheckedFile, declaration: Declaration & RuleDeclaration): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined) return;
  const headBroken = declaration.broken && !declaration.body.some(({ broken }) => broken);
  if (headBroken) return;
  const start = contextFor(file, contract, undefined, {
    what: 'a rule before its first transaction',
    transaction: false,
    old: 'allowed',
    outcome: false,
  });
  const parameters = checkVariables(start, declaration.parameters);
  if (parameters === undefined) return;
  let context: ExpressionContext = { ...start, scope: extendAll(undefined, parameters) };
  const using = lemmaUses(context, declaration.using);
  const body: RuleStatement[] = [];
  let failed = declaration.broken;
  for (const statement of declaration.body) {
    const step = checkStatement(file, context, statement);
    if (step.statement === undefined) failed = true;
    else body.push(step.statement);
    context = step.next;
  }
  if (!declaration.broken && !declaration.body.some(({ kind }) => kind === 'assert')) {
    complain(file, 'SPEC404', declaration.close, `rule '${declaration.name.text}' ends without an 'assert'`);
    return;
  }
  if (failed) return;
  warnUnused(context, parameters);
  file.claims.push({
    claim: {
      kind: 'rule',
      name: claimName(file, contract, declaration.name.text),
      contract: contract.alias,
      doc: documentation(declaration),
      text: textOf(file, declaration),
      location: locate(file, declaration),
      parameters,
      body,
      using: [],
    },
    using,
  });
}

function checkStatement(file: CheckedFile, context: ExpressionContext, statement: Statement): Step {
  const origin = { location: locate(context, statement), text: textOf(file, statement) };
  const none: Step = { statement: undefined, next: context };
  if (statement.kind === 'unsupported') return none;
  if (statement.kind === 'assume' || statement.kind === 'assert') {
    if (statement.broken) return none;
    const condition = checkCondition(context, statement.condition, `the condition of '${statement.kind}'`);
    return condition === undefined
      ? none
      : { statement: { ...origin, kind: statement.kind, condition }, next: context };
  }
  if (statement.kind === 'saveState') {
    const { name } = statement;
    if (isTaken(context, name)) return none;
    const next = {
      ...context,
      scope: extend(context.scope, name.text, { kind: 'state', location: locate(context, name) }),
    };
    return { statement: { ...origin, kind: 'saveState', name: name.text }, next };
  }
  if (statement.kind === 'restoreState') {
    const { name } = statement;
    if (statement.broken) return none;
    if (lookup(context.scope, name.text)?.kind !== 'state') {
      complain(context, 'SPEC405', name, `unknown saved state '${name.text}'`, {
        notes: ['a rule saves the current state with `state s = here;`'],
      });
      return none;
    }
    return { statement: { ...origin, kind: 'restoreState', name: name.text }, next: context };
  }
  if (statement.kind === 'transaction') {
    return statement.broken
      ? failedCall(context, statement.transaction, [])
      : checkCallStatement(context, statement.transaction, [], origin);
  }
  if (statement.broken) return failedCall(context, statement.value, statement.variables);
  return isTransaction(context, statement.value)
    ? checkCallStatement(context, statement.value, statement.variables, origin)
    : checkLocal(context, statement.variables, statement.value, origin);
}

/** `uint x = e;`: the variable has the exact value, so its type is the declared one only if every value fits in it. */
function checkLocal(
  context: ExpressionContext,
  variables: readonly Parameter[],
  { call }: Transaction,
  origin: Pick<RuleStatement, 'location' | 'text'>,
): Step {
  const none: Step = { statement: undefined, next: context };
  const [parameter, ...others] = variables;
  if (parameter === undefined) return none;
  if (others.length > 0) {
    complain(context, 'SPEC301', call, 'several names can only be given to the results of a transaction');
    return none;
  }
  const declared = checkTypeName(context, parameter.type);
  const value =
    declared === undefined
      ? undefined
      : checkAs(context, call, declared, `the value of '${parameter.name?.text ?? ''}'`);
  if (parameter.name === undefined || declared === undefined || value === undefined) {
    // The name is known from here on, whatever its value: one mistake, one report.
    return { ...none, next: declareFailed(context, [parameter.name]) };
  }
  if (isTaken(context, parameter.name)) return none;
  warnHidden(context, parameter.name.text, parameter.name);
  const exact = isNumeric(declared) && constantValue(value) === undefined && !within(value.type, declared);
  const type = exact ? intType : declared;
  const variable: SpecVariable = {
    name: parameter.name.text,
    type,
    location: locate(context, parameter.name),
  };
  return { statement: { ...origin, kind: 'let', variable, value }, next: declare(context, variable) };
}

function declare(context: ExpressionContext, variable: SpecVariable): ExpressionContext {
  return { ...context, scope: extend(context.scope, variable.name, { kind: 'variable', variable }) };
}
