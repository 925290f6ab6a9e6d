// `surety check x.surety`: whether specifications fit the contracts they are about; proves nothing.
import type { Diagnostic } from '@surety/spec-lang';
import { displayPath } from '../input/files.js';
import { loadProjectFile } from '../input/project-file.js';
import { createSourceAccess } from '../input/resolve.js';
import { columnWidth, count } from '../output/layout.js';
import type { Terminal } from '../terminal.js';
import { explainImports, type Printer } from './printer.js';

/** What a specification says, as far as that can be told without proving. */
export interface CheckedSpec {
  readonly path: string;
  /** How many claims it makes; none when it has errors. */
  readonly claims: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks spec files (absolute paths): a row for each on stdout, errors and warnings on stderr. */
export async function checkSpecs(
  paths: readonly string[],
  remaps: readonly string[],
  terminal: Terminal,
  printer: Printer,
): Promise<readonly CheckedSpec[]> {
  const project = loadProjectFile(terminal.cwd);
  const own = project.kind === 'found' ? (project.project.remappings ?? []) : [];
  const access = createSourceAccess(terminal.cwd, [...remaps, ...own]);
  const { openSpec } = await import('@surety/core');
  const checked = paths.map((absolute): CheckedSpec => {
    const path = displayPath(absolute, terminal.cwd);
    const file = access.open(absolute);
    if ('diagnostic' in file) return { path, claims: 0, diagnostics: [file.diagnostic] };
    const { spec, diagnostics } = openSpec({ spec: file, sources: access, readSpec: access.resolve });
    const explained = explainImports(diagnostics, access.problems(), access.textOf);
    return { path, claims: spec?.claims.length ?? 0, diagnostics: explained };
  });
  const { green, red } = terminal.paintOut;
  const width = columnWidth(
    checked.map(({ path }) => path),
    10,
    60,
  );
  for (const { path, claims, diagnostics } of checked) {
    for (const diagnostic of diagnostics) printer.error(diagnostic, access.textOf);
    const errors = errorsOf(diagnostics);
    const result =
      errors === 0 ? `${green('no errors')}  ${count(claims, 'claim')}` : red(count(errors, 'error'));
    terminal.out(`${path.padEnd(width)}  ${result}\n`);
  }
  return checked;
}

/** How many of them are errors. */
export function errorsOf(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}
