// The time of a state: number and timestamp of the last block with a transaction, kept as ghost variables, so that what
// the storage says about time can be related to it (`request_time` is never in the future).
import type { Term } from '@surety/solvers';
import { GHOST } from '@surety/spec-lang';
import { extendPath } from './path-condition.js';
import type { State } from './state.js';
import { freshScalar, type TransactionContext, type World } from './world.js';

/** Names of the ghost variables. */
export const CLOCK = {
  number: 'clock.number',
  timestamp: 'clock.timestamp',
  /** How often the contracts were called: what only ever grows by amounts of ether is bounded by it. */
  calls: 'clock.calls',
} as const;

/** Their places in storage. */
export const CLOCK_KEYS: ReadonlySet<string> = new Set(
  Object.values(CLOCK).map((name) => `${GHOST}/${name}`),
);

/** The state when a call of an entry point that may change something begins. */
export function countCall(world: World, state: State): State {
  const key = `${GHOST}/${CLOCK.calls}`;
  const before = state.storage.get(key);
  if (before === undefined) return state;
  const storage = new Map(state.storage).set(key, world.bank.add(before, world.bank.int(1n)));
  const counted: State = { ...state, storage };
  world.onWrite?.(counted, key);
  return counted;
}

/** Numbers and timestamps of blocks: far beyond any chain. */
export const TIME = { kind: 'int', signed: false, bits: 48 } as const;

/** The state when a transaction in the given block begins: not before the last one. */
export function tick(
  world: World,
  state: State,
  context: Pick<TransactionContext, 'number' | 'timestamp'>,
): State {
  const storage = new Map(state.storage);
  for (const part of ['number', 'timestamp'] as const) {
    const key = `${GHOST}/${CLOCK[part]}`;
    if (storage.has(key)) storage.set(key, context[part]);
  }
  const path = extendPath(world.bank, state.path, isNotBefore(world, state, context)) ?? state.path;
  return { ...state, path, storage };
}

/** That a block is not the genesis block: that one has no transactions. */
export function afterGenesis(
  { bank }: World,
  { number, timestamp }: Pick<TransactionContext, 'number' | 'timestamp'>,
): Term {
  return bank.and(bank.le(bank.int(1n), number), bank.le(bank.int(1n), timestamp));
}

/** That the last transaction of a state is not in the genesis block, where its time is known. */
export function lastAfterGenesis(world: World, { storage }: State): Term {
  const number = storage.get(`${GHOST}/${CLOCK.number}`);
  const timestamp = storage.get(`${GHOST}/${CLOCK.timestamp}`);
  if (number === undefined || timestamp === undefined) return world.bank.true_;
  return afterGenesis(world, { number, timestamp });
}

/** That a block does not come before the last transaction of a state. */
export function isNotBefore(
  { bank }: World,
  { storage }: State,
  block: Partial<Pick<TransactionContext, 'number' | 'timestamp'>>,
): Term {
  return bank.and(
    ...(['number', 'timestamp'] as const).flatMap((part): readonly Term[] => {
      const last = storage.get(`${GHOST}/${CLOCK[part]}`);
      const now = block[part];
      return last === undefined || now === undefined ? [] : [bank.le(last, now)];
    }),
  );
}

/** That the last transaction of a state is in the given block: so it is whenever a call is made during a transaction. */
export function isInBlock(
  { bank }: World,
  { storage }: State,
  block: Partial<Pick<TransactionContext, 'number' | 'timestamp'>>,
): Term {
  return bank.and(
    ...(['number', 'timestamp'] as const).flatMap((part): readonly Term[] => {
      const last = storage.get(`${GHOST}/${CLOCK[part]}`);
      const now = block[part];
      return last === undefined || now === undefined ? [] : [bank.eq(last, now)];
    }),
  );
}

/** The state some time later, with what is known of that time. */
export function later(
  world: World,
  state: State,
): { readonly state: State; readonly known: State['balances'] } {
  const { bank } = world;
  const storage = new Map(state.storage);
  let known = bank.true_;
  for (const part of ['number', 'timestamp'] as const) {
    const key = `${GHOST}/${CLOCK[part]}`;
    const before = state.storage.get(key);
    if (before === undefined) continue;
    const now = freshScalar(world, CLOCK[part], TIME);
    storage.set(key, now);
    known = bank.and(known, bank.le(before, now));
  }
  return { state: { ...state, storage }, known };
}
