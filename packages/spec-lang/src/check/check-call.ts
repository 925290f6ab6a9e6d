// Calls inside expressions: built-in functions, conversions that change nothing, view functions of contracts.
import type { TextSpan } from '../source/source-file.js';
import type { Expression, Name } from '../syntax/ast.js';
import { argumentsOf, builtins, checkBalance } from './check-builtins.js';
import { checkDefinition } from './check-definitions.js';
import { checkViewCall, unknownFunction } from './check-functions.js';
import { linkedContract } from './check-names.js';
import { checkSum } from './check-sum.js';
import { withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, locate, lookup } from './context.js';
import { readsState } from './inspect.js';
import { askOutside, isStatePath } from './outside.js';
import { describeType, elementaryType, isAddress, sameType } from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';

type Checked = SpecExpression | undefined;

/** `callee(values)`. */
export function checkCall(
  context: ExpressionContext,
  callee: Expression,
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  if (callee.kind === 'name') return checkNamedCall(context, callee.name, callee, values, span);
  if (callee.kind === 'member') return checkMemberCall(context, callee.base, callee.member, values, span);
  return complain(context, 'SPEC211', callee, 'this is not a function');
}

function checkNamedCall(
  context: ExpressionContext,
  name: string,
  nameSpan: TextSpan,
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  const definition =
    lookup(context.scope, name) === undefined ? context.spec.definitions.get(name) : undefined;
  if (definition !== undefined) return checkDefinition(context, definition, values, span);
  const builtin = builtins.get(name);
  const { environment, alias } = context.contract;
  if (builtin !== undefined) {
    if (
      environment.functions.some((each) => each.name === name && each.parameters.length === values.length)
    ) {
      return complain(
        context,
        'SPEC210',
        nameSpan,
        `'${name}' is both a function of ${environment.name} and a built-in one`,
        {
          suggestion: `write \`${alias}.${name}(…)\` for the function${name === 'balance' ? ' or `a.balance` for ether' : ''}`,
        },
      );
    }
    return builtin(context, values, span);
  }
  const type = elementaryType(name);
  if (type !== undefined) return checkConversion(context, name, values, span);
  const functionName: Name = { text: name, start: nameSpan.start, end: nameSpan.end };
  if (environment.functions.some((each) => each.name === name)) {
    return checkViewCall(context, context.contract, functionName, values, span);
  }
  const entry = lookup(context.scope, name);
  if (entry?.kind === 'failed') return undefined;
  const variable = environment.variables.find((each) => each.name === name);
  if (entry !== undefined || variable !== undefined) {
    const isMapping = variable?.type.kind === 'mapping' || variable?.type.kind === 'array';
    return complain(context, 'SPEC211', nameSpan, `'${name}' is a variable, not a function`, {
      ...(isMapping && entry === undefined ? { suggestion: `write \`${name}[…]\`` } : {}),
    });
  }
  if (
    environment.types.some((each) => each.name === name) ||
    environment.enums.some((each) => each.name === name) ||
    context.spec.bindings.has(name)
  ) {
    return complain(context, 'SPEC312', span, `specifications have no conversion to ${name}`);
  }
  return unknownFunction(context, context.contract, functionName);
}

/** Conversions that change no value: `bytes32(0)`, `uint256(x)` of an unsigned number. All others are refused. */
function checkConversion(
  context: ExpressionContext,
  name: string,
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  const [of] = argumentsOf(context, name, values, 1, span) ?? [];
  const value = of === undefined ? undefined : context.check(context, of);
  const type = elementaryType(name);
  if (value === undefined || type === undefined) return undefined;
  const location = locate(context, span);
  if (type.kind === 'fixedBytes' && value.kind === 'literal' && typeof value.value === 'bigint') {
    if (value.value === 0n) return { ...value, type, location };
    const inner = of === undefined ? undefined : withoutGroups(of);
    if (inner?.kind === 'number' && inner.bytes === type.size) return { ...value, type, location };
  }
  if (sameType(value.type, type)) return value;
  const numeric = type.kind === 'int' || type.kind === 'integer';
  return complain(
    context,
    'SPEC312',
    span,
    `specifications have no conversion from ${describeType(value.type)} to ${name}`,
    {
      ...(numeric
        ? {
            notes: ['arithmetic is on exact integers, so numbers of all types mix: leave the conversion out'],
          }
        : {}),
    },
  );
}

