// What recognized library functions do, as statements: one meaning each, with the source version it was read from.
import type { FunctionDeclaration, Span } from '../frontend/typed-program.js';
import { fixedSlot } from './assembly/fixed-slot.js';
import {
  ADDRESS,
  BOOL,
  BYTES,
  binary,
  builtin,
  conditional,
  constant,
  equal,
  FALSE,
  inRange,
  intType,
  less,
  lessOrEqual,
  localValue,
  not,
  number,
  TRUE,
  UINT256,
  wrap,
  zeroOf,
} from './build.js';
import type { Expression, Failure, IrType, Local, Statement } from './ir.js';
import { DIVISION_BY_ZERO, nonzero, OVERFLOW } from './lower-arithmetic.js';
import {
  block,
  emit,
  type FunctionLowering,
  irType,
  NOTHING,
  panic,
  require,
  save,
  temporary,
  type Value,
  value,
} from './lower-context.js';
import { bytesLength } from './lower-conversion.js';
import { rawCall } from './lower-external.js';

/** Emits what a call does and returns its value; undefined when these operands have no meaning here. */
export type Meaning = (
  f: FunctionLowering,
  operands: readonly Expression[],
  span: Span,
  declaration: FunctionDeclaration,
) => Value | undefined;

function operand(operands: readonly Expression[], index: number): Expression {
  const found = operands[index];
  if (found === undefined) throw new Error('an operand of a known function is missing');
  return found;
}

// ------------------------------------------------------------------------------------------------- numbers

/** OpenZeppelin 5.7.0 Math.mulDiv: floor(x * y / d); Panic(0x12) when d = 0, Panic(0x11) when the result does not fit. */
export const mulDiv: Meaning = (f, operands, span) => {
  const [x, y, d] = [0, 1, 2].map((i) => save(f, operand(operands, i), span));
  if (x === undefined || y === undefined || d === undefined) throw new Error('mulDiv has three operands');
  require(f, nonzero(d), panic(DIVISION_BY_ZERO), span);
  const result = builtin('mulDivDown', [x, y, d], UINT256);
  require(f, inRange(result, UINT256), panic(OVERFLOW), span);
  return value(result);
};

/** OpenZeppelin 5.7.0 Math.mul512: the high and the low 256 bits of the exact product. */
export const mul512: Meaning = (_, operands) => {
  const product = binary('mul', operand(operands, 0), operand(operands, 1), UINT256);
  const high = binary('div', product, number(1n << 256n), UINT256);
  return { kind: 'tuple', components: [value(high), value(wrap(product, UINT256))] };
};

/** OpenZeppelin 5.7.0 Math.add512: carry and low 256 bits of the exact sum. */
export const add512: Meaning = (_, operands) => {
  const sum = binary('add', operand(operands, 0), operand(operands, 1), UINT256);
  const high = conditional(inRange(sum, UINT256), number(0), number(1));
  return { kind: 'tuple', components: [value(high), value(wrap(sum, UINT256))] };
};

/** OpenZeppelin 5.7.0 SafeCast.toUint(bool): 1 for true, 0 for false. */
export const boolToUint: Meaning = (_, operands) =>
  value(conditional(operand(operands, 0), number(1), number(0)));

/** OpenZeppelin 5.7.0 Panic.panic: reverts with Panic(code). */
export const panicWith: Meaning = (f, operands, span) => {
  const code = operand(operands, 0);
  const known = code.kind === 'constant' && typeof code.value === 'bigint' ? Number(code.value) : undefined;
  const failure: Failure =
    known === undefined ? { kind: 'custom', name: 'Panic', arguments: [code] } : panic(known);
  emit(f, { kind: 'revert', failure, span });
  return NOTHING;
};

/** What can be multiplied or divided: an operand, by its index, or a constant. */
export type Factor = number | bigint;

