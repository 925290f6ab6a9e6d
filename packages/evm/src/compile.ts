// Compiles Solidity sources with solc and hands back plain contracts; the compiler is loaded on first use.
import { type AstFacts, collectAstFacts } from './ast-facts.js';
import type { Abi, CodeRange, CompiledContract, LibraryReference, StorageLayout } from './contract.js';
import { type ImportResolutions, nameUnits, type UnitNames } from './import-resolution.js';
import { layoutFromAst, withNamespaces } from './layout-from-ast.js';
import { loadSolc } from './solc.js';

/** A source: `path` is its name in results and the target of import resolutions. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** How to compile; everything has a default. */
export interface CompileOptions {
  /** solc remappings (`[context:]prefix=target`), targets in terms of the given paths. */
  readonly remappings?: readonly string[];
  /** What each import of each file means; imports it leaves out are resolved by solc's own rules and remappings. */
  readonly resolutions?: ImportResolutions;
  /** Runs the optimizer (200 runs). Off by default: it can fold mapping slots that the decoder must then guess. */
  readonly optimize?: boolean;
  readonly viaIR?: boolean;
  readonly evmVersion?: string;
  /** npm package of the compiler, for example the alias `solc-0.5.17`; `solc` by default. */
  readonly solcPackage?: string;
  /** Directory in whose `node_modules` the compiler package is looked for first. */
  readonly resolveFrom?: string;
}

/** A message of the compiler; `start` and `end` are UTF-16 offsets into the text of `path`. */
export interface CompileMessage {
  readonly message: string;
  readonly path?: string;
  readonly start?: number;
  readonly end?: number;
  readonly severity: 'error' | 'warning' | 'info';
  /** solc's four-digit code, or its kind of error (`ParserError`) where the version has no codes. */
  readonly code: string;
}

/** The outcome of a compilation; a failed one has at least one message of severity `error`. */
export type CompileResult =
  | {
      readonly ok: true;
      /** By `path:Name`. */
      readonly contracts: ReadonlyMap<string, CompiledContract>;
      readonly warnings: readonly CompileMessage[];
      readonly solcVersion: string;
    }
  | { readonly ok: false; readonly errors: readonly CompileMessage[]; readonly solcVersion: string };

/** Compiles all files together; user mistakes are returned, a missing compiler package is thrown. */
export async function compileSolidity(
  files: readonly SourceFile[],
  options: CompileOptions = {},
): Promise<CompileResult> {
  const solc = await loadSolc(options.solcPackage, options.resolveFrom);
  // solc takes an empty list of sources for a mistake.
  if (files.length === 0) return { ok: true, contracts: new Map(), warnings: [], solcVersion: solc.version };
  const units = nameUnits(
    files.map((file) => file.path),
    options.resolutions ?? new Map(),
    options.remappings ?? [],
  );
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(files.map((file) => [unitOf(units, file.path), { content: file.text }])),
    settings: {
      remappings: units.remappings,
      optimizer: { enabled: options.optimize ?? false, runs: 200 },
      ...(options.viaIR === undefined ? {} : { viaIR: options.viaIR }),
      ...(options.evmVersion === undefined ? {} : { evmVersion: options.evmVersion }),
      outputSelection: {
        '*': {
          '*': ['abi', 'evm.bytecode', 'evm.deployedBytecode', 'evm.methodIdentifiers', 'storageLayout'],
          '': ['ast'],
        },
      },
    },
  };
  const output = JSON.parse(solc.compileStandard(JSON.stringify(input))) as StandardOutput;
  const texts = new Map(files.map((file) => [file.path, file.text]));
  const messages = (output.errors ?? []).map((message) => readMessage(message, units, texts));
  const solcVersion = solc.version;
  const errors = messages.filter((message) => message.severity === 'error');
  return errors.length > 0
    ? { ok: false, errors, solcVersion }
    : { ok: true, contracts: readContracts(output, units), warnings: messages, solcVersion };
}

interface StandardMessage {
  readonly message: string;
  readonly severity: string;
  readonly type: string;
  readonly errorCode?: string;
  readonly sourceLocation?: { readonly file: string; readonly start: number; readonly end: number };
}

type LinkReferences = Readonly<Record<string, Readonly<Record<string, readonly CodeRange[]>>>>;

