// Quantified hypotheses are instantiated at the keys in sight; where there are too many instances, those count that speak of
// what is read.
import { afterAll, describe, expect, it } from '@jest/globals';
import { BOOL, createZ3Wasm, INT, type Symbol_, type Term, TermBank } from '@surety/solvers';
import type { IrType } from '../../src/ir/ir.js';
import { freshLeaf, freshScalar, type World } from '../../src/symbolic/world.js';
import { buildScript, type Hypothesis } from '../../src/vc/query.js';

const ADDRESS: IrType = { kind: 'address' };
const UINT: IrType = { kind: 'int', signed: false, bits: 256 };

/** Tables by account, and accounts in sight; nothing else is looked at when a script is built. */
function scene(tables: number, accounts: number): { world: World; leaves: Term[]; keys: Term[] } {
  const bank = new TermBank();
  const world = {
    bank,
    meanings: new Map(),
    totalFacts: [],
    roundFacts: [],
    ownArrays: new Map(),
  } as unknown as World;
  const leaf = { dimensions: [ADDRESS], type: UINT };
  return {
    world,
    leaves: Array.from({ length: tables }, (_, i) => freshLeaf(world, `table${i}`, leaf)),
    keys: Array.from({ length: accounts }, (_, i) => freshScalar(world, `account${i}`, ADDRESS)),
  };
}

describe('instances of hypotheses', () => {
  const TABLES = 60;
  const ACCOUNTS = 50;

  it('at keys that are read come first where there are more than fit', () => {
    const { world, leaves, keys } = scene(TABLES, ACCOUNTS);
    const { bank } = world;
    const symbol = bank.symbol('k', INT) as Symbol_;
    const hypotheses = leaves.map(
      (leaf, i): Hypothesis => ({
        name: `table ${i} is empty`,
        guard: bank.true_,
        variables: [{ symbol, type: ADDRESS }],
        body: bank.eq(bank.select(leaf, symbol), bank.int(0n)),
      }),
    );
    // All accounts are in sight, and the last table is read at the last of them.
    const [last, account] = [leaves[TABLES - 1] as Term, keys[ACCOUNTS - 1] as Term];
    const sighted = keys.map((key) => bank.lt(bank.int(0n), key));
    const bad = bank.and(bank.lt(bank.int(0n), bank.select(last, account)), ...sighted);
    const { assertions } = buildScript(world, { hypotheses, facts: [], bad });
    const instances = assertions.filter((one) => one.name?.endsWith('is empty') === true);
    expect(instances.length).toBeLessThan(TABLES * ACCOUNTS);
    expect(instances.map((one) => one.term)).toContain(bank.eq(bank.select(last, account), bank.int(0n)));
  });

  it('are all there where they fit', () => {
    const { world, leaves, keys } = scene(2, 3);
    const { bank } = world;
    const symbol = bank.symbol('k', INT) as Symbol_;
    const hypotheses = leaves.map(
      (leaf): Hypothesis => ({
        name: 'empty',
        guard: bank.true_,
        variables: [{ symbol, type: ADDRESS }],
        body: bank.eq(bank.select(leaf, symbol), bank.int(0n)),
      }),
    );
    const bad = bank.and(...keys.map((key) => bank.lt(bank.int(0n), key)));
    const { assertions } = buildScript(world, { hypotheses, facts: [], bad });
    expect(assertions.filter((one) => one.name === 'empty')).toHaveLength(6);
  });
});

describe('quantifiers of what is asserted', () => {
  const { world, leaves, keys } = scene(1, 1);
  const { bank } = world;
  const entry = (key: Term): Term => bank.select(leaves[0] as Term, key);
  const isZero = (key: Term): Term => bank.eq(entry(key), bank.int(0n));
  const x = bank.symbol('x', INT) as Symbol_;
  const p = bank.symbol('p', BOOL);
  const [account] = keys as [Term];
  const asked = (bad: Term): readonly Term[] =>
    buildScript(world, { hypotheses: [], facts: [], bad }).assertions.map(({ term }) => term);
  const solver = createZ3Wasm({ workers: 1 });
  afterAll(() => solver.dispose());
  const isSatisfiable = async (terms: readonly Term[]): Promise<string> =>
    (
      await solver.check(
        { assertions: terms.map((term) => ({ term })) },
        { rlimit: 5_000_000, wallMilliseconds: 20_000 },
      )
    ).kind;

  it('name what exists', () => {
    const [goal] = asked(bank.exists([x], bank.not(isZero(x)))) as [Term];
    expect(goal.kind).toBe('apply');
  });

  it('are instantiated where the list is read', () => {
    const [goal, ...rest] = asked(bank.and(bank.forall([x], isZero(x)), bank.not(isZero(account)))) as [
      Term,
      ...Term[],
    ];
    expect(goal.kind).toBe('apply');
    expect(rest.some((term) => term.kind === 'apply' && term.args.includes(isZero(account)))).toBe(true);
  });

  const some = bank.exists([x], isZero(x));
  const every = bank.forall([x], isZero(x));
  const nonzero = bank.not(isZero(account));
  it.each([
    ['all, but not one', bank.and(every, nonzero), 'unsat'],
    ['not all, and some not', bank.and(bank.not(every), nonzero), 'sat'],
    ['none, but one', bank.and(bank.not(some), isZero(account)), 'unsat'],
    ['either all or p, and not p', bank.and(bank.or(every, p), bank.not(p), nonzero), 'unsat'],
    ['either all or p', bank.and(bank.or(every, p), nonzero), 'sat'],
    ['if p then all, else none', bank.and(bank.ite(p, every, bank.not(some)), p, nonzero), 'unsat'],
    ['if p then all, else none, and not p', bank.and(bank.ite(p, every, bank.not(some)), nonzero), 'sat'],
    ['equal truths of both', bank.and(bank.iff(every, p), p, nonzero), 'unsat'],
    ['the same formula said and denied', bank.and(bank.or(some, p), bank.not(some), bank.not(p)), 'unsat'],
  ])('mean what they say: %s', async (_name, bad, expected) => {
    expect(await isSatisfiable(asked(bad))).toBe(expected);
    expect(await isSatisfiable([bad])).toBe(expected);
  });
});
