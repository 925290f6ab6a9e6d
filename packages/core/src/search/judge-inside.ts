// Judging a clause of a function on a call that unknown code made during a replayed transaction.
import { type Term, tryEvaluate } from '@surety/solvers';
import type { FunctionClaim, SpecVariable } from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import { selectorOf } from '../frontend/selector.js';
import { runClaim } from '../harness/run-claim.js';
import { decodeValues } from '../result/decode-values.js';
import type { ReplayInnerCall } from '../result/replay.js';
import { instanceOf } from '../spec/evaluate-spec.js';
import { givenOnChain } from '../spec/given.js';
import type { State } from '../symbolic/state.js';
import type { ChosenStep } from './concretize.js';
import type { Candidate } from './search.js';
import { callOnly, parameterTypes } from './search-inside.js';

/**
 * The condition under which a call breaks the claim; false where it is a call of something else, or its arguments are not known.
 * `step`: the transaction in which it is made; `values`: of what the claim speaks of beside the arguments; `within`: reads a state.
 */
export function brokenByInnerCall(
  candidate: Candidate,
  claim: FunctionClaim,
  call: ReplayInnerCall,
  step: ChosenStep,
  values: ReadonlyMap<SpecVariable, Term>,
  within: (moment: ReplayInnerCall['before']) => State,
): Term {
  const { world } = candidate;
  const { bank } = world;
  const self = instanceOf(world, claim.contract);
  const types = parameterTypes(world, claim);
  const isIt =
    tryEvaluate(self.address, candidate.model) === call.to &&
    call.data.startsWith(selectorOf(claim.function.signature));
  // Who calls has code: only where the model agrees are accounts told apart as they are on the chain.
  const caller = tryEvaluate(bank.call(IS_EOA, [bank.int(call.from)]), candidate.model);
  const given = givenOnChain(world, types, decodeValues(call.data.slice(8), types));
  if (!isIt || (world.tellsEoasApart && caller !== false)) return bank.false_;
  const bound = new Map(values);
  for (const [i, parameter] of claim.parameters.entries()) {
    if (!values.has(parameter)) continue;
    const one = given[i];
    if (one?.kind !== 'value') return bank.false_;
    bound.set(parameter, one.term);
  }
  const before = within(call.before);
  const after: State = { ...within(call.after), path: before.path };
  const fn = self.contract.functions.get(
    self.contract.entries.find((one) => one.signature === claim.function.signature)?.function ?? '',
  );
  const results = (fn?.results ?? []).map((result) => result.type);
  const { bad } = runClaim(
    world,
    claim,
    before,
    bound,
    {
      ...callOnly,
      transact: () => ({
        pre: before,
        success: call.success ? after : undefined,
        reverts: bank.bool(!call.success),
        results: call.success ? givenOnChain(world, results, decodeValues(call.returnData, results)) : [],
        arguments: given,
        sender: bank.int(call.from),
        value: bank.int(call.value),
        context: {
          origin: bank.int(step.origin),
          number: bank.int(step.block.number),
          timestamp: bank.int(step.block.timestamp),
        },
        calls: (signature) => bank.bool(signature === claim.function.signature),
        events: undefined,
      }),
    },
    { run: (_frame, state) => state },
  );
  return bad;
}
