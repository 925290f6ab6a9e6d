// Rules: statements in order, each seeing the names, saved states and transactions before it.
import { suggestName } from '../diagnostics/suggest.js';
import type { Declaration, Parameter, RuleDeclaration, Statement, Transaction } from '../syntax/ast.js';
import { lemmaUses } from './check-claims.js';
import { checkCondition, warnUnused } from './check-expression.js';
import { isFresh } from './check-path.js';
import {
  checkCallStatement,
  checkReferences,
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
import { constantValue, partsOf } from './inspect.js';
import { addressType, boolType, describeType, intType, isAddress, isNumeric, within } from './type-rules.js';
import type { RuleStatement, SpecExpression, SpecVariable } from './typed-ast.js';

/** Checks a rule and adds it to the claims of its file. */
export function checkRule(file: CheckedFile, declaration: Declaration & RuleDeclaration): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined) return;
  const headBroken = declaration.broken && !declaration.body.some(({ broken }) => broken);
  if (headBroken) return;
  const start = contextFor(file, contract, undefined, {
    what: 'a rule before its first transaction',
    transaction: false,
    help: 'name the first call with `at t` and write `assume t.number < x;` after it; `wait until` moves the call to a later block',
    old: 'allowed',
    outcome: false,
  });
  const parameters = checkVariables(start, declaration.parameters);
  if (parameters === undefined) return;
  const context: ExpressionContext = { ...start, scope: extendAll(file.scope, parameters) };
  const using = lemmaUses(file, context, declaration.using);
  const { body, next } = checkBody(file, context, declaration.body);
  if (!declaration.broken && !hasAssert(declaration.body)) {
    complain(file, 'SPEC404', declaration.close, `rule '${declaration.name.text}' ends without an 'assert'`, {
      suggestion: 'end it with `assert …;`; that a call succeeds is asserted by `try f(); assert succeeded;`',
    });
    return;
  }
  if (body === undefined || declaration.broken) return;
  warnUnused(next, [...parameters, ...body.flatMap(declaredBy)]);
  file.claims.push({
    claim: {
      kind: 'rule',
      name: claimName(file, contract, declaration.name.text),
      contract: contract.alias,
      doc: documentation(declaration),
      text: textOf(file, declaration),
      location: locate(file, declaration),
      parameters,
      ...(declaration.fromDeployment ? { fromDeployment: true } : {}),
      body,
      using: [],
    },
    using,
  });
}

/** Names that only make sense when they are used later. */
function declaredBy(statement: RuleStatement): readonly SpecVariable[] {
  if (statement.kind === 'let') return [statement.variable];
  if (statement.kind !== 'call') return [];
  return statement.block === undefined ? statement.results : [...statement.results, statement.block];
}

/** Whether statements claim something; `f() reverts` does. */
function hasAssert(statements: readonly Statement[]): boolean {
  return statements.some(
    (each) =>
      each.kind === 'assert' ||
      (each.kind === 'transaction' && each.transaction.expects === 'reverts') ||
      (each.kind === 'repeat' && hasAssert(each.body)),
  );
}

/** Statements in order; the body is undefined when one of them failed, and the context is that of what follows. */
export function checkBody(
  file: CheckedFile,
  start: ExpressionContext,
  statements: readonly Statement[],
): { readonly body: readonly RuleStatement[] | undefined; readonly next: ExpressionContext } {
  const body: RuleStatement[] = [];
  let next = start;
  let failed = false;
  for (const statement of statements) {
    const step = checkStatement(file, next, statement);
    if (step.statements === undefined) failed = true;
    else body.push(...step.statements);
    next = step.next;
  }
  return { body: failed ? undefined : body, next };
}

function checkStatement(file: CheckedFile, context: ExpressionContext, statement: Statement): Step {
  const origin = { location: locate(context, statement), text: textOf(file, statement) };
  const none: Step = { statements: undefined, next: context };
  if (statement.kind === 'unsupported') return none;
  if (statement.kind === 'assume' || statement.kind === 'assert') {
    if (statement.broken) return none;
    const condition = checkCondition(context, statement.condition, `the condition of '${statement.kind}'`);
    return condition === undefined
      ? none
      : { statements: [{ ...origin, kind: statement.kind, condition }], next: context };
  }
  if (statement.kind === 'saveState') {
    const { name } = statement;
    if (isTaken(context, name)) return none;
    const next = {
      ...context,
      scope: extend(context.scope, name.text, { kind: 'state', location: locate(context, name) }),
    };
    return { statements: [{ ...origin, kind: 'saveState', name: name.text }], next };
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
    return { statements: [{ ...origin, kind: 'restoreState', name: name.text }], next: context };
  }
  if (statement.kind === 'transaction') {
    return statement.broken
      ? failedCall(context, statement.transaction, [])
      : checkCallStatement(context, statement.transaction, [], origin);
  }
  if (statement.kind === 'anyNumber')
    return statement.broken ? none : checkAnyNumber(context, statement, origin);
  if (statement.kind === 'wait') {
    if (statement.broken) return none;
    // The block that is waited for is that of the next call.
    const place = { ...context.place, what: '`wait`', transaction: true };
    const condition = checkCondition({ ...context, place }, statement.condition, "the condition of 'wait'");
    if (condition === undefined) return none;
    if (readsCaller(condition)) {
      complain(
        context,
        'SPEC402',
        statement.condition,
        '`wait` is about the time and the block, not about a caller',
      );
      return none;
    }
    return { statements: [{ ...origin, kind: 'wait', condition }], next: context };
  }
  if (statement.kind === 'repeat') return statement.broken ? none : checkRepeat(file, context, statement);
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
  const none: Step = { statements: undefined, next: context };
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
  return { statements: [{ ...origin, kind: 'let', variable, value }], next: declare(context, variable) };
}

