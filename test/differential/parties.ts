// What a comparison is about: contracts that exist on both sides, accounts, and calls.
import type { AbiValue, Chain, CompiledContract } from '@surety/evm';
import type { IrContract } from '../../packages/core/dist/ir/ir.js';
import type { State } from '../../packages/core/dist/symbolic/state.js';
import type { Instance, World } from '../../packages/core/dist/symbolic/world.js';
import type { ModelContract, Summary } from './model.js';

/** Deliberate mistakes of the model, with which tests show that the comparison sees them. */
export interface Faults {
  /** Changes a lowered contract. */
  readonly contract?: (contract: IrContract) => IrContract;
  /** Changes a symbolic summary. */
  readonly summary?: (summary: Summary) => Summary;
}

/** One transaction to try. */
export interface Call {
  /** Which contract it goes to, by position; the first when left out. */
  readonly to?: number;
  readonly signature: string;
  readonly arguments: readonly AbiValue[];
  readonly sender: bigint;
  readonly value: bigint;
}

/** A contract to deploy on both sides. */
export interface Deployable {
  readonly name: string;
  readonly compiled: CompiledContract;
  readonly model: ModelContract;
  readonly arguments: readonly AbiValue[];
  readonly value?: bigint;
}

/** A contract on both sides. */
export interface Party {
  readonly name: string;
  readonly compiled: CompiledContract;
  readonly instance: Instance;
  readonly address: bigint;
}

/** Contracts deployed on both sides. */
export interface Pair {
  readonly chain: Chain;
  readonly world: World;
  readonly parties: readonly Party[];
  /** Whose balances are compared. */
  readonly accounts: readonly bigint[];
  readonly summaries: Map<string, Summary>;
  readonly faults: Faults;
  /** The model's own state, carried from transaction to transaction. */
  state: State;
  clock: bigint;
}

/** Accounts that send transactions; each has 2^100 wei at the start. */
export const ACTORS: readonly bigint[] = [
  0xa11ce00000000000000000000000000000000001n,
  0xb0b0000000000000000000000000000000000002n,
  0xca401000000000000000000000000000000003n,
];

/** Where the contract at a position is deployed. */
export function partyAddress(position: number): bigint {
  return 0x5ec0000000000000000000000000000000000001n + BigInt(position);
}

/** An address as the EVM side writes it. */
export function hexAddress(address: bigint): string {
  return `0x${address.toString(16).padStart(40, '0')}`;
}
