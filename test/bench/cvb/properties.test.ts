// Every property file of the public benchmark parses, is laid out as the formatter does it, and makes a documented claim.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { formatSpec, parseSpec } from '@surety/spec-lang';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.surety'))
      .map((file) => `${name}/${file}`),
  )
  .sort();

describe('property files of the public benchmark', () => {
  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(153);
  });

  it.each(files)('%s', (path) => {
    const file = { path, text: readFileSync(join(folder, path), 'utf8') };
    const parsed = parseSpec(file);
    expect(parsed.diagnostics).toEqual([]);
    expect(formatSpec(file)).toMatchObject({ value: file.text });
    // The source is supplied by the harness, so that one file speaks of all versions.
    expect(file.text).toMatch(/^contract \w+;$/m);
    expect(file.text).toMatch(/^\/\/\/ \w/m);
  });
});
