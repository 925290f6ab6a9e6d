// Solidity names in assembly: locals, constants, and the words of storage, calldata and function variables (`x.slot`, …).
import { findLocal, type Place, report } from '../check-context.js';
import { definitionType } from '../check-functions.js';
import type { Span } from '../typed-program.js';
import type { DeclId, Type } from '../types.js';
import type { YulExternal, YulSuffix } from './yul.js';

/** A Solidity variable in sight, with what assembly may do with it. */
interface Found {
  readonly declaration: DeclId;
  readonly type: Type;
  readonly role: 'local' | 'state' | 'constant' | 'immutable';
}

/** What a name of assembly that is none of its own stands for; undefined after reporting why it is refused. */
export function externalName(
  place: Place,
  name: string,
  span: Span,
  insideFunction: boolean,
): YulExternal | undefined {
  const { found, suffix } = findWithSuffix(place, name);
  if (found === undefined) {
    report(place.checker, span, 'SOL602', `'${name}' is not known in assembly`);
    return undefined;
  }
  const problem = insideFunction && found.role === 'local' ? LOCAL_IN_FUNCTION : accessProblem(found, suffix);
  if (problem !== undefined) {
    report(place.checker, span, 'SOL605', `'${name}': ${problem}`);
    return undefined;
  }
  place.checker.observe?.(-1, span, `assembly ${suffix}`, found.declaration);
  return { kind: 'external', declaration: found.declaration, suffix, span };
}

const LOCAL_IN_FUNCTION = 'functions of assembly cannot see variables of Solidity';

/** Why a Solidity variable cannot be assigned like this; undefined when it can. */
export function assignmentProblem(place: Place, name: string): string | undefined {
  const { found, suffix } = findWithSuffix(place, name);
  if (found === undefined) return undefined;
  if (found.role === 'constant') return 'a constant cannot be assigned';
  if (found.role !== 'local') return 'a state variable is written with sstore';
  if (suffix === 'offset' && !isCalldata(found.type))
    return `only '.slot' of a storage pointer can be assigned`;
  return undefined;
}

function findWithSuffix(
  place: Place,
  name: string,
): { readonly found: Found | undefined; readonly suffix: YulSuffix } {
  const dotted = /^(.+)\.(slot|offset|length|selector|address)$/.exec(name);
  if (dotted?.[1] !== undefined) {
    return { found: find(place, dotted[1]), suffix: suffixOf(dotted[2]) };
  }
  const plain = find(place, name);
  if (plain !== undefined || !place.unit.version.allowsBefore.v07) return { found: plain, suffix: '' };
  const old = /^(.+)_(slot|offset)$/.exec(name);
  return old?.[1] === undefined
    ? { found: undefined, suffix: '' }
    : { found: find(place, old[1]), suffix: suffixOf(old[2]) };
}

function suffixOf(text: string | undefined): YulSuffix {
  switch (text) {
    case 'slot':
    case 'offset':
    case 'length':
    case 'selector':
    case 'address':
      return text;
    default:
      return '';
  }
}

function find(place: Place, name: string): Found | undefined {
  const local = findLocal(place, name);
  if (local !== undefined) return { declaration: local.id, type: local.type, role: 'local' };
  const [entity] = place.checker.names.lookup(name, place.unit, place.contract);
  if (entity?.kind !== 'variable') return undefined;
  const type = definitionType(place.checker, entity);
  if (type === undefined) return undefined;
  const { mutability } = entity;
  const role =
    mutability === 'constant' ? 'constant' : mutability === 'immutable' ? 'immutable' : ('state' as const);
  return { declaration: entity.id, type, role };
}

function inStorage(type: Type): boolean {
  return type.kind === 'mapping' || ('location' in type && type.location === 'storage');
}

function isCalldata(type: Type): boolean {
  return 'location' in type && type.location === 'calldata';
}

/** Calldata of dynamic size is an offset and a length; anything else in calldata is one word, its offset. */
function hasLength(type: Type): boolean {
  if (!isCalldata(type)) return false;
  return (
    type.kind === 'bytes' || type.kind === 'string' || (type.kind === 'array' && type.length === undefined)
  );
}

function accessProblem(found: Found, suffix: YulSuffix): string | undefined {
  const { type, role } = found;
  const externalFunction = type.kind === 'function' && type.visibility === 'external';
  switch (suffix) {
    case '':
      if (role === 'state') return `state variables are reached by '.slot' and '.offset'`;
      if (role === 'immutable') return 'immutable variables cannot be reached from assembly';
      if (role === 'local' && inStorage(type)) return `a storage pointer is reached by '.slot' and '.offset'`;
      if (hasLength(type)) return `calldata is reached by '.offset' and '.length'`;
      if (externalFunction) return `an external function is reached by '.selector' and '.address'`;
      return undefined;
    case 'slot':
      return role === 'state' || (role === 'local' && inStorage(type))
        ? undefined
        : `only variables in storage have '.slot'`;
    case 'offset':
      return role === 'state' || (role === 'local' && (inStorage(type) || hasLength(type)))
        ? undefined
        : `only variables in storage and calldata have '.offset'`;
    case 'length':
      return hasLength(type) ? undefined : `only arrays in calldata have '.length'`;
    case 'selector':
    case 'address':
      return role === 'local' && externalFunction ? undefined : `only external functions have '.${suffix}'`;
    default:
      return suffix satisfies never;
  }
}
