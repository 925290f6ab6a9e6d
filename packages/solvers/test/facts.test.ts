// Scripts under their own facts: the same models, less to say.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  type Assertion,
  arraySort,
  BOOL,
  climb,
  createEvaluator,
  createZ3Wasm,
  type FunctionSymbol,
  INT,
  LADDERS,
  printTerm,
  type Script,
  type Term,
  TermBank,
  transfer,
  underFacts,
  type Value,
} from '@surety/solvers';
import { randomNumbers } from './support/random.js';

const solver = createZ3Wasm({ workers: 2 });
afterAll(() => solver.dispose());

const bank = new TermBank();
const [x, y, z] = ['x', 'y', 'z'].map((name) => bank.symbol(name, INT)) as [Term, Term, Term];
const [p, q] = ['p', 'q'].map((name) => bank.symbol(name, BOOL)) as [Term, Term];
const table = bank.symbol('table', arraySort(INT, INT));
const int = (value: number): Term => bank.int(value);
const simplified = (...terms: readonly Term[]): readonly string[] =>
  underFacts({ assertions: terms.map((term) => ({ term })) }).assertions.map(({ term }) => printTerm(term));
const written = (...terms: readonly Term[]): readonly string[] => terms.map((term) => printTerm(term));

describe('a script under its own facts', () => {
  it('decides conditions that are asserted', () => {
    const choice = bank.le(bank.ite(p, x, y), z);
    expect(simplified(p, bank.not(q), choice, bank.or(q, bank.le(x, y)))).toEqual(
      written(p, bank.not(q), bank.le(x, z), bank.le(x, y)),
    );
  });

  it('takes out what all members of a disjunction say', () => {
    const either = bank.or(bank.and(p, bank.le(x, y)), bank.and(p, bank.le(y, z)));
    const without = bank.or(bank.le(x, y), bank.le(y, z));
    expect(simplified(either)).toEqual(written(p, without));
  });

  it('decides comparisons by bounds', () => {
    const low = bank.le(int(5), x);
    const sum = bank.le(int(7), bank.add(x, y));
    const two = bank.le(int(2), y);
    expect(simplified(low, two, bank.or(p, bank.le(x, int(4))))).toEqual(written(low, two, p));
    expect(simplified(low, two, bank.or(p, bank.not(sum)))).toEqual(written(low, two, p));
    expect(simplified(low, bank.or(p, bank.eq(x, int(5))))).toHaveLength(2);
    expect(simplified(low, bank.or(p, bank.eq(x, int(4))))).toEqual(written(low, p));
    const apart = bank.le(bank.add(x, int(3)), y);
    expect(simplified(apart, bank.or(p, bank.le(y, x)))).toEqual(written(apart, p));
    expect(simplified(apart, bank.or(p, bank.le(bank.add(x, int(4)), y)))).toHaveLength(2);
  });

  it('carries bounds from one comparison of names to the next', () => {
    const chain = [bank.le(int(1), x), bank.le(bank.add(x, int(2)), y), bank.le(y, z)];
    expect(simplified(...chain, bank.or(p, bank.le(z, int(2))))).toEqual(written(...chain, p));
    expect(simplified(...chain, bank.or(p, bank.le(z, int(3))))).toHaveLength(4);
    const scaled = bank.le(bank.mul(int(3), x), int(10));
    const negative = bank.le(bank.mul(int(-3), y), int(-10));
    expect(simplified(scaled, negative, bank.or(p, bank.lt(y, x)))).toEqual(written(scaled, negative, p));
    expect(simplified(scaled, negative, bank.or(p, bank.le(y, int(4))))).toHaveLength(3);
  });

  it('carries no bound through a comparison with a condition below it', () => {
    const choice: FunctionSymbol = { name: 'choice', domain: [BOOL], range: INT };
    const below = bank.iff(bank.eq(x, int(0)), q);
    const chosen = bank.call(choice, [below]);
    const chain = [bank.le(int(1), chosen), bank.le(chosen, x)];
    // Through it `x = 0` would be decided below the very condition that simplifies the comparison.
    expect(simplified(...chain, bank.or(p, bank.eq(x, int(0))))).toHaveLength(3);
    const [named, direct] = [bank.le(int(1), y), bank.le(y, x)];
    expect(simplified(named, direct, bank.or(p, bank.eq(x, int(0))))).toEqual(written(named, direct, p));
  });

  it('knows bounds of what is computed from bounded numbers', () => {
    const small = [bank.le(int(2), x), bank.le(x, int(6)), bank.le(int(3), y), bank.le(y, int(4))];
    const outside = [
      bank.le(bank.mul(x, y), int(5)),
      bank.le(int(25), bank.mul(x, y)),
      bank.le(bank.div(bank.mul(x, y), y), int(0)),
      bank.le(int(9), bank.div(bank.mul(x, y), y)),
      bank.le(int(4), bank.mod(z, y)),
      bank.le(bank.ite(q, x, y), int(1)),
    ];
    for (const one of outside) expect(simplified(...small, bank.or(p, one))).toEqual(written(...small, p));
    const inside = [
      bank.le(bank.mul(x, y), int(6)),
      bank.le(int(3), bank.mod(z, y)),
      bank.le(bank.ite(q, x, y), int(2)),
    ];
    for (const one of inside) expect(simplified(...small, bank.or(p, one))).toHaveLength(5);
    // Nothing is known of a quotient by what may be zero.
    const natural = bank.le(int(0), z);
    expect(simplified(...small, natural, bank.or(p, bank.le(int(0), bank.div(x, z))))).toHaveLength(6);
  });

  it('divides multiples of what is not zero', () => {
    const some = bank.le(int(1), y);
    const same = bank.le(bank.div(bank.mul(bank.add(x, z), y), y), z);
    expect(simplified(some, same)).toEqual(written(some, bank.le(x, int(0))));
    expect(simplified(some, bank.or(p, bank.le(int(1), bank.mod(bank.mul(x, y), y))))).toEqual(
      written(some, p),
    );
    expect(simplified(same)).toEqual(written(same));
  });

  it('writes one of two equal terms for both', () => {
    const same = bank.eq(x, y);
    const read = bank.le(bank.select(table, x), bank.select(table, y));
    expect(simplified(same, bank.or(p, bank.not(read)))).toEqual(written(same, p));
  });

  it('does not let two facts do away with each other', () => {
    const bound = bank.le(x, int(3));
    const choice = bank.eq(x, bank.ite(bound, y, z));
    const left = simplified(choice, bound);
    expect(left).toContain(printTerm(bound));
    expect(left).toHaveLength(2);
  });

  it('makes no fact of a hypothesis with a name', () => {
    const named = { term: p, name: 'given' };
    const script = { assertions: [named, { term: bank.or(p, q) }, { term: bank.or(bank.not(p), q) }] };
    expect(underFacts(script).assertions).toHaveLength(3);
    expect(underFacts(script).assertions[0]).toMatchObject({ name: 'given' });
  });

  it('has the value it had under random models, on more random scripts', () => {
    const random = randomNumbers(7);
    const some = (): bigint => BigInt(random.below(11) - 3);
    for (let round = 0; round < 1500; round++) {
      const script = randomScript(random);
      const simple = underFacts(script);
      for (let k = 0; k < 10; k++) {
        const symbols = new Map<string, Value>([
          ...['x', 'y', 'z'].map((name) => [name, some()] as const),
          ...['p', 'q'].map((name) => [name, random.below(2) === 0] as const),
        ]);
        const value = createEvaluator({ symbols, functions: new Map() });
        const holds = ({ assertions }: Script): boolean =>
          assertions.every(({ term }) => value(term) === true);
        expect([round, holds(simple), texts(script)]).toEqual([round, holds(script), texts(script)]);
      }
    }
  });

  it('has the models it had, on random scripts', async () => {
    const random = randomNumbers(20261123);
    let shorter = 0;
    for (let round = 0; round < 150; round++) {
      const script = randomScript(random);
      const simple = underFacts(script);
      const both = new TermBank();
      const conjunction = ({ assertions }: Script): Term =>
        both.and(
          ...transfer(
            both,
            assertions.map(({ term }) => term),
          ),
        );
      const different = both.xor(conjunction(script), conjunction(simple));
      if (JSON.stringify(texts(simple)).length < JSON.stringify(texts(script)).length) shorter++;
      const limits = { rlimit: 4_000_000, wallMilliseconds: 20_000 };
      const answer = await climb(solver, { assertions: [{ term: different }] }, limits, {
        rungs: LADDERS.linear,
      });
      expect([round, answer.kind, texts(script)]).toEqual([round, 'unsat', texts(script)]);
    }
    expect(shorter).toBeGreaterThan(50);
  });
});

