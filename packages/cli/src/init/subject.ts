// The contract that a first spec is written for, with the questions that its recognition asks.
import type { EntryFacts } from '@surety/core';
import type { ContractEnvironment, EnvironmentVariable } from '@surety/spec-lang';

/** A contract that can be deployed: what it offers to a specification, and what its entry points do. */
export interface Subject {
  readonly environment: ContractEnvironment;
  readonly entries: readonly EntryFacts[];
}

type SpecType = EnvironmentVariable['type'];

/** A piece of a spec that stands or falls by itself. */
export interface Block {
  /** Module of the library that it needs, `surety:erc20`. */
  readonly imports: string | undefined;
  /** Comment above the blocks of one heading, lines without slashes. */
  readonly heading: string | undefined;
  readonly text: string;
}

/** Whether the contract has an external or public function of this signature that is not a getter of a variable. */
export function hasFunction({ entries }: Subject, signature: string): boolean {
  return entries.some(({ entry }) => entry.signature === signature);
}

/** Variables that a claim can name without saying of which base. */
export function namedVariables({ environment: { variables } }: Subject): readonly EnvironmentVariable[] {
  return variables.filter(
    (variable) => variables.filter(({ name }) => name === variable.name).length === 1 && variable.name !== '',
  );
}

/** Entry points that may write the variable; undefined when that cannot be told. */
export function writersOf(
  subject: Subject,
  variable: EnvironmentVariable,
): readonly EntryFacts[] | undefined {
  const { entries } = subject;
  if (entries.some(({ writesMore }) => writesMore)) return undefined;
  return entries.filter(({ writes }) => writes.includes(variable.name));
}

/** How lists of functions name an entry point: with its types where its name alone would not do. */
export function referenceTo({ environment }: Subject, { entry }: EntryFacts): string {
  if (entry.kind !== 'function') return entry.kind;
  const overloaded = environment.functions.filter(({ name }) => name === entry.name).length > 1;
  return overloaded ? entry.signature : entry.name;
}

/** An unsigned number of any size. */
export function isAmount(type: SpecType): boolean {
  return type.kind === 'integer' && !type.signed;
}

/** A mapping from `key` to what `value` accepts. */
export function isMapping(
  type: SpecType,
  key: SpecType['kind'],
  value: (type: SpecType) => boolean,
): type is SpecType & { readonly kind: 'mapping' } {
  return type.kind === 'mapping' && type.key.kind === key && value(type.value);
}

/** An address or a contract. */
export function isAddress(type: SpecType): boolean {
  return type.kind === 'address' || type.kind === 'contract';
}
