// Damaged specifications: never an exception, never slow, and the report lies where the damage is or after it.
import { describe, expect, it } from '@jest/globals';
import { lineColumn, loadSpec, parseSpec, renderDiagnostic } from '@surety/spec-lang';
import { bankSpec } from './support/bank-spec.js';
import { fakeHost } from './support/fake-environment.js';

/** A small generator of reproducible numbers (mulberry32). */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const pieces = /[A-Za-z_$][\w$]*|[0-9][\w.]*|"[^"\n]*"|\/\/[^\n]*|=>|==|!=|<=|>=|&&|\|\||\*\*|\.\.|[^\s\w]/g;
const strays = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ';',
  ':',
  ',',
  '=>',
  'rule',
  'invariant',
  'function',
  'sum(',
  'by',
  '"',
  '/*',
  '@',
  '1e9999',
  'old',
  '?',
  '..',
];

/** One token deleted, two swapped, or one put in; with the offset of the first change. */
function mutate(text: string, seed: number): { readonly text: string; readonly offset: number } {
  const next = generator(seed);
  const tokens = [...text.matchAll(pieces)];
  const at = next(tokens.length - 1);
  const [token, following] = [tokens[at], tokens[at + 1]];
  if (token === undefined || following === undefined) throw new Error('no tokens');
  const offset = token.index;
  const end = offset + token[0].length;
  const kind = next(3);
  if (kind === 0) return { text: text.slice(0, offset) + text.slice(end), offset };
  if (kind === 1) {
    const between = text.slice(end, following.index);
    const rest = text.slice(following.index + following[0].length);
    return { text: text.slice(0, offset) + following[0] + between + token[0] + rest, offset };
  }
  return { text: `${text.slice(0, offset)} ${strays[next(strays.length)]} ${text.slice(offset)}`, offset };
}

describe('damaged specifications', () => {
  it('are reported at or after the damage, quickly and without exceptions', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { text, offset } = mutate(bankSpec, seed);
      const started = performance.now();
      const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
      const rendered = diagnostics.map((each) => renderDiagnostic(each, () => text)).join('\n');
      expect(performance.now() - started).toBeLessThan(1000);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      expect(value === undefined).toBe(errors.length > 0);
      const damaged = lineColumn(text, offset).line;
      for (const { location } of errors) {
        const line = lineColumn(text, location?.start ?? 0).line;
        if (line < damaged - 1) throw new Error(`seed ${seed}: damage on line ${damaged}\n${rendered}`);
      }
      if (errors.length > 8)
        throw new Error(`seed ${seed}: ${errors.length} errors for one change\n${rendered}`);
    }
  });

  it('parse in time that grows with their length only', () => {
    for (const text of [
      '('.repeat(50000),
      '{'.repeat(50000),
      '-'.repeat(50000),
      'invariant a: '.repeat(5000),
      `invariant a: x${'[0]'.repeat(20000)};`,
      `rule r {${'f();'.repeat(5000)}`,
      '"'.repeat(20000),
      'a => '.repeat(20000),
      `invariant a: ${'b => '.repeat(20000)}b;`,
      `invariant a: ${'b ? '.repeat(20000)}b;`,
    ]) {
      const started = performance.now();
      parseSpec({ path: 'x.surety', text });
      loadSpec({ path: 'x.surety', text }, fakeHost());
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('check the largest expressions that are accepted', () => {
    const text = `contract Bank from "Bank.sol";\ninvariant a: ${'('.repeat(62)}total${' + 1'.repeat(298)} > 0${')'.repeat(62)};`;
    const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
    expect(diagnostics).toEqual([]);
    expect(value?.claims).toHaveLength(1);
  });
});
