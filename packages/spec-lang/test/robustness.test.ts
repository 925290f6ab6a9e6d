// Damaged specifications: never an exception, never slow, and the report lies where the damage is or after it.
import { describe, expect, it } from '@jest/globals';
import { lineColumn, loadSpec, parseSpec, renderDiagnostic } from '@surety/spec-lang';
import { bankSpec } from './support/bank-spec.js';
import { fakeHost } from './support/fake-environment.js';
import { generator, mutate } from './support/mutate.js';

describe('damaged specifications', () => {
  it('are reported at or after the damage, quickly and without exceptions', () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const { text, offset, next } = mutate(bankSpec, generator(seed));
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
      // The first one is where the change is, or where what comes after it no longer fits.
      const [first] = errors;
      const firstLine = lineColumn(text, first?.location?.start ?? next).line;
      if (firstLine > lineColumn(text, next).line) {
        // Only a name that the change took away is missed later, where it is used.
        const missed = /(?:unknown name|there is no invariant) '(\w+)'/.exec(first?.message ?? '')?.[1];
        const declared = bankSpec.split('\n')[damaged - 1] ?? '';
        if (missed === undefined || !new RegExp(`\\b${missed}\\b`).test(declared))
          throw new Error(
            `seed ${seed}: damage on line ${damaged}, reported on line ${firstLine}\n${rendered}`,
          );
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
    const text = `contract Bank from "Bank.sol";\ninvariant a: ${'('.repeat(62)}total${' + 1'.repeat(298)} < 1e30${')'.repeat(62)};`;
    const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
    expect(diagnostics).toEqual([]);
    expect(value?.claims).toHaveLength(1);
  });
});
