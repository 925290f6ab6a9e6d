// `surety prove`: find the specs and Solidity files, prove each in turn with one shared solver, report, and end with one
// exit code.
import { resolve } from 'node:path';
import type { ClaimReport, Report, VerifyOptions } from '@surety/core';
import type { Diagnostic } from '@surety/spec-lang';
import type { ProveOptions } from '../arguments.js';
import { projectParseCache } from '../cache/parse-cache.js';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.js';
import { type RecordingReplayer, recordingReplayer } from '../export/recorder.js';
import { prepareTraceFolder, writeTraces } from '../export/write-traces.js';
import { displayPath, findInputs, isSolidity } from '../input/files.js';
import { loadProjectFile, type ProjectFile } from '../input/project-file.js';
import { createSourceAccess, type SourceAccess } from '../input/resolve.js';
import { closest } from '../input/suggest.js';
import { orAborted } from '../interrupt.js';
import { checkReportTarget, reportJson, writeReport } from '../output/json.js';
import { count, formatDuration } from '../output/layout.js';
import { createProgress } from '../output/progress.js';
import { type ReportStyle, reportText } from '../output/report-text.js';
import { verdictCounts } from '../output/verdict.js';
import { peopleOnStderr, type Terminal } from '../terminal.js';
import { type Engine, loadEngine } from './engine.js';
import { bugReport, explainImports, type Printer, printerFor } from './printer.js';

/** What a run of `surety prove` comes to; reports in the order of the specs, without the refused ones. */
export interface ProveResult {
  readonly code: ExitCode;
  readonly reports: readonly Report[];
}

/** Choices of a script that runs the command in its own process. */
export interface ProveHooks {
  /** Whether a report is shown with its evidence (runs, reasons, assumptions) or as rows only. */
  readonly evidence?: (report: Report) => boolean;
  /** Told the files that a spec rests on, as shown to people. */
  readonly onFiles?: (paths: readonly string[]) => void;
}

/** Outcome of one spec file. */
type SpecOutcome =
  | {
      readonly kind: 'report';
      readonly report: Report;
      readonly sources: SourceAccess;
      readonly specText: string;
      readonly files: readonly string[];
      readonly texts: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'refused'; readonly files: readonly string[] }
  | {
      readonly kind: 'interrupted';
      /** Claims whose verdicts were known by then. */
      readonly decided: readonly ClaimReport[];
      readonly sources: SourceAccess;
    };

/** Runs the command. User errors are printed and end in exit code 2; nothing is thrown. */
export async function prove(
  typed: ProveOptions,
  console: Terminal,
  signal: AbortSignal,
  hooks: ProveHooks = {},
): Promise<ProveResult> {
  const terminal = typed.json === '-' ? peopleOnStderr(console) : console;
  const printer = await printerFor(terminal);
  const started = Date.now();
  const refuse = (diagnostics: readonly Diagnostic[]): ProveResult => {
    for (const diagnostic of diagnostics) printer.error(diagnostic);
    return { code: EXIT.error, reports: [] };
  };

  const file = loadProjectFile(terminal.cwd);
  if (file.kind === 'wrong') {
    for (const diagnostic of file.diagnostics) printer.error(diagnostic, () => file.text);
    return { code: EXIT.error, reports: [] };
  }
  const options = withProject(typed, file.kind === 'found' ? file.project : undefined);
  const found = findInputs(options.paths, terminal.cwd);
  const target = options.json === undefined || options.json === '-' ? undefined : options.json;
  const targetProblem = target === undefined ? undefined : checkReportTarget(target, terminal.cwd);
  const problems = [...found.diagnostics, ...(targetProblem === undefined ? [] : [targetProblem])];
  const solidityOnly = options.panics ? '--panics' : options.contracts.length > 0 ? '--contract' : undefined;
  if (problems.length === 0 && solidityOnly !== undefined && !found.inputs.some(isSolidity))
    problems.push(cliError('CLI044', `${solidityOnly} is for Solidity files, and none is named`));
  const traces = options.traces;
  if (problems.length === 0 && traces !== undefined) {
    const problem = prepareTraceFolder(traces, terminal.cwd);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) return refuse(problems);

  const project = file.kind === 'found' ? file.project.folder : terminal.cwd;
  const loaded = await loadEngine(options, project, printer);
  if (loaded.kind === 'failed')
    return loaded.diagnostic === undefined ? { code: EXIT.error, reports: [] } : refuse([loaded.diagnostic]);
  const recorder = recordingReplayer(loaded.engine.replayer);
  const engine = traces === undefined ? loaded.engine : { ...loaded.engine, replayer: recorder };
  const taken = new Set<string>();
  const progress = createProgress(terminal);
  const reports: Report[] = [];
  const specTexts: string[] = [];
  let refused = false;
  try {
    for (const spec of found.inputs) {
      if (signal.aborted) break;
      progress.begin(displayPath(spec, terminal.cwd));
      const outcome = await proveInput(spec, options, engine, terminal, printer, signal, progress);
      progress.clear();
      if (outcome.kind === 'interrupted') {
        if (outcome.decided.length === 0) break;
        const style = reportStyle(options, terminal, printer, outcome.sources, true);
        const report = { spec: displayPath(spec, terminal.cwd), claims: outcome.decided, diagnostics: [] };
        terminal.out(`${reportText(report, style)}\n`);
        break;
      }
      hooks.onFiles?.(outcome.files);
      if (outcome.kind === 'refused') refused = true;
      else {
        reports.push(outcome.report);
        specTexts.push(outcome.specText);
        const evidence = hooks.evidence?.(outcome.report) ?? true;
        // Specs without a claim asked for by name are not worth a heading.
        if (outcome.report.claims.length > 0) {
          const style = reportStyle(options, terminal, printer, outcome.sources, evidence);
          terminal.out(`${reportText(outcome.report, style)}\n`);
        }
        if (traces !== undefined) {
          const place = { folder: traces, cwd: terminal.cwd, taken };
          const problems = await writeAll(outcome.report, outcome.texts, recorder, place, printer);
          if (problems > 0) refused = true;
          recorder.forget();
        }
      }
    }
  } finally {
    progress.stop();
    await engine.dispose();
  }
  if (signal.aborted) {
    printer.line(`interrupted${target === undefined ? '' : `; '${target}' not written`}`);
    return { code: EXIT.interrupted, reports };
  }
  // A contradiction between solvers leaves no verdict to rely on.
  if (!engine.conclude()) refused = true;
  return finish(options, terminal, printer, console, {
    without: found.inputs.filter(isSolidity).map((path) => displayPath(path, terminal.cwd)),
    reports,
    specTexts,
    refused,
    milliseconds: Date.now() - started,
  });
}

