// The ladder: no encoding refutes a script that has a model, each proves what it is for, models are models.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  type AnswerStore,
  arraySort,
  BOOL,
  type CheckResult,
  climb,
  createEvaluator,
  createZ3Wasm,
  type Encoding,
  type FunctionSymbol,
  INT,
  LADDERS,
  type Model,
  type Rung,
  type Script,
  type SolverBackend,
  type StoredAnswer,
  shapeOf,
  type Term,
  TermBank,
  type Value,
} from '@surety/solvers';
import { randomNumbers } from './support/random.js';

const solver = createZ3Wasm({ workers: 2 });
afterAll(() => solver.dispose());

const ENCODINGS: readonly Encoding[] = [
  'exact',
  'quotients',
  'linear',
  'linearCases',
  'real',
  'realGuarded',
  'cases',
  'fewBits',
];
const rungOf = (encoding: Encoding): Rung => {
  const known = LADDERS.nonlinear.find((rung) => rung.encoding === encoding);
  return { name: encoding, encoding, tactic: 'smt', ...known, share: 1 };
};
const limits = { rlimit: 400_000, wallMilliseconds: 5_000 };
const F: FunctionSymbol = { name: 'f', domain: [INT], range: INT };

/** A script that is true under a model by construction: each assertion is stated as the model has it. */
function trueScript(seed: number): { readonly script: Script; readonly bank: TermBank } {
  const random = randomNumbers(seed);
  const bank = new TermBank();
  const symbols = ['x', 'y', 'z', 'w'].map((name) => bank.symbol(name, INT));
  const array = bank.symbol('m', arraySort(INT, INT));
  const number = (): bigint =>
    random.pick([0n, 1n, 2n, 3n, 7n, -1n, 10n ** 9n, 10n ** 18n + 1n, 2n ** 128n - 1n]);
  const entries = new Map([0n, 1n, 2n].map((key) => [`${key}`, { key, value: number() }]));
  const model: Model = {
    symbols: new Map<string, Value>([
      ...symbols.map((s) => [s.name, number()] as const),
      ['m', { kind: 'array', default: 5n, entries }],
    ]),
    functions: new Map([['f', { entries: [[[1n], 4n]] as const, default: 9n }]]),
  };
  const valueUnder = createEvaluator(model);
  const term = (depth: number): Term => {
    const below = (): Term => term(depth - 1);
    if (depth === 0) return random.below(3) === 0 ? bank.int(number()) : random.pick(symbols);
    switch (random.below(9)) {
      case 0:
        return bank.add(below(), below());
      case 1:
        return bank.sub(below(), below());
      case 2:
      case 3:
        return bank.mul(below(), below());
      case 4:
        return bank.div(
          random.below(2) === 0 ? below() : bank.mul(random.pick(symbols), below()),
          random.pick([
            ...symbols,
            bank.int(10n ** 18n),
            bank.ite(bank.le(below(), below()), below(), below()),
          ]),
        );
      case 5:
        return bank.mod(below(), random.pick([...symbols, bank.int(7n)]));
      case 6:
        return bank.ite(bank.le(below(), below()), below(), below());
      case 7:
        return bank.select(bank.store(array, random.pick(symbols), below()), below());
      default:
        return bank.call(F, [below()]);
    }
  };
  const assertions: { readonly term: Term }[] = [];
  for (let i = 0; i < 7; i++) {
    const [a, b] = [term(1 + random.below(3)), term(random.below(3))];
    const atom = random.pick([bank.le(a, b), bank.eq(a, b), bank.lt(a, b)]);
    const value = valueUnder(atom);
    if (typeof value === 'boolean') assertions.push({ term: value ? atom : bank.not(atom) });
  }
  return { script: { assertions }, bank };
}

const ask = (script: Script, encoding: Encoding, by: SolverBackend = solver): Promise<CheckResult> =>
  climb(by, script, limits, { rungs: [rungOf(encoding)] });

