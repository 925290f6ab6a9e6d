// Judging a replayed run: the claim is evaluated on the states that the EVM reached, by the evaluator that proves it.
// Only a run that is judged bad here may be reported as `violated`.
import { evaluate, freeSymbols, type Term, type TermBank, tryEvaluate } from '@surety/solvers';
import { type Claim, GHOST } from '@surety/spec-lang';
import { contractLeaves } from '../encode/leaves.js';
import { isScalar } from '../encode/sorts.js';
import {
  type Chain,
  invariantBroken,
  type TransactOutcome,
  type TransactRequest,
} from '../harness/claim-run.js';
import { concreteState } from '../harness/concrete-state.js';
import { isFromDeployment } from '../harness/failure-claim.js';
import { withoutQuantifiers } from '../harness/finite.js';
import { runClaim } from '../harness/run-claim.js';
import { restricted } from '../harness/symbolic-chain.js';
import { withFreshTransient } from '../harness/transient.js';
import { decodeValues } from '../result/decode-values.js';
import type { ReplayInnerCall, ReplayResult, ReplayState } from '../result/replay.js';
import { withInitial } from '../session/invariant-obligations.js';
import { givenOnChain } from '../spec/given.js';
import { visitClaim } from '../spec/visit-spec.js';
import type { State } from '../symbolic/state.js';
import type { CallOut, TransactionContext } from '../symbolic/world.js';
import { type ChosenStep, type ConcreteRun, NotConcrete } from './concretize.js';
import { brokenByInnerCall } from './judge-inside.js';
import { positionBefore, transfersUntil, withTransfers } from './replayed-flows.js';
import type { Candidate } from './search.js';

type Ran = Extract<ReplayResult, { kind: 'ran' }>;

export type Judgment =
  | { readonly kind: 'real' /** State in which the claim is broken. */; readonly broken: ReplayState }
  /** The run does not break the claim, or did not go as the model said. */
  | { readonly kind: 'spurious'; readonly why: string };

/** Judges a replayed candidate. */
export function judge(candidate: Candidate, claim: Claim, run: ConcreteRun, replay: Ran): Judgment {
  const { world } = candidate;
  const initial = withTransfers(
    world,
    withModelGhosts(
      candidate,
      withImmutables(candidate, concreteState(world, run.order, replay.afterDeployment)),
      candidate.afterDeployment,
    ),
    replay.deploymentTransfers,
  );
  return withInitial(world, initial, () => judgeRun(candidate, claim, run, replay));
}

/** The state after the first `count` transactions of a replayed run. */
export function stateAfter(candidate: Candidate, run: ConcreteRun, replay: Ran, count: number): State {
  const position = count === 0 ? undefined : run.positions[count - 1];
  const step = position === undefined ? undefined : replay.steps[position];
  const state = withImmutables(
    candidate,
    concreteState(candidate.world, run.order, step?.after ?? replay.afterDeployment),
  );
  const modeled = count === 0 ? candidate.afterDeployment : run.steps[count - 1]?.choice.run.post;
  const known = modeled === undefined ? state : withModelGhosts(candidate, state, modeled);
  return withTransfers(candidate.world, known, transfersUntil(run.plan.steps, replay, position));
}

