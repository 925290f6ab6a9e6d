// Broken files: tokens of real files deleted, swapped, inserted or repeated, from a seed.

/** A generator of pseudo-random whole numbers below `bound`, the same for the same seed. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  return (bound) => next() % bound;
}

const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_$][\w$]*|\d[\w.]*|[^\s\w]/g;

/** The text with one to three edits of its tokens. */
export function breakText(text, random) {
  let broken = text;
  for (let edits = 1 + random(3); edits > 0; edits--) broken = edit(broken, random);
  return broken;
}

function edit(text, random) {
  const tokens = [...text.matchAll(TOKEN)].filter(([token]) => !/^\/[/*]/.test(token));
  if (tokens.length < 2) return `${text}{`;
  const at = random(tokens.length - 1);
  const [one, two] = [tokens[at], tokens[at + 1]];
  const other = tokens[random(tokens.length)][0];
  const end = one.index + one[0].length;
  switch (random(5)) {
    case 0:
      return text.slice(0, one.index) + text.slice(end);
    case 1:
      return `${text.slice(0, one.index)}${two[0]} ${one[0]}${text.slice(two.index + two[0].length)}`;
    case 2:
      return `${text.slice(0, end)} ${other} ${text.slice(end)}`;
    case 3:
      return `${text.slice(0, one.index)}${other}${text.slice(end)}`;
    default:
      return `${text.slice(0, end)} ${one[0]}${text.slice(end)}`;
  }
}

/**
 * Loads and lowers `count` broken files. A problem is an exception, more than `limit` milliseconds of processor time (the
 * whole import closure included), or a diagnostic without a code.
 */
export function breakMany(files, host, { loadProgram, lowerContract }, count, seed, limit) {
  const random = seededRandom(seed);
  const result = { files: 0, withErrors: 0, slowest: 0, problems: [] };
  for (let i = 0; i < count; i++) {
    const original = files[random(files.length)];
    const source = { path: original.path, text: breakText(original.text, random) };
    const started = process.cpuUsage();
    try {
      const { program, diagnostics } = loadProgram([source], host);
      const errors = diagnostics.filter((d) => d.severity === 'error');
      if (errors.length > 0) result.withErrors++;
      for (const d of diagnostics)
        if (!/^SOL\d{3}$/.test(d.code) || d.message === '') result.problems.push(`no code: ${source.path}`);
      for (const contract of program?.contracts ?? []) {
        if (contract.contractKind === 'contract' && !contract.abstract && errors.length === 0)
          lowerContract(program, contract.id);
      }
    } catch (error) {
      result.problems.push({
        path: source.path,
        nth: i,
        error: String(error?.stack ?? error),
        text: source.text,
      });
    }
    const { user, system } = process.cpuUsage(started);
    const milliseconds = (user + system) / 1000;
    result.files++;
    result.slowest = Math.max(result.slowest, milliseconds);
    if (milliseconds > limit)
      result.problems.push({
        path: source.path,
        nth: i,
        error: `took ${Math.round(milliseconds)} ms`,
        text: source.text,
      });
  }
  return result;
}
