// The facts of a recorded run by which it is known again when the claim itself cannot be put as a condition, and the
// judgment of a later run.
import type { ClaimReport, DecodedValue, ReplayPlan, ReplayResult, ReplayState } from '@surety/core';
import { holds, NoValue } from './condition.js';
import type { Moment, PathPart, Place, RecordedCall, Recording, Wrong } from './trace-format.js';

type Ran = Extract<ReplayResult, { kind: 'ran' }>;

/** The recorded facts of a run. */
export function recordingOf(
  claim: Pick<ClaimReport, 'verdict'>,
  plan: ReplayPlan,
  result: Ran,
): { readonly moment: Moment; readonly recording: Recording } {
  const last = result.steps.at(-1);
  const end = last?.after ?? result.afterDeployment;
  const call = last?.atOutgoingCalls[0];
  const conclusion = claim.verdict.kind === 'violated' ? claim.verdict.trace.conclusion : '';
  // What is there for a moment only: neither so before nor afterwards.
  const earlier = result.steps.at(-2)?.after ?? result.afterDeployment;
  const passing = last?.atWrites.find(
    ({ state }) => ![end, earlier].some((other) => sameState(state, other)),
  );
  const found: { readonly moment: Moment; readonly state: ReplayState } =
    /while the last/.test(conclusion) && call !== undefined
      ? { moment: 'call', state: call.state }
      : /in the middle of/.test(conclusion) && passing !== undefined
        ? { moment: 'write', state: passing.state }
        : { moment: 'end', state: end };
  const { moment, state } = found;
  const before = new Map(
    placesOf(result.afterDeployment).map(({ place, value }) => [placeKey(place), value]),
  );
  const values = placesOf(state).filter(({ place, value }) => (before.get(placeKey(place)) ?? 0n) !== value);
  return {
    moment,
    recording: {
      successes: result.steps.map((step) => step.success),
      returnData: last?.returnData ?? '',
      values,
      balances: plan.deployments.map(({ address }) => ({
        account: address,
        amount: state.balances.get(address) ?? 0n,
      })),
    },
  };
}

/** The calls that other code made during the last step. */
export function innerCallsOf(plan: ReplayPlan, result: Ran): readonly RecordedCall[] {
  return (result.steps.at(-1)?.innerCalls ?? []).map(({ to, data, success, returnData, after }) => ({
    contract: plan.deployments.findIndex((one) => one.address === to),
    data,
    success,
    returnData,
    values: placesOf(after.state).filter(({ value }) => value !== 0n),
  }));
}

function sameCalls(a: readonly RecordedCall[], b: readonly RecordedCall[]): boolean {
  const text = (calls: readonly RecordedCall[]): string =>
    calls
      .map(({ contract, data, success, returnData, values }) =>
        [contract, data, success, returnData, ...values.map((v) => `${placeKey(v.place)}=${v.value}`)].join(),
      )
      .join(';');
  return text(a) === text(b);
}

function sameState(a: ReplayState, b: ReplayState): boolean {
  const text = (state: ReplayState): string =>
    placesOf(state)
      .filter(({ value }) => value !== 0n)
      .map(({ place, value }) => `${placeKey(place)}=${value}`)
      .join();
  return text(a) === text(b);
}

/** The states of a run at which a claim is looked at. */
export function statesAt(moment: Moment, result: Ran): readonly ReplayState[] {
  const last = result.steps.at(-1);
  switch (moment) {
    case 'end':
      return [last?.after ?? result.afterDeployment];
    case 'call':
      return (last?.atOutgoingCalls ?? []).map((call) => call.state);
    case 'write':
      return (last?.atWrites ?? []).map((write) => write.state);
    default:
      return moment satisfies never;
  }
}

/** Every scalar in the storage of the deployed contracts. */
export function placesOf(state: ReplayState): readonly { readonly place: Place; readonly value: bigint }[] {
  const found: { place: Place; value: bigint }[] = [];
  const visit = (place: Place, value: DecodedValue): void => {
    const inside = (part: PathPart): Place => ({ ...place, path: [...place.path, part] });
    switch (value.kind) {
      case 'value':
        found.push({ place, value: typeof value.value === 'bigint' ? value.value : value.value ? 1n : 0n });
        return;
      case 'struct':
        for (const [field, one] of value.fields) visit(inside({ kind: 'field', field }), one);
        return;
      case 'mapping':
        for (const { key, value: one } of value.entries) visit(inside({ kind: 'key', key }), one);
        return;
      case 'array':
        found.push({ place: inside({ kind: 'length' }), value: value.length });
        value.elements.forEach((one, i) => {
          visit(inside({ kind: 'index', index: BigInt(i) }), one);
        });
        return;
      case 'bytes':
        return;
      default:
        value satisfies never;
    }
  };
  state.contracts.forEach(({ variables }, contract) => {
    for (const { name, value } of variables) visit({ contract, variable: name, path: [] }, value);
  });
  return found;
}

