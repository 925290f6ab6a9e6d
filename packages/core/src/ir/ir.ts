// The intermediate representation: small, explicit, one program a deployed contract. It has no inheritance, modifiers,
// overloads, implicit conversions or side effects in expressions; every revert is a `require` or `revert` statement.
//
// Integers are mathematical: `binary` computes exactly, `wrap` reduces to a machine range, a checked operation is
// `require(inRange(a + b), Panic(0x11))` followed by the exact value. Addresses, enums and fixed bytes are integers
// (bytesN as the big-endian number of its N bytes). `bytes` and `string` contents are immutable values.
import type { Span } from '../frontend/typed-program.js';

export type IrType =
  | { readonly kind: 'bool' }
  /** intN and uintN. */
  | { readonly kind: 'int'; readonly signed: boolean; readonly bits: number }
  /** Also contract types; an integer below 2^160. */
  | { readonly kind: 'address' }
  /** bytesN as an integer below 256^size. */
  | { readonly kind: 'fixedBytes'; readonly size: number }
  | { readonly kind: 'enum'; readonly name: string; readonly members: readonly string[] }
  /** Contents of `bytes` and `string`. */
  | { readonly kind: 'bytes'; readonly text: boolean }
  /** An internal function value: index into `IrContract.functionTable`, 0 is the uninitialized one. */
  | { readonly kind: 'functionValue' }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly IrField[] }
  | { readonly kind: 'array'; readonly element: IrType; readonly length: bigint | undefined }
  | { readonly kind: 'mapping'; readonly key: IrType; readonly value: IrType };

export interface IrField {
  readonly name: string;
  readonly type: IrType;
}

/** All that is deployed as one contract. */
export interface IrContract {
  readonly name: string;
  /** Source unit path of the most derived contract. */
  readonly path: string;
  /** In storage order (most base-like contract first); immutables after them. Constants are inlined. */
  readonly variables: readonly StorageVariable[];
  readonly functions: ReadonlyMap<FunctionId, IrFunction>;
  /** Base arguments, initializers and constructor bodies in Solidity's order; always present. */
  readonly construct: FunctionId;
  readonly constructorPayable: boolean;
  /** What a panic reverts with: before 0.8 it was an invalid opcode, which tells nothing. */
  readonly panicsTell: 'code' | 'nothing';
  readonly entries: readonly EntryPoint[];
  readonly functionTable: readonly FunctionId[];
  /** Constants with effect-free initializers: inlined in code, kept here for specifications that name them. */
  readonly constants?: readonly {
    readonly name: string;
    readonly declaredIn: string;
    readonly value: Expression;
  }[];
  /** Library functions whose code was replaced by a built-in meaning: printed as assumptions. */
  readonly meanings?: readonly { readonly function: string; readonly text: string }[];
}

export type FunctionId = string;

export interface StorageVariable {
  /** Unique in the contract: `name`, or `Contract.name` for a private variable hidden by another of the same name. */
  readonly id: string;
  readonly name: string;
  readonly declaredIn: string;
  readonly type: IrType;
  readonly mutability: 'mutable' | 'immutable' | 'transient';
  readonly span: Span;
  /** Of storage that code reaches by a constant slot outside the declared layout: that slot. */
  readonly slot?: bigint;
  /** Of declared variables that are not immutable: where they start and how many bytes they take up. */
  readonly position?: { readonly slot: bigint; readonly offset: number; readonly bytes: bigint };
}

/** Something a transaction can call. Reverting on ether sent to a non-payable one is done by the caller of the entry. */
export interface EntryPoint {
  readonly kind: 'function' | 'receive' | 'fallback';
  readonly name: string;
  /** `transfer(address,uint256)`; `receive()` and `fallback()` for these. */
  readonly signature: string;
  readonly function: FunctionId;
  readonly payable: boolean;
  readonly mutability: 'pure' | 'view' | 'nonpayable' | 'payable';
}

/** A local variable; identity is the object. */
export interface Local {
  readonly name: string;
  readonly type: IrType;
  /** What it holds: a value (also `bytes` contents), a reference to a memory object, or a path into storage. */
  readonly holds: 'value' | 'memory' | 'storage';
}

export interface IrFunction {
  readonly id: FunctionId;
  /** `Contract.name` for people. */
  readonly name: string;
  readonly parameters: readonly Local[];
  /** Zero-initialized at entry; their values at the end are the results. */
  readonly results: readonly Local[];
  readonly body: readonly Statement[];
  readonly span: Span;
}

// -------------------------------------------------------------------------------------------------- places

/** A typed location. `type` is the type of what lies there. */
export type Place =
  | {
      readonly kind: 'storage';
      readonly root: StorageRoot;
      readonly steps: readonly Step[];
      readonly type: IrType;
    }
  /** One step into a memory object: the field of a struct or the element of an array (elements that are references hold a memory reference). */
  | {
      readonly kind: 'memory';
      readonly object: Expression;
      readonly objectType: IrType;
      readonly step: Step;
      readonly type: IrType;
    };

