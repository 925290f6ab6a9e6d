// Locations: variables, fields, elements and map entries, in storage and in memory, with the bounds checks on the way.
import type { Call, Span, Expression as TypedExpression } from '../frontend/typed-program.js';
import {
  binary,
  builtin,
  constant,
  fixedBytesType,
  isAggregate,
  less,
  localValue,
  number,
  read,
  UINT256,
  wrap,
  zeroOf,
} from './build.js';
import { ownsItsBytes } from './bytes-ownership.js';
import { resolveFunction } from './dispatch.js';
import type { Expression, IrType, Local, Place, Step } from './ir.js';
import {
  block,
  type ContractLowering,
  declarationOf,
  emit,
  expressionOf,
  type FunctionLowering,
  inOrder,
  irType,
  keepTarget,
  lengthOf,
  panic,
  require,
  type StoragePlace,
  saveIfLarge,
  type Target,
  temporary,
  unsupported,
  type Value,
  value,
} from './lower-context.js';
import { bytesLength } from './lower-conversion.js';
import { effectsOf } from './visit.js';

/** Panic code of an index out of bounds. */
export const OUT_OF_BOUNDS = 0x32;

/** The place of a state variable; undefined when the model has no such variable. */
export function variablePlace(
  context: ContractLowering,
  declaration: number,
  type: IrType,
): StoragePlace | undefined {
  const variable = context.variables.get(declaration);
  return variable === undefined
    ? undefined
    : { kind: 'storage', root: { kind: 'variable', variable }, steps: [], type };
}

/** What lies at a storage place: value types are read, references stay references. */
export function storageValue(place: StoragePlace): Value {
  return isAggregate(place.type) || place.type.kind === 'mapping' || place.type.kind === 'bytes'
    ? { kind: 'storage', place }
    : value(read(place));
}

/** The place one step further into storage. */
export function stepInto(place: StoragePlace, step: Step, type: IrType): StoragePlace {
  return { ...place, steps: [...place.steps, step], type };
}

/** The left side of an assignment, or operand of `delete`, `++` and `--`. */
export function lowerTarget(f: FunctionLowering, expression: TypedExpression): Target {
  switch (expression.kind) {
    case 'variable': {
      const local = f.locals.get(expression.declaration);
      if (local !== undefined) return { kind: 'local', local };
      return { kind: 'place', place: stateVariable(f, expression.declaration, expression.span) };
    }
    case 'field':
      return { kind: 'place', place: fieldPlace(f, expression) };
    case 'index':
      return expression.base.type.kind === 'bytes'
        ? byteTarget(f, expression)
        : { kind: 'place', place: indexPlace(f, expression, 'write') };
    case 'builtinMember': {
      if (expression.name !== 'array.length' && expression.name !== 'bytes.length') break;
      const base = f.contract.parts.expression(f, expression.base);
      if (base.kind === 'storage') return { kind: 'length', of: base.place };
      break;
    }
    case 'tuple': {
      const [only] = expression.components;
      if (expression.components.length === 1 && only !== undefined && expression.type.kind !== 'tuple') {
        return lowerTarget(f, only);
      }
      // Places are fixed from left to right, each before the effects of the ones after it.
      let components: (Target | undefined)[] = [];
      for (const component of expression.components) {
        let next: Target | undefined;
        const statements = block(f, () => {
          next = component === undefined ? undefined : lowerTarget(f, component);
        });
        const effects = effectsOf(statements);
        components = components.map((c) =>
          c === undefined ? undefined : keepTarget(f, c, effects, expression.span),
        );
        f.out.push(...statements);
        components.push(next);
      }
      return { kind: 'tuple', components };
    }
    default:
      break;
  }
  const lowered = f.contract.parts.expression(f, expression);
  if (lowered.kind === 'storage') return { kind: 'place', place: lowered.place };
  // `push()` of a value type denotes the new element by a read of its place.
  if (lowered.kind === 'value' && lowered.expression.kind === 'read') {
    return { kind: 'place', place: lowered.expression.place };
  }
  return unsupported('MODEL108', 'this left side of an assignment', expression.span);
}

