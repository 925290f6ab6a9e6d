// Where a declaration seems to begin, and how the parser finds its place again after an error.
import { accept, advance, type Cursor, peek } from './cursor.js';

/** First words of declarations; those without one (`owner never changes;`) are not looked for after an error. */
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
  'nobody',
  'can',
  'possible',
  'ghost',
  'before',
  'after',
  'on',
  'trust',
  'loop',
  'parameter',
  'region',
  'unit',
  'define',
  'module',
  'apply',
]);

/**
 * Whether a declaration seems to begin here: its keyword is the first word of a line that is indented no deeper than
 * the declaration being parsed. `strict`, for the inside of a block: and it reads like one.
 */
export function atDeclaration(cursor: Cursor, strict: boolean): boolean {
  const token = peek(cursor);
  if (token.kind !== 'word' || !token.startsLine || !declarationWords.has(token.text)) return false;
  if (token.column > cursor.declaration.column) return false;
  const next = peek(cursor, 1);
  return !strict || (token.text !== 'assume' && next.kind !== 'symbol' && !next.startsLine);
}

/**
 * Ends the panic: skips to the end of the item that began at token `from`. Passes the `;` or the block that ends it; stops before the `}`
 * of an enclosing block and before a declaration.
 */
export function recover(cursor: Cursor, level: 'declaration' | 'statement', from: number): void {
  cursor.panicking = false;
  let depth = openBraces(cursor, from);
  for (;;) {
    const token = peek(cursor);
    if (token.kind === 'end') return;
    if (token !== cursor.declaration && atDeclaration(cursor, level !== 'declaration' || depth > 0)) return;
    if (token.kind === 'symbol') {
      if (token.text === ';' && depth === 0) {
        advance(cursor);
        // The body of a declaration whose head was not understood: deeper lines are still its own.
        if (level === 'statement' || !belongsToDeclaration(cursor)) return;
        continue;
      }
      if (token.text === '{') depth++;
      if (token.text === '}') {
        if (depth === 0) {
          if (level === 'statement' || endsModule(cursor)) return;
          advance(cursor);
          accept(cursor, ';');
          return;
        }
        depth--;
        if (depth === 0) {
          // `deposit{value: 1}(…);` is not over at its brace: only a brace at the end of a line ends an item.
          advance(cursor);
          const ended = accept(cursor, ';') || peek(cursor).startsLine;
          if (ended && (level === 'statement' || !belongsToDeclaration(cursor))) return;
          continue;
        }
      }
    }
    advance(cursor);
  }
}

function openBraces(cursor: Cursor, from: number): number {
  let depth = 0;
  for (let i = from; i < cursor.position; i++) {
    const token = cursor.tokens[i];
    if (token?.kind !== 'symbol') continue;
    if (token.text === '{') depth++;
    else if (token.text === '}' && depth > 0) depth--;
  }
  return depth;
}

function belongsToDeclaration(cursor: Cursor): boolean {
  const token = peek(cursor);
  return token.startsLine && token.column > cursor.declaration.column;
}

/** Whether the brace here closes the module around a broken declaration rather than the declaration itself. */
function endsModule(cursor: Cursor): boolean {
  const token = peek(cursor);
  return cursor.modules > 0 && !(token.startsLine && token.column >= cursor.declaration.column);
}

/** Whether this is what a damaged declaration left behind: deeper than it, or within a line. */
export function isLeftover(cursor: Cursor): boolean {
  const token = peek(cursor);
  const column = cursor.sibling?.column;
  if (column === undefined || token.kind === 'end' || (token.text === '}' && cursor.modules > 0))
    return false;
  if (token.startsLine && token.column <= column) return token.text === '}';
  const keyword = token.startsLine && declarationWords.has(token.text) && token.text !== 'assume';
  return !keyword || peek(cursor, 1).kind === 'symbol';
}
