// Candidate lemmas as claims.
import type { InvariantClaim, Location, SpecExpression, SpecVariable } from '@surety/spec-lang';

/** A condition with its text. */
export interface Atom {
  readonly condition: SpecExpression;
  readonly text: string;
  readonly parameters?: readonly SpecVariable[];
}

/** A candidate as the claim that it would be. */
export function claimOf(name: string, atom: Atom, contract: string, location: Location): InvariantClaim {
  const { parameters = [] } = atom;
  const names = parameters.map((p) => p.name).join(', ');
  return {
    kind: 'invariant',
    name,
    contract,
    doc: undefined,
    text: parameters.length === 0 ? atom.text : `for all ${names}: ${atom.text}`,
    location,
    parameters,
    condition: atom.condition,
    using: [],
    except: [],
    moments: 'always',
    preserved: [],
  };
}

/** A number as an expression. */
export function number(value: bigint, location: Location): SpecExpression {
  return { kind: 'literal', value, type: { kind: 'int' }, location };
}
