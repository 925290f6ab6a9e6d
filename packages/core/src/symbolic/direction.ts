// Whether a value only grows or only falls from one state to the next, as far as the shape of its terms tells.
import { integerValue, type Term } from '@surety/solvers';
import type { World } from './world.js';

/** How a value goes on; `both`: it stays. Undefined where its shape does not tell. */
export type Direction = 'up' | 'down' | 'both';

/** The direction from `from` to `to`: integers, or arrays of them over `dimensions` keys. */
export function directionOf(world: World, from: Term, to: Term, dimensions: number): Direction | undefined {
  if (from === to) return 'both';
  if (rises(world, from, to, dimensions)) return 'up';
  return falls(world, from, to, dimensions) ? 'down' : undefined;
}

function rises(world: World, from: Term, to: Term, dimensions: number): boolean {
  return goes(world, from, to, dimensions, (low, high) => isNonNegative(world, world.bank.sub(high, low)));
}

function falls(world: World, from: Term, to: Term, dimensions: number): boolean {
  return goes(world, from, to, dimensions, (high, low) => isNonNegative(world, world.bank.sub(high, low)));
}

/** Whether all that was written compares with what was there. */
function goes(
  world: World,
  from: Term,
  to: Term,
  dimensions: number,
  compares: (before: Term, after: Term) => boolean,
): boolean {
  if (from === to) return true;
  if (to.kind === 'ite')
    return (
      goes(world, from, to.then, dimensions, compares) && goes(world, from, to.else, dimensions, compares)
    );
  if (dimensions === 0) return compares(from, to);
  if (to.kind !== 'apply' || to.op !== 'store') return false;
  const [base, key, value] = to.args as readonly [Term, Term, Term];
  const entry = world.bank.select(from, key);
  return goes(world, from, base, dimensions, compares) && goes(world, entry, value, dimensions - 1, compares);
}

/** Whether a term is never negative, given the ranges of what it reads. */
function isNonNegative(world: World, term: Term): boolean {
  const literal = integerValue(term);
  if (literal !== undefined) return literal >= 0n;
  if (term.kind === 'ite') return isNonNegative(world, term.then) && isNonNegative(world, term.else);
  if (term.kind === 'symbol') return isUnsigned(world, term);
  if (term.kind !== 'apply') return false;
  switch (term.op) {
    case 'add':
    case 'mul':
      return term.args.every((arg) => isNonNegative(world, arg));
    case 'div':
    case 'mod': {
      // Euclidean, by a divisor that is not zero where this is read.
      const by = integerValue(term.args[1] as Term);
      return by !== undefined && by > 0n && isNonNegative(world, term.args[0] as Term);
    }
    case 'select': {
      let base: Term = term;
      while (base.kind === 'apply' && base.op === 'select') base = base.args[0] as Term;
      return isUnsigned(world, base);
    }
    default:
      return false;
  }
}

function isUnsigned(world: World, symbol: Term): boolean {
  const type = world.meanings.get(symbol)?.type;
  return type?.kind === 'address' || type?.kind === 'enum' || (type?.kind === 'int' && !type.signed);
}
