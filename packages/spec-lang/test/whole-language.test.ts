// The whole language in one file: accepted as it is, and never a crash when it is damaged.
import { describe, expect, it } from '@jest/globals';
import { explainClaim, formatSpec, loadSpec, renderDiagnostic } from '@surety/spec-lang';
import { fakeHost, fakeText } from './support/fake-environment.js';
import { wholeSpec } from './support/whole-spec.js';

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

const pieces = /[A-Za-z_$][\w$]*|[0-9][\w.]*|"[^"\n]*"|=>|->|==|!=|<=|>=|&&|\|\||\.\.|[^\s\w]/g;

describe('the whole language', () => {
  it('is accepted without a word, also in one layout', () => {
    const formatted = formatSpec({ path: 'x.surety', text: wholeSpec }).value ?? '';
    const [first, second] = [wholeSpec, formatted].map((text) => {
      const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
      expect(diagnostics.map((each) => renderDiagnostic(each, () => text)).join('\n')).toBe('');
      return value?.claims.map((claim) => `${claim.name}: ${explainClaim(claim, value).rule}`);
    });
    expect(first?.length).toBeGreaterThan(25);
    expect(second).toEqual(first);
  });

  it('is checked or refused, never a crash, when tokens are lost, swapped or put in', () => {
    const next = generator(7);
    const tokens = [...wholeSpec.matchAll(pieces)];
    for (let i = 0; i < 250; i++) {
      const [at, other] = [tokens[next(tokens.length)], tokens[next(tokens.length)]];
      if (at === undefined || other === undefined) throw new Error('no tokens');
      const [before, after] = [wholeSpec.slice(0, at.index), wholeSpec.slice(at.index + at[0].length)];
      const middle = ['', other[0], ` ${other[0]} ${at[0]}`, `${at[0]} ${at[0]}`][next(4)] ?? '';
      const text = before + middle + after;
      const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
      for (const each of diagnostics) {
        expect(each.location?.end ?? 0).toBeLessThanOrEqual(text.length + 1);
        renderDiagnostic(each, (path) => (path === 'x.surety' ? text : fakeText(path)));
      }
      for (const claim of value?.claims ?? []) if (value !== undefined) explainClaim(claim, value);
    }
  });
});
