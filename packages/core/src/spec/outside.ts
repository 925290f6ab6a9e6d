// What a specification takes as given of functions: ranges and moves of what outside ones return, and summaries.
//
// `moves at most n/d per block` is read as weakly as the words allow: of two answers in a row that the code got, in one block
// or in blocks next to each other, the second differs from the first by at most n/d of the first. Over more blocks nothing is
// said. What `old answer` means is kept as ghost state; other contracts may have asked in between, which changes nothing.
import type { Term } from '@surety/solvers';
import {
  type Assumption,
  GHOST,
  type OutsideCall,
  type SpecVariable,
  type TypedSpec,
} from '@surety/spec-lang';
import { EXACT_INT, inRangeTerm } from '../encode/sorts.js';
import type { IrFunction, IrType, StorageVariable } from '../ir/ir.js';
import { restrict } from '../symbolic/flow.js';
import type { State, StoragePath } from '../symbolic/state.js';
import { readStorage, writeStorage } from '../symbolic/storage.js';
import type { Answers, Frame, Instance, Summary, World } from '../symbolic/world.js';
import { asksOutside, misplacedQuestion } from './asked.js';
import { evaluateSpec, instanceOf } from './evaluate-spec.js';
import type { Evaluated, SpecScope } from './scope.js';
import { assumptionExpressions } from './visit-spec.js';

type Moves = Extract<Assumption, { kind: 'returnMoves' }>;

/** Why an assumption of a specification cannot be modeled; undefined when all can. */
export function unmodeledAssumption(spec: TypedSpec): string | undefined {
  const misplaced = misplacedQuestion(spec);
  if (misplaced !== undefined) return misplaced;
  const wrong = spec.assumptions.find((assumption) => {
    if (assumptionExpressions(assumption).some(asksOutside)) return true;
    switch (assumption.kind) {
      case 'returnMoves':
        // Answers to different questions have nothing to do with one another.
        return assumption.call.receiver === undefined || assumption.call.function.parameters.length > 0;
      case 'returnRange':
        return assumption.call.receiver === undefined;
      case 'model': {
        const { subject } = assumption;
        return !spec.links.some(
          (link) =>
            link.model !== undefined &&
            subject.kind === 'state' &&
            link.contract === subject.contract &&
            link.variable === subject.variable,
        );
      }
      default:
        return false;
    }
  });
  return wrong === undefined ? undefined : `the assumption \`${wrong.text}\``;
}

/** Ghost variables for the last answer of each function whose answers move slowly. */
export function answerVariables(spec: TypedSpec): readonly StorageVariable[] {
  const variable = (id: string, type: IrType): StorageVariable => ({
    id,
    name: id,
    declaredIn: GHOST,
    type,
    mutability: 'mutable',
    span: { file: 0, start: 0, end: 0 },
  });
  return movesOf(spec).flatMap((_, i) => [
    variable(`answer.${i}`, EXACT_INT),
    variable(`answer.${i}.block`, EXACT_INT),
    variable(`answer.${i}.known`, { kind: 'bool' }),
  ]);
}

function movesOf(spec: TypedSpec): readonly Moves[] {
  return spec.assumptions.filter((assumption) => assumption.kind === 'returnMoves');
}

/** What is assumed of the answers of unknown code; undefined where nothing is. */
export function outsideAnswers(spec: TypedSpec): Answers | undefined {
  const about = spec.assumptions.filter(
    (a) =>
      (a.kind === 'returnRange' || a.kind === 'returnMoves' || a.kind === 'summary') &&
      a.call.receiver !== undefined,
  );
  if (about.length === 0) return undefined;
  const moves = movesOf(spec);
  return (frame, { before, target, signature, args }, result, after) => {
    const { world } = frame;
    const { bank } = world;
    let current: State | undefined = after;
    for (const assumption of about) {
      if (
        assumption.kind !== 'returnRange' &&
        assumption.kind !== 'returnMoves' &&
        assumption.kind !== 'summary'
      )
        continue;
      const { call } = assumption;
      if (call.function.signature !== signature || call.receiver === undefined || current === undefined)
        continue;
      const scope = scopeIn(world, call, before);
      const receiver = evaluateSpec(scope, call.receiver);
      const asked = bank.and(receiver.defined, bank.eq(target, receiver.term));
      if (asked === bank.false_) continue;
      if (assumption.kind === 'returnRange') {
        const low = evaluateSpec(scope, assumption.low);
        const high = evaluateSpec(scope, assumption.high);
        const range = bank.and(bank.le(low.term, result), bank.le(result, high.term));
        current = restrict(frame, current, bank.implies(bank.and(asked, low.defined, high.defined), range));
      } else if (assumption.kind === 'summary') {
        const { term, defined } = summaryOf(scope, assumption.parameters, args, assumption.result);
        current = restrict(frame, current, bank.implies(asked, bank.and(defined, bank.eq(result, term))));
      } else current = slowly(frame, current, assumption, moves.indexOf(assumption), asked, result);
    }
    return current;
  };
}

