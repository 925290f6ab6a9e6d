// Emission and reading: text linear in the DAG, injective names, and the grammar of models.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  arraySort,
  BOOL,
  BYTES,
  createZ3Wasm,
  emitScript,
  evaluate,
  IDENTITY_NAMES,
  INT,
  ModelError,
  parseModel,
  parseSExpressions,
  SExpressionError,
  substitute,
  type Term,
  TermBank,
  uninterpretedSort,
} from '@surety/solvers';

const solver = createZ3Wasm({ workers: 1 });
afterAll(() => solver.dispose());

const f = { name: 'f', domain: [INT, INT], range: INT };

describe('emitScript', () => {
  it('is deterministic and readable', () => {
    const bank = new TermBank();
    const balance = bank.symbol('Vault.balance', INT);
    const assertions = [
      { term: bank.le(bank.int(-3), balance), name: 'range of balance' },
      { term: bank.not(bank.eq(bank.symbol('data', BYTES), bank.bytes('0xCAFE'))) },
    ];
    expect(emitScript({ assertions, comments: ['goal: solvent\nand more'], logic: 'ALL' })).toBe(
      [
        '; goal: solvent',
        '; and more',
        '(set-logic ALL)',
        '(declare-sort Bytes 0)',
        '(declare-fun Vault.balance () Int)',
        '(declare-fun data () Bytes)',
        '(declare-fun bytes!0 () Bytes) ; 0xcafe',
        '(assert (! (<= (- 3) Vault.balance) :named |a!0~range of balance|))',
        '(assert (not (= data bytes!0)))',
        '(check-sat)',
        '',
      ].join('\n'),
    );
  });

  it('writes a DAG of 10,000 shared levels in linear size, and Z3 and the evaluator agree on it', async () => {
    const bank = new TermBank();
    const x = bank.symbol('x', INT);
    let deep: Term = x;
    for (let i = 0; i < 10_000; i++) deep = bank.call(f, [deep, deep]);
    const script = { assertions: [{ term: bank.eq(deep, bank.int(5)) }, { term: bank.gt(x, bank.int(2)) }] };
    const text = emitScript(script);
    expect(text.length).toBeLessThan(1_000_000);
    expect(parseSExpressions(text).length).toBeGreaterThan(10_000);
    // The default strategy of Z3 preprocesses such depth in quadratic time.
    const result = await solver.check(script, { tactic: 'smt' });
    if (result.kind !== 'sat') throw new Error(result.kind);
    for (const { term } of script.assertions) expect(evaluate(term, result.model)).toBe(true);
  });

  it('writes deep unshared terms and shared terms under quantifiers', async () => {
    const bank = new TermBank();
    const i = bank.symbol('i', INT);
    let deep: Term = i;
    for (let k = 0; k < 300; k++) deep = bank.call(f, [deep, k % 2 === 0 ? deep : bank.int(k)]);
    const all = bank.forall([i], bank.ge(deep, bank.int(0)));
    const text = emitScript({ assertions: [{ term: all }, { term: bank.eq(i, bank.int(4)) }] });
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain('(declare-fun i () Int)');
    const contradiction = { term: bank.lt(substitute(bank, deep, new Map([[i, bank.int(7)]])), bank.int(0)) };
    expect(
      (await solver.check({ assertions: [{ term: all }, contradiction] }, { rlimit: 5_000_000 })).kind,
    ).toBe('unsat');
  });

  it('keeps every name apart, whatever it is', async () => {
    const bank = new TermBank();
    const names = [
      'and',
      'and%',
      'x!0',
      'x~0',
      'x%7e0',
      'a b',
      'a|b',
      'a\\b',
      '',
      '@k',
      '.k',
      'select',
      'div0',
      'é',
      't!0',
      'f',
      'bytes!0',
      'str.len',
      'Int',
    ];
    const symbols = names.map((name) => bank.symbol(name, INT));
    const sort = uninterpretedSort('Int');
    const terms = symbols.map((symbol, i) => bank.eq(symbol, bank.int(i)));
    terms.push(bank.eq(bank.call(f, [symbols[0] as Term, bank.int(1)]), bank.int(99)));
    terms.push(bank.distinct(bank.symbol('u', sort), bank.symbol('v', sort)));
    const result = await solver.check(
      { assertions: terms.map((term, i) => ({ term, name: names[i % names.length] ?? '' })) },
      {},
    );
    if (result.kind !== 'sat') throw new Error(JSON.stringify(result));
    expect(names.map((name) => result.model.symbols.get(name))).toEqual(names.map((_, i) => BigInt(i)));
    for (const term of terms) expect(evaluate(term, result.model)).toBe(true);
  });
});

