// What the results of the public benchmark come to: counts by class and use case, beside the published outcomes.

/** The verdict of a task: all claims proved, one violated, or neither. */
export function verdictOf(result) {
  if (result.outcome === 'undefined') return 'not definable';
  const claims = result.claims ?? [];
  if (claims.some((one) => one.verdict === 'violated' || one.verdict === 'impossible')) return 'false';
  const complete = result.outcome === 'decided' && claims.length > 0;
  if (complete && claims.every((one) => one.verdict === 'proved')) return 'true';
  return 'unknown';
}

/** How a verdict stands to the ground truth. */
export function standing(task, result) {
  const verdict = verdictOf(result);
  if (verdict === 'true') return task.truth === 1 ? 'correct' : 'false proved';
  if (verdict === 'false') return task.truth === 0 ? 'correct' : 'false violated';
  return verdict;
}

/** A published outcome in the same words. */
export function publishedStanding(outcome) {
  if (outcome === null || outcome === undefined) return 'absent';
  const plain = outcome.replace('!', '');
  if (plain === 'TP' || plain === 'TN') return 'correct';
  if (plain === 'FP') return 'false proved';
  if (plain === 'FN') return 'false violated';
  return plain === 'ND' ? 'not definable' : 'unknown';
}

/** Rows of the table for people: one for all, one a class, one a use case. */
export function scoreText(rows) {
  const lines = [header()];
  lines.push(row('all', rows));
  const groups = (key) => [...new Set(rows.map((one) => one.task[key]))].sort();
  for (const name of groups('class'))
    lines.push(
      row(
        name,
        rows.filter((one) => one.task.class === name),
      ),
    );
  for (const name of groups('usecase'))
    lines.push(
      row(
        name,
        rows.filter((one) => one.task.usecase === name),
      ),
    );
  lines.push('');
  lines.push(`macro-average over properties: ${percent(macroAverage(rows))} correct`);
  const times = rows.map((one) => one.result.milliseconds).sort((a, b) => a - b);
  const cpu = rows.map((one) => one.result.cpuMilliseconds ?? 0).sort((a, b) => a - b);
  lines.push(
    `time a task: median ${seconds(at(times, 0.5))}, p95 ${seconds(at(times, 0.95))}; ` +
      `processor: median ${seconds(at(cpu, 0.5))}, p95 ${seconds(at(cpu, 0.95))}`,
  );
  return lines.join('\n');
}

/** Every task that is wrong, and why tasks are open, the most frequent reason first. */
export function openText(rows) {
  const lines = [];
  for (const how of ['false proved', 'false violated', 'not definable', 'unknown']) {
    const groups = new Map();
    for (const { task, result } of rows.filter((one) => standing(one.task, one.result) === how)) {
      const why = how.startsWith('false') ? `${task.usecase}/${task.property}` : reasonOf(result);
      const name = how.startsWith('false')
        ? task.version
        : `${task.usecase}/${task.property}/${task.version}`;
      groups.set(why, [...(groups.get(why) ?? []), name]);
    }
    const sorted = [...groups].sort(([, a], [, b]) => b.length - a.length);
    for (const [why, names] of sorted) lines.push(`${how}: ${names.length} ${why}: ${names.join(' ')}`);
  }
  return lines.join('\n');
}

/** Why a task is open, without names and numbers, so that like cases meet. */
function reasonOf({ outcome, detail, claims }) {
  const open = (claims ?? []).find((one) => one.verdict !== 'proved');
  const text =
    outcome === 'decided' ? `${open?.verdict}: ${open?.reason ?? ''}` : `${outcome}: ${detail ?? ''}`;
  return text
    .split('\n')[0]
    .replace(/0x[0-9a-f]+/g, '0x…')
    .replace(/\d+/g, 'N')
    .slice(0, 200);
}

function header() {
  const own = ['tasks', 'correct', '%', 'f.proved', 'f.viol.', 'unknown', 'undef.'];
  const peer = ['certora ok', 'wrong', 'solcmc ok', 'wrong'];
  return pad('', 18) + [...own, ...peer].map((one) => one.padStart(10)).join('');
}

function row(name, rows) {
  const own = (what) => rows.filter((one) => standing(one.task, one.result) === what).length;
  const peer = (key, ...what) => rows.filter((one) => what.includes(publishedStanding(one.task[key]))).length;
  const wrong = ['false proved', 'false violated'];
  const cells = [
    rows.length,
    own('correct'),
    percent(own('correct') / rows.length),
    own('false proved'),
    own('false violated'),
    own('unknown'),
    own('not definable'),
    peer('certora', 'correct'),
    peer('certora', ...wrong),
    peer('solcmc_z3', 'correct'),
    peer('solcmc_z3', ...wrong),
  ];
  return pad(name, 18) + cells.map((one) => String(one).padStart(10)).join('');
}

function macroAverage(rows) {
  const properties = new Map();
  for (const one of rows) {
    const key = `${one.task.usecase}/${one.task.property}`;
    properties.set(key, [
      ...(properties.get(key) ?? []),
      standing(one.task, one.result) === 'correct' ? 1 : 0,
    ]);
  }
  const means = [...properties.values()].map((each) => each.reduce((a, b) => a + b, 0) / each.length);
  return means.length === 0 ? 0 : means.reduce((a, b) => a + b, 0) / means.length;
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function percent(share) {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : '-';
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function pad(text, width) {
  return text.padEnd(width);
}
