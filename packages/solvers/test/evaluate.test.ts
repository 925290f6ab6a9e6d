// Evaluation: models of Z3 satisfy what they are models of, and the exact corner cases.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  arraySort,
  BOOL,
  BYTES,
  bitvecSort,
  constantArray,
  createLazyEvaluator,
  createZ3Wasm,
  EMPTY_MODEL,
  EvaluationError,
  evaluate,
  freeSymbols,
  functionSymbols,
  INT,
  type Model,
  printTerm,
  substitute,
  type Term,
  TermBank,
  termSize,
  tryEvaluate,
  uninterpretedSort,
  type Value,
  valuesEqual,
  visitTerms,
} from '@surety/solvers';
import fc from 'fast-check';
import { foldPlan, plan } from './support/generate.js';

const solver = createZ3Wasm({ workers: 2 });
afterAll(() => solver.dispose());

async function modelOf(...terms: readonly Term[]): Promise<Model> {
  const result = await solver.check({ assertions: terms.map((term) => ({ term })) }, { rlimit: 5_000_000 });
  if (result.kind !== 'sat') throw new Error(`expected sat, got ${JSON.stringify(result)}`);
  return result.model;
}

const withSymbols = (symbols: Readonly<Record<string, Value>>): Model => ({
  symbols: new Map(Object.entries(symbols)),
  functions: new Map(),
});

describe('models of Z3 satisfy their assertions', () => {
  it('for generated formulas of every kind', async () => {
    const wrong: string[] = [];
    let checked = 0;
    const plans = fc.sample(plan, { numRuns: 120, seed: 7_2026 });
    await Promise.all(
      plans.map(async (candidate) => {
        const bank = new TermBank();
        const term = foldPlan(bank, candidate);
        const result = await solver.check({ assertions: [{ term }] }, { rlimit: 1_500_000 });
        if (result.kind === 'sat') {
          checked++;
          if (evaluate(term, result.model) !== true) wrong.push(printTerm(term));
        } else if (result.kind !== 'unsat') wrong.push(`${result.kind}: ${printTerm(term)}`);
      }),
    );
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(80);
  });

  it('for functions, byte strings, uninterpreted sorts, nested arrays and division by zero', async () => {
    const bank = new TermBank();
    const token = uninterpretedSort('My Token');
    const [a, b] = [bank.symbol('a', token), bank.symbol('select', token)];
    const h = bank.symbol('h', BYTES);
    const balances = bank.symbol('balances', arraySort(token, arraySort(INT, INT)));
    const hash = { name: 'keccak256', domain: [BYTES, INT], range: INT };
    const x = bank.symbol('x', INT);
    const terms = [
      bank.distinct(a, b),
      bank.lt(bank.select(bank.select(balances, a), x), bank.select(bank.select(balances, b), x)),
      bank.eq(bank.call(hash, [h, x]), bank.int(-5)),
      bank.eq(bank.call(hash, [bank.bytes('c0ffee'), x]), bank.int(9)),
      bank.distinct(h, bank.bytes(''), bank.bytes('00')),
      bank.eq(bank.div(x, bank.int(0)), bank.int(3)),
      bank.eq(bank.mod(x, bank.int(0)), bank.int(-2)),
      bank.gt(x, bank.int(1000)),
      bank.eq(bank.symbol('k', BYTES), bank.bytes('00')),
    ];
    const model = await modelOf(...terms);
    for (const term of terms)
      expect([printTerm(term), evaluate(term, model)]).toEqual([printTerm(term), true]);
    expect(model.symbols.get('k')).toBe('00');
    expect(typeof model.symbols.get('h')).toBe('object');
  });

  it('for quantified array facts, whose models are formulas', async () => {
    const bank = new TermBank();
    const m = bank.symbol('m', arraySort(INT, INT));
    const [i, x] = [bank.symbol('i', INT), bank.symbol('x', INT)];
    const ground = [
      bank.gt(bank.select(m, x), bank.int(7)),
      bank.lt(bank.select(m, bank.int(3)), bank.int(2)),
    ];
    const everywhere = bank.forall([i], bank.ge(bank.select(m, i), bank.int(0)), [[bank.select(m, i)]]);
    const model = await modelOf(everywhere, ...ground);
    for (const term of ground) expect(evaluate(term, model)).toBe(true);
    expect(tryEvaluate(everywhere, model)).toBeUndefined();
    expect(() => evaluate(everywhere, model)).toThrow(EvaluationError);
    expect(tryEvaluate(bank.or(everywhere, ...ground), model)).toBe(true);
  });
});

