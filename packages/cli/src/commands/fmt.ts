// `surety fmt`: writes spec files in one layout. A file is only replaced by a text that means the same and has every comment.
import { resolve } from 'node:path';
import { type Diagnostic, formatSpec, parseSpec, type SourceFile } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { displayPath, findInputs, isSolidity, readText } from '../input/files.js';
import { loadProjectFile } from '../input/project-file.js';
import { count } from '../output/layout.js';
import { replaceFile } from '../output/replace-file.js';
import type { FmtOptions } from '../spec-arguments.js';
import type { Terminal } from '../terminal.js';
import { bugReport, printerFor } from './printer.js';

/** Runs the command: 0, or with `--check` 1 when a file would change; 2 when a file has errors or cannot be written. */
export async function fmt(options: FmtOptions, terminal: Terminal): Promise<ExitCode> {
  const printer = await printerFor(terminal);
  const project = loadProjectFile(terminal.cwd);
  if (project.kind === 'wrong') {
    for (const diagnostic of project.diagnostics) printer.error(diagnostic, () => project.text);
    return EXIT.error;
  }
  const specs =
    project.kind === 'found'
      ? project.project.specs?.map((path) => resolve(project.project.folder, path))
      : undefined;
  const typed = options.paths.length > 0;
  const found = findInputs(typed ? options.paths : (specs ?? ['.']), terminal.cwd);
  // A project may list Solidity files to prove; only one that is named here is a mistake.
  const problems = [
    ...found.diagnostics,
    ...found.inputs.filter((path) => typed && isSolidity(path)).map((path) => notASpec(path, terminal.cwd)),
  ];
  for (const problem of problems) printer.error(problem);
  if (problems.length > 0) return EXIT.error;

  let failed = false;
  const changed: string[] = [];
  const files = found.inputs.filter((path) => !isSolidity(path));
  for (const absolute of files) {
    const path = displayPath(absolute, terminal.cwd);
    const read = readText(absolute, terminal.cwd);
    if (read.kind !== 'text') {
      printer.error(
        read.kind === 'failed' ? read.diagnostic : cliError('CLI001', `'${path}' does not exist`),
      );
      failed = true;
      continue;
    }
    const file = { path, text: read.text };
    const { value: formatted, diagnostics } = formatSpec(file);
    if (formatted === undefined) {
      for (const diagnostic of diagnostics)
        if (diagnostic.severity === 'error') printer.error(diagnostic, () => file.text);
      failed = true;
      continue;
    }
    if (formatted === file.text) continue;
    if (!meansTheSame(file, formatted)) {
      printer.text(bugReport('the formatted text would mean something else', path, terminal.debug));
      failed = true;
      continue;
    }
    const reason = options.check ? undefined : replaceFile(absolute, formatted);
    if (reason === undefined) changed.push(path);
    else {
      printer.error(cliError('CLI031', `cannot write '${path}': ${reason}`));
      failed = true;
    }
  }
  for (const path of changed) terminal.out(`${options.check ? 'would change' : 'formatted'} ${path}\n`);
  if (!failed && changed.length === 0)
    terminal.out(`${count(files.length, 'file')}: nothing ${options.check ? 'would change' : 'to change'}\n`);
  if (failed) return EXIT.error;
  return options.check && changed.length > 0 ? EXIT.violated : EXIT.proved;
}

/** A file named for a command that takes specs only. */
export function notASpec(absolute: string, cwd: string): Diagnostic {
  return cliError('CLI002', `'${displayPath(absolute, cwd)}' is not a *.surety file`);
}

/** Whether two texts are the same specification: the same tree but for places, and the same comments. */
function meansTheSame(file: SourceFile, formatted: string): boolean {
  const [before, after] = [file.text, formatted].map((text) => {
    const { value } = parseSpec({ path: file.path, text });
    return JSON.stringify(value.declarations, withoutLayout) + commentsOf(text).join('\n');
  });
  return before === after;
}

/** Leaves out of a tree what a layout may change. */
function withoutLayout(key: string, value: unknown): unknown {
  if (key === 'start' || key === 'end' || key === 'apart' || key === 'comments') return undefined;
  return typeof value === 'bigint' ? `${value}` : value;
}

/** Words of all comments in a text, sorted: a layout may move and indent them. */
function commentsOf(text: string): readonly string[] {
  const tokens = text.match(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g) ?? [];
  return tokens
    .filter((token) => token.startsWith('/'))
    .map((token) => token.replace(/\s+/g, ' ').trim())
    .sort();
}
