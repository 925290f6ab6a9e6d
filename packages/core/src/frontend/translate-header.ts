// Specifiers of functions and state variables that the parser library accepts too freely: it keeps the first of several
// visibilities or mutabilities and drops the parameters of `receive` and the returns of constructors.
import type { FunctionDefinition } from './ast.js';
import type { Token } from './lexer.js';
import { reportError, spanAt, type TranslationContext, tokensBetween } from './translate-context.js';

const VISIBILITIES = ['public', 'private', 'internal', 'external'];
const MUTABILITIES = ['pure', 'view', 'payable', 'constant'];

/** Checks a function's header between its name (or keyword) and its body. */
export function checkFunctionHeader(
  context: TranslationContext,
  functionKind: FunctionDefinition['functionKind'],
  start: number,
  end: number,
): void {
  const { outer, groups } = outerTokens(context, start, end);
  reportSecond(context, outer, VISIBILITIES, 'visibility');
  reportSecond(context, outer, MUTABILITIES, 'state mutability');
  reportSecond(context, outer, ['virtual'], "'virtual'");
  reportSecond(context, outer, ['override'], "'override'");
  const returns = outer.find((token) => token.text === 'returns');
  if (returns && (functionKind === 'constructor' || functionKind === 'receive')) {
    reportToken(context, returns, `a ${functionKind} function returns nothing`);
  }
  const parameters = groups[0];
  if (functionKind === 'receive' && parameters && !parameters.empty) {
    reportToken(context, parameters.open, 'the receive function takes no parameters');
  }
}

/** Checks the specifiers between the type and the name of a state variable. */
export function checkStateVariableHeader(context: TranslationContext, start: number, end: number): void {
  const { outer } = outerTokens(context, start, end);
  reportSecond(context, outer, VISIBILITIES, 'visibility');
  reportSecond(
    context,
    outer,
    ['constant', 'immutable', 'transient'],
    'of constant, immutable and transient',
  );
  reportSecond(context, outer, ['override'], "'override'");
}

function reportSecond(
  context: TranslationContext,
  tokens: readonly Token[],
  words: readonly string[],
  what: string,
): void {
  const second = tokens.filter((token) => words.includes(token.text))[1];
  if (second)
    reportToken(context, second, `only one ${what} can be given, this is the second: '${second.text}'`);
}

function reportToken(context: TranslationContext, token: Token, message: string): void {
  reportError(context, 'SOL103', message, spanAt(context, token.start, token.end));
}

interface Group {
  readonly open: Token;
  readonly empty: boolean;
}

// Tokens outside parentheses, so that types of parameters and modifier arguments do not count; and the groups passed.
function outerTokens(
  context: TranslationContext,
  start: number,
  end: number,
): { readonly outer: readonly Token[]; readonly groups: readonly Group[] } {
  const outer: Token[] = [];
  const groups: Group[] = [];
  let depth = 0;
  const tokens = tokensBetween(context, start, end);
  for (const [i, token] of tokens.entries()) {
    if (token.text === '(') {
      if (depth === 0) groups.push({ open: token, empty: tokens[i + 1]?.text === ')' });
      depth++;
    } else if (token.text === ')') depth--;
    else if (depth === 0) outer.push(token);
  }
  return { outer, groups };
}
