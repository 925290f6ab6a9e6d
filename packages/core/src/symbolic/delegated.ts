// Delegated code: the code of one contract on the storage of another. Both must agree on what lies in every slot that the
// code knows of; then each of its variables is the one of the owner at the same place.
import { slotBytes } from '../ir/assembly/slot-layout.js';
import { sameType } from '../ir/build.js';
import type { IrContract, IrType, StorageVariable } from '../ir/ir.js';
import { visitStatements } from '../ir/visit.js';
import type { Instance } from './world.js';

/** Whether a contract runs code of others on its own storage. O(size of the contract). */
function delegates(contract: IrContract): boolean {
  let found = false;
  for (const fn of contract.functions.values())
    visitStatements(fn.body, (statement) => {
      if (statement.kind === 'external' && statement.callKind === 'delegatecall') found = true;
    });
  return found;
}

/** The contracts, those that delegate with the variables that code of the others has beyond their own layout. */
export function withDelegatedStorage(
  contracts: ReadonlyMap<string, IrContract>,
): ReadonlyMap<string, IrContract> {
  return new Map(
    [...contracts].map(([alias, contract]) => {
      if (!delegates(contract)) return [alias, contract];
      const variables = [...contract.variables];
      for (const [other, code] of contracts) {
        if (other === alias) continue;
        for (const variable of code.variables) {
          if (variable.mutability === 'immutable' || !hasPlace(variable)) continue;
          if (variables.some((own) => overlap(own, variable))) continue;
          // No name that Solidity or a specification could write.
          const name = `${other}:${variable.id}`;
          variables.push({ ...variable, id: name, name, declaredIn: '' });
        }
      }
      return [alias, { ...contract, variables }];
    }),
  );
}

/** An instance whose code is that of another contract, or why there is none. */
export function delegatedInstance(owner: Instance, code: Instance): Instance | { readonly problem: string } {
  const places = new Map<string, { readonly instance: number; readonly prefix: string }>();
  for (const variable of code.contract.variables) {
    // Immutables are part of the code.
    if (variable.mutability === 'immutable') {
      places.set(variable.id, { instance: code.index, prefix: `${code.alias}/${variable.id}` });
      continue;
    }
    const own = owner.contract.variables.find((v) => sameSpot(v, variable));
    if (own === undefined || !sameType(own.type, variable.type) || holdsFunction(variable.type))
      return {
        problem: `the storage of ${owner.alias} has no ${describe(variable)} as ${code.alias} has it`,
      };
    places.set(variable.id, { instance: owner.index, prefix: `${owner.alias}/${own.id}` });
  }
  return { ...owner, contract: code.contract, places };
}

/** Internal function values are places in code: those of one contract mean nothing in another. */
function holdsFunction(type: IrType): boolean {
  switch (type.kind) {
    case 'functionValue':
      return true;
    case 'struct':
      return type.fields.some((field) => holdsFunction(field.type));
    case 'array':
      return holdsFunction(type.element);
    case 'mapping':
      return holdsFunction(type.value);
    case 'bool':
    case 'int':
    case 'address':
    case 'fixedBytes':
    case 'enum':
    case 'bytes':
      return false;
    default:
      return type satisfies never;
  }
}

function describe(variable: StorageVariable): string {
  const { position } = variable;
  const at = position === undefined ? '' : ` at slot ${position.slot}, offset ${position.offset}`;
  return `${variable.name}${at}`;
}

function hasPlace(variable: StorageVariable): boolean {
  return variable.position !== undefined || variable.slot !== undefined || isOwnMapping(variable);
}

/** The mappings of slots that belong to nothing declared; they have a name and no slot. */
function isOwnMapping(variable: StorageVariable): boolean {
  return variable.declaredIn === '' && variable.id.includes('slot:') && variable.slot === undefined;
}

function ownName(variable: StorageVariable): string {
  return variable.id.slice(variable.id.indexOf('slot:'));
}

/** Whether two variables are known to start at the same place. */
function sameSpot(a: StorageVariable, b: StorageVariable): boolean {
  if ((a.mutability === 'transient') !== (b.mutability === 'transient')) return false;
  if (isOwnMapping(a) || isOwnMapping(b))
    return isOwnMapping(a) && isOwnMapping(b) && ownName(a) === ownName(b);
  if (a.slot !== undefined || b.slot !== undefined) return a.slot === b.slot;
  return (
    a.position !== undefined &&
    b.position !== undefined &&
    a.position.slot === b.position.slot &&
    a.position.offset === b.position.offset
  );
}

/** Whether two variables share bytes; those of unknown place may. */
function overlap(a: StorageVariable, b: StorageVariable): boolean {
  if (a.mutability === 'immutable' || b.mutability === 'immutable') return false;
  if ((a.mutability === 'transient') !== (b.mutability === 'transient')) return false;
  // Transient storage as one mapping of words holds what another contract declares in it.
  if (isOwnMapping(a) || isOwnMapping(b)) return a.mutability === 'transient' || sameSpot(a, b);
  const [p, q] = [extent(a), extent(b)];
  return p === undefined || q === undefined || (p.from < q.to && q.from < p.to);
}

/** The bytes of a variable, counted through all slots. */
function extent(variable: StorageVariable): { readonly from: bigint; readonly to: bigint } | undefined {
  if (variable.slot !== undefined) {
    const from = 32n * variable.slot;
    return { from, to: from + slotBytes(variable.type) };
  }
  const { position } = variable;
  if (position === undefined) return undefined;
  const from = 32n * position.slot + BigInt(position.offset);
  return { from, to: from + position.bytes };
}
