// Gives every source a unit name that all solc versions treat alike, and remappings under which each import text
// resolves to the file the caller means.

/** Source path of an importer to import text to path of the imported source. */
export type ImportResolutions = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Unit names for solc (by the caller's path) and the remappings that go with them. */
export interface UnitNames {
  readonly byPath: ReadonlyMap<string, string>;
  readonly byUnit: ReadonlyMap<string, string>;
  readonly remappings: readonly string[];
}

/**
 * Names the units. Paths become relative names without `.`/`..` segments, `:` and `=`, because versions of solc differ in
 * how they normalize the former, and remappings cannot contain the latter. Packages under `node_modules/` are reachable
 * by their package name even where `resolutions` says nothing.
 */
export function nameUnits(
  paths: readonly string[],
  resolutions: ImportResolutions,
  userRemappings: readonly string[],
): UnitNames {
  const byPath = new Map(paths.map((path) => [path, unitName(path)]));
  const byUnit = new Map([...byPath].map(([path, unit]) => [unit, path]));
  const remappings = new Set<string>();
  for (const unit of byUnit.keys()) {
    const folder = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(unit);
    if (folder !== null) remappings.add(`${folder[1]}/=${folder[0]}`);
  }
  for (const remapping of userRemappings) remappings.add(renameRemapping(remapping));
  for (const [importer, imports] of resolutions) {
    const from = byPath.get(importer);
    if (from === undefined) continue;
    for (const [text, target] of imports) {
      const to = byPath.get(target);
      if (to === undefined) continue;
      for (const name of importedNames(from, text)) {
        if (name !== to) remappings.add(`${from}:${name}=${to}`);
      }
    }
  }
  return { byPath, byUnit, remappings: [...remappings] };
}

function unitName(path: string): string {
  return path
    .replace(/[:=%]/g, encodeURIComponent)
    .split('/')
    .map((segment, index) => {
      if (segment === '.') return '%2E';
      if (segment === '..') return '%2E%2E';
      return segment === '' ? (index === 0 ? '%2F' : '%20') : segment;
    })
    .join('/');
}

// `[context:]prefix=target`; the target is a path of the caller's and must follow its renaming.
function renameRemapping(remapping: string): string {
  const equals = remapping.indexOf('=');
  if (equals < 0) return remapping;
  const left = remapping.slice(0, equals);
  const colon = left.indexOf(':');
  const context = colon < 0 ? '' : `${renamePrefix(left.slice(0, colon))}:`;
  return `${context}${left.slice(colon + 1)}=${renamePrefix(remapping.slice(equals + 1))}`;
}

// A prefix may end in a slash, whose empty last segment is no part of the name.
function renamePrefix(prefix: string): string {
  if (prefix === '') return '';
  return prefix.endsWith('/') ? `${unitName(prefix.slice(0, -1))}/` : unitName(prefix);
}

/**
 * The unit names solc may look up for an import. Relative texts are resolved against the importer's folder; where `..`
 * climbs above the root, old versions keep the dots and new ones drop them, so both names are given.
 */
function importedNames(importer: string, text: string): readonly string[] {
  if (!text.startsWith('./') && !text.startsWith('../')) return [text];
  const segments = importer.split('/').slice(0, -1);
  let climbed = 0;
  for (const segment of text.split('/')) {
    if (segment === '.' || segment === '') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > climbed) segments.pop();
    else climbed++;
  }
  const name = segments.join('/');
  return climbed === 0 ? [name] : [name, `${'../'.repeat(climbed)}${name}`];
}
