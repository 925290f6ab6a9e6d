// Quantified hypotheses are instantiated at the keys in sight; where there are too many instances, those count that speak of
// what is read.
import { describe, expect, it } from '@jest/globals';
import { INT, type Symbol_, type Term, TermBank } from '@surety/solvers';
import type { IrType } from '../../src/ir/ir.js';
import { freshLeaf, freshScalar, type World } from '../../src/symbolic/world.js';
import { buildScript, type Hypothesis } from '../../src/vc/query.js';

const ADDRESS: IrType = { kind: 'address' };
const UINT: IrType = { kind: 'int', signed: false, bits: 256 };

/** Tables by account, and accounts in sight; nothing else is looked at when a script is built. */
function scene(tables: number, accounts: number): { world: World; leaves: Term[]; keys: Term[] } {
  const bank = new TermBank();
  const world = { bank, meanings: new Map(), totalFacts: [], roundFacts: [] } as unknown as World;
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
