// The parser's position in the tokens, and its panic mode: after an error nothing matches until `recover`, so one
// mistake gives one diagnostic and every loop of the parser ends by itself.
import { type DiagnosticExtras, type SpecCode, specDiagnostic } from '../diagnostics/codes.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { suggestName } from '../diagnostics/suggest.js';
import type { SourceFile, TextSpan } from '../source/source-file.js';
import type { Name } from './ast.js';
import type { Comment, Token } from './token.js';

/** State of one parse; only the functions of this file change it. */
export interface Cursor {
  readonly file: SourceFile;
  readonly tokens: readonly Token[];
  readonly diagnostics: Diagnostic[];
  position: number;
  panicking: boolean;
  /** First tokens of the declaration and of the item (clause, statement) being parsed: lines that belong to them are indented deeper. */
  declaration: Token;
  /** The declaration before, in the same file or module. */
  sibling: { readonly column: number; readonly broken: boolean } | undefined;
  item: Token;
  /** Modules being parsed: their closing braces end no declaration inside. */
  modules: number;
  /** Open blocks of statements; bounded too. */
  blocks: number;
  /** Open parentheses and operators of the expression being parsed; both are bounded so that no recursion overflows. */
  nesting: number;
  operators: number;
  /** Comments that a part of the tree has already. */
  readonly taken: Set<Comment>;
}

const endToken: Token = {
  kind: 'end',
  text: '',
  start: 0,
  end: 0,
  comments: [],
  startsLine: true,
  apart: false,
  column: 0,
};

/** A cursor before the first token. */
export function cursorOf(file: SourceFile, tokens: readonly Token[]): Cursor {
  return {
    file,
    tokens,
    diagnostics: [],
    position: 0,
    panicking: false,
    declaration: endToken,
    sibling: undefined,
    item: endToken,
    modules: 0,
    blocks: 0,
    nesting: 0,
    operators: 0,
    taken: new Set(),
  };
}

/** The token `ahead` places further, without moving. */
export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.position + ahead] ?? cursor.tokens.at(-1) ?? endToken;
}

/** Moves one token on and returns the one passed; stays at the end. */
export function advance(cursor: Cursor): Token {
  const token = peek(cursor);
  if (token.kind !== 'end') cursor.position++;
  return token;
}

/** The token before the current one. */
export function previous(cursor: Cursor): Token {
  return cursor.tokens[cursor.position - 1] ?? peek(cursor);
}

/** The comments of an item that began at token `from` and has just been parsed, without those of its parts. */
export function takeComments(
  cursor: Cursor,
  from: number,
): { readonly comments: readonly Comment[]; readonly trailing: readonly Comment[]; readonly apart: boolean } {
  const comments: Comment[] = [];
  for (let i = from; i < Math.max(cursor.position, from + 1); i++) {
    for (const comment of cursor.tokens[i]?.comments ?? []) {
      if (!cursor.taken.has(comment)) comments.push(comment);
    }
  }
  const trailing = peek(cursor).comments.filter((comment) => comment.trailing && !cursor.taken.has(comment));
  for (const comment of [...comments, ...trailing]) cursor.taken.add(comment);
  return { comments, trailing, apart: cursor.tokens[from]?.apart ?? false };
}

/** The comments of the current token that no item has. */
export function takeCommentsHere(cursor: Cursor): readonly Comment[] {
  const comments = peek(cursor).comments.filter((comment) => !cursor.taken.has(comment));
  for (const comment of comments) cursor.taken.add(comment);
  return comments;
}

/** Whether a symbol or word of this text stands here; never while panicking. */
export function at(cursor: Cursor, text: string, ahead = 0): boolean {
  const token = peek(cursor, ahead);
  return !cursor.panicking && token.text === text && (token.kind === 'symbol' || token.kind === 'word');
}

/** Passes a symbol or word if it stands here. */
export function accept(cursor: Cursor, text: string): boolean {
  if (!at(cursor, text)) return false;
  advance(cursor);
  return true;
}

/** Words that begin a part of a claim on a line of its own. */
const partWords: ReadonlySet<string> = new Set([
  'using',
  'except',
  'preserved',
  'when',
  'assume',
  'even',
  'within',
  'by',
  'reaches',
]);

/** Passes a symbol or word, or reports that it is missing. `where` completes the sentence: `after the contract's name`. */
export function expect(cursor: Cursor, text: string, where: string, opening?: TextSpan): boolean {
  if (accept(cursor, text)) return true;
  // A bracket left open swallows the rest of its line; the next part of the claim shows that it should have ended.
  const swallowed = opening !== undefined && partWords.has(peek(cursor).text) && peek(cursor).startsLine;
  const message = `'${text}' ${where}`;
  if (swallowed) reportExpected(cursor, endOfPrevious(cursor), message, openedAt(cursor, opening));
  else unexpected(cursor, message, openedAt(cursor, opening));
  return false;
}

