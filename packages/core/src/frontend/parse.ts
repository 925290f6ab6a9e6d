// The door to the parser library: text in, its tree or coded syntax errors out. Never throws.
import { ParserError, parse } from '@solidity-parser/parser';
import type {
  BaseASTNode,
  SourceUnit as ParsedSourceUnit,
} from '@solidity-parser/parser/dist/src/ast-types.js';
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import { nextToken, type SourceToken, tokensBetween } from './source-tokens.js';

export type * as Parsed from '@solidity-parser/parser/dist/src/ast-types.js';
/** Any node of the parser's tree. */
export type ParsedNode = BaseASTNode;

/** The parser's tree (undefined when there are errors) and the errors: SOL101 syntax, SOL106 nested too deeply. */
export interface ParseOutcome {
  readonly tree: ParsedSourceUnit | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses one file. */
export function parseSolidity(source: SourceFile): ParseOutcome {
  const deep = deepestBracket(source.text);
  if (deep) return { tree: undefined, diagnostics: [tooDeep(source, deep.start, deep.end)] };
  const first = attempt(source, source.text);
  if (first.tree) return { tree: first.tree, diagnostics: [] };
  if (first.diagnostics.length > 0) return first;
  return { tree: undefined, diagnostics: [locateFailure(source)] };
}

// An empty list of diagnostics without a tree means that the library failed without saying where.
function attempt(source: SourceFile, text: string): ParseOutcome {
  try {
    return { tree: parse(text, { range: true }), diagnostics: [] };
  } catch (error) {
    // The stack is exhausted by operator chains of thousands of links.
    if (error instanceof RangeError) return { tree: undefined, diagnostics: [tooDeep(source, 0, 0)] };
    if (!(error instanceof ParserError)) return { tree: undefined, diagnostics: [] };
    return { tree: undefined, diagnostics: syntaxErrors(source, error.errors) };
  }
}

// One error is usually the cause of those that follow it closely, so only the first of each line is kept, five at most.
function syntaxErrors(
  source: SourceFile,
  errors: readonly { readonly message: string; readonly line: number; readonly column: number }[],
): readonly Diagnostic[] {
  const starts = lineStarts(source.text);
  const lines = new Set<number>();
  const found: Diagnostic[] = [];
  for (const { message, line, column } of errors) {
    if (lines.has(line) || found.length === 5) continue;
    lines.add(line);
    const offset = Math.min((starts[line - 1] ?? 0) + column, source.text.length);
    found.push(syntaxError(source, readable(message), offset));
  }
  return found;
}

function syntaxError(source: SourceFile, message: string, offset: number): Diagnostic {
  const token = nextToken(source.text, offset);
  const start = token?.start ?? Math.max(0, source.text.trimEnd().length - 1);
  const end = token?.end ?? Math.max(start, source.text.trimEnd().length);
  return { code: 'SOL101', severity: 'error', message, location: { path: source.path, start, end } };
}

/** The generated parser's wording, with its long lists of token names cut. */
function readable(message: string): string {
  const unexpected = /^(?:mismatched|extraneous) input '([\s\S]*)' expecting ([\s\S]*)$/.exec(message);
  if (unexpected) {
    const [, found = '', expected = ''] = unexpected;
    const expectation = expected.length <= 40 ? `; expected ${expected}` : '';
    return found === '<EOF>'
      ? `unexpected end of file${expectation}`
      : `unexpected '${shorten(found)}'${expectation}`;
  }
  const missing = /^missing ([\s\S]{1,60}?) at '([\s\S]*)'$/.exec(message);
  if (missing) return `missing ${missing[1]} before '${shorten(missing[2] ?? '')}'`;
  const noWay = /^no viable alternative at input '([\s\S]*)'$/.exec(message);
  if (noWay) return `syntax error near '${shorten(noWay[1] ?? '')}'`;
  const token = /^token recognition error at: '([\s\S]*)'$/.exec(message);
  if (token) return `'${shorten(token[1] ?? '')}' is not a token of Solidity`;
  return message;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 40 ? line : `…${line.slice(-40)}`;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}

// On some malformed inputs the library fails while it walks its own broken tree and loses the syntax errors. The text is
// then parsed part by part, the rest blanked: files by declaration, contracts by member, bodies by statement.
function locateFailure(source: SourceFile): Diagnostic {
  const { text } = source;
  const unbalanced = unbalancedBracket(text);
  if (unbalanced) return syntaxError(source, unbalanced.message, unbalanced.offset);
  const whole = { start: 0, end: text.length };
  return locateWithin(source, text, whole) ?? syntaxError(source, 'syntax error', 0);
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The error in the first part of `within` that fails; `text` is the source with everything else blanked. */
function locateWithin(source: SourceFile, text: string, within: Extent): Diagnostic | undefined {
  for (const part of partsOf(text, within)) {
    const alone = blank(text, within.start, part.start, blank(text, part.end, within.end, text));
    const outcome = attempt(source, alone);
    if (outcome.tree) continue;
    const [error] = outcome.diagnostics;
    if (error) return error;
    const body = bodyOf(text, part);
    const inner = body && locateWithin(source, alone, body);
    if (inner) return inner;
    const end = body?.start ?? part.end;
    const location = { path: source.path, start: part.start, end };
    return { code: 'SOL101', severity: 'error', message: 'syntax error in this part', location };
  }
  return undefined;
}

function blank(original: string, start: number, end: number, text: string = original): string {
  return text.slice(0, start) + original.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}

// The library's time grows with the square of the depth and worse; no written program comes near this.
const DEEPEST_NESTING = 200;

function deepestBracket(text: string): SourceToken | undefined {
  let depth = 0;
  for (const token of tokensBetween(text, 0, text.length)) {
    if (CLOSING[token.text] !== undefined) depth++;
    else if (/^[)\]}]$/.test(token.text)) depth--;
    if (depth > DEEPEST_NESTING) return token;
  }
  return undefined;
}

