// The obligations of one claim, checked side by side. When a run that breaks the claim was found meanwhile, those that take
// long are cancelled. What is reported of each does not depend on timing: whether an obligation is one of those that take
// long is a matter of its first rung, and that has a budget of its own.
import type { SolverBackend } from '@surety/solvers';
import {
  type CheckedObligation,
  checkObligation,
  type PreparedObligation,
  type SolvingLimits,
} from '../session/check-obligation.js';

/** What is told while obligations are checked. */
export interface SiblingEvents {
  readonly onFinished: (checked: CheckedObligation) => void;
  /** The first obligation was not decided soon. */
  readonly onLong?: () => void;
  /** The first obligation failed; whether on its first rung. */
  readonly onFailed: (atOnce: boolean) => void;
}

/** Obligations under way. */
export interface Siblings {
  /** All of them in the order given. */
  readonly finished: Promise<readonly CheckedObligation[]>;
  /** Nobody needs to know any more: what takes long is given up, what is about to end ends. */
  readonly cancelLong: () => void;
  /** What is reported after that: those that take long are `skipped`, even where one had ended by then. */
  readonly withoutLong: () => Promise<readonly CheckedObligation[]>;
}

/** Starts to check the obligations of a claim. */
export function checkSiblings(
  obligations: readonly PreparedObligation[],
  solver: SolverBackend,
  limits: SolvingLimits,
  signal: AbortSignal | undefined,
  events: SiblingEvents,
): Siblings {
  const long = new Set<PreparedObligation>();
  const controllers = new Map<PreparedObligation, AbortController>();
  let cancelled = false;
  let failed = false;
  const check = async (one: PreparedObligation): Promise<CheckedObligation> => {
    const controller = follower(signal);
    controllers.set(one, controller);
    const onLong = (): void => {
      if (long.size === 0) events.onLong?.();
      long.add(one);
      if (cancelled) controller.abort();
    };
    const result = await checkObligation(one, solver, limits, controller.signal, onLong);
    controllers.delete(one);
    if (cancelled && long.has(one)) return result;
    events.onFinished(result);
    if (!failed && result.outcome.kind === 'failed') {
      const atOnce = !long.has(one);
      failed = atOnce;
      events.onFailed(atOnce);
    }
    return result;
  };
  const finished = Promise.all(obligations.map(check));
  return {
    finished,
    cancelLong: () => {
      cancelled = true;
      for (const [one, controller] of controllers) if (long.has(one)) controller.abort();
    },
    withoutLong: async () =>
      (await finished).map((result, i) =>
        long.has(obligations[i] as PreparedObligation)
          ? { ...result, outcome: { kind: 'skipped' }, rung: undefined, core: undefined, cached: false }
          : result,
      ),
  };
}

/** A controller that is used as soon as the given signal fires. */
export function follower(signal: AbortSignal | undefined): AbortController {
  const controller = new AbortController();
  const follow = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) follow();
  signal?.addEventListener('abort', follow, { once: true });
  // Signals outlive what follows them.
  controller.signal.addEventListener('abort', () => signal?.removeEventListener('abort', follow), {
    once: true,
  });
  return controller;
}
