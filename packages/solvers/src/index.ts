// Public surface of the package, listed name by name.
export type { CheckResult, Limits, Outcome, SolverBackend, Timing } from './backend/backend.js';
export { type DetectedSolver, detectSolvers } from './backend/detect.js';
export { createNativeSolver } from './backend/native-process.js';
export type { NativeSolverName } from './backend/registry.js';
export { createZ3Wasm, Z3_WASM_NAME } from './backend/z3-wasm.js';
export { EMPTY_MODEL, type FunctionTable, type Model } from './model/model.js';
export { IDENTITY_NAMES, ModelError, parseModel } from './model/parse-model.js';
export { emitScript, emitWithNames } from './smtlib/emit.js';
export { parseSExpressions, type SExpression, SExpressionError } from './smtlib/s-expression.js';
export type { Assertion, EmittedScript, Script, ScriptNames } from './smtlib/script.js';
export { TermBank } from './term/bank.js';
export { createEvaluator, EvaluationError, evaluate, tryEvaluate } from './term/evaluate.js';
export {
  euclideanDiv,
  euclideanMod,
  OPERATORS,
  type Operator,
  type OperatorInfo,
  operatorInfo,
} from './term/operators.js';
export { type PrintLimits, printTerm } from './term/print.js';
export {
  type ArraySort,
  arraySort,
  type BitvecSort,
  BOOL,
  type BoolSort,
  BYTES,
  type BytesSort,
  bitvecSort,
  INT,
  type IntSort,
  printSort,
  type Sort,
  sortEquals,
  type UninterpretedSort,
  uninterpretedSort,
} from './term/sort.js';
export { substitute } from './term/substitute.js';
export {
  type Apply,
  type BitvecLiteral,
  type BoolLiteral,
  type BytesLiteral,
  booleanValue,
  type Call,
  children,
  type FunctionSymbol,
  type IntLiteral,
  type Ite,
  integerValue,
  type Literal,
  type Quantifier,
  type Symbol_,
  type Term,
} from './term/term.js';
export {
  type ArrayValue,
  arraySelect,
  arrayStore,
  completeValue,
  constantArray,
  type Opaque,
  type Value,
  valueKey,
  valuesEqual,
} from './term/value.js';
export { freeSymbols, functionSymbols, termSize, visitTerms } from './term/visit.js';
