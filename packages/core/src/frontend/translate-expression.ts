// Expressions and type names of the parser's tree, translated into ours.
import type { Expression, Name, NumberUnit, TypeName, VariableDefinition } from './ast.js';
import type { Parsed } from './library.js';
import { assignment } from './reassociate.js';
import { decodeString } from './string-literal.js';
import {
  join,
  nameAt,
  nested,
  nextToken,
  noName,
  pathIn,
  reportError,
  spanAt,
  spanOf,
  type TranslationContext,
  textIn,
  trailingName,
} from './translate-context.js';
import type { BinaryOperator, Span, UnaryOperator } from './typed-program.js';
import type { DataLocation, Mutability } from './types.js';

/** Translates an expression; assignments come back right-associative. */
export function translateExpression(context: TranslationContext, node: Parsed.Expression): Expression {
  const span = spanOf(context, node);
  return nested(context, span, () => expressionOf(context, node, span));
}

function expressionOf(context: TranslationContext, node: Parsed.Expression, span: Span): Expression {
  const id = context.ids.next();
  switch (node.type) {
    case 'Identifier':
      return identifierExpression(context, span);
    case 'BooleanLiteral':
      return { kind: 'boolean', id, span, value: node.value };
    case 'NumberLiteral':
      return { kind: 'number', id, span, text: node.number, unit: numberUnit(node.subdenomination) };
    case 'StringLiteral':
    case 'HexLiteral': {
      const { form, bytes, error } = decodeString(context.text, span.start, span.end);
      if (error) reportError(context, 'SOL102', error, span);
      return { kind: 'string', id, span, form, bytes };
    }
    case 'TupleExpression': {
      const components = (node.components as readonly (Parsed.Expression | null)[]).map((component) =>
        component ? translateExpression(context, component) : undefined,
      );
      if (!node.isArray) return { kind: 'tuple', id, span, components };
      return {
        kind: 'inlineArray',
        id,
        span,
        elements: components.filter((element) => element !== undefined),
      };
    }
    case 'MemberAccess': {
      const base = translateExpression(context, node.expression);
      const name = trailingName(context, span);
      return { kind: 'member', id, span, base, name: name.name, nameSpan: name.span };
    }
    case 'IndexAccess':
      return {
        kind: 'index',
        id,
        span,
        base: translateExpression(context, node.base),
        index: translateExpression(context, node.index),
      };
    case 'IndexRangeAccess': {
      const base = translateExpression(context, node.base);
      return {
        kind: 'slice',
        id,
        span,
        base,
        from: optional(context, node.indexStart),
        to: optional(context, node.indexEnd),
      };
    }
    case 'FunctionCall':
      return translateCall(context, node);
    case 'NameValueExpression': {
      const values = node.arguments.arguments.map((value) => translateExpression(context, value));
      const options = values.map((value, i) => ({
        name: identifierName(context, node.arguments.identifiers[i]),
        value,
      }));
      return {
        kind: 'callOptions',
        id,
        span,
        callee: translateExpression(context, node.expression),
        options,
      };
    }
    case 'NewExpression':
      return { kind: 'new', id, span, typeName: translateTypeName(context, node.typeName) };
    case 'UnaryOperation':
      return translateUnary(context, node, span);
    case 'BinaryOperation':
      return translateBinary(context, node);
    case 'Conditional':
      return {
        kind: 'conditional',
        id,
        span,
        condition: translateExpression(context, node.condition),
        // biome-ignore lint/suspicious/noThenProperty: the name of the field in the tree; nodes are never awaited
        then: translateExpression(context, node.trueExpression),
        else: translateExpression(context, node.falseExpression),
      };
    case 'ElementaryTypeName':
    case 'UserDefinedTypeName':
    case 'ArrayTypeName':
    case 'Mapping':
    case 'FunctionTypeName':
      return typeAsExpression(context, translateTypeName(context, node));
    default:
      node satisfies never;
      throw new Error('unknown expression node');
  }
}

/** Translates a call; named arguments keep their names. */
export function translateCall(
  context: TranslationContext,
  node: Parsed.FunctionCall,
): Extract<Expression, { readonly kind: 'call' }> {
  const span = spanOf(context, node);
  const named = node.identifiers.length > 0 || endsWithNoNames(context, node, span);
  return {
    kind: 'call',
    id: context.ids.next(),
    span,
    callee: translateExpression(context, node.expression),
    arguments: node.arguments.map((argument) => translateExpression(context, argument)),
    names: named ? node.identifiers.map((identifier) => identifierName(context, identifier)) : undefined,
  };
}

