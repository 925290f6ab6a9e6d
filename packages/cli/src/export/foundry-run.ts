// The body of a Foundry test: the steps of the run, what is computed before the last one, and the assertion after it.
import { beginText, blockLines } from './foundry-setup.js';
import { dataText, quoted, type Writing } from './foundry-writing.js';
import { boolText, placeRead } from './solidity-condition.js';
import { addressText, hexNumber } from './solidity-values.js';
import type { Recording } from './trace-format.js';

/** Lines that play the steps and assert the claim. */
export function runLines(writing: Writing): readonly string[] {
  const { trace, named, writer } = writing;
  const { plan, wrong } = trace;
  if (wrong.by === 'deployment') return [];
  const lines: string[] = [];
  const atEnd = endLines(writing);
  let block = plan.deployments.at(-1)?.block;
  let refusing: readonly bigint[] = [];
  const appearing = (from: number, to: number): readonly string[] =>
    writing.attackers.flatMap(({ variable, type, puppet: { appears } }) =>
      appears === undefined || appears < from || to < appears
        ? []
        : [`vm.etch(${variable}, type(${type}).runtimeCode);`, beginText(variable)],
    );
  plan.steps.forEach((step, i) => {
    const last = i === plan.steps.length - 1;
    lines.push(...appearing(i, i));
    if (plan.steps.some((other) => other.kind === 'transaction' && other.backTo === i))
      lines.push(`uint256 kept${i} = vm.snapshotState();`);
    if (step.kind === 'forceEther') {
      const to = addressText(step.to, named);
      lines.push(`vm.deal(${to}, ${to}.balance + ${step.amount}); // ether that arrives without a call`);
      return;
    }
    if (step.backTo !== undefined) {
      lines.push(`vm.revertToState(kept${step.backTo});`, ...appearing(step.backTo + 1, i));
      [block, refusing] = [undefined, []];
    }
    lines.push(...blockLines(step.block, block));
    block = step.block;
    // Calls that were taken back were not counted, and those that the chain went back over count.
    if (plan.steps.slice(0, i).some((_, k) => reverts(trace, k)) || step.backTo !== undefined)
      for (const { address, next } of step.scripts ?? [])
        lines.push(`Accomplice(payable(${addressText(address, named)})).suretyAt(${next});`);
    const refuses = step.refuses ?? [];
    for (const address of new Set([...refusing, ...refuses]))
      if (refusing.includes(address) !== refuses.includes(address))
        lines.push(
          `Accomplice(payable(${addressText(address, named)})).suretyRefuse(${refuses.includes(address)});`,
        );
    refusing = refuses;
    if (last) {
      if (writer.old.length > 0) lines.push(`uint256[] memory old = new uint256[](${writer.old.length});`);
      lines.push(...writer.old.map((text, k) => `old[${k}] = ${text};`));
      lines.push(...atEnd.before);
      if ('moment' in wrong && wrong.moment === 'call') lines.push('watching = true;');
    }
    const sender = addressText(step.from, named);
    const signed =
      step.origin === undefined
        ? `_send(${sender}`
        : `_sendFor(${addressText(step.origin, named)}, ${sender}`;
    const send = `${signed}, ${addressText(step.to, named)}, ${step.value}, ${dataText(writing, step.to, step)})`;
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

/** Whether a step of the recorded run reverted. */
function reverts(trace: Writing['trace'], step: number): boolean {
  const steps = trace.shown.steps.filter((one) => one.kind !== 'deploy');
  return steps[step]?.outcome.kind === 'revert';
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
    // Of calls that the attacker sees there is no test.
    case 'innerCalls':
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
export function observerLines(writing: Writing): {
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
