// Loop invariants: what a specification says of the head of a loop, evaluated over the locals that the code has there.
import type { SpecExpression, TypedSpec } from '@surety/spec-lang';
import type { IrType } from '../ir/ir.js';
import { isPointer, type LocalValue, type State } from '../symbolic/state.js';
import type { Frame, LoopInvariant } from '../symbolic/world.js';
import { evaluateSpec } from './evaluate-spec.js';
import type { Evaluated, SpecScope } from './scope.js';

/** The loop invariants of a specification, by instance alias and loop id: `Bank/Bank.pay#1`. */
export function loopInvariants(spec: TypedSpec): ReadonlyMap<string, readonly LoopInvariant[]> {
  const found = new Map<string, LoopInvariant[]>();
  for (const assumption of spec.assumptions) {
    if (assumption.kind !== 'loopInvariant') continue;
    const { contract, loop, condition, text } = assumption;
    const key = `${contract}/${loop.id}`;
    const invariant = { text, holds: (frame: Frame, state: State) => holdsAt(frame, state, condition) };
    found.set(key, [...(found.get(key) ?? []), invariant]);
  }
  return found;
}

function holdsAt(frame: Frame, state: State, condition: SpecExpression): Evaluated {
  const scalars = new Map<string, LocalValue>();
  const objects = new Map<string, { readonly value: LocalValue; readonly type: IrType }>();
  // A name that is declared again means the local that was declared last.
  for (const [local, value] of state.locals) {
    scalars.delete(local.name);
    objects.delete(local.name);
    if (local.holds === 'value') scalars.set(local.name, value);
    else objects.set(local.name, { value, type: local.type });
  }
  const scope: SpecScope = {
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
  return evaluateSpec(scope, condition);
}
