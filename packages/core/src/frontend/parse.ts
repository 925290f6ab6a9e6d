// The door of the parser: one file in, its tree or coded syntax errors out. Never throws.
import type { Diagnostic, SourceFile } from '@surety/spec-lang';
import type { ImportDirective, Pragma, SourceUnit, TopLevelDeclaration, UsingDirective } from './ast.js';
import { reservedWords } from './keywords.js';
import { lex, type Token } from './lexer.js';
import {
  accept,
  type Cursor,
  createNodeIds,
  expect,
  isNext,
  type ParseContext,
  peek,
  reportError,
  SyntaxFailure,
  spanFrom,
  spanOf,
  take,
  takeList,
  takeName,
  unexpected,
} from './parse-cursor.js';
import { parseContract, parseDefinition, parseFileConstant, parseUsing } from './parse-definitions.js';
import { parseExpression } from './parse-expressions.js';
import { parseFunction } from './parse-functions.js';
import { startsDeclaration } from './parse-types.js';
import { languageVersion } from './pragma.js';
import { decodeString } from './string-literal.js';

/** Parses a file. Undefined when its syntax is wrong (SOL101) or nested beyond all measure (SOL106). */
export function parseUnit(context: ParseContext): SourceUnit | undefined {
  const tokens = lex(context.text);
  const deep = deepestBracket(tokens);
  if (deep) {
    reportError(context, 'SOL106', 'the program is nested too deeply', { ...deep, file: context.file });
    return undefined;
  }
  const { version, satisfiable } = languageVersion(versionsIn(context.text, tokens));
  const c: Cursor = {
    ...context,
    tokens,
    reserved: reservedWords(version),
    power: version.wraps ? 'left' : version.allowsBefore.v08 ? undefined : 'right',
    expression: parseExpression,
    at: 0,
    depth: 0,
    inModifier: false,
  };
  const pragmas: Pragma[] = [];
  const imports: ImportDirective[] = [];
  const declarations: TopLevelDeclaration[] = [];
  const usings: UsingDirective[] = [];
  const failures: SyntaxFailure[] = [];
  const recover = (cursor: Cursor, parse: (c: Cursor) => void): void => recovering(cursor, parse, failures);
  const id = c.ids.next();
  while (peek(c).kind !== 'end' && failures.length < MOST_ERRORS) {
    recover(c, () => {
      const { text } = peek(c);
      if (text === 'pragma') pragmas.push(parsePragma(c));
      else if (text === 'import') imports.push(parseImport(c));
      else if (text === 'using') usings.push(parseUsing(c));
      else declarations.push(parseTopLevel(c, version.allowsBefore.v05, recover));
    });
  }
  if (failures.length > 0) {
    report(c, failures);
    return undefined;
  }
  if (!satisfiable && pragmas[0])
    reportError(c, 'SOL104', 'no compiler version satisfies the version pragma', pragmas[0].span);
  const { path, file } = context;
  const span = { file, start: 0, end: context.text.length };
  return { kind: 'sourceUnit', id, span, path, file, pragmas, imports, declarations, usings, version };
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

// The keywords depend on the version, so its pragmas are looked for before anything is parsed.
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

function parsePragma(c: Cursor): Pragma {
  const id = c.ids.next();
  const { start } = expect(c, 'pragma');
  const name = take(c);
  if (name.kind !== 'word') unexpected(c, 'the name of a pragma');
  while (!isNext(c, ';')) {
    if (peek(c).kind === 'end') unexpected(c, "';'");
    take(c);
  }
  // The text between keeps the spaces that tell `>=0.4 <0.6` from a hyphen range.
  const value = c.text.slice(name.end, peek(c).start).trim();
  take(c);
  checkPragma(c, name, value);
  return { kind: 'pragma', id, span: spanFrom(c, start), name: name.text, value };
}

// solc refuses what it does not know here, and a misspelled version would change the meaning of the file.
function checkPragma(c: Cursor, name: Token, value: string): void {
  const known = name.text === 'solidity' || name.text === 'abicoder' || name.text === 'experimental';
  if (!known) reportError(c, 'SOL103', `there is no pragma '${name.text}'`, spanOf(c, name));
  else if (name.text !== 'solidity' && !/^(?:\w+|"\w+"|'\w+')$/.test(value))
    reportError(c, 'SOL103', `the pragma '${name.text}' takes one word`, spanOf(c, name));
}

function parseImport(c: Cursor): ImportDirective {
  const id = c.ids.next();
  const { start } = expect(c, 'import');
  if (peek(c).kind === 'string') {
    const path = takePathLiteral(c);
    const alias = accept(c, 'as') ? takeName(c) : undefined;
    expect(c, ';');
    return { kind: 'import', id, span: spanFrom(c, start), ...path, alias, symbols: undefined };
  }
  const star = accept(c, '*');
  if (star) expect(c, 'as');
  const alias = star ? takeName(c) : undefined;
  const symbols = star ? undefined : takeList(c, '{', '}', parseSymbol);
  expect(c, 'from');
  const path = takePathLiteral(c);
  expect(c, ';');
  return { kind: 'import', id, span: spanFrom(c, start), ...path, alias, symbols };
}

function parseSymbol(c: Cursor): NonNullable<ImportDirective['symbols']>[number] {
  const id = c.ids.next();
  const imported = takeName(c);
  return { id, imported, local: accept(c, 'as') ? takeName(c) : imported };
}

function takePathLiteral(c: Cursor): Pick<ImportDirective, 'path' | 'pathSpan'> {
  const token = peek(c);
  if (token.kind !== 'string') return unexpected(c, 'the path of a file in quotes');
  take(c);
  const { bytes } = decodeString(c.text, token.start, token.end);
  return { path: Buffer.from(bytes, 'hex').toString('utf8'), pathSpan: spanOf(c, token) };
}

function parseTopLevel(
  c: Cursor,
  namedConstructors: boolean,
  recover: (c: Cursor, parse: (c: Cursor) => void) => void,
): TopLevelDeclaration {
  const { text } = peek(c);
  if (text === 'abstract' || text === 'contract' || text === 'interface' || text === 'library')
    return parseContract(c, namedConstructors, recover);
  if (text === 'function' && !isNext(c, '(', 1)) return parseFunction(c, { inContract: false });
  const definition = parseDefinition(c);
  if (definition !== undefined) return definition;
  if (!startsDeclaration(c, c.at) && !isNext(c, 'constant', 1))
    return unexpected(c, 'a contract, function, type, constant or directive');
  return parseFileConstant(c);
}

const MOST_ERRORS = 5;

// A mistake ends the part it is in: one goes on behind the semicolon or brace that ends it.
function recovering(c: Cursor, parse: (c: Cursor) => void, failures: SyntaxFailure[]): void {
  const { at, depth } = c;
  try {
    parse(c);
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    failures.push(error);
    c.at = at;
    c.depth = depth;
    c.inModifier = false;
    skipPart(c);
  }
}

function skipPart(c: Cursor): void {
  const first = c.at;
  for (let depth = 0; peek(c).kind !== 'end'; ) {
    const { text, kind } = peek(c);
    if (kind === 'symbol') {
      if (OPENING.has(text)) depth++;
      else if (CLOSING.has(text)) depth--;
      // The brace that ends the contract is not the part's, unless nothing else could be skipped.
      if (depth < 0 && c.at > first) return;
    }
    take(c);
    if (depth <= 0 && (text === ';' || text === '}')) return;
  }
}

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

// One mistake is usually the cause of those that follow it closely, so only the first of each line is kept.
function report(c: Cursor, failures: readonly SyntaxFailure[]): void {
  const lines = new Set<number>();
  for (const { code, message, token } of failures.slice(0, MOST_ERRORS)) {
    const line = c.text.lastIndexOf('\n', token.start);
    if (lines.has(line)) continue;
    lines.add(line);
    reportError(c, code, message, spanOf(c, token));
  }
}

/** No written program comes near this; every phase may recurse on brackets. */
const DEEPEST_NESTING = 200;

function deepestBracket(
  tokens: readonly Token[],
): { readonly start: number; readonly end: number } | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind !== 'symbol') continue;
    if (OPENING.has(token.text)) depth++;
    else if (CLOSING.has(token.text)) depth--;
    if (depth > DEEPEST_NESTING) return { start: token.start, end: token.end };
  }
  return undefined;
}
