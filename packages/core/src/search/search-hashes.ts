// Hashes in a search: to the solver a hash is any value, on the EVM it is that of its input. Once a run was found, what is
// hashed in it is fixed, so that its hash is computed, and the run is looked for again.
import { freeSymbols, type Model, type Term, tryEvaluate, type Value, visitTerms } from '@surety/solvers';
import type { World } from '../symbolic/world.js';

/** The scalars among what is hashed in some terms, with their values in a model: as terms, and by name. */
export function hashedInputs(
  world: World,
  terms: readonly Term[],
  model: Model,
): { readonly map: ReadonlyMap<Term, Term>; readonly symbols: Model['symbols'] } {
  const { bank } = world;
  const hashed: Term[] = [];
  visitTerms(terms, (term) => {
    if (term.kind === 'call' && HASHES.test(term.fn.name)) hashed.push(...term.args);
  });
  const map = new Map<Term, Term>();
  const symbols = new Map<string, Value>();
  for (const symbol of freeSymbols(hashed)) {
    const value = tryEvaluate(symbol, model);
    if (typeof value === 'bigint') map.set(symbol, bank.int(value));
    else if (typeof value === 'boolean') map.set(symbol, bank.bool(value));
    else continue;
    symbols.set(symbol.name, value);
  }
  return { map, symbols };
}

const HASHES = /^(?:keccak256|sha256|ripemd160)/;