function tooDeep(source: SourceFile, start: number, end: number): Diagnostic {
  const location = { path: source.path, start, end };
  return { code: 'SOL106', severity: 'error', message: 'the program is nested too deeply', location };
}

function bodyOf(text: string, part: Extent): Extent | undefined {
  const tokens = tokensBetween(text, part.start, part.end);
  const open = tokens.find((token) => token.text === '{');
  const last = tokens.at(-1);
  return open && last?.text === '}' ? { start: open.end, end: last.start } : undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function unbalancedBracket(text: string): { readonly message: string; readonly offset: number } | undefined {
  const open: { readonly text: string; readonly start: number }[] = [];
  for (const token of tokensBetween(text, 0, text.length)) {
    if (CLOSING[token.text] !== undefined) open.push(token);
    else if (/^[)\]}]$/.test(token.text)) {
      const last = open.pop();
      if (!last) return { message: `'${token.text}' closes nothing`, offset: token.start };
      const expected = CLOSING[last.text];
      if (expected !== token.text)
        return { message: `expected '${expected}' before '${token.text}'`, offset: token.start };
    }
  }
  const last = open.pop();
  return last && { message: `'${last.text}' is never closed`, offset: last.start };
}

/** Declarations, members or statements: what ends in a semicolon or a closing brace at depth zero. */
function partsOf(text: string, within: Extent): readonly Extent[] {
  const parts: Extent[] = [];
  let depth = 0;
  let start: number | undefined;
  for (const token of tokensBetween(text, within.start, within.end)) {
    start ??= token.start;
    if (CLOSING[token.text] !== undefined) depth++;
    else if (/^[)\]}]$/.test(token.text)) depth--;
    if (depth === 0 && (token.text === ';' || token.text === '}')) {
      parts.push({ start, end: token.end });
      start = undefined;
    }
  }
  if (start !== undefined) parts.push({ start, end: within.end });
  return parts;
}
