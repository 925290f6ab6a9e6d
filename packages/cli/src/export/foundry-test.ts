// A Foundry test of a trace: deploys the contracts, plays the steps and the attackers' parts, and asserts the claim. It
// needs no library, fails as long as the violation happens and passes once it does not.
import type { ReplayPlan } from '@surety/core';
import type { CompiledContract } from '@surety/evm';
import { nameAccounts } from '../output/accounts.js';
import { observerLines, runLines } from './foundry-run.js';
import { importedTypes, imports, setupLines } from './foundry-setup.js';
import { HELPERS, unusedHelpersRemoved, VM } from './foundry-text.js';
import { attackerWriter, type Writing } from './foundry-writing.js';
import { accompliceText, attackerText } from './solidity-attacker.js';
import { type ConditionWriter, NotWritable, type TestedContract } from './solidity-condition.js';
import { type AddressText, addressText, hidesAddress, identifier } from './solidity-values.js';
import type { TraceFile } from './trace-format.js';

type Evm = typeof import('@surety/evm');

/** A test, or why there is none. */
export type FoundryTest =
  | { readonly kind: 'test'; readonly text: string }
  | { readonly kind: 'none'; readonly why: string };

/** The test of a trace; its imports are written as in the trace, relative to the folder it is written to. */
export async function foundryTest(trace: TraceFile, name: string): Promise<FoundryTest> {
  const { plan, shown } = trace;
  if (/: from here no /.test(shown.conclusion))
    return { kind: 'none', why: 'it would have to try every call there is' };
  if (trace.wrong.by === 'failure' && shown.steps.at(-1)?.outcome.kind !== 'revert')
    return { kind: 'none', why: 'the failure is caught inside the transaction' };
  if (trace.wrong.by === 'innerCalls')
    return { kind: 'none', why: 'only the attacker sees the call that breaks the claim' };
  if ('moment' in trace.wrong && trace.wrong.moment === 'write')
    return { kind: 'none', why: 'nothing is called at the moment when the claim is false' };
  const evm = await import('@surety/evm');
  const compiled = await evm.compileSolidity(plan.files, { resolutions: plan.resolutions });
  if (!compiled.ok) return { kind: 'none', why: 'the sources are not for a compiler that tests can use' };
  const contracts = plan.deployments.map(({ contract }) =>
    compiled.contracts.get(`${contract.path}:${contract.name}`),
  );
  if (!contracts.every((one) => one !== undefined))
    return { kind: 'none', why: 'a contract was not compiled' };
  try {
    return { kind: 'test', text: testText(evm, trace, name, contracts) };
  } catch (error) {
    if (error instanceof NotWritable) return { kind: 'none', why: `the test cannot read ${error.message}` };
    throw error;
  }
}

