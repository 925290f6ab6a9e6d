// `surety explain`: what will be proved, in English, entry point by entry point, and written out.
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BANK, BANK_SPEC, project, root, surety } from './surety-process.js';

const { folder, remove } = project({
  'Bank.sol': BANK,
  'bank.surety': `${BANK_SPEC}
assume credits[address(0)] == 0;

/// Nobody takes more
/// than is theirs.
function withdraw(uint amount) {
    reverts if amount > credits[sender];
    using solvent;
}

only withdraw may decrease credits[*];
`,
  'wrong.surety': BANK_SPEC.replace('credits', 'credit'),
});
afterAll(remove);

describe('surety explain', () => {
  it('explains one claim', async () => {
    const run = await surety(['explain', 'bank.surety', 'solvent'], folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^solvent {2}an invariant of Bank, bank\.surety:4\n/);
    expect(run.stdout).toContain("The bank's ether covers everything it owes.");
    expect(run.stdout).toMatch(/^ {4}constructor +leaves a state in which it holds$/m);
    expect(run.stdout).toMatch(/^ {4}deposit\(\) +takes ether; may write credits$/m);
    expect(run.stdout).toMatch(
      /^ {4}withdraw\(uint256\) +may write credits; may send ether; runs code outside, which may call back$/m,
    );
    expect(run.stdout).toMatch(/rule solvent_kept \{\n {8}assume .*\n {8}any;\n {8}assert /);
    expect(run.stdout).toContain('- assume credits[address(0)] == 0');
    expect(run.stdout).toContain('- running out of gas is not considered');
  });

  it('explains all claims, and says once what all rest on', async () => {
    const run = await surety(['explain', 'bank.surety'], folder);
    expect(run.code).toBe(0);
    const headings = run.stdout.split('\n').filter((line) => /^\S.* {2}\S/.test(line));
    expect(headings).toHaveLength(3);
    expect(run.stdout).toContain('\n  Nobody takes more than is theirs.\n');
    expect(run.stdout).toContain('assert credits[a] < old(credits[a]) => t is withdraw;');
    expect(run.stdout).toContain('Taken from other claims, in the state before: `solvent`.');
    expect(run.stdout.match(/running out of gas/g)).toHaveLength(1);
    expect(run.stdout).toContain('assumed by all claims\n');
  });

  it('explains every example', async () => {
    for (const spec of ['erc20/erc20', 'erc4626/erc4626', 'lending/lending', 'weth/weth']) {
      const run = await surety(['explain', join('examples', `${spec}.surety`)], root);
      expect(run.stderr).toBe('');
      expect(run.code).toBe(0);
    }
  });

  it.each([
    { words: ['bank.surety', 'solvnt'], code: 'CLI040', help: "did you mean 'solvent'?" },
    { words: ['wrong.surety'], code: 'SPEC209', help: "did you mean 'credits'?" },
    { words: ['bnk.surety'], code: 'CLI001', help: "did you mean 'bank.surety'?" },
    { words: ['Bank.sol'], code: 'CLI002', help: '' },
    { words: ['.'], code: 'CLI002', help: '' },
    { words: [], code: 'CLI050', help: '' },
  ])('refuses $words', async ({ words, code, help }) => {
    const run = await surety(['explain', ...words], folder);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(help);
  });
});
