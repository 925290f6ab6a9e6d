// Prints a tally for the long-running scripts.
import type { Tally } from './compare.js';

/** One paragraph on the console; sets the exit code when the sides disagree. */
export function report(tally: Tally): void {
  const list = (map: ReadonlyMap<string, number>): string => [...map].map(([k, n]) => `${k} ${n}`).join(', ');
  console.log(
    `  ${tally.transactions} transactions, ${tally.successes} succeed, ${tally.symbolic} also symbolically; reverts: ${list(tally.reverts)}`,
  );
  if (tally.unknown.size > 0) console.log(`  outside the model: ${list(tally.unknown)}`);
  for (const line of tally.disagreements.slice(0, 40)) console.log(`  DISAGREE ${line}`);
  if (tally.disagreements.length > 0) process.exitCode = 1;
}
