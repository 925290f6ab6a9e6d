// Facts about the applications of function symbols in sight. Each is true of the concrete function, or is an
// assumption that reports print (hash collisions, injective encodings).
import type { Term } from '@surety/solvers';
import { factOfBytes } from '../encode/bytes.js';
import { CHILD, POWER } from '../encode/functions.js';
import { knownImages } from '../encode/injective.js';
import type { World } from '../symbolic/world.js';

/** Facts for a list of `call` terms. */
export function* functionFacts(world: World, calls: readonly Term[]): Generator<Term> {
  const { bank } = world;
  const injective = new Map<string, Term[]>();
  for (const term of calls) {
    if (term.kind !== 'call') continue;
    const [a, b] = term.args as [Term, Term];
    switch (term.fn.name) {
      case 'bitAnd':
        yield bank.and(bank.le(bank.int(0n), term), bank.le(term, a), bank.le(term, b));
        break;
      case 'bitOr':
        yield bank.and(bank.le(a, term), bank.le(b, term), bank.le(term, bank.add(a, b)));
        break;
      case 'bitXor':
        yield bank.and(bank.le(bank.int(0n), term), bank.le(term, bank.add(a, b)));
        break;
      case POWER.name:
        // base >= 1: the power is at least 1 and, for a positive exponent, at least the base.
        yield bank.implies(
          bank.and(bank.le(bank.int(1n), a), bank.le(bank.int(0n), b)),
          bank.le(bank.int(1n), term),
        );
        yield bank.implies(bank.and(bank.le(bank.int(1n), a), bank.le(bank.int(1n), b)), bank.le(a, term));
        yield bank.implies(bank.eq(b, bank.int(0n)), bank.eq(term, bank.int(1n)));
        yield bank.implies(bank.eq(b, bank.int(1n)), bank.eq(term, a));
        break;
      case CHILD.name:
        // References of allocated objects are positive, null is zero (symbolic/memory.ts).
        yield bank.lt(term, bank.int(0n));
        injective.set(term.fn.name, [...(injective.get(term.fn.name) ?? []), term]);
        break;
      default:
        yield factOfBytes(bank, term);
        // That nobody knows a preimage of zero, which is what an empty entry holds, is assumed as that nobody knows a collision.
        if (isHash(term.fn.name)) yield bank.not(bank.eq(term, bank.int(0n)));
        if (isInjective(term.fn.name))
          injective.set(term.fn.name, [...(injective.get(term.fn.name) ?? []), term]);
    }
  }
  for (const [name, terms] of injective) {
    const images = knownImages(bank, name);
    for (const [i, x] of terms.entries()) {
      // An image that was computed has no other origin.
      for (const { image, args } of images)
        if (x.kind === 'call')
          yield bank.implies(
            bank.eq(x, image),
            bank.and(...x.args.map((arg, k) => bank.eq(arg, args[k] as Term))),
          );
      for (const y of terms.slice(i + 1)) yield bank.implies(bank.eq(x, y), sameArguments(world, x, y));
    }
  }
}

/** Hashes and standard encodings are taken as injective; packed encodings are not. */
function isInjective(name: string): boolean {
  return isHash(name) || name.startsWith('abi.encode_') || /^abi\.encode[^P]/.test(name);
}

function isHash(name: string): boolean {
  return name === 'keccak256' || name.startsWith('sha256');
}

function sameArguments(world: World, x: Term, y: Term): Term {
  if (x.kind !== 'call' || y.kind !== 'call') return world.bank.true_;
  return world.bank.and(...x.args.map((arg, i) => world.bank.eq(arg, y.args[i] as Term)));
}
