// Functions and members of the language itself, as tables: parameter and result types, mutability, typed-tree name.
import {
  ADDRESS,
  ADDRESS_PAYABLE,
  BOOL,
  BYTES_CALLDATA,
  BYTES_MEMORY,
  BYTES4,
  BYTES32,
  STRING_MEMORY,
  UINT256,
} from './type-build.js';
import type { BuiltinFunction, BuiltinMember } from './typed-program.js';
import type { Mutability, Type } from './types.js';

/** One signature of a function of the language. */
export interface BuiltinSignature {
  readonly name: BuiltinFunction;
  readonly parameters: readonly Type[];
  readonly returns: readonly Type[];
  readonly mutability: Mutability;
  /** Takes any further arguments of any type (the `abi` family, `bytes.concat`). */
  readonly variadic: boolean;
}

const BYTES20 = { kind: 'fixedBytes', size: 20 } as const satisfies Type;
const BYTES1 = { kind: 'fixedBytes', size: 1 } as const satisfies Type;
const UINT8 = { kind: 'integer', signed: false, bits: 8 } as const satisfies Type;
/** The type of `E(…)` for a custom error used as a value in `require`. */
export const ERROR_VALUE = { kind: 'magic', name: 'error' } as const satisfies Type;

function signature(
  name: BuiltinFunction,
  parameters: readonly Type[],
  mutability: Mutability,
  returns: readonly Type[],
  variadic = false,
): BuiltinSignature {
  return { name, parameters, returns, mutability, variadic };
}

/** Functions that are in scope everywhere, with their overloads. */
export const GLOBAL_FUNCTIONS: ReadonlyMap<string, readonly BuiltinSignature[]> = new Map([
  [
    'require',
    [
      signature('require', [BOOL], 'pure', []),
      signature('require', [BOOL, STRING_MEMORY], 'pure', []),
      signature('require', [BOOL, ERROR_VALUE], 'pure', []),
    ],
  ],
  ['assert', [signature('assert', [BOOL], 'pure', [])]],
  ['revert', [signature('revert', [], 'pure', []), signature('revert', [STRING_MEMORY], 'pure', [])]],
  ['keccak256', [signature('keccak256', [BYTES_MEMORY], 'pure', [BYTES32])]],
  ['sha3', [signature('keccak256', [BYTES_MEMORY], 'pure', [BYTES32])]],
  // Folded by the checker: its hash is never computed at run time.
  ['erc7201', [signature('keccak256', [STRING_MEMORY], 'pure', [UINT256])]],
  ['sha256', [signature('sha256', [BYTES_MEMORY], 'pure', [BYTES32])]],
  ['ripemd160', [signature('ripemd160', [BYTES_MEMORY], 'pure', [BYTES20])]],
  ['ecrecover', [signature('ecrecover', [BYTES32, UINT8, BYTES32, BYTES32], 'pure', [ADDRESS])]],
  ['addmod', [signature('addmod', [UINT256, UINT256, UINT256], 'pure', [UINT256])]],
  ['mulmod', [signature('mulmod', [UINT256, UINT256, UINT256], 'pure', [UINT256])]],
  ['blockhash', [signature('blockhash', [UINT256], 'view', [BYTES32])]],
  ['blobhash', [signature('blobhash', [UINT256], 'view', [BYTES32])]],
  ['gasleft', [signature('gasleft', [], 'view', [UINT256])]],
  ['selfdestruct', [signature('selfdestruct', [ADDRESS_PAYABLE], 'nonpayable', [])]],
  ['suicide', [signature('selfdestruct', [ADDRESS_PAYABLE], 'nonpayable', [])]],
]);

/** Members of `abi`. */
export const ABI_FUNCTIONS: ReadonlyMap<string, BuiltinSignature> = new Map([
  ['encode', signature('abi.encode', [], 'pure', [BYTES_MEMORY], true)],
  ['encodePacked', signature('abi.encodePacked', [], 'pure', [BYTES_MEMORY], true)],
  ['encodeWithSelector', signature('abi.encodeWithSelector', [BYTES4], 'pure', [BYTES_MEMORY], true)],
  [
    'encodeWithSignature',
    signature('abi.encodeWithSignature', [STRING_MEMORY], 'pure', [BYTES_MEMORY], true),
  ],
  ['encodeCall', signature('abi.encodeCall', [], 'pure', [BYTES_MEMORY], true)],
  ['decode', signature('abi.decode', [], 'pure', [], true)],
]);

