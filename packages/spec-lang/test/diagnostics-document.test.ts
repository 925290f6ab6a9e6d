// docs/diagnostics.md has a paragraph for every code, whose example causes it with the message shown.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadSpec, type SpecCode, specCodes } from '@surety/spec-lang';
import { fakeHost } from './support/fake-environment.js';

const document = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8');
const sections = document
  .split(/^## /m)
  .slice(1)
  .map((text) => {
    const [, code = '', summary = ''] = /^(SPEC[0-9]+): (.*)$/m.exec(text) ?? [];
    const [, example = ''] = /```surety\n([\s\S]*?)\n```/.exec(text) ?? [];
    const [, message = ''] = /```text\n([\s\S]*?)\n```/.exec(text) ?? [];
    const severity = /^Warning\. /m.test(text) ? 'warning' : 'error';
    return { code, summary, example, message, severity, hasFix: text.includes('\nTo fix it: ') };
  });

describe('docs/diagnostics.md', () => {
  it('has one paragraph for every code of the catalogue, in order', () => {
    expect(sections.map(({ code }) => code)).toEqual(Object.keys(specCodes));
  });

  it.each(sections)(
    '$code is caused by its example',
    ({ code, summary, example, message, severity, hasFix }) => {
      expect(summary).toBe(specCodes[code as SpecCode].summary);
      expect(severity).toBe(specCodes[code as SpecCode].severity);
      expect(hasFix).toBe(true);
      const named = /^contract |without a contract/m.test(example);
      const text = named ? example : `contract Bank from "Bank.sol";\n${example}`;
      const { diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost({ 'x.surety': text }));
      expect(diagnostics.filter((each) => each.code === code).map((each) => each.message)).toContain(message);
    },
  );
});
