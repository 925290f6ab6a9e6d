// Programs against an adversary: `cases/x.sol` holds small contracts, `cases/x.surety` the specifications about them, one
// after each line `// --- name`. Every claim says in a comment what becomes of it: `// expect: violated`, and for an
// `unknown` a part of its reason in parentheses.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createReplayer } from '@surety/cli';
import { type ClaimReport, type Replayer, type Trace, verify } from '@surety/core';
import { createZ3Wasm, type SolverBackend } from '@surety/solvers';

/** Folder of the programs. */
export const casesFolder = resolve(import.meta.dirname, 'cases');

/** One specification of a file. */
export interface AdversaryCase {
  /** File and name, such as `locks: status`. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** In the order of the claims; a reason where one was asked for. */
  readonly expected: readonly { readonly verdict: string; readonly reason: string | undefined }[];
  /** Takes so long that only `run.mjs` runs it. */
  readonly nightly: boolean;
}

/** What became of a specification. */
export interface CaseOutcome {
  readonly case: AdversaryCase;
  readonly claims: number;
  /** One text for each claim that came out otherwise. */
  readonly wrong: readonly string[];
  readonly milliseconds: number;
}

const VERDICTS: readonly string[] = [
  'proved up to',
  'proved',
  'violated',
  'not inductive',
  'unknown',
  'impossible',
  'vacuous',
];

/** All specifications, by file and in their order. Throws when an expectation is malformed. */
export function adversaryCases(): readonly AdversaryCase[] {
  return readdirSync(casesFolder)
    .filter((name) => name.endsWith('.surety'))
    .sort()
    .flatMap((name) => {
      const file = name.slice(0, -'.surety'.length);
      const [, ...parts] = readFileSync(join(casesFolder, name), 'utf8').split(/^\/\/ --- (.*)$/m);
      return Array.from({ length: parts.length / 2 }, (_, i): AdversaryCase => {
        const text = (parts[2 * i + 1] ?? '').trimStart();
        const [, told = '', slow] = /^(.*?)( \(nightly\))?$/.exec((parts[2 * i] ?? '').trim()) ?? [];
        const title = `${file}: ${told}`;
        return {
          name: title,
          file,
          text,
          expected: expectationsOf(title, text),
          nightly: slow !== undefined,
        };
      });
    });
}

function expectationsOf(title: string, text: string): AdversaryCase['expected'] {
  return [...text.matchAll(/\/\/ expect: (.*)$/gm)].map(([, said = '']) => {
    const verdict = VERDICTS.find((one) => said.startsWith(one));
    if (verdict === undefined) throw new Error(`${title}: '${said}' is no expectation`);
    return { verdict, reason: /\((.*)\)/.exec(said)?.[1] };
  });
}

/** Workers and a replayer that all cases share; `dispose` ends the workers. */
export interface AdversaryEngine {
  readonly run: (one: AdversaryCase) => Promise<CaseOutcome>;
  readonly dispose: () => Promise<void>;
}

/** Starts the engine. */
export function startAdversary(workers = 2): AdversaryEngine {
  const solver = createZ3Wasm({ workers });
  const replayer = createReplayer();
  return { run: (one) => runCase(one, solver, replayer), dispose: () => solver.dispose() };
}

async function runCase(one: AdversaryCase, solver: SolverBackend, replayer: Replayer): Promise<CaseOutcome> {
  const started = performance.now();
  const path = `${one.file}.sol`;
  const source = { path, text: readFileSync(join(casesFolder, path), 'utf8') };
  const result = await verify(
    {
      spec: { path: `${one.file}.surety`, text: one.text },
      sources: { resolve: () => source },
      readSpec: () => undefined,
    },
    { solver, replayer, parallel: 2 },
  );
  const milliseconds = performance.now() - started;
  if (result.kind === 'rejected')
    return {
      case: one,
      claims: 0,
      wrong: result.diagnostics.map((d) => `${one.name}: ${d.code} ${d.message}`),
      milliseconds,
    };
  const { claims } = result.report;
  const wrong = claims.flatMap((claim, i) => {
    const expected = one.expected[i];
    const actual = verdictOf(claim);
    const why = evidenceOf(claim);
    const replayed = claim.verdict.kind !== 'violated' || claim.verdict.trace.replayed;
    const fits = expected?.reason === undefined || why.includes(expected.reason);
    if (actual === expected?.verdict && fits && replayed) return [];
    const wanted = expected === undefined ? 'expected at all' : expected.verdict;
    const because = expected?.reason === undefined ? '' : ` because of '${expected.reason}'`;
    return [`${one.name}: ${claim.name} is ${actual}, not ${wanted}${because}${why}`];
  });
  if (claims.length < one.expected.length)
    wrong.push(`${one.name}: ${one.expected.length} expectations for ${claims.length} claims`);
  return { case: one, claims: claims.length, wrong, milliseconds };
}

function verdictOf({ verdict }: ClaimReport): string {
  if (verdict.kind === 'provedUpTo') return 'proved up to';
  return verdict.kind === 'notInductive' ? 'not inductive' : verdict.kind;
}

/** What a step that fails starts from. */
function statesOf({ state = [], steps }: Trace): string {
  const read = [...state, ...steps.flatMap((s) => s.changes).map((c) => ({ name: c.name, value: c.before }))];
  return read.map(({ name, value }) => `${name} is ${value}`).join(', ');
}

function evidenceOf({ verdict, inferred }: ClaimReport): string {
  switch (verdict.kind) {
    case 'unknown':
      return `: ${verdict.reason}; ${verdict.advice}`;
    case 'vacuous':
      return `: ${verdict.reason}`;
    case 'notInductive':
      return `: by ${verdict.entry}; ${verdict.searched}; ${statesOf(verdict.trace)}`;
    case 'provedUpTo':
      return `: ${verdict.bound}`;
    case 'proved':
      return inferred.length === 0 ? '' : `: with ${inferred.join('; ')}`;
    case 'violated':
      return `: ${verdict.trace.steps.map((s) => `${s.function}(${s.arguments.map((a) => a.value).join(', ')})`).join(', ')}`;
    default:
      return '';
  }
}
