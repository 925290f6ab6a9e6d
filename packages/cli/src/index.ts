// Public surface of the command, listed name by name: for the launcher, and for scripts that prove in-process.

export type { CheckOptions, Invocation, IrOptions, ProveOptions, SolverName } from './arguments.js';
export { parseArguments } from './arguments.js';
export type { ProveHooks, ProveResult } from './commands/prove.js';
export type { ExitCode } from './exit-codes.js';
export { EXIT } from './exit-codes.js';
export { main, runProcess } from './main.js';
export type { ReportStyle } from './output/report-text.js';
export { reportText } from './output/report-text.js';
export { verdictWord } from './output/verdict.js';
export { proveInProcess } from './prove-in-process.js';
export { createReplayer } from './replay/replayer.js';
export type { ExplainOptions, FmtOptions, InitOptions, SpecInvocation } from './spec-arguments.js';
