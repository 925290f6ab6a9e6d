// The parser library, `@solidity-parser/parser`: text in, its tree or placed mistakes out. Never throws.
import { ParserError, parse } from '@solidity-parser/parser';
import type { BaseASTNode, SourceUnit } from '@solidity-parser/parser/dist/src/ast-types.js';

export type * as Parsed from '@solidity-parser/parser/dist/src/ast-types.js';
/** Any node of the library's tree. */
export type ParsedNode = BaseASTNode;

/** The release of the library whose trees are translated; part of every key of the cache of trees. */
export const LIBRARY_VERSION = '0.20.2';

/** A mistake that the library found, at a UTF-16 offset of the text it was given. */
export interface LibraryMistake {
  readonly message: string;
  readonly offset: number;
}

/**
 * A tree, or the mistakes in the order of the text. Without any, the library failed on its own broken tree and lost them;
 * `exhausted` says that it ran out of stack.
 */
export type LibraryOutcome =
  | { readonly tree: SourceUnit }
  | {
      readonly tree: undefined;
      readonly mistakes: readonly LibraryMistake[];
      readonly exhausted: boolean;
    };

/** Parses a text. */
export function parseWithLibrary(text: string): LibraryOutcome {
  try {
    return { tree: parse(text, { range: true }) };
  } catch (error) {
    if (error instanceof RangeError) return { tree: undefined, mistakes: [], exhausted: true };
    // What else it throws are failures on malformed input: properties of null, contradictions it checks itself.
    if (!(error instanceof ParserError)) return { tree: undefined, mistakes: [], exhausted: false };
    const starts = lineStarts(text);
    const mistakes = error.errors.map(({ message, line, column }) => ({
      message: readable(message),
      offset: Math.min((starts[line - 1] ?? 0) + column, text.length),
    }));
    return { tree: undefined, mistakes, exhausted: false };
  }
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
