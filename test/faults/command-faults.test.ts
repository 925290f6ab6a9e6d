// The command under adverse conditions: broken, forbidden and shared caches, interruptions at random times, edits while it
// watches. The verdicts and exit codes are those of a run in peace.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Report } from '@surety/core';
import { BANK, BANK_SPEC, LEAKY_BANK, project, root, start, surety } from '../cli/surety-process.js';

const open: (() => void)[] = [];
afterEach(() => {
  for (const remove of open.splice(0)) remove();
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const { folder, remove } = project(files);
  open.push(remove);
  return folder;
}

const good = { 'Bank.sol': BANK, 'bank.surety': BANK_SPEC };
const leaky = { 'Bank.sol': LEAKY_BANK, 'bank.surety': BANK_SPEC };
const readReport = (folder: string, name = 'r.json'): Report =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Report;
const entries = (folder: string): readonly string[] =>
  readdirSync(join(folder, '.surety/cache'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, '.surety/cache', name));
const cachedOf = (report: Report): readonly boolean[] =>
  report.claims
    .flatMap((claim) => claim.obligations)
    .filter((obligation) => obligation.rung !== undefined)
    .map((obligation) => obligation.cached === true);

describe('the cache', () => {
  it('remembers between runs, says so, and forgets with --no-cache', async () => {
    const folder = folderWith(good);
    const prove = async (...more: readonly string[]) => {
      expect((await surety(['prove', '--json', 'r.json', ...more], folder)).code).toBe(0);
      return cachedOf(readReport(folder));
    };
    expect(await prove()).not.toContain(true);
    const again = await prove();
    expect(again.length).toBeGreaterThan(0);
    expect(again).not.toContain(false);
    expect(await prove('--no-cache')).not.toContain(true);
  });

  it('solves anew only what an edit touched', async () => {
    const folder = folderWith(good);
    await surety(['prove', '--json', 'r.json'], folder);
    writeFileSync(join(folder, 'Bank.sol'), `${BANK}\n// an edit that changes nothing\n`);
    expect((await surety(['prove', '--json', 'r.json'], folder)).code).toBe(0);
    expect(cachedOf(readReport(folder))).not.toContain(false);
    writeFileSync(join(folder, 'Bank.sol'), LEAKY_BANK);
    expect((await surety(['prove', '--json', 'r.json'], folder)).code).toBe(1);
  });

  it('does not believe entries that were damaged', async () => {
    const folder = folderWith(leaky);
    expect((await surety(['prove'], folder)).code).toBe(1);
    for (const [i, file] of entries(folder).entries()) {
      const text = readFileSync(file, 'utf8');
      const broken = [text.replace('"sat', '"unsat'), text.slice(0, text.length / 2), '', '\0\0\0'];
      writeFileSync(file, broken[i % broken.length] ?? '');
    }
    const run = await surety(['prove'], folder);
    expect(run.code).toBe(1);
    expect(run.stderr).toBe('');
  });

  it('warns once where it cannot be written, and proves all the same', async () => {
    const folder = folderWith({ ...good, '.surety': 'a file where the folder should be' });
    const run = await surety(['prove'], folder);
    expect(run.code).toBe(0);
    expect(run.stderr.match(/cannot be written/g)).toHaveLength(1);
  });

  it('survives a disk that is full', async () => {
    const folder = folderWith(leaky);
    // No file may grow beyond one kilobyte: writes fail in the middle, as on a full disk.
    const words = [process.execPath, join(root, 'packages/cli/bin/surety.js'), 'prove'];
    const full = spawnSync('bash', ['-c', 'ulimit -f 1; exec "$@"', 'bash', ...words], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(full.status).toBe(1);
    expect(full.stderr.match(/cannot be written \(EFBIG\)/g)).toHaveLength(1);
    const left = readdirSync(join(folder, '.surety'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const after = await surety(['prove'], folder);
    expect([after.code, after.stderr]).toEqual([1, '']);
  });

  it('is shared by runs at the same time', async () => {
    const folder = folderWith(leaky);
    const runs = await Promise.all(
      ['a.json', 'b.json', 'c.json'].map((name) => surety(['prove', '--json', name], folder)),
    );
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual([1, 1, 1].map((code) => [code, '']));
    const kinds = ['a.json', 'b.json', 'c.json'].map(
      (name) => readReport(folder, name).claims[0]?.verdict.kind,
    );
    expect(kinds).toEqual(['violated', 'violated', 'violated']);
    expect((await surety(['prove'], folder)).code).toBe(1);
  });
});

describe('interruptions', () => {
  it('at any time leave nothing broken behind', async () => {
    const folder = folderWith(leaky);
    for (const delay of [60, 210, 390, 540, 750, 930]) {
      const running = start(['prove', '--json', 'r.json'], folder);
      await sleep(delay);
      running.kill('SIGINT');
      const { code, signal } = await running.ended;
      // Before the handlers are up the signal itself ends the process; after the last step the run has ended.
      expect([130, 1, 'SIGINT']).toContain(signal ?? code);
      const left = readdirSync(folder).filter((name) => name !== '.surety' && name !== 'r.json');
      expect(left.sort()).toEqual(['Bank.sol', 'bank.surety']);
    }
    const run = await surety(['prove', '--json', 'r.json'], folder);
    expect(run.code).toBe(1);
    expect(readReport(folder).claims[0]?.verdict.kind).toBe('violated');
  });
});

describe('surety prove --watch', () => {
  it('proves again on a change, and ends in order', async () => {
    const folder = folderWith(good);
    const running = start(['prove', '--watch'], folder);
    open.push(() => running.kill('SIGKILL'));
    const seen = async (pattern: RegExp, times: number): Promise<void> => {
      for (let wait = 0; wait < 400; wait++) {
        if ((running.output().match(new RegExp(pattern, 'g')) ?? []).length >= times) return;
        await sleep(50);
      }
      throw new Error(`not seen: ${pattern} in ${running.output()}`);
    };
    await seen(/watching for changes/, 1);
    expect(running.output()).toContain('1 proved');
    writeFileSync(join(folder, 'Bank.sol'), LEAKY_BANK);
    await seen(/watching for changes/, 2);
    expect(running.output()).toContain('1 violated');
    writeFileSync(join(folder, 'bank.surety'), 'this is no spec');
    await seen(/watching for changes/, 3);
    writeFileSync(join(folder, 'bank.surety'), BANK_SPEC);
    await seen(/watching for changes/, 4);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
  });
});