describe('encodings', () => {
  it.each(ENCODINGS)('%s never refutes a script that has a model', async (encoding) => {
    const wrong: number[] = [];
    let answered = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const { script } = trueScript(seed);
      const result = await ask(script, encoding);
      if (result.kind === 'unsat') wrong.push(seed);
      if (result.kind !== 'sat') continue;
      answered++;
      const value = createEvaluator(result.model);
      if (encoding !== 'exact' && encoding !== 'cases')
        expect(script.assertions.every(({ term }) => value(term) === true)).toBe(true);
    }
    expect(wrong).toEqual([]);
    if (encoding === 'exact' || encoding === 'linear') expect(answered).toBeGreaterThan(4);
  });

  it('prove products and quotients', async () => {
    const bank = new TermBank();
    const [x, y, a] = ['x', 'y', 'a'].map((name) => bank.symbol(name, INT)) as [Term, Term, Term];
    const one = bank.int(1);
    const out = bank.div(bank.mul(a, y), bank.add(x, a));
    const keeps = bank.le(bank.mul(x, y), bank.mul(bank.add(x, a), bank.sub(y, out)));
    const amm: Script = {
      assertions: [
        { term: bank.and(bank.le(one, x), bank.le(one, y), bank.le(bank.int(0), a)), name: 'positive' },
        { term: bank.not(keeps) },
      ],
    };
    for (const encoding of ['exact', 'quotients', 'linear', 'realGuarded'] as const)
      expect([
        encoding,
        (
          await climb(
            solver,
            amm,
            { rlimit: 5_000_000, wallMilliseconds: 20_000 },
            { rungs: [rungOf(encoding)] },
          )
        ).kind,
      ]).toEqual([encoding, 'unsat']);
    const explained = await climb(solver, amm, {
      rlimit: 20_000_000,
      wallMilliseconds: 20_000,
      wantCore: true,
    });
    expect(explained).toMatchObject({ kind: 'unsat', core: ['positive'] });
  });
});

describe('linear', () => {
  const bank = new TermBank();
  const [amount, index, last, whole] = ['amount', 'index', 'last', 'whole'].map((n) =>
    bank.symbol(n, INT),
  ) as [Term, Term, Term, Term];
  const first = bank.symbol('first', BOOL);
  const [zero, one, unit] = [bank.int(0), bank.int(1), bank.int(1_000_000)];
  const some = bank.and(bank.le(zero, amount), bank.le(one, last), bank.le(one, whole));
  const refuted = async (...terms: Term[]): Promise<string> => {
    const assertions = [some, ...terms].map((term) => ({ term }));
    const few = { rlimit: 20_000, wallMilliseconds: 5_000 };
    return (await climb(solver, { assertions }, few, { rungs: [rungOf('linear')] })).kind;
  };

  it('compares a share of an amount with the amount', async () => {
    const grown = bank.div(bank.mul(amount, index), last);
    expect(await refuted(bank.le(last, index), bank.lt(grown, amount))).toBe('unsat');
    expect(await refuted(bank.le(index, last), bank.le(zero, index), bank.lt(amount, grown))).toBe('unsat');
    expect(await refuted(bank.le(last, index), bank.lt(amount, grown))).toBe('sat');
  });

  it('looks behind choices in products', async () => {
    const owed = bank.ite(first, bank.add(amount, one), amount);
    const grown = bank.div(bank.mul(owed, index), bank.ite(first, last, whole));
    const before = bank.div(bank.mul(amount, last), whole);
    const later = bank.le(last, index);
    expect(await refuted(later, bank.not(first), bank.lt(grown, before))).toBe('unsat');
  });

  it('orders quotients whose parts are ordered, though nothing in them is the same term', async () => {
    const other = bank.symbol('other', INT);
    const [less, more] = [bank.div(bank.mul(amount, index), last), bank.div(bank.mul(amount, other), whole)];
    const given = bank.and(bank.le(zero, index), bank.le(index, other), bank.le(whole, last));
    expect(await refuted(given, bank.lt(more, less))).toBe('unsat');
    expect(await refuted(given, bank.lt(less, more))).toBe('sat');
  });

  it('takes a share out of a pool at a rate', async () => {
    const [pool, shares, part] = ['pool', 'shares', 'part'].map((n) => bank.symbol(n, INT)) as [
      Term,
      Term,
      Term,
    ];
    const rate = bank.div(bank.mul(pool, unit), shares);
    const paid = bank.div(bank.mul(part, rate), unit);
    const given = bank.and(
      bank.le(one, shares),
      bank.le(zero, part),
      bank.le(part, shares),
      bank.le(unit, rate),
    );
    const left = bank.sub(pool, paid);
    expect(await refuted(given, bank.lt(left, bank.sub(shares, part)))).toBe('unsat');
    expect(await refuted(given, bank.lt(bank.sub(shares, part), left))).toBe('sat');
  });

  it('compares a rate with a number', async () => {
    const rate = bank.div(bank.mul(amount, unit), whole);
    expect(await refuted(bank.le(whole, amount), bank.lt(rate, unit))).toBe('unsat');
    expect(await refuted(bank.lt(amount, whole), bank.lt(bank.int(999_999), rate))).toBe('unsat');
  });
});

