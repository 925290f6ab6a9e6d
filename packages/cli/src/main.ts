// The command: argv in, exit code out. Everything heavy is loaded after the arguments are understood.
import { parseArguments } from './arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { listenForInterrupt } from './interrupt.js';
import { processTerminal } from './terminal.js';
import { readVersion } from './version.js';

/** Runs the command with `argv` (without node and script) on this process's terminal. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const invocation = parseArguments(argv, readVersion());
  if (invocation.kind === 'show') {
    process.stdout.write(invocation.text);
    return EXIT.proved;
  }
  const terminal = processTerminal(
    invocation.kind === 'wrong' ? argv.includes('--no-color') : !invocation.options.color,
  );
  if (invocation.kind === 'wrong') {
    const { printerFor } = await import('./commands/printer.js');
    (await printerFor(terminal)).error(invocation.diagnostic);
    return EXIT.error;
  }
  if (invocation.kind === 'check') {
    const { check } = await import('./commands/check.js');
    return check(invocation.options, terminal);
  }
  if (invocation.kind === 'ir') {
    const { printContract } = await import('./commands/ir.js');
    return printContract(invocation.options, terminal);
  }
  if (invocation.kind === 'fmt') {
    const { fmt } = await import('./commands/fmt.js');
    return fmt(invocation.options, terminal);
  }
  if (invocation.kind === 'explain') {
    const { explain } = await import('./commands/explain.js');
    return explain(invocation.options, terminal);
  }
  if (invocation.kind === 'init') {
    const { init } = await import('./commands/init.js');
    return init(invocation.options, terminal);
  }
  // Listening starts before the slow imports, so that an early Ctrl-C also ends in order.
  const interrupt = listenForInterrupt(() => {
    if (terminal.live) terminal.err('\r\x1b[2Kstopping; press Ctrl-C again to stop at once\n');
  });
  try {
    if (invocation.kind === 'replay') {
      const { replay } = await import('./commands/replay.js');
      return await replay(invocation.options, terminal, interrupt.signal);
    }
    if (invocation.options.watch) {
      const { watchAndProve } = await import('./commands/watch.js');
      return await watchAndProve(invocation.options, terminal, interrupt.signal);
    }
    const { prove } = await import('./commands/prove.js');
    const result = await prove(invocation.options, terminal, interrupt.signal);
    return result.code;
  } finally {
    interrupt.release();
  }
}

/** How Node ends a process whose main module awaits what never comes. */
const UNSETTLED = 13;

/** Runs the command as this process: sets the exit code and lets the process end by itself. */
export async function runProcess(): Promise<void> {
  // A reader that goes away (`surety prove | head`) is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const { bugReport } = await import('./commands/printer.js');
  // Node ends without a word when nothing is left that could ever settle what is awaited.
  process.once('exit', (code) => {
    if (code !== UNSETTLED) return;
    process.stderr.write(
      `${bugReport(new Error('nothing is left to wait for'), 'the command itself', false)}\n`,
    );
    process.exitCode = EXIT.error;
  });
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${bugReport(error, 'the command itself', process.env.SURETY_DEBUG === '1')}\n`);
    process.exitCode = EXIT.error;
  }
}
