// Identifiers: locals, members, file-level names, and what is in scope everywhere.
import type { ErrorDefinition, EventDefinition, FunctionDefinition, VariableDefinition } from './ast.js';
import { GLOBAL_FUNCTIONS, GLOBAL_NAMES } from './builtins.js';
import { mistakeOperand } from './check-coerce.js';
import { type Entity, findLocal, type Place, type Signature } from './check-context.js';
import { definitionType, internalCandidate, plainDispatch, withoutOverridden } from './check-functions.js';
import { type Assignability, type Operand, valueOperand } from './check-operand.js';
import { contractType, declaredType, reportUnknown, signatureOf } from './check-types.js';
import { ADDRESS, ADDRESS_PAYABLE, UINT256 } from './type-build.js';
import type { Span, VariableDeclaration } from './typed-program.js';
import type { Type } from './types.js';

/** What a name means at a place. */
export function checkIdentifier(place: Place, name: string, span: Span): Operand {
  const local = findLocal(place, name);
  if (local !== undefined) return localOperand(local, span);
  const entities = place.checker.names.lookup(name, place.unit, place.contract);
  if (entities.length > 0) return entityOperand(place, entities, name, span);
  return globalOperand(place, name, span);
}

function localOperand(local: VariableDeclaration, span: Span): Operand {
  return valueOperand({ kind: 'variable', declaration: local.id, type: local.type, span }, 'assignable');
}

/** The operand for what a name or a member of a contract, library or module resolved to. */
export function entityOperand(place: Place, entities: readonly Entity[], name: string, span: Span): Operand {
  const [first] = entities;
  if (first === undefined) return mistakeOperand(place, span, 'SOL211', `'${name}' is not declared here`);
  const { checker } = place;
  switch (first.kind) {
    case 'module': {
      const unit = checker.names.units.find((u) => u.file === first.file);
      if (unit === undefined) return { kind: 'poison', code: 'SOL211', span };
      return { kind: 'module', unit, span };
    }
    case 'variable':
      return variableOperand(place, first, span);
    case 'function': {
      const functions = entities.filter((e): e is FunctionDefinition => e.kind === 'function');
      const visible = functions.filter((f) => f.visibility !== 'external');
      if (visible.length === 0) {
        return mistakeOperand(
          place,
          span,
          'SOL212',
          `'${name}' is external and cannot be called by its plain name`,
          {
            suggestion: `did you mean 'this.${name}'?`,
          },
        );
      }
      const candidates = visible.flatMap((f) => internalCandidate(checker, f, plainDispatch(checker, f)));
      if (candidates.length === 0) return { kind: 'poison', code: 'SOL211', span };
      return { kind: 'functions', name, candidates: withoutOverridden(candidates), span };
    }
    case 'event':
      return {
        kind: 'events',
        candidates: withSignatures(
          place,
          entities.filter((e): e is EventDefinition => e.kind === 'event'),
        ),
        span,
      };
    case 'error':
      return {
        kind: 'errors',
        candidates: withSignatures(
          place,
          entities.filter((e): e is ErrorDefinition => e.kind === 'error'),
        ),
        span,
      };
    case 'modifier': {
      const signature = signatureOf(checker, first);
      if (signature === undefined) return { kind: 'poison', code: 'SOL302', span };
      return { kind: 'modifier', definition: first, signature, span };
    }
    case 'contract':
      if (first.contractKind === 'library') return { kind: 'library', definition: first, span };
      return { kind: 'typeName', type: contractType(checker, first), span };
    case 'struct':
    case 'enum':
    case 'userType': {
      const type = declaredType(checker, first);
      if (type === undefined) return { kind: 'poison', code: 'SOL302', span };
      const named: Type = type.kind === 'struct' ? { ...type, pointer: true } : type;
      return { kind: 'typeName', type: named, span };
    }
    default:
      return first satisfies never;
  }
}

function withSignatures<D extends EventDefinition | ErrorDefinition>(
  place: Place,
  definitions: readonly D[],
): readonly { readonly definition: D; readonly signature: Signature }[] {
  return definitions.flatMap((definition) => {
    const signature = signatureOf(place.checker, definition);
    return signature === undefined ? [] : [{ definition, signature }];
  });
}

function variableOperand(place: Place, definition: VariableDefinition, span: Span): Operand {
  const type = definitionType(place.checker, definition);
  if (type === undefined) return { kind: 'poison', code: 'SOL302', span };
  return valueOperand(
    { kind: 'variable', declaration: definition.id, type, span },
    assignability(place, definition),
  );
}

function assignability(place: Place, definition: VariableDefinition): Assignability {
  switch (definition.mutability) {
    case 'constant':
      return 'constant';
    case 'immutable': {
      const constructing = place.routine?.kind === 'function' && place.routine.functionKind === 'constructor';
      return constructing ? 'assignable' : 'immutable';
    }
    default:
      return 'assignable';
  }
}

function globalOperand(place: Place, name: string, span: Span): Operand {
  const builtin = GLOBAL_FUNCTIONS.get(name);
  if (builtin !== undefined) return { kind: 'builtin', name, signatures: builtin, receiver: undefined, span };
  switch (name) {
    case 'msg':
    case 'block':
    case 'tx':
    case 'abi':
    case 'type':
      return { kind: 'magic', name, span };
    case 'now':
      if (!place.unit.version.allowsBefore.v07) break;
      return valueOperand({
        kind: 'builtinMember',
        base: { kind: 'name', name: 'block', type: { kind: 'magic', name: 'block' }, span },
        name: 'block.timestamp',
        type: UINT256,
        span,
      });
    case 'this': {
      const { contract } = place;
      if (contract === undefined) break;
      const type = contractType(place.checker, contract);
      const base = { kind: 'name', name: 'this', type: { kind: 'magic', name: 'this' }, span } as const;
      // In a library `this` is only good for its address.
      const own =
        contract.contractKind === 'library' ? (place.facts.before08 ? ADDRESS_PAYABLE : ADDRESS) : type;
      return valueOperand({ kind: 'builtinMember', base, name: 'this', type: own, span });
    }
    case 'super':
      if (place.contract === undefined) break;
      return { kind: 'super', contract: place.contract, span };
    default:
      break;
  }
  const [global] = GLOBAL_NAMES.filter(
    (known) => known.length === name.length && known.toLowerCase() === name.toLowerCase(),
  );
  if (global !== undefined && global !== name) {
    return mistakeOperand(place, span, 'SOL211', `'${name}' is not declared here`, {
      suggestion: `did you mean '${global}'?`,
    });
  }
  reportUnknown(place, name, span);
  return { kind: 'poison', code: 'SOL211', span };
}
