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
  }, 120_000);

  it('shows what is paid without being owed, on the EVM', async () => {
    expect(await replayed(spec, vault('total -= a; shares[msg.sender] -= a / 2;'))).toMatchObject({
      total: 'violated',
      backed: 'violated',
    });
  }, 120_000);

  it('is not one where the code asks for more than the standard has', async () => {
    const code = `interface T { function permit(address a) external; }
      contract C { T token; uint x; constructor(T t) { token = t; } function f() external { token.permit(msg.sender); x = 1; } }`;
    expect(await replayed('assume token is ERC20; invariant never: x == 0;', code)).toEqual({
      never: 'unknown',
    });
  }, 60_000);

  it('is one of several', async () => {
    const code = `${IERC20} contract C { IERC20 a; IERC20 b; constructor(IERC20 x, IERC20 y) { a = x; b = y; }
      function swap(uint n) external { require(msg.sender != address(this)); a.transferFrom(msg.sender, address(this), n); b.transfer(msg.sender, n); } }`;
    const claims = `assume a is ERC20; assume b is ERC20;
      rule swaps(address s) { uint x = a.balanceOf(this); uint y = b.balanceOf(this); swap(5) by s; assert a.balanceOf(this) == x + 5; assert b.balanceOf(this) == y - 5; }
      invariant wrong: b.totalSupply() == 0;`;
    expect(await replayed(claims, code)).toEqual({ swaps: 'proved', wrong: 'violated' });
  }, 60_000);
});
