// Which amounts a contract's code brings together.
import { describe, expect, it } from '@jest/globals';
import { type Counted, comparability } from '../../src/ir/comparable.js';
import { lowerText } from './ir-support.js';

const CODE = `
contract C {
    uint256 immutable cap = 100;
    uint256 immutable rate = 7;
    uint256 members;
    uint256 paid;
    uint256 reserve;
    uint256[] list;
    address[] holders;
    mapping(address => uint256) credit;
    mapping(address => uint256) price;
    function _max(uint256 n) internal pure returns (uint256 r) { r = n; }
    function join() external {
        uint256 n = _max(holders.length);
        require(n + 1 <= cap);
        holders.push(msg.sender);
        members = holders.length;
    }
    function pay(uint256 x) external { paid += x; credit[msg.sender] -= x; reserve += x * price[msg.sender] / rate; }
    function all() external view returns (uint256 t) { for (uint256 i = 0; i < list.length; i++) t += list[i]; }
    function last() external view returns (uint256) { uint256[] storage l = list; return l[l.length - 1] * 2; }
}`;

describe('amounts of the same kind', () => {
  const sameKind = comparability(lowerText(CODE).contract);
  const contents = (variable: string): Counted => ({ variable, of: 'contents' });
  const length = (variable: string): Counted => ({ variable, of: 'length' });

  it('are those that are compared, added or assigned, also by way of locals and calls', () => {
    expect(sameKind(length('holders'), contents('cap'))).toBe(true);
    expect(sameKind(length('holders'), contents('members'))).toBe(true);
    expect(sameKind(contents('members'), contents('cap'))).toBe(true);
    expect(sameKind(contents('paid'), contents('credit'))).toBe(true);
  });

  it('are not those that are only multiplied', () => {
    expect(sameKind(contents('reserve'), contents('price'))).toBe(false);
    expect(sameKind(contents('rate'), contents('paid'))).toBe(false);
  });

  it('are not those that nothing brings together', () => {
    expect(sameKind(length('holders'), contents('rate'))).toBe(false);
    expect(sameKind(length('holders'), length('list'))).toBe(false);
    expect(sameKind(contents('credit'), contents('cap'))).toBe(false);
  });

  it('may be too many: a pointer to an array stands for its length and its elements', () => {
    expect(sameKind(length('list'), contents('list'))).toBe(true);
  });
});