/** `Token.balanceOf(a)`, `token.balanceOf(a)` through a link; in a saved state `s.balance(a)`, `s.token.balanceOf(a)`. */
function checkMemberCall(
  context: ExpressionContext,
  base: Expression,
  member: Name,
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  if (base.kind === 'name') {
    const entry = lookup(context.scope, base.name);
    if (entry?.kind === 'state') return checkCallInState(context, base.name, member, values, span);
    const isVariable =
      entry !== undefined || context.contract.environment.variables.some((each) => each.name === base.name);
    const binding = isVariable ? undefined : context.spec.bindings.get(base.name);
    if (binding !== undefined) return checkViewCall(context, binding, member, values, span);
    if (!isVariable && context.spec.failed.has(base.name)) return undefined;
  }
  const target = context.check(context, base);
  if (target === undefined) return undefined;
  if (!isAddress(target.type)) {
    return complain(
      context,
      'SPEC213',
      member,
      `${describeType(target.type)} has no function '${member.text}'`,
    );
  }
  const linked = linkedContract(context, target);
  if (linked !== undefined) return checkViewCall(context, linked, member, values, span);
  const before = target.kind === 'inState' ? linkedContract(context, target.operand) : undefined;
  if (before !== undefined && target.kind === 'inState')
    return inSavedState(context, target.state, checkViewCall(context, before, member, values, span), span);
  if (target.kind === 'environment' && target.name === 'this') {
    return checkViewCall(context, context.contract, member, values, span);
  }
  if (isStatePath(target) && target.type.kind === 'contract')
    return askOutside(context, target, member, values, span);
  const shown = target.kind === 'state' ? `${target.contract}.${target.variable.name}` : undefined;
  return complain(
    context,
    'SPEC410',
    base,
    'a call through an address needs to know the contract behind it',
    {
      ...(shown === undefined
        ? {}
        : { suggestion: `bind the contract and link it: \`link ${shown} to Token;\`` }),
    },
  );
}

function checkCallInState(
  context: ExpressionContext,
  state: string,
  member: Name,
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  const location = locate(context, span);
  const wrap = (operand: Checked): Checked =>
    operand === undefined ? undefined : { kind: 'inState', state, operand, type: operand.type, location };
  const [only] = values;
  if (member.text === 'sum' && only !== undefined && values.length === 1)
    return wrap(checkSum(context, { body: only, variables: [] }, span));
  const definition = context.spec.definitions.get(member.text);
  if (definition !== undefined) {
    const given = values.map((value) => context.check(context, value));
    if (given.some((value) => value !== undefined && readsState(value)))
      return mayDiffer(context, state, span);
    return wrap(checkDefinition(context, definition, values, span));
  }
  const isBalance =
    member.text === 'balance' &&
    !context.contract.environment.functions.some(({ name }) => name === 'balance');
  const operand = isBalance
    ? checkBalance(context, values, span)
    : checkViewCall(context, context.contract, member, values, span);
  return inSavedState(context, state, operand, span);
}

/** A balance or call as it was in a saved state; what it is asked with must be the same in all. */
function inSavedState(context: ExpressionContext, state: string, operand: Checked, span: TextSpan): Checked {
  if (operand === undefined) return undefined;
  const parts =
    operand.kind === 'balance' ? [operand.address] : operand.kind === 'call' ? operand.arguments : [];
  if (parts.some(readsState)) return mayDiffer(context, state, span);
  return { kind: 'inState', state, operand, type: operand.type, location: locate(context, span) };
}

function mayDiffer(context: ExpressionContext, state: string, span: TextSpan): undefined {
  return complain(
    context,
    'SPEC406',
    span,
    `an argument of this call may differ between '${state}' and now`,
    {
      suggestion: 'bind it to a local first: `address a = …;`',
    },
  );
}
