// What one entry counts for in `count(a in m where p)`.
import type { Term } from '@surety/solvers';
import type { SpecExpression } from '@surety/spec-lang';
import type { World } from '../symbolic/world.js';
import { countedEntry } from './counts.js';
import { emptyScope } from './empty-scope.js';
import { evaluateSpec } from './evaluate-spec.js';

/** 1 for an entry that meets the condition of a count (and where that is defined), else 0. */
export function entryWeight(
  count: Extract<SpecExpression, { kind: 'count' }>,
): (world: World, entry: Term) => Term {
  const { value, condition } = countedEntry(count);
  return (world, entry) => {
    const { bank } = world;
    const [self] = world.instances;
    if (self === undefined) throw new Error('a world without contracts');
    const { term, defined } = evaluateSpec(emptyScope(world, self, new Map([[value, entry]])), condition);
    return bank.ite(bank.and(defined, term), bank.int(1n), bank.int(0n));
  };
}
