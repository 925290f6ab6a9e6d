// Assignments of every form: to locals, storage pointers, places, tuples; compound assignments, `++`, `--`, `delete`.
//
// Order (solc's legacy code generator, which is the default): the right side is evaluated first, then the left place with
// its index expressions, then, for a compound assignment, the old value is read. The via-IR pipeline does the same here.
// Tuples are stored from right to left by both.
import type { Span, Expression as TypedExpression } from '../frontend/typed-program.js';
import {
  BYTES,
  binary,
  builtin,
  conditional,
  fixedBytesType,
  isAggregate,
  less,
  lessOrEqual,
  localValue,
  number,
  read,
  sameType,
  UINT256,
  wrap,
  zeroOf,
} from './build.js';
import type { Expression, IrType, Local, Statement } from './ir.js';
import { operate, stepped } from './lower-arithmetic.js';
import {
  block,
  emit,
  expressionOf,
  type FunctionLowering,
  keep,
  keepTarget,
  lengthOf,
  NOTHING,
  panic,
  require,
  type StoragePlace,
  save,
  type Target,
  temporary,
  unsupported,
  type Value,
  value,
  valueOfLocal,
} from './lower-context.js';
import { bytesLength } from './lower-conversion.js';
import { emptyLength, freshZero, stepInto, storageValue } from './lower-place.js';
import { effectsOf } from './visit.js';

/** Panic code of `pop` on an empty array. */
const EMPTY_POP = 0x31;

/** Stores a value that has the target's type already. */
export function assign(f: FunctionLowering, target: Target, source: Value, span: Span): void {
  switch (target.kind) {
    case 'local':
      if (target.local.holds === 'storage') {
        if (source.kind !== 'storage')
          unsupported('MODEL108', 'a storage pointer to something not in storage', span);
        emit(f, { kind: 'point', local: target.local, place: source.place, span });
      } else {
        emit(f, { kind: 'assign', local: target.local, value: expressionOf(f, source, span), span });
      }
      return;
    case 'place':
      assignPlace(f, target.place, source, span);
      return;
    case 'byte':
      assignByte(f, target, expressionOf(f, source, span), span);
      return;
    case 'length':
      assignLength(f, target.of, expressionOf(f, source, span), span);
      return;
    case 'tuple': {
      if (source.kind !== 'tuple') throw new Error('a tuple is assigned from a single value');
      for (let i = target.components.length - 1; i >= 0; i--) {
        const component = target.components[i];
        const part = source.components[i];
        if (component !== undefined && part !== undefined) assign(f, component, part, span);
      }
      return;
    }
    default:
      target satisfies never;
  }
}

/** Contents with one byte replaced become the new contents of the variable or of the storage place. */
function assignByte(
  f: FunctionLowering,
  { of, index }: Extract<Target, { kind: 'byte' }>,
  byte: Expression,
  span: Span,
): void {
  if ('root' in of) {
    const updated = builtin('bytes.set', [read(of), index, byte], of.type);
    emit(f, { kind: 'store', place: of, value: updated, span });
  } else {
    const updated = builtin('bytes.set', [localValue(of), index, byte], of.type);
    emit(f, { kind: 'assign', local: of, value: updated, span });
  }
}

/**
 * A new length: elements from the new length on are cleared one by one from the end, new ones are zero already (what lies
 * beyond the length of an array in storage always is).
 */
