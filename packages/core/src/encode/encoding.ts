// Encodings as terms. An encoding is an application of one function per list of shapes to the scalars that its values
// consist of (the contents of structs and arrays, never their references); it folds on literals, and decoding it with the
// same shapes gives the scalars back.
import {
  arraySelect,
  BYTES as BYTES_SORT,
  type FunctionSymbol,
  type Sort,
  type Term,
  type TermBank,
  type Value,
} from '@surety/solvers';
import { type AbiData, type AbiShape, encodeAbi, encodePacked, isDynamic, shapeNames } from '../ir/abi.js';
import { injectiveCall } from './injective.js';

/** How the scalars of a value are found among the arguments of an encoding. */
export type Layout =
  | { readonly kind: 'scalar' }
  | { readonly kind: 'list'; readonly parts: readonly Layout[] }
  /** Two arguments: the length, and an array whose entries below it are the elements. */
  | { readonly kind: 'elements' };

/** What an encoding function encodes. */
export interface Encoding {
  readonly packed: boolean;
  readonly shapes: readonly AbiShape[];
  readonly layouts: readonly Layout[];
}

const encodings = new Map<string, Encoding & { readonly fn: FunctionSymbol }>();

/** The encoding that a term is, if it is one. */
export function encodingOf(term: Term): Encoding | undefined {
  return term.kind === 'call' ? encodings.get(term.fn.name) : undefined;
}

/** The encoding of values given by their scalars, in the order of the layouts. */
export function encodeTerm(bank: TermBank, encoding: Encoding, terms: readonly Term[]): Term {
  const name = encodingName(encoding);
  let known = encodings.get(name);
  if (known === undefined) {
    const domain = terms.map((t) => t.sort);
    known = { ...encoding, fn: encodingFunction(name, encoding, domain) };
    encodings.set(name, known);
  }
  return injectiveCall(bank, known.fn, terms);
}

/**
 * Names that begin with `abi.encode_` are taken as injective (a printed assumption): standard encodings, and packed ones with
 * at most one part of variable length. An array given by all its entries is not determined by its encoding, which tells only
 * those below the length, so that its function is another.
 */
function encodingName({ packed, shapes, layouts }: Encoding): string {
  const text = `${packed ? 'packed' : 'abi'}${shapeNames(shapes)}${layouts.map(layoutName).join(',')}`;
  const loose = (layout: Layout): boolean =>
    layout.kind === 'elements' || (layout.kind === 'list' && layout.parts.some(loose));
  const injective =
    !layouts.some(loose) && (!packed || shapes.filter((shape) => isDynamic(shape)).length <= 1);
  return `${injective ? 'abi.encode_' : 'abi.encodePart_'}${text.replace(/[^A-Za-z0-9]/g, mark)}`;
}

function mark(character: string): string {
  return MARKS[character] ?? '_';
}

const MARKS: Readonly<Record<string, string>> = {
  '(': '.L',
  ')': '.R',
  '[': '.A',
  ']': '.B',
  ',': '_',
};

function layoutName(layout: Layout): string {
  if (layout.kind === 'scalar') return '';
  return layout.kind === 'elements'
    ? '[e]'
    : `[${layout.parts.length}${layout.parts.map(layoutName).join('')}]`;
}

function encodingFunction(name: string, encoding: Encoding, domain: readonly Sort[]): FunctionSymbol {
  return {
    name,
    domain,
    range: BYTES_SORT,
    interpret: (args) => {
      const queue = [...args];
      const values = encoding.layouts.map((layout) => rebuild(layout, queue));
      if (values.some((v) => v === undefined)) return undefined;
      const known = values as readonly AbiData[];
      return encoding.packed ? encodePacked(encoding.shapes, known) : encodeAbi(encoding.shapes, known);
    },
  };
}

/** Longest array whose contents are computed. */
const LONGEST_ARRAY = 4096n;

function rebuild(layout: Layout, queue: Value[]): AbiData | undefined {
  if (layout.kind === 'list') {
    const parts = layout.parts.map((part) => rebuild(part, queue));
    return parts.some((p) => p === undefined) ? undefined : (parts as readonly AbiData[]);
  }
  const first = queue.shift();
  if (layout.kind === 'scalar') return typeof first === 'object' ? undefined : first;
  const array = queue.shift();
  if (typeof first !== 'bigint' || first < 0n || first > LONGEST_ARRAY) return undefined;
  if (typeof array !== 'object' || array.kind !== 'array') return undefined;
  const items: AbiData[] = [];
  for (let i = 0n; i < first; i++) {
    const item = arraySelect(array, i);
    if (item === undefined || typeof item === 'object') return undefined;
    items.push(item);
  }
  return items;
}
