// Inputs drawn at random, always the same ones: few accounts, small numbers, numbers that the state or the code holds.
import type { Model, Symbol_, Term, Value } from '@surety/solvers';
import type { Leaf } from '../encode/leaves.js';
import { rangeOf } from '../encode/sorts.js';
import type { IrContract, IrType } from '../ir/ir.js';
import { constantsOf } from '../ir/named-constants.js';
import { usesBuiltin } from '../ir/uses.js';
import type { World } from '../symbolic/world.js';
import { entriesOf } from './state-shape.js';

/** Draws. */
export interface Draws {
  readonly oneOf: <T>(items: readonly T[]) => T;
  /** One of those with the smallest weight but few; undefined of none. */
  readonly least: <T>(items: readonly T[], weight: (item: T) => number) => T | undefined;
  /** Values for symbols, where `numbers` lie in the state and `now` is its block. */
  readonly inputs: (
    symbols: readonly Symbol_[],
    numbers: readonly bigint[],
    now: { readonly number: bigint; readonly timestamp: bigint },
    /** Types of symbols that the world does not know. */
    types?: ReadonlyMap<Term, IrType>,
    /** Addresses that did well before, by symbol or, for all, by nothing. */
    liked?: (symbol: Symbol_) => readonly Value[] | undefined,
  ) => ReadonlyMap<string, Value>;
}

/** Numbers beyond this are not taken from states. */
const LARGEST = 1n << 128n;

/** Ether that is enough: what is too much comes back, or is kept. */
const PLENTY = [10n ** 15n, 10n ** 18n, 10n ** 19n];

/** What constructors wrote. */
export interface Given {
  /** Numbers that they wrote for good. */
  readonly numbers: readonly bigint[];
  /** Accounts. */
  readonly parties: readonly bigint[];
}

