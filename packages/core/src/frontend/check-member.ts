// Member access: fields, members of the language, contract interfaces, library and module members, attached functions.
import type { ContractDefinition, Expression as Syntax } from './ast.js';
import {
  ABI_FUNCTIONS,
  ADDRESS_FUNCTIONS,
  ADDRESS_MEMBERS,
  arrayFunctions,
  CONCAT,
  lengthMember,
  MAGIC_MEMBERS,
} from './builtins.js';
import { functionValue, mistakeOperand, operandValue } from './check-coerce.js';
import { derivesFrom, type Place } from './check-context.js';
import {
  attachedCandidates,
  contractNameCandidates,
  externalCandidates,
  libraryCandidates,
  superCandidates,
} from './check-functions.js';
import { entityOperand } from './check-names.js';
import { type Assignability, type Operand, valueOperand } from './check-operand.js';
import { signatureOf, structFields } from './check-types.js';
import {
  ADDRESS,
  ADDRESS_PAYABLE,
  BYTES_MEMORY,
  BYTES4,
  BYTES32,
  relocate,
  STRING_MEMORY,
} from './type-build.js';
import { describeType } from './type-string.js';
import type { BuiltinMember, Expression, Span } from './typed-program.js';
import type { Type } from './types.js';

type MemberSyntax = Extract<Syntax, { kind: 'member' }>;

/** `base.name` for an operand already checked. */
export function checkMember(place: Place, node: MemberSyntax, base: Operand): Operand {
  const { name, span } = node;
  switch (base.kind) {
    case 'poison':
      return { ...base, span };
    case 'value':
      return valueMember(place, node, base.expression, base.assignability);
    case 'functions':
      return functionMember(place, node, base);
    case 'options':
    case 'builtin':
      return functionMember(place, node, base);
    case 'typeName':
      return typeMember(place, node, base.type);
    case 'library':
      return libraryMember(place, node, base.definition);
    case 'module': {
      const entities = place.checker.names.exported(base.unit.file, name);
      return entities.length === 0
        ? unknownMember(place, node, `the file`)
        : entityOperand(place, entities, name, span);
    }
    case 'magic':
      return magicMember(place, node, base.name);
    case 'metaType':
      return metaMember(place, node, base.type, base.span);
    case 'super': {
      const candidates = superCandidates(place.checker, base.contract, name);
      if (candidates.length === 0) return unknownMember(place, node, 'super');
      return { kind: 'functions', name, candidates, span };
    }
    case 'events':
    case 'errors': {
      const [only] = base.candidates;
      if (name !== 'selector' || only === undefined) return unknownMember(place, node, 'an event or error');
      const named: Expression = {
        kind: 'function',
        declaration: only.definition.id,
        dispatch: { kind: 'exact' },
        type: {
          kind: 'function',
          visibility: 'internal',
          mutability: 'pure',
          parameters: only.signature.parameters,
          returns: [],
        },
        span: base.span,
      };
      return base.kind === 'events'
        ? builtin(named, 'event.selector', BYTES32, span)
        : builtin(named, 'error.selector', BYTES4, span);
    }
    default:
      return unknownMember(place, node, 'this');
  }
}

function builtin(base: Expression, name: BuiltinMember, type: Type, span: Span): Operand {
  return valueOperand({ kind: 'builtinMember', base, name, type, span });
}

function unknownMember(
  place: Place,
  node: MemberSyntax,
  owner: string,
  notes: readonly string[] = [],
): Operand {
  return mistakeOperand(place, node.nameSpan, 'SOL213', `${owner} has no member '${node.name}'`, { notes });
}

function valueMember(place: Place, node: MemberSyntax, base: Expression, held: Assignability): Operand {
  const { name, span } = node;
  const { type } = base;
  if (base.kind === 'unsupported') return { kind: 'poison', code: base.code, span };
  const native = nativeMember(place, node, base, held);
  const attached = attachedCandidates(place, base, name);
  if (native !== undefined && (attached.length === 0 || native.kind !== 'functions')) return native;
  const candidates = [...(native?.kind === 'functions' ? native.candidates : []), ...attached];
  if (candidates.length > 0) return { kind: 'functions', name, candidates, span };
  return unknownMember(place, node, describeType(type));
}

