// Members of the language: `msg.sender`, `x.balance`, `a.length`, `type(T).max`, selectors and interface ids.
import { match } from 'ts-pattern';
import { selectorOf, topicOf } from '../frontend/selector.js';
import type { BuiltinMember, Expression as TypedExpression } from '../frontend/typed-program.js';
import type { Type } from '../frontend/types.js';
import {
  ADDRESS,
  BYTES,
  binary,
  builtin,
  constant,
  fixedBytesType,
  number,
  rangeOf,
  STRING,
  UINT256,
  wrap,
} from './build.js';
import type { EnvironmentName, Expression, IrType } from './ir.js';
import {
  declarationOf,
  expressionOf,
  type FunctionLowering,
  irType,
  lengthOf,
  save,
  unsupported,
  type Value,
  value,
} from './lower-context.js';
import { bytesLength } from './lower-conversion.js';

type Member = Extract<TypedExpression, { kind: 'builtinMember' }>;

/** Members that are values of the environment, with their type there. */
const ENVIRONMENT: Partial<Record<BuiltinMember, { readonly name: EnvironmentName; readonly type: IrType }>> =
  {
    'msg.sender': { name: 'msg.sender', type: ADDRESS },
    'msg.value': { name: 'msg.value', type: UINT256 },
    'msg.data': { name: 'msg.data', type: BYTES },
    'msg.sig': { name: 'msg.sig', type: fixedBytesType(4) },
    'tx.origin': { name: 'tx.origin', type: ADDRESS },
    'tx.gasprice': { name: 'tx.gasprice', type: UINT256 },
    'block.timestamp': { name: 'block.timestamp', type: UINT256 },
    'block.number': { name: 'block.number', type: UINT256 },
    'block.basefee': { name: 'block.basefee', type: UINT256 },
    'block.blobbasefee': { name: 'block.blobbasefee', type: UINT256 },
    'block.chainid': { name: 'block.chainid', type: UINT256 },
    'block.coinbase': { name: 'block.coinbase', type: ADDRESS },
    // One opcode since the merge: what was the difficulty is the random value.
    'block.difficulty': { name: 'block.prevrandao', type: UINT256 },
    'block.prevrandao': { name: 'block.prevrandao', type: UINT256 },
    'block.gaslimit': { name: 'block.gaslimit', type: UINT256 },
    this: { name: 'this', type: ADDRESS },
  };

/** Lowers a built-in member. */
export function lowerMember(f: FunctionLowering, expression: Member): Value {
  const environment = ENVIRONMENT[expression.name];
  if (environment !== undefined) return value({ ...environment, kind: 'environment' });
  return value(memberExpression(f, expression));
}

function memberExpression(f: FunctionLowering, expression: Member): Expression {
  const { base, name, span } = expression;
  const operand = () => expressionOf(f, f.contract.parts.expression(f, base), base.span);
  return match(name)
    .with('address.balance', () => builtin('balance', [operand()], UINT256))
    .with('address.code', () => builtin('code', [operand()], BYTES))
    .with('address.codehash', () => builtin('codehash', [operand()], fixedBytesType(32)))
    .with('array.length', () => arrayLength(f, base))
    .with('bytes.length', () => bytesLength(operand()))
    .with('fixedBytes.length', () => {
      operand();
      return constant(
        irType(f, expression.type, span),
        base.type.kind === 'fixedBytes' ? BigInt(base.type.size) : 0n,
      );
    })
    .with('type.min', 'type.max', (end) => {
      const type = irType(f, expression.type, span);
      const range = rangeOf(type);
      if (range === undefined) return unsupported('MODEL106', `${end} of this type`, span);
      return constant(type, end === 'type.min' ? range.min : range.max);
    })
    .with('type.name', () => {
      const named = namedType(base);
      const text = named?.kind === 'contract' ? named.name : undefined;
      if (text === undefined) return unsupported('MODEL106', 'the name of this type', span);
      return constant(STRING, Buffer.from(text, 'utf8').toString('hex'));
    })
    .with('type.interfaceId', () => constant(fixedBytesType(4), interfaceId(f, base)))
    .with('type.creationCode', 'type.runtimeCode', () =>
      unsupported('MODEL106', 'the code of a contract type', span),
    )
    .with('function.selector', () => {
      const signature = functionSignature(f, base);
      return signature === undefined
        ? selectorOfValue(operand())
        : constant(fixedBytesType(4), BigInt(`0x${selectorOf(signature)}`));
    })
    .with('function.address', () =>
      base.kind === 'externalFunction'
        ? expressionOf(f, f.contract.parts.expression(f, base.base), span)
        : addressOfValue(operand()),
    )
    .with('error.selector', () =>
      constant(fixedBytesType(4), BigInt(`0x${selectorOf(declaredSignature(f, base))}`)),
    )
    .with('event.selector', () =>
      constant(fixedBytesType(32), BigInt(`0x${topicOf(declaredSignature(f, base))}`)),
    )
    .otherwise(() => unsupported('MODEL106', name, span));
}

