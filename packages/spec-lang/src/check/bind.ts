// Files to contracts: `contract … from`, `link`, `import`. All files of a specification share one set of names.
import { suggestName } from '../diagnostics/suggest.js';
import type { SourceFile } from '../source/source-file.js';
import type { Declaration, Expression, Name, SpecFile } from '../syntax/ast.js';
import { parseSpec } from '../syntax/parser.js';
import { complain, locate, type Specification } from './context.js';
import type { ContractEnvironment, EnvironmentHost, EnvironmentVariable } from './environment.js';
import { isLibraryPath, libraryNames, readLibrary } from './library.js';
import { addressType, isAddress } from './type-rules.js';
import type { ContractBinding } from './typed-ast.js';

/** A parsed file of the specification. */
export interface LoadedFile {
  readonly file: SourceFile;
  readonly tree: SpecFile;
  /** Files it imports, in order. */
  readonly imports: readonly LoadedFile[];
}

type Declared<K extends Declaration['kind']> = Declaration & { readonly kind: K };

/** The declarations of one kind. */
export function declarationsOf<K extends Declaration['kind']>(
  tree: SpecFile,
  kind: K,
): readonly Declared<K>[] {
  return tree.declarations.filter((each): each is Declared<K> => each.kind === kind);
}

/** Parses a file and what it imports; each file once, a circle is reported at the import that closes it. */
export function loadFiles(spec: Specification, host: EnvironmentHost, file: SourceFile): LoadedFile {
  const loaded = new Map<string, LoadedFile>();
  const load = (source: SourceFile, trail: readonly string[]): LoadedFile => {
    const parsed = parseSpec(source);
    spec.diagnostics.push(...parsed.diagnostics);
    const imports: LoadedFile[] = [];
    const here = [...trail, source.path];
    for (const { from, broken } of declarationsOf(parsed.value, 'import')) {
      if (broken) continue;
      const context = { spec, path: source.path };
      const inLibrary = isLibraryPath(from.text);
      const found = host.readSpec(from.text, source.path) ?? readLibrary(from.text);
      if (found === undefined && inLibrary) {
        complain(context, 'SPEC205', from, `the library has no '${from.text}'`, {
          ...suggestName(
            from.text,
            libraryNames().map((name) => `surety:${name}`),
          ),
          notes: [`it has ${libraryNames().join(', ')}`],
        });
      } else if (found === undefined) {
        complain(context, 'SPEC205', from, `there is no file '${from.text}'`);
      } else if (here.includes(found.path)) {
        const circle = [...here.slice(here.indexOf(found.path)), found.path];
        complain(context, 'SPEC206', from, `these files import each other: ${circle.join(' -> ')}`);
      } else {
        imports.push(loaded.get(found.path) ?? load(found, here));
      }
    }
    const result = { file: source, tree: parsed.value, imports };
    loaded.set(source.path, result);
    return result;
  };
  return load(file, []);
}

/** The file and everything it imports, the file itself first, each once. */
export function filesInOrder(root: LoadedFile): readonly LoadedFile[] {
  const files: LoadedFile[] = [];
  const visit = (file: LoadedFile): void => {
    if (files.includes(file)) return;
    files.push(file);
    for (const each of file.imports) visit(each);
  };
  visit(root);
  return files;
}

/** The alias of the first contract of a file, or of the first file it imports that has one. */
export function defaultAlias(file: LoadedFile): string | undefined {
  const [first] = declarationsOf(file.tree, 'contract');
  if (first !== undefined) return first.alias.text;
  for (const each of file.imports) {
    const alias = defaultAlias(each);
    if (alias !== undefined) return alias;
  }
  return undefined;
}

