// Counts that code keeps in a number: of entries that are marked, of records in some phase. Lemmas may speak of them where a
// specification does not.
import type {
  ContractBinding,
  EnvironmentVariable,
  Location,
  SpecExpression,
  SpecType,
  SpecVariable,
} from '@surety/spec-lang';
import { comparability } from '../ir/comparable.js';
import type { IrContract } from '../ir/ir.js';

export type CountExpression = Extract<SpecExpression, { kind: 'count' }>;

/** Counts of the entries of one mapping by one flag or phase in them; none of them counts an entry twice. */
export interface CountsOfEntries {
  readonly counts: readonly { readonly count: CountExpression; readonly text: string }[];
}

const MOST_COUNTS = 8;
const BOOL: SpecType = { kind: 'bool' };

/** What may be counted in a contract whose code counts anything. O(size of the contract). */
export function countsOfEntries(binding: ContractBinding, contract: IrContract): readonly CountsOfEntries[] {
  const { isCounter } = comparability(contract);
  const counts = contract.variables.some(
    ({ id, type, mutability }) =>
      type.kind === 'int' && mutability === 'mutable' && isCounter({ of: 'contents', variable: id }),
  );
  if (!counts) return [];
  let left = MOST_COUNTS;
  return binding.environment.variables
    .flatMap((variable) => marksIn(binding, variable))
    .filter(({ counts: { length } }) => {
      left -= length;
      return left >= 0;
    });
}

/** The flags and phases in the entries of a mapping by one key. */
function marksIn({ alias, location }: ContractBinding, variable: EnvironmentVariable): CountsOfEntries[] {
  const { type, name } = variable;
  if (type.kind !== 'mapping') return [];
  const key: SpecVariable = { name: 'k', type: type.key, location };
  const domain: SpecExpression = { kind: 'state', contract: alias, variable, type, location };
  const index: SpecExpression = { kind: 'variable', variable: key, type: key.type as SpecType, location };
  const entry: SpecExpression = { kind: 'index', base: domain, index, type: type.value, location };
  const marks =
    type.value.kind === 'struct'
      ? type.value.fields.map((field): readonly [SpecExpression, string] => [
          { kind: 'field', base: entry, field: field.name, type: field.type, location },
          `${name}[k].${field.name}`,
        ])
      : [[entry, `${name}[k]`] as const];
  return marks.map(([mark, text]) => ({
    counts: casesOf(mark, text, location).map(({ condition, shown }) => ({
      count: { kind: 'count', variable: key, domain, condition, type: { kind: 'int' }, location },
      text: `count(k in ${name} where ${shown})`,
    })),
  }));
}

/** The values of a flag or phase other than the one that everything begins with. */
function casesOf(
  mark: SpecExpression,
  text: string,
  location: Location,
): readonly { readonly condition: SpecExpression; readonly shown: string }[] {
  const { type } = mark;
  if (type.kind === 'bool') return [{ condition: mark, shown: text }];
  if (type.kind !== 'enum') return [];
  return type.members.slice(1).map((member, i) => {
    const right: SpecExpression = { kind: 'enumMember', index: i + 1, type, location };
    return {
      condition: { kind: 'binary', operator: '==', left: mark, right, type: BOOL, location },
      shown: `${text} == ${member}`,
    };
  });
}
