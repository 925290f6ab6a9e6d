// What lowering of assembly knows at a place in the code, and how knowledge is made and joined. Words on the stack are
// assigned once: a variable names the temporary that holds its word now, and paths that meet put theirs into a common one.
import type { YulFunction, YulVariable } from '../../frontend/assembly/yul.js';
import type { Span } from '../../frontend/typed-program.js';
import type { DeclId } from '../../frontend/types.js';
import { builtin, localValue, UINT256 } from '../build.js';
import type { Expression, IrType, Local, Statement } from '../ir.js';
import {
  emit,
  type FunctionLowering,
  type StoragePlace,
  temporary,
  type UnsupportedConstruct,
  unsupported,
} from '../lower-context.js';
import { visitExpression } from '../visit.js';
import {
  type Base,
  FREE_POINTER,
  type Memory,
  meetRegions,
  readWord,
  sameBase,
  sameKnown,
  valueWord,
  type Word,
  writeWord,
} from './memory.js';
import { numberOf, rememberForm, sameWord } from './word-form.js';

/** A variable of the assembly, or a Solidity variable that was assigned an address. */
export type Name = YulVariable | DeclId;

/** The data of the last call. */
export interface Returned {
  readonly size: Expression;
  /** All of it; undefined when it is not kept. */
  readonly contents: Expression | undefined;
}

/** What is known at a place in the code; undefined where no path leads to. */
export interface Known {
  readonly words: ReadonlyMap<Name, Word>;
  readonly memory: Memory;
  readonly returned: Returned | undefined;
}

/** Where a `break`, `continue` or `leave` leads: it notes what is known there. */
export interface Exit {
  /** Assigns the common temporaries and emits the jump. */
  readonly jump: (span: Span) => void;
}

/** The state of lowering one block of assembly. */
export interface Assembly {
  readonly f: FunctionLowering;
  /** Solidity variables that the block assigns. */
  readonly assigned: ReadonlySet<DeclId>;
  /** The statements before the block, in the list it stands in. */
  readonly before: readonly Statement[];
  /** Told of every construct without meaning; emits what stands for it. */
  readonly refused: (problem: UnsupportedConstruct) => void;
  known: Known | undefined;
  leave: Exit | undefined;
  break: Exit | undefined;
  continue: Exit | undefined;
  /** Functions being expanded, outermost first. */
  readonly expanding: YulFunction[];
  /** Slots that words stand for, by word. */
  readonly slots: Map<Local, SlotFact>;
}

/** What a word is as a slot of storage. */
export type SlotFact =
  /** `plus` slots behind the start of a place. */
  | { readonly kind: 'place'; readonly place: StoragePlace; readonly plus: Expression }
  /** `plus` slots behind the first element of a dynamic array. */
  | { readonly kind: 'data'; readonly place: StoragePlace; readonly plus: Expression }
  /** A hash of something that no declared variable is found by. */
  | { readonly kind: 'hash' };

/** Replaces what is known of memory. */
export function setMemory(a: Assembly, memory: Memory): void {
  a.known = { ...here(a), memory };
}

/** What is known here; asking where no path leads to is a mistake of the caller. */
export function here(a: Assembly): Known {
  if (a.known === undefined) throw new Error('assembly that is never reached');
  return a.known;
}

/** Refuses an instruction: the path ends as `unsupported` here. */
export function refuse(what: string, span: Span): never {
  return unsupported('MODEL110', `inline assembly: ${what}`, span);
}

// -------------------------------------------------------------------------------------------- temporaries

/** Whether an expression has the same value wherever it is evaluated in the block. */
function isStable(expression: Expression): boolean {
  let stable = true;
  visitExpression(expression, (e) => {
    if (['read', 'lengthOf', 'memoryLength', 'environment'].includes(e.kind)) stable = false;
    if (e.kind === 'builtin' && UNSTABLE.has(e.name)) stable = false;
  });
  return stable;
}

const UNSTABLE: ReadonlySet<string> = new Set([
  'balance',
  'hasCode',
  'codehash',
  'code',
  'blockhash',
  'arbitrary',
]);

function size(expression: Expression): number {
  let nodes = 0;
  visitExpression(expression, () => nodes++);
  return nodes;
}

/** The value in a temporary; small values that never change stay as they are. */
export function fixed(a: Assembly, expression: Expression, span: Span): Expression {
  if (expression.kind === 'constant' || expression.kind === 'local') return expression;
  const stable = isStable(expression);
  if (stable && size(expression) <= 4) return expression;
  return saved(a.f, expression, span, stable);
}

function saved(f: FunctionLowering, expression: Expression, span: Span, stable: boolean): Expression {
  const local = temporary(f, expression.type, 'value');
  emit(f, { kind: 'assign', local, value: expression, span });
  if (stable) rememberForm(local, expression);
  return localValue(local);
}

/** A value of which nothing is known but its type; the same wherever it is used. */
export function arbitrary(f: FunctionLowering, type: IrType, why: string, span: Span): Expression {
  return saved(f, builtin('arbitrary', [], type, why), span, false);
}

/** A word of which nothing is known. */
export function arbitraryWord(a: Assembly, why: string, span: Span): Expression {
  return arbitrary(a.f, UINT256, why, span);
}

