// Names of fixed slots, and questions to contracts outside: what they become, and what is refused.
import { describe, expect, it } from '@jest/globals';
import { formatSpec, loadSpec } from '@surety/spec-lang';
import { fakeHost } from './support/fake-environment.js';

const IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn;
const bank = 'contract Bank from "Bank.sol";\ncontract Token = ERC20 from "ERC20.sol";\n';

function load(text: string): ReturnType<typeof loadSpec> {
  const whole = bank + text;
  return loadSpec({ path: 'x.surety', text: whole }, fakeHost({ 'x.surety': whole }));
}

describe('slots with names', () => {
  it.each([
    'link Bank.code at erc1967.implementation to Token;',
    `link Bank.code at ${IMPLEMENTATION} to Token;`,
    'link Bank.code at 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc to Token;',
  ])('%s', (link) => {
    const { value, diagnostics } = load(
      `${link}\ninvariant a: code == address(Token) && code.supply >= 0;\n`,
    );
    expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    expect(value?.links.map((each) => [each.variable.name, each.variable.slot, each.target])).toEqual([
      ['code', IMPLEMENTATION, 'Token'],
    ]);
  });

  it('are names only without a contract behind them', () => {
    const { value } = load('link Bank.admin at erc1967.admin;\nadmin never changes;\n');
    expect(value?.links).toEqual([]);
    expect(value?.claims.map((claim) => claim.name)).toEqual(['admin.never#1']);
  });

  it.each([
    ['link Bank.code at erc1967.nothing;', 'SPEC232'],
    ['link Bank.code at total;', 'SPEC232'],
    ['link Bank.owner at erc1967.admin;', 'SPEC208'],
    ['link Bank.a at erc1967.admin;\nlink Bank.b at erc1967.admin;', 'SPEC208'],
  ])('%s is refused', (text, code) => {
    const { diagnostics } = load(`${text}\ninvariant x: total >= 0;\n`);
    expect(diagnostics.filter((each) => each.severity === 'error').map((each) => each.code)).toEqual([code]);
  });

  it('keep their layout', () => {
    const text =
      'contract Bank;\n\nlink Bank.code at erc1967.implementation to Bank;\nlink Bank.admin at 0xff;\n';
    expect(formatSpec({ path: 'x.surety', text }).value).toBe(text);
  });
});
