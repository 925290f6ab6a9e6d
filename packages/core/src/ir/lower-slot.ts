// Storage at fixed slots outside the declared layout: `StorageSlot` pointers and `$.slot := CONSTANT` in assembly (ERC-7201).
import type { Span } from '../frontend/typed-program.js';
import { sameType } from './build.js';
import type { IrType } from './ir.js';
import { emit, expressionOf, type FunctionLowering, type StoragePlace } from './lower-context.js';

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

/** Recognizes assembly that only sets a storage pointer to a constant slot; tells whether it did. */
export function slotAssembly(f: FunctionLowering, text: string, span: Span): boolean {
  const inside = /^\s*assembly\b[^{]*\{([\s\S]*)\}\s*$/.exec(text)?.[1] ?? text.replace(/^\s*\{|\}\s*$/g, '');
  const parts = /^\s*([\w$]+)(?:\.slot|_slot)\s*:=\s*([\w$]+)\s*$/.exec(inside.replace(/\/\/[^\n]*/g, ''));
  const [, pointer, slot] = parts ?? [];
  if (pointer === undefined || slot === undefined) return false;
  const locals = [...f.locals.values()].filter((l) => l.name === pointer && l.holds === 'storage');
  const [local] = locals;
  const number = slotNumber(f, slot, span);
  if (local === undefined || locals.length !== 1 || number === undefined) return false;
  const place = fixedSlot(f, number, local.type, span);
  if (place === undefined) return false;
  emit(f, { kind: 'point', local, place, span });
  return true;
}

/** The number a slot is written as: a literal or a constant of the same file. */
function slotNumber(f: FunctionLowering, text: string, span: Span): bigint | undefined {
  if (/^(0x[0-9a-fA-F]+|[0-9]+)$/.test(text)) return BigInt(text);
  if ([...f.locals.values()].some((local) => local.name === text)) return undefined;
  const found = [...f.contract.program.declarations.values()].filter(
    (d) =>
      d.kind === 'variable' && d.name === text && d.mutability === 'constant' && d.span.file === span.file,
  );
  const [constant] = found;
  if (found.length !== 1 || constant?.kind !== 'variable' || constant.initializer === undefined)
    return undefined;
  const out = f.out.length;
  const lowered = expressionOf(f, f.contract.parts.expression(f, constant.initializer), span);
  return f.out.length === out && lowered.kind === 'constant' && typeof lowered.value === 'bigint'
    ? lowered.value
    : undefined;
}
