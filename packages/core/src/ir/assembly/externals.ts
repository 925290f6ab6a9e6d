// Solidity variables in assembly: the words their names stand for, and what assigning one means.
import type { YulExternal } from '../../frontend/assembly/yul.js';
import { keccakOfHex } from '../../frontend/selector.js';
import type { Span } from '../../frontend/typed-program.js';
import { BYTES, constant, isAggregate, localValue, number, sameType, UINT256 } from '../build.js';
import type { Expression, Local } from '../ir.js';
import { declarationOf, emit, expressionOf, pointerPlace, temporary } from '../lower-context.js';
import { bytesLength } from '../lower-conversion.js';
import { effectsOf } from '../visit.js';
import { FREE_POINTER, readWord, valueWord, type Word } from './memory.js';
import { memoryContents } from './memory-access.js';
import { positionOf } from './slot-layout.js';
import { type Assembly, arbitrary, arbitraryWord, fixed, here, numberWord, refuse } from './state.js';
import { placeOfSlot, requireClean, withFact } from './storage.js';
import { highest, numberOf, sameWord } from './word-form.js';
import { typedValueOf, wordOf } from './word-values.js';
import { addWords } from './words.js';

/** The word a Solidity name stands for. */
export function readExternal(a: Assembly, name: YulExternal): Word {
  const { span, suffix } = name;
  const declaration = declarationOf(a.f.contract, name.declaration, 'variable');
  if (
    declaration.role === 'state' ||
    declaration.role === 'fileConstant' ||
    declaration.mutability === 'constant'
  ) {
    if (declaration.mutability === 'constant') return constantWord(a, name);
    const position = positionOf(a.f.contract, name.declaration);
    if (position === undefined) return valueWord(arbitraryWord(a, 'slot', span));
    return valueWord(number(suffix === 'offset' ? BigInt(position.offset) : position.slot));
  }
  const local = localOf(a, name);
  if (local.holds === 'storage') {
    if (suffix === 'offset') return valueWord(number(0));
    const place = pointerPlace(snapshotPointer(a, name, local));
    const slot = arbitraryWord(a, 'slot', span);
    return valueWord(withFact(a, slot, { kind: 'place', place, plus: number(0) }, span));
  }
  const address = here(a).words.get(name.declaration);
  if (address !== undefined && suffix === '') return address;
  const calldata = declaration.type;
  const inCalldata = 'location' in calldata && calldata.location === 'calldata';
  const value = localValue(a.assigned.has(name.declaration) ? snapshot(a, local, span) : local);
  if (suffix === 'length') {
    if (value.type.kind === 'bytes') return valueWord(bytesLength(value));
    return valueWord(fixed(a, { type: UINT256, kind: 'memoryLength', object: value }, span));
  }
  if (suffix === 'offset' || (inCalldata && isAggregate(local.type))) {
    return value.type.kind === 'bytes'
      ? { kind: 'pointer', base: { kind: 'calldata', contents: value }, offset: number(0) }
      : { kind: 'pointer', base: { kind: 'input' }, offset: number(0) };
  }
  if (suffix !== '') return valueWord(arbitraryWord(a, suffix, span));
  if (value.type.kind === 'bytes')
    return { kind: 'pointer', base: { kind: 'bytes', contents: value }, offset: number(0) };
  if (isAggregate(value.type)) {
    const base = { kind: 'object', reference: value, type: value.type } as const;
    return { kind: 'pointer', base, offset: number(0) };
  }
  const known = a.assigned.has(name.declaration) ? undefined : constantBefore(a, local);
  const word = wordOf(known ?? value);
  return valueWord(word === undefined ? arbitraryWord(a, 'function', span) : folded(word));
}

/** The constant that a variable was last assigned before the block; undefined when it may be anything else. */
function constantBefore(a: Assembly, local: Local): Expression | undefined {
  for (const statement of [...a.before].reverse()) {
    if (statement.kind === 'assign' && statement.local === local) {
      const value = hashed(statement.value);
      return value.kind === 'constant' ? value : undefined;
    }
    if (effectsOf([statement]).locals.has(local)) return undefined;
  }
  return undefined;
}

function localOf(a: Assembly, name: YulExternal): Local {
  const local = a.f.locals.get(name.declaration);
  if (local === undefined) return refuse('a variable that has no value in the model', name.span);
  return local;
}

