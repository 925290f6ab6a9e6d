// What entry points do, read off the IR: writes through pointers and libraries, calls out, required senders.
import { describe, expect, it } from '@jest/globals';
import { entryFacts } from '@surety/core';
import { lowerText } from './ir-support.js';

const CODE = `
library Ledger {
    struct Data { mapping(address => uint256) amounts; uint256 total; }
    function add(Data storage self, address a, uint256 x) internal { Data storage d = self; d.amounts[a] += x; }
}
abstract contract Base {
    address internal keeper;
    function _sender() internal view returns (address) { return msg.sender; }
    modifier onlyKeeper() { if (keeper != _sender()) { revert("no"); } _; }
}
contract C is Base {
    using Ledger for Ledger.Data;
    Ledger.Data ledger;
    uint256 rate;
    address owner;
    mapping(address => bool) trusted;
    uint256[] list;
    function add(uint256 x) external payable { ledger.add(msg.sender, x); }
    function setRate(uint256 r) external onlyKeeper { rate = r; }
    function both() external { require(msg.sender == owner && rate > 0); delete list; }
    function either() external { require(msg.sender == owner || msg.sender == keeper); trusted[msg.sender] = true; }
    function sometimes(bool b) external { if (b) { require(msg.sender == owner); } rate = 0; }
    function pay() external { payable(msg.sender).transfer(1); }
    function ring() external { (bool ok,) = msg.sender.call(""); require(ok); }
    function elsewhere(address to) external { (bool ok,) = to.delegatecall(""); require(ok); }
    function look() external view returns (uint256) { return rate; }
}`;

describe('facts about entry points', () => {
  const facts = entryFacts(lowerText(CODE).contract);
  const of = (name: string) => facts.find(({ entry }) => entry.name === name);

  it('follows writes through pointers, libraries and internal functions', () => {
    expect(of('add')).toMatchObject({ writes: ['ledger'], writesMore: false, callsOut: false });
    expect(of('setRate')?.writes).toEqual(['rate']);
    expect(of('both')?.writes).toEqual(['list']);
    expect(of('either')?.writes).toEqual(['trusted']);
    expect(of('look')?.writes).toEqual([]);
    expect(of('elsewhere')).toMatchObject({ writesMore: true, callsOut: true });
  });

  it('tells what pays and what calls out', () => {
    expect(of('add')).toMatchObject({ pays: false, callsOut: false });
    // A transfer gives too little gas for a call back.
    expect(of('pay')).toMatchObject({ pays: true, callsOut: false });
    expect(of('ring')).toMatchObject({ pays: false, callsOut: true });
  });

  it('finds the senders that every run requires, and no others', () => {
    expect(of('setRate')?.onlySender).toEqual(['keeper']);
    expect(of('both')?.onlySender).toEqual(['owner']);
    for (const name of ['add', 'either', 'sometimes', 'pay']) expect(of(name)?.onlySender).toEqual([]);
  });
});
