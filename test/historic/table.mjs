// Prints the table of the historic bugs: verdicts, seconds to each, transactions in the trace, what forge says.
// node --import ../differential/typescript-loader.mjs table.mjs [name...]
import { findForge, makeProject, runForge } from '../forge/forge-run.ts';
import { historicNames, prepareCase, proveCase, surety, tracesOf } from './historic.ts';

const names = process.argv.length > 2 ? process.argv.slice(2) : historicNames();
const forge = findForge();
const seconds = (claim) => (claim.milliseconds / 1000).toFixed(1);
const words = (report) =>
  report.claims.map((claim) => `${claim.verdict.kind} ${seconds(claim)} s`).join(', ');

console.log('| bug | buggy | transactions | replay | forge buggy | fixed | replay | forge fixed |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const name of names) {
  const one = prepareCase(name);
  const replays = async () => {
    const codes = await Promise.all(tracesOf(one).map((trace) => surety(one.folder, ['replay', trace])));
    return codes.map(({ code }) => (code === 0 ? 'reproduces' : code === 1 ? 'gone' : 'error')).join(', ');
  };
  const tests = async () => {
    if (forge === undefined) return 'not installed';
    if (tracesOf(one).length === 0) return '-';
    makeProject(one.folder);
    try {
      const ran = await runForge(forge, one.folder);
      return ran.map((test) => (test.passed ? 'passes' : `fails: ${test.reason}`)).join(', ');
    } catch (error) {
      return String(error).split('\n').slice(0, 3).join(' ');
    }
  };
  one.use('buggy');
  const buggy = await proveCase(one, true);
  const sizes = buggy.claims.flatMap(({ verdict }) =>
    verdict.kind === 'violated'
      ? [verdict.trace.steps.filter((step) => step.kind === 'transaction').length]
      : [],
  );
  const cells = [name, words(buggy), sizes.join(', '), await replays(), await tests()];
  one.use('fixed');
  cells.push(words(await proveCase(one, false)), await replays(), await tests());
  console.log(`| ${cells.join(' | ')} |`);
  one.dispose();
}
