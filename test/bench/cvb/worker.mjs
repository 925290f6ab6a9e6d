// One process of the public benchmark: keeps a solver warm, checks or verifies one task a message, and tells every
// claim as soon as it is decided, so that a task that is stopped keeps what was known.
import { loadTask } from './dataset.mjs';

const { verify } = await import('@surety/core');
const { createReplayer } = await import('@surety/cli');
const { createZ3Wasm } = await import('@surety/solvers');

const solver = createZ3Wasm({ workers: 1 });
const replayer = createReplayer();

process.on('message', async ({ task, dataset, checkOnly }) => {
  const started = performance.now();
  const cpu = process.cpuUsage();
  const spent = () => {
    const { user, system } = process.cpuUsage(cpu);
    return { milliseconds: performance.now() - started, cpuMilliseconds: (user + system) / 1000 };
  };
  try {
    const loaded = loadTask(dataset, task);
    if (loaded.kind === 'missing') {
      process.send({ kind: 'done', outcome: 'undefined', detail: loaded.reason, ...spent() });
      return;
    }
    const result = await verify(loaded.input, {
      solver,
      parallel: 1,
      ...(checkOnly ? { only: ['(none)'] } : { replayer }),
      onEvent: (event) => {
        if (event.kind === 'claimFinished') process.send({ kind: 'claim', claim: summary(event.claim) });
      },
    });
    if (result.kind === 'rejected') {
      const errors = result.diagnostics.filter((one) => one.severity === 'error');
      const detail = errors.map((one) => `${one.code} ${place(one, result.texts)} ${one.message}`).join('; ');
      process.send({ kind: 'done', outcome: 'undefined', detail, ...spent() });
    } else {
      const claims = result.report.claims.map(summary);
      process.send({ kind: 'done', outcome: 'decided', claims, ...spent() });
    }
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.send({ kind: 'done', outcome: 'crashed', detail, ...spent() });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ kind: 'ready' });

/** What the results file keeps of a claim. */
function summary({ name, verdict, milliseconds, inferred, obligations }) {
  const reason = verdict.reason ?? verdict.searched ?? verdict.bound ?? verdict.trace?.conclusion;
  const trace = verdict.trace ?? verdict.witness;
  return {
    name,
    verdict: verdict.kind,
    milliseconds: Math.round(milliseconds),
    ...(reason === undefined ? {} : { reason }),
    ...(verdict.kind === 'notInductive' ? { entry: verdict.entry } : {}),
    ...(trace === undefined ? {} : { replayed: trace.replayed, run: trace.steps.map(step) }),
    ...(inferred.length === 0 ? {} : { inferred }),
    open: obligations
      .filter((one) => one.status !== 'proved')
      .map((one) => `${one.status}: ${one.description}${one.detail === undefined ? '' : ` (${one.detail})`}`),
  };
}

function step({ kind, function: called, sender, value, arguments: given, outcome, callbacks, block }) {
  const list = given.map((one) => `${one.name}=${one.value}`).join(', ');
  const paid = value === '0' ? '' : ` value ${value}`;
  const ended = outcome.kind === 'revert' ? ` reverts (${outcome.reason})` : '';
  const during = callbacks.length === 0 ? '' : ` [${callbacks.join('; ')}]`;
  return `${kind} ${called}(${list}) by ${sender}${paid} at ${block.number}${ended}${during}`;
}

function place({ location }, texts) {
  const text = location === undefined ? undefined : texts.get(location.path);
  if (text === undefined) return '';
  const line = text.slice(0, location.start).split('\n').length;
  return `${location.path.split('/').at(-1)}:${line}`;
}
