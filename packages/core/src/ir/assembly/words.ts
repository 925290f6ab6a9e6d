// Words of 256 bits as expressions: their arithmetic as the EVM defines it, and the way between words and typed values.
// Truth values are the words 0 and 1, kept as `condition ? 1 : 0` so that conditions stay readable.
import {
  ADDRESS,
  BOOL,
  binary,
  builtin,
  conditional,
  constant,
  equal,
  FALSE,
  fixedBytesType,
  inRange,
  intType,
  less,
  lessOrEqual,
  not,
  number,
  rangeOf,
  TRUE,
  UINT256,
  wrap,
  wrapNumber,
} from '../build.js';
import type { BinaryOperator, Expression, IrType, Local } from '../ir.js';

export const WORD: IrType = UINT256;
const INT256: IrType = intType(true, 256);
const MODULUS = 1n << 256n;
const MAXIMUM = MODULUS - 1n;

/** What a local that is assigned once was assigned, when that never changes: the form of a word behind its name. */
const forms = new WeakMap<Local, Expression>();

/** Remembers the form of a local that is assigned once. */
export function rememberForm(local: Local, form: Expression): void {
  forms.set(local, form);
}

/** A word by its form, locals looked through. */
export function formOf(word: Expression): Expression {
  if (word.kind !== 'local') return word;
  const form = forms.get(word.local);
  return form === undefined ? word : formOf(form);
}

/** The number of a constant word. */
export function numberOf(word: Expression): bigint | undefined {
  return word.kind === 'constant' && typeof word.value === 'bigint' ? word.value : undefined;
}

/** 1 when the condition holds, 0 otherwise. */
export function truth(condition: Expression): Expression {
  return conditional(condition, number(1), number(0));
}

/** Whether a word is not zero. */
export function isTrue(word: Expression): Expression {
  const value = numberOf(word);
  if (value !== undefined) return value === 0n ? FALSE : TRUE;
  const condition = conditionOf(word);
  return condition ?? not(equal(word, number(0)));
}

/** The condition of which a word is the truth value; undefined for other words. */
export function conditionOf(whole: Expression): Expression | undefined {
  const word = formOf(whole);
  if (word.kind === 'conditional' && numberOf(word.then) === 1n && numberOf(word.else) === 0n)
    return word.condition;
  const value = numberOf(word);
  return value === 0n ? FALSE : value === 1n ? TRUE : undefined;
}

/** An upper bound of a word, from its form. */
export function highest(whole: Expression): bigint {
  const word = formOf(whole);
  switch (word.kind) {
    case 'constant':
      return typeof word.value === 'bigint' ? word.value : MAXIMUM;
    case 'conditional': {
      const [a, b] = [highest(word.then), highest(word.else)];
      return a > b ? a : b;
    }
    case 'wrap': {
      const { operand } = word;
      const type = rangeOf(operand.type);
      const inner = operand.kind === 'binary' ? exactHighest(operand) : (type?.max ?? MAXIMUM);
      return inner > MAXIMUM || (type?.min ?? 0n) < 0n ? MAXIMUM : inner;
    }
    case 'binary':
      return exactHighest(word);
    case 'builtin':
      if (word.name === 'bytes.length') return (1n << 64n) - 1n;
      return MAXIMUM;
    case 'memoryLength':
    case 'lengthOf':
      return (1n << 64n) - 1n;
    default:
      return MAXIMUM;
  }
}

/** An upper bound of an exact operation on words, which may exceed a word. */
function exactHighest(e: Extract<Expression, { kind: 'binary' }>): bigint {
  const low = (x: Expression): bigint => rangeOf(x.type)?.min ?? 0n;
  if (low(e.left) < 0n || low(e.right) < 0n) return MODULUS;
  const a = highest(e.left);
  const b = highest(e.right);
  switch (e.operator) {
    case 'add':
      return a + b;
    case 'mul':
      return a * b;
    case 'div': {
      const by = numberOf(e.right);
      return by === undefined || by === 0n ? a : a / by;
    }
    case 'mod':
      return b === 0n ? 0n : a < b - 1n ? a : b - 1n;
    case 'bitAnd':
      return a < b ? a : b;
    case 'bitOr':
    case 'bitXor': {
      const bits = BigInt((a > b ? a : b).toString(2).length);
      return (1n << bits) - 1n;
    }
    case 'shr': {
      const by = numberOf(e.right);
      return by === undefined ? a : by > 512n ? 0n : a >> by;
    }
    default:
      return MODULUS;
  }
}

