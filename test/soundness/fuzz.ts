// One step of the hunt for false verdicts: a contract, its mutants and its other layouts; what is `proved` of one of them
// must survive random runs on an EVM, must not be broken by the verifier's own search when that may not prove, and must
// not turn into `violated` where only the layout changed. What a proof inferred must hold when it is claimed.
import { createReplayer } from '@surety/cli';
import { type ClaimReport, type Replayer, verify } from '@surety/core';
import { type CompiledContract, compileSolidity } from '@surety/evm';
import { createZ3Wasm, type SolverBackend } from '@surety/solvers';
import { type Choices, pick, seeded } from '../differential/random.js';
import { claimsFor, specification, type TestedClaim } from './claims.js';
import { type ContractText, type Layout, print } from './contract-text.js';
import { generateContract, mutate } from './generate.js';
import { claimsOfLoops, generateLoops, LOOP_NUMBERS } from './loops.js';
import { type RefuterOptions, refute } from './refuter.js';

/** Something that cannot be. */
export interface Disagreement {
  readonly seed: number;
  readonly oracle: 'run' | 'search' | 'layout' | 'lemma' | 'crash';
  readonly claim: string;
  readonly what: string;
  readonly source: string;
  readonly spec: string;
}

/** What was compared. */
export interface FuzzTally {
  contracts: number;
  refused: number;
  claims: number;
  readonly verdicts: Map<string, number>;
  /** Proved claims that the refuter tried to break. */
  tried: number;
  /** Claims that it breaks: what it is worth. */
  broken: number;
  searched: number;
  layouts: number;
  lemmas: number;
  /** Inferred lemmas that are not proved when they stand alone. */
  weakLemmas: number;
  readonly disagreements: Disagreement[];
}

/** An empty tally. */
export function newFuzzTally(): FuzzTally {
  return {
    contracts: 0,
    refused: 0,
    claims: 0,
    verdicts: new Map(),
    tried: 0,
    broken: 0,
    searched: 0,
    layouts: 0,
    lemmas: 0,
    weakLemmas: 0,
    disagreements: [],
  };
}

/** Options of a step. */
export interface FuzzOptions {
  /** Contracts that hold ether for others, or contracts whose functions loop. */
  readonly subject: 'money' | 'loops';
  readonly claims: number;
  readonly mutants: number;
  readonly refuter: RefuterOptions;
  /**
   * Also searches without proofs, other layouts and pasted lemmas. Otherwise only proofs are asked for: nothing is searched
   * or replayed for a claim that has none, which is most of the time.
   */
  readonly thorough: boolean;
  /** Per query, milliseconds. */
  readonly timeout: number;
}