function declare(context: ExpressionContext, variable: SpecVariable): ExpressionContext {
  return { ...context, scope: extend(context.scope, variable.name, { kind: 'variable', variable }) };
}

/** Whether an expression speaks of who calls, or with what value. */
export function readsCaller(expression: SpecExpression): boolean {
  if (expression.kind === 'environment') {
    return expression.name === 'sender' || expression.name === 'value' || expression.name === 'origin';
  }
  return partsOf(expression).some(readsCaller);
}

/** `any*;`, `any* by s where s != a except pause;`: s is a name of its own, for the sender of each call. */
function checkAnyNumber(
  context: ExpressionContext,
  statement: Statement & { readonly kind: 'anyNumber' },
  origin: Pick<RuleStatement, 'location' | 'text'>,
): Step {
  const none: Step = { statements: undefined, next: context };
  const { by, where, contract: named } = statement;
  const contract = named === undefined ? context.contract : context.spec.bindings.get(named.text);
  if (contract === undefined) {
    if (named !== undefined && !context.spec.failed.has(named.text)) {
      complain(
        context,
        'SPEC217',
        named,
        `unknown contract '${named.text}'`,
        suggestName(named.text, context.spec.bindings.keys()),
      );
    }
    return none;
  }
  const except = checkReferences(context, contract, statement.except);
  let senderVariable: SpecVariable | undefined;
  let senderCondition: SpecExpression | undefined;
  if (by !== undefined) {
    const entry = lookup(context.scope, by.text);
    if (entry !== undefined || !isFresh(context, by.text)) {
      // A known address: everyone of these calls is by it.
      const known = context.check(context, { kind: 'name', name: by.text, start: by.start, end: by.end });
      if (known === undefined) return none;
      if (!isAddress(known.type)) {
        complain(context, 'SPEC301', by, `the sender must be an address, not ${describeType(known.type)}`);
        return none;
      }
      senderVariable = { name: 'sender', type: addressType, location: locate(context, by) };
      const left: SpecExpression = {
        kind: 'variable',
        variable: senderVariable,
        type: addressType,
        location: senderVariable.location,
      };
      senderCondition = {
        kind: 'binary',
        operator: '==',
        left,
        right: known,
        type: boolType,
        location: origin.location,
      };
    } else {
      senderVariable = { name: by.text, type: addressType, location: locate(context, by) };
    }
  }
  if (where !== undefined && by === undefined) {
    complain(context, 'SPEC104', where, "'where' needs a sender to be about: `by s where …`");
    return none;
  }
  if (where !== undefined && senderVariable !== undefined) {
    const inner = declare(context, senderVariable);
    const condition = checkCondition(inner, where, "the condition of 'where'");
    if (condition === undefined) return none;
    senderCondition =
      senderCondition === undefined
        ? condition
        : {
            kind: 'binary',
            operator: '&&',
            left: senderCondition,
            right: condition,
            type: boolType,
            location: condition.location,
          };
  }
  if (except === undefined) return none;
  // Nobody knows who made the last of them, or when.
  const next = {
    ...context,
    place: { ...context.place, what: 'a rule after `any*`', transaction: false },
  };
  return {
    statements: [
      { ...origin, kind: 'anyNumber', contract: contract.alias, except, senderVariable, senderCondition },
    ],
    next,
  };
}

const mostRounds = 64n;

/** `for i in 0 .. 2 { … }`: written out; names declared inside are gone after it. */
function checkRepeat(
  file: CheckedFile,
  context: ExpressionContext,
  statement: Statement & { readonly kind: 'repeat' },
): Step {
  const none: Step = { statements: undefined, next: context };
  const { variable, low, high, body } = statement;
  const [from, to] = [low, high].map((bound) => {
    const value = checkAs(context, bound, intType, "the bound of 'for'");
    const constant = value === undefined ? undefined : constantValue(value);
    if (value !== undefined && constant === undefined) {
      complain(context, 'SPEC316', bound, "the bounds of 'for' must be constants", {
        notes: ['the statements are written out once for each value'],
      });
    }
    return constant;
  });
  if (from === undefined || to === undefined) return none;
  if (to < from || to - from >= mostRounds) {
    complain(
      context,
      'SPEC411',
      { start: low.start, end: high.end },
      `a 'for' has from 1 to ${mostRounds} rounds`,
    );
    return none;
  }
  if (isTaken(context, variable)) return none;
  warnHidden(context, variable.text, variable);
  const statements: RuleStatement[] = [];
  let next = context;
  let failed = false;
  for (let i = from; i <= to; i++) {
    const location = locate(context, variable);
    const scope = extend(context.scope, variable.text, {
      kind: 'value',
      expression: { kind: 'literal', value: i, type: intType, location },
    });
    const round = checkBody(file, { ...next, scope }, body);
    if (round.body === undefined) failed = true;
    else statements.push(...round.body);
    next = { ...round.next, scope: context.scope };
    if (failed) break;
  }
  return { statements: failed ? undefined : statements, next };
}
