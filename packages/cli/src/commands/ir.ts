// `surety ir`: prints the intermediate code of one contract, found by name.
import type { IrOptions } from '../arguments.js';
import { projectParseCache } from '../cache/parse-cache.js';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { createSourceAccess } from '../input/resolve.js';
import { findSources } from '../input/sources.js';
import { closest } from '../input/suggest.js';
import type { Terminal } from '../terminal.js';
import { openAll, printDiagnostics } from './check.js';
import { bugReport, explainImports, printerFor } from './printer.js';

/** Runs the command: code on stdout and 0, or problems on stderr and 2. */
export async function printContract(options: IrOptions, terminal: Terminal): Promise<ExitCode> {
  const printer = await printerFor(terminal);
  const found = findSources(options.paths, terminal.cwd);
  const access = createSourceAccess(
    terminal.cwd,
    options.remaps,
    projectParseCache(terminal.cwd, options.cache),
  );
  const opened = openAll(found.sources, access);
  const problems = [...found.diagnostics, ...opened.diagnostics];
  if (problems.length > 0) {
    for (const problem of problems) printer.error(problem);
    return EXIT.error;
  }
  try {
    const { findContracts, printIr } = await import('@surety/core');
    const { contracts, diagnostics } = findContracts(opened.files, access);
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    if (errors.length > 0) {
      printDiagnostics(explainImports(errors, access.problems(), access.textOf), false, printer, access);
      return EXIT.error;
    }
    const named = contracts.filter((contract) => contract.name === options.contract);
    const [only] = named;
    if (only === undefined || named.length > 1) {
      const similar = closest(
        options.contract,
        contracts.map((contract) => contract.name),
      );
      printer.error(
        only === undefined
          ? cliError('CLI041', `no contract is named '${options.contract}'`, {
              suggestion: similar === undefined ? undefined : `did you mean '${similar}'?`,
            })
          : cliError('CLI041', `${named.length} contracts are named '${options.contract}'`, {
              notes: [...named.map((contract) => contract.path), 'name the file of the one that is meant'],
            }),
      );
      return EXIT.error;
    }
    const lowered = only.lower();
    for (const diagnostic of lowered.diagnostics) printer.error(diagnostic, access.textOf);
    terminal.out(printIr(lowered.contract));
    return EXIT.proved;
  } catch (error) {
    printer.text(bugReport(error, `contract ${options.contract}`, terminal.debug));
    return EXIT.error;
  }
}
