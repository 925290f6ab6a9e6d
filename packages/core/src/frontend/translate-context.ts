// What every part of the translation needs: the text, fresh node ids, spans of the parser's nodes, diagnostics.
import type { Diagnostic } from '@surety/spec-lang';
import type { IdentifierPath, Name, NodeId } from './ast.js';
import type { ParsedNode } from './parse.js';
import { isWord, nextToken, type SourceToken, tokensBetween } from './source-tokens.js';
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

/** The file in translation. */
export interface TranslationContext {
  readonly path: string;
  readonly file: number;
  readonly text: string;
  readonly ids: NodeIds;
  /** Appended to as the translation goes. */
  readonly diagnostics: Diagnostic[];
}

/** Our half-open span of a parser node (theirs includes the last character). */
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

/** A name at a token. */
export function nameAt(context: TranslationContext, token: SourceToken): Name {
  return { name: token.text, span: spanAt(context, token.start, token.end) };
}

/** The last character of a name inside `span`: names that end a node have no node of their own. */
export function trailingName(context: TranslationContext, name: string, span: Span): Name {
  return { name, span: spanAt(context, span.end - name.length, span.end) };
}

/** The first word after the words in `before`, starting at `from`; for `contract Name`, `function name`, … */
export function nameAfter(context: TranslationContext, from: number, before: readonly string[]): Name {
  let token = nextToken(context.text, from);
  while (token && before.includes(token.text)) token = nextToken(context.text, token.end);
  if (!token || !isWord(token)) throw new Error(`no name at offset ${from} of ${context.path}`);
  return nameAt(context, token);
}

/** An unnamed place. */
export function noName(context: TranslationContext, offset: number): Name {
  return { name: '', span: spanAt(context, offset, offset) };
}

/** The dotted path that stands in `span`, comments and white space between its parts ignored. */
export function pathIn(context: TranslationContext, span: Span): IdentifierPath {
  const parts = tokensBetween(context.text, span.start, span.end).filter(isWord);
  return { parts: parts.map((part) => nameAt(context, part)), span };
}

/** Reports an error at a span. */
export function reportError(context: TranslationContext, code: string, message: string, span: Span): void {
  const location = { path: context.path, start: span.start, end: span.end };
  context.diagnostics.push({ code, severity: 'error', message, location });
}
