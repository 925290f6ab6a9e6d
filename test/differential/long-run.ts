// The long runs: suites of numbered steps that can stop anywhere and go on later from a progress file.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { prepareOperators, runOperators } from './operator-run.js';
import { generateProgram } from './program-generator.js';
import { runProgram, type Scenario } from './program-run.js';
import { seeded } from './random.js';
import { prepareReal, REAL_CONTRACTS, type RealSubject, runReal } from './real-contracts.js';
import { addTally, newTally, type Tally } from './tally.js';

/** What one step did. */
export interface Step {
  readonly tally: Tally;
  /** What the run counts towards its goal: operator evaluations, or transactions. */
  readonly counted: number;
  /** How it went, for statistics: `ran`, `rejected`, … */
  readonly outcome: string;
  readonly name: string;
  /** With which a disagreement can be reduced. */
  readonly scenario?: Scenario;
}

/** A suite runs its step of a number; the same number is the same step. */
export type Suite = (number: number) => Promise<Step>;

/** What a progress file keeps. */
export interface Progress {
  readonly suite: string;
  readonly seed: number;
  /** Source of the code that ran, as the caller names it. */
  readonly version: string;
  readonly started: string;
  updated: string;
  /** Next step. */
  next: number;
  counted: number;
  seconds: number;
  readonly outcomes: Record<string, number>;
  readonly names: Record<string, number>;
  readonly tally: Tally;
}

const REAL_TRANSACTIONS = 200;
const PROGRAM_TRANSACTIONS = 20;

/** The suites by name; `seed` is where the random numbers start. */
export function openSuite(name: string, seed: number): Suite {
  if (name === 'operators') return operatorSuite(seed);
  if (name === 'real') return realSuite(seed);
  if (name === 'programs') return programSuite(seed);
  throw new Error(`no suite ${name}: operators, real, programs`);
}

function operatorSuite(seed: number): Suite {
  const subjects = prepareOperators();
  return async (number) => {
    const { tally, evaluations, functions } = await runOperators(await subjects, seed + number, 24);
    return { tally, counted: evaluations, outcome: 'ran', name: `${functions} functions` };
  };
}

/** Every contract in turn. */
function realSuite(seed: number): Suite {
  const subjects = new Map<string, Promise<RealSubject>>();
  return async (number) => {
    const real = REAL_CONTRACTS[number % REAL_CONTRACTS.length] as (typeof REAL_CONTRACTS)[number];
    const subject = subjects.get(real.name) ?? prepareReal(real);
    subjects.set(real.name, subject);
    const tally = newTally();
    await runReal(tally, await subject, seeded(seed + number), REAL_TRANSACTIONS);
    return { tally, counted: tally.transactions, outcome: 'ran', name: real.name };
  };
}

function programSuite(seed: number): Suite {
  return async (number) => {
    const choices = seeded(seed + number);
    const tally = newTally();
    const run = await runProgram(tally, generateProgram(choices), choices, PROGRAM_TRANSACTIONS);
    const step = { tally, counted: tally.transactions, name: 'programs' };
    if (run.kind === 'ran') return { ...step, outcome: 'ran', scenario: run.scenario };
    const text = `program of seed ${seed + number} is refused: ${run.message}`;
    if (run.kind === 'refused') tally.disagreements.push({ side: 'concrete', part: 'end', text });
    return { ...step, outcome: run.kind };
  };
}

/** The progress kept in a file, or a new one. A file of another suite or seed is an error. */
export function openProgress(file: string, suite: string, seed: number, version: string): Progress {
  if (!existsSync(file)) {
    const now = new Date().toISOString();
    const counts = { next: 0, counted: 0, seconds: 0, outcomes: {}, names: {} };
    return { suite, seed, version, started: now, updated: now, ...counts, tally: newTally() };
  }
  const kept = JSON.parse(readFileSync(file, 'utf8'), revive) as Progress;
  if (kept.suite !== suite || kept.seed !== seed || kept.version !== version)
    throw new Error(
      `${file} is the progress of ${kept.suite} from seed ${kept.seed}, version ${kept.version}`,
    );
  return kept;
}

/** Adds a finished step and writes the file; an interruption leaves the old file or the new one. */
export function saveStep(file: string, progress: Progress, step: Step, seconds: number): void {
  progress.next += 1;
  progress.counted += step.counted;
  progress.seconds += seconds;
  progress.updated = new Date().toISOString();
  progress.outcomes[step.outcome] = (progress.outcomes[step.outcome] ?? 0) + 1;
  progress.names[step.name] = (progress.names[step.name] ?? 0) + step.counted;
  addTally(progress.tally, step.tally);
  writeFileSync(`${file}.new`, `${JSON.stringify(progress, keep, 1)}\n`);
  renameSync(`${file}.new`, file);
}

function keep(_key: string, value: unknown): unknown {
  return value instanceof Map ? { map: [...value] } : value;
}

function revive(_key: string, value: unknown): unknown {
  const map =
    typeof value === 'object' && value !== null ? (value as { map?: [string, number][] }).map : undefined;
  return map === undefined ? value : new Map(map);
}
