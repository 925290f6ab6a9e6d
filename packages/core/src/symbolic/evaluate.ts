// Evaluating IR expressions to terms. Expressions have no effects; what is outside the model becomes a fresh value
// and an incompleteness of the path.
import { INT, type Term } from '@surety/solvers';
import {
  bitOperation,
  divideTruncating,
  type Interval,
  literalOf,
  power,
  powerOfTwo,
  remainderTruncating,
  wrapInto,
} from '../encode/arithmetic.js';
import { namedFunction } from '../encode/functions.js';
import { isScalar, rangeOf } from '../encode/sorts.js';
import type { Span } from '../frontend/typed-program.js';
import type { BinaryOperator, EnvironmentName, Expression, IrType, Place, Step } from '../ir/ir.js';
import { evaluateBuiltin } from './builtin.js';
import { readElement, readField, readLength } from './memory.js';
import { type ChosenPath, isPointer, type State, type StoragePath } from './state.js';
import { extendPointer, readStorage } from './storage.js';
import { type Frame, freshScalar } from './world.js';

/** Where an expression is evaluated. */
export interface Site {
  readonly frame: Frame;
  readonly state: State;
  readonly span: Span;
}

/** The term of an expression; memory references are integers. */
export function evaluate(site: Site, expression: Expression): Term {
  const { bank } = site.frame.world;
  switch (expression.kind) {
    case 'constant': {
      const { value, type } = expression;
      if (typeof value === 'boolean') return bank.bool(value);
      if (typeof value === 'bigint') return bank.int(value);
      return type.kind === 'bytes' ? bank.bytes(value) : bank.int(BigInt(`0x${value}`));
    }
    case 'local': {
      const value = site.state.locals.get(expression.local);
      if (value === undefined)
        throw new Error(`local ${expression.local.name} has no value in ${site.frame.stack.join(' > ')}`);
      if (isPointer(value))
        throw new Error(`local ${expression.local.name} is a storage pointer, not a value`);
      return value;
    }
    case 'read':
      return readPlace(site, expression.place);
    case 'lengthOf':
      return lengthOf(site, expression.place);
    case 'memoryLength':
      return readLength(site.frame.world, site.state, evaluate(site, expression.object));
    case 'environment':
      return evaluateEnvironment(site, expression.name, expression.type);
    case 'unary': {
      const operand = evaluate(site, expression.operand);
      return expression.operator === 'not' ? bank.not(operand) : bank.neg(operand);
    }
    case 'binary':
      return evaluateBinary(site, expression.operator, expression.left, expression.right);
    case 'wrap':
      return wrapInto(
        bank,
        evaluate(site, expression.operand),
        intervalOf(expression.operand),
        expression.type,
      );
    case 'inRange':
      return evaluateInRange(site, expression.operand, expression.range);
    case 'conditional': {
      const condition = evaluate(site, expression.condition);
      return bank.ite(
        condition,
        evaluateWhere(site, condition, expression.then),
        evaluateWhere(site, bank.not(condition), expression.else),
      );
    }
    case 'builtin':
      return evaluateBuiltin(
        site,
        expression.name,
        expression.arguments.map((a) => ({ term: evaluate(site, a), type: a.type })),
        expression.type,
        expression.detail,
      );
    default:
      return expression satisfies never;
  }
}

/** A part that the code evaluates only under a condition. */
function evaluateWhere(site: Site, condition: Term, expression: Expression): Term {
  const { world } = site.frame;
  const outer = world.divisions;
  if (outer === undefined) return evaluate(site, expression);
  const own: Term[] = [];
  world.divisions = own;
  const term = evaluate(site, expression);
  world.divisions = outer;
  outer.push(...own.map((fact) => world.bank.implies(condition, fact)));
  return term;
}