/** floor or ceil of x * y / d, where the product must fit in 256 bits and d must not be 0: else `failure`. */
export function checkedMulDiv(
  factors: readonly [x: Factor, y: Factor, d: Factor],
  rounding: 'down' | 'up',
  failure: Failure,
): Meaning {
  return (f, operands, span) => {
    const [x, y, d] = savedFactors(f, operands, factors, span);
    const product = binary('mul', x, y, UINT256);
    require(f, binary('and', nonzero(d), inRange(product, UINT256), BOOL), failure, span);
    const quotient = binary('div', product, d, UINT256);
    if (rounding === 'down') return value(quotient);
    const remainder = binary('mod', product, d, UINT256);
    const extra = conditional(less(number(0), remainder), number(1), number(0));
    // No overflow: a remainder needs d > 1, and then the quotient is at most half the range.
    return value(binary('add', quotient, extra, UINT256));
  };
}

/**
 * floor(x * y / d) of the exact product. Where that fits in 256 bits and d is 0, `zero`; where it does not and d is at most
 * its upper half (so that the result does not fit either, or d is 0), `large`.
 */
export function fullMulDiv(
  factors: readonly [x: Factor, y: Factor, d: Factor],
  zero: Failure,
  large: (factors: readonly Expression[]) => Failure,
): Meaning {
  return (f, operands, span) => {
    const saved = savedFactors(f, operands, factors, span);
    const [x, y, d] = saved;
    const fits = inRange(binary('mul', x, y, UINT256), UINT256);
    require(f, binary('or', nonzero(d), not(fits), BOOL), zero, span);
    require(f, nonzero(d), large(saved), span);
    const result = builtin('mulDivDown', [x, y, d], UINT256);
    require(f, inRange(result, UINT256), large(saved), span);
    return value(result);
  };
}

function savedFactors(
  f: FunctionLowering,
  operands: readonly Expression[],
  factors: readonly [Factor, Factor, Factor],
  span: Span,
): readonly [Expression, Expression, Expression] {
  const saved = operands.map((o) => save(f, o, span));
  const one = (factor: Factor): Expression =>
    typeof factor === 'bigint' ? number(factor) : operand(saved, factor);
  return [one(factors[0]), one(factors[1]), one(factors[2])];
}

// -------------------------------------------------------------------------------------------------- tokens

/**
 * A token call that succeeds when it does not revert and returns true or, having code, nothing. In the model the target's
 * answer is the bool of its declared signature: no answer at all counts as true, and a malformed one as a revert; the state
 * after an accepted call is the same. An address without code is never called and gives false.
 */
function tokenCall(
  f: FunctionLowering,
  token: Expression,
  signature: string,
  args: readonly Expression[],
  span: Span,
): { readonly accepted: Local; readonly success: Local } {
  const accepted = temporary(f, BOOL, 'value');
  const success = temporary(f, BOOL, 'value');
  const answer = temporary(f, BOOL, 'value');
  emit(f, { kind: 'assign', local: success, value: TRUE, span });
  emit(f, { kind: 'assign', local: accepted, value: FALSE, span });
  emit(f, { kind: 'assign', local: answer, value: TRUE, span });
  const then: Statement[] = [
    {
      kind: 'external',
      span,
      target: token,
      callKind: 'call',
      payload: { kind: 'typed', signature, arguments: args },
      value: number(0),
      stipend: false,
      results: [answer],
      success,
      returnData: undefined,
    },
    {
      kind: 'assign',
      local: accepted,
      value: binary('and', localValue(success), localValue(answer), BOOL),
      span,
    },
  ];
  emit(f, { kind: 'if', condition: builtin('hasCode', [token], BOOL), then, else: [], span });
  return { accepted, success };
}

/** OpenZeppelin 5.7.0 SafeERC20._safeTransfer and its siblings: the last parameter tells whether a revert bubbles up. */
export function bubblingTokenCall(signature: string): Meaning {
  return (f, operands, span) => {
    const saved = operands.map((o) => save(f, o, span));
    const bubble = operand(saved, saved.length - 1);
    const { accepted, success } = tokenCall(f, operand(saved, 0), signature, saved.slice(1, -1), span);
    require(f, binary('or', not(bubble), localValue(success), BOOL), { kind: 'bubble' }, span);
    return value(localValue(accepted));
  };
}

