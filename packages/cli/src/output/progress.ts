// Progress on a terminal: one line on stderr, rewritten in place and wiped before anything else is printed.
import type { ProgressEvent } from '@surety/core';
import type { Terminal } from '../terminal.js';
import { cut } from './layout.js';

/** A progress line; all functions do nothing when stderr is not a terminal. */
export interface ProgressLine {
  readonly onEvent: (event: ProgressEvent) => void;
  /** Names the spec that is under way. */
  readonly begin: (spec: string) => void;
  /** Removes the line; it comes back with the next event. */
  readonly clear: () => void;
  readonly stop: () => void;
}

/** Milliseconds between redraws, so that fast provers do not flood a slow terminal. */
const REDRAW = 100;

/** A progress line on `terminal`. */
export function createProgress(terminal: Terminal): ProgressLine {
  if (!terminal.live) return { onEvent: () => {}, begin: () => {}, clear: () => {}, stop: () => {} };
  let spec = '';
  let began = Date.now();
  let shown = false;
  let drawn = '';
  const active = new Map<string, { done: number; total: number; note: string }>();
  let finished = 0;

  const draw = (): void => {
    const claims = [...active].map(([name, at]) =>
      at.note === '' ? `${name} ${at.done}/${at.total}` : `${name} ${at.note}`,
    );
    const seconds = Math.floor((Date.now() - began) / 1000);
    const text = [`proving ${spec}`, `${finished} done`, `${seconds} s`, ...claims].join('  ');
    if (shown && text === drawn) return;
    drawn = text;
    terminal.err(`\r\x1b[2K${terminal.paintErr.dim(cut(text, Math.max(10, terminal.liveWidth - 1)))}`);
    shown = true;
  };
  const clear = (): void => {
    if (shown) terminal.err('\r\x1b[2K');
    shown = false;
  };
  const timer = setInterval(() => {
    if (spec !== '') draw();
  }, REDRAW);
  // The line must never keep the process alive.
  timer.unref();

  return {
    begin: (name) => {
      spec = name;
      began = Date.now();
      finished = 0;
      active.clear();
      draw();
    },
    clear,
    stop: () => {
      clearInterval(timer);
      clear();
      spec = '';
    },
    onEvent: (event) => {
      switch (event.kind) {
        case 'claimStarted':
          active.set(event.claim, { done: 0, total: event.obligations, note: '' });
          return;
        case 'obligationFinished': {
          const at = active.get(event.claim);
          if (at !== undefined) at.done++;
          return;
        }
        case 'searchStarted': {
          const at = active.get(event.claim);
          if (at !== undefined) at.note = `looking for a run of ${event.transactions}`;
          return;
        }
        case 'claimFinished':
          active.delete(event.claim.name);
          finished++;
          return;
        default:
          event satisfies never;
      }
    },
  };
}
