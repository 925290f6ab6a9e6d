// Verdict words and their colors, in one place: the words of the spec language reference, nothing in between.
import type { Report, Verdict } from '@surety/core';
import type { Paint } from '../terminal.js';

/** The word a user reads for a verdict. */
export function verdictWord(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'proved':
      return 'proved';
    case 'provedUpTo':
      return `proved up to ${verdict.bound}`;
    case 'violated':
      return 'violated';
    case 'impossible':
      return 'impossible';
    case 'notInductive':
      return 'not inductive';
    case 'unknown':
      return 'unknown';
    case 'vacuous':
      return 'vacuous';
    default:
      return verdict satisfies never;
  }
}

/** Paints a word by its verdict: green only for `proved`, red only for what is refuted. */
export function paintVerdict(kind: Verdict['kind'], text: string, paint: Paint): string {
  switch (kind) {
    case 'proved':
      return paint.green(text);
    case 'violated':
    case 'impossible':
      return paint.red(paint.bold(text));
    case 'provedUpTo':
    case 'notInductive':
    case 'unknown':
    case 'vacuous':
      return paint.yellow(text);
    default:
      return kind satisfies never;
  }
}

const SUMMARY_ORDER = [
  ['proved', 'proved'],
  ['provedUpTo', 'proved up to a bound'],
  ['violated', 'violated'],
  ['impossible', 'impossible'],
  ['notInductive', 'not inductive'],
  ['unknown', 'unknown'],
  ['vacuous', 'vacuous'],
] as const satisfies readonly (readonly [Verdict['kind'], string])[];

/** Counts by verdict over all reports, e.g. `4 proved, 1 violated`; '' without claims. */
export function verdictCounts(reports: readonly Report[], paint: Paint): string {
  const kinds = reports.flatMap((report) => report.claims.map((claim) => claim.verdict.kind));
  return SUMMARY_ORDER.flatMap(([kind, words]) => {
    const n = kinds.filter((one) => one === kind).length;
    return n === 0 ? [] : [paintVerdict(kind, `${n} ${words}`, paint)];
  }).join(', ');
}