function assignLength(f: FunctionLowering, of: StoragePlace, length: Expression, span: Span): void {
  const wanted = save(f, length, span);
  if (of.type.kind === 'bytes') {
    const now = save(f, bytesLength(read(of)), span);
    const old = read(of);
    const zeros = builtin('bytes.zeros', [binary('sub', wanted, now, UINT256)], of.type);
    const resized = conditional(
      lessOrEqual(wanted, now),
      builtin('bytes.slice', [old, number(0), wanted], of.type),
      builtin('bytes.concat', [old, zeros], of.type),
    );
    emit(f, { kind: 'store', place: of, value: resized, span });
    return;
  }
  if (of.type.kind !== 'array') throw new Error('a length of something that has none');
  const { element } = of.type;
  const now = (): Expression => lengthOf({ kind: 'storage', place: of });
  const last = temporary(f, UINT256, 'value');
  const index = localValue(last);
  emit(f, {
    kind: 'loop',
    id: `${f.loopOwner}#length`,
    setup: [],
    condition: less(wanted, now()),
    body: [
      { kind: 'assign', local: last, value: binary('sub', now(), number(1), UINT256), span },
      { kind: 'clear', place: stepInto(of, { kind: 'element', index }, element), span },
      { kind: 'setLength', place: of, length: index, span },
    ],
    update: [],
    checkFirst: true,
    span,
  });
  emit(f, { kind: 'setLength', place: of, length: wanted, span });
}

function assignPlace(
  f: FunctionLowering,
  place: Extract<Target, { kind: 'place' }>['place'],
  source: Value,
  span: Span,
): void {
  if (place.type.kind === 'mapping') unsupported('MODEL108', 'an assignment of a whole mapping', span);
  if (place.kind === 'memory' || !isAggregate(place.type)) {
    // A memory field or element of struct or array type holds a reference, which is what is stored.
    emit(f, { kind: 'store', place, value: expressionOf(f, source, span), span });
    return;
  }
  if (source.kind === 'tuple') throw new Error('a struct or array is assigned from a tuple');
  const from = source.kind === 'storage' ? source.place.type : source.expression.type;
  if (!sameType(from, place.type)) {
    copyElements(f, place, source, span);
    return;
  }
  emit(f, {
    kind: 'copy',
    to: { kind: 'storage', place },
    from:
      source.kind === 'storage'
        ? { kind: 'storage', place: source.place }
        : { kind: 'memory', object: source.expression },
    type: place.type,
    span,
  });
}

/** Elements converted one by one; longer arrays are refused. */
const MOST_ELEMENTS = 64n;

/** A memory array of fixed length into a storage array of other elements or of dynamic length, e.g. from `[1, 2, 3]`. */
function copyElements(f: FunctionLowering, place: StoragePlace, source: Value, span: Span): void {
  const to = place.type;
  const object = source.kind === 'value' ? save(f, source.expression, span) : undefined;
  const from = object?.type;
  if (
    object === undefined ||
    to.kind !== 'array' ||
    from?.kind !== 'array' ||
    from.length === undefined ||
    from.length > MOST_ELEMENTS ||
    !convertible(from.element, to.element)
  ) {
    unsupported('MODEL104', 'a copy that converts the elements of an array', span);
  }
  emit(f, { kind: 'clear', place, span });
  if (to.length === undefined) emit(f, { kind: 'setLength', place, length: number(from.length), span });
  for (let i = 0n; i < from.length; i++) {
    const step = { kind: 'element', index: number(i) } as const;
    const item = read({ kind: 'memory', object, objectType: from, step, type: from.element });
    const target = stepInto(place, step, to.element);
    assign(f, { kind: 'place', place: target }, value(convertedElement(item, to.element)), span);
  }
}

/** Whether elements of one type become elements of another here: `assign` converts arrays inside arrays in turn. */
function convertible(from: IrType, to: IrType): boolean {
  if (sameType(from, to)) return true;
  if (from.kind === 'array' && to.kind === 'array') return convertible(from.element, to.element);
  return from.kind === to.kind && (from.kind === 'int' || from.kind === 'fixedBytes');
}

function convertedElement(item: Expression, to: IrType): Expression {
  if (item.type.kind === 'int') return wrap(item, to);
  // bytesN is its big-endian number: a longer one has zeros appended.
  return item.type.kind === 'fixedBytes' && to.kind === 'fixedBytes' && to.size > item.type.size
    ? wrap(binary('shl', wrap(item, to), number(8 * (to.size - item.type.size)), to), to)
    : item;
}

