// Public surface of the package, listed name by name. Neither solc nor the EVM is loaded until first used.
export {
  decodeCall,
  decodeCustomError,
  decodeEvent,
  decodeOutput,
  decodeParameters,
  encodeCall,
  encodeConstructor,
  encodeParameters,
  findFunction,
  selectorOf,
  signatureOf,
} from './abi.js';
export { decodeValues, encodeValues } from './abi-codec.js';
export { AbiError, type AbiType, type AbiValue, parseAbiType } from './abi-value.js';
export type { FailedCall, OutgoingCall, StateSnapshot, StorageWrite, Transfer } from './call-trace.js';
export {
  type Chain,
  type ChainOptions,
  createChain,
  type Deployment,
  type DeploymentResult,
  type Snapshot,
  type Transaction,
  type TransactionCall,
  type TransactionResult,
} from './chain.js';
export {
  type CompileMessage,
  type CompileOptions,
  type CompileResult,
  compileSolidity,
  type SourceFile,
} from './compile.js';
export type {
  Abi,
  AbiItem,
  AbiParameter,
  CompiledContract,
  ImmutableVariable,
  LibraryReference,
  StorageEntry,
  StorageLayout,
  StorageType,
} from './contract.js';
export {
  type DecodedElement,
  type DecodedEntry,
  type DecodedField,
  type DecodedState,
  type DecodedValue,
  type DecodedVariable,
  NoStorageLayoutError,
} from './decode-storage.js';
export type { BlockContext, EngineLog } from './engine.js';
export type { ImportResolutions } from './import-resolution.js';
export { keccak256 } from './keccak.js';
export type { PuppetCall, PuppetEntry, PuppetScript } from './puppet.js';
export type { Revert } from './revert.js';
export { SolcNotFoundError } from './solc.js';
export type { WordValue } from './word-value.js';
