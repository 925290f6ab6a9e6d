// A proxy of OpenZeppelin with an implementation: claims about its storage are proved, and broken by a run on the EVM.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { project, root, surety } from './surety-process.js';

const PROXY = join(root, 'test/corpus/node_modules/@openzeppelin/contracts/proxy/Proxy.sol');

const VAULT = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import {Proxy} from "./Proxy.sol";

contract Layout {
    address impl;
    uint256 public total;
    mapping(address => uint256) public shares;
}

contract Vault is Layout, Proxy {
    constructor(address code) { impl = code; }
    function _implementation() internal view override returns (address) { return impl; }
    receive() external payable {}
}

contract Logic is Layout {
    function join(uint256 n) external {
        require(n <= 10);
        shares[msg.sender] += n;
        total += n;
    }
    function leave(uint256 n) external {
        shares[msg.sender] -= n;
        total -= n;
    }
}
`;

const SPEC = `contract Vault from "./Vault.sol";
contract Logic from "./Vault.sol";
link Vault.impl to Logic;
invariant summed: sum(Vault.shares) == Vault.total;
invariant small: Vault.total <= 15;
`;

describe('delegatecall', () => {
  it('runs the implementation on the storage of the proxy', async () => {
    const { folder, remove } = project({
      'Proxy.sol': readFileSync(PROXY, 'utf8'),
      'Vault.sol': VAULT,
      'vault.surety': SPEC,
    });
    try {
      const run = await surety(['prove', '--no-color'], folder);
      expect(run.stdout).toMatch(/^ {2}proved +summed/m);
      expect(run.stdout).toMatch(/^ {2}violated +small/m);
      expect(run.stdout).toContain('the data calls join(');
      expect(run.stdout).toContain('Replayed on an EVM running the compiled bytecode.');
      expect(run.code).toBe(1);
    } finally {
      remove();
    }
  });
});
