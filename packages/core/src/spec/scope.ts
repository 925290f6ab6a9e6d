// Where a spec expression is evaluated: which states, which transaction, which values its variables have.
import type { Term } from '@surety/solvers';
import { GHOST, type SpecVariable } from '@surety/spec-lang';
import type { IrType } from '../ir/ir.js';
import type { LocalValue, State } from '../symbolic/state.js';
import type { Instance, TransactionContext, UnknownCode, World } from '../symbolic/world.js';
import type { Observer } from './observer.js';

/** A call that a rule named (`at t`): its block, who made it, and which function it was. */
export interface NamedCall extends TransactionContext {
  readonly sender: Term;
  readonly value: Term;
  /** Whether it called the entry point with this signature. */
  readonly calls: (signature: string) => Term;
}

export interface SpecScope {
  readonly world: World;
  /** The instance that `this` denotes. */
  readonly self: Instance;
  readonly state: State;
  /** What `old` refers to; the state itself where nothing happened yet. */
  readonly old: State;
  /** `state s = here;` */
  readonly saved: ReadonlyMap<string, State>;
  readonly variables: ReadonlyMap<SpecVariable, Term>;
  /** Structs and arrays that variables stand for: arguments as they were given, results as they were returned. */
  readonly objects?: ReadonlyMap<SpecVariable, MemoryObject> | undefined;
  readonly blocks: ReadonlyMap<SpecVariable, NamedCall>;
  readonly transaction: (TransactionContext & { readonly sender: Term; readonly value: Term }) | undefined;
  /** Who asks views where there is no transaction; absent: someone else every time. */
  readonly observer?: Observer | undefined;
  /** Whether the last `try` call succeeded. */
  readonly succeeded: Term | undefined;
  readonly unknownCode: UnknownCode;
  /** When contracts outside are asked, now and in `old`; absent: every question is asked at a moment of its own. */
  readonly moment?: Moment | undefined;
  readonly oldMoment?: Moment | undefined;
  /** Values of the locals of the loop that an invariant is about. */
  readonly loopLocals?: ReadonlyMap<string, Term>;
  /** Its locals that point into memory or storage. */
  readonly loopObjects?: ReadonlyMap<string, { readonly value: LocalValue; readonly type: IrType }>;
}

/**
 * A moment at which contracts outside may be asked: the symbol that stands for it, by the storage then. A state that is
 * evaluated in the scope of another moment by mistake has other storage, and gets answers of its own.
 */
export type Moment = Map<State['storage'], Term>;

/** A struct or an array in the memory of a state, whatever becomes of that memory later. */
export interface MemoryObject {
  readonly reference: Term;
  readonly type: IrType;
  readonly state: State;
}

/** A spec expression's value and the condition under which it is defined. */
export interface Evaluated {
  readonly term: Term;
  readonly defined: Term;
}

/** Thrown where a spec needs something the model does not offer; the claim then is `unknown` with this text. */
export class SpecLimit extends Error {}

/** A value that was reached through memory, and the state whose memory it lies in. */
export type InMemory = Evaluated & { readonly type: IrType; readonly state: State };

/** The instance with this alias; ghost variables have one of their own. */
export function instanceOf(world: World, alias: string): Instance {
  if (alias === GHOST && world.ghosts !== undefined) return world.ghosts;
  const instance = world.instances.find((i) => i.alias === alias);
  if (instance === undefined) throw new Error(`no instance ${alias}`);
  return instance;
}
