// A minimal EVM assembler with labels, enough for the contracts this package writes by hand.
import { concatBytes, toBytes } from './bytes.js';

/** One instruction: an opcode by name, a pushed constant, a label's definition, or a push of a label's position. */
export type Instruction = string | bigint | { readonly label: string } | { readonly target: string };

const OPCODES: Readonly<Record<string, number>> = {
  STOP: 0x00,
  ADD: 0x01,
  MUL: 0x02,
  SUB: 0x03,
  DIV: 0x04,
  LT: 0x10,
  GT: 0x11,
  EQ: 0x14,
  ISZERO: 0x15,
  AND: 0x16,
  OR: 0x17,
  SHL: 0x1b,
  SHR: 0x1c,
  ADDRESS: 0x30,
  CALLER: 0x33,
  CALLDATALOAD: 0x35,
  CALLDATASIZE: 0x36,
  RETURNDATASIZE: 0x3d,
  RETURNDATACOPY: 0x3e,
  POP: 0x50,
  MLOAD: 0x51,
  MSTORE: 0x52,
  SLOAD: 0x54,
  SSTORE: 0x55,
  JUMP: 0x56,
  JUMPI: 0x57,
  GAS: 0x5a,
  JUMPDEST: 0x5b,
  CALL: 0xf1,
  RETURN: 0xf3,
  REVERT: 0xfd,
  ...Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`DUP${index + 1}`, 0x80 + index])),
  ...Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`SWAP${index + 1}`, 0x90 + index])),
};

const PUSH1 = 0x60;
const PUSH2 = 0x61;

/** Assembles the instructions; throws `RangeError` on an unknown opcode or label (a bug of the caller). */
export function assemble(program: readonly Instruction[]): Uint8Array {
  const labels = new Map<string, number>();
  let position = 0;
  for (const instruction of program) {
    if (typeof instruction === 'object' && 'label' in instruction) labels.set(instruction.label, position);
    position += encode(instruction, undefined).length;
  }
  return concatBytes(...program.map((instruction) => encode(instruction, labels)));
}

// Without labels (first pass) only the length of the result counts; label positions always take two bytes.
function encode(instruction: Instruction, labels: ReadonlyMap<string, number> | undefined): Uint8Array {
  if (typeof instruction === 'bigint') {
    const size = Math.max(1, Math.ceil(instruction.toString(16).length / 2));
    return concatBytes(Uint8Array.of(PUSH1 + size - 1), toBytes(instruction, size));
  }
  if (typeof instruction === 'string') {
    const opcode = OPCODES[instruction];
    if (opcode === undefined) throw new RangeError(`unknown opcode ${instruction}`);
    return Uint8Array.of(opcode);
  }
  if ('label' in instruction) return Uint8Array.of(OPCODES.JUMPDEST ?? 0);
  const position = labels === undefined ? 0 : labels.get(instruction.target);
  if (position === undefined) throw new RangeError(`unknown label ${instruction.target}`);
  return concatBytes(Uint8Array.of(PUSH2), toBytes(BigInt(position), 2));
}
