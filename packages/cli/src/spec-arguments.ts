// The part of the command line that is about specification files themselves: fmt, explain, init.
import type { Command, Option } from 'commander';

/** Options of `surety fmt`, validated. */
export interface FmtOptions {
  /** Files and directories as typed; none: those of the project file, else the working directory. */
  readonly paths: readonly string[];
  /** Change nothing, tell what would change. */
  readonly check: boolean;
  readonly color: boolean;
}

/** Options of `surety explain`, validated. */
export interface ExplainOptions {
  readonly spec: string;
  /** Claims to explain; empty means all. */
  readonly claims: readonly string[];
  readonly remaps: readonly string[];
  readonly color: boolean;
}

/** Options of `surety init`, validated. */
export interface InitOptions {
  /** Name of the contract. */
  readonly contract: string;
  /** Where it is searched. */
  readonly paths: readonly string[];
  /** The spec file to write; undefined: beside the contract; `-` is stdout. */
  readonly output: string | undefined;
  /** Overwrite a file that exists. */
  readonly force: boolean;
  readonly remaps: readonly string[];
  readonly color: boolean;
}

/** What these commands ask for. */
export type SpecInvocation =
  | { readonly kind: 'fmt'; readonly options: FmtOptions }
  | { readonly kind: 'explain'; readonly options: ExplainOptions }
  | { readonly kind: 'init'; readonly options: InitOptions };

interface RawOptions {
  readonly check?: boolean;
  readonly output?: string;
  readonly force?: boolean;
  readonly remap?: readonly string[];
  readonly color: boolean;
}

/** Adds the commands; `remapOption` makes the option that several commands share. */
export function addSpecCommands(
  program: Command,
  remapOption: () => Option,
  onAsked: (invocation: SpecInvocation) => void,
): void {
  program
    .command('init')
    .summary('write a first spec for a contract')
    .description(
      'Writes a first spec for a contract: claims of the standards that it is recognized to follow, and claims read off its\n' +
        'code, such as sums that agree with totals, ether that covers what is owed, and who may change what.\n' +
        'The claims are for you to judge: a claim read off the code repeats what the code does, mistakes included.',
    )
    .argument('<contract>', 'name of the contract')
    .argument('[paths...]', 'Solidity files and directories to search; default: this directory')
    .option('-o, --output <file>', 'the spec to write; default: beside the contract; - is stdout')
    .option('--force', 'overwrite a file that exists')
    .addOption(remapOption())
    .option('--no-color', 'plain text')
    .action((contract: string, paths: readonly string[], values: RawOptions) => {
      onAsked({
        kind: 'init',
        options: {
          contract,
          paths: paths.length === 0 ? ['.'] : paths,
          output: values.output,
          force: values.force ?? false,
          remaps: values.remap ?? [],
          color: values.color,
        },
      });
    });
  program
    .command('explain')
    .summary('say in English what will be proved of a spec')
    .description(
      'Says what will be proved of each claim: in English, entry point by entry point, and as the rule that it is short for;\n' +
        'with all that is assumed. Proves nothing.',
    )
    .argument('<spec>', 'a spec file')
    .argument('[claims...]', 'names of claims; default: all')
    .addOption(remapOption())
    .option('--no-color', 'plain text')
    .action((spec: string, claims: readonly string[], values: RawOptions) => {
      onAsked({
        kind: 'explain',
        options: { spec, claims, remaps: values.remap ?? [], color: values.color },
      });
    });
  program
    .command('fmt')
    .summary('write spec files in one layout')
    .description(
      'Writes spec files (*.surety) in one layout; keeps every comment and never changes what a spec means.\n' +
        'A file with syntax errors is left as it is.',
    )
    .argument('[paths...]', 'spec files and directories; default: those of surety.yaml, else this directory')
    .option('--check', 'change nothing; end with 1 when a file would change')
    .option('--no-color', 'plain text')
    .action((paths: readonly string[], values: RawOptions) => {
      onAsked({ kind: 'fmt', options: { paths, check: values.check ?? false, color: values.color } });
    });
}
