// The comparison itself: when the model is given another program than the EVM, it says so. A comparison that sees nothing
// would make every other test of this folder worthless.
import { describe, expect, it } from '@jest/globals';
import { SUMMARY_FAULTS } from './faults.js';
import { runProgram } from './program-run.js';
import { seeded } from './random.js';
import { newTally } from './tally.js';

const program = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.26;
contract P {
  struct S { uint64 a; bool b; }
  mapping(uint256 => S) public book;
  uint64[] public list;
  uint8 public small;
  mapping(address => uint256) public paid;
  event Ran(uint8 indexed x, string note, uint64[] indexed list);
  event Deep(bool deep);
  error Bad(uint256 x);
  function run(uint8 x, bool deep) external payable returns (uint8 y) {
    require(x != 3, "three");
    if (x == 4) revert Bad(x);
    y = x + 250;
    if (deep) { S storage s = book[x]; s.a += x; s.b = true; }
    else list.push(x);
    small = y / 2;
    paid[msg.sender] += msg.value;
    emit Ran(x, "ran", list);
    if (deep) emit Deep(x > 5);
  }
  function take() external { uint256 due = paid[msg.sender]; paid[msg.sender] = 0; payable(msg.sender).transfer(due); }
}`;

const changes: readonly (readonly [string, string, string])[] = [
  ['an operator', 'x + 250', 'x + 249'],
  ['checked against wrapping arithmetic', 'y = x + 250;', 'unchecked { y = x + 250; }'],
  ['a message', '"three"', '"thre"'],
  ['a custom error', 'revert Bad(x)', 'revert("Bad")'],
  ['a storage write on one branch', 's.b = true;', 's.b = false;'],
  ['what is pushed', 'list.push(x)', 'list.push(2 * x)'],
  ['a length', 'list.push(x)', 'list.push()'],
  ['a division', 'y / 2', 'y / 3'],
  ['a total', 'paid[msg.sender] += msg.value', 'paid[msg.sender] = msg.value'],
  ['a payment', 'transfer(due)', 'transfer(due / 2)'],
  ['a write to storage under a key', 'book[x]', 'book[x + 1]'],
  ['the text of an event', '"ran"', '"run"'],
  [
    'the order of events',
    'emit Ran(x, "ran", list);\n    if (deep) emit Deep(x > 5);',
    'if (deep) emit Deep(x > 5);\n    emit Ran(x, "ran", list);',
  ],
  ['an indexed value of an event', 'Ran(x,', 'Ran(y,'],
  ['an event on one branch', 'if (deep) emit', 'if (x > 0) emit'],
];

describe('the comparison', () => {
  it('compares events', async () => {
    const tally = newTally();
    await runProgram(tally, program, seeded(5), 60);
    expect(tally.events).toBeGreaterThan(8);
  });

  it('finds nothing where there is nothing', async () => {
    const tally = newTally();
    expect(await runProgram(tally, program, seeded(5), 60)).toMatchObject({ kind: 'ran' });
    expect(tally.disagreements).toEqual([]);
    expect(tally.successes).toBeGreaterThan(20);
    expect(tally.unknown).toEqual(new Map());
  });

  it.each(changes)('sees a difference in %s', async (_what, from, to) => {
    const tally = newTally();
    expect(program).toContain(from);
    await runProgram(tally, program, seeded(5), 120, { modelText: program.replace(from, to) });
    expect(tally.disagreements.length).toBeGreaterThan(0);
  });

  it.each(SUMMARY_FAULTS)('rejects a summary with %s', async (_what, part, distort) => {
    const tally = newTally();
    await runProgram(tally, program, seeded(5), 120, { faults: { summary: distort } });
    expect(tally.disagreements[0]).toMatchObject({ side: 'symbolic', part });
  });
});
