// Litmus programs: Solidity files that carry their expectation. Every assertion is a claim; a comment
// `// expect: violated` on its line says what becomes of it, one on a line of its own before any contract says it for the
// rest of the file; `// claims: panics` asks for every panic.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createReplayer } from '@surety/cli';
import { type ClaimReport, verifySource } from '@surety/core';
import { createZ3Wasm, type SolverBackend } from '@surety/solvers';

/** Folder of the litmus programs. */
export const litmusFolder = resolve(import.meta.dirname);

/** The words of expectations. */
export type Expected = 'proved' | 'violated' | 'unknown' | 'not inductive' | 'proved up to';

/** A file with what it expects by line (from 1), and elsewhere. */
export interface LitmusFile {
  /** Relative to the litmus folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly claims: 'assertions' | 'panics';
  readonly elsewhere: Expected | undefined;
  readonly byLine: ReadonlyMap<number, Expected>;
}

/** What became of a file. */
export interface LitmusOutcome {
  readonly file: LitmusFile;
  readonly claims: number;
  /** Deployed contracts with a claim. */
  readonly programs: number;
  /** One text for each claim that did not come out as expected, and for each expectation without a claim. */
  readonly wrong: readonly string[];
  readonly milliseconds: number;
}

const WORDS: readonly Expected[] = ['proved up to', 'proved', 'violated', 'unknown', 'not inductive'];

/** All litmus files, sorted by path. Throws when one is malformed. */
export function litmusFiles(): readonly LitmusFile[] {
  const found: LitmusFile[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.sol')) found.push(readLitmus(path));
    }
  };
  visit(litmusFolder);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readLitmus(absolute: string): LitmusFile {
  const path = relative(litmusFolder, absolute).replaceAll('\\', '/');
  const text = readFileSync(absolute, 'utf8');
  const byLine = new Map<number, Expected>();
  let elsewhere: Expected | undefined;
  text.split('\n').forEach((line, i) => {
    const found = /\/\/ expect: (.*)$/.exec(line)?.[1];
    if (found === undefined) return;
    const word = WORDS.find((one) => found.startsWith(one));
    if (word === undefined) throw new Error(`${path}:${i + 1}: '${found}' is no expectation`);
    if (line.trim().startsWith('//')) elsewhere = word;
    else byLine.set(i + 1, word);
  });
  const claims = /^\/\/ claims: panics$/m.test(text) ? 'panics' : 'assertions';
  return { path, text, claims, elsewhere, byLine };
}

/** Workers and a replayer that all files share; `dispose` ends the workers. */
export interface LitmusEngine {
  readonly run: (file: LitmusFile, only?: readonly string[]) => Promise<LitmusOutcome>;
  readonly dispose: () => Promise<void>;
}

/** Starts the engine. */
export function startLitmus(workers = 2): LitmusEngine {
  const solver = createZ3Wasm({ workers });
  const replayer = createReplayer();
  return {
    run: (file) => runLitmus(file, solver, replayer),
    dispose: () => solver.dispose(),
  };
}

async function runLitmus(
  file: LitmusFile,
  solver: SolverBackend,
  replayer: ReturnType<typeof createReplayer>,
): Promise<LitmusOutcome> {
  const started = performance.now();
  const result = await verifySource(
    {
      source: { path: file.path, text: file.text },
      sources: { resolve: () => undefined },
      claims: file.claims,
    },
    { solver, replayer, parallel: 2 },
  );
  const ended = (claims: readonly ClaimReport[], wrong: readonly string[]): LitmusOutcome => ({
    file,
    claims: claims.length,
    programs: new Set(claims.map((claim) => claim.contract)).size,
    wrong,
    milliseconds: performance.now() - started,
  });
  if (result.kind === 'rejected')
    return ended(
      [],
      result.diagnostics.map((d) => `${file.path}: ${d.code} ${d.message}`),
    );
  const { claims } = result.report;
  const seen = new Set<number>();
  const wrong = claims.flatMap((claim) => {
    const line = file.text.slice(0, claim.location.start).split('\n').length;
    seen.add(line);
    const expected = file.byLine.get(line) ?? file.elsewhere;
    const actual = wordOf(claim);
    return actual === expected
      ? []
      : [`${file.path}:${line} ${claim.name} is ${actual}, not ${expected}${why(claim)}`];
  });
  const idle = [...file.byLine.keys()].filter((line) => !seen.has(line));
  return ended(claims, [...wrong, ...idle.map((line) => `${file.path}:${line} expects, but has no claim`)]);
}

function wordOf(claim: ClaimReport): Expected | 'vacuous' {
  switch (claim.verdict.kind) {
    case 'provedUpTo':
      return 'proved up to';
    case 'notInductive':
      return 'not inductive';
    default:
      return claim.verdict.kind;
  }
}

function why({ verdict }: ClaimReport): string {
  switch (verdict.kind) {
    case 'unknown':
      return `: ${verdict.reason}; ${verdict.advice}`;
    case 'notInductive':
      return `: by ${verdict.entry}; ${verdict.searched}`;
    case 'provedUpTo':
      return `: ${verdict.bound}`;
    case 'violated':
      return `: ${verdict.trace.steps.map((s) => `${s.function}(${s.arguments.map((a) => a.value).join(', ')})`).join(', ')}`;
    default:
      return '';
  }
}
