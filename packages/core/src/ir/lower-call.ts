// Calls of functions and constructors: internal, through function values, external, `new`, struct constructors.
import type {
  Call,
  CallOptions,
  FunctionDeclaration,
  Span,
  Expression as TypedExpression,
} from '../frontend/typed-program.js';
import type { Type } from '../frontend/types.js';
import {
  builtin,
  constant,
  equal,
  FALSE,
  FUNCTION_VALUE,
  lessOrEqual,
  localValue,
  not,
  number,
  TRUE,
} from './build.js';
import { resolveFunction, staticViews } from './dispatch.js';
import type { Argument, Expression, FunctionId, Local } from './ir.js';
import { lowerBuiltin } from './lower-builtin.js';
import {
  block,
  type ContractLowering,
  copyToMemory,
  declarationOf,
  emit,
  expressionOf,
  type FunctionLowering,
  holdsOf,
  inOrder,
  irType,
  NOTHING,
  panic,
  require,
  save,
  temporary,
  unsupported,
  type Value,
  value,
  valueOfLocal,
} from './lower-context.js';
import { addressOfValue, selectorOfValue } from './lower-member.js';
import { freshZero } from './lower-place.js';
import { isQuietConstruction } from './quiet-construction.js';

/** Panic codes of allocations that are too large and of calls through an uninitialized function value. */
const TOO_LARGE = 0x41;
const UNINITIALIZED_FUNCTION = 0x51;

/** Locals that receive whether an external call or creation succeeded, and its raw result; given by `try`. */
export interface Outcome {
  readonly success: Local;
  readonly data: Local | undefined;
}

/** The id of an implementation; its body will be lowered. */
export function requestFunction(context: ContractLowering, declaration: FunctionDeclaration): FunctionId {
  const known = context.functionIds.get(declaration.id);
  if (known !== undefined) return known;
  const types = declaration.parameters.map((p) => context.types.abiName(p.type)).join(',');
  const base = `${functionName(context, declaration)}(${types})`;
  const taken = new Set(context.functionIds.values());
  let id = base;
  for (let n = 2; taken.has(id); n++) id = `${base}#${n}`;
  context.functionIds.set(declaration.id, id);
  context.pending.push(declaration);
  return id;
}

/** `Contract.name`, or the plain name of a free function. */
export function functionName(context: ContractLowering, declaration: FunctionDeclaration): string {
  const owner =
    declaration.contract === undefined ? undefined : declarationOf(context, declaration.contract, 'contract');
  const name = declaration.name === '' ? declaration.functionKind : declaration.name;
  return owner === undefined ? name : `${owner.name}.${name}`;
}

/** Lowers a call of any kind. */
export function lowerCall(f: FunctionLowering, call: Call, type: Type, span: Span): Value {
  switch (call.kind) {
    case 'internal':
      return internalCall(f, call, span);
    case 'internalValue':
      return valueCall(f, call, span);
    case 'external':
      return call.library ? libraryCall(f, call, span) : externalCall(f, call, span, undefined);
    case 'externalValue':
      return externalValueCall(f, call, span, undefined);
    case 'builtin':
      return lowerBuiltin(f, call, type, span);
    case 'structConstructor':
      return structConstructor(f, call, type, span);
    case 'errorValue':
      return unsupported('MODEL106', 'an error outside require', span);
    case 'new':
      return create(f, call, span, undefined);
    case 'newArray':
      return newArray(f, call.length, type, span);
    default:
      return call satisfies never;
  }
}

// ------------------------------------------------------------------------------------------------ internal

function internalCall(f: FunctionLowering, call: Extract<Call, { kind: 'internal' }>, span: Span): Value {
  const named = declarationOf(f.contract, call.function, 'function');
  const target = resolveFunction(f.contract, named, call.dispatch);
  if (target === undefined)
    return unsupported('MODEL105', `the function ${named.name} without implementation`, span);
  const fixed = constantResult(f, target);
  if (fixed !== undefined) return value(fixed);
  const operands = inOrder(
    f,
    span,
    call.arguments.map((argument) => () => f.contract.parts.expression(f, argument)),
    argumentOrder(call.arguments, span),
  );
  const known = f.contract.parts.knownLibrary(f, target, operands, span);
  if (known !== undefined) return known;
  return callFunction(f, target, operands, span);
}

