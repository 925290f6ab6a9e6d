// Which quantities candidate lemmas compare: what a contract's code never brings together is true by accident or not at all.
import type { ContractBinding } from '@surety/spec-lang';
import { type Counted, comparability } from '../ir/comparable.js';
import type { Quantity } from './lemma-candidates.js';
import type { Session } from './session.js';

/**
 * Whether it may make sense to compare two quantities: lengths of arrays, and numbers that never change, only with what the
 * code compares them with.
 */
export function comparing(
  session: Session,
  binding: ContractBinding,
  flows: readonly Quantity[],
): (a: Quantity, b: Quantity) => boolean {
  const code = session.contracts.get(binding.alias);
  if (code === undefined) return () => true;
  const sameKind = comparability(code);
  const isFixed = ({ value }: Quantity): boolean =>
    value.kind === 'length' || (value.kind === 'state' && value.variable.mutability === 'immutable');
  const counted = ({ value }: Quantity): Counted | undefined => {
    const base = value.kind === 'sum' ? value.body : value.kind === 'length' ? value.base : value;
    let root = base;
    while (root.kind === 'index' || root.kind === 'field') root = root.base;
    if (root.kind !== 'state') return undefined;
    const { name, declaredIn } = root.variable;
    const all = code.variables.filter((v) => v.name === name);
    const variable = all.find((v) => v.declaredIn === declaredIn) ?? all[0];
    return variable && { variable: variable.id, of: value.kind === 'length' ? 'length' : 'contents' };
  };
  return (a, b) => {
    if (!isFixed(a) && !isFixed(b)) return true;
    if (flows.includes(a) || flows.includes(b)) return false;
    const [one, other] = [counted(a), counted(b)];
    return one === undefined || other === undefined || sameKind(one, other);
  };
}
