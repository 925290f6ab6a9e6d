// `surety replay`: runs the trace of a violation again, on the sources as they are now, and says whether it still happens.
import { dirname, resolve } from 'node:path';
import type { ReplayPlan, ReplayResult, Trace, TraceStep } from '@surety/core';
import type { ReplayOptions } from '../arguments.js';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { judgeRun, keyText, placesOf, placeText } from '../export/recording.js';
import type { TraceFile } from '../export/trace-format.js';
import { readTrace } from '../export/trace-json.js';
import { withPaths } from '../export/write-traces.js';
import { displayPath, kindOf, readText } from '../input/files.js';
import { createSourceAccess } from '../input/resolve.js';
import { closestPath } from '../input/suggest.js';
import { indent } from '../output/layout.js';
import { traceLines } from '../output/trace-text.js';
import { createReplayer } from '../replay/replayer.js';
import type { Terminal } from '../terminal.js';
import { bugReport, printerFor } from './printer.js';

/** Runs the command: 0 when the violation happens again, 1 when it does not, 2 when the run cannot be judged. */
export async function replay(
  options: ReplayOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const printer = await printerFor(terminal);
  const absolute = resolve(terminal.cwd, options.path);
  const read = readText(absolute, terminal.cwd);
  if (read.kind !== 'text') {
    const similar = closestPath(absolute);
    const suggestion =
      similar === undefined ? undefined : `did you mean '${displayPath(similar, terminal.cwd)}'?`;
    printer.error(
      read.kind === 'failed'
        ? read.diagnostic
        : cliError('CLI001', `'${options.path}' does not exist`, { suggestion }),
    );
    return EXIT.error;
  }
  const parsed = readTrace(read.text);
  if ('problem' in parsed) {
    printer.error(cliError('CLI070', `'${options.path}' cannot be replayed: ${parsed.problem}`));
    return EXIT.error;
  }
  const { trace } = parsed;
  try {
    const sources = currentSources(trace.plan, dirname(absolute), terminal.cwd, options);
    const result = await createReplayer().run(sources.plan, signal);
    if (signal.aborted) return EXIT.interrupted;
    const judgment = judgeRun(trace.wrong, trace.plan, result);
    const { paintOut: paint, width } = terminal;
    const lines = [paint.bold(`${trace.claim.name}  ${trace.claim.contract}`), ''];
    for (const line of indent(trace.claim.text.split('\n')[0] ?? '', 2, width)) lines.push(line);
    lines.push('');
    if (result.kind === 'ran') {
      const conclusion = judgment.kind === 'reproduces' ? trace.shown.conclusion : '';
      lines.push(...traceLines({ ...freshTrace(trace, result), conclusion }, 2, width, paint), '');
    }
    if (sources.changed.length > 0)
      lines.push(`Changed since the trace was written: ${sources.changed.join(', ')}.`);
    if (trace.wrong.by === 'recording' && judgment.kind !== 'unclear')
      lines.push('Judged by the recorded values: this claim cannot be evaluated on a run.');
    terminal.out(`${lines.join('\n').trimEnd()}\n`);
    if (judgment.kind === 'unclear') {
      printer.error(cliError('CLI071', `the run cannot be judged: ${judgment.why}`));
      return EXIT.error;
    }
    const again = judgment.kind === 'reproduces';
    const words = again ? paint.red('reproduces') : `${paint.green('no longer reproduces')}: ${judgment.why}`;
    terminal.out(`${words}\n`);
    return again ? EXIT.proved : EXIT.violated;
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    printer.text(bugReport(error, options.path, terminal.debug));
    return EXIT.error;
  }
}

/** The plan on the sources as they are now; files that are gone, or all if asked for, are those of the trace. */
function currentSources(
  plan: ReplayPlan,
  folder: string,
  cwd: string,
  options: ReplayOptions,
): { readonly plan: ReplayPlan; readonly changed: readonly string[] } {
  const shown = (path: string): string => displayPath(resolve(folder, path), cwd);
  const recorded = withPaths(plan, shown);
  const roots = recorded.deployments.map((one) => one.contract.path);
  const gone = roots.some((path) => kindOf(resolve(cwd, path)) !== 'file');
  if (options.recorded || gone) return { plan: recorded, changed: [] };
  const access = createSourceAccess(cwd, options.remaps);
  const files = new Map<string, string>();
  const resolutions = new Map<string, Map<string, string>>();
  const open = roots.map((path) => access.open(resolve(cwd, path)));
  const queue = open.flatMap((file) => ('diagnostic' in file ? [] : [file]));
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (files.has(file.path)) continue;
    files.set(file.path, file.text);
    for (const name of importsOf(file.text)) {
      const target = access.resolve(name, file.path);
      if (target === undefined) continue;
      const known = resolutions.get(file.path) ?? new Map<string, string>();
      resolutions.set(file.path, known.set(name, target.path));
      queue.push(target);
    }
  }
  const before = new Map(recorded.files.map((file) => [file.path, file.text]));
  const changed = [...files].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  const current = [...files].map(([path, text]) => ({ path, text }));
  return { plan: { ...recorded, files: current, resolutions }, changed };
}

/** Import texts of a Solidity file; the compiler has the last word. */
function importsOf(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return [...code.matchAll(/\bimport\b[^;"']*["']([^"'\n]+)["']/g)].map((match) => match[1] ?? '');
}

/** The shown run with what happened this time. */
function freshTrace(trace: TraceFile, result: Extract<ReplayResult, { kind: 'ran' }>): Trace {
  const steps: TraceStep[] = [];
  let position = 0;
  let before = result.afterDeployment;
  for (const step of trace.shown.steps) {
    const ran = step.kind === 'deploy' ? undefined : result.steps[position++];
    if (ran === undefined) {
      steps.push(step);
      continue;
    }
    const older = new Map(placesOf(before).map((one) => [label(trace, one.place), one.value]));
    const newer = new Map(placesOf(ran.after).map((one) => [label(trace, one.place), one.value]));
    const changes = [...new Set([...older.keys(), ...newer.keys()])].flatMap((name) => {
      const [a, b] = [older.get(name) ?? 0n, newer.get(name) ?? 0n];
      return a === b ? [] : [{ name, before: keyText(a), after: keyText(b) }];
    });
    for (const [account, amount] of ran.after.balances) {
      const earlier = before.balances.get(account) ?? 0n;
      if (earlier === amount) continue;
      const own = trace.plan.deployments.findIndex((one) => one.address === account);
      const name = own < 0 ? hex(account) : own === 0 ? 'this' : (aliases(trace)[own] ?? hex(account));
      changes.push({ name: `balance(${name})`, before: String(earlier), after: String(amount) });
    }
    before = ran.after;
    const recorded = step.outcome.kind === 'success' ? step.outcome.returns : [];
    steps.push({
      ...step,
      changes,
      callbacks: ran.success ? step.callbacks : [],
      outcome: ran.success
        ? { kind: 'success', returns: trace.shown.replayed ? recorded : [] }
        : { kind: 'revert', reason: ran.revertReason ?? '' },
    });
  }
  return { ...trace.shown, steps };
}

function label(trace: TraceFile, place: Parameters<typeof placeText>[0]): string {
  const several = trace.plan.deployments.length > 1;
  return several ? `${aliases(trace)[place.contract] ?? ''}.${placeText(place)}` : placeText(place);
}

function aliases(trace: TraceFile): readonly string[] {
  return trace.shown.steps.filter((step) => step.kind === 'deploy').map((step) => step.contract);
}

function hex(address: bigint): string {
  return `0x${address.toString(16).padStart(40, '0')}`;
}