/** The receiver of `x.f(y)` comes first among the arguments, but the legacy code generator evaluates it last. */
function argumentOrder(args: readonly TypedExpression[], span: Span): readonly number[] {
  const order = args.map((_, i) => i);
  const [receiver] = args;
  const attached = receiver !== undefined && args.length > 1 && receiver.span.start === span.start;
  return attached ? [...order.slice(1), 0] : order;
}

/** The result of a pure function without parameters that returns a constant: slots and role names are often given so. */
function constantResult(f: FunctionLowering, target: FunctionDeclaration): Expression | undefined {
  if (target.mutability !== 'pure' || target.parameters.length > 0 || target.modifiers.length > 0)
    return undefined;
  const { body } = target;
  const only = body?.kind === 'block' && body.statements.length === 1 ? body.statements[0] : undefined;
  if (only?.kind !== 'return' || only.value === undefined || target.returns.length !== 1) return undefined;
  const expression = only.value;
  if (!isPlainConstant(f, expression)) return undefined;
  let result: Value | undefined;
  const statements = block(f, () => {
    result = f.contract.parts.expression(f, expression);
  });
  return statements.length === 0 && result?.kind === 'value' && result.expression.kind === 'constant'
    ? result.expression
    : undefined;
}

function isPlainConstant(f: FunctionLowering, expression: TypedExpression): boolean {
  if (expression.kind === 'convert') return isPlainConstant(f, expression.operand);
  if (expression.kind === 'literal') return true;
  if (expression.kind !== 'variable') return false;
  const declaration = f.contract.program.declarations.get(expression.declaration);
  return declaration?.kind === 'variable' && declaration.mutability === 'constant';
}

/** Emits the call of an implementation with evaluated arguments. */
function callFunction(
  f: FunctionLowering,
  target: FunctionDeclaration,
  operands: readonly Value[],
  span: Span,
): Value {
  const args = target.parameters.map((parameter, i) => argument(f, operands[i], parameter.type, span));
  const results = target.returns.map((result) => resultLocal(f, result.type, span));
  emit(f, { kind: 'call', function: requestFunction(f.contract, target), arguments: args, results, span });
  return resultValue(results);
}

/** An evaluated operand as the argument for a parameter of a type. */
function argument(f: FunctionLowering, operand: Value | undefined, type: Type, span: Span): Argument {
  if (operand === undefined) throw new Error('an argument is missing');
  if (holdsOf(type) !== 'storage') {
    irType(f, type, span);
    return { kind: 'value', value: expressionOf(f, operand, span) };
  }
  if (operand.kind !== 'storage') return unsupported('MODEL108', 'a storage parameter without storage', span);
  return { kind: 'storage', place: operand.place };
}

function resultLocal(f: FunctionLowering, type: Type, span: Span): Local {
  return temporary(f, irType(f, type, span), holdsOf(type));
}

/** The value of a call with these result locals. */
export function resultValue(results: readonly Local[]): Value {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return valueOfLocal(only);
  return results.length === 0 ? NOTHING : { kind: 'tuple', components: results.map(valueOfLocal) };
}

/** A call through an internal function value: the arguments are evaluated before the callee. */
function valueCall(f: FunctionLowering, call: Extract<Call, { kind: 'internalValue' }>, span: Span): Value {
  const { functionType } = call;
  const parts = [call.callee, ...call.arguments];
  const order = [...call.arguments.map((_, i) => i + 1), 0];
  const [callee, ...operands] = inOrder(
    f,
    span,
    parts.map((part) => () => f.contract.parts.expression(f, part)),
    order,
  );
  if (callee === undefined) throw new Error('a call without callee');
  const target = expressionOf(f, callee, span);
  const args = functionType.parameters.map((type, i) => argument(f, operands[i], type, span));
  const results = functionType.returns.map((type) => resultLocal(f, type, span));
  require(f, not(equal(target, constant(FUNCTION_VALUE, 0n))), panic(UNINITIALIZED_FUNCTION), span);
  emit(f, { kind: 'callValue', callee: target, arguments: args, results, span });
  return resultValue(results);
}