interface StandardContract {
  readonly abi: Abi;
  /** `types` is null where nothing is stored. */
  readonly storageLayout?: Omit<StorageLayout, 'types'> & { readonly types: StorageLayout['types'] | null };
  readonly evm: {
    readonly bytecode: { readonly object: string; readonly linkReferences?: LinkReferences };
    readonly deployedBytecode: {
      readonly object: string;
      readonly immutableReferences?: Readonly<Record<string, readonly CodeRange[]>>;
    };
    readonly methodIdentifiers?: Readonly<Record<string, string>>;
  };
}

interface StandardOutput {
  readonly errors?: readonly StandardMessage[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, StandardContract>>>>;
  readonly sources?: Readonly<Record<string, { readonly ast?: unknown }>>;
}

function readContracts(output: StandardOutput, units: UnitNames): ReadonlyMap<string, CompiledContract> {
  const facts = collectAstFacts(Object.values(output.sources ?? {}).map((source) => source.ast));
  const contracts = new Map<string, CompiledContract>();
  for (const [unit, inUnit] of Object.entries(output.contracts ?? {})) {
    const path = pathOf(units, unit);
    for (const [name, contract] of Object.entries(inUnit)) {
      contracts.set(`${path}:${name}`, readContract(path, unit, name, contract, facts, units, contracts));
    }
  }
  return contracts;
}

function readContract(
  path: string,
  unit: string,
  name: string,
  contract: StandardContract,
  facts: AstFacts,
  units: UnitNames,
  siblings: ReadonlyMap<string, CompiledContract>,
): CompiledContract {
  const { bytecode, deployedBytecode, methodIdentifiers } = contract.evm;
  const immutables = Object.entries(deployedBytecode.immutableReferences ?? {}).flatMap(([id, ranges]) => {
    const declaration = facts.immutables.get(Number(id));
    return declaration === undefined ? [] : [{ ...declaration, ranges }];
  });
  const printed = contract.storageLayout;
  const layout =
    printed === undefined ? layoutFromAst(facts, unit, name) : { ...printed, types: printed.types ?? {} };
  return {
    path,
    name,
    abi: contract.abi,
    creationCode: unlinkedCode(bytecode.object),
    creationLibraries: readLibraries(bytecode.linkReferences ?? {}, units),
    deployedCode: unlinkedCode(deployedBytecode.object),
    immutables,
    storageLayout: withNamespaces(layout, facts, unit, name),
    methodIdentifiers: methodIdentifiers ?? {},
    valueTypes: facts.valueTypes,
    declaredIn: facts.declaredIn,
    siblings,
  };
}

// solc writes `__$hash$__` (or `__path:Name___` in old versions) where an address goes: always 40 characters.
function unlinkedCode(object: string): string {
  return `0x${object.replace(/__.{36}__/g, '0'.repeat(40)).replace(/__.{38}/g, '0'.repeat(40))}`;
}

function readLibraries(references: LinkReferences, units: UnitNames): readonly LibraryReference[] {
  return Object.entries(references).flatMap(([unit, inUnit]) =>
    Object.entries(inUnit).map(([name, ranges]) => ({ key: `${pathOf(units, unit)}:${name}`, ranges })),
  );
}

function readMessage(
  message: StandardMessage,
  units: UnitNames,
  texts: ReadonlyMap<string, string>,
): CompileMessage {
  const severity =
    message.severity === 'error' ? 'error' : message.severity === 'warning' ? 'warning' : 'info';
  const code = message.errorCode ?? message.type;
  const location = message.sourceLocation;
  if (location === undefined) return { message: message.message, severity, code };
  const path = pathOf(units, location.file);
  const text = texts.get(path);
  if (text === undefined || location.start < 0) return { message: message.message, path, severity, code };
  return {
    message: message.message,
    path,
    start: utf16Offset(text, location.start),
    end: utf16Offset(text, location.end),
    severity,
    code,
  };
}

// solc counts bytes of UTF-8.
function utf16Offset(text: string, byteOffset: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byteOffset).toString('utf8').length;
}

function unitOf(units: UnitNames, path: string): string {
  return units.byPath.get(path) ?? path;
}

function pathOf(units: UnitNames, unit: string): string {
  return units.byUnit.get(unit) ?? unit;
}
