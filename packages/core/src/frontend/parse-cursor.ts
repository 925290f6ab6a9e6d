// What every part of the parser needs: the tokens with a position, fresh node ids, spans, and the way out at a mistake.
import type { Diagnostic } from '@surety/spec-lang';
import type { Expression, IdentifierPath, Name, NodeId } from './ast.js';
import { isElementary } from './keywords.js';
import type { Token } from './lexer.js';
import type { Span } from './typed-program.js';

/** Hands out node ids; one for all files of a load. */
export interface NodeIds {
  readonly next: () => NodeId;
}

/** Fresh ids from 1 on. */
export function createNodeIds(): NodeIds {
  let last = 0;
  return { next: () => ++last };
}

/** The file to be parsed. */
export interface ParseContext {
  readonly path: string;
  readonly file: number;
  readonly text: string;
  readonly ids: NodeIds;
  /** Appended to as the parser goes. */
  readonly diagnostics: Diagnostic[];
}

/** A place in a file's tokens. */
export interface Cursor extends ParseContext {
  readonly tokens: readonly Token[];
  /** Words that cannot be names in this file. */
  readonly reserved: ReadonlySet<string>;
  /** How `a ** b ** c` groups: to the left before 0.8, to the right since; undefined when the pragma allows both. */
  readonly power: 'left' | 'right' | undefined;
  /** Parses an expression; types have expressions in them, and expressions types. */
  readonly expression: (c: Cursor) => Expression;
  /** Index of the next token. */
  at: number;
  /** Open statements and expressions. */
  depth: number;
  /** Whether `_;` is the place of the modified body. */
  inModifier: boolean;
}

/** A mistake in the text; thrown inside the parser only, its door makes a diagnostic of it. */
export class SyntaxFailure extends Error {
  readonly code: 'SOL101' | 'SOL106';
  readonly token: Token;

  constructor(code: 'SOL101' | 'SOL106', message: string, token: Token) {
    super(message);
    this.code = code;
    this.token = token;
  }
}

/** The token `ahead` places behind the next one. */
export function peek(c: Cursor, ahead = 0): Token {
  const token = c.tokens[Math.min(c.at + ahead, c.tokens.length - 1)];
  if (token === undefined) throw new Error('a file has at least its end');
  return token;
}

/** Takes the next token. */
export function take(c: Cursor): Token {
  const token = peek(c);
  if (token.kind !== 'end') c.at++;
  return token;
}

/** The token before the next one. */
export function previous(c: Cursor): Token {
  return c.tokens[c.at - 1] ?? peek(c);
}

/** Whether the next token (or one further ahead) is this word or symbol. */
export function isNext(c: Cursor, text: string, ahead = 0): boolean {
  const token = peek(c, ahead);
  return token.text === text && token.kind !== 'string';
}

/** Takes the next token if it is this word or symbol. */
export function accept(c: Cursor, text: string): Token | undefined {
  return isNext(c, text) ? take(c) : undefined;
}

/** Takes this word or symbol; anything else is a mistake. */
export function expect(c: Cursor, text: string): Token {
  return accept(c, text) ?? unexpected(c, `'${text}'`);
}

/** Ends parsing here: the next token cannot stand where it stands. */
export function unexpected(c: Cursor, expected: string): never {
  const token = peek(c);
  if (token.kind === 'end')
    throw new SyntaxFailure('SOL101', `unexpected end of file; expected ${expected}`, previous(c));
  if (token.kind === 'unknown')
    throw new SyntaxFailure('SOL101', `'${token.text}' is not a token of Solidity`, token);
  const shown = token.text.length <= 40 ? token.text : `${token.text.slice(0, 39)}…`;
  const why = c.reserved.has(token.text) && expected.includes('name') ? ', which is a keyword' : '';
  throw new SyntaxFailure('SOL101', `unexpected '${shown}'${why}; expected ${expected}`, token);
}

/** Links of an operator chain, and levels of statements and expressions: no written program comes near this. */
const DEEPEST = 400;

/** Refuses what would exhaust the stack of this phase or a later one. */
export function limitDepth(c: Cursor, depth: number): void {
  if (depth > DEEPEST) throw new SyntaxFailure('SOL106', 'the program is nested too deeply', peek(c));
}

/** Parses something one level deeper. */
export function nested<T>(c: Cursor, parse: (c: Cursor) => T): T {
  limitDepth(c, ++c.depth);
  const result = parse(c);
  c.depth--;
  return result;
}

/** Whether a token can be a name. */
export function isName(c: Cursor, token: Token): boolean {
  return token.kind === 'word' && !c.reserved.has(token.text) && !isElementary(token.text);
}

/** Takes a name. */
export function takeName(c: Cursor): Name {
  return isName(c, peek(c)) ? nameOf(c, take(c)) : unexpected(c, 'a name');
}

/** The name that a token is. */
export function nameOf(c: Cursor, token: Token): Name {
  return { name: token.text, span: spanOf(c, token) };
}

/** Takes `A.B.C`. */
export function takePath(c: Cursor): IdentifierPath {
  const parts = [takeName(c)];
  while (isNext(c, '.') && isName(c, peek(c, 1))) {
    take(c);
    parts.push(takeName(c));
  }
  return { parts, span: spanFrom(c, parts[0]?.span.start ?? 0) };
}

/** Takes what stands between `open` and `close`, separated by commas. */
export function takeList<T>(c: Cursor, open: string, close: string, item: (c: Cursor) => T): readonly T[] {
  expect(c, open);
  const items: T[] = [];
  if (accept(c, close)) return items;
  do items.push(item(c));
  while (accept(c, ','));
  if (!accept(c, close)) unexpected(c, `',' or '${close}'`);
  return items;
}

/** The span of a token. */
export function spanOf(c: Cursor, token: Token): Span {
  return { file: c.file, start: token.start, end: token.end };
}

/** The span from an offset to the end of the token that was taken last. */
export function spanFrom(c: Cursor, start: number): Span {
  return { file: c.file, start, end: previous(c).end };
}

/** Reports an error that does not stop the parser. */
export function reportError(c: ParseContext, code: string, message: string, span: Span): void {
  const location = { path: c.path, start: span.start, end: span.end };
  c.diagnostics.push({ code, severity: 'error', message, location });
}
