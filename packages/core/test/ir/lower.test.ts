// What lowering makes of small contracts, as text: one idea each.
import { describe, expect, it } from '@jest/globals';
import { printIr, validateIr } from '@surety/core';
import { lowerText, outdent } from './ir-support.js';

const cases: readonly { readonly about: string; readonly solidity: string; readonly ir: string }[] = [
  {
    about: 'checked and wrapping arithmetic',
    solidity: `
      contract C {
        function f(int8 a, int8 b, uint8 n) external pure returns (int8 q) {
          q = a / b;
          q = -a % b;
          unchecked { q = -a / b; q += b; q++; }
          q = (a << n) >> 1;
          q = ~q ** 2;
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(int8,int8,uint8)(a: int8, b: int8, n: uint8) -> (q: int8)
        require !(b == 0) else Panic(0x12)
        require (a / b) in int8 else Panic(0x11)
        q := a / b
        require -a in int8 else Panic(0x11)
        require !(b == 0) else Panic(0x12)
        q := -a % b
        require !(b == 0) else Panic(0x12)
        q := wrap int8(wrap int8(-a) / b)
        q := wrap int8(q + b)
        q := wrap int8(q + 1)
        q := wrap int8(a << n) >> 1
        require ((-1 - q) ** 2) in int8 else Panic(0x11)
        q := (-1 - q) ** 2`,
  },
  {
    about: 'operands of an operator from right to left, arguments from left to right',
    solidity: `
      contract C {
        uint x;
        function next() internal returns (uint) { return ++x; }
        function pair(uint a, uint b) internal pure returns (uint) { return a - b; }
        function f(uint i) external returns (uint) {
          uint k = ++i + i;
          k = x + next();
          return pair(x, next()) + k;
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256)(i: uint256) -> (result: uint256)
        $2 := i
        require (i + 1) in uint256 else Panic(0x11)
        $1 := i + 1
        i := $1
        require ($1 + $2) in uint256 else Panic(0x11)
        k := $1 + $2
        $3 := call C.next()()
        require (x + $3) in uint256 else Panic(0x11)
        k := x + $3
        $5 := x
        $4 := call C.next()()
        $6 := call C.pair(uint256,uint256)($5, $4)
        require ($6 + k) in uint256 else Panic(0x11)
        result := $6 + k
        return

      function C.next()() -> (result: uint256)
        require (x + 1) in uint256 else Panic(0x11)
        $1 := x + 1
        store x := $1
        result := $1
        return

      function C.pair(uint256,uint256)(a: uint256, b: uint256) -> (result: uint256)
        require (a - b) in uint256 else Panic(0x11)
        result := a - b
        return`,
  },
  {
    about: 'several modifiers, code after _, _ twice, return in a modifier',
    solidity: `
      contract C {
        uint x;
        modifier positive(uint v) { require(v > 0, 'zero'); _; x = v; }
        modifier unless(bool b) { if (b) return; _; _; }
        function f(uint v) external positive(v + 1) unless(v > 9) returns (uint r) {
          if (v == 3) return 7;
          r = r + v;
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256)(v: uint256) -> (r: uint256)
        require (v + 1) in uint256 else Panic(0x11)
        positive.v := v + 1
        require 0 < positive.v else Error("zero")
        scope {
          unless.b := 9 < v
          if unless.b {
            return
          }
          scope {
            if v == 3 {
              r := 7
              return
            }
            require (r + v) in uint256 else Panic(0x11)
            r := r + v
          }
          scope {
            if v == 3 {
              r := 7
              return
            }
            require (r + v) in uint256 else Panic(0x11)
            r := r + v
          }
        }
        store x := positive.v`,
  },
  {
    about: 'super follows the linearization of the deployed contract',
    solidity: `
      contract A { uint x; function f() public virtual { x = 1; } }
      contract B is A { function f() public virtual override { x = 2; super.f(); } }
      contract D is A { function f() public virtual override { x = 3; super.f(); } }
      contract C is B, D { function f() public override(B, D) { super.f(); A.f(); } }`,
    ir: `
      function C.constructor()

      function C.f()()
        call D.f()()
        call A.f()()

      function D.f()()
        store x := 3
        call B.f()()

      function A.f()()
        store x := 1

      function B.f()()
        store x := 2
        call A.f()()`,
  },
  {
    about: 'struct pointers, copies and deletion',
    solidity: `
      contract C {
        struct In { uint8 b; }
        struct S { uint a; In i; uint[] h; }
        mapping(uint => S) m; S t;
        function f(uint k) external {
          S storage p = m[k];
          p.a += 2;
          p.h.push(p.h.length);
          S memory s = p;
          s.i.b = 3;
          In memory i = s.i;
          m[k + 1] = s;
          t = m[k];
          t.i = i;
          p.h.pop();
          delete m[k];
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256)(k: uint256)
        p -> m[k]
        require (*p.a + 2) in uint256 else Panic(0x11)
        store *p.a := *p.a + 2
        $1 := length(*p.h)
        $2 := length(*p.h)
        setLength *p.h := $2 + 1
        store *p.h[$2] := $1
        $3 := allocate C.S
        copy memory $3 := *p
        s := $3
        store memory memory s.i.b := 3
        i := memory s.i
        require (k + 1) in uint256 else Panic(0x11)
        copy m[k + 1] := memory s
        copy t := m[k]
        copy t.i := memory i
        require 0 < length(*p.h) else Panic(0x31)
        $4 := length(*p.h) - 1
        clear *p.h[$4]
        setLength *p.h := $4
        clear m[k]`,
  },
  {
    about: 'try: clauses by the data of the failure, bubbling when none takes it',
    solidity: `
      interface T { function give(uint v) external returns (bool); }
      contract C {
        uint x;
        function f(T t) external {
          try t.give(x) returns (bool ok) { x = ok ? 1 : 2; } catch (bytes memory why) { x = why.length; }
          try t.give(1) { x = 4; } catch Error(string memory) { x = 5; } catch Panic(uint256 code) { x = code; }
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(address)(t: address)
        $3, success $1, data $2 := call t{0} give(uint256)(x)
        if $1 {
          ok := $3
          store x := wrap uint256(ok ? 1 : 2)
        } else {
          why := $2
          store x := bytes.length(why)
        }
        $6, success $4, data $5 := call t{0} give(uint256)(1)
        if $4 {
          store x := 4
        } else {
          if abi.decodable<Error(string)>($5) {
            _ := abi.decode<Error(string)#0>($5, 0)
            store x := 5
          } else {
            if abi.decodable<Panic(uint256)>($5) {
              code := abi.decode<Panic(uint256)#0>($5, 0)
              store x := code
            } else {
              revert bubble
            }
          }
        }`,
  },
  {
    about: 'the order of creation',
    solidity: `
      contract A { uint a = 1; constructor(uint v) { a = v; } }
      contract B is A { uint b = 2; constructor(uint w) A(w + 1) { b = w; } }
      contract C is B { uint immutable c; uint d = 3; modifier once() { _; d = 5; } constructor() B(7) once { c = d; } }`,
    ir: `
      function C.constructor()
        store a := 1
        store b := 2
        store d := 3
        B.w := 7
        require (B.w + 1) in uint256 else Panic(0x11)
        A.v := B.w + 1
        scope {
          store a := A.v
        }
        scope {
          store b := B.w
        }
        scope {
          scope {
            store c := d
          }
          store d := 5
        }`,
  },
  {
    about: 'conversions',
    solidity: `
      contract C {
        enum E { P, Q }
        function f(uint u, int16 s, bytes4 b, bytes memory d, address a) external pure returns (E e, bytes32 h, bytes2 c) {
          e = E(u);
          u = uint256(int256(s)) + uint8(e);
          h = b;
          c = bytes2(b);
          h = bytes32(d);
          h = 'hi';
          h = bytes32(uint256(uint160(a)));
          c = 0x1234;
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256,int16,bytes4,bytes,address)(u: uint256, s: int16, b: bytes4, d: bytes, a: address) -> (e: C.E, h: bytes32, c: bytes2)
        require u in C.E else Panic(0x21)
        e := wrap C.E(u)
        require (wrap uint256(wrap int256(s)) + wrap uint256(wrap uint8(e))) in uint256 else Panic(0x11)
        u := wrap uint256(wrap int256(s)) + wrap uint256(wrap uint8(e))
        h := wrap bytes32(b) << 224
        c := wrap bytes2(b >> 16)
        h := bytes.toFixed(d)
        h := 0x6869000000000000000000000000000000000000000000000000000000000000
        h := wrap bytes32(wrap uint256(wrap uint160(a)))
        c := 0x1234`,
  },
  {
    about: 'effects under && and ?:',
    solidity: `
      contract C {
        uint[] a;
        function f(uint i) external returns (uint r) {
          if (i > 0 && a[i] == 2) r = 1;
          r = i == 0 ? r++ : --r;
          r = i == 1 ? i : r;
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256)(i: uint256) -> (r: uint256)
        $1 := 0 < i
        if $1 {
          require i < length(a) else Panic(0x32)
          $1 := a[i] == 2
        }
        if $1 {
          r := 1
        }
        if i == 0 {
          $2 := r
          require ($2 + 1) in uint256 else Panic(0x11)
          r := $2 + 1
          $4 := $2
        } else {
          require (r - 1) in uint256 else Panic(0x11)
          $3 := r - 1
          r := $3
          $4 := $3
        }
        r := $4
        r := (i == 1) ? i : r`,
  },
  {
    about: 'loops',
    solidity: `
      contract C {
        function f(uint n) external pure returns (uint t) {
          for (uint i = 0; i < n; i++) { if (i == 3) continue; if (t > 9) break; t += i; }
          do { t--; } while (t > 5);
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256)(n: uint256) -> (t: uint256)
        i := 0
        while i < n { // C.f#1
          if i == 3 {
            continue
          }
          if 9 < t {
            break
          }
          require (t + i) in uint256 else Panic(0x11)
          t := t + i
        } update {
          require (i + 1) in uint256 else Panic(0x11)
          i := i + 1
        }
        do while 5 < t { // C.f#2
          require (t - 1) in uint256 else Panic(0x11)
          t := t - 1
        }`,
  },
  {
    about: 'ether, low-level calls and errors',
    solidity: `
      error Bad(uint asked, address who);
      contract C {
        function f(address payable to) external payable {
          (bool ok, bytes memory data) = to.call{value: msg.value}('');
          require(ok && data.length == 0, Bad({who: to, asked: 1}));
          to.transfer(2);
          if (!to.send(3)) revert('no');
          if (to.code.length > 0) revert Bad(address(this).balance, to);
          assert(false);
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(address)(to: address)
        success $1, data $2 := call to{msg.value} raw ""
        ok := $1
        data := $2
        require ok && (bytes.length(data) == 0) else Bad(1, to)
        call stipend to{2} raw 0x
        success $3 := call stipend to{3} raw 0x
        if !$3 {
          revert Error("no")
        }
        if hasCode(to) {
          revert Bad(balance(this), to)
        }
        require false else Panic(0x01)`,
  },
  {
    about: 'tuples, swaps and storage references',
    solidity: `
      contract C {
        struct S { uint a; }
        S s; S t;
        function g() internal returns (uint, uint) { s.a++; return (s.a, 2); }
        function f(uint a, uint b) external returns (uint, uint) {
          (a, b) = (b, a);
          (, b) = g();
          (s, t) = (t, s);
          return (b, a);
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256,uint256)(a: uint256, b: uint256) -> (result0: uint256, result1: uint256)
        $1 := b
        $2 := a
        b := $2
        a := $1
        $3, $4 := call C.g()()
        b := $4
        copy t := s
        copy s := t
        result0 := b
        result1 := a
        return

      function C.g()() -> (result0: uint256, result1: uint256)
        require (s.a + 1) in uint256 else Panic(0x11)
        store s.a := s.a + 1
        result0 := s.a
        result1 := 2
        return`,
  },
  {
    about: 'getters',
    solidity: `
      contract C {
        struct S { uint a; uint[] h; string n; }
        mapping(address => S[]) public m;
        uint public constant K = 3 * 10 ** 18;
        bytes32[2] public hashes;
      }`,
    ir: `
      function C.constructor()

      function get C.m(key0: address, key1: uint256) -> (a: uint256, n: string)
        require key1 < length(m[key0]) else empty
        a := m[key0][key1].a
        n := m[key0][key1].n

      function get C.K() -> (result: uint256)
        result := 3000000000000000000

      function get C.hashes(key0: uint256) -> (result: bytes32)
        require key0 < 2 else empty
        result := hashes[key0]`,
  },
  {
    about: 'function values',
    solidity: `
      contract C {
        function one(uint v) internal pure returns (uint) { return v; }
        function two(uint v) internal pure returns (uint) { return v * 2; }
        function f(bool b) external pure returns (uint) {
          function(uint) pure returns (uint) q = b ? one : two;
          return q(3);
        }
      }`,
    ir: `
      function C.constructor()

      function C.f(bool)(b: bool) -> (result: uint256)
        q := b ? function#1 : function#2
        require !(q == function#0) else Panic(0x51)
        $1 := callValue q(3)
        result := $1
        return

      function C.one(uint256)(v: uint256) -> (result: uint256)
        result := v
        return

      function C.two(uint256)(v: uint256) -> (result: uint256)
        require (v * 2) in uint256 else Panic(0x11)
        result := v * 2
        return`,
  },
  {
    about: 'old code wraps',
    solidity: `
      contract C {
        uint8 x;
        function f(uint8 v) external { x += v; x -= 1; x++; require(x / v > 2); }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint8)(v: uint8)
        store x := wrap uint8(x + v)
        store x := wrap uint8(x - 1)
        store x := wrap uint8(x + 1)
        require !(v == 0) else Panic(0x12)
        require 2 < (x / v) else empty`,
  },
  {
    about: 'calls of libraries: internal, attached, public with copies',
    solidity: `
      library L {
        function inc(uint[] storage a, uint i) internal { a[i]++; }
        function sum(uint[] memory a) public pure returns (uint t) { t = a.length; }
      }
      contract C {
        using L for uint[];
        uint[] a;
        function f(uint[] memory b) external returns (uint) { a.inc(b[0]); return L.sum(b) + L.sum(a); }
      }`,
    ir: `
      function C.constructor()

      function C.f(uint256[])(b: uint256[] memory) -> (result: uint256)
        require 0 < length(memory b) else Panic(0x32)
        call L.inc(uint256[],uint256)(&a, memory b[0])
        $1 := allocate uint256[], length length(a)
        copy memory $1 := a
        $2 := allocate uint256[], length length(memory $1)
        copy memory $2 := memory $1
        $3 := call L.sum(uint256[])($2)
        $4 := allocate uint256[], length length(memory b)
        copy memory $4 := memory b
        $5 := call L.sum(uint256[])($4)
        require ($5 + $3) in uint256 else Panic(0x11)
        result := $5 + $3
        return

      function L.inc(uint256[],uint256)(a: uint256[] storage, i: uint256)
        require i < length(*a) else Panic(0x32)
        require (*a[i] + 1) in uint256 else Panic(0x11)
        store *a[i] := *a[i] + 1

      function L.sum(uint256[])(a: uint256[] memory) -> (t: uint256)
        t := length(memory a)`,
  },
  {
    about: 'array literals, pushes of references, nested memory',
    solidity: `
      contract C {
        struct P { uint a; }
        uint256[] arr = [1, 2];
        P[] ps;
        function f() external {
          ps.push(P({a: arr.length}));
          ps.push().a = 4;
          P[2] memory q;
          q[1].a = 3;
          ps.push(q[1]);
        }
      }`,
    ir: `
      function C.constructor()
        $1 := allocate uint8[2]
        store memory $1[0] := 1
        store memory $1[1] := 2
        clear arr
        setLength arr := 2
        store arr[0] := wrap uint256(memory $1[0])
        store arr[1] := wrap uint256(memory $1[1])

      function C.f()()
        $1 := allocate C.P
        store memory $1.a := length(arr)
        $2 := length(ps)
        setLength ps := $2 + 1
        copy ps[$2] := memory $1
        $3 := length(ps)
        setLength ps := $3 + 1
        store ps[$3].a := 4
        q := allocate C.P[2]
        store memory memory q[1].a := 3
        $4 := memory q[1]
        $5 := length(ps)
        setLength ps := $5 + 1
        copy ps[$5] := memory $4`,
  },
];

