// Expressions: one function per form, each giving an operand; `checkExpression` gives its value.
import type { Expression as Syntax } from './ast.js';
import { requireAssignable } from './check-assignable.js';
import { checkCall, checkCallOptions } from './check-call.js';
import { coerce, mistake, mistakeOperand, operandValue, toMobile } from './check-coerce.js';
import type { Place } from './check-context.js';
import { checkIndex, checkSlice } from './check-index.js';
import { checkMember } from './check-member.js';
import { checkIdentifier } from './check-names.js';
import { checkNew } from './check-new.js';
import { type Assignability, isPoison, type Operand, valueOperand } from './check-operand.js';
import { checkBinary, checkUnary } from './check-operators.js';
import { typeOfTypeName } from './check-types.js';
import { checkConverted, checkExpression, checkOperand } from './check-walk.js';
import { commonType } from './convert.js';
import { binaryOperandType, keepsLeftType } from './convert-operators.js';
import { parseNumberLiteral } from './literal.js';
import {
  ADDRESS,
  ADDRESS_PAYABLE,
  BOOL,
  EMPTY_TUPLE,
  isReference,
  mobileType,
  relocate,
} from './type-build.js';
import { typeEquals } from './type-equal.js';
import { describeType } from './type-string.js';
import type { Type } from './types.js';

/** What an expression denotes, by its form. */
export function operandOf(place: Place, node: Syntax): Operand {
  const { span } = node;
  switch (node.kind) {
    case 'identifier':
      return checkIdentifier(place, node.name, span);
    case 'boolean':
      return valueOperand({ kind: 'literal', value: node.value, type: BOOL, span });
    case 'number': {
      const literal = parseNumberLiteral(node.text, node.unit);
      switch (literal.kind) {
        case 'rational':
          return valueOperand({ kind: 'literal', value: literal.type.numerator, type: literal.type, span });
        case 'address': {
          const type = place.unit.version.wraps ? ADDRESS_PAYABLE : ADDRESS;
          return valueOperand({ kind: 'literal', value: literal.value, type, span });
        }
        case 'mistake':
          return mistakeOperand(place, span, 'SOL307', literal.message);
        default:
          return literal satisfies never;
      }
    }
    case 'string': {
      const type: Type = { kind: 'stringLiteral', bytes: node.bytes };
      return valueOperand({ kind: 'literal', value: node.bytes, type, span });
    }
    case 'tuple':
      return checkTuple(place, node);
    case 'inlineArray':
      return checkInlineArray(place, node);
    case 'member':
      return checkMember(place, node, checkOperand(place, node.base));
    case 'index':
      return checkIndex(place, node);
    case 'slice':
      return checkSlice(place, node);
    case 'call':
      return checkCall(place, node);
    case 'callOptions':
      return checkCallOptions(place, node);
    case 'new':
      return checkNew(place, node);
    case 'typeExpression': {
      const type = typeOfTypeName(place, node.typeName);
      if (type === undefined) return { kind: 'poison', code: 'SOL302', span };
      return { kind: 'typeName', type: isReference(type) ? relocate(type, 'storage', true) : type, span };
    }
    case 'unary':
      return checkUnary(place, node);
    case 'binary':
      return checkBinary(place, node);
    case 'assign':
      return checkAssign(place, node);
    case 'conditional':
      return checkConditional(place, node);
    default:
      return node satisfies never;
  }
}

function checkTuple(place: Place, node: Extract<Syntax, { kind: 'tuple' }>): Operand {
  const [only] = node.components;
  if (node.components.length === 1 && only !== undefined) return checkOperand(place, only);
  const operands = node.components.map((c) => (c === undefined ? undefined : checkOperand(place, c)));
  const poisoned = operands.find((o) => o?.kind === 'poison');
  if (poisoned !== undefined) return poisoned;
  if (operands.length > 0 && operands.every((o) => o?.kind === 'typeName')) {
    const components = operands.map((o) => (o?.kind === 'typeName' ? o.type : undefined));
    return { kind: 'typeName', type: { kind: 'tuple', components }, span: node.span };
  }
  const components = operands.map((o) => (o === undefined ? undefined : operandValue(place, o)));
  const bad = components.find((c) => c !== undefined && isPoison(c));
  if (bad !== undefined) return valueOperand({ ...bad, span: node.span });
  const assignability = tupleAssignability(operands);
  const type: Type = { kind: 'tuple', components: components.map((c) => c?.type) };
  return valueOperand({ kind: 'tuple', components, type, span: node.span }, assignability);
}

