// Import remappings of Foundry projects: `remappings.txt`, `foundry.toml` and libraries under `lib/`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** `context:prefix=target` as in solc; `target` is absolute, `context` is relative to `root` ('' means everywhere). */
export interface Remapping {
  readonly context: string;
  readonly prefix: string;
  readonly target: string;
  /** Folder of the file that states it. */
  readonly root: string;
}

/** Files that mark the root of a Hardhat or Truffle project. */
const CONFIGURATIONS = ['js', 'ts', 'cjs', 'mjs'].flatMap((ending) => [
  `hardhat.config.${ending}`,
  `truffle-config.${ending}`,
]);

/** What a project says about imports; the nearest folder upward with one of its marks. */
export interface Project {
  readonly root: string;
  /** Folder of the sources, absolute: `src` of `foundry.toml` (or its default), `contracts` otherwise. */
  readonly sources: string;
  readonly remappings: readonly Remapping[];
  /** Library folders that exist, absolute. */
  readonly libraries: readonly string[];
}

/**
 * The project around a folder: the nearest `foundry.toml`, `remappings.txt` or Hardhat configuration upward; undefined
 * when there is none.
 */
export function findProject(folder: string): Project | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const toml = readIfThere(join(at, 'foundry.toml'));
    const text = readIfThere(join(at, 'remappings.txt'));
    const other = CONFIGURATIONS.some((name) => existsSync(join(at, name)));
    if (toml !== undefined || text !== undefined || other) return readProject(at, toml, text ?? '', other);
    if (dirname(at) === at) return undefined;
  }
}

function readProject(root: string, config: string | undefined, text: string, hardhat: boolean): Project {
  const toml = config ?? '';
  const own = [
    ...parseRemappings(tomlStrings(toml, 'remappings').join('\n'), root),
    ...parseRemappings(text, root),
  ];
  const named = tomlStrings(toml, 'libs');
  const libraries = (named.length > 0 ? named : ['lib'])
    .map((name) => resolve(root, name))
    .filter((path) => existsSync(path) && !path.endsWith('node_modules'));
  // A library's own remappings make its imports work; they hold only inside it, as with forge.
  const inherited = libraries.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .flatMap((entry) => {
        const library = join(folder, entry.name);
        return parseRemappings(readIfThere(join(library, 'remappings.txt')) ?? '', library);
      }),
  );
  const folder = config === undefined && hardhat ? 'contracts' : (tomlString(toml, 'src') ?? 'src');
  return { root, sources: resolve(root, folder), remappings: [...own, ...inherited], libraries };
}

/** Lines of the form `[context:]prefix=target`; others are ignored, as forge does. */
export function parseRemappings(text: string, root: string): readonly Remapping[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*(?:([^:=\s]*):)?([^=\s]+)=(\S+)\s*$/.exec(line);
    if (match === null) return [];
    const [, context = '', prefix = '', target = ''] = match;
    return [{ context, prefix, target: resolve(root, target) + (target.endsWith('/') ? sep : ''), root }];
  });
}

/**
 * Where the remappings send an import: the longest context wins, then the longest prefix, then the later line (the
 * rule of solc). Undefined when none applies.
 */
export function remap(
  project: Pick<Project, 'root' | 'remappings'>,
  importText: string,
  importer: string,
): string | undefined {
  let best: Remapping | undefined;
  for (const one of project.remappings) {
    const inRoot = one.root === project.root || isBelow(importer, one.root);
    const inContext = one.context === '' || relativePath(one.root, importer).startsWith(one.context);
    if (!inRoot || !inContext || !importText.startsWith(one.prefix)) continue;
    if (best === undefined || isStronger(one, best)) best = one;
  }
  if (best === undefined) return undefined;
  // Text, not path, is replaced, as solc does: `@oz/=lib/oz/src/` and `@oz=lib/oz/src` both work.
  const rest = importText.slice(best.prefix.length);
  return resolve(best.target + rest);
}

function isStronger(one: Remapping, other: Remapping): boolean {
  if (one.root.length !== other.root.length) return one.root.length > other.root.length;
  if (one.context.length !== other.context.length) return one.context.length > other.context.length;
  return one.prefix.length >= other.prefix.length;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function relativePath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}

/** The default profile without comments on lines of their own. */
function defaultProfile(toml: string): string {
  const profile = /^\s*\[profile\.default\]\s*$([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(toml)?.[1] ?? toml;
  return profile.replace(/^\s*#.*$/gm, '');
}

/** The string `key = "…"` in the default profile. */
function tomlString(toml: string, key: string): string | undefined {
  const match = new RegExp(`^\\s*${key}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'm').exec(defaultProfile(toml));
  return match?.[1] ?? match?.[2];
}

/** Strings of the array `key = [ … ]` in the default profile; a reader for just this, not for TOML. */
function tomlStrings(toml: string, key: string): readonly string[] {
  const plain = defaultProfile(toml);
  const array = new RegExp(`^\\s*${key}\\s*=\\s*\\[([\\s\\S]*?)\\]`, 'm').exec(plain)?.[1] ?? '';
  return [...array.matchAll(/"([^"]*)"|'([^']*)'/g)].map((match) => match[1] ?? match[2] ?? '');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
