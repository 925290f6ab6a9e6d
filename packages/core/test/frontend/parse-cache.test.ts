// The cache of trees: what comes out of it is what the parser gives, in its own place, or it is not used.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import type { ParseCache } from '@surety/core';
import { loadProgram } from '@surety/core';
import { LIBRARY_VERSION } from '../../dist/frontend/library.js';
import { parseText, parseUnit } from '../../dist/frontend/parse.js';
import { placed, remembered, TREE_VERSION } from '../../dist/frontend/parse-cache.js';
import { createNodeIds } from '../../dist/frontend/translate-context.js';
import { collect, readModule } from './translate-support.js';

const TEXT = readModule('@openzeppelin/contracts/token/ERC20/ERC20.sol').text;
let fresh = 0;
/** A text that no cache in memory knows. */
const newText = (): string => `${TEXT}// ${fresh++}\n`;

function storeOf(entries: Map<string, Uint8Array>): ParseCache {
  return {
    get: (key) => {
      const bytes = entries.get(key);
      return bytes && deserialize(bytes);
    },
    put: (key, value) => void entries.set(key, serialize(value)),
  };
}

describe('the cache of trees', () => {
  it('gives each file of a load its own path, file index and node ids', () => {
    const ids = createNodeIds();
    const text = newText();
    const units = ['a.sol', 'b.sol'].map((path, file) => {
      const unit = parseUnit({ path, file, text, ids, diagnostics: [] });
      if (unit === undefined) throw new Error('no tree');
      return unit;
    });
    const seen = new Set<number>();
    for (const [file, unit] of units.entries()) {
      expect([unit.path, unit.file]).toEqual([['a.sol', 'b.sol'][file], file]);
      const spans = collect(unit, ({ span }) => span as { readonly file: number } | undefined);
      expect(new Set(spans.map((span) => span.file))).toEqual(new Set([file]));
      for (const id of collect(unit, ({ id }) => id as number | undefined)) {
        expect(seen.has(id)).toBe(false);
        seen.add(id);
      }
    }
    expect(ids.next()).toBe(Math.max(...seen) + 1);
  });

  it('returns from bytes what the parser gives', () => {
    const text = newText();
    const parsed = parseText(text);
    const stored = deserialize(serialize(parsed)) as typeof parsed;
    const place = (one: typeof parsed) => placed(one, { path: 'a.sol', file: 3, ids: createNodeIds() });
    expect(place(stored)).toEqual(place(parsed));
    expect(place(parsed).unit).toEqual({ ...place(stored).unit, path: 'a.sol', file: 3 });
  });

  it('parses once, and keeps mistakes too', () => {
    const entries = new Map<string, Uint8Array>();
    const cache = storeOf(entries);
    for (const text of [newText(), `${newText()} contract`]) {
      const direct = parseText(text);
      let parses = 0;
      const parse = (): typeof direct => {
        parses++;
        return direct;
      };
      expect(remembered(text, parse, cache)).toEqual(direct);
      expect(remembered(text, parse, undefined)).toEqual(direct);
      expect(parses).toBe(1);
    }
    expect(entries.size).toBe(2);
  });

  it('does not use what was never a tree', () => {
    for (const value of [null, 1, 'tree', {}, { unit: { kind: 'function' }, diagnostics: [], ids: 1 }]) {
      const text = newText();
      const cache: ParseCache = { get: () => value, put: () => {} };
      expect(remembered(text, parseText, cache).unit?.kind).toBe('sourceUnit');
    }
  });

  it('is asked by everything that loads programs', () => {
    const entries = new Map<string, Uint8Array>();
    const source = { path: 'a.sol', text: `contract C { uint x; } // ${fresh++}` };
    loadProgram([source], { resolve: () => undefined, parseCache: storeOf(entries) });
    expect(entries.size).toBe(1);
  });

  it('has another version when the trees are others', () => {
    const files = [
      'canonical-weth/contracts/WETH9.sol',
      '@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol',
      '@openzeppelin/contracts/utils/math/Math.sol',
    ];
    const trees = JSON.stringify(files.map((file) => parseText(readModule(file).text)));
    const digest = createHash('sha256').update(trees).digest('hex').slice(0, 16);
    // Whoever changes the trees raises TREE_VERSION and writes the new pair here.
    expect({ version: TREE_VERSION, digest }).toEqual({ version: 1, digest: 'f431b978de306f5f' });
  });

  it('knows the release of the library', () => {
    const require = createRequire(new URL('../../dist/index.js', import.meta.url));
    const main = require.resolve('@solidity-parser/parser');
    const manifest: unknown = JSON.parse(readFileSync(path.join(main, '../../package.json'), 'utf8'));
    expect(manifest).toMatchObject({ version: LIBRARY_VERSION });
  });
});
