// Stands in for a solver thread: its request's text says what it does. `workerData.served` counts attempts over threads.
import { parentPort, workerData } from 'node:worker_threads';

const attempts = new Int32Array(workerData.attempts);
parentPort.postMessage({ kind: 'ready' });
parentPort.on('message', ({ text }) => {
  const attempt = Atomics.add(attempts, 0, 1);
  const done = (output) => parentPort.postMessage({ kind: 'done', output });
  if (text === 'die-once' && attempt === 0) throw new Error('instance died');
  else if (text === 'die') throw new Error('instance died');
  else if (text === 'exit') process.exit(3);
  else if (text === 'memory')
    parentPort.postMessage({ kind: 'failed', message: 'Cannot enlarge memory', outOfMemory: true });
  else if (text === 'spin') for (;;);
  else if (text === 'prove') {
    parentPort.postMessage({ kind: 'provisional', output: 'unsat' });
    for (;;);
  } else done(text);
});
