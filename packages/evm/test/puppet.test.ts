// Puppets: scripted attackers that receive, refuse, re-enter, answer and originate calls as real contracts.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Chain, type CompiledContract, createChain, decodeOutput, encodeCall } from '@surety/evm';
import { ALICE, BOB, compileText, plainState } from './support.js';

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
interface IOracle { function price() external view returns (uint256); function touch(uint256 x) external returns (bytes memory); }
contract Bank {
  mapping(address => uint256) public balances;
  function deposit() external payable { balances[msg.sender] += msg.value; }
  function withdraw() external {
    (bool ok, ) = msg.sender.call{value: balances[msg.sender]}("");
    require(ok, "refused");
    balances[msg.sender] = 0;
  }
  function withdrawByTransfer() external { uint256 b = balances[msg.sender]; balances[msg.sender] = 0; payable(msg.sender).transfer(b); }
}
contract Caller {
  uint256 public last;
  bytes public seen;
  function ask(IOracle o) external { last = o.price(); }
  function touch(IOracle o, uint256 x) external { seen = o.touch(x); }
  function tryTouch(IOracle o, uint256 x) external returns (bool ok) { try o.touch(x) returns (bytes memory b) { seen = b; ok = true; } catch {} }
  function fail() external pure { revert("inner"); }
}`;

describe('a puppet', () => {
  let bank: CompiledContract;
  let caller: CompiledContract;
  let chain: Chain;
  let at: string;
  const withdraw = () => encodeCall(bank.abi, 'withdraw', []);

  beforeAll(async () => {
    const named = await compileText(SOURCE);
    bank = named('Bank');
    caller = named('Caller');
  });

  const start = async (contract: CompiledContract): Promise<void> => {
    chain = await createChain();
    ({ address: at } = await chain.deploy({ contract, from: ALICE, args: [] }));
  };

  it('steals from a bank by re-entering, and the trace shows the state at each call', async () => {
    await start(bank);
    await chain.transact({ from: BOB, to: at, value: 100n, function: 'deposit', args: [] });
    const thief = chain.deployPuppet();
    await chain.transact({ from: thief, to: at, value: 10n, function: 'deposit', args: [] });
    const again = { calls: [{ to: at, value: 0n, data: withdraw() }] };
    chain.setPuppet(thief, { kind: 'script', entries: [again, again, { calls: [] }] });
    const result = await chain.transact({ from: thief, to: at, function: 'withdraw', args: [] });
    expect(result).toMatchObject({ success: true, toppedUp: 0n });
    expect([chain.balanceOf(at), chain.balanceOf(thief)]).toEqual([80n, 30n]);
    expect(result.outgoing.map((call) => [call.kind, call.from, call.to, call.value, call.depth])).toEqual([
      ['call', at, thief, 10n, 1],
      ['call', at, thief, 10n, 3],
      ['call', at, thief, 10n, 5],
    ]);
    // The value has moved when the callee starts, the books have not.
    expect(result.outgoing.map((call) => call.state.balances.get(at))).toEqual([100n, 90n, 80n]);
    expect(result.outgoing.map((call) => call.state.balances.get(thief))).toEqual([10n, 20n, 30n]);
    const during = chain.decodeStorage(at, bank, result.outgoing[2]?.state);
    expect(plainState(during)).toEqual({
      balances: new Map(
        [
          [thief, 10n],
          [BOB, 100n],
        ].sort() as [string, bigint][],
      ),
    });
    expect(plainState(chain.decodeStorage(at, bank)).balances).toEqual(
      new Map(
        [
          [thief, 0n],
          [BOB, 100n],
        ].sort() as [string, bigint][],
      ),
    );
    expect(result.outgoing.every((call) => call.success && !call.rolledBack)).toBe(true);
  });

  it('refuses ether, which the trace marks as rolled back', async () => {
    await start(bank);
    const puppet = chain.deployPuppet({ kind: 'revert' });
    await chain.transact({ from: puppet, to: at, value: 10n, function: 'deposit', args: [] });
    const result = await chain.transact({ from: puppet, to: at, function: 'withdraw', args: [] });
    expect(result.revert).toMatchObject({ kind: 'error', reason: 'refused' });
    expect(result.outgoing).toMatchObject([{ success: false, rolledBack: true }]);
    expect(chain.balanceOf(puppet)).toBe(0n);
  });

  it('accepts under the stipend of transfer, whatever its script', async () => {
    await start(bank);
    for (const script of [
      { kind: 'accept' },
      { kind: 'script', entries: [{ calls: [{ to: at, value: 0n, data: '0x' }] }] },
    ] as const) {
      const puppet = chain.deployPuppet(script);
      await chain.transact({ from: puppet, to: at, value: 10n, function: 'deposit', args: [] });
      const result = await chain.transact({ from: puppet, to: at, function: 'withdrawByTransfer', args: [] });
      expect([result.success, chain.balanceOf(puppet)]).toEqual([true, 10n]);
    }
    const refusing = chain.deployPuppet({ kind: 'revert' });
    await chain.transact({ from: refusing, to: at, value: 10n, function: 'deposit', args: [] });
    expect(
      (await chain.transact({ from: refusing, to: at, function: 'withdrawByTransfer', args: [] })).success,
    ).toBe(false);
  });

  it('answers views in static calls', async () => {
    await start(caller);
    const price = '0xa035b1fe';
    const oracle = chain.deployPuppet({
      kind: 'script',
      entries: [],
      replies: { [price]: `0x${'7'.padStart(64, '0')}` },
    });
    const result = await chain.transact({ from: ALICE, to: at, function: 'ask', args: [oracle] });
    expect(result.outgoing).toMatchObject([{ kind: 'staticcall', to: oracle, data: price, success: true }]);
    expect(chain.readStorage(at, 0n)).toBe(7n);
    // Without a reply, a static call still returns (nothing), which the caller cannot decode.
    chain.setPuppet(oracle, { kind: 'script', entries: [{ calls: [] }] });
    expect(
      (await chain.transact({ from: ALICE, to: at, function: 'ask', args: [oracle] })).revert?.kind,
    ).toBe('empty');
  });

  it('takes one entry for each call and returns long data', async () => {
    await start(caller);
    const long = 'ab'.repeat(100);
    const encoded = `0x${'20'.padStart(64, '0')}${'64'.padStart(64, '0')}${long.padEnd(256, '0')}`;
    const puppet = chain.deployPuppet({
      kind: 'script',
      entries: [
        { calls: [], returnData: encoded },
        { calls: [{ to: at, value: 0n, data: encodeCall(caller.abi, 'fail', []), mustSucceed: true }] },
      ],
      otherwise: 'revert',
    });
    const touch = { from: ALICE, to: at, function: 'touch', args: [puppet, 5n] };
    expect((await chain.transact(touch)).success).toBe(true);
    expect(plainState(chain.decodeStorage(at, caller)).seen).toBe(`0x${long}`);
    // The entry that must succeed passes the revert on, and so is not used up.
    expect((await chain.transact(touch)).revert).toMatchObject({ kind: 'error', reason: 'inner' });
    expect((await chain.transact(touch)).revert).toMatchObject({ kind: 'error', reason: 'inner' });
    chain.setPuppet(puppet, {
      kind: 'script',
      entries: [{ calls: [], returnData: '0x1234', reverts: true }],
    });
    expect((await chain.transact(touch)).revert).toMatchObject({ kind: 'other', data: '0x1234' });
    const tried = await chain.transact({ ...touch, function: 'tryTouch' });
    expect(decodeOutput(caller.abi, 'tryTouch', tried.returnData)).toEqual([false]);
    expect(tried.outgoing).toMatchObject([{ success: false, rolledBack: true, returnData: '0x1234' }]);
    chain.setPuppet(puppet, { kind: 'script', entries: [], otherwise: 'revert' });
    expect((await chain.transact(touch)).revert).toMatchObject({ kind: 'empty' });
  });

  it('forwards ether and keeps going when a call fails', async () => {
    await start(bank);
    const puppet = chain.deployPuppet({
      kind: 'script',
      entries: [
        {
          calls: [
            { to: at, value: 1_000n, data: encodeCall(bank.abi, 'deposit', []) },
            { to: at, value: 4n, data: encodeCall(bank.abi, 'deposit', []) },
            { to: BOB, value: 6n, data: '0x' },
          ],
        },
      ],
    });
    await chain.transact({ from: ALICE, to: puppet, value: 10n, data: '0x' });
    expect([at, puppet, BOB].map(chain.balanceOf)).toEqual([4n, 0n, 6n]);
  });

  it('refuses the stipend while told so, and still plays its script with more gas', async () => {
    await start(bank);
    await chain.transact({ from: BOB, to: at, value: 100n, function: 'deposit', args: [] });
    const puppet = chain.deployPuppet({ kind: 'script', entries: [{ calls: [], returnData: '0x01' }] });
    await chain.transact({ from: puppet, to: at, value: 10n, function: 'deposit', args: [] });
    const pay = () => chain.transact({ from: puppet, to: at, function: 'withdrawByTransfer', args: [] });
    chain.refuseStipend(puppet, true);
    expect(await pay()).toMatchObject({ success: false, transfers: [] });
    expect(chain.callsMet(puppet)).toBe(0n);
    expect(await chain.transact({ from: BOB, to: puppet, data: '0x' })).toMatchObject({ returnData: '0x01' });
    chain.refuseStipend(puppet, false);
    expect(await pay()).toMatchObject({ success: true, transfers: [{ from: at, to: puppet, value: 10n }] });
  });

  it('refuses the stipend without a script, too', async () => {
    await start(bank);
    const puppet = chain.deployPuppet();
    await chain.transact({ from: puppet, to: at, value: 10n, function: 'deposit', args: [] });
    chain.refuseStipend(puppet, true);
    expect(
      await chain.transact({ from: puppet, to: at, function: 'withdrawByTransfer', args: [] }),
    ).toMatchObject({ success: false });
    expect(await chain.transact({ from: puppet, to: at, function: 'withdraw', args: [] })).toMatchObject({
      success: true,
    });
  });

  it('shows transfers and writes that were not taken back', async () => {
    await start(bank);
    await chain.transact({ from: BOB, to: at, value: 100n, function: 'deposit', args: [] });
    const thief = chain.deployPuppet();
    const result = await chain.transact({
      from: thief,
      to: at,
      value: 10n,
      function: 'deposit',
      args: [],
      observeWrites: true,
    });
    expect(result.transfers).toEqual([{ from: thief, to: at, value: 10n }]);
    expect(result.writes.map((write) => [write.contract, write.transfers.length])).toEqual([[at, 1]]);
    const refusing = { calls: [{ to: at, value: 0n, data: withdraw(), mustSucceed: true }], reverts: true };
    chain.setPuppet(thief, { kind: 'script', entries: [refusing], otherwise: 'revert' });
    const failed = await chain.transact({
      from: thief,
      to: at,
      function: 'withdraw',
      args: [],
      observeWrites: true,
    });
    expect(failed).toMatchObject({ success: false, transfers: [], writes: [] });
  });
});