/** A state variable, or the path held by a storage pointer. */
export type StorageRoot =
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'pointer'; readonly local: Local };

export type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'key'; readonly key: Expression } // mapping
  | { readonly kind: 'element'; readonly index: Expression }; // array; bounds are checked by a statement before

// --------------------------------------------------------------------------------------------- expressions

export type UnaryOperator = 'not' | 'negate';
/** Exact on integers. `div` truncates toward zero, `mod` has the sign of the dividend; the divisor was required nonzero. `shl`/`shr` by a nonnegative amount: exact multiplication / floor division by a power of two. Bit operations are on two's complement of the operand type. */
export type BinaryOperator =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'mod'
  | 'pow'
  | 'shl'
  | 'shr'
  | 'bitAnd'
  | 'bitOr'
  | 'bitXor'
  | 'lt'
  | 'le'
  | 'eq'
  | 'and'
  | 'or';

/** Values from outside the contract. */
export type EnvironmentName =
  | 'msg.sender'
  | 'msg.value'
  | 'msg.sig'
  | 'msg.data'
  | 'this'
  | 'tx.origin'
  | 'tx.gasprice'
  | 'block.timestamp'
  | 'block.number'
  | 'block.chainid'
  | 'block.basefee'
  | 'block.blobbasefee'
  | 'block.coinbase'
  | 'block.prevrandao'
  | 'block.gaslimit'
  | 'gasleft';

/** Pure functions of their arguments (and of the chain: balance, code). */
export type BuiltinName =
  | 'balance' // address → wei
  | 'hasCode' // address → bool
  | 'codehash'
  | 'code'
  | 'keccak256'
  | 'sha256'
  | 'ripemd160' // bytes → bytes32 / bytes20
  | 'ecrecover'
  | 'blockhash'
  | 'addmod'
  | 'mulmod'
  | 'mulDivDown' // floor(a * b / c) exactly, c > 0 (meaning given to well-known library code)
  | 'abi.encode'
  | 'abi.encodePacked' // any values → bytes
  | 'abi.decode' // bytes → the value at `index` of the tuple of types in `detail`; validity is 'abi.decodable'
  | 'abi.decodable'
  | 'bytes.length'
  | 'bytes.concat'
  | 'bytes.at'
  | 'bytes.slice' // contents, from, to; 0 <= from <= to <= length was required
  | 'bytes.set' // contents, index, byte → contents with the byte replaced; the index is within bounds
  | 'bytes.zeros' // length → that many zeros
  | 'bytes.toFixed' // toFixed: bytes → bytesN, padded or cut
  | 'arbitrary'; // any value of the type, another one at each evaluation; detail: what it stands for

export type Expression = { readonly type: IrType } & (
  | { readonly kind: 'constant'; readonly value: bigint | boolean | string } // string: lowercase hex contents, no 0x
  /** A value local, or a memory local's reference. */
  | { readonly kind: 'local'; readonly local: Local }
  /** Value-typed (or bytes) contents of a place; in memory also the reference held there. */
  | { readonly kind: 'read'; readonly place: Place }
  /** Length of the dynamic array at a storage place, or of a memory array object. */
  | { readonly kind: 'lengthOf'; readonly place: Place }
  | { readonly kind: 'memoryLength'; readonly object: Expression }
  | { readonly kind: 'environment'; readonly name: EnvironmentName }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Two's complement reduction into the range of `type` (int, address, fixedBytes). */
  | { readonly kind: 'wrap'; readonly operand: Expression }
  /** bool: the exact value lies in the range of `range`. */
  | { readonly kind: 'inRange'; readonly operand: Expression; readonly range: IrType }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly else: Expression;
    }
  | {
      readonly kind: 'builtin';
      readonly name: BuiltinName;
      readonly arguments: readonly Expression[];
      readonly detail?: string;
    }
);

// ---------------------------------------------------------------------------------------------- statements

/** Why an execution reverts. */
export type Failure =
  | { readonly kind: 'panic'; readonly code: number } // 0x01 assert, 0x11 arithmetic, 0x12 division, 0x21 enum, 0x31 pop, 0x32 index, 0x51 function value
  | { readonly kind: 'error'; readonly message: string | undefined } // Error(string); undefined: text not constant
  | { readonly kind: 'custom'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'empty' } // no data
  | { readonly kind: 'bubble' }; // data of a failed call, unchanged

export type Argument =
  | { readonly kind: 'value'; readonly value: Expression } // also memory references
  | { readonly kind: 'storage'; readonly place: Place };

