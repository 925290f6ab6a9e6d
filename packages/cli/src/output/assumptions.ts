// Assumptions of a report, stated once per file; claims that rest on fewer or more carry marks.
import type { AssumptionUse, ClaimReport, Report } from '@surety/core';

/** An assumption with the mark that claims show; no mark when every claim rests on it. */
export interface ListedAssumption {
  readonly assumption: AssumptionUse;
  readonly mark: number | undefined;
}

/** The assumptions of all claims: first those every claim shares, then the marked ones, in order of appearance. */
export function listAssumptions(report: Pick<Report, 'claims'>): readonly ListedAssumption[] {
  const all = new Map<string, AssumptionUse>();
  for (const claim of report.claims) {
    for (const assumption of claim.assumptions) {
      const key = keyOf(assumption);
      if (!all.has(key)) all.set(key, assumption);
    }
  }
  const isShared = (key: string): boolean =>
    report.claims.every((claim) => claim.assumptions.some((assumption) => keyOf(assumption) === key));
  const shared = [...all]
    .filter(([key]) => isShared(key))
    .map(([, assumption]) => ({ assumption, mark: undefined }));
  const marked = [...all].filter(([key]) => !isShared(key));
  return [...shared, ...marked.map(([, assumption], index) => ({ assumption, mark: index + 1 }))];
}

/** Marks of one claim, e.g. `[1,3]`; '' when it rests on the shared assumptions only. */
export function claimMarks(claim: ClaimReport, listed: readonly ListedAssumption[]): string {
  const keys = new Set(claim.assumptions.map(keyOf));
  const marks = listed.flatMap(({ assumption, mark }) =>
    mark !== undefined && keys.has(keyOf(assumption)) ? [mark] : [],
  );
  return marks.length === 0 ? '' : `[${marks.join(',')}]`;
}

/** Two uses of an id with different texts (e.g. approximations at two places) are two assumptions to a reader. */
function keyOf(assumption: AssumptionUse): string {
  return `${assumption.id}\n${assumption.text}`;
}
