// What a contract offers to a specification, as an interface: the language knows no Solidity parser.
import type { Location } from '../source/source-file.js';
import type { SpecType } from './types.js';

export interface ContractEnvironment {
  readonly name: string;
  readonly path: string;
  readonly contractKind: 'contract' | 'interface' | 'library';
  readonly abstract: boolean;
  /** All state variables of the contract and its bases, private ones included, most derived contract first. */
  readonly variables: readonly EnvironmentVariable[];
  /** Externally callable functions (public getters included) and internal ones; overloads are separate entries. */
  readonly functions: readonly EnvironmentFunction[];
  /** Enum types visible in the contract, by name. */
  readonly enums: readonly { readonly name: string; readonly members: readonly string[] }[];
  /** Struct, user-defined value and contract types visible in the contract, by name (for parameter types). */
  readonly types: readonly { readonly name: string; readonly type: SpecType }[];
  /** Parameters of the constructor, for `after constructor(…)`; none when left out. */
  readonly constructorParameters?: EnvironmentFunction['parameters'];
  readonly hasReceive: boolean;
  readonly hasFallback: boolean;
  /** Events visible in the contract; overloads are separate entries. */
  readonly events: readonly EnvironmentEvent[];
  readonly loops: readonly EnvironmentLoop[];
  /** Functions of a contract type named in the contract, for `assume oracle.price() in …`. */
  readonly functionsOf: InterfaceFunctions;
}

export interface EnvironmentEvent {
  readonly name: string;
  /** E.g. `Transfer(address,address,uint256)`. */
  readonly signature: string;
  readonly parameters: readonly { readonly name: string; readonly type: SpecType }[];
}

/** A loop of the code, by function and number in source order, with the local variables in sight at its head. */
export interface EnvironmentLoop {
  /** `Pool.accrue#1`. */
  readonly id: string;
  readonly locals: readonly { readonly name: string; readonly type: SpecType }[];
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly type: SpecType;
  /** The contract that declares it: `Base.x` selects when names collide. */
  readonly declaredIn: string;
  readonly mutability: 'mutable' | 'constant' | 'immutable' | 'transient';
  readonly location: Location;
  /** The storage slot that the specification gave this name to; the contract declares no such variable. */
  readonly slot?: bigint;
}

export interface EnvironmentFunction {
  readonly name: string;
  /** ABI signature, e.g. `transfer(address,uint256)`. */
  readonly signature: string;
  readonly parameters: readonly { readonly name: string; readonly type: SpecType }[];
  readonly returns: readonly { readonly name: string; readonly type: SpecType }[];
  readonly visibility: 'external' | 'public' | 'internal' | 'private';
  readonly mutability: 'pure' | 'view' | 'nonpayable' | 'payable';
  readonly location: Location;
}

/** Outside functions by interface: what a state variable of contract type offers (for `oracle.price()`). */
export type InterfaceFunctions = (contractName: string) => readonly EnvironmentFunction[];

/** Finds contracts named by `contract X from "path"`; the caller reads and resolves files. */
export interface EnvironmentHost {
  /** The contract, or why there is none. */
  findContract(
    name: string,
    importPath: string | undefined,
    specPath: string,
  ):
    | { readonly kind: 'found'; readonly environment: ContractEnvironment }
    | { readonly kind: 'noFile' }
    /** The file has other contracts. */
    | { readonly kind: 'noContract'; readonly available: readonly string[] }
    /** The file has errors of its own, reported elsewhere. */
    | { readonly kind: 'sourceErrors' };
  /** Text of another spec file for `import "./x.surety"`, with the path it was found at. */
  readSpec(
    importPath: string,
    specPath: string,
  ): { readonly path: string; readonly text: string } | undefined;
}
