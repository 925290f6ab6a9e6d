// `trust f(a, b) returns e` for code that is there: a claim of its own, checked once against that code. Verdicts name the
// summary as an assumption unless it is proved.
import type { FunctionClaim, SpecExpression, SpecVariable, TypedSpec } from '@surety/spec-lang';
import { arbitraryContext, arbitrarySender } from '../harness/transaction.js';
import { havocCode } from '../harness/unknown-code.js';
import type { Obligation } from '../obligation/obligation.js';
import type { ClaimReport } from '../result/report.js';
import { arbitraryVariables } from '../spec/arbitrary-variables.js';
import { instanceOf } from '../spec/evaluate-spec.js';
import { ownFunction, scopeIn, summaryOf } from '../spec/outside.js';
import { SpecLimit } from '../spec/scope.js';
import { runFunction } from '../symbolic/execute.js';
import { restrict } from '../symbolic/flow.js';
import { type Frame, noEffects } from '../symbolic/world.js';
import type { Session } from './session.js';

const PREFIX = 'trust ';

/** Claims for the summaries of own functions, `trust mulDiv`. */
export function trustClaims(spec: TypedSpec): readonly FunctionClaim[] {
  return spec.assumptions.flatMap((assumption): readonly FunctionClaim[] => {
    if (assumption.kind !== 'summary' || assumption.call.receiver !== undefined) return [];
    const { call, parameters, result, text, location } = assumption;
    const returned: SpecVariable = { name: 'result', type: result.type, location };
    const value: SpecExpression = { kind: 'variable', variable: returned, type: result.type, location };
    return [
      {
        kind: 'function',
        name: `${PREFIX}${call.function.name}`,
        contract: call.contract,
        doc: undefined,
        text,
        location,
        function: call.function,
        parameters,
        results: [returned],
        clause: 'ensures',
        condition: {
          kind: 'binary',
          operator: '==',
          left: value,
          right: result,
          type: { kind: 'bool' },
          location,
        },
        changes: undefined,
        emits: undefined,
        using: [],
      },
    ];
  });
}

/** Whether a claim is about a summary. */
export function isTrustClaim(claim: { readonly kind: string; readonly name: string }): boolean {
  return claim.kind === 'function' && claim.name.startsWith(PREFIX);
}

/** The code returns what its summary says, from any state, for all arguments. */
export function trustObligation(session: Session, claim: FunctionClaim): Obligation {
  const { world, bank, anyState } = session;
  const assumption = session.spec.assumptions.find(
    (a) => a.kind === 'summary' && a.location === claim.location,
  );
  const instance = instanceOf(world, claim.contract);
  if (assumption?.kind !== 'summary') throw new Error(`no summary for ${claim.name}`);
  const fn = ownFunction(instance, assumption.call);
  if (fn === undefined || fn.results[0]?.holds !== 'value')
    throw new SpecLimit(`the code of ${claim.function.signature} as a function of values`);
  const { values, facts } = arbitraryVariables(world, claim.parameters);
  const own = [...facts];
  const effects = noEffects();
  const frame: Frame = {
    world,
    instance,
    sender: arbitrarySender(world, own),
    value: bank.int(0n),
    transaction: arbitraryContext(world, own),
    effects,
    stack: [fn.id],
    readonly: true,
    unknownCode: havocCode(session.reach, []),
  };
  const args = claim.parameters.map((parameter) => values.get(parameter));
  if (args.some((a) => a === undefined)) throw new SpecLimit('a summary over structs or arrays');
  const given = args.filter((a) => a !== undefined);
  const run = runFunction(frame, fn, given, anyState);
  const [result] = run.results;
  const summary = summaryOf(
    scopeIn(world, assumption.call, anyState),
    assumption.parameters,
    given,
    assumption.result,
  );
  const right =
    result === undefined || result.kind === 'path' || result.kind === 'choice'
      ? bank.true_
      : bank.and(summary.defined, bank.eq(result, summary.term));
  const wrong = run.normal === undefined ? undefined : restrict(frame, run.normal, bank.not(right));
  return {
    id: `${claim.name}/${claim.contract}`,
    description: `${claim.function.signature} returns what its summary says`,
    entry: `${claim.contract}.${claim.function.signature}`,
    hypotheses: [],
    facts: [...session.facts, ...own],
    bad: wrong?.path.all ?? bank.false_,
    incomplete: effects.incomplete,
    reached: undefined,
    choices: [],
  };
}

/** Reports without the assumptions that were proved among them. */
export function withoutProvedSummaries(
  spec: TypedSpec,
  reports: readonly ClaimReport[],
): readonly ClaimReport[] {
  const proved = new Set(
    reports
      .filter((report) => isTrustClaim(report) && report.verdict.kind === 'proved')
      .map((report) => report.location),
  );
  const shown = new Set(
    spec.assumptions.flatMap((a, i) => (proved.has(a.location) ? [`spec.assume.${i + 1}`] : [])),
  );
  if (shown.size === 0) return reports;
  return reports.map((report) => ({
    ...report,
    assumptions: report.assumptions.filter((a) => !shown.has(a.id)),
  }));
}
