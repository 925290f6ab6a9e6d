// Arbitrary values for the variables of a specification.
import type { Term } from '@surety/solvers';
import type { SpecType, SpecVariable } from '@surety/spec-lang';
import type { World } from '../symbolic/world.js';
import { specRange, specSort } from './evaluate-spec.js';

/** Values of a claim's parameters with the facts of their types. */
export interface ClaimVariables {
  readonly values: ReadonlyMap<SpecVariable, Term>;
  readonly facts: readonly Term[];
}

/**
 * Arbitrary values for variables. With `shared`, variables of one place and type in different claims have the same value:
 * whether some of the claims is broken for some values is then asked with far fewer of them.
 */
export function arbitraryVariables(
  world: World,
  variables: readonly SpecVariable[],
  shared?: Map<string, Term>,
): ClaimVariables {
  const values = new Map<SpecVariable, Term>();
  for (const [i, variable] of variables.entries()) {
    const type = variable.type as SpecType;
    // Structs and arrays have no name for a term: they stay arbitrary inside the transaction.
    if (type.kind === 'struct' || type.kind === 'array' || type.kind === 'mapping') continue;
    const place = `${i} ${JSON.stringify(type)}`;
    const value = shared?.get(place) ?? world.bank.fresh(variable.name, specSort(type));
    shared?.set(place, value);
    values.set(variable, value);
  }
  const facts = [...values].map(([variable, term]) => specRange(world, term, variable.type as SpecType));
  return { values, facts };
}