function nativeMember(
  place: Place,
  node: MemberSyntax,
  base: Expression,
  held: Assignability,
): Operand | undefined {
  const { name, span } = node;
  const { type } = base;
  const { checker } = place;
  switch (type.kind) {
    case 'struct': {
      const definition = checker.names.definition(type.declaration);
      if (definition?.kind !== 'struct') return undefined;
      const field = structFields(checker, definition).find((f) => f.definition.name === name);
      if (field === undefined) return undefined;
      checker.observe?.(node.id, span, '', field.definition.id);
      const located = relocate(field.type, type.location, false);
      const assignability = type.location === 'calldata' ? 'calldata' : 'assignable';
      return valueOperand({ kind: 'field', base, field: name, type: located, span }, assignability);
    }
    case 'array':
    case 'bytes':
    case 'fixedBytes': {
      if (name === 'length') {
        const member = lengthMember(type);
        const old =
          held !== 'notStored' && place.unit.version.allowsBefore.v06 ? 'array length' : 'notStored';
        if (member === undefined) return undefined;
        return valueOperand({ kind: 'builtinMember', base, name: member.name, type: member.type, span }, old);
      }
      if (type.kind === 'fixedBytes' || type.location !== 'storage') return undefined;
      const { version } = place.unit;
      const signatures = arrayFunctions(type, version.wraps && version.allowsBefore.v06).get(name);
      return signatures === undefined
        ? undefined
        : { kind: 'builtin', name, signatures, receiver: base, span };
    }
    case 'address':
      return addressMember(place, node, base, type.payable);
    case 'contract': {
      const definition = checker.names.definition(type.declaration);
      if (definition?.kind !== 'contract') return undefined;
      const candidates = externalCandidates(checker, definition, name, base);
      if (candidates.length > 0) return { kind: 'functions', name, candidates, span };
      if (!place.facts.before05) return undefined;
      // Before 0.5 contracts had the members of their address.
      const converted: Expression = {
        kind: 'convert',
        operand: base,
        explicit: true,
        type: ADDRESS_PAYABLE,
        span: base.span,
      };
      return addressMember(place, node, converted, true);
    }
    case 'function': {
      if (name === 'selector') return builtin(base, 'function.selector', BYTES4, span);
      if (name === 'address' && type.visibility === 'external')
        return builtin(base, 'function.address', ADDRESS, span);
      return undefined;
    }
    default:
      return undefined;
  }
}

function addressMember(
  place: Place,
  node: MemberSyntax,
  base: Expression,
  payable: boolean,
): Operand | undefined {
  const { name, span } = node;
  const member = ADDRESS_MEMBERS.get(name);
  if (member !== undefined) return builtin(base, member.name, member.type, span);
  const signature = ADDRESS_FUNCTIONS.get(name);
  if (signature === undefined) return undefined;
  if ((name === 'transfer' || name === 'send') && !payable && !place.facts.before05) {
    if (attachedCandidates(place, base, name).length > 0) return undefined;
    return mistakeOperand(place, span, 'SOL214', `'${name}' needs an 'address payable'`, {
      suggestion: `did you mean 'payable(…).${name}'?`,
    });
  }
  return { kind: 'builtin', name, signatures: [signature], receiver: base, span };
}

function functionMember(
  place: Place,
  node: MemberSyntax,
  base: Extract<Operand, { kind: 'functions' | 'options' | 'builtin' }>,
): Operand {
  const { name, span } = node;
  const functions = base.kind === 'options' ? base.callee : base;
  if ((name === 'value' || name === 'gas') && place.unit.version.allowsBefore.v07) {
    return { kind: 'optionSetter', callee: base, option: name, span };
  }
  if (functions.kind !== 'functions') return unknownMember(place, node, 'this');
  const [only] = functions.candidates;
  if (only === undefined || functions.candidates.length > 1) {
    return mistakeOperand(
      place,
      base.span,
      'SOL321',
      `'${functions.name}' names several functions; it is unclear which is meant`,
    );
  }
  const { kind } = only.access;
  if (name === 'selector') {
    // The selector of an own public function is that of its interface, whichever way it would be called.
    const value = functionValue(place, { ...only, receiver: undefined }, base.span);
    return builtin(value, 'function.selector', BYTES4, span);
  }
  if (name === 'address' && kind === 'external') {
    return builtin(operandValue(place, functions), 'function.address', ADDRESS, span);
  }
  return unknownMember(place, node, 'a function');
}

function typeMember(place: Place, node: MemberSyntax, type: Type): Operand {
  const { name, span } = node;
  const { checker } = place;
  switch (type.kind) {
    case 'enum': {
      const definition = checker.names.definition(type.declaration);
      const index = definition?.kind === 'enum' ? definition.members.findIndex((m) => m.name === name) : -1;
      if (index < 0) return unknownMember(place, node, describeType(type));
      return valueOperand({ kind: 'enumMember', declaration: type.declaration, index, type, span });
    }
    case 'contract': {
      const definition = checker.names.definition(type.declaration);
      if (definition?.kind !== 'contract') return unknownMember(place, node, describeType(type));
      return contractMember(place, node, definition);
    }
    case 'userDefined': {
      if (name !== 'wrap' && name !== 'unwrap') return unknownMember(place, node, describeType(type));
      const [from, to]: readonly [Type, Type] =
        name === 'wrap' ? [type.underlying, type] : [type, type.underlying];
      return {
        kind: 'builtin',
        name,
        signatures: [
          {
            name: `userType.${name}`,
            parameters: [from],
            returns: [to],
            mutability: 'pure',
            variadic: false,
          },
        ],
        receiver: undefined,
        span,
      };
    }
    case 'bytes':
    case 'string':
      if (name !== 'concat') return unknownMember(place, node, describeType(type));
      return { kind: 'builtin', name, signatures: [CONCAT[type.kind]], receiver: undefined, span };
    default:
      return unknownMember(place, node, describeType(type));
  }
}

