// Events: what the model emitted, encoded as the EVM writes logs (topics and data), and compared with the logs of a run.
import {
  type Abi,
  type AbiItem,
  type AbiParameter,
  type AbiType,
  type AbiValue,
  type EngineLog,
  encodeValues,
  keccak256,
  parseAbiType,
  signatureOf,
} from '@surety/evm';
import type { SeenEvent } from './outcome.js';
import { abiOfPlain, type Plain, showPlain } from './plain.js';

/** Who may have emitted an event: the address, and the ABIs that may declare it. */
export interface Emitter {
  readonly address: string;
  readonly abis: readonly Abi[];
}

/** What differs between the model's events and the logs of the EVM; undefined when nothing does. */
export function eventDifference(
  events: readonly SeenEvent[],
  emitters: readonly Emitter[],
  logs: readonly EngineLog[],
): string | undefined {
  const told = (): string => `the model emits ${showEvents(events)}, the EVM ${logs.map(showLog).join('; ')}`;
  if (events.length !== logs.length) return told();
  return events.every((event, i) => isLog(event, emitters[event.emitter] as Emitter, logs[i] as EngineLog))
    ? undefined
    : told();
}

/** Events as text; equal exactly for equal events. */
export function showEvents(events: readonly SeenEvent[]): string {
  return events
    .map((e) => `${e.emitter}:${e.name}(${e.values?.map(showPlain).join(', ') ?? 'no values'})`)
    .join('; ');
}

/** Whether a log is this event, by some declaration of its name. Values that the model lacks are not compared. */
function isLog(event: SeenEvent, emitter: Emitter, log: EngineLog): boolean {
  if (log.address !== emitter.address) return false;
  const seen = `${log.topics.join()} ${log.data}`;
  return emitter.abis.some((abi) =>
    abi.some((item) => {
      if (item.type !== 'event' || item.name !== event.name) return false;
      const { values } = event;
      if (values?.every((value) => value !== undefined) === true) {
        if (values.length !== item.inputs?.length) return false;
        return seen === encodeLog(item, values as readonly Plain[]);
      }
      return item.anonymous === true || log.topics[0] === topicOfName(item);
    }),
  );
}

/** Topics and data of an event, as one text. */
function encodeLog(item: AbiItem, values: readonly Plain[]): string {
  const topics = item.anonymous === true ? [] : [topicOfName(item)];
  const types: AbiType[] = [];
  const data: AbiValue[] = [];
  (item.inputs ?? []).forEach((input: AbiParameter, i) => {
    const type = parseAbiType(input);
    const value = abiOfPlain(type, values[i] as Plain);
    if (input.indexed === true) topics.push(topicOf(type, value));
    else {
      types.push(type);
      data.push(value);
    }
  });
  return `${topics.join()} ${hex(encodeValues(types, data))}`;
}

function topicOfName(item: AbiItem): string {
  return hex(keccak256(new TextEncoder().encode(signatureOf(item))));
}

/** An indexed value is its word; of reference types it is the hash of the contents in place, elements padded to words. */
function topicOf(type: AbiType, value: AbiValue): string {
  if (type.kind === 'bytes' || type.kind === 'string') return hashOf(contentsOf(type, value));
  if (type.kind === 'array' || type.kind === 'tuple') return hashOf(inPlace(type, value));
  return hex(encodeValues([type], [value]));
}

/** Hex of a value encoded without lengths and offsets, padded to words. */
function inPlace(type: AbiType, value: AbiValue): string {
  if (type.kind === 'array')
    return (value as readonly AbiValue[]).map((v) => inPlace(type.element, v)).join('');
  if (type.kind === 'tuple')
    return (value as readonly AbiValue[]).map((v, i) => inPlace(type.fields[i] as AbiType, v)).join('');
  if (type.kind !== 'bytes' && type.kind !== 'string') return hex(encodeValues([type], [value])).slice(2);
  const contents = contentsOf(type, value);
  return contents.padEnd(Math.ceil(contents.length / 64) * 64, '0');
}

function contentsOf(type: AbiType, value: AbiValue): string {
  return type.kind === 'bytes'
    ? (value as string).slice(2)
    : Buffer.from(value as string, 'utf8').toString('hex');
}

function hashOf(contents: string): string {
  return hex(keccak256(Uint8Array.from(Buffer.from(contents, 'hex'))));
}

function hex(data: Uint8Array): string {
  return `0x${Buffer.from(data).toString('hex')}`;
}

function showLog(log: EngineLog): string {
  return `${log.address} [${log.topics.join(', ')}] ${log.data}`;
}
