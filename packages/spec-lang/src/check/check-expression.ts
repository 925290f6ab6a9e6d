// Expressions of every form to typed expressions. What fails is reported once and has no value, so nothing cascades.
import { match } from 'ts-pattern';
import type { TextSpan } from '../source/source-file.js';
import type { Expression } from '../syntax/ast.js';
import { checkCall } from './check-call.js';
import { checkMember, checkName, throughState } from './check-names.js';
import { checkBinary, combine } from './check-operators.js';
import { checkSum } from './check-sum.js';
import { checkTypeName, checkVariables } from './check-types.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext, extendAll, locate } from './context.js';
import { readsState } from './inspect.js';
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
  return match(expression)
    .with({ kind: 'number' }, ({ value, bytes }): Checked => {
      return { kind: 'literal', value, type: bytes === 20 ? addressType : intType, location };
    })
    .with({ kind: 'boolean' }, ({ value }): Checked => ({ kind: 'literal', value, type: boolType, location }))
    .with(
      { kind: 'string' },
      ({ value }): Checked => ({ kind: 'literal', value, type: { kind: 'string' }, location }),
    )
    .with({ kind: 'name' }, ({ name }) => checkName(context, name, expression))
    .with({ kind: 'member' }, ({ base, member }) => checkMember(context, base, member, expression))
    .with({ kind: 'index' }, ({ base, index }) => checkIndex(context, base, index, expression))
    .with({ kind: 'call' }, ({ callee, arguments: values }) => checkCall(context, callee, values, expression))
    .with({ kind: 'unary' }, ({ operator, operand }): Checked => {
      const type = operator === '!' ? boolType : intType;
      const value = checkAs(context, operand, type, `the operand of '${operator}'`);
      return value === undefined ? undefined : { kind: 'unary', operator, operand: value, type, location };
    })
    .with({ kind: 'binary' }, ({ operator, left, right }) =>
      checkBinary(context, operator, left, right, expression),
    )
    .with({ kind: 'chain' }, ({ operands, operators }): Checked => {
      const values = operands.map((operand) => checkExpression(context, operand));
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
    })
    .with({ kind: 'range' }, ({ subject, low, high }): Checked => {
      const [value, least, greatest] = [subject, low, high].map((part) => checkExpression(context, part));
      if (value === undefined || least === undefined || greatest === undefined) return undefined;
      return conjunction(
        [
          combine(context, '<=', [low, least], [subject, value], expression),
          combine(context, '<=', [subject, value], [high, greatest], expression),
        ],
        location,
      );
    })
    .with({ kind: 'is' }, ({ subject, what }): Checked => {
      if (what.text !== 'EOA') {
        return complain(context, 'SPEC900', expression, `'… is ${what.text}' is not supported yet`, {
          notes: ['`x is EOA` says that x is a plain account: it accepts ether and runs no code'],
        });
      }
      const address = checkAs(context, subject, addressType, "the left side of 'is EOA'");
      return address === undefined ? undefined : { kind: 'isEoa', address, type: boolType, location };
    })
    .with({ kind: 'conditional' }, ({ condition, whenTrue, whenFalse }): Checked => {
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
    })
    .with({ kind: 'quantifier' }, ({ quantifier, variables: parameters, body: inner }): Checked => {
      const variables = checkVariables(context, parameters);
      if (variables === undefined) return undefined;
      const body = checkCondition(
        { ...context, scope: extendAll(context.scope, variables) },
        inner,
        `the body of '${quantifier}'`,
      );
      if (body === undefined) return undefined;
      warnUnused(context, variables);
      return { kind: 'quantifier', quantifier, variables, body, type: boolType, location };
    })
    .with({ kind: 'sum' }, ({ body, variables }) => checkSum(context, body, variables, expression))
    .with({ kind: 'typeBound' }, ({ type: written, bound }): Checked => {
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
    })
    .with({ kind: 'group' }, ({ inner }) => checkExpression(context, inner))
    .with({ kind: 'unsupported' }, { kind: 'missing' }, () => undefined)
    .exhaustive();
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
