// Candidates of one place, asked again while others are dropped: a proof that does without what was dropped stands.
import { afterAll, describe, expect, it } from '@jest/globals';
import { createZ3Wasm, type Script, type SolverBackend, type Term, TermBank } from '@surety/solvers';
import type { InvariantClaim } from '@surety/spec-lang';
import { type Asking, type Part, PlaceMemory } from '../../src/inference/broken-parts.js';
import type { Obligation } from '../../src/obligation/obligation.js';
import { freshScalar, type World } from '../../src/symbolic/world.js';

const z3 = createZ3Wasm({ workers: 1 });
afterAll(() => z3.dispose());

const bank = new TermBank();
const world = {
  bank,
  meanings: new Map(),
  totalFacts: [],
  roundFacts: [],
  ownArrays: new Map(),
} as unknown as World;
const number = (name: string): Term => freshScalar(world, name, { kind: 'int', signed: false, bits: 256 });
const [p, q, r] = [number('p'), number('q'), number('r')];
const atLeast = (n: bigint, term: Term): Term => bank.le(bank.int(n), term);

/** A candidate that `assumed` holds, and that `next` holds after a step. */
function part(name: string, assumed: Term, next: Term): Part {
  const obligation: Obligation = {
    id: `${name}/place`,
    description: name,
    entry: 'place',
    hypotheses: [{ name, guard: bank.true_, variables: [], body: assumed }],
    facts: [],
    bad: bank.not(next),
    incomplete: [],
    reached: undefined,
    choices: [],
  };
  return { claim: { name } as InvariantClaim, obligation };
}

const alone = part('p is not 0', atLeast(1n, p), atLeast(2n, bank.add(p, bank.int(1n))));
const both = part('q is not 0', atLeast(1n, q), atLeast(2n, bank.add(q, p)));
const falling = part('r is not 0', atLeast(1n, r), atLeast(1n, bank.sub(r, bank.int(1n))));

/** Z3, that gives up on several at once where it is told to, with the questions it was asked. */
function asking(together: boolean): Asking & { readonly asked: Script[] } {
  const asked: Script[] = [];
  const solver: SolverBackend = {
    ...z3,
    check: async (script, limits, signal) => {
      asked.push(script as Script);
      const [goal] = (script as Script).assertions;
      if (!together && goal?.term.kind === 'apply' && goal.term.op === 'or')
        return { kind: 'timeout', solver: 'z3', milliseconds: 1 };
      return z3.check(script, limits, signal);
    },
  };
  const limits = { rlimit: 3_000_000, wallMilliseconds: 30_000 };
  return { world, solver, limits, signal: undefined, isLate: () => false, asked };
}

describe.each([true, false])('candidates that are decided together: %s', (together) => {
  it('are asked again only where a hypothesis of their proof is gone', async () => {
    const who = asking(together);
    const memory = new PlaceMemory();
    expect(await memory.broken(who, [alone, both, falling])).toEqual([falling.claim]);
    expect(await memory.broken(who, [alone, both])).toEqual([]);
    // Nothing is gone.
    const before = who.asked.length;
    expect(await memory.broken(who, [alone, both])).toEqual([]);
    expect(who.asked).toHaveLength(before);
    // What it rested on is.
    expect(await memory.broken(who, [both])).toEqual([both.claim]);
    expect(who.asked.length).toBeGreaterThan(before);
  });
});

describe('a proof that a solver says needs less', () => {
  it('is found again with no more than that', async () => {
    const who = asking(false);
    const memory = new PlaceMemory();
    await memory.broken(who, [alone, both, falling]);
    who.asked.splice(0);
    expect(await memory.broken(who, [alone, both])).toEqual([]);
    const names = who.asked.map(({ assertions }) => assertions.flatMap(({ name }) => name ?? []));
    expect(names).toEqual([['p is not 0'], ['q is not 0', 'p is not 0'].sort()]);
  });
});

describe('when it is late', () => {
  it('what was not shown counts as broken, unasked', async () => {
    const who = { ...asking(false), isLate: () => true };
    const memory = new PlaceMemory();
    expect(await memory.broken(who, [alone, both])).toEqual([alone.claim, both.claim]);
  });
});
