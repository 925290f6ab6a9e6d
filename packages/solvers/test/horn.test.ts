// Constrained Horn clauses: a predicate is found where there is one, and nothing is said where there is none.
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  BOOL,
  createZ3Wasm,
  type FunctionSymbol,
  INT,
  type Script,
  type Term,
  TermBank,
} from '@surety/solvers';

const solver = createZ3Wasm({ workers: 1 });
afterAll(() => solver.dispose());

const LIMITS = { rlimit: 20_000_000, wallMilliseconds: 30_000 };

/** A counter from 0 by steps of 2; `goal` is what it must never be. */
function counter(goal: (bank: TermBank, x: Term) => Term): Script {
  const bank = new TermBank();
  const reached: FunctionSymbol = { name: 'reached', domain: [INT], range: BOOL };
  const x = bank.symbol('x', INT);
  const at = (term: Term): Term => bank.call(reached, [term]);
  return {
    assertions: [
      { term: at(bank.int(0n)) },
      { term: bank.forall([x], bank.implies(at(x), at(bank.add(x, bank.int(2n))))) },
      { term: bank.forall([x], bank.not(bank.and(at(x), goal(bank, x)))) },
    ],
  };
}

describe('Horn clauses', () => {
  it('are solved by a definition of their predicate', async () => {
    const script = counter((bank, x) => bank.lt(x, bank.int(0n)));
    const solution = await solver.solveHorn?.(script, 'reached', LIMITS);
    expect(solution?.parameters).toHaveLength(1);
    expect(JSON.stringify(solution?.body)).toContain(solution?.parameters[0]);
  });

  it('have no solution where a run leads to what must not be', async () => {
    const script = counter((bank, x) => bank.eq(x, bank.int(6n)));
    expect(await solver.solveHorn?.(script, 'reached', LIMITS)).toBeUndefined();
  });

  it('give nothing for a predicate that they do not have', async () => {
    const script = counter((bank, x) => bank.lt(x, bank.int(0n)));
    expect(await solver.solveHorn?.(script, 'another', LIMITS)).toBeUndefined();
  });

  it('give nothing when the budget is spent', async () => {
    const script = counter((bank, x) => bank.lt(x, bank.int(0n)));
    expect(await solver.solveHorn?.(script, 'reached', { rlimit: 10 })).toBeUndefined();
  });
});
