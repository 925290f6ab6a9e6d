// What a caller of the verifier supplies: texts, solvers, a replayer; core reads no files and owns no processes.

import type { SolverBackend } from '@surety/solvers';
import type { SourceFile } from '@surety/spec-lang';
import type { SourceHost } from '../frontend/index.js';
import type { Replayer } from '../result/replay.js';
import type { ProgressEvent } from '../result/report.js';

export interface VerifyInput {
  readonly spec: SourceFile;
  /** Resolves `contract X from "path"` (from the spec) to a Solidity source and imports among Solidity sources. */
  readonly sources: SourceHost;
  /** Resolves `import "x.surety"`. */
  readonly readSpec: (importPath: string, specPath: string) => SourceFile | undefined;
}

export interface VerifyOptions {
  readonly solver: SolverBackend;
  /** Absent: nothing can be `violated`, failed claims stay `notInductive`. */
  readonly replayer?: Replayer;
  /** Wall-clock guard per solver query, milliseconds. */
  readonly timeout?: number;
  /** Queries under way at once. */
  readonly parallel?: number;
  /** Prove only claims with these names. */
  readonly only?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: ProgressEvent) => void;
}