/** The storage pointer that a storage place denotes, keys evaluated. */
export function resolvePlace(
  site: Site,
  place: Extract<Place, { kind: 'storage' }>,
): StoragePath | ChosenPath {
  let pointer: StoragePath | ChosenPath;
  if (place.root.kind === 'variable') {
    const { alias, index, places } = site.frame.instance;
    const { variable } = place.root;
    const at = places?.get(variable) ?? { instance: index, prefix: `${alias}/${variable}` };
    pointer = { kind: 'path', ...at, keys: [] };
  } else {
    const value = site.state.locals.get(place.root.local);
    if (value === undefined || !isPointer(value))
      throw new Error(`local ${place.root.local.name} is not a storage pointer`);
    pointer = value;
  }
  for (const step of place.steps) {
    pointer =
      step.kind === 'field'
        ? extendPointer(pointer, `.${step.name}`)
        : extendPointer(pointer, '[]', stepKey(site, step));
  }
  return pointer;
}

/** The key or index of a step. */
export function stepKey(site: Site, step: Exclude<Step, { kind: 'field' }>): Term {
  return evaluate(site, step.kind === 'key' ? step.key : step.index);
}

function readPlace(site: Site, place: Place): Term {
  const { frame, state } = site;
  if (place.kind === 'storage') {
    const pointer = resolvePlace(site, place);
    return readStorage(frame.world, state, pointer);
  }
  const reference = evaluate(site, place.object);
  if (place.step.kind === 'field')
    return readField(frame.world, state, place.objectType, reference, place.step.name, place.type);
  return readElement(frame.world, state, place.objectType, reference, stepKey(site, place.step));
}

function lengthOf(site: Site, place: Place): Term {
  if (place.kind === 'storage') {
    const pointer = resolvePlace(site, place);
    if (place.type.kind === 'array' && place.type.length !== undefined)
      return site.frame.world.bank.int(place.type.length);
    return readStorage(site.frame.world, site.state, extendPointer(pointer, '.length'));
  }
  return readLength(site.frame.world, site.state, readPlace(site, place));
}

function evaluateEnvironment(site: Site, name: EnvironmentName, type: IrType): Term {
  const { frame } = site;
  switch (name) {
    case 'msg.sender':
      return frame.sender;
    case 'msg.value':
      return frame.value;
    case 'this':
      return frame.instance.address;
    case 'tx.origin':
      return frame.transaction.origin;
    case 'block.timestamp':
      return frame.transaction.timestamp;
    case 'block.number':
      return frame.transaction.number;
    case 'block.prevrandao': {
      // The beacon chain fixed it before the block's first transaction: it is the same for all that a block of this number
      // could hold, also where a rule runs the chain twice from one state. Of different blocks nothing is said.
      const { bank, meanings } = frame.world;
      const term = bank.call(namedFunction('block.prevrandao', [INT], INT), [frame.transaction.number]);
      meanings.set(term, { dimensions: [], type });
      return term;
    }
    default:
      // Anything the chain may say: a fresh value at each read is the weakest assumption.
      return freshScalar(frame.world, name, type);
  }
}

/** `inRange` of a wrapped or exact value; folds when types already bound it. */
function evaluateInRange(site: Site, operand: Expression, type: IrType): Term {
  const interval = intervalOf(operand);
  const range = rangeOf(type);
  const { bank } = site.frame.world;
  if (range === undefined) return bank.true_;
  const term = evaluate(site, operand);
  const low =
    interval !== undefined && interval.low >= range.low ? bank.true_ : bank.le(bank.int(range.low), term);
  const high =
    interval !== undefined && interval.high <= range.high ? bank.true_ : bank.le(term, bank.int(range.high));
  return bank.and(low, high);
}

