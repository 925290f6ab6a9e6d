// The chain: deployments, transactions, reverts, libraries, blocks, forced ether, snapshots.
import { describe, expect, it } from '@jest/globals';
import { createChain, decodeEvent, decodeOutput } from '@surety/evm';
import { ALICE, BOB, CAROL, compileFiles, compileText, plainState, withImports } from './support.js';

const TOKEN = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract Token is ERC20 { constructor(uint256 supply) ERC20("Test Token", "TT") { _mint(msg.sender, supply); } }`;

describe('an OpenZeppelin token', () => {
  it('deploys, moves, logs, refuses by custom error, and decodes', async () => {
    const token = (await compileFiles(withImports('Token.sol', TOKEN)))('Token');
    const chain = await createChain();
    const { address: to, success } = await chain.deploy({ contract: token, from: ALICE, args: [1_000n] });
    expect(success).toBe(true);
    const moved = await chain.transact({ from: ALICE, to, function: 'transfer', args: [BOB, 300n] });
    expect(decodeOutput(token.abi, 'transfer', moved.returnData)).toEqual([true]);
    const [log] = moved.logs;
    expect(decodeEvent(token.abi, log?.topics ?? [], log?.data ?? '0x')).toEqual({
      signature: 'Transfer(address,address,uint256)',
      args: [ALICE, BOB, 300n],
    });
    await chain.transact({ from: BOB, to, function: 'approve(address,uint256)', args: [CAROL, 5n] });
    const refused = await chain.transact({
      from: CAROL,
      to,
      function: 'transferFrom',
      args: [BOB, ALICE, 6n],
    });
    expect(refused).toMatchObject({
      success: false,
      logs: [],
      revert: { kind: 'custom', name: 'ERC20InsufficientAllowance', args: [CAROL, 5n, 6n] },
    });
    const state = chain.decodeStorage(to, token);
    expect(plainState(state)).toEqual({
      _balances: new Map([
        [ALICE, 700n],
        [BOB, 300n],
      ]),
      _allowances: new Map([[BOB, new Map([[CAROL, 5n]])]]),
      _totalSupply: 1_000n,
      _name: 'Test Token',
      _symbol: 'TT',
    });
    expect(state.unexplained).toEqual([]);
    expect(state.variables.every((variable) => variable.contract === 'ERC20')).toBe(true);
  });
});

const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
library Inner { error TooBig(uint256 x); function check(uint256 x) external pure returns (uint256) { if (x > 10) revert TooBig(x); return x; } }
library Outer { function twice(uint256 x) external pure returns (uint256) { return 2 * Inner.check(x); } }
contract Linked { function f(uint256 x) external pure returns (uint256) { return Outer.twice(x) + Inner.check(x); } }
contract Clock {
  uint256 public immutable born = block.timestamp;
  address public immutable self = address(this);
  function now_() external view returns (uint256, uint256) { return (block.number, block.timestamp); }
}
contract Fails {
  enum E { A, B }
  uint256[] xs;
  error Custom(address who, string why);
  constructor(bool ok) payable { require(ok, "born dead"); }
  function run(uint256 n) external payable {
    if (n == 0) require(false, "reason");
    if (n == 1) require(false);
    if (n == 2) assert(false);
    if (n == 3) { n = n - 4; }
    if (n == 4) xs.pop();
    if (n == 5) xs[n] = 1;
    if (n == 6) E(uint8(n));
    if (n == 7) revert Custom(msg.sender, "why");
    if (n == 8) assembly { mstore(0, 0x1122334455) revert(0, 32) }
    if (n == 9) assembly { invalid() }
    if (n == 10) while (true) {}
  }
}
contract Child { uint256 public x; constructor() payable { x = msg.value; } }
contract Parent {
  Child public child;
  function make() external payable { child = new Child{value: msg.value}(); }
  function hash(bytes calldata b) external pure returns (bytes32) { return sha256(b); }
  function die() external { selfdestruct(payable(msg.sender)); }
  function stir() external { this.make{value: 1}(); (bool ok, ) = address(this).call(abi.encodeCall(this.fail, ())); require(!ok); }
  function fail() external { this.make{value: 1}(); revert(); }
}
contract Guarded {
  uint256 public n;
  modifier lock() { assembly { if tload(0) { revert(0, 0) } tstore(0, 1) } _; assembly { tstore(0, 0) } }
  function once(bool bad) external lock { n++; if (bad) revert(); }
  function leak() external { assembly { tstore(0, 1) } }
  function nested() external lock { this.once(false); }
}
abstract contract Abstract { function f() external virtual; }`;

