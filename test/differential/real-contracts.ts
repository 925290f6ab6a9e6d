// Real contracts: subclasses of OpenZeppelin and solmate, the canonical WETH, and the contracts of examples/.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceHost } from '@surety/core';
import { type AbiValue, type CompiledContract, compileSolidity, findFunction } from '@surety/evm';
import { lowerAll, type ModelContract } from './model.js';
import { deployPair, transactPair } from './pair.js';
import { ACTORS, hexAddress } from './parties.js';
import { type Choices, pick } from './random.js';
import type { Tally } from './tally.js';
import { abiArguments, modest } from './values.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A contract to compare, and how to deploy it. */
export interface RealContract {
  readonly name: string;
  readonly path: string;
  /** Given, or read from the path (below the repository or its installed packages). */
  readonly text?: string;
  readonly arguments: readonly AbiValue[];
  /** npm alias of an old compiler of the corpus. */
  readonly solcPackage?: string;
}

const head = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.26;\n';

/** The contracts of the suite. */
export const REAL_CONTRACTS: readonly RealContract[] = [
  { name: 'Bank', path: 'examples/bank/Bank.sol', arguments: [] },
  { name: 'BankBuggy', path: 'examples/bank/BankBuggy.sol', arguments: [] },
  { name: 'Token', path: 'examples/erc20/Token.sol', arguments: [1000n] },
  { name: 'TokenBuggy', path: 'examples/erc20/TokenBuggy.sol', arguments: [1000n] },
  { name: 'LendingPool', path: 'examples/lending/LendingPool.sol', arguments: [] },
  { name: 'LendingPoolBuggy', path: 'examples/lending/LendingPoolBuggy.sol', arguments: [] },
  { name: 'Weth', path: 'examples/weth/Weth.sol', arguments: [] },
  { name: 'WethBuggy', path: 'examples/weth/WethBuggy.sol', arguments: [] },
  { name: 'WETH9', path: 'canonical-weth/contracts/WETH9.sol', arguments: [], solcPackage: 'solc-0.5' },
  { name: 'WETH', path: 'solmate/src/tokens/WETH.sol', arguments: [] },
  {
    name: 'Coin',
    path: 'Coin.sol',
    arguments: [],
    text: `${head}import {ERC20} from "solmate/src/tokens/ERC20.sol";
contract Coin is ERC20("Coin", "COIN", 6) {
  function mint(address to, uint256 amount) external { _mint(to, amount); }
  function burn(address from, uint256 amount) external { _burn(from, amount); }
}`,
  },
  {
    name: 'Capped',
    path: 'Capped.sol',
    arguments: [],
    text: `${head}import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Pausable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Pausable.sol";
import {Ownable2Step, Ownable} from "@openzeppelin/contracts/access/Ownable2Step.sol";
contract Capped is ERC20Burnable, ERC20Capped, ERC20Pausable, Ownable2Step {
  constructor() ERC20("Capped", "CAP") ERC20Capped(60) Ownable(msg.sender) {}
  function mint(address to, uint256 amount) external { _mint(to, amount); }
  function pause() external { _pause(); }
  function unpause() external { _unpause(); }
  function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped, ERC20Pausable) { super._update(from, to, value); }
}`,
  },
  {
    name: 'Art',
    path: 'Art.sol',
    arguments: [],
    text: `${head}import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
contract Art is ERC721("Art", "ART") {
  function mint(address to, uint256 id) external { _mint(to, id); }
  function safeMint(address to, uint256 id) external { _safeMint(to, id); }
  function burn(uint256 id) external { _update(address(0), id, msg.sender); }
}`,
  },
  {
    name: 'Tickets',
    path: 'Tickets.sol',
    arguments: [],
    text: `${head}import {ERC721} from "solmate/src/tokens/ERC721.sol";
contract Tickets is ERC721("Tickets", "T") {
  function tokenURI(uint256) public pure override returns (string memory) { return "ticket"; }
  function mint(address to, uint256 id) external { _mint(to, id); }
  function safeMint(address to, uint256 id) external { _safeMint(to, id); }
  function burn(uint256 id) external { _burn(id); }
}`,
  },
  {
    name: 'Roles',
    path: 'Roles.sol',
    arguments: [],
    text: `${head}import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
contract Roles is AccessControl {
  uint256 public done;
  constructor() { _grantRole(DEFAULT_ADMIN_ROLE, msg.sender); _setRoleAdmin(bytes32(uint256(1)), bytes32(uint256(2))); }
  function act() external onlyRole(bytes32(uint256(1))) { done += 1; }
}`,
  },
  {
    name: 'Vesting',
    path: 'Vesting.sol',
    arguments: [hexAddress(ACTORS[1] as bigint)],
    text: `${head}import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
contract Vesting is VestingWallet { constructor(address to) VestingWallet(to, 1000050, 300) payable {} }`,
  },
  {
    name: 'Guarded',
    path: 'Guarded.sol',
    arguments: [],
    text: `${head}import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
contract Guarded is ReentrancyGuard {
  uint256 public x;
  function outer(uint8 n) external nonReentrant { x += 1; if (n > 8) this.inner(); if (n > 4) { try this.inner() { x = 0; } catch { x += 2; } } }
  function inner() external nonReentrant { x += 10; }
}`,
  },
  {
    name: 'Shop',
    path: 'Shop.sol',
    arguments: [],
    text: `${head}import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
contract Shop {
  using EnumerableSet for EnumerableSet.AddressSet;
  using EnumerableSet for EnumerableSet.UintSet;
  using BitMaps for BitMaps.BitMap;
  EnumerableSet.AddressSet private people;
  EnumerableSet.UintSet private ids;
  BitMaps.BitMap private bits;
  uint64 public sold;
  function buy(uint256 price, uint256 share, uint256 whole) external payable returns (uint256) {
    sold += SafeCast.toUint64(Math.mulDiv(price, share, whole));
    return Math.max(Math.average(price, share), Math.ceilDiv(price, whole));
  }
  function roots(uint256 x) external pure returns (uint256, uint256, uint256) { return (Math.sqrt(x), Math.log2(x), Math.log10(x)); }
  function join(address who) external returns (bool) { return people.add(who); }
  function leave(address who) external returns (bool) { return people.remove(who); }
  function count() external view returns (uint256) { return people.length(); }
  function at(uint256 i) external view returns (address) { return people.at(i); }
  function put(uint256 id) external returns (bool) { return ids.add(id); }
  function drop(uint256 id) external returns (bool) { return ids.remove(id); }
  function set(uint256 i) external { bits.set(i); }
  function unset(uint256 i) external { bits.unset(i); }
  function get(uint256 i) external view returns (bool) { return bits.get(i); }
}`,
  },
];