function judgeRun(candidate: Candidate, claim: Claim, run: ConcreteRun, replay: Ran): Judgment {
  const { world } = candidate;
  const before = run.steps.slice(0, candidate.prefix).map(({ choice }) => choice.run);
  if (
    isFromDeployment(claim) &&
    !before.every((r) => r.instance.model !== undefined && r.effects.callOuts.length === 0)
  )
    return { kind: 'spurious', why: 'the rule begins with the first call after deployment' };
  for (const position of run.positions.slice(0, candidate.prefix)) {
    const step = replay.steps[position];
    if (step?.success !== true)
      return {
        kind: 'spurious',
        why: `transaction ${position + 1} reverted on the EVM: ${step?.revertReason ?? 'no reason'}`,
      };
  }
  // The state after a step, or (undefined) after deployment; ghost variables are those of the model's run.
  const toState = (replayed: ReplayState, step?: number): State => {
    const modeled =
      step === undefined ? candidate.afterDeployment : (run.steps[step]?.choice.run.post ?? undefined);
    const state = withImmutables(candidate, concreteState(world, run.order, replayed));
    const position = step === undefined ? undefined : run.positions[step];
    return withTransfers(
      world,
      modeled === undefined ? state : withModelGhosts(candidate, state, modeled),
      transfersUntil(run.plan.steps, replay, position),
    );
  };
  // What was not read back from the chain has no value in the model: nothing is decided by it. Choices of the run that its
  // model leaves open are made as in the run itself; ghost variables may speak of them.
  const known = new Set([...candidate.model.symbols.keys(), ...ghostChoices(candidate, run)]);
  const holds = (term: Term): boolean => {
    const finite = withoutQuantifiers(world.bank, term);
    return (
      finite !== undefined &&
      freeSymbols([finite]).every((s) => known.has(s.name) && !world.unsettled.has(s)) &&
      tryEvaluate(finite, candidate.model) === true
    );
  };
  const values = new Map(
    [...candidate.values].map(([variable, term]) => [variable, literal(candidate, term)] as const),
  );
  const inert = { run: (_frame: unknown, state: State): State => state };
  if (claim.kind === 'invariant') {
    const index = run.positions.length - 1;
    const last = run.positions[index];
    const step = last === undefined ? undefined : replay.steps[last];
    const earlier = last === undefined ? undefined : positionBefore(run.plan.steps, last);
    const before = earlier === undefined ? replay.afterDeployment : replay.steps[earlier]?.after;
    const old =
      last === undefined
        ? undefined
        : toState(before ?? replay.afterDeployment, index === 0 ? undefined : index - 1);
    const broken = (state: State, moment: 'left' | 'passed'): boolean =>
      holds(invariantBroken(world, claim, state, values, inert, old, moment));
    if (!candidate.atCall && candidate.atWrite !== true) {
      const end = step?.after ?? replay.afterDeployment;
      return broken(toState(end, step === undefined ? undefined : index), 'left')
        ? { kind: 'real', broken: end }
        : { kind: 'spurious', why: 'the claim holds in the replayed state' };
    }
    const earlierTransfers = transfersUntil(run.plan.steps, replay, earlier);
    const within = (moment: Pick<Moment, 'state' | 'transfers'>, modeled: State | undefined): State => {
      const at = withImmutables(candidate, concreteState(world, run.order, moment.state));
      const known = modeled === undefined ? at : withModelGhosts(candidate, at, modeled);
      return withTransfers(world, known, [...earlierTransfers, ...moment.transfers]);
    };
    const chosen = run.steps[index]?.choice.run;
    if (candidate.atWrite === true) {
      if (speaksOfGhosts(claim))
        return { kind: 'spurious', why: 'ghost variables are not known in the middle of a transaction' };
      const found = (step?.atWrites ?? []).find((write) => broken(within(write, chosen?.pre), 'passed'));
      return found === undefined
        ? { kind: 'spurious', why: 'the claim holds at every write of the replayed run' }
        : { kind: 'real', broken: found.state };
    }
    const modeled = callsInOrder(
      chosen?.effects.callOuts ?? [],
      (term) => tryEvaluate(term, candidate.model) === true,
    );
    for (const [i, call] of (step?.atOutgoingCalls ?? []).entries())
      if (broken(within(call, modeled[i]?.state), 'passed')) return { kind: 'real', broken: call.state };
    return { kind: 'spurious', why: 'the claim holds at every outgoing call of the replayed run' };
  }
  if (candidate.inside === true) {
    if (claim.kind !== 'function' || speaksOfGhosts(claim))
      return { kind: 'spurious', why: 'ghost variables are not known in the middle of a transaction' };
    const index = run.positions.length - 1;
    const position = run.positions[index];
    const step = position === undefined ? undefined : replay.steps[position];
    const earlier = position === undefined ? undefined : positionBefore(run.plan.steps, position);
    const earlierTransfers = transfersUntil(run.plan.steps, replay, earlier);
    const modeled = run.steps[index]?.choice.run.pre;
    const within = (moment: ReplayInnerCall['before']): State => {
      const at = withImmutables(candidate, concreteState(world, run.order, moment.state));
      const known = modeled === undefined ? at : withModelGhosts(candidate, at, modeled);
      // The transient storage of contracts is not read back.
      return withTransfers(world, withFreshTransient(world, known), [
        ...earlierTransfers,
        ...moment.transfers,
      ]);
    };
    const found = (step?.success === true ? (step.innerCalls ?? []) : []).find((call) =>
      holds(brokenByInnerCall(candidate, claim, call, run.steps[index] as ChosenStep, values, within)),
    );
    return found === undefined
      ? { kind: 'spurious', why: 'the claim holds for the calls made during the replayed run' }
      : { kind: 'real', broken: found.before.state };
  }
  const start = candidate.prefix === 0 ? undefined : replay.steps[run.positions[candidate.prefix - 1] ?? -1];
  const chain = replayedChain(candidate, run, replay, toState);
  const begin = toState(
    start?.after ?? replay.afterDeployment,
    start === undefined ? undefined : candidate.prefix - 1,
  );
  const { bad } = runClaim(world, claim, begin, values, chain, inert);
  const end = replay.steps[replay.steps.length - 1]?.after ?? replay.afterDeployment;
  return holds(bad)
    ? { kind: 'real', broken: end }
    : { kind: 'spurious', why: 'the claim holds for the replayed run' };
}

