// Prints diagnostics and internal errors on stderr, with the one renderer of the spec language.
import type { Diagnostic, Location } from '@surety/spec-lang';
import type { ImportProblem } from '../input/resolve.js';
import type { Paint, Terminal } from '../terminal.js';

/** Text of a file by its shown path. */
export type TextOf = (path: string) => string | undefined;

/** Prints what went wrong; everything goes to stderr. */
export interface Printer {
  readonly error: (diagnostic: Diagnostic, textOf?: TextOf) => void;
  /** A short remark, one line. */
  readonly line: (text: string) => void;
  readonly text: (text: string) => void;
  readonly render: (diagnostic: Diagnostic, textOf: TextOf, paint: Paint) => string;
  /** `path:line` of a place. */
  readonly place: (location: Location, textOf: TextOf) => string;
}

/** A printer on `terminal`; loads the renderer, which `--help` does not need. */
export async function printerFor(terminal: Terminal): Promise<Printer> {
  const { lineColumn, renderDiagnostic } = await import('@surety/spec-lang');
  const render: Printer['render'] = (diagnostic, textOf, paint) =>
    renderDiagnostic(diagnostic, textOf, { paint: (role, text) => colorOf(role, paint)(text) });
  let first = true;
  return {
    render,
    error: (diagnostic, textOf = () => undefined) => {
      terminal.err(`${first ? '' : '\n'}${render(diagnostic, textOf, terminal.paintErr)}\n`);
      first = false;
    },
    line: (text) => terminal.err(`surety: ${text}\n`),
    text: (text) => terminal.err(`${text}\n`),
    place: (location, textOf) => {
      const text = textOf(location.path);
      return text === undefined ? location.path : `${location.path}:${lineColumn(text, location.start).line}`;
    },
  };
}

function colorOf(
  role: 'error' | 'warning' | 'note' | 'place' | 'gutter' | 'underline' | 'help',
  paint: Paint,
): (text: string) => string {
  switch (role) {
    case 'error':
      return paint.red;
    case 'warning':
      return paint.yellow;
    case 'note':
    case 'underline':
      return paint.cyan;
    case 'place':
      return paint.bold;
    case 'gutter':
      return paint.dim;
    case 'help':
      return paint.green;
    default:
      return role satisfies never;
  }
}

/**
 * Adds what only the file system knows (a directory, no permission, a similar name) to the diagnostics about imports;
 * a problem that no diagnostic is about gets its own.
 */
export function explainImports(
  diagnostics: readonly Diagnostic[],
  problems: readonly ImportProblem[],
  textOf: TextOf,
): readonly Diagnostic[] {
  const open = new Set(problems);
  const explained = diagnostics.map((diagnostic) => {
    const { location } = diagnostic;
    if (location === undefined || diagnostic.severity !== 'error') return diagnostic;
    const quoted = textOf(location.path)?.slice(location.start, location.end) ?? '';
    const problem = [...open].find(
      (one) =>
        one.from === location.path &&
        (quoted.includes(one.importText) || diagnostic.message.includes(one.importText)),
    );
    if (problem === undefined) return diagnostic;
    open.delete(problem);
    const cause = problem.diagnostic;
    const own = cause.code === 'CLI006' ? [] : [cause.message];
    const notes = [...(diagnostic.notes ?? []), ...own, ...(cause.notes ?? [])];
    // The file system knows what exists; a suggestion made without it is worth less.
    const suggestion = cause.suggestion ?? diagnostic.suggestion;
    return { ...diagnostic, notes, ...(suggestion === undefined ? {} : { suggestion }) };
  });
  return [...explained, ...[...open].map((problem) => problem.diagnostic)];
}

/** The paragraph a user reads when the program itself is wrong. */
export function bugReport(error: unknown, doing: string, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = [
    `This is a bug in surety, not in your files: ${message === '' ? 'an unknown error' : message}`,
    `It happened with ${doing}; no verdict was given for it.`,
    'Please report it together with the spec and the contract.',
  ];
  if (!debug) return [...lines, 'SURETY_DEBUG=1 shows the stack, which helps to find it.'].join('\n');
  return [...lines, error instanceof Error ? (error.stack ?? message) : message].join('\n');
}
