// Which amounts a contract's code brings together.
import { describe, expect, it } from '@jest/globals';
import { type Counted, comparability } from '../../src/ir/comparable.js';
import { lowerText } from './ir-support.js';

const CODE = `
contract C {
    struct Account { uint256 amount; uint256 unlockAt; }
    uint256 immutable cap = 100;
    uint256 immutable rate = 7;
    uint256 immutable delay = 9;
    uint256 members;
    uint256 paid;
    uint256 reserve;
    uint256[] list;
    address[] holders;
    mapping(address => uint256) credit;
    mapping(address => uint256) price;
    mapping(address => uint256) share;
    mapping(address => Account) accounts;
    uint256 filed;
    mapping(uint256 => mapping(uint256 => address)) filedBy;
    mapping(address => mapping(uint256 => Account)) older;
    constructor(address[] memory payees, uint256[] memory percent) {
        uint256 sum = 0;
        for (uint256 i = 0; i < payees.length; i++) { share[payees[i]] = percent[i]; sum += percent[i]; }
        require(sum == 10000);
    }
    function _max(uint256 n) internal pure returns (uint256 r) { r = n; }
    function join() external {
        uint256 n = _max(holders.length);
        require(n + 1 <= cap);
        require(holders.length < 300);
        holders.push(msg.sender);
        members = holders.length;
    }
    function _add(Account storage a, uint256 x) internal { a.amount += x; a.unlockAt = 30 days + block.timestamp; }
    function pay(uint256 x) external {
        paid += x;
        credit[msg.sender] -= x;
        reserve += x * price[msg.sender] / rate;
        Account storage account = accounts[msg.sender];
        _add(account, x);
        Account memory copied = account;
        older[msg.sender][block.number + delay] = copied;
    }
    function file(uint256 x) external returns (uint256 id) { id = filed++; filedBy[id][x] = msg.sender; }
    function all() external view returns (uint256 t) { for (uint256 i = 0; i < list.length; i++) t += list[i]; }
    function last() external view returns (uint256) { uint256[] storage l = list; return l[l.length - 1] * 2; }
}`;

describe('amounts of the same kind', () => {
  const { same, constants, factors } = comparability(lowerText(CODE).contract);
  const contents = (variable: string, field?: string): Counted => ({
    of: 'contents',
    variable,
    ...(field === undefined ? {} : { field }),
  });
  const length = (variable: string): Counted => ({ variable, of: 'length' });

  it('are those that are compared, added or assigned, also by way of locals and calls', () => {
    expect(same(length('holders'), contents('cap'))).toBe(true);
    expect(same(length('holders'), contents('members'))).toBe(true);
    expect(same(contents('members'), contents('cap'))).toBe(true);
    expect(same(contents('paid'), contents('credit'))).toBe(true);
  });

  it('are fields of records, through pointers and copies', () => {
    expect(same(contents('accounts', 'amount'), contents('paid'))).toBe(true);
    expect(same(contents('accounts', 'unlockAt'), { of: 'block.timestamp' })).toBe(true);
    expect(same(contents('older', 'unlockAt'), { of: 'block.timestamp' })).toBe(true);
    expect(same(contents('accounts', 'unlockAt'), contents('accounts', 'amount'))).toBe(false);
    expect(same(contents('delay'), { of: 'block.number' })).toBe(true);
  });

  it('are keys of a mapping and what the code takes them from', () => {
    expect(same({ variable: 'filedBy', of: 'keys' }, contents('filed'))).toBe(true);
    expect(same({ variable: 'filedBy', of: 'keys' }, contents('cap'))).toBe(false);
    expect(same({ variable: 'credit', of: 'keys' }, contents('credit'))).toBe(false);
  });

  it('are not those that are only multiplied', () => {
    expect(same(contents('reserve'), contents('price'))).toBe(false);
    expect(same(contents('rate'), contents('paid'))).toBe(false);
  });

  it('are not those that nothing brings together', () => {
    expect(same(length('holders'), contents('rate'))).toBe(false);
    expect(same(length('holders'), length('list'))).toBe(false);
    expect(same(contents('credit'), contents('cap'))).toBe(false);
    expect(same(length('list'), contents('list'))).toBe(false);
  });

  it('come with the constants that the code has for them', () => {
    expect(constants(contents('share'))).toEqual([10000n]);
    expect(constants(length('holders'))).toContain(300n);
    expect(constants({ of: 'block.timestamp' })).toEqual([2592000n]);
    expect(constants(contents('price'))).toEqual([]);
    expect(factors(length('list'))).toEqual([]);
    expect(factors(contents('list'))).toEqual([2n]);
  });
});
