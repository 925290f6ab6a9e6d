// Overload resolution as in solc: the one candidate that takes the arguments by implicit conversions.
import type { Name } from './ast.js';
import { coerce } from './check-coerce.js';
import { type Place, report } from './check-context.js';
import { isPoison } from './check-operand.js';
import { implicitlyConvertible } from './convert.js';
import { describeType, typeString } from './type-string.js';
import type { Expression, Span } from './typed-program.js';
import type { Type } from './types.js';

/** What can be called: parameter types and, for named arguments, names. */
export interface Callable {
  readonly parameters: readonly Type[];
  readonly parameterNames: readonly string[];
}

/** Arguments as written: with names for `f({a: 1})`. */
export interface Arguments {
  readonly values: readonly Expression[];
  readonly names: readonly Name[] | undefined;
  readonly span: Span;
}

/** The candidate that takes the arguments, with the arguments in declaration order and converted; undefined after reporting. */
export function resolveOverload<T>(
  place: Place,
  candidates: readonly T[],
  callable: (candidate: T) => Callable,
  args: Arguments,
  name: string,
): { readonly candidate: T; readonly arguments: readonly Expression[] } | undefined {
  const [only] = candidates;
  if (candidates.length === 1 && only !== undefined) {
    const converted = convertArguments(place, callable(only), args, name);
    return converted === undefined ? undefined : { candidate: only, arguments: converted };
  }
  if (args.values.some(isPoison)) return undefined;
  const fitting = candidates.filter((candidate) => takes(place, callable(candidate), args));
  const [match] = fitting;
  if (fitting.length === 1 && match !== undefined) {
    const converted = convertArguments(place, callable(match), args, name);
    return converted === undefined ? undefined : { candidate: match, arguments: converted };
  }
  if (isFollowUp(place)) return undefined;
  const given = args.values.map((value) => describeType(value.type)).join(', ');
  const forms = candidates.map((c) => `${name}(${callable(c).parameters.map(typeString).join(', ')})`);
  if (fitting.length === 0) {
    report(place.checker, args.span, 'SOL324', `no '${name}' takes these arguments: (${given})`, {
      notes: forms.map((form) => `there is ${form}`),
    });
  } else {
    report(
      place.checker,
      args.span,
      'SOL325',
      `several functions '${name}' take these arguments: (${given})`,
      {
        notes: forms,
      },
    );
  }
  return undefined;
}

// Where imports or bases are missing (reported already) the function that is meant may be missing too.
function isFollowUp(place: Place): boolean {
  return place.checker.names.incomplete(place.unit, place.contract);
}

/** Arguments in declaration order; undefined when the names or the number do not fit. */
function ordered(callable: Callable, args: Arguments): readonly Expression[] | undefined {
  if (args.values.length !== callable.parameters.length) return undefined;
  const { names } = args;
  if (names === undefined) return args.values;
  const result: Expression[] = [];
  for (const parameter of callable.parameterNames) {
    const value = args.values[names.findIndex((name) => name.name === parameter)];
    if (parameter === '' || value === undefined) return undefined;
    result.push(value);
  }
  return result;
}

function takes(place: Place, callable: Callable, args: Arguments): boolean {
  const values = ordered(callable, args);
  if (values === undefined) return false;
  return values.every((value, i) => {
    const parameter = callable.parameters[i];
    return parameter !== undefined && implicitlyConvertible(value.type, parameter, place.facts);
  });
}

/** Converts arguments to the parameter types, reporting what does not fit. */
export function convertArguments(
  place: Place,
  callable: Callable,
  args: Arguments,
  name: string,
): readonly Expression[] | undefined {
  const { parameters } = callable;
  if (args.values.length !== parameters.length) {
    if (isFollowUp(place)) return undefined;
    const plural = parameters.length === 1 ? '' : 's';
    report(
      place.checker,
      args.span,
      'SOL323',
      `'${name}' takes ${parameters.length} argument${plural}, ${args.values.length} given`,
    );
    return undefined;
  }
  const values = ordered(callable, args);
  if (values === undefined) {
    const unknown = args.names?.find((written) => !callable.parameterNames.includes(written.name));
    report(
      place.checker,
      unknown?.span ?? args.span,
      'SOL326',
      unknown === undefined
        ? `named arguments do not fit '${name}'`
        : `'${name}' has no parameter '${unknown.name}'`,
    );
    return undefined;
  }
  const converted = values.map((value, i) => {
    const parameter = parameters[i];
    return parameter === undefined ? value : coerce(place, value, parameter);
  });
  return converted.some(isPoison) ? undefined : converted;
}
