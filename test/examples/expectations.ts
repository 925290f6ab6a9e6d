// Reads `expected.txt` of an example: lines of `<spec file> <claim> <verdict>`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './surety-run.js';

/** Folder with one folder for each example. */
export const examplesFolder = join(root, 'examples');

/** The verdicts that an example may promise. */
export type ExpectedVerdict = 'proved' | 'violated';

/** One line of `expected.txt`. */
export interface Expectation {
  readonly spec: string;
  readonly claim: string;
  readonly verdict: ExpectedVerdict;
}

/** Names of the examples, in order of the alphabet. */
export function exampleNames(): readonly string[] {
  return readdirSync(examplesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(examplesFolder, entry.name, 'expected.txt')))
    .map((entry) => entry.name)
    .sort();
}

/** The lines of an example's `expected.txt`; a malformed line is an exception. */
export function expectationsOf(example: string): readonly Expectation[] {
  const text = readFileSync(join(examplesFolder, example, 'expected.txt'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [spec, claim, verdict, ...rest] = line.split(' ');
      if (spec === undefined || claim === undefined || rest.length > 0)
        throw new Error(`${example}: '${line}'`);
      if (verdict !== 'proved' && verdict !== 'violated')
        throw new Error(`${example}: '${line}' has no verdict`);
      return { spec, claim, verdict };
    });
}

/** The spec files of an example. */
export function specsOf(example: string): readonly string[] {
  return readdirSync(join(examplesFolder, example))
    .filter((name) => name.endsWith('.surety') && !name.startsWith('.'))
    .sort();
}