export type Statement = { readonly span: Span } & (
  | { readonly kind: 'assign'; readonly local: Local; readonly value: Expression }
  /** A storage pointer now points at the place. */
  | { readonly kind: 'point'; readonly local: Local; readonly place: Place }
  | { readonly kind: 'store'; readonly place: Place; readonly value: Expression }
  /** Deep copy of a struct or array between any two kinds of location; the target is overwritten whole. */
  | {
      readonly kind: 'copy';
      readonly to: AggregateReference;
      readonly from: AggregateReference;
      readonly type: IrType;
    }
  /** Zero of the type, everything below included; dynamic arrays get length 0; mappings are left alone. */
  | { readonly kind: 'clear'; readonly place: Place }
  | { readonly kind: 'setLength'; readonly place: Place; readonly length: Expression }
  /** A new zero-initialized memory object (its references to structs and fixed arrays point to fresh zero objects). */
  | {
      readonly kind: 'allocate';
      readonly local: Local;
      readonly type: IrType;
      readonly length: Expression | undefined;
      /** The object is the decoding of a byte string instead, `detail` as for 'abi.decode'; it was required to be decodable. */
      readonly decoded?: { readonly data: Expression; readonly detail: string };
    }
  | { readonly kind: 'require'; readonly condition: Expression; readonly failure: Failure }
  | { readonly kind: 'revert'; readonly failure: Failure }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: readonly Statement[];
      readonly else: readonly Statement[];
    }
  /** while ({setup; condition}) {body; update}; `checkFirst` false for do-while. `id` is `Contract.function#n`, n from 1 in source order. */
  | {
      readonly kind: 'loop';
      readonly id: string;
      readonly setup: readonly Statement[];
      readonly condition: Expression;
      readonly body: readonly Statement[];
      readonly update: readonly Statement[];
      readonly checkFirst: boolean;
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  /** `return` inside leaves the innermost scope only: a function body or an inlined modifier's `_`. */
  | { readonly kind: 'scope'; readonly body: readonly Statement[] }
  | { readonly kind: 'return' }
  | {
      readonly kind: 'call';
      readonly function: FunctionId;
      readonly arguments: readonly Argument[];
      readonly results: readonly (Local | undefined)[];
    }
  | {
      readonly kind: 'callValue';
      readonly callee: Expression;
      readonly arguments: readonly Argument[];
      readonly results: readonly (Local | undefined)[];
    }
  | ExternalCall
  | {
      readonly kind: 'create';
      readonly contract: string;
      readonly arguments: readonly Expression[];
      readonly value: Expression;
      readonly salted: boolean;
      /** The constructor runs no code but its own: it calls nothing, creates nothing, sends no ether. */
      readonly quiet: boolean;
      readonly address: Local;
      /** False when the creation fails; undefined: failure bubbles. */
      readonly success: Local | undefined;
      /** Receives what a failed constructor reverted with. */
      readonly data?: Local;
    }
  /** `raw`: a log of assembly, its arguments are not known; without a name it may be any event. */
  | {
      readonly kind: 'emit';
      readonly event: string;
      readonly arguments: readonly Expression[];
      readonly raw?: boolean;
    }
  | { readonly kind: 'selfdestruct'; readonly beneficiary: Expression }
  /** Ends the whole call successfully (`return` and `stop` in assembly); what it returns is not known to typed callers. */
  | { readonly kind: 'stop' }
  /** Reaching this makes every claim that depends on the path unknown. */
  | { readonly kind: 'unsupported'; readonly code: string; readonly what: string }
);

/** A struct or array as a whole: at a storage place, or a memory object. */
export type AggregateReference =
  | { readonly kind: 'storage'; readonly place: Place }
  | { readonly kind: 'memory'; readonly object: Expression };

export type ExternalCall = { readonly kind: 'external'; readonly span: Span } & {
  readonly target: Expression;
  readonly callKind: 'call' | 'staticcall' | 'delegatecall';
  /** 'typed': calls the function of this ABI signature (reverts when the target has no code or returns too little). */
  readonly payload:
    | {
        readonly kind: 'typed';
        readonly signature: string;
        readonly arguments: readonly Expression[];
        /** A call through a function value: the four bytes as bytes4; the signature is then only the list of types. */
        readonly selector?: Expression;
      }
    | { readonly kind: 'raw'; readonly data: Expression };
  readonly value: Expression;
  /** `transfer` and `send`: 2300 gas, the callee can neither write nor call. */
  readonly stipend: boolean;
  /** Typed: the decoded results. */
  readonly results: readonly (Local | undefined)[];
  /** Receives whether the call succeeded; undefined: a failure bubbles up as a revert. */
  readonly success: Local | undefined;
  /** Raw calls: receives the returned bytes. */
  readonly returnData: Local | undefined;
  /** Raw calls: receive the first words of the returned bytes, as uint256; any word where fewer were returned. */
  readonly words?: readonly Local[];
};