function arrayLength(f: FunctionLowering, base: TypedExpression): Expression {
  const lowered = f.contract.parts.expression(f, base);
  if (lowered.kind === 'storage') {
    const { type } = lowered.place;
    if (type.kind !== 'array') throw new Error('the length of something that is no array');
    return type.length === undefined
      ? lengthOf({ kind: 'storage', place: lowered.place })
      : number(type.length);
  }
  const object = expressionOf(f, lowered, base.span);
  if (object.type.kind !== 'array') throw new Error('the length of something that is no array');
  if (object.type.length !== undefined) return number(object.type.length);
  return lengthOf({ kind: 'memory', object: object.kind === 'local' ? object : save(f, object, base.span) });
}

/** The type named by the base of a `type(T)` member. */
function namedType(base: TypedExpression): Type | undefined {
  return base.type.kind === 'typeName' ? base.type.type : undefined;
}

/** Exclusive or of the selectors of the functions declared in the interface itself. */
function interfaceId(f: FunctionLowering, base: TypedExpression): bigint {
  const type = namedType(base);
  if (type?.kind !== 'contract') return unsupported('MODEL106', 'interfaceId of this type', base.span);
  const contract = declarationOf(f.contract, type.declaration, 'contract');
  let id = 0n;
  for (const { signature } of contract.functions) {
    if (signature !== undefined) id ^= BigInt(`0x${selectorOf(signature)}`);
  }
  return id;
}

const FUNCTION_REFERENCE = fixedBytesType(24);

/** An external function value: the address of a contract and a selector. */
export function functionReference(address: Expression, signature: string): Expression {
  const high = binary('shl', wrap(address, FUNCTION_REFERENCE), number(32), FUNCTION_REFERENCE);
  const selector = constant(FUNCTION_REFERENCE, BigInt(`0x${selectorOf(signature)}`));
  return wrap(binary('add', high, selector, FUNCTION_REFERENCE), FUNCTION_REFERENCE);
}

/** The contract that an external function value calls. */
export function addressOfValue(reference: Expression): Expression {
  return wrap(binary('shr', reference, number(32), FUNCTION_REFERENCE), ADDRESS);
}

/** The selector in an external function value. */
export function selectorOfValue(reference: Expression): Expression {
  return wrap(reference, fixedBytesType(4));
}

/** The ABI signature of a function named directly; undefined for other function values. */
export function functionSignature(f: FunctionLowering, named: TypedExpression): string | undefined {
  if (named.kind === 'externalFunction') return named.signature;
  if (named.kind === 'function') return declarationOf(f.contract, named.declaration, 'function').signature;
  return undefined;
}

/** The signature of the event or error named by the base of `.selector`. */
function declaredSignature(f: FunctionLowering, base: TypedExpression): string {
  const declaration =
    base.kind === 'function' ? f.contract.program.declarations.get(base.declaration) : undefined;
  if (declaration?.kind !== 'event' && declaration?.kind !== 'error') {
    return unsupported('MODEL106', 'this selector', base.span);
  }
  const types = declaration.parameters.map((p) => f.contract.types.abiName(p.type));
  return `${declaration.name}(${types.join(',')})`;
}
