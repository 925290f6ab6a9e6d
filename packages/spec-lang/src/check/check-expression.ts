// Expressions of every form to typed expressions. What fails is reported once and has no value, so nothing cascades.
import type { TextSpan } from '../source/source-file.js';
import type { Expression } from '../syntax/ast.js';
import { checkCall } from './check-call.js';
import { checkCount } from './check-count.js';
import { callOf } from './check-functions.js';
import { checkMember, checkName, throughState } from './check-names.js';
import { checkBinary, checkSides, combine } from './check-operators.js';
import { checkSum } from './check-sum.js';
import { checkTypeName, checkVariables } from './check-types.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext, extend, locate, lookup } from './context.js';
import { readsState } from './inspect.js';
import { isKnownName } from './known-names.js';
import {
  addressType,
  boolType,
  describeType,
  fits,
  intType,
  isNumeric,
  rangeOf,
  sameType,
  uint256Type,
} from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';
import type { SpecType } from './types.js';

type Checked = SpecExpression | undefined;

/** An expression that must be a condition. */
export function checkCondition(context: ExpressionContext, expression: Expression, what: string): Checked {
  return checkAs(context, expression, boolType, what);
}

/** The typed expression, or undefined after a report. */
export function checkExpression(context: ExpressionContext, expression: Expression): Checked {
  const location = locate(context, expression);
  switch (expression.kind) {
    case 'number': {
      const { value, bytes } = expression;
      return { kind: 'literal', value, type: bytes === 20 ? addressType : intType, location };
    }
    case 'boolean': {
      const { value } = expression;
      return { kind: 'literal', value, type: boolType, location };
    }
    case 'string': {
      const { value } = expression;
      return { kind: 'literal', value, type: { kind: 'string' }, location };
    }
    case 'name': {
      const { name } = expression;
      return checkName(context, name, expression);
    }
    case 'member': {
      const { base, member } = expression;
      return checkMember(context, base, member, expression);
    }
    case 'index': {
      const { base, index } = expression;
      return checkIndex(context, base, index, expression);
    }
    case 'call': {
      const { callee, arguments: values } = expression;
      return checkCall(context, callee, values, expression);
    }
    case 'unary': {
      const { operator, operand } = expression;
      const type = operator === '!' ? boolType : intType;
      const value = checkAs(context, operand, type, `the operand of '${operator}'`);
      return value === undefined ? undefined : { kind: 'unary', operator, operand: value, type, location };
    }
    case 'binary': {
      const { operator, left, right } = expression;
      return checkBinary(context, operator, left, right, expression);
    }
    case 'chain': {
      const { operands, operators } = expression;
      const values = checkSides(context, operands);
      return conjunction(
        operators.map((operator, i) => {
          const [left, right, leftTree, rightTree] = [values[i], values[i + 1], operands[i], operands[i + 1]];
          if (left === undefined || right === undefined || leftTree === undefined || rightTree === undefined)
            return undefined;
          return combine(context, operator, [leftTree, left], [rightTree, right], {
            start: leftTree.start,
            end: rightTree.end,
          });
        }),
        location,
      );
    }
    case 'range': {
      const { subject, low, high } = expression;
      const [value, least, greatest] = checkSides(context, [subject, low, high]);
      if (value === undefined || least === undefined || greatest === undefined) return undefined;
      return conjunction(
        [
          combine(context, '<=', [low, least], [subject, value], expression),
          combine(context, '<=', [subject, value], [high, greatest], expression),
        ],
        location,
      );
    }
    case 'is': {
      const { subject, what, types } = expression;
      const entry = subject.kind === 'name' ? lookup(context.scope, subject.name) : undefined;
      if (entry?.kind === 'variable' && entry.variable.type.kind === 'block') {
        context.spec.used.add(entry.variable);
        return callOf(context, entry.variable, entry.contract ?? context.contract, what, types, location);
      }
      if (what.text !== 'EOA') {
        if (subject.kind === 'name' && !isKnownName(context, subject.name)) {
          return complain(context, 'SPEC209', subject, `unknown name '${subject.name}'`, {
            notes: ['a call gets a name with `at`: `withdraw(x) by a at t;`'],
          });
        }
        const called = context.contract.environment.functions.some(({ name }) => name === what.text);
        return complain(context, 'SPEC209', what, `'${what.text}' is no property of an address`, {
          notes: [
            '`x is EOA` says that x is a plain account: it accepts ether and runs no code',
            ...(called ? [`\`t is ${what.text}\` asks about a call that was named with \`at t\``] : []),
          ],
        });
      }
      const address = checkAs(context, subject, addressType, "the left side of 'is EOA'");
      return address === undefined ? undefined : { kind: 'isEoa', address, type: boolType, location };
    }
    case 'acceptsEther': {
      const { subject } = expression;
      const address = checkAs(context, subject, addressType, "the left side of 'accepts ether'");
      return address === undefined ? undefined : { kind: 'acceptsEther', address, type: boolType, location };
    }
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      const test = checkCondition(context, condition, "the condition of '?'");
      const [first, second] = [checkExpression(context, whenTrue), checkExpression(context, whenFalse)];
      if (test === undefined || first === undefined || second === undefined) return undefined;
      const type = commonType(first.type, second.type);
      if (type === undefined) {
        return complain(
          context,
          'SPEC302',
          expression,
          `the cases of '?' are ${describeType(first.type)} and ${describeType(second.type)}`,
        );
      }
      // biome-ignore lint/suspicious/noThenProperty: `then` is a field of the typed tree, and trees are never awaited.
      return { kind: 'conditional', condition: test, then: first, else: second, type, location };
    }
    case 'quantifier': {
      const { quantifier, variables: parameters, body: inner } = expression;
      const variables = checkVariables(context, parameters);
      if (variables === undefined) return undefined;
      const bodyOf = (over: readonly SpecVariable[]): Checked =>
        checkCondition(
          {
            ...context,
            scope: variables.reduce<ExpressionContext['scope']>(
              (outer, own, i) => extend(outer, own.name, { kind: 'variable', variable: over[i] ?? own }),
              context.scope,
            ),
          },
          inner,
          `the body of '${quantifier === 'exactlyOne' ? 'exactly one' : quantifier}'`,
        );
      const body = bodyOf(variables);
      if (body === undefined) return undefined;
      warnUnused(context, variables);
      if (quantifier !== 'exactlyOne') {
        return { kind: 'quantifier', quantifier, variables, body, type: boolType, location };
      }
      const others = variables.map((variable) => ({ ...variable, name: `${variable.name}2` }));
      const again = bodyOf(others);
      return again === undefined ? undefined : unique(variables, body, others, again, location);
    }
    case 'count': {
      return checkCount(context, expression, expression);
    }
    case 'star': {
      return complain(context, 'SPEC315', expression, "'*' stands for all keys and is no value", {
        notes: [
          'it can be used in `only … may …`, `never` and `changes`; elsewhere write `forall (address a) … m[a] …`',
        ],
      });
    }
    case 'sum': {
      return checkSum(context, expression, expression);
    }
    case 'typeBound': {
      const { type: written, bound } = expression;
      const type = checkTypeName(context, written);
      if (type === undefined) return undefined;
      const range = rangeOf(type);
      if (range === undefined) {
        return complain(
          context,
          'SPEC301',
          written,
          `only machine integers have a '${bound}', not ${describeType(type)}`,
        );
      }
      return { kind: 'literal', value: range[bound], type: intType, location };
    }
    case 'group': {
      const { inner } = expression;
      return checkExpression(context, inner);
    }
    case 'unsupported':
    case 'missing':
      return undefined;
    default:
      return expression satisfies never;
  }
}

