// Loop invariants: what a specification says of the head of a loop, evaluated over the locals that the code has there.
import type { Term } from '@surety/solvers';
import type { SpecExpression, TypedSpec } from '@surety/spec-lang';
import type { IrType } from '../ir/ir.js';
import { isPointer, type LocalValue, type State } from '../symbolic/state.js';
import type { Frame, LoopInvariant } from '../symbolic/world.js';
import { arbitraryVariables } from './arbitrary-variables.js';
import { evaluateSpec } from './evaluate-spec.js';
import type { SpecScope } from './scope.js';

/** The loop invariants of a specification, by instance alias and loop id: `Bank/Bank.pay#1`. */
export function loopInvariants(spec: TypedSpec): ReadonlyMap<string, readonly LoopInvariant[]> {
  const found = new Map<string, LoopInvariant[]>();
  for (const assumption of spec.assumptions) {
    if (assumption.kind !== 'loopInvariant') continue;
    const { contract, loop, condition, text } = assumption;
    const key = `${contract}/${loop.id}`;
    const invariant: LoopInvariant = {
      text,
      holds(frame, state) {
        const { term, defined } = evaluateSpec(scopeOf(frame, state), condition);
        return frame.world.bank.and(defined, term);
      },
      fails: (frame, state) => refuted(scopeOf(frame, state), condition),
    };
    found.set(key, [...(found.get(key) ?? []), invariant]);
  }
  return found;
}

/** A condition that is not true or not defined; what is said of all values is refuted by some. */
function refuted(scope: SpecScope, condition: SpecExpression): Term {
  const { world } = scope;
  const { bank } = world;
  if (condition.kind === 'binary' && condition.operator === '&&')
    return bank.or(refuted(scope, condition.left), refuted(scope, condition.right));
  if (condition.kind === 'binary' && condition.operator === '=>') {
    const premise = evaluateSpec(scope, condition.left);
    const wrong = bank.and(premise.term, refuted(scope, condition.right));
    return bank.or(bank.not(premise.defined), wrong);
  }
  if (condition.kind === 'quantifier' && condition.quantifier === 'forall') {
    const { values, facts } = arbitraryVariables(world, condition.variables);
    const variables = new Map([...scope.variables, ...values]);
    return bank.and(...facts, refuted({ ...scope, variables }, condition.body));
  }
  const { term, defined } = evaluateSpec(scope, condition);
  return bank.not(bank.and(defined, term));
}

function scopeOf(frame: Frame, state: State): SpecScope {
  const scalars = new Map<string, LocalValue>();
  const objects = new Map<string, { readonly value: LocalValue; readonly type: IrType }>();
  // A name that is declared again means the local that was declared last.
  for (const [local, value] of state.locals) {
    scalars.delete(local.name);
    objects.delete(local.name);
    if (local.holds === 'value') scalars.set(local.name, value);
    else objects.set(local.name, { value, type: local.type });
  }
  return {
    world: frame.world,
    self: frame.instance,
    state,
    old: state,
    saved: new Map(),
    variables: new Map(),
    blocks: new Map(),
    transaction: { ...frame.transaction, sender: frame.sender, value: frame.value },
    succeeded: undefined,
    unknownCode: { run: (_frame, s) => s },
    loopLocals: new Map([...scalars].flatMap(([name, value]) => (isPointer(value) ? [] : [[name, value]]))),
    loopObjects: objects,
  };
}
