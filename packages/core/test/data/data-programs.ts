// Programs about data: bytes, encodings, slices, function values, memory arrays, creation, revert data. Each is run with
// random inputs in the model and as solc's bytecode on the EVM; the deployed contract is `P`.

const head = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.26;\n';

/** A program, and how many of its transactions may have a value that the model leaves open. */
export interface DataProgram {
  readonly about: string;
  readonly text: string;
  /** Codes of parts that the model refuses on some path; others are failures. */
  readonly refused?: readonly string[];
}

const programs: readonly (readonly [about: string, contracts: string, refused?: readonly string[]])[] = [
  [
    'bytes written element by element',
    `contract P { bytes public s; uint256 public x;
      function build(uint8 n, bytes1 v) external pure returns (bytes memory b) { b = new bytes(n % 6); for (uint256 i = 0; i < b.length; i++) b[i] = v; if (b.length > 2) b[1] = 0x7f; }
      function reverse(bytes calldata d) external returns (bytes memory) { bytes memory b = d; if (b.length < 2 || b.length > 8) return b; (b[0], b[b.length - 1]) = (b[b.length - 1], b[0]); s = b; b[0] |= 0x80; delete b[1]; return b; }
      function out(bytes memory b, uint8 i) external pure returns (bytes memory) { b[i % 9] = 0x05; return b; }
      function fill(bytes memory b) internal pure returns (uint256 t) { for (uint256 i = 0; i < b.length && i < 4; i++) t = t * 256 + uint8(b[i]); }
      function sum(uint8 a) external returns (uint256) { bytes memory b = new bytes(3); b[2] = bytes1(a); x = fill(b); b[0] = 0x01; return fill(b) + uint256(keccak256(b)); }
      function make(uint8 n) internal pure returns (bytes memory r) { r = new bytes(n % 5); if (n % 5 > 0) r[0] = 0x33; }
      function use(uint8 n) external pure returns (bytes memory, bytes32) { bytes memory b = make(n); if (b.length > 1) b[1] = 0x44; return (b, keccak256(b)); }
      function text(uint8 n) external pure returns (string memory) { bytes memory d = "0123456789"; bytes memory b = new bytes(2); b[0] = d[n / 10 % 10]; b[1] = d[n % 10]; return string(b); }
    }`,
  ],
  [
    'who refers to a buffer',
    `contract P { bytes public s; uint256 public x; struct S { bytes d; uint8 n; } event E(bytes b); bytes constant K = "konst";
      modifier twice() { _; _; }
      function look(bytes memory p) internal pure returns (uint256) { return p.length == 0 ? 0 : uint8(p[0]) + look2(p); }
      function look2(bytes memory p) internal pure returns (uint256) { bytes memory q = bytes.concat(p, hex"01"); q[0] = 0x05; return uint8(q[0]) + uint8(p[0]); }
      function give(bool c, bytes memory p) internal pure returns (bytes memory) { if (c) return p; bytes memory q = new bytes(2); q[1] = 0x02; return q; }
      function own(uint8 n) internal pure returns (bytes memory q, uint256 k) { q = new bytes(2); q[0] = bytes1(n); k = n; if (n > 100) { bytes memory z = abi.encodePacked(n, n); z[1] = 0x09; return (z, 3); } }
      function f1(uint8 v) external returns (uint256) { bytes memory b = new bytes(2); s = b; b[0] = bytes1(v); emit E(b); x = look(b); b[1] = 0x01; return x + s.length + uint8(s[0]); }
      function f2(uint8 v) external returns (bytes memory) { (bytes memory b, uint256 k) = own(v); b[1] = 0x77; x = k; return b; }
      function f3(bool c) external pure returns (bytes memory, bytes memory) { bytes memory b = new bytes(3); bytes memory d = give(c, b); return (b, d); }
      function f4(bool c) external pure returns (bytes memory, bytes memory) { bytes memory b = new bytes(3); bytes memory d = give(c, b); d[0] = 0x01; return (b, d); }
      function f5(uint8 v) external returns (bytes memory r) { for (uint256 i = 0; i < 3; i++) { bytes memory b = new bytes(i + 1); b[i] = bytes1(v); r = bytes.concat(r, b); } s = r; }
      function f6(bytes memory p, uint8 i) external returns (bytes memory) { p[i % 3] = 0x10; s = p; p[0] = 0x11; return p; }
      function f7(uint8 v) external returns (bytes memory) { (bool ok, bytes memory r) = address(this).call(abi.encodeCall(this.f8, (v))); require(ok); r[r.length - 1] = 0x0f; return r; }
      function f8(uint8 v) external pure returns (uint256) { return uint256(v) * 3; }
      function f9(uint8 v) external view returns (bytes memory b) { try this.f10(v) returns (bytes memory r) { r[0] = 0x01; b = r; } catch (bytes memory r) { r[3] = 0xff; b = r; } }
      function f10(uint8 v) external pure returns (bytes memory) { require(v < 128, "big"); return abi.encodePacked(v, v); }
      function f11() external view returns (bytes memory) { bytes memory b = s; bytes memory d = msg.data; if (b.length > 0) b[0] ^= 0x01; d[0] = 0x00; bytes memory k = bytes(string.concat("q", string(K))); k[0] = "r"; return bytes.concat(b, d, k); }
      function f12(uint8 v) external pure returns (S memory t) { bytes memory b = new bytes(2); t.d = b; t.n = v; b[0] = 0x01; }
      function f13(uint8 v) external pure returns (S memory t) { bytes memory b = new bytes(2); b[0] = bytes1(v); t.d = b; }
      function f14(uint8 v) external pure returns (bytes memory) { bytes memory b; bytes memory c = new bytes(1); b = c; b[0] = bytes1(v); return c; }
      function f15(uint8 v) external pure returns (string memory) { bytes memory b = new bytes(2); b[0] = "a"; b[1] = bytes1(97 + v % 26); return string(b); }
      function f16(bool c, uint8 v) external pure returns (bytes memory) { bytes memory b = c ? new bytes(2) : bytes("xyz"); b[1] = bytes1(v); delete b[0]; b[1] |= 0x01; return b; }
      function f17(uint8 v) external twice returns (bytes memory r) { bytes memory b = new bytes(1); b[0] = bytes1(v); if (r.length > 0) x = uint8(r[0]); return b; }
      function f18(uint8 v) external pure returns (bytes memory, bytes memory) { bytes[] memory l = new bytes[](2); l[0] = new bytes(1); bytes memory b = l[0]; l[1] = abi.encodePacked(v); l[1][0] = 0x05; return (b, l[1]); }
    }`,
    ['MODEL102'],
  ],
  [
    'bytes in storage: elements, push, pop, length',
    `contract P { bytes public s; string public t; struct R { bytes b; uint8 n; } mapping(uint8 => R) r;
      function push(uint8 k, bytes1 v) external { s.push(v); if (k > 100) s.push(); r[k % 2].b.push(bytes1(k)); r[k % 2].n = uint8(s.length % 256); }
      function pop(uint8 k) external { s.pop(); if (k > 128) r[k % 2].b.pop(); }
      function set(uint8 i, bytes1 v) external { s[i % 4] = v; bytes storage p = r[i % 2].b; p[i % 3] = v; s[0] ^= 0x11; }
      function text(string calldata v) external { t = v; if (bytes(t).length > 1) bytes(t)[1] = "x"; }
      function at(uint8 i) external view returns (bytes1, uint256, bytes memory) { return (s[i % 5], r[i % 2].b.length, r[i % 2].b); }
      function clear() external { delete s; s = hex"010203"; }
    }`,
  ],
  [
    'encodings of words, bytes, structs and arrays',
    `contract P { struct I { uint8 a; bool b; } struct S { address w; I i; bytes d; uint16[] l; } enum E { A, B, C }
      function f1(uint8 a, int16 b, bool c, address d) external pure returns (bytes memory, bytes32) { return (abi.encode(a, b, c, d, E(a % 3), bytes4(0x01020304)), keccak256(abi.encodePacked(a, b, c, d))); }
      function f2(string calldata s, bytes calldata d, bytes3 e) external pure returns (bytes memory, bytes memory) { return (abi.encode(s, d, e), abi.encodePacked(s, e, d)); }
      function f3(uint8 a, bool b, bytes calldata d) external view returns (bytes memory) { uint16[] memory l = new uint16[](a % 4); for (uint256 i = 0; i < l.length; i++) l[i] = uint16(i + a); return abi.encode(a, S(msg.sender, I(a, b), d, l), l); }
      function f4(uint16[3] calldata l, uint8[] calldata m) external pure returns (bytes memory, bytes memory) { return (abi.encode(l, m), abi.encodePacked(l)); }
      function f5(uint256 v) external pure returns (bytes memory, bytes memory) { return (abi.encodeWithSignature("g(uint256,bytes)", v, "ab"), abi.encodeWithSelector(0x12345678, v)); }
      function f6(uint256 v, bytes calldata d) external view returns (bytes memory) { return abi.encodeCall(this.f5, (v)); }
      function f7(I[2] calldata p) external pure returns (bytes memory) { I[2] memory q = p; q[0].a = 9; return abi.encode(q, p[1]); }
      function f8(uint8[] calldata m) external pure returns (bytes memory) { return abi.encode(m); }
    }`,
  ],
  [
    'decoding',
    `contract P { struct I { uint8 a; bool b; } struct S { address w; I i; bytes d; uint16[] l; } enum E { A, B, C } uint256 public x;
      function f1(bytes calldata d) external pure returns (uint256, bool) { return abi.decode(d, (uint256, bool)); }
      function f2(uint8 a, bytes calldata d) external view returns (address, uint8, bool, bytes memory, uint256) { uint16[] memory l = new uint16[](a % 3); bytes memory e = abi.encode(a, S(msg.sender, I(a, a > 5), d, l)); (uint8 b, S memory s) = abi.decode(e, (uint8, S)); s.i.a ^= b; return (s.w, s.i.a, s.i.b, s.d, s.l.length); }
      function f3(uint16 v) external pure returns (uint16[] memory r, string memory t) { uint16[] memory l = new uint16[](2); l[1] = v; (r, t) = abi.decode(abi.encode(l, "xyz"), (uint16[], string)); r[0] = 7; l[0] = 9; }
      function f4(uint256 v) external pure returns (uint8) { return abi.decode(abi.encode(v % 300), (uint8)); }
      function f5(uint8 v) external pure returns (E) { return abi.decode(abi.encode(uint256(v % 4)), (E)); }
      function f6(uint8 a, uint8 b) external pure returns (I[] memory) { I[2] memory p = [I(a, true), I(b, false)]; I[] memory q = new I[](2); q[0] = p[1]; q[1] = p[0]; return abi.decode(abi.encode(q), (I[])); }
      function f7(bytes calldata d) external pure returns (uint256) { return abi.decode(d[4:], (uint256)); }
      function f8(uint256 v) external returns (uint256) { bytes memory e = abi.encodeWithSelector(this.f4.selector, v); x = e.length; return e.length; }
      function f9(bytes calldata d) external pure returns (I[] memory, uint8[2] memory) { return abi.decode(d, (I[], uint8[2])); }
      function f10(uint8 a, bytes calldata d) external pure returns (uint8, bytes memory, bytes memory) { (bytes memory p, uint8 b, string memory q) = abi.decode(abi.encode(d, a, string(d)), (bytes, uint8, string)); if (p.length > 0) p[0] = 0x01; return (b, bytes(q), p); }
    }`,
  ],
  [
    'slices of calldata',
    `contract P { uint256 public x; struct I { uint8 a; bool b; }
      function f1(uint16[] calldata l, uint8 i, uint8 j) external returns (uint16[] memory) { uint16[] memory m = l[i % 4:j % 5]; x = m.length; return m; }
      function f2(uint16[] calldata l, uint8 i) external pure returns (uint16 s) { uint16[] calldata m = l[i % 3:]; unchecked { for (uint256 k = 0; k < m.length && k < 3; k++) s += m[k]; } }
      function f3(bytes calldata d, uint8 i, uint8 j) external pure returns (bytes memory, bytes32, uint256) { bytes calldata e = d[i % 6:][:j % 6]; return (e, bytes32(e), e.length); }
      function f4(bytes calldata d) external pure returns (bytes4, bytes memory) { return (bytes4(d[:4]), d[4:]); }
      function f5(bytes calldata d, uint8 i) external pure returns (bytes1 r, bytes2 q) { r = d[1:][i % 5]; q = bytes2(d[0:1]); }
    }`,
  ],
  [
    'function values',
    `contract P { uint256 public x; function(uint256) external returns (uint256) public g; function(uint256, uint256) internal pure returns (uint256) h; mapping(uint8 => function(uint256) external returns (uint256)) m;
      function inc(uint256 v) external returns (uint256) { x += v % 100; return x; } function dec(uint256 v) external returns (uint256) { require(v % 3 > 0, "no"); x = v % 7; return x + 1; }
      function add(uint256 a, uint256 b) internal pure returns (uint256) { unchecked { return a + b; } } function mul(uint256 a, uint256 b) internal pure returns (uint256) { unchecked { return a * b; } }
      function apply2(function(uint256, uint256) internal pure returns (uint256) f, uint256 a) internal pure returns (uint256) { return f(a, 3); }
      function set(bool a, bool b) external { g = a ? this.inc : this.dec; h = b ? add : mul; m[a ? 1 : 2] = g; }
      function run(uint256 v) external returns (uint256) { return g(v); }
      function other(uint8 k, uint256 v) external { function(uint256) external returns (uint256) f = m[k % 3]; require(f.address == address(this), "unset"); x = f(v) + 1; }
      function inner(uint256 v, bool c) external returns (uint256) { x = h(v, 5) % 1000; return apply2(c ? add : mul, v) % 99; }
      function parts() external view returns (bytes4, address, bool, bytes4) { return (g.selector, g.address, g == this.inc, this.set.selector); }
      function attempt(uint256 v) external { try g(v) returns (uint256 r) { x = r + 2; } catch Error(string memory s) { x = bytes(s).length; } catch { x = 77; } }
      function packed() external view returns (bytes memory) { return abi.encode(g, this.dec); }
      function given(function(uint256) external returns (uint256) f) external view returns (bytes4) { return f.selector; }
    }`,
  ],
  [
    'memory arrays of structs and arrays',
    `contract P { struct I { uint8 a; bool b; } struct S { uint16 v; I i; uint8[] l; } I[] public st; uint256 public x; uint8[][] public n;
      function f1(uint8 k, uint8 v) external returns (uint256 t) { I[] memory p = new I[](k % 5); for (uint256 i = 0; i < p.length; i++) { p[i].a = uint8(i) ^ v; } if (p.length > 2) { p[1] = p[0]; p[0].b = true; p[2] = I(v, p[1].b); } for (uint256 i = 0; i < p.length; i++) t += p[i].a + (p[i].b ? 1000 : 0); x = t; }
      function f2(uint8 k, uint8 v) external pure returns (uint8[][] memory p) { p = new uint8[][](k % 4); for (uint256 i = 0; i < p.length; i++) { p[i] = new uint8[](i); for (uint256 j = 0; j < i; j++) p[i][j] = v; } }
      function f3(uint8 k, uint16 v) external pure returns (S[] memory p) { p = new S[](k % 3); if (p.length > 1) { p[1].v = v; p[1].i.a = k; p[1].l = new uint8[](2); p[0].i = p[1].i; p[0].i.b = true; } }
      function f4(I[] calldata p) external returns (I[] memory q, uint256 t) { q = p; if (q.length > 1) { q[0].a = 1; q[1] = q[0]; q[1].b = true; } for (uint256 i = 0; i < p.length && i < 4; i++) { t += p[i].a; x = t; } }
      function f5(I[] calldata p) external { for (uint256 i = 0; i < p.length && i < 3; i++) st.push(p[i]); if (st.length > 5) delete st; }
      function f6() external view returns (I[] memory q, uint256 l) { q = st; l = q.length; if (l > 0) q[0].a ^= 3; }
      function f7(uint8[][] calldata p) external returns (uint256 t) { for (uint256 i = 0; i < p.length && i < 3; i++) { t += p[i].length; if (p[i].length > 0) t += p[i][0]; } x = t; }
    }`,
  ],
  [
    'array literals of other element types',
    `contract P { uint256[] public a; uint16[4] public b; uint256[2][] public c; bytes4[] public d; int256[3] public e; uint128[][2] public g;
      function f1(uint8 v) external { a = [v, 2, 3]; b = [1, v, 3, 4]; }
      function f2(uint8 v) external { c = [[v, 2], [3, 4], [5, 6]]; e = [int8(-1), 2, -3]; }
      function f3(bytes2 v) external { d = [v, bytes2(0x0102)]; delete a; }
      function f4(uint8 v) external { g = [[v, 1, 2], [3, 4, 5]]; if (v > 9) g[1].pop(); }
    }`,
  ],
  [
    'creation',
    `contract Q { uint256 public v; constructor(uint256 a) payable { require(a % 5 != 4, "four"); v = a; } }
    contract P { address public last; uint256 public n; Q public q; receive() external payable {}
      function make(uint256 a) external payable { q = new Q{value: msg.value}(a); n++; last = address(q); require(last != address(0) && last != address(this) && last != msg.sender); }
      function salted(uint256 a) external returns (bool) { Q c = new Q{salt: bytes32(n)}(a); n += 2; return address(c).code.length > 0; }
      function attempt(uint256 a) external { try new Q(a) returns (Q c) { last = address(c); n += 10; } catch { n += 3; } }
    }`,
  ],
  [
    'what a failed call reverts with',
    `contract P { uint256 public x; bytes public d; error Bad(uint256 n); error Worse();
      function t(uint8 n) external view returns (uint256) { if (n % 8 == 1) revert("one"); if (n % 8 == 2) revert Bad(n); if (n % 8 == 3) assert(false); if (n % 8 == 4) revert(); if (n % 8 == 5) return 1 / (x - x); require(n % 8 != 6, Worse()); return n; }
      function f1(uint8 n) external { try this.t(n) returns (uint256 v) { x = v; } catch Error(string memory s) { d = bytes(s); x = bytes(s).length; } catch Panic(uint256 c) { x = 1000 + c; } catch (bytes memory b) { x = 2000; if (b.length == 0) x = 3000; } }
      function f2(uint8 n) external { try this.t(n) { x = 1; } catch (bytes memory b) { if (n % 8 == 1 || n % 8 == 3) d = b; x = n % 8 == 2 ? 7 : b.length; if (n % 8 == 6 || n % 8 == 2) x = 8; } }
      function f3(uint8 n) external { (bool ok, bytes memory b) = address(this).call(abi.encodeCall(this.t, (n))); x = ok ? abi.decode(b, (uint256)) : 5; }
      function f4(uint8 n) external { (bool ok, bytes memory b) = address(this).staticcall(abi.encodeWithSignature("t(uint8)", n)); if (ok) d = b; x = ok ? b.length : 6; }
      function f5(uint8 n) external { try this.t(n) { x = 1; } catch Panic(uint256 c) { x = c; } }
      function f6(uint8 n) external { (bool ok,) = address(this).call(abi.encodeWithSignature("none(uint8)", n)); x = ok ? 1 : 2; }
    }`,
  ],
];

/** All programs. */
export const DATA_PROGRAMS: readonly DataProgram[] = programs.map(([about, contracts, refused]) => ({
  about,
  text: head + contracts,
  ...(refused === undefined ? {} : { refused }),
}));
