// Functions of the language: require and its relatives, hashing, the `abi` family, low-level calls, push and pop.
import { match } from 'ts-pattern';
import { selectorOf } from '../frontend/selector.js';
import type {
  BuiltinFunction,
  Call,
  Span,
  Expression as TypedExpression,
} from '../frontend/typed-program.js';
import type { Type } from '../frontend/types.js';
import { shapeNames, shapeOf } from './abi.js';
import {
  ADDRESS,
  BOOL,
  BYTES,
  binary,
  builtin,
  constant,
  fixedBytesType,
  isAggregate,
  localValue,
  number,
  STRING,
  UINT256,
  wrap,
} from './build.js';
import type { BuiltinName, Expression, Failure, IrType } from './ir.js';
import { DIVISION_BY_ZERO, nonzero } from './lower-arithmetic.js';
import { lowerPop, lowerPush } from './lower-assignment.js';
import {
  declarationOf,
  emit,
  expressionOf,
  type FunctionLowering,
  inOrder,
  irType,
  lengthOf,
  NOTHING,
  panic,
  require,
  save,
  temporary,
  unsupported,
  type Value,
  value,
} from './lower-context.js';
import { literalType } from './lower-conversion.js';
import { rawCall } from './lower-external.js';
import { functionSignature, selectorOfValue } from './lower-member.js';

type BuiltinCall = Extract<Call, { kind: 'builtin' }>;

const BYTES32 = fixedBytesType(32);
const BYTES4 = fixedBytesType(4);

/** Lowers a call of a function of the language. */
export function lowerBuiltin(f: FunctionLowering, call: BuiltinCall, type: Type, span: Span): Value {
  return match<BuiltinFunction, Value>(call.name)
    .with('require', () => lowerRequire(f, call.arguments, span))
    .with('assert', () => {
      const [condition] = operands(f, call.arguments, span);
      require(f, present(condition), panic(0x01), span);
      return NOTHING;
    })
    .with('revert', () => {
      const [text] = operands(f, call.arguments, span);
      emit(f, { kind: 'revert', failure: text === undefined ? { kind: 'empty' } : errorFailure(text), span });
      return NOTHING;
    })
    .with('keccak256', 'sha256', (name) => hash(f, name, call, BYTES32, span))
    .with('ripemd160', (name) => hash(f, name, call, fixedBytesType(20), span))
    .with('ecrecover', (name) => pure(f, name, call, ADDRESS, span))
    .with('blockhash', (name) => pure(f, name, call, BYTES32, span))
    .with('addmod', 'mulmod', (name) => modular(f, name, call, span))
    .with('blobhash', () => unsupported('MODEL106', 'blobhash', span))
    .with('gasleft', () =>
      // Every look at the gas left may give another number.
      value(save(f, { type: UINT256, kind: 'environment', name: 'gasleft' }, span)),
    )
    .with('selfdestruct', () => {
      const [beneficiary] = operands(f, call.arguments, span);
      emit(f, { kind: 'selfdestruct', beneficiary: present(beneficiary), span });
      return NOTHING;
    })
    .with('abi.encode', 'abi.encodePacked', (name) =>
      value(encode(f, name, call.arguments, operands(f, call.arguments, span), span)),
    )
    .with('abi.encodeWithSelector', 'abi.encodeWithSignature', (name) => encodeWith(f, name, call, span))
    .with('abi.encodeCall', () => encodeCall(f, call, span))
    .with('abi.decode', () => decode(f, call, span))
    .with('address.call', 'address.delegatecall', 'address.staticcall', (name) =>
      lowLevel(f, name, call, type, span),
    )
    .with('address.transfer', 'address.send', (name) => sendEther(f, name, call, span))
    .with('array.push', () => push(f, call, type, span))
    .with('array.pop', () => {
      lowerPop(f, receiverOf(f, call, span), span);
      return NOTHING;
    })
    .with('bytes.concat', 'string.concat', (name) => concat(f, name, call, span))
    .with('userType.wrap', 'userType.unwrap', () => {
      const [operand] = operands(f, call.arguments, span);
      return value(present(operand));
    })
    .exhaustive();
}

/** Arguments evaluated left to right. */
function operands(f: FunctionLowering, args: readonly TypedExpression[], span: Span): readonly Expression[] {
  return inOrder(
    f,
    span,
    args.map((part) => () => value(expressionOf(f, f.contract.parts.expression(f, part), part.span))),
  ).map((v) => expressionOf(f, v, span));
}

function present(operand: Expression | undefined): Expression {
  if (operand === undefined) throw new Error('an argument is missing');
  return operand;
}

function pure(f: FunctionLowering, name: BuiltinName, call: BuiltinCall, type: IrType, span: Span): Value {
  return value(builtin(name, operands(f, call.arguments, span), type));
}

