// Source text to tokens. Comments and white space are skipped; what is no token of Solidity is a token of kind 'unknown',
// for the parser to refuse where it stands.

/** A token. Strings keep their quotes and prefix (`hex"00"`); symbols are the longest that match (`>>=`). */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'symbol' | 'unknown' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TRIVIA = /(?:\s+|\/\/[^\r\n\u2028\u2029]*|\/\*[\s\S]*?\*\/)+/y;
const TOKEN = new RegExp(
  [
    String.raw`((?:hex|unicode)?(?:"(?:[^"\\\r\n]|\\(?:\r\n|[\s\S]))*"|'(?:[^'\\\r\n]|\\(?:\r\n|[\s\S]))*'))`,
    String.raw`([A-Za-z_$][\w$]*)`,
    String.raw`((?:0[xX][\da-fA-F_]*|(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE]-?\d[\d_]*)?)(?![\w$]))`,
    String.raw`(>>>=|>>>|<<=|>>=|\*\*|\+\+|--|&&|\|\||[-+*/%&|^=<>!:]=|=>|->|<<|>>|[-+*/%&|^=<>!~?:;,.(){}[\]])`,
    String.raw`([\s\S])`,
  ].join('|'),
  'y',
);
const KINDS = ['string', 'word', 'number', 'symbol', 'unknown'] as const;

/** All tokens of a text; the last is of kind 'end', empty, behind the last token. */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    TRIVIA.lastIndex = at;
    if (TRIVIA.test(text)) at = TRIVIA.lastIndex;
    if (at >= text.length) break;
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error('every character is a token');
    const start = at;
    at = TOKEN.lastIndex;
    tokens.push({ kind: kindOf(match), text: match[0], start, end: at });
  }
  const last = tokens.at(-1)?.end ?? 0;
  tokens.push({ kind: 'end', text: '', start: last, end: last });
  return tokens;
}

function kindOf(match: RegExpExecArray): Token['kind'] {
  for (let group = 1; group < 5; group++) {
    const kind = KINDS[group - 1];
    if (match[group] !== undefined && kind !== undefined) return kind;
  }
  return 'unknown';
}