/** SafeTransferLib.safeTransfer and its siblings, of solmate 6.8.0 and solady 0.1.26: `failure` unless the call is accepted. */
export function requiredTokenCall(signature: string, failure: Failure): Meaning {
  return (f, operands, span) => {
    const saved = operands.map((o) => save(f, o, span));
    const { accepted } = tokenCall(f, operand(saved, 0), signature, saved.slice(1), span);
    require(f, localValue(accepted), failure, span);
    return NOTHING;
  };
}

/** OpenZeppelin 5.7.0 SafeERC20.tryGetDecimals: (false, 0) unless the static call gives a number below 256. */
export const tryGetDecimals: Meaning = (f, operands, span) => {
  const token = save(f, operand(operands, 0), span);
  const uint8 = intType(false, 8);
  const success = temporary(f, BOOL, 'value');
  const decimals = temporary(f, uint8, 'value');
  emit(f, { kind: 'assign', local: success, value: FALSE, span });
  emit(f, { kind: 'assign', local: decimals, value: zeroOf(uint8), span });
  const then = block(f, () => {
    emit(f, {
      kind: 'external',
      span,
      target: token,
      callKind: 'staticcall',
      payload: { kind: 'typed', signature: 'decimals()', arguments: [] },
      value: number(0),
      stipend: false,
      results: [decimals],
      success,
      returnData: undefined,
    });
  });
  emit(f, { kind: 'if', condition: builtin('hasCode', [token], BOOL), then, else: [], span });
  const shown = conditional(localValue(success), localValue(decimals), zeroOf(uint8));
  return { kind: 'tuple', components: [value(localValue(success)), value(shown)] };
};

/** Aave's copy of GPv2SafeERC20: a revert bubbles up, an address without code and the answer false are errors. */
export function strictTokenCall(signature: string, message: string): Meaning {
  return (f, operands, span) => {
    const saved = operands.map((o) => save(f, o, span));
    const token = operand(saved, 0);
    require(f, builtin('hasCode', [token], BOOL), { kind: 'error', message: 'GPv2: not a contract' }, span);
    const { accepted, success } = tokenCall(f, token, signature, saved.slice(1), span);
    require(f, localValue(success), { kind: 'bubble' }, span);
    require(f, localValue(accepted), { kind: 'error', message }, span);
    return NOTHING;
  };
}

// ---------------------------------------------------------------------------------------------- raw calls

/** The failures of a call in OpenZeppelin's Address: the data of the call when there is any, FailedCall() otherwise. */
function failCall(f: FunctionLowering, data: Expression, span: Span): void {
  require(f, equal(bytesLength(data), number(0)), { kind: 'bubble' }, span);
  emit(f, { kind: 'revert', failure: { kind: 'custom', name: 'FailedCall', arguments: [] }, span });
}

/** Reverts with InsufficientBalance(balance, needed) unless the contract has the ether. */
function requireBalance(f: FunctionLowering, amount: Expression, span: Span): void {
  const self: Expression = { type: ADDRESS, kind: 'environment', name: 'this' };
  const balance = builtin('balance', [self], UINT256);
  const failure: Failure = { kind: 'custom', name: 'InsufficientBalance', arguments: [balance, amount] };
  require(f, lessOrEqual(amount, balance), failure, span);
}

function bareCall(
  f: FunctionLowering,
  callKind: 'call' | 'staticcall' | 'delegatecall',
  target: Expression,
  amount: Expression,
  data: Expression,
  span: Span,
): { readonly success: Local; readonly returned: Local } {
  const success = temporary(f, BOOL, 'value');
  const returned = temporary(f, BYTES, 'value');
  rawCall(f, { target, callKind, value: amount, stipend: false, success, returnData: returned, data }, span);
  return { success, returned };
}

