// The front end and lowering over all files of a project, without a solver: what is wrong, and how much is in the model.
import type { ContractEnvironment, Diagnostic, Location, SourceFile } from '@surety/spec-lang';
import { type LoadedGroup, loadPrograms, type SourceHost } from './frontend/index.js';
import type { ContractDeclaration, Span, TypedProgram } from './frontend/typed-program.js';
import { type EntryFacts, entryFacts } from './ir/contract-facts.js';
import { coverageOf, type UnsupportedStatement } from './ir/coverage.js';
import type { IrContract } from './ir/ir.js';
import { lowerContract } from './ir/lower.js';
import { withUnexaminedResults } from './ir/unexamined.js';
import { contractEnvironment } from './spec/contract-environment.js';

/** What a deployable contract of a root file comes to. */
export interface ContractCheck {
  readonly name: string;
  readonly path: string;
  /** External and public functions with code, receive and fallback; getters are not counted. */
  readonly entries: number;
  /** Of these, how many reach nothing unsupported. */
  readonly coveredEntries: number;
  /** All entries, the creation and every state variable are in the model. */
  readonly whole: boolean;
}

/** A kind of construct that is not part of the model. */
export interface UnsupportedUse {
  readonly code: string;
  /** What it is, in words. */
  readonly what: string;
  /** Places in source files. */
  readonly places: number;
  /** Entries of deployable contracts that reach it. */
  readonly entries: number;
  readonly example: Location | undefined;
}

/** The outcome of checking a project. Counts are over the root files unless they say otherwise. */
export interface ProjectCheck {
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  /** Files that roots import, and which are not roots. */
  readonly importedFiles: number;
  readonly lines: number;
  readonly contracts: number;
  readonly functions: number;
  readonly deployable: readonly ContractCheck[];
  /** Most reached first. */
  readonly unsupported: readonly UnsupportedUse[];
}

/** Checks every root file and lowers every contract declared in one that could be deployed. */
export function checkProject(roots: readonly SourceFile[], host: SourceHost): ProjectCheck {
  const groups = loadPrograms(roots, host);
  const uses = new Map<string, UseCount>();
  const deployable = groups.flatMap((group) => checkGroup(group, uses));
  const declared = groups.flatMap(ownContracts);
  const rootPaths = new Set(roots.map((root) => root.path));
  const files = new Set(groups.flatMap((g) => (g.program?.files ?? []).map((file) => file.path)));
  return {
    diagnostics: withoutRepeats(groups.flatMap((group) => group.diagnostics)),
    files: rootPaths.size,
    importedFiles: [...files].filter((path) => !rootPaths.has(path)).length,
    lines: roots.reduce((sum, root) => sum + root.text.split('\n').length, 0),
    contracts: declared.length,
    functions: declared.reduce((sum, contract) => sum + contract.functions.length, 0),
    deployable,
    unsupported: [...uses.values()]
      .map(({ code, what, places, entries, example }) => ({
        code,
        what,
        places: places.size,
        entries,
        example,
      }))
      .sort((a, b) => b.entries - a.entries || b.places - a.places || (a.what < b.what ? -1 : 1)),
  };
}

/** A contract found by name, lowered. */
export interface NamedContract {
  readonly name: string;
  readonly path: string;
  /** It can be deployed. */
  readonly deployable: boolean;
  readonly lower: () => { readonly contract: IrContract; readonly diagnostics: readonly Diagnostic[] };
  /** What it offers to a specification, and what its entry points do; for contracts that can be deployed. */
  readonly describe: () => {
    readonly environment: ContractEnvironment;
    readonly entries: readonly EntryFacts[];
  };
}

/** The contracts declared in the root files, as things to lower, with the diagnostics of loading. */
export function findContracts(
  roots: readonly SourceFile[],
  host: SourceHost,
): { readonly contracts: readonly NamedContract[]; readonly diagnostics: readonly Diagnostic[] } {
  const groups = loadPrograms(roots, host);
  return {
    diagnostics: withoutRepeats(groups.flatMap((group) => group.diagnostics)),
    contracts: groups.flatMap((group) =>
      ownContracts(group).flatMap((declaration) => {
        const { program } = group;
        const { name, id, span, contractKind, abstract } = declaration;
        if (program === undefined) return [];
        const path = program.files[span.file]?.path ?? '';
        const lower = () => lowerContract(program, id);
        const describe = () => ({
          environment: contractEnvironment(program, declaration),
          entries: entryFacts(lower().contract),
        });
        return [{ name, path, deployable: contractKind === 'contract' && !abstract, lower, describe }];
      }),
    ),
  };
}

interface UseCount {
  readonly code: string;
  readonly what: string;
  readonly places: Set<string>;
  entries: number;
  readonly example: Location | undefined;
}

function checkGroup(group: LoadedGroup, uses: Map<string, UseCount>): readonly ContractCheck[] {
  const { program } = group;
  if (program === undefined) return [];
  return ownContracts(group)
    .filter((contract) => contract.contractKind === 'contract' && !contract.abstract)
    .map((contract) => {
      const lowered = withUnexaminedResults(program, lowerContract(program, contract.id));
      const { creation, entries } = coverageOf(lowered.contract);
      const count = ({ code, what, span }: UnsupportedStatement): UseCount => {
        const use = useOf(uses, code, what, locationIn(program, span));
        use.places.add(`${span.file}:${span.start}`);
        return use;
      };
      creation.forEach(count);
      for (const { unsupported } of entries) for (const use of new Set(unsupported.map(count))) use.entries++;
      return {
        name: contract.name,
        path: program.files[contract.span.file]?.path ?? '',
        entries: entries.length,
        coveredEntries: entries.filter((entry) => entry.unsupported.length === 0).length,
        whole:
          creation.length === 0 &&
          entries.every((entry) => entry.unsupported.length === 0) &&
          // A variable of a type that the model has no values for.
          lowered.diagnostics.every((diagnostic) => diagnostic.code !== 'MODEL101'),
      };
    });
}

/** The contracts declared in root files of the group. */
function ownContracts(group: LoadedGroup): readonly ContractDeclaration[] {
  const { program } = group;
  if (program === undefined) return [];
  const roots = new Set(group.roots);
  return program.contracts.filter((contract) => roots.has(program.files[contract.span.file]?.path ?? ''));
}

function locationIn(program: TypedProgram, span: Span): Location | undefined {
  const file = program.files[span.file];
  return file === undefined ? undefined : { path: file.path, start: span.start, end: span.end };
}

function useOf(
  uses: Map<string, UseCount>,
  code: string,
  what: string,
  example: Location | undefined,
): UseCount {
  const key = `${code} ${what}`;
  const known = uses.get(key);
  if (known !== undefined) return known;
  const made: UseCount = { code, what, places: new Set(), entries: 0, example };
  uses.set(key, made);
  return made;
}

/** Each diagnostic once: files that several groups load are checked in each of them. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, location }) => {
    const key = JSON.stringify([code, message, location]);
    return !seen.has(key) && seen.add(key);
  });
}
