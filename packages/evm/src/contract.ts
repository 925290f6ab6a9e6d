// The shapes the compiler hands to the chain and the decoder: ABI, bytecode, storage layout. No behavior here.

/** One parameter of the JSON ABI; `components` lists the fields of a tuple. */
export interface AbiParameter {
  readonly name: string;
  readonly type: string;
  readonly internalType?: string;
  readonly indexed?: boolean;
  readonly components?: readonly AbiParameter[];
}

/** One entry of the JSON ABI as solc prints it. */
export interface AbiItem {
  readonly type: 'function' | 'constructor' | 'event' | 'error' | 'fallback' | 'receive';
  readonly name?: string;
  readonly inputs?: readonly AbiParameter[];
  readonly outputs?: readonly AbiParameter[];
  readonly stateMutability?: string;
  readonly anonymous?: boolean;
  /** Only in old compilers, which had no `stateMutability`. */
  readonly payable?: boolean;
}

/** The JSON ABI of a contract. */
export type Abi = readonly AbiItem[];

/**
 * A variable's or struct member's place: `slot` in decimal, `offset` in bytes from the low end of the slot. `contract` is
 * the contract the layout was made for, also for inherited variables.
 */
export interface StorageEntry {
  readonly astId: number;
  readonly contract: string;
  readonly label: string;
  readonly offset: number;
  readonly slot: string;
  readonly type: string;
}

/** A storage type by solc's encoding; which optional parts exist follows from `encoding` and solc's documentation. */
export interface StorageType {
  readonly encoding: 'inplace' | 'mapping' | 'dynamic_array' | 'bytes';
  readonly label: string;
  readonly numberOfBytes: string;
  readonly key?: string;
  readonly value?: string;
  readonly base?: string;
  readonly members?: readonly StorageEntry[];
}

/** Where every state variable of a contract lives; type ids are keys of `types`. */
export interface StorageLayout {
  readonly storage: readonly StorageEntry[];
  readonly types: Readonly<Record<string, StorageType>>;
}

/** A stretch of bytecode, in bytes. */
export interface CodeRange {
  readonly start: number;
  readonly length: number;
}

/** An immutable variable and every place of the deployed code that holds its 32-byte word. */
export interface ImmutableVariable {
  readonly label: string;
  readonly contract: string;
  /** solc's type identifier, user-defined value types resolved to what they wrap. */
  readonly type: string;
  readonly typeLabel: string;
  readonly ranges: readonly CodeRange[];
}

/** An external library that bytecode calls, and the places of its address. */
export interface LibraryReference {
  /** `path:Name`, the key of the library in the compilation's contracts. */
  readonly key: string;
  readonly ranges: readonly CodeRange[];
}

/** A compiled contract; bytecode is hex with zeros where library addresses go. */
export interface CompiledContract {
  /** Source unit as the caller named it. */
  readonly path: string;
  readonly name: string;
  readonly abi: Abi;
  /** Empty (`0x`) for interfaces and abstract contracts. */
  readonly creationCode: string;
  readonly creationLibraries: readonly LibraryReference[];
  readonly deployedCode: string;
  readonly immutables: readonly ImmutableVariable[];
  /** `undefined` when the compiler has no such output and it cannot be computed from the syntax tree. */
  readonly storageLayout: StorageLayout | undefined;
  /** Signature to four-byte selector (hex without `0x`), as solc prints it. */
  readonly methodIdentifiers: Readonly<Record<string, string>>;
  /** Type identifier of each user-defined value type met in the layout to the identifier of the type it wraps. */
  readonly valueTypes: ReadonlyMap<string, string>;
  /** Syntax tree id of a state variable to the name of the contract that declares it, which may be a base. */
  readonly declaredIn: ReadonlyMap<number, string>;
  /** Every contract of the same compilation, to find libraries by key. */
  readonly siblings: ReadonlyMap<string, CompiledContract>;
}
