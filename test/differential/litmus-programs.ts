// Small programs about the corners where models of Solidity usually go wrong, each with a name; all are run against the EVM.

const head = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.26;\n';

/** Name and text of each program; the contract is `P`. */
export const LITMUS: readonly (readonly [string, string])[] = (
  [
    [
      'order of evaluation',
      `contract P { uint256 public x; uint256[8] public a; uint256[] public l;
      function next() internal returns (uint256) { return ++x; }
      function pair(uint256 p, uint256 q) internal pure returns (uint256) { return 10 * p + q; }
      function f1(uint8 i) external { uint256 k = i % 4; a[k++] = k++; a[k] += k; x = k; }
      function f2() external returns (uint256) { x = 1; return x + (x = 5) + x; }
      function f3() external returns (uint256) { return pair(next(), next()) - next() * pair(x, next()); }
      function f4(uint8 i) external { uint256 k = i % 3; (a[k], k) = (k + 1, 7); (k, a[k]) = (2, 9); a[next() % 8] = next(); }
      function f5() external { a[next() % 8] += next(); a[next() % 8]++; (a[next() % 8], a[next() % 8]) = (next(), next()); }
      mapping(uint256 => uint256) public m; struct S { uint256 v; } mapping(uint256 => S) public t;
      function g1(S storage p, uint256 k) internal { p.v += 10 + k; }
      function f10(uint8 i) external { (m[x], x) = (5, i); (x, m[x], m[x + 1]) = (i, 6, m[x]); S storage p = t[x]; (p.v, p) = (7, t[x + 1]); p.v += 3; }
      function f11(uint8 i) external { uint256 k = i; g1(t[k], k++); g1(t[x], x = k); g1(t[next()], next()); S memory q = t[x]; S memory r = S(4); (q.v, q, r.v) = (k, r, 9); t[3] = q; uint256[] memory l = new uint256[](3); k = 0; (l[k], k, l[k]) = (8, 1, 9); (l[k++], l[k]) = (1, 2); x += l[0] + 10 * l[1] + 100 * l[2]; }
      function f12(uint8 i) external { m[i] = m[x++] + x; m[x = i] += x; delete m[x--]; l.push(x++); l[x % l.length] = x = 3; emitIt(m[x], x++); }
      event Ev(uint256 a, uint256 b); function emitIt(uint256 p, uint256 q) internal { emit Ev(p, q); x ^= p; }
      function f6(bool c) external returns (bool) { return (c && next() > 3) || (!c && next() < 9) ; }
      function f7(uint8 i) external returns (uint256 y) { uint256 k = i; y = k++ + ++k * k-- - --k; y += (k = 3) + k; }
      function f8() external returns (uint256[3] memory r) { r = [next(), next(), next()]; }
      function f9() external { l.push(next()); l[l.length - 1] = next() + l.length; x = l.length > 4 ? (l.pop(), 1).length0() : 2; }
    }`.replace('x = l.length > 4 ? (l.pop(), 1).length0() : 2;', 'if (l.length > 4) l.pop();'),
    ],
    [
      'swaps of storage structs',
      `contract P { struct S { uint256 a; uint8 b; } S[3] public s; S public one; mapping(uint8 => S) public m;
      constructor() { s[0] = S(1, 2); s[1] = S(3, 4); one = S(5, 6); }
      function f1() external { (s[0], s[1]) = (s[1], s[0]); }
      function f2() external { S storage p = s[0]; (s[0], one) = (one, p); p.a++; }
      function f3() external { S memory t = s[0]; s[0] = s[1]; s[1] = t; t.a = 99; }
      function f4(uint8 k) external { (one.a, one.b) = (one.b, uint8(one.a)); m[k] = s[k % 3]; delete s[k % 3]; S storage p = m[k]; p = one; p.b++; }
    }`
        .replaceAll('p.b++;', 'unchecked { p.b++; }')
        .replaceAll('uint8(one.a)', 'uint8(one.a % 256)'),
    ],
    [
      'mappings in deleted and popped structs',
      `contract P { struct S { uint256 a; mapping(uint8 => uint256) m; uint8[] l; } S[] s; mapping(uint8 => S) t; 
      function push(uint256 a) external { S storage p = s.push(); p.a = a; p.m[1] += a + 1; p.l.push(7); }
      function pop() external { s.pop(); }
      function clear(uint8 k) external { delete t[k]; if (k == 3) delete s; }
      function put(uint8 k, uint256 v) external { t[k].m[k] = v; t[k].l.push(k); t[k].a ^= v; }
      function read(uint8 k) external view returns (uint256, uint256, uint256, uint256) { S storage p = t[k]; return (p.a, p.m[k], p.l.length, s.length > 0 ? s[0].m[1] : 77); }
    }`,
    ],
    [
      'nested arrays shrink and grow',
      `contract P { uint8[][] public n; uint16[] public a; uint16[] public b; uint16[4] public c; uint256[2][] public d;
      function f1(uint8 v) external { n.push(); n[n.length - 1].push(v); n[0].push(v); }
      function f2() external { n.pop(); n.push(); }
      function f3() external { delete n[0]; n[0].push(1); }
      function f4(uint8 v) external { a.push(v); a.push(v); b = a; b.pop(); a = b; b.push(5); }
      function f5() external { uint16[] memory x = new uint16[](2); x[0] = 8; a = x; x[0] = 9; b = a; delete a; }
      function f6(uint8 v) external { d.push(); d[d.length - 1][v % 2] = v; d.push([uint256(v), 3]); if (v > 5) d.pop(); }
      function f7() external { c = [1, 2, 3, 4]; delete c[1]; uint16[4] memory x = c; x[3] = 9; uint16[4] memory y = x; y[0] = 6; c = x; }
      function f8(uint8[][] calldata v) external { n = v; }
    }`.replace('      function f8(uint8[][] calldata v) external { n = v; }\n', ''),
    ],
    [
      'memory references',
      `contract P { struct I { uint256 v; } struct S { uint256 a; I i; uint256[] l; } S s; uint256 public out;
      function touch(S memory x) internal pure { x.a += 1; x.i.v += 1; if (x.l.length > 0) x.l[0] += 1; }
      function same(S memory x) internal pure returns (S memory) { return x; }
      function f(uint8 n, bool c) external returns (uint256, uint256, uint256) {
        S memory x; x.l = new uint256[](n % 4); S memory y = same(x); touch(y); I memory i = x.i; i.v += 5; 
        S memory z = c ? x : S(1, i, x.l); z.a = 50; touch(z); x.i = I(40); 
        if (c) { y = z; z = S(9, I(9), new uint256[](1)); } else { delete z.l; }
        out = x.a + y.a * 10 + z.a * 100 + i.v * 1000 + x.i.v + z.i.v + y.l.length + z.l.length;
        s = z; s.l.push(3); z = s; z.l[0] ^= 1; return (x.a, y.i.v, z.l[0]);
      }
      function g() external view returns (uint256, uint256, uint256) { return (s.a, s.i.v, s.l.length); }
    }`,
    ],
    [
      'modifiers',
      `contract P { uint256 public x; bool public lock; 
      modifier count(uint256 n) { uint256 old = x; x = old + n; _; x += 1; }
      modifier again() { _; if (x < 60) _; }
      modifier skip(bool s) { if (!s) _; }
      modifier once() { require(!lock, "locked"); lock = true; _; lock = false; }
      modifier early(uint256 n) { if (n == 2) return; _; x += 100; }
      function f1(uint8 n) external count(n) again returns (uint256 r) { r += x; if (n == 3) return 5; uint256 k; k += n; x += k; }
      function f2(uint8 n) external skip(n > 3) count(n + 1) returns (uint256) { return x += n; }
      function f3(uint8 n) external once early(n) returns (uint256 r) { r = n; if (n == 4) return 8; for (uint256 i = 0; i < 3; i++) if (i == n) return i; }
      function f4(uint8 n) external once { this.f3(n); }
      function f5(uint8 n) external again again count(1) returns (uint256 a, uint256 b) { a += n; b = a; if (a > 4) return (b, a + 1); }
    }`,
    ],
    [
      'inheritance and initializers',
      `abstract contract A { uint256 public a = g() + 1; uint256 public log; constructor(uint256 n) { log = log * 10 + n; h(1); } function g() internal virtual returns (uint256) { log = log * 10 + 7; return 1; } function h(uint256 n) internal virtual { log = log * 10 + n; } }
      abstract contract B is A { uint256 public b = a + g(); constructor() { log = log * 10 + 2; h(2); } function h(uint256 n) internal virtual override { super.h(n + 1); } }
      abstract contract C is A { uint256 public c = log; uint256 private p = 3; constructor(uint256 n) A(n * 2) { log = log * 10 + 3; } function h(uint256 n) internal virtual override { super.h(n + 2); p++; } function getP() external view returns (uint256) { return p; } }
      contract P is B, C { uint256 private p = 4; uint256 public immutable q; constructor(uint8 n) C(uint256(n) % 5) { log = log * 10 + 4; q = log; } function g() internal override returns (uint256) { return super.g() + 2; } function h(uint256 n) internal override(B, C) { super.h(n); A.h(8); p += q0(); } function q0() internal view returns (uint256) { return log % 3; } function f(uint8 n) external { h(n); } function own() external view returns (uint256) { return p; } }`,
    ],
    [
      'loops',
      `contract P { uint256 public x; uint256[] public l;
      function f1(uint8 n) external { uint256 i; do { i++; if (i == 2) continue; x += i; } while (i < n % 5 && i != 2); }
      function f2(uint8 n) external { for (uint256 i = 0; ; i++) { if (i >= n % 4) break; for (uint256 j = 0; j < 3; ++j) { if (j == i) continue; if (j == 2) break; x += j * 10 + i; } } }
      function f3(uint8 n) external returns (uint256) { uint256 i = n % 4; while (i > 0) { i--; if (i == 1) return x; unchecked { x -= i; } } return i; }
      function f4(uint8 n) external { for (uint8 i = n % 3; i-- > 0;) l.push(i); for (uint256 i = 0; i < l.length; i++) { if (l[i] == 1) { l[i] = l[l.length - 1]; l.pop(); } } }
      function f5() external { for ((uint256 i, uint256 j) = (0, 4); i < j; (i, j) = (i + 1, j - 1)) x ^= i * j; }
    }`,
    ],
    [
      'recursion',
      `contract P { uint256 public x; function fact(uint256 n) internal returns (uint256) { x++; return n < 2 ? 1 : n * fact(n - 1); } function even(uint256 n) internal pure returns (bool) { return n == 0 || odd(n - 1); } function odd(uint256 n) internal pure returns (bool) { return n != 0 && even(n - 1); }
      function f(uint8 n) external returns (uint256, bool) { return (fact(n % 5), even(n % 6)); } }`,
    ],
    [
      'try and catch',
      `contract P { uint256 public x; error Bad(uint256 n); 
      function t(uint256 n) external payable returns (uint256, bool) { x += 100; if (n == 1) revert("one"); if (n == 2) revert Bad(n); if (n == 3) assert(false); if (n == 4) revert(); if (n == 5) return (1 / (n - 5), true); return (n, n > 6); }
      function f1(uint8 n) external { try this.t(n) returns (uint256 v, bool b) { x += b ? v : 1; } catch Error(string memory) { x += 2; } catch Panic(uint256 c) { x += c; } catch (bytes memory) { x += 4; } }
      function f2(uint8 n) external { try this.t(n) { x += 1; } catch { x += 2; } }
      function f3(uint8 n) external payable { try this.t{value: n}(n) returns (uint256 v, bool) { x += v; } catch { x += 3; } }
      function f4(uint160 a) external { try P(payable(address(a | 0xff00))).t(1) { x += 1; } catch { x += 5; } }
      receive() external payable {} }`,
    ],
    [
      'calls during construction',
      `contract P { uint256 public x; bool public ok; uint256 public size; function t() external returns (uint256) { return ++x; }
      constructor(uint8 n) payable { (ok, ) = address(this).call(""); size = address(this).code.length; if (n == 5) x = this.t(); if (n == 6) { try this.t() { x = 2; } catch { x = 3; } } }
      function f() external { x = this.t() + 1; } }`,
    ],
    [
      'ether',
      `contract P { uint256 public x; bool public ok; mapping(address => uint256) public due;
      function pay(uint8 n) external payable { due[msg.sender] += msg.value; if (n == 1) payable(msg.sender).transfer(n); if (n == 2) ok = payable(msg.sender).send(1000); if (n == 3) (ok, ) = msg.sender.call{value: 500}(""); }
      function take() external { uint256 d = due[msg.sender]; due[msg.sender] = 0; (bool b, ) = payable(msg.sender).call{value: d}(""); require(b); x = address(this).balance; }
      function self(uint8 n) external { (ok, ) = address(this).call{value: n}(""); }
      function selfTransfer(uint8 n) external { payable(address(this)).transfer(n); }
      function self2(uint8 n) external { P(payable(address(this))).pay{value: n}(0); }
      function big(uint8 n) external { payable(msg.sender).transfer(n); }
      receive() external payable { require(msg.value != 3, "three"); }
      fallback() external payable { x += 1; } }`,
    ],
    [
      'selfdestruct',
      `contract P { uint256 public x; constructor() payable {} function f(address payable to, uint8 n) external payable { x += n; if (n > 2) { g(to); x += 1000; } } function g(address payable to) internal { selfdestruct(to); } }`,
    ],
    [
      'function values',
      `contract P { uint256 public x; function() internal unset; function (uint256) internal returns (uint256) chosen;
      function a(uint256 n) internal returns (uint256) { x += 1; return n + 1; } function b(uint256 n) internal pure returns (uint256) { return n * 2; }
      function apply2(function (uint256) internal returns (uint256) g, uint256 n) internal returns (uint256) { return g(g(n)); }
      function set(uint8 n) external { if (n % 3 == 0) chosen = a; else if (n % 3 == 1) chosen = b; else delete chosen; }
      function f(uint8 n) external returns (uint256) { function (uint256) internal returns (uint256) g = n > 3 ? a : b; return apply2(g, n) + (g == a ? 1 : 0); }
      function go(uint8 n) external { x = chosen(n); if (n == 7) unset(); } }`.replace(
        ' + (g == a ? 1 : 0)',
        '',
      ),
    ],
    [
      'narrow arithmetic and compound assignment',
      `contract P { uint8 public a; int8 public b; uint16 public c; bytes4 public d; int256 public e;
      function f1(uint8 n) external { a += n; c += a; b -= int8(uint8(n & 0x3f)); c <<= n & 3; b >>= 1; }
      function f2(uint8 n) external { unchecked { a -= n; b = int8(a); b *= -1; c = uint16(int16(b)); b /= -1; b--; ++a; } }
      function f3(uint8 n) external { c = a * n; c = uint16(a) * n; e = -int256(uint256(c)) / 3; e %= 7; e = e ** 3; e <<= n; e >>= n; }
      function f4(uint8 n) external { d = bytes4(uint32(n) << 24) | d >> 3; d ^= 0x00ff00ff; d &= ~bytes4(bytes1(n)); a = uint8(d[n % 5]); }
      function f5(int8 n) external { b = n; b = -b; b = n / (b == 0 ? int8(1) : b); a = uint8(-n); e = int256(n) * n - n % 3; }
      function f6(int8 n) external { b = n == -1 ? type(int8).min / n : n % int8(-1) ; } }`,
    ],
    [
      'custom errors in require and shadowing',
      `contract P { error Bad(uint256 n, address who); error Plain(); uint256 public x; function f(uint8 n) external returns (uint256 r) { require(n != 1, Bad(n, msg.sender)); require(n != 2, Plain()); x += n; { uint256 n2 = n; uint256 y = n2 + 1; r = y; } { uint256 y; r += y; } if (n > 3) { return x; } r++; } }`,
    ],
    [
      'byte strings',
      `contract P { bytes public b; string public s; bytes32 public h; bool public same; uint256 public n; mapping(string => uint256) public by;
      function f1(string calldata t) external { s = t; by[t] += 1; h = keccak256(bytes(t)); n = bytes(t).length; }
      function f2(bytes calldata t) external { b = t; same = keccak256(b) == keccak256(t); if (t.length > 3) { n = uint8(t[2]); h = bytes32(t[1]); } }
      function f3(bytes calldata t) external { b = bytes.concat(b, t, "x"); s = string.concat(s, "y"); delete by[s]; }
      function f4() external { delete b; s = ""; b = hex"0102"; h = keccak256("abc"); n = b.length; }
      function f5(string memory t) external returns (string memory, bytes memory) { string memory u = t; same = bytes(u).length == bytes(s).length; return (u, bytes(t)); } }`,
    ],
    [
      'overlapping storage pointers',
      `contract P { struct S { uint256 a; uint256[] l; } mapping(uint8 => S) m; S[] s;
      function bump(S storage p, S storage q) internal { p.a += 1; q.a = p.a * 2; p.l.push(q.a); if (q.l.length > 2) q.l.pop(); }
      function pickS(uint8 k) internal returns (S storage) { if (k > 3) return m[k]; if (s.length == 0) s.push(); return s[s.length - 1]; }
      function f(uint8 i, uint8 j) external { bump(pickS(i), pickS(j)); S storage p = m[i]; S storage q = i > j ? p : m[j]; q.a += 5; if (i == 2) p = q; else if (i == 3) { p = pickS(j); } p.a *= 2; delete q.l; m[j] = p; }
      function g(uint8 i) external view returns (uint256, uint256, uint256) { return (m[i].a, m[i].l.length, s.length == 0 ? 0 : s[0].a); } }`,
    ],
    [
      'transient storage and constants',
      `contract P { uint256 transient t; bool transient lock; uint256 constant K = 2 ** 10 - 1; bytes32 constant H = keccak256("x"); address constant Z = address(0xdead); uint256 public x; bytes32 public h;
      modifier once() { require(!lock); lock = true; _; lock = false; }
      function f(uint8 n) external once { t += n; x += t + K; h = H; if (n == 4) this.g(n); if (Z == msg.sender) x = 0; }
      function g(uint8 n) external { require(!lock || n != 4, "held"); t *= 2; x += t; } }`,
    ],
    [
      'visibility and overloads',
      `library L { function twice(uint256 x) internal pure returns (uint256) { return 2 * x; } function twice(int256 x) internal pure returns (int256) { return -2 * x; } function put(uint256[] storage l, uint256 v) internal { l.push(v); } }
      contract P { using L for *; uint256[] public l; function o(uint8 x) public pure returns (uint256) { return x; } function o(uint256 x) public pure returns (uint256) { return x + 1000; } function o(bool x) public pure returns (uint256) { return x ? 1 : 2; }
      function f(uint8 n) external returns (uint256, uint256, uint256, int256) { l.put(n); return (o(n > 3), o({x: uint256(n)}), uint256(n).twice(), int256(uint256(n)).twice()); } }`.replace(
        'using L for *;',
        'using L for uint256; using L for int256; using L for uint256[];',
      ),
    ],
    [
      'user value types and enums',
      `type U is uint8; enum E { A, B, C, D } function add(U a, U b) pure returns (U) { return U.wrap(U.unwrap(a) + U.unwrap(b)); } function eq(U a, U b) pure returns (bool) { return U.unwrap(a) == U.unwrap(b); } using {add as +, eq as ==} for U global;
      contract P { U public u; E public e; mapping(E => U) public m; function f(U x, uint8 n) external { u = u + x; if (u == x) e = E(n % 5); m[e] = x; delete e; e = E.C > E.B ? type(E).max : E.A; if (uint8(e) + n == 7) u = U.wrap(0); } }`,
    ],
    [
      'wide checks in modest places',
      `contract P { uint128 public a; uint256 public t; mapping(address => mapping(uint8 => uint128)) public m; function f(uint128 x, uint8 k) external { m[msg.sender][k] += x; a = uint128(uint256(a) + x); t += uint256(m[msg.sender][k]) * a; unchecked { m[address(0)][k] -= 1; t -= 5; } } function g(uint8 k) external { (m[msg.sender][k], m[address(0)][k]) = (m[address(0)][k], m[msg.sender][k]); delete m[msg.sender][k]; } }`,
    ],
    [
      'old arithmetic',
      `pragma solidity ^0.7.0; contract P { uint8 public a; int8 public b; uint256 public c; int256 public d; uint256[] public l;
      function f1(uint8 x, uint8 y) external { a = x + y; a -= 3; a *= y; c += x - y; c = c ** 2; b = int8(x) - int8(y); b = -b; b++; }
      function f2(int8 x, int8 y) external returns (int8, uint8) { d = int256(x) * y - d; if (y != 0) { b = x / y; d += x % y; } return (x * y, uint8(x) >> 1); }
      function f3(uint8 x) external { a--; --a; c = 2 ** uint256(x); c <<= x; c -= 1; uint8 z = 255; z += x; l.push(z / x); }
      function f4(uint8 x) external { if (l.length > 2) l.pop(); c = uint256(-int256(x)); c = uint256(d) * x + l[x]; assert(x != 9); require(x != 8, "eight"); } }`,
    ],
    [
      'oldest arithmetic',
      `pragma solidity ^0.5.0; contract P { uint8 public a; int8 public b; uint256 public c; uint256[] public l; address payable public o; uint public t;
      function () external payable { c += msg.value; }
      function f1(uint8 x, int8 y) external { a += x; b = b * y; c = c * x - 1; l.length += 2; l[x % l.length] = now; if (x == 3) l.length--; t = block.timestamp - now; }
      function f2(uint8 x) external payable { o = msg.sender; o.transfer(x); c = uint(uint8(-1) + x); a = uint8(x ** 3); b = -b; delete l; l.push(x); } }`,
    ],
    [
      'struct getters and arrays of structs',
      `contract P { struct I { uint8 v; uint16[2] w; } struct S { uint64 a; I i; uint256[] skipped; mapping(uint8 => uint8) m; bool b; string s; } S public one; S[2] public two; mapping(uint8 => mapping(bool => S)) public deep; I[] public list;
      function f(uint8 n, bool c) external { S storage p = c ? two[n % 2] : deep[n][c]; p.a += n; p.i = I(n, [uint16(n), 2]); p.b = !p.b; p.s = "hi"; p.m[n] ^= 1; list.push(p.i); I[] memory all = list; if (all.length > 1) { all[0].w[1] = 9; (all[0], all[1]) = (all[1], all[0]); list[0] = all[0]; } if (list.length > 3) delete list[1]; I memory i = list[0]; i.w[0]++; one.i = i; one.i.w = two[0].i.w; } 
      function g(I memory i, I[2] calldata j, uint16[] memory k) external returns (I memory, uint16[] memory) { list.push(i); list.push(j[1]); i.w = j[0].w; i.w[1] = 7; if (k.length > 1) (k[0], k[1]) = (k[1], k[0]); return (i, k); } }`,
    ],
    [
      'names and scopes',
      `uint256 constant x0 = 3; function free(uint256 n) pure returns (uint256) { return n * x0; } contract Q { uint256 internal x = 7; function get() public view virtual returns (uint256) { return x; } } contract P is Q { uint256 public y = x + free(2); function get() public view override returns (uint256 z) { z = super.get() + Q.get(); } function f(uint8 n) external returns (uint256 r) { uint256 y2 = y; { uint256 z = n; y2 += z; } for (uint256 z = 0; z < 2; z++) { uint256 w; w += z; y2 += w; } y = y2; x++; r = get(); if (n > 4) { r = free({n: r}); return P(address(this)).get() + r; } } }`,
    ],
    [
      'external calls to itself',
      `contract P { uint256 public x; mapping(uint8 => uint256) public m; function put(uint8 k, uint256 v) public payable returns (uint256 old) { require(msg.sender == address(this) || k != 4); old = m[k]; m[k] = v; x += msg.value; if (k == 5) revert("five"); }
      function f(uint8 k) external payable { uint256 before = x; x = 50; uint256 old = this.put{value: msg.value}(k, x); x += old + before; try this.put(k + 1, x) returns (uint256 o) { m[9] = o; } catch { m[8] += 1; } }
      function g(uint8 k) external { m[k] = this.x() + this.m(k); (bool ok, ) = address(this).staticcall(""); x = ok ? 1 : 2; } function h(uint8 k) external { this.view1(k); x = this.view1(k); } function view1(uint8 k) external view returns (uint256) { require(k < 9); return m[k] + x; } }`,
    ],
    [
      'conditions with effects',
      `contract P { uint256 public x; function t(uint256 n) internal returns (bool) { x = x * 3 + n; if (x > 1000000) x = 1; return n % 2 == 0; }
      function f(uint8 n) external returns (bool r, uint256 v) { r = t(n) && (t(n + 1) || t(n + 2)) ? t(3) : !t(4) || t(5); v = t(n) ? (t(1) ? x : x + 1) : x++ + (x = 4); if (t(n) == t(n / 2) && t(n)) x += 1; while (t(x % 7) && x < 100) x += 5; require(t(2) || t(4)); for (uint256 i = 0; t(i) && i < 3; t(9)) i++; } }`,
    ],
  ] as const
).map(([name, text]) => [name, (text.startsWith('pragma') ? '' : head) + text] as const);
