// The whole language in one file, dense on purpose: every expression's type is compared with solc's.
pragma solidity ^0.8.27;
import "./lib.sol" as M;
import {helper as h2, K} from "./lib.sol";
type Price is uint128;
using {addP as +, subP as -, eqP as ==, negP as -, toUint} for Price global;
function addP(Price a, Price b) pure returns (Price) { return Price.wrap(Price.unwrap(a) + Price.unwrap(b)); }
function subP(Price a, Price b) pure returns (Price) { return Price.wrap(Price.unwrap(a) - Price.unwrap(b)); }
function negP(Price a) pure returns (Price) { return a; }
function eqP(Price a, Price b) pure returns (bool) { return Price.unwrap(a) == Price.unwrap(b); }
function toUint(Price a) pure returns (uint) { return Price.unwrap(a); }
uint constant LEN = 2 ** 2 - 1;
struct Outer { uint a; Inner[] inner; mapping(string name => Inner) named; bytes data; }
struct Inner { bool ok; address payable who; uint[LEN] arr; function(uint) external returns (uint) cb; }
error Bad(uint code, string why);
error Other();
event Top(uint indexed a, bytes b);
enum Color { Red, Green, Blue }
interface IFoo { function foo(uint[] calldata a, bytes calldata b) external payable returns (Inner2 memory); struct Inner2 { uint x; } event E(uint); error Err(); function bar() external view returns (uint); function bar(uint) external pure returns (string memory);}
library Lib {
  struct D { mapping(uint => uint) m; uint[] xs; }
  function put(D storage d, uint k) internal returns (D storage) { d.m[k] = k; return d; }
  function ext(D storage d, uint[] memory k) public returns (uint) { return d.xs.length + k.length; }
  function ext2(uint[] calldata k) external pure returns (uint[] memory) { return k; }
  function sq(int x) internal pure returns (int) { return x * x; }
  uint internal constant ONE = 1;
}
abstract contract A { uint internal stored; string public name = "x"; function v(uint x) public virtual returns (uint) { return x; } function v(string memory) public virtual; modifier m(uint x) virtual { if (x > 1) { _; } } constructor(uint s) { stored = s; } }
contract B is A(1 + 2) { function v(uint x) public virtual override returns (uint) { return super.v(x) + A.v(1); } function v(string memory) public override {} }
contract C is B, IFoo {
  using Lib for Lib.D; using Lib for *; using {h2} for bytes32;
  Lib.D d; Outer public outer; mapping(address owner => mapping(uint id => Color)) public colors; Inner[2][] public grid;
  bytes1 constant BB = 0x41; bytes32 constant HH = keccak256("abc"); string constant SS = "str"; address constant AD = 0x5B38Da6a701c568545dCfcB03FcB875f56beddC4;
  int24 immutable tick; bytes store; string str; uint8 transient tr; bytes[] bs;
  function (uint, bool) view returns (bytes memory) ptr; function (uint) external payable returns (uint) eptr;
  constructor() m(3) { tick = -5; }
  function v(uint x) public override(B) m(x) returns (uint) { return super.v({x: x}) + stored; }
  function foo(uint[] calldata a, bytes calldata b) external payable override returns (Inner2 memory r) { r = Inner2({x: a.length}); r.x += b.length; (r.x, ) = (1, 2); return Inner2(uint(uint8(b[0]))); }
  function bar() external view returns (uint) { return stored; } function bar(uint) external pure returns (string memory) { return "x"; }
  function lits() public pure { uint a = 1e18; a = 0xff; a = 1_000 * 2.5; int b = -1; b = ~0; b = -2 ** 3; b = 7 % 4 - 5 / 2 * 2; bytes4 c = 0x12345678; c = hex"1234"; bytes2 e = "ab"; bool f = 1 < 2 && 3 >= 3; a = 1 days + 2 weeks; a = 1 << 200; a = 115792089237316195423570985008687907853269984665640564039457584007913129639935; b = a > 3 ? int(1) : -1; uint8 z = f ? 1 : 2; a = 2 ** a; a = 1 << z; a = 255 & z; a = z ** 2; b = int(a) >> 3; c = c << 8; c = c & 0xffffffff; f = c == hex"12345678"; e = e | bytes2("x"); uint[3] memory arr = [uint(1), 2, 3]; arr[0]++; string[2] memory ss = ["a", "bb"]; ss[1] = unicode"🙂"; delete arr; a = type(uint128).max; b = type(int8).min; Color col = type(Color).max; col = Color(1); a = uint(col); f = col > Color.Red; bytes1 bb = c[1]; a = c.length; bb = bytes1(uint8(3)); address x = address(uint160(uint256(HH))); x = address(0); x = AD; f = x == AD || x < address(1); }
  function stor() public { Outer storage o = outer; o.inner.push(); o.inner.push().ok = true; Inner storage i = o.inner[0]; i.arr[1] = 3; Inner memory mi = i; mi = o.named["k"]; o.named["z"].who = payable(msg.sender); delete o.inner; o.data.push(0x01); o.data.pop(); o.data = "abc"; store = o.data; str = string(o.data); bytes memory bm = bytes(str); bm[0] = "a"; bytes storage bst = bytes(str); bst[0]; d.put(3).put(4).m[5]++; d.ext(new uint[](3)); uint[] memory r = Lib.ext2(d.xs); uint q = r.length; q = Lib.ONE; int t = int(-3).sq() + Lib.sq(2); t; tr = 3; Inner[2][] storage g = grid; g.push(); g[0][1].ok = !g[0][0].ok; bs.push("x"); bs[0] = bm; bs[0].length; uint[] storage xs = q > 1 ? d.xs : d.xs; xs.push(1); bytes memory cc = q > 2 ? store : bm; cc; string memory sss = q > 1 ? str : "lit"; sss; (Inner storage i1, uint n1) = (i, 1); (i1, n1) = (i, n1); mi.arr[0] += mi.arr[1]--; }
  function calls(IFoo f, address payable to, C self) public payable { f.foo{value: msg.value, gas: 3}(new uint[](1), ""); (bool ok, bytes memory ret) = to.call{value: 1}(abi.encodeWithSelector(f.foo.selector, 1, "x", hex"ff", [uint8(1), 2])); (ok, ) = to.delegatecall(ret); (, ret) = to.staticcall(abi.encodePacked(uint8(1), "x", ok)); ok = to.send(1); to.transfer(1 wei); ret = abi.encodeCall(IFoo.foo, (new uint[](1), ret)); ret = abi.encodeCall(self.view1, (1, true)); ret = abi.encodeWithSignature("f()", self, Color.Red); (uint a, string memory s, Inner[] memory arr, uint[2][] memory uu) = abi.decode(ret, (uint, string, Inner[], uint[2][])); a; s; arr; uu; self.name(); self.outer(); (Color co) = self.colors(to, 1); co; (bool g1, address payable g2, ) = self.grid(0, 1); g1; g2; ptr = view1; eptr = this.pay1; eptr{value: 2}(3); ptr(1, true); a = eptr.selector == this.pay1.selector ? 1 : 2; a = uint160(eptr.address); C c = self; D2 dd = new D2(); dd = new D2{salt: bytes32(uint(1))}(); IFoo fi = c; fi = IFoo(to); fi.bar(); fi.bar(3); A ab = c; B bb2 = B(address(c)); bb2; ab; M.helper(HH); h2(HH); HH.h2(); M.Sub.S memory ms = M.Sub.S(1); ms; a = K + M.K; revert Bad({why: "x", code: 1}); }
  function view1(uint, bool) public view returns (bytes memory) { return abi.encode(block.timestamp, block.chainid, tx.origin, blockhash(1), gasleft(), msg.sig, address(this).balance, to2().code, to2().codehash, block.coinbase, block.prevrandao); }
  function to2() internal view returns (address) { return address(this); }
  function pay1(uint x) external payable returns (uint) { unchecked { x--; } return x; }
  function prices(Price a, Price b) public pure returns (bool) { Price c = a + b - a; c = -c; return c == b || c.toUint() > 3; }
  function tr1(IFoo f) public returns (bytes4) { try f.bar() returns (uint x) { x++; } catch Error(string memory r) { require(bytes(r).length > 0, r); } catch Panic(uint) {} catch (bytes memory z) { z; } try new D2() returns (D2 c) { c; } catch { } require(true, Bad(1, "")); emit Top(1, "x"); emit IFoo.E(2); emit E(3); if (stored > 1) revert Other(); if (stored > 2) revert IFoo.Err(); bytes32 topic = Top.selector; topic; return Bad.selector; }
  function types2() public pure returns (bytes4, string memory, bytes memory) { return (type(IFoo).interfaceId, type(B).name, type(D2).creationCode); }
  function slice(bytes calldata x, uint[] calldata y) external pure returns (bytes calldata, bytes4) { uint[] calldata w = y[1:]; w[0]; return (x[1:3], bytes4(x[:4])); }
  function assembly1() public pure returns (uint r) { assembly ("memory-safe") { r := 1 } }
  function tern(bool b) public pure returns (uint16 a, string memory s) { a = b ? 1 : 300; s = b ? "a" : "b"; (a, s) = b ? (1, "x") : (2, "yy"); }
  receive() external payable {} fallback(bytes calldata i) external payable returns (bytes memory) { return i; }
}
contract D2 { uint[] public arr; function f() external { uint x; { uint y = x; x = y; } for (uint i = 0; i < arr.length; i++) arr[i] = i; while (true) { break; } } }
