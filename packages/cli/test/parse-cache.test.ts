// Trees on disk: read back as they were written; whatever else lies there, or whatever the disk does, is as if nothing did.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createParseCache } from '../dist/cache/parse-cache.js';

const KEY = 'ab'.repeat(32);
const VALUE = { unit: { kind: 'sourceUnit', id: 1, alias: undefined }, diagnostics: [], ids: 1 };
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'surety-trees-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function filesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true })
    .map((name) => path.join(root, String(name)))
    .filter((file) => statSync(file).isFile());
}

describe('trees on disk', () => {
  it('are read back by a later process, undefined fields included', () => {
    createParseCache(folder).put(KEY, VALUE);
    const read = createParseCache(folder).get(KEY);
    expect(read).toStrictEqual(VALUE);
    expect(createParseCache(folder).get('cd'.repeat(32))).toBeUndefined();
    expect(filesIn(folder).map((file) => path.extname(file))).toEqual(['.tree']);
  });

  it('of other code are not read', () => {
    createParseCache(folder, { stamp: 'one' }).put(KEY, VALUE);
    expect(createParseCache(folder, { stamp: 'other' }).get(KEY)).toBeUndefined();
    expect(createParseCache(folder, { stamp: 'one' }).get(KEY)).toEqual(VALUE);
  });

  it('that are broken, cut, empty or of another key are not read', () => {
    const cache = createParseCache(folder);
    cache.put(KEY, VALUE);
    const [file = ''] = filesIn(folder);
    const content = new Uint8Array(readFileSync(file));
    const flipped = content.map((byte, i) => (i === content.length - 3 ? byte ^ 1 : byte));
    for (const broken of [flipped, content.slice(0, -1), content.slice(0, 10), new Uint8Array()]) {
      writeFileSync(file, broken);
      expect(cache.get(KEY)).toBeUndefined();
    }
    const other = `${'ab'.repeat(31)}cd`;
    writeFileSync(file.replace(KEY, other), content);
    expect(cache.get(other)).toBeUndefined();
  });

  it('need no folder that can be written', () => {
    const inFile = path.join(folder, 'file');
    writeFileSync(inFile, '');
    const cache = createParseCache(path.join(inFile, 'ast'));
    cache.put(KEY, VALUE);
    expect(cache.get(KEY)).toBeUndefined();
    expect(readFileSync(inFile, 'utf8')).toBe('');
    createParseCache(folder).put(KEY, VALUE);
    for (const name of filesIn(folder)) chmodSync(name, 0o444);
    expect(createParseCache(folder).get(KEY)).toEqual(VALUE);
  });

  it('make room by age of last use', () => {
    const large = { text: 'x'.repeat(60_000) };
    const keys = Array.from({ length: 30 }, (_, i) => i.toString(16).padStart(2, '0').repeat(32));
    const cache = createParseCache(folder, { maximumBytes: 1_000_000 });
    for (const [i, key] of keys.entries()) {
      cache.put(key, large);
      for (const file of filesIn(folder))
        if (file.includes(key))
          utimesSync(file, new Date(1_000_000 + i * 1000), new Date(1_000_000 + i * 1000));
    }
    const total = filesIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);
    expect(total).toBeLessThanOrEqual(1_000_000);
    expect(cache.get(keys[0] ?? '')).toBeUndefined();
    expect(cache.get(keys.at(-1) ?? '')).toEqual(large);
    cache.put(KEY, { text: 'x'.repeat(200_000) });
    expect(cache.get(KEY)).toBeUndefined();
  });

  it('leave nothing behind when they cannot be made', () => {
    const cache = createParseCache(folder);
    cache.put(KEY, { bad: () => {} });
    expect(cache.get(KEY)).toBeUndefined();
    expect(existsSync(folder) ? filesIn(folder) : []).toEqual([]);
  });
});
