// Words of 256 bits as expressions: what their form tells of them. Truth values are the words 0 and 1, kept as
// `condition ? 1 : 0` so that conditions stay readable.
import { conditional, equal, FALSE, intType, not, number, rangeOf, TRUE, UINT256 } from '../build.js';
import type { Expression, IrType, Local } from '../ir.js';

/** The type of a word. */
export const WORD: IrType = UINT256;

/** The type of a word read in two's complement. */
export const INT256: IrType = intType(true, 256);

/** One more than the greatest word. */
export const MODULUS = 1n << 256n;

/** The greatest word. */
export const MAXIMUM = MODULUS - 1n;

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
export function exactHighest(e: Extract<Expression, { kind: 'binary' }>): bigint {
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
  // What a call was made with stays the same while it lasts.
  if (a.kind === 'environment' && b.kind === 'environment') return a.name === b.name && a.name !== 'gasleft';
  return (
    a.kind === 'builtin' &&
    b.kind === 'builtin' &&
    a.name === b.name &&
    a.name === 'bytes.length' &&
    a.arguments.every((x, i) => b.arguments[i] !== undefined && sameWord(x, b.arguments[i]))
  );
}
