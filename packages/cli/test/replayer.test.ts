// The replayer against real solc and a real EVM: plans as the verifier makes them, states as it reads them.
import { describe, expect, it } from '@jest/globals';
import { createReplayer } from '@surety/cli';
import type { DecodedValue, ReplayPlan, ReplayResult, ReplayState } from '@surety/core';

const BANK = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import "./Base.sol";
contract Bank is Base {
  enum Mode { Open, Closed }
  struct Account { uint128 credit; bool known; }
  uint256 private marker = 7;
  uint256 immutable public limit;
  Mode public mode;
  bytes4 public tag;
  string public label;
  address[] public users;
  mapping(address => Account) public accounts;
  mapping(string => mapping(bytes4 => uint256)) public named;
  error TooMuch(uint256 wanted);
  constructor(uint256 _limit, string memory _label, Mode _mode) { limit = _limit; label = _label; mode = _mode; }
  function deposit() external payable {
    accounts[msg.sender].credit += uint128(msg.value);
    accounts[msg.sender].known = true;
    users.push(msg.sender);
  }
  function withdraw() external {
    uint256 amount = accounts[msg.sender].credit;
    if (amount > limit) revert TooMuch(amount);
    (bool ok,) = msg.sender.call{value: amount}("");
    require(ok, "refused");
    unchecked { accounts[msg.sender].credit -= uint128(amount); }
  }
  function note(string calldata name, bytes4 key, uint256 value) external { named[name][key] = value; tag = key; }
  receive() external payable {}
}`;
const BASE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Base { uint256 private marker = 3; int8 internal low = -5; }`;

const BANK_AT = 0xb000n;
const ALICE = 0xa11cen;
const THIEF = 0x7ee7n;
const DEPLOYER = 0xdddn;
const block = (n: bigint): { readonly number: bigint; readonly timestamp: bigint } => ({
  number: n,
  timestamp: 1000n + n,
});

const plan = (changes: Partial<ReplayPlan>): ReplayPlan => ({
  files: [
    { path: 'src/Bank.sol', text: BANK },
    { path: 'src/Base.sol', text: BASE },
  ],
  resolutions: new Map([['src/Bank.sol', new Map([['./Base.sol', 'src/Base.sol']])]]),
  deployments: [
    {
      contract: { path: 'src/Bank.sol', name: 'Bank' },
      address: BANK_AT,
      from: DEPLOYER,
      value: 0n,
      arguments: [50n, '62616e6b', 1n],
      block: block(1n),
    },
  ],
  balances: [
    { address: ALICE, amount: 100n },
    { address: THIEF, amount: 10n },
  ],
  puppets: [],
  steps: [],
  ...changes,
});

const send = (from: bigint, fn: string, value = 0n, args: ReplayPlan['deployments'][0]['arguments'] = []) =>
  ({
    kind: 'transaction',
    from,
    to: BANK_AT,
    value,
    function: fn,
    arguments: args,
    data: undefined,
    block: block(2n),
  }) as const;

const ran = (result: ReplayResult): Extract<ReplayResult, { kind: 'ran' }> => {
  if (result.kind !== 'ran') throw new Error(result.message);
  return result;
};
const variable = (
  state: ReplayState | undefined,
  name: string,
  declaredIn = 'Bank',
): DecodedValue | undefined =>
  state?.contracts[0]?.variables.find((one) => one.name === name && one.declaredIn === declaredIn)?.value;
const value = (one: bigint | boolean): DecodedValue => ({ kind: 'value', value: one });

const replayer = createReplayer();