describe('lowering', () => {
  it.each(cases)('$about', ({ about, solidity, ir }) => {
    const pragma = about.startsWith('old') ? '^0.7.0' : '^0.8.26';
    const { contract } = lowerText(solidity, 'C', pragma);
    expect(validateIr(contract)).toEqual([]);
    const text = printIr(contract);
    expect(text.slice(text.indexOf('\nfunction')).trim()).toBe(outdent(ir));
  });

  it('lists variables, entries and function values before the functions', () => {
    const { contract } = lowerText(`
      contract A { uint private hidden; uint immutable fixedOne = 1; function f() public virtual {} }
      contract C is A { uint private hidden; bool transient lock; mapping(bytes32 => address) owners;
        function f() public override {} function g(uint[] calldata v) external payable {} receive() external payable {} fallback() external {} }`);
    expect(printIr(contract).split('\n\n')[0]).toBe(
      outdent(`
      contract C
        A.hidden: uint256
        hidden: uint256
        transient lock: bool
        owners: mapping(bytes32 => address)
        immutable fixedOne: uint256
        entry f() = C.f()
        entry g(uint256[]) payable = C.g(uint256[])
        entry receive() payable = C.receive()
        entry fallback() = C.fallback()`),
    );
  });

  it('prints the same text every time', () => {
    const text = 'contract C { uint x; function f(uint v) external { x = v > 1 ? v + x : x++; } }';
    expect(printIr(lowerText(text).contract)).toBe(printIr(lowerText(text).contract));
  });
});
