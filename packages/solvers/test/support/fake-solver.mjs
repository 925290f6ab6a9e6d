#!/usr/bin/env node
// Stands in for a native solver: what it answers is said by an assertion named `fake-<behavior>` in its input.
let text = '';
for await (const chunk of process.stdin) text += chunk;
const behavior = /fake-(\w+)/.exec(text)?.[1] ?? 'none';
const core = text.includes('(get-unsat-core)');
const answers = {
  sat: 'sat\n(\n  (define-fun x () Int\n    (- 4))\n)\n(:reason-unknown "")\n',
  unsat: core ? 'unsat\n(a!0~one)\n' : 'unsat\n(error "model is not available")\n(:reason-unknown "")\n',
  flaky: core ? 'unknown\n' : 'unsat\n(error "model is not available")\n',
  unknown:
    'unknown\n(error "model is not available")\n(:reason-unknown "(incomplete (theory arithmetic))")\n',
  spent: 'unknown\n(error "model is not available")\n(:reason-unknown "max. resource limit exceeded")\n',
  error: '(error "line 1: unknown constant y")\nunsat\n',
  garbage: '%%% not a verdict (((',
  model: 'sat\n((define-fun x () Int (mystery 1)))\n',
  echo: `unknown\n(:reason-unknown "${text.replace(/[^ -~]+/g, ' ').replace(/"/g, '')}")\n`,
};
if (behavior === 'memory') {
  console.error('terminate called after throwing: std::bad_alloc');
  process.exitCode = 134;
} else if (behavior === 'crash') {
  process.kill(process.pid, 'SIGKILL');
} else if (behavior === 'hang') {
  setTimeout(() => {}, 3_600_000);
} else process.stdout.write(answers[behavior] ?? '');