/** How many low bits of a word are surely zero, up to 256. */
export function lowZeroBits(whole: Expression): number {
  const word = formOf(whole);
  const value = numberOf(word);
  if (value !== undefined) {
    if (value === 0n) return 256;
    let bits = 0;
    for (let rest = value; (rest & 1n) === 0n; rest >>= 1n) bits++;
    return bits;
  }
  switch (word.kind) {
    case 'wrap':
      return lowZeroBits(word.operand);
    case 'conditional':
      return Math.min(lowZeroBits(word.then), lowZeroBits(word.else));
    case 'binary': {
      const [a, b] = [lowZeroBits(word.left), lowZeroBits(word.right)];
      if (word.operator === 'mul') return Math.min(256, a + b);
      if (word.operator === 'bitAnd') return Math.max(a, b);
      if (['add', 'sub', 'bitOr', 'bitXor'].includes(word.operator)) return Math.min(a, b);
      return 0;
    }
    default:
      return 0;
  }
}

function exact(operator: BinaryOperator, a: Expression, b: Expression): Expression {
  return binary(operator, a, b, UINT256);
}

function fold(
  a: Expression,
  b: Expression,
  compute: (x: bigint, y: bigint) => bigint,
): Expression | undefined {
  const x = numberOf(a);
  const y = numberOf(b);
  return x === undefined || y === undefined ? undefined : number(BigInt.asUintN(256, compute(x, y)));
}

/** Reduces an exact result into a word where it may exceed one. */
function reduced(e: Expression): Expression {
  return e.kind === 'binary' && e.operator !== 'sub' && exactHighest(e) <= MAXIMUM ? e : wrap(e, UINT256);
}

export function addWords(a: Expression, b: Expression): Expression {
  if (numberOf(a) === 0n) return b;
  if (numberOf(b) === 0n) return a;
  return fold(a, b, (x, y) => x + y) ?? reduced(exact('add', a, b));
}

export function subtractWords(a: Expression, b: Expression): Expression {
  if (numberOf(b) === 0n) return a;
  return fold(a, b, (x, y) => x - y) ?? wrap(exact('sub', a, b), UINT256);
}

export function multiplyWords(a: Expression, b: Expression): Expression {
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (numberOf(x) === 0n) return number(0);
    if (numberOf(x) === 1n) return y;
    const condition = numberOf(x) === undefined ? conditionOf(x) : undefined;
    if (condition !== undefined) return choose(condition, y, number(0));
  }
  return fold(a, b, (x, y) => x * y) ?? reduced(exact('mul', a, b));
}

/** `condition ? a : b`; truth values stay conditions. */
export function choose(condition: Expression, a: Expression, b: Expression): Expression {
  if (numberOf(b) === 0n && numberOf(a) === undefined) {
    const inner = conditionOf(a);
    if (inner !== undefined) return truth(binary('and', condition, inner, BOOL));
  }
  return conditional(condition, a, b);
}

/** 0 for a zero divisor, else the value. */
function unlessZero(divisor: Expression, result: Expression): Expression {
  const known = numberOf(divisor);
  if (known !== undefined) return known === 0n ? number(0) : result;
  return conditional(equal(divisor, number(0)), number(0), result);
}

export function divideWords(a: Expression, b: Expression): Expression {
  return (
    fold(a, b, (x, y) => (y === 0n ? 0n : x / y)) ??
    (numberOf(b) === 1n ? a : unlessZero(b, exact('div', a, b)))
  );
}

export function remainderWords(a: Expression, b: Expression): Expression {
  return fold(a, b, (x, y) => (y === 0n ? 0n : x % y)) ?? unlessZero(b, exact('mod', a, b));
}

function signed(word: Expression): Expression {
  return wrap(word, INT256);
}

export function divideSigned(a: Expression, b: Expression): Expression {
  // The least number divided by -1 exceeds the range and wraps.
  return unlessZero(b, wrap(binary('div', signed(a), signed(b), INT256), UINT256));
}

export function remainderSigned(a: Expression, b: Expression): Expression {
  return unlessZero(b, wrap(binary('mod', signed(a), signed(b), INT256), UINT256));
}

export function powerWords(a: Expression, b: Expression): Expression {
  const folded = fold(a, b, powerModulo);
  if (folded !== undefined) return folded;
  if (numberOf(b) === 1n) return a;
  if (numberOf(b) === 2n) return multiplyWords(a, a);
  return wrap(exact('pow', a, b), UINT256);
}

function powerModulo(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % MODULUS;
    square = (square * square) % MODULUS;
  }
  return result;
}

export function addModulo(a: Expression, b: Expression, m: Expression): Expression {
  return unlessZero(m, builtin('addmod', [a, b, m], UINT256));
}

