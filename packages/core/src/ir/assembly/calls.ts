// Calls by instruction: the data is what memory holds, the answer goes to memory as far as it reaches. A call whose selector
// and arguments are known runs the code of a contract of the specification when that is its target.
import type { Span } from '../../frontend/typed-program.js';
import {
  BOOL,
  BYTES,
  binary,
  builtin,
  conditional,
  constant,
  equal,
  intType,
  lessOrEqual,
  localValue,
  number,
  UINT256,
  wrap,
} from '../build.js';
import type { Expression, ExternalCall, Local } from '../ir.js';
import { emit, temporary } from '../lower-context.js';
import { bytesLength } from '../lower-conversion.js';
import { type Memory, type Region, readWord, valueWord, type Word, wordsIn, writeWord } from './memory.js';
import { memoryContents, writeUnknown } from './memory-access.js';
import { functionOfSelector } from './selectors.js';
import { type Assembly, arbitrary, arbitraryWord, fixed, here, numberWord, setMemory } from './state.js';
import { shiftRight } from './word-bits.js';
import { formOf, highest, numberOf, truth } from './word-form.js';
import { addressOf, typedValueOf, wordOf } from './word-values.js';
import { addWords } from './words.js';

/** The operands of a call, in order of the instruction without gas. */
export interface CallOperands {
  readonly callKind: ExternalCall['callKind'];
  readonly target: Word;
  readonly value: Expression;
  readonly input: Word;
  readonly inputSize: Expression;
  readonly output: Word;
  readonly outputSize: Expression;
}

/** Answers of up to this many words are kept one by one. */
const KEPT_WORDS = 4n;

const SIZE = intType(false, 64);

/** Emits a call and gives its success word. */
export function callByInstruction(a: Assembly, call: CallOperands, span: Span): Expression {
  const target = fixed(a, addressOf(numberWord(a, call.target, span)), span);
  const precompile = call.callKind === 'staticcall' ? constantTarget(call.target) : undefined;
  if (precompile !== undefined && precompile > 0n && precompile < 0x100n)
    return callPrecompile(a, precompile, call, span);
  const held = memoryContents(a, call.input, call.inputSize);
  const form = held === undefined ? undefined : formOf(held);
  // A call that hands on its own data says so.
  const data =
    typedInput(a, call) ??
    (form?.kind === 'environment' ? form : held) ??
    arbitrary(a.f, BYTES, 'call data', span);
  const success = temporary(a.f, BOOL, 'value');
  const returnData = temporary(a.f, BYTES, 'value');
  const asked = numberOf(call.outputSize);
  const count = asked === undefined ? 0n : asked > 32n * KEPT_WORDS ? 0n : asked / 32n;
  const words = Array.from({ length: Number(count) }, () => temporary(a.f, UINT256, 'value'));
  emit(a.f, {
    kind: 'external',
    span,
    target,
    callKind: call.callKind,
    payload: { kind: 'raw', data },
    value: call.value,
    stipend: false,
    results: [],
    success,
    returnData,
    words,
  });
  const size = bytesLength(localValue(returnData));
  a.known = { ...here(a), returned: { size, contents: localValue(returnData) } };
  receive(a, call, words, size, span);
  return truth(localValue(success));
}

function constantTarget(target: Word): bigint | undefined {
  return target.kind === 'value' ? numberOf(target.expression) : undefined;
}

/** The data of a call with a known selector, its arguments as values; undefined unless every argument surely decodes. */
function typedInput(a: Assembly, call: CallOperands): Expression | undefined {
  const found = inputRegion(a, call.input);
  const size = numberOf(call.inputSize);
  if (found === undefined || size === undefined || size < 4n || size % 32n !== 4n) return undefined;
  const head = readWord(found.region, found.at);
  const first = head?.kind === 'value' ? head.expression : undefined;
  const selector = selectorIn(found.region, found.at, first);
  const signature = selector === undefined ? undefined : functionOfSelector(a.f.contract, selector);
  const words = wordsIn(found.region, found.at + 4n, size - 4n);
  if (selector === undefined || signature?.parameters === undefined) return undefined;
  if (words?.length !== signature.parameters.length || words.length === 0) return undefined;
  const values: Expression[] = [];
  for (const [i, type] of signature.parameters.entries()) {
    const word = words[i];
    const typed = word === undefined ? undefined : typedValueOf(word, type);
    if (typed?.valid.kind !== 'constant' || typed.valid.value !== true) return undefined;
    values.push(typed.value);
  }
  const types = signature.signature.slice(signature.signature.indexOf('('));
  const body = builtin('abi.encode', values, BYTES, types);
  return builtin('bytes.concat', [constant(BYTES, selector.toString(16).padStart(8, '0')), body], BYTES);
}

function selectorIn(region: Region, at: bigint, word: Expression | undefined): bigint | undefined {
  // The word may reach into what is not known; its first four bytes are enough.
  if (word !== undefined) {
    const head = numberOf(shiftRight(number(224), word));
    if (head !== undefined) return head;
  }
  return constantHead(region, at);
}

function constantHead(region: Region, at: bigint): bigint | undefined {
  const padded = writeWord(region, at + 4n, valueWord(number(0)), 0n, 28n);
  const word = readWord(padded, at);
  const value = word?.kind === 'value' ? numberOf(word.expression) : undefined;
  return value === undefined ? undefined : value >> 224n;
}

