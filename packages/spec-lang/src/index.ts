// Public surface of the specification language, listed name by name.
export type {
  ContractEnvironment,
  EnvironmentFunction,
  EnvironmentHost,
  EnvironmentVariable,
} from './check/environment.js';
export { loadSpec } from './check/load-spec.js';
export { describeType } from './check/type-rules.js';
export type {
  Assumption,
  Claim,
  ContractBinding,
  FunctionClaim,
  InvariantClaim,
  Link,
  RuleClaim,
  RuleStatement,
  SpecBinaryOperator,
  SpecExpression,
  SpecUnaryOperator,
  SpecVariable,
  TypedSpec,
} from './check/typed-ast.js';
export type { SpecType } from './check/types.js';
export { type CodeEntry, type SpecCode, specCodes, specDiagnostic } from './diagnostics/codes.js';
export type { Diagnostic, Result, Severity } from './diagnostics/diagnostic.js';
export { type RenderOptions, type RenderRole, renderDiagnostic } from './diagnostics/render.js';
export { nearestName } from './diagnostics/suggest.js';
export type { LineColumn, Location, SourceFile, TextSpan } from './source/source-file.js';
export { lineColumn } from './source/source-file.js';
export type { Declaration, Expression, SpecFile } from './syntax/ast.js';
export { parseSpec } from './syntax/parser.js';
export { formatSpec, printExpression, printSpec } from './syntax/print.js';
