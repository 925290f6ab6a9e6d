// Statements and function bodies.
import { checkAssembly } from './assembly/resolve.js';
import type { BlockStatement, CatchClause, Statement as Syntax, VariableDefinition } from './ast.js';
import { checkNamedCall } from './check-call.js';
import { coerce, mistake } from './check-coerce.js';
import { type Place, report, withScope } from './check-context.js';
import { isPoison } from './check-operand.js';
import { variableDeclaration, variableTypeIn } from './check-types.js';
import { checkConverted, checkExpression } from './check-walk.js';
import { implicitlyConvertible } from './convert.js';
import { BOOL, mobileType, resultType } from './type-build.js';
import { describeType } from './type-string.js';
import type { Expression, Span, Statement, VariableDeclaration } from './typed-program.js';
import type { Type } from './types.js';

/** What a routine's body needs to know beyond its place. */
export interface Body {
  /** Result types of the function; undefined in a modifier. */
  readonly returns: readonly Type[] | undefined;
  /** Whether the statement may run several times. */
  readonly inLoop?: boolean;
}

/** A block with its own scope. */
export function checkBlock(
  place: Place,
  node: BlockStatement,
  body: Body,
): Extract<Statement, { kind: 'block' }> {
  const inner = withScope(place);
  const statements = node.statements.map((statement) => checkStatement(inner, statement, body));
  return { kind: 'block', statements, unchecked: node.unchecked, span: node.span };
}

function checkStatement(place: Place, node: Syntax, body: Body): Statement {
  const { span } = node;
  switch (node.kind) {
    case 'block':
      return checkBlock(place, node, body);
    case 'declare':
      return body.inLoop === true ? checkDeclareInLoop(place, node) : checkDeclare(place, node);
    case 'expression':
      return { kind: 'expression', expression: statementValue(place, node.expression), span };
    case 'if':
      return {
        kind: 'if',
        condition: checkConverted(place, node.condition, BOOL),
        // biome-ignore lint/suspicious/noThenProperty: the shape of the typed program.
        then: checkStatement(withScope(place), node.then, body),
        else: node.else === undefined ? undefined : checkStatement(withScope(place), node.else, body),
        span,
      };
    case 'loop': {
      const inner = withScope(place);
      const initial = node.initial === undefined ? undefined : checkStatement(inner, node.initial, body);
      return {
        kind: 'loop',
        form: node.form,
        initial,
        condition: node.condition === undefined ? undefined : checkConverted(inner, node.condition, BOOL),
        update: node.update === undefined ? undefined : checkExpression(inner, node.update),
        body: checkStatement(withScope(inner), node.body, { ...body, inLoop: true }),
        span,
      };
    }
    case 'break':
    case 'continue':
    case 'placeholder':
      return { kind: node.kind, span };
    case 'return':
      return checkReturn(place, node, body);
    case 'emit': {
      const call = checkNamedCall(place, node.call, 'events');
      if (call === undefined) return unsupported('SOL328', 'an emit with a mistake', span);
      return { kind: 'emit', event: call.declaration, arguments: call.arguments, span };
    }
    case 'revertError': {
      const call = checkNamedCall(place, node.call, 'errors');
      if (call === undefined) return unsupported('SOL328', 'a revert with a mistake', span);
      return { kind: 'revertError', error: call.declaration, arguments: call.arguments, span };
    }
    case 'try':
      return checkTry(place, node, body);
    case 'throw':
      return throwStatement(span);
    case 'assembly':
      return checkAssemblyStatement(place, node);
    default:
      return node satisfies never;
  }
}

function checkAssemblyStatement(place: Place, node: Extract<Syntax, { kind: 'assembly' }>): Statement {
  const { span } = node;
  const body = checkAssembly(place, node.text, node.bodyStart, span);
  if (body === undefined) return unsupported('SOL601', 'assembly with a mistake', span);
  return { kind: 'assembly', body, span };
}

