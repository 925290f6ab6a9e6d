// Variables of the code made free: `parameter LTV in 0 .. 1_000_000;` and `region safe: solvent over LTV;`.
import { suggestName } from '../diagnostics/suggest.js';
import type { Declaration } from '../syntax/ast.js';
import { type CheckedFile, contextFor, contractOfClaim, textOf } from './claim-context.js';
import { checkAs } from './coerce.js';
import { complain, locate, type Place } from './context.js';
import { constantValue } from './inspect.js';
import { describeType, isNumeric } from './type-rules.js';
import type { Claim, FreeParameter, Region } from './typed-ast.js';

const boundPlace: Place = {
  what: 'the range of a parameter',
  transaction: false,
  old: 'refused',
  outcome: false,
};

type ParameterDeclaration = Declaration & { readonly kind: 'parameter' };

/** A constant or immutable number that is to have any value of a range. */
export function checkFreeParameter(
  file: CheckedFile,
  declaration: ParameterDeclaration,
  earlier: readonly FreeParameter[],
): FreeParameter | undefined {
  const { variable: name } = declaration;
  const contract = contractOfClaim(file, declaration.contract, name);
  if (contract === undefined || declaration.broken) return undefined;
  const context = contextFor(file, contract, undefined, boundPlace);
  const { environment } = contract;
  const variable = environment.variables.find((each) => each.name === name.text);
  if (variable === undefined) {
    const known = environment.variables
      .filter(({ mutability }) => mutability !== 'mutable')
      .map((each) => each.name);
    return complain(
      file,
      'SPEC213',
      name,
      `there is no state variable '${name.text}' of ${environment.name}`,
      suggestName(name.text, known),
    );
  }
  const label = { labels: [{ location: variable.location, text: 'declared here' }] };
  if (variable.mutability !== 'constant' && variable.mutability !== 'immutable') {
    return complain(
      file,
      'SPEC413',
      name,
      `'${name.text}' is changed by the code, so it is no parameter of it`,
      {
        ...label,
        notes: [
          'constants and immutables can be made free; of others assume something: `assume rate in 0 .. 100;`',
        ],
      },
    );
  }
  if (!isNumeric(variable.type)) {
    return complain(
      file,
      'SPEC413',
      name,
      `'${name.text}' is ${describeType(variable.type)}, and a range is of numbers`,
      label,
    );
  }
  const first = earlier.find((each) => each.variable === variable);
  if (first !== undefined) {
    return complain(file, 'SPEC208', name, `'${name.text}' is made a parameter twice`, {
      labels: [{ location: first.location, text: 'first here' }],
    });
  }
  const [low, high] = [declaration.low, declaration.high].map((bound) => {
    const value = checkAs(context, bound, variable.type, 'the bound');
    const constant = value === undefined ? undefined : constantValue(value);
    if (value !== undefined && constant === undefined) {
      complain(file, 'SPEC316', bound, 'the bounds of a parameter must be constants');
    }
    return constant;
  });
  if (low === undefined || high === undefined) return undefined;
  if (low > high) {
    const span = { start: declaration.low.start, end: declaration.high.end };
    return complain(file, 'SPEC411', span, `there is no number from ${low} to ${high}`);
  }
  return { contract: contract.alias, variable, low, high, location: locate(file, declaration) };
}

/** `region safe: solvent over LTV;`: for which values of the parameter a claim holds. */
export function checkRegion(
  file: CheckedFile,
  declaration: Declaration & { readonly kind: 'region' },
  claims: readonly Claim[],
  declared: ReadonlySet<string>,
  parameters: readonly FreeParameter[],
): Region | undefined {
  const { name, claim: claimName, parameter: parameterName } = declaration;
  if (declaration.broken) return undefined;
  const names = [`${file.prefix}${claimName.text}`, claimName.text];
  const claim = claims.find((each) => names.includes(each.name));
  if (claim === undefined) {
    if (names.some((each) => declared.has(each))) return undefined;
    return complain(
      file,
      'SPEC230',
      claimName,
      `there is no claim '${claimName.text}'`,
      suggestName(
        claimName.text,
        claims.map((each) => each.name),
      ),
    );
  }
  const parameter = parameters.find(({ variable }) => variable.name === parameterName.text);
  if (parameter === undefined) {
    if (file.spec.failed.has(`parameter ${parameterName.text}`)) return undefined;
    const known = parameters.map(({ variable }) => variable.name);
    return complain(
      file,
      'SPEC230',
      parameterName,
      `'${parameterName.text}' is not declared as a parameter`,
      {
        ...suggestName(parameterName.text, known),
        notes: [`declare its range: \`parameter ${parameterName.text} in 0 .. 100;\``],
      },
    );
  }
  return {
    name: `${file.prefix}${name.text}`,
    claim: claim.name,
    parameter,
    text: textOf(file, declaration),
    location: locate(file, declaration),
  };
}
