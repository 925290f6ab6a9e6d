// The parser of inline assembly: text to a tree, or the first mistake. It never throws to its caller.
import { decodeString } from '../string-literal.js';
import type { Span } from '../typed-program.js';
import type { SyntaxBlock, SyntaxExpression, SyntaxFunction, SyntaxName, SyntaxStatement } from './syntax.js';
import { type Token, tokenize } from './tokens.js';

/** A mistake with its place. */
export interface AssemblyMistake {
  readonly code: 'SOL601' | 'SOL608';
  readonly message: string;
  readonly span: Span;
}

/** Parses a block with its braces; `start` is where its text stands in the file. */
export function parseAssembly(
  text: string,
  file: number,
  start: number,
): { readonly block: SyntaxBlock } | { readonly mistake: AssemblyMistake } {
  const parser: Parser = { tokens: tokenize(text, file, start), at: 0, depth: 0 };
  try {
    const block = parseBlock(parser);
    const rest = peek(parser);
    if (rest.kind !== 'end') fail(rest, `the end of the assembly is expected, not '${rest.text}'`);
    return { block };
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    return { mistake: problem.mistake };
  }
}

interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** Blocks and calls nested deeper than this are refused, so that no text exhausts the stack. */
const MAXIMUM_DEPTH = 400;