describe('the replayer', () => {
  it('deploys at the chosen address and reads every kind of variable', async () => {
    const steps = [
      send(ALICE, 'deposit()', 5n),
      send(ALICE, 'note(string,bytes4,uint256)', 0n, ['6b6579', 0x01020304n, 9n]),
    ];
    const result = ran(await replayer.run(plan({ steps })));
    expect(result.steps.map((step) => step.success)).toEqual([true, true]);
    expect(variable(result.afterDeployment, 'marker')).toEqual(value(7n));
    expect(variable(result.afterDeployment, 'marker', 'Base')).toEqual(value(3n));
    expect(variable(result.afterDeployment, 'low', 'Base')).toEqual(value(-5n));
    expect(variable(result.afterDeployment, 'limit')).toEqual(value(50n));
    expect(variable(result.afterDeployment, 'mode')).toEqual(value(1n));
    expect(variable(result.afterDeployment, 'label')).toEqual({ kind: 'bytes', hex: '62616e6b' });
    const after = result.steps[1]?.after;
    expect(variable(after, 'tag')).toEqual(value(0x01020304n));
    expect(variable(after, 'users')).toEqual({ kind: 'array', length: 1n, elements: [value(ALICE)] });
    expect(variable(after, 'accounts')).toEqual({
      kind: 'mapping',
      entries: [
        {
          key: ALICE,
          value: {
            kind: 'struct',
            fields: new Map([
              ['credit', value(5n)],
              ['known', value(true)],
            ]),
          },
        },
      ],
    });
    expect(variable(after, 'named')).toEqual({
      kind: 'mapping',
      entries: [
        { key: '6b6579', value: { kind: 'mapping', entries: [{ key: 0x01020304n, value: value(9n) }] } },
      ],
    });
    expect(after?.balances.get(BANK_AT)).toBe(5n);
    expect(after?.balances.get(ALICE)).toBe(95n);
  });

  it('lets a puppet re-enter and shows the states its code saw', async () => {
    const result = ran(
      await replayer.run(
        plan({
          steps: [send(ALICE, 'deposit()', 10n), send(THIEF, 'deposit()', 10n), send(THIEF, 'withdraw()')],
          puppets: [
            {
              address: THIEF,
              behaviors: [
                {
                  kind: 'reenter',
                  calls: [{ to: BANK_AT, value: 0n, function: 'withdraw()', arguments: [] }],
                  returnData: '',
                },
                { kind: 'accept', returnData: '' },
              ],
            },
          ],
        }),
      ),
    );
    const theft = result.steps[2];
    expect(theft?.success).toBe(true);
    expect(theft?.after.balances.get(THIEF)).toBe(20n);
    expect(theft?.after.balances.get(BANK_AT)).toBe(0n);
    expect(theft?.atOutgoingCalls.map((call) => call.state.balances.get(BANK_AT))).toEqual([10n, 0n]);
    expect(theft?.atOutgoingCalls.every((call) => call.to === THIEF && call.value === 10n)).toBe(true);
  });

  it('tells why a transaction reverted', async () => {
    const steps = [
      send(ALICE, 'deposit()', 60n),
      send(ALICE, 'withdraw()'),
      send(ALICE, 'users(uint256)', 0n, [5n]),
    ];
    const result = ran(await replayer.run(plan({ steps })));
    expect(result.steps[1]).toMatchObject({
      success: false,
      revertReason: 'TooMuch(60)',
      atOutgoingCalls: [],
    });
    expect(result.steps[2]?.success).toBe(false);
  });

  it('forces ether, sends plain ether, and refuses a puppet that reverts', async () => {
    const result = ran(
      await replayer.run(
        plan({
          steps: [
            { kind: 'forceEther', to: BANK_AT, amount: 4n },
            send(ALICE, 'receive()', 6n),
            send(THIEF, 'deposit()', 2n),
            send(THIEF, 'withdraw()'),
          ],
          puppets: [{ address: THIEF, behaviors: [{ kind: 'revert' }] }],
        }),
      ),
    );
    expect(result.steps.map((step) => step.success)).toEqual([true, true, true, false]);
    expect(result.steps[3]?.revertReason).toBe('refused');
    expect(result.steps[3]?.after.balances.get(BANK_AT)).toBe(12n);
  });

  it('fails, never guesses: no ether out of nothing, no code that solc rejects, no reverting deployment', async () => {
    const poor = await replayer.run(plan({ steps: [send(THIEF, 'deposit()', 11n)] }));
    expect(poor).toMatchObject({ kind: 'failed', message: expect.stringContaining('cannot pay 11 wei') });
    const broken = await replayer.run(
      plan({ files: [{ path: 'src/Bank.sol', text: 'contract Bank { uint x = ; }' }] }),
    );
    expect(broken).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('solc does not compile'),
    });
    const [first] = plan({}).deployments;
    if (first === undefined) throw new Error('the plan deploys');
    const paid = await replayer.run(plan({ deployments: [{ ...first, value: 1n }] }));
    expect(paid).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('deploying Bank reverted'),
    });
    const unfit = await replayer.run(plan({ deployments: [{ ...first, arguments: [50n, '62', true] }] }));
    expect(unfit).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('where the ABI has integer'),
    });
  });

  it('stops on request', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopped'));
    await expect(replayer.run(plan({}), stop.signal)).rejects.toThrow('stopped');
  });
});
