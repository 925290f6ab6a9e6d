// The specification language end to end: every claim of test/language/cases says in a comment what is expected of it, and
// gets that from the command as a user runs it; a `violated` is a run replayed on the EVM.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root, runSurety } from '../examples/surety-run.js';

const cases = join(root, 'test/language/cases');
const WORDS: Readonly<Record<string, string>> = {
  'not inductive': 'notInductive',
  'proved up to': 'provedUpTo',
};

/** Verdicts in the order of the claims: `// expect: proved, violated` stands behind each claim's first or last line. */
function expectations(text: string): readonly string[] {
  return [...text.matchAll(/\/\/ expect: ([a-z, ]+)/g)]
    .flatMap(([, list]) => (list ?? '').split(','))
    .map((word) => WORDS[word.trim()] ?? word.trim());
}

describe('the language', () => {
  for (const file of readdirSync(cases).filter((name) => name.endsWith('.surety') && !name.startsWith('.'))) {
    it(file, async () => {
      const { report } = await runSurety(cases, file);
      const expected = expectations(readFileSync(join(cases, file), 'utf8'));
      const named = report.claims.map((claim, i) => `${claim.name}: ${expected[i] ?? 'nothing expected'}`);
      expect(report.claims.map((claim) => `${claim.name}: ${claim.verdict.kind}`)).toEqual(named);
      expect(report.claims.length).toBe(expected.length);
      for (const { verdict } of report.claims)
        if (verdict.kind === 'violated') expect(verdict.trace.replayed).toBe(true);
    });
  }
});