/** Writes the traces of one report and says so; the number of files that could not be written. */
async function writeAll(
  report: Report,
  texts: ReadonlyMap<string, string>,
  recorder: RecordingReplayer,
  place: { readonly folder: string; readonly cwd: string; readonly taken: Set<string> },
  printer: Printer,
): Promise<number> {
  const written = await writeTraces(report, texts, recorder, place);
  for (const problem of written.diagnostics) printer.error(problem);
  for (const remark of written.remarks) printer.line(remark);
  for (const file of written.files) printer.line(`wrote ${displayPath(file, place.cwd)}`);
  return written.diagnostics.length;
}

/** What was typed wins over the project file. */
function withProject(typed: ProveOptions, project: ProjectFile | undefined): ProveOptions {
  const specs = project?.specs?.map((path) => resolve(project.folder, path)) ?? ['.'];
  return {
    ...typed,
    paths: typed.paths.length === 0 ? specs : typed.paths,
    timeout: typed.timeout ?? project?.timeout,
    workers: typed.workers ?? project?.workers,
    remaps: [...typed.remaps, ...(project?.remappings ?? [])],
  };
}

async function proveInput(
  spec: string,
  options: ProveOptions,
  engine: Engine,
  terminal: Terminal,
  printer: Printer,
  signal: AbortSignal,
  progress: { readonly onEvent: NonNullable<VerifyOptions['onEvent']>; readonly clear: () => void },
): Promise<SpecOutcome> {
  const sources = createSourceAccess(
    terminal.cwd,
    options.remaps,
    projectParseCache(terminal.cwd, options.cache),
  );
  const file = sources.open(spec);
  if ('diagnostic' in file) {
    progress.clear();
    printer.error(file.diagnostic);
    return { kind: 'refused', files: [] };
  }
  const finished: ClaimReport[] = [];
  const interrupted = (): SpecOutcome => ({
    kind: 'interrupted',
    decided: [...finished].sort((a, b) => a.location.start - b.location.start),
    sources,
  });
  try {
    const how: VerifyOptions = {
      solver: engine.solver,
      replayer: engine.replayer,
      ...(options.timeout === undefined ? {} : { timeout: options.timeout * 1000 }),
      parallel: engine.workers,
      ...(options.claims.length === 0 ? {} : { only: options.claims }),
      signal,
      onEvent: (event) => {
        if (event.kind === 'claimFinished') finished.push(event.claim);
        progress.onEvent(event);
      },
    };
    const contracts = options.contracts.length === 0 ? {} : { contracts: options.contracts };
    const which = options.panics ? 'panics' : 'assertions';
    const work = isSolidity(spec)
      ? engine.verifySource({ source: file, sources, claims: which, ...contracts }, how)
      : engine.verify({ spec: file, sources, readSpec: sources.resolve }, how);
    const outcome = await orAborted(work, signal);
    if (signal.aborted) return interrupted();
    if (outcome.kind === 'report')
      return {
        kind: 'report',
        report: outcome.report,
        sources,
        specText: file.text,
        files: [...outcome.texts.keys()],
        texts: outcome.texts,
      };
    progress.clear();
    // Next to errors, warnings are noise unless asked for.
    const told = outcome.diagnostics.filter((one) => one.severity === 'error' || options.verbose);
    for (const diagnostic of explainImports(told, sources.problems(), sources.textOf)) {
      printer.error(diagnostic, sources.textOf);
    }
    return { kind: 'refused', files: [...outcome.texts.keys()] };
  } catch (error) {
    if (signal.aborted) return interrupted();
    progress.clear();
    printer.text(bugReport(error, file.path, terminal.debug));
    return { kind: 'refused', files: [file.path] };
  }
}

