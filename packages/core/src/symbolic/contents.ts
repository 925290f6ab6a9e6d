// Values as they are encoded and decoded: the scalars that a struct or array in memory consists of, and memory objects made
// of the decoding of a byte string.
import { BOOL, BYTES, INT, type Term } from '@surety/solvers';
import { encodeTerm, encodingOf, type Layout } from '../encode/encoding.js';
import { namedFunction } from '../encode/functions.js';
import { isScalar, sortOf } from '../encode/sorts.js';
import { type AbiData, type AbiShape, decodeAbi, shapeNames, shapeOf, shapesOfNames } from '../ir/abi.js';
import type { IrType } from '../ir/ir.js';
import { arbitraryValue } from './inputs.js';
import {
  allocate,
  lengthOfArray,
  MemoryLimit,
  readElement,
  readElements,
  readField,
  writeElement,
  writeField,
} from './memory.js';
import type { State } from './state.js';
import type { World } from './world.js';

/** Elements of an array of objects that are encoded one by one. */
const MOST_ELEMENTS = 64n;

interface TypedTerm {
  readonly term: Term;
  readonly type: IrType;
}

interface Scalars {
  readonly layout: Layout;
  readonly terms: readonly Term[];
}

/** The encoding of evaluated values; undefined when a value has no finite list of scalars that stands for it. */
export function encodeValues(
  world: World,
  state: State,
  packed: boolean,
  values: readonly TypedTerm[],
): Term | undefined {
  const shapes: AbiShape[] = [];
  const parts: Scalars[] = [];
  for (const { term, type } of values) {
    const shape = shapeOf(type);
    const scalars = scalarsOf(world, state, type, term);
    if (shape === undefined || scalars === undefined) return undefined;
    shapes.push(shape);
    parts.push(scalars);
  }
  const encoding = { packed, shapes, layouts: parts.map((part) => part.layout) };
  return encodeTerm(
    world.bank,
    encoding,
    parts.flatMap((part) => part.terms),
  );
}

function scalarsOf(world: World, state: State, type: IrType, term: Term): Scalars | undefined {
  if (isScalar(type)) return { layout: { kind: 'scalar' }, terms: [term] };
  if (type.kind === 'struct') {
    return listed(
      type.fields.map((field) =>
        scalarsOf(world, state, field.type, readField(world, state, type, term, field.name, field.type)),
      ),
    );
  }
  if (type.kind !== 'array') return undefined;
  const length = lengthOfArray(world, state, type, term);
  const count = length.kind === 'literal' && typeof length.value === 'bigint' ? length.value : undefined;
  if (count !== undefined && count <= MOST_ELEMENTS) {
    return listed(
      Array.from({ length: Number(count) }, (_, i) =>
        scalarsOf(
          world,
          state,
          type.element,
          readElement(world, state, type, term, world.bank.int(BigInt(i))),
        ),
      ),
    );
  }
  if (!isScalar(type.element)) return undefined;
  return { layout: { kind: 'elements' }, terms: [length, readElements(world, state, type, term)] };
}

function listed(parts: readonly (Scalars | undefined)[]): Scalars | undefined {
  if (parts.some((part) => part === undefined)) return undefined;
  const known = parts as readonly Scalars[];
  return {
    layout: { kind: 'list', parts: known.map((part) => part.layout) },
    terms: known.flatMap((part) => part.terms),
  };
}

// ------------------------------------------------------------------------------------------------- decoding

/** The selectors before the values in the data of the failures of the language. */
const FAILURE_SELECTORS: Readonly<Record<string, string>> = { Error: '08c379a0', Panic: '4e487b71' };

/** What the detail of a decoding names: shapes, and a selector that comes first for `Error(…)` and `Panic(…)`. */
interface Wanted {
  readonly shapes: readonly AbiShape[];
  readonly selector: string;
}

function wantedOf(detail: string): Wanted | undefined {
  const start = detail.indexOf('(');
  const shapes = shapesOfNames(detail.slice(start));
  const selector = start === 0 ? '' : FAILURE_SELECTORS[detail.slice(0, start)];
  return shapes === undefined || selector === undefined ? undefined : { shapes, selector };
}

/** Known contents, or the scalars of an encoding with the same shapes. */
type Known =
  | { readonly kind: 'values'; readonly values: readonly AbiData[] }
  | { readonly kind: 'terms'; readonly terms: readonly Term[]; readonly layouts: readonly Layout[] }
  | 'invalid'
  | 'unclear';

