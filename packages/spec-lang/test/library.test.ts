// Every specification of the library, applied to a contract of its kind.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  type EnvironmentHost,
  formatSpec,
  libraryNames,
  loadSpec,
  readLibrary,
  renderDiagnostic,
  type SpecType,
} from '@surety/spec-lang';
import {
  address,
  bool,
  type FakeFunction,
  type FakeVariable,
  fakeContract,
  mapping,
  uint8,
  uint256,
} from './support/fake-environment.js';

const bytes32: SpecType = { kind: 'fixedBytes', size: 32 };
const numbers = mapping(address, uint256);

function fn(
  name: string,
  parameters: readonly SpecType[],
  returns: readonly SpecType[] = [],
  mutability: FakeFunction['mutability'] = 'nonpayable',
): FakeFunction {
  return {
    name,
    parameters: parameters.map((type, i) => [`p${i}`, type] as const),
    returns: returns.map((type) => ['', type] as const),
    mutability,
  };
}

const role: SpecType = {
  kind: 'struct',
  name: 'RoleData',
  fields: [
    { name: 'hasRole', type: mapping(address, bool) },
    { name: 'adminRole', type: bytes32 },
  ],
};

interface Example {
  readonly library: string;
  readonly apply: readonly string[];
  readonly variables: readonly (readonly [name: string, type: SpecType])[];
  readonly functions: readonly FakeFunction[];
  readonly claims: readonly string[];
}

const examples: readonly Example[] = [
  {
    library: 'erc20',
    apply: ['apply Erc20(C, C._balances, C._allowances, C._supply) as m;'],
    variables: [
      ['_balances', numbers],
      ['_allowances', mapping(address, numbers)],
      ['_supply', uint256],
    ],
    functions: [
      fn('transfer', [address, uint256], [bool]),
      fn('transferFrom', [address, address, uint256], [bool]),
      fn('approve', [address, uint256], [bool]),
    ],
    claims: ['m.supplied', 'm.capped', 'm.transfer.moved', 'm.nobody_else_takes'],
  },
  {
    library: 'erc721',
    apply: ['apply Erc721(C, C._owners, C._balances, C._approvals, C._operators) as m;'],
    variables: [
      ['_owners', mapping(uint256, address)],
      ['_balances', numbers],
      ['_approvals', mapping(uint256, address)],
      ['_operators', mapping(address, mapping(address, bool))],
    ],
    functions: [
      fn('transferFrom', [address, address, uint256]),
      fn('safeTransferFrom', [address, address, uint256]),
      fn('safeTransferFrom', [address, address, uint256, { kind: 'bytes' }]),
      fn('approve', [address, uint256]),
      fn('setApprovalForAll', [address, bool]),
    ],
    claims: ['m.counted', 'm.nobodys', 'm.no_operator', 'm.unowned', 'm.nobody_else_takes'],
  },
  {
    library: 'erc4626',
    apply: ['apply Erc4626(C, C._shares, C._supply) as m;'],
    variables: [
      ['_shares', numbers],
      ['_supply', uint256],
    ],
    functions: [
      fn('convertToShares', [uint256], [uint256], 'view'),
      fn('convertToAssets', [uint256], [uint256], 'view'),
      fn('previewDeposit', [uint256], [uint256], 'view'),
      fn('previewMint', [uint256], [uint256], 'view'),
      fn('previewWithdraw', [uint256], [uint256], 'view'),
      fn('previewRedeem', [uint256], [uint256], 'view'),
      fn('deposit', [uint256, address], [uint256]),
      fn('mint', [uint256, address], [uint256]),
      fn('withdraw', [uint256, address, address], [uint256]),
      fn('redeem', [uint256, address, address], [uint256]),
    ],
    claims: ['m.supplied', 'm.no_gain_in_assets', 'm.mint_as_previewed', 'm.no_free_money'],
  },
  {
    library: 'erc2612',
    apply: ['apply Erc2612(C, C._allowances, C._nonces) as m;'],
    variables: [
      ['_allowances', mapping(address, numbers)],
      ['_nonces', numbers],
    ],
    functions: [fn('permit', [address, address, uint256, uint256, uint8, bytes32, bytes32])],
    claims: ['m._nonces.never#1', 'm.permit.used', 'm.permit.others'],
  },
  {
    library: 'ownable',
    apply: ['apply Ownable(C, C._owner) as m;'],
    variables: [['_owner', address]],
    functions: [fn('transferOwnership', [address]), fn('renounceOwnership', [])],
    claims: ['m.handover', 'm.transferOwnership.handed_over', 'm.gone_for_good'],
  },
  {
    library: 'access-control',
    apply: ['apply AccessControl(C, C._roles) as m;'],
    variables: [['_roles', mapping(bytes32, role)]],
    functions: [
      fn('grantRole', [bytes32, address]),
      fn('revokeRole', [bytes32, address]),
      fn('renounceRole', [bytes32, address]),
    ],
    claims: ['m.given_by_admins', 'm.taken_by_admins', 'm.grantRole.given'],
  },
  {
    library: 'pausable',
    apply: ['apply Pausable(C, C._paused, C._owner) as m;', 'apply Frozen(C, C._paused, C.total) as f;'],
    variables: [
      ['_paused', bool],
      ['_owner', address],
      ['total', uint256],
    ],
    functions: [fn('pause', []), fn('unpause', [])],
    claims: ['m.switched', 'm.pause.stopped', 'f.frozen'],
  },
  {
    library: 'reentrancy-guard',
    apply: ['apply ReentrancyGuard(C, C._status, 1) as m;', 'apply Settled(C, sum(C.credits)) as s;'],
    variables: [
      ['_status', uint256],
      ['credits', numbers],
    ],
    functions: [],
    claims: ['m.open', 's.settled'],
  },
  {
    library: 'vesting-wallet',
    apply: ['apply VestingWallet(C, C._released, C._beneficiary, C._start, C._duration) as m;'],
    variables: [
      ['_released', uint256],
      ['_beneficiary', address],
      ['_start', uint256],
      ['_duration', uint256],
    ],
    functions: [fn('release', [])],
    claims: ['m.monotone', 'm.release.linear', 'm.only_to_beneficiary'],
  },
  {
    library: 'payment-splitter',
    apply: ['apply PaymentSplitter(C, C._shares, C._released, C._totalShares, C._totalReleased) as m;'],
    variables: [
      ['_shares', numbers],
      ['_released', numbers],
      ['_totalShares', uint256],
      ['_totalReleased', uint256],
    ],
    functions: [fn('release', [address])],
    claims: ['m.fair', 'm.paid', 'm._shares.never#1', 'm.release.others'],
  },
  {
    library: 'amm-pair',
    apply: ['apply AmmPair(C, C.reserve0, C.reserve1, C.shares, C.supply) as m;'],
    variables: [
      ['reserve0', uint256],
      ['reserve1', uint256],
      ['shares', numbers],
      ['supply', uint256],
    ],
    functions: [],
    claims: ['m.supplied', 'm.product_kept', 'm.share_value_kept'],
  },
  {
    library: 'lending-pool',
    apply: [
      'apply LendingPool(C, C.deposits, C.debts, C.totalDeposits, C.totalDebt, C.cash) as m;',
      'apply Collateral(C, C.collateral, C.debts, C.price, 150) as c;',
    ],
    variables: [
      ['deposits', numbers],
      ['debts', numbers],
      ['collateral', numbers],
      ['totalDeposits', uint256],
      ['totalDebt', uint256],
      ['cash', uint256],
      ['price', uint256],
    ],
    functions: [],
    claims: ['m.solvent', 'm.deposits_safe', 'c.borrowing_is_covered'],
  },
  {
    library: 'options-vault',
    apply: ['apply OptionsVault(C, C.shares, C.totalShares, C.locked, C.expiry) as m;'],
    variables: [
      ['shares', numbers],
      ['totalShares', uint256],
      ['locked', uint256],
      ['expiry', uint256],
    ],
    functions: [],
    claims: ['m.collateralized', 'm.locked_until_expiry'],
  },
  {
    library: 'staking-rewards',
    apply: ['apply StakingRewards(C, C.stakes, C.total, C.rewards, C.perToken) as m;'],
    variables: [
      ['stakes', numbers],
      ['total', uint256],
      ['rewards', numbers],
      ['perToken', uint256],
    ],
    functions: [fn('stake', [uint256]), fn('withdraw', [uint256])],
    claims: ['m.staked_total', 'm.stakes_safe', 'm.exit'],
  },
];

