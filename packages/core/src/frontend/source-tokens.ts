// A small scanner over source text, for the places and keywords that the parser library does not report.

/** A token: an identifier or keyword, a number, a string literal with its quotes, or one punctuation character. */
export interface SourceToken {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TRIVIA = /(?:\s+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*/y;
const TOKEN = /[A-Za-z_$][\w$]*|\d[\w.]*|"(?:[^"\\\r\n]|\\[\s\S])*"|'(?:[^'\\\r\n]|\\[\s\S])*'|[\s\S]/y;

/** The first token at or after `from` and before `to`, comments and white space skipped; undefined when there is none. */
export function nextToken(text: string, from: number, to: number = text.length): SourceToken | undefined {
  TRIVIA.lastIndex = from;
  TRIVIA.exec(text);
  const start = TRIVIA.lastIndex;
  if (start >= to) return undefined;
  TOKEN.lastIndex = start;
  const match = TOKEN.exec(text);
  return match ? { text: match[0], start, end: start + match[0].length } : undefined;
}

/** All tokens that start in `[from, to)`. */
export function tokensBetween(text: string, from: number, to: number): readonly SourceToken[] {
  const tokens: SourceToken[] = [];
  for (let token = nextToken(text, from, to); token; token = nextToken(text, token.end, to))
    tokens.push(token);
  return tokens;
}

/** Whether a token is an identifier or keyword. */
export function isWord(token: SourceToken): boolean {
  return /^[A-Za-z_$]/.test(token.text);
}
