// Storage decoded back into variables, for every kind of type, and the layout computed for old compilers.
import { describe, expect, it } from '@jest/globals';
import { createChain } from '@surety/evm';
import { collectAstFacts } from '../src/ast-facts.js';
import { layoutFromAst } from '../src/layout-from-ast.js';
import { loadSolc } from '../src/solc.js';
import { ALICE, BOB, CAROL, compileText, plain, plainState } from './support.js';

const KINDS = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
type Wad is int128;
type Tag is bytes4;
contract Base { uint8 internal small = 7; address public owner = msg.sender; }
contract Kinds is Base {
  enum Color { Red, Green, Blue }
  struct Position { uint128 size; int64 entry; bool open; address[] keepers; mapping(Color => uint256) byColor; }
  Color color = Color.Blue;
  Wad wad = Wad.wrap(-5);
  Tag tag = Tag.wrap(0x01020304);
  bytes3 tail = 0xaabbcc;
  Base peer;
  function (uint256) external callback;
  mapping(address => mapping(bytes4 => Position)) positions;
  mapping(string => uint256) byName;
  mapping(bytes => bool) byBytes;
  mapping(int256 => string) notes;
  mapping(Tag => mapping(bool => Wad[])) wads;
  uint24[7] triples;
  Position[] list;
  uint256[2][] pairs;
  string short = "short";
  bytes long = hex"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021";
  uint256 constant FIXED = 3;
  int8 immutable born = -3;
  Tag immutable mark = Tag.wrap(0x0a0b0c0d);
  uint256[] stack;
  constructor() {
    peer = Base(address(0x1234));
    callback = this.fill;
    for (uint24 i = 0; i < 7; i++) triples[i] = i * 1000;
  }
  function seal() external view returns (int8, Tag) { return (born, mark); }
  function fill(uint256 n) external {
    Position storage p = positions[msg.sender][0x11223344];
    p.size = uint128(n); p.entry = -9; p.open = true; p.keepers.push(msg.sender); p.byColor[Color.Green] = n;
    byName["alice"] = 1; byName["a name that is longer than thirty-two bytes, surely"] = 2; byName[""] = 3;
    byBytes[hex"00ff"] = true;
    notes[-1] = "minus one";
    wads[Tag.wrap(0xdeadbeef)][true].push(Wad.wrap(-1));
    list.push(); list[0].size = 4; list[0].byColor[Color.Red] = 8;
    pairs.push([uint256(1), 2]); pairs.push([uint256(3), 4]);
    stack.push(1); stack.push(2); stack.pop();
  }
  function read(address a) external view returns (uint128) { return positions[a][0x0].size; }
}`;

describe('decoded storage', () => {
  it('shows every kind of variable and leaves nothing unexplained', async () => {
    const kinds = (await compileText(KINDS))('Kinds');
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: kinds, from: ALICE, args: [] });
    await chain.transact({ from: BOB, to: address, function: 'fill', args: [42n] });
    // A key that is only read is no entry.
    await chain.transact({ from: BOB, to: address, function: 'read', args: [CAROL] });
    const state = chain.decodeStorage(address, kinds);
    const fill = `0x${kinds.methodIdentifiers['fill(uint256)']}`;
    expect(plainState(state)).toEqual({
      small: 7n,
      owner: ALICE,
      color: 2n,
      wad: -5n,
      tag: '0x01020304',
      tail: '0xaabbcc',
      peer: `0x${'1234'.padStart(40, '0')}`,
      callback: `${address}${fill.slice(2)}`,
      positions: new Map([
        [
          BOB,
          new Map([
            [
              '0x11223344',
              { size: 42n, entry: -9n, open: true, keepers: [BOB], byColor: new Map([[1n, 42n]]) },
            ],
          ]),
        ],
      ]),
      byName: new Map([
        ['0x', 3n],
        [`0x${Buffer.from('a name that is longer than thirty-two bytes, surely').toString('hex')}`, 2n],
        [`0x${Buffer.from('alice').toString('hex')}`, 1n],
      ]),
      byBytes: new Map([['0x00ff', true]]),
      notes: new Map([[-1n, 'minus one']]),
      wads: new Map([['0xdeadbeef', new Map([[true, [-1n]]])]]),
      triples: [0n, 1000n, 2000n, 3000n, 4000n, 5000n, 6000n],
      list: [{ size: 4n, entry: 0n, open: false, keepers: [], byColor: new Map([[0n, 8n]]) }],
      pairs: [
        [1n, 2n],
        [3n, 4n],
      ],
      short: 'short',
      long: `0x${Array.from({ length: 34 }, (_, byte) => byte.toString(16).padStart(2, '0')).join('')}`,
      stack: [1n],
    });
    expect(state.unexplained).toEqual([]);
    expect(state.variables[0]).toMatchObject({ label: 'small', contract: 'Base', type: 'uint8' });
    const immutables = state.immutables.map(({ label, value }) => [label, plain(value)]);
    expect(new Map(immutables as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ['born', -3n],
        ['mark', '0x0a0b0c0d'],
      ]),
    );
  });

  it('reports slots that belong to no variable', async () => {
    const raw = (
      await compileText(
        `contract Raw { uint256 a; function f() external { assembly { sstore(0x1234, 9) } } }`,
      )
    )('Raw');
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: raw, from: ALICE, args: [] });
    await chain.transact({ from: ALICE, to: address, function: 'f', args: [] });
    const { unexplained } = chain.decodeStorage(address, raw);
    expect(unexplained).toEqual([{ slot: `0x${'1234'.padStart(64, '0')}`, value: 9n }]);
  });

  it('does not search forever among nested mappings', async () => {
    const source = `contract Nested { mapping(address => mapping(uint256 => mapping(bytes32 => uint256))) m;
      function f() external { for (uint256 i = 0; i < 40; i++) m[msg.sender][i][bytes32(i)] = i;
        assembly { sstore(0x1234, 9) } } }`;
    const nested = (await compileText(source))('Nested');
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: nested, from: ALICE, args: [] });
    await chain.transact({ from: ALICE, to: address, function: 'f', args: [] });
    const started = performance.now();
    const { unexplained } = chain.decodeStorage(address, nested);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(unexplained).toEqual([{ slot: `0x${'1234'.padStart(64, '0')}`, value: 9n }]);
  });

  it('reads a contract without state variables', async () => {
    const bare = (await compileText(`contract Bare { function f() external { assembly { sstore(7, 9) } } }`))(
      'Bare',
    );
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: bare, from: ALICE, args: [] });
    await chain.transact({ from: ALICE, to: address, function: 'f', args: [] });
    const state = chain.decodeStorage(address, bare);
    expect(state.variables).toEqual([]);
    expect(state.unexplained).toEqual([{ slot: `0x${'7'.padStart(64, '0')}`, value: 9n }]);
  });

  it('finds the keys of mapping slots that the optimizer computed beforehand', async () => {
    const source = `contract Folded { mapping(uint256 => uint256) m; mapping(address => mapping(uint256 => uint256)) n;
      function f() external { m[5] = 6; n[address(0xdeadbeef)][7] = 8; } }`;
    const folded = (await compileText(source, { optimize: true }))('Folded');
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: folded, from: ALICE, args: [] });
    chain.setBalance(`0x${'deadbeef'.padStart(40, '0')}`, 1n);
    await chain.transact({ from: ALICE, to: address, function: 'f', args: [] });
    const state = chain.decodeStorage(address, folded);
    expect(plainState(state)).toEqual({
      m: new Map([[5n, 6n]]),
      n: new Map([[`0x${'deadbeef'.padStart(40, '0')}`, new Map([[7n, 8n]])]]),
    });
    expect(state.unexplained).toEqual([]);
  });

  it('reads namespaced storage (ERC-7201)', async () => {
    const source = `contract Base { /// @custom:storage-location erc7201:example.main
        struct Main { uint128 x; uint128 y; mapping(address => uint256) m; }
        bytes32 constant PLACE = keccak256(abi.encode(uint256(keccak256("example.main")) - 1)) & ~bytes32(uint256(0xff));
        function _main() internal pure returns (Main storage $) { bytes32 p = PLACE; assembly { $.slot := p } } }
      contract Spaced is Base { uint256 z; function f() external { z = 1; _main().y = 2; _main().m[msg.sender] = 3; } }`;
    const spaced = (await compileText(source))('Spaced');
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: spaced, from: ALICE, args: [] });
    await chain.transact({ from: ALICE, to: address, function: 'f', args: [] });
    const state = chain.decodeStorage(address, spaced);
    expect(plainState(state)).toEqual({ z: 1n, 'example.main': { x: 0n, y: 2n, m: new Map([[ALICE, 3n]]) } });
    expect(state.unexplained).toEqual([]);
  });

  it('lists only written elements of an array with an absurd length', async () => {
    const source = `contract Huge { uint128[] xs;
      function f() external { assembly { sstore(xs.slot, not(0)) } xs[3] = 1; xs[1 << 200] = 2; } }`;
    const huge = (await compileText(source))('Huge');
    const chain = await createChain();
    const { address } = await chain.deploy({ contract: huge, from: ALICE, args: [] });
    await chain.transact({ from: ALICE, to: address, function: 'f', args: [] });
    const [xs] = chain.decodeStorage(address, huge).variables;
    if (xs?.value.kind !== 'array') throw new Error('no array');
    expect(xs.value.length).toBe((1n << 256n) - 1n);
    const found = new Map(xs.value.elements.map(({ index, value }) => [index, plain(value)]));
    expect([found.get(3n), found.get(1n << 200n)]).toEqual([1n, 2n]);
  });
});

describe('the layout computed from the syntax tree', () => {
  it('is the one the compiler prints', async () => {
    const solc = await loadSolc();
    const output = JSON.parse(
      solc.compileStandard(
        JSON.stringify({
          language: 'Solidity',
          sources: { 'K.sol': { content: KINDS } },
          settings: { outputSelection: { '*': { '*': ['storageLayout'], '': ['ast'] } } },
        }),
      ),
    );
    const facts = collectAstFacts([output.sources['K.sol'].ast]);
    for (const name of ['Base', 'Kinds']) {
      expect(layoutFromAst(facts, 'K.sol', name)).toEqual(output.contracts['K.sol'][name].storageLayout);
    }
    expect(layoutFromAst(facts, 'K.sol', 'Missing')).toBeUndefined();
  });
});
