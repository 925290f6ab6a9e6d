// Expressions: effects become statements in order, what is left is a pure IR expression (or a reference into storage).
//
// Order of operands is that of solc's legacy code generator, its default: both operands of a binary operator right to left,
// call arguments left to right. (Via-IR evaluates operands left to right; programs that depend on it are unspecified.)
import type { Expression as TypedExpression } from '../frontend/typed-program.js';
import {
  BOOL,
  binary,
  builtin,
  conditional,
  constant,
  FUNCTION_VALUE,
  localValue,
  not,
  number,
} from './build.js';
import { checkedIn, resolveFunction } from './dispatch.js';
import { reportOperandOrder } from './evaluation-order.js';
import type { Expression, Statement } from './ir.js';
import { complement, negated, operate } from './lower-arithmetic.js';
import { lowerAssign, lowerDelete, lowerStep } from './lower-assignment.js';
import { lowerCall, requestFunction } from './lower-call.js';
import {
  block,
  declarationOf,
  emit,
  expressionOf,
  type FunctionLowering,
  holdsOf,
  inOrder,
  irType,
  pointerPlace,
  temporary,
  unsupported,
  type Value,
  value,
  valueOfLocal,
} from './lower-context.js';
import { convert, literalType, literalValue } from './lower-conversion.js';
import { functionReference, lowerMember } from './lower-member.js';
import { freshZero, lowerField, lowerIndex, stateVariable, storageValue } from './lower-place.js';
import { lowerSlice } from './lower-slice.js';

/** Lowers an expression whose value is used. */
export function lowerExpression(f: FunctionLowering, expression: TypedExpression): Value {
  const { span } = expression;
  switch (expression.kind) {
    case 'literal':
      return value(literalValue(expression.value, irType(f, literalType(expression.type), span)));
    case 'variable':
      return lowerVariable(f, expression);
    case 'enumMember':
      return value(constant(irType(f, expression.type, span), BigInt(expression.index)));
    case 'function':
      return value(functionValue(f, expression));
    case 'externalFunction':
      return value(
        functionReference(expressionOf(f, lowerExpression(f, expression.base), span), expression.signature),
      );
    case 'name':
      return unsupported('MODEL101', `the name ${expression.name} as a value`, span);
    case 'field':
      return lowerField(f, expression);
    case 'builtinMember':
      return lowerMember(f, expression);
    case 'index':
      return lowerIndex(f, expression);
    case 'slice':
      return lowerSlice(f, expression);
    case 'unary':
      return lowerUnary(f, expression, true);
    case 'binary':
      return lowerBinary(f, expression);
    case 'assign':
      return lowerAssign(f, expression, true);
    case 'conditional':
      return lowerConditional(f, expression);
    case 'tuple':
      return lowerTuple(f, expression);
    case 'inlineArray':
      return lowerInlineArray(f, expression);
    case 'convert':
      return lowerConvert(f, expression);
    case 'call':
      return lowerCall(f, expression.call, expression.type, span);
    case 'unsupported':
      return unsupported(expression.code, expression.what, span);
    default:
      return expression satisfies never;
  }
}

/** Lowers an expression for its effects only. */
export function lowerDiscarded(f: FunctionLowering, expression: TypedExpression): void {
  switch (expression.kind) {
    case 'assign':
      lowerAssign(f, expression, false);
      return;
    case 'unary':
      lowerUnary(f, expression, false);
      return;
    case 'conditional': {
      const condition = expressionOf(f, lowerExpression(f, expression.condition), expression.span);
      const then = block(f, () => lowerDiscarded(f, expression.then));
      const otherwise = block(f, () => lowerDiscarded(f, expression.else));
      if (then.length + otherwise.length > 0) {
        emit(f, { kind: 'if', condition, then, else: otherwise, span: expression.span });
      }
      return;
    }
    case 'tuple':
      for (const component of expression.components) {
        if (component !== undefined) lowerDiscarded(f, component);
      }
      return;
    default:
      lowerExpression(f, expression);
  }
}

function lowerVariable(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'variable' }>,
): Value {
  const local = f.locals.get(expression.declaration);
  if (local !== undefined) return valueOfLocal(local);
  const variable = declarationOf(f.contract, expression.declaration, 'variable');
  if (variable.mutability === 'constant') {
    if (variable.initializer === undefined) {
      return unsupported('MODEL109', `the constant ${variable.name} without value`, expression.span);
    }
    const checked = f.checked;
    f.checked = checkedIn(f.contract, variable.contract, variable.span.file);
    try {
      const initial = lowerExpression(f, variable.initializer);
      return value(expressionOf(f, initial, expression.span));
    } finally {
      f.checked = checked;
    }
  }
  if (variable.role !== 'state') {
    return unsupported('MODEL109', `the variable ${variable.name} outside its scope`, expression.span);
  }
  return storageValue(stateVariable(f, expression.declaration, expression.span));
}

