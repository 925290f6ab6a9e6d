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

  it('answers every form it lists as planned with SPEC900 alone', () => {
    const planned = [
      'only deposit may increase credits[*];',
      'can exit(address a) when credits[a] > 0:\n  withdraw(1) by a;\n  reaches credits[a] == 0;',
      'possible frontrun(address p) assume p != owner:\n  any by p; try pause() by p; reaches reverted;',
      'ghost uint paid = 0;\ninvariant a: paid >= 0;',
      'after withdraw(uint amount) { paid += amount; }',
      'on change credits[k] from was to is { paid += is - was; }',
      'trust math.mulDiv(a, b, c) returns floor(a * b / c);',
      'loop Pool.accrue#1 invariant total == sum(debt[users[j]] for j < i);',
      'parameter LTV in 0 .. 1_000_000;',
      'region safe: solvent over LTV;',
      'assume exact division;',
      'assume token is ERC20;',
      'assume token.price() in 1 .. 2;',
      'assume token.price() moves at most 10% per block;',
      'assume owner accepts ether;',
      'invariant a: total >= 0\n  preserved by withdraw(uint x) { assume x > 0; };',
      'function deposit() {\n  changes credits[sender], total;\n  emits Deposited(sender);\n  ensures total >= 0;\n}',
      'rule r {\n  any*;\n  assert total >= 0;\n}',
      'rule r {\n  deposit() at t succeeds;\n  assert t.number > 0;\n}',
      'invariant a: count(k in credits where credits[k] > 0) >= 0;',
      'invariant a: init(total) == 0;',
      'invariant a: sum(members) >= 0;',
      'invariant a: token is ERC20;',
    ];
    for (const construct of planned) {
      const text = `contract Bank from "Bank.sol";\n${construct}\ninvariant after_it: total >= 0;\n`;
      const { diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
      const codes = new Set(diagnostics.map(({ code }) => code));
      if (codes.size !== 1 || !codes.has('SPEC900')) {
        throw new Error(
          `${construct}\n${diagnostics.map((each) => renderDiagnostic(each, () => text)).join('\n')}`,
        );
      }
    }
  });

  it('mentions only codes of the catalogue', () => {
    for (const [code] of document.matchAll(/SPEC[0-9]{3}/g)) expect(Object.keys(specCodes)).toContain(code);
  });
});
