// Call data for plans: functions by signature, `receive()`, `fallback()`, and what scripted contracts do when called.
import { FORCE, type PuppetBehavior, type ReplayPlan, type ReplayValue } from '@surety/core';
import type { AbiValue, CompiledContract, PuppetEntry, PuppetScript } from '@surety/evm';
import { abiArguments, addressHex } from './abi-arguments.js';

/** A contract that destroys itself in favor of the address it is called with, and so forces the ether in. */
export const FORCER = { address: `0x${'f0'.repeat(20)}`, code: '0x600035ff' } as const;

/** The EVM package, which is loaded when the first run is replayed. */
export type EvmModule = typeof import('@surety/evm');

/** Constructor arguments by the contract's ABI. */
export function constructorArguments(
  evm: EvmModule,
  contract: CompiledContract,
  values: readonly ReplayValue[],
): readonly AbiValue[] {
  const inputs = contract.abi.find((item) => item.type === 'constructor')?.inputs ?? [];
  return abiArguments(inputs, values, evm.parseAbiType);
}

/** Call data as `0x` hex. Throws when the target has no such function. */
export function callData(
  evm: EvmModule,
  contract: CompiledContract | undefined,
  signature: string,
  values: readonly ReplayValue[],
  data?: string,
): string {
  if (signature === 'receive()') return '0x';
  if (contract === undefined) throw new Error(`there is no contract to call ${signature} on`);
  if (signature === 'fallback()') return `0x${data ?? fallbackData(contract)}`;
  const item = evm.findFunction(contract.abi, signature);
  return evm.encodeCall(contract.abi, signature, abiArguments(item.inputs ?? [], values, evm.parseAbiType));
}

/** The selector of a signature, as `0x` hex. */
function selector(evm: EvmModule, signature: string): string {
  const hash = evm.keccak256(new TextEncoder().encode(signature));
  return `0x${Buffer.from(hash.subarray(0, 4)).toString('hex')}`;
}

/** Data that reaches the fallback function: empty data would reach a receive function first. */
function fallbackData(contract: CompiledContract): string {
  if (!contract.abi.some((item) => item.type === 'receive')) return '';
  const taken = new Set(Object.values(contract.methodIdentifiers));
  for (let selector = 0xffffffff; ; selector--) {
    const hex = selector.toString(16).padStart(8, '0');
    if (!taken.has(hex)) return hex;
  }
}

/** The script of a contract of the attacker: one entry per incoming call, and answers to static ones. */
export function puppetScript(
  evm: EvmModule,
  puppet: ReplayPlan['puppets'][number],
  contracts: ReadonlyMap<string, CompiledContract>,
): PuppetScript {
  return {
    kind: 'script',
    replies: Object.fromEntries(
      (puppet.replies ?? []).map((reply) => [selector(evm, reply.function), `0x${reply.returnData}`]),
    ),
    entries: puppet.behaviors.map((behavior) => entryOf(evm, behavior, contracts)),
    otherwise: 'accept',
  };
}

function entryOf(
  evm: EvmModule,
  behavior: PuppetBehavior,
  contracts: ReadonlyMap<string, CompiledContract>,
): PuppetEntry {
  switch (behavior.kind) {
    case 'accept':
      return { calls: [], returnData: `0x${behavior.returnData}` };
    case 'revert':
      return { calls: [], reverts: true };
    case 'reenter':
      return {
        calls: behavior.calls.map((call) =>
          call.function === FORCE
            ? { to: FORCER.address, value: call.value, data: `0x${call.to.toString(16).padStart(64, '0')}` }
            : {
                to: addressHex(call.to),
                value: call.value,
                data: callData(evm, contracts.get(addressHex(call.to)), call.function, call.arguments),
              },
        ),
        returnData: `0x${behavior.returnData}`,
      };
    default:
      return behavior satisfies never;
  }
}