/** The value at a target now. */
export function targetValue(target: Target): Value {
  switch (target.kind) {
    case 'local':
      return valueOfLocal(target.local);
    case 'place':
      return target.place.kind === 'storage' ? storageValue(target.place) : value(read(target.place));
    case 'length':
      return value(
        target.of.type.kind === 'bytes'
          ? bytesLength(read(target.of))
          : lengthOf({ kind: 'storage', place: target.of }),
      );
    case 'byte': {
      const contents = 'root' in target.of ? read(target.of) : localValue(target.of);
      return value(builtin('bytes.at', [contents, target.index], fixedBytesType(1)));
    }
    case 'tuple':
      return {
        kind: 'tuple',
        components: target.components.map((c) => (c === undefined ? undefined : targetValue(c))),
      };
    default:
      return target satisfies never;
  }
}

/** `left = right`, `left op= right`. `used`: whether the value of the assignment matters. */
export function lowerAssign(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'assign' }>,
  used: boolean,
): Value {
  const { span } = expression;
  let right = f.contract.parts.expression(f, expression.right);
  let target: Target | undefined;
  const leftStatements = block(f, () => {
    target = f.contract.parts.target(f, expression.left);
  });
  if (target === undefined) throw new Error('an assignment without target');
  checkByteTargets(target, used, span);
  right = keep(f, right, effectsOf(leftStatements), span);
  f.out.push(...leftStatements);

  if (expression.operator !== '=') {
    const old = expressionOf(f, targetValue(target), span);
    const operand = expressionOf(f, right, span);
    let result = operate(f, expression.operator, old, operand, old.type, span);
    if (used) result = save(f, result, span);
    assign(f, target, value(result), span);
    return used ? value(result) : NOTHING;
  }
  if (target.kind === 'tuple') {
    // Every component is evaluated before the first store. Storage references stay references, as in Solidity.
    const tuple: Target = target;
    const source = right;
    const effects = effectsOf(block(f, () => assign(f, tuple, source, span)));
    const fixed = keepTarget(f, tuple, effects, span);
    assign(f, fixed, keep(f, source, effects, span), span);
    return used ? targetValue(fixed) : NOTHING;
  }
  if (!used) {
    assign(f, target, right, span);
    return NOTHING;
  }
  if (right.kind === 'value') right = value(save(f, right.expression, span));
  assign(f, target, right, span);
  return right.kind === 'value' && !(target.kind === 'place' && isAggregate(target.place.type))
    ? right
    : targetValue(target);
}

/**
 * A write to a byte of a local variable stands alone (see bytes-ownership.ts): its value is not used, and the variable is not
 * assigned beside it.
 */
function checkByteTargets(target: Target, used: boolean, span: Span): void {
  const parts = target.kind === 'tuple' ? target.components.filter((c) => c !== undefined) : [target];
  for (const part of parts) {
    if (part.kind !== 'byte' || 'root' in part.of) continue;
    const { of } = part;
    if (used || parts.some((other) => other.kind === 'local' && other.local === of))
      unsupported('MODEL102', 'a write to an element of bytes inside an expression', span);
  }
}

/** `++x`, `x++` and their decreasing twins. */
export function lowerStep(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'unary' }>,
  used: boolean,
): Value {
  const { span, operator } = expression;
  const target = f.contract.parts.target(f, expression.operand);
  const direction = operator === '++x' || operator === 'x++' ? '+' : '-';
  let old = expressionOf(f, targetValue(target), span);
  const after = operator === 'x++' || operator === 'x--';
  if (used && after) old = save(f, old, span);
  let result = stepped(f, old, direction, old.type, span);
  if (used && !after) result = save(f, result, span);
  assign(f, target, value(result), span);
  return used ? value(after ? old : result) : NOTHING;
}

/** `delete x`. */
export function lowerDelete(f: FunctionLowering, operand: TypedExpression, span: Span): Value {
  const target = f.contract.parts.target(f, operand);
  if (target.kind === 'tuple') {
    for (const component of target.components) if (component !== undefined) clearTarget(f, component, span);
  } else clearTarget(f, target, span);
  return NOTHING;
}

