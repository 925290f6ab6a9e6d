// Damaged syntax: the parser never throws and never hangs, and reports the damage where it is.
import { describe, expect, it } from '@jest/globals';
import { type Diagnostic, lineColumn, parseSpec, renderDiagnostic } from '@surety/spec-lang';
import { bankSpec } from './support/bank-spec.js';
import { generator, type Mutation, mutate, tokensOf } from './support/mutate.js';
import { wholeLanguage } from './support/whole-language.js';

const path = 'x.surety';
const originals = [wholeLanguage, bankSpec];

/** Parses in less than 100 ms of processor time; a second try tells a slow parser from a busy machine. */
function parse(text: string): readonly Diagnostic[] {
  for (let attempt = 1; ; attempt++) {
    const before = process.cpuUsage();
    const { diagnostics } = parseSpec({ path, text });
    const { user, system } = process.cpuUsage(before);
    if (user + system < 100_000) return diagnostics;
    if (attempt === 3) throw new Error(`parsing took ${(user + system) / 1000} ms:\n${text}`);
  }
}

function lineOf(text: string, { location }: Diagnostic): number {
  const { start, end } = location ?? { start: -1, end: -1 };
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeGreaterThanOrEqual(start);
  expect(end).toBeLessThanOrEqual(text.length);
  return lineColumn(text, start).line;
}

function fail(what: string, { text, offset }: Mutation, diagnostics: readonly Diagnostic[]): never {
  const { line, column } = lineColumn(text, offset);
  const rendered = diagnostics.map((each) => renderDiagnostic(each, () => text)).join('\n');
  throw new Error(`${what}; damage at ${line}:${column}\n${rendered}`);
}

describe('damaged syntax', () => {
  it('is reported at or after the damage in 1,000 mutated files', () => {
    for (let seed = 1; seed <= 1000; seed++) {
      const mutation = mutate(originals[seed % 2] ?? '', generator(seed));
      const diagnostics = parse(mutation.text);
      const damaged = lineColumn(mutation.text, mutation.offset).line;
      for (const each of diagnostics) {
        if (lineOf(mutation.text, each) < damaged)
          fail(`seed ${seed}: report before the damage`, mutation, diagnostics);
      }
      if (diagnostics.length > 6) fail(`seed ${seed}: ${diagnostics.length} reports`, mutation, diagnostics);
    }
  });

  it('is reported on the line of a missing token or of the next one', () => {
    for (const original of originals) {
      const tokens = tokensOf(original);
      for (const [i, token] of tokens.entries()) {
        const offset = token.index;
        const text = original.slice(0, offset) + original.slice(offset + token[0].length);
        const diagnostics = parse(text);
        const [first] = diagnostics;
        if (first === undefined) continue;
        const next = tokens[i + 1];
        const last = next === undefined ? text.length : next.index - token[0].length;
        const line = lineOf(text, first);
        if (line < lineColumn(text, offset).line || line > lineColumn(text, last).line)
          fail(`without '${token[0]}'`, { text, offset }, diagnostics);
      }
    }
  });

  it('survives several mutations at once and any prefix', () => {
    const next = generator(7);
    for (let round = 0; round < 200; round++) {
      let { text } = mutate(wholeLanguage, next);
      for (let more = 0; more < 6; more++) ({ text } = mutate(text, next));
      for (const each of parse(text)) lineOf(text, each);
    }
    for (let end = 0; end < wholeLanguage.length; end += 41) parse(wholeLanguage.slice(0, end));
  });

  it('costs little: 500 lines are parsed in less than 30 ms once the parser is warm', () => {
    const lines = wholeLanguage.repeat(3).split('\n').slice(0, 500).join('\n');
    const times = Array.from({ length: 20 }, () => {
      const before = process.cpuUsage();
      parseSpec({ path, text: lines });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(30);
  });
});
