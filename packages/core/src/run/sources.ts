// Solidity programs on demand: one typed program a root file, one IR program a contract; every file and import
// resolution seen on the way is kept, for diagnostics, hashing and replay.
import {
  type ContractEnvironment,
  type Diagnostic,
  type EnvironmentHost,
  isLibraryPath,
  readLibrary,
  type SourceFile,
} from '@surety/spec-lang';
import { loadProgram, type SourceHost } from '../frontend/index.js';
import type { ContractDeclaration, TypedProgram } from '../frontend/typed-program.js';
import { type VariableName, withFreeConstants } from '../ir/free-constants.js';
import type { IrContract } from '../ir/ir.js';
import { lowerContract } from '../ir/lower.js';
import { withUnexaminedResults } from '../ir/unexamined.js';
import { modelAt } from '../models/models.js';
import { contractEnvironment } from '../spec/contract-environment.js';
import type { VerifyInput } from './options.js';

interface Loaded {
  readonly program: TypedProgram | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Access to the Solidity side of one verification. */
export interface Sources {
  readonly host: EnvironmentHost;
  /** Every Solidity file read. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Texts of the imported specifications, those of the library included, by path. */
  readonly specs: ReadonlyMap<string, string>;
  readonly resolutions: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Diagnostics of the Solidity files loaded so far. */
  diagnostics(): readonly Diagnostic[];
  /** The IR of a contract that `host` found, with the diagnostics of lowering it. */
  lower(
    environment: ContractEnvironment,
    /** Constants without their values. */
    free?: readonly VariableName[],
  ): {
    readonly contract: IrContract;
    readonly program: TypedProgram;
    readonly diagnostics: readonly Diagnostic[];
  };
}

/** Opens the Solidity side of a verification. */
export function openSources(input: VerifyInput): Sources {
  const files = new Map<string, SourceFile>();
  const specs = new Map<string, string>();
  const resolutions = new Map<string, Map<string, string>>();
  const loaded = new Map<string, Loaded>();
  const found = new Map<
    ContractEnvironment,
    { readonly program: TypedProgram; readonly contract: ContractDeclaration }
  >();
  const recording: SourceHost = {
    parseCache: input.sources.parseCache,
    resolve(importText, fromPath) {
      const file = input.sources.resolve(importText, fromPath);
      if (file === undefined) return undefined;
      files.set(file.path, file);
      const texts = resolutions.get(fromPath) ?? new Map<string, string>();
      resolutions.set(fromPath, texts.set(importText, file.path));
      return file;
    },
  };
  const load = (file: SourceFile): Loaded => {
    const known = loaded.get(file.path);
    if (known !== undefined) return known;
    files.set(file.path, file);
    const result = loadProgram([file], recording);
    loaded.set(file.path, result);
    return result;
  };
  const host: EnvironmentHost = {
    findContract(name, importPath, specPath) {
      const model = importPath === undefined ? undefined : modelAt(importPath);
      const root =
        model ?? (importPath === undefined ? undefined : input.sources.resolve(importPath, specPath));
      if (root === undefined) return { kind: 'noFile' };
      const { program, diagnostics } = load(root);
      if (program === undefined || diagnostics.some((d) => d.severity === 'error'))
        return { kind: 'sourceErrors' };
      const contract =
        program.contracts.find((c) => c.name === name && program.files[c.span.file]?.path === root.path) ??
        program.contracts.find((c) => c.name === name);
      if (contract === undefined) {
        return {
          kind: 'noContract',
          available: program.contracts
            .filter((c) => program.files[c.span.file]?.path === root.path)
            .map((c) => c.name),
        };
      }
      const environment = contractEnvironment(program, contract);
      found.set(environment, { program, contract });
      return { kind: 'found', environment };
    },
    readSpec(importPath, specPath) {
      // The library comes with the language: callers serve files only.
      const found = isLibraryPath(importPath)
        ? readLibrary(importPath)
        : input.readSpec(importPath, specPath);
      if (found !== undefined) specs.set(found.path, found.text);
      return found;
    },
  };
  return {
    host,
    files,
    specs,
    resolutions,
    diagnostics: () => [...loaded.values()].flatMap((l) => l.diagnostics),
    lower(environment, free = []) {
      // With names that a specification gave to slots it is another object.
      const at =
        found.get(environment) ??
        [...found].find(([each]) => each.name === environment.name && each.path === environment.path)?.[1];
      if (at === undefined) throw new Error(`contract ${environment.name} was not found by this host`);
      const program = withFreeConstants(at.program, at.contract.id, free);
      const lowered = lowerContract(program, at.contract.id);
      return { ...withUnexaminedResults(program, lowered), program };
    },
  };
}