function functionValue(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'function' }>,
): Expression {
  const named = declarationOf(f.contract, expression.declaration, 'function');
  const target = resolveFunction(f.contract, named, expression.dispatch);
  if (target === undefined) {
    return unsupported('MODEL105', `the function ${named.name} without implementation`, expression.span);
  }
  const id = requestFunction(f.contract, target);
  const table = f.contract.functionTable;
  // Index 0 is the uninitialized function value.
  let index = table.indexOf(id, 1);
  if (index < 0) index = table.push(id) - 1;
  return constant(FUNCTION_VALUE, BigInt(index));
}

function lowerUnary(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'unary' }>,
  used: boolean,
): Value {
  const { span, operand, operator } = expression;
  if (expression.userFunction !== undefined) {
    const dispatch = { kind: 'exact' } as const;
    const call = {
      kind: 'internal',
      function: expression.userFunction,
      dispatch,
      arguments: [operand],
    } as const;
    return lowerCall(f, call, expression.type, span);
  }
  switch (operator) {
    case '++x':
    case '--x':
    case 'x++':
    case 'x--':
      return lowerStep(f, expression, used);
    case 'delete':
      return lowerDelete(f, operand, span);
    case '!':
      return value(not(expressionOf(f, lowerExpression(f, operand), span)));
    case '-':
    case '~': {
      const inner = expressionOf(f, lowerExpression(f, operand), span);
      const type = irType(f, literalType(expression.type), span);
      return value(operator === '-' ? negated(f, inner, type, span) : complement(inner, type));
    }
    default:
      return operator satisfies never;
  }
}

function lowerBinary(f: FunctionLowering, expression: Extract<TypedExpression, { kind: 'binary' }>): Value {
  const { span, operator, left, right } = expression;
  if (expression.userFunction !== undefined) {
    const dispatch = { kind: 'exact' } as const;
    const call = {
      kind: 'internal',
      function: expression.userFunction,
      dispatch,
      arguments: [left, right],
    } as const;
    return lowerCall(f, call, expression.type, span);
  }
  if (operator === '&&' || operator === '||') return value(shortCircuit(f, expression, operator));
  reportOperandOrder(f, left, right, span);
  const operand = (side: TypedExpression) => () =>
    value(expressionOf(f, lowerExpression(f, side), side.span));
  const [leftValue, rightValue] = inOrder(f, span, [operand(left), operand(right)], [1, 0]);
  if (leftValue === undefined || rightValue === undefined)
    throw new Error('a binary operator has two operands');
  const leftOperand = expressionOf(f, leftValue, span);
  const rightOperand = expressionOf(f, rightValue, span);
  const known = codeLengthComparison(operator, leftOperand, rightOperand);
  if (known !== undefined) return value(known);
  const type = irType(f, literalType(expression.type), span);
  return value(operate(f, operator, leftOperand, rightOperand, type, span));
}

/** `x.code.length > 0` and its relatives, as the question whether there is code. */
function codeLengthComparison(operator: string, left: Expression, right: Expression): Expression | undefined {
  const zeroRight = right.kind === 'constant' && right.value === 0n;
  if (left.kind !== 'builtin' || left.name !== 'bytes.length' || !zeroRight) return undefined;
  const [code] = left.arguments;
  const address = code?.kind === 'builtin' && code.name === 'code' ? code.arguments[0] : undefined;
  if (address === undefined) return undefined;
  const hasCode = builtin('hasCode', [address], BOOL);
  if (operator === '>' || operator === '!=') return hasCode;
  return operator === '==' || operator === '<=' ? not(hasCode) : undefined;
}

/** `&&` and `||`: a pure right side stays an expression, otherwise it runs under the condition. */
function shortCircuit(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'binary' }>,
  operator: '&&' | '||',
): Expression {
  const { span } = expression;
  const left = expressionOf(f, lowerExpression(f, expression.left), span);
  let right: Expression | undefined;
  const statements = block(f, () => {
    right = expressionOf(f, lowerExpression(f, expression.right), span);
  });
  if (right === undefined) throw new Error('operand without value');
  if (statements.length === 0) return binary(operator === '&&' ? 'and' : 'or', left, right, BOOL);
  const result = temporary(f, BOOL, 'value');
  emit(f, { kind: 'assign', local: result, value: left, span });
  const then: Statement[] = [...statements, { kind: 'assign', local: result, value: right, span }];
  const condition = operator === '&&' ? localValue(result) : not(localValue(result));
  emit(f, { kind: 'if', condition, then, else: [], span });
  return localValue(result);
}