export function multiplyModulo(a: Expression, b: Expression, m: Expression): Expression {
  return unlessZero(m, builtin('mulmod', [a, b, m], UINT256));
}

// ---------------------------------------------------------------------------------------------- comparison

export function isLess(a: Expression, b: Expression): Expression {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return truth(x < y ? TRUE : FALSE);
  if (x !== undefined && x >= highest(b)) return number(0);
  return truth(less(a, b));
}

export function isLessSigned(a: Expression, b: Expression): Expression {
  return truth(less(signed(a), signed(b)));
}

export function isEqual(a: Expression, b: Expression): Expression {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return truth(x === y ? TRUE : FALSE);
  for (const [one, other] of [
    [x, b],
    [y, a],
  ] as const) {
    const condition = one === undefined ? undefined : conditionOf(other);
    if (condition === undefined) continue;
    return one === 1n ? truth(condition) : one === 0n ? truth(not(condition)) : number(0);
  }
  return truth(equal(a, b));
}

export function isZero(a: Expression): Expression {
  return truth(not(isTrue(a)));
}

// ---------------------------------------------------------------------------------------------------- bits

/** `and`, `or`, `xor`: on truth values as logic, on others as bits; `xor(x, mul(xor(x, y), c))` is `c ? y : x`. */
export function combineBits(
  operator: 'bitAnd' | 'bitOr' | 'bitXor',
  a: Expression,
  b: Expression,
): Expression {
  const folded = fold(a, b, (x, y) => (operator === 'bitAnd' ? x & y : operator === 'bitOr' ? x | y : x ^ y));
  if (folded !== undefined) return folded;
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    const value = numberOf(x);
    if (value === 0n) return operator === 'bitAnd' ? number(0) : y;
    if (value === MAXIMUM && operator === 'bitAnd') return y;
    if (value !== undefined && operator === 'bitAnd' && isMask(value) && highest(y) <= value) return y;
    // `and(truth, x)` keeps the lowest bit of x.
    const condition = value === undefined ? conditionOf(x) : undefined;
    if (condition !== undefined && operator === 'bitAnd' && conditionOf(y) === undefined)
      return truth(binary('and', condition, equal(remainderWords(y, number(2)), number(1)), BOOL));
    if (operator === 'bitXor') {
      const chosen = chosenByMask(x, y);
      if (chosen !== undefined) return chosen;
    }
  }
  const [p, q] = [conditionOf(a), conditionOf(b)];
  if (p !== undefined && q !== undefined) {
    if (operator === 'bitAnd') return truth(binary('and', p, q, BOOL));
    if (operator === 'bitOr') return truth(binary('or', p, q, BOOL));
    return truth(not(equal(p, q)));
  }
  return separate(operator, a, b) ?? exact(operator, a, b);
}

function isMask(value: bigint): boolean {
  return (value & (value + 1n)) === 0n;
}

/** Bits that cannot meet are added. */
function separate(operator: string, a: Expression, b: Expression): Expression | undefined {
  const apart = (low: Expression, high: Expression): boolean =>
    highest(low) < 1n << BigInt(lowZeroBits(high));
  if (!apart(a, b) && !apart(b, a)) return undefined;
  return operator === 'bitAnd' ? number(0) : exact('add', a, b);
}

/** `x ^ (c ? x ^ y : 0)`. */
function chosenByMask(x: Expression, whole: Expression): Expression | undefined {
  const masked = formOf(whole);
  if (masked.kind !== 'conditional' || numberOf(masked.else) !== 0n) return undefined;
  const then = formOf(masked.then);
  if (then.kind !== 'binary' || then.operator !== 'bitXor') return undefined;
  if (sameWord(then.left, x)) return conditional(masked.condition, then.right, x);
  return sameWord(then.right, x) ? conditional(masked.condition, then.left, x) : undefined;
}

/** Whether two words are surely the same: the same local, constant, or operation on such. */
export function sameWord(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind === 'constant' && b.kind === 'constant') return a.value === b.value;
  if (a.kind === 'local' && b.kind === 'local') return a.local === b.local;
  if (a.kind === 'wrap' && b.kind === 'wrap') return a.type === b.type && sameWord(a.operand, b.operand);
  if (a.kind === 'unary' && b.kind === 'unary')
    return a.operator === b.operator && sameWord(a.operand, b.operand);
  if (a.kind === 'binary' && b.kind === 'binary')
    return a.operator === b.operator && sameWord(a.left, b.left) && sameWord(a.right, b.right);
  if (a.kind === 'conditional' && b.kind === 'conditional')
    return sameWord(a.condition, b.condition) && sameWord(a.then, b.then) && sameWord(a.else, b.else);
  return (
    a.kind === 'builtin' &&
    b.kind === 'builtin' &&
    a.name === b.name &&
    a.name === 'bytes.length' &&
    a.arguments.every((x, i) => b.arguments[i] !== undefined && sameWord(x, b.arguments[i]))
  );
}

