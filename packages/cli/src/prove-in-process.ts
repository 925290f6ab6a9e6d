// `surety prove` for scripts of this repository: the same run, with the reports in hand.
import { parseArguments } from './arguments.js';
import type { ProveHooks, ProveResult } from './commands/prove.js';
import { listenForInterrupt } from './interrupt.js';
import { processTerminal } from './terminal.js';
import { readVersion } from './version.js';

/** Runs `surety prove …argv` in this process and returns exit code and reports. Throws on a wrong command line. */
export async function proveInProcess(argv: readonly string[], hooks: ProveHooks = {}): Promise<ProveResult> {
  const invocation = parseArguments(['prove', ...argv], readVersion());
  if (invocation.kind !== 'prove') throw new Error(`not a 'surety prove' command line: ${argv.join(' ')}`);
  const { prove } = await import('./commands/prove.js');
  const interrupt = listenForInterrupt(() => {});
  try {
    return await prove(
      invocation.options,
      processTerminal(!invocation.options.color),
      interrupt.signal,
      hooks,
    );
  } finally {
    interrupt.release();
  }
}
