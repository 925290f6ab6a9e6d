// Small protocols of the kinds that are taught: `protocols/x/properties.surety` says in English and in the language what
// is wanted, `protocols/x/v1.sol` is correct and the others have one mistake each. A comment behind every claim says
// what is true of it in each version: `// expect: proved, violated`; `proved?` is what is not always decided, and then at
// least not the other way.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createReplayer } from '@surety/cli';
import { type ClaimReport, type Replayer, verify } from '@surety/core';
import { createZ3Wasm, type SolverBackend } from '@surety/solvers';

const folder = resolve(import.meta.dirname, 'protocols');

/** One version of one protocol. */
export interface ProtocolVersion {
  readonly protocol: string;
  /** `v1`, and so on. */
  readonly version: string;
  readonly specification: string;
  /** Too slow for every run of the tests: the specification begins with `// nightly`. */
  readonly nightly: boolean;
  readonly source: string;
  /** The verdicts wanted, in the order of the claims. */
  readonly expected: readonly string[];
}

/** What became of one claim of a version, beside what was wanted. */
export interface ClaimOutcome {
  readonly claim: string;
  readonly wanted: string | undefined;
  readonly actual: string;
  /** Why it is not decided, or how it is violated. */
  readonly evidence: string;
}

/** All versions of all protocols. Throws where an expectation says nothing about a version. */
export function protocolVersions(): readonly ProtocolVersion[] {
  return readdirSync(folder)
    .sort()
    .flatMap((protocol) => {
      const specification = readFileSync(join(folder, protocol, 'properties.surety'), 'utf8');
      const wanted = [...specification.matchAll(/\/\/ expect: ([a-zA-Z, ?]+)/g)].map(([, list = '']) =>
        list.split(',').map((word) => word.trim()),
      );
      const sources = readdirSync(join(folder, protocol)).filter((name) => name.endsWith('.sol'));
      return sources.sort().map((name, i): ProtocolVersion => {
        const source = readFileSync(join(folder, protocol, name), 'utf8');
        const version = name.slice(0, -'.sol'.length);
        const expected = wanted.map((list) => {
          const one = list.length === 1 ? list[0] : list[i];
          if (one === undefined) throw new Error(`${protocol}: an expectation says nothing about ${version}`);
          return one;
        });
        const nightly = specification.startsWith('// nightly');
        return { protocol, version, specification, nightly, source, expected };
      });
    });
}

/** `right`, `open` (not decided), or `wrong`: decided otherwise, or not decided where it should be. */
export function judgment({ wanted, actual, evidence }: ClaimOutcome): 'right' | 'open' | 'wrong' {
  const certain = wanted?.replace('?', '');
  if (actual === certain)
    return actual === 'violated' && !evidence.startsWith('replayed') ? 'wrong' : 'right';
  const undecided = ['unknown', 'notInductive', 'provedUpTo'].includes(actual);
  return undecided && wanted !== certain ? 'open' : 'wrong';
}

/** Workers and a replayer that all versions share; `dispose` ends the workers. */
export interface ProtocolEngine {
  readonly run: (one: ProtocolVersion) => Promise<readonly ClaimOutcome[]>;
  readonly dispose: () => Promise<void>;
}

/** Starts the engine. */
export function startProtocols(workers = 2): ProtocolEngine {
  const solver = createZ3Wasm({ workers });
  const replayer = createReplayer();
  return { run: (one) => judge(one, solver, replayer), dispose: () => solver.dispose() };
}

async function judge(
  one: ProtocolVersion,
  solver: SolverBackend,
  replayer: Replayer,
): Promise<readonly ClaimOutcome[]> {
  const source = { path: `${one.version}.sol`, text: one.source };
  const result = await verify(
    {
      spec: { path: 'properties.surety', text: one.specification },
      sources: { resolve: () => source },
      readSpec: () => undefined,
    },
    { solver, replayer, parallel: 2 },
  );
  if (result.kind === 'rejected') {
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    return errors.map(({ code, message, location }) => ({
      claim: '(all)',
      wanted: undefined,
      actual: 'rejected',
      evidence: `${code} ${message} at ${location?.path ?? ''}:${location?.start ?? 0}`,
    }));
  }
  const { claims } = result.report;
  const outcomes = claims.map(
    (claim, i): ClaimOutcome => ({
      claim: claim.name,
      wanted: one.expected[i],
      actual: claim.verdict.kind,
      evidence: evidenceOf(claim),
    }),
  );
  const missing = one.expected.slice(claims.length).map((wanted) => ({
    claim: '(missing)',
    wanted,
    actual: 'nothing',
    evidence: '',
  }));
  return [...outcomes, ...missing];
}

function evidenceOf({ verdict, inferred }: ClaimReport): string {
  switch (verdict.kind) {
    case 'unknown':
    case 'vacuous':
      return verdict.reason;
    case 'notInductive':
      return `by ${verdict.entry}; ${verdict.searched}`;
    case 'provedUpTo':
      return verdict.bound;
    case 'proved':
      return inferred.length === 0 ? '' : `with ${inferred.join('; ')}`;
    case 'violated':
      return `${verdict.trace.replayed ? 'replayed' : 'not replayed'}: ${verdict.trace.steps
        .map((step) => `${step.function}(${step.arguments.map((each) => each.value).join(', ')})`)
        .join(', ')}`;
    default:
      return '';
  }
}
