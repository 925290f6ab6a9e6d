// Folding: the forms the rest of the product relies on, and a proof by Z3 that every fold is an equivalence.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  type ArraySort,
  arraySort,
  BOOL,
  BYTES,
  bitvecSort,
  createZ3Wasm,
  EMPTY_MODEL,
  evaluate,
  INT,
  printTerm,
  TermBank,
} from '@surety/solvers';
import fc from 'fast-check';
import { emitPlan, foldPlan, plan } from './support/generate.js';

const bank = new TermBank();
const [x, y, z] = [bank.symbol('x', INT), bank.symbol('y', INT), bank.symbol('z', INT)];
const [p, q] = [bank.symbol('p', BOOL), bank.symbol('q', BOOL)];
const MAP: ArraySort = arraySort(INT, INT);
const m = bank.symbol('m', MAP);
const n = (value: number | bigint) => bank.int(value);

describe('linear normal form', () => {
  it('collects like terms and constants', () => {
    expect(bank.sub(x, x)).toBe(n(0));
    expect(bank.sub(bank.add(x, n(3)), n(3))).toBe(x);
    expect(bank.add(x, y, x)).toBe(bank.add(y, bank.mul(n(2), x)));
    expect(bank.mul(n(2), bank.add(x, n(3)))).toBe(bank.add(bank.mul(x, n(2)), n(6)));
    expect(bank.mul(x, y)).toBe(bank.mul(y, x));
    expect(bank.sub(bank.mul(n(3), x, y), bank.mul(y, n(3), x))).toBe(n(0));
    expect(bank.neg(bank.neg(x))).toBe(x);
    expect(bank.mul(x, n(0), y)).toBe(n(0));
  });
  it('decides comparisons whose difference is constant', () => {
    expect(bank.le(x, bank.add(x, n(1)))).toBe(bank.true_);
    expect(bank.lt(bank.add(x, y), bank.add(y, x))).toBe(bank.false_);
    expect(bank.eq(bank.add(x, n(1)), x)).toBe(bank.false_);
    expect(bank.eq(bank.mul(n(2), x), n(7))).toBe(bank.false_);
    expect(bank.eq(bank.mul(n(2), x), bank.mul(n(4), y))).toBe(bank.eq(bank.mul(n(2), y), x));
  });
  it('has one form for a comparison and its negation', () => {
    expect(bank.not(bank.le(x, y))).toBe(bank.lt(y, x));
    expect(bank.not(bank.lt(x, y))).toBe(bank.ge(x, y));
    expect(bank.and(bank.le(x, y), bank.gt(x, y))).toBe(bank.false_);
    expect(bank.or(bank.lt(x, y), bank.ge(x, y))).toBe(bank.true_);
    expect(bank.ge(bank.sub(x, y), n(0))).toBe(bank.le(y, x));
  });
  it('divides as SMT-LIB does, never by a literal zero', () => {
    const cases = [
      [7, 2, 3, 1],
      [-7, 2, -4, 1],
      [7, -2, -3, 1],
      [-7, -2, 4, 1],
    ] as const;
    for (const [a, b, quotient, remainder] of cases) {
      expect(bank.div(n(a), n(b))).toBe(n(quotient));
      expect(bank.mod(n(a), n(b))).toBe(n(remainder));
    }
    expect(bank.div(n(5), n(0)).kind).toBe('apply');
    expect(bank.mod(n(5), n(0)).kind).toBe('apply');
    expect(bank.div(bank.add(bank.mul(n(4), x), n(9)), n(4))).toBe(bank.add(x, n(2)));
    expect(bank.mod(bank.add(bank.mod(x, n(256)), n(256)), n(16))).toBe(bank.mod(x, n(16)));
    expect(bank.le(n(0), bank.mod(x, n(8)))).toBe(bank.true_);
    expect(bank.lt(bank.mod(x, n(8)), n(8))).toBe(bank.true_);
  });
});

describe('Boolean terms', () => {
  it('flattens, sorts and recognizes complements', () => {
    expect(bank.and(q, p, q)).toBe(bank.and(p, q));
    expect(bank.and(bank.and(p, q), bank.not(p))).toBe(bank.false_);
    expect(bank.or(p, bank.not(p))).toBe(bank.true_);
    expect(bank.and()).toBe(bank.true_);
    expect(bank.or()).toBe(bank.false_);
    expect(bank.not(bank.not(p))).toBe(p);
    expect(bank.and(bank.not(bank.or(p, q)), p)).toBe(bank.false_);
    expect(bank.iff(bank.not(p), bank.not(q))).toBe(bank.eq(q, p));
    expect(bank.xor(p, p)).toBe(bank.false_);
    expect(bank.iff(bank.le(x, y), bank.gt(x, y))).toBe(bank.false_);
    expect(bank.distinct(n(1), n(2), n(3))).toBe(bank.true_);
    expect(bank.distinct(x, y, x)).toBe(bank.false_);
  });
  it('folds if-then-else', () => {
    expect(bank.ite(p, x, x)).toBe(x);
    expect(bank.ite(bank.not(p), x, y)).toBe(bank.ite(p, y, x));
    expect(bank.ite(p, bank.ite(p, x, z), y)).toBe(bank.ite(p, x, y));
    expect(bank.ite(p, bank.true_, q)).toBe(bank.or(p, q));
    expect(bank.ite(p, q, bank.false_)).toBe(bank.and(p, q));
    expect(bank.ite(bank.gt(x, y), x, y)).toBe(bank.ite(bank.le(x, y), y, x));
    expect(bank.eq(bank.ite(p, n(1), n(0)), n(1))).toBe(p);
    expect(bank.eq(bank.ite(p, n(1), n(0)), n(0))).toBe(bank.not(p));
    expect(bank.eq(bank.ite(p, n(1), n(0)), n(2))).toBe(bank.false_);
    expect(bank.le(bank.ite(p, n(1), n(0)), n(0))).toBe(bank.not(p));
  });
});