describe('case splits', () => {
  it('takes the conditions first that hide numbers from the most products', async () => {
    const bank = new TermBank();
    const [x, y, z] = [bank.symbol('x', INT), bank.symbol('y', INT), bank.symbol('z', INT)] as const;
    const conditions = ['a', 'b', 'c', 'd', 'e'].map((name) => bank.symbol(name, BOOL));
    const [last] = conditions.slice(-1) as [Term];
    const hidden = bank.ite(last, y, z);
    // The others are in sight more often, but in no product.
    const plain = conditions
      .slice(0, 4)
      .flatMap((one, i) =>
        [1, 2, 3].map((k) => bank.le(bank.ite(one, x, y), bank.add(z, bank.int(10 ** 9 + 3 * i + k)))),
      );
    const script: Script = {
      assertions: [...plain, bank.lt(bank.mul(hidden, x), bank.mul(x, bank.mul(hidden, y)))].map((term) => ({
        term,
      })),
    };
    const asked: Script[] = [];
    const listening: SolverBackend = {
      name: 'listening',
      check: async (one) => {
        asked.push(one);
        return { kind: 'unsat', solver: 'listening', milliseconds: 1 };
      },
      dispose: async () => {},
    };
    await ask(script, 'cases', listening);
    const names = (asked[0]?.assertions ?? []).map(({ term }) =>
      term.kind === 'apply' && term.op === 'not' ? term.args[0] : term,
    );
    expect(
      names.filter((term) => term?.kind === 'symbol').map((term) => term?.kind === 'symbol' && term.name),
    ).toEqual(['e', 'a', 'b', 'c']);
  });

  it('prove where every case is refuted, and not where one has a model', async () => {
    const bank = new TermBank();
    const [x, y] = [bank.symbol('x', INT), bank.symbol('y', INT)];
    const paused = bank.symbol('paused', BOOL);
    const fee = bank.ite(paused, bank.int(0), y);
    const split = (bound: number): Script => ({
      assertions: [
        { term: bank.and(bank.le(bank.int(0), y), bank.le(y, bank.int(5)), bank.le(bank.int(1), x)) },
        { term: bank.lt(bank.mul(x, bank.int(bound)), bank.mul(x, fee)) },
      ],
    });
    for (const encoding of ['cases', 'linearCases'] as const) {
      expect((await ask(split(5), encoding)).kind).toBe('unsat');
      const possible = await ask(split(4), encoding);
      expect(possible.kind === 'sat' && possible.model.symbols.get('y')).toBe(5n);
    }
  });
});

