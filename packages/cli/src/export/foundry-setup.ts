// The beginning of a Foundry test: imports, attackers, deployments, ether.
import type { ReplayPlan } from '@surety/core';
import type { CompiledContract } from '@surety/evm';
import { constructorArguments } from '../replay/calls.js';
import { partyOf, quoted, type Writing } from './foundry-writing.js';
import { addressText, argumentTexts, identifier } from './solidity-values.js';

type Deployment = ReplayPlan['deployments'][number];

/** Names of the deployed contracts in the test, by `path:name`. */
export function importedTypes(plan: ReplayPlan, taken: Set<string>): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { contract } of plan.deployments) {
    const key = `${contract.path}:${contract.name}`;
    if (!types.has(key)) types.set(key, identifier(contract.name, taken));
  }
  return types;
}

/** Import lines. */
export function imports(plan: ReplayPlan, types: ReadonlyMap<string, string>): readonly string[] {
  const lines = new Set<string>();
  for (const { contract } of plan.deployments) {
    const type = types.get(`${contract.path}:${contract.name}`) ?? contract.name;
    const as = type === contract.name ? type : `${contract.name} as ${type}`;
    const path =
      contract.path.startsWith('.') || contract.path.startsWith('/') ? contract.path : `./${contract.path}`;
    lines.add(`import {${as}} from ${JSON.stringify(path)};`);
  }
  return [...lines];
}

/** Lines that deploy everything and hand out ether and scripts. */
export function setupLines(writing: Writing): readonly string[] {
  const { trace, attackers, exact, named } = writing;
  const { plan, wrong } = trace;
  const lines: string[] = [];
  for (const { variable, type, puppet } of attackers)
    if (puppet.appears === undefined)
      lines.push(
        exact ? `vm.etch(${variable}, type(${type}).runtimeCode);` : `${variable} = address(new ${type}());`,
      );
  plan.deployments.forEach((one, i) => {
    lines.push(...blockLines(one.block, plan.deployments[i - 1]?.block));
    const from = addressText(one.from, named);
    if (one.value > 0n) lines.push(`vm.deal(${from}, ${one.value});`);
    const code = creationText(writing, one, i);
    const at = writing.tested[i]?.at ?? '';
    const expected = wrong.by === 'deployment' && wrong.index === i;
    const call = exact
      ? `_deployAt(${at}, ${from}, ${one.value}, ${code})`
      : `_deploy(${from}, ${one.value}, ${code})`;
    if (expected) {
      lines.push(`(address refused, bytes memory reason) = ${call};`);
      lines.push(
        `require(refused != address(0) || keccak256(reason) != keccak256(hex"${wrong.returnData}"), ${quoted(trace)});`,
      );
    } else {
      lines.push(exact ? `(address at${i}, ) = ${call};` : `(${at}, ) = ${call};`);
      lines.push(
        `if (${exact ? `at${i}` : at} == address(0)) return; // it cannot be deployed like this any more`,
      );
    }
  });
  for (const { address, amount } of plan.balances)
    lines.push(`vm.deal(${addressText(address, named)}, ${amount});`);
  if (attackers.length > 0) {
    const party = partyOf(plan, attackers);
    lines.push(`address[] memory party = new address[](${party.length});`);
    party.forEach((address, i) => {
      lines.push(`party[${i}] = ${addressText(address, named)};`);
    });
    for (const { variable, puppet } of attackers)
      if (puppet.appears === undefined) lines.push(beginText(variable));
  }
  return lines;
}

function creationText(writing: Writing, one: Deployment, i: number): string {
  const { evm, compiled, tested, named } = writing;
  const contract = compiled[i] as CompiledContract;
  const code = `type(${tested[i]?.type}).creationCode`;
  const inputs = contract.abi.find((item) => item.type === 'constructor')?.inputs ?? [];
  if (inputs.length === 0) return code;
  const texts = argumentTexts(inputs, one.arguments, named);
  if (texts !== undefined) return `abi.encodePacked(${code}, abi.encode(${texts.join(', ')}))`;
  const raw = evm.encodeConstructor(contract.abi, constructorArguments(evm, contract, one.arguments));
  return `abi.encodePacked(${code}, hex"${Buffer.from(raw).toString('hex')}")`;
}

/** The line from which on an attacker follows its script. */
export function beginText(variable: string): string {
  return `Accomplice(payable(${variable})).suretyBegin(address(this), party);`;
}

/** Lines that enter a block. */
export function blockLines(
  block: Deployment['block'],
  before: Deployment['block'] | undefined,
): readonly string[] {
  return [
    ...(block.number === before?.number ? [] : [`vm.roll(${block.number});`]),
    ...(block.timestamp === before?.timestamp ? [] : [`vm.warp(${block.timestamp});`]),
  ];
}
