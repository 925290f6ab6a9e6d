// Which quantities candidate lemmas compare: what a contract's code never brings together is true by accident or not at all.
import type { ContractBinding, SpecExpression } from '@surety/spec-lang';
import { GHOST } from '@surety/spec-lang';
import { type Comparability, type Counted, comparability } from '../ir/comparable.js';
import type { IrContract } from '../ir/ir.js';
import type { Session } from '../session/session.js';
import { CLOCK } from '../symbolic/clock.js';
import type { Quantity } from './lemma-candidates.js';

/** What the code of a contract says of quantities. */
export interface Comparing {
  /**
   * Whether it may make sense to compare two of them: lengths of arrays, and numbers that never change, only with what the
   * code compares them with.
   */
  readonly worthwhile: (a: Quantity, b: Quantity) => boolean;
  /** Whether it may be an amount of ether; false where the code never treats it as one. */
  readonly mayBeEther: (a: Quantity) => boolean;
  /** Whether both count the same kind of thing. */
  readonly same: (a: Quantity, b: Quantity) => boolean;
  /** The same, also where nothing is known of one of them. */
  readonly mayBeSame: (a: Quantity, b: Quantity) => boolean;
  /** Whether the code takes keys of a mapping from a quantity. */
  readonly isKeyOf: (a: Quantity, mapping: Quantity) => boolean;
  /** Whether the code counts it up or down by one. */
  readonly isCounter: (a: Quantity) => boolean;
  /** Constants that the code compares a quantity with, adds or assigns to it: the first few. */
  readonly constants: (of: Quantity) => readonly bigint[];
  /** Constants that the code multiplies such quantities by: the first few. */
  readonly factors: (of: Quantity) => readonly bigint[];
}

const MOST_CONSTANTS = 4;
const MOST_FACTORS = 2;

/** Looks at the code behind a binding; `flows` are amounts that moved, of which the code does not speak. */
export function comparing(session: Session, binding: ContractBinding, flows: readonly Quantity[]): Comparing {
  const code = session.contracts.get(binding.alias);
  if (code === undefined)
    return {
      worthwhile: () => true,
      mayBeEther: () => true,
      same: () => false,
      mayBeSame: () => true,
      isKeyOf: () => false,
      isCounter: () => false,
      constants: () => [],
      factors: () => [],
    };
  const kinds: Comparability = comparability(code);
  const counted = ({ value }: Quantity): Counted | undefined => countedBy(value, code);
  const same = (a: Quantity, b: Quantity): boolean | undefined => {
    const [one, other] = [counted(a), counted(b)];
    return one && other && kinds.same(one, other);
  };
  return {
    worthwhile: (a, b) => {
      if (!isFixed(a) && !isFixed(b)) return true;
      return !flows.includes(a) && !flows.includes(b) && same(a, b) !== false;
    },
    mayBeEther: (a) => {
      const one = counted(a);
      return one === undefined || kinds.same(one, { of: 'ether' });
    },
    same: (a, b) => same(a, b) === true,
    mayBeSame: (a, b) => same(a, b) !== false,
    isCounter: (a) => {
      const one = counted(a);
      return one !== undefined && kinds.isCounter(one);
    },
    isKeyOf: (a, mapping) => {
      const [one, other] = [counted(a), counted(mapping)];
      return one !== undefined && other?.of === 'contents' && kinds.same(one, { ...other, of: 'keys' });
    },
    constants: (of) => {
      const one = counted(of);
      return one === undefined ? [] : kinds.constants(one).slice(0, MOST_CONSTANTS);
    },
    factors: (of) => {
      const one = counted(of);
      return one === undefined ? [] : kinds.factors(one).slice(0, MOST_FACTORS);
    },
  };
}

function isFixed({ value }: Quantity): boolean {
  return value.kind === 'length' || (value.kind === 'state' && value.variable.mutability === 'immutable');
}

function countedBy(value: SpecExpression, code: IrContract): Counted | undefined {
  const of = value.kind === 'length' ? 'length' : 'contents';
  let root = value.kind === 'sum' ? value.body : value.kind === 'length' ? value.base : value;
  let field: string | undefined;
  while (root.kind === 'index' || root.kind === 'field') {
    if (root.kind === 'field') field ??= root.field;
    root = root.base;
  }
  if (root.kind !== 'state') return undefined;
  const { name, declaredIn } = root.variable;
  if (root.contract === GHOST && name === CLOCK.number) return { of: 'block.number' };
  if (root.contract === GHOST && name === CLOCK.timestamp) return { of: 'block.timestamp' };
  const all = code.variables.filter((v) => v.name === name);
  const variable = all.find((v) => v.declaredIn === declaredIn) ?? all[0];
  return variable && { of, variable: variable.id, ...(field === undefined ? {} : { field }) };
}
