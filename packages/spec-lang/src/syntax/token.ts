// Tokens of the language. Words are not reserved: a contract may well have a variable called `state` or `rule`.
import type { TextSpan } from '../source/source-file.js';

export type TokenKind = 'word' | 'number' | 'string' | 'symbol' | 'end';

/** A comment with its marks. */
export interface Comment extends TextSpan {
  readonly text: string;
  /** Whether it follows a token on the same line, so that it belongs to what stands before it. */
  readonly trailing: boolean;
  /** Whether an empty line stands before it, after the token or comment before. */
  readonly apart: boolean;
}

export interface Token extends TextSpan {
  readonly kind: TokenKind;
  /** As written; of a string without its quotes and with escapes resolved. */
  readonly text: string;
  /** Comments between the previous token and this one. */
  readonly comments: readonly Comment[];
  /** Whether it is the first token of its line: where a reader expects a declaration to begin. */
  readonly startsLine: boolean;
  /** Whether an empty line stands before it, after its comments. */
  readonly apart: boolean;
  /** UTF-16 units before it on its line: indentation tells which block a line was meant to belong to. */
  readonly column: number;
}
