// Storage at fixed slots outside the declared layout: `StorageSlot` pointers, `$.slot := CONSTANT` and `sload(CONSTANT)`.
import type { Span } from '../../frontend/typed-program.js';
import { sameType } from '../build.js';
import type { IrType } from '../ir.js';
import type { FunctionLowering, StoragePlace } from '../lower-context.js';

/** Slots below this may belong to declared variables; hashes are above. */
const FIRST_HASHED_SLOT = 1n << 64n;

/**
 * The storage at a fixed slot, as a variable of its own; undefined when the slot may overlap declared variables or was used
 * with another type. That hashed slots do not collide is the assumption that mappings rest on as well.
 */
export function fixedSlot(
  f: FunctionLowering,
  slot: bigint,
  type: IrType,
  span: Span,
): StoragePlace | undefined {
  if (slot < FIRST_HASHED_SLOT) return undefined;
  const known = f.contract.slots.get(slot);
  if (known !== undefined && !sameType(known.type, type)) return undefined;
  const id = known?.id ?? `slot:0x${slot.toString(16)}`;
  if (known === undefined) {
    f.contract.slots.set(slot, { id, name: id, declaredIn: '', type, mutability: 'mutable', span });
  }
  return { kind: 'storage', root: { kind: 'variable', variable: id }, steps: [], type };
}
