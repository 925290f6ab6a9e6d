// Calls of view and pure functions in specifications: the code is run on the state where they stand.
import type { Term } from '@surety/solvers';
import type { SpecExpression } from '@surety/spec-lang';
import { inRangeTerm, isScalar } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { runFunction } from '../symbolic/execute.js';
import { arbitraryValue } from '../symbolic/inputs.js';
import { MemoryLimit } from '../symbolic/memory.js';
import type { State } from '../symbolic/state.js';
import { freshScalar, noEffects } from '../symbolic/world.js';
import { type Observer, someObserver } from './observer.js';
import { type Evaluated, type InMemory, instanceOf, SpecLimit, type SpecScope } from './scope.js';

type Evaluate = (scope: SpecScope, expression: SpecExpression) => Evaluated;
type Call = Extract<SpecExpression, { kind: 'call' }>;

/** A view or pure function run in the current state; defined where it does not revert. */
export function callView(scope: SpecScope, expression: Call, evaluate: Evaluate): Evaluated {
  const { result, type, defined } = runView(scope, expression, evaluate);
  if (!isScalar(type)) throw new SpecLimit(`a whole ${type.kind} as a value`);
  // Where it always reverts there is no value: not defined, whatever stands for it.
  if (result === undefined)
    return {
      term: freshScalar(scope.world, expression.function.name, type),
      defined: scope.world.bank.false_,
    };
  return { term: result, defined };
}

/** The struct or array that a view function returns, in the memory at its end. */
export function callForObject(scope: SpecScope, expression: Call, evaluate: Evaluate): InMemory {
  const { result, type, defined, state } = runView(scope, expression, evaluate);
  if (result !== undefined && state !== undefined) return { term: result, type, defined, state };
  // Where it always reverts: not defined, whatever stands for it.
  const some = arbitraryValue(scope.world, scope.state, type, expression.function.name);
  return { term: some.term, type, defined: scope.world.bank.false_, state: some.state };
}

/** `runFunction`, with what memory cannot express as a limit of the claim. */
function runInMemory(...args: Parameters<typeof runFunction>): ReturnType<typeof runFunction> {
  try {
    return runFunction(...args);
  } catch (error) {
    if (error instanceof MemoryLimit) throw new SpecLimit(error.message);
    throw error;
  }
}

interface ViewRun {
  /** Undefined where it always reverts. */
  readonly result: Term | undefined;
  readonly state: State | undefined;
  readonly type: IrType;
  readonly defined: Term;
}

function runView(scope: SpecScope, expression: Call, evaluate: Evaluate): ViewRun {
  const { world } = scope;
  const { bank } = world;
  const instance = instanceOf(world, expression.contract);
  const entry = instance.contract.entries.find((e) => e.signature === expression.function.signature);
  const fn =
    entry !== undefined
      ? instance.contract.functions.get(entry.function)
      : [...instance.contract.functions.values()].find(
          (f) =>
            // By its very declaration: a base may have another of the same name.
            f.name.endsWith(`.${expression.function.name}`) &&
            f.span.start === expression.function.location.start &&
            f.span.end === expression.function.location.end,
        );
  if (fn === undefined)
    throw new SpecLimit(`a call of ${expression.function.signature}, which no code of the contract uses`);
  if (fn.parameters.some((local) => local.holds !== 'value'))
    throw new SpecLimit(`a call of ${expression.function.signature} with structs or arrays`);
  if (fn.results.some((local) => local.holds === 'storage'))
    throw new SpecLimit(`what ${expression.function.signature} returns, a place in storage`);
  const args = expression.arguments.map((a) => evaluate(scope, a));
  // Exact spec integers must fit the parameters, else the call is not defined.
  const fits = bank.and(
    ...fn.parameters.map((p, i) => inRangeTerm(bank, (args[i] as Evaluated).term, p.type)),
  );
  const effects = noEffects();
  const transaction: Observer = scope.transaction ?? scope.observer ?? someObserver(world);
  const run = runInMemory(
    {
      world,
      instance,
      sender: transaction.sender,
      value: bank.int(0n),
      transaction,
      effects,
      stack: [],
      readonly: true,
      unknownCode: scope.unknownCode,
    },
    fn,
    args.map((a) => a.term),
    scope.state,
  );
  const limit = effects.incomplete.find((i) => bank.and(scope.state.path.all, i.condition) !== bank.false_);
  if (limit !== undefined) throw new SpecLimit(`${limit.what} (in ${fn.name})`);
  const reverts = bank.or(...effects.reverts.map((r) => r.condition));
  const [result] = run.results;
  const [declared] = fn.results;
  if (declared === undefined) throw new SpecLimit(`the result of ${fn.name}, which returns nothing`);
  const { type } = declared;
  if (run.normal === undefined || result === undefined)
    return { result: undefined, state: undefined, type, defined: bank.false_ };
  const defined = bank.and(...args.map((a) => a.defined), fits, bank.not(reverts));
  return { result: result as Term, state: run.normal, type, defined };
}
