// What every part of the translation needs: the text and its tokens, fresh node ids, spans of the library's nodes, diagnostics.
// Names are always read from the text: the library was given stand-ins for some of them (`library-text.ts`).
import type { Diagnostic } from '@surety/spec-lang';
import type { IdentifierPath, Name, NodeId } from './ast.js';
import { isElementary } from './keywords.js';
import type { Token } from './lexer.js';
import type { ParsedNode } from './library.js';
import type { Span } from './typed-program.js';

/** Hands out node ids; one for all files of a load. */
export interface NodeIds {
  readonly next: () => NodeId;
  /** Sets ids aside; the first of `count`. */
  readonly reserve: (count: number) => NodeId;
}

/** Fresh ids from 1 on. */
export function createNodeIds(): NodeIds {
  let last = 0;
  return {
    next: () => ++last,
    reserve: (count) => {
      last += count;
      return last - count + 1;
    },
  };
}

/** The file in translation. */
export interface TranslationContext {
  readonly path: string;
  readonly file: number;
  readonly text: string;
  /** All tokens of the text. */
  readonly tokens: readonly Token[];
  /** Words that cannot be names in this file. */
  readonly reserved: ReadonlySet<string>;
  /** How `a ** b ** c` groups: to the left before 0.8, to the right since; undefined when the pragma allows both. */
  readonly power: 'left' | 'right' | undefined;
  readonly ids: NodeIds;
  /** Appended to as the translation goes. */
  readonly diagnostics: Diagnostic[];
  /** Open statements and expressions. */
  depth: number;
}

/** The tree is deeper than later phases can follow; thrown inside the translation only, the door makes SOL106 of it. */
export class NestingFailure extends Error {
  readonly span: Span;

  constructor(span: Span) {
    super('the program is nested too deeply');
    this.span = span;
  }
}

/** Levels of statements and expressions: no written program comes near this, and later phases recurse on them. */
const DEEPEST_TREE = 500;

/** Translates something one level deeper. */
export function nested<T>(context: TranslationContext, span: Span, translate: () => T): T {
  if (++context.depth > DEEPEST_TREE) throw new NestingFailure(span);
  const result = translate();
  context.depth--;
  return result;
}

/** Our half-open span of a library node (theirs includes the last character). */
export function spanOf(context: TranslationContext, node: ParsedNode): Span {
  const [start, last] = node.range ?? [0, -1];
  return { file: context.file, start, end: last + 1 };
}

/** The span from the start of one to the end of the other. */
export function join(from: Span, to: Span): Span {
  return { file: from.file, start: from.start, end: to.end };
}

/** A span of the file in translation. */
export function spanAt(context: TranslationContext, start: number, end: number): Span {
  return { file: context.file, start, end };
}

/** The text in a span. */
export function textIn(context: TranslationContext, span: Span): string {
  return context.text.slice(span.start, span.end);
}

/** The first token at or after `from` and before `to`; undefined when there is none. */
export function nextToken(context: TranslationContext, from: number, to?: number): Token | undefined {
  const token = context.tokens[indexFrom(context.tokens, from)];
  if (token === undefined || token.kind === 'end') return undefined;
  return to !== undefined && token.start >= to ? undefined : token;
}

/** All tokens that start in `[from, to)`. */
export function tokensBetween(context: TranslationContext, from: number, to: number): readonly Token[] {
  const { tokens } = context;
  const first = indexFrom(tokens, from);
  let end = first;
  for (let token = tokens[end]; token && token.kind !== 'end' && token.start < to; token = tokens[end]) end++;
  return tokens.slice(first, end);
}

/** Index of the first token that starts at or after an offset. */
function indexFrom(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the first word among some tokens to the last. */
export function spanOfTokens(context: TranslationContext, tokens: readonly Token[]): Span {
  const words = tokens.filter((token) => token.kind === 'word');
  return spanAt(context, words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

/** A name at a token; words that cannot be names are reported (SOL101). */
export function nameAt(context: TranslationContext, token: Token): Name {
  const span = spanAt(context, token.start, token.end);
  if (context.reserved.has(token.text) || isElementary(token.text))
    reportError(context, 'SOL101', `unexpected '${token.text}', which is a keyword; expected a name`, span);
  return { name: token.text, span };
}

/** The last token inside `span`: names that end a node have no node of their own. */
export function trailingName(context: TranslationContext, span: Span): Name {
  const token = tokensBetween(context, span.start, span.end).at(-1);
  if (!token) throw new Error(`no name before offset ${span.end}`);
  // Not only names of the program's own: `f.address`.
  return { name: token.text, span: spanAt(context, token.start, token.end) };
}

/** The first word after the words in `before`, starting at `from`; for `contract Name`, `function name`, … */
export function nameAfter(context: TranslationContext, from: number, before: readonly string[]): Name {
  let token = nextToken(context, from);
  while (token && before.includes(token.text)) token = nextToken(context, token.end);
  if (token?.kind !== 'word') throw new Error(`no name at offset ${from}`);
  return nameAt(context, token);
}

/** An unnamed place. */
export function noName(context: TranslationContext, offset: number): Name {
  return { name: '', span: spanAt(context, offset, offset) };
}

/** The dotted path that stands in `span`, comments and white space between its parts ignored. */
export function pathIn(context: TranslationContext, span: Span): IdentifierPath {
  const words = tokensBetween(context, span.start, span.end).filter((token) => token.kind === 'word');
  return { parts: words.map((word) => nameAt(context, word)), span };
}

/** Reports an error at a span. */
export function reportError(context: TranslationContext, code: string, message: string, span: Span): void {
  const location = { path: context.path, start: span.start, end: span.end };
  context.diagnostics.push({ code, severity: 'error', message, location });
}
