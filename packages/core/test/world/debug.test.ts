import { afterAll, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { disposeSolver } from '../support/prove.js';
import { run } from './replay.js';
afterAll(disposeSolver);
it('x', async () => {
  const r = await run(readFileSync('/tmp/d.surety', 'utf8'), readFileSync('/tmp/d.sol', 'utf8'));
  if (r.kind === 'rejected') console.log(r.diagnostics.map((d) => d.code + ' ' + d.message + ' ' + JSON.stringify(d.location) + JSON.stringify(d)).join('\n'));
  else for (const c of r.report.claims) console.log(c.name, JSON.stringify(c.verdict, (_k, v) => typeof v === 'bigint' ? v.toString() : v instanceof Map ? [...v] : v, 1).slice(0, 3000), c.obligations.filter(o=>o.status!=='proved').map(o=>o.id+' '+o.status+' '+o.detail), c.inferred);
}, 300000);
