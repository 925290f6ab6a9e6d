// `new C`, `new T[]`, `new bytes`: the callee; the call itself is checked with all other calls.
import type { Expression as Syntax } from './ast.js';
import { mistakeOperand } from './check-coerce.js';
import type { Place } from './check-context.js';
import { constructorSignature, isDeployable } from './check-member.js';
import type { Operand } from './check-operand.js';
import { typeOfTypeName } from './check-types.js';
import { isMappingOrArrayOfMapping, relocate, UINT256 } from './type-build.js';
import { describeType } from './type-string.js';

/** What `new T` denotes before it is called. */
export function checkNew(place: Place, node: Extract<Syntax, { kind: 'new' }>): Operand {
  const { span } = node;
  const type = typeOfTypeName(place, node.typeName);
  if (type === undefined) return { kind: 'poison', code: 'SOL302', span };
  switch (type.kind) {
    case 'contract': {
      const definition = place.checker.names.definition(type.declaration);
      if (definition?.kind !== 'contract') return { kind: 'poison', code: 'SOL302', span };
      if (!isDeployable(definition)) {
        const what =
          definition.contractKind === 'contract' ? 'is abstract' : `is ${article(definition.contractKind)}`;
        return mistakeOperand(place, span, 'SOL335', `'${definition.name}' ${what} and cannot be created`);
      }
      const { parameters, parameterNames, payable } = constructorSignature(place, definition);
      const mutability = payable ? 'payable' : 'nonpayable';
      return {
        kind: 'new',
        type,
        signature: { parameters, parameterNames, returns: [type], mutability },
        span,
      };
    }
    case 'bytes':
    case 'string':
    case 'array': {
      const dynamic = type.kind !== 'array' || type.length === undefined;
      if (!dynamic || isMappingOrArrayOfMapping(type)) break;
      const created = relocate(type, 'memory', true);
      return {
        kind: 'new',
        type: created,
        signature: { parameters: [UINT256], parameterNames: [''], returns: [created], mutability: 'pure' },
        span,
      };
    }
    default:
      break;
  }
  return mistakeOperand(place, span, 'SOL335', `'new' does not apply to ${describeType(type)}`);
}

function article(kind: 'interface' | 'library' | 'contract'): string {
  return kind === 'interface' ? 'an interface' : `a ${kind}`;
}