/** A place as in Solidity: `credits[0x…].amount`. */
export function placeText(place: Place): string {
  return place.path.reduce((text, part) => {
    switch (part.kind) {
      case 'key':
        return `${text}[${keyText(part.key)}]`;
      case 'index':
        return `${text}[${part.index}]`;
      case 'length':
        return `${text}.length`;
      case 'field':
        return `${text}.${part.field}`;
      default:
        return part satisfies never;
    }
  }, place.variable);
}

/** A number as it is likely meant: large ones are addresses. */
export function keyText(key: bigint | boolean | string): string {
  if (typeof key === 'string') return `0x${key}`;
  if (typeof key === 'bigint' && key >= 1n << 80n && key < 1n << 160n)
    return `0x${key.toString(16).padStart(40, '0')}`;
  return String(key);
}

function placeKey(place: Place): string {
  return `${place.contract}:${placeText(place)}`;
}

/** What a later run of a plan says about what was wrong. */
export type Judgment =
  | { readonly kind: 'reproduces' }
  | { readonly kind: 'gone'; readonly why: string }
  /** The run cannot be judged: it does not fit the sources any more. */
  | { readonly kind: 'unclear'; readonly why: string };

/** Judges a run by what was wrong in the recorded one. */
export function judgeRun(wrong: Wrong, plan: ReplayPlan, result: ReplayResult): Judgment {
  if (wrong.by === 'deployment') {
    if (result.kind === 'ran') return { kind: 'gone', why: 'the deployment succeeds' };
    const revert = result.deploymentRevert;
    if (revert === undefined) return { kind: 'unclear', why: result.message };
    return revert.index === wrong.index && revert.returnData === wrong.returnData
      ? { kind: 'reproduces' }
      : { kind: 'gone', why: result.message };
  }
  if (result.kind === 'failed')
    // Money that an earlier step no longer brings in.
    return { kind: / cannot pay \d+ wei$/.test(result.message) ? 'gone' : 'unclear', why: result.message };
  try {
    return judgeStates(wrong, plan, result);
  } catch (error) {
    if (error instanceof NoValue) return { kind: 'unclear', why: error.message };
    throw error;
  }
}

function judgeStates(wrong: Exclude<Wrong, { by: 'deployment' }>, plan: ReplayPlan, result: Ran): Judgment {
  const last = result.steps.at(-1);
  const old = result.steps.at(-2)?.after ?? result.afterDeployment;
  const reverted = `the last transaction reverts: ${last?.revertReason ?? 'no reason given'}`;
  const holdsNow = (why: string): Judgment => ({ kind: 'gone', why });
  switch (wrong.by) {
    case 'claim': {
      if (wrong.afterSuccess && last?.success !== true) return holdsNow(reverted);
      const states = statesAt(wrong.moment, result);
      if (states.some((state) => !holds(wrong.condition, { now: state, old }))) return { kind: 'reproduces' };
      return holdsNow(last?.success === false ? reverted : 'the claim holds for this run');
    }
    case 'mustRevert':
    case 'mustSucceed': {
      if (!holds(wrong.when, { now: old, old })) return holdsNow('the last transaction starts elsewhere');
      if ((last?.success === true) === (wrong.by === 'mustRevert')) return { kind: 'reproduces' };
      return holdsNow(last?.success === true ? 'the last transaction succeeds' : reverted);
    }
    case 'failure': {
      const address = plan.deployments[wrong.contract]?.address;
      const again = (last?.failures ?? []).some(
        (one) => one.contract === address && one.returnData === wrong.returnData,
      );
      return again ? { kind: 'reproduces' } : holdsNow(last?.success === false ? reverted : 'nothing fails');
    }
    case 'innerCalls':
      if (last?.success !== true) return holdsNow(reverted);
      return sameCalls(innerCallsOf(plan, result), wrong.calls)
        ? { kind: 'reproduces' }
        : holdsNow('the calls made meanwhile end otherwise');
    case 'recording': {
      const { recording, moment } = wrong;
      const differs = recording.successes.findIndex((success, i) => result.steps[i]?.success !== success);
      if (differs >= 0) {
        const step = result.steps[differs];
        const how =
          step?.success === true ? 'succeeds' : `reverts: ${step?.revertReason ?? 'no reason given'}`;
        return holdsNow(`step ${plan.deployments.length + differs + 1} ${how}`);
      }
      if (last !== undefined && moment === 'end' && last.returnData !== recording.returnData)
        return holdsNow('the last transaction returns something else');
      const states = statesAt(moment, result);
      const problems = states.map((state) => difference(recording, state));
      if (problems.includes(undefined)) return { kind: 'reproduces' };
      return holdsNow(problems[0] ?? 'the last transaction calls nobody');
    }
    default:
      return wrong satisfies never;
  }
}

function difference(recording: Recording, state: ReplayState): string | undefined {
  const values = new Map(placesOf(state).map(({ place, value }) => [placeKey(place), value]));
  for (const { place, value } of recording.values) {
    const found = values.get(placeKey(place)) ?? 0n;
    if (found !== value) return `${placeText(place)} is ${keyText(found)}, not ${keyText(value)}`;
  }
  for (const { account, amount } of recording.balances) {
    const found = state.balances.get(account) ?? 0n;
    if (found !== amount) return `the balance of ${keyText(account)} is ${found} wei, not ${amount} wei`;
  }
  return undefined;
}
