// Words, numbers, strings and signs of inline assembly, with their places in the file.
import type { Span } from '../typed-program.js';

/** A token; `text` is as written. `end` closes the list; `bad` is a character no token starts with. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'hexString' | 'sign' | 'end' | 'bad';
  readonly text: string;
  readonly span: Span;
}

const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['hexString', /hex(?:"[^"\n]*"|'[^'\n]*')/y],
  ['name', /[A-Za-z_$][\w$.]*/y],
  ['number', /0[xX][0-9a-fA-F_]+|[0-9][0-9_]*/y],
  ['string', /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y],
  ['sign', /:=|=:|->|[{}(),:]/y],
];

const BLANK = /(?:\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)+/y;

/** The tokens of a block of assembly that starts at `start` in the file; the last one is `end`. */
export function tokenize(text: string, file: number, start: number): readonly Token[] {
  const tokens: Token[] = [];
  const span = (from: number, to: number): Span => ({ file, start: start + from, end: start + to });
  let at = 0;
  while (at < text.length) {
    BLANK.lastIndex = at;
    const blank = BLANK.exec(text);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    let found: Token | undefined;
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const word = pattern.exec(text)?.[0];
      if (word === undefined) continue;
      found = { kind, text: word, span: span(at, at + word.length) };
      break;
    }
    found ??= { kind: 'bad', text: text.charAt(at), span: span(at, at + 1) };
    tokens.push(found);
    at += found.text.length;
  }
  tokens.push({ kind: 'end', text: '', span: span(text.length, text.length) });
  return tokens;
}