/** Translates a type name. */
export function translateTypeName(context: TranslationContext, node: Parsed.TypeName): TypeName {
  const span = spanOf(context, node);
  const id = context.ids.next();
  switch (node.type) {
    case 'ElementaryTypeName':
      return {
        kind: 'elementaryType',
        id,
        span,
        name: node.name,
        payable: node.stateMutability === 'payable',
      };
    case 'UserDefinedTypeName':
      // The library reads a lone `address` followed by a name as a user type in some places.
      if (node.namePath === 'address')
        return { kind: 'elementaryType', id, span, name: 'address', payable: false };
      return { kind: 'userType', id, span, path: pathIn(context, span) };
    case 'ArrayTypeName': {
      const element = translateTypeName(context, node.baseTypeName);
      return { kind: 'arrayType', id, span, element, length: optional(context, node.length) };
    }
    case 'Mapping':
      return {
        kind: 'mappingType',
        id,
        span,
        ...mappingParts(context, node),
      };
    case 'FunctionTypeName':
      return {
        kind: 'functionType',
        id,
        span,
        parameters: node.parameterTypes.map((parameter) =>
          translateVariable(context, parameter, 'parameter'),
        ),
        returns: node.returnTypes.map((parameter) => translateVariable(context, parameter, 'return')),
        visibility:
          node.visibility === 'external' || node.visibility === 'internal' ? node.visibility : 'default',
        mutability: mutability(node.stateMutability),
      };
    default:
      node satisfies never;
      throw new Error('unknown type name node');
  }
}

/** Translates a parameter, local variable or field: everything declared without visibility and initial value. */
export function translateVariable(
  context: TranslationContext,
  node: Parsed.VariableDeclaration,
  role: VariableDefinition['role'],
): VariableDefinition {
  const span = spanOf(context, node);
  const payable = isPayableAddress(node.typeName, node.identifier);
  const placeless = role === 'structField' || role === 'eventParameter' || role === 'errorParameter';
  if (placeless && node.storageLocation !== null)
    reportError(context, 'SOL101', 'a data location cannot be given here', span);
  const name =
    node.identifier && !payable ? identifierName(context, node.identifier) : noName(context, span.end);
  const isVar =
    node.typeName === null || (node.typeName.type === 'ElementaryTypeName' && node.typeName.name === 'var');
  return {
    kind: 'variable',
    id: context.ids.next(),
    span,
    role,
    name: name.name,
    nameSpan: name.span,
    typeName: payable
      ? payableAddress(context, span.start, span.end)
      : isVar || node.typeName === null
        ? undefined
        : translateTypeName(context, node.typeName),
    location: dataLocation(node.storageLocation),
    visibility: 'default',
    mutability: 'mutable',
    override: undefined,
    indexed: node.isIndexed,
    initializer: undefined,
  };
}

// The library reads `address payable` without a name behind it as an address of the name `payable`, a keyword since 0.5.
function isPayableAddress(typeName: Parsed.TypeName | null, name: Parsed.Identifier | null): boolean {
  if (name?.name !== 'payable') return false;
  if (typeName?.type === 'UserDefinedTypeName') return typeName.namePath === 'address';
  return typeName?.type === 'ElementaryTypeName' && typeName.name === 'address';
}

function payableAddress(context: TranslationContext, start: number, end: number): TypeName {
  const span = spanAt(context, start, end);
  return { kind: 'elementaryType', id: context.ids.next(), span, name: 'address', payable: true };
}

function mappingParts(
  context: TranslationContext,
  node: Parsed.Mapping,
): Pick<Extract<TypeName, { kind: 'mappingType' }>, 'key' | 'keyName' | 'value' | 'valueName'> {
  const part = (typeName: Parsed.TypeName, name: Parsed.Identifier | null) => {
    if (!isPayableAddress(typeName, name))
      return {
        type: translateTypeName(context, typeName),
        name: name ? identifierName(context, name) : undefined,
      };
    const { start } = spanOf(context, typeName);
    const { end } = name ? spanOf(context, name) : spanOf(context, typeName);
    return { type: payableAddress(context, start, end), name: undefined };
  };
  const key = part(node.keyType, node.keyName);
  const value = part(node.valueType, node.valueName);
  return { key: key.type, keyName: key.name, value: value.type, valueName: value.name };
}

/** The name at an identifier of the parser's tree. */
export function identifierName(context: TranslationContext, node: Parsed.Identifier | undefined): Name {
  if (!node) throw new Error('an identifier is missing in the tree');
  const { start, end } = spanOf(context, node);
  return nameAt(context, { kind: 'word', text: context.text.slice(start, end), start, end });
}

/** State mutability as written; old `constant` is view. */
export function mutability(written: string | null): Mutability {
  if (written === 'pure' || written === 'view' || written === 'payable') return written;
  return written === 'constant' ? 'view' : 'nonpayable';
}

function dataLocation(written: string | null): DataLocation | undefined {
  return written === 'storage' || written === 'memory' || written === 'calldata' ? written : undefined;
}

function optional(
  context: TranslationContext,
  node: Parsed.Expression | null | undefined,
): Expression | undefined {
  return node ? translateExpression(context, node) : undefined;
}

// `address` and `payable` reach us as identifiers; as expressions they can only mean the types.
function identifierExpression(context: TranslationContext, span: Span): Expression {
  const name = textIn(context, span);
  const id = context.ids.next();
  if (name !== 'address' && name !== 'payable') return { kind: 'identifier', id, span, name };
  const typeName: TypeName = {
    kind: 'elementaryType',
    id: context.ids.next(),
    span,
    name: 'address',
    payable: name === 'payable',
  };
  return { kind: 'typeExpression', id, span, typeName };
}

