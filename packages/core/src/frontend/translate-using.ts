// `using` directives of the library's tree, translated into ours; their paths and operators are read from the tokens.
import type { UsingDirective, UsingOperator } from './ast.js';
import type { Token } from './lexer.js';
import type { Parsed } from './library.js';
import {
  pathIn,
  reportError,
  spanOf,
  spanOfTokens,
  type TranslationContext,
  tokensBetween,
} from './translate-context.js';
import { translateTypeName } from './translate-expression.js';
import type { Span } from './typed-program.js';

const USING_OPERATORS = '+ - * / % & | ^ ~ < <= > >= == !='.split(' ');

/** Translates a `using` directive. */
export function translateUsing(
  context: TranslationContext,
  node: Parsed.UsingForDeclaration,
): UsingDirective {
  const span = spanOf(context, node);
  const typeName = node.typeName ? translateTypeName(context, node.typeName) : undefined;
  const tokens = tokensBetween(context, span.start, span.end);
  const common = { kind: 'using', id: context.ids.next(), span, typeName, global: node.isGlobal } as const;
  if (node.libraryName !== null) {
    const end = tokens.findIndex((token) => token.text === 'for');
    return {
      ...common,
      library: pathIn(context, spanOfTokens(context, tokens.slice(1, end))),
      functions: undefined,
    };
  }
  const open = tokens.findIndex((token) => token.text === '{');
  const close = tokens.findIndex((token) => token.text === '}');
  const groups = splitAtCommas(tokens.slice(open + 1, close));
  const functions = groups.map((group) => {
    const as = group.findIndex((token) => token.text === 'as');
    const path = pathIn(context, spanOfTokens(context, as === -1 ? group : group.slice(0, as)));
    const operator =
      as === -1
        ? undefined
        : group
            .slice(as + 1)
            .map((token) => token.text)
            .join('');
    return { path, operator: usingOperator(context, operator, path.span) };
  });
  return { ...common, library: undefined, functions };
}

function usingOperator(
  context: TranslationContext,
  text: string | undefined,
  span: Span,
): UsingOperator | undefined {
  if (text === undefined) return undefined;
  if (!USING_OPERATORS.includes(text))
    reportError(context, 'SOL103', `'${text}' cannot be defined by a user`, span);
  return text as UsingOperator;
}

function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const groups: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return groups.filter((group) => group.length > 0);
}