/** Both sides of a real contract. */
export interface RealSubject {
  readonly real: RealContract;
  readonly compiled: CompiledContract;
  readonly model: ModelContract;
}

/** Compiles and lowers; throws with messages when a side refuses. */
export async function prepareReal(real: RealContract): Promise<RealSubject> {
  const files = new Map<string, string>();
  const read = (path: string): string | undefined => {
    const places = [join(root, path), join(root, 'node_modules', path)];
    const place = places.find((p) => existsSync(p));
    return place === undefined ? undefined : readFileSync(place, 'utf8');
  };
  const host: SourceHost = {
    resolve: (importText, from) => {
      const path = importText.startsWith('.') ? posix.join(posix.dirname(from), importText) : importText;
      const text = files.get(path) ?? read(path);
      if (text === undefined) return undefined;
      files.set(path, text);
      return { path, text };
    },
  };
  const text = real.text ?? read(real.path) ?? '';
  files.set(real.path, text);
  const model = lowerAll({ path: real.path, text }, [real.name], host).get(real.name);
  const compiled = await compileSolidity(
    [...files].map(([path, contents]) => ({ path, text: contents })),
    real.solcPackage === undefined
      ? {}
      : { solcPackage: real.solcPackage, resolveFrom: join(root, 'test/corpus') },
  );
  if (!compiled.ok) throw new Error(`${real.name}: ${compiled.errors.map((e) => e.message).join('; ')}`);
  const contract = compiled.contracts.get(`${real.path}:${real.name}`);
  if (model === undefined || contract === undefined) throw new Error(`no contract ${real.name}`);
  return { real, compiled: contract, model };
}

/** Deploys and sends random transactions. */
export async function runReal(
  tally: Tally,
  subject: RealSubject,
  choices: Choices,
  transactions: number,
): Promise<void> {
  const { real, compiled, model } = subject;
  const pair = await deployPair(tally, [{ name: real.name, compiled, model, arguments: real.arguments }]);
  if (pair === undefined)
    throw new Error(`${real.name} does not deploy: ${tally.disagreements.map((d) => d.text).join('; ')}`);
  const { entries } = model.contract;
  const writing = entries.filter((e) => e.mutability !== 'view' && e.mutability !== 'pure');
  for (let i = 0; i < transactions; i++) {
    const entry = choices.below(4) === 0 ? pick(choices, entries) : pick(choices, writing);
    const inputs =
      entry.kind === 'function' ? (findFunction(compiled.abi, entry.signature).inputs ?? []) : [];
    const good = await transactPair(
      tally,
      pair,
      {
        signature: entry.signature,
        arguments: abiArguments(choices, inputs, modest),
        sender: pick(choices, ACTORS),
        value: entry.payable ? BigInt(choices.below(40)) : choices.below(30) === 0 ? 1n : 0n,
      },
      true,
    );
    if (!good) return;
  }
}
