// Candidate lemmas about lists: nothing is listed twice, and what is listed has an entry in a table. None is trusted (infer-lemmas.ts).
import type {
  ContractBinding,
  InvariantClaim,
  SpecExpression,
  SpecType,
  SpecVariable,
} from '@surety/spec-lang';
import type { Session } from '../session/session.js';
import { isAddress, type Make, maker, prefixOf, type Quantity } from './lemma-candidates.js';
import { type Atom, claimOf } from './lemma-claim.js';

/** Tables beside each list. */
const MOST_TABLES = 4;

const INDEX: SpecType = { kind: 'integer', signed: false, bits: 256 };

/** Of each list of values of a contract, a few. */
export function listedCandidates(session: Session, binding: ContractBinding): readonly InvariantClaim[] {
  const { alias, environment, location } = binding;
  const make = maker(location);
  const prefix = prefixOf(session, binding);
  const variables = environment.variables
    .filter(({ mutability }) => mutability !== 'constant')
    .map(
      (variable): Quantity => ({
        value: { kind: 'state', contract: alias, variable, type: variable.type, location },
        text: `${prefix}${variable.name}`,
      }),
    );
  const atoms = variables.flatMap((list): readonly Atom[] => {
    const { type } = list.value;
    if (type.kind !== 'array' || !isListed(type.element) || !grows(session, alias, list)) return [];
    const tables = variables.filter(({ value }) => isTableOf(value.type, type.element));
    return [
      notTwice(list, type.element, make),
      ...tables.slice(0, MOST_TABLES).map((table) => inTable(list, type.element, table, make)),
    ];
  });
  return atoms.map((atom, i) => claimOf(`listed${i + 1}`, atom, alias, location));
}

/** Whether the list is written after deployment; of another one what the constructor wrote is known. */
function grows({ anyState }: Session, alias: string, { value }: Quantity): boolean {
  const name = value.kind === 'state' ? value.variable.name : '';
  return anyState.storage.get(`${alias}/${name}.length`)?.kind === 'symbol';
}

/** Names of something: accounts, contracts, numbers and hashes. */
function isListed({ kind }: SpecType): boolean {
  return kind === 'address' || kind === 'contract' || kind === 'integer' || kind === 'fixedBytes';
}

/** Whether a table has a flag for each element of a list. */
function isTableOf(table: SpecType, element: SpecType): boolean {
  if (table.kind !== 'mapping' || table.value.kind !== 'bool') return false;
  return table.key.kind === element.kind || (isAddress(table.key) && isAddress(element));
}

/** `i < j && j < xs.length => xs[i] != xs[j]`. */
function notTwice(list: Quantity, element: SpecType, make: Make): Atom {
  const [i, j] = [variable('i', INDEX, list), variable('j', INDEX, list)];
  const apart = make('!=', at(list.value, i.value, element), at(list.value, j.value, element));
  return {
    condition: make('=>', make('&&', make('>', j.value, i.value), isBelow(j.value, list, make)), apart),
    text: `i < j && j < ${list.text}.length => ${list.text}[i] != ${list.text}[j]`,
    parameters: [i.parameter, j.parameter],
  };
}

/** `i < xs.length => m[xs[i]]`; that what has an entry is listed needs a quantifier, which makes every question with the candidate hard. */
function inTable(list: Quantity, element: SpecType, table: Quantity, make: Make): Atom {
  const i = variable('i', INDEX, list);
  const entry = at(table.value, at(list.value, i.value, element), { kind: 'bool' });
  return {
    condition: make('=>', isBelow(i.value, list, make), entry),
    text: `i < ${list.text}.length => ${table.text}[${list.text}[i]]`,
    parameters: [i.parameter],
  };
}

function variable(
  name: string,
  type: SpecType,
  { value: { location } }: Quantity,
): { readonly parameter: SpecVariable; readonly value: SpecExpression } {
  const parameter: SpecVariable = { name, type, location };
  return { parameter, value: { kind: 'variable', variable: parameter, type, location } };
}

function at(base: SpecExpression, index: SpecExpression, type: SpecType): SpecExpression {
  return { kind: 'index', base, index, type, location: base.location };
}

function isBelow(index: SpecExpression, list: Quantity, make: Make): SpecExpression {
  const { location } = list.value;
  return make('>', { kind: 'length', base: list.value, type: { kind: 'int' }, location }, index);
}
