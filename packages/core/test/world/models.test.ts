// `assume token is ERC20`: the code's calls run the model, claims may ask it, runs are replayed with its bytecode.
import { afterAll, describe, expect, it } from '@jest/globals';
import { disposeSolver } from '../support/prove.js';
import { replayed } from './replay.js';

afterAll(disposeSolver);

const IERC20 = `interface IERC20 {
  function transfer(address to, uint256 amount) external returns (bool);
  function transferFrom(address from, address to, uint256 amount) external returns (bool);
  function balanceOf(address a) external view returns (uint256);
}`;
const vault = (withdraw: string): string => `${IERC20}
contract C {
  IERC20 private immutable token; mapping(address => uint) shares; uint total;
  constructor(IERC20 t) { token = t; }
  function deposit(uint a) external { require(msg.sender != address(this));
    require(token.transferFrom(msg.sender, address(this), a)); shares[msg.sender] += a; total += a; }
  function withdraw(uint a) external { ${withdraw} require(token.transfer(msg.sender, a)); }
  function held() external view returns (uint) { return token.balanceOf(address(this)); }
}`;
const spec = `assume token is ERC20;
  invariant total: total == sum(shares);
  invariant backed: token.balanceOf(this) >= sum(shares);
  rule pays(address a, uint x) using backed, total { uint before = token.balanceOf(a); assume a != this; assume shares[a] >= x;
    withdraw(x) by a; assert token.balanceOf(a) == before + x; }
  rule moves(address a, address b) { assume a != b; assume b != this; uint before = token.balanceOf(b); withdraw(7) by a; assert token.balanceOf(b) == before; }
  function withdraw(uint x) { reverts only if x > shares[sender] || x > token.balanceOf(this) || value > 0; }`;

describe('a token modeled as ERC20', () => {
  it('is paid out as the code says', async () => {
    expect(await replayed(spec, vault('shares[msg.sender] -= a; total -= a;'))).toEqual({
      total: 'proved',
      backed: 'proved',
      pays: 'proved',
      moves: 'proved',
      'withdraw.revertsOnlyIf#1': 'proved',
    });
  });

  it('shows what is paid without being owed, on the EVM', async () => {
    expect(await replayed(spec, vault('total -= a; shares[msg.sender] -= a / 2;'))).toMatchObject({
      total: 'violated',
      backed: 'violated',
    });
  });

  it('is not one where the code asks for more than the standard has', async () => {
    const code = `interface T { function permit(address a) external; }
      contract C { T token; uint x; constructor(T t) { token = t; } function f() external { token.permit(msg.sender); x = 1; } }`;
    expect(await replayed('assume token is ERC20; invariant never: x == 0;', code)).toEqual({
      never: 'unknown',
    });
  });

  it('is one of several', async () => {
    const code = `${IERC20} contract C { IERC20 a; IERC20 b; constructor(IERC20 x, IERC20 y) { a = x; b = y; }
      function swap(uint n) external { require(msg.sender != address(this)); a.transferFrom(msg.sender, address(this), n); b.transfer(msg.sender, n); } }`;
    const claims = `assume a is ERC20; assume b is ERC20;
      rule swaps(address s) { uint x = a.balanceOf(this); uint y = b.balanceOf(this); swap(5) by s; assert a.balanceOf(this) == x + 5; assert b.balanceOf(this) == y - 5; }
      invariant wrong: b.totalSupply() == 0;`;
    expect(await replayed(claims, code)).toEqual({ swaps: 'proved', wrong: 'violated' });
  });
});

const IWETH = `interface IWETH { function deposit() external payable; function withdraw(uint) external;
  function transfer(address, uint) external returns (bool); function balanceOf(address) external view returns (uint); }`;
const wrapper = (paid: string): string => `${IWETH}
contract C { IWETH private immutable weth; mapping(address => uint) shares; uint total;
  constructor(IWETH w) { weth = w; }
  receive() external payable { require(msg.sender == address(weth)); }
  function wrap() external payable { weth.deposit{value: msg.value}(); shares[msg.sender] += msg.value; total += msg.value; }
  function unwrap(uint a) external { shares[msg.sender] -= a; total -= a; weth.withdraw(a);
    (bool ok,) = msg.sender.call{value: ${paid}}(""); require(ok); }
}`;
const wrapped = `assume weth is WETH;
  invariant total: total == sum(shares);
  invariant backed: weth.balanceOf(this) >= total using total;
  invariant covered: balance(weth) >= weth.balanceOf(this);
  rule pays(address a, uint x) using backed, total { assume a is EOA; assume a != address(weth); uint before = balance(a); unwrap(x) by a; assert balance(a) == before + x; }`;

describe('wrapped ether modeled as WETH', () => {
  it('is ether for tokens and tokens for ether', async () => {
    expect(await replayed(wrapped, wrapper('a'))).toEqual({
      total: 'proved',
      backed: 'proved',
      covered: 'proved',
      pays: 'proved',
    });
  });

  it('shows on the EVM what does not arrive', async () => {
    expect(await replayed(wrapped, wrapper('a / 2'))).toMatchObject({ pays: 'violated' });
  });
});

const INFT = `interface INFT { function ownerOf(uint) external view returns (address); function transferFrom(address, address, uint) external;
  function safeTransferFrom(address, address, uint) external; }`;
const escrow = (order: string): string => `${INFT}
contract C { INFT private immutable nft; mapping(uint => address) depositor; uint paid; uint count;
  constructor(INFT n) { nft = n; }
  function put(uint id) external { require(msg.sender != address(this)); nft.transferFrom(msg.sender, address(this), id); depositor[id] = msg.sender; count++; }
  function take(uint id) external { require(depositor[id] == msg.sender); ${order} count--; }
}`;
const kept = `assume nft is ERC721;
  invariant alone(address o): !nft.isApprovedForAll(this, o);
  invariant held(uint id): depositor[id] != address(0) => nft.ownerOf(id) == this && nft.getApproved(id) == address(0) using alone;
  rule back(address a, uint id) { take(id) by a; assert depositor[id] == address(0); }`;

describe('a token modeled as ERC721', () => {
  it('stays where it is put, until a receiver puts it back', async () => {
    const code = escrow('delete depositor[id]; nft.safeTransferFrom(address(this), msg.sender, id);');
    expect(await replayed(kept, code)).toEqual({ alone: 'proved', held: 'proved', back: 'violated' });
  });

  it('asks a receiver, who may call back', async () => {
    const code = escrow('nft.safeTransferFrom(address(this), msg.sender, id); delete depositor[id];');
    const { held } = await replayed(kept, code);
    expect(held).not.toBe('proved');
  });
});
