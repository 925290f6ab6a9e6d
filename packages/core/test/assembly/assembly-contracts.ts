// Contracts full of small assembly functions, one instruction or idiom each: compared with solc and the EVM.

/** A contract of the suite. */
export interface AssemblyContract {
  readonly name: string;
  readonly text: string;
}

const BINARY =
  'add sub mul div sdiv mod smod exp lt gt slt sgt eq and or xor byte shl shr sar signextend'.split(' ');
const UNARY = ['not', 'iszero'];
const TERNARY = ['addmod', 'mulmod'];

function instructions(): string {
  const one = (name: string, count: number): string => {
    const names = ['a', 'b', 'c'].slice(0, count);
    const parameters = names.map((n) => `uint256 ${n}`).join(', ');
    return `  function op_${name}(${parameters}) external pure returns (uint256 r) { assembly { r := ${name}(${names.join(', ')}) } }`;
  };
  return `contract Instructions {
${BINARY.map((name) => one(name, 2)).join('\n')}
${UNARY.map((name) => one(name, 1)).join('\n')}
${TERNARY.map((name) => one(name, 3)).join('\n')}
  function shlConst(uint256 a) external pure returns (uint256 r) { assembly { r := shl(96, a) } }
  function shrConst(uint256 a) external pure returns (uint256 r) { assembly { r := shr(200, a) } }
  function sarConst(uint256 a) external pure returns (uint256 r) { assembly { r := sar(13, a) } }
  function extConst(uint256 a) external pure returns (uint256 r) { assembly { r := signextend(1, a) } }
  function byteConst(uint256 a) external pure returns (uint256 r) { assembly { r := byte(30, a) } }
  function expConst(uint256 a) external pure returns (uint256 r) { assembly { r := exp(a, 3) } }
}`;
}

