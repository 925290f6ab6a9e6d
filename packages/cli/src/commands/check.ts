// `surety check`: everything the tool can say about Solidity files and specs without a solver.
import type { ProjectCheck, UnsupportedUse } from '@surety/core';
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import type { CheckOptions } from '../arguments.js';
import { projectParseCache } from '../cache/parse-cache.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findInputs } from '../input/files.js';
import { createSourceAccess, type SourceAccess } from '../input/resolve.js';
import { findSources } from '../input/sources.js';
import { checkReportTarget, writeReport } from '../output/json.js';
import { columnWidth, count, cut, formatDuration } from '../output/layout.js';
import { peopleOnStderr, type Terminal } from '../terminal.js';
import { type CheckedSpec, checkSpecs, errorsOf } from './check-specs.js';
import { bugReport, explainImports, type Printer, printerFor } from './printer.js';

/** Schema of the JSON that `--json` writes. */
export const CHECK_SCHEMA = 'surety-check/1';

/** Errors shown before the rest is only counted; `--verbose` shows all. */
const SHOWN_ERRORS = 20;
/** Rows of the table of unsupported constructs. */
const SHOWN_CONSTRUCTS = 8;

/** Runs the command: 0 when no file has an error, else 2. Problems are printed; nothing is thrown. */
export async function check(options: CheckOptions, console: Terminal): Promise<ExitCode> {
  const terminal = options.json === '-' ? peopleOnStderr(console) : console;
  const printer = await printerFor(terminal);
  const started = performance.now();
  const named = options.paths.filter((path) => path.endsWith('.surety'));
  const inputs = findInputs(named, terminal.cwd);
  const found = findSources(
    options.paths.filter((path) => !path.endsWith('.surety')),
    terminal.cwd,
  );
  const target = options.json === undefined || options.json === '-' ? undefined : options.json;
  const targetProblem = target === undefined ? undefined : checkReportTarget(target, terminal.cwd);
  const problems = [
    ...inputs.diagnostics,
    ...found.diagnostics,
    ...(targetProblem === undefined ? [] : [targetProblem]),
  ];
  const access = createSourceAccess(
    terminal.cwd,
    options.remaps,
    projectParseCache(terminal.cwd, options.cache),
  );
  const opened = openAll(found.sources, access);
  problems.push(...opened.diagnostics);
  if (problems.length > 0) {
    for (const problem of problems) printer.error(problem);
    return EXIT.error;
  }
  try {
    const specs =
      named.length === 0 ? [] : await checkSpecs(inputs.inputs, options.remaps, terminal, printer);
    const { checkProject } = await import('@surety/core');
    const result = opened.files.length === 0 ? undefined : checkProject(opened.files, access);
    const diagnostics = explainImports(result?.diagnostics ?? [], access.problems(), access.textOf);
    const errors = errorsOf(diagnostics);
    const milliseconds = performance.now() - started;
    printDiagnostics(diagnostics, options.verbose, printer, access);
    if (result !== undefined)
      terminal.out(summary(result, errors, found.tests, milliseconds, options, terminal, printer, access));
    if (options.json !== undefined) {
      const json = checkJson(result, diagnostics, specs, milliseconds);
      const problem = target === undefined ? undefined : writeReport(target, json, terminal.cwd);
      if (target === undefined) console.out(json);
      if (problem !== undefined) {
        printer.error(problem);
        return EXIT.error;
      }
    }
    return errors + errorsOf(specs.flatMap((spec) => spec.diagnostics)) === 0 ? EXIT.proved : EXIT.error;
  } catch (error) {
    printer.text(bugReport(error, 'checking', terminal.debug));
    return EXIT.error;
  }
}

/** Opens every file; problems are diagnostics. */
export function openAll(
  paths: readonly string[],
  access: SourceAccess,
): { readonly files: readonly SourceFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const file = access.open(path);
    if ('diagnostic' in file) diagnostics.push(file.diagnostic);
    else files.push(file);
  }
  return { files, diagnostics };
}

