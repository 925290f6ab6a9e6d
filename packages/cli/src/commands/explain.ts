// `surety explain`: what will be proved of a specification, before anything is.
import { resolve } from 'node:path';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findInputs, isSolidity, kindOf } from '../input/files.js';
import { loadProjectFile } from '../input/project-file.js';
import { createSourceAccess } from '../input/resolve.js';
import { closest } from '../input/suggest.js';
import { assumptionLines, explanationText } from '../output/explanation-text.js';
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
    const explained = spec.claims
      .filter(({ name }) => options.claims.length === 0 || options.claims.includes(name))
      .map((claim) => ({ claim, assumed: assumptions(claim) }));
    // What all claims rest on is said once, at the end.
    const shared = new Set(
      explained.length < 2
        ? []
        : explained[0]?.assumed
            .map(({ text }) => text)
            .filter((text) => explained.every(({ assumed }) => assumed.some((each) => each.text === text))),
    );
    const texts = explained.map(({ claim, assumed }) =>
      explanationText(claim, {
        spec,
        entries,
        assumptions: assumed.filter(({ text }) => !shared.has(text)).map(({ text }) => text),
        paint: terminal.paintOut,
        width: terminal.width,
        place: printer.place(claim.location, access.textOf),
      }),
    );
    const last =
      shared.size === 0
        ? []
        : [assumptionLines('assumed by all claims', [...shared], 0, terminal.paintOut, terminal.width)];
    terminal.out([...texts, ...last.map((lines) => `${lines.join('\n')}\n`)].join('\n'));
    return EXIT.proved;
  } catch (error) {
    printer.text(bugReport(error, file.path, terminal.debug));
    return EXIT.error;
  }
}
