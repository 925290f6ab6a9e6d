// Syntax: whatever the input, the parser's door answers with a tree or with placed diagnostics, never with an exception.
import { describe, expect, it } from '@jest/globals';
import { checkOverrides } from '../../dist/frontend/overrides.js';
import { parseSolidity } from '../../dist/frontend/parse.js';
import { buildScopes } from '../../dist/frontend/scopes.js';
import { tokensBetween } from '../../dist/frontend/source-tokens.js';
import { readModule, seededRandom, sourcesOf } from './translate-support.js';

function firstError(text: string): { readonly at: string; readonly message: string } | undefined {
  const [error] = parseSolidity({ path: 'a.sol', text }).diagnostics;
  return error && { at: text.slice(error.location?.start, error.location?.end), message: error.message };
}

describe('syntax errors', () => {
  it('have the place of the offending token', () => {
    expect(firstError('contract C { uint y; uint x = ; }')?.at).toBe('uint x = ;');
    expect(firstError('contract C { function f() public { y(); x + ; } }')?.at).toContain('x + ;');
    expect(firstError('contract C { uint x; } }')?.at).toBe('}');
    expect(firstError('contract C {\n  uint 1x;\n}')?.at).toMatch(/^1/);
  });

  it('at the end of a file point at its last token', () => {
    expect(firstError('contract C { uint x;')).toEqual({
      at: expect.any(String),
      message: expect.stringMatching(/end of file|never closed/),
    });
  });

  it('are found where the library fails on its own tree', () => {
    for (const text of [
      'contract C { event E(',
      'pragma',
      'contract',
      'import',
      'using',
      'contract C { function f( ) returns',
      'x',
      'contract C is',
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
  const tokens = tokensBetween(text, 0, text.length).map((token) => token.text);
  for (let i = random(3); i >= 0; i--) {
    const at = random(tokens.length);
    const other = tokens[random(tokens.length)] ?? ';';
    const operations = [[], [tokens[at] ?? '', tokens[at] ?? ''], [other], [tokens[at] ?? '', other]];
    tokens.splice(at, 1, ...(operations[random(operations.length)] ?? []));
  }
  return tokens.join(' ');
}
