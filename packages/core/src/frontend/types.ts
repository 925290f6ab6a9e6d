// The types of Solidity as values. Declared types refer to their declaration by id; equality is `typeEquals`.

/** Identifies a declaration (contract, function, variable, struct, …) within one typed program. */
export type DeclId = number;

/** Where a value of a reference type lives. */
export type DataLocation = 'storage' | 'memory' | 'calldata';

export type Mutability = 'pure' | 'view' | 'nonpayable' | 'payable';

export type ValueType =
  | { readonly kind: 'bool' }
  | { readonly kind: 'integer'; readonly signed: boolean; readonly bits: number }
  | { readonly kind: 'address'; readonly payable: boolean }
  | { readonly kind: 'fixedBytes'; readonly size: number }
  | { readonly kind: 'enum'; readonly declaration: DeclId; readonly name: string; readonly members: number }
  | {
      readonly kind: 'contract';
      readonly declaration: DeclId;
      readonly name: string;
      readonly payable: boolean;
    }
  | {
      readonly kind: 'userDefined';
      readonly declaration: DeclId;
      readonly name: string;
      readonly underlying: ValueType;
    };

/** `pointer` tells a storage pointer (local) from the storage variable itself, as solc's type strings do. */
export type ReferenceType =
  | { readonly kind: 'bytes'; readonly location: DataLocation; readonly pointer: boolean }
  | { readonly kind: 'string'; readonly location: DataLocation; readonly pointer: boolean }
  | {
      readonly kind: 'array';
      readonly element: Type;
      /** Undefined for a dynamic array. */
      readonly length: bigint | undefined;
      readonly location: DataLocation;
      readonly pointer: boolean;
    }
  | {
      readonly kind: 'struct';
      readonly declaration: DeclId;
      readonly name: string;
      readonly location: DataLocation;
      readonly pointer: boolean;
    }
  /** Mappings are always in storage. Key and value names are documentation only. */
  | { readonly kind: 'mapping'; readonly key: Type; readonly value: Type };

export interface FunctionType {
  readonly kind: 'function';
  readonly visibility: 'internal' | 'external';
  readonly mutability: Mutability;
  readonly parameters: readonly Type[];
  readonly returns: readonly Type[];
}

export type Type =
  | ValueType
  | ReferenceType
  | FunctionType
  | { readonly kind: 'tuple'; readonly components: readonly (Type | undefined)[] }
  /** An integer or fraction literal expression, exact: `numerator / denominator`, denominator > 0. */
  | {
      readonly kind: 'rational';
      readonly numerator: bigint;
      readonly denominator: bigint;
      /** Only for hexadecimal literals: how many bytes their digits fill, the one `bytesN` they convert to implicitly. */
      readonly hexBytes?: number;
    }
  | { readonly kind: 'stringLiteral'; readonly bytes: string }
  /** The type of an expression that names a type, e.g. `uint256`, `Token`, `S`. */
  | { readonly kind: 'typeName'; readonly type: Type }
  /** `msg`, `block`, `tx`, `abi`, `type(X)`, a module alias, an event, an error, a modifier, `super`, a library name. */
  | { readonly kind: 'magic'; readonly name: string };
