// Where a file that the parser library refuses is wrong. The library tells mistakes of a whole file badly: on some it fails while
// it walks its own broken tree, and one mistake hides or causes others. So declarations, members of contracts and, where that
// is not enough, statements are given to it one by one.
import type { Diagnostic } from '@surety/spec-lang';
import type { Token } from './lexer.js';
import { type LibraryMistake, parseWithLibrary } from './library.js';
import type { LibraryText } from './library-text.js';

/** A file that was refused. */
export interface RefusedText {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Words that cannot be names in this file. */
  readonly reserved: ReadonlySet<string>;
  readonly library: LibraryText;
  /** What the library said of the whole. */
  readonly mistakes: readonly LibraryMistake[];
}

const MOST_ERRORS = 5;

/** The mistakes, at least one: SOL101, five at most, one for each line, in the order of the text; their path is ''. */
export function syntaxErrors(refused: RefusedText): readonly Diagnostic[] {
  const found = refused.library.mistakes.map(({ token, message }) => syntaxError(token, message));
  const unbalanced = unbalancedBracket(refused.tokens);
  const [first] = refused.mistakes;
  // Parts cannot be told when brackets do not match; what the library says first is then closest to the cause.
  if (unbalanced !== undefined)
    found.push(first === undefined ? unbalanced.error : located(refused, closed(first, unbalanced)));
  else found.push(...errorsOfFile(refused, found));
  if (found.length === 0) found.push(located(refused, first ?? { message: 'syntax error', offset: 0 }));
  const lines = new Set<number>();
  return found
    .sort((a, b) => startOf(a) - startOf(b))
    .filter((error) => {
      const line = refused.text.lastIndexOf('\n', startOf(error));
      return lines.has(line) ? false : lines.add(line);
    })
    .slice(0, MOST_ERRORS);
}

function startOf(error: Diagnostic): number {
  return error.location?.start ?? 0;
}

function syntaxError(
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
): Diagnostic {
  return { code: 'SOL101', severity: 'error', message, location: { path: '', start, end } };
}

/** A mistake of the library at the token that it points to, or at the last one. */
function located({ tokens }: RefusedText, { message, offset }: LibraryMistake): Diagnostic {
  const token = tokens.find(({ start, kind }) => start >= offset && kind !== 'end') ?? tokens.at(-2);
  return syntaxError(token ?? { start: 0, end: 0 }, message);
}

/** Tokens `[from, to)`. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/** What must stand around a part for the library to take it. */
interface Shell {
  readonly before: string;
  readonly after: string;
}
const FILE: Shell = { before: '', after: '' };
const CONTRACT: Shell = { before: 'contract C {', after: '}' };
const MODIFIER: Shell = { before: 'contract C { modifier m() {', after: '}}' };

function errorsOfFile(refused: RefusedText, known: readonly Diagnostic[]): readonly Diagnostic[] {
  const whole = { from: 0, to: refused.tokens.length - 1 };
  const found: Diagnostic[] = [];
  const has = (part: Part): boolean =>
    known.some((error) => {
      const start = startOf(error);
      return start >= (refused.tokens[part.from]?.start ?? 0) && start < endOf(refused, part);
    });
  for (const part of partsOf(refused.tokens, whole)) {
    const body = CONTRACTS.has(refused.tokens[part.from]?.text ?? '') ? bodyOf(refused, part) : undefined;
    if (body === undefined) {
      const error = has(part) ? undefined : errorOfPart(refused, part, FILE);
      if (error !== undefined) found.push(error);
      continue;
    }
    const header = { from: part.from, to: body.from };
    const error = has(header) ? undefined : errorOfPart(refused, header, { before: '', after: '}' });
    if (error !== undefined) found.push(error);
    for (const member of partsOf(refused.tokens, body)) {
      if (found.length >= MOST_ERRORS) return found;
      const inside = has(member) ? undefined : errorOfPart(refused, member, CONTRACT);
      if (inside !== undefined) found.push(inside);
    }
  }
  return found;
}

const CONTRACTS: ReadonlySet<string> = new Set(['abstract', 'contract', 'interface', 'library']);

function errorOfPart(refused: RefusedText, part: Part, shell: Shell): Diagnostic | undefined {
  const start = refused.tokens[part.from]?.start ?? 0;
  const end = endOf(refused, part);
  const alone = refused.library.text.slice(start, end);
  const outcome = parseWithLibrary(`${shell.before}${alone}${shell.after}`);
  if (outcome.tree !== undefined) return undefined;
  const [first] = outcome.mistakes;
  if (first !== undefined) {
    const offset = Math.min(
      first.offset - shell.before.length + start,
      refused.tokens[part.to - 1]?.start ?? end,
    );
    return located(refused, { message: first.message, offset });
  }
  const plain = plainMistake(refused, part);
  if (plain !== undefined) return plain;
  const body = bodyOf(refused, part);
  for (const statement of body === undefined ? [] : partsOf(refused.tokens, body)) {
    const error = errorOfPart(refused, statement, MODIFIER);
    if (error !== undefined) return error;
  }
  // Nothing inside of the braces is wrong, so it is what stands before them.
  const header = body === undefined ? undefined : refused.tokens[body.from - 2]?.end;
  return syntaxError({ start, end: header ?? end }, 'syntax error in this part');
}

