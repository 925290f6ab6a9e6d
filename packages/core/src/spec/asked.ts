// What a claim says a contract outside would answer: `oracle.price()`, where nobody knows the code behind `oracle`.
//
// The answer is arbitrary, but one for each contract, function, arguments and moment. It is a function of these and of a fresh
// symbol for the moment. A moment is shared only by expressions between which nothing happens; wherever that is not known the
// symbol is another one, and then less is known of the answers, never more: in what is to be proved they are any, and in what
// is assumed they are some. The answer that code gets when it asks by itself is not related to any of these, since a contract
// may answer each caller differently. No run is judged by such an answer: the symbol has no value in a replayed state.
import { INT, type Sort, type Term } from '@surety/solvers';
import type { SpecExpression, SpecType, TypedSpec } from '@surety/spec-lang';
import { namedFunction } from '../encode/functions.js';
import { inRangeTerm, zeroOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { type Evaluated, type Moment, SpecLimit, type SpecScope } from './scope.js';
import { visitExpression } from './visit-spec.js';

type Ask = Extract<SpecExpression, { kind: 'ask' }>;

/** How parts of a question are evaluated, and what is known of types. */
export interface Asking {
  readonly evaluate: (scope: SpecScope, expression: SpecExpression) => Evaluated;
  readonly irType: (type: SpecType) => IrType | undefined;
  readonly sort: (type: SpecType) => Sort;
}

/** The answer to a question, within its type and what is assumed of it. */
export function askedValue(scope: SpecScope, ask: Ask, { evaluate, irType, sort }: Asking): Evaluated {
  const { world } = scope;
  const { bank } = world;
  const type = irType(ask.type);
  if (type === undefined || type.kind === 'bytes') throw new SpecLimit(`what ${ask.function.name} answers`);
  const receiver = evaluate(scope, ask.receiver);
  const args = ask.arguments.map((a) => evaluate(scope, a));
  const fits = ask.function.parameters.map(({ type: given }, i) => {
    const expected = irType(given);
    return expected === undefined ? bank.true_ : inRangeTerm(bank, (args[i] as Evaluated).term, expected);
  });
  const inputs = [momentOf(scope), receiver.term, ...args.map((a) => a.term)];
  const domain = [INT, INT, ...ask.function.parameters.map((p) => sort(p.type))];
  const fn = namedFunction(`answer:${ask.function.signature}`, domain, sort(ask.type));
  const answer = bank.call(fn, inputs);
  // Any value of the type is some value of the function: what lies outside stands for the first one.
  const inRange =
    type.kind === 'bool' ? answer : bank.ite(inRangeTerm(bank, answer, type), answer, zeroOf(bank, type));
  return {
    term: world.limitAnswer?.(scope.state, receiver.term, ask.function.signature, inRange) ?? inRange,
    defined: bank.and(receiver.defined, ...args.map((a) => a.defined), ...fits),
  };
}

/** The symbol of the moment at which a scope asks. */
function momentOf(scope: SpecScope): Term {
  const { world, moment, state } = scope;
  const known = moment?.get(state.storage);
  if (known !== undefined) return known;
  const made = world.bank.fresh('moment', INT);
  moment?.set(state.storage, made);
  return made;
}

/** A moment of which nothing is known yet. */
export function newMoment(): Moment {
  return new Map();
}

/** Whether an expression asks a contract outside. */
export function asksOutside(expression: SpecExpression): boolean {
  let found = false;
  visitExpression(expression, (part) => {
    if (part.kind === 'ask') found = true;
  });
  return found;
}

/** The first question of a specification in a place where its answer would have to be remembered or found. */
export function misplacedQuestion(spec: TypedSpec): string | undefined {
  for (const { updates } of spec.hooks)
    for (const { place, value, condition } of updates)
      for (const part of [place, value, condition])
        if (part !== undefined && asksOutside(part))
          return 'the answer of a contract outside in a ghost variable';
  return undefined;
}