describe('a chain', () => {
  it('links libraries, once each, also those of libraries', async () => {
    const linked = (await compileText(SOURCE))('Linked');
    const chain = await createChain();
    const { address: to } = await chain.deploy({ contract: linked, from: ALICE, args: [] });
    await chain.deploy({ contract: linked, from: ALICE, args: [] });
    const result = await chain.transact({ from: ALICE, to, function: 'f', args: [5n] });
    expect(decodeOutput(linked.abi, 'f', result.returnData)).toEqual([15n]);
    expect(result.outgoing.map((call) => [call.kind, call.from])).toEqual([
      ['delegatecall', to],
      ['delegatecall', to],
      ['delegatecall', to],
    ]);
    const refused = await chain.transact({ from: ALICE, to, function: 'f', args: [11n] });
    expect(refused.revert).toMatchObject({ kind: 'custom', signature: 'TooBig(uint256)', args: [11n] });
  });

  it('reads every way to fail', async () => {
    const fails = (await compileText(SOURCE))('Fails');
    const chain = await createChain({ maxJumps: 10_000 });
    const { address: to } = await chain.deploy({ contract: fails, from: ALICE, args: [true], value: 3n });
    const run = async (n: bigint) =>
      (await chain.transact({ from: ALICE, to, function: 'run', args: [n], value: 1n })).revert;
    expect(await run(0n)).toMatchObject({ kind: 'error', reason: 'reason' });
    expect(await run(1n)).toEqual({ kind: 'empty', data: '0x' });
    for (const [n, code] of [
      [2n, 0x01n],
      [3n, 0x11n],
      [4n, 0x31n],
      [5n, 0x32n],
      [6n, 0x21n],
    ] as const) {
      expect(await run(n)).toMatchObject({ kind: 'panic', code });
    }
    expect(await run(7n)).toMatchObject({ kind: 'custom', name: 'Custom', args: [ALICE, 'why'] });
    expect(await run(8n)).toMatchObject({ kind: 'other', reason: 'unknown revert data' });
    expect(await run(9n)).toMatchObject({ kind: 'other', reason: 'invalid opcode' });
    expect(await run(10n)).toMatchObject({ kind: 'other', reason: 'step budget exceeded' });
    // The failed run left nothing behind: the next one succeeds, and only its ether has moved.
    expect(await run(11n)).toBeUndefined();
    expect(chain.balanceOf(to)).toBe(4n);
  });

  it('reports a constructor that reverts, and forgets the contract', async () => {
    const fails = (await compileText(SOURCE))('Fails');
    const chain = await createChain();
    const result = await chain.deploy({ contract: fails, from: ALICE, args: [false] });
    expect(result).toMatchObject({ success: false, revert: { kind: 'error', reason: 'born dead' } });
    expect(chain.codeOf(result.address)).toBe('0x');
  });

  it('runs the constructor at a chosen address, in a chosen block', async () => {
    const clock = (await compileText(SOURCE))('Clock');
    const chain = await createChain({ number: 5n, timestamp: 50n });
    const place = `0x${'0C'.repeat(20)}`;
    const block = { number: 6n, timestamp: 60n };
    const { address: to } = await chain.deploy({
      contract: clock,
      from: ALICE,
      args: [],
      address: place,
      block,
    });
    const state = chain.decodeStorage(to, clock);
    expect(state.immutables.map(({ label, value }) => [label, value])).toEqual([
      ['born', { kind: 'value', value: 60n }],
      ['self', { kind: 'value', value: place.toLowerCase() }],
    ]);
    const later = { number: 6n, timestamp: 1n << 40n };
    const asked = await chain.transact({ from: ALICE, to, function: 'now_', args: [], block: later });
    expect(decodeOutput(clock.abi, 'now_', asked.returnData)).toEqual([6n, 1n << 40n]);
    await expect(chain.transact({ from: ALICE, to, function: 'now_', args: [], block })).rejects.toThrow(
      RangeError,
    );
    await expect(chain.deploy({ contract: clock, from: ALICE, args: [], address: place })).rejects.toThrow(
      'already',
    );
    const named = await compileText(SOURCE);
    await expect(chain.deploy({ contract: named('Abstract'), from: ALICE, args: [] })).rejects.toThrow(
      'abstract',
    );
  });

  it('records creations and calls of itself, with what was rolled back, but no precompiled contract', async () => {
    const parent = (await compileText(SOURCE))('Parent');
    const chain = await createChain();
    const { address: to } = await chain.deploy({ contract: parent, from: ALICE, args: [] });
    chain.forceEther(to, 2n);
    const result = await chain.transact({ from: ALICE, to, function: 'stir', args: [] });
    expect(result.outgoing.map((call) => [call.kind, call.depth, call.success, call.rolledBack])).toEqual([
      ['call', 1, true, false],
      ['create', 2, true, false],
      ['call', 1, false, true],
      ['call', 2, true, true],
      ['create', 3, true, true],
    ]);
    const [, created] = result.outgoing;
    expect(created?.state.balances.get(created.to ?? '')).toBe(1n);
    expect([chain.balanceOf(to), chain.balanceOf(created?.to ?? '')]).toEqual([1n, 1n]);
    const hashed = await chain.transact({ from: ALICE, to, function: 'hash', args: ['0x00'] });
    expect([hashed.success, hashed.outgoing]).toEqual([true, []]);
  });

  it('keeps a destroyed contract that is older than the transaction, without its ether', async () => {
    const parent = (await compileText(SOURCE))('Parent');
    const chain = await createChain();
    const { address: to } = await chain.deploy({ contract: parent, from: ALICE, args: [] });
    chain.forceEther(to, 9n);
    await chain.transact({ from: BOB, to, function: 'die', args: [] });
    expect([chain.balanceOf(BOB), chain.balanceOf(to), chain.codeOf(to).length > 2]).toEqual([9n, 0n, true]);
  });

  it('goes back to snapshots, across transactions and blocks', async () => {
    const fails = (await compileText(SOURCE))('Fails');
    const chain = await createChain();
    const { address: to } = await chain.deploy({ contract: fails, from: ALICE, args: [true], value: 1n });
    const point = chain.snapshot();
    const block = { number: 9n, timestamp: 9n };
    await chain.transact({ from: BOB, to, function: 'run', args: [99n], value: 5n, block });
    chain.writeStorage(to, 7n, 7n);
    const second = await chain.deploy({ contract: fails, from: ALICE, args: [true] });
    expect(chain.balanceOf(to)).toBe(6n);
    chain.revertTo(point);
    expect([chain.balanceOf(to), chain.readStorage(to, 7n), chain.codeOf(second.address)]).toEqual([
      1n,
      0n,
      '0x',
    ]);
    expect(chain.block()).toEqual({ number: 1n, timestamp: 1n });
    const again = await chain.simulate({ from: BOB, to, function: 'run', args: [99n], value: 5n });
    expect([again.success, again.toppedUp, chain.balanceOf(to), chain.balanceOf(BOB)]).toEqual([
      true,
      5n,
      1n,
      0n,
    ]);
  });

  it('clears transient storage and warm slots between transactions', async () => {
    const guarded = (await compileText(SOURCE))('Guarded');
    const chain = await createChain();
    const { address: to } = await chain.deploy({ contract: guarded, from: ALICE, args: [] });
    const run = async (name: string, args: readonly boolean[] = []) =>
      (await chain.transact({ from: ALICE, to, function: name, args })).success;
    expect(await run('leak')).toBe(true);
    expect(await run('once', [false])).toBe(true);
    expect(await run('once', [true])).toBe(false);
    expect(await run('nested')).toBe(false);
    expect(await run('once', [false])).toBe(true);
    expect(chain.readStorage(to, 0n)).toBe(2n);
  });

  it('gives a sender only what it lacks', async () => {
    const chain = await createChain();
    chain.setBalance(ALICE, 3n);
    const result = await chain.transact({ from: ALICE, to: BOB, value: 5n, data: '0x' });
    expect([result.toppedUp, chain.balanceOf(ALICE), chain.balanceOf(BOB)]).toEqual([2n, 0n, 5n]);
  });
});
