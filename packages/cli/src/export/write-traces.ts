// `surety prove --traces DIR`: for every violated claim a trace file and a Foundry test.
import { mkdirSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { ClaimReport, ReplayPlan, Report } from '@surety/core';
import type { Diagnostic } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { kindOf, reasonOf } from '../input/files.js';
import { writeReport } from '../output/json.js';
import { foundryTest } from './foundry-test.js';
import type { RecordingReplayer } from './recorder.js';
import { TRACE_SCHEMA, type TraceFile } from './trace-format.js';
import { traceJson } from './trace-json.js';
import { wrongOf } from './wrong.js';

/** What became of the violated claims of a report. */
export interface WrittenTraces {
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Why a claim has no trace or no Foundry test, one line each. */
  readonly remarks: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes the folder; asked before proving, so that no work is lost. */
export function prepareTraceFolder(folder: string, cwd: string): Diagnostic | undefined {
  const absolute = resolve(cwd, folder);
  const kind = kindOf(absolute);
  if (folder === '' || kind === 'file') return unwritable(folder, 'it is not a directory');
  try {
    mkdirSync(absolute, { recursive: true });
    return undefined;
  } catch (error) {
    return unwritable(folder, reasonOf(error));
  }
}

/** Writes the files of one report; `taken` holds the names used so far. */
export async function writeTraces(
  report: Report,
  texts: ReadonlyMap<string, string>,
  replayer: RecordingReplayer,
  place: { readonly folder: string; readonly cwd: string; readonly taken: Set<string> },
): Promise<WrittenTraces> {
  const files: string[] = [];
  const remarks: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const folder = resolve(place.cwd, place.folder);
  const put = (name: string, text: string): void => {
    const problem = writeReport(resolve(folder, name), text, place.cwd);
    if (problem === undefined) files.push(resolve(folder, name));
    else diagnostics.push(problem);
  };
  for (const claim of report.claims) {
    const trace = traceFileOf(claim, texts, replayer, folder, place.cwd);
    if (trace === undefined) {
      if (claim.verdict.kind === 'violated') remarks.push(`no trace of ${claim.name}: its run was not kept`);
      continue;
    }
    const name = freeName(claim, place.taken);
    put(`${name}.trace.json`, traceJson(trace));
    const test = await foundryTest(trace, name);
    if (test.kind === 'test') put(`${name}.t.sol`, test.text);
    else remarks.push(`no Foundry test of ${claim.name}: ${test.why}`);
  }
  return { files, remarks, diagnostics };
}

/** The trace file of a violated claim; undefined for other verdicts, and when its run is not known. */
export function traceFileOf(
  claim: ClaimReport,
  texts: ReadonlyMap<string, string>,
  replayer: RecordingReplayer,
  folder: string,
  cwd: string,
): TraceFile | undefined {
  if (claim.verdict.kind !== 'violated') return undefined;
  const shown = claim.verdict.trace;
  const run = replayer.runOf(shown);
  if (run === undefined) return undefined;
  const aliases = shown.steps.filter((step) => step.kind === 'deploy').map((step) => step.contract);
  const wrong = wrongOf(claim, texts.get(claim.location.path), run, aliases);
  const { name, contract, kind, text } = claim;
  return {
    schema: TRACE_SCHEMA,
    claim: { name, contract, kind, text },
    plan: withPaths(run.plan, (path) => portable(relative(folder, resolve(cwd, path)))),
    wrong,
    shown,
  };
}

/** A plan whose source paths are written another way. */
export function withPaths(plan: ReplayPlan, path: (path: string) => string): ReplayPlan {
  return {
    ...plan,
    files: plan.files.map((file) => ({ path: path(file.path), text: file.text })),
    resolutions: new Map(
      [...plan.resolutions].map(([importer, imports]) => [
        path(importer),
        new Map([...imports].map(([text, target]) => [text, path(target)])),
      ]),
    ),
    deployments: plan.deployments.map((one) => ({
      ...one,
      contract: { ...one.contract, path: path(one.contract.path) },
    })),
  };
}

function freeName(claim: ClaimReport, taken: Set<string>): string {
  const plain = (text: string): string => text.replace(/[^A-Za-z0-9_.-]+/g, '_').replace(/^[.]+/, '');
  const wanted = [plain(claim.name), plain(`${claim.contract}.${claim.name}`)];
  for (let n = 2; ; n++) {
    const name = wanted.shift() ?? `${plain(claim.name)}.${n}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

function portable(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}

function unwritable(folder: string, reason: string): Diagnostic {
  return cliError('CLI033', `cannot write traces to '${folder}': ${reason}`);
}