const ARITHMETIC = `contract Arithmetic {
  uint256 internal constant WAD = 1e18;
  uint256 internal constant HALF_WAD = 0.5e18;
  uint256 internal constant RAY = 1e27;
  uint256 internal constant HALF_RAY = 0.5e27;
  uint256 internal constant PERCENTAGE_FACTOR = 1e4;
  uint256 internal constant HALF_PERCENTAGE_FACTOR = 0.5e4;
  function rayMul(uint256 a, uint256 b) external pure returns (uint256 c) {
    assembly {
      if iszero(or(iszero(b), iszero(gt(a, div(sub(not(0), HALF_RAY), b))))) { revert(0, 0) }
      c := div(add(mul(a, b), HALF_RAY), RAY)
    }
  }
  function rayDiv(uint256 a, uint256 b) external pure returns (uint256 c) {
    assembly {
      if or(iszero(b), iszero(iszero(gt(a, div(sub(not(0), div(b, 2)), RAY))))) { revert(0, 0) }
      c := div(add(mul(a, RAY), div(b, 2)), b)
    }
  }
  function percentMul(uint256 value, uint256 percentage) external pure returns (uint256 result) {
    assembly {
      if iszero(or(iszero(percentage), iszero(gt(value, div(sub(not(0), HALF_PERCENTAGE_FACTOR), percentage))))) { revert(0, 0) }
      result := div(add(mul(value, percentage), HALF_PERCENTAGE_FACTOR), PERCENTAGE_FACTOR)
    }
  }
  function rayToWad(uint256 a) external pure returns (uint256 b) {
    assembly { b := div(a, 1000000000) let remainder := mod(a, 1000000000) if iszero(lt(remainder, div(1000000000, 2))) { b := add(b, 1) } }
  }
  function wadToRay(uint256 a) external pure returns (uint256 b) {
    assembly { b := mul(a, 1000000000) if iszero(eq(div(b, 1000000000), a)) { revert(0, 0) } }
  }
  function mulDivDown(uint256 x, uint256 y, uint256 denominator) external pure returns (uint256 z) {
    assembly {
      if iszero(mul(denominator, iszero(mul(y, gt(x, div(not(0), y)))))) { revert(0, 0) }
      z := div(mul(x, y), denominator)
    }
  }
  function rpow(uint64 x0, uint8 n, uint256 scalar) external pure returns (uint256 z) {
    uint256 x = x0;
    assembly {
      switch x
      case 0 { switch n case 0 { z := scalar } default { z := 0 } }
      default {
        switch mod(n, 2) case 0 { z := scalar } default { z := x }
        let half := shr(1, scalar)
        for { n := shr(1, n) } n { n := shr(1, n) } {
          if shr(128, x) { revert(0, 0) }
          let xx := mul(x, x)
          let xxRound := add(xx, half)
          if lt(xxRound, xx) { revert(0, 0) }
          x := div(xxRound, scalar)
          if mod(n, 2) {
            let zx := mul(z, x)
            if iszero(eq(div(zx, x), z)) { if iszero(iszero(x)) { revert(0, 0) } }
            let zxRound := add(zx, half)
            if lt(zxRound, zx) { revert(0, 0) }
            z := div(zxRound, scalar)
          }
        }
      }
    }
  }
  function sqrt(uint256 x) external pure returns (uint256 z) {
    assembly {
      let y := x
      z := 181
      if iszero(lt(y, 0x10000000000000000000000000000000000)) { y := shr(128, y) z := shl(64, z) }
      if iszero(lt(y, 0x1000000000000000000)) { y := shr(64, y) z := shl(32, z) }
      if iszero(lt(y, 0x10000000000)) { y := shr(32, y) z := shl(16, z) }
      if iszero(lt(y, 0x1000000)) { y := shr(16, y) z := shl(8, z) }
      z := shr(18, mul(z, add(y, 65536)))
      z := shr(1, add(z, div(x, z)))
      z := shr(1, add(z, div(x, z)))
      z := shr(1, add(z, div(x, z)))
      z := shr(1, add(z, div(x, z)))
      z := shr(1, add(z, div(x, z)))
      z := shr(1, add(z, div(x, z)))
      z := shr(1, add(z, div(x, z)))
      z := sub(z, lt(div(x, z), z))
    }
  }
  function minimum(uint256 x, uint256 y) external pure returns (uint256 z) { assembly { z := xor(x, mul(xor(x, y), lt(y, x))) } }
  function maximum(int256 x, int256 y) external pure returns (int256 z) { assembly { z := xor(x, mul(xor(x, y), sgt(y, x))) } }
  function ternary(bool c, uint256 a, uint256 b) external pure returns (uint256 r) { assembly { r := xor(b, mul(xor(a, b), iszero(iszero(c)))) } }
  function absolute(int256 x) external pure returns (uint256 z) { assembly { z := xor(add(sar(255, x), x), sar(255, x)) } }
  function zeroFloorSub(uint256 x, uint256 y) external pure returns (uint256 z) { assembly { z := mul(gt(x, y), sub(x, y)) } }
  function exactlyOneZero(uint256 x, uint256 y) external pure returns (bool z) { assembly { z := xor(iszero(x), iszero(y)) } }
  function wadMul(int256 x, int256 y) external pure returns (int256 r) {
    assembly {
      r := mul(x, y)
      if iszero(and(or(iszero(x), eq(sdiv(r, x), y)), or(lt(x, not(0)), sgt(y, 0x8000000000000000000000000000000000000000000000000000000000000000)))) { revert(0, 0) }
      r := sdiv(r, 1000000000000000000)
    }
  }
  function log2(uint256 x) external pure returns (uint256 r) {
    assembly {
      r := shl(7, lt(0xffffffffffffffffffffffffffffffff, x))
      r := or(r, shl(6, lt(0xffffffffffffffff, shr(r, x))))
      r := or(r, shl(5, lt(0xffffffff, shr(r, x))))
      r := or(r, shl(4, lt(0xffff, shr(r, x))))
      r := or(r, shl(3, lt(0xff, shr(r, x))))
      r := or(r, byte(and(31, shr(shr(r, x), 0x8421084210842108cc6318c6db6d54be)), 0x0706060506020504060203020504030106050205030304010505030400000000))
    }
  }
  function collatz(uint8 n) external pure returns (uint256 steps) {
    assembly {
      function next(x) -> y { if and(x, 1) { y := add(mul(x, 3), 1) leave } y := shr(1, x) }
      for { let x := n } gt(x, 1) { steps := add(steps, 1) } { x := next(x) if gt(steps, 6) { break } if eq(x, 5) { continue } }
    }
  }
  function twoResults(uint256 a, uint256 b) external pure returns (uint256 q, uint256 r) {
    assembly {
      function divmod(x, y) -> u, v { if iszero(y) { leave } u := div(x, y) v := mod(x, y) }
      q, r := divmod(a, b)
    }
  }
  function order(uint256 a) external pure returns (uint256 r) {
    assembly {
      mstore(0, a)
      function bump() -> x { x := add(mload(0), 1) mstore(0, x) }
      r := sub(mul(bump(), 1000), bump())
    }
  }
  function choose(uint256 a) external pure returns (uint256 r) {
    assembly { switch mod(a, 5) case 0 { r := 7 } case 1 { let t := add(a, 1) r := t } case 2 { revert(0, 0) } default { r := sub(0, a) } }
  }
}`;

