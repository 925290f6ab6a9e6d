// The examples of docs/language.md are specifications: each is checked against the contracts of the tests.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatSpec, loadSpec, renderDiagnostic, specCodes } from '@surety/spec-lang';
import { fakeHost, fakeText } from './support/fake-environment.js';

const document = readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/```surety\n([\s\S]*?)```/g)].map(([, text = '']) =>
  /^contract /m.test(text) ? text : `contract Bank from "Bank.sol";\n${text}`,
);

describe('docs/language.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  it.each(examples)('example %#', (text) => {
    const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
    const textOf = (path: string) => (path === 'x.surety' ? text : fakeText(path));
    expect(diagnostics.map((each) => renderDiagnostic(each, textOf)).join('\n')).toBe('');
    expect(value?.claims.length).toBeGreaterThan(0);
    expect(formatSpec({ path: 'x.surety', text }).value).toBeDefined();
  });

  it.each(examples)('example %# has one layout', (text) => {
    const once = formatSpec({ path: 'x.surety', text }).value ?? '';
    expect(formatSpec({ path: 'x.surety', text: once }).value).toBe(once);
    const comments = (each: string) => [...each.matchAll(/\/\/.*/g)].map(([comment]) => comment.trim());
    expect(comments(once)).toEqual(comments(text));
  });

  it('mentions only codes of the catalogue', () => {
    for (const [code] of document.matchAll(/SPEC[0-9]{3}/g)) expect(Object.keys(specCodes)).toContain(code);
  });
});
