// Scripts under their own facts: the same models, less to say.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  type Assertion,
  arraySort,
  BOOL,
  climb,
  createZ3Wasm,
  INT,
  LADDERS,
  printTerm,
  type Script,
  type Term,
  TermBank,
  transfer,
  underFacts,
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
    switch (random.below(6)) {
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
