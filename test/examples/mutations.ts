// Small edits of the correct examples, each of which makes a claim false: a prover that does not notice is no prover.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesFolder } from './expectations.js';
import { root } from './surety-run.js';

/** `file` is relative to the example's folder; a file of `node_modules` is edited in a copy of its package. */
export interface Mutation {
  readonly example: string;
  /** The mistake in words. */
  readonly what: string;
  readonly spec: string;
  readonly file: string;
  /** Must occur exactly once in the file. */
  readonly replace: string;
  readonly with: string;
  /** The claim whose verdict becomes `violated`. */
  readonly claim: string;
}

const erc20 = 'node_modules/@openzeppelin/contracts/token/ERC20/ERC20.sol';
const erc4626 = 'node_modules/@openzeppelin/contracts/token/ERC20/extensions/ERC4626.sol';

/** At least two for each example: a comparison made strict, a check deleted, an effect deleted. */
export const mutations: readonly Mutation[] = [
  {
    example: 'bank',
    what: 'a strict comparison in withdraw',
    spec: 'bank.surety',
    file: 'Bank.sol',
    replace: 'credit >= amount',
    with: 'credit > amount',
    claim: 'withdraw.covered',
  },
  {
    example: 'bank',
    what: 'no check in withdraw',
    spec: 'bank.surety',
    file: 'Bank.sol',
    replace: 'require(credit >= amount, "not enough credit");',
    with: '',
    claim: 'solvent',
  },
  {
    example: 'bank',
    what: 'a strict comparison in the spec',
    spec: 'bank.surety',
    file: 'bank.surety',
    replace: 'balance(this) >= sum(credits)',
    with: 'balance(this) > sum(credits)',
    claim: 'solvent',
  },
  {
    example: 'erc20',
    what: 'a strict comparison in _update',
    spec: 'erc20.surety',
    file: erc20,
    replace: 'if (fromBalance < value) {',
    with: 'if (fromBalance <= value) {',
    claim: 'transfer.covered',
  },
  {
    example: 'erc20',
    what: 'no check in _update',
    spec: 'erc20.surety',
    file: erc20,
    replace: 'if (fromBalance < value) {',
    with: 'if (false) {',
    claim: 'supply',
  },
  {
    example: 'erc20',
    what: 'no allowance spent',
    spec: 'erc20.surety',
    file: erc20,
    replace: '_spendAllowance(from, spender, value);',
    with: '',
    claim: 'only_owner_or_spender',
  },
  {
    example: 'erc4626',
    what: 'rounding up in previewDeposit',
    spec: 'erc4626.surety',
    file: erc4626,
    replace: `function previewDeposit(uint256 assets) public view virtual returns (uint256) {
        return _convertToShares(assets, Math.Rounding.Floor);`,
    with: `function previewDeposit(uint256 assets) public view virtual returns (uint256) {
        return _convertToShares(assets, Math.Rounding.Ceil);`,
    claim: 'preview_there_and_back',
  },
  {
    example: 'erc4626',
    what: 'no assets taken in by deposit',
    spec: 'erc4626.surety',
    file: erc4626,
    replace: '_transferIn(caller, assets);',
    with: '',
    claim: 'deposit.received',
  },
  {
    example: 'lending',
    what: 'a strict comparison in isHealthy',
    spec: 'lending.surety',
    file: 'LendingPool.sol',
    replace: '>= debt[user]',
    with: '> debt[user]',
    claim: 'withdraw.free',
  },
  {
    example: 'lending',
    what: 'no check in borrow',
    spec: 'lending.surety',
    file: 'LendingPool.sol',
    replace: 'require(isHealthy(msg.sender), "not enough collateral");',
    with: '',
    claim: 'collateralized',
  },
  {
    example: 'lending',
    what: 'no check in withdraw',
    spec: 'lending.surety',
    file: 'LendingPool.sol',
    replace: 'require(isHealthy(msg.sender), "collateral is needed");',
    with: '',
    claim: 'withdraw.needed',
  },
  {
    example: 'weth',
    what: 'a strict comparison in withdraw',
    spec: 'weth-modern.surety',
    file: 'Weth.sol',
    replace: 'balanceOf[msg.sender] >= wad',
    with: 'balanceOf[msg.sender] > wad',
    claim: 'withdraw.covered',
  },
  {
    example: 'weth',
    what: 'no balance check in transferFrom',
    spec: 'weth-modern.surety',
    file: 'Weth.sol',
    replace: 'require(balanceOf[src] >= wad, "balance too low");',
    with: '',
    claim: 'solvent',
  },
  {
    example: 'weth',
    what: 'no allowance check in transferFrom',
    spec: 'weth-modern.surety',
    file: 'Weth.sol',
    replace: 'require(allowance[src][msg.sender] >= wad, "allowance too low");',
    with: '',
    claim: 'only_owner_or_spender',
  },
];

/** Runs `use` on a temporary copy of the example with the mutation made, and removes the copy. */
export async function withMutation<T>(mutation: Mutation, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'surety-mutation-'));
  try {
    cpSync(join(examplesFolder, mutation.example), folder, { recursive: true });
    provideLibraries(folder, mutation.file);
    const path = join(folder, mutation.file);
    const parts = readFileSync(path, 'utf8').split(mutation.replace);
    if (parts.length !== 2)
      throw new Error(`${mutation.file} has '${mutation.replace}' ${parts.length - 1} times`);
    writeFileSync(path, parts.join(mutation.with));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the packages of the repository visible; the one that is to be edited is copied (its Solidity files). */
function provideLibraries(folder: string, file: string): void {
  const packages = join(root, 'node_modules');
  if (!file.startsWith('node_modules/')) {
    symlinkSync(packages, join(folder, 'node_modules'), 'dir');
    return;
  }
  const copied = '@openzeppelin/contracts';
  mkdirSync(join(folder, 'node_modules', copied), { recursive: true });
  cpSync(join(packages, copied), join(folder, 'node_modules', copied), {
    recursive: true,
    dereference: true,
    filter: (source) => !/\/build(\/|$)/.test(source.slice(packages.length)),
  });
}
