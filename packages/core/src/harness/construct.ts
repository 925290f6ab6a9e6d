// Deployment of one instance: zero storage, then the constructor with arbitrary arguments.
import type { Term } from '@surety/solvers';
import type { Local } from '../ir/ir.js';
import { constructionOf } from '../symbolic/callee.js';
import { runFunction } from '../symbolic/execute.js';
import { moveEther } from '../symbolic/external-call.js';
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
import { arbitraryArguments, withinModel } from './within-model.js';

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
  const blank = withZeroStorage(world, assumePayable(world, request.state, sender, value), instance);
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
  const ran = withinModel(effects, blank, fn.span, () => {
    const { state: pre, given } = arbitraryArguments(world, blank, fn);
    const moved = moveEther(frame, pre, sender, instance.address, value);
    const values = given.map((a) => a.value);
    const { normal, stops } = runFunction(frame, fn, values, moved);
    return {
      given,
      end: joinStates(world.bank, moved.path, normal === undefined ? stops : [normal, ...stops]),
    };
  });
  const post = ran?.end === undefined ? undefined : { ...ran.end, locals: request.state.locals };
  return { instance, sender, value, context, arguments: ran?.given ?? [], post, effects };
}
