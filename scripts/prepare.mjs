// Brings a clone to a state where it runs: dependencies installed, packages built; each only when something changed.
// Plain Node without dependencies: this runs before there are any.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const INSTALLED = join(root, 'node_modules', '.surety-installed');
const BUILT = join(root, 'node_modules', '.surety-built');

/** Installs and builds what is not up to date; ends the process with a message when that fails. */
export function prepare() {
  checkNode();
  install();
  build();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);
}

/** Installs with the pnpm that package.json names; npm fetches it when it is not on the PATH. */
function install() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'));
  const wanted = hashOf(['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...packages]);
  if (readIfThere(INSTALLED) === wanted) return;
  const [, version] = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@');
  const args = ['install', '--frozen-lockfile'];
  // CI keeps pnpm from asking questions.
  const options = { env: { ...process.env, CI: 'true' } };
  step('installing dependencies');
  const own = spawnSync('pnpm', ['--version'], { cwd: root, encoding: 'utf8', shell: onWindows });
  const done =
    own.status === 0 && own.stdout.trim() === version
      ? run('pnpm', args, options)
      : run('npx', ['--yes', `pnpm@${version}`, ...args], options);
  if (!done) fail('installing failed; see the messages above.');
  writeFileSync(INSTALLED, wanted);
}

/** Builds every package; the compiler decides itself which ones are old. */
function build() {
  const sources = readdirSync(join(root, 'packages')).flatMap((name) => [
    join('packages', name, 'tsconfig.json'),
    ...filesBelow(join('packages', name, 'src')),
  ]);
  const wanted = hashOf(['tsconfig.json', 'tsconfig.base.json', ...sources]);
  const complete = readdirSync(join(root, 'packages')).every((name) =>
    existsSync(join(root, 'packages', name, 'dist', 'index.js')),
  );
  if (complete && readIfThere(BUILT) === wanted) return;
  step('building');
  rmSync(BUILT, { force: true });
  // Without output the record of the last build would make the compiler believe there is nothing to do.
  const force = complete ? [] : ['--force'];
  if (!run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-b', ...force]))
    fail('building failed.');
  writeFileSync(BUILT, wanted);
}

/** Runs a program in the root with its output shown; true when it succeeded. */
export function run(program, args, options = {}) {
  const shell = onWindows && program !== process.execPath;
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', shell, ...options });
  if (result.error !== undefined) console.error(`${program}: ${result.error.message}`);
  return result.status === 0;
}

/** Says what is being done, on stderr. */
export function step(text) {
  console.error(`surety: ${text} ...`);
}

function fail(message) {
  console.error(`surety: ${message}`);
  process.exit(1);
}

const onWindows = process.platform === 'win32';

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  return `${hash.digest('hex')}\n`;
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
