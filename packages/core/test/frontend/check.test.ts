// The checker on small programs: what is typed how, which call is meant, what is refused.
import { describe, expect, it } from '@jest/globals';
import { typeString } from '../../dist/frontend/type-string.js';
import type { Expression, Statement } from '../../dist/frontend/typed-program.js';
import { brokenInvariants, codesOf, loadTexts, show } from './check-support.js';

/** The value of the last `return` of function `f` of contract C. */
function returned(body: string, before = ''): Expression {
  const text = `pragma solidity ^0.8.20;\n${before}\ncontract C {\n${body}\n}`;
  const { program, diagnostics } = loadTexts({ 'C.sol': text });
  expect(diagnostics.map((d) => `${d.code} ${d.message}`)).toEqual([]);
  expect(brokenInvariants(program)).toEqual([]);
  const f = program.contracts.find((c) => c.name === 'C')?.functions.find((g) => g.name === 'f');
  const last: Statement | undefined = f?.body?.kind === 'block' ? f.body.statements.at(-1) : undefined;
  if (last?.kind !== 'return' || last.value === undefined) throw new Error('no return');
  return last.value;
}

function call(expression: Expression) {
  if (expression.kind !== 'call') throw new Error(`not a call: ${expression.kind}`);
  return expression.call;
}

describe('conversions and literals', () => {
  it('folds literals exactly and converts once', () => {
    expect(show(returned('function f() public pure returns (uint) { return 0.5 ether + 2 ** 3; }'))).toBe(
      'to<uint256>(500000000000000008)',
    );
    expect(show(returned('function f() public pure returns (int8) { return -(1 << 7); }'))).toBe(
      'to<int8>(-128)',
    );
  });

  it('widens operands to their common type', () => {
    expect(
      show(returned('function f(uint8 a, uint256 b) public pure returns (uint) { return a + b; }')),
    ).toBe('(to<uint256>(#uint8) + #uint256)');
    expect(show(returned('function f(uint8 a) public pure returns (uint) { return a << 2; }'))).toBe(
      'to<uint256>((#uint8 << to<uint8>(2)))',
    );
    expect(show(returned('function f(uint a) public pure returns (uint8) { return uint8(a); }'))).toBe(
      'as<uint8>(#uint256)',
    );
  });

  it('refuses what solc refuses', () => {
    expect(codesOf('function f(uint a) public pure returns (uint8) { return a; }')).toEqual(['SOL301']);
    expect(codesOf('function f() public pure returns (uint8) { return 256; }')).toEqual(['SOL301']);
    expect(codesOf('function f(int a, uint b) public pure returns (bool) { return a < b; }')).toEqual([
      'SOL309',
    ]);
    expect(codesOf('function f() public pure returns (uint) { return uint(-1); }')).toEqual(['SOL304']);
    expect(codesOf('uint constant K = 1; function f() public { K = 2; }')).toEqual(['SOL330']);
    expect(codesOf('function f(uint[] calldata a) external { a[0] = 2; }')).toEqual(['SOL330']);
    expect(codesOf('function f() public pure returns (uint) { return 1 / 2; }')).toEqual(['SOL301']);
    expect(codesOf('function f(uint a) public pure { a = true ? 1 : "x"; }')).toEqual(['SOL308']);
  });

  it('takes old code as it was meant', () => {
    const { program, diagnostics } = loadTexts({
      'C.sol': `pragma solidity ^0.5.0; contract C { uint public x; function f() public returns (uint) {
        msg.sender.transfer(1); x = now; address(this).call.value(1)(""); return uint(-1); } }`,
    });
    expect(diagnostics).toEqual([]);
    expect(brokenInvariants(program)).toEqual([]);
    expect(program.contracts[0]?.checkedArithmetic).toBe(false);
  });
});

