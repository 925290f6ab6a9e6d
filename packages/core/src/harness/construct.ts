// Deployment of one instance: zero storage, then the constructor with arbitrary arguments.
import type { Term } from '@surety/solvers';
import type { EntryPoint, Local } from '../ir/ir.js';
import { constructionOf } from '../symbolic/callee.js';
import { tick } from '../symbolic/clock.js';
import { runFunction } from '../symbolic/execute.js';
import { moveEther } from '../symbolic/external-call.js';
import { joinStates } from '../symbolic/join.js';
import type { LocalValue, State } from '../symbolic/state.js';
import {
  type Effects,
  type Frame,
  freshScalar,
  type Instance,
  noEffects,
  type TransactionContext,
  type UnknownCode,
  type World,
  whileRunning,
  withZeroStorage,
} from '../symbolic/world.js';
import { assumePayable, signed } from './transaction.js';
import { arbitraryArguments, withinModel } from './within-model.js';

export interface ConstructorRun {
  readonly instance: Instance;
  readonly sender: Term;
  readonly value: Term;
  readonly context: TransactionContext;
  readonly arguments: readonly { readonly local: Local; readonly value: LocalValue }[];
  /** Before the ether moved; structs and arrays that are given lie in its memory. */
  readonly pre: State;
  /** Undefined when deployment always reverts. */
  readonly post: State | undefined;
  readonly effects: Effects;
}

/** The constructor as the hooks of a specification know it. */
const CONSTRUCTOR: EntryPoint = {
  kind: 'function',
  name: 'constructor',
  signature: 'constructor',
  function: '',
  payable: true,
  mutability: 'payable',
};

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
  const begun = signed(
    world,
    tick(world, assumePayable(world, request.state, sender, value), context),
    sender,
    context,
  );
  const blank = withFreeParameters(world, withZeroStorage(world, begun, instance), instance);
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
    const { normal, stops } = whileRunning({ frame, entry: undefined, start: moved }, () =>
      runFunction(frame, fn, values, moved),
    );
    const end = joinStates(world.bank, moved.path, normal === undefined ? stops : [normal, ...stops]);
    return {
      given,
      end:
        end === undefined ? undefined : world.hooks.atCall('after', frame, end, CONSTRUCTOR, values, [], pre),
      pre,
    };
  });
  const post = ran?.end === undefined ? undefined : { ...ran.end, locals: request.state.locals };
  const made = { pre: ran?.pre ?? blank, arguments: ran?.given ?? [] };
  return { instance, sender, value, context, ...made, post, effects };
}

/** Constants that were made parameters have their values before anything runs. */
function withFreeParameters(world: World, state: State, instance: Instance): State {
  const free = world.parameters.filter((p) => !p.assigned && p.key.startsWith(`${instance.alias}/`));
  if (free.length === 0) return state;
  const storage = new Map(state.storage);
  for (const { key, name, type } of free) storage.set(key, freshScalar(world, name, type));
  return { ...state, storage };
}