/** A lone literal is given a type of its own: literal types occur below conversions only. */
function statementValue(
  place: Place,
  node: Extract<Syntax, { kind: 'expression' }>['expression'],
): Expression {
  const value = checkExpression(place, node);
  if (value.type.kind === 'magic' && value.type.name === 'error') {
    return mistake(place, value.span, 'SOL328', `an error is raised with 'revert' or given to 'require'`);
  }
  const mobile = value.kind === 'literal' || value.kind === 'tuple' ? mobileType(value.type) : undefined;
  return mobile === undefined ? value : coerce(place, value, mobile);
}

function unsupported(code: string, what: string, span: Span): Statement {
  return { kind: 'unsupported', code, what, span };
}

/** `throw` of old code: a revert without data. */
function throwStatement(span: Span): Statement {
  const call: Expression = {
    kind: 'call',
    call: {
      kind: 'builtin',
      name: 'revert',
      receiver: undefined,
      arguments: [],
      options: { value: undefined, gas: undefined, salt: undefined },
      typeArguments: [],
    },
    type: { kind: 'tuple', components: [] },
    span,
  };
  return { kind: 'expression', expression: call, span };
}

function checkReturn(place: Place, node: Extract<Syntax, { kind: 'return' }>, body: Body): Statement {
  const { span } = node;
  const { returns } = body;
  if (node.value === undefined) {
    if (returns !== undefined && returns.length > 0 && !hasNamedReturns(place)) {
      report(place.checker, span, 'SOL340', 'a value must be returned here');
    }
    return { kind: 'return', value: undefined, span };
  }
  const value = checkExpression(place, node.value);
  if (returns === undefined) {
    report(place.checker, span, 'SOL340', 'a modifier cannot return a value');
    return { kind: 'return', value: undefined, span };
  }
  const expected = resultType(returns);
  if (isPoison(value)) return { kind: 'return', value, span };
  const given = value.type.kind === 'tuple' ? value.type.components.length : 1;
  if (given !== returns.length) {
    report(
      place.checker,
      span,
      'SOL340',
      `${returns.length} values are returned by this function, not ${given}`,
    );
    return { kind: 'return', value: mistake(place, span, 'SOL340', 'a wrong return'), span };
  }
  return { kind: 'return', value: coerce(place, value, expected), span };
}

/** `return;` is allowed when the results have been assigned by name. */
function hasNamedReturns(place: Place): boolean {
  return place.routine?.kind === 'function' && place.routine.returns.length > 0;
}

// Before 0.5 a variable belonged to the function: one without initial value kept its value from round to round.
function checkDeclareInLoop(place: Place, node: Extract<Syntax, { kind: 'declare' }>): Statement {
  const declared = checkDeclare(place, node);
  if (node.value !== undefined || !place.facts.before05) return declared;
  const what = 'a variable without initial value in a loop (before 0.5)';
  report(place.checker, node.span, 'SOL906', `${what} is not supported`, { severity: 'warning' });
  const statements = [unsupported('SOL906', what, node.span), declared];
  return { kind: 'block', statements, unchecked: false, span: node.span };
}

function checkDeclare(place: Place, node: Extract<Syntax, { kind: 'declare' }>): Statement {
  const { span } = node;
  const value = node.value === undefined ? undefined : checkExpression(place, node.value);
  const only = node.variables.length === 1 ? node.variables[0] : undefined;
  if (only !== undefined) {
    const type = localType(place, only, value?.type, value);
    if (type === undefined) return unsupported('SOL302', 'a variable of unknown type', span);
    const variable = declareLocal(place, only, type);
    return {
      kind: 'declare',
      variables: [variable],
      value: value === undefined ? undefined : coerce(place, value, type),
      span,
    };
  }
  const components = value?.type.kind === 'tuple' ? value.type.components : undefined;
  const types = node.variables.map((v, i) =>
    v === undefined ? undefined : localType(place, v, components?.[i], value),
  );
  const variables = node.variables.map((definition, i) => {
    const type = types[i];
    return definition === undefined || type === undefined ? undefined : declareLocal(place, definition, type);
  });
  if (value === undefined) {
    report(place.checker, span, 'SOL341', 'several variables need a value');
    return { kind: 'declare', variables, value, span };
  }
  if (isPoison(value)) return { kind: 'declare', variables, value, span };
  if (components === undefined || components.length !== node.variables.length) {
    const count = components?.length ?? 1;
    return {
      kind: 'declare',
      variables,
      value: mistake(
        place,
        span,
        'SOL341',
        `${node.variables.length} variables are declared but the value has ${count} parts`,
      ),
      span,
    };
  }
  if (node.variables.some((v, i) => v !== undefined && types[i] === undefined)) {
    return unsupported('SOL302', 'a variable of unknown type', span);
  }
  return { kind: 'declare', variables, value: coerceHoles(place, value, types), span };
}