export function complement(a: Expression): Expression {
  const value = numberOf(a);
  return value === undefined ? exact('sub', number(MAXIMUM), a) : number(MAXIMUM - value);
}

export function shiftLeft(by: Expression, a: Expression): Expression {
  const amount = numberOf(by);
  if (amount !== undefined) {
    if (amount > 255n) return number(0);
    const value = numberOf(a);
    if (value !== undefined) return number(BigInt.asUintN(256, value << amount));
    return amount === 0n ? a : reduced(exact('mul', a, number(1n << amount)));
  }
  const shifted = wrap(exact('shl', a, by), UINT256);
  return conditional(less(number(255), by), number(0), shifted);
}

export function shiftRight(by: Expression, a: Expression): Expression {
  const amount = numberOf(by);
  if (amount !== undefined) {
    if (amount > 255n) return number(0);
    const value = numberOf(a);
    if (value !== undefined) return number(value >> amount);
    return amount === 0n ? a : exact('div', a, number(1n << amount));
  }
  return conditional(less(number(255), by), number(0), exact('shr', a, by));
}

export function shiftArithmetic(by: Expression, a: Expression): Expression {
  const shifted = (amount: Expression): Expression => wrap(binary('shr', signed(a), amount, INT256), UINT256);
  const amount = numberOf(by);
  if (amount !== undefined) return shifted(number(amount > 255n ? 255n : amount));
  return shifted(conditional(less(number(255), by), number(255), by));
}

/** The byte at an index, from the most significant one. */
export function byteAt(index: Expression, a: Expression): Expression {
  const at = numberOf(index);
  if (at !== undefined) {
    if (at > 31n) return number(0);
    return remainderWords(shiftRight(number(248n - 8n * at), a), number(256));
  }
  const by = exact('sub', number(248), exact('mul', number(8), index));
  const found = exact('mod', exact('shr', a, by), number(256));
  return conditional(less(number(31), index), number(0), found);
}

/** Extends the sign of the low `size + 1` bytes. */
export function extendSign(size: Expression, a: Expression): Expression {
  const bytes = numberOf(size);
  if (bytes !== undefined) {
    if (bytes >= 31n) return a;
    return wrap(wrap(a, intType(true, Number(8n * (bytes + 1n)))), UINT256);
  }
  // 31 possible sizes, chosen by the word.
  let result = a;
  for (let n = 30n; n >= 0n; n--) {
    result = conditional(equal(size, number(n)), extendSign(number(n), a), result);
  }
  return result;
}

/** Leading zero bits: how many powers of two are above the word. */
export function leadingZeros(a: Expression): Expression {
  const value = numberOf(a);
  if (value !== undefined) return number(value === 0n ? 256 : 256 - value.toString(2).length);
  let result: Expression = number(256);
  for (let bit = 0n; bit < 256n; bit++) {
    result = conditional(lessOrEqual(number(1n << bit), a), number(255n - bit), result);
  }
  return result;
}

// ------------------------------------------------------------------------------------------------- values

/** The word that holds a value of a type: as on the stack, sign-extended and left-aligned where Solidity does so. */
export function wordOf(value: Expression): Expression | undefined {
  const { type } = value;
  switch (type.kind) {
    case 'bool':
      return truth(value);
    case 'int':
    case 'address':
    case 'enum':
      return wrap(value, UINT256);
    case 'fixedBytes': {
      const low = wrap(value, UINT256);
      return type.size === 32 ? low : shiftLeft(number(256 - 8 * type.size), low);
    }
    default:
      return undefined;
  }
}