/** A hash of contents; before 0.5 of the packed encoding of any values. */
function hash(
  f: FunctionLowering,
  name: 'keccak256' | 'sha256' | 'ripemd160',
  call: BuiltinCall,
  type: IrType,
  span: Span,
): Value {
  const values = operands(f, call.arguments, span);
  const [only] = values;
  if (values.length === 1 && only?.type.kind === 'bytes') return value(builtin(name, [only], type));
  return value(builtin(name, [encode(f, 'abi.encodePacked', call.arguments, values, span)], type));
}

// ------------------------------------------------------------------------------------------------- failures

function lowerRequire(f: FunctionLowering, args: readonly TypedExpression[], span: Span): Value {
  const [condition, reason] = args;
  if (condition === undefined) throw new Error('require without condition');
  if (reason?.kind === 'call' && reason.call.kind === 'errorValue') {
    // The arguments of the error are evaluated whether or not the condition holds.
    const [held, ...values] = operands(f, [condition, ...reason.call.arguments], span);
    const { name } = declarationOf(f.contract, reason.call.error, 'error');
    require(f, present(held), { kind: 'custom', name, arguments: values }, span);
    return NOTHING;
  }
  const [held, text] = operands(f, reason === undefined ? [condition] : [condition, reason], span);
  require(f, present(held), text === undefined ? { kind: 'empty' } : errorFailure(text), span);
  return NOTHING;
}

/** `Error(string)` with the text where it is constant. */
export function errorFailure(text: Expression): Failure {
  const known = text.kind === 'constant' && typeof text.value === 'string' ? text.value : undefined;
  return {
    kind: 'error',
    message: known === undefined ? undefined : Buffer.from(known, 'hex').toString('utf8'),
  };
}

/** `addmod` and `mulmod`: solc evaluates the arguments from the last to the first. */
function modular(f: FunctionLowering, name: 'addmod' | 'mulmod', call: BuiltinCall, span: Span): Value {
  const values = inOrder(
    f,
    span,
    call.arguments.map(
      (part) => () => value(expressionOf(f, f.contract.parts.expression(f, part), part.span)),
    ),
    [2, 1, 0],
  ).map((v) => expressionOf(f, v, span));
  require(f, nonzero(present(values[2])), panic(DIVISION_BY_ZERO), span);
  return value(builtin(name, values, UINT256));
}

// ------------------------------------------------------------------------------------------------- encoding

/** Canonical types of values as they are encoded, e.g. `(uint256,address)`. */
function encodedTypes(f: FunctionLowering, args: readonly TypedExpression[]): string {
  return `(${args.map((a) => f.contract.types.abiName(literalType(a.type))).join(',')})`;
}

function encode(
  f: FunctionLowering,
  name: 'abi.encode' | 'abi.encodePacked',
  args: readonly TypedExpression[],
  values: readonly Expression[],
  span: Span,
): Expression {
  // The width of a bare number is that of its literal, which old compilers chose.
  if (name === 'abi.encodePacked' && args.some((a) => a.type.kind === 'rational'))
    return unsupported('MODEL111', 'the packed encoding of a bare number', span);
  return builtin(name, values, BYTES, encodedTypes(f, args));
}

/** The contents of a `bytesN` value. */
function fixedContents(operand: Expression): Expression {
  if (operand.type.kind !== 'fixedBytes') return operand;
  const { size } = operand.type;
  if (operand.kind === 'constant' && typeof operand.value === 'bigint') {
    return constant(BYTES, operand.value.toString(16).padStart(2 * size, '0'));
  }
  return builtin('abi.encodePacked', [operand], BYTES, `(bytes${size})`);
}

function encodeWith(
  f: FunctionLowering,
  name: 'abi.encodeWithSelector' | 'abi.encodeWithSignature',
  call: BuiltinCall,
  span: Span,
): Value {
  const [first, ...values] = operands(f, call.arguments, span);
  const head = name === 'abi.encodeWithSelector' ? present(first) : signatureSelector(present(first));
  const body = encode(f, 'abi.encode', call.arguments.slice(1), values, span);
  return value(builtin('bytes.concat', [fixedContents(head), body], BYTES));
}

function signatureSelector(signature: Expression): Expression {
  if (signature.kind === 'constant' && typeof signature.value === 'string') {
    return constant(BYTES4, BigInt(`0x${selectorOf(Buffer.from(signature.value, 'hex').toString('utf8'))}`));
  }
  const hash = builtin('keccak256', [signature], BYTES32);
  return wrap(binary('shr', hash, number(224), BYTES32), BYTES4);
}

function encodeCall(f: FunctionLowering, call: BuiltinCall, span: Span): Value {
  const { receiver } = call;
  if (receiver === undefined) throw new Error('abi.encodeCall names a function');
  const signature = functionSignature(f, receiver);
  const selector =
    signature === undefined
      ? selectorOfValue(expressionOf(f, f.contract.parts.expression(f, receiver), span))
      : constant(BYTES4, BigInt(`0x${selectorOf(signature)}`));
  const body = encode(f, 'abi.encode', call.arguments, operands(f, call.arguments, span), span);
  return value(builtin('bytes.concat', [fixedContents(selector), body], BYTES));
}