/** Converts the components of a tuple that are kept; the others stay as they are. */
function coerceHoles(place: Place, value: Expression, types: readonly (Type | undefined)[]): Expression {
  const given = value.type.kind === 'tuple' ? value.type.components : [];
  const wanted = given.map(
    (type, i) => types[i] ?? (type === undefined ? undefined : (mobileType(type) ?? type)),
  );
  return coerce(place, value, { kind: 'tuple', components: wanted });
}

function localType(
  place: Place,
  definition: VariableDefinition,
  valueType: Type | undefined,
  value: Expression | undefined,
): Type | undefined {
  if (definition.typeName !== undefined) return variableTypeIn(place, definition, undefined);
  if (value !== undefined && isPoison(value)) return undefined;
  const type = valueType === undefined ? undefined : mobileType(valueType);
  if (type === undefined)
    report(place.checker, definition.span, 'SOL303', `the type of '${definition.name}' is unclear`);
  return type;
}

/** Makes a local variable known in the innermost scope. */
export function declareLocal(place: Place, definition: VariableDefinition, type: Type): VariableDeclaration {
  const variable = variableDeclaration(place, definition, type);
  const names = place.locals?.names;
  if (definition.name !== '' && names !== undefined) {
    if (names.has(definition.name)) {
      report(
        place.checker,
        definition.nameSpan,
        'SOL215',
        `'${definition.name}' is declared twice in this block`,
      );
    }
    names.set(definition.name, variable);
  }
  return variable;
}

function checkTry(place: Place, node: Extract<Syntax, { kind: 'try' }>, body: Body): Statement {
  const { span } = node;
  const call = checkExpression(place, node.call);
  if (!isPoison(call) && !isExternalCall(call)) {
    report(place.checker, node.call.span, 'SOL342', `'try' needs an external call or 'new'`);
  }
  const success = withScope(place);
  const returns = node.returns.flatMap((definition) => {
    const type = variableTypeIn(success, definition, undefined);
    return type === undefined ? [] : [declareLocal(success, definition, type)];
  });
  const results = call.type.kind === 'tuple' ? call.type.components : [call.type];
  if (!isPoison(call) && node.returns.length > 0) {
    const fits =
      results.length === returns.length &&
      returns.every(({ type }, i) => {
        const result = results[i];
        return result !== undefined && implicitlyConvertible(result, type, place.facts);
      });
    if (!fits) {
      report(
        place.checker,
        span,
        'SOL342',
        `the call returns ${describeType(call.type)}, which does not fit 'returns'`,
      );
    }
  }
  return {
    kind: 'try',
    call,
    returns,
    body: checkBlock(success, node.body, body),
    catches: node.catches.flatMap((clause) => checkCatch(place, clause, body)),
    span,
  };
}

function isExternalCall(expression: Expression): boolean {
  if (expression.kind !== 'call') return false;
  const { kind } = expression.call;
  return kind === 'external' || kind === 'externalValue' || kind === 'new';
}

type TryStatement = Extract<Statement, { readonly kind: 'try' }>;

function checkCatch(place: Place, clause: CatchClause, body: Body): TryStatement['catches'] {
  const { errorName } = clause;
  if (errorName !== '' && errorName !== 'Error' && errorName !== 'Panic') {
    report(
      place.checker,
      clause.span,
      'SOL342',
      `'catch' knows 'Error' and 'Panic' only, not '${errorName}'`,
    );
    return [];
  }
  const inner = withScope(place);
  const [definition] = clause.parameters;
  const type = definition === undefined ? undefined : variableTypeIn(inner, definition, undefined);
  const parameter =
    definition === undefined || type === undefined ? undefined : declareLocal(inner, definition, type);
  return [{ errorName, parameter, body: checkBlock(inner, clause.body, body), span: clause.span }];
}