const TYPES = `contract Types {
  enum E { A, B, C }
  function b32(bytes32 x) external pure returns (uint256 r) { assembly { r := x } }
  function b4(bytes4 x) external pure returns (uint256 r) { assembly { r := x } }
  function i8(int8 x) external pure returns (uint256 r) { assembly { r := x } }
  function addressWord(address x) external pure returns (uint256 r) { assembly { r := x } }
  function boolWord(bool x) external pure returns (uint256 r) { assembly { r := add(x, x) } }
  function enumWord(E x) external pure returns (uint256 r) { assembly { r := x } }
  function toB4(uint256 x) external pure returns (bytes4 r) { assembly { r := shl(224, x) } }
  function toB20(uint256 x) external pure returns (bytes20 r) { assembly { r := shl(96, x) } }
  function toI16(uint256 x) external pure returns (int16 r) { assembly { r := signextend(1, x) } }
  function toI256(uint256 x) external pure returns (int256 r) { assembly { r := x } }
  function toAddress(uint256 x) external pure returns (address r) { assembly { r := shr(96, shl(96, x)) } }
  function toBool(uint256 x) external pure returns (bool r) { assembly { r := iszero(iszero(x)) } }
  function toU64(uint256 x) external pure returns (uint64 r) { assembly { r := and(x, 0xffffffffffffffff) } }
  function maskHigh(uint256 x) external pure returns (bytes32 r) { assembly { r := and(x, not(0xffffffffffffffffffffffff)) } }
  function swap(uint256 a, uint256 b) external pure returns (uint256, uint256) { assembly { let t := a a := b b := t } return (a, b); }
  function text() external pure returns (bytes32 r) { assembly { r := "abc" } }
  function extract(bytes32 self, uint8 offset) external pure returns (bytes4 result) {
    assembly { result := and(shl(mul(8, offset), self), shl(224, not(0))) }
  }
  function replace(bytes32 self, bytes8 value) external pure returns (bytes32 result) {
    assembly { value := and(value, shl(192, not(0))) result := or(and(self, not(shr(64, shl(192, not(0))))), shr(64, value)) }
  }
}`;

const MEMORY = `contract Memory {
  struct Market { address a; address b; uint256 c; }
  error Wrong(uint256 code, address who);
  function hash2(bytes32 a, bytes32 b) external pure returns (bool same) {
    bytes32 h;
    assembly { mstore(0x00, a) mstore(0x20, b) h := keccak256(0x00, 0x40) }
    same = h == keccak256(abi.encode(a, b));
  }
  function hashValue(uint256 a, address b) external pure returns (bytes32 h) { assembly { mstore(0x00, a) mstore(0x20, b) h := keccak256(0x00, 0x40) } }
  function typedData(bytes32 d, bytes32 s) external pure returns (bytes32 h) {
    assembly { let p := mload(0x40) mstore(p, hex"1901") mstore(add(p, 0x02), d) mstore(add(p, 0x22), s) h := keccak256(p, 0x42) }
  }
  function seeded(address owner) external pure returns (bytes32 h) { assembly { mstore(0x0c, 0x87a211a2) mstore(0x00, owner) h := keccak256(0x0c, 0x20) } }
  function marketId(address a, address b, uint256 c) external pure returns (bytes32 id) {
    Market memory m = Market(a, b, c);
    assembly { id := keccak256(m, 96) }
  }
  function overlap(uint256 a, uint256 b) external pure returns (uint256 r, uint256 s) {
    assembly { mstore(0x00, a) mstore(0x20, b) mstore(0x10, not(0)) r := mload(0x08) s := mload(0x20) }
  }
  function bytewise(uint8 a, uint8 b) external pure returns (uint256 r) {
    assembly { mstore(0, 0) mstore8(3, a) mstore8(31, add(b, 256)) r := mload(0) }
  }
  function fields(address a, uint256 c) external pure returns (address x, uint256 y) {
    Market memory m = Market(a, address(1), c);
    assembly { mstore(add(m, 0x40), add(mload(add(m, 0x40)), 1)) mstore(add(m, 0x20), mload(m)) }
    return (m.b, m.c);
  }
  function element(uint256 i, uint256 v) external pure returns (uint256 r, uint256 n) {
    uint256[] memory list = new uint256[](4);
    list[2] = v;
    i = i % 4;
    assembly { r := mload(add(add(list, 0x20), mul(i, 0x20))) n := mload(list) }
  }
  function bytesLength(bytes memory data) external pure returns (uint256 n) { assembly { n := mload(data) } }
  function bytesWord(bytes memory data) external pure returns (bytes32 w) { require(data.length >= 64); assembly { w := mload(add(data, 0x40)) } }
  function hashBytes(bytes memory data) external pure returns (bytes32 h) { assembly { h := keccak256(add(data, 0x20), mload(data)) } }
  function calldataWord(bytes calldata data) external pure returns (bytes32 w, uint256 n) { require(data.length >= 32); assembly { w := calldataload(data.offset) n := data.length } }
  function makeBytes(uint256 a, uint256 b) external pure returns (bytes memory out) {
    assembly { out := mload(0x40) mstore(out, 0x40) mstore(add(out, 0x20), a) mstore(add(out, 0x40), b) mstore(0x40, add(out, 0x60)) }
  }
  function sameBytes(bytes memory data) external pure returns (bytes memory out) { assembly { out := data } }
  function empty() external pure returns (bytes memory out) { assembly { out := 0x60 } }
  function clobber(uint256 a) external pure returns (uint256 r) {
    assembly { let m := mload(0x40) mstore(0x40, a) mstore(0x60, a) r := add(mload(0x40), mload(0x60)) mstore(0x60, 0) mstore(0x40, m) }
    bytes memory zero; r += zero.length;
  }
  function branches(uint256 a) external pure returns (uint256 r) {
    assembly { mstore(0, 5) switch a case 0 { mstore(0, 9) } default { mstore(0, 9) } r := mload(0) if gt(a, 3) { r := 1 } }
  }
  function plainRevert(uint256 a) external pure { assembly { if a { revert(0, 0) } } }
  function panics(uint256 a) external pure { assembly { if a { mstore(0x00, 0x4e487b71) mstore(0x20, 0x11) revert(0x1c, 0x24) } } }
  function custom(uint256 a, address b) external pure {
    bytes4 selector = Wrong.selector;
    assembly { if a { mstore(0x00, selector) mstore(0x04, a) mstore(0x24, b) revert(0x00, 0x44) } }
  }
  function message(uint256 a) external pure {
    assembly { if a { let p := mload(0x40) mstore(p, shl(224, 0x08c379a0)) mstore(add(p, 4), 0x20) mstore(add(p, 0x24), 5) mstore(add(p, 0x44), "WRONG") revert(p, 0x64) } }
  }
  function fails(uint256 a) external pure { assembly { if gt(a, 9) { invalid() } } }
  function halts(uint256 a) external { assembly { if gt(a, 9) { stop() } } count += 1; }
  uint256 public count;
}`;

