// Fixed slots that a specification gave names to (`link Proxy.implementation at 0x3608… to Logic`): the address in each is a
// variable of the contract, under that name, in whichever form its code uses the slot.
import { type Diagnostic, specDiagnostic, type TypedSpec } from '@surety/spec-lang';
import type { IrContract, IrType, StorageVariable } from '../ir/ir.js';

/**
 * The contract with the names that a specification gives to its slots. A slot that its own code does not use becomes a
 * variable too: delegated code may write there, and what nobody writes stays zero.
 */
export function withNamedSlots(spec: TypedSpec | undefined, alias: string, contract: IrContract): IrContract {
  const environment = spec?.contracts.find((binding) => binding.alias === alias)?.environment;
  const named = (environment?.variables ?? []).filter((variable) => variable.slot !== undefined);
  if (named.length === 0) return contract;
  const variables = contract.variables.map((variable) => {
    const name = named.find(({ slot }) => slot === variable.slot)?.name;
    return name === undefined ? variable : { ...variable, name };
  });
  for (const { name, slot } of named) {
    if (slot === undefined || variables.some((variable) => variable.slot === slot)) continue;
    const added: StorageVariable = {
      id: `slot:0x${slot.toString(16)}`,
      name,
      declaredIn: '',
      type: { kind: 'address' },
      mutability: 'mutable',
      span: { file: 0, start: 0, end: 0 },
      slot,
    };
    variables.push(added);
  }
  return { ...contract, variables };
}

/** Names of slots that the code does not use for an address. */
export function misnamedSlots(
  spec: TypedSpec | undefined,
  alias: string,
  contract: IrContract,
): readonly Diagnostic[] {
  const environment = spec?.contracts.find((binding) => binding.alias === alias)?.environment;
  return (environment?.variables ?? []).flatMap(({ name, slot, location }) => {
    const variable = slot === undefined ? undefined : contract.variables.find((each) => each.slot === slot);
    if (variable === undefined || partOfAddress(variable) !== undefined) return [];
    const message = `${contract.name} does not use the slot of '${name}' as an address`;
    return [specDiagnostic('SPEC232', location, message)];
  });
}

/** Where in its slot's variable a named address lies: code may use the slot as a struct of one address (`AddressSlot`). */
export function addressInSlot(variable: StorageVariable): { readonly suffix: string; readonly type: IrType } {
  const part = partOfAddress(variable);
  if (part === undefined) throw new Error(`${variable.name} is a slot without an address`);
  return part;
}

function partOfAddress({
  type,
}: StorageVariable): { readonly suffix: string; readonly type: IrType } | undefined {
  if (type.kind === 'address') return { suffix: '', type };
  const [only, ...others] = type.kind === 'struct' ? type.fields : [];
  return only?.type.kind === 'address' && others.length === 0
    ? { suffix: `.${only.name}`, type: only.type }
    : undefined;
}
