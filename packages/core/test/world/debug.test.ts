import { afterAll, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { disposeSolver } from '../support/prove.js';
import { run } from './replay.js';
afterAll(disposeSolver);
it('x', async () => {
  const r = await run(readFileSync('/tmp/d.surety', 'utf8'), readFileSync('/tmp/d.sol', 'utf8'));
  if (r.kind === 'rejected') throw new Error('rejected ' + r.diagnostics.map((d) => d.message).join());
  writeFileSync('/tmp/out.txt', r.report.claims.map((c) => `${c.name} ${c.verdict.kind} ${c.inferred.join(' ; ')}\n${c.obligations.map(o => `  ${o.id} ${o.status} ${o.solver} ${o.hypotheses}`).join('\n')}`).join('\n'));
}, 300000);
