// A Foundry test of a trace: deploys the contracts, plays the steps and the attackers' parts, and asserts the claim. It
// needs no library, fails as long as the violation happens and passes once it does not.
import type { ReplayPlan, ReplayStep, ReplayValue } from '@surety/core';
import type { CompiledContract } from '@surety/evm';
import { nameAccounts } from '../output/accounts.js';
import { constructorArguments, callData as rawCallData } from '../replay/calls.js';
import { ACCOMPLICE, type Attacker, attackerText } from './solidity-attacker.js';
import {
  boolText,
  type ConditionWriter,
  NotWritable,
  placeRead,
  type TestedContract,
} from './solidity-condition.js';
import {
  type AddressText,
  addressText,
  argumentTexts,
  callText,
  hexNumber,
  hidesAddress,
  identifier,
} from './solidity-values.js';
import type { Recording, TraceFile } from './trace-format.js';

/** A test, or why there is none. */
export type FoundryTest =
  | { readonly kind: 'test'; readonly text: string }
  | { readonly kind: 'none'; readonly why: string };

type Evm = typeof import('@surety/evm');
type Deployment = ReplayPlan['deployments'][number];

/** The test of a trace; its imports are written as in the trace, relative to the folder it is written to. */
export async function foundryTest(trace: TraceFile, name: string): Promise<FoundryTest> {
  const { plan, shown } = trace;
  if (/: from here no /.test(shown.conclusion))
    return { kind: 'none', why: 'it would have to try every call there is' };
  if (trace.wrong.by === 'failure' && shown.steps.at(-1)?.outcome.kind !== 'revert')
    return { kind: 'none', why: 'the failure is caught inside the transaction' };
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

/** Everything the parts of a test share. */
interface Writing {
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
      ? [ACCOMPLICE, ...attackers.map((one) => attackerText(one, attackerWriter(writing)))]
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
  for (const one of plan.steps) if (one.kind === 'transaction') found.add(one.from);
  return [...found];
}

/** Addresses inside lists, and of contracts that come later, are not known when the test is written. */
function needsExactAddresses(plan: ReplayPlan): boolean {
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

// ------------------------------------------------------------------------------------------------------------- imports

function importedTypes(plan: ReplayPlan, taken: Set<string>): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { contract } of plan.deployments) {
    const key = `${contract.path}:${contract.name}`;
    if (!types.has(key)) types.set(key, identifier(contract.name, taken));
  }
  return types;
}

function imports(plan: ReplayPlan, types: ReadonlyMap<string, string>): readonly string[] {
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

// --------------------------------------------------------------------------------------------------------------- setup

function setupLines(writing: Writing): readonly string[] {
  const { trace, attackers, exact, named } = writing;
  const { plan, wrong } = trace;
  const lines: string[] = [];
  for (const { variable, type } of attackers)
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
    for (const { variable } of attackers)
      lines.push(`Accomplice(payable(${variable})).suretyBegin(address(this), party);`);
  }
  return lines;
}

