// The command line: options, help and usage errors; nothing is read or proved here.

import type { Diagnostic } from '@surety/spec-lang';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { cliError } from './diagnostics.js';
import { addSpecCommands, type SpecInvocation } from './spec-arguments.js';

/** Solvers that `--solver` accepts. */
export const SOLVERS = ['z3-wasm', 'z3', 'cvc5', 'bitwuzla', 'yices'] as const;
/** A solver that `--solver` accepts. */
export type SolverName = (typeof SOLVERS)[number];

/** Options of `surety prove`, validated. */
export interface ProveOptions {
  /** Files and directories as typed; none: those of the project file, else the working directory. */
  readonly paths: readonly string[];
  /** Where the JSON report goes; `-` is stdout. */
  readonly json: string | undefined;
  /** Wall clock per solver query, seconds. */
  readonly timeout: number | undefined;
  readonly workers: number | undefined;
  /** Claims to prove; empty means all. */
  readonly claims: readonly string[];
  /** Of Solidity files, the contracts to prove; empty means all that can be deployed. */
  readonly contracts: readonly string[];
  /** Of Solidity files, claim every panic and not only assertions. */
  readonly panics: boolean;
  readonly solver: SolverName;
  /** Another solver that is asked to confirm every proof. */
  readonly crossCheck: SolverName | undefined;
  /** Folder where a trace and a Foundry test are written for every violated claim. */
  readonly traces: string | undefined;
  /** Folder where every question is written as SMT-LIB. */
  readonly dump: string | undefined;
  /** Whether answers are remembered between runs. */
  readonly cache: boolean;
  /** Prove again on every change of what was read. */
  readonly watch: boolean;
  /** Import remappings `prefix=target`. */
  readonly remaps: readonly string[];
  readonly color: boolean;
  readonly verbose: boolean;
}

/** Options of `surety check`, validated. */
export interface CheckOptions {
  /** Files and directories as typed. */
  readonly paths: readonly string[];
  /** Where the JSON report goes; `-` is stdout. */
  readonly json: string | undefined;
  /** Whether trees are remembered between runs. */
  readonly cache: boolean;
  readonly remaps: readonly string[];
  readonly color: boolean;
  readonly verbose: boolean;
}

/** Options of `surety ir`, validated. */
export interface IrOptions {
  /** Name of the contract. */
  readonly contract: string;
  readonly paths: readonly string[];
  /** Whether trees are remembered between runs. */
  readonly cache: boolean;
  readonly remaps: readonly string[];
  readonly color: boolean;
}

/** Options of `surety replay`, validated. */
export interface ReplayOptions {
  /** The trace file as typed. */
  readonly path: string;
  /** Run the sources that the trace carries, not those of today. */
  readonly recorded: boolean;
  readonly remaps: readonly string[];
  readonly color: boolean;
}

/** What the command line asks for. */
export type Invocation =
  | { readonly kind: 'prove'; readonly options: ProveOptions }
  | { readonly kind: 'check'; readonly options: CheckOptions }
  | { readonly kind: 'ir'; readonly options: IrOptions }
  | { readonly kind: 'replay'; readonly options: ReplayOptions }
  | SpecInvocation
  /** Help or version: text for stdout. */
  | { readonly kind: 'show'; readonly text: string }
  | { readonly kind: 'wrong'; readonly diagnostic: Diagnostic };

const EXAMPLES = `
Examples:
  surety prove                          prove every *.surety file below this directory
  surety prove bank.surety              prove one spec
  surety prove --claim solvent specs/   prove only the claims named solvent
  surety prove Bank.sol                 without a spec: no assertion of these contracts ever fails
  surety prove --panics Bank.sol        nor any overflow, division by zero, index out of bounds, ...
  surety prove --json report.json       also write the verdicts for other tools
  surety init Bank contracts/           write a first spec for a contract
  surety explain bank.surety solvent    what will be proved of this claim, in English
  surety fmt --check                    whether every spec is in the one layout
  surety prove --traces attacks bank    also write each violation as a trace and a Foundry test
  surety replay attacks/solvent.trace.json   does it still happen?
  surety check contracts/               what is wrong with, and what is modeled of, these contracts
  surety check bank.surety              whether this spec fits its contracts
  surety ir Bank contracts/             show the code that is proved about

Exit codes:
  0    every claim is proved
  1    at least one claim is violated
  2    wrong usage, an error in a spec or source file, or an internal error
  3    nothing is violated, but not everything is proved
  130  interrupted

Environment:
  NO_COLOR=1       plain text          FORCE_COLOR=1   color in pipes
  SURETY_DEBUG=1   show the stack of an internal error
`;

