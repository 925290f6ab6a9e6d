// Syntax: whatever the input, the parser's door answers with a tree or with placed diagnostics, never with an exception.
import { describe, expect, it } from '@jest/globals';
import { loadProgram, lowerContract } from '@surety/core';
import { lex } from '../../dist/frontend/lexer.js';
import { checkOverrides } from '../../dist/frontend/overrides.js';
import { parseSolidity } from '../../dist/frontend/parse.js';
import { buildScopes } from '../../dist/frontend/scopes.js';
import { readModule, seededRandom, sourcesOf } from './translate-support.js';

function firstError(text: string): { readonly at: string; readonly message: string } | undefined {
  const [error] = parseSolidity({ path: 'a.sol', text }).diagnostics;
  return error && { at: text.slice(error.location?.start, error.location?.end), message: error.message };
}

describe('syntax errors', () => {
  it.each([
    ['contract C { uint y; uint x = ; }', 30, "unexpected ';'; expected an expression"],
    ['contract C { function f() public { y(); x + ; } }', 44, "unexpected ';'; expected an expression"],
    ['contract C { uint x; } }', 23, "unexpected '}'"],
    ['contract C {\n  uint 1x;\n}', 20, "'1' is not a token of Solidity"],
    ['contract C { uint x; function f() public { x == 1 ' + '}', 50, "missing ';' before '}'"],
    ['contract C { uint storage; }', 18, "unexpected 'storage', which is a keyword; expected a name"],
    ['contract C { uint é; }', 18, "'é' is not a token of Solidity"],
  ])('%s', (text, offset, message) => {
    const [error] = parseSolidity({ path: 'a.sol', text }).diagnostics;
    expect({ at: error?.location?.start, message: error?.message }).toEqual({ at: offset, message });
  });

  it('at the end of a file point at its last token', () => {
    expect(firstError('contract C { uint x;')).toEqual({
      at: ';',
      message: "unexpected end of file; expected '}'",
    });
  });

  it('are told for each part that has one', () => {
    const text = `contract C {
      function f() public { uint x = ; if (x) { } }
      uint y;
      function g(public) public {}
      function h() public { return 1 }
    }`;
    const { tree, diagnostics } = parseSolidity({ path: 'a.sol', text });
    expect(tree).toBeUndefined();
    expect(diagnostics.map(({ location }) => text.slice(0, location?.start).split('\n').length)).toEqual([
      2, 4, 5,
    ]);
  });

  it('are found in texts that end too early', () => {
    for (const text of [
      'contract C { event E(',
      'pragma',
      'contract',
      'import',
      'using',
      'contract C { function f( ) returns',
      'x',
      'contract C is',
      'contract C { function f() { assembly {',
      '"',
      '/*',
    ]) {
      const { tree, diagnostics } = parseSolidity({ path: 'a.sol', text });
      expect({ text, tree, codes: diagnostics.map(({ code }) => code) }).toEqual({
        text,
        tree: undefined,
        codes: expect.arrayContaining(['SOL101']),
      });
    }
  });

  it('nesting beyond all measure is refused at once', () => {
    const wrap = (expression: string): string => `contract C { function f() public { x = ${expression}; } }`;
    for (const text of [
      wrap('('.repeat(3000) + ')'.repeat(3000)),
      wrap(`${'1+'.repeat(5000)}1`),
      wrap(`x${'.y'.repeat(5000)}`),
      wrap(`${'!'.repeat(5000)}x`),
      wrap(`${'a ? b : '.repeat(5000)}c`),
      `contract C { function f() public { ${'if (x) y(); else '.repeat(5000)} z(); } }`,
      '{'.repeat(100_000),
    ]) {
      expect(parseSolidity({ path: 'a.sol', text }).diagnostics.map(({ code }) => code)).toEqual(['SOL106']);
    }
  });

  it('texts that are no programs are no trouble', () => {
    for (const text of ['', '\u0000\ufeff', '/*', '"', '\ud800 contract C {}', '// only a comment']) {
      const { tree, diagnostics } = parseSolidity({ path: 'a.sol', text });
      expect(tree !== undefined || diagnostics.length > 0).toBe(true);
    }
  });

  it('chains that are long but not beyond all measure pass the whole front end', () => {
    const chain = Array.from({ length: 150 }, (_, i) => `x + ${i}`).join(' + ');
    const branches = Array.from({ length: 150 }, (_, i) => `if (x == ${i}) x = ${i}; else `).join('');
    const text = `contract C { uint x; function f() public { x = ${chain}; ${branches} x = 0; } }`;
    const { program, diagnostics } = loadProgram([{ path: 'a.sol', text }], { resolve: () => undefined });
    expect(diagnostics).toEqual([]);
    const [contract] = program?.contracts ?? [];
    if (program === undefined || contract === undefined) throw new Error('no contract');
    expect(lowerContract(program, contract.id).diagnostics).toEqual([]);
  });

  it('200 mutated contracts give diagnostics or a tree, no exception', () => {
    const random = seededRandom(7);
    const originals = [
      'solmate/src/auth/Owned.sol',
      'solmate/src/utils/ReentrancyGuard.sol',
      'canonical-weth/contracts/WETH9.sol',
      '@openzeppelin/contracts/access/Ownable.sol',
      '@openzeppelin/contracts/utils/Nonces.sol',
    ].map((file) => readModule(file).text);
    let rejected = 0;
    for (let round = 0; round < 200; round++) {
      const text = mutate(originals[round % originals.length] ?? '', random);
      const sources = sourcesOf({ 'a.sol': text, '../utils/Context.sol': 'abstract contract Context {}' }, [
        'a.sol',
      ]);
      const scopes = buildScopes(sources);
      const found = [...sources.diagnostics, ...scopes.diagnostics, ...checkOverrides(scopes)];
      if (found.length > 0) rejected++;
      for (const { code, location } of found) {
        expect(code).toMatch(/^SOL[1-4]\d\d$/);
        expect(location?.end).toBeLessThanOrEqual(text.length);
        expect(location?.start).toBeLessThanOrEqual(location?.end ?? 0);
      }
    }
    expect(rejected).toBeGreaterThan(150);
  });
});

/** Deletes, doubles, swaps or replaces one to three tokens. */
function mutate(text: string, random: (bound: number) => number): string {
  const tokens = lex(text).map((token) => token.text);
  for (let i = random(3); i >= 0; i--) {
    const at = random(tokens.length);
    const other = tokens[random(tokens.length)] ?? ';';
    const operations = [[], [tokens[at] ?? '', tokens[at] ?? ''], [other], [tokens[at] ?? '', other]];
    tokens.splice(at, 1, ...(operations[random(operations.length)] ?? []));
  }
  return tokens.join(' ');
}
