// What is wrong at the end of a recorded run, as data: the claim with values for its parameters where conditions can say
// it, otherwise the recorded facts. Whatever is found is first tried on the recorded run itself.
import type { ClaimReport, ReplayPlan, ReplayResult, ReplayState } from '@surety/core';
import { type Declaration, parseSpec } from '@surety/spec-lang';
import { type Condition, holds, NoValue } from './condition.js';
import type { RecordedRun } from './recorder.js';
import { innerCallsOf, recordingOf, statesAt } from './recording.js';
import type { Wrong } from './trace-format.js';
import { NotExpressible, type Scope, translate } from './translate.js';

type Ran = Extract<ReplayResult, { kind: 'ran' }>;

/** Combinations of parameter values that are tried. */
const MOST_TRIES = 20_000;

/** What is wrong in a recorded run; `text` is the file of the claim, `aliases` the names of the deployed contracts. */
export function wrongOf(
  claim: ClaimReport,
  text: string | undefined,
  run: RecordedRun,
  aliases: readonly string[],
): Wrong {
  const { plan, result } = run;
  if (result.kind === 'failed') {
    const { index, returnData } = result.deploymentRevert ?? { index: 0, returnData: '' };
    return { by: 'deployment', index, returnData };
  }
  if (claim.kind === 'failure') {
    const failures = result.steps.at(-1)?.failures ?? [];
    const failure = failures.find((one) => one.returnData.startsWith('4e487b71')) ?? failures.at(-1);
    const contract = plan.deployments.findIndex((one) => one.address === failure?.contract);
    if (failure !== undefined && contract >= 0)
      return { by: 'failure', contract, returnData: failure.returnData };
  }
  if (result.steps.at(-1)?.innerCalls !== undefined)
    return { by: 'innerCalls', calls: innerCallsOf(plan, result) };
  const found = text === undefined ? undefined : ofClaim(claim, text, plan, result, aliases);
  return found ?? { by: 'recording', ...recordingOf(claim, plan, result) };
}

function ofClaim(
  claim: ClaimReport,
  text: string,
  plan: ReplayPlan,
  result: Ran,
  aliases: readonly string[],
): Wrong | undefined {
  const { declarations } = parseSpec({ path: claim.location.path, text }).value;
  const declaration = declarations.find(
    (one) => one.start <= claim.location.start && claim.location.start < one.end,
  );
  if (declaration === undefined) return undefined;
  const last = result.steps.at(-1);
  const now = last?.after ?? result.afterDeployment;
  const old = result.steps.at(-2)?.after ?? result.afterDeployment;
  const calls = last?.atOutgoingCalls ?? [];
  const states = [
    result.afterDeployment,
    ...result.steps.map((step) => step.after),
    ...calls.map((c) => c.state),
  ];
  const base = scopeOf(plan, states, aliases, claim.contract, declarations);
  try {
    if (declaration.kind === 'invariant') {
      for (const scope of withParameters(
        base,
        declaration.parameters.map((p) => p.name?.text ?? ''),
        plan,
      )) {
        const condition = translate(declaration.condition, scope);
        const isFalse = (state: ReplayState): boolean => falseAt(condition, state, state);
        if (isFalse(now)) return { by: 'claim', moment: 'end', condition, afterSuccess: false };
        for (const moment of ['call', 'write'] as const)
          if (statesAt(moment, result).some(isFalse))
            return { by: 'claim', moment, condition, afterSuccess: false };
      }
      return undefined;
    }
    if (declaration.kind !== 'function') return undefined;
    const clause = declaration.clauses.find(
      (one) => one.start <= claim.location.start && claim.location.start < one.end,
    );
    const scope = calledScope(base, plan, declaration);
    if (clause === undefined || scope === undefined || last === undefined) return undefined;
    switch (clause.kind) {
      case 'ensures': {
        const condition = translate(clause.condition, scope);
        if (!last.success || !falseAt(condition, now, old)) return undefined;
        return { by: 'claim', moment: 'end', condition, afterSuccess: true };
      }
      case 'revertsIf':
      case 'succeedsIf':
      case 'revertsOnlyIf':
      case 'revertsIff': {
        const condition = translate(clause.condition, scope);
        const isFalse = falseAt(condition, old, old);
        if (last.success)
          return isFalse || clause.kind === 'succeedsIf' || clause.kind === 'revertsOnlyIf'
            ? undefined
            : { by: 'mustRevert', when: condition };
        if (clause.kind === 'revertsIf') return undefined;
        if (clause.kind === 'succeedsIf') return isFalse ? undefined : { by: 'mustSucceed', when: condition };
        return isFalse ? { by: 'mustSucceed', when: { kind: 'not', operand: condition } } : undefined;
      }
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof NotExpressible || error instanceof NoValue) return undefined;
    throw error;
  }
}

