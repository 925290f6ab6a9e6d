// Functions of contracts by name and arguments: overloads, and view functions inside expressions.
import { suggestName } from '../diagnostics/suggest.js';
import type { TextSpan } from '../source/source-file.js';
import type { Expression, Name, TypeName } from '../syntax/ast.js';
import { builtinFunctions } from './builtins.js';
import { checkTypeName } from './check-types.js';
import { adaptLiteral, checkAs } from './coerce.js';
import { complain, type ExpressionContext, locate } from './context.js';
import type { EnvironmentFunction } from './environment.js';
import { boolType, describeType, fits, sameType } from './type-rules.js';
import type { ContractBinding, SpecExpression, SpecVariable } from './typed-ast.js';
import type { SpecType } from './types.js';

/** A function with its checked arguments. */
export interface ResolvedCall {
  readonly function: EnvironmentFunction;
  /** Undefined where any value is meant: `_`. */
  readonly arguments: readonly (SpecExpression | undefined)[];
}

/** Whether an argument is `_`: in the calls of a rule, any value. */
export function isBlank(expression: Expression): boolean {
  return expression.kind === 'name' && expression.name === '_';
}

/** The function that these arguments select among the overloads `admit` lets through; `blanks`: whether `_` may be among them. */
export function resolveCall(
  context: ExpressionContext,
  binding: ContractBinding,
  name: Name,
  written: readonly Expression[],
  admit: (candidate: EnvironmentFunction) => boolean = () => true,
  blanks: 'with blanks' | 'without' = 'without',
): ResolvedCall | undefined {
  const named = functionsNamed(binding, name.text);
  if (named.length === 0) return unknownFunction(context, binding, name);
  const admitted = named.filter(admit);
  const candidates = admitted.length > 0 ? admitted : named;
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return applyFunction(context, only, name, written, blanks);
  const isOpen = (expression: Expression | undefined): boolean =>
    expression !== undefined && blanks === 'with blanks' && isBlank(expression);
  const values = written.map((each) => (isOpen(each) ? undefined : context.check(context, each)));
  if (values.some((value, i) => value === undefined && !isOpen(written[i]))) return undefined;
  const matching = candidates.filter(
    ({ parameters }) =>
      parameters.length === values.length &&
      parameters.every(({ type }, i) => {
        const [expression, value] = [written[i], values[i]];
        if (expression === undefined || value === undefined) return isOpen(expression);
        return fits(adaptLiteral(expression, value, type).type, type);
      }),
  );
  const [match, ...rivals] = matching;
  if (match !== undefined && rivals.length === 0) return applyFunction(context, match, name, written, blanks);
  const problem = match === undefined ? 'no overload' : 'more than one overload';
  const types = values.map((value) => (value === undefined ? '_' : describeType(value.type))).join(', ');
  return complain(context, 'SPEC212', name, `${problem} of '${name.text}' takes (${types})`, {
    notes: (match === undefined ? candidates : matching).map(({ signature }) => `there is \`${signature}\``),
  });
}

/** A call of one function: its arguments have the types of the parameters. */
export function applyFunction(
  context: ExpressionContext,
  target: EnvironmentFunction,
  name: Name,
  written: readonly Expression[],
  blanks: 'with blanks' | 'without' = 'without',
): ResolvedCall | undefined {
  const { parameters } = target;
  if (written.length !== parameters.length) {
    return complain(
      context,
      'SPEC303',
      name,
      `'${name.text}' takes ${count(parameters.length, 'argument')}, and ${written.length === 1 ? '1 is' : `${written.length} are`} given`,
      { labels: [{ location: target.location, text: `declared as ${target.signature}` }] },
    );
  }
  const values: (SpecExpression | undefined)[] = [];
  for (const [i, expression] of written.entries()) {
    if (blanks === 'with blanks' && isBlank(expression)) {
      values.push(undefined);
      continue;
    }
    const type = parameters[i]?.type;
    if (type === undefined) continue;
    const fitting = checkAs(context, expression, type, `argument ${i + 1} of '${name.text}'`);
    if (fitting !== undefined) values.push(fitting);
  }
  return values.length === parameters.length ? { function: target, arguments: values } : undefined;
}

