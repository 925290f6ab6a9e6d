// What the parts of a Foundry test share: the trace, how contracts and accounts are named, and call data as Solidity text.
import type { ReplayPlan, ReplayStep, ReplayValue } from '@surety/core';
import type { CompiledContract } from '@surety/evm';
import { callData as rawCallData } from '../replay/calls.js';
import type { Attacker, attackerText } from './solidity-attacker.js';
import type { ConditionWriter, TestedContract } from './solidity-condition.js';
import { type AddressText, addressText, callText } from './solidity-values.js';
import type { TraceFile } from './trace-format.js';

type Evm = typeof import('@surety/evm');

/** Everything the parts of a test share. */
export interface Writing {
  readonly evm: Evm;
  readonly trace: TraceFile;
  readonly compiled: readonly CompiledContract[];
  readonly tested: readonly TestedContract[];
  readonly attackers: readonly (Attacker & { readonly variable: string })[];
  /** Contracts stand where the trace has them, because arguments hold their addresses out of sight. */
  readonly exact: boolean;
  readonly named: AddressText;
  readonly writer: ConditionWriter;
}

/** The addresses that attackers know of, in an order that they share. */
export function partyOf(plan: ReplayPlan, attackers: Writing['attackers']): readonly bigint[] {
  return [...plan.deployments.map((one) => one.address), ...attackers.map((one) => one.puppet.address)];
}

type Call = {
  readonly function: string;
  readonly arguments: readonly ReplayValue[];
  readonly data?: string | undefined;
};

/** Call data as an expression. */
export function dataText(
  writing: Writing,
  to: bigint,
  call: Call | ReplayStep,
  named = writing.named,
): string {
  if (!('function' in call)) return '""';
  if (call.function === 'receive()') return '""';
  const position = writing.trace.plan.deployments.findIndex((one) => one.address === to);
  const contract = writing.compiled[position];
  const item = contract?.abi.find(
    (one) => one.type === 'function' && writing.evm.signatureOf(one) === call.function,
  );
  const text =
    item === undefined ? undefined : callText(call.function, item.inputs ?? [], call.arguments, named);
  if (text !== undefined) return text;
  const raw = rawCallData(writing.evm, contract, call.function, call.arguments, call.data);
  return `hex"${raw.slice(2)}"`;
}

/** How attackers write addresses, which they know by their place in the party, and call data. */
export function attackerWriter(writing: Writing): Parameters<typeof attackerText>[1] {
  const { evm, trace, attackers } = writing;
  const party = partyOf(trace.plan, attackers);
  const named: AddressText = (address) => {
    const at = party.indexOf(address);
    return at < 0 ? undefined : `party[${at}]`;
  };
  return {
    address: (address) => addressText(address, named),
    data: (call) => dataText(writing, call.to, call, named),
    selector: (signature) => {
      const hash = evm.keccak256(new TextEncoder().encode(signature));
      return `bytes4(0x${Buffer.from(hash.subarray(0, 4)).toString('hex')})`;
    },
  };
}

/** What a failing test says. */
export function quoted(trace: TraceFile): string {
  return JSON.stringify(`${trace.claim.name} does not hold`.replace(/[^\x20-\x7e]/g, '?'));
}