function lowerConditional(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'conditional' }>,
): Value {
  const { span } = expression;
  const condition = expressionOf(f, lowerExpression(f, expression.condition), span);
  if (expression.type.kind === 'tuple') return conditionalTuple(f, expression, condition);
  const holds = holdsOf(expression.type);
  const type = irType(f, literalType(expression.type), span);
  const branch = (side: TypedExpression) => {
    let result: Value | undefined;
    const statements = block(f, () => {
      const lowered = lowerExpression(f, side);
      result = holds === 'storage' ? lowered : value(expressionOf(f, lowered, side.span));
    });
    if (result === undefined) throw new Error('branch without value');
    return { statements, result };
  };
  const whenTrue = branch(expression.then);
  const whenFalse = branch(expression.else);
  if (
    holds === 'value' &&
    whenTrue.statements.length + whenFalse.statements.length === 0 &&
    whenTrue.result.kind === 'value' &&
    whenFalse.result.kind === 'value'
  ) {
    return value(conditional(condition, whenTrue.result.expression, whenFalse.result.expression));
  }
  const local = temporary(f, type, holds);
  const finish = ({ statements, result }: typeof whenTrue): Statement[] => {
    if (result.kind === 'storage')
      return [...statements, { kind: 'point', local, place: result.place, span }];
    if (result.kind === 'value') {
      return [...statements, { kind: 'assign', local, value: result.expression, span }];
    }
    throw new Error('a tuple in a conditional of one value');
  };
  const then = finish(whenTrue);
  emit(f, { kind: 'if', condition, then, else: finish(whenFalse), span });
  return holds === 'storage' ? { kind: 'storage', place: pointerPlace(local) } : value(localValue(local));
}

function conditionalTuple(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'conditional' }>,
  condition: Expression,
): Value {
  const { span, type } = expression;
  if (type.kind !== 'tuple') throw new Error('a tuple is expected');
  const locals = type.components.map((component) =>
    component === undefined
      ? undefined
      : temporary(f, irType(f, literalType(component), span), holdsOf(component)),
  );
  const branch = (side: TypedExpression) =>
    block(f, () => {
      const lowered = lowerExpression(f, side);
      if (lowered.kind !== 'tuple') throw new Error('a tuple is expected');
      lowered.components.forEach((component, i) => {
        const local = locals[i];
        if (component === undefined || local === undefined) return;
        if (local.holds === 'storage') {
          if (component.kind !== 'storage') throw new Error('a storage reference is expected');
          emit(f, { kind: 'point', local, place: component.place, span });
        } else emit(f, { kind: 'assign', local, value: expressionOf(f, component, span), span });
      });
    });
  const then = branch(expression.then);
  emit(f, { kind: 'if', condition, then, else: branch(expression.else), span });
  return {
    kind: 'tuple',
    components: locals.map((local) => (local === undefined ? undefined : valueOfLocal(local))),
  };
}

function lowerTuple(f: FunctionLowering, expression: Extract<TypedExpression, { kind: 'tuple' }>): Value {
  const [only] = expression.components;
  if (expression.components.length === 1 && only !== undefined && expression.type.kind !== 'tuple') {
    return lowerExpression(f, only);
  }
  const present = expression.components.filter((c) => c !== undefined);
  const values = [
    ...inOrder(
      f,
      expression.span,
      present.map((c) => () => lowerExpression(f, c)),
    ),
  ];
  return {
    kind: 'tuple',
    components: expression.components.map((c) => (c === undefined ? undefined : values.shift())),
  };
}

function lowerInlineArray(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'inlineArray' }>,
): Value {
  const { span } = expression;
  const type = irType(f, expression.type, span);
  if (type.kind !== 'array') throw new Error('an inline array has an array type');
  const elements = inOrder(
    f,
    span,
    expression.elements.map((e) => () => value(expressionOf(f, lowerExpression(f, e), e.span))),
  );
  const object = freshZero(f, type, span);
  elements.forEach((element, i) => {
    emit(f, {
      kind: 'store',
      place: {
        kind: 'memory',
        object,
        objectType: type,
        step: { kind: 'element', index: number(i) },
        type: type.element,
      },
      value: expressionOf(f, element, span),
      span,
    });
  });
  return value(object);
}

function lowerConvert(f: FunctionLowering, expression: Extract<TypedExpression, { kind: 'convert' }>): Value {
  const { operand, type, span } = expression;
  // A number literal takes the target type directly.
  if (operand.kind === 'literal' && operand.type.kind === 'rational' && type.kind !== 'userDefined') {
    const target = irType(f, type, span);
    if (target.kind !== 'enum' && !('location' in type)) return value(literalValue(operand.value, target));
  }
  return convert(f, lowerExpression(f, operand), operand.type, type, span);
}