const STORAGE = `contract Storage {
  uint256 public whole;
  uint128 public low; uint64 public middle; bool public flag; int24 public small;
  address public owner; bytes4 public tag; uint8 public tail;
  mapping(address => uint256) public balances;
  mapping(uint256 => mapping(address => uint256)) public nested;
  struct Pair { uint128 a; uint128 b; uint256 c; mapping(uint256 => uint256) m; }
  mapping(uint256 => Pair) public pairs;
  uint256[] public list;
  struct Box { uint256 value; }
  Box[] public boxes;
  function setWhole(uint256 x) external { assembly { sstore(whole.slot, add(sload(whole.slot), x)) } }
  function packed() external view returns (uint256 r, uint256 o) { assembly { r := sload(low.slot) o := small.offset } }
  function packed2() external view returns (uint256 r) { assembly { r := sload(owner.slot) } }
  function setMiddle(uint64 x) external {
    assembly { let w := sload(middle.slot) let s := mul(8, middle.offset) sstore(middle.slot, or(and(w, not(shl(s, 0xffffffffffffffff))), shl(s, x))) }
  }
  function setOwner(address x) external { assembly { let w := sload(owner.slot) sstore(owner.slot, or(shl(160, shr(160, w)), x)) } }
  function setPlain(uint128 a, uint64 b, bool c, int24 d, bytes4 e, uint8 f) external { low = a; middle = b; flag = c; small = d; tag = e; tail = f; }
  function addBalance(address who, uint256 x) external {
    assembly { mstore(0, who) mstore(0x20, balances.slot) let s := keccak256(0, 0x40) sstore(s, add(sload(s), x)) }
  }
  function setNested(uint256 i, address who, uint256 x) external {
    assembly { mstore(0, i) mstore(0x20, nested.slot) mstore(0x20, keccak256(0, 0x40)) mstore(0, who) sstore(keccak256(0, 0x40), x) }
  }
  function setPair(uint256 i, uint128 a, uint128 b, uint256 c) external {
    Pair storage p = pairs[i];
    assembly { sstore(p.slot, or(shl(128, b), a)) sstore(add(p.slot, 1), c) }
  }
  function readPair(uint256 i) external view returns (uint256 ab, uint256 c) { Pair storage p = pairs[i]; assembly { ab := sload(p.slot) c := sload(add(1, p.slot)) } }
  function setDeep(uint256 i, uint256 k, uint256 v) external { Pair storage p = pairs[i]; assembly { mstore(0, k) mstore(0x20, add(p.slot, 2)) sstore(keccak256(0, 0x40), v) } }
  function readDeep(uint256 i, uint256 k) external view returns (uint256) { return pairs[i].m[k]; }
  function push(uint256 x) external { list.push(x); boxes.push(Box(x)); }
  function listAt(uint256 i) external view returns (uint256 r) { require(i < list.length); assembly { mstore(0, list.slot) r := sload(add(keccak256(0, 0x20), i)) } }
  function listLength() external view returns (uint256 r) { assembly { r := sload(list.slot) } }
  function unsafeAccess(uint256 i) external returns (uint256 r) {
    require(i < boxes.length);
    Box storage b;
    assembly { mstore(0, boxes.slot) b.slot := add(keccak256(0, 0x20), i) }
    b.value += 1;
    r = b.value;
  }
  function transientTwice(uint256 slot, uint256 x) external returns (uint256 a, uint256 b, uint256 c) {
    assembly { a := tload(slot) tstore(slot, x) b := tload(slot) c := tload(add(slot, 1)) tstore(slot, 0) }
  }
}`;