function knownContents(data: Term, wanted: Wanted): Known {
  if (data.kind === 'literal' && typeof data.value === 'string') {
    if (!data.value.startsWith(wanted.selector)) return 'invalid';
    const decoded = decodeAbi(wanted.shapes, data.value.slice(wanted.selector.length));
    return typeof decoded === 'string' ? decoded : { kind: 'values', values: decoded.values };
  }
  const encoding = encodingOf(data);
  if (wanted.selector !== '' || encoding === undefined || encoding.packed || data.kind !== 'call')
    return 'unclear';
  return shapeNames(encoding.shapes) === shapeNames(wanted.shapes)
    ? { kind: 'terms', terms: data.args, layouts: encoding.layouts }
    : 'unclear';
}

/** A function of the data, taken to each of the data that a choice may be; choices share parts. */
function overChoices(
  world: World,
  data: Term,
  of: (data: Term) => Term,
  done: Map<Term, Term> = new Map(),
): Term {
  if (data.kind !== 'ite') return of(data);
  let result = done.get(data);
  if (result === undefined) {
    const then = overChoices(world, data.then, of, done);
    result = world.bank.ite(data.condition, then, overChoices(world, data.else, of, done));
    done.set(data, result);
  }
  return result;
}

/** Whether decoding succeeds. */
export function decodable(world: World, data: Term, detail: string): Term {
  return overChoices(world, data, (known) => decodableContents(world, known, detail));
}

function decodableContents(world: World, data: Term, detail: string): Term {
  const { bank } = world;
  const wanted = wantedOf(detail);
  const known = wanted === undefined ? 'unclear' : knownContents(data, wanted);
  if (known === 'invalid') return bank.false_;
  if (known !== 'unclear') return bank.true_;
  return bank.call(namedFunction(`abi.decodable:${detail}`, [BYTES], BOOL), [data]);
}

/** The scalar of a type at a position of decodable data. */
export function decodeScalar(world: World, data: Term, type: IrType, detail: string): Term {
  return overChoices(world, data, (known) => decodedScalar(world, known, type, detail));
}

function decodedScalar(world: World, data: Term, type: IrType, detail: string): Term {
  const { bank } = world;
  const { shapes, index } = positionOf(detail);
  const wanted = wantedOf(shapes);
  const known = wanted === undefined ? 'unclear' : knownContents(data, wanted);
  if (typeof known !== 'string' && known.kind === 'values') {
    const value = known.values[index];
    const literal = typeof value === 'object' || value === undefined ? undefined : literalOf(world, value);
    if (literal !== undefined) return literal;
  }
  if (typeof known !== 'string' && known.kind === 'terms' && known.layouts[index]?.kind === 'scalar')
    return known.terms[startOf(known.layouts, index)] as Term;
  const term = bank.call(namedFunction(`abi.decode:${detail}`, [BYTES], sortOf(type)), [data]);
  world.meanings.set(term, { dimensions: [], type });
  return term;
}

/** A new memory object with the struct or array at a position of decodable data; arbitrary where the data is not known. */
export function decodeObject(
  world: World,
  state: State,
  data: Term,
  type: IrType,
  detail: string,
): { readonly state: State; readonly reference: Term } {
  const { shapes, index } = positionOf(detail);
  const wanted = wantedOf(shapes);
  const known = wanted === undefined ? 'unclear' : knownContents(data, wanted);
  if (typeof known !== 'string' && known.kind === 'values') {
    const value = known.values[index];
    if (value !== undefined) {
      const made = objectOf(world, state, type, value);
      return { state: made.state, reference: made.term };
    }
  }
  if (typeof known !== 'string' && known.kind === 'terms') {
    const start = startOf(known.layouts, index);
    const layout = known.layouts[index];
    if (layout !== undefined && isListed(layout)) {
      const queue = known.terms.slice(start, start + widthOf(layout));
      const made = objectOfTerms(world, state, type, layout, queue);
      return { state: made.state, reference: made.term };
    }
  }
  const made = arbitraryValue(world, state, type, 'decoded');
  return { state: made.state, reference: made.term };
}

function positionOf(detail: string): { readonly shapes: string; readonly index: number } {
  const [shapes, index] = detail.split('#');
  return { shapes: shapes ?? '', index: Number(index ?? 0) };
}

function literalOf(world: World, value: bigint | boolean | string): Term {
  const { bank } = world;
  if (typeof value === 'bigint') return bank.int(value);
  return typeof value === 'boolean' ? bank.bool(value) : bank.bytes(value);
}