/** Binds the contracts that a file names. */
export function bindContracts(spec: Specification, host: EnvironmentHost, { file, tree }: LoadedFile): void {
  const context = { spec, path: file.path };
  // A ghost variable is reported where it is declared; its uses are no further mistakes.
  for (const { declares } of declarationsOf(tree, 'unsupported'))
    if (declares !== undefined) spec.failed.add(declares);
  for (const { alias, contract, from, broken } of declarationsOf(tree, 'contract')) {
    if (broken) {
      spec.failed.add(alias.text);
      continue;
    }
    const environment = findContract(context, host, contract, from);
    const earlier = spec.bindings.get(alias.text);
    if (environment === undefined) {
      if (earlier === undefined) spec.failed.add(alias.text);
    } else if (earlier === undefined) {
      spec.bindings.set(alias.text, { alias: alias.text, environment, location: locate(context, alias) });
    } else {
      // Two files may both name the contract they speak about; one file names it once.
      const same =
        earlier.environment.path === environment.path && earlier.environment.name === environment.name;
      if (!same || earlier.location.path === file.path) {
        complain(context, 'SPEC208', alias, `contract '${alias.text}' is declared twice`, {
          labels: [{ location: earlier.location, text: 'first declared here' }],
        });
      }
    }
  }
}

function findContract(
  context: { readonly spec: Specification; readonly path: string },
  host: EnvironmentHost,
  contract: Name,
  from: Name | undefined,
): ContractEnvironment | undefined {
  const found = host.findContract(contract.text, from?.text, context.path);
  if (found.kind === 'noFile') {
    if (from !== undefined) return complain(context, 'SPEC201', from, `there is no file '${from.text}'`);
    return complain(
      context,
      'SPEC201',
      contract,
      `no Solidity file with contract '${contract.text}' was found`,
      {
        suggestion: `say where it is: \`contract ${contract.text} from "path/to/${contract.text}.sol";\``,
      },
    );
  }
  if (found.kind === 'noContract') {
    const notes =
      found.available.length === 0 ? [] : [`it has ${found.available.map((name) => `'${name}'`).join(', ')}`];
    const where = from === undefined ? 'the sources have' : `'${from.text}' has`;
    return complain(context, 'SPEC202', contract, `${where} no contract '${contract.text}'`, {
      ...(notes.length === 0 ? {} : { notes }),
      ...suggestName(contract.text, found.available),
    });
  }
  if (found.kind === 'sourceErrors') {
    return complain(
      context,
      'SPEC203',
      from ?? contract,
      `the source of '${contract.text}' has errors, so nothing about it can be checked`,
    );
  }
  const { environment } = found;
  const what =
    environment.contractKind !== 'contract'
      ? environment.contractKind
      : environment.abstract
        ? 'abstract contract'
        : undefined;
  if (what === undefined) return environment;
  const advice =
    what === 'library'
      ? 'name a contract that uses it'
      : what === 'interface'
        ? 'name a contract that implements it'
        : 'name a contract that inherits from it and implements what is missing';
  return complain(
    context,
    'SPEC204',
    contract,
    `'${environment.name}' is ${what === 'library' ? 'a' : 'an'} ${what} and cannot be deployed`,
    {
      suggestion: `${advice}; a small one written for the proof will do`,
    },
  );
}

