// Where text goes: the process's streams behind a small interface, so that scripts can run the command in-process.
import picocolors from 'picocolors';

/** Colors of one stream; every function is the identity when the stream shows none. */
export type Paint = ReturnType<typeof picocolors.createColors>;

/** The console as the command sees it. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  /** Progress may be rewritten on stderr: it is a terminal. */
  readonly live: boolean;
  /** Columns of that line: a longer one would wrap and could not be rewritten. */
  readonly liveWidth: number;
  /** Columns to fill; text for people never grows beyond 100. */
  readonly width: number;
  readonly cwd: string;
  /** Print stacks of internal errors. */
  readonly debug: boolean;
}

/** The terminal of this process; honors NO_COLOR, FORCE_COLOR and SURETY_DEBUG. */
export function processTerminal(noColor: boolean): Terminal {
  const { stdout, stderr, env } = process;
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  const refused = noColor || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const colors = (stream: NodeJS.WriteStream): Paint =>
    picocolors.createColors(!refused && (forced || stream.isTTY === true));
  const columns = stdout.isTTY === true ? stdout.columns : 100;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    paintOut: colors(stdout),
    paintErr: colors(stderr),
    live: stderr.isTTY === true && env.TERM !== 'dumb',
    liveWidth: stderr.isTTY === true ? stderr.columns : 80,
    width: Math.max(60, Math.min(100, columns)),
    cwd: process.cwd(),
    debug: (env.SURETY_DEBUG ?? '') !== '' && env.SURETY_DEBUG !== '0',
  };
}

/** The same terminal with everything for people on stderr: stdout carries data. */
export function peopleOnStderr(terminal: Terminal): Terminal {
  return { ...terminal, out: terminal.err, paintOut: terminal.paintErr };
}