// `S[]`, `A.B[3]` and `uint[2][]` are read as type names by the library and as index expressions by solc.
function typeAsExpression(context: TranslationContext, type: TypeName): Expression {
  const { span } = type;
  const id = context.ids.next();
  if (type.kind === 'arrayType') {
    return { kind: 'index', id, span, base: typeAsExpression(context, type.element), index: type.length };
  }
  if (type.kind !== 'userType') return { kind: 'typeExpression', id, span, typeName: type };
  const [first, ...members] = type.path.parts;
  if (!first) throw new Error('empty path');
  return members.reduce<Expression>(
    (base, member) => ({
      kind: 'member',
      id: context.ids.next(),
      span: join(first.span, member.span),
      base,
      name: member.name,
      nameSpan: member.span,
    }),
    { kind: 'identifier', id, span: first.span, name: first.name },
  );
}

// `f({})` has named arguments, none of them; the library reports the same as for `f()`.
function endsWithNoNames(context: TranslationContext, node: Parsed.FunctionCall, span: Span): boolean {
  if (node.arguments.length > 0) return false;
  const open = nextToken(context, spanOf(context, node.expression).end, span.end);
  return open !== undefined && nextToken(context, open.end, span.end)?.text === '{';
}

function translateUnary(context: TranslationContext, node: Parsed.UnaryOperation, span: Span): Expression {
  const operand = translateExpression(context, node.subExpression);
  const id = context.ids.next();
  const operator = unaryOperator(node);
  if (!operator) {
    reportError(context, 'SOL103', `the operator '${node.operator}' is not part of Solidity`, span);
    return operand;
  }
  return { kind: 'unary', id, span, operator, operand };
}

function unaryOperator(node: Parsed.UnaryOperation): UnaryOperator | '+' | undefined {
  switch (node.operator) {
    case '++':
      return node.isPrefix ? '++x' : 'x++';
    case '--':
      return node.isPrefix ? '--x' : 'x--';
    case '-':
    case '+':
    case '!':
    case '~':
    case 'delete':
      return node.operator;
    case 'after':
      return undefined;
    default:
      node.operator satisfies never;
      throw new Error('unknown unary operator');
  }
}

function translateBinary(context: TranslationContext, node: Parsed.BinaryOperation): Expression {
  if (node.operator === '**') return translatePower(context, node);
  const left = translateExpression(context, node.left);
  const right = translateExpression(context, node.right);
  const operator = binaryOperator(node.operator);
  if (operator.assigns) return assignment(left, operator.operator, right, context.ids.next);
  return {
    kind: 'binary',
    id: context.ids.next(),
    span: join(left.span, right.span),
    operator: operator.operator,
    left,
    right,
  };
}

// The library groups `a ** b ** c` to the right, as Solidity does since 0.8; before it is `(a ** b) ** c`.
function translatePower(context: TranslationContext, node: Parsed.BinaryOperation): Expression {
  const operands: Expression[] = [];
  let rest: Parsed.Expression = node;
  for (; rest.type === 'BinaryOperation' && rest.operator === '**'; rest = rest.right)
    operands.push(translateExpression(context, rest.left));
  operands.push(translateExpression(context, rest));
  if (operands.length > 2 && context.power === undefined) {
    const message = "'a ** b ** c' means (a ** b) ** c before 0.8 and a ** (b ** c) since; write parentheses";
    reportError(context, 'SOL103', message, spanOf(context, node));
  }
  const power = (left: Expression, right: Expression): Expression => ({
    kind: 'binary',
    id: context.ids.next(),
    span: join(left.span, right.span),
    operator: '**',
    left,
    right,
  });
  return context.power === 'left'
    ? operands.reduce(power)
    : operands.reduceRight((right, left) => power(left, right));
}

type Operator =
  | { readonly assigns: true; readonly operator: '=' | BinaryOperator }
  | { readonly assigns: false; readonly operator: BinaryOperator };

function binaryOperator(written: Parsed.BinOp): Operator {
  switch (written) {
    case '=':
      return { assigns: true, operator: '=' };
    case '+=':
      return { assigns: true, operator: '+' };
    case '-=':
      return { assigns: true, operator: '-' };
    case '*=':
      return { assigns: true, operator: '*' };
    case '/=':
      return { assigns: true, operator: '/' };
    case '%=':
      return { assigns: true, operator: '%' };
    case '&=':
      return { assigns: true, operator: '&' };
    case '|=':
      return { assigns: true, operator: '|' };
    case '^=':
      return { assigns: true, operator: '^' };
    case '<<=':
      return { assigns: true, operator: '<<' };
    case '>>=':
      return { assigns: true, operator: '>>' };
    default:
      return { assigns: false, operator: written };
  }
}

function numberUnit(written: string | null): NumberUnit | undefined {
  return (written as NumberUnit | null) ?? undefined;
}
