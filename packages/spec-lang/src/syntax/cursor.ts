// The parser's position in the tokens, and its panic mode: after an error nothing matches until `recover`, so one
// mistake gives one diagnostic and every loop of the parser ends by itself.
import { type DiagnosticExtras, type SpecCode, specDiagnostic } from '../diagnostics/codes.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
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
  /** Open parentheses and operators of the expression being parsed; both are bounded so that no recursion overflows. */
  nesting: number;
  operators: number;
  /** Comments that a part of the tree has already. */
  readonly taken: Set<Comment>;
}

/** A cursor before the first token. */
export function cursorOf(file: SourceFile, tokens: readonly Token[]): Cursor {
  return {
    file,
    tokens,
    diagnostics: [],
    position: 0,
    panicking: false,
    nesting: 0,
    operators: 0,
    taken: new Set(),
  };
}

const endToken: Token = { kind: 'end', text: '', start: 0, end: 0, comments: [], startsLine: true };

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
): { readonly comments: readonly Comment[]; readonly trailing: readonly Comment[] } {
  const within = cursor.tokens
    .slice(from, Math.max(cursor.position, from + 1))
    .flatMap((token) => token.comments);
  const comments = within.filter((comment) => !cursor.taken.has(comment));
  const trailing = peek(cursor).comments.filter((comment) => comment.trailing && !cursor.taken.has(comment));
  for (const comment of [...comments, ...trailing]) cursor.taken.add(comment);
  return { comments, trailing };
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

/** Passes a symbol or word, or reports that it is missing. `where` completes the sentence: `after the contract's name`. */
export function expect(cursor: Cursor, text: string, where: string, opening?: TextSpan): boolean {
  if (accept(cursor, text)) return true;
  const labels =
    opening === undefined || cursor.panicking
      ? {}
      : {
          labels: [
            {
              location: { path: cursor.file.path, start: opening.start, end: opening.end },
              text: 'opened here',
            },
          ],
        };
  const unclosed = text === '}' && peek(cursor).kind === 'end';
  unexpected(cursor, `'${text}' ${where}`, labels, unclosed ? 'SPEC105' : 'SPEC104');
  return false;
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
export function unexpected(
  cursor: Cursor,
  expected: string,
  extras: DiagnosticExtras = {},
  code: SpecCode = 'SPEC104',
): void {
  const token = peek(cursor);
  const before = previous(cursor);
  const afterPrevious = token.startsLine && cursor.position > 0;
  const place = afterPrevious ? { start: before.end, end: before.end } : token;
  report(cursor, code, place, `expected ${expected}, found ${describe(token)}`, extras);
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

const declarationWords: ReadonlySet<string> = new Set([
  'contract',
  'import',
  'link',
  'assume',
  'unroll',
  'invariant',
  'function',
  'rule',
  'only',
  'can',
  'possible',
  'ghost',
  'after',
  'on',
  'trust',
  'loop',
  'parameter',
  'region',
]);

/** Whether a declaration seems to begin here: its keyword is the first word of a line, `strict`: in the first column. */
export function atDeclaration(cursor: Cursor, strict: boolean): boolean {
  const token = peek(cursor);
  if (token.kind !== 'word' || !token.startsLine || !declarationWords.has(token.text)) return false;
  return !strict || token.start === 0 || cursor.file.text.charAt(token.start - 1) === '\n';
}

/**
 * Ends the panic: skips to the end of the current item. Passes the `;` or the block that ends it; stops before the `}`
 * of an enclosing block and before a declaration.
 */
export function recover(cursor: Cursor, level: 'declaration' | 'statement' | 'unsupported'): void {
  cursor.panicking = false;
  let depth = 0;
  for (;;) {
    const token = peek(cursor);
    if (token.kind === 'end') return;
    if (atDeclaration(cursor, level !== 'declaration' || depth > 0)) return;
    if (token.kind === 'symbol') {
      if (token.text === ';' && depth === 0) {
        advance(cursor);
        return;
      }
      if (token.text === '{') depth++;
      if (token.text === '}') {
        if (depth === 0) {
          if (level === 'statement') return;
          advance(cursor);
          accept(cursor, ';');
          return;
        }
        depth--;
        if (depth === 0) {
          // `deposit{value: 1}(…);` is not over at its brace: only a brace at the end of a line ends an item.
          advance(cursor);
          if (accept(cursor, ';') || peek(cursor).startsLine || level === 'unsupported') return;
          continue;
        }
      }
    }
    advance(cursor);
  }
}