/**
 * What is assumed of the range of answers, for those that a claim asks for: a value within the range stands for itself, any
 * other for the lowest one. So every answer that the assumption allows is some value, and none beyond it is.
 */
export function answerLimits(spec: TypedSpec): (world: () => World) => World['limitAnswer'] {
  const ranges = spec.assumptions.filter((a) => a.kind === 'returnRange');
  return (world) =>
    ranges.length === 0
      ? undefined
      : (state, target, signature, value) => {
          const { bank } = world();
          return ranges.reduce((term, { call, low, high }) => {
            if (call.function.signature !== signature || call.receiver === undefined) return term;
            const scope = scopeIn(world(), call, state);
            const [receiver, least, most] = [call.receiver, low, high].map((e) => evaluateSpec(scope, e)) as [
              Evaluated,
              Evaluated,
              Evaluated,
            ];
            const asked = bank.and(
              receiver.defined,
              bank.eq(target, receiver.term),
              least.defined,
              most.defined,
            );
            const inside = bank.and(bank.le(least.term, term), bank.le(term, most.term));
            return bank.ite(bank.and(asked, bank.not(inside)), least.term, term);
          }, value);
        };
}

/** Assumes that an answer is near the last one, and keeps it as the last one. */
function slowly(
  frame: Frame,
  state: State,
  { numerator, denominator }: Moves,
  index: number,
  asked: Term,
  result: Term,
): State | undefined {
  const { world } = frame;
  const { bank } = world;
  const path = (suffix: string): StoragePath => ({
    kind: 'path',
    instance: -1,
    prefix: `${GHOST}/answer.${index}${suffix}`,
    keys: [],
  });
  const [last, block, known] = ['', '.block', '.known'].map((s) => readStorage(world, state, path(s))) as [
    Term,
    Term,
    Term,
  ];
  const now = frame.transaction.number;
  const soon = bank.le(now, bank.add(block, bank.int(1n)));
  const change = bank.mul(bank.sub(result, last), bank.int(denominator));
  const most = bank.mul(last, bank.int(numerator));
  const near = bank.implies(
    bank.and(asked, known, soon, bank.le(block, now), bank.le(bank.int(0n), last)),
    bank.and(bank.le(change, most), bank.le(bank.neg(most), change)),
  );
  let current = restrict(frame, state, near);
  const keep = (suffix: string, value: Term, old: Term): void => {
    if (current !== undefined)
      current = writeStorage(world, current, path(suffix), bank.ite(asked, value, old));
  };
  keep('', result, last);
  keep('.block', now, block);
  keep('.known', bank.true_, known);
  return current;
}

/** Summaries of own functions, by instance alias and function id. */
export function ownSummaries(spec: TypedSpec, instances: readonly Instance[]): ReadonlyMap<string, Summary> {
  const summaries = new Map<string, Summary>();
  for (const assumption of spec.assumptions) {
    if (assumption.kind !== 'summary' || assumption.call.receiver !== undefined) continue;
    const { call, parameters, result } = assumption;
    const instance = instances.find((i) => i.alias === call.contract);
    const fn = instance === undefined ? undefined : ownFunction(instance, call);
    if (fn === undefined || fn.results[0]?.holds !== 'value') continue;
    const { type } = fn.results[0];
    summaries.set(`${call.contract}/${fn.id}`, (frame, state, args) => {
      const { term, defined } = summaryOf(scopeIn(frame.world, call, state), parameters, args, result);
      const fits = inRangeTerm(frame.world.bank, term, type);
      return { term, defined: frame.world.bank.and(defined, fits) };
    });
  }
  return summaries;
}

/** The code of an own function (or one of a library) that a summary is about. */
export function ownFunction(instance: Instance, { function: wanted }: OutsideCall): IrFunction | undefined {
  const declared = [...instance.contract.functions.values()].find(
    (fn) =>
      (fn.name === wanted.name || fn.name.endsWith(`.${wanted.name}`)) &&
      fn.span.start === wanted.location.start &&
      fn.span.end === wanted.location.end,
  );
  if (declared === undefined || declared.parameters.some((local) => local.holds !== 'value'))
    return undefined;
  return declared;
}

/** The value that a summary gives for arguments. */
export function summaryOf(
  scope: SpecScope,
  parameters: readonly SpecVariable[],
  args: readonly Term[],
  result: Extract<Assumption, { kind: 'summary' }>['result'],
): Evaluated {
  const variables = new Map(parameters.map((variable, i) => [variable, args[i] as Term] as const));
  return evaluateSpec({ ...scope, variables }, result);
}

/** The scope of what is said about a function, in the state in which it is called. */
export function scopeIn(world: World, { contract }: OutsideCall, state: State): SpecScope {
  return {
    world,
    self: instanceOf(world, contract),
    state,
    old: state,
    saved: new Map(),
    variables: new Map(),
    blocks: new Map(),
    transaction: undefined,
    succeeded: undefined,
    unknownCode: { run: (_frame, s) => s },
  };
}