/** Where the scalars of a part begin. */
function startOf(layouts: readonly Layout[], index: number): number {
  return layouts.slice(0, index).reduce((sum, layout) => sum + widthOf(layout), 0);
}

function widthOf(layout: Layout): number {
  if (layout.kind === 'list') return layout.parts.reduce((sum, part) => sum + widthOf(part), 0);
  return layout.kind === 'elements' ? 2 : 1;
}

function isListed(layout: Layout): boolean {
  return layout.kind === 'scalar' || (layout.kind === 'list' && layout.parts.every(isListed));
}

interface Made {
  readonly state: State;
  readonly term: Term;
}

/** A value as a term; structs and arrays as new objects. */
function objectOf(world: World, state: State, type: IrType, value: AbiData): Made {
  if (isScalar(type)) {
    if (typeof value === 'object') throw new Error('a list where a scalar is expected');
    return { state, term: literalOf(world, value) };
  }
  const items = value as readonly AbiData[];
  return filled(world, state, type, items.length, (current, part, i) =>
    objectOf(world, current, part, items[i] as AbiData),
  );
}

/** The same from the scalars of an encoding, in order. */
function objectOfTerms(world: World, state: State, type: IrType, layout: Layout, queue: Term[]): Made {
  if (layout.kind !== 'list') return { state, term: queue.shift() as Term };
  return filled(world, state, type, layout.parts.length, (current, part, i) =>
    objectOfTerms(world, current, part, layout.parts[i] as Layout, queue),
  );
}

/** A new object whose parts are made one after the other. */
function filled(
  world: World,
  state: State,
  type: IrType,
  count: number,
  make: (state: State, type: IrType, index: number) => Made,
): Made {
  if (BigInt(count) > MOST_ELEMENTS && type.kind === 'array' && !isScalar(type.element))
    throw new MemoryLimit('a decoded array of very many structs or arrays');
  const made = allocate(world, state, type, world.bank.int(BigInt(count)));
  let current = made.state;
  if (type.kind === 'struct') {
    type.fields.forEach((field, i) => {
      const part = make(current, field.type, i);
      current = writeField(world, part.state, type, made.reference, field.name, field.type, part.term);
    });
  } else if (type.kind === 'array') {
    for (let i = 0; i < count; i++) {
      const part = make(current, type.element, i);
      const index = world.bank.int(BigInt(i));
      current = writeElement(world, part.state, type, made.reference, index, part.term);
    }
  }
  return { state: current, term: made.reference };
}

/** The word at a position of contents as a number; where they are shorter, any word. */
export function wordOfContents(world: World, data: Term, index: number): Term {
  const { bank } = world;
  if (data.kind === 'ite') {
    const then = wordOfContents(world, data.then, index);
    return bank.ite(data.condition, then, wordOfContents(world, data.else, index));
  }
  const any = (): Term => {
    const word = bank.fresh('word', INT);
    world.meanings.set(word, { dimensions: [], type: WORD });
    return word;
  };
  if (data.kind === 'literal' && typeof data.value === 'string') {
    const digits = data.value.slice(64 * index, 64 * index + 64);
    return digits.length === 64 ? bank.int(BigInt(`0x${digits}`)) : any();
  }
  const encoding = encodingOf(data);
  if (encoding === undefined || data.kind !== 'call') return any();
  const term = data.args[index];
  const shape = encoding.shapes[index];
  const plain = !encoding.packed && encoding.layouts.every((layout) => layout.kind === 'scalar');
  return (
    (plain && term !== undefined && shape !== undefined ? wordOfScalar(world, term, shape) : undefined) ??
    any()
  );
}

const WORD: IrType = { kind: 'int', signed: false, bits: 256 };

/** A scalar as it stands in an encoding; undefined for contents, which stand elsewhere. */
function wordOfScalar({ bank }: World, term: Term, shape: AbiShape): Term | undefined {
  const zero = bank.int(0n);
  switch (shape.kind) {
    case 'bool':
      return bank.ite(term, bank.int(1n), zero);
    case 'number':
      return shape.signed ? bank.ite(bank.lt(term, zero), bank.add(term, bank.int(1n << 256n)), term) : term;
    case 'fixedBytes':
      return bank.mul(term, bank.int(1n << BigInt(256 - 8 * shape.size)));
    default:
      return undefined;
  }
}
