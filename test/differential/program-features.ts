// Features of the generated programs that can be switched on and off one by one, each with the declarations it needs.
// One that the model does not cover stays off here until it does: then its programs would only end outside the model.

/** What the statements of a feature are made of. */
export interface Ingredients {
  /** A short expression of a type. */
  readonly e: (type: string) => string;
  /** A name that is not taken. */
  readonly local: string;
  /** Something of type `uint256` that can be assigned to. */
  readonly target: string;
  /** Locals of type `S memory`, `uint256[] memory` and `uint256[] calldata`. */
  readonly memory: readonly string[];
  readonly arrays: readonly string[];
  readonly slices: readonly string[];
}

/** A feature of the language. */
export interface Feature {
  readonly name: string;
  /** Whether generated programs use it unless told otherwise. */
  readonly on: boolean;
  /** Declarations beside the contracts. */
  readonly declarations: string;
  /** Members of the base contract. */
  readonly members: string;
  readonly statements: (ingredients: Ingredients) => readonly string[];
}

/** All features. */
export const FEATURES: readonly Feature[] = [
  {
    name: 'peers',
    on: true,
    declarations: '',
    members: '',
    statements: ({ e, local: f }) => [
      `total ^= q.give{value: ${e('uint256')} % 3}(${e('uint64')});`,
      `try q.give{value: ${e('uint256')} % 3}(${e('uint64')}) returns (uint256 ${f}) { total ^= ${f}; } catch { mode = E.B; }`,
      `total ^= q.back(${e('uint256')});`,
      `try q.back(${e('uint256')}) returns (uint256 ${f}) { total ^= ${f}; numbers.push(); } catch { numbers.push(4); }`,
      `q.take(${e('uint256')});`,
      `try q.take(${e('uint256')}) { flag = !flag; } catch { total |= 1; }`,
      `total ^= q.pass{value: ${e('uint256')} % 4}(${e('uint64')});`,
      `try q.pass{value: ${e('uint256')} % 4}(${e('uint64')}) returns (uint256 ${f}) { total ^= ${f}; } catch { flag = true; }`,
      `{ (uint256 ${f}, bool ${f}b) = q.look(${e('uint256')}); if (${f}b) total ^= ${f}; }`,
      `total ^= address(q).balance;`,
      `{ (bool ${f}, ) = address(q).call{value: ${e('uint256')} % 3}(""); flag = ${f}; }`,
      `{ (bool ${f}, ) = address(r).call{value: ${e('uint256')} % 3}(""); require(${f}, "r"); }`,
      `single = q.swap(single, ${e('uint64')});`,
      `{ S memory ${f} = book[${e('uint256')}]; book[${e('uint256')}] = q.swap(${f}, 2); ${f}.n = 1; single = ${f}; }`,
      `deep.list = q.more(deep.list, ${e('uint256')});`,
    ],
  },
  {
    name: 'richEvents',
    on: true,
    declarations: `event Told(string text, string indexed hashed, address who);
event Shown(S whole, uint256[] list, S indexed hashed, uint64[] indexed numbers) anonymous;
event Trio(uint8[3] trio, uint256[2] indexed two, E indexed mode, bytes4 tag);`,
    members: '',
    statements: ({ e, memory, arrays }) => [
      `emit Told(text, "abc", ${e('address')});`,
      `emit Told("long enough to need more than one word of data", text, msg.sender);`,
      `emit Trio(deep.trio, pair.two, ${e('E')}, ${e('bytes4')});`,
      `emit Shown(single, deep.list, book[${e('uint256')}], numbers);`,
      ...memory.map((m) => `emit Shown(${m}, deep.list, ${m}, numbers);`),
      ...arrays.map((a) => `emit Shown(single, ${a}, single, lists[${e('uint8')}]);`),
      `emit Done(${e('uint256')}, ${e('int256')});`,
    ],
  },
  {
    name: 'catchReasons',
    on: true,
    declarations: '',
    members: '',
    statements: ({ e, local: f }) => [
      `try this.probe(${e('uint256')}) returns (uint256 ${f}) { total ^= ${f}; } catch Error(string memory ${f}) { text = ${f}; } catch Panic(uint256 ${f}) { total ^= ${f}; } catch { total |= 2; }`,
      `try this.probe(${e('uint256')}) { total |= 8; } catch Error(string memory) { mode = E.A; } catch (bytes memory ${f}) { total ^= ${f}.length; }`,
    ],
  },
  {
    name: 'bytes',
    on: true,
    declarations: '',
    members: '  bytes public blob;',
    statements: ({ e, local: f, target }) => [
      `blob = abi.encodePacked(${e('uint64')}, ${e('bytes4')}, ${e('bool')});`,
      `blob = bytes.concat(${e('bytes4')}, blob, hex"0102");`,
      `blob.push(bytes1(${e('uint8')}));`,
      `blob.pop();`,
      `if (blob.length > 2) blob[1] = bytes1(${e('uint8')});`,
      `${target} = blob.length;`,
      `{ bytes memory ${f} = blob; if (${f}.length > 0) { ${f}[0] = 0x07; total ^= uint8(${f}[${f}.length - 1]); } blob = ${f}; }`,
      `{ (uint64 ${f}, int256 ${f}b) = abi.decode(abi.encode(${e('uint64')}, ${e('int256')}), (uint64, int256)); total ^= ${f} ^ uint256(${f}b); }`,
      `tag = bytes4(keccak256(abi.encode(${e('uint256')}, ${e('bool')})));`,
      `tag = this.probe.selector;`,
      `text = string.concat(text, "+");`,
      `if (bytes(text).length > 60) delete text;`,
      `{ bytes memory ${f} = new bytes(${e('uint256')} % 40); blob = ${f}; }`,
    ],
  },
  {
    name: 'nestedMemory',
    on: true,
    declarations: '',
    members: '',
    statements: ({ e, local: f }) => [
      `{ uint256[][] memory ${f} = new uint256[][](2); ${f}[0] = new uint256[](3); ${f}[0][${e('uint256')} % 3] = ${e('uint256')}; ${f}[1] = ${f}[0]; ${f}[1][0] ^= 1; deep.list = ${f}[0]; }`,
      `{ S[] memory ${f} = new S[](2); ${f}[1].a = ${e('uint64')}; ${f}[0] = ${f}[1]; ${f}[0].c = true; single = ${f}[1]; }`,
      `{ Pair[2] memory ${f}; ${f}[1].two[0] = ${e('uint256')}; ${f}[0] = ${f}[1]; pair = ${f}[0]; }`,
      `matrix.push([${e('uint8')}, 2, 3]);`,
    ],
  },
  {
    name: 'functionValues',
    on: true,
    declarations: '',
    members: '  function(uint256) internal returns (uint256) internal chosen;',
    statements: ({ e, local: f }) => [
      `chosen = ${e('bool')} ? double : hook;`,
      `total ^= chosen(${e('uint256')});`,
      `{ function(uint256) internal returns (uint256)[2] memory ${f}; ${f}[0] = double; total ^= ${f}[${e('uint256')} % 2](3); }`,
    ],
  },
  {
    name: 'externalFunctionValues',
    on: true,
    declarations: '',
    members: '  function(uint256) external returns (uint256) internal other;',
    statements: ({ e, local: f }) => [
      `{ function(uint256) external returns (uint256) ${f} = this.probe; total ^= ${f}(${e('uint256')}); }`,
      `other = this.probe;`,
      `if (other.address == address(this)) total ^= other(${e('uint256')});`,
    ],
  },
  {
    name: 'slices',
    on: true,
    declarations: '',
    members: '',
    statements: ({ e, slices, target }) =>
      slices.flatMap((l) => [
        `if (${l}.length > 2) deep.list = ${l}[1:${l}.length - 1];`,
        `if (${l}.length > 1) ${target} = ${l}[1:][0];`,
        `{ uint256[] calldata part = ${l}[${e('uint256')} % 2:]; total ^= part.length; }`,
      ]),
  },
  {
    name: 'externalLibrary',
    on: true,
    declarations: `library Shared {
  event Poked(uint64 by);
  function poke(S storage s, uint64 by) external returns (uint64 old) { old = s.a; unchecked { s.a = old + by; } require(by != 5, "five"); emit Poked(by); }
  function twin(uint256 x) public pure returns (uint256, bool) { return (x / 2, x % 2 == 1); }
}`,
    members: '',
    statements: ({ e, local: f }) => [
      `total ^= Shared.poke(single, ${e('uint64')});`,
      `total ^= Shared.poke(book[${e('uint256')}], ${e('uint64')});`,
      `{ (uint256 ${f}, bool ${f}b) = Shared.twin(${e('uint256')}); if (${f}b) total ^= ${f}; }`,
    ],
  },
  {
    name: 'assembly',
    on: true,
    declarations: '',
    members: '',
    statements: ({ e, local: f }) => [
      `{ uint256 ${f} = ${e('uint256')}; assembly { ${f} := add(mul(${f}, 3), shr(4, ${f})) } total ^= ${f}; }`,
      `{ int256 ${f} = ${e('int256')}; uint256 ${f}b; assembly { if slt(${f}, 0) { ${f}b := 1 } ${f}b := or(${f}b, iszero(sdiv(${f}, 7))) } total ^= ${f}b; }`,
      `{ uint256 ${f}; assembly { mstore(0x00, 5) mstore(0x20, 6) ${f} := keccak256(0x00, 0x40) } tag = bytes4(bytes32(${f})); }`,
      `{ uint256 ${f} = ${e('uint256')}; assembly { for { let i := 0 } lt(i, 3) { i := add(i, 1) } { ${f} := xor(${f}, shl(i, 1)) } } total ^= ${f}; }`,
      `assembly { let x := sload(total.slot) sstore(total.slot, not(x)) }`,
    ],
  },
  {
    name: 'create',
    on: true,
    declarations: `contract Child {
  uint256 public born; address public parent;
  event Born(uint256 born);
  constructor(uint256 x) payable { require(x % 4 != 1, "unborn"); born = x; parent = msg.sender; emit Born(x); }
  function grow(uint256 by) external returns (uint256) { require(msg.sender == parent); unchecked { born += by; } return born; }
}`,
    members: '  Child internal child;',
    statements: ({ e, local: f }) => [
      `{ Child ${f} = new Child{value: ${e('uint256')} % 2}(${e('uint256')}); total ^= ${f}.grow(${e('uint256')}); }`,
      `child = new Child(${e('uint256')});`,
      `if (address(child) != address(0)) total ^= child.grow(1) + address(child).balance;`,
      `try new Child(${e('uint256')}) returns (Child ${f}) { child = ${f}; } catch { total |= 1; }`,
    ],
  },
];

/** Names of the features that are on. */
export const ENABLED: ReadonlySet<string> = new Set(FEATURES.filter((f) => f.on).map((f) => f.name));
