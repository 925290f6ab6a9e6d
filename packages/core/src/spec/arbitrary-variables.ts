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

/** Arbitrary values for variables. */
export function arbitraryVariables(world: World, variables: readonly SpecVariable[]): ClaimVariables {
  const values = new Map<SpecVariable, Term>();
  for (const variable of variables) {
    const type = variable.type as SpecType;
    // Structs and arrays have no name for a term: they stay arbitrary inside the transaction.
    if (type.kind === 'struct' || type.kind === 'array' || type.kind === 'mapping') continue;
    values.set(variable, world.bank.fresh(variable.name, specSort(type)));
  }
  const facts = [...values].map(([variable, term]) => specRange(world, term, variable.type as SpecType));
  return { values, facts };
}
