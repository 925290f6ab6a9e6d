// Public surface of the package, listed name by name.
export type { CheckResult, Limits, Outcome, SolverBackend, Timing } from './backend/backend.js';
export { type DetectedSolver, detectSolvers } from './backend/detect.js';
export { createNativeQueue, createNativeSolver, type NativeOptions } from './backend/native-process.js';
export { NATIVE_SOLVERS, type NativeSolverName } from './backend/registry.js';
export {
  createZ3Wasm,
  createZ3WasmQueue,
  Z3_WASM_DIALECT,
  Z3_WASM_NAME,
  type Z3WasmOptions,
} from './backend/z3-wasm.js';
export {
  type AnswerStore,
  createFileStore,
  type FileStoreOptions,
  type StoredAnswer,
} from './cache/store.js';
export { EMPTY_MODEL, type FunctionTable, type Model } from './model/model.js';
export { IDENTITY_NAMES, ModelError, parseModel } from './model/parse-model.js';
export { cachedQueue } from './queue/cached-queue.js';
export type { HornSolution } from './queue/horn-solver.js';
export { type Job, type JobAnswer, type JobQueue, type JobResult, nameJob } from './queue/job.js';
export { createQueueSolver, type Dialect } from './queue/queue-solver.js';
export { type EmitOptions, emitScript, emitWithNames } from './smtlib/emit.js';
export { parseSExpressions, type SExpression, SExpressionError } from './smtlib/s-expression.js';
export type { Assertion, EmittedScript, Script, ScriptNames } from './smtlib/script.js';
export { underFacts } from './strategy/facts.js';
export { climb, type LadderLimits, type LadderOptions } from './strategy/ladder.js';
export {
  type Encoding,
  INFERENCE_LADDERS,
  LADDERS,
  type Rung,
  SEARCH_LADDERS,
} from './strategy/rungs.js';
export { type Shape, type ShapeFacts, shapeOf } from './strategy/shape.js';
export { TermBank } from './term/bank.js';
export { createEvaluator, EvaluationError, evaluate, tryEvaluate } from './term/evaluate.js';
export { createLazyEvaluator } from './term/evaluate-lazily.js';
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
export { transfer } from './term/transfer.js';
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
export { type CrossCheck, crossChecked, type Disagreement } from './trust/cross-check.js';
export { dumped, dumpText } from './trust/dump.js';
