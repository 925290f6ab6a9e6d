// `surety init`: the spec that it writes checks, says what the contract is recognized as, and gets verdicts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Report } from '@surety/core';
import { BANK, project, root, surety } from './surety-process.js';

const open: { readonly remove: () => void }[] = [];
function folderWith(files: Readonly<Record<string, string>>): string {
  const made = project(files);
  open.push(made);
  return made.folder;
}
afterEach(() => {
  for (const made of open.splice(0)) made.remove();
});

const POOL = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Pool {
    struct Position { uint256 debt; uint64 since; }
    mapping(address => uint256) public deposits;
    mapping(address => Position) public positions;
    uint256 public totalDeposits;
    uint256 public totalDebt;
    address public admin;
    uint256 public rate = 5;
    uint256[] history;
    uint256 public started = 7;
    constructor() { admin = msg.sender; }
    modifier onlyAdmin() { require(msg.sender == admin, "not admin"); _; }
    function deposit() external payable { _add(deposits, msg.value); totalDeposits += msg.value; }
    function _add(mapping(address => uint256) storage ledger, uint256 amount) private { ledger[msg.sender] += amount; }
    function withdraw(uint256 amount) external {
        deposits[msg.sender] -= amount;
        totalDeposits -= amount;
        payable(msg.sender).transfer(amount);
    }
    function borrow(uint256 amount) external {
        Position storage position = positions[msg.sender];
        position.debt += amount;
        totalDebt += amount;
        history.push(amount);
    }
    function setRate(uint256 rate_) external onlyAdmin { rate = rate_; }
    function seize(address from, uint256 amount) external onlyAdmin {
        deposits[from] -= amount;
        deposits[msg.sender] += amount;
    }
}
`;

const POOL_SPEC = `// A first specification of Pool: a draft to read, correct and extend. Claims that were read off the code say
// what it does, not what it should do.
contract Pool from "./Pool.sol";

/// The ether of the contract covers all deposits.
invariant solvent: balance(this) >= sum(deposits);

/// totalDeposits is the total of deposits.
invariant totalDeposits_adds_up: totalDeposits == sum(deposits);

/// totalDebt is the total of positions.debt.
invariant totalDebt_adds_up: totalDebt == sum(positions[k].debt for k);

/// The deposits of an account only falls by its own transactions.
rule deposits_safe(address a) {
    any at t;
    assert deposits[a] < old(deposits[a]) => t.sender == a;
}

/// The positions.debt of an account only falls by its own transactions.
rule positions_debt_safe(address a) {
    any at t;
    assert positions[a].debt < old(positions[a].debt) => t.sender == a;
}

// Who may call what.
function setRate(uint256) {
    reverts if sender != admin;
}

function seize(address, uint256) {
    reverts if sender != admin;
}

// Who may change what.
only deposit, withdraw, seize may change deposits[*];
only deposit, withdraw may change totalDeposits;
only borrow may change totalDebt;
admin never changes;
only admin may change rate;
started never changes;
`;

const OPENZEPPELIN = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Pausable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Pausable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC4626, IERC20} from "@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
contract Nft is ERC721 {
    uint256 next;
    constructor() ERC721("N", "N") {}
    function mint() external { _mint(msg.sender, next++); }
}
contract Coin is ERC20 { constructor() ERC20("C", "C") { _mint(msg.sender, 1e18); } }
contract Permitted is ERC20Permit { constructor() ERC20("C", "C") ERC20Permit("C") {} }
contract Vault is ERC4626 { constructor(IERC20 asset_) ERC20("V", "V") ERC4626(asset_) {} }
contract Stopping is ERC20Pausable, Ownable {
    constructor() ERC20("C", "C") Ownable(msg.sender) {}
    function pause() external onlyOwner { _pause(); }
    function unpause() external onlyOwner { _unpause(); }
}
contract Owned is Ownable {
    uint256 public rate;
    constructor() Ownable(msg.sender) {}
    function set(uint256 rate_) external onlyOwner { rate = rate_; }
}
contract Roles is AccessControl { constructor() { _grantRole(DEFAULT_ADMIN_ROLE, msg.sender); } }
`;
const remap = ['--remap', `@openzeppelin/=${join(root, 'node_modules/@openzeppelin')}/`];

