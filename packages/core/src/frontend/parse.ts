// The door of the parser: one file in, its tree or coded syntax errors out. Never throws. Trees are remembered by content.
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import type { Pragma, SourceUnit } from './ast.js';
import { reservedWords } from './keywords.js';
import { lex, type Token } from './lexer.js';
import { parseWithLibrary } from './library.js';
import { libraryText } from './library-text.js';
import { tooDeepAt } from './nesting.js';
import { type ParseCache, type ParsedText, placed, remembered } from './parse-cache.js';
import { languageVersion } from './pragma.js';
import { syntaxErrors } from './syntax-errors.js';
import { translateUnit } from './translate.js';
import { createNodeIds, NestingFailure, type NodeIds, type TranslationContext } from './translate-context.js';

/** The file to be parsed. */
export interface ParseContext {
  readonly path: string;
  readonly file: number;
  readonly text: string;
  readonly ids: NodeIds;
  /** Appended to as the parser goes. */
  readonly diagnostics: Diagnostic[];
  /** Trees that outlive the process. */
  readonly cache?: ParseCache | undefined;
}

/** Parses a file. Undefined when its syntax is wrong (SOL101) or nested beyond all measure (SOL106). */
export function parseUnit(context: ParseContext): SourceUnit | undefined {
  const { unit, diagnostics } = placed(remembered(context.text, parseText, context.cache), context);
  context.diagnostics.push(...diagnostics);
  return unit;
}

/** Parses one file by itself; for tests and tools that need no node ids of their own. */
export function parseSolidity(source: SourceFile): {
  readonly tree: SourceUnit | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const tree = parseUnit({ ...source, file: 0, ids: createNodeIds(), diagnostics });
  return { tree, diagnostics };
}

/** The version ranges among the pragmas of a file. */
export function versionPragmas(pragmas: readonly Pragma[]): readonly string[] {
  return pragmas.filter((pragma) => pragma.name === 'solidity').map((pragma) => pragma.value);
}

/** Parses and translates a text, nothing remembered. Paths are '', the file is 0, ids start at 1. */
export function parseText(text: string): ParsedText {
  const tokens = lex(text);
  const deep = tooDeepAt(tokens);
  if (deep) return tooDeep(deep);
  // The keywords depend on the version, so its pragmas are looked for before anything is parsed.
  const range = languageVersion(versionsIn(text, tokens));
  const { version } = range;
  const reserved = reservedWords(version);
  const library = libraryText(text, tokens, reserved);
  const outcome = parseWithLibrary(library.text);
  if (outcome.tree === undefined || library.mistakes.length > 0) {
    if (outcome.tree === undefined && outcome.exhausted) return tooDeep({ start: 0, end: 0 });
    const mistakes = outcome.tree === undefined ? outcome.mistakes : [];
    return {
      unit: undefined,
      diagnostics: syntaxErrors({ text, tokens, reserved, library, mistakes }),
      ids: 0,
    };
  }
  const ids = createNodeIds();
  const diagnostics: Diagnostic[] = [];
  const context: TranslationContext = {
    path: '',
    file: 0,
    text,
    tokens,
    reserved,
    power: version.wraps ? 'left' : version.allowsBefore.v08 ? undefined : 'right',
    ids,
    diagnostics,
    depth: 0,
  };
  try {
    const unit = translateUnit(context, outcome.tree, range);
    // A word that is no name leaves no tree, as every other mistake of syntax.
    const wrong = diagnostics.some(({ code }) => code === 'SOL101');
    return { unit: wrong ? undefined : unit, diagnostics, ids: ids.reserve(0) - 1 };
  } catch (error) {
    if (error instanceof NestingFailure) return tooDeep(error.span);
    throw error;
  }
}

function tooDeep({ start, end }: { readonly start: number; readonly end: number }): ParsedText {
  const message = 'the program is nested too deeply';
  const location = { path: '', start, end };
  return { unit: undefined, diagnostics: [{ code: 'SOL106', severity: 'error', message, location }], ids: 0 };
}

function versionsIn(text: string, tokens: readonly Token[]): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i + 1 < tokens.length; i++) {
    if (tokens[i]?.text !== 'pragma' || tokens[i + 1]?.text !== 'solidity') continue;
    const end = tokens.findIndex((token, at) => at > i && token.text === ';');
    const [name, semicolon] = [tokens[i + 1], tokens[end]];
    if (name && semicolon) found.push(text.slice(name.end, semicolon.start).trim());
  }
  return found;
}
