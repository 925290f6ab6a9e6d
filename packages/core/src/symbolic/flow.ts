// Where control goes after a statement, and the small operations on it that every statement rule shares.
import type { Term } from '@surety/solvers';
import type { Span } from '../frontend/typed-program.js';
import { joinStates } from './join.js';
import { extendPath } from './path-condition.js';
import type { State } from './state.js';
import type { Frame } from './world.js';

/** Where control goes: on to the next statement, and out of enclosing constructs. */
export interface Flow {
  readonly normal: State | undefined;
  readonly jumps: readonly Jump[];
}

/** `stop` ends the whole external call successfully (selfdestruct). */
export interface Jump {
  readonly kind: 'break' | 'continue' | 'return' | 'stop';
  readonly state: State;
}

const NO_JUMPS: readonly Jump[] = [];

/** Joins the normal end with the jumps of one kind; the other jumps go on. */
export function settle(frame: Frame, start: State, flow: Flow, kind: Jump['kind']): Flow {
  const caught = flow.jumps.filter((jump) => jump.kind === kind).map((jump) => jump.state);
  const states = flow.normal === undefined ? caught : [...caught, flow.normal];
  return {
    normal: joinStates(frame.world.bank, start.path, states),
    jumps: flow.jumps.filter((jump) => jump.kind !== kind),
  };
}

/** The state under one more condition; undefined when the path is dead. */
export function restrict(frame: Frame, state: State, condition: Term): State | undefined {
  const path = extendPath(frame.world.bank, state.path, condition);
  return path === undefined ? undefined : path === state.path ? state : { ...state, path };
}

/** Ends the path as incomplete. */
export function cutOff(
  frame: Frame,
  state: State,
  code: string,
  what: string,
  span: Span,
  kind: 'unsupported' | 'bound' = 'unsupported',
): Flow {
  frame.effects.incomplete.push({ kind, condition: state.path.all, code, what, span });
  return next(undefined);
}

/** A flow without jumps. */
export function next(state: State | undefined): Flow {
  return { normal: state, jumps: NO_JUMPS };
}