/** Passes the brace that closes a block, or reports it where the indentation says that it is missing. */
export function expectClose(cursor: Cursor, where: string, opening: Token): void {
  if (cursor.panicking || accept(cursor, '}')) return;
  const found = peek(cursor);
  const place = dedented(cursor, opening) ?? found;
  const code = found.kind === 'end' ? 'SPEC105' : 'SPEC104';
  const message = `expected '}' ${where}, found ${describe(place)}`;
  report(cursor, code, shownAt(cursor, place), message, openedAt(cursor, opening));
}

/** The closing brace of a block as the tree keeps it: with the comments before it. */
export function closingBrace(
  cursor: Cursor,
  where: string,
  opening: Token,
): TextSpan & { readonly comments: readonly Comment[] } {
  const { start, end } = peek(cursor);
  const comments = at(cursor, '}') ? takeCommentsHere(cursor) : [];
  expectClose(cursor, where, opening);
  return { start, end, comments };
}

/** Counts a block that may hold others, and refuses what would overflow the stack. */
export function enterBlock(cursor: Cursor, opening: TextSpan): void {
  if (++cursor.blocks > 32) report(cursor, 'SPEC106', opening, 'these blocks are nested too deeply');
}

function openedAt(cursor: Cursor, opening: TextSpan | undefined): DiagnosticExtras {
  if (opening === undefined || cursor.panicking) return {};
  const location = { path: cursor.file.path, start: opening.start, end: opening.end };
  return { labels: [{ location, text: 'opened here' }] };
}

/** The end of a file is shown on the line after its last token, where the brace would stand. */
function shownAt(cursor: Cursor, token: Token): TextSpan {
  if (token.kind !== 'end' || cursor.position === 0) return token;
  const { end } = previous(cursor);
  const lineBreak = cursor.file.text.indexOf('\n', end);
  const place = lineBreak === -1 ? end : lineBreak + 1;
  return { start: place, end: place };
}

/** The first token after `opening` that starts a line indented too little for the innermost open brace. */
function dedented(cursor: Cursor, opening: Token): Token | undefined {
  const columns: number[] = [];
  let line = 0;
  for (let i = 0; i < cursor.position; i++) {
    const token = peek(cursor, i - cursor.position);
    if (token.startsLine) line = token.column;
    if (token.start < opening.start) continue;
    const column = columns.at(-1) ?? -1;
    const closes = token.kind === 'symbol' && token.text === '}';
    if (token.startsLine && (closes ? token.column < column : token.column <= column)) return token;
    if (closes) columns.pop();
    else if (token.kind === 'symbol' && token.text === '{') columns.push(line);
  }
  return undefined;
}

/** A name, or an empty one after a report. */
export function expectName(cursor: Cursor, what: string): Name {
  const token = peek(cursor);
  if (!cursor.panicking && token.kind === 'word') {
    advance(cursor);
    return { text: token.text, start: token.start, end: token.end };
  }
  unexpected(cursor, what);
  return { text: '', start: token.start, end: token.start };
}

/** Reports that something else was expected at the current token. A missing `;` is shown where it is missing. */
export function unexpected(cursor: Cursor, expected: string, extras: DiagnosticExtras = {}): void {
  const token = peek(cursor);
  const afterPrevious = token.startsLine && cursor.position > 0 && !isContinuation(cursor, token);
  reportExpected(cursor, afterPrevious ? endOfPrevious(cursor) : token, expected, extras);
}

function endOfPrevious(cursor: Cursor): TextSpan {
  const { end } = previous(cursor);
  return { start: end, end };
}

function reportExpected(cursor: Cursor, place: TextSpan, expected: string, extras: DiagnosticExtras): void {
  const token = peek(cursor);
  const suggestion = token.kind === 'word' ? suggestName(token.text, wordsIn(expected)) : {};
  const message = `expected ${expected}, found ${describe(token)}`;
  report(cursor, 'SPEC104', place, message, { ...suggestion, ...extras });
}

/** Words that a message says were expected: quoted, before it says where. */
function wordsIn(expected: string): readonly string[] {
  const [what = ''] = expected.split(' after ');
  return [...what.matchAll(/'([a-z]{3,})'/g)].map(([, word = '']) => word);
}

/** Whether the first token of a line continues the item of the lines above, to judge by its indentation. */
function isContinuation(cursor: Cursor, token: Token): boolean {
  if (token === cursor.item) return true;
  return token.kind !== 'end' && token.text !== '}' && token.column > cursor.item.column;
}

/** How a message names a token. */
export function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the file';
  return token.kind === 'string' ? 'a string' : `'${token.text}'`;
}

/** Reports an error and panics; silent while panicking already. */
export function report(
  cursor: Cursor,
  code: SpecCode,
  span: TextSpan,
  message: string,
  extras: DiagnosticExtras = {},
): void {
  if (cursor.panicking) return;
  const location = { path: cursor.file.path, start: span.start, end: span.end };
  cursor.diagnostics.push(specDiagnostic(code, location, message, extras));
  cursor.panicking = true;
}

/** Reports an error that the parser understands well enough to go on after. */
export function remark(
  cursor: Cursor,
  code: SpecCode,
  span: TextSpan,
  message: string,
  extras: DiagnosticExtras = {},
): void {
  if (cursor.panicking) return;
  report(cursor, code, span, message, extras);
  cursor.panicking = false;
}
