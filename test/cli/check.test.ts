// `surety check` and `surety ir` on projects as they lie on disk: Foundry, Hardhat, plain folders, packages.
import { afterEach, describe, expect, it } from '@jest/globals';
import { BANK, project, root, surety } from './surety-process.js';

const LIBRARY =
  'pragma solidity ^0.8.0;\nlibrary Add { function one(uint256 a) internal pure returns (uint256) { return a + 1; } }\n';
const user = (from: string, name = 'User'): string =>
  `pragma solidity ^0.8.0;\nimport {Add} from "${from}";\ncontract ${name} { function f(uint256 a) external pure returns (uint256) { return Add.one(a); } }\n`;

const open: { readonly remove: () => void }[] = [];
function folderWith(files: Readonly<Record<string, string>>): string {
  const made = project(files);
  open.push(made);
  return made.folder;
}
afterEach(() => {
  for (const made of open.splice(0)) made.remove();
});

describe('surety check', () => {
  it('checks a Foundry project: its source folder, with libraries and remappings', async () => {
    const folder = folderWith({
      'foundry.toml': '[profile.default]\nsrc = "contracts"\nlibs = ["lib"]\n',
      'remappings.txt': '@add/=lib/add/src/\n',
      'lib/add/src/Add.sol': LIBRARY,
      'contracts/User.sol': user('@add/Add.sol'),
      'contracts/Other.sol': user('add/Add.sol', 'Other'),
      'contracts/User.t.sol': 'this is no Solidity',
      'test/Broken.sol': 'nor is this',
    });
    const run = await surety(['check'], folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('2 files');
    expect(run.stdout).toContain('1 more imported; 1 test and script file left out');
    expect(run.stdout).toContain('2 of 2 external functions with all they reach (100.0 %)');
    expect(run.stdout).toContain('no errors');
  });

  it('checks a Hardhat project: contracts/ with node_modules', async () => {
    const folder = folderWith({
      'hardhat.config.ts': 'export default {};',
      'node_modules/add/Add.sol': LIBRARY,
      'contracts/User.sol': user('add/Add.sol'),
      'contracts/inner/Deep.sol': user('contracts/../node_modules/add/Add.sol', 'Deep'),
      'other/Broken.sol': 'nor is this',
    });
    const run = await surety(['check', '.'], folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('2 files');
  });

  it('checks a package without configuration', async () => {
    const run = await surety(
      ['check', 'node_modules/@openzeppelin/contracts/token/ERC20', '--json', '-'],
      root,
    );
    expect(run.code).toBe(0);
    const report = JSON.parse(run.stdout) as {
      readonly schema: string;
      readonly files: number;
      readonly diagnostics: readonly unknown[];
    };
    expect(report.schema).toBe('surety-check/1');
    expect(report.files).toBeGreaterThanOrEqual(20);
    expect(report.diagnostics).toEqual([]);
    expect(run.stderr).toContain('no errors');
  });

  it('shows errors in place and ends with 2', async () => {
    const folder = folderWith({
      'Bank.sol': BANK.replace('credits[msg.sender] += ', 'credit[msg.sender] += '),
    });
    const run = await surety(['check', 'Bank.sol'], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('SOL211');
    expect(run.stderr).toContain('Bank.sol:8');
    expect(run.stderr).toContain("did you mean 'credits'?");
    expect(run.stdout).toContain('1 error');
  });

  it('takes remappings from the command line, before those of the project', async () => {
    const folder = folderWith({
      'remappings.txt': '@add/=nowhere/\n',
      'vendor/Add.sol': LIBRARY,
      'src/User.sol': user('@add/Add.sol'),
    });
    expect((await surety(['check'], folder)).code).toBe(2);
    expect((await surety(['check', '--remap', '@add/=vendor/'], folder)).code).toBe(0);
    const wrong = await surety(['check', '--remap', 'nothing'], folder);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("expected 'prefix=target'");
  });

  it('loads files for several compilers in one go, and tells what is not modeled', async () => {
    const folder = folderWith({
      'Add.sol': LIBRARY.replace('^0.8.0', '>=0.6.0'),
      'Old.sol': user('./Add.sol', 'Old').replace('^0.8.0', '^0.7.0'),
      'New.sol': user('./Add.sol', 'New').replace(
        'contract New {',
        'contract New { function g() external { assembly { sstore(gas(), 1) } }',
      ),
    });
    const run = await surety(['check', '.', '--verbose'], folder);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('2 of 3 external functions with all they reach (66.7 %)');
    expect(run.stdout).toContain('1 of 2 deployable contracts entirely (50.0 %)');
    expect(run.stdout).toMatch(
      /MODEL110 +inline assembly.*: 1 place, reached by 1 function +e\.g\. New\.sol:3/,
    );
  });

  it('checks spec files that are named', async () => {
    const head = 'contract Bank from "Bank.sol";\n';
    const folder = folderWith({
      'Bank.sol': BANK,
      'good.surety': `${head}invariant solvent: balance(this) >= sum(credits);\n`,
      'bad.surety': `${head}rule early { assume block.number > 5; any; assert true; }\n`,
    });
    const good = await surety(['check', 'good.surety', '--json', '-'], folder);
    expect(good.code).toBe(0);
    expect(good.stderr).toMatch(/good\.surety +no errors +1 claim\n$/);
    expect((JSON.parse(good.stdout) as { specs: unknown }).specs).toEqual([
      { path: 'good.surety', claims: 1, diagnostics: [] },
    ]);
    const both = await surety(['check', 'good.surety', 'bad.surety', 'Bank.sol'], folder);
    expect(both.code).toBe(2);
    expect(both.stderr).toContain("bad.surety:2:21: error SPEC402: 'block.number' cannot be used in a rule");
    expect(both.stderr).toContain('help: name the first call with `at t`');
    expect(both.stdout).toMatch(/bad\.surety +1 error\n1 file /);
  });

  it.each([
    { words: ['check', 'nowhere'], code: 'CLI001' },
    { words: ['check', 'nowhere.surety'], code: 'CLI001' },
    { words: ['check', 'empty'], code: 'CLI008' },
    { words: ['check', 'empty/readme.md'], code: 'CLI007' },
    { words: ['check', 'A.sol', '--json', 'nowhere/report.json'], code: 'CLI030' },
    { words: ['ir', 'Bonk', 'A.sol'], code: 'CLI041' },
  ])('refuses $words', async ({ words, code }) => {
    const folder = folderWith({ 'A.sol': BANK, 'empty/readme.md': '' });
    const run = await surety(words, folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
    expect(run.stdout).toBe('');
  });
});

describe('surety ir', () => {
  it('prints the code of a contract', async () => {
    const folder = folderWith({ 'Bank.sol': BANK });
    const run = await surety(['ir', 'Bank'], folder);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^contract Bank\n {2}credits: mapping\(address => uint256\)\n/);
    expect(run.stdout).toContain('entry withdraw(uint256) = Bank.withdraw');
  });

  it('lists the files when several contracts have the name', async () => {
    const folder = folderWith({ 'a/Bank.sol': BANK, 'b/Bank.sol': BANK });
    const run = await surety(['ir', 'Bank'], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("2 contracts are named 'Bank'");
    expect(run.stderr).toContain('a/Bank.sol');
    expect(run.stderr).toContain('b/Bank.sol');
    expect((await surety(['ir', 'Bank', 'b'], folder)).code).toBe(0);
  });
});