/** Draws for a world. */
export function createDraws(
  world: World,
  model: Model,
  contracts: ReadonlyMap<string, IrContract>,
  { numbers: fixed, parties }: Given,
): Draws {
  const next = generator(0x5eed);
  const below = (n: number): number => Math.floor(next() * n);
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const instances = world.instances.flatMap(({ address }) =>
    address.kind === 'literal' && typeof address.value === 'bigint' ? [address.value] : [],
  );
  const deployer = [...model.symbols].find(([name]) => name.startsWith('deployer'))?.[1];
  const first = typeof deployer === 'bigint' && deployer >= 0x10000n ? deployer : 0x1000000n;
  const others = parties.filter((party) => party !== first && !instances.includes(party));
  const accounts = [...new Set([first, first + 1n, ...others])];
  const senders = others.length === 0 ? [first + 1n, first, first, first] : [first, ...accounts];
  const constants = [...new Set([...contracts.values()].flatMap((contract) => constantsOf(contract)))].filter(
    (c) => c > 1n,
  );
  // Where the time is read some of what is fixed are dates.
  const readsTime = [...contracts.values()].some((contract) => usesBuiltin(contract, 'block.timestamp'));
  const amount = (numbers: readonly bigint[]): bigint => {
    const way = below(20);
    if (way < 9 && numbers.length > 0) return oneOf(numbers);
    if (way < 13) return BigInt(1 + below(20));
    if (way < 16) return BigInt(1 + below(100));
    if (way < 17) return BigInt(1 + below(1000));
    if (way < 18 && constants.length > 0) return oneOf(constants);
    if (way < 19 && numbers.length > 0) return oneOf(numbers) + BigInt(below(3) - 1);
    return BigInt(below(3));
  };
  const later = (now: bigint, numbers: readonly bigint[]): bigint => {
    const way = below(8);
    if (way < 4) return now;
    if (way < 5) return now + BigInt(1 + below(20));
    if (way < 6 && numbers.length > 0) {
      const time = oneOf(numbers) + BigInt(below(2));
      return time >= now && time < 1n << 47n ? time : now;
    }
    const wait = way < 7 && constants.length > 0 ? oneOf(constants) : BigInt(1 + below(1_000_000));
    return now + (wait < 1n << 40n ? wait : 1n);
  };
  const draw = (name: string, type: IrType | undefined, numbers: readonly bigint[]): Value => {
    if (type?.kind === 'bool') return below(2) === 0;
    if (type?.kind === 'bytes') return '';
    if (type?.kind === 'address') {
      if (/^(sender|origin|deployer)/.test(name)) return oneOf(senders);
      return below(5) < 3 && instances.length > 0 ? oneOf(instances) : oneOf(accounts);
    }
    const range = type === undefined ? undefined : rangeOf(type);
    // A price is paid as it is. Else what is fixed is mostly a rate or a period, which would only take the place of amounts.
    const isEther = name.startsWith('value');
    const known = isEther ? [...numbers, ...fixed] : numbers;
    if (isEther && below(6) === 0) return oneOf(PLENTY);
    const drawn = type?.kind === 'int' && type.signed && below(4) === 0 ? -amount(known) : amount(known);
    if (range === undefined) return drawn;
    return drawn < range.low || drawn > range.high
      ? range.low + BigInt(below(2)) * (range.high > range.low ? 1n : 0n)
      : drawn;
  };
  return {
    oneOf,
    least: (items, weight) => {
      if (items.length === 0) return undefined;
      // Of a few that are looked at: always the very least would visit them in order.
      let best = oneOf(items);
      for (let i = 0; i < 4; i++) {
        const other = oneOf(items);
        if (weight(other) < weight(best)) best = other;
      }
      return best;
    },
    inputs: (symbols, numbers, now, types, liked) => {
      const values = new Map<string, Value>();
      let sender: Value | undefined;
      let common: Value | undefined;
      for (const symbol of symbols) {
        const type = types?.get(symbol) ?? world.meanings.get(symbol)?.type;
        const before = type?.kind === 'address' ? (liked?.(symbol) ?? []) : [];
        if (before.length > 0 && below(8) > 0) {
          // Where several may be, they are often the same.
          common ??= oneOf(before);
          const value = below(2) > 0 && before.includes(common) ? common : oneOf(before);
          if (symbol.name.startsWith('sender')) sender = value;
          values.set(symbol.name, value);
          continue;
        }
        const value = symbol.name.startsWith('number')
          ? later(now.number, numbers)
          : symbol.name.startsWith('timestamp')
            ? later(now.timestamp, readsTime ? [...numbers, ...fixed] : numbers)
            : symbol.name.startsWith('origin') && sender !== undefined
              ? sender
              : symbol.name.startsWith('pick!')
                ? BigInt(below(12))
                : symbol.sort.kind === 'bool'
                  ? below(2) === 0
                  : draw(symbol.name, type, numbers);
        if (symbol.name.startsWith('sender')) sender = value;
        values.set(symbol.name, value);
      }
      return values;
    },
  };
}

/** Whether a symbol of a state holds storage of a contract that is no model. */
export function ownNames({ instances }: Pick<World, 'instances'>): (name: string) => boolean {
  const own = instances.filter((i) => i.model === undefined).map((i) => `${i.alias}/`);
  return (name) => own.some((alias) => name.startsWith(alias));
}

/** The types of the keys of a symbol of a state, and of what it holds. */
export type Contents = Pick<Leaf, 'dimensions' | 'type'>;

/** The numbers in values of a state, without zero and huge ones: what symbols hold, and the keys at which they hold something. */
export function knownNumbers(
  values: ReadonlyMap<string, Value>,
  contentsOf: (name: string) => Contents | undefined,
): readonly bigint[] {
  const found = new Set<bigint>();
  const note = (value: Value): void => {
    if (typeof value === 'bigint' && value > 0n && value < LARGEST) found.add(value);
  };
  const look = (value: Value, { dimensions, type }: Contents): void => {
    const [dimension, ...rest] = dimensions;
    if (dimension === undefined) {
      if (type.kind !== 'address') note(value);
    } else if (typeof value === 'object' && value.kind === 'array')
      for (const entry of value.entries.values()) {
        if (dimension.kind === 'int' && entriesOf(entry.value) > 0) note(entry.key);
        look(entry.value, { dimensions: rest, type });
      }
  };
  for (const [name, value] of values) {
    const contents = contentsOf(name);
    if (contents !== undefined) look(value, contents);
  }
  return [...found].filter((n) => n < 1n << 100n).slice(0, 60);
}

/** Numbers between 0 and 1 (mulberry32), the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
