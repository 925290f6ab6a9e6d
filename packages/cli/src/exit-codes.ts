// Exit codes of the command, as documented in `surety --help`.
import type { Report } from '@surety/core';

/** What a shell or a CI job sees; errors beat violations, violations beat claims that are merely not proved. */
export const EXIT = {
  proved: 0,
  violated: 1,
  error: 2,
  notProved: 3,
  interrupted: 130,
} as const;

/** One of the documented exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Exit code for a finished run: `rejected` tells that at least one input was refused. */
export function exitCodeOf(reports: readonly Report[], rejected: boolean): ExitCode {
  if (rejected) return EXIT.error;
  const kinds = reports.flatMap((report) => report.claims.map((claim) => claim.verdict.kind));
  if (kinds.includes('violated') || kinds.includes('impossible')) return EXIT.violated;
  return kinds.every((kind) => kind === 'proved') ? EXIT.proved : EXIT.notProved;
}