function contractMember(place: Place, node: MemberSyntax, contract: ContractDefinition): Operand {
  const { name, span } = node;
  const { checker } = place;
  const functions = contractNameCandidates(place, contract, name);
  if (functions.length > 0) return { kind: 'functions', name, candidates: functions, span };
  const deriving = place.contract !== undefined && derivesFrom(checker, place.contract.id, contract.id);
  const members = checker.names.members(contract, name).filter((member) => {
    if (member.kind === 'function') return false;
    return (
      member.kind !== 'variable' ||
      (deriving && (member.visibility !== 'private' || place.contract?.id === contract.id))
    );
  });
  if (members.length === 0) return unknownMember(place, node, `the contract '${contract.name}'`);
  return entityOperand(place, members, name, span);
}

function libraryMember(place: Place, node: MemberSyntax, library: ContractDefinition): Operand {
  const { name, span } = node;
  const functions = libraryCandidates(place.checker, library, name, span);
  if (functions.length > 0) return { kind: 'functions', name, candidates: functions, span };
  const inside = place.contract?.id === library.id;
  const members = place.checker.names
    .members(library, name)
    .filter(
      (member) =>
        member.kind !== 'modifier' &&
        (inside || !('visibility' in member) || member.visibility !== 'private'),
    );
  if (inside && members.some((member) => member.kind === 'function'))
    return entityOperand(place, members, name, span);
  const visible = members.filter((member) => member.kind !== 'function');
  if (visible.length === 0) return unknownMember(place, node, `the library '${library.name}'`);
  return entityOperand(place, visible, name, span);
}

function magicMember(
  place: Place,
  node: MemberSyntax,
  magic: 'msg' | 'block' | 'tx' | 'abi' | 'type',
): Operand {
  const { name, span } = node;
  if (magic === 'abi') {
    const signature = ABI_FUNCTIONS.get(name);
    if (signature === undefined) return unknownMember(place, node, `'abi'`);
    return { kind: 'builtin', name: `abi.${name}`, signatures: [signature], receiver: undefined, span };
  }
  const base: Expression = {
    kind: 'name',
    name: magic,
    type: { kind: 'magic', name: magic },
    span: node.base.span,
  };
  if (magic === 'block' && name === 'blockhash' && place.facts.before05) {
    return {
      kind: 'builtin',
      name: 'blockhash',
      signatures: [
        {
          name: 'blockhash',
          parameters: [{ kind: 'integer', signed: false, bits: 256 }],
          returns: [BYTES32],
          mutability: 'view',
          variadic: false,
        },
      ],
      receiver: undefined,
      span,
    };
  }
  const member = MAGIC_MEMBERS.get(`${magic}.${name}`);
  if (member === undefined) return unknownMember(place, node, `'${magic}'`);
  const payable = place.unit.version.wraps && (member.name === 'msg.sender' || member.name === 'tx.origin');
  return builtin(base, member.name, payable ? ADDRESS_PAYABLE : member.type, span);
}

function metaMember(place: Place, node: MemberSyntax, type: Type, baseSpan: Span): Operand {
  const { name, span } = node;
  const base: Expression = { kind: 'name', name: 'type', type: { kind: 'typeName', type }, span: baseSpan };
  if ((name === 'min' || name === 'max') && (type.kind === 'integer' || type.kind === 'enum')) {
    return builtin(base, `type.${name}`, type, span);
  }
  if (type.kind === 'contract' || type.kind === 'magic') {
    if (name === 'name') return builtin(base, 'type.name', STRING_MEMORY, span);
    if (name === 'creationCode' || name === 'runtimeCode')
      return builtin(base, `type.${name}`, BYTES_MEMORY, span);
    if (name === 'interfaceId' && type.kind === 'contract')
      return builtin(base, 'type.interfaceId', BYTES4, span);
  }
  return unknownMember(place, node, `'type(${describeType(type)})'`);
}

/** Whether a definition can be the target of `new`: a contract that is neither abstract nor an interface. */
export function isDeployable(contract: ContractDefinition): boolean {
  return contract.contractKind === 'contract' && !contract.abstract;
}

/** Parameter types of a contract's constructor, and whether it takes ether. */
export function constructorSignature(
  place: Place,
  contract: ContractDefinition,
): {
  readonly parameters: readonly Type[];
  readonly parameterNames: readonly string[];
  readonly payable: boolean;
} {
  const written = contract.parts.find(
    (part) => part.kind === 'function' && part.functionKind === 'constructor',
  );
  if (written?.kind !== 'function') return { parameters: [], parameterNames: [], payable: false };
  const signature = signatureOf(place.checker, written);
  return {
    parameters: signature?.parameters ?? [],
    parameterNames: signature?.parameterNames ?? [],
    payable: written.mutability === 'payable',
  };
}