/** A word as a number: addresses are numbers that nobody knows. */
export function numberWord(a: Assembly, word: Word, span: Span): Expression {
  switch (word.kind) {
    case 'value':
      return word.expression;
    case 'pointer':
      return arbitraryWord(a, 'address', span);
    case 'lost':
      return arbitraryWord(a, 'address', span);
    default:
      return word satisfies never;
  }
}

// -------------------------------------------------------------------------------------------------- joining

/** A path that arrives at a common place: what it knows, and the statements that end it. */
export interface Arrival {
  readonly known: Known;
  readonly out: Statement[];
}

/**
 * Joins paths: a variable with different words gets a common temporary, assigned at the end of each path before the jump
 * that may stand there.
 */
export function joinArrivals(
  f: FunctionLowering,
  arrivals: readonly Arrival[],
  span: Span,
): Known | undefined {
  const [first, ...rest] = arrivals;
  if (first === undefined) return undefined;
  if (rest.length === 0) return first.known;
  const words = new Map<Name, Word>();
  for (const { known } of arrivals) {
    // A Solidity variable that was assigned an address on some path only.
    for (const name of known.words.keys()) if (typeof name === 'number') words.set(name, { kind: 'lost' });
  }
  for (const [name, word] of first.known.words) {
    const others = rest.map((arrival) => arrival.known.words.get(name));
    // Variables of inner scopes end where their scope ends.
    if (others.some((other) => other === undefined)) continue;
    const all = [word, ...others.filter((other) => other !== undefined)];
    words.set(name, joinWords(f, arrivals, all, span));
  }
  return { words, memory: joinMemory(f, arrivals, span), returned: joinReturned(arrivals) };
}

function joinWords(
  f: FunctionLowering,
  arrivals: readonly Arrival[],
  words: readonly Word[],
  span: Span,
): Word {
  const [first, ...rest] = words;
  if (first === undefined || rest.every((word) => sameKnown(first, word))) return first ?? { kind: 'lost' };
  const base = commonBase(words);
  if (base === 'none') return { kind: 'lost' };
  const local = plainLocal(f, 'joined');
  arrivals.forEach(({ out }, i) => {
    const word = words[i];
    if (word === undefined || word.kind === 'lost') return;
    const value = word.kind === 'value' ? word.expression : word.offset;
    insertBeforeJump(out, { kind: 'assign', local, value, span });
  });
  const joined = localValue(local);
  return base === undefined ? valueWord(joined) : { kind: 'pointer', base, offset: joined };
}

/** The base that all words are addresses from; undefined when all are numbers, 'none' otherwise. */
export function commonBase(words: readonly Word[]): Base | undefined | 'none' {
  if (words.every((word) => word.kind === 'value')) return undefined;
  const [first] = words;
  if (first?.kind !== 'pointer') return 'none';
  return words.every((word) => word.kind === 'pointer' && sameBase(word.base, first.base))
    ? first.base
    : 'none';
}

/** A local that several paths assign. */
export function plainLocal(f: FunctionLowering, name: string): Local {
  // Made as a temporary for its number, but not one that is assigned once.
  const local = temporary(f, UINT256, 'value');
  return { name: `${local.name}.${name}`, type: UINT256, holds: 'value' };
}

function insertBeforeJump(out: Statement[], statement: Statement): void {
  const last = out[out.length - 1];
  const jumps = last?.kind === 'break' || last?.kind === 'continue' || last?.kind === 'return';
  out.splice(jumps ? out.length - 1 : out.length, 0, statement);
}

function joinMemory(f: FunctionLowering, arrivals: readonly Arrival[], span: Span): Memory {
  const [first, ...rest] = arrivals.map((arrival) => arrival.known.memory);
  if (first === undefined) throw new Error('no path to join');
  const met = rest.reduce(
    (all, memory) => ({
      scratch: meetRegions(all.scratch, memory.scratch),
      free: meetRegions(all.free, memory.free),
      ruined: all.ruined || memory.ruined,
    }),
    first,
  );
  // The free pointer may have moved by different amounts.
  const pointers = arrivals.map(({ known }) => readWord(known.memory.scratch, FREE_POINTER));
  if (pointers.some((word) => word === undefined)) return met;
  const pointer = joinWords(
    f,
    arrivals,
    pointers.filter((word) => word !== undefined),
    span,
  );
  return { ...met, scratch: writeWord(met.scratch, FREE_POINTER, pointer) };
}

function joinReturned(arrivals: readonly Arrival[]): Returned | undefined {
  const [first, ...rest] = arrivals.map((arrival) => arrival.known.returned);
  if (first === undefined) return undefined;
  const same = rest.every(
    (other) =>
      other !== undefined &&
      sameWord(other.size, first.size) &&
      (other.contents === first.contents ||
        (other.contents !== undefined &&
          first.contents !== undefined &&
          sameWord(other.contents, first.contents))),
  );
  return same ? first : undefined;
}

/** Whether a word is a constant number. */
export function constantOf(word: Word): bigint | undefined {
  return word.kind === 'value' ? numberOf(word.expression) : undefined;
}