/** The place of a state variable of the deployed contract. */
export function stateVariable(f: FunctionLowering, declaration: number, span: Span): StoragePlace {
  const variable = declarationOf(f.contract, declaration, 'variable');
  const type = irType(f, variable.type, span);
  const place = variablePlace(f.contract, declaration, type);
  return (
    place ?? unsupported('MODEL109', `the variable ${variable.name}, which is not part of the contract`, span)
  );
}

/** The place of a struct field. */
export function fieldPlace(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'field' }>,
): Place {
  const base = f.contract.parts.expression(f, expression.base);
  const type = irType(f, expression.type, expression.span);
  const step: Step = { kind: 'field', name: expression.field };
  if (base.kind === 'storage') return stepInto(base.place, step, type);
  const object = expressionOf(f, base, expression.span);
  return { kind: 'memory', object, objectType: object.type, step, type };
}

/** One byte of `bytes`: in storage, or of a local variable that owns its buffer. */
function byteTarget(f: FunctionLowering, expression: Extract<TypedExpression, { kind: 'index' }>): Target {
  const { span } = expression;
  let lowered: ReturnType<typeof baseAndIndex> | undefined;
  const statements = block(f, () => {
    lowered = baseAndIndex(f, expression);
  });
  if (lowered === undefined) throw new Error('an index without operands');
  f.out.push(...statements);
  const { base, index } = lowered;
  if (base.kind === 'storage') {
    const within = saveIfLarge(f, index, span);
    checkBounds(f, within, bytesLength(read(base.place)), span);
    return { kind: 'byte', of: base.place, index: within };
  }
  const local = ownedLocal(f, expression.base);
  if (local === undefined)
    return unsupported('MODEL102', 'a write to an element of bytes that others may refer to', span);
  if (effectsOf(statements).locals.has(local))
    return unsupported('MODEL102', 'a write to an element of bytes inside an expression', span);
  const within = saveIfLarge(f, index, span);
  checkBounds(f, within, bytesLength(localValue(local)), span);
  return { kind: 'byte', of: local, index: within };
}

/** The local variable that an expression names, when it alone refers to its buffer. */
function ownedLocal(f: FunctionLowering, expression: TypedExpression): Local | undefined {
  if (expression.kind !== 'variable') return undefined;
  const local = f.locals.get(expression.declaration);
  const { program } = f.contract;
  const variable = program.declarations.get(expression.declaration);
  if (local === undefined || variable?.kind !== 'variable') return undefined;
  const owner = [...program.declarations.values()].find(
    (d) =>
      d.kind === 'function' &&
      d.span.file === variable.span.file &&
      d.span.start <= variable.span.start &&
      variable.span.end <= d.span.end,
  );
  if (owner?.kind !== 'function') return undefined;
  const resolve = (call: Extract<Call, { kind: 'internal' }>) =>
    resolveFunction(f.contract, declarationOf(f.contract, call.function, 'function'), call.dispatch);
  return ownsItsBytes({ program, resolve }, owner, variable) ? local : undefined;
}

/** The place of an array element or map entry; `bytes` have no places inside. */
function indexPlace(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'index' }>,
  use: 'read' | 'write',
): Place {
  const { base, index } = baseAndIndex(f, expression);
  const { span } = expression;
  if (base.kind === 'storage' && base.place.type.kind === 'mapping') {
    return stepInto(base.place, { kind: 'key', key: index }, base.place.type.value);
  }
  if (base.kind === 'storage' && base.place.type.kind === 'array') {
    const within = saveIfLarge(f, index, span);
    const { length, element } = base.place.type;
    const limit = length === undefined ? lengthOf({ kind: 'storage', place: base.place }) : number(length);
    checkBounds(f, within, limit, span);
    return stepInto(base.place, { kind: 'element', index: within }, element);
  }
  if (base.kind === 'value' && base.expression.type.kind === 'array') {
    const object = saveIfLarge(f, base.expression, span);
    const within = saveIfLarge(f, index, span);
    const { length, element } = base.expression.type;
    checkBounds(
      f,
      within,
      length === undefined ? lengthOf({ kind: 'memory', object }) : number(length),
      span,
    );
    return {
      kind: 'memory',
      object,
      objectType: object.type,
      step: { kind: 'element', index: within },
      type: element,
    };
  }
  return unsupported('MODEL102', use === 'write' ? 'a write to an element of bytes' : 'this index', span);
}

