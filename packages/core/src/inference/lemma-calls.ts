// Lemmas that bound numbers by how often contracts were called: nobody lives to make so many calls that what grows by amounts
// of ether overflows.
import { GHOST, type Location, type SpecExpression, type SpecType } from '@surety/spec-lang';
import type { Session } from '../session/session.js';
import { promisesSuccess } from '../spec/ghosts.js';
import { CLOCK } from '../symbolic/clock.js';
import { MAXIMUM_ETHER } from '../symbolic/world.js';
import type { EntryQuantity, Make, Quantity } from './lemma-candidates.js';
import type { Atom } from './lemma-claim.js';

/** Numbers that grow by amounts of ether at most with every call; entries of mappings as counts only, but where calls must succeed. */
export function boundedByCalls(
  session: Session,
  numbers: readonly Quantity[],
  entries: readonly EntryQuantity[],
  location: Location,
  make: Make,
): readonly Atom[] {
  if (!countsCalls(session)) return [];
  return [
    ...numbers.map((n) => atMostEther(n, location, make)),
    ...entries.flatMap((n) => [
      {
        condition: make('<=', n.value, calls(location)),
        text: `${n.text} <= number of calls`,
        parameters: [n.parameter],
      },
      // Hypotheses about every entry make questions larger.
      ...(promisesSuccess(session.spec)
        ? [{ ...atMostEther(n, location, make), parameters: [n.parameter] }]
        : []),
    ]),
  ];
}

function countsCalls({ world }: Session): boolean {
  return world.ghosts?.contract.variables.some((v) => v.name === CLOCK.calls) === true;
}

function atMostEther({ value, text }: Quantity, location: Location, make: Make): Atom {
  const ether: SpecExpression = {
    kind: 'literal',
    value: MAXIMUM_ETHER + 1n,
    type: { kind: 'int' },
    location,
  };
  return {
    condition: make('<=', value, make('*', calls(location), ether)),
    text: `${text} <= (number of calls) * 2^128`,
  };
}

function calls(location: Location): SpecExpression {
  const type: SpecType = { kind: 'integer', signed: false, bits: 64 };
  const variable = { name: CLOCK.calls, type, declaredIn: GHOST, mutability: 'mutable', location } as const;
  return { kind: 'state', contract: GHOST, variable, type, location };
}
