// Slices of calldata: `data[from:to]` of bytes; slices of arrays are refused.
import type { Expression as TypedExpression } from '../frontend/typed-program.js';
import { builtin, lessOrEqual, number } from './build.js';
import {
  expressionOf,
  type FunctionLowering,
  inOrder,
  require,
  save,
  saveIfLarge,
  unsupported,
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
  if (base.type.kind === 'array') return unsupported('MODEL103', 'a slice of an array', span);
  const part = (side: TypedExpression) => () =>
    value(expressionOf(f, f.contract.parts.expression(f, side), side.span));
  const sides = [base, from, to].filter((side) => side !== undefined);
  const values = inOrder(f, span, sides.map(part)).map((v) => expressionOf(f, v, span));
  const [contents] = values;
  if (contents === undefined) throw new Error('a slice has a base');
  const whole = save(f, contents, span);
  const start = from === undefined ? number(0) : values[1];
  const end = to === undefined ? bytesLength(whole) : values[from === undefined ? 1 : 2];
  if (start === undefined || end === undefined) throw new Error('a slice has two ends');
  const first = saveIfLarge(f, start, span);
  const last = saveIfLarge(f, end, span);
  if (from !== undefined) require(f, lessOrEqual(first, last), { kind: 'empty' }, span);
  if (to !== undefined) require(f, lessOrEqual(last, bytesLength(whole)), { kind: 'empty' }, span);
  return value(builtin('bytes.slice', [whole, first, last], contents.type));
}
