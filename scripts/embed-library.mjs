// Writes the specifications of the library (packages/spec-lang/library/*.surety) into a TypeScript module, because the
// language reads no files. Run it after changing one: `node scripts/embed-library.mjs`; a test sees to it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages', 'spec-lang');
const folder = join(packageFolder, 'library');
const target = join(packageFolder, 'src', 'check', 'library-texts.ts');

const entries = readdirSync(folder)
  .filter((name) => name.endsWith('.surety'))
  .sort()
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    const escaped = text.replace(/[\\`]|\$\{/g, '\\$&');
    return `  [\n    '${name.slice(0, -'.surety'.length)}',\n    \`${escaped}\`,\n  ],\n`;
  });

writeFileSync(
  target,
  `// Texts of the library's specifications by name. Written by scripts/embed-library.mjs from library/*.surety; change those.

/** Every specification of the library, in the order of their names. */
export const libraryTexts: ReadonlyMap<string, string> = new Map([
${entries.join('')}]);
`,
);