/**
 * A call of a public library function is a delegate call to code that was linked at deployment: the same code runs on the
 * same storage, with struct and array arguments copied on the way in and out.
 */
function libraryCall(f: FunctionLowering, call: Extract<Call, { kind: 'external' }>, span: Span): Value {
  const target = declarationOf(f.contract, call.declaration, 'function');
  if (target.body === undefined)
    return unsupported('MODEL105', `the function ${target.name} without implementation`, span);
  const operands = inOrder(
    f,
    span,
    call.arguments.map((part) => () => f.contract.parts.expression(f, part)),
    argumentOrder(call.arguments, span),
  );
  const copied = operands.map((operand, i) => {
    const type = target.parameters[i]?.type;
    return type !== undefined && holdsOf(type) === 'memory' && operand.kind === 'value'
      ? value(
          localValue(
            copyToMemory(f, { kind: 'memory', object: operand.expression }, operand.expression.type, span),
          ),
        )
      : operand;
  });
  return callFunction(f, target, copied, span);
}

// ------------------------------------------------------------------------------------------------ external

/** The call options as evaluations, in the order value, gas, salt; gas is evaluated and ignored. */
function optionParts(f: FunctionLowering, options: CallOptions): readonly (() => Value)[] {
  return [options.value, options.gas, options.salt].map(
    (option) => () =>
      option === undefined
        ? value(number(0))
        : value(expressionOf(f, f.contract.parts.expression(f, option), option.span)),
  );
}

/** A typed external call; with an outcome, a failure is reported there instead of bubbling up. */
export function externalCall(
  f: FunctionLowering,
  call: Extract<Call, { kind: 'external' }>,
  span: Span,
  outcome: Outcome | undefined,
): Value {
  const values = inOrder(f, span, [
    () => value(expressionOf(f, f.contract.parts.expression(f, call.target), span)),
    ...optionParts(f, call.options),
    ...call.arguments.map(
      (part) => () => value(expressionOf(f, f.contract.parts.expression(f, part), part.span)),
    ),
  ]).map((v) => expressionOf(f, v, span));
  const [target, amount, , , ...args] = values;
  if (target === undefined || amount === undefined) throw new Error('an external call has a target');
  const results = call.returns.map((type) => resultLocal(f, relocated(type), span));
  const readOnly = call.mutability === 'view' || call.mutability === 'pure';
  emit(f, {
    kind: 'external',
    span,
    target,
    callKind: readOnly && staticViews(f.contract, span.file) ? 'staticcall' : 'call',
    payload: { kind: 'typed', signature: call.signature, arguments: args },
    value: amount,
    stipend: false,
    results,
    success: outcome?.success,
    returnData: outcome?.data,
  });
  return resultValue(results);
}

