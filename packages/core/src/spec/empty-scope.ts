// Where what reads no state is evaluated: what an entry counts for.
import type { Term } from '@surety/solvers';
import type { SpecVariable } from '@surety/spec-lang';
import { emptyPath } from '../symbolic/path-condition.js';
import type { State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import type { SpecScope } from './scope.js';

/** A scope with variables and nothing else: what is evaluated there reads no state. */
export function emptyScope(
  world: World,
  self: SpecScope['self'],
  variables: ReadonlyMap<SpecVariable, Term>,
): SpecScope {
  const { bank } = world;
  const nothing: State = {
    path: emptyPath(bank),
    storage: new Map(),
    totals: new Map(),
    balances: bank.int(0n),
    memory: new Map(),
    locals: new Map(),
  };
  return {
    world,
    self,
    state: nothing,
    old: nothing,
    saved: new Map(),
    variables,
    blocks: new Map(),
    transaction: undefined,
    succeeded: undefined,
    unknownCode: { run: (_frame, state) => state },
  };
}
