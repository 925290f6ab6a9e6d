// Ends of a call by instruction: what `revert` tells is read from memory, `return` and `stop` leave the whole call.
import type { Span } from '../../frontend/typed-program.js';
import type { Expression, Failure } from '../ir.js';
import { emit } from '../lower-context.js';
import { readWord, type Word, wordsIn } from './memory.js';
import { memoryContents } from './memory-access.js';
import { errorOfSelector } from './selectors.js';
import { type Assembly, here } from './state.js';
import { numberOf } from './word-form.js';
import { typedValueOf } from './word-values.js';

/** `revert(address, size)`. */
export function revertByInstruction(a: Assembly, address: Word, size: Expression, span: Span): void {
  emit(a.f, { kind: 'revert', failure: failureOf(a, address, size), span });
  a.known = undefined;
}

/** `invalid()`: fails without data. */
export function invalid(a: Assembly, span: Span): void {
  emit(a.f, { kind: 'revert', failure: { kind: 'empty' }, span });
  a.known = undefined;
}

/** `return` and `stop`: the call succeeds; what it returns is not known to callers that decode it. */
export function stop(a: Assembly, span: Span): void {
  emit(a.f, { kind: 'stop', span });
  a.known = undefined;
}

/** Data that is not known is told like the unchanged data of a failed call: it may be any. */
const UNKNOWN: Failure = { kind: 'bubble' };
const ERROR_SELECTOR = 0x08c379a0n;
const PANIC_SELECTOR = 0x4e487b71n;

function failureOf(a: Assembly, address: Word, size: Expression): Failure {
  const length = numberOf(size);
  if (length === 0n) return { kind: 'empty' };
  const data = dataAt(a, address, length);
  if (data === undefined) return UNKNOWN;
  const { selector, words } = data;
  if (selector === PANIC_SELECTOR && length === 36n) {
    const code = words[0] === undefined ? undefined : numberOf(words[0]);
    return code !== undefined && code < 256n ? { kind: 'panic', code: Number(code) } : UNKNOWN;
  }
  if (selector === ERROR_SELECTOR) return { kind: 'error', message: messageIn(words) };
  const error = errorOfSelector(a.f.contract, selector);
  if (error === undefined)
    return { kind: 'custom', name: `0x${selector.toString(16).padStart(8, '0')}`, arguments: [] };
  const values = (error.parameters ?? []).map((type, i) => {
    const word = words[i];
    return word === undefined ? undefined : typedValueOf(word, type)?.value;
  });
  const complete = error.parameters !== undefined && values.every((v) => v !== undefined);
  return {
    kind: 'custom',
    name: error.name,
    arguments: complete ? values.filter((v) => v !== undefined) : [],
  };
}

/** The selector and the words behind it, as far as they are known. */
function dataAt(
  a: Assembly,
  address: Word,
  length: bigint | undefined,
): { readonly selector: bigint; readonly words: readonly Expression[] } | undefined {
  if (length === undefined || length < 4n || length > 1024n) return undefined;
  const { memory } = here(a);
  const offset =
    address.kind === 'value'
      ? numberOf(address.expression)
      : address.kind === 'pointer' && address.base.kind === 'free'
        ? numberOf(address.offset)
        : undefined;
  if (offset === undefined) return undefined;
  const region = address.kind === 'value' ? memory.scratch : memory.free;
  const head = memoryContents(a, address, { ...ZERO, value: 4n });
  const selector = head?.kind === 'constant' ? BigInt(`0x${String(head.value)}`) : undefined;
  if (selector === undefined) return undefined;
  const words: Expression[] = [];
  for (let at = offset + 4n; at + 32n <= offset + length; at += 32n) {
    const word = readWord(region, at);
    if (word?.kind !== 'value') return { selector, words };
    words.push(word.expression);
  }
  const rest = (length - 4n) % 32n;
  // Text of an error may end before its last word does.
  const last = rest === 0n ? undefined : wordsIn(region, offset + length - rest, 32n)?.[0];
  return { selector, words: last === undefined ? words : [...words, last] };
}

const ZERO = { type: { kind: 'int', signed: false, bits: 256 }, kind: 'constant', value: 0n } as const;

/** The text of `Error(string)` when all of it is constant. */
function messageIn(words: readonly Expression[]): string | undefined {
  const [offset, size, ...text] = words.map(numberOf);
  if (offset !== 32n || size === undefined || size > 512n) return undefined;
  const needed = Number((size + 31n) / 32n);
  const known = text.slice(0, needed);
  if (known.length < needed || known.some((word) => word === undefined)) return undefined;
  const hex = known.map((word) => (word ?? 0n).toString(16).padStart(64, '0')).join('');
  return Buffer.from(hex.slice(0, Number(2n * size)), 'hex').toString('utf8');
}