type Moment = Ran['steps'][number]['atOutgoingCalls'][number];

/** The outgoing calls that a model makes, in order of time. */
function callsInOrder(calls: readonly CallOut[], holds: (term: Term) => boolean): readonly CallOut[] {
  return calls.flatMap((call) => {
    if (holds(call.refusal)) return [call];
    if (!holds(call.condition)) return [];
    const made = call.callbacks.filter((c) => holds(c.chosen)).toSorted((a, b) => a.round - b.round);
    return [call, ...made.flatMap((callback) => callsInOrder(callback.callOuts, holds))];
  });
}

/** A chain that gives back what the EVM did, transaction by transaction. */
function replayedChain(
  candidate: Candidate,
  run: ConcreteRun,
  replay: Ran,
  toState: (state: ReplayState, step: number) => State,
): Chain {
  const { world } = candidate;
  const { bank } = world;
  let next = candidate.prefix;
  let star = 0;
  return {
    // The run was found under these conditions: blocks and senders are as the model says.
    wait: () => undefined,
    advance({ state, opens }) {
      const length = candidate.advances[star] ?? 0;
      const first = run.steps[next];
      star++;
      next += length;
      const position = run.positions[next - 1];
      const step = position === undefined ? undefined : replay.steps[position];
      if (length === 0) return state;
      if (step === undefined) throw new NotConcrete('the replay has fewer transactions than the claim');
      const given = opens === undefined || first === undefined ? bank.true_ : opens(blockOf(bank, first));
      return { ...toState(step.after, next - 1), path: restricted(world, state, given).path };
    },
    transact(request: TransactRequest): TransactOutcome {
      const position = run.positions[next];
      const chosen = run.steps[next];
      const step = position === undefined ? undefined : replay.steps[position];
      if (chosen === undefined || step === undefined)
        throw new NotConcrete('the replay has fewer transactions than the claim');
      next++;
      const { entry, instance } = chosen.choice.run;
      const results = (instance.contract.functions.get(entry.function)?.results ?? []).map((r) => r.type);
      // What a rule assumed so far stays with the path: on a concrete run it is a literal.
      const after: State = { ...toState(step.after, next - 1), path: request.state.path };
      return {
        pre: request.state,
        success: step.success ? after : undefined,
        reverts: bank.and(request.state.path.all, bank.bool(!step.success)),
        results: step.success ? givenOnChain(world, results, decodeValues(step.returnData, results)) : [],
        arguments: givenOnChain(
          world,
          chosen.arguments.map((a) => a.local.type),
          chosen.arguments.map((a) => a.value),
        ),
        sender: bank.int(chosen.sender),
        value: bank.int(chosen.value),
        context: blockOf(bank, chosen),
        calls: (signature) => bank.bool(signature === entry.signature),
        events: undefined,
      };
    },
  };
}

