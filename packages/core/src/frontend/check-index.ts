// `a[i]`, `a[i:j]`, and array types written as expressions (`uint[]` in `abi.decode`).
import type { Expression as Syntax } from './ast.js';
import { coerce, mistakeOperand, operandValue } from './check-coerce.js';
import { constantInteger } from './check-constant.js';
import type { Place } from './check-context.js';
import { isPoison, type Operand, valueOperand } from './check-operand.js';
import { checkExpression, checkOperand } from './check-walk.js';
import { relocate, UINT256 } from './type-build.js';
import { describeType } from './type-string.js';
import type { Expression } from './typed-program.js';
import type { Type } from './types.js';

/** Element access, or an array type. */
export function checkIndex(place: Place, node: Extract<Syntax, { kind: 'index' }>): Operand {
  const { span } = node;
  const operand = checkOperand(place, node.base);
  if (operand.kind === 'poison') return { ...operand, span };
  if (operand.kind === 'typeName') return arrayTypeOperand(place, node, operand.type);
  const base = operandValue(place, operand);
  if (isPoison(base)) return valueOperand({ ...base, span });
  if (node.index === undefined) return mistakeOperand(place, span, 'SOL332', 'an index is missing');
  const { type } = base;
  const key = type.kind === 'mapping' ? type.key : UINT256;
  const index = coerce(place, checkExpression(place, node.index), key);
  if (isPoison(index)) return valueOperand({ ...index, span });
  const element = elementType(type);
  if (element === undefined) {
    return mistakeOperand(place, node.base.span, 'SOL332', `${describeType(type)} cannot be indexed`);
  }
  const length =
    type.kind === 'array' ? type.length : type.kind === 'fixedBytes' ? BigInt(type.size) : undefined;
  const constant = literalIndex(index);
  if (length !== undefined && constant !== undefined && constant >= length) {
    return mistakeOperand(
      place,
      span,
      'SOL333',
      `the index ${constant} is out of bounds: the length is ${length}`,
    );
  }
  const expression: Expression = { kind: 'index', base, index, type: element, span };
  if (type.kind === 'fixedBytes') return valueOperand(expression);
  const inCalldata = type.kind !== 'mapping' && 'location' in type && type.location === 'calldata';
  return valueOperand(expression, inCalldata ? 'calldata' : 'assignable');
}

function elementType(type: Type): Type | undefined {
  switch (type.kind) {
    case 'mapping':
      return type.value;
    case 'array':
      return relocate(type.element, type.location, false);
    case 'bytes':
    case 'fixedBytes':
      return { kind: 'fixedBytes', size: 1 };
    default:
      return undefined;
  }
}

/** The number of an index that is a literal: solc checks its bounds, but not those of `uint256(237)`. */
function literalIndex(index: Expression): bigint | undefined {
  const inner = index.kind === 'convert' && !index.explicit ? index.operand : index;
  return inner.kind === 'literal' && typeof inner.value === 'bigint' ? inner.value : undefined;
}

function arrayTypeOperand(place: Place, node: Extract<Syntax, { kind: 'index' }>, element: Type): Operand {
  const { span } = node;
  const length = node.index === undefined ? undefined : constantInteger(place, node.index);
  if (node.index !== undefined) checkOperand(place, node.index);
  if (node.index !== undefined && (length === undefined || length < 1n)) {
    return mistakeOperand(
      place,
      node.index.span,
      'SOL312',
      'the length of an array must be a positive constant number',
    );
  }
  return {
    kind: 'typeName',
    // An array type written as an expression is one in memory, as in solc.
    type: {
      kind: 'array',
      element: relocate(element, 'memory', false),
      length,
      location: 'memory',
      pointer: false,
    },
    span,
  };
}

/** `data[from:to]` of calldata. */
export function checkSlice(place: Place, node: Extract<Syntax, { kind: 'slice' }>): Operand {
  const { span } = node;
  const base = checkExpression(place, node.base);
  const bound = (syntax: Syntax | undefined): Expression | undefined =>
    syntax === undefined ? undefined : coerce(place, checkExpression(place, syntax), UINT256);
  const from = bound(node.from);
  const to = bound(node.to);
  const bad = [base, from, to].find((e) => e !== undefined && isPoison(e));
  if (bad !== undefined) return valueOperand({ ...bad, span });
  const { type } = base;
  const sliceable =
    (type.kind === 'array' && type.length === undefined) || type.kind === 'bytes' || type.kind === 'string';
  if (!sliceable || type.location !== 'calldata') {
    return mistakeOperand(
      place,
      span,
      'SOL334',
      `only dynamic arrays in calldata have slices, not ${describeType(type)}`,
    );
  }
  return valueOperand({ kind: 'slice', base, from, to, type, span });
}