function texts({ assertions }: Script): readonly string[] {
  return assertions.map(({ term }) => printTerm(term));
}

/** Conditions about few names, so that assertions have much to do with each other. */
function randomScript(random: ReturnType<typeof randomNumbers>): Script {
  const number = (depth: number): Term => {
    if (depth === 0) return random.pick([x, y, z, int(random.below(5)), int(3)]);
    const below = (): Term => number(random.below(depth));
    switch (random.below(9)) {
      case 5:
        return bank.mul(below(), below());
      case 6:
        return bank.div(below(), random.pick([x, y, bank.mul(x, y), int(3)]));
      case 7:
        return bank.mod(below(), random.pick([x, y, int(3)]));
      case 0:
        return bank.add(below(), below());
      case 1:
        return bank.sub(below(), below());
      case 2:
        return bank.ite(condition(depth - 1), below(), below());
      case 3:
        return bank.select(random.pick([table, bank.store(table, below(), below())]), below());
      case 4:
        return bank.mul(int(2), below());
      default:
        return below();
    }
  };
  const condition = (depth: number): Term => {
    if (depth === 0)
      return random.pick([
        p,
        q,
        bank.le(number(1), number(0)),
        bank.eq(number(1), number(0)),
        bank.not(bank.eq(x, y)),
      ]);
    const below = (): Term => condition(random.below(depth));
    switch (random.below(5)) {
      case 0:
        return bank.and(below(), below(), below());
      case 1:
        return bank.or(below(), below());
      case 2:
        return bank.not(below());
      case 3:
        return bank.or(bank.and(below(), below()), bank.and(below(), below()));
      default:
        return random.pick([bank.le, bank.eq].map((make) => make.call(bank, number(2), number(depth))));
    }
  };
  const assertions: Assertion[] = Array.from({ length: 3 + random.below(6) }, () => ({
    term: condition(random.below(4)),
  }));
  return { assertions };
}
