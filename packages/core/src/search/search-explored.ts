// Runs that break a claim from states that trying reached (explore.ts): the claim's own program is executed once from any
// state, and evaluated for each of them with inputs drawn at random.
import {
  createLazyEvaluator,
  freeSymbols,
  type Model,
  type Symbol_,
  type Term,
  type Value,
  visitTerms,
} from '@surety/solvers';
import type { SpecType } from '@surety/spec-lang';
import { attackCode } from '../harness/attack-code.js';
import { invariantBroken, prenexClaim, prenexInvariant } from '../harness/claim-run.js';
import type { AnyClaim } from '../harness/failure-claim.js';
import { runClaim } from '../harness/run-claim.js';
import { newRecord, type RecordedStep, symbolicChain } from '../harness/symbolic-chain.js';
import type { IrType } from '../ir/ir.js';
import type { Session } from '../session/session.js';
import { arbitraryVariables, type ClaimVariables } from '../spec/arbitrary-variables.js';
import { specIrType } from '../spec/evaluate-spec.js';
import type { State } from '../symbolic/state.js';
import { createDraws, type Draws } from './draws.js';
import { clockOf, type Explored, explore, type ReachedState, STAGES, stepsTo } from './explore.js';
import {
  badAfter,
  type Candidate,
  numberOfAdvances,
  othersAct,
  type SearchOptions,
  searchStep,
} from './search.js';

/** Inputs that are tried from each state; where it holds to the end, that many times more from all of them. */
const TRIES = { invariant: 20, function: 100, rule: 100, reach: 100 };
const AGAIN = 3;
/** Candidates that may turn out to be none before this is given up. */
const MOST_CANDIDATES = 6;
/** A guard only: what decides is how many inputs are tried. */
const MILLISECONDS = 12_000;

/** What a claim asks of a state, as terms over the symbols of the arbitrary one. */
interface Question extends ClaimVariables {
  readonly bad: Term;
  readonly steps: readonly RecordedStep[];
  /** What is drawn, and the types of what the world does not know. */
  readonly inputs: readonly Symbol_[];
  readonly types: ReadonlyMap<Term, IrType>;
  /** What calls bring that take no ether. */
  readonly unpaid: ReadonlyMap<string, Value>;
  /** Nothing is known of quantified formulas before all their symbols have values. */
  readonly quantified: boolean;
  readonly advances: readonly number[];
}

/** Claims of these kinds, where what is to happen is written down. */
type Tried = Extract<AnyClaim, { readonly kind: keyof typeof TRIES }>;

/** Whether runs that break a claim are looked for by trying. */
export function isTried(claim: AnyClaim): claim is Tried {
  if (claim.kind === 'reach' && claim.witness === undefined) return false;
  if (!Object.hasOwn(TRIES, claim.kind)) return false;
  return claim.kind !== 'invariant' || claim.moments !== 'insideTransactions';
}

/** Candidates from the states of a session that were reached by trying, shortest runs first; undefined between stages. */
export async function* searchExplored(
  session: Session,
  claim: AnyClaim,
  options: SearchOptions,
): AsyncGenerator<Candidate | undefined> {
  if (!isTried(claim)) return;
  options.signal?.throwIfAborted();
  let questions: readonly Question[] | undefined;
  // Of its own: what others draw meanwhile makes no difference.
  let draws: Draws | undefined;
  let looked = 0;
  let spent = 0;
  const open = new Map<Question, ReachedState[]>();
  let candidates = 0;
  for (let stage = 0; stage <= STAGES; stage++) {
    const again = stage === STAGES;
    const explored = await explore(session, options, Math.min(stage, STAGES - 1));
    if (explored === undefined) return;
    const { world, model } = explored;
    draws ??= createDraws(world, model, session.contracts, explored.given);
    questions ??= questionsOf(explored, claim);
    if (questions.length === 0) return;
    const states = explored.states.slice(looked);
    looked = explored.states.length;
    const began = performance.now();
    for (const question of questions) {
      const { inputs, unpaid, quantified, bad } = question;
      const left = open.get(question) ?? [];
      open.set(question, left);
      const tries = inputs.length === 0 ? 1 : TRIES[claim.kind] * (again ? AGAIN : 1);
      for (const reached of (again ? [...left] : [...states]).sort(
        (a, b) => a.steps.length - b.steps.length,
      )) {
        await new Promise((resolve) => setImmediate(resolve));
        options.signal?.throwIfAborted();
        if (spent + performance.now() - began > MILLISECONDS) return;
        // Whatever the inputs are.
        const known = new Map([...model.symbols, ...reached.values, ...unpaid]);
        const unknown = new Map(inputs.map((input): [Term, undefined] => [input, undefined]));
        if (!quantified && createLazyEvaluator({ ...model, symbols: known }, unknown)(bad) === false)
          continue;
        if (!again && tries > 1) left.push(reached);
        const found = tryInputs(explored, question, reached, draws, known, tries);
        if (found !== undefined) yield found;
        if (found !== undefined && ++candidates >= MOST_CANDIDATES) return;
        if (inputs.length === 0 && claim.kind !== 'invariant') break;
      }
    }
    spent += performance.now() - began;
    yield undefined;
  }
}

