// A concrete run as text: numbered transactions, what happened inside them, what changed, and what is wrong at the end.
import type { Trace, TraceStep } from '@surety/core';
import type { Paint } from '../terminal.js';
import { type AccountNames, nameAccounts } from './accounts.js';
import { columnWidth, cut, indent } from './layout.js';
import { formatInteger, formatNumbersIn, formatWei } from './values.js';

/** Lines of a trace under a margin of `margin` columns, `width` columns wide. */
export function traceLines(trace: Trace, margin: number, width: number, paint: Paint): readonly string[] {
  const names = nameAccounts(trace);
  const lines: string[] = [...stateLines(trace, names, margin, width, paint)];
  let previous: TraceStep | undefined;
  for (let index = 0; index < trace.steps.length; index++) {
    const step = trace.steps[index] as TraceStep;
    const more = repetitions(trace.steps, index);
    if (more >= FEWEST_FOLDED) {
      const from = index + 1;
      lines.push(
        paint.dim(`${' '.repeat(margin)}${from}. to ${from + more - 1}. the same again, ${more} times`),
      );
      index += more - 1;
    } else lines.push(...stepLines(step, index + 1, previous, names, margin, width, paint));
    previous = trace.steps[index];
  }
  if (trace.conclusion !== '') {
    lines.push('');
    for (const line of indent(formatNumbersIn(names.apply(trace.conclusion)), margin, width))
      lines.push(paint.bold(line));
  }
  if (names.legend.length > 0) {
    const column = columnWidth(
      names.legend.map((entry) => entry.name),
      0,
      20,
    );
    lines.push('');
    for (const { name, address } of names.legend) {
      lines.push(paint.dim(`${' '.repeat(margin)}${name.padEnd(column)}  ${address}`));
    }
  }
  return lines;
}

/** The state that a trace without steps is about. */
function stateLines(
  { state = [] }: Trace,
  names: AccountNames,
  margin: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const shown = state.map(({ name }) => names.apply(name));
  const column = columnWidth(shown, 0, 40);
  return state.map(({ name, value }, i) => {
    const show = name.startsWith('balance(') ? formatWei : formatInteger;
    const left = `${' '.repeat(margin)}${cut(shown[i] ?? '', Math.max(column, width - margin - 40)).padEnd(column)}  `;
    return `${paint.cyan(left)}${show(names.apply(value))}`;
  });
}

/** Fewer repetitions are shown one by one. */
const FEWEST_FOLDED = 3;

/** How many steps from an index on do what the one before it did; the last of them is left out, so that its end is seen. */
function repetitions(steps: readonly TraceStep[], index: number): number {
  const done = (step: TraceStep | undefined): string =>
    step === undefined ? '' : JSON.stringify({ ...step, changes: [] });
  const before = done(steps[index - 1]);
  let end = index;
  while (end < steps.length && before !== '' && done(steps[end]) === before) end++;
  return end - index - 1;
}

function stepLines(
  step: TraceStep,
  number: number,
  previous: TraceStep | undefined,
  names: AccountNames,
  margin: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const value = (text: string): string => formatInteger(names.apply(text));
  const label = `${number}. `;
  const inner = margin + label.length + 2;
  const blank = ' '.repeat(inner);
  const call = callText(step, names, width - margin - 30);
  const by = [
    step.kind === 'forcedEther' ? '' : `by ${names.apply(step.sender)}`,
    step.value === '0' ? '' : `${step.kind === 'forcedEther' ? '' : 'with '}${formatWei(step.value)}`,
    laterText(step, previous),
  ].filter((part) => part !== '');
  const head = `${' '.repeat(margin)}${label}`;
  const lines = [`${head}${paint.bold(call.text)}  ${by.join(', ')}`.trimEnd()];

  const column = columnWidth(
    step.arguments.map((argument) => argument.name),
    0,
    24,
  );
  if (!call.complete) {
    for (const argument of step.arguments) {
      lines.push(...indent(value(argument.value), inner + column + 2, width, `${blank}${argument.name}`));
    }
  }
  for (const callback of step.callbacks) {
    lines.push(...indent(formatNumbersIn(names.apply(callback)), inner + 2, width, `${blank}- `));
  }
  if (step.outcome.kind === 'revert') {
    const reason = step.outcome.reason === '' ? '' : `: ${names.apply(step.outcome.reason)}`;
    lines.push(...indent(`reverts${reason}`, inner, width).map((line) => paint.yellow(line)));
  } else if (step.outcome.returns.length > 0 && step.kind !== 'deploy') {
    lines.push(...indent(`returns ${step.outcome.returns.map(value).join(', ')}`, inner, width));
  }
  lines.push(...changeLines(step, names, inner, width, paint));
  return lines;
}

/** State changes as an aligned table: name, before, after. */
function changeLines(
  step: TraceStep,
  names: AccountNames,
  margin: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const rows = step.changes.map((change) => {
    const show = change.name.startsWith('balance(') ? formatWei : formatInteger;
    return {
      name: names.apply(change.name),
      before: show(names.apply(change.before)),
      after: show(names.apply(change.after)),
    };
  });
  const nameColumn = columnWidth(
    rows.map((row) => row.name),
    0,
    40,
  );
  const beforeColumn = columnWidth(
    rows.map((row) => row.before),
    0,
    26,
  );
  return rows.map(({ name, before, after }) => {
    const unchanged = before === after;
    const left = `${' '.repeat(margin)}${cut(name, Math.max(nameColumn, width - margin - 40)).padEnd(nameColumn)}  `;
    return unchanged
      ? paint.dim(`${left}${before} (unchanged)`)
      : `${paint.cyan(left)}${before.padStart(beforeColumn)} -> ${after}`;
  });
}

/** The call as in Solidity when it fits in `room` columns; otherwise the name alone (`complete` is false). */
function callText(
  step: TraceStep,
  names: AccountNames,
  room: number,
): { readonly text: string; readonly complete: boolean } {
  if (step.kind === 'forcedEther') return { text: `ether is forced into ${step.contract}`, complete: true };
  const name =
    step.kind === 'deploy'
      ? `deploy ${step.contract}`
      : `${step.contract}.${step.function.replace(/\(.*$/s, '')}`;
  const written = step.arguments.map((argument) => {
    const text = formatInteger(names.apply(argument.value));
    return argument.name === '' ? text : `${argument.name}: ${text}`;
  });
  const whole = `${name}(${written.join(', ')})`;
  if (whole.length <= room || written.length === 0) return { text: whole, complete: true };
  return { text: `${name}(...)`, complete: false };
}

/** Time that passed since the step before, when it did. */
function laterText(step: TraceStep, previous: TraceStep | undefined): string {
  if (
    previous === undefined ||
    !/^\d+$/.test(step.block.timestamp) ||
    !/^\d+$/.test(previous.block.timestamp)
  )
    return '';
  const passed = BigInt(step.block.timestamp) - BigInt(previous.block.timestamp);
  if (passed <= 0n) return '';
  return passed === 1n ? '1 second later' : `${formatInteger(passed.toString())} seconds later`;
}
