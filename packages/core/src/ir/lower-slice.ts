// Slices of calldata, `data[from:to]`: of bytes, and of arrays, whose elements are copied one by one into a new object
// (calldata does not change, so that a copy is as good as a view).
import type { Span, Expression as TypedExpression } from '../frontend/typed-program.js';
import { binary, builtin, less, lessOrEqual, localValue, number, read, UINT256 } from './build.js';
import type { Expression, Place } from './ir.js';
import {
  emit,
  expressionOf,
  type FunctionLowering,
  inOrder,
  lengthOf,
  require,
  save,
  saveIfLarge,
  temporary,
  type Value,
  value,
} from './lower-context.js';
import { bytesLength } from './lower-conversion.js';

/** `base[from:to]`: reverts without data unless from <= to <= length. 'bytes.slice' takes contents, from, to. */
export function lowerSlice(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'slice' }>,
): Value {
  const { span, base, from, to } = expression;
  const part = (side: TypedExpression) => () =>
    value(expressionOf(f, f.contract.parts.expression(f, side), side.span));
  const sides = [base, from, to].filter((side) => side !== undefined);
  const values = inOrder(f, span, sides.map(part)).map((v) => expressionOf(f, v, span));
  const [contents] = values;
  if (contents === undefined) throw new Error('a slice has a base');
  const whole = save(f, contents, span);
  const start = from === undefined ? number(0) : values[1];
  const length =
    whole.type.kind === 'array' ? lengthOf({ kind: 'memory', object: whole }) : bytesLength(whole);
  const end = to === undefined ? length : values[from === undefined ? 1 : 2];
  if (start === undefined || end === undefined) throw new Error('a slice has two ends');
  const first = saveIfLarge(f, start, span);
  const last = saveIfLarge(f, end, span);
  if (from !== undefined) require(f, lessOrEqual(first, last), { kind: 'empty' }, span);
  if (to !== undefined) require(f, lessOrEqual(last, length), { kind: 'empty' }, span);
  if (whole.type.kind === 'array') return sliceArray(f, whole, first, last, span);
  return value(builtin('bytes.slice', [whole, first, last], contents.type));
}

/** A new array object with the elements from `first` up to `last`. Structs and arrays are shared: calldata is immutable. */
function sliceArray(
  f: FunctionLowering,
  whole: Expression,
  first: Expression,
  last: Expression,
  span: Span,
): Value {
  const { type } = whole;
  if (type.kind !== 'array') throw new Error('a slice of something that is no array');
  const start = save(f, first, span);
  const length = save(f, binary('sub', last, start, UINT256), span);
  const local = temporary(f, type, 'memory');
  emit(f, { kind: 'allocate', local, type, length, span });
  const index = temporary(f, UINT256, 'value');
  emit(f, { kind: 'assign', local: index, value: number(0), span });
  const at = (object: Expression, position: Expression): Place => ({
    kind: 'memory',
    object,
    objectType: type,
    step: { kind: 'element', index: position },
    type: type.element,
  });
  const i = localValue(index);
  emit(f, {
    kind: 'loop',
    id: `${f.loopOwner}#slice`,
    setup: [],
    condition: less(i, length),
    body: [
      {
        kind: 'store',
        place: at(localValue(local), i),
        value: read(at(whole, binary('add', start, i, UINT256))),
        span,
      },
    ],
    update: [{ kind: 'assign', local: index, value: binary('add', i, number(1), UINT256), span }],
    checkFirst: true,
    span,
  });
  return value(localValue(local));
}
