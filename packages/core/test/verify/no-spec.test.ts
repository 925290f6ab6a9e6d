// Claims without a spec, and calls inside a transaction, with the prover alone: what is not proved stays open.
import { afterAll, describe, expect, it } from '@jest/globals';
import { deployableContracts, type VerifySourceInput, verifySource } from '@surety/core';
import { disposeSolver, sharedSolver, verdicts } from '../support/prove.js';

afterAll(disposeSolver);

const sources = { resolve: () => undefined };
const fileOf = (solidity: string) => ({ path: 'C.sol', text: `pragma solidity ^0.8.28;\n${solidity}` });

async function claimsOf(
  solidity: string,
  claims: VerifySourceInput['claims'] = 'assertions',
): Promise<readonly string[]> {
  const result = await verifySource(
    { source: fileOf(solidity), sources, claims },
    { solver: sharedSolver() },
  );
  if (result.kind === 'rejected') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.report.claims.map((claim) => `${claim.name} ${claim.verdict.kind}`);
}

describe('claims without a spec', () => {
  it('are named by contract, function and place', async () => {
    const solidity = `
      library L { function f(uint x) internal pure { assert(x < 9); } }
      contract B { modifier m() { _; assert(true); } function f() public virtual { assert(1 < 2); } }
      contract C is B {
        constructor() { assert(address(this) == address(this)); }
        receive() external payable { assert(msg.value >= 0); }
        function f() public override m { super.f(); assert(2 < 3); assert(3 < 4); }
        function f(uint x) external pure { require(x < 5); L.f(x); }
      }`;
    expect(await claimsOf(solidity)).toEqual([
      'B.f.assert#1 proved',
      'C/L.f.assert#1 proved',
      'C/B.m.assert#1 proved',
      'C/B.f.assert#1 proved',
      'C.constructor.assert#1 proved',
      'C.receive.assert#1 proved',
      'C.f.assert#1 proved',
      'C.f.assert#2 proved',
    ]);
  });

  it('are about any state, so what earlier transactions ensure is not known', async () => {
    const solidity =
      'contract C { uint n; function up() external { n += 2; } function f() external view { assert(n % 2 == 0); } }';
    expect(await claimsOf(solidity)).toEqual(['C.f.assert#1 notInductive']);
  });

  it('cover assertions inside what is not modeled', async () => {
    const solidity = 'contract C { function f() external view { assert(blobhash(0) == blobhash(0)); } }';
    expect(await claimsOf(solidity)).toEqual(['C.f.assert#1 unknown']);
  });

  it('cover what follows something that is not modeled', async () => {
    const solidity =
      'contract C { function f(address a) external { (bool ok,) = a.delegatecall(""); assert(ok || !ok); } }';
    expect(await claimsOf(solidity)).toEqual(['C.f.assert#1 unknown']);
  });

  it('cover functions that are only called back, with a sender that is the contract itself', async () => {
    const solidity = `contract C {
      function f() external { this.g(); }
      function g() external view { require(msg.sender == address(this)); assert(false); } }`;
    expect(await claimsOf(solidity)).toEqual(['C.g.assert#1 notInductive']);
  });

  it('with panics name every kind of place', async () => {
    const solidity = `contract C {
      enum E { A, B } uint[] list; function() internal fn;
      function f(uint x, uint8 n) external returns (E e) {
        x = x + 1; x = 7 / x; list[x] = 1; list.pop(); e = E(n); fn(); unchecked { x = x + 1; } } }`;
    const named = (await claimsOf(solidity, 'panics')).map((one) => one.split(' ')[0]);
    expect(named).toEqual([
      'C.f.overflow#1',
      'C.f.division#1',
      'C.f.index#1',
      'C.f.pop#1',
      'C.f.enum#1',
      'C.f.functionValue#1',
    ]);
  });

  it('are about contracts that can be deployed', () => {
    const solidity = 'interface I {} abstract contract A {} library L {} contract C {} contract D is A {}';
    expect(deployableContracts(fileOf(solidity), sources)).toEqual(['C', 'D']);
    expect(deployableContracts(fileOf('contract C { uint8 x = 300; }'), sources)).toBeUndefined();
  });
});

describe('transient storage', () => {
  const twins = [
    {
      about: 'a callback meets what the transaction left in it',
      body: 'function a() external { t = 1; (bool ok,) = msg.sender.call(""); ok; t = 0; } function b() external { if (t == 1) n = 1; }',
      verdict: 'notInductive',
    },
    {
      about: 'a contract may call twice in one transaction',
      body: 'function a() external { t = 1; } function b() external { if (t == 1) n = 1; }',
      verdict: 'notInductive',
    },
    {
      about: 'that is never written does not matter',
      body: 'function b() external { if (t > t) n = 1; }',
      verdict: 'proved',
    },
  ];
  it.each(twins)('$about', async ({ body, verdict }) => {
    const solidity = `contract C { uint256 transient t; uint256 n; ${body} }`;
    const found = await verdicts('contract C from "./C.sol"; invariant zero: n == 0;', solidity);
    expect(found).toEqual({ zero: verdict });
  });
});
