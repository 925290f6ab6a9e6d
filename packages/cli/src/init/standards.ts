// Standards and common parts, recognized by functions and variables: each is a module of the library with what it needs.
import type { EnvironmentVariable } from '@surety/spec-lang';
import {
  type Block,
  hasFunction,
  isAddress,
  isAmount,
  isMapping,
  namedVariables,
  type Subject,
} from './subject.js';

type SpecType = EnvironmentVariable['type'];

/** One argument of a module: a variable with such a name and type, or something that is worked out. */
type Slot =
  | { readonly named: RegExp; readonly type: (type: SpecType) => boolean; readonly constant?: boolean }
  | { readonly work: (subject: Subject) => string | undefined };

interface Standard {
  readonly library: string;
  readonly module: string;
  readonly as: string;
  /** What it is, for the comment. */
  readonly title: string;
  /** Signatures of functions that it must have. */
  readonly functions: readonly string[];
  /** Signatures of functions by which another standard is told from it. */
  readonly without?: readonly string[];
  readonly slots: readonly Slot[];
}

const amounts = (type: SpecType): boolean => isMapping(type, 'address', isAmount);
const flag = (type: SpecType): boolean => type.kind === 'bool';
const balances: Slot = { named: /^_?balances?(Of)?_?$/i, type: amounts };
const allowances: Slot = {
  named: /^_?allowances?_?$|^_?allowed_?$/i,
  type: (type) => isMapping(type, 'address', amounts),
};
const supply: Slot = { named: /^_?total_?supply_?$|^_?supply_?$|^_?total_?shares_?$/i, type: isAmount };
const owner: Slot = { named: /^_?owner_?$/i, type: isAddress };

