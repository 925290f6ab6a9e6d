// The data of calls, as far as it is known: arguments that a low-level call writes out, what a callee returns, and what it
// reverts with.
import type { Term } from '@surety/solvers';
import { encodeAbi, shapeNames, shapeOf } from '../ir/abi.js';
import type { EntryPoint, Expression, ExternalCall, IrType } from '../ir/ir.js';
import { decodable, encodeValues } from './contents.js';
import { restrict } from './flow.js';
import { isPointer, type LocalValue, type State } from './state.js';
import { type Effects, type Frame, freshScalar } from './world.js';

/** Selector and arguments of a low-level call whose data is written as their encoding. */
export function knownCall(
  data: Expression,
): { readonly selector: string; readonly arguments: readonly Expression[] } | undefined {
  if (data.kind !== 'builtin' || data.name !== 'bytes.concat') return undefined;
  const [head, body, ...more] = data.arguments;
  if (head?.kind !== 'constant' || typeof head.value !== 'string' || head.value.length !== 8)
    return undefined;
  if (body?.kind !== 'builtin' || body.name !== 'abi.encode' || more.length > 0) return undefined;
  return { selector: head.value, arguments: body.arguments };
}

/** The shapes of types as one text; undefined parts never agree with anything. */
export function typeNames(types: readonly IrType[]): string | symbol {
  const shapes = types.map((type) => shapeOf(type));
  return shapes.some((shape) => shape === undefined)
    ? Symbol('no shape')
    : shapeNames(shapes.filter((shape) => shape !== undefined));
}

/** The arguments that a call passes, as far as its data tells. */
export function argumentsOf(call: ExternalCall): readonly Expression[] {
  return call.payload.kind === 'typed'
    ? call.payload.arguments
    : (knownCall(call.payload.data)?.arguments ?? []);
}

/** The encoded results of an entry point that ran; undefined when the model cannot write them down. */
export function returnedData(
  frame: Frame,
  state: State,
  entry: EntryPoint,
  results: readonly LocalValue[],
): Term | undefined {
  if (entry.kind !== 'function') return entry.kind === 'receive' ? frame.world.bank.bytes('') : undefined;
  const types = frame.instance.contract.functions.get(entry.function)?.results ?? [];
  const values = results.map((term, i) => ({ term, type: types[i]?.type }));
  const known = values.flatMap(({ term, type }) =>
    isPointer(term) || type === undefined ? [] : [{ term, type }],
  );
  return known.length === values.length ? encodeValues(frame.world, state, false, known) : undefined;
}

/**
 * What a failed callee reverts with, one of these reverts having happened. The arguments of a custom error are not kept: its
 * data is anything that is neither Error(string) nor Panic(uint256).
 */
export function dataOfReverts(
  frame: Frame,
  state: State,
  reverts: Effects['reverts'],
): { readonly state: State; readonly data: Term } | undefined {
  const { world } = frame;
  const { bank } = world;
  const anyData = (): Term => freshScalar(world, 'revertData', { kind: 'bytes', text: false });
  const facts: Term[] = [];
  let data = anyData();
  for (const { condition, failure } of reverts) {
    let told: Term;
    switch (failure.kind) {
      case 'panic':
        told = bank.bytes(`4e487b71${encodeAbi([WORD], [BigInt(failure.code)])}`);
        // The callee may be code of an old compiler, or may have been called by some.
        if (world.instances.some((i) => i.contract.panicsTell === 'nothing'))
          told = bank.ite(freshScalar(world, 'told', { kind: 'bool' }), told, bank.bytes(''));
        break;
      case 'error':
        told =
          failure.message === undefined
            ? anyData()
            : bank.bytes(
                `08c379a0${encodeAbi([{ kind: 'bytes' }], [Buffer.from(failure.message, 'utf8').toString('hex')])}`,
              );
        break;
      case 'empty':
        told = bank.bytes('');
        break;
      case 'custom':
        told = anyData();
        // A selector without a name comes from assembly, which may have made up any data.
        if (failure.name.startsWith('0x')) break;
        facts.push(
          bank.not(decodable(world, told, 'Error(string)')),
          bank.not(decodable(world, told, 'Panic(uint256)')),
        );
        break;
      case 'bubble':
        told = anyData();
        break;
      default:
        told = failure satisfies never;
    }
    data = bank.ite(condition, told, data);
  }
  const known = restrict(frame, state, bank.and(...facts));
  return known === undefined ? undefined : { state: known, data };
}

const WORD = { kind: 'number', signed: false, bits: 256, limit: undefined } as const;