function blockOf(
  bank: TermBank,
  { origin, block }: Pick<ChosenStep, 'origin' | 'block'>,
): TransactionContext {
  return {
    origin: bank.int(origin),
    number: bank.int(block.number),
    timestamp: bank.int(block.timestamp),
  };
}

/** Whether a claim speaks of ghost variables, which are known between transactions only. */
function speaksOfGhosts(claim: Claim): boolean {
  let found = false;
  visitClaim(claim, (e) => {
    if (e.kind === 'state' && e.contract === GHOST) found = true;
  });
  return found;
}

/** Ghost variables are the specification's: the EVM does not know them. */
function withModelGhosts(candidate: Candidate, state: State, modeled: State): State {
  const { ghosts } = candidate.world;
  if (ghosts === undefined) return state;
  const storage = new Map(state.storage);
  const totals = new Map(state.totals);
  for (const leaf of contractLeaves(ghosts.alias, ghosts.contract))
    storage.set(leaf.key, settled(candidate, modeled.storage.get(leaf.key) as Term));
  for (const sum of candidate.world.sums)
    if (sum.leaf.key.startsWith(`${ghosts.alias}/`)) totals.set(sum.id, modeled.totals.get(sum.id) as Term);
  return { ...state, storage, totals };
}

/** Names of the symbols that the ghost variables of the specification depend on along a run. */
function ghostChoices({ world, afterDeployment }: Candidate, run: ConcreteRun): readonly string[] {
  const { ghosts } = world;
  if (ghosts === undefined) return [];
  const states = [afterDeployment, ...run.steps.map(({ choice }) => choice.run.post)];
  const leaves = contractLeaves(ghosts.alias, ghosts.contract);
  const terms = states.flatMap((state) => leaves.map(({ key }) => state?.storage.get(key)));
  return freeSymbols(terms.filter((term) => term !== undefined)).map((symbol) => symbol.name);
}

/** A term without the sides that the model does not take: what stands there for undefined values has no value. */
function settled(candidate: Candidate, term: Term): Term {
  const { bank } = candidate.world;
  if (term.kind === 'apply' && term.op === 'store') {
    const [array, index, value] = term.args.map((part) => settled(candidate, part));
    return bank.store(array as Term, index as Term, value as Term);
  }
  if (term.kind !== 'ite') return term;
  // Choices that the model leaves open are made as in the run; what an undefined value is, nobody chooses.
  if (freeSymbols([term.condition]).some((s) => candidate.world.unsettled.has(s))) return term;
  const taken = tryEvaluate(term.condition, candidate.model);
  if (taken === undefined) return term;
  return settled(candidate, taken === true ? term.then : term.else);
}

/** Immutables live in code, not in storage: their values are those of the deployment. */
function withImmutables(candidate: Candidate, state: State): State {
  const storage = new Map(state.storage);
  for (const instance of candidate.world.instances) {
    for (const variable of instance.contract.variables) {
      const key = `${instance.alias}/${variable.id}`;
      const deployed = candidate.afterDeployment.storage.get(key);
      if (variable.mutability === 'immutable' && isScalar(variable.type) && deployed !== undefined)
        storage.set(key, literal(candidate, deployed));
    }
  }
  return { ...state, storage };
}

/** The value of a term in the model, as a literal. */
function literal(candidate: Candidate, term: Term): Term {
  const { bank } = candidate.world;
  const value = evaluate(term, candidate.model);
  if (typeof value === 'boolean') return bank.bool(value);
  if (typeof value === 'bigint') return bank.int(value);
  return typeof value === 'string' ? bank.bytes(value) : term;
}
