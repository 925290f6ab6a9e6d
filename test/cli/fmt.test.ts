// `surety fmt`: one layout, every comment kept, nothing written that means something else.
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { formatSpec } from '@surety/spec-lang';
import { BANK, BANK_SPEC, project, root, surety } from './surety-process.js';

const UNTIDY = `// about the bank
contract   Bank from './Bank.sol' ;
/* a block
   comment */ invariant solvent :  balance(this)>=sum( credits ) ; // behind
function withdraw(uint amount){ reverts if amount>credits[sender];
   // inside
   ensures credits[sender]==old(credits[sender])-amount; }
// at the end`;

const open: { readonly remove: () => void }[] = [];
function folderWith(files: Readonly<Record<string, string>>): string {
  const made = project(files);
  open.push(made);
  return made.folder;
}
afterEach(() => {
  for (const made of open.splice(0)) made.remove();
});

describe('surety fmt', () => {
  it('writes one layout and keeps comments; a second run changes nothing', async () => {
    const folder = folderWith({ 'bank.surety': UNTIDY.replaceAll("'", '"'), 'Bank.sol': BANK });
    const check = await surety(['fmt', '--check'], folder);
    expect(check).toMatchObject({ code: 1, stdout: 'would change bank.surety\n', stderr: '' });
    expect(readFileSync(join(folder, 'bank.surety'), 'utf8')).toBe(UNTIDY.replaceAll("'", '"'));
    const run = await surety(['fmt'], folder);
    expect(run).toMatchObject({ code: 0, stdout: 'formatted bank.surety\n', stderr: '' });
    const text = readFileSync(join(folder, 'bank.surety'), 'utf8');
    expect(text).toContain('invariant solvent: balance(this) >= sum(credits);');
    for (const words of ['about the bank', 'a block', 'comment', 'behind', 'inside', 'at the end'])
      expect(text).toContain(words);
    expect(await surety(['fmt', 'bank.surety'], folder)).toMatchObject({
      code: 0,
      stdout: '1 file: nothing to change\n',
    });
    expect(await surety(['fmt', '--check', '.'], folder)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).sort()).toEqual(['Bank.sol', 'bank.surety']);
  });

  it('formats the other files when one has errors, and leaves that one alone', async () => {
    const broken = 'contract Bank from "./Bank.sol";\ninvariant solvent balance(this) >= 0;\n';
    const folder = folderWith({ 'a.surety': broken, 'b.surety': `${BANK_SPEC}\n\n` });
    const run = await surety(['fmt'], folder);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('formatted b.surety\n');
    expect(run.stderr).toMatch(/a\.surety:2:\d+: error SPEC1/);
    expect(readFileSync(join(folder, 'a.surety'), 'utf8')).toBe(broken);
    expect(readFileSync(join(folder, 'b.surety'), 'utf8')).toBe(BANK_SPEC);
  });

  it('takes the specs of the project file, keeps links and permissions', async () => {
    const folder = folderWith({
      'surety.yaml': 'specs: [specs, Bank.sol]\n',
      'real/bank.surety': `${BANK_SPEC}\n\n`,
      'specs/other.surety': BANK_SPEC,
      'Bank.sol': BANK,
      'elsewhere.surety': `${BANK_SPEC}\n\n`,
    });
    chmodSync(join(folder, 'real/bank.surety'), 0o640);
    symlinkSync('../real/bank.surety', join(folder, 'specs/bank.surety'));
    const run = await surety(['fmt'], folder);
    expect(run).toMatchObject({ code: 0, stdout: 'formatted specs/bank.surety\n' });
    expect(readFileSync(join(folder, 'real/bank.surety'), 'utf8')).toBe(BANK_SPEC);
    expect(statSync(join(folder, 'real/bank.surety')).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(folder, 'elsewhere.surety'), 'utf8')).toBe(`${BANK_SPEC}\n\n`);
  });

  it.each([
    { words: ['fmt', 'nowhere.surety'], code: 'CLI001' },
    { words: ['fmt', 'Bank.sol'], code: 'CLI002' },
    { words: ['fmt', 'empty'], code: 'CLI003' },
    { words: ['fmt', '--chek'], code: 'CLI050' },
  ])('refuses $words', async ({ words, code }) => {
    const folder = folderWith({ 'Bank.sol': BANK, 'empty/readme.md': '' });
    const run = await surety(words, folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
    expect(run.stdout).toBe('');
  });

  it('accepts every example and the whole library', async () => {
    const run = await surety(['fmt', '--check', 'examples', 'packages/spec-lang/library'], root);
    expect(run.stderr).toBe('');
    expect([0, 1]).toContain(run.code);
    expect(run.stdout).not.toContain('library');
  });
});

describe('the specifications of this repository', () => {
  it('are in the one layout', () => {
    const untidy = specFiles(['examples', 'test', 'packages/spec-lang/library']).filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return formatSpec({ path, text }).value !== text;
    });
    expect(untidy).toEqual([]);
  });
});

/** Spec files below folders of the repository; a file of test/adversary holds several specifications, one after the other. */
function specFiles(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory())
        return entry.name.startsWith('.') || path === 'test/adversary' ? [] : specFiles([path]);
      return entry.name.endsWith('.surety') ? [path] : [];
    }),
  );
}
