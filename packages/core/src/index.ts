// Public surface of the verifier, listed name by name.
export type { ContractCheck, NamedContract, ProjectCheck, UnsupportedUse } from './check.js';
export { checkProject, findContracts } from './check.js';
export type { LoadedGroup, SourceHost } from './frontend/index.js';
export { loadProgram, loadPrograms } from './frontend/index.js';
export type { ParseCache } from './frontend/parse-cache.js';
export type { EntryFacts } from './ir/contract-facts.js';
export { entryFacts } from './ir/contract-facts.js';
export type { EntryPoint } from './ir/ir.js';
export { lowerContract } from './ir/lower.js';
export { printIr } from './ir/print.js';
export { validateIr } from './ir/validate.js';
export type { OpenedSpec } from './open-spec.js';
export { openSpec } from './open-spec.js';
export type {
  DecodedValue,
  PuppetBehavior,
  Replayer,
  ReplayInnerCall,
  ReplayPlan,
  ReplayResult,
  ReplayState,
  ReplayStep,
  ReplayTransfer,
  ReplayValue,
} from './result/replay.js';
export { FORCE } from './result/replay.js';
export type {
  AssumptionUse,
  ClaimReport,
  ObligationReport,
  ProgressEvent,
  Report,
  Trace,
  TraceStep,
  Verdict,
} from './result/report.js';
export { REPORT_SCHEMA } from './result/report.js';
export type { VerifyInput, VerifyOptions } from './run/options.js';
export type { VerifyResult } from './verify.js';
export { verify } from './verify.js';
export type { VerifySourceInput } from './verify-source.js';
export { deployableContracts, verifySource } from './verify-source.js';
export { VERSION } from './version.js';