function inputRegion(
  a: Assembly,
  address: Word,
): { readonly region: Region; readonly at: bigint } | undefined {
  const { memory } = here(a);
  if (address.kind === 'value') {
    const at = numberOf(address.expression);
    return at === undefined ? undefined : { region: memory.scratch, at };
  }
  if (address.kind !== 'pointer' || address.base.kind !== 'free') return undefined;
  const at = numberOf(address.offset);
  return at === undefined || at > 1n << 64n ? undefined : { region: memory.free, at };
}

/** The answer in memory: its words as far as it reaches, what was there before behind. */
function receive(
  a: Assembly,
  call: CallOperands,
  words: readonly Local[],
  size: Expression,
  span: Span,
): void {
  if (numberOf(call.outputSize) === 0n) return;
  const before = words.map((_, i) => readAt(here(a).memory, moved(call.output, BigInt(32 * i))));
  writeUnknown(a, call.output, call.outputSize);
  words.forEach((local, i) => {
    const complete = lessOrEqual(number(32 * (i + 1)), size);
    const old = before[i];
    const rest =
      old?.kind === 'value'
        ? conditional(lessOrEqual(size, number(32 * i)), old.expression, arbitraryWord(a, 'memory', span))
        : arbitraryWord(a, 'memory', span);
    const word = fixed(a, conditional(complete, localValue(local), rest), span);
    writeAt(a, moved(call.output, BigInt(32 * i)), word);
  });
}

function moved(address: Word, by: bigint): Word {
  if (address.kind === 'value') return valueWord(addWords(address.expression, number(by)));
  return address.kind === 'pointer' ? { ...address, offset: addWords(address.offset, number(by)) } : address;
}

function readAt(memory: Memory, address: Word): Word | undefined {
  const at = placeIn(address);
  return at === undefined ? undefined : readWord(memory[at.region], at.at);
}

function placeIn(address: Word): { readonly region: 'scratch' | 'free'; readonly at: bigint } | undefined {
  if (address.kind === 'value') {
    const at = numberOf(address.expression);
    return at === undefined ? undefined : { region: 'scratch', at };
  }
  const at =
    address.kind === 'pointer' && address.base.kind === 'free' ? numberOf(address.offset) : undefined;
  return at === undefined || at > 1n << 64n ? undefined : { region: 'free', at };
}

/** Keeps a word where memory is known by place. */
function writeAt(a: Assembly, address: Word, word: Expression): void {
  const at = placeIn(address);
  const { memory } = here(a);
  if (at === undefined) return;
  setMemory(a, { ...memory, [at.region]: writeWord(memory[at.region], at.at, valueWord(word)) });
}

/** Precompiled contracts have no state and no code of anybody's: ecrecover is known, the others give something. */
function callPrecompile(a: Assembly, which: bigint, call: CallOperands, span: Span): Expression {
  const success = arbitrary(a.f, BOOL, 'success', span);
  const size = wrap(arbitrary(a.f, SIZE, 'size', span), UINT256);
  const found = which === 1n ? recovered(a, call, span) : undefined;
  const contents = arbitrary(a.f, BYTES, 'answer', span);
  if (found === undefined) {
    a.known = { ...here(a), returned: { size, contents } };
    writeUnknown(a, call.output, call.outputSize);
    return truth(success);
  }
  // No answer for a signature of nobody; without gas the call fails.
  const none = equal(found, number(0));
  const length = fixed(
    a,
    conditional(binary('or', none, equal(success, constant(BOOL, false)), BOOL), number(0), number(32)),
    span,
  );
  a.known = { ...here(a), returned: { size: length, contents } };
  const old = readAt(here(a).memory, call.output);
  writeUnknown(a, call.output, call.outputSize);
  const rest = old?.kind === 'value' ? old.expression : arbitraryWord(a, 'memory', span);
  const word = fixed(a, conditional(equal(length, number(0)), rest, found), span);
  if (numberOf(call.outputSize) === 32n) writeAt(a, call.output, word);
  return truth(success);
}

/** `ecrecover` of the four words of the input. */
function recovered(a: Assembly, call: CallOperands, span: Span): Expression | undefined {
  const found = inputRegion(a, call.input);
  if (found === undefined || numberOf(call.inputSize) !== 0x80n) return undefined;
  const words = wordsIn(found.region, found.at, 0x80n);
  const [hash, v, r, s] = words ?? [];
  if (hash === undefined || v === undefined || r === undefined || s === undefined) return undefined;
  const uint8 = intType(false, 8);
  const bytes32 = { kind: 'fixedBytes', size: 32 } as const;
  // Solidity's ecrecover takes a byte; any other number recovers nobody.
  const small = typedValueOf(v, uint8);
  const operands = [
    typedValueOf(hash, bytes32)?.value,
    small?.value,
    typedValueOf(r, bytes32)?.value,
    typedValueOf(s, bytes32)?.value,
  ];
  if (small === undefined || operands.some((o) => o === undefined)) return undefined;
  const signer = builtin(
    'ecrecover',
    operands.filter((o) => o !== undefined),
    { kind: 'address' },
  );
  const word = wordOf(signer);
  if (word === undefined) return undefined;
  const inside = highest(v) <= 255n ? constant(BOOL, true) : small.valid;
  return fixed(a, conditional(inside, word, number(0)), span);
}
