// Arbitrary arguments for a function, and the one place where a transaction that memory cannot express is cut off.
import type { Span } from '../frontend/typed-program.js';
import type { IrFunction, Local } from '../ir/ir.js';
import { arbitraryValue } from '../symbolic/inputs.js';
import { MemoryLimit } from '../symbolic/memory.js';
import type { LocalValue, State } from '../symbolic/state.js';
import type { Effects, World } from '../symbolic/world.js';

/** A parameter with the value it is given. */
export interface GivenArgument {
  readonly local: Local;
  readonly value: LocalValue;
}

/** The known arguments of a function, and arbitrary values for the others; throws MemoryLimit. */
export function arbitraryArguments(
  world: World,
  state: State,
  fn: IrFunction,
  known: readonly (LocalValue | undefined)[] = [],
): { readonly state: State; readonly given: readonly GivenArgument[] } {
  let current = state;
  const given = fn.parameters.map((local, i): GivenArgument => {
    const value = known[i];
    if (value !== undefined) return { local, value };
    const made = arbitraryValue(world, current, local.type, local.name === '' ? `argument${i}` : local.name);
    current = made.state;
    return { local, value: made.term };
  });
  return { state: current, given };
}

/** Does `work`; where memory cannot express it the whole path from `state` on is incomplete and there is no result. */
export function withinModel<T>(effects: Effects, state: State, span: Span, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MemoryLimit)) throw error;
    const { message: what } = error;
    effects.incomplete.push({ kind: 'unsupported', condition: state.path.all, code: 'MODEL130', what, span });
    return undefined;
  }
}
