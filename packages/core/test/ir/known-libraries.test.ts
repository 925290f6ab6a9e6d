// Library functions in assembly have their built-in meaning when they are the ones that were read, and none otherwise.
import { describe, expect, it } from '@jest/globals';
import { loadProgram, lowerContract, printIr, validateIr } from '@surety/core';
import { lowerText, outdent, packageHost, packageText } from './ir-support.js';

const OZ = '@openzeppelin/contracts';

function functionText(solidity: string, id: string): string {
  const { contract, diagnostics } = lowerText(solidity);
  expect(diagnostics).toEqual([]);
  expect(validateIr(contract)).toEqual([]);
  const parts = printIr(contract)
    .split('\n\n')
    .map((part) => part.trim());
  return parts.find((part) => part.startsWith(`function ${id}`)) ?? '';
}

describe('known libraries', () => {
  it('OpenZeppelin Math.mulDiv is exact and panics', () => {
    const text = functionText(
      `import {Math} from "${OZ}/utils/math/Math.sol";
       contract C { function f(uint a, uint b, uint d) external pure returns (uint) { return Math.mulDiv(a, b, d); } }`,
      'C.f',
    );
    expect(text).toBe(
      outdent(`
      function C.f(uint256,uint256,uint256)(a: uint256, b: uint256, d: uint256) -> (result: uint256)
        $1 := a
        $2 := b
        $3 := d
        require !($3 == 0) else Panic(0x12)
        require mulDivDown($1, $2, $3) in uint256 else Panic(0x11)
        result := mulDivDown($1, $2, $3)
        return`),
    );
  });

  it('OpenZeppelin SafeERC20 calls the token and wants code and a true answer', () => {
    const text = functionText(
      `import {SafeERC20, IERC20} from "${OZ}/token/ERC20/utils/SafeERC20.sol";
       contract C { function f(IERC20 t, address to) external { SafeERC20.safeTransfer(t, to, 5); } }`,
      'SafeERC20.safeTransfer(',
    );
    expect(text).toBe(
      outdent(`
      function SafeERC20.safeTransfer(address,address,uint256)(token: address, to: address, value: uint256)
        $1 := token
        $2 := to
        $3 := value
        $5 := true
        $4 := false
        $6 := true
        if hasCode($1) {
          $6, success $5 := call $1{0} transfer(address,uint256)($2, $3)
          $4 := $5 && $6
        }
        require $5 else bubble
        if !$4 {
          revert SafeERC20FailedOperation(token)
        }`),
    );
  });

  it('solmate mulDivUp rounds up and reverts without data', () => {
    const text = functionText(
      `import {FixedPointMathLib} from "solmate/src/utils/FixedPointMathLib.sol";
       contract C { function f(uint a, uint b, uint d) external pure returns (uint) { return FixedPointMathLib.mulDivUp(a, b, d); } }`,
      'C.f',
    );
    expect(text).toContain('require !($3 == 0) && (($1 * $2) in uint256) else empty');
    expect(text).toContain('result := (($1 * $2) / $3) + ((0 < (($1 * $2) % $3)) ? 1 : 0)');
  });

  it('a reentrancy guard at a fixed slot is a variable of its own', () => {
    const { contract } = lowerText(
      `import {ReentrancyGuard} from "${OZ}/utils/ReentrancyGuard.sol";
       contract C is ReentrancyGuard { uint x; function f() external nonReentrant { x = 1; } }`,
    );
    expect(contract.variables.map((v) => v.id)).toEqual([
      'x',
      'slot:0x9b779b17422d0df92223018b32b4d1fa46e071723d6817e2486d003becc55f00',
    ]);
  });

  it('assembly that sets a pointer to a constant slot is understood, a small slot is not', () => {
    const namespaced = (slot: string) =>
      lowerText(`contract C { struct S { uint v; } bytes32 private constant AT = ${slot};
        function at() private pure returns (S storage $) { assembly { $.slot := AT } }
        function f() external { at().v++; } }`);
    const hashed = namespaced('0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00');
    expect(hashed.diagnostics).toEqual([]);
    expect(hashed.contract.variables.map((v) => v.name)).toEqual([
      'slot:0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00',
    ]);
    expect(namespaced('bytes32(uint256(3))').diagnostics.map((d) => d.code)).toEqual(['MODEL110']);
  });

  it('a function that only looks like the one that was read has no meaning but its own', () => {
    const path = `${OZ}/utils/math/Math.sol`;
    const altered = packageText(path)?.replace(
      'high := sub(sub(mm, low), lt(mm, low))',
      'high := sub(mm, low)',
    );
    const text = `pragma solidity ^0.8.20; import {Math} from "${path}";
      contract C { function f(uint a) external pure returns (uint r) { (r, ) = Math.mul512(a, a); } }`;
    const { program } = loadProgram([{ path: 'C.sol', text }], {
      resolve: (name, from) =>
        name === path && altered !== undefined ? { path, text: altered } : packageHost.resolve(name, from),
    });
    const contract = program?.contracts.find((c) => c.name === 'C');
    if (program === undefined || contract === undefined) throw new Error('the contract is missing');
    const meanings = (of: typeof program, id: number) => lowerContract(of, id).contract.meanings ?? [];
    expect(meanings(program, contract.id)).toEqual([]);
    const unaltered = loadProgram([{ path: 'C.sol', text }], packageHost).program;
    const same = unaltered?.contracts.find((c) => c.name === 'C');
    if (unaltered === undefined || same === undefined) throw new Error('the contract is missing');
    expect(meanings(unaltered, same.id).map((m) => m.function)).toEqual(['Math.mul512(uint256,uint256)']);
  });
});
