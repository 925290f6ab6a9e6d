// node test/bench/check-speed.mjs [--json FILE]: how long it takes to check (not to prove) a specification of 500 lines against
// OpenZeppelin's Governor: names, types, trivial claims. The time of reading, typing and lowering the Solidity is taken out:
// it is that of a specification of the same contract that says next to nothing. Medians of runs in a warm process.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openSpec } from '@surety/core';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const LINES = 500;
const RUNS = 7;
const LIMIT = 300;
const folder = join(dirname(fileURLToPath(import.meta.url)), 'check-speed');
const require = createRequire(import.meta.url);

const sources = {
  resolve(text, from) {
    const path = text.startsWith('.')
      ? join(dirname(from), text)
      : text.startsWith('@')
        ? require.resolve(text)
        : join(folder, text);
    return { path, text: readFileSync(path, 'utf8') };
  },
};

/** What is said of proposals, of one after the other, until the file has 500 lines. */
function longSpec() {
  const text = readFileSync(join(folder, 'governor.surety'), 'utf8');
  const lines = text.trimEnd().split('\n');
  for (let i = 1; lines.length + 17 <= LINES; i++) {
    lines.push(
      `define tally${i} = votes(${i}) + ${i};`,
      `invariant end${i}: _proposals[${i}].executed => !_proposals[${i}].canceled && exists_(${i}) using unborn(${i});`,
      `invariant tally_sum${i}(address a): _proposalVotes[${i}].hasVoted[a] => tally${i} >= ${i} && castsOf[${i}] >= 0 || casts > 0;`,
      `opened${i}: only propose may change _proposals[${i}].voteStart, _proposals[${i}].voteDuration;`,
      `_proposalVotes[${i}].forVotes, _proposalVotes[${i}].againstVotes never decrease;`,
      `rule late${i}(uint8 s, address a) using end${i}, window {`,
      `    uint before${i} = tally${i};`,
      `    assume exists_(${i}) && _proposals[${i}].voteStart > ${i} ** 2 + _votingDelay;`,
      `    wait until block.number > _proposals[${i}].voteStart + _proposals[${i}].voteDuration + ${i};`,
      `    try castVote(${i}, s) by a at t;`,
      `    assert reverted || t.number > ${i};`,
      `    assert votes(${i}) + ${i} == before${i} || succeeded && changed(_proposalVotes[${i}].hasVoted[a]);`,
      '}',
      `can vote${i}(address a) when exists_(${i}), !_proposalVotes[${i}].hasVoted[a]:`,
      `    castVote(${i}, 1) by a`,
      `    reaches _proposalVotes[${i}].forVotes >= old(_proposalVotes[${i}].forVotes);`,
    );
  }
  while (lines.length < LINES) lines.push('// .');
  return lines.join('\n');
}

const short = 'contract VotingGovernor from "VotingGovernor.sol";\ninvariant period: _votingPeriod > 0;\n';
const long = longSpec();

/** Milliseconds of opening a specification; throws what is wrong with it. */
function open(text) {
  const spec = { path: join(folder, 'governor.surety'), text };
  const start = performance.now();
  const { diagnostics } = openSpec({ spec, sources, readSpec: () => undefined });
  const time = performance.now() - start;
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((each) => `${each.code}: ${each.message}`).join('\n'));
  return time;
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const first = open(short);
open(long);
const loading = median(Array.from({ length: RUNS }, () => open(short)));
const whole = median(Array.from({ length: RUNS }, () => open(long)));
const result = {
  lines: long.split('\n').length,
  firstMs: Math.round(first),
  solidityMs: Math.round(loading),
  withSpecMs: Math.round(whole),
  checkMs: Math.round(whole - loading),
};
console.log(
  `${result.lines} lines: ${result.checkMs} ms to check, beside ${result.solidityMs} ms for the Solidity (${result.firstMs} ms the first time)`,
);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, undefined, 2)}\n`);
if (result.checkMs > LIMIT) {
  console.error(`more than ${LIMIT} ms`);
  process.exitCode = 1;
}
