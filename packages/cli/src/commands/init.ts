// `surety init`: writes a first spec for a contract. What it claims is checked to be a spec, and proved by nobody yet.
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { NamedContract } from '@surety/core';
import { type Diagnostic, formatSpec } from '@surety/spec-lang';
import { cliError } from '../diagnostics.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { firstSpec } from '../init/first-spec.js';
import { displayPath, kindOf } from '../input/files.js';
import { createSourceAccess } from '../input/resolve.js';
import { findSources } from '../input/sources.js';
import { closest } from '../input/suggest.js';
import { createFile, replaceFile } from '../output/replace-file.js';
import type { InitOptions } from '../spec-arguments.js';
import { peopleOnStderr, type Terminal } from '../terminal.js';
import { openAll, printDiagnostics } from './check.js';
import { bugReport, explainImports, printerFor } from './printer.js';

/** Runs the command: a new file and 0, or problems on stderr and 2. */
export async function init(options: InitOptions, console: Terminal): Promise<ExitCode> {
  const terminal = options.output === '-' ? peopleOnStderr(console) : console;
  const { cwd } = terminal;
  const printer = await printerFor(terminal);
  const refuse = (...problems: readonly Diagnostic[]): ExitCode => {
    for (const problem of problems) printer.error(problem);
    return EXIT.error;
  };
  const found = findSources(options.paths, cwd);
  const access = createSourceAccess(cwd, options.remaps);
  const opened = openAll(found.sources, access);
  const problems = [...found.diagnostics, ...opened.diagnostics];
  if (problems.length > 0) return refuse(...problems);
  try {
    const { findContracts, openSpec } = await import('@surety/core');
    const { contracts, diagnostics } = findContracts(opened.files, access);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      printDiagnostics(explainImports(errors, access.problems(), access.textOf), false, printer, access);
      return EXIT.error;
    }
    const chosen = choose(options.contract, contracts);
    if ('code' in chosen) return refuse(chosen);

    const source = resolve(cwd, chosen.path);
    const target = targetOf(options.output, chosen.name, source, cwd);
    const shown = displayPath(target, cwd);
    const exists = cliError('CLI032', `'${shown}' exists`, { notes: ['--force overwrites it'] });
    if (options.output !== '-' && !options.force && kindOf(target) !== 'missing') return refuse(exists);

    const from = importPath(source, dirname(target));
    // The check resolves imports as if the spec stood where it will.
    const check = (text: string): readonly Diagnostic[] =>
      openSpec({ spec: { path: shown, text }, sources: access, readSpec: access.resolve }).diagnostics.filter(
        ({ severity, code }) => severity === 'error' || code.startsWith('SPEC5'),
      );
    const text = firstSpec(chosen.describe(), from, check);
    const formatted =
      text === undefined
        ? `contract ${chosen.name} from "${from}";\n`
        : formatSpec({ path: shown, text }).value;
    if (formatted === undefined) throw new Error('the spec that was written has syntax errors');
    if (text === undefined) printer.line(`nothing was found to claim about ${chosen.name}`);
    if (options.output === '-') console.out(formatted);
    else {
      const reason = options.force ? replaceFile(target, formatted) : createFile(target, formatted);
      if (reason === 'exists') return refuse(exists);
      if (reason !== undefined) return refuse(cliError('CLI031', `cannot write '${shown}': ${reason}`));
      const next = text === undefined ? 'add claims' : 'read it';
      terminal.out(`wrote ${shown}: ${next}, then run \`surety prove ${shown}\`\n`);
    }
    return EXIT.proved;
  } catch (error) {
    printer.text(bugReport(error, `contract ${options.contract}`, terminal.debug));
    return EXIT.error;
  }
}

/** The one contract of a name that can be deployed, or why there is none. */
function choose(name: string, contracts: readonly NamedContract[]): NamedContract | Diagnostic {
  const named = contracts.filter((contract) => contract.name === name);
  const usable = named.filter(({ deployable }) => deployable);
  const [only] = usable;
  if (only !== undefined && usable.length === 1) return only;
  if (usable.length > 1) {
    return cliError('CLI041', `${usable.length} contracts are named '${name}'`, {
      notes: [...usable.map(({ path }) => path), 'name the file of the one that is meant'],
    });
  }
  if (named.length > 0) {
    return cliError('CLI045', `'${name}' cannot be deployed`, {
      notes: ['a spec is about a contract that can be deployed: write a small one that inherits from it'],
    });
  }
  const similar = closest(
    name,
    contracts.filter(({ deployable }) => deployable).map((contract) => contract.name),
  );
  return cliError('CLI041', `no contract is named '${name}'`, {
    suggestion: similar === undefined ? undefined : `did you mean '${similar}'?`,
  });
}

/** Where the spec goes: beside the contract, or here when that is in a package. */
function targetOf(output: string | undefined, contract: string, source: string, cwd: string): string {
  if (output !== undefined && output !== '-') return resolve(cwd, output);
  const inPackage = source.split(sep).includes('node_modules') || relative(cwd, source).startsWith('..');
  return join(inPackage ? cwd : dirname(source), `${kebab(contract)}.surety`);
}

/** How a spec in `folder` names a Solidity file: as a package does, or relative to itself. */
function importPath(source: string, folder: string): string {
  const shown = displayPath(source, folder);
  const inPackage = /^node_modules\/(?!.*\bnode_modules\/)(.*)$/.exec(shown)?.[1];
  return inPackage ?? (shown.startsWith('.') ? shown : `./${shown}`);
}

/** `LendingPool` as `lending-pool`, `ERC20Token` as `erc20-token`. */
function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}
