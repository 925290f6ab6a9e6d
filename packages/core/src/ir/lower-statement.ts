// Statements: declarations, control flow, try/catch, events. A construct without meaning in the model becomes an
// `unsupported` statement, and what follows it in its block is left out, for nothing can be claimed there.
import type {
  Span,
  Expression as TypedExpression,
  Statement as TypedStatement,
  VariableDeclaration,
} from '../frontend/typed-program.js';
import { lowerAssembly } from './assembly/lower-assembly.js';
import { BOOL, BYTES, builtin, localValue, number, STRING, TRUE, UINT256 } from './build.js';
import type { Expression, Local } from './ir.js';
import { assign, initialize } from './lower-assignment.js';
import { create, externalCall, externalValueCall, type Outcome } from './lower-call.js';
import {
  block,
  declarationOf,
  emit,
  expressionOf,
  type FunctionLowering,
  holdsOf,
  inOrder,
  irType,
  keep,
  report,
  temporary,
  UnsupportedConstruct,
  unsupported,
  type Value,
  value,
} from './lower-context.js';

/** Lowers a statement into the block being filled. */
export function lowerStatement(f: FunctionLowering, statement: TypedStatement): void {
  guarded(f, () => statementMeaning(f, statement));
}

/** Runs a piece of lowering; a refused construct becomes an `unsupported` statement. Tells whether all went well. */
export function guarded(f: FunctionLowering, lower: () => void): boolean {
  const { out, checked, locals, placeholder, loopOwner } = f;
  try {
    lower();
    return true;
  } catch (problem) {
    if (!(problem instanceof UnsupportedConstruct)) throw problem;
    Object.assign(f, { out, checked, locals, placeholder, loopOwner });
    refused(f, problem);
    return false;
  }
}

/** What stands for a refused construct: an `unsupported` statement, and a diagnostic. */
export function refused(f: FunctionLowering, problem: UnsupportedConstruct): void {
  const { code, what, span } = problem;
  // Codes of the front end come with its own diagnostics.
  if (code.startsWith('MODEL')) {
    report(f.contract, code, `${what} is not part of the model: claims that depend on it stay unknown`, span);
  }
  emit(f, { kind: 'unsupported', code, what, span });
}

function lowerStatements(f: FunctionLowering, statements: readonly TypedStatement[]): void {
  for (const statement of statements) {
    if (!guarded(f, () => statementMeaning(f, statement))) return;
  }
}

function statementMeaning(f: FunctionLowering, statement: TypedStatement): void {
  const { span } = statement;
  switch (statement.kind) {
    case 'block': {
      const { checked } = f;
      if (statement.unchecked) f.checked = false;
      lowerStatements(f, statement.statements);
      f.checked = checked;
      return;
    }
    case 'declare':
      lowerDeclaration(f, statement);
      return;
    case 'expression':
      f.contract.parts.discarded(f, statement.expression);
      return;
    case 'if': {
      const condition = lowerValue(f, statement.condition);
      const then = block(f, () => lowerStatement(f, statement.then));
      const { else: other } = statement;
      const otherwise = other === undefined ? [] : block(f, () => lowerStatement(f, other));
      emit(f, { kind: 'if', condition, then, else: otherwise, span });
      return;
    }
    case 'loop':
      lowerLoop(f, statement);
      return;
    case 'break':
    case 'continue':
      emit(f, { kind: statement.kind, span });
      return;
    case 'return':
      lowerReturn(f, statement.value, span);
      return;
    case 'emit': {
      const event = declarationOf(f.contract, statement.event, 'event');
      emit(f, {
        kind: 'emit',
        event: event.name,
        arguments: lowerValues(f, statement.arguments, span),
        span,
      });
      return;
    }
    case 'revertError': {
      const { name } = declarationOf(f.contract, statement.error, 'error');
      const failure = { kind: 'custom', name, arguments: lowerValues(f, statement.arguments, span) } as const;
      emit(f, { kind: 'revert', failure, span });
      return;
    }
    case 'try':
      lowerTry(f, statement);
      return;
    case 'placeholder':
      if (f.placeholder === undefined) throw new Error('`_` outside a modifier');
      f.placeholder();
      return;
    case 'assembly':
      lowerAssembly(f, statement.body, span, (problem) => refused(f, problem));
      return;
    case 'unsupported':
      unsupported(statement.code, statement.what, span);
      return;
    default:
      statement satisfies never;
  }
}

