// Built-in functions of expressions: the states and ether they speak about, extremes, rounding, addresses.
import type { Location, TextSpan } from '../source/source-file.js';
import type { Expression } from '../syntax/ast.js';
import { count } from './check-functions.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, locate, lookup, type Place } from './context.js';
import type { EnvironmentVariable } from './environment.js';
import { readsState } from './inspect.js';
import {
  addressType,
  boolType,
  describeType,
  intType,
  isAddress,
  sameType,
  uint256Type,
} from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';

type Checked = SpecExpression | undefined;

type Builtin = (context: ExpressionContext, values: readonly Expression[], span: TextSpan) => Checked;

/** Built-in functions by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['balance', checkBalance],
  ['old', checkOld],
  ['min', (context, values, span) => checkExtreme(context, 'min', values, span)],
  ['max', (context, values, span) => checkExtreme(context, 'max', values, span)],
  ['same', checkSame],
  ['changed', checkChanged],
  ['init', checkInitial],
  ['defined', checkDefined],
  ['sent', (context, values, span) => checkFlow(context, 'sent', values, span)],
  ['received', (context, values, span) => checkFlow(context, 'received', values, span)],
  ['abs', checkAbsolute],
  ['floor', (context, values, span) => checkRounded(context, 'floor', values, span)],
  ['ceil', (context, values, span) => checkRounded(context, 'ceil', values, span)],
  ['address', checkAddress],
  ['payable', checkAddress],
]);

/** The arguments when there are as many as wanted. */
export function argumentsOf<N extends number>(
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

/** `balance(a)`. */
export function checkBalance(
  context: ExpressionContext,
  values: readonly Expression[],
  span: TextSpan,
): Checked {
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
  const before = earlier(context, 'old', span);
  if (before === undefined) return undefined;
  const operand = context.check(before, of);
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

/** The context of what is read in the earlier state, or undefined after a report that there is none. */
function earlier(context: ExpressionContext, name: string, span: TextSpan): ExpressionContext | undefined {
  const { place } = context;
  if (place.old === 'inside')
    return complain(context, 'SPEC401', span, `'${name}' inside 'old' has no meaning`);
  if (place.old === 'allowed') return { ...context, place: { ...place, old: 'inside' } };
  return complain(context, 'SPEC401', span, `'${name}' cannot be used in ${place.what}`, {
    notes: [
      place.transaction
        ? 'it is about the state before the transaction already'
        : 'it speaks about one state; compare states in a `rule` or in `ensures`',
    ],
  });
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

/** `same(variable, state)`; the state variable may be of any type. `same(storage, s)` is about all of them; without a state, about the one before. */
function checkSame(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [variableTree, stateTree, ...more] = values;
  if (variableTree === undefined || more.length > 0)
    return argumentsOf(context, 'same', values, 2, span) && undefined;
  if (stateTree === undefined) {
    const changed = checkChanged(context, values, span, 'same');
    return changed === undefined ? undefined : negation(changed);
  }
  const state = withoutGroups(stateTree);
  const entry = state.kind === 'name' ? lookup(context.scope, state.name) : undefined;
  const location = locate(context, span);
  const whole = isStorage(context, variableTree);
  const variable = whole ? undefined : context.check(context, variableTree);
  if (state.kind !== 'name' || entry?.kind !== 'state') {
    return complain(context, 'SPEC405', stateTree, "the second argument of 'same' must be a saved state", {
      notes: ['a rule saves the current state with `state s = here;`'],
    });
  }
  if (whole) return sameIn(context.contract.alias, undefined, state.name, location);
  if (variable === undefined) return undefined;
  if (variable.kind !== 'state') {
    return complain(
      context,
      'SPEC301',
      variableTree,
      "the first argument of 'same' must be a state variable",
      { suggestion: `compare values with \`==\`: \`x == ${state.name}.x\`` },
    );
  }
  return sameIn(variable.contract, variable.variable, state.name, location);
}

function sameIn(
  contract: string,
  variable: EnvironmentVariable | undefined,
  state: string | undefined,
  location: Location,
): SpecExpression {
  return { kind: 'same', contract, variable, state, type: boolType, location };
}

/** The word `storage`, which no contract can have as a name. */
function isStorage(context: ExpressionContext, tree: Expression): boolean {
  const inner = withoutGroups(tree);
  return inner.kind === 'name' && inner.name === 'storage' && lookup(context.scope, 'storage') === undefined;
}

/** `defined(e)`: whether e has a value at all. */
function checkDefined(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [of] = argumentsOf(context, 'defined', values, 1, span) ?? [];
  const operand = of === undefined ? undefined : context.check(context, of);
  if (of === undefined || operand === undefined) return undefined;
  if (['mapping', 'array', 'struct'].includes(operand.type.kind)) {
    return complain(
      context,
      'SPEC301',
      of,
      `'defined' takes a single value, not ${describeType(operand.type)}`,
      {
        suggestion: 'write the key or field inside: `defined(m[a])`',
      },
    );
  }
  return { kind: 'defined', operand, type: boolType, location: locate(context, span) };
}

/** `changed(x)`: x differs from what it was before the transaction or at the start of the rule. */
function checkChanged(
  context: ExpressionContext,
  values: readonly Expression[],
  span: TextSpan,
  name = 'changed',
): Checked {
  const [of] = argumentsOf(context, name, values, 1, span) ?? [];
  if (of === undefined) return undefined;
  const before = earlier(context, name, span);
  if (before === undefined) return undefined;
  const location = locate(context, span);
  if (isStorage(context, of)) {
    return negation(sameIn(context.contract.alias, undefined, undefined, location));
  }
  const value = context.check(before, of);
  if (value === undefined) return undefined;
  if (!readsState(value)) {
    complain(
      context,
      'SPEC408',
      span,
      `'${name}' has no effect here: the value does not depend on the state`,
    );
  }
  const difference = changeOf(value, location);
  if (difference !== undefined) return difference;
  return complain(
    context,
    'SPEC301',
    of,
    `'${name}' compares values or whole state variables, and this is ${describeType(value.type)}`,
    {
      suggestion: 'name the whole state variable, or one entry of it',
    },
  );
}

/** `x != old(x)`, of a whole state variable that it is not the same; undefined for parts that have no equality. */
export function changeOf(value: SpecExpression, location: Location): SpecExpression | undefined {
  if (value.type.kind === 'mapping' || value.type.kind === 'array') {
    if (value.kind !== 'state') return undefined;
    return negation(sameIn(value.contract, value.variable, undefined, location));
  }
  if (value.type.kind === 'struct') {
    if (value.kind === 'state') return negation(sameIn(value.contract, value.variable, undefined, location));
    let result: SpecExpression | undefined;
    for (const { name, type } of value.type.fields) {
      const part = changeOf({ kind: 'field', base: value, field: name, type, location }, location);
      if (part === undefined) return undefined;
      result =
        result === undefined
          ? part
          : { kind: 'binary', operator: '||', left: result, right: part, type: boolType, location };
    }
    return result;
  }
  const old: SpecExpression = { kind: 'old', operand: value, type: value.type, location };
  return { kind: 'binary', operator: '!=', left: value, right: old, type: boolType, location };
}

/** The condition that says the opposite. */
export function negation(value: SpecExpression): SpecExpression {
  if (value.kind === 'unary' && value.operator === '!') return value.operand;
  if (value.kind === 'binary' && value.operator === '!=') return { ...value, operator: '==' };
  return { kind: 'unary', operator: '!', operand: value, type: boolType, location: value.location };
}

/** `init(e)`: e in the state after deployment. */
function checkInitial(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [of] = argumentsOf(context, 'init', values, 1, span) ?? [];
  if (of === undefined) return undefined;
  if (context.place.what === initialPlace.what) {
    return complain(context, 'SPEC401', span, "'init' inside 'init' has no meaning");
  }
  const operand = context.check({ ...context, place: initialPlace }, of);
  if (operand === undefined) return undefined;
  if (['mapping', 'array', 'struct'].includes(operand.type.kind)) {
    return complain(
      context,
      'SPEC301',
      of,
      `'init' takes a single value, not ${describeType(operand.type)}`,
      {
        suggestion: 'write the key or field inside: `init(m[a])`',
      },
    );
  }
  if (!readsState(operand)) {
    complain(context, 'SPEC408', span, "'init' has no effect here: the value does not depend on the state");
  }
  return { kind: 'initial', operand, type: operand.type, location: locate(context, span) };
}

const initialPlace: Place = { what: '`init`', transaction: false, old: 'refused', outcome: false };

/** `sent(a)`, `sent()`: ether that the contract ever sent to an address, or to all. */
function checkFlow(
  context: ExpressionContext,
  direction: 'sent' | 'received',
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  const [of] = values;
  if (values.length > 1) return argumentsOf(context, direction, values, 1, span) && undefined;
  const counterpart =
    of === undefined ? undefined : checkAs(context, of, addressType, `the argument of '${direction}'`);
  if (of !== undefined && counterpart === undefined) return undefined;
  const { alias } = context.contract;
  return {
    kind: 'etherFlow',
    contract: alias,
    direction,
    counterpart,
    type: intType,
    location: locate(context, span),
  };
}

/** `abs(x)` is `x >= 0 ? x : -x`. */
function checkAbsolute(context: ExpressionContext, values: readonly Expression[], span: TextSpan): Checked {
  const [of] = argumentsOf(context, 'abs', values, 1, span) ?? [];
  const value = of === undefined ? undefined : checkAs(context, of, intType, "the argument of 'abs'");
  if (value === undefined) return undefined;
  const location = locate(context, span);
  const zero: SpecExpression = { kind: 'literal', value: 0n, type: intType, location };
  const condition: SpecExpression = {
    kind: 'binary',
    operator: '>=',
    left: value,
    right: zero,
    type: boolType,
    location,
  };
  // biome-ignore lint/suspicious/noThenProperty: `then` is a field of the typed tree, and trees are never awaited.
  return { kind: 'conditional', condition, then: value, else: minus(value), type: intType, location };
}

function minus(operand: SpecExpression): SpecExpression {
  return { kind: 'unary', operator: '-', operand, type: intType, location: operand.location };
}

/** `floor(a / b)` is `a / b`, which rounds down; `ceil(a / b)` is `-(-a / b)`. */
function checkRounded(
  context: ExpressionContext,
  name: 'floor' | 'ceil',
  values: readonly Expression[],
  span: TextSpan,
): Checked {
  const [of] = argumentsOf(context, name, values, 1, span) ?? [];
  const value = of === undefined ? undefined : context.check(context, of);
  if (value === undefined || of === undefined) return undefined;
  if (value.kind !== 'binary' || value.operator !== '/') {
    return complain(context, 'SPEC301', of, `'${name}' rounds a division: \`${name}(a / b)\``);
  }
  const location = locate(context, span);
  return name === 'floor'
    ? { ...value, location }
    : { ...minus({ ...value, left: minus(value.left) }), location };
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