const SLOTS = `contract Slots {
  uint256 public declared;
  bytes32 internal constant SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
  function setFixed(uint256 x) external { assembly { sstore(SLOT, x) } }
  function getFixed() external view returns (uint256 x) { bytes32 s = SLOT; assembly { x := sload(s) } }
  function seeded(address who, uint256 x) external returns (uint256 before, uint256 after_) {
    assembly { mstore(0x0c, 0x87a211a2) mstore(0x00, who) let s := keccak256(0x0c, 0x20) before := sload(s) sstore(s, add(before, x)) after_ := sload(s) sstore(s, before) }
  }
}`;

const CALLS = `contract Calls {
  uint256 public count;
  receive() external payable {}
  function answer(uint256 x) external returns (uint256) { count += 1; require(x < 100); return x + 1; }
  function truthful(address who, uint256 amount) external returns (bool) { count += amount % 7; return uint160(who) % 2 == 0; }
  function self(uint256 x) external returns (bool ok, uint256 r, uint256 n) {
    bytes4 selector = this.answer.selector;
    assembly {
      let m := mload(0x40)
      mstore(m, selector) mstore(add(m, 4), x)
      mstore(0x00, 0)
      ok := call(gas(), address(), 0, m, 0x24, 0x00, 0x20)
      n := returndatasize()
      if ok { r := mload(0x00) }
    }
  }
  function token(address who, uint256 amount) external returns (bool ok, bool clean) {
    bytes4 selector = this.truthful.selector;
    assembly {
      let m := mload(0x40)
      mstore(0x00, selector) mstore(0x04, who) mstore(0x24, amount)
      ok := and(or(and(eq(mload(0), 1), gt(returndatasize(), 31)), iszero(returndatasize())), call(gas(), address(), 0, 0, 0x44, 0, 0x20))
      mstore(0x40, m)
      clean := iszero(mload(0x60))
    }
  }
  function money() external payable returns (uint256 a, uint256 b, address c, address d) {
    assembly { a := callvalue() b := selfbalance() c := caller() d := address() }
  }
  function send(address to, uint256 amount) external returns (bool ok) {
    amount = amount % 1000;
    to = address(uint160(to) % 3 + 0x00b0b0000000000000000000000000000000000002);
    assembly { ok := call(gas(), to, amount, 0, 0, 0, 0) }
  }
  function deep(uint256 x) external returns (uint256 r) {
    (bool ok, bytes memory data) = address(this).call(abi.encodeCall(this.answer, (x)));
    if (!ok) { assembly { revert(add(data, 0x20), mload(data)) } }
    r = abi.decode(data, (uint256));
  }
  function blockWords() external view returns (uint256 t, uint256 n) { assembly { t := timestamp() n := number() } }
}`;

/** The contracts of the suite. */
export function assemblyContracts(): readonly AssemblyContract[] {
  return [
    { name: 'Instructions', text: instructions() },
    { name: 'Arithmetic', text: ARITHMETIC },
    { name: 'Types', text: TYPES },
    { name: 'Memory', text: MEMORY },
    { name: 'Storage', text: STORAGE },
    { name: 'Slots', text: SLOTS },
    { name: 'Calls', text: CALLS },
  ];
}