function tupleAssignability(operands: readonly (Operand | undefined)[]): Assignability {
  for (const operand of operands) {
    if (operand === undefined) continue;
    if (operand.kind !== 'value') return 'notStored';
    if (operand.assignability !== 'assignable') return operand.assignability;
  }
  return 'assignable';
}

function checkInlineArray(place: Place, node: Extract<Syntax, { kind: 'inlineArray' }>): Operand {
  const elements = node.elements.map((element) => checkExpression(place, element));
  const bad = elements.find(isPoison);
  if (bad !== undefined) return valueOperand({ ...bad, span: node.span });
  let element: Type | undefined;
  for (const [i, { type }] of elements.entries()) {
    element = i === 0 ? mobileType(type) : element && commonType(element, type, place.facts);
    if (element === undefined) break;
  }
  if (element === undefined)
    return mistakeOperand(place, node.span, 'SOL308', 'the elements have no common type');
  const inMemory = relocate(element, 'memory', false);
  const type: Type = {
    kind: 'array',
    element: inMemory,
    length: BigInt(elements.length),
    location: 'memory',
    pointer: false,
  };
  return valueOperand({
    kind: 'inlineArray',
    elements: elements.map((e) => coerce(place, e, inMemory)),
    type,
    span: node.span,
  });
}

function checkAssign(place: Place, node: Extract<Syntax, { kind: 'assign' }>): Operand {
  const { span, operator } = node;
  const target = checkOperand(place, node.left);
  const value = checkExpression(place, node.right);
  if (!requireAssignable(place, target) || target.kind !== 'value') {
    return { kind: 'poison', code: 'SOL330', span };
  }
  const left = target.expression;
  const { type } = left;
  if (isPoison(left) || isPoison(value)) return { kind: 'poison', code: 'SOL301', span };
  if (type.kind === 'mapping') {
    return mistakeOperand(place, span, 'SOL331', 'a mapping cannot be assigned as a whole');
  }
  if (operator === '=') {
    const right = coerce(place, value, type);
    if (isPoison(right)) return valueOperand({ ...right, span });
    // Assignments of tuples have no value.
    return valueOperand({
      kind: 'assign',
      operator,
      left,
      right,
      type: type.kind === 'tuple' ? EMPTY_TUPLE : type,
      span,
    });
  }
  const common = binaryOperandType(operator, type, value.type, place.facts);
  if (common === undefined || !typeEquals(common, type)) {
    return mistakeOperand(
      place,
      span,
      'SOL309',
      `'${operator}=' does not apply to ${describeType(type)} and ${describeType(value.type)}`,
    );
  }
  const right = keepsLeftType(operator) ? toMobile(place, value) : coerce(place, value, type);
  if (isPoison(right)) return valueOperand({ ...right, span });
  return valueOperand({ kind: 'assign', operator, left, right, type, span });
}

function checkConditional(place: Place, node: Extract<Syntax, { kind: 'conditional' }>): Operand {
  const { span } = node;
  const condition = checkConverted(place, node.condition, BOOL);
  const whenTrue = checkExpression(place, node.then);
  const whenFalse = checkExpression(place, node.else);
  const bad = [condition, whenTrue, whenFalse].find(isPoison);
  if (bad !== undefined) return valueOperand({ ...bad, span });
  const type = conditionalType(place, whenTrue.type, whenFalse.type);
  if (type === undefined) {
    return valueOperand(
      mistake(
        place,
        span,
        'SOL308',
        `the branches have no common type: ${describeType(whenTrue.type)} and ${describeType(whenFalse.type)}`,
      ),
    );
  }
  return valueOperand({
    kind: 'conditional',
    condition,
    // biome-ignore lint/suspicious/noThenProperty: the shape of the typed program.
    then: coerce(place, whenTrue, type),
    else: coerce(place, whenFalse, type),
    type,
    span,
  });
}

/** The common type of the mobile types of both branches. */
function conditionalType(place: Place, a: Type, b: Type): Type | undefined {
  const left = mobileType(a);
  const right = mobileType(b);
  if (left === undefined || right === undefined) return undefined;
  return commonType(left, right, place.facts);
}