function evaluateBinary(site: Site, operator: BinaryOperator, left: Expression, right: Expression): Term {
  const { bank } = site.frame.world;
  const a = evaluate(site, left);
  const b =
    operator === 'and' || operator === 'or'
      ? evaluateWhere(site, operator === 'and' ? a : bank.not(a), right)
      : evaluate(site, right);
  const nonnegative = (e: Expression): boolean => (intervalOf(e)?.low ?? -1n) >= 0n;
  switch (operator) {
    case 'add':
      return bank.add(a, b);
    case 'sub':
      return bank.sub(a, b);
    case 'mul':
      return bank.mul(a, b);
    case 'div': {
      const quotient = divideTruncating(bank, a, b, nonnegative(left) && nonnegative(right));
      // Only where it is reached: the condition of a loop is evaluated for rounds that may not happen.
      site.frame.world.divisions?.push(bank.implies(site.state.path.all, bank.eq(a, bank.mul(quotient, b))));
      return quotient;
    }
    case 'mod':
      return remainderTruncating(bank, a, b, nonnegative(left) && nonnegative(right));
    case 'pow':
      return power(bank, a, b);
    case 'shl':
      return shift(site, a, b, left.type, 'left');
    case 'shr':
      return shift(site, a, b, left.type, 'right');
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
      return left.type.kind === 'bool'
        ? operator === 'bitAnd'
          ? bank.and(a, b)
          : operator === 'bitOr'
            ? bank.or(a, b)
            : bank.xor(a, b)
        : bitOperation(bank, operator, a, b, left.type);
    case 'lt':
      return bank.lt(a, b);
    case 'le':
      return bank.le(a, b);
    case 'eq':
      return bank.eq(a, b);
    case 'and':
      return bank.and(a, b);
    case 'or':
      return bank.or(a, b);
    default:
      return operator satisfies never;
  }
}

/** Shifts by 512 bits or more are the same as by 512 for every machine width. */
function shift(site: Site, value: Term, amount: Term, type: IrType, direction: 'left' | 'right'): Term {
  const { bank } = site.frame.world;
  const literal = literalOf(amount);
  const factor =
    literal !== undefined
      ? bank.int(1n << (literal > 512n ? 512n : literal))
      : powerOfTwo(bank, bank.ite(bank.le(amount, bank.int(512n)), amount, bank.int(512n)));
  if (rangeOf(type) === undefined) throw new Error(`shift of ${type.kind}`);
  return direction === 'left' ? bank.mul(value, factor) : bank.div(value, factor);
}

/** Interval of an expression from the types of its parts. */
export function intervalOf(expression: Expression): Interval {
  switch (expression.kind) {
    case 'constant':
      return typeof expression.value === 'bigint'
        ? { low: expression.value, high: expression.value }
        : undefined;
    case 'unary': {
      const inner = intervalOf(expression.operand);
      return inner === undefined ? undefined : { low: -inner.high, high: -inner.low };
    }
    case 'binary':
      return intervalOfBinary(
        expression.operator,
        intervalOf(expression.left),
        intervalOf(expression.right),
        expression.type,
      );
    case 'conditional': {
      const a = intervalOf(expression.then);
      const b = intervalOf(expression.else);
      return a === undefined || b === undefined
        ? undefined
        : { low: a.low < b.low ? a.low : b.low, high: a.high > b.high ? a.high : b.high };
    }
    case 'builtin':
      // Exact quotients may exceed the machine type until they are checked.
      return expression.name === 'mulDivDown'
        ? { low: 0n, high: (1n << 512n) - 1n }
        : rangeOf(expression.type);
    default:
      return isScalar(expression.type) ? rangeOf(expression.type) : undefined;
  }
}

function intervalOfBinary(operator: BinaryOperator, a: Interval, b: Interval, type: IrType): Interval {
  if (a === undefined || b === undefined) return undefined;
  const hull = (...values: bigint[]): Interval => ({
    low: values.reduce((x, y) => (x < y ? x : y)),
    high: values.reduce((x, y) => (x > y ? x : y)),
  });
  switch (operator) {
    case 'add':
      return { low: a.low + b.low, high: a.high + b.high };
    case 'sub':
      return { low: a.low - b.high, high: a.high - b.low };
    case 'mul':
      return hull(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high);
    case 'div':
      // A nonzero divisor makes the magnitude no larger.
      return a.low >= 0n && b.low >= 0n ? { low: 0n, high: a.high } : hull(a.low, a.high, -a.low, -a.high);
    case 'mod': {
      const magnitude = b.high > -b.low ? b.high : -b.low;
      return { low: a.low < 0n ? -magnitude : 0n, high: magnitude };
    }
    case 'shr':
      return hull(a.low, a.high, 0n, a.low < 0n ? -1n : 0n);
    case 'bitAnd':
    case 'bitOr':
    case 'bitXor':
      return rangeOf(type);
    default:
      return undefined;
  }
}
