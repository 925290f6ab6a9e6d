// Text to tokens. Never fails: what cannot be read becomes a diagnostic and is stepped over.
import { specDiagnostic } from '../diagnostics/codes.js';
import type { Diagnostic, Result } from '../diagnostics/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Comment, Token, TokenKind } from './token.js';

/** Longest first, so that the first match is the right one. */
const symbol = /<=>|=>|->|[=!<>+\-*/]=|&&|\|\||\*\*|\.\.|\+\+|--|<<|>>|[(){}[\];,.:?=<>+\-*/%!&|^~#]/y;
const spaces = /[\s\uFEFF]+/y;
const word = /[A-Za-z_$][A-Za-z0-9_$]*/y;
// A dot belongs to a number only before a digit, so that `0..10` stays a range. Trailing word characters are taken
// in to report `12abc` as one malformed number.
const number = /0[xX][0-9a-zA-Z_]*|[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE]-?[0-9][0-9_]*)?[A-Za-z0-9_$]*/y;

/** The tokens of a file; the last one is always of kind `end`. */
export function tokenize(file: SourceFile): Result<readonly Token[]> {
  const { text, path } = file;
  const tokens: Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let comments: Comment[] = [];
  let offset = 0;
  let lineOfLast = true;
  let lineStart = 0;
  let apart = false;

  const push = (kind: TokenKind, value: string, end: number): void => {
    tokens.push({
      kind,
      text: value,
      start: offset,
      end,
      comments,
      startsLine: lineOfLast,
      apart,
      column: offset - lineStart,
    });
    comments = [];
    apart = false;
    lineOfLast = false;
    offset = end;
  };
  const matchAt = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0];
  };

  while (offset < text.length) {
    const space = matchAt(spaces);
    if (space !== undefined) {
      const lastBreak = space.lastIndexOf('\n');
      if (lastBreak !== -1) {
        lineOfLast = true;
        lineStart = offset + lastBreak + 1;
        apart ||= space.indexOf('\n') !== lastBreak;
      }
      offset += space.length;
      continue;
    }
    if (text.startsWith('//', offset)) {
      const lineBreak = text.indexOf('\n', offset);
      const end = lineBreak === -1 ? text.length : lineBreak;
      comments.push({
        start: offset,
        end,
        text: text.slice(offset, end).trimEnd(),
        trailing: !lineOfLast,
        apart,
      });
      apart = false;
      offset = end;
      continue;
    }
    if (text.startsWith('/*', offset)) {
      const close = text.indexOf('*/', offset + 2);
      const end = close === -1 ? text.length : close + 2;
      if (close === -1) {
        diagnostics.push(
          specDiagnostic(
            'SPEC102',
            { path, start: offset, end: offset + 2 },
            "this comment has no end, '*/' is missing",
          ),
        );
      }
      comments.push({ start: offset, end, text: text.slice(offset, end), trailing: !lineOfLast, apart });
      apart = false;
      const lastBreak = text.lastIndexOf('\n', end - 1);
      if (lastBreak >= offset) {
        lineOfLast = true;
        lineStart = lastBreak + 1;
      }
      offset = end;
      continue;
    }
    const name = matchAt(word);
    if (name !== undefined) {
      push('word', name, offset + name.length);
      continue;
    }
    const digits = matchAt(number);
    if (digits !== undefined) {
      push('number', digits, offset + digits.length);
      continue;
    }
    const first = text.charAt(offset);
    if (first === '"' || first === "'") {
      const { value, end, closed } = readString(text, offset);
      if (!closed) {
        diagnostics.push(
          specDiagnostic(
            'SPEC102',
            { path, start: offset, end },
            `this string has no end, ${first} is missing on the line`,
          ),
        );
      }
      push('string', value, end);
      continue;
    }
    const sign = matchAt(symbol);
    if (sign !== undefined) {
      push('symbol', sign, offset + sign.length);
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(offset) ?? 0xfffd);
    const end = offset + character.length;
    diagnostics.push(
      specDiagnostic(
        'SPEC101',
        { path, start: offset, end },
        `unexpected character ${JSON.stringify(character)}`,
      ),
    );
    offset = end;
  }
  push('end', '', offset);
  return { value: tokens, diagnostics };
}

function readString(
  text: string,
  start: number,
): { readonly value: string; readonly end: number; readonly closed: boolean } {
  const quote = text.charAt(start);
  let value = '';
  let i = start + 1;
  for (; i < text.length && text.charAt(i) !== '\n'; i++) {
    const character = text.charAt(i);
    if (character === quote) return { value, end: i + 1, closed: true };
    if (character === '\\' && i + 1 < text.length && text.charAt(i + 1) !== '\n') {
      const escaped = text.charAt(++i);
      value += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped === 'r' ? '\r' : escaped;
    } else {
      value += character;
    }
  }
  return { value, end: i, closed: false };
}