/** `2 arguments`. */
export function count(number: number, noun: string): string {
  return number === 0 ? `no ${noun}s` : `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The function with these parameter types; without types, the only one of that name. */
export function resolveByTypes(
  context: ExpressionContext,
  binding: ContractBinding,
  name: Name,
  written: readonly TypeName[] | undefined,
  admit: (candidate: EnvironmentFunction) => boolean = () => true,
): EnvironmentFunction | undefined {
  if (name.text === '') return undefined;
  const named = functionsNamed(binding, name.text);
  if (named.length === 0) return unknownFunction(context, binding, name);
  const admitted = named.filter(admit);
  const candidates = admitted.length > 0 ? admitted : named;
  const [only, ...others] = candidates;
  if (written === undefined) {
    if (only !== undefined && others.length === 0) return only;
    return complain(
      context,
      'SPEC212',
      name,
      `${binding.environment.name} has ${candidates.length} functions '${name.text}'`,
      {
        suggestion: `write ${candidates.map(({ signature }) => `\`${signature}\``).join(' or ')}`,
      },
    );
  }
  const types = written.map((type) => checkTypeName({ ...context, contract: binding }, type));
  if (types.some((type) => type === undefined)) return undefined;
  const exact = candidates.find(({ parameters }) => matches(parameters, types, sameType));
  const close = candidates.filter(({ parameters }) => matches(parameters, types, sameInAbi));
  const found = exact ?? (close.length === 1 ? close[0] : undefined);
  if (found !== undefined) return found;
  const shown = types.map((type) => (type === undefined ? '?' : describeType(type))).join(',');
  if (only !== undefined && others.length === 0) {
    return complain(context, 'SPEC304', name, `'${name.text}' has other parameters than (${shown})`, {
      labels: [{ location: only.location, text: `declared as ${only.signature}` }],
    });
  }
  return complain(context, 'SPEC212', name, `no overload of '${name.text}' has the parameters (${shown})`, {
    notes: candidates.map(({ signature }) => `there is \`${signature}\``),
  });
}

function matches(
  parameters: EnvironmentFunction['parameters'],
  types: readonly (SpecType | undefined)[],
  agree: (left: SpecType, right: SpecType) => boolean,
): boolean {
  return (
    parameters.length === types.length &&
    parameters.every((parameter, i) => {
      const type = types[i];
      return type !== undefined && agree(parameter.type, type);
    })
  );
}

/** Types that callers pass in the same way: a contract is an address. */
function sameInAbi(left: SpecType, right: SpecType): boolean {
  const loose = (type: SpecType): SpecType => (type.kind === 'contract' ? { kind: 'address' } : type);
  return sameType(loose(left), loose(right));
}

/** Reports an unknown function, with what was probably meant. */
export function unknownFunction(context: ExpressionContext, binding: ContractBinding, name: Name): undefined {
  if (name.text === '') return undefined;
  if (name.text === 'receive' || name.text === 'fallback') {
    return complain(context, 'SPEC211', name, `${binding.environment.name} has no ${name.text} function`);
  }
  const own = binding.environment.functions.map((each) => each.name);
  const known = binding === context.contract ? [...own, ...builtinFunctions.keys()] : own;
  const instead = INSTEAD.get(name.text);
  const note = instead === undefined ? suggestName(name.text, known) : { suggestion: instead };
  return complain(
    context,
    'SPEC211',
    name,
    `${binding.environment.name} has no function '${name.text}'`,
    note,
  );
}

/** What is written in a specification instead of what Solidity has. */
const HASHES =
  'a specification computes no hashes: let a view function of the contract do it, or speak of the hash itself';
const ETHER = 'ether alone, as a step of a rule, is `receive{value: x}() by a;`';
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['require', 'in a rule write `assume …;` or `assert …;`'],
  ...['keccak256', 'sha256', 'ripemd160', 'ecrecover'].map((name) => [name, HASHES] as const),
  ...['send', 'transfer', 'call'].map((name) => [name, ETHER] as const),
]);