/** A run from a reached state whose inputs, drawn so many times, break the claim. */
function tryInputs(
  explored: Explored,
  { bad, facts, values, steps, inputs, types, unpaid, advances }: Question,
  reached: ReachedState,
  draws: Draws,
  known: ReadonlyMap<string, Value>,
  tries: number,
): Candidate | undefined {
  const { world, model, last } = explored;
  for (let i = 0; i < tries; i++) {
    const drawn = draws.inputs(inputs, reached.numbers, clockOf(reached, last), types, (symbol) =>
      symbol.name.startsWith('sender') ? undefined : explored.addresses,
    );
    const found: Model = { ...model, symbols: new Map([...known, ...drawn, ...unpaid]) };
    const value = createLazyEvaluator(found);
    if (value(bad) !== true || facts.some((fact) => value(fact) !== true)) continue;
    const prefix = stepsTo(explored, reached);
    return {
      world,
      model: found,
      deployments: explored.deployed.runs,
      afterDeployment: explored.deployed.frontier?.state as State,
      steps: [...prefix, ...steps.map((s) => searchStep(s, prefix.length))],
      prefix: prefix.length,
      values,
      atCall: false,
      advances,
      atDeployment: false,
    };
  }
  return undefined;
}

/** With others who do nothing, and with others who make one transaction wherever they may. */
function questionsOf(explored: Explored, claim: Tried): readonly Question[] {
  const stars = numberOfAdvances(claim);
  const lengths = stars === 0 ? [0] : [0, 1];
  return lengths.flatMap((length) => {
    const advances = Array.from({ length: stars }, () => length);
    const question = questionOf(explored, claim, advances);
    return question === undefined || question.bad === explored.world.bank.false_ ? [] : [question];
  });
}

function questionOf(explored: Explored, claim: Tried, advances: readonly number[]): Question | undefined {
  const asked = termsOf(explored, claim, advances[0] ?? 0);
  if (asked === undefined) return undefined;
  const types = new Map<Term, IrType>();
  for (const [variable, term] of asked.values) {
    const type = specIrType(variable.type as SpecType);
    if (type !== undefined) types.set(term, type);
  }
  const state = new Set(explored.states[0]?.values.keys());
  const inputs = freeSymbols([asked.bad, ...asked.facts]).filter(
    (s): s is Symbol_ => !state.has(s.name) && s.sort.kind !== 'array' && !explored.model.symbols.has(s.name),
  );
  const unpaid = new Map<string, Value>();
  for (const { run } of asked.steps.flatMap((step) => step.choices))
    if (!run.entry.payable && run.value.kind === 'symbol') unpaid.set(run.value.name, 0n);
  let quantified = false;
  visitTerms([asked.bad], (term) => {
    if (term.kind === 'quantifier') quantified = true;
  });
  return { ...asked, types, inputs, unpaid, quantified, advances };
}

function termsOf(
  { world, any, last }: Explored,
  claim: Tried,
  others: number,
): Omit<Question, 'inputs' | 'types' | 'unpaid' | 'quantified' | 'advances'> | undefined {
  const inert = { run: (_frame: unknown, state: State): State => state };
  if (claim.kind === 'invariant') {
    const { values, facts } = arbitraryVariables(world, prenexInvariant(claim).parameters);
    return { bad: invariantBroken(world, claim, any, values, inert), values, facts, steps: [] };
  }
  const open = prenexClaim(claim);
  const { values, facts } = arbitraryVariables(world, open.variables);
  const record = newRecord(last);
  const plain = { attack: { depth: 0 }, forced: false };
  const chain = symbolicChain(world, record, attackCode(plain.attack), (request) =>
    othersAct(world, record, plain, request, others),
  );
  const bad = badAfter(() => runClaim(world, open.claim, any, values, chain, inert).bad);
  return bad && { bad, values, facts: [...facts, ...record.facts], steps: record.steps };
}