function falseAt(condition: Condition, now: ReplayState, old: ReplayState): boolean {
  try {
    return !holds(condition, { now, old });
  } catch (error) {
    if (error instanceof NoValue) return false;
    throw error;
  }
}

function scopeOf(
  plan: ReplayPlan,
  states: readonly ReplayState[],
  aliases: readonly string[],
  own: string,
  declarations: readonly Declaration[],
): Scope {
  const definitions = declarations.flatMap((one) =>
    one.kind === 'define' ? [[one.name.text, one] as const] : [],
  );
  const number = (value: bigint): Condition => ({ kind: 'number', value });
  const last = plan.steps.at(-1);
  const names = new Map<string, Condition>();
  if (last?.kind === 'transaction') {
    for (const name of ['sender', 'msg.sender', 'tx.origin']) names.set(name, number(last.from));
    for (const name of ['value', 'msg.value']) names.set(name, number(last.value));
    for (const name of ['now', 'block.timestamp']) names.set(name, number(last.block.timestamp));
    names.set('block.number', number(last.block.number));
  }
  const at = aliases.indexOf(own);
  return {
    contracts: new Map(aliases.map((alias, i) => [alias, i])),
    own: at < 0 ? 0 : at,
    addresses: plan.deployments.map((one) => one.address),
    names,
    definitions: new Map(definitions),
    withCode: new Set([...plan.deployments, ...plan.puppets].map((one) => one.address)),
    states,
    old: false,
  };
}

/** The scope of a function block for the last step; undefined when that is a call of another function. */
function calledScope(
  scope: Scope,
  plan: ReplayPlan,
  block: Extract<Declaration, { kind: 'function' }>,
): Scope | undefined {
  const step = plan.steps.at(-1);
  if (step?.kind !== 'transaction' || step.function.replace(/\(.*$/s, '') !== block.name.text)
    return undefined;
  if (step.arguments.length !== block.parameters.length) return undefined;
  const names = new Map(scope.names);
  block.parameters.forEach((parameter, i) => {
    const value = step.arguments[i];
    if (parameter.name === undefined) return;
    if (typeof value === 'bigint') names.set(parameter.name.text, { kind: 'number', value });
    else if (typeof value === 'boolean') names.set(parameter.name.text, { kind: 'boolean', value });
    // Something longer than a word: whoever uses the name is not understood.
    else names.delete(parameter.name.text);
  });
  return { ...scope, names };
}

/** The scope with every combination of values for the parameters that occur in the run. */
function* withParameters(scope: Scope, parameters: readonly string[], plan: ReplayPlan): Iterable<Scope> {
  const values = new Set<bigint>([0n, 1n]);
  const first = scope.states[0];
  for (const account of first?.balances.keys() ?? []) values.add(account);
  const note = (value: unknown): void => {
    if (typeof value === 'bigint') values.add(value);
    else if (Array.isArray(value)) value.forEach(note);
  };
  for (const one of [...plan.deployments, ...plan.steps]) if ('arguments' in one) note(one.arguments);
  const all = [...values];
  const total = all.length ** parameters.length;
  if (total > MOST_TRIES) throw new NotExpressible('parameters with too many values');
  for (let n = 0; n < total; n++) {
    const names = new Map(scope.names);
    let rest = n;
    for (const parameter of parameters) {
      names.set(parameter, { kind: 'number', value: all[rest % all.length] ?? 0n });
      rest = Math.floor(rest / all.length);
    }
    yield { ...scope, names };
  }
}