const ENDING: ReadonlySet<string> = new Set([';', ')', ']', '}', ',']);
const OPERATORS: ReadonlySet<string> = new Set(
  '= + - * / % ** & | ^ ~ ! < > <= >= == != && || << >> += -= *= /= %= &= |= ^= <<= >>= => ?'.split(' '),
);
/** Keywords that stand behind a name and before a semicolon. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  'external public internal private view pure payable constant virtual override anonymous'.split(' '),
);

// What the library most often loses the place of: an operand that is missing, and a keyword in the place of a name.
function plainMistake({ tokens, reserved }: RefusedText, { from, to }: Part): Diagnostic | undefined {
  if (tokens[from]?.text === 'using') return undefined;
  for (let i = from + 1; i < to; i++) {
    const [before, token, next] = [tokens[i - 1], tokens[i], tokens[i + 1]];
    if (before === undefined || token === undefined) break;
    const isOperator = before.kind === 'symbol' && OPERATORS.has(before.text);
    if (isOperator && token.kind === 'symbol' && ENDING.has(token.text))
      return syntaxError(token, `unexpected '${token.text}'; expected an expression`);
    const isName =
      before.kind === 'word' && !reserved.has(before.text) && (next?.text === ';' || next?.text === '=');
    if (isName && reserved.has(token.text) && !LAST_WORDS.has(token.text))
      return syntaxError(token, `unexpected '${token.text}', which is a keyword; expected a name`);
  }
  return undefined;
}

function endOf({ tokens }: RefusedText, part: Part): number {
  return tokens[part.to - 1]?.end ?? 0;
}

/** What stands between the braces that a part ends with. */
function bodyOf({ tokens }: RefusedText, part: Part): Part | undefined {
  const last = part.to - 1;
  if (tokens[last]?.text !== '}') return undefined;
  let depth = 0;
  for (let i = last; i >= part.from; i--) {
    const text = tokens[i]?.text;
    if (text === '}') depth++;
    else if (text === '{' && --depth === 0) return { from: i + 1, to: last };
  }
  return undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** What goes on behind a closing brace: `else`, `f{value: 1}()`, `using {f} for T`, `import {A} from "a"`. */
const GOING_ON: ReadonlySet<string> = new Set(['else', 'catch', 'for', 'from', '(', '.', ';', ',']);

/** Declarations, members or statements: what ends in a semicolon or a closing brace outside of brackets. */
function partsOf(tokens: readonly Token[], { from, to }: Part): readonly Part[] {
  const parts: Part[] = [];
  let depth = 0;
  let start = from;
  for (let i = from; i < to; i++) {
    const token = tokens[i];
    if (token?.kind !== 'symbol') continue;
    const { text } = token;
    if (CLOSING[text] !== undefined) depth++;
    else if (/^[)\]}]$/.test(text)) depth--;
    const next = tokens[i + 1]?.text ?? '';
    const goesOn = text === '}' ? GOING_ON.has(next) && i + 1 < to : next === 'else' || next === 'while';
    if (depth > 0 || (text !== ';' && text !== '}') || (goesOn && !endsBefore(tokens, start, next))) continue;
    parts.push({ from: start, to: i + 1 });
    start = i + 1;
  }
  if (start < to) parts.push({ from: start, to });
  return parts;
}

// `for` begins a statement, unless it belongs to `using {…} for T`.
function endsBefore(tokens: readonly Token[], start: number, next: string): boolean {
  return next === 'for' && tokens[start]?.text !== 'using';
}

interface Unbalanced {
  readonly error: Diagnostic;
  /** The bracket that is missing at the end of the file. */
  readonly expected: string | undefined;
}

function unbalancedBracket(tokens: readonly Token[]): Unbalanced | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'symbol') continue;
    if (CLOSING[token.text] !== undefined) open.push(token);
    else if (/^[)\]}]$/.test(token.text)) {
      const last = open.pop();
      if (!last) return { error: syntaxError(token, `'${token.text}' closes nothing`), expected: undefined };
      const right = CLOSING[last.text];
      if (right !== token.text)
        return {
          error: syntaxError(token, `expected '${right}' before '${token.text}'`),
          expected: undefined,
        };
    }
  }
  const last = open.pop();
  return last && { error: syntaxError(last, `'${last.text}' is never closed`), expected: CLOSING[last.text] };
}

function closed(mistake: LibraryMistake, { expected }: Unbalanced): LibraryMistake {
  const atEnd = mistake.message === 'unexpected end of file' && expected !== undefined;
  return atEnd ? { ...mistake, message: `${mistake.message}; expected '${expected}'` } : mistake;
}
