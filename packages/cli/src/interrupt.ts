// Ctrl-C: the first asks the run to stop and clean up, the second ends the process at once.
import { setMaxListeners } from 'node:events';
import { EXIT } from './exit-codes.js';

/** A signal for the run, and a way to put the handlers back. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** How long a stopping run may take before it is ended, milliseconds. */
const GRACE = 3000;
/** A launcher such as npx passes on the signal that the terminal has sent already: this soon it is the same Ctrl-C. */
const ECHO = 300;

/** Listens to SIGINT and SIGTERM. `onFirst` may tell the user that the run is stopping. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  // Every query under way listens to it; that is no leak.
  setMaxListeners(0, controller.signal);
  let firstAt = 0;
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt > ECHO) process.exit(EXIT.interrupted);
      return;
    }
    firstAt = performance.now();
    controller.abort(new Error('interrupted'));
    onFirst();
    setTimeout(() => process.exit(EXIT.interrupted), GRACE).unref();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      // A second Ctrl-C may come while the process winds down: it is to end with the same code.
      if (controller.signal.aborted) return;
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/** Settles as `work` does, or rejects as soon as the signal fires: a step that ignores the signal cannot hold Ctrl-C. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(new Error('interrupted'));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    // Also settles when the caller has gone on already, so that a late failure is not an unhandled one.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
