// Functions of contracts without code here: `oracle.price`, a library's `Math.mulDiv`, and own functions by name.
import { suggestName } from '../diagnostics/suggest.js';
import type { TextSpan } from '../source/source-file.js';
import type { Expression, Name } from '../syntax/ast.js';
import { applyFunction, count } from './check-functions.js';
import { linkedContract } from './check-names.js';
import { withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, locate, lookup } from './context.js';
import type { EnvironmentFunction } from './environment.js';
import { describeType, isAddress, isNumeric } from './type-rules.js';
import type { OutsideCall, SpecExpression } from './typed-ast.js';

/** Whether a value is a state variable, or an entry or field of one. */
export function isStatePath(value: SpecExpression): boolean {
  if (value.kind === 'state') return true;
  return (value.kind === 'index' || value.kind === 'field') && isStatePath(value.base);
}

/** Whether a callee is a function of a contract outside, which has no code here. */
export function isOutside(context: ExpressionContext, callee: Expression): boolean {
  const path = withoutGroups(callee);
  if (path.kind !== 'member') return false;
  const base = withoutGroups(path.base);
  if (base.kind === 'name') {
    if (base.name === 'this' || context.spec.bindings.has(base.name) || context.spec.failed.has(base.name))
      return false;
  }
  const silent = { ...context, spec: { ...context.spec, diagnostics: [] } };
  const value = context.check(silent, base);
  return (
    value !== undefined &&
    isStatePath(value) &&
    isAddress(value.type) &&
    linkedContract(context, value) === undefined
  );
}

/** `oracle.price()`: a function that returns one number, whatever its arguments. */
export function outsideCall(context: ExpressionContext, tree: Expression): OutsideCall | undefined {
  const call = withoutGroups(tree);
  if (call.kind !== 'call') {
    return complain(context, 'SPEC229', call, 'this is not a call of a function outside', {
      suggestion: 'write `oracle.price()`',
    });
  }
  const found = outsideFunction(context, call.callee, undefined);
  if (found === undefined) return undefined;
  if (call.arguments.length > 0) {
    return complain(context, 'SPEC303', call, 'the limit is for all arguments, so none are written', {
      suggestion: `write \`${found.function.name}()\``,
    });
  }
  const [result, ...more] = found.function.returns;
  if (result === undefined || more.length > 0 || !isNumeric(result.type)) {
    return complain(context, 'SPEC311', call, `'${found.function.name}' does not return exactly one number`, {
      labels: [{ location: found.function.location, text: 'declared here' }],
    });
  }
  return found;
}

/** `oracle.price()` in a claim: what a contract without code here would answer; undefined where it is not known who is asked. */
export function askOutside(
  context: ExpressionContext,
  receiver: SpecExpression,
  member: Name,
  values: readonly Expression[],
  span: TextSpan,
): SpecExpression | undefined {
  if (receiver.type.kind !== 'contract') return undefined;
  const { environment } = context.contract;
  const offered = environment.functionsOf(receiver.type.name);
  const target = select(context, offered, member, receiver.type.name, values.length);
  if (target === undefined) return undefined;
  const [result, ...more] = target.returns;
  if (target.mutability !== 'view' && target.mutability !== 'pure') {
    return complain(
      context,
      'SPEC310',
      member,
      `'${member.text}' may change state, so it has no value in an expression`,
      { labels: [{ location: target.location, text: `declared ${target.mutability}` }] },
    );
  }
  if (result === undefined || more.length > 0) {
    return complain(
      context,
      'SPEC311',
      member,
      `'${member.text}' has ${count(target.returns.length, 'result')}; an expression needs exactly one`,
    );
  }
  const call = applyFunction(context, target, member, values);
  if (call === undefined) return undefined;
  return {
    kind: 'ask',
    receiver,
    function: target,
    arguments: call.arguments.filter((each) => each !== undefined),
    type: result.type,
    location: locate(context, span),
  };
}

/** The function behind `oracle.price`, `Math.mulDiv` or `mulDiv`; with the given number of parameters where overloaded. */
export function outsideFunction(
  context: ExpressionContext,
  callee: Expression,
  parameters: number | undefined,
): OutsideCall | undefined {
  const path = withoutGroups(callee);
  const { environment, alias } = context.contract;
  if (path.kind === 'name') {
    const name: Name = { text: path.name, start: path.start, end: path.end };
    const target = select(context, environment.functions, name, environment.name, parameters);
    return target === undefined ? undefined : { contract: alias, receiver: undefined, function: target };
  }
  if (path.kind !== 'member') {
    return complain(context, 'SPEC229', path, 'this is not a function', {
      suggestion: 'write `oracle.price`',
    });
  }
  const base = withoutGroups(path.base);
  const isValue =
    base.kind !== 'name' ||
    lookup(context.scope, base.name) !== undefined ||
    environment.variables.some(({ name }) => name === base.name);
  if (!isValue) {
    // A library, or an own base, by its name.
    const offered = environment.functionsOf(base.name);
    const target = select(context, offered, path.member, base.name, parameters, base);
    return target === undefined ? undefined : { contract: alias, receiver: undefined, function: target };
  }
  const receiver = context.check(context, base);
  if (receiver === undefined) return undefined;
  if (receiver.type.kind !== 'contract') {
    return complain(
      context,
      'SPEC229',
      base,
      `the functions behind ${describeType(receiver.type)} are not known`,
      {
        notes: ['a variable of a contract or interface type says which functions there are'],
      },
    );
  }
  const offered = environment.functionsOf(receiver.type.name);
  const target = select(context, offered, path.member, receiver.type.name, parameters);
  return target === undefined ? undefined : { contract: alias, receiver, function: target };
}

function select(
  context: ExpressionContext,
  offered: readonly EnvironmentFunction[],
  name: Name,
  of: string,
  parameters: number | undefined,
  unknown?: Expression,
): EnvironmentFunction | undefined {
  if (offered.length === 0 && unknown !== undefined) {
    return complain(
      context,
      'SPEC229',
      unknown,
      `'${of}' is no state variable and no library of the contract`,
    );
  }
  const named = offered.filter((each) => each.name === name.text);
  if (named.length === 0) {
    return complain(
      context,
      'SPEC229',
      name,
      `${of} has no function '${name.text}'`,
      suggestName(
        name.text,
        offered.map((each) => each.name),
      ),
    );
  }
  const fitting =
    parameters === undefined ? named : named.filter((each) => each.parameters.length === parameters);
  const [only, ...others] = fitting;
  if (only === undefined) {
    return complain(
      context,
      'SPEC303',
      name,
      `'${name.text}' takes ${count(named[0]?.parameters.length ?? 0, 'argument')}, and ${parameters} are given`,
      { notes: named.map(({ signature }) => `there is \`${signature}\``) },
    );
  }
  if (others.length === 0) return only;
  return complain(
    context,
    'SPEC212',
    name,
    `${of} has ${fitting.length} functions '${name.text}' like this`,
    {
      notes: fitting.map(({ signature }) => `there is \`${signature}\``),
    },
  );
}