function clearTarget(f: FunctionLowering, target: Target, span: Span): void {
  if (target.kind === 'place' && target.place.kind === 'storage') {
    emit(f, { kind: 'clear', place: target.place, span });
  } else if (target.kind === 'length') {
    assignLength(f, target.of, number(0), span);
  } else if (target.kind === 'byte') {
    assignByte(f, target, zeroOf(fixedBytesType(1)), span);
  } else if (target.kind === 'place') {
    emit(f, { kind: 'store', place: target.place, value: freshZero(f, target.place.type, span), span });
  } else if (target.kind === 'local' && target.local.holds !== 'storage') {
    emit(f, initialize(target.local, span));
  } else {
    unsupported('MODEL108', 'delete of a storage pointer', span);
  }
}

/** The statement that gives a value or memory local its zero value. */
export function initialize(local: Local, span: Span): Statement {
  return local.holds === 'memory'
    ? { kind: 'allocate', local, type: local.type, length: emptyLength(local.type), span }
    : { kind: 'assign', local, value: zeroOf(local.type), span };
}

/** `a.push()`, `a.push(x)`: the array grows by one; returns the new element. */
export function lowerPush(
  f: FunctionLowering,
  receiver: Value,
  element: Value | undefined,
  span: Span,
): Value {
  if (receiver.kind === 'storage' && receiver.place.type.kind === 'bytes') {
    const { place } = receiver;
    const byte = element === undefined ? zeroOf(fixedBytesType(1)) : expressionOf(f, element, span);
    const last = builtin('abi.encodePacked', [byte], BYTES, '(bytes1)');
    const longer = builtin('bytes.concat', [read(place), last], place.type);
    emit(f, { kind: 'store', place, value: longer, span });
    return NOTHING;
  }
  if (receiver.kind !== 'storage' || receiver.place.type.kind !== 'array') {
    return unsupported('MODEL102', 'push on something that is not in storage', span);
  }
  const array = receiver.place;
  const elementType = receiver.place.type.element;
  // `a.push(a.length)` pushes the length from before.
  const added =
    element === undefined ? undefined : keep(f, element, { locals: new Set(), world: true }, span);
  // The old length is the index of the new element; it is fixed before the length changes.
  const index = save(f, lengthOf({ kind: 'storage', place: array }), span);
  emit(f, {
    kind: 'setLength',
    place: array,
    length: binary('add', index, number(1), UINT256),
    span,
  });
  const place = {
    ...array,
    steps: [...array.steps, { kind: 'element', index } as const],
    type: elementType,
  };
  if (added !== undefined) assign(f, { kind: 'place', place }, added, span);
  return storageValue(place);
}

/** `a.pop()`: reverts on an empty array, clears the last element, shortens. */
export function lowerPop(f: FunctionLowering, receiver: Value, span: Span): void {
  if (receiver.kind === 'storage' && receiver.place.type.kind === 'bytes') {
    const { place } = receiver;
    const contents = read(place);
    require(f, less(number(0), bytesLength(contents)), panic(EMPTY_POP), span);
    const last = binary('sub', bytesLength(contents), number(1), UINT256);
    const shorter = builtin('bytes.slice', [contents, number(0), last], place.type);
    emit(f, { kind: 'store', place, value: shorter, span });
    return;
  }
  if (receiver.kind !== 'storage' || receiver.place.type.kind !== 'array') {
    unsupported('MODEL102', 'pop on something that is not in storage', span);
  }
  const array = receiver.place;
  const length = lengthOf({ kind: 'storage', place: array });
  require(f, less(number(0), length), panic(EMPTY_POP), span);
  const last = save(f, binary('sub', length, number(1), UINT256), span);
  const { element } = receiver.place.type;
  emit(f, {
    kind: 'clear',
    place: { ...array, steps: [...array.steps, { kind: 'element', index: last }], type: element },
    span,
  });
  emit(f, { kind: 'setLength', place: array, length: last, span });
}