describe('arrays', () => {
  it('expands reads over writes, so that every select ends on a base array', () => {
    expect(bank.select(bank.store(m, x, z), x)).toBe(z);
    expect(bank.select(bank.store(m, n(1), z), n(2))).toBe(bank.select(m, n(2)));
    expect(bank.select(bank.store(m, bank.add(x, n(1)), z), x)).toBe(bank.select(m, x));
    expect(bank.select(bank.store(m, x, z), y)).toBe(bank.ite(bank.eq(x, y), z, bank.select(m, y)));
    expect(bank.select(bank.constArray(MAP, n(4)), x)).toBe(n(4));
    expect(bank.store(bank.store(m, x, y), x, z)).toBe(bank.store(m, x, z));
    expect(bank.store(m, x, bank.select(m, x))).toBe(m);
  });
  it('reads a 8,000 writes deep chain of choices in linear time', () => {
    let array: ReturnType<TermBank['ite']> = m;
    for (let i = 0; i < 8_000; i++)
      array = bank.ite(bank.symbol(`c${i}`, BOOL), bank.store(array, n(i), n(i)), array);
    expect(bank.select(array, n(-1))).toBe(bank.select(m, n(-1)));
  });
});

describe('functions and errors', () => {
  const double = {
    name: 'double',
    domain: [INT],
    range: INT,
    interpret: ([a]: readonly unknown[]) => (typeof a === 'bigint' ? 2n * a : undefined),
  };
  it('folds calls on literals by their meaning', () => {
    expect(bank.call(double, [n(21)])).toBe(n(42));
    expect(printTerm(bank.call(double, [x]))).toBe('double(x)');
  });
  it('throws on sort errors, naming the operator and the sorts', () => {
    expect(() => bank.add(x, p)).toThrow('add: does not apply to (Int, Bool)');
    expect(() => bank.select(x, y)).toThrow('select: does not apply to (Int, Int)');
    expect(() => bank.symbol('x', BOOL)).toThrow('symbol x: is already Int');
    expect(() => bank.ite(x, y, z)).toThrow('ite: does not apply to (Int, Int, Int)');
    expect(() => bank.bytes('0g')).toThrow('hex');
    expect(() => bank.extract(8, 0, bank.bitvec(1, 8))).toThrow('extract[8, 0]');
    expect(() => bank.call({ ...double, range: BOOL }, [x])).toThrow('already declared');
    expect(() => bank.eq(bank.bytes('00'), x)).toThrow('eq: does not apply to (Bytes, Int)');
  });
  it('makes fresh names in a fixed order', () => {
    const other = new TermBank();
    expect(
      [other.fresh('k', INT), other.fresh('k', BYTES), other.fresh('j', INT)].map((t) => t.name),
    ).toEqual(['k!0', 'k!1', 'j!0']);
  });
  it('computes bit-vector literals', () => {
    const byte = (value: number) => bank.bitvec(value, 8);
    expect(bank.bvadd(byte(250), byte(10))).toBe(byte(4));
    expect(bank.bvsdiv(byte(-7), byte(2))).toBe(byte(-3));
    expect(bank.bvudiv(byte(5), byte(0))).toBe(byte(255));
    expect(bank.bvashr(byte(-8), byte(1))).toBe(byte(-4));
    expect(bank.extract(7, 4, byte(0xab))).toBe(bank.bitvec(0xa, 4));
    expect(bank.signExtend(8, byte(-1))).toBe(bank.bitvec(-1, 16));
    expect(bank.bv2int(bank.int2bv(8, x))).toBe(bank.mod(x, n(256)));
    expect(evaluate(bank.concat(byte(1), bank.symbol('b', bitvecSort(8))), EMPTY_MODEL)).toBe(256n);
  });
});

describe('every fold is an equivalence', () => {
  const solver = createZ3Wasm({ workers: 2 });
  afterAll(() => solver.dispose());

  // The unfolded text of a random plan and the folded term of the same plan must agree for all values.
  it('proved by Z3 for generated terms of every kind', async () => {
    const plans = fc.sample(plan, { numRuns: 200, seed: 20_261_121 });
    const failures: string[] = [];
    const decided = { unsat: 0, other: 0 };
    await Promise.all(
      plans.map(async (candidate) => {
        const fresh = new TermBank();
        const folded = foldPlan(fresh, candidate);
        const script = emitPlan(fresh, candidate, folded);
        const result = await solver.check(script, {
          rlimit: 1_500_000,
          wantModel: false,
          wallMilliseconds: 10_000,
        });
        if (result.kind === 'sat' || result.kind === 'error')
          failures.push(`${JSON.stringify(result.kind)}\n${script}`);
        decided[result.kind === 'unsat' ? 'unsat' : 'other']++;
      }),
    );
    expect(failures.slice(0, 2)).toEqual([]);
    expect(decided.unsat).toBeGreaterThan(180);
  });
});