function partyOf(plan: ReplayPlan, attackers: Writing['attackers']): readonly bigint[] {
  return [...plan.deployments.map((one) => one.address), ...attackers.map((one) => one.puppet.address)];
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

function blockLines(block: Deployment['block'], before: Deployment['block'] | undefined): readonly string[] {
  return [
    ...(block.number === before?.number ? [] : [`vm.roll(${block.number});`]),
    ...(block.timestamp === before?.timestamp ? [] : [`vm.warp(${block.timestamp});`]),
  ];
}

// ----------------------------------------------------------------------------------------------------------------- run

function runLines(writing: Writing): readonly string[] {
  const { trace, named, writer } = writing;
  const { plan, wrong } = trace;
  if (wrong.by === 'deployment') return [];
  const lines: string[] = [];
  const atEnd = endLines(writing);
  let block = plan.deployments.at(-1)?.block;
  plan.steps.forEach((step, i) => {
    const last = i === plan.steps.length - 1;
    if (step.kind === 'forceEther') {
      const to = addressText(step.to, named);
      lines.push(`vm.deal(${to}, ${to}.balance + ${step.amount}); // ether that arrives without a call`);
      return;
    }
    lines.push(...blockLines(step.block, block));
    block = step.block;
    if (last) {
      if (writer.old.length > 0) lines.push(`uint256[] memory old = new uint256[](${writer.old.length});`);
      lines.push(...writer.old.map((text, k) => `old[${k}] = ${text};`));
      lines.push(...atEnd.before);
      if ('moment' in wrong && wrong.moment === 'call') lines.push('watching = true;');
    }
    const send = `_send(${addressText(step.from, named)}, ${addressText(step.to, named)}, ${step.value}, ${dataText(writing, step.to, step)})`;
    const bound = last ? atEnd.bound : '';
    lines.push(bound === '' ? `${send};` : `${bound} = ${send};`);
    if (wrong.by === 'recording') {
      const success = wrong.recording.successes[i] === true;
      if (!last) {
        lines[lines.length - 1] = `(ok, ) = ${send};`;
        lines.push(`if (${success ? '!' : ''}ok) return; // no longer goes like this`);
      } else lines.push(`if (${success ? '!' : ''}ok) return; // no longer goes like this`);
    }
  });
  if (wrong.by === 'recording') lines.unshift('bool ok;', 'bytes memory data;');
  return [...lines, ...atEnd.after];
}

/** What is computed before the last step, how its outcome is bound, and the assertion after it. */
function endLines(writing: Writing): {
  readonly before: readonly string[];
  readonly bound: string;
  readonly after: readonly string[];
} {
  const { trace, writer } = writing;
  const { wrong } = trace;
  const message = quoted(trace);
  switch (wrong.by) {
    case 'claim': {
      if (wrong.moment === 'call') return { before: [], bound: '', after: [`require(!broken, ${message});`] };
      const assertion = `require(${bare(boolText(wrong.condition, writer))}, ${message});`;
      if (!wrong.afterSuccess) return { before: [], bound: '', after: [assertion] };
      return { before: [], bound: '(bool ok, )', after: [`if (!ok) return;`, assertion] };
    }
    case 'mustRevert':
    case 'mustSucceed': {
      const when = bare(boolText(wrong.when, writer));
      const must = wrong.by === 'mustRevert' ? '!ok' : 'ok';
      return {
        before: [`bool due = ${when};`],
        bound: '(bool ok, )',
        after: [`require(!due || ${must}, ${message});`],
      };
    }
    case 'failure':
      return {
        before: [],
        bound: '(bool ok, bytes memory data)',
        after: [`require(ok || keccak256(data) != keccak256(hex"${wrong.returnData}"), ${message});`],
      };
    case 'recording': {
      if (wrong.moment === 'call')
        return { before: [], bound: '(ok, data)', after: [`require(!broken, ${message});`] };
      return {
        before: [],
        bound: '(ok, data)',
        after: [
          `if (keccak256(data) != keccak256(hex"${wrong.recording.returnData}")) return;`,
          ...recordedLines(wrong.recording, writing).map((one) => `if (!(${one})) return;`),
          `revert(${message});`,
        ],
      };
    }
    case 'deployment':
      return { before: [], bound: '', after: [] };
    default:
      return wrong satisfies never;
  }
}

/** Conditions that together say that a state is as it was recorded. */
function recordedLines(recording: Recording, { writer, named }: Writing): readonly string[] {
  return [
    ...recording.values.map(({ place, value }) => {
      const name = named(value);
      const expected =
        name === undefined ? hexNumber(BigInt.asUintN(256, value)) : `uint256(uint160(${name}))`;
      return `${placeRead(place, writer)} == ${expected}`;
    }),
    ...recording.balances.map(({ account, amount }) => `${addressText(account, named)}.balance == ${amount}`),
  ];
}

/** What the test looks at whenever an attacker is called. */
function observerLines(writing: Writing): {
  readonly fields: readonly string[];
  readonly functions: readonly string[];
} {
  const { trace, attackers, writer } = writing;
  const { wrong } = trace;
  if (attackers.length === 0) return { fields: [], functions: [] };
  if (!('moment' in wrong) || wrong.moment !== 'call')
    return { fields: [], functions: ['', '    function observe() external {}'] };
  const isBroken =
    wrong.by === 'claim'
      ? `!${boolText(wrong.condition, writer)}`
      : recordedLines(wrong.recording, writing).join(' && ') || 'true';
  return {
    fields: ['    bool private watching;', '    bool private broken;'],
    functions: [
      '',
      '    /// Attackers call this first whenever they are called.',
      '    function observe() external {',
      `        if (watching && ${isBroken}) broken = true;`,
      '    }',
    ],
  };
}

/** Without the parentheses around the whole. */
function bare(text: string): string {
  let depth = 0;
  for (const [i, letter] of [...text].entries()) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (depth === 0 && i < text.length - 1) return text;
  }
  return text.startsWith('(') ? text.slice(1, -1) : text;
}