/** Returns the data of a call in OpenZeppelin's Address, or reverts: AddressEmptyCode(target) for an answer from nobody. */
function checkedResult(
  f: FunctionLowering,
  target: Expression | undefined,
  success: Expression,
  data: Expression,
  span: Span,
): Value {
  const then = block(f, () => {
    if (target === undefined) return;
    const someone = binary(
      'or',
      less(number(0), bytesLength(data)),
      builtin('hasCode', [target], BOOL),
      BOOL,
    );
    require(f, someone, { kind: 'custom', name: 'AddressEmptyCode', arguments: [target] }, span);
  });
  const otherwise = block(f, () => failCall(f, data, span));
  emit(f, { kind: 'if', condition: success, then, else: otherwise, span });
  return value(data);
}

/** OpenZeppelin 5.7.0 Address.functionCall… : `amount` tells the index of the value argument, if any. */
export function functionCall(
  callKind: 'call' | 'staticcall' | 'delegatecall',
  amountIndex: number | undefined,
): Meaning {
  return (f, operands, span) => {
    const saved = operands.map((o) => save(f, o, span));
    const target = operand(saved, 0);
    const amount = amountIndex === undefined ? number(0) : operand(saved, amountIndex);
    if (amountIndex !== undefined) requireBalance(f, amount, span);
    const { success, returned } = bareCall(f, callKind, target, amount, operand(saved, 1), span);
    return checkedResult(f, target, localValue(success), localValue(returned), span);
  };
}

/** OpenZeppelin 5.7.0 Address.sendValue. */
export const sendValue: Meaning = (f, operands, span) => {
  const [to, amount] = [0, 1].map((i) => save(f, operand(operands, i), span));
  if (to === undefined || amount === undefined) throw new Error('sendValue has two operands');
  requireBalance(f, amount, span);
  const { success, returned } = bareCall(f, 'call', to, amount, constant(BYTES, ''), span);
  const otherwise = block(f, () => failCall(f, localValue(returned), span));
  const then: Statement[] = [];
  emit(f, { kind: 'if', condition: localValue(success), then, else: otherwise, span });
  return NOTHING;
};

/** OpenZeppelin 5.7.0 Address.verifyCallResult. */
export const verifyCallResult: Meaning = (f, operands, span) => {
  const data = save(f, operand(operands, 1), span);
  return checkedResult(f, undefined, operand(operands, 0), data, span);
};

/** OpenZeppelin 5.7.0 Address.verifyCallResultFromTarget. */
export const verifyFromTarget: Meaning = (f, operands, span) => {
  const data = save(f, operand(operands, 2), span);
  return checkedResult(f, operand(operands, 0), operand(operands, 1), data, span);
};

/** SafeTransferLib.safeTransferETH of solmate 6.8.0 and solady 0.1.26: `failure` unless the receiver takes the ether. */
export function safeTransferEther(failure: Failure): Meaning {
  return (f, operands, span) => {
    const success = temporary(f, BOOL, 'value');
    const amount = operand(operands, 1);
    rawCall(
      f,
      {
        target: operand(operands, 0),
        callKind: 'call',
        value: amount,
        stipend: false,
        success,
        returnData: undefined,
        data: constant(BYTES, ''),
      },
      span,
    );
    require(f, localValue(success), failure, span);
    return NOTHING;
  };
}

/** OpenZeppelin 5.7.0 StorageSlot.get…Slot: a pointer to a struct at a slot, when the slot is a constant hash. */
export const slotPointer: Meaning = (f, operands, span, declaration) => {
  const slot = operand(operands, 0);
  const type: IrType | undefined =
    declaration.returns[0] === undefined ? undefined : irType(f, declaration.returns[0].type, span);
  if (slot.kind !== 'constant' || typeof slot.value !== 'bigint' || type === undefined) return undefined;
  const place = fixedSlot(f, slot.value, type, span);
  return place === undefined ? undefined : { kind: 'storage', place };
};