/** Base and index of an index expression: the base is evaluated first. */
function baseAndIndex(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'index' }>,
): { readonly base: Value; readonly index: Expression } {
  const [base, index] = inOrder(f, expression.span, [
    () => f.contract.parts.expression(f, expression.base),
    () => value(expressionOf(f, f.contract.parts.expression(f, expression.index), expression.index.span)),
  ]);
  if (base === undefined || index === undefined) throw new Error('an index needs a base and an index');
  return { base, index: expressionOf(f, index, expression.span) };
}

function checkBounds(f: FunctionLowering, index: Expression, length: Expression, span: Span): void {
  if (
    index.kind === 'constant' &&
    length.kind === 'constant' &&
    typeof index.value === 'bigint' &&
    typeof length.value === 'bigint' &&
    index.value < length.value
  ) {
    return;
  }
  require(f, less(index, length), panic(OUT_OF_BOUNDS), span);
}

/** `base[index]` as a value: elements, map entries, and single bytes of `bytes` and `bytesN`. */
export function lowerIndex(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'index' }>,
): Value {
  const baseType = expression.base.type;
  const { span } = expression;
  if (baseType.kind === 'mapping' || baseType.kind === 'array') {
    const place = indexPlace(f, expression, 'read');
    return place.kind === 'storage' ? storageValue(place) : value(read(place));
  }
  const { base, index } = baseAndIndex(f, expression);
  const contents = saveIfLarge(f, expressionOf(f, base, span), span);
  const within = saveIfLarge(f, index, span);
  const byte = fixedBytesType(1);
  if (contents.type.kind === 'fixedBytes') {
    const { size } = contents.type;
    checkBounds(f, within, number(size), span);
    // Byte i of the big-endian number, counted from the most significant one.
    const amount =
      within.kind === 'constant' && typeof within.value === 'bigint'
        ? number(8n * (BigInt(size - 1) - within.value))
        : binary(
            'sub',
            number(8 * (size - 1)),
            binary('mul', constant(UINT256, 8n), within, UINT256),
            UINT256,
          );
    return value(wrap(binary('shr', contents, amount, contents.type), byte));
  }
  if (contents.type.kind !== 'bytes') return unsupported('MODEL102', 'this index', span);
  checkBounds(f, within, bytesLength(contents), span);
  return value(builtin('bytes.at', [contents, within], byte));
}

/** A struct field as a value. */
export function lowerField(
  f: FunctionLowering,
  expression: Extract<TypedExpression, { kind: 'field' }>,
): Value {
  const place = fieldPlace(f, expression);
  return place.kind === 'storage' ? storageValue(place) : value(read(place));
}

/** A new zero value of a type: the constant, or a fresh memory object for structs and arrays. */
export function freshZero(f: FunctionLowering, type: IrType, span: Span): Expression {
  if (!isAggregate(type)) return zeroOf(type);
  const local = temporary(f, type, 'memory');
  emit(f, { kind: 'allocate', local, type, length: emptyLength(type), span });
  return localValue(local);
}

/** The length to allocate an empty object with: zero for dynamic arrays, none for other types. */
export function emptyLength(type: IrType): Expression | undefined {
  return type.kind === 'array' && type.length === undefined ? number(0) : undefined;
}