describe('names and calls', () => {
  it('resolves overloads by conversions and reorders named arguments', () => {
    const g = 'function g(uint8 x) internal {} function g(address x) internal {}';
    expect(codesOf(`${g} function f() public { g(msg.sender); g(1); }`)).toEqual([]);
    expect(
      codesOf('function g(uint8) internal {} function g(uint16) internal {} function f() public { g(1); }'),
    ).toEqual(['SOL325']);
    expect(codesOf(`${g} function f() public { g(true); }`)).toEqual(['SOL324']);
    const value = returned(
      'function g(uint8 a, bool b) internal pure returns (uint) {} function f() public pure returns (uint) { return g({b: true, a: 1}); }',
    );
    expect(show(value)).toBe('internal(to<uint8>(1), true)');
  });

  it('records how a function is found at run time', () => {
    const base = 'contract B { function g() public virtual returns (uint) {} }';
    const dispatch = (callee: string): string => {
      const source = `pragma solidity ^0.8.0; ${base} contract C is B { function f() public returns (uint) { return ${callee}; } }`;
      const { program, diagnostics } = loadTexts({ 'C.sol': source });
      expect(diagnostics).toEqual([]);
      const body = program.contracts.find((c) => c.name === 'C')?.functions[0]?.body;
      const last = body?.kind === 'block' ? body.statements[0] : undefined;
      if (last?.kind !== 'return' || last.value === undefined) throw new Error('no return');
      const found = call(last.value);
      return found.kind === 'internal' ? found.dispatch.kind : found.kind;
    };
    expect(['g()', 'super.g()', 'B.g()', 'this.g()'].map(dispatch)).toEqual([
      'virtual',
      'super',
      'exact',
      'external',
    ]);
  });

  it('passes the receiver of an attached function first', () => {
    const library =
      'library L { function add(uint a, uint b) internal pure returns (uint) { return a + b; } }';
    const value = returned(
      'using L for uint; function f(uint8 x, uint y) public pure returns (uint) { return y.add(x); }',
      library,
    );
    expect(show(value)).toBe('internal(#uint256, to<uint256>(#uint8))');
  });

  it('finds user-defined operators', () => {
    const before = `type T is uint128; using {plus as +, eq as ==} for T global;
      function plus(T a, T b) pure returns (T) { return T.wrap(T.unwrap(a) + T.unwrap(b)); }
      function eq(T a, T b) pure returns (bool) { return T.unwrap(a) == T.unwrap(b); }`;
    const value = returned('function f(T a) public pure returns (bool) { return a + a == a; }', before);
    expect(value.kind === 'binary' && value.userFunction !== undefined && typeString(value.type)).toBe(
      'bool',
    );
  });

  it('gives getters the signature and results of solc', () => {
    const before = `contract D { struct S { uint a; uint[] b; string c; mapping(uint => uint) d; }
      mapping(address => S[]) public m; }`;
    const value = returned(
      'function f(D d) public view returns (uint a, string memory c) { return d.m(msg.sender, 1); }',
      before,
    );
    const found = call(value);
    expect(found.kind === 'external' && [found.signature, found.returns.map(typeString)]).toEqual([
      'm(address,uint256)',
      ['uint256', 'string memory'],
    ]);
  });

  it('says what is wrong with names', () => {
    const { diagnostics } = loadTexts({
      'C.sol':
        'pragma solidity ^0.8.0; contract C { uint total; function f() public view returns (uint) { return totl; } }',
    });
    expect(diagnostics.map((d) => [d.code, d.message, d.suggestion])).toEqual([
      ['SOL211', `'totl' is not declared here`, `did you mean 'total'?`],
    ]);
    expect(codesOf('function f() public { this.g(); }')).toEqual(['SOL213']);
    expect(codesOf('function g() external {} function f() public { g(); }')).toEqual(['SOL212']);
    expect(codesOf('function f(address a) public { a.transfer(1); }')).toEqual(['SOL214']);
    expect(codesOf('function f() public { new I(); }', 'interface I {}')).toEqual(['SOL335']);
    expect(codesOf('function g(uint) internal {} function f() public { g(); }')).toEqual(['SOL323']);
    expect(codesOf('function f() public pure returns (uint, uint) { return 1; }')).toEqual(['SOL340']);
  });

  it('types the rest of the language', () => {
    const body = `
      struct S { uint a; bytes b; } enum E { X, Y } error Bad(uint code); event Done(address indexed who, uint n);
      S s; S[] list; uint immutable k; mapping(bytes32 => mapping(address => S)) m;
      function (uint) internal returns (uint) hook; modifier only(uint x) { require(x > 0, Bad(x)); _; }
      constructor() payable { k = 1; }
      receive() external payable {} fallback(bytes calldata d) external payable returns (bytes memory) { return d[4:]; }
      function twice(uint x) internal returns (uint) { unchecked { return x * 2; } }
      function make(uint n) public only(n) returns (uint[] memory r) { r = new uint[](n); delete r[0]; r[1] += n--; }
      function all(address payable to, bytes calldata d) external returns (bool ok) {
        hook = twice; uint h = hook(3); S storage p = m["x"][to]; p.a = h; list.push(S({b: "yy", a: 1})); list.push().a = 2;
        (uint a, , E e) = (1, 2, E.Y); (a, h) = (h, a); ok = e == E.X ? a < h : !ok;
        bytes memory data = abi.encodeCall(this.make, (a)); (ok, data) = to.call{value: 1, gas: 2}(data);
        (uint8 q, address w) = abi.decode(data, (uint8, address)); to.transfer(q); emit Done(w, a);
        try this.make{gas: 5}(1) returns (uint[] memory r) { a = r.length; } catch Error(string memory why) { revert(why); }
        catch Panic(uint c) { revert Bad(c); } catch (bytes memory) { assert(false); }
        C c = new C{salt: keccak256("s"), value: 1 gwei}(); a = address(c).balance + type(uint8).max + c.make(1)[0];
        if (bytes4(d[:4]) == this.make.selector || msg.sig == Bad.selector) { assembly { a := 1 } }
        for (uint i; i < 3; ++i) { if (i == 1) continue; else break; } do { a++; } while (a < 3);
        uint[3] memory three = [a, 2, 3]; string memory t = string.concat("a", unicode"é"); return bytes(t).length > three[2];
      }`;
    const { program, diagnostics } = loadTexts({
      'C.sol': `pragma solidity ^0.8.27; contract C { ${body} }`,
    });
    expect(diagnostics.map((d) => `${d.code} ${d.message}`)).toEqual([]);
    expect(brokenInvariants(program)).toEqual([]);
  });
});
