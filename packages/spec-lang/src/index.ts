// Public surface of the specification language, listed name by name.

export { modelPath } from './check/check-world.js';
export type {
  ContractEnvironment,
  EnvironmentEvent,
  EnvironmentFunction,
  EnvironmentHost,
  EnvironmentLoop,
  EnvironmentVariable,
  InterfaceFunctions,
} from './check/environment.js';
export { isLibraryPath, libraryNames, readLibrary } from './check/library.js';
export { loadSpec } from './check/load-spec.js';
export { describeType } from './check/type-rules.js';
export {
  type Assumption,
  type Claim,
  type ContractBinding,
  type FreeParameter,
  type FunctionClaim,
  GHOST,
  type Ghost,
  type GhostUpdate,
  type Hook,
  type InvariantClaim,
  type Link,
  type OutsideCall,
  type PossibleClaim,
  type ReachClaim,
  type Region,
  type RuleClaim,
  type RuleStatement,
  type SpecBinaryOperator,
  type SpecExpression,
  type SpecUnaryOperator,
  type SpecVariable,
  type TypedSpec,
} from './check/typed-ast.js';
export type { SpecType } from './check/types.js';
export { type CodeEntry, type SpecCode, specCodes, specDiagnostic } from './diagnostics/codes.js';
export type { Diagnostic, Result, Severity } from './diagnostics/diagnostic.js';
export { type RenderOptions, type RenderRole, renderDiagnostic } from './diagnostics/render.js';
export { nearestName } from './diagnostics/suggest.js';
export { type Explanation, explainClaim } from './explain/explain-claim.js';
export { printStatement, printTyped } from './explain/print-typed.js';
export type { LineColumn, Location, SourceFile, TextSpan } from './source/source-file.js';
export { lineColumn } from './source/source-file.js';
export type { Declaration, Expression, SpecFile } from './syntax/ast.js';
export { parseSpec } from './syntax/parser.js';
export { formatSpec, printExpression, printSpec } from './syntax/print.js';
