// `surety explain`: what will be proved of a specification, before anything is.
import { resolve } from 'node:path';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findInputs, isSolidity, kindOf } from '../input/files.js';
import { loadProjectFile } from '../input/project-file.js';
import { createSourceAccess } from '../input/resolve.js';
import { closest } from '../input/suggest.js';
import { explanationText } from '../output/explanation-text.js';
import type { ExplainOptions } from '../spec-arguments.js';
import type { Terminal } from '../terminal.js';
import { notASpec } from './fmt.js';
import { bugReport, explainImports, printerFor } from './printer.js';

/** Runs the command: explanations on stdout and 0, or problems on stderr and 2. */
export async function explain(options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const printer = await printerFor(terminal);
  const project = loadProjectFile(terminal.cwd);
  if (project.kind === 'wrong') {
    for (const diagnostic of project.diagnostics) printer.error(diagnostic, () => project.text);
    return EXIT.error;
  }
  const found = findInputs([options.spec], terminal.cwd);
  const [absolute] = found.inputs;
  const remaps = [...options.remaps, ...(project.kind === 'found' ? (project.project.remappings ?? []) : [])];
  const access = createSourceAccess(terminal.cwd, remaps);
  const wrong =
    kindOf(resolve(terminal.cwd, options.spec)) === 'directory' ||
    (absolute !== undefined && isSolidity(absolute));
  const file = absolute === undefined || wrong ? undefined : access.open(absolute);
  if (file === undefined || 'diagnostic' in file) {
    const problems = wrong
      ? [notASpec(resolve(terminal.cwd, options.spec), terminal.cwd)]
      : file === undefined
        ? found.diagnostics
        : [file.diagnostic];
    for (const problem of problems) printer.error(problem);
    return EXIT.error;
  }
  try {
    const { openSpec } = await import('@surety/core');
    const { spec, diagnostics, entries, assumptions } = openSpec({
      spec: file,
      sources: access,
      readSpec: access.resolve,
    });
    if (spec === undefined) {
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      for (const diagnostic of explainImports(errors, access.problems(), access.textOf))
        printer.error(diagnostic, access.textOf);
      return EXIT.error;
    }
    const names = spec.claims.map(({ name }) => name);
    const unknown = options.claims.filter((name) => !names.includes(name));
    for (const name of unknown) {
      const near = closest(name, names);
      printer.error(
        cliError('CLI040', `no claim is named '${name}'`, {
          suggestion: near === undefined ? undefined : `did you mean '${near}'?`,
        }),
      );
    }
    if (unknown.length > 0) return EXIT.error;
    const texts = spec.claims
      .filter(({ name }) => options.claims.length === 0 || options.claims.includes(name))
      .map((claim) =>
        explanationText(claim, {
          spec,
          entries,
          assumptions: assumptions(claim),
          paint: terminal.paintOut,
          width: terminal.width,
          place: printer.place(claim.location, access.textOf),
        }),
      );
    terminal.out(texts.join('\n'));
    return EXIT.proved;
  } catch (error) {
    printer.text(bugReport(error, file.path, terminal.debug));
    return EXIT.error;
  }
}