describe('reading answers', () => {
  it('reads s-expressions of any depth, and refuses broken ones', () => {
    expect(parseSExpressions('sat ; done\n(a |b c| "d ""e""" (f))')).toEqual([
      'sat',
      ['a', 'b c', '"d "e"', ['f']],
    ]);
    const deep = 50_000;
    expect(parseSExpressions('('.repeat(deep) + ')'.repeat(deep))).toHaveLength(1);
    for (const broken of ['(', ')', '"x', '|x'])
      expect(() => parseSExpressions(broken)).toThrow(SExpressionError);
  });

  it('reads every form of value that Z3 and cvc5 write', () => {
    const model = parseModel(
      `(
        ;; universe
        (declare-fun Bytes!val!0 () Bytes)
        (define-fun n () Int (- 5))
        (define-fun w () (_ BitVec 8) #xff)
        (define-fun v () (_ BitVec 3) (_ bv5 3))
        (define-fun u () (_ BitVec 3) #b101)
        (define-fun h () Bytes Bytes!val!0)
        (define-fun g () Bytes (as @Bytes_1 Bytes))
        (define-fun a () (Array Int Int) (store (store ((as const (Array Int Int)) 7) 1 2) (- 1) 3))
        (define-fun b () (Array Int Int) (_ as-array k!0))
        (define-fun c () (Array Int Int) (lambda ((x!1 Int)) (ite (= x!1 4) 5 6)))
        (define-fun d () (Array Int Int) (lambda ((x!1 Int)) (let ((a!1 (>= x!1 10))) (ite a!1 x!1 0))))
        (define-fun k!0 ((x!0 Int)) Int (ite (= x!0 1) 10 (ite (= x!0 2) 20 30)))
        (define-fun p ((x!0 Int) (x!1 Bool)) Int (ite (and (= x!0 1) (= x!1 true)) 8 9))
        (define-fun div0 ((x!0 Int) (x!1 Int)) Int (ite (and (= x!0 4) (= x!1 0)) 1 2))
      )`,
      IDENTITY_NAMES,
    );
    const { symbols, functions } = model;
    expect(['n', 'w', 'v', 'u'].map((name) => symbols.get(name))).toEqual([-5n, 255n, 5n, 5n]);
    expect([symbols.get('h'), symbols.get('g')]).toEqual([
      { kind: 'opaque', sort: BYTES, name: 'Bytes!val!0' },
      { kind: 'opaque', sort: BYTES, name: '@Bytes_1' },
    ]);
    const bank = new TermBank();
    const at = (name: string, index: number) =>
      evaluate(bank.select(bank.symbol(name, arraySort(INT, INT)), bank.int(index)), model);
    expect([at('a', 1), at('a', -1), at('a', 0)]).toEqual([2n, 3n, 7n]);
    expect([at('b', 1), at('b', 2), at('b', 3)]).toEqual([10n, 20n, 30n]);
    expect([at('c', 4), at('c', 0)]).toEqual([5n, 6n]);
    expect([at('d', 9), at('d', 12)]).toEqual([0n, 12n]);
    const p = { name: 'p', domain: [INT, BOOL], range: INT };
    expect(evaluate(bank.call(p, [bank.int(1), bank.true_]), model)).toBe(8n);
    expect(evaluate(bank.call(p, [bank.int(1), bank.false_]), model)).toBe(9n);
    expect(functions.get('div0')).toEqual({ entries: [[[4n], 1n]], default: 2n });
    expect(evaluate(bank.div(bank.symbol('n', INT), bank.int(0)), model)).toBe(2n);
  });

  it('refuses what it does not understand instead of guessing', () => {
    for (const body of ['(frobnicate 1)', '((_ foo 1) 2)', 'nowhere', '(store 1 2 3)'])
      expect(() => parseModel(`((define-fun x () Int ${body}))`, IDENTITY_NAMES)).toThrow();
    expect(() => parseModel('((define-fun x () Int 1)', IDENTITY_NAMES)).toThrow(ModelError);
  });
});
