// Statements of the parser's tree, translated into ours.
import type { BlockStatement, CatchClause, Statement, VariableDefinition } from './ast.js';
import type { Parsed } from './library.js';
import {
  join,
  nested,
  nextToken,
  spanAt,
  spanOf,
  type TranslationContext,
  tokensBetween,
} from './translate-context.js';
import { translateCall, translateExpression, translateVariable } from './translate-expression.js';
import type { Span } from './typed-program.js';

/** Translates a block. `inModifier`: `_;` is the place of the modified body. */
export function translateBlock(
  context: TranslationContext,
  node: Parsed.Block,
  inModifier: boolean,
): BlockStatement {
  return {
    kind: 'block',
    id: context.ids.next(),
    span: spanOf(context, node),
    statements: statementsOf(node).map((statement) => translateStatement(context, statement, inModifier)),
    unchecked: false,
  };
}

function statementsOf(node: Parsed.Block): readonly Parsed.Statement[] {
  return node.statements as readonly Parsed.Statement[];
}

function translateStatement(
  context: TranslationContext,
  node: Parsed.Statement,
  inModifier: boolean,
): Statement {
  const whole = spanOf(context, node);
  return nested(context, whole, () => statementOf(context, node, whole, inModifier));
}

function statementOf(
  context: TranslationContext,
  node: Parsed.Statement,
  whole: Span,
  inModifier: boolean,
): Statement {
  const id = context.ids.next();
  switch (node.type) {
    case 'Block':
      return translateBlock(context, node, inModifier);
    case 'UncheckedStatement': {
      const block = translateBlock(context, node.block, inModifier);
      return { ...block, unchecked: true, span: whole };
    }
    case 'VariableDeclarationStatement':
      return translateDeclaration(context, node, whole);
    case 'ExpressionStatement': {
      if (!node.expression) throw new Error('an expression statement without expression');
      const expression = translateExpression(context, node.expression);
      const { span } = expression;
      if (inModifier && expression.kind === 'identifier' && expression.name === '_')
        return { kind: 'placeholder', id, span };
      return { kind: 'expression', id, span, expression };
    }
    case 'IfStatement': {
      const condition = translateExpression(context, node.condition);
      const then = translateStatement(context, node.trueBody, inModifier);
      const otherwise = node.falseBody ? translateStatement(context, node.falseBody, inModifier) : undefined;
      return {
        kind: 'if',
        id,
        span: join(whole, (otherwise ?? then).span),
        condition,
        then,
        else: otherwise,
      };
    }
    case 'WhileStatement': {
      const condition = translateExpression(context, node.condition);
      const body = translateStatement(context, node.body, inModifier);
      const span = join(whole, body.span);
      return {
        kind: 'loop',
        id,
        span,
        form: 'while',
        initial: undefined,
        condition,
        update: undefined,
        body,
      };
    }
    case 'DoWhileStatement': {
      const body = translateStatement(context, node.body, inModifier);
      const condition = translateExpression(context, node.condition);
      return {
        kind: 'loop',
        id,
        span: whole,
        form: 'doWhile',
        initial: undefined,
        condition,
        update: undefined,
        body,
      };
    }
    case 'ForStatement': {
      const { initExpression, conditionExpression, loopExpression } = node;
      const initial = initExpression ? translateStatement(context, initExpression, inModifier) : undefined;
      const condition = conditionExpression ? translateExpression(context, conditionExpression) : undefined;
      const update = loopExpression.expression
        ? translateExpression(context, loopExpression.expression)
        : undefined;
      const body = translateStatement(context, node.body, inModifier);
      return {
        kind: 'loop',
        id,
        span: join(whole, body.span),
        form: 'for',
        initial,
        condition,
        update,
        body,
      };
    }
    case 'BreakStatement':
      return { kind: 'break', id, span: firstWord(context, whole) };
    case 'ContinueStatement':
      return { kind: 'continue', id, span: firstWord(context, whole) };
    case 'ThrowStatement':
      return { kind: 'throw', id, span: firstWord(context, whole) };
    case 'ReturnStatement': {
      const value = node.expression ? translateExpression(context, node.expression) : undefined;
      return { kind: 'return', id, span: value ? join(whole, value.span) : firstWord(context, whole), value };
    }
    case 'EmitStatement': {
      const call = translateCall(context, node.eventCall);
      return { kind: 'emit', id, span: join(whole, call.span), call };
    }
    case 'RevertStatement': {
      const call = translateCall(context, node.revertCall);
      return { kind: 'revertError', id, span: join(whole, call.span), call };
    }
    case 'TryStatement':
      return {
        kind: 'try',
        id,
        span: whole,
        call: translateExpression(context, node.expression),
        returns: (node.returnParameters ?? []).map((variable) =>
          translateVariable(context, variable, 'local'),
        ),
        body: translateBlock(context, node.body, inModifier),
        catches: node.catchClauses.map((clause) => translateCatch(context, clause, inModifier)),
      };
    case 'InlineAssemblyStatement': {
      const body = spanOf(context, node.body);
      const text = context.text.slice(body.start, body.end);
      const before = tokensBetween(context, whole.start, body.start);
      const open = before.findIndex((token) => token.text === '(');
      const flags = before
        .filter(({ kind }, i) => open !== -1 && i > open && kind === 'string')
        .map((flag) => flag.text.slice(1, -1));
      return { kind: 'assembly', id, span: whole, text, bodyStart: body.start, flags };
    }
    default:
      node satisfies never;
      throw new Error('unknown statement node');
  }
}

function translateDeclaration(
  context: TranslationContext,
  node: Parsed.VariableDeclarationStatement,
  whole: Span,
): Statement {
  const declared = node.variables as readonly (Parsed.VariableDeclaration | null)[];
  const variables: readonly (VariableDefinition | undefined)[] = declared.map((variable) =>
    variable ? translateVariable(context, variable, 'local') : undefined,
  );
  const value = node.initialValue ? translateExpression(context, node.initialValue) : undefined;
  // Without an initial value only a single variable can be declared, or (old code) a `var` tuple.
  const end = value?.span ?? (variables.length === 1 ? variables[0]?.span : undefined) ?? whole;
  return { kind: 'declare', id: context.ids.next(), span: join(whole, end), variables, value };
}

function translateCatch(
  context: TranslationContext,
  node: Parsed.CatchClause,
  inModifier: boolean,
): CatchClause {
  return {
    kind: 'catch',
    id: context.ids.next(),
    span: spanOf(context, node),
    errorName: node.kind ?? '',
    parameters: (node.parameters ?? []).map((variable) => translateVariable(context, variable, 'local')),
    body: translateBlock(context, node.body, inModifier),
  };
}

// Simple statements end before their semicolon, as in solc.
function firstWord(context: TranslationContext, whole: Span): Span {
  const word = nextToken(context, whole.start, whole.end);
  return spanAt(context, whole.start, word?.end ?? whole.end);
}
