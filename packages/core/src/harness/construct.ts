// Deployment of one instance: zero storage, then the constructor with arbitrary arguments.
import type { Term } from '@surety/solvers';
import type { Local } from '../ir/ir.js';
import { runFunction } from '../symbolic/execute.js';
import { constructionOf, moveEther } from '../symbolic/external-call.js';
import { arbitraryValue } from '../symbolic/inputs.js';
import { joinStates } from '../symbolic/join.js';
import type { LocalValue, State } from '../symbolic/state.js';
import {
  type Effects,
  type Frame,
  type Instance,
  noEffects,
  type TransactionContext,
  type UnknownCode,
  type World,
  withZeroStorage,
} from '../symbolic/world.js';
import { assumePayable } from './transaction.js';

export interface ConstructorRun {
  readonly instance: Instance;
  readonly sender: Term;
  readonly value: Term;
  readonly context: TransactionContext;
  readonly arguments: readonly { readonly local: Local; readonly value: LocalValue }[];
  /** Undefined when deployment always reverts. */
  readonly post: State | undefined;
  readonly effects: Effects;
}

/** Runs the constructor of an instance. */
export function construct(
  world: World,
  request: {
    readonly state: State;
    readonly instance: Instance;
    readonly sender: Term;
    readonly value: Term;
    readonly context: TransactionContext;
    readonly unknownCode: UnknownCode;
  },
): ConstructorRun {
  const { instance, sender, value, context } = request;
  const fn = instance.contract.functions.get(instance.contract.construct);
  if (fn === undefined) throw new Error(`no constructor of ${instance.contract.name}`);
  let pre = withZeroStorage(world, assumePayable(world, request.state, sender, value), instance);
  const args: { local: Local; value: LocalValue }[] = [];
  for (const [i, local] of fn.parameters.entries()) {
    const made = arbitraryValue(world, pre, local.type, local.name === '' ? `argument${i}` : local.name);
    pre = made.state;
    args.push({ local, value: made.term });
  }
  const effects = noEffects();
  const frame: Frame = {
    world,
    instance,
    sender,
    value,
    transaction: context,
    effects,
    stack: [constructionOf(instance)],
    readonly: false,
    unknownCode: request.unknownCode,
  };
  const moved = moveEther(frame, pre, sender, instance.address, value);
  const ran = runFunction(
    frame,
    fn,
    args.map((a) => a.value),
    moved,
  );
  const end = joinStates(
    world.bank,
    moved.path,
    ran.normal === undefined ? ran.stops : [ran.normal, ...ran.stops],
  );
  const post = end === undefined ? undefined : { ...end, locals: request.state.locals };
  return { instance, sender, value, context, arguments: args, post, effects };
}