describe('ladder', () => {
  const answers = (list: readonly CheckResult['kind'][]): SolverBackend => {
    const left = [...list];
    return {
      name: 'scripted',
      check: async () => {
        const kind = left.shift() ?? 'timeout';
        const base = { solver: 'scripted', milliseconds: 1 };
        if (kind === 'unknown') return { kind, reason: 'incomplete', ...base };
        if (kind === 'error') return { kind, message: 'out of memory', outOfMemory: true, ...base };
        if (kind === 'sat') return { kind, model: { symbols: new Map(), functions: new Map() }, ...base };
        return { kind, ...base };
      },
      dispose: async () => {},
    };
  };
  const { script } = trueScript(3);

  it('goes on until there is an answer and tells which rung gave it', async () => {
    const rungs = LADDERS.linear;
    const result = await climb(answers(['unknown', 'unsat']), script, limits, { rungs });
    expect(result).toMatchObject({ kind: 'unsat', rung: 'smt, longer', milliseconds: 2 });
  });

  it('tells once that the first rung gave no answer, and not where it did', async () => {
    let long = 0;
    const options = { rungs: LADDERS.linear, onLong: () => long++ };
    await climb(answers(['unknown', 'unknown', 'unsat']), script, limits, options);
    expect(long).toBe(1);
    await climb(answers(['unsat']), script, limits, options);
    expect(long).toBe(1);
  });

  it('asks first what answered the same question before, and remembers no other question by it', async () => {
    const stored = new Map<string, StoredAnswer>();
    const memory: AnswerStore = {
      read: async (hash) => stored.get(hash),
      write: async (hash, answer) => void stored.set(hash, answer),
      close: async () => {},
    };
    const rungs = LADDERS.linear;
    const tried = async (asked: Script, list: readonly CheckResult['kind'][]): Promise<readonly string[]> => {
      const names: string[] = [];
      const onRung = (rung: Rung) => names.push(rung.name);
      await climb({ ...answers(list), memory }, asked, limits, { rungs, onRung });
      return names;
    };
    const all = rungs.map(({ name }) => name);
    expect(await tried(script, ['timeout', 'timeout', 'timeout'])).toEqual(all);
    expect(await tried(script, ['timeout', 'unsat'])).toEqual(['smt', 'smt, longer']);
    expect(await tried(script, ['unsat'])).toEqual(['smt, longer']);
    // A memory that lies costs time, and is put right.
    expect(await tried(script, ['unknown', 'unsat'])).toEqual(['smt, longer', 'smt']);
    expect(await tried(script, ['unsat'])).toEqual(['smt']);
    expect(await tried(trueScript(4).script, ['unsat'])).toEqual(['smt']);
  });

  it('takes no model of a relaxation for an answer', async () => {
    const rungs = [rungOf('realGuarded')];
    expect((await climb(answers(['sat']), script, limits, { rungs })).kind).toBe('unknown');
  });

  it('takes no refutation of an attempt with few bits for an answer', async () => {
    const rungs = [rungOf('fewBits')];
    expect((await climb(answers(['unsat']), script, limits, { rungs })).kind).toBe('unknown');
  });

  it('tells of exhausted memory rather than of what came after', async () => {
    const rungs = LADDERS.linear;
    const result = await climb(answers(['error', 'unknown']), script, limits, { rungs });
    expect(result).toMatchObject({ kind: 'error', outOfMemory: true });
  });

  it('knows the shape of scripts', () => {
    const bank = new TermBank();
    const [x, y] = [bank.symbol('x', INT), bank.symbol('y', INT)];
    const shape = (term: Term) => shapeOf({ assertions: [{ term }] }).shape;
    expect(shape(bank.le(bank.mul(x, bank.int(3)), y))).toBe('linear');
    expect(shape(bank.le(bank.mul(x, y), y))).toBe('nonlinear');
    expect(shape(bank.le(bank.div(x, bank.int(10)), y))).toBe('linear');
    expect(shape(bank.le(bank.div(x, y), y))).toBe('nonlinear');
    expect(shape(bank.forall([x], bank.le(x, y)))).toBe('quantified');
  });
});