function testText(evm: Evm, trace: TraceFile, name: string, compiled: readonly CompiledContract[]): string {
  const { plan } = trace;
  const taken = new Set<string>();
  const types = importedTypes(plan, taken);
  const legend = new Map(nameAccounts(trace.shown).legend.map((one) => [BigInt(one.address), one.name]));
  const variableOf = (address: bigint, otherwise: string): string => {
    const known = legend.get(address) ?? otherwise;
    return identifier(known.charAt(0).toLowerCase() + known.slice(1), taken);
  };
  const aliases = trace.shown.steps.filter((step) => step.kind === 'deploy').map((step) => step.contract);
  const tested = plan.deployments.map(
    (one, i): TestedContract => ({
      type: types.get(`${one.contract.path}:${one.contract.name}`) ?? one.contract.name,
      at: variableOf(one.address, aliases[i] ?? one.contract.name),
      compiled: compiled[i] as CompiledContract,
    }),
  );
  const attackers = puppetsOf(trace).map((puppet) => {
    const variable = variableOf(puppet.address, 'attacker');
    const type = identifier(variable.charAt(0).toUpperCase() + variable.slice(1), taken);
    return { puppet, variable, type };
  });
  const names = new Map<bigint, string>();
  plan.deployments.forEach((one, i) => {
    names.set(one.address, tested[i]?.at ?? '');
  });
  for (const { puppet, variable } of attackers) names.set(puppet.address, variable);
  const accounts = accountsOf(plan).filter((address) => !names.has(address) && address !== 0n);
  for (const address of accounts) names.set(address, variableOf(address, 'account'));
  const named: AddressText = (address) => names.get(address);
  const writer: ConditionWriter = { contracts: tested, named, old: [] };
  const exact = needsExactAddresses(plan);
  const writing: Writing = { evm, trace, compiled, tested, attackers, exact, named, writer };
  const testName = identifier(name, new Set());
  const contractName = identifier(`${testName.charAt(0).toUpperCase()}${testName.slice(1)}Test`, taken);

  const body = [...setupLines(writing), '', ...runLines(writing)];
  const watch = observerLines(writing);
  const fields = [
    ...accounts.map(
      (address) =>
        `    address private constant ${names.get(address)} = ${addressText(address, () => undefined)};`,
    ),
    ...plan.deployments.map(
      (one) =>
        `    address private ${exact ? 'constant ' : ''}${names.get(one.address)}${exact ? ` = ${addressText(one.address, () => undefined)}` : ''};`,
    ),
    ...attackers.map(
      ({ puppet, variable }) =>
        `    address private ${exact ? 'constant ' : ''}${variable}${exact ? ` = ${addressText(puppet.address, () => undefined)}` : ''};`,
    ),
  ];
  const text = [
    '// SPDX-License-Identifier: UNLICENSED',
    `// Written by surety from a violation it found. Fails as long as the violation happens.`,
    'pragma solidity ^0.8.0;',
    '',
    ...imports(plan, types),
    '',
    VM,
    `/// ${trace.claim.text.split('\n').join('\n/// ')}`,
    `contract ${contractName} {`,
    '    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));',
    ...fields,
    ...watch.fields,
    '',
    `    function test_${testName}() public {`,
    ...body.map((line) => (line === '' ? '' : `        ${line}`)),
    '    }',
    ...watch.functions,
    '',
    HELPERS,
    '}',
    '',
    ...(attackers.length > 0
      ? [
          accompliceText(trace.plan.steps),
          ...attackers.map((one) => attackerText(one, attackerWriter(writing))),
        ]
      : []),
  ].join('\n');
  return `${unusedHelpersRemoved(text)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n\n(\s*\})/g, '\n$1')
    .trimEnd()}\n`;
}

/** Attacking contracts; where the claim is watched at calls, every account that is paid must be able to tell. */
function puppetsOf(trace: TraceFile): readonly ReplayPlan['puppets'][number][] {
  const { plan, wrong } = trace;
  if (!('moment' in wrong) || wrong.moment !== 'call') return plan.puppets;
  const known = new Set([...plan.puppets, ...plan.deployments].map((one) => one.address));
  const others = plan.balances.filter(({ address }) => !known.has(address) && address !== 0n);
  return [...plan.puppets, ...others.map(({ address }) => ({ address, behaviors: [] }))];
}

function accountsOf(plan: ReplayPlan): readonly bigint[] {
  const found = new Set<bigint>();
  for (const one of plan.deployments) found.add(one.from);
  for (const one of plan.balances) found.add(one.address);
  for (const one of plan.steps) {
    if (one.kind !== 'transaction') continue;
    found.add(one.from);
    if (one.origin !== undefined) found.add(one.origin);
  }
  return [...found];
}

/** Addresses inside lists, and of contracts that come later, are not known when the test is written. */
function needsExactAddresses(plan: ReplayPlan): boolean {
  // What appears later must have an address before.
  if (plan.puppets.some((one) => one.appears !== undefined)) return true;
  const own = new Set([...plan.deployments, ...plan.puppets].map((one) => one.address));
  const nested = plan.puppets.flatMap((puppet) =>
    puppet.behaviors.flatMap((behavior) => (behavior.kind === 'reenter' ? behavior.calls : [])),
  );
  const calls = [...plan.deployments, ...nested, ...plan.steps.filter((step) => step.kind === 'transaction')];
  if (calls.some((call) => hidesAddress(call.arguments, own))) return true;
  if (plan.puppets.some((one) => (one.replies ?? []).some(({ returnData }) => holdsAny(returnData, own))))
    return true;
  return plan.deployments.some((one, i) => {
    const later = new Set(plan.deployments.slice(i).map((each) => each.address));
    return one.arguments.some((value) => typeof value === 'bigint' && later.has(value));
  });
}

function holdsAny(hex: string, addresses: ReadonlySet<bigint>): boolean {
  return [...addresses].some((address) => hex.includes(address.toString(16).padStart(40, '0')));
}