/** The value a variable has now, for it is assigned in the block. */
function snapshot(a: Assembly, local: Local, span: Span): Local {
  const copy = temporary(a.f, local.type, local.holds);
  emit(a.f, { kind: 'assign', local: copy, value: localValue(local), span });
  return copy;
}

function snapshotPointer(a: Assembly, name: YulExternal, local: Local): Local {
  if (!a.assigned.has(name.declaration)) return local;
  const copy = temporary(a.f, local.type, 'storage');
  emit(a.f, { kind: 'point', local: copy, place: pointerPlace(local), span: name.span });
  return copy;
}

function constantWord(a: Assembly, name: YulExternal): Word {
  const { span } = name;
  const declaration = declarationOf(a.f.contract, name.declaration, 'variable');
  if (declaration.initializer === undefined) return refuse('a constant without value', span);
  const { f } = a;
  const value = expressionOf(f, f.contract.parts.expression(f, declaration.initializer), span);
  const word = wordOf(hashed(value));
  if (word === undefined) return refuse('a constant that is no word', span);
  return valueWord(fixed(a, folded(word), span));
}

/** The hash of a constant text as a constant: slots are often given so. */
function hashed(value: Expression): Expression {
  const [text] = value.kind === 'builtin' && value.name === 'keccak256' ? value.arguments : [];
  return text?.kind === 'constant' && typeof text.value === 'string'
    ? constant(value.type, keccakOfHex(text.value))
    : value;
}

/** Constants of types narrower than a word are numbers here. */
function folded(word: Expression): Expression {
  return word.kind === 'wrap' && word.operand.kind === 'constant' && typeof word.operand.value === 'bigint'
    ? number(BigInt.asUintN(256, word.operand.value))
    : word;
}

// ------------------------------------------------------------------------------------------------ assigning

/** Assigns a word to a Solidity variable. */
export function assignExternal(a: Assembly, name: YulExternal, word: Word): void {
  const { span, suffix } = name;
  const local = localOf(a, name);
  if (local.holds === 'storage') {
    if (suffix !== 'slot') return;
    const slot = word.kind === 'value' ? word.expression : undefined;
    const place = slot === undefined ? undefined : placeOfSlot(a, slot, local.type, span);
    if (place === undefined) refuse('a storage pointer to a slot that is not known', span);
    emit(a.f, { kind: 'point', local, place, span });
    return;
  }
  if (suffix === 'offset' || suffix === 'length') {
    assignCalldata(a, local, span);
    return;
  }
  if (suffix !== '') refuse('an external function value', span);
  if (local.type.kind === 'bytes' || isAggregate(local.type)) {
    const declared = declarationOf(a.f.contract, name.declaration, 'variable').type;
    if ('location' in declared && declared.location === 'calldata') {
      assignCalldata(a, local, span);
      return;
    }
    // What lies there is looked at where Solidity goes on.
    const known = here(a);
    a.known = { ...known, words: new Map(known.words).set(name.declaration, word) };
    return;
  }
  const typed = typedValueOf(numberWord(a, word, span), local.type);
  if (typed === undefined) refuse('a function value', span);
  requireClean(a, typed.valid, `a value with dirty bits in ${local.name}`, span);
  emit(a.f, { kind: 'assign', local, value: typed.value, span });
}

/** Calldata taken from elsewhere: any contents, for bytes; other types have no arbitrary value. */
function assignCalldata(a: Assembly, local: Local, span: Span): void {
  if (local.type.kind !== 'bytes') refuse('calldata taken from elsewhere', span);
  emit(a.f, {
    kind: 'assign',
    local,
    value: arbitrary(a.f, local.type, 'calldata', span),
    span,
  });
}

// --------------------------------------------------------------------------------------------- end of block

/** Hands over to Solidity: memory is as it must be, and variables in memory get what lies at their address. */
export function endBlock(a: Assembly, span: Span): void {
  const known = here(a);
  const { memory } = known;
  if (memory.ruined) refuse('a write to memory that may hit anything', span);
  const zero = readWord(memory.scratch, 0x60n);
  if (zero?.kind !== 'value' || numberOf(zero.expression) !== 0n) refuse('the zero slot is not zero', span);
  const pointer = readWord(memory.scratch, FREE_POINTER);
  if (pointer?.kind !== 'pointer' || pointer.base.kind !== 'free')
    refuse('a free pointer that may point anywhere', span);
  const grown = pointer.offset;
  if (highest(grown) >= 1n << 80n) refuse('a free pointer that may point anywhere', span);
  for (const [name, word] of known.words) {
    if (typeof name !== 'number') continue;
    const local = a.f.locals.get(name);
    if (local !== undefined) materialize(a, local, word, grown, span);
  }
}

