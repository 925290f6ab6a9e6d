// Calls inside expressions: built-in functions, conversions that change nothing, view functions of contracts.
import type { TextSpan } from '../source/source-file.js';
import type { Expression, Name } from '../syntax/ast.js';
import { checkViewCall, count, unknownFunction } from './check-functions.js';
import { linkedContract } from './check-names.js';
import { checkSum } from './check-sum.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, locate, lookup } from './context.js';
import { readsState } from './inspect.js';
import {
  addressType,
  boolType,
  describeType,
  elementaryType,
  intType,
  isAddress,
  sameType,
  uint256Type,
} from './type-rules.js';
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

type Builtin = (context: ExpressionContext, values: readonly Expression[], span: TextSpan) => Checked;

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['balance', checkBalance],
  ['old', checkOld],
  ['min', (context, values, span) => checkExtreme(context, 'min', values, span)],
  ['max', (context, values, span) => checkExtreme(context, 'max', values, span)],
  ['same', checkSame],
  ['address', checkAddress],
  ['payable', checkAddress],
]);

/** The arguments when there are as many as wanted. */
function argumentsOf<N extends number>(
  context: ExpressionContext,
  name: string,
  values: readonly Expression[],
  wanted: N,
  span: TextSpan,
): readonly Expression[] | undefined {
  if (values.length === wanted) return values;
  return complain(
    context,
    'SPEC303',
    span,
    `'${name}' takes ${count(wanted, 'argument')}, and ${values.length === 1 ? '1 is' : `${values.length} are`} given`,
  );
}

function checkBalance(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [of] = argumentsOf(context, 'balance', values, 1, span) ?? [];
  const address =
    of === undefined ? undefined : checkAs(context, of, addressType, "the argument of 'balance'");
  return address === undefined
    ? undefined
    : { kind: 'balance', address, type: uint256Type, location: locate(context, span) };
}

function checkOld(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [of] = argumentsOf(context, 'old', values, 1, span) ?? [];
  if (of === undefined) return undefined;
  const { place } = context;
  if (place.old === 'inside') return complain(context, 'SPEC401', span, "'old' inside 'old' has no meaning");
  if (place.old === 'refused') {
    return complain(context, 'SPEC401', span, `'old' cannot be used in ${place.what}`, {
      notes: [
        place.transaction
          ? 'it is about the state before the transaction already'
          : 'it speaks about one state; compare states in a `rule` or in `ensures`',
      ],
    });
  }
  const operand = context.check({ ...context, place: { ...place, old: 'inside' } }, of);
  if (operand === undefined) return undefined;
  if (['mapping', 'array', 'struct'].includes(operand.type.kind)) {
    return complain(context, 'SPEC301', of, `'old' takes a single value, not ${describeType(operand.type)}`, {
      suggestion: 'write the key or field inside: `old(m[a])`',
    });
  }
  if (!readsState(operand)) {
    complain(context, 'SPEC408', span, "'old' has no effect here: the value does not depend on the state");
  }
  return { kind: 'old', operand, type: operand.type, location: locate(context, span) };
}

function checkExtreme(
  context: ExpressionContext,
  kind: 'min' | 'max',
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  if (values.length < 2) {
    return complain(
      context,
      'SPEC303',
      span,
      `'${kind}' takes 2 or more arguments, and ${values.length === 1 ? '1 is' : '0 are'} given`,
    );
  }
  const checked = values.map((value) => checkAs(context, value, intType, `an argument of '${kind}'`));
  const found = checked.filter((value) => value !== undefined);
  const [first] = found;
  if (first === undefined || found.length < values.length) return undefined;
  const type = found.every((value) => sameType(value.type, first.type)) ? first.type : intType;
  return { kind, arguments: found, type, location: locate(context, span) };
}

/** `same(variable, state)`; the state variable may be of any type. */
function checkSame(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [variableTree, stateTree] = argumentsOf(context, 'same', values, 2, span) ?? [];
  if (variableTree === undefined || stateTree === undefined) return undefined;
  const variable = context.check(context, variableTree);
  const state = withoutGroups(stateTree);
  const entry = state.kind === 'name' ? lookup(context.scope, state.name) : undefined;
  if (state.kind !== 'name' || entry?.kind !== 'state') {
    return complain(context, 'SPEC405', stateTree, "the second argument of 'same' must be a saved state", {
      notes: ['a rule saves the current state with `state s = here;`'],
    });
  }
  if (variable === undefined) return undefined;
  if (variable.kind !== 'state') {
    return complain(
      context,
      'SPEC301',
      variableTree,
      "the first argument of 'same' must be a state variable",
    );
  }
  const { contract, variable: stateVariable } = variable;
  return {
    kind: 'same',
    contract,
    variable: stateVariable,
    state: state.name,
    type: boolType,
    location: locate(context, span),
  };
}

/** `address(this)`, `address(0)`, `address(token)`, `payable(a)`. */
function checkAddress(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [of] = argumentsOf(context, 'address', values, 1, span) ?? [];
  const value = of === undefined ? undefined : context.check(context, of);
  if (value === undefined || of === undefined) return undefined;
  const location = locate(context, span);
  if (isAddress(value.type)) return { ...value, type: addressType, location };
  if (
    value.kind === 'literal' &&
    typeof value.value === 'bigint' &&
    value.value >= 0n &&
    value.value < 1n << 160n
  ) {
    return { ...value, type: addressType, location };
  }
  return complain(context, 'SPEC312', span, `${describeType(value.type)} cannot be converted to an address`);
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

/** `Token.balanceOf(a)`, `token.balanceOf(a)` through a link, `s.balance(a)` in a saved state. */
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
  if (target.kind === 'environment' && target.name === 'this') {
    return checkViewCall(context, context.contract, member, values, span);
  }
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
    return wrap(checkSum(context, only, [], span));
  const isBalance =
    member.text === 'balance' &&
    !context.contract.environment.functions.some(({ name }) => name === 'balance');
  const operand = isBalance
    ? checkBalance(context, values, span)
    : checkViewCall(context, context.contract, member, values, span);
  if (operand === undefined) return undefined;
  const parts =
    operand.kind === 'balance' ? [operand.address] : operand.kind === 'call' ? operand.arguments : [];
  if (parts.some(readsState)) {
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
  return wrap(operand);
}