function lowerValue(f: FunctionLowering, expression: TypedExpression) {
  return expressionOf(f, f.contract.parts.expression(f, expression), expression.span);
}

function lowerValues(f: FunctionLowering, args: readonly TypedExpression[], span: Span) {
  return inOrder(
    f,
    span,
    args.map((part) => () => value(lowerValue(f, part))),
  ).map((v) => expressionOf(f, v, span));
}

// --------------------------------------------------------------------------------------------- declarations

/** Makes the local of a declared variable known. */
export function declareLocal(
  f: FunctionLowering,
  variable: VariableDeclaration,
  name = variable.name === '' ? '_' : variable.name,
): Local {
  const local: Local = { name, type: irType(f, variable.type, variable.span), holds: holdsOf(variable.type) };
  f.locals.set(variable.id, local);
  return local;
}

function lowerDeclaration(
  f: FunctionLowering,
  statement: Extract<TypedStatement, { kind: 'declare' }>,
): void {
  const { span, variables } = statement;
  // The value is evaluated before the names are in scope.
  const source = statement.value === undefined ? undefined : f.contract.parts.expression(f, statement.value);
  const locals = variables.map((variable) =>
    variable === undefined ? undefined : declareLocal(f, variable),
  );
  const parts = source === undefined ? undefined : variables.length === 1 ? [source] : components(source);
  locals.forEach((local, i) => {
    if (local === undefined) return;
    const part = parts?.[i];
    if (part !== undefined) assign(f, { kind: 'local', local }, part, span);
    // A storage pointer without value is assigned later, or never used.
    else if (local.holds !== 'storage') emit(f, initialize(local, span));
  });
}

function components(source: Value): readonly (Value | undefined)[] {
  return source.kind === 'tuple' ? source.components : [source];
}

function lowerReturn(f: FunctionLowering, expression: TypedExpression | undefined, span: Span): void {
  if (expression !== undefined && f.results.length === 0) f.contract.parts.discarded(f, expression);
  else if (expression !== undefined) {
    const source = f.contract.parts.expression(f, expression);
    // All values are evaluated before the first result variable changes.
    const parts = f.results.length === 1 ? [source] : components(source);
    const effects = { locals: new Set(f.results), world: false };
    const kept = parts.map((part) =>
      part === undefined || parts.length === 1 ? part : keep(f, part, effects, span),
    );
    f.results.forEach((local, i) => {
      const part = kept[i];
      if (part === undefined) throw new Error('a return value is missing');
      assign(f, { kind: 'local', local }, part, span);
    });
  }
  emit(f, { kind: 'return', span });
}

// -------------------------------------------------------------------------------------------- control flow

function lowerLoop(f: FunctionLowering, statement: Extract<TypedStatement, { kind: 'loop' }>): void {
  const { span, condition, update, initial } = statement;
  if (initial !== undefined && !guarded(f, () => statementMeaning(f, initial))) return;
  let test = TRUE;
  const setup = block(f, () => {
    if (condition !== undefined) test = lowerValue(f, condition);
  });
  const body = block(f, () => lowerStatement(f, statement.body));
  const updates = block(f, () => {
    if (update !== undefined) guarded(f, () => f.contract.parts.discarded(f, update));
  });
  emit(f, {
    kind: 'loop',
    id: `${f.loopOwner}#${f.loops.get(statement) ?? 0}`,
    setup,
    condition: test,
    body,
    update: updates,
    checkFirst: statement.form !== 'doWhile',
    span,
  });
}