describe('the library', () => {
  it('is all of this', () => {
    expect(libraryNames()).toEqual(examples.map(({ library }) => library).sort());
  });

  it('is embedded as its files are', () => {
    const folder = join(import.meta.dirname, '../library');
    const files = readdirSync(folder).filter((name) => name.endsWith('.surety'));
    expect(files.map((name) => name.replace('.surety', '')).sort()).toEqual(libraryNames());
    for (const name of libraryNames()) {
      // Otherwise run `node scripts/embed-library.mjs`.
      const text = readFileSync(join(folder, `${name}.surety`), 'utf8').replaceAll('\r\n', '\n');
      expect(readLibrary(`surety:${name}`)?.text).toBe(text);
    }
  });

  it.each(examples)('$library', ({ library, apply, variables, functions, claims }) => {
    const path = `surety:${library}`;
    const source = readLibrary(path);
    const fields = variables.map(([name, type]): FakeVariable => ({ name, type }));
    const contract = fakeContract('C', 'C.sol', fields, functions);
    const host: EnvironmentHost = {
      findContract: () => ({ kind: 'found', environment: contract.environment }),
      readSpec: () => undefined,
    };
    const text = `contract C from "C.sol";\nimport "${path}";\n${apply.join('\n')}\n`;
    const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, host);
    const textOf = (file: string) =>
      file === path ? source?.text : file === 'x.surety' ? text : contract.source;
    expect(diagnostics.map((each) => renderDiagnostic(each, textOf)).join('\n')).toBe('');
    expect(value?.claims.map(({ name }) => name)).toEqual(expect.arrayContaining([...claims]));
    expect(formatSpec({ path, text: source?.text ?? '' }).value).toBe(source?.text);
  });

  it('says what it has when asked for something else', () => {
    const { diagnostics } = loadSpec(
      { path: 'x.surety', text: 'import "surety:erc21";' },
      { findContract: () => ({ kind: 'noFile' }), readSpec: () => undefined },
    );
    expect(diagnostics[0]).toMatchObject({ code: 'SPEC205', suggestion: "did you mean 'surety:erc20'?" });
    expect(readLibrary('surety:../package')).toBeUndefined();
  });
});
