// SMTChecker on the claim of an example. It has no sums and no invariants: the total is kept by hand and asserted at the
// end of every function, which is the closest it can say. Usage: node smtchecker.mjs bank|erc20
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const solc = require('solc');

const sources = {
  bank: `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
contract Bank {
  mapping(address => uint256) public credits;
  uint256 total;
  function deposit() external payable {
    credits[msg.sender] += msg.value;
    total += msg.value;
    assert(address(this).balance >= total);
  }
  function withdraw(uint256 amount) external {
    uint256 credit = credits[msg.sender];
    require(credit >= amount);
    unchecked { credits[msg.sender] = credit - amount; }
    total -= amount;
    (bool paid, ) = msg.sender.call{value: amount}("");
    require(paid);
    assert(address(this).balance >= total);
  }
}`,
  erc20: `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import "@openzeppelin/contracts/token/ERC20/ERC20.sol";
contract Token is ERC20 {
  uint256 total;
  constructor(uint256 supply) ERC20("Token", "TKN") { _mint(msg.sender, supply); }
  function _update(address from, address to, uint256 value) internal override {
    uint256 before = (from == address(0) ? 0 : balanceOf(from)) + (to == address(0) || to == from ? 0 : balanceOf(to));
    super._update(from, to, value);
    uint256 afterwards = (from == address(0) ? 0 : balanceOf(from)) + (to == address(0) || to == from ? 0 : balanceOf(to));
    total = total + afterwards - before;
    assert(total == totalSupply());
  }
}`,
};

const name = process.argv[2];
const input = {
  language: 'Solidity',
  sources: { 'claim.sol': { content: sources[name] } },
  settings: {
    modelChecker: {
      engine: 'chc',
      targets: ['assert'],
      solvers: ['z3'],
      showProvedSafe: true,
      showUnproved: true,
    },
    outputSelection: { '*': { '': ['ast'] } },
  },
};
const { readFileSync } = await import('node:fs');
const callbacks = {
  import: (path) => ({ contents: readFileSync(require.resolve(path), 'utf8') }),
};
const output = JSON.parse(solc.compile(JSON.stringify(input), callbacks));
const messages = (output.errors ?? []).map((e) => e.message);
const count = (pattern) => messages.filter((m) => pattern.test(m)).length;
console.log(`safe ${count(/is safe/)}, violated ${count(/happens here/)}, unknown ${count(/might happen/)}`);