/** What all steps share. */
export interface FuzzEngine {
  readonly step: (tally: FuzzTally, seed: number, options: FuzzOptions) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

type Verdicts = ReadonlyMap<string, ClaimReport>;

/** Starts the engine. */
export function startFuzz(workers = 1): FuzzEngine {
  const solver = createZ3Wasm({ workers });
  const tools: Tools = { solver, blind: withoutProofs(solver), replayer: createReplayer() };
  return {
    step: (tally, seed, options) => fuzzStep(tools, tally, seed, options),
    dispose: () => solver.dispose(),
  };
}

interface Tools {
  readonly solver: SolverBackend;
  /** Gives up on whatever an obligation asks; answers the questions of searches, which have no title. */
  readonly blind: SolverBackend;
  readonly replayer: Replayer;
}

function withoutProofs(solver: SolverBackend): SolverBackend {
  return {
    ...solver,
    check: (script, limits, signal) =>
      typeof script !== 'string' && (script.comments ?? []).length > 0
        ? Promise.resolve({ kind: 'unknown', reason: 'proofs are off', solver: 'blind', milliseconds: 0 })
        : solver.check(script, limits, signal),
  };
}

async function fuzzStep(tools: Tools, tally: FuzzTally, seed: number, options: FuzzOptions): Promise<void> {
  const choices = seeded(seed);
  const original = options.subject === 'loops' ? generateLoops(choices) : generateContract(choices);
  const chosen = new Set<TestedClaim>();
  const possible = options.subject === 'loops' ? claimsOfLoops(choices, options.claims) : claimsFor(original);
  while (chosen.size < Math.min(options.claims, possible.length)) chosen.add(pick(choices, possible));
  let contract = original;
  for (let i = 0; i <= options.mutants; i++) {
    if (i > 0) contract = mutate(choices.below(2) === 0 ? original : contract, choices);
    await oneContract(tools, tally, seed, contract, [...chosen], choices, options, i === 0);
  }
}

async function oneContract(
  tools: Tools,
  tally: FuzzTally,
  seed: number,
  text: ContractText,
  claims: readonly TestedClaim[],
  choices: Choices,
  options: FuzzOptions,
  first: boolean,
): Promise<void> {
  const source = print(text);
  const contract = await compiled(source);
  if (contract === undefined) return;
  const note = (
    oracle: Disagreement['oracle'],
    claim: string,
    what: string,
    spec: string,
    of = source,
  ): void => {
    tally.disagreements.push({ seed, oracle, claim, what, source: of, spec });
  };
  const spec = specification(claims);
  const verdicts = await verdictsOf(tools, tools.solver, source, spec, options);
  if (typeof verdicts === 'string') {
    tally.refused++;
    note('crash', '', verdicts, spec);
    return;
  }
  tally.contracts++;
  tally.claims += verdicts.size;
  for (const { verdict } of verdicts.values())
    tally.verdicts.set(verdict.kind, (tally.verdicts.get(verdict.kind) ?? 0) + 1);
  const verdictOf = (claim: TestedClaim): string | undefined => find(verdicts, claim)?.verdict.kind;
  // Runs of generated loops go beyond the bound of a proof up to one.
  const standsFor = options.subject === 'loops' ? (kind?: string) => kind === 'proved' : isProof;
  const proved = claims.filter((claim) => standsFor(verdictOf(claim)));
  tally.tried += proved.length;
  const runs = options.subject === 'loops' ? { ...options.refuter, numbers: LOOP_NUMBERS } : options.refuter;
  for (const refutation of await refute(contract, claims, choices, runs)) {
    tally.broken++;
    const claim = claims.find((c) => c.name === refutation.claim);
    if (claim !== undefined && proved.includes(claim))
      note('run', claim.name, refutation.run.join('\n'), specification([claim]));
  }
  if (!options.thorough) return;
  await searchedAgain(tools, tally, source, proved, options, note);
  if (!first) return;
  await otherLayout(tools, tally, text, claims, verdictOf, choices, options, note);
  await pastedLemmas(tools, tally, source, claims, verdicts, options, note);
}

type Note = (oracle: Disagreement['oracle'], claim: string, what: string, spec: string, of?: string) => void;

/** The verifier's own search finds nothing against what is proved. */
async function searchedAgain(
  tools: Tools,
  tally: FuzzTally,
  source: string,
  proved: readonly TestedClaim[],
  options: FuzzOptions,
  note: Note,
): Promise<void> {
  if (proved.length === 0) return;
  const claim = proved[0] as TestedClaim;
  const spec = specification([claim]);
  const again = await verdictsOf(tools, tools.blind, source, spec, options);
  if (typeof again === 'string') return note('crash', claim.name, again, spec);
  tally.searched++;
  const second = find(again, claim);
  const kind = second?.verdict.kind;
  if (kind === 'violated') note('search', claim.name, 'proved, and violated when proofs are off', spec);
  // Of what no code writes after the constructor nothing may be left to ask.
  const asked = second?.obligations.some((o) => o.solver !== 'simplifier' && o.status !== 'excluded');
  if (isProof(kind) && asked === true)
    note('search', claim.name, 'proved by a solver that proves nothing', spec);
}

/** Another layout of the same contract has no contrary verdict. */
async function otherLayout(
  tools: Tools,
  tally: FuzzTally,
  text: ContractText,
  claims: readonly TestedClaim[],
  verdictOf: (claim: TestedClaim) => string | undefined,
  choices: Choices,
  options: FuzzOptions,
  note: Note,
): Promise<void> {
  const layouts: readonly Layout[] = ['inherited', 'reversed', 'unused function', 'renamed'];
  const source = print(text, pick(choices, layouts));
  const spec = specification(claims);
  if ((await compiled(source)) === undefined) return;
  const others = await verdictsOf(tools, tools.solver, source, spec, options);
  if (typeof others === 'string') return note('crash', '', others, spec, source);
  tally.layouts++;
  for (const claim of claims) {
    const [here, there] = [verdictOf(claim), find(others, claim)?.verdict.kind];
    if ((isProof(here) && there === 'violated') || (here === 'violated' && isProof(there)))
      note('layout', claim.name, `${here} here, ${there} in another layout`, specification([claim]), source);
  }
}

/** What a proof inferred is not violated when it is claimed. */
async function pastedLemmas(
  tools: Tools,
  tally: FuzzTally,
  source: string,
  claims: readonly TestedClaim[],
  verdicts: Verdicts,
  options: FuzzOptions,
  note: Note,
): Promise<void> {
  const texts = new Set(claims.flatMap((claim) => find(verdicts, claim)?.inferred ?? []));
  const lemmas = [...texts].flatMap((text, i) => lemmaClaim(text, i)).slice(0, 4);
  if (lemmas.length === 0) return;
  const spec = specification(lemmas.map((l) => ({ text: l })));
  const pasted = await verdictsOf(tools, tools.solver, source, spec, options);
  if (typeof pasted === 'string') return note('crash', 'lemmas', pasted, spec);
  for (const { name, verdict } of pasted.values()) {
    tally.lemmas++;
    if (!isProof(verdict.kind)) tally.weakLemmas++;
    if (verdict.kind === 'violated') note('lemma', name, 'inferred for a proof, and violated', spec);
  }
}

/** A lemma as it is reported, as a claim; none where the language has no such words. */
function lemmaClaim(text: string, i: number): readonly string[] {
  if (/\[\*\]|number of calls|once true|block\.number|^(between transactions: )?for all (?!k: )/.test(text))
    return [];
  if (/ never (changes|increases|decreases)$/.test(text)) return [`lemma${i}: ${text};`];
  const between = text.startsWith('between transactions: ');
  const rest = between ? text.slice('between transactions: '.length) : text;
  const forAll = rest.startsWith('for all k: ');
  const condition = forAll ? rest.slice('for all k: '.length) : rest;
  const parts = condition.split(' => ');
  const shown = parts.length === 1 ? condition : parts.map((p) => `(${p})`).join(' => ');
  return [
    `invariant lemma${i}${forAll ? '(address k)' : ''}${between ? ' between transactions' : ''}: ${shown};`,
  ];
}

function isProof(kind: string | undefined): boolean {
  return kind === 'proved' || kind === 'provedUpTo';
}

function find(verdicts: Verdicts, claim: TestedClaim): ClaimReport | undefined {
  return [...verdicts.values()].find((c) => c.name === claim.name || c.name.endsWith(`.${claim.name}`));
}

async function compiled(source: string): Promise<CompiledContract | undefined> {
  const result = await compileSolidity([{ path: 'c.sol', text: source }]);
  return result.ok ? result.contracts.get('c.sol:C') : undefined;
}

async function verdictsOf(
  { replayer }: Tools,
  solver: SolverBackend,
  text: string,
  spec: string,
  { timeout, thorough }: FuzzOptions,
): Promise<Verdicts | string> {
  const source = { path: 'c.sol', text };
  try {
    const result = await verify(
      {
        spec: { path: 'c.surety', text: spec },
        sources: { resolve: () => source },
        readSpec: () => undefined,
      },
      { solver, parallel: 1, timeout, ...(thorough ? { replayer } : {}) },
    );
    if (result.kind === 'rejected') return result.diagnostics.map((d) => `${d.code} ${d.message}`).join('; ');
    return new Map(result.report.claims.map((claim) => [claim.name, claim]));
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
