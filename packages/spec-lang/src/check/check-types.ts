// Written types to types, and parameters to variables.
import { suggestName } from '../diagnostics/suggest.js';
import type { Parameter, TypeName } from '../syntax/ast.js';
import { complain, type ExpressionContext, locate, lookup } from './context.js';
import type { ContractEnvironment } from './environment.js';
import { describeType, elementaryType } from './type-rules.js';
import type { SpecVariable } from './typed-ast.js';
import type { SpecType } from './types.js';

type TypeContext = Pick<ExpressionContext, 'spec' | 'path' | 'contract'>;

/** The type of this name, or undefined after a report. */
export function checkTypeName(context: TypeContext, written: TypeName): SpecType | undefined {
  let type: SpecType | undefined =
    elementaryType(written.name) ?? userType(context.contract.environment, written.name);
  if (type === undefined) {
    if (written.name === '') return undefined;
    const { enums, types } = context.contract.environment;
    const known = [
      'uint256',
      'int256',
      'bool',
      'address',
      'bytes32',
      'integer',
      ...enums.map(({ name }) => name),
      ...types.map(({ name }) => name),
    ];
    return complain(
      context,
      'SPEC214',
      written,
      `unknown type '${written.name}'`,
      suggestName(written.name, known),
    );
  }
  for (const length of written.dimensions) {
    type = { kind: 'array', element: type, length: length === undefined ? undefined : Number(length) };
  }
  return type;
}

/** Types of the contract by their name, with or without the contract that declares them. */
function userType(environment: ContractEnvironment, name: string): SpecType | undefined {
  const short = name.slice(name.lastIndexOf('.') + 1);
  for (const wanted of [name, short]) {
    const enumeration = environment.enums.find((each) => each.name === wanted);
    if (enumeration !== undefined)
      return { kind: 'enum', name: enumeration.name, members: enumeration.members };
    const found = environment.types.find((each) => each.name === wanted);
    if (found !== undefined) return found.type;
  }
  return undefined;
}

/** Whether variables of the specification may range over the values of a type. */
export function isQuantifiable(type: SpecType): boolean {
  return !['mapping', 'array', 'struct', 'bytes', 'string'].includes(type.kind);
}

/**
 * Parameters of an invariant, rule or quantifier as variables: each needs a name of its own and a type with simple
 * values. Undefined when one of them failed.
 */
export function checkVariables(
  context: ExpressionContext,
  parameters: readonly Parameter[],
): readonly SpecVariable[] | undefined {
  const variables: SpecVariable[] = [];
  let failed = false;
  for (const parameter of parameters) {
    const type = checkTypeName(context, parameter.type);
    if (parameter.name === undefined) {
      complain(context, 'SPEC104', parameter, 'this parameter needs a name');
      failed = true;
      continue;
    }
    const { name } = parameter;
    const earlier = variables.find((each) => each.name === name.text);
    if (earlier !== undefined) {
      complain(context, 'SPEC208', name, `'${name.text}' is declared twice`, {
        labels: [{ location: earlier.location, text: 'first declared here' }],
      });
      failed = true;
    }
    if (type === undefined) {
      failed = true;
    } else if (!isQuantifiable(type)) {
      complain(
        context,
        'SPEC301',
        parameter.type,
        `a variable of a specification cannot be of type ${describeType(type)}`,
        {
          notes: ['numbers, addresses, booleans, enums and fixed bytes can be ranged over'],
        },
      );
      failed = true;
    } else {
      warnHidden(context, name.text, name);
      variables.push({ name: name.text, type, location: locate(context, name) });
    }
  }
  return failed ? undefined : variables;
}

/** Warns about a new name that hides a state variable or a built-in value, unless the function itself has it. */
export function warnHidden(
  context: ExpressionContext,
  name: string,
  span: { readonly start: number; readonly end: number },
  ownParameters: readonly string[] = [],
): void {
  if (ownParameters.includes(name)) return;
  const { environment, alias } = context.contract;
  if (lookup(context.scope, name) !== undefined) {
    complain(context, 'SPEC221', span, `'${name}' hides an outer '${name}'`);
  } else if (environment.variables.some((each) => each.name === name)) {
    complain(
      context,
      'SPEC221',
      span,
      `'${name}' hides the state variable '${name}' of ${environment.name}`,
      {
        suggestion: `rename it, or write \`${alias}.${name}\` for the state variable`,
      },
    );
  } else if (name === 'sender' || name === 'value' || name === 'now' || name === 'this') {
    complain(context, 'SPEC221', span, `'${name}' hides the built-in name '${name}'`);
  }
}