/** `abi.decode(data, (T, …))`: 'abi.decode' takes the data and the index of the component, which is in the detail as well. */
function decode(f: FunctionLowering, call: BuiltinCall, span: Span): Value {
  const [data] = operands(f, call.arguments, span);
  const types = call.typeArguments.map((type) => irType(f, type, span));
  const shapes = types.map(
    (type) => shapeOf(type) ?? unsupported('MODEL111', 'abi.decode of this type', span),
  );
  const detail = shapeNames(shapes);
  const contents = save(f, present(data), span);
  require(f, builtin('abi.decodable', [contents], BOOL, detail), { kind: 'empty' }, span);
  const parts = types.map((type, i) => {
    if (!isAggregate(type))
      return value(builtin('abi.decode', [contents, number(i)], type, `${detail}#${i}`));
    const local = temporary(f, type, 'memory');
    const decoded = { data: contents, detail: `${detail}#${i}` };
    emit(f, { kind: 'allocate', local, type, length: undefined, decoded, span });
    return value(localValue(local));
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'tuple', components: parts };
}

function concat(
  f: FunctionLowering,
  name: 'bytes.concat' | 'string.concat',
  call: BuiltinCall,
  span: Span,
): Value {
  const type = name === 'bytes.concat' ? BYTES : STRING;
  const parts = operands(f, call.arguments, span).map(fixedContents);
  return value(parts.length === 0 ? constant(type, '') : builtin('bytes.concat', parts, type));
}

// --------------------------------------------------------------------------------------------------- calls

function lowLevel(
  f: FunctionLowering,
  name: 'address.call' | 'address.delegatecall' | 'address.staticcall',
  call: BuiltinCall,
  type: Type,
  span: Span,
): Value {
  const { receiver, options } = call;
  if (receiver === undefined) throw new Error('a low-level call has a receiver');
  const parts = [receiver, options.value, options.gas, call.arguments[0]];
  const [target, amount, , data] = inOrder(
    f,
    span,
    parts.map(
      (part, i) => () =>
        part === undefined
          ? value(i === 3 ? constant(BYTES, '') : number(0))
          : value(expressionOf(f, f.contract.parts.expression(f, part), part.span)),
    ),
  ).map((v) => expressionOf(f, v, span));
  const success = temporary(f, BOOL, 'value');
  const returnData = temporary(f, BYTES, 'value');
  rawCall(
    f,
    {
      target: present(target),
      callKind: CALL_KINDS[name],
      data: present(data),
      value: present(amount),
      stipend: false,
      success,
      returnData,
    },
    span,
  );
  // Before 0.5 only the success flag was returned.
  return type.kind === 'tuple'
    ? { kind: 'tuple', components: [value(localValue(success)), value(localValue(returnData))] }
    : value(localValue(success));
}

const CALL_KINDS = {
  'address.call': 'call',
  'address.delegatecall': 'delegatecall',
  'address.staticcall': 'staticcall',
} as const;

/** `transfer` and `send`: 2300 gas; a failure of `transfer` bubbles up, `send` returns whether it succeeded. */
function sendEther(
  f: FunctionLowering,
  name: 'address.transfer' | 'address.send',
  call: BuiltinCall,
  span: Span,
): Value {
  if (call.receiver === undefined) throw new Error('a transfer has a receiver');
  const [target, amount] = operands(f, [call.receiver, ...call.arguments], span);
  const success = name === 'address.send' ? temporary(f, BOOL, 'value') : undefined;
  rawCall(
    f,
    {
      target: present(target),
      callKind: 'call',
      data: constant(BYTES, ''),
      value: present(amount),
      stipend: true,
      success,
      returnData: undefined,
    },
    span,
  );
  return success === undefined ? NOTHING : value(localValue(success));
}

// -------------------------------------------------------------------------------------------------- arrays

function receiverOf(f: FunctionLowering, call: BuiltinCall, span: Span): Value {
  if (call.receiver === undefined) return unsupported('MODEL106', call.name, span);
  return f.contract.parts.expression(f, call.receiver);
}

function push(f: FunctionLowering, call: BuiltinCall, type: Type, span: Span): Value {
  const [argument] = call.arguments;
  if (argument === undefined) return lowerPush(f, receiverOf(f, call, span), undefined, span);
  const [array, element] = inOrder(f, span, [
    () => receiverOf(f, call, span),
    () => f.contract.parts.expression(f, argument),
  ]);
  if (array === undefined || element === undefined) throw new Error('push has a receiver and an element');
  lowerPush(f, array, element, span);
  // Before 0.6 the value is the new length.
  if (type.kind !== 'integer' || array.kind !== 'storage') return NOTHING;
  return value(save(f, lengthOf({ kind: 'storage', place: array.place }), span));
}