function reportStyle(
  options: ProveOptions,
  terminal: Terminal,
  printer: Printer,
  sources: SourceAccess,
  evidence: boolean,
): ReportStyle {
  return {
    paint: terminal.paintOut,
    width: terminal.width,
    verbose: options.verbose,
    evidence,
    place: (location) => printer.place(location, sources.textOf),
    diagnostic: (diagnostic) => printer.render(diagnostic, sources.textOf, terminal.paintOut),
  };
}

/** The last words: unknown claim names, the report file, the summary. */
function finish(
  options: ProveOptions,
  terminal: Terminal,
  printer: Printer,
  console: Terminal,
  run: {
    /** Solidity files that were proved without a spec. */
    readonly without: readonly string[];
    readonly reports: readonly Report[];
    readonly specTexts: readonly string[];
    readonly refused: boolean;
    readonly milliseconds: number;
  },
): ProveResult {
  const { reports, specTexts } = run;
  let { refused } = run;
  const names = reports.flatMap((report) => report.claims.map((claim) => claim.name));
  if (!refused) {
    for (const wanted of options.claims.filter((claim) => !names.includes(claim))) {
      printer.error(unknownClaim(wanted, specTexts));
      refused = true;
    }
  }
  if (!refused && run.without.length > 0) {
    const empty = nothingClaimed(options, run.without, reports);
    for (const diagnostic of empty) printer.error(diagnostic);
    refused = empty.length > 0;
  }
  const claims = names.length;
  if (claims > 0) {
    const specs = reports.length > 1 ? ` in ${count(reports.length, 'file')}` : '';
    const time = terminal.paintOut.dim(`  ${formatDuration(run.milliseconds)}`);
    terminal.out(`${count(claims, 'claim')}${specs}: ${verdictCounts(reports, terminal.paintOut)}${time}\n`);
    const split = options.verbose ? timesLine(reports) : undefined;
    if (split !== undefined) terminal.out(`${terminal.paintOut.dim(split)}\n`);
  }
  if (options.json !== undefined) {
    // A report that misses a refused spec would look complete to a tool.
    if (refused) printer.line(options.json === '-' ? 'no report written' : `'${options.json}' not written`);
    else if (options.json === '-') console.out(reportJson(reports));
    else {
      const problem = writeReport(options.json, reportJson(reports), terminal.cwd);
      if (problem !== undefined) {
        printer.error(problem);
        refused = true;
      }
    }
  }
  return { code: exitCodeOf(reports, refused), reports };
}

/** Where the time of the runs went; undefined where nothing was measured. */
function timesLine(reports: readonly Report[]): string | undefined {
  const all = reports.flatMap(({ times }) => (times === undefined ? [] : [times]));
  if (all.length === 0) return undefined;
  const sum = (part: keyof (typeof all)[number]): string =>
    formatDuration(all.reduce((total, times) => total + times[part], 0));
  return `of that: solvers ${sum('solving')}, front end ${sum('loading')}, replays ${sum('replaying')}, rest ${sum('own')}`;
}

/** Files or contracts without a claim: a run that proved nothing must not look like a proof. */
function nothingClaimed(
  options: ProveOptions,
  without: readonly string[],
  reports: readonly Report[],
): readonly Diagnostic[] {
  // A claim asked for by name was found.
  if (options.claims.length > 0) return [];
  const own = reports.filter((report) => without.includes(report.spec));
  const claims = own.flatMap((report) => report.claims);
  const what = options.panics ? 'nothing that could panic' : 'no assertion';
  const notes = options.panics ? [] : ['--panics claims also that nothing overflows, divides by zero, ...'];
  if (options.contracts.length === 0) {
    if (claims.length > 0) return [];
    return own.map(({ spec }) =>
      cliError('CLI042', `there is ${what} in a contract of '${spec}'`, { notes }),
    );
  }
  return options.contracts
    .filter((name) => !claims.some((claim) => claim.contract === name))
    .map((name) => cliError('CLI043', `there is ${what} in a contract named '${name}'`, { notes }));
}

function unknownClaim(wanted: string, specTexts: readonly string[]): Diagnostic {
  const similar = closest(wanted, specTexts.flatMap(likelyClaimNames));
  return cliError('CLI040', `no claim is named '${wanted}'`, {
    suggestion: similar === undefined ? undefined : `did you mean '${similar}'?`,
  });
}

/** Names of claims by a pattern: good enough for a suggestion; the checker alone knows them all. */
function likelyClaimNames(text: string): readonly string[] {
  const pattern =
    /\b(?:(invariant|rule|function)\s+([A-Za-z_$][\w$]*)|(?:if|ensures)\s+([A-Za-z_$][\w$]*)\s*:)/g;
  let block = '';
  return [...text.matchAll(pattern)].flatMap(([, kind, name = '', label]) => {
    if (label !== undefined) return [`${block}.${label}`];
    if (kind === 'function') block = name;
    return kind === 'function' ? [] : [name];
  });
}