const standards: readonly Standard[] = [
  {
    library: 'erc20',
    module: 'Erc20',
    as: 'erc20',
    title: 'ERC-20, a fungible token',
    functions: [
      'transfer(address,uint256)',
      'transferFrom(address,address,uint256)',
      'approve(address,uint256)',
    ],
    slots: [balances, allowances, supply],
  },
  {
    library: 'erc2612',
    module: 'Erc2612',
    as: 'permit',
    title: 'ERC-2612, allowances by signature',
    functions: ['permit(address,address,uint256,uint256,uint8,bytes32,bytes32)'],
    slots: [allowances, { named: /^_?nonces?_?$/i, type: amounts }],
  },
  {
    library: 'erc4626',
    module: 'Erc4626',
    as: 'vault',
    title: 'ERC-4626, a vault that gives shares for an asset',
    functions: [
      'deposit(uint256,address)',
      'mint(uint256,address)',
      'withdraw(uint256,address,address)',
      'redeem(uint256,address,address)',
      'convertToShares(uint256)',
      'convertToAssets(uint256)',
      'previewDeposit(uint256)',
      'previewMint(uint256)',
      'previewWithdraw(uint256)',
      'previewRedeem(uint256)',
    ],
    slots: [balances, supply],
  },
  {
    library: 'erc721',
    module: 'Erc721',
    as: 'erc721',
    title: 'ERC-721, tokens of which each is one of a kind',
    functions: [
      'transferFrom(address,address,uint256)',
      'approve(address,uint256)',
      'setApprovalForAll(address,bool)',
    ],
    slots: [
      { named: /^_?owners?(Of)?_?$/i, type: (type) => isMapping(type, 'integer', isAddress) },
      balances,
      {
        named: /^_?token_?approvals?_?$|^_?getApproved$/i,
        type: (type) => isMapping(type, 'integer', isAddress),
      },
      {
        named: /^_?operator_?approvals?_?$|^_?isApprovedForAll$/i,
        type: (type) => isMapping(type, 'address', (inner) => isMapping(inner, 'address', flag)),
      },
    ],
  },
  {
    library: 'ownable',
    module: 'Ownable',
    as: 'ownable',
    title: 'A contract with an owner',
    functions: ['transferOwnership(address)', 'renounceOwnership()'],
    // There the new owner has to accept.
    without: ['acceptOwnership()', 'completeOwnershipHandover(address)'],
    slots: [owner],
  },
  {
    library: 'access-control',
    module: 'AccessControl',
    as: 'roles',
    title: 'Roles as in OpenZeppelin',
    functions: ['grantRole(bytes32,address)', 'revokeRole(bytes32,address)', 'renounceRole(bytes32,address)'],
    slots: [{ named: /^_roles$/, type: (type) => isMapping(type, 'fixedBytes', (v) => v.kind === 'struct') }],
  },
  {
    library: 'pausable',
    module: 'Pausable',
    as: 'pausable',
    title: 'A contract that can be paused',
    functions: ['pause()', 'unpause()'],
    slots: [
      { named: /^_?(is)?paused_?$/i, type: flag },
      {
        // Who may pause is whom the code asks for.
        work: ({ entries, environment: { name } }) => {
          const only = entries.find(({ entry }) => entry.signature === 'pause()')?.onlySender[0];
          return only === undefined ? undefined : `${name}.${only}`;
        },
      },
    ],
  },
  {
    library: 'reentrancy-guard',
    module: 'ReentrancyGuard',
    as: 'guard',
    title: 'A guard against re-entrance',
    functions: [],
    slots: [
      { named: /^_status$|^_?(re)?entered$|^_?locked_?$|^_?unlocked_?$|^_?lock$/i, type: (t) => isAmount(t) },
      { work: () => '1' },
    ],
  },
  {
    library: 'reentrancy-guard',
    module: 'ReentrancyGuard',
    as: 'guard',
    title: 'A guard against re-entrance',
    functions: [],
    slots: [{ named: /^_?(re)?entered$|^_?locked_?$|^_?lock$/i, type: flag }, { work: () => 'false' }],
  },
  {
    library: 'vesting-wallet',
    module: 'VestingWallet',
    as: 'vesting',
    title: 'A wallet that releases ether over time',
    functions: ['release()'],
    slots: [
      { named: /^_?released_?$/i, type: isAmount },
      { named: /^_?(beneficiary|owner)_?$/i, type: isAddress, constant: true },
      { named: /^_?start_?$/i, type: isAmount, constant: true },
      { named: /^_?duration_?$/i, type: isAmount, constant: true },
    ],
  },
  {
    library: 'payment-splitter',
    module: 'PaymentSplitter',
    as: 'splitter',
    title: 'A splitter of ether by shares',
    functions: ['release(address)'],
    slots: [
      { named: /^_?shares_?$/i, type: amounts },
      { named: /^_?released_?$/i, type: amounts },
      { named: /^_?total_?shares_?$/i, type: isAmount },
      { named: /^_?total_?released_?$/i, type: isAmount },
    ],
  },
  {
    library: 'staking-rewards',
    module: 'StakingRewards',
    as: 'staking',
    title: 'Staking with rewards over time',
    functions: ['stake(uint256)', 'withdraw(uint256)'],
    slots: [
      { named: /^_?(balances?(Of)?|stakes?|staked)_?$/i, type: amounts },
      { named: /^_?total_?(supply|staked?)_?$/i, type: isAmount },
      { named: /^_?rewards_?$/i, type: amounts },
      { named: /^_?rewardPerToken(Stored)?_?$/i, type: isAmount },
    ],
  },
  {
    library: 'amm-pair',
    module: 'AmmPair',
    as: 'pair',
    title: 'A pair with a constant product',
    functions: [],
    slots: [
      { named: /^_?reserve(0|a)_?$/i, type: isAmount },
      { named: /^_?reserve(1|b)_?$/i, type: isAmount },
      { named: /^_?(balances?(Of)?|shares?)_?$/i, type: amounts },
      supply,
    ],
  },
];

/** A standard that a contract was recognized to follow, as a block of a spec. */
export interface RecognizedStandard extends Block {
  /** Variables that its claims are about. */
  readonly variables: readonly string[];
}

/** The standards that a contract follows, by the look of it; the order is that of the spec. */
export function recognizedStandards(subject: Subject): readonly RecognizedStandard[] {
  const { name } = subject.environment;
  return standards.flatMap((standard): readonly RecognizedStandard[] => {
    if (!standard.functions.every((signature) => hasFunction(subject, signature))) return [];
    if (standard.without?.some((signature) => hasFunction(subject, signature))) return [];
    const variables: string[] = [];
    const values: string[] = [];
    for (const slot of standard.slots) {
      if ('work' in slot) {
        const value = slot.work(subject);
        if (value === undefined) return [];
        values.push(value);
        continue;
      }
      const variable = namedVariables(subject).find(
        (each) =>
          slot.named.test(each.name) &&
          slot.type(each.type) &&
          (each.mutability === 'mutable' || slot.constant === true),
      );
      if (variable === undefined) return [];
      variables.push(variable.name);
      values.push(`${name}.${variable.name}`);
    }
    return [
      {
        imports: `surety:${standard.library}`,
        heading: `${standard.title}.`,
        text: `apply ${standard.module}(${[name, ...values].join(', ')}) as ${standard.as};`,
        variables,
      },
    ];
  });
}