/** Prints errors (all when `everything`, then warnings too). */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  everything: boolean,
  printer: Printer,
  access: SourceAccess,
): void {
  const told = diagnostics.filter((diagnostic) => everything || diagnostic.severity === 'error');
  const shown = everything ? told : told.slice(0, SHOWN_ERRORS);
  for (const diagnostic of shown) printer.error(diagnostic, access.textOf);
  if (shown.length < told.length)
    printer.line(`${told.length - shown.length} more errors; --verbose shows all`);
}

function summary(
  result: ProjectCheck,
  errors: number,
  tests: number,
  milliseconds: number,
  options: CheckOptions,
  terminal: Terminal,
  printer: Printer,
  access: SourceAccess,
): string {
  const { bold, dim, red, green } = terminal.paintOut;
  const { deployable } = result;
  const entries = deployable.reduce((sum, contract) => sum + contract.entries, 0);
  const covered = deployable.reduce((sum, contract) => sum + contract.coveredEntries, 0);
  const whole = deployable.filter((contract) => contract.whole).length;
  const imported = result.importedFiles === 0 ? '' : `, ${result.importedFiles} more imported`;
  const left = tests === 0 ? '' : `; ${count(tests, 'test and script file')} left out`;
  const lines = [
    `${count(result.files, 'file')} (${result.lines} lines${imported}${left}), ${count(result.contracts, 'contract')}, ${count(result.functions, 'function')}`,
    `${bold('modeled')}  ${covered} of ${count(entries, 'external function')} with all they reach${share(covered, entries)}`,
    `         ${whole} of ${count(deployable.length, 'deployable contract')} entirely${share(whole, deployable.length)}`,
  ];
  if (options.verbose && deployable.length > 0) {
    const names = deployable.map((contract) => contract.name);
    const width = columnWidth(names, 10, 40);
    lines.push('', bold('contracts'));
    for (const contract of deployable) {
      const part = `${contract.coveredEntries}/${contract.entries}`.padStart(8);
      const mark = contract.whole ? green('whole') : '     ';
      lines.push(`  ${contract.name.padEnd(width)} ${part}  ${mark}  ${dim(contract.path)}`);
    }
  }
  const uses = options.verbose ? result.unsupported : result.unsupported.slice(0, SHOWN_CONSTRUCTS);
  if (uses.length > 0)
    lines.push('', bold('not modeled'), ...uses.map((use) => useRow(use, terminal, printer, access)));
  if (uses.length < result.unsupported.length)
    lines.push(dim(`  ${result.unsupported.length - uses.length} more; --verbose shows all`));
  const verdict = errors === 0 ? green('no errors') : red(count(errors, 'error'));
  lines.push('', `${verdict}${dim(`  ${formatDuration(milliseconds)}`)}`);
  return `${lines.join('\n')}\n`;
}

function useRow(use: UnsupportedUse, terminal: Terminal, printer: Printer, access: SourceAccess): string {
  const reached = use.entries === 0 ? 'creation only' : `reached by ${count(use.entries, 'function')}`;
  const numbers = `${count(use.places, 'place')}, ${reached}`;
  const example = use.example === undefined ? '' : `  e.g. ${printer.place(use.example, access.textOf)}`;
  const room = Math.max(20, terminal.width - 40);
  return `  ${use.code.padEnd(8)}  ${cut(use.what, room)}: ${numbers}${terminal.paintOut.dim(example)}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : ` (${((100 * part) / whole).toFixed(1)} %)`;
}

function checkJson(
  result: ProjectCheck | undefined,
  diagnostics: readonly Diagnostic[],
  specs: readonly CheckedSpec[],
  milliseconds: number,
): string {
  const rest = { diagnostics, specs, milliseconds: Math.round(milliseconds) };
  const report = { schema: CHECK_SCHEMA, ...result, ...rest };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