/** A word as a value of a type, with the condition under which it is one; undefined for types without words. */
export function typedValueOf(
  word: Expression,
  type: IrType,
): { readonly value: Expression; readonly valid: Expression } | undefined {
  switch (type.kind) {
    case 'bool': {
      const condition = conditionOf(word);
      if (condition !== undefined) return { value: condition, valid: TRUE };
      return { value: equal(word, number(1)), valid: lessOrEqual(word, number(1)) };
    }
    case 'address':
    case 'enum':
    case 'int': {
      if (type.kind === 'int' && type.signed) return signedValue(word, type);
      const maximum = rangeOf(type)?.max ?? 0n;
      const valid = highest(word) <= maximum ? TRUE : lessOrEqual(word, number(maximum));
      return { value: unwrapped(word, type), valid };
    }
    case 'fixedBytes': {
      const below = 256 - 8 * type.size;
      const value = numberOf(word);
      if (value !== undefined) {
        const clean = BigInt.asUintN(below, value) === 0n;
        return { value: constant(type, value >> BigInt(below)), valid: clean ? TRUE : FALSE };
      }
      const shifted = below === 0 ? word : undoShift(word, below);
      const clean =
        below === 0 || lowZeroBits(word) >= below
          ? TRUE
          : equal(remainderWords(word, number(1n << BigInt(below))), number(0));
      return { value: unwrapped(shifted, type), valid: clean };
    }
    default:
      return undefined;
  }
}

function undoShift(whole: Expression, bits: number): Expression {
  const word = formOf(whole);
  if (word.kind === 'binary' && word.operator === 'mul' && numberOf(word.right) === 1n << BigInt(bits))
    return word.left;
  return shiftRight(number(bits), word);
}

/** A word as a number of another type; a word made from that very type is taken back. */
function unwrapped(whole: Expression, type: IrType): Expression {
  const form = formOf(whole);
  const word = form.kind === 'constant' || form.kind === 'wrap' ? form : whole;
  if (word.kind === 'constant' && typeof word.value === 'bigint') {
    if (type.kind === 'enum') return constant(type, word.value);
    return constant(type, wrapNumber(word.value, type));
  }
  if (word.kind === 'wrap' && sameKind(word.operand.type, type) && word.operand.kind !== 'binary')
    return word.operand;
  return wrap(word, type);
}

function sameKind(a: IrType, b: IrType): boolean {
  if (a.kind === 'int' && b.kind === 'int') return a.bits === b.bits && a.signed === b.signed;
  if (a.kind === 'fixedBytes' && b.kind === 'fixedBytes') return a.size === b.size;
  if (a.kind === 'enum' && b.kind === 'enum') return a.name === b.name;
  return a.kind === 'address' && b.kind === 'address';
}

function signedValue(
  word: Expression,
  type: Extract<IrType, { kind: 'int' }>,
): { readonly value: Expression; readonly valid: Expression } {
  const known = numberOf(word);
  if (known !== undefined) {
    const value = BigInt.asIntN(256, known);
    const fits = BigInt.asIntN(type.bits, value) === value;
    return { value: constant(type, BigInt.asIntN(type.bits, value)), valid: fits ? TRUE : FALSE };
  }
  if (type.bits === 256) return { value: unwrapped(word, type), valid: TRUE };
  // A sign extension or a value of the type itself is clean.
  const form = formOf(word);
  if (form.kind === 'wrap' && sameKind(form.operand.type, type) && form.operand.kind !== 'binary')
    return { value: form.operand, valid: TRUE };
  const value = signed(word);
  return { value: wrap(value, type), valid: inRange(value, type) };
}

/** The address in the low 160 bits, as instructions take it. */
export function addressOf(word: Expression): Expression {
  return unwrapped(word, ADDRESS);
}

/** A word as `bytes32`. */
export function bytes32Of(word: Expression): Expression {
  return unwrapped(word, fixedBytesType(32));
}

/** A word as the value it was made from, with the name of its type in an encoding: `address`, `bool`, `uint256` for others. */
export function typedWord(word: Expression): { readonly value: Expression; readonly type: string } {
  const form = formOf(word);
  const condition = form.kind === 'conditional' ? conditionOf(form) : undefined;
  if (condition !== undefined) return { value: condition, type: 'bool' };
  if (form.kind === 'wrap' && form.operand.kind !== 'binary') {
    const { operand } = form;
    const name = nameOf(operand.type);
    if (name !== undefined) return { value: operand, type: name };
  }
  if (form.kind === 'binary' && form.operator === 'mul' && form.left.kind === 'wrap') {
    const { operand } = form.left;
    if (
      operand.type.kind === 'fixedBytes' &&
      numberOf(form.right) === 1n << BigInt(256 - 8 * operand.type.size)
    )
      return { value: operand, type: `bytes${operand.type.size}` };
  }
  return { value: word, type: 'uint256' };
}

function nameOf(type: IrType): string | undefined {
  if (type.kind === 'address') return 'address';
  if (type.kind === 'int') return `${type.signed ? 'int' : 'uint'}${type.bits}`;
  return type.kind === 'fixedBytes' && type.size === 32 ? 'bytes32' : undefined;
}