describe('evaluation', () => {
  const bank = new TermBank();
  const x = bank.symbol('x', INT);
  it('completes what a model leaves open', () => {
    expect(evaluate(x, EMPTY_MODEL)).toBe(0n);
    expect(evaluate(bank.symbol('h', BYTES), EMPTY_MODEL)).toBe('');
    expect(evaluate(bank.symbol('m', arraySort(INT, BOOL)), EMPTY_MODEL)).toEqual(constantArray(false));
    expect(evaluate(bank.div(x, bank.int(0)), withSymbols({ x: 5n }))).toBe(0n);
  });
  it('prefers the meaning of a function on concrete arguments to the table of the model', () => {
    const length = {
      name: 'length',
      domain: [BYTES],
      range: INT,
      interpret: ([h]: readonly Value[]) => (typeof h === 'string' ? BigInt(h.length / 2) : undefined),
    };
    const call = bank.call(length, [bank.symbol('h', BYTES)]);
    const functions = new Map([['length', { entries: [], default: 77n }]]);
    expect(evaluate(call, { symbols: new Map([['h', '0102']]), functions })).toBe(2n);
    const opaque: Value = { kind: 'opaque', sort: BYTES, name: 'Bytes!val!9' };
    expect(evaluate(call, { symbols: new Map([['h', opaque]]), functions })).toBe(77n);
  });
  it('tries every value of small finite sorts', () => {
    const b = bank.symbol('b', bitvecSort(4));
    const even = bank.eq(bank.bvand(bank.bvmul(b, bank.bitvec(2, 4)), bank.bitvec(1, 4)), bank.bitvec(0, 4));
    expect(evaluate(bank.forall([b], even), EMPTY_MODEL)).toBe(true);
    expect(evaluate(bank.exists([b], bank.not(even)), EMPTY_MODEL)).toBe(false);
  });
  it('compares arrays by content, also where the index sort is exhausted', () => {
    const sort = arraySort(BOOL, INT);
    const array = (first: bigint, other: bigint, fallback: bigint): Value => ({
      kind: 'array',
      default: fallback,
      entries: new Map([
        ['true', { key: true, value: first }],
        ['false', { key: false, value: other }],
      ]),
    });
    expect(valuesEqual(array(1n, 2n, 5n), array(1n, 2n, 6n), sort)).toBe(true);
    expect(valuesEqual(array(1n, 2n, 5n), array(1n, 3n, 5n), sort)).toBe(false);
    expect(valuesEqual(constantArray(1n), array(1n, 1n, 1n), sort)).toBe(true);
    expect(valuesEqual(constantArray(1n), constantArray(2n), arraySort(INT, INT))).toBe(false);
  });
  it('is iterative: 100,000 levels deep, with sharing', () => {
    const f = { name: 'f', domain: [INT, INT], range: INT };
    let deep: Term = x;
    for (let i = 0; i < 100_000; i++) deep = bank.call(f, [deep, deep]);
    expect(evaluate(deep, EMPTY_MODEL)).toBe(0n);
    expect(termSize(deep)).toBe(100_001);
    expect(freeSymbols([deep])).toEqual([x]);
    expect(functionSymbols([deep]).map((fn) => fn.name)).toEqual(['f']);
    const replaced = substitute(bank, deep, new Map([[x, bank.int(1)]]));
    expect(freeSymbols([replaced])).toEqual([]);
    expect(printTerm(deep).length).toBeLessThan(100_000);
  });
});

describe('walking and substitution', () => {
  const bank = new TermBank();
  const [x, y, i] = [bank.symbol('x', INT), bank.symbol('y', INT), bank.symbol('i', INT)];
  const f = { name: 'f', domain: [INT], range: INT };
  it('visits children before parents, each once', () => {
    const seen: Term[] = [];
    const sum = bank.add(x, y);
    const root = bank.eq(bank.call(f, [sum]), bank.call(f, [bank.call(f, [sum])]));
    visitTerms([root, sum], (term) => seen.push(term));
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.indexOf(x)).toBeLessThan(seen.indexOf(sum));
    expect(seen[seen.length - 1]).toBe(root);
  });
  it('replaces all at once and folds', () => {
    const term = bank.le(bank.add(x, y), bank.int(3));
    expect(substitute(bank, term, new Map([[x, bank.int(2)]]))).toBe(bank.le(y, bank.int(1)));
    const swapped = substitute(
      bank,
      bank.sub(x, y),
      new Map([
        [x, y],
        [y, x],
      ] as const),
    );
    expect(swapped).toBe(bank.sub(y, x));
    expect(() => substitute(bank, term, new Map([[x, bank.true_]]))).toThrow('another sort');
  });
  it('leaves bound variables alone and avoids capture', () => {
    const body = bank.lt(bank.call(f, [i]), x);
    const all = bank.forall([i], body);
    expect(substitute(bank, all, new Map([[i, bank.int(1)]]))).toBe(all);
    const captured = substitute(bank, all, new Map([[x, i]]));
    expect(freeSymbols([captured])).toEqual([i]);
    expect(freeSymbols([all])).toEqual([x]);
  });
});

describe('lazy evaluation', () => {
  it('answers as evaluation of everything does', () => {
    fc.assert(
      fc.property(plan, fc.bigInt(-5n, 5n), fc.bigInt(-5n, 5n), (one, a, b) => {
        const bank = new TermBank();
        const term = foldPlan(bank, one);
        const model = withSymbols({ x: a, y: b });
        expect(createLazyEvaluator(model)(term)).toEqual(tryEvaluate(term, model));
      }),
      { numRuns: 300 },
    );
  });

  it('does not fall over deep terms', () => {
    const bank = new TermBank();
    let term: Term = bank.symbol('x', INT);
    for (let i = 0; i < 20_000; i++) term = bank.ite(bank.symbol(`p${i}`, BOOL), bank.int(1n), term);
    expect(createLazyEvaluator(withSymbols({ x: 7n }))(term)).toBe(7n);
  });
});