/** A call inside an expression: a view or pure function with one result, evaluated in the current state. */
export function checkViewCall(
  context: ExpressionContext,
  binding: ContractBinding,
  name: Name,
  written: readonly Expression[],
  span: TextSpan,
): SpecExpression | undefined {
  const reads = ({ mutability }: EnvironmentFunction): boolean =>
    mutability === 'view' || mutability === 'pure';
  const call = resolveCall(context, binding, name, written, reads);
  if (call === undefined) return undefined;
  const { function: target } = call;
  if (!reads(target)) {
    return complain(
      context,
      'SPEC310',
      name,
      `'${name.text}' may change state, so it has no value in an expression`,
      {
        labels: [{ location: target.location, text: `declared ${target.mutability}` }],
        notes: ['in a rule, a transaction is a statement of its own: `uint x = f(…) by a;`'],
      },
    );
  }
  const [result, ...more] = target.returns;
  if (result === undefined || more.length > 0) {
    return complain(
      context,
      'SPEC311',
      name,
      `'${name.text}' has ${count(target.returns.length, 'result')}; an expression needs exactly one`,
    );
  }
  const { type } = result;
  return {
    kind: 'call',
    contract: binding.alias,
    function: target,
    arguments: call.arguments.filter((each) => each !== undefined),
    type,
    location: locate(context, span),
  };
}

const specials = new WeakMap<ContractBinding['environment'], Map<string, EnvironmentFunction>>();

/** The functions of this name, with `receive` and `fallback` where the contract has them. */
export function functionsNamed(binding: ContractBinding, name: string): readonly EnvironmentFunction[] {
  const { environment } = binding;
  const named = environment.functions.filter((each) => each.name === name);
  if (named.length > 0) return named;
  const exists =
    (name === 'receive' && environment.hasReceive) || (name === 'fallback' && environment.hasFallback);
  if (!exists) return [];
  const made = specials.get(environment) ?? new Map<string, EnvironmentFunction>();
  specials.set(environment, made);
  const known = made.get(name);
  if (known !== undefined) return [known];
  const special: EnvironmentFunction = {
    name,
    signature: `${name}()`,
    parameters: [],
    returns: [],
    visibility: 'external',
    mutability: 'payable',
    location: { path: environment.path, start: 0, end: 0 },
  };
  made.set(name, special);
  return [special];
}

const isEntryPoint = ({ visibility }: EnvironmentFunction): boolean =>
  visibility === 'external' || visibility === 'public';

/** `t is withdraw`: whether the call named `t` called that function, any of its overloads or the one with these types. */
export function callOf(
  context: ExpressionContext,
  block: SpecVariable,
  binding: ContractBinding,
  name: Name,
  types: readonly TypeName[] | undefined,
  location: SpecExpression['location'],
): SpecExpression | undefined {
  if (types !== undefined) {
    const target = resolveByTypes(context, binding, name, types, isEntryPoint);
    if (target === undefined) return undefined;
    if (!isEntryPoint(target))
      return complain(
        context,
        'SPEC220',
        name,
        `'${name.text}' of ${binding.environment.name} is ${target.visibility}, so no transaction can call it`,
      );
    return { kind: 'calls', block, function: target, type: boolType, location };
  }
  const all = functionsNamed(binding, name.text);
  const named = all.filter(isEntryPoint);
  if (all.length === 0) return unknownFunction(context, binding, name);
  const [first, ...others] = named.map(
    (target): SpecExpression => ({ kind: 'calls', block, function: target, type: boolType, location }),
  );
  if (first === undefined) {
    return complain(
      context,
      'SPEC220',
      name,
      `'${name.text}' of ${binding.environment.name} is ${all[0]?.visibility}, so no transaction can call it`,
    );
  }
  return others.reduce<SpecExpression>(
    (left, right) => ({ kind: 'binary', operator: '||', left, right, type: boolType, location }),
    first,
  );
}