function quoted(trace: TraceFile): string {
  return JSON.stringify(`${trace.claim.name} does not hold`.replace(/[^\x20-\x7e]/g, '?'));
}

// ---------------------------------------------------------------------------------------------------------------- data

type Call = {
  readonly function: string;
  readonly arguments: readonly ReplayValue[];
  readonly data?: string | undefined;
};

function dataText(writing: Writing, to: bigint, call: Call | ReplayStep, named = writing.named): string {
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

function attackerWriter(writing: Writing): Parameters<typeof attackerText>[1] {
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

// ------------------------------------------------------------------------------------------------------------- fixed text

const VM = `interface Vm {
    function deal(address account, uint256 balance) external;
    function prank(address sender, address origin) external;
    function roll(uint256 number) external;
    function warp(uint256 timestamp) external;
    function etch(address account, bytes calldata code) external;
    function load(address account, bytes32 slot) external view returns (bytes32);
}
`;

const HELPERS = `    function _send(address from, address to, uint256 value, bytes memory data) private returns (bool, bytes memory) {
        vm.prank(from, from);
        return to.call{value: value}(data);
    }

    function _deploy(address from, uint256 value, bytes memory code) private returns (address made, bytes memory reason) {
        vm.prank(from, from);
        assembly {
            made := create(value, add(code, 32), mload(code))
            if iszero(made) {
                reason := mload(0x40)
                mstore(reason, returndatasize())
                returndatacopy(add(reason, 32), 0, returndatasize())
                mstore(0x40, add(add(reason, 32), and(add(returndatasize(), 31), not(31))))
            }
        }
    }

    function _deployAt(address place, address from, uint256 value, bytes memory code) private returns (address, bytes memory) {
        vm.etch(place, code);
        vm.prank(from, from);
        (bool ok, bytes memory runtime) = place.call{value: value}("");
        if (!ok) return (address(0), runtime);
        vm.etch(place, runtime);
        return (place, "");
    }

    function _field(address account, uint256 slot, uint256 offset, uint256 size) private view returns (uint256) {
        return (uint256(vm.load(account, bytes32(slot))) << (256 - 8 * (offset + size))) >> (256 - 8 * size);
    }

    function _entry(uint256 key, uint256 slot) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(key, slot)));
    }

    function _signed(uint256 word, uint256 size) private pure returns (uint256) {
        return uint256(int256(word << (256 - 8 * size)) >> (256 - 8 * size));
    }`;

/** Drops the helpers that a test does not call. */
function unusedHelpersRemoved(text: string): string {
  let rest = text;
  for (const name of ['_send', '_deployAt', '_deploy', '_field', '_entry', '_signed']) {
    const uses = rest.split(`${name}(`).length - 1;
    if (uses > 1) continue;
    rest = rest.replace(new RegExp(`    function ${name}\\([\\s\\S]*?\\n    \\}\\n`), '');
  }
  // Only some attackers force ether in.
  if (!/^ {12}_force\(/m.test(rest))
    rest = rest
      .replace(/ {4}\/\/\/ Ether that nobody can refuse\.\n {4}function _force\([\s\S]*?\n {4}\}\n/, '')
      .replace(/contract Destroyed \{[\s\S]*?\n\}\n/, '');
  return rest;
}
