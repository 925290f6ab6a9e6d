import type { Replayer } from '@surety/core';
/** placeholder until evm is there */
export function createReplayer(): Replayer {
  return { run: () => Promise.resolve({ kind: 'failed', message: 'none' }) };
}