/** Checks the links of a file. */
export function bindLinks(spec: Specification, { file, tree }: LoadedFile): void {
  const context = { spec, path: file.path };
  for (const declaration of declarationsOf(tree, 'link')) {
    if (declaration.broken) continue;
    const given = contractNamed(context, declaration.contract);
    const target = declaration.target === undefined ? undefined : contractNamed(context, declaration.target);
    if (given === undefined) continue;
    const { variable: name } = declaration;
    const contract =
      declaration.slot === undefined ? given : nameSlot(context, given, name, declaration.slot);
    if (contract === undefined || target === undefined) continue;
    const candidates = contract.environment.variables.filter((each) => each.name === name.text);
    const [variable, ...others] = candidates;
    if (variable === undefined) {
      const known = contract.environment.variables
        .filter(({ type }) => isAddress(type))
        .map((each) => each.name);
      complain(
        context,
        'SPEC213',
        name,
        `there is no state variable '${name.text}' of ${contract.environment.name}`,
        suggestName(name.text, known),
      );
    } else if (others.length > 0) {
      complain(
        context,
        'SPEC210',
        name,
        `${contract.environment.name} has ${candidates.length} variables called '${name.text}'`,
        {
          labels: candidates.map((each) => ({
            location: each.location,
            text: `declared in ${each.declaredIn}`,
          })),
        },
      );
    } else if (!isAddress(variable.type)) {
      complain(
        context,
        'SPEC219',
        name,
        `'${name.text}' holds no address, so it cannot be linked to a contract`,
        {
          labels: [{ location: variable.location, text: 'declared here' }],
        },
      );
    } else {
      const earlier = spec.links.find(
        (link) => link.contract === contract.alias && link.variable === variable,
      );
      if (earlier !== undefined && earlier.target !== target.alias) {
        complain(context, 'SPEC208', name, `'${name.text}' is linked twice`, {
          labels: [{ location: earlier.location, text: 'first linked here' }],
        });
      } else if (earlier === undefined) {
        spec.links.push({
          contract: contract.alias,
          variable,
          target: target.alias,
          location: locate(context, declaration),
        });
      }
    }
  }
}

/** Slots of proxies by the names of ERC-1967: the hash of `eip1967.proxy.implementation` minus one, and so on. */
const ERC1967_SLOTS: ReadonlyMap<string, bigint> = new Map([
  ['implementation', 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn],
  ['admin', 0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103n],
  ['beacon', 0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50n],
]);

/** Slots below may belong to declared variables; the fixed ones that code uses are hashes. */
const FIRST_FREE_SLOT = 1n << 64n;

/** The contract with a name for the address in a fixed slot; undefined where the slot is none. */
function nameSlot(
  context: { readonly spec: Specification; readonly path: string },
  contract: ContractBinding,
  name: Name,
  tree: Expression,
): ContractBinding | undefined {
  const { environment } = contract;
  const slot = slotOf(tree);
  if (slot === undefined) {
    return complain(context, 'SPEC232', tree, 'this is no storage slot', {
      suggestion:
        'write the number of the slot, or `erc1967.implementation`, `erc1967.admin`, `erc1967.beacon`',
    });
  }
  if (slot < FIRST_FREE_SLOT || slot >= 1n << 256n) {
    return complain(
      context,
      'SPEC232',
      tree,
      'a slot with a name is a hash, far behind the declared variables',
      {
        notes: ['a variable that the contract declares is linked by its own name'],
      },
    );
  }
  const same = environment.variables.find((each) => each.name === name.text);
  if (same?.slot === slot) return contract;
  const twin = environment.variables.find((each) => each.slot === slot);
  if (same !== undefined || twin !== undefined) {
    const text = same !== undefined ? `'${name.text}' is declared already` : 'this slot has a name already';
    const { location } = (same ?? twin) as EnvironmentVariable;
    return complain(context, 'SPEC208', name, text, { labels: [{ location, text: 'first here' }] });
  }
  const variable: EnvironmentVariable = {
    name: name.text,
    type: addressType,
    declaredIn: '',
    mutability: 'mutable',
    location: locate(context, name),
    slot,
  };
  const named = {
    ...contract,
    environment: { ...environment, variables: [...environment.variables, variable] },
  };
  context.spec.bindings.set(contract.alias, named);
  return named;
}

function slotOf(tree: Expression): bigint | undefined {
  if (tree.kind === 'number') return tree.value;
  if (tree.kind !== 'member' || tree.base.kind !== 'name' || tree.base.name !== 'erc1967') return undefined;
  return ERC1967_SLOTS.get(tree.member.text);
}

function contractNamed(
  context: { readonly spec: Specification; readonly path: string },
  name: Name,
): ContractBinding | undefined {
  const binding = context.spec.bindings.get(name.text);
  if (binding !== undefined || context.spec.failed.has(name.text)) return binding;
  return complain(
    context,
    'SPEC217',
    name,
    `unknown contract '${name.text}'`,
    suggestName(name.text, context.spec.bindings.keys()),
  );
}
