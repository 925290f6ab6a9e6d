// One report as text: a heading, a row per claim with its evidence, the assumptions, the warnings.
import type { ClaimReport, Report, Verdict } from '@surety/core';
import type { Diagnostic, Location } from '@surety/spec-lang';
import type { Paint } from '../terminal.js';
import { claimMarks, type ListedAssumption, listAssumptions } from './assumptions.js';
import { columnWidth, count, cut, formatDuration, indent } from './layout.js';
import { traceLines } from './trace-text.js';
import { paintVerdict, verdictWord } from './verdict.js';

/** How a report is shown. */
export interface ReportStyle {
  readonly paint: Paint;
  readonly width: number;
  /** A row per obligation, and every warning. */
  readonly verbose: boolean;
  /** Full evidence below the rows; without it the rows alone. */
  readonly evidence: boolean;
  /** `path:line` of a place. */
  readonly place: (location: Location) => string;
  /** A diagnostic with its code frame. */
  readonly diagnostic: (diagnostic: Diagnostic) => string;
}

/** Lemmas shown of a claim without `--verbose`. */
const FOUND_SHOWN = 5;
/** Warnings shown without `--verbose`; the rest is counted. */
const WARNINGS_SHOWN = 3;

/** The report of one spec file, ending in a newline; of a run that was interrupted, with the claims decided by then. */
export function reportText(
  report: Pick<Report, 'spec' | 'claims' | 'diagnostics'>,
  style: ReportStyle,
): string {
  const { paint } = style;
  const contracts = [...new Set(report.claims.map((claim) => claim.contract))];
  const lines = [
    paint.bold(report.spec) + paint.dim(contracts.length === 0 ? '' : `  ${contracts.join(', ')}`),
    '',
  ];
  const listed = listAssumptions(report);
  const words = columnWidth(
    report.claims.map((claim) => verdictWord(claim.verdict)),
    13,
    26,
  );
  const names = columnWidth(
    report.claims.map((claim) => claim.name),
    12,
    40,
  );
  const margin = 2 + words + 2;
  for (const claim of report.claims) {
    lines.push(...claimRow(claim, listed, words, names, margin, style));
    if (style.verbose) lines.push(...obligationRows(claim, margin, style));
    if (style.evidence) lines.push(...evidenceLines(claim.verdict, style));
  }
  if (style.evidence) {
    lines.push(...assumptionLines(listed, style));
    lines.push(...warningLines(report.diagnostics, style));
  }
  return `${lines
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function claimRow(
  claim: ClaimReport,
  listed: readonly ListedAssumption[],
  words: number,
  names: number,
  margin: number,
  style: ReportStyle,
): readonly string[] {
  const { paint, width } = style;
  const word = verdictWord(claim.verdict);
  const time = formatDuration(claim.milliseconds).padStart(8);
  // Marks mean something only where the assumptions are listed.
  const marks = style.evidence ? claimMarks(claim, listed) : '';
  const row =
    `  ${paintVerdict(claim.verdict.kind, word.padEnd(words), paint)}  ${paint.bold(claim.name.padEnd(names))}` +
    `  ${paint.dim(time)}${marks === '' ? '' : `  ${paint.dim(marks)}`}`;
  const text = firstLine(claim.text);
  const lemmas = claim.lemmas.length === 0 ? '' : `using ${claim.lemmas.join(', ')}`;
  return [
    row,
    ...(text === '' ? [] : [paint.dim(' '.repeat(margin) + cut(text, width - margin))]),
    ...(lemmas === '' || !style.evidence ? [] : indent(lemmas, margin, width).map((line) => paint.dim(line))),
    ...foundLines(claim, margin, style),
    ...(claim.notes ?? [])
      .flatMap((note) => indent(note, margin + 9, width, `${' '.repeat(margin)}warning:`))
      .map((line) => paint.yellow(line)),
  ];
}

/** What was found and proved on the way; people may want to paste it into the spec. */
function foundLines({ inferred }: ClaimReport, margin: number, style: ReportStyle): readonly string[] {
  if (inferred.length === 0 || !style.evidence) return [];
  const shown = style.verbose ? inferred : inferred.slice(0, FOUND_SHOWN);
  const rest = inferred.length - shown.length;
  const lines = shown.flatMap((text) => indent(text, margin + 7, style.width, `${' '.repeat(margin)}found:`));
  const more = rest === 0 ? [] : [`${' '.repeat(margin)}and ${rest} more; --verbose shows all`];
  return [...lines, ...more].map((line) => style.paint.dim(line));
}

/** The first line that says something; a body that goes on is marked. */
function firstLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const [first = '', ...rest] = lines.filter((line) => line !== '');
  return rest.length === 0 ? first : `${first} ...`;
}

function obligationRows(claim: ClaimReport, margin: number, style: ReportStyle): readonly string[] {
  const { paint, width } = style;
  const texts = claim.obligations.map((one) => cut(one.description, 60));
  const column = columnWidth(texts, 0, 60);
  return claim.obligations.flatMap((one, index) => {
    const time = formatDuration(one.milliseconds).padStart(8);
    const status = one.status.padEnd(8);
    const painted =
      one.status === 'proved'
        ? paint.green(status)
        : one.status === 'failed'
          ? paint.red(status)
          : paint.yellow(status);
    const row = `${' '.repeat(margin)}${painted}  ${(texts[index] ?? '').padEnd(column)}  ${paint.dim(time)}`;
    const detail =
      one.detail === undefined || one.detail === '' ? [] : indent(one.detail, margin + 10, width);
    return [row, ...detail.map((line) => paint.dim(line))];
  });
}

/** What comes with the verdict: a run, a reason, an advice. */
function evidenceLines(verdict: Verdict, style: ReportStyle): readonly string[] {
  const { paint, width } = style;
  const margin = 4;
  const say = (text: string): readonly string[] => (text === '' ? [] : indent(text, margin, width));
  const advise = (text: string): readonly string[] =>
    text === '' ? [] : indent(text, margin + 5, width, `${' '.repeat(margin)}try:`);
  switch (verdict.kind) {
    case 'proved':
      return verdict.witness === undefined
        ? []
        : ['', ...traceLines(verdict.witness, margin, width, paint), ''];
    case 'impossible':
      return ['', ...say(verdict.reason), ''];
    case 'provedUpTo':
      return [...advise(verdict.advice), ''];
    case 'violated':
      return [
        '',
        ...traceLines(verdict.trace, margin, width, paint),
        '',
        ...say('Replayed on an EVM running the compiled bytecode.').map((line) => paint.dim(line)),
        '',
      ];
    case 'notInductive':
      return [
        '',
        ...say(
          verdict.trace.state === undefined
            ? `${verdict.entry} breaks the claim from a state that was not shown reachable:`
            : `It is open (${verdict.entry}) in a state that was not shown reachable:`,
        ),
        '',
        ...traceLines(verdict.trace, margin, width, paint),
        '',
        ...say(verdict.searched),
        ...advise(verdict.advice),
        '',
      ];
    case 'unknown':
      return [
        '',
        ...say(
          verdict.reason + (verdict.location === undefined ? '' : ` (${style.place(verdict.location)})`),
        ),
        ...advise(verdict.advice),
        '',
      ];
    case 'vacuous':
      return [
        '',
        ...say(verdict.reason),
        ...verdict.locations.flatMap((one) => say(`at ${style.place(one)}`)),
        '',
      ];
    default:
      return verdict satisfies never;
  }
}

function assumptionLines(listed: readonly ListedAssumption[], style: ReportStyle): readonly string[] {
  if (listed.length === 0) return [];
  const { paint, width } = style;
  const marked = listed.some(({ mark }) => mark !== undefined);
  const lines = ['', `  assumptions${marked ? ' (a number marks the claims that rest on it)' : ''}`];
  for (const { assumption, mark } of listed) {
    const bullet = mark === undefined ? '    -' : `    [${mark}]`;
    const origin =
      assumption.location === undefined
        ? assumption.origin
        : `${assumption.origin}, ${style.place(assumption.location)}`;
    const text = indent(`${assumption.text} (${origin})`, marked ? 8 : 6, width, bullet);
    lines.push(...text.map((line) => paint.dim(line)));
  }
  return lines;
}

function warningLines(diagnostics: readonly Diagnostic[], style: ReportStyle): readonly string[] {
  if (diagnostics.length === 0) return [];
  const shown = style.verbose ? diagnostics : diagnostics.slice(0, WARNINGS_SHOWN);
  const rest = diagnostics.length - shown.length;
  return [
    '',
    ...shown.flatMap((diagnostic) => [...style.diagnostic(diagnostic).trimEnd().split('\n'), '']),
    ...(rest === 0 ? [] : [`  and ${count(rest, 'more warning')}; --verbose shows all`]),
  ];
}