/** `exactly one (x) p(x)`: some x has p, and whatever has p is x. */
function unique(
  variables: readonly SpecVariable[],
  body: SpecExpression,
  others: readonly SpecVariable[],
  again: SpecExpression,
  location: SpecExpression['location'],
): SpecExpression {
  const value = (variable: SpecVariable): SpecExpression => ({
    kind: 'variable',
    variable,
    type: variable.type.kind === 'block' ? boolType : variable.type,
    location,
  });
  const equal = conjunction(
    variables.map((variable, i): SpecExpression => {
      const other = others[i] ?? variable;
      return {
        kind: 'binary',
        operator: '==',
        left: value(other),
        right: value(variable),
        type: boolType,
        location,
      };
    }),
    location,
  );
  if (equal === undefined) return body;
  const alone: SpecExpression = {
    kind: 'quantifier',
    quantifier: 'forall',
    variables: others,
    body: { kind: 'binary', operator: '=>', left: again, right: equal, type: boolType, location },
    type: boolType,
    location,
  };
  return {
    kind: 'quantifier',
    quantifier: 'exists',
    variables,
    body: { kind: 'binary', operator: '&&', left: body, right: alone, type: boolType, location },
    type: boolType,
    location,
  };
}

/** Warns about each variable that nothing mentioned. */
export function warnUnused(context: ExpressionContext, variables: readonly SpecVariable[]): void {
  for (const variable of variables) {
    if (!context.spec.used.has(variable)) {
      complain(context, 'SPEC222', variable.location, `'${variable.name}' is not used`);
    }
  }
}

function conjunction(parts: readonly Checked[], location: SpecExpression['location']): Checked {
  let result: Checked;
  for (const part of parts) {
    if (part === undefined) return undefined;
    result =
      result === undefined
        ? part
        : { kind: 'binary', operator: '&&', left: result, right: part, type: boolType, location };
  }
  return result;
}

/** The type of either of two values. */
export function commonType(left: SpecType, right: SpecType): SpecType | undefined {
  if (sameType(left, right)) return left;
  if (isNumeric(left) && isNumeric(right)) return intType;
  return fits(left, right) ? addressType : undefined;
}

/** `m[k]` of a mapping or `a[i]` of an array. */
function checkIndex(
  context: ExpressionContext,
  baseTree: Expression,
  indexTree: Expression,
  span: TextSpan,
): Checked {
  const base = checkExpression(context, baseTree);
  if (base === undefined) return undefined;
  const { type } = base;
  if (type.kind !== 'mapping' && type.kind !== 'array') {
    return complain(context, 'SPEC301', baseTree, `${describeType(type)} has no entries`);
  }
  const index = checkAs(
    context,
    indexTree,
    type.kind === 'mapping' ? type.key : uint256Type,
    type.kind === 'mapping' ? 'the key' : 'the index',
  );
  if (index === undefined) return undefined;
  if (base.kind === 'inState' && readsState(index)) {
    return complain(context, 'SPEC406', indexTree, `this key may differ between '${base.state}' and now`, {
      suggestion: `bind it to a local first: \`${describeType(index.type)} k = …;\``,
    });
  }
  const element = type.kind === 'mapping' ? type.value : type.element;
  return throughState(base, (inner) => ({
    kind: 'index',
    base: inner,
    index,
    type: element,
    location: locate(context, span),
  }));
}
