// The public benchmark on disk: which tasks there are, and how a property file meets a version of a contract.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the property files, `<usecase>/<property>.surety`. */
export const PROPERTIES = fileURLToPath(new URL('.', import.meta.url));

/** Tasks (use case, property, version, truth, class, published outcomes) from a file, or from the dataset itself. */
export function readTasks(dataset, file) {
  if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8'));
  return folders(join(dataset, 'contracts')).flatMap((usecase) => {
    const table = join(dataset, 'contracts', usecase, 'ground-truth.csv');
    if (!existsSync(table) || !existsSync(join(PROPERTIES, usecase))) return [];
    const published = {
      certora: outcomes(dataset, usecase, 'certora.csv'),
      solcmc_z3: outcomes(dataset, usecase, 'solcmc-z3.csv'),
    };
    return readFileSync(table, 'utf8')
      .split(/\r?\n/)
      .slice(1)
      .flatMap((line) => {
        const [property, version, truth] = line.split(',');
        if (version === undefined || (truth !== '0' && truth !== '1')) return [];
        const key = `${property},${version}`;
        const certora = published.certora.get(key) ?? null;
        const solcmc = published.solcmc_z3.get(key) ?? null;
        return [{ usecase, property, version, truth: Number(truth), certora, solcmc_z3: solcmc, class: '?' }];
      });
  });
}

function outcomes(dataset, usecase, name) {
  const file = join(dataset, 'contracts', usecase, name);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split(/\r?\n/).slice(1) : [];
  return new Map(
    lines.flatMap((line) => {
      const [property, version, outcome] = line.split(',');
      return outcome === undefined ? [] : [[`${property},${version}`, outcome]];
    }),
  );
}

/** The input of the verifier for one task: the property file, bound to this version's source. */
export function loadTask(dataset, { usecase, property, version }) {
  const path = join(PROPERTIES, usecase, `${property}.surety`);
  if (!existsSync(path)) return { kind: 'missing', reason: 'there is no property file' };
  const source = versionFile(dataset, usecase, version);
  if (source === undefined) return { kind: 'missing', reason: `the dataset has no ${usecase} ${version}` };
  const show = (file) => relative(dataset, file);
  const read = (file) => ({ path: show(file), text: readFileSync(file, 'utf8') });
  const resolve = (text, from) => {
    const folder = dirname(join(dataset, from));
    const candidates = text.startsWith('//')
      ? [text.slice(1)]
      : [
          join(folder, text),
          join(dirname(folder), text),
          join(dataset, text),
          join(dataset, 'lib', base(text)),
        ];
    const found = candidates.map(normalize).find((file) => existsSync(file));
    return found === undefined ? undefined : read(found);
  };
  const text = readFileSync(path, 'utf8').replace(
    /^(contract [^;"]*?);/gm,
    (_, declaration) => `${declaration} from "/${source}";`,
  );
  const input = {
    spec: { path: `${usecase}/${property}.surety`, text },
    sources: { resolve: (name, from) => (name === `/${source}` ? read(source) : resolve(name, from)) },
    readSpec: (name, from) => {
      const file = join(PROPERTIES, dirname(from), name);
      return existsSync(file)
        ? { path: relative(PROPERTIES, file), text: readFileSync(file, 'utf8') }
        : undefined;
    },
  };
  return { kind: 'loaded', input };
}

function versionFile(dataset, usecase, version) {
  const folder = join(dataset, 'contracts', usecase, 'versions');
  const name = existsSync(folder)
    ? readdirSync(folder).find((file) => file.endsWith(`_${version}.sol`))
    : undefined;
  return name === undefined ? undefined : join(folder, name);
}

function base(path) {
  return path.split('/').at(-1);
}

function folders(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