/** A call through an external function value, see `externalCall`. */
export function externalValueCall(
  f: FunctionLowering,
  call: Extract<Call, { kind: 'externalValue' }>,
  span: Span,
  outcome: Outcome | undefined,
): Value {
  const { functionType } = call;
  const values = inOrder(f, span, [
    () => value(expressionOf(f, f.contract.parts.expression(f, call.callee), span)),
    ...optionParts(f, call.options),
    ...call.arguments.map(
      (part) => () => value(expressionOf(f, f.contract.parts.expression(f, part), part.span)),
    ),
  ]).map((v) => expressionOf(f, v, span));
  const [callee, amount, , , ...args] = values;
  if (callee === undefined || amount === undefined) throw new Error('a call has a callee');
  const reference = save(f, callee, span);
  const results = functionType.returns.map((type) => resultLocal(f, relocated(type), span));
  const readOnly = functionType.mutability === 'view' || functionType.mutability === 'pure';
  const types = functionType.parameters.map((type) => f.contract.types.abiName(type)).join(',');
  emit(f, {
    kind: 'external',
    span,
    target: addressOfValue(reference),
    callKind: readOnly && staticViews(f.contract, span.file) ? 'staticcall' : 'call',
    payload: {
      kind: 'typed',
      signature: `(${types})`,
      arguments: args,
      selector: selectorOfValue(reference),
    },
    value: amount,
    stipend: false,
    results,
    success: outcome?.success,
    returnData: outcome?.data,
  });
  return resultValue(results);
}

/** Results of external calls are decoded into memory. */
function relocated(type: Type): Type {
  return 'location' in type && type.location !== 'memory' ? { ...type, location: 'memory' } : type;
}

/** `new C{…}(…)`. */
export function create(
  f: FunctionLowering,
  call: Extract<Call, { kind: 'new' }>,
  span: Span,
  outcome: Outcome | undefined,
): Value {
  const contract = declarationOf(f.contract, call.contract, 'contract');
  const values = inOrder(f, span, [
    ...optionParts(f, call.options),
    ...call.arguments.map(
      (part) => () => value(expressionOf(f, f.contract.parts.expression(f, part), part.span)),
    ),
  ]).map((v) => expressionOf(f, v, span));
  const [amount, , , ...args] = values;
  if (amount === undefined) throw new Error('a creation has a value');
  const address = temporary(f, { kind: 'address' }, 'value');
  emit(f, {
    kind: 'create',
    contract: contract.name,
    arguments: args,
    value: amount,
    salted: call.options.salt !== undefined,
    quiet: isQuietConstruction(f.contract.program, contract),
    address,
    success: outcome?.success,
    ...(outcome?.data === undefined ? {} : { data: outcome.data }),
    span,
  });
  return value(localValue(address));
}

// --------------------------------------------------------------------------------------------- new objects

function structConstructor(
  f: FunctionLowering,
  call: Extract<Call, { kind: 'structConstructor' }>,
  type: Type,
  span: Span,
): Value {
  const struct = irType(f, type, span);
  if (struct.kind !== 'struct') throw new Error('a struct constructor makes a struct');
  const values = inOrder(
    f,
    span,
    call.arguments.map(
      (part) => () => value(expressionOf(f, f.contract.parts.expression(f, part), part.span)),
    ),
  );
  // Mappings cannot be given; old versions left them out of the constructor.
  const fields = struct.fields.filter((field) => field.type.kind !== 'mapping');
  const object = freshZero(f, struct, span);
  fields.forEach((field, i) => {
    const operand = values[i];
    if (operand === undefined) throw new Error('a field without value');
    emit(f, {
      kind: 'store',
      place: {
        kind: 'memory',
        object,
        objectType: struct,
        step: { kind: 'field', name: field.name },
        type: field.type,
      },
      value: expressionOf(f, operand, span),
      span,
    });
  });
  return value(object);
}

/** `new T[](n)` and `new bytes(n)`. Lengths from 2^64 on revert with Panic(0x41). */
function newArray(f: FunctionLowering, length: TypedExpression, type: Type, span: Span): Value {
  const size = expressionOf(f, f.contract.parts.expression(f, length), span);
  const created = irType(f, type, span);
  require(f, size.kind === 'constant'
    ? BigInt(size.value) < 1n << 64n
      ? TRUE
      : FALSE
    : lessOrEqual(size, number((1n << 64n) - 1n)), panic(TOO_LARGE), span);
  if (created.kind === 'bytes') return value(builtin('bytes.zeros', [size], created));
  const local = temporary(f, created, 'memory');
  emit(f, { kind: 'allocate', local, type: created, length: size, span });
  return value(localValue(local));
}