function materialize(a: Assembly, local: Local, word: Word, grown: Expression, span: Span): void {
  const { type } = local;
  if (word.kind === 'pointer' && numberOf(word.offset) === 0n) {
    const { base } = word;
    if (base.kind === 'bytes' && type.kind === 'bytes') {
      emit(a.f, { kind: 'assign', local, value: { ...base.contents, type }, span });
      return;
    }
    if (base.kind === 'object' && sameType(base.type, type)) {
      emit(a.f, { kind: 'assign', local, value: base.reference, span });
      return;
    }
  }
  if (type.kind !== 'bytes') refuse('an array or struct made in assembly', span);
  if (word.kind === 'value' && numberOf(word.expression) === 0x60n) {
    emit(a.f, { kind: 'assign', local, value: constant(type, ''), span });
    return;
  }
  const start = word.kind === 'pointer' && word.base.kind === 'free' ? numberOf(word.offset) : undefined;
  if (word.kind !== 'pointer' || start === undefined) refuse('bytes at an address that is not known', span);
  const size = readWord(here(a).memory.free, start);
  const length = size?.kind === 'value' ? size.expression : undefined;
  // Contents behind the free pointer would be overwritten.
  if (length === undefined || !coversText(grown, start, length))
    refuse('bytes that reach behind the free pointer', span);
  const first: Word = { ...word, offset: number(start + 32n) };
  const contents = memoryContents(a, first, length);
  const value: Expression =
    contents === undefined ? arbitrary(a.f, type, 'bytes', span) : { ...contents, type };
  emit(a.f, { kind: 'assign', local, value, span });
}

/** Whether the free pointer is surely behind `length` bytes at `start + 32`. */
function coversText(grown: Expression, start: bigint, length: Expression): boolean {
  const known = numberOf(length);
  const end = numberOf(grown);
  if (known !== undefined && end !== undefined) return end >= start + 32n + known;
  const above = surplus(grown, length);
  return above !== undefined && above >= start + 32n;
}

/** A constant c such that `sum >= length + c`; undefined when none is seen. */
function surplus(sum: Expression, length: Expression): bigint | undefined {
  if (sameWord(sum, length)) return 0n;
  if (sum.kind === 'wrap' && highest(sum) < (1n << 256n) - 1n) return surplus(sum.operand, length);
  if (sum.kind !== 'binary') return undefined;
  const [left, right] = [numberOf(sum.left), numberOf(sum.right)];
  if (sum.operator === 'add') {
    if (left !== undefined) return plus(surplus(sum.right, length), left);
    if (right !== undefined) return plus(surplus(sum.left, length), right);
    return surplus(sum.left, length) ?? surplus(sum.right, length);
  }
  if (sum.operator === 'bitAnd') {
    const mask = left ?? right;
    const rest = mask === undefined ? undefined : (1n << 256n) - 1n - mask;
    if (rest === undefined || (rest & (rest + 1n)) !== 0n) return undefined;
    return plus(surplus(left === undefined ? sum.left : sum.right, length), -rest);
  }
  return undefined;
}

function plus(a: bigint | undefined, b: bigint): bigint | undefined {
  return a === undefined ? undefined : a + b;
}

/** All bytes of the data of the last call, and how many; any when it is not known. */
export function returnedData(
  a: Assembly,
  span: Span,
): { readonly size: Expression; readonly contents: Expression | undefined } {
  const { returned } = here(a);
  if (returned !== undefined) return returned;
  const size = arbitrary(a.f, { kind: 'int', signed: false, bits: 64 }, 'returndatasize', span);
  const word = fixed(a, addWords({ type: UINT256, kind: 'wrap', operand: size }, number(0)), span);
  const made = { size: word, contents: arbitrary(a.f, BYTES, 'returned data', span) };
  a.known = { ...here(a), returned: made };
  return made;
}
