// Prints a tally for the long-running scripts.
import type { Tally } from './tally.js';

const SHOWN = 8;

/** One paragraph on the console; sets the exit code when the sides disagree. */
export function report(tally: Tally): void {
  console.log(
    `  ${tally.transactions} transactions, ${tally.successes} succeed with ${tally.events} events, ${tally.symbolic} also symbolically; reverts: ${list(tally.reverts)}`,
  );
  if (tally.unknown.size > 0) console.log(`  outside the model: ${list(tally.unknown)}`);
  for (const { text } of tally.disagreements.slice(0, 40)) console.log(`  DISAGREE ${text}`);
  if (tally.disagreements.length > 0) process.exitCode = 1;
}

/** The largest counts, then the sum of all. */
function list(map: ReadonlyMap<string, number>): string {
  const sorted = [...map].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, SHOWN).map(([key, n]) => `${key} ${n}`);
  const all = sorted.reduce((sum, [, n]) => sum + n, 0);
  return `${[...shown, ...(sorted.length > SHOWN ? ['…'] : [])].join(', ')} (all: ${all})`;
}