/** Ends parsing at the first mistake; caught in `parseAssembly`. */
class SyntaxProblem extends Error {
  readonly mistake: AssemblyMistake;
  constructor(mistake: AssemblyMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

function fail(token: Token, message: string, code: AssemblyMistake['code'] = 'SOL601'): never {
  throw new SyntaxProblem({ code, message, span: token.span });
}

function peek(parser: Parser, ahead = 0): Token {
  const last = parser.tokens.length - 1;
  return parser.tokens[Math.min(parser.at + ahead, last)] as Token;
}

function take(parser: Parser): Token {
  const token = peek(parser);
  parser.at++;
  return token;
}

function expect(parser: Parser, sign: string): Token {
  const token = take(parser);
  if (token.text !== sign || token.kind === 'string') {
    fail(token, `'${sign}' is expected in assembly, not '${token.text}'`);
  }
  return token;
}

function join(from: Span, to: Span): Span {
  return { file: from.file, start: from.start, end: to.end };
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'let',
  'if',
  'switch',
  'case',
  'default',
  'for',
  'function',
  'break',
  'continue',
  'leave',
  'true',
  'false',
]);

function takeName(parser: Parser): SyntaxName {
  const token = take(parser);
  if (token.kind !== 'name' || KEYWORDS.has(token.text))
    fail(token, `a name is expected, not '${token.text}'`);
  return { name: token.text, span: token.span };
}

function takeNames(parser: Parser): readonly SyntaxName[] {
  const names = [takeName(parser)];
  while (peek(parser).text === ',') {
    take(parser);
    names.push(takeName(parser));
  }
  return names;
}

function deeper<T>(parser: Parser, parse: () => T): T {
  parser.depth++;
  if (parser.depth > MAXIMUM_DEPTH) fail(peek(parser), 'the assembly is nested too deeply');
  const result = parse();
  parser.depth--;
  return result;
}

function parseBlock(parser: Parser): SyntaxBlock {
  return deeper(parser, () => {
    const open = expect(parser, '{');
    const statements: SyntaxStatement[] = [];
    while (peek(parser).text !== '}' || peek(parser).kind !== 'sign') {
      if (peek(parser).kind === 'end') fail(peek(parser), `'}' is missing in assembly`);
      statements.push(parseStatement(parser));
    }
    const close = take(parser);
    return { kind: 'block', statements, span: join(open.span, close.span) };
  });
}

function parseStatement(parser: Parser): SyntaxStatement {
  const first = peek(parser);
  if (first.kind === 'sign' && first.text === '{') return parseBlock(parser);
  if (first.kind === 'name') {
    switch (first.text) {
      case 'let':
        return parseLet(parser);
      case 'if': {
        take(parser);
        const condition = parseExpression(parser);
        const body = parseBlock(parser);
        return { kind: 'if', condition, body, span: join(first.span, body.span) };
      }
      case 'switch':
        return parseSwitch(parser);
      case 'for': {
        take(parser);
        const initial = parseBlock(parser);
        const condition = parseExpression(parser);
        const update = parseBlock(parser);
        const body = parseBlock(parser);
        return { kind: 'for', initial, condition, update, body, span: join(first.span, body.span) };
      }
      case 'function':
        return parseFunction(parser);
      case 'break':
      case 'continue':
      case 'leave':
        take(parser);
        return { kind: first.text, span: first.span };
      default:
        break;
    }
    const after = peek(parser, 1);
    if (after.text === ',' || after.text === ':=') {
      const targets = takeNames(parser);
      expect(parser, ':=');
      const value = parseExpression(parser);
      return { kind: 'assign', targets, value, span: join(first.span, value.span) };
    }
  }
  const expression = parseExpression(parser);
  const next = peek(parser);
  if (next.text === '=:') {
    // Before 0.5: `expression =: name`.
    take(parser);
    const target = takeName(parser);
    return {
      kind: 'assign',
      targets: [target],
      value: expression,
      span: join(first.span, target.span),
    };
  }
  return { kind: 'expression', expression, span: expression.span };
}

function parseLet(parser: Parser): SyntaxStatement {
  const start = take(parser);
  const names = takeNames(parser);
  const last = names[names.length - 1]?.span ?? start.span;
  if (peek(parser).text !== ':=')
    return { kind: 'let', names, value: undefined, span: join(start.span, last) };
  take(parser);
  const value = parseExpression(parser);
  return { kind: 'let', names, value, span: join(start.span, value.span) };
}

function parseSwitch(parser: Parser): SyntaxStatement {
  const start = take(parser);
  const value = parseExpression(parser);
  const cases: { value: bigint | undefined; body: SyntaxBlock; span: Span }[] = [];
  while (peek(parser).text === 'case') {
    const word = take(parser);
    const literal = parseExpression(parser);
    if (literal.kind !== 'literal') fail(word, `'case' needs a literal`);
    if (cases.some((c) => c.value === literal.value)) fail(word, 'the same case occurs twice');
    const body = parseBlock(parser);
    cases.push({ value: literal.value, body, span: join(word.span, body.span) });
  }
  if (peek(parser).text === 'default') {
    const word = take(parser);
    const body = parseBlock(parser);
    cases.push({ value: undefined, body, span: join(word.span, body.span) });
  }
  const last = cases[cases.length - 1];
  if (last === undefined) fail(peek(parser), `'switch' needs a case`);
  return { kind: 'switch', value, cases, span: join(start.span, last.span) };
}

function parseFunction(parser: Parser): SyntaxFunction {
  const start = take(parser);
  const name = takeName(parser);
  expect(parser, '(');
  const parameters = peek(parser).text === ')' ? [] : takeNames(parser);
  expect(parser, ')');
  let results: readonly SyntaxName[] = [];
  if (peek(parser).text === '->') {
    take(parser);
    results = takeNames(parser);
  }
  const body = parseBlock(parser);
  return { kind: 'function', name, parameters, results, body, span: join(start.span, body.span) };
}

function parseExpression(parser: Parser): SyntaxExpression {
  return deeper(parser, () => {
    const token = take(parser);
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: numberOf(token), span: token.span };
      case 'string':
        return { kind: 'literal', value: wordOfText(token), span: token.span };
      case 'hexString':
        return { kind: 'literal', value: wordOfHex(token), span: token.span };
      case 'name': {
        if (token.text === 'true' || token.text === 'false')
          return { kind: 'literal', value: token.text === 'true' ? 1n : 0n, span: token.span };
        if (KEYWORDS.has(token.text)) fail(token, `a value is expected, not '${token.text}'`);
        const callee = { name: token.text, span: token.span };
        if (peek(parser).text !== '(' || peek(parser).kind !== 'sign') return { kind: 'name', ...callee };
        take(parser);
        const operands: SyntaxExpression[] = [];
        while (peek(parser).text !== ')') {
          if (operands.length > 0) expect(parser, ',');
          operands.push(parseExpression(parser));
        }
        const close = take(parser);
        return { kind: 'call', callee, arguments: operands, span: join(token.span, close.span) };
      }
      default:
        return fail(token, `a value is expected in assembly, not '${token.text}'`);
    }
  });
}

function numberOf(token: Token): bigint {
  const digits = token.text.replaceAll('_', '');
  const value = /^0[xX]$/.test(digits) ? 1n << 256n : BigInt(digits);
  if (value >= 1n << 256n) fail(token, 'the number does not fit into a word of 256 bits', 'SOL608');
  return value;
}

/** Text is left-aligned in the word. */
function wordOfText(token: Token): bigint {
  const { bytes, error } = decodeString(token.text, 0, token.text.length);
  return leftAligned(token, error === undefined ? bytes : undefined);
}

function wordOfHex(token: Token): bigint {
  const digits = token.text.slice(4, -1).replaceAll('_', '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) fail(token, 'pairs of hexadecimal digits are expected', 'SOL608');
  return leftAligned(token, digits);
}

function leftAligned(token: Token, hex: string | undefined): bigint {
  if (hex === undefined) return fail(token, 'the text has an escape that is not known', 'SOL608');
  if (hex.length > 64) fail(token, 'the text does not fit into a word of 32 bytes', 'SOL608');
  return BigInt(`0x${hex.padEnd(64, '0')}`);
}
