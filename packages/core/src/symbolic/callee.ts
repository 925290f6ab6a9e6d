// What an external call reaches: an entry point of an instance by its selector, as far as the data tells.
import type { Term } from '@surety/solvers';
import { encodingOf } from '../encode/encoding.js';
import { BYTES_CONCAT } from '../encode/functions.js';
import { selectorOf } from '../frontend/selector.js';
import { shapeNames } from '../ir/abi.js';
import type { EntryPoint, ExternalCall } from '../ir/ir.js';
import { knownCall, typeNames } from './call-data.js';
import type { Instance } from './world.js';

/** What a call reaches. */
export interface Callee {
  /** Of delegated code: a view of it on the storage of the caller. */
  readonly instance: Instance;
  readonly delegated?: true;
  /** 'unknown' when the data does not tell, undefined when there is none. */
  readonly entry: EntryPoint | 'unknown' | undefined;
  /** 'arbitrary': the data is not the encoding of arguments of this function, and may not decode at all. */
  readonly arguments: 'given' | 'arbitrary';
  /** The arguments given, where the data tells them as values and the call does not write them out. */
  readonly terms?: readonly Term[];
}

/** What stands first on the stack while the constructor of an instance runs. */
export function constructionOf(instance: Instance): string {
  return `constructor ${instance.alias}`;
}

/** Which entry point a call reaches; 'unknown' when the data does not tell, undefined when there is none. */
export function entryFor(instance: Instance, call: ExternalCall): EntryPoint | 'unknown' | undefined {
  const { entries } = instance.contract;
  const fallback = entries.find((e) => e.kind === 'fallback');
  if (call.payload.kind === 'typed') {
    const { signature } = call.payload;
    const exact = entries.find((e) => e.kind === 'function' && e.signature === signature);
    return exact ?? (fallback === undefined ? undefined : 'unknown');
  }
  const data = call.payload.data;
  if (data.kind === 'constant' && data.value === '')
    return entries.find((e) => e.kind === 'receive') ?? fallbackWithoutInput(instance, fallback);
  const known = knownCall(data);
  if (known === undefined) return 'unknown';
  const entry = entries.find((e) => e.kind === 'function' && selectorOf(e.signature) === known.selector);
  if (entry === undefined) return fallback === undefined ? undefined : 'unknown';
  const parameters = instance.contract.functions.get(entry.function)?.parameters ?? [];
  return typeNames(parameters.map((p) => p.type)) === typeNames(known.arguments.map((a) => a.type))
    ? entry
    : 'unknown';
}

/**
 * Which entry point a low-level call reaches by the value of its data, with the arguments: a selector and the standard encoding
 * of scalars of exactly the types of its parameters, as library code hands it from function to function.
 */
export function calleeByData(instance: Instance, data: Term): Callee {
  const { entries } = instance.contract;
  const fallback = entries.some((e) => e.kind === 'fallback');
  const unknown: Callee = { instance, entry: 'unknown', arguments: 'given' };
  const [head, body] = data.kind === 'call' && data.fn === BYTES_CONCAT ? data.args : [data, undefined];
  if (head?.kind !== 'literal' || typeof head.value !== 'string' || head.value.length !== 8) return unknown;
  const entry = entries.find((e) => e.kind === 'function' && selectorOf(e.signature) === head.value);
  if (entry === undefined) return fallback ? unknown : { instance, entry: undefined, arguments: 'given' };
  const parameters = instance.contract.functions.get(entry.function)?.parameters ?? [];
  const types = typeNames(parameters.map((p) => p.type));
  if (body === undefined)
    return parameters.length === 0 ? { instance, entry, arguments: 'given', terms: [] } : unknown;
  const encoding = encodingOf(body);
  if (encoding === undefined || body.kind !== 'call' || encoding.packed) return unknown;
  const scalars = encoding.layouts.every((layout) => layout.kind === 'scalar');
  return scalars && shapeNames(encoding.shapes) === types
    ? { instance, entry, arguments: 'given', terms: body.args }
    : unknown;
}

function fallbackWithoutInput(
  instance: Instance,
  fallback: EntryPoint | undefined,
): EntryPoint | 'unknown' | undefined {
  if (fallback === undefined) return undefined;
  return instance.contract.functions.get(fallback.function)?.parameters.length === 0 ? fallback : 'unknown';
}