/** Functions that are members of an address value. */
export const ADDRESS_FUNCTIONS: ReadonlyMap<string, BuiltinSignature> = new Map([
  ['call', signature('address.call', [BYTES_MEMORY], 'payable', [BOOL, BYTES_MEMORY])],
  ['delegatecall', signature('address.delegatecall', [BYTES_MEMORY], 'nonpayable', [BOOL, BYTES_MEMORY])],
  ['staticcall', signature('address.staticcall', [BYTES_MEMORY], 'view', [BOOL, BYTES_MEMORY])],
  ['transfer', signature('address.transfer', [UINT256], 'nonpayable', [])],
  ['send', signature('address.send', [UINT256], 'nonpayable', [BOOL])],
]);

/** Members of an address value that are values. */
export const ADDRESS_MEMBERS: ReadonlyMap<string, { readonly name: BuiltinMember; readonly type: Type }> =
  new Map([
    ['balance', { name: 'address.balance', type: UINT256 }],
    ['code', { name: 'address.code', type: BYTES_MEMORY }],
    ['codehash', { name: 'address.codehash', type: BYTES32 }],
  ]);

/** Members of `msg`, `block` and `tx`. */
export const MAGIC_MEMBERS: ReadonlyMap<string, { readonly name: BuiltinMember; readonly type: Type }> =
  new Map([
    ['msg.sender', { name: 'msg.sender', type: ADDRESS }],
    ['msg.value', { name: 'msg.value', type: UINT256 }],
    ['msg.data', { name: 'msg.data', type: BYTES_CALLDATA }],
    ['msg.sig', { name: 'msg.sig', type: BYTES4 }],
    ['tx.origin', { name: 'tx.origin', type: ADDRESS }],
    ['tx.gasprice', { name: 'tx.gasprice', type: UINT256 }],
    ['block.timestamp', { name: 'block.timestamp', type: UINT256 }],
    ['block.number', { name: 'block.number', type: UINT256 }],
    ['block.basefee', { name: 'block.basefee', type: UINT256 }],
    ['block.blobbasefee', { name: 'block.blobbasefee', type: UINT256 }],
    ['block.chainid', { name: 'block.chainid', type: UINT256 }],
    ['block.coinbase', { name: 'block.coinbase', type: ADDRESS_PAYABLE }],
    ['block.difficulty', { name: 'block.difficulty', type: UINT256 }],
    ['block.prevrandao', { name: 'block.prevrandao', type: UINT256 }],
    ['block.gaslimit', { name: 'block.gaslimit', type: UINT256 }],
  ]);

/** `bytes.concat` and `string.concat`. */
export const CONCAT: Readonly<Record<'bytes' | 'string', BuiltinSignature>> = {
  bytes: signature('bytes.concat', [], 'pure', [BYTES_MEMORY], true),
  string: signature('string.concat', [], 'pure', [STRING_MEMORY], true),
};

/**
 * `push` and `pop` of a dynamic storage array or storage bytes, with the array as receiver. Before 0.6 `push(x)` gives the
 * new length.
 */
export function arrayFunctions(
  array: Type,
  before06: boolean,
): ReadonlyMap<string, readonly BuiltinSignature[]> {
  if (array.kind !== 'bytes' && !(array.kind === 'array' && array.length === undefined)) return new Map();
  const element: Type = array.kind === 'array' ? array.element : BYTES1;
  const pushed: Type = array.kind === 'array' ? array.element : BYTES1;
  return new Map([
    [
      'push',
      [
        signature('array.push', [], 'nonpayable', [element]),
        ...(element.kind === 'mapping'
          ? []
          : [signature('array.push', [pushed], 'nonpayable', before06 ? [UINT256] : [])]),
      ],
    ],
    ['pop', [signature('array.pop', [], 'nonpayable', [])]],
  ]);
}

/** Members of values of length: name in the typed tree. */
export function lengthMember(type: Type): { readonly name: BuiltinMember; readonly type: Type } | undefined {
  switch (type.kind) {
    case 'array':
      return { name: 'array.length', type: UINT256 };
    case 'bytes':
      return { name: 'bytes.length', type: UINT256 };
    case 'fixedBytes':
      return { name: 'fixedBytes.length', type: UINT8 };
    default:
      return undefined;
  }
}

/** Names of the language that are always in scope, for "did you mean". */
export const GLOBAL_NAMES: readonly string[] = [
  ...GLOBAL_FUNCTIONS.keys(),
  'msg',
  'block',
  'tx',
  'abi',
  'this',
  'super',
  'type',
];