/** Numbers the loops of a body from 1 in source order. */
export function numberLoops(f: FunctionLowering, body: TypedStatement): void {
  let next = 1;
  const walk = (statement: TypedStatement | undefined): void => {
    switch (statement?.kind) {
      case 'block':
        statement.statements.forEach(walk);
        return;
      case 'if':
        walk(statement.then);
        walk(statement.else);
        return;
      case 'loop':
        f.loops.set(statement, next++);
        walk(statement.initial);
        walk(statement.body);
        return;
      case 'try':
        walk(statement.body);
        statement.catches.forEach((clause) => {
          walk(clause.body);
        });
        return;
      default:
        return;
    }
  };
  walk(body);
}

// --------------------------------------------------------------------------------------------------- try

/**
 * `try call returns (…) {…} catch …`. Which clause runs depends on the data of the failure: it is an `Error(string)` or
 * `Panic(uint256)` when the data decodes as one, and a failure that no clause takes bubbles up.
 */
function lowerTry(f: FunctionLowering, statement: Extract<TypedStatement, { kind: 'try' }>): void {
  const { span, catches } = statement;
  if (statement.call.kind !== 'call') unsupported('MODEL120', 'try of this expression', span);
  const { call } = statement.call;
  const success = temporary(f, BOOL, 'value');
  const looksAtData = catches.some((clause) => clause.errorName !== '' || clause.parameter !== undefined);
  const data = looksAtData ? temporary(f, BYTES, 'value') : undefined;
  const outcome: Outcome = { success, data };
  let results: Value;
  if (call.kind === 'external' && !call.library) results = externalCall(f, call, span, outcome);
  else if (call.kind === 'externalValue') results = externalValueCall(f, call, span, outcome);
  else if (call.kind === 'new') results = create(f, call, span, outcome);
  else unsupported('MODEL120', 'try of this call', span);
  const parts = statement.returns.length === 1 ? [results] : components(results);
  const then = block(f, () => {
    statement.returns.forEach((variable, i) => {
      const part = parts[i];
      if (part === undefined) throw new Error('a result of try is missing');
      assign(f, { kind: 'local', local: declareLocal(f, variable) }, part, span);
    });
    lowerStatement(f, statement.body);
  });
  emit(f, {
    kind: 'if',
    condition: localValue(success),
    then,
    else: block(f, () => lowerCatches(f, catches, data, span)),
    span,
  });
}

type Clause = Extract<TypedStatement, { kind: 'try' }>['catches'][number];

/** The clauses in the order solc tries them: Error and Panic by the data, then the one that takes everything. */
function lowerCatches(
  f: FunctionLowering,
  catches: readonly Clause[],
  data: Local | undefined,
  span: Span,
): void {
  const clause = catches.find((c) => c.errorName !== '') ?? catches[0];
  if (clause === undefined) {
    emit(f, { kind: 'revert', failure: { kind: 'bubble' }, span });
    return;
  }
  const contents = data === undefined ? undefined : localValue(data);
  if (clause.errorName === '' || contents === undefined) {
    if (clause.parameter !== undefined && contents !== undefined) bindCaught(f, clause.parameter, contents);
    lowerStatement(f, clause.body);
    return;
  }
  const isError = clause.errorName === 'Error';
  const shape = isError ? 'Error(string)' : 'Panic(uint256)';
  const then = block(f, () => {
    const decoded = builtin('abi.decode', [contents, number(0)], isError ? STRING : UINT256, `${shape}#0`);
    if (clause.parameter !== undefined) bindCaught(f, clause.parameter, decoded);
    lowerStatement(f, clause.body);
  });
  const rest = catches.filter((c) => c !== clause);
  const otherwise = block(f, () => lowerCatches(f, rest, data, span));
  const condition = builtin('abi.decodable', [contents], BOOL, shape);
  emit(f, { kind: 'if', condition, then, else: otherwise, span: clause.span });
}

function bindCaught(f: FunctionLowering, parameter: VariableDeclaration, caught: Expression): void {
  emit(f, { kind: 'assign', local: declareLocal(f, parameter), value: caught, span: parameter.span });
}