/** Verdicts by claim of a spec that is proved with little patience. */
async function verdictsOf(
  folder: string,
  spec: string,
  more: readonly string[] = [],
): Promise<Map<string, string>> {
  const run = await surety(['prove', spec, '--json', '-', '--no-cache', '--timeout', '5', ...more], folder);
  expect(run.stderr).not.toContain('bug in surety');
  const report = JSON.parse(run.stdout) as Report;
  return new Map(report.claims.map(({ name, verdict }) => [name, verdict.kind]));
}

describe('surety init', () => {
  it('reads claims off the code, and they are proved or fail for a reason', async () => {
    const folder = folderWith({ 'Pool.sol': POOL });
    const run = await surety(['init', 'Pool'], folder);
    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('wrote pool.surety: read it, then run `surety prove pool.surety`');
    expect(run.code).toBe(0);
    expect(readFileSync(join(folder, 'pool.surety'), 'utf8')).toBe(POOL_SPEC);
    expect((await surety(['fmt', '--check'], folder)).code).toBe(0);
    const verdicts = await verdictsOf(folder, 'pool.surety');
    const others = [...verdicts].filter(([, verdict]) => verdict !== 'proved');
    // The admin may seize deposits, and that is worth to know.
    expect(others).toEqual([['deposits_safe', 'violated']]);
    expect(verdicts.size).toBe(13);
  });

  it('lets functions that call out be who changes what others may change meanwhile', async () => {
    const folder = folderWith({
      'Bank.sol': BANK.replace(
        '    function deposit',
        '    uint256 public fee; address immutable owner = msg.sender;\n    function setFee(uint256 f) external { if (owner != msg.sender) revert(); fee = f; }\n    function deposit',
      ),
    });
    const run = await surety(['init', 'Bank', '-o', '-'], folder);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('invariant solvent: balance(this) >= sum(credits);');
    expect(run.stdout).toContain('function setFee(uint256) {\n    reverts if sender != owner;\n}');
    expect(run.stdout).toContain('only setFee, withdraw may change fee;');
    expect(run.stdout).not.toContain('only owner may');
  });

  it.each([
    ['Coin', ['apply Erc20(Coin, Coin._balances, Coin._allowances, Coin._totalSupply) as erc20;']],
    [
      'Nft',
      [
        'apply Erc721(Nft, Nft._owners, Nft._balances, Nft._tokenApprovals, Nft._operatorApprovals) as erc721;',
      ],
    ],
    ['Permitted', ['apply Erc2612(Permitted, Permitted._allowances, Permitted._nonces) as permit;']],
    ['Vault', ['apply Erc4626(Vault, Vault._balances, Vault._totalSupply) as vault;']],
    [
      'Stopping',
      [
        'apply Ownable(Stopping, Stopping._owner) as ownable;',
        'apply Pausable(Stopping, Stopping._paused, Stopping._owner) as pausable;',
      ],
    ],
    ['Owned', ['apply Ownable(Owned, Owned._owner) as ownable;', 'only _owner may change rate;']],
    ['Roles', ['apply AccessControl(Roles, Roles._roles) as roles;']],
  ])('recognizes what OpenZeppelin has: %s', async (contract, expected) => {
    const folder = folderWith({ 'All.sol': OPENZEPPELIN });
    const run = await surety(['init', contract, 'All.sol', '-o', '-', ...remap], folder);
    expect(run.stderr).toBe('');
    for (const text of expected) expect(run.stdout).toContain(text);
  });

  it.each([
    ['Coin', []],
    ['Owned', []],
    ['Nft', ['erc721.nobodys', 'erc721.transferFrom.moved', 'erc721.approve.approved']],
  ])(
    'its claims are proved: %s of OpenZeppelin',
    async (contract, only) => {
      const folder = folderWith({ 'All.sol': OPENZEPPELIN });
      const spec = `${contract.toLowerCase()}.surety`;
      expect((await surety(['init', contract, ...remap], folder)).code).toBe(0);
      const verdicts = await verdictsOf(folder, spec, [
        ...remap,
        ...only.flatMap((each) => ['--claim', each]),
      ]);
      expect(verdicts.size).toBeGreaterThan(2);
      expect([...verdicts.values()].every((verdict) => verdict === 'proved')).toBe(true);
    },
    240_000,
  );

  it('writes the spec of a contract in a package here, and imports it as one does', async () => {
    const folder = folderWith({});
    const path = join(root, 'node_modules/@openzeppelin/contracts/finance/VestingWallet.sol');
    const run = await surety(['init', 'VestingWallet', path, ...remap], folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(readFileSync(join(folder, 'vesting-wallet.surety'), 'utf8')).toContain(
      'VestingWallet._released, VestingWallet._owner, VestingWallet._start, VestingWallet._duration) as vesting;',
    );
    const verdicts = await verdictsOf(folder, 'vesting-wallet.surety', [...remap, '--claim', 'vesting.paid']);
    expect(verdicts.get('vesting.paid')).toBe('proved');
  });

  it.each([
    ['bank/Bank.sol', 'Bank'],
    ['erc20/Token.sol', 'Token'],
    ['erc4626/Vault.sol', 'Vault'],
    ['lending/LendingPool.sol', 'LendingPool'],
    ['weth/Weth.sol', 'Weth'],
  ])('writes a spec that checks for the example %s', async (path, contract) => {
    const folder = folderWith({});
    const run = await surety(['init', contract, join(root, 'examples', path), '-o', 'first.surety'], folder);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const explained = await surety(['explain', 'first.surety'], folder);
    expect(explained.stderr).toBe('');
    expect(explained.code).toBe(0);
  });

  it('overwrites nothing without --force', async () => {
    const folder = folderWith({ 'Bank.sol': BANK, 'bank.surety': 'mine' });
    const run = await surety(['init', 'Bank'], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("error CLI032: 'bank.surety' exists");
    expect(run.stderr).toContain('--force');
    expect(readFileSync(join(folder, 'bank.surety'), 'utf8')).toBe('mine');
    expect((await surety(['init', 'Bank', '--force'], folder)).code).toBe(0);
    expect(readFileSync(join(folder, 'bank.surety'), 'utf8')).toContain('invariant solvent');
  });

  it('says when there is nothing to claim', async () => {
    const folder = folderWith({
      'Empty.sol':
        'pragma solidity ^0.8.0;\ncontract Empty { function one() external pure returns (uint256) { return 1; } }\n',
    });
    const run = await surety(['init', 'Empty'], folder);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('nothing was found to claim about Empty');
    expect(run.stdout).toContain('add claims');
    expect(readFileSync(join(folder, 'empty.surety'), 'utf8')).toBe('contract Empty from "./Empty.sol";\n');
  });

  it.each([
    { words: ['Bnk'], code: 'CLI041', help: "did you mean 'Bank'?" },
    { words: ['Base'], code: 'CLI045', help: 'inherits from it' },
    { words: ['Twice'], code: 'CLI041', help: 'a/Twice.sol' },
    { words: ['Bank', 'nowhere.sol'], code: 'CLI001', help: '' },
    { words: ['Bank', '-o', 'nowhere/bank.surety'], code: 'CLI031', help: 'it does not exist' },
    { words: ['Broken', 'broken'], code: 'SOL', help: '' },
    { words: [], code: 'CLI050', help: '' },
  ])('refuses $words', async ({ words, code, help }) => {
    const twice = 'pragma solidity ^0.8.0;\ncontract Twice { uint256 x; }\n';
    const folder = folderWith({
      'src/Bank.sol': BANK,
      'src/Base.sol': 'pragma solidity ^0.8.0;\nabstract contract Base { uint256 x; }\n',
      'src/a/Twice.sol': twice,
      'src/b/Twice.sol': twice,
      'broken/Broken.sol': 'pragma solidity ^0.8.0;\ncontract Broken { uint256 x = y; }\n',
    });
    const places =
      words.length === 1 ? [...words, 'src'] : words[1]?.startsWith('-') ? [...words, 'src'] : words;
    const run = await surety(['init', ...places], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(help);
    expect(run.stdout).toBe('');
  });
});