/** Reads `argv` (without node and script); never exits the process and never prints. */
export function parseArguments(argv: readonly string[], version: string): Invocation {
  let asked: Invocation | undefined;
  const shown: string[] = [];
  const program = buildProgram(version, (invocation) => {
    asked = invocation;
  });
  const capture = (command: Command): void => {
    command.exitOverride().configureOutput({
      writeOut: (text) => void shown.push(text),
      writeErr: () => {},
      getOutHelpWidth: () => 100,
    });
    for (const child of command.commands) capture(child);
  };
  capture(program);
  if (argv.length === 0) return { kind: 'wrong', diagnostic: usageError('no command given') };
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'show', text: shown.join('') };
    return { kind: 'wrong', diagnostic: usageError(error.message, argv) };
  }
  return asked ?? { kind: 'wrong', diagnostic: usageError('no command given') };
}

function buildProgram(version: string, onAsked: (invocation: Invocation) => void): Command {
  const program = new Command('surety')
    .description('Proves, before money is at stake, that a contract can never owe more than it has.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  program
    .command('prove')
    .summary('prove or refute the claims of spec files, or the assertions of Solidity files')
    .description(
      'Proves or refutes the claims of spec files (*.surety). Directories are searched for them;\n' +
        'node_modules, dist and folders starting with a dot are skipped.\n' +
        'Of a Solidity file (*.sol), proves without a spec that no assertion of its contracts can fail.',
    )
    .argument(
      '[paths...]',
      'spec files, directories and Solidity files; default: those of surety.yaml, else this directory',
    )
    .option('--claim <name>', 'prove only this claim (repeatable)', collect)
    .option('--contract <name>', 'of Solidity files, prove only this contract (repeatable)', collect)
    .option(
      '--panics',
      'of Solidity files, prove that nothing panics: also overflow, division, index, enum, pop',
    )
    .option('--json <file>', 'also write the report as JSON; - is stdout')
    .option('--timeout <seconds>', 'give up a solver query after this long', positiveNumber)
    .option('--workers <n>', 'solver queries at once; default: the processors, 4 at most', workerCount)
    .addOption(
      new Option('--solver <name>', 'z3-wasm (built in), or one from the PATH: z3, cvc5, ...').choices(
        SOLVERS,
      ),
    )
    .addOption(
      new Option('--cross-check <name>', 'ask another solver to confirm every proof').choices(SOLVERS),
    )
    .option('--traces <dir>', 'write a trace and a Foundry test for every violated claim')
    .option('--dump <dir>', 'write every question to a solver as SMT-LIB into this folder')
    .option('--no-cache', 'forget what earlier runs parsed and proved (.surety/cache)')
    .option('--watch', 'prove again whenever a file changes that was read')
    .addOption(remapOption())
    .option('--verbose', 'a row per obligation, and every warning')
    .option('--no-color', 'plain text')
    .addHelpText('after', EXAMPLES)
    .action((paths: readonly string[], values: RawOptions) => {
      onAsked({
        kind: 'prove',
        options: {
          paths,
          json: values.json,
          timeout: values.timeout,
          workers: values.workers,
          claims: values.claim ?? [],
          contracts: values.contract ?? [],
          panics: values.panics ?? false,
          solver: values.solver ?? 'z3-wasm',
          crossCheck: values.crossCheck,
          traces: values.traces,
          dump: values.dump,
          cache: values.cache,
          watch: values.watch ?? false,
          remaps: values.remap ?? [],
          color: values.color,
          verbose: values.verbose ?? false,
        },
      });
    });
  addFrontEndCommands(program, onAsked);
  addSpecCommands(program, remapOption, onAsked);
  return program;
}

/** The commands that prove nothing. */
function addFrontEndCommands(program: Command, onAsked: (invocation: Invocation) => void): void {
  program
    .command('check')
    .summary('check specs, or Solidity files and how much of them is modeled')
    .description(
      'Parses, resolves and types Solidity files and lowers every contract that can be deployed; proves nothing.\n' +
        'Of a Foundry or Hardhat project its sources are checked, of any other folder all files below it;\n' +
        'tests (*.t.sol, *.s.sol, folders test, tests and script) only when they are named.\n' +
        'Spec files (*.surety) that are named are checked against their contracts.',
    )
    .argument('[paths...]', 'Solidity files, directories and spec files; default: this directory')
    .option('--json <file>', 'also write the figures as JSON; - is stdout')
    .option('--no-cache', 'forget what earlier runs parsed (.surety/cache)')
    .addOption(remapOption())
    .option('--verbose', 'a row per contract, and every warning')
    .option('--no-color', 'plain text')
    .action((paths: readonly string[], values: RawOptions) => {
      onAsked({
        kind: 'check',
        options: {
          paths: paths.length === 0 ? ['.'] : paths,
          json: values.json,
          cache: values.cache,
          remaps: values.remap ?? [],
          color: values.color,
          verbose: values.verbose ?? false,
        },
      });
    });
  program
    .command('replay')
    .summary('run the trace of a violation again')
    .description(
      'Runs a trace (surety prove --traces) again on an EVM, on the contracts as they are now, and prints it.\n' +
        'Exit code 0: the violation still happens; 1: it does not; 2: the run cannot be judged.',
    )
    .argument('<trace>', 'trace file (*.trace.json)')
    .option('--recorded', 'run the sources as they were when the trace was written')
    .addOption(remapOption())
    .option('--no-color', 'plain text')
    .action((path: string, values: RawOptions) => {
      const { recorded, remap, color } = values;
      onAsked({
        kind: 'replay',
        options: { path, recorded: recorded ?? false, remaps: remap ?? [], color },
      });
    });
  program
    .command('ir')
    .summary('print the intermediate code of a contract')
    .description('Prints what proofs are about: the contract as lowered, every check and revert visible.')
    .argument('<contract>', 'name of the contract')
    .argument('[paths...]', 'Solidity files and directories to search; default: this directory')
    .option('--no-cache', 'forget what earlier runs parsed (.surety/cache)')
    .addOption(remapOption())
    .option('--no-color', 'plain text')
    .action((contract: string, paths: readonly string[], values: RawOptions) => {
      onAsked({
        kind: 'ir',
        options: {
          contract,
          paths: paths.length === 0 ? ['.'] : paths,
          cache: values.cache,
          remaps: values.remap ?? [],
          color: values.color,
        },
      });
    });
}

function remapOption(): Option {
  return new Option(
    '--remap <from=to>',
    'import remapping, before those of the project (repeatable)',
  ).argParser(remapping);
}

interface RawOptions {
  readonly claim?: readonly string[];
  readonly contract?: readonly string[];
  readonly panics?: boolean;
  readonly remap?: readonly string[];
  readonly json?: string;
  readonly timeout?: number;
  readonly workers?: number;
  readonly solver?: SolverName;
  readonly crossCheck?: SolverName;
  readonly traces?: string;
  readonly recorded?: boolean;
  readonly dump?: string;
  readonly cache: boolean;
  readonly watch?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

function usageError(message: string, argv: readonly string[] = []): Diagnostic {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean .*\)\s*$/s, '')
    .trim();
  const suggested = /\(Did you mean (.*?)\?\)/s.exec(message)?.[1];
  const forgotten = argv.find((word) => word.endsWith('.surety') || word === '.' || word.includes('/'));
  const suggestion =
    text.startsWith('unknown command') && forgotten !== undefined
      ? `did you mean 'surety prove ${forgotten}'?`
      : suggested === undefined
        ? undefined
        : `did you mean '${suggested}'?`;
  return cliError('CLI050', text, { suggestion, notes: ["run 'surety --help' for usage"] });
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function remapping(value: string, earlier: readonly string[] = []): readonly string[] {
  if (!/^[^=\s]+=\S+$/.test(value)) throw new InvalidArgumentError("expected 'prefix=target'.");
  return [...earlier, value];
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0 || value > 86_400) {
    throw new InvalidArgumentError('expected a number of seconds between 0 and 86400.');
  }
  return value;
}

function workerCount(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > 64) {
    throw new InvalidArgumentError('expected a whole number from 1 to 64.');
  }
  return Number(text);
}
