// The members that override one another, and which of them each contract inherits: the data behind `overrides.ts`.
import type {
  ContractDefinition,
  FunctionDefinition,
  ModifierDefinition,
  NodeId,
  TypeName,
  VariableDefinition,
} from './ast.js';
import { functionKey, type TypePlace, typeKey } from './parameter-key.js';
import type { Scopes } from './scopes.js';

/** A function, modifier or public state variable as something that overrides or is overridden. */
export interface OverrideMember {
  readonly contract: ContractDefinition;
  readonly definition: FunctionDefinition | ModifierDefinition | VariableDefinition;
  /** Name and parameter types; equal for members that override each other. Modifiers go by name alone. */
  readonly signature: string;
}

/** Own and inherited members of all contracts, computed on demand. */
export interface OverrideMembers {
  /** Members declared in a contract by signature; private functions take no part. */
  readonly own: (contract: ContractDefinition) => ReadonlyMap<string, OverrideMember>;
  /** By signature, what a contract inherits: of each direct base its own member, or what the base inherits itself. */
  readonly inherited: (contract: ContractDefinition) => ReadonlyMap<string, ReadonlySet<OverrideMember>>;
}

/** Members of all contracts of a load. */
export function overrideMembers(scopes: Scopes): OverrideMembers {
  const owns = new Map<NodeId, ReadonlyMap<string, OverrideMember>>();
  const inheriteds = new Map<NodeId, ReadonlyMap<string, ReadonlySet<OverrideMember>>>();
  const own = (contract: ContractDefinition): ReadonlyMap<string, OverrideMember> => {
    const known = owns.get(contract.id);
    if (known) return known;
    const found = new Map<string, OverrideMember>();
    for (const part of contract.parts) {
      if (part.kind !== 'function' && part.kind !== 'modifier' && part.kind !== 'variable') continue;
      const signature = signatureOf(scopes, contract, part);
      if (signature !== undefined) found.set(signature, { contract, definition: part, signature });
    }
    owns.set(contract.id, found);
    return found;
  };
  const inherited = (contract: ContractDefinition): ReadonlyMap<string, ReadonlySet<OverrideMember>> => {
    const known = inheriteds.get(contract.id);
    if (known) return known;
    const found = new Map<string, Set<OverrideMember>>();
    const add = (member: OverrideMember): void => {
      const members = found.get(member.signature);
      if (members) members.add(member);
      else found.set(member.signature, new Set([member]));
    };
    // Cyclic inheritance has no linearization and must not be walked.
    const bases = scopes.inheritance.broken.has(contract.id)
      ? []
      : (scopes.inheritance.bases.get(contract.id) ?? []);
    for (const base of bases) {
      const ofBase = own(base);
      for (const member of ofBase.values()) add(member);
      for (const [signature, members] of inherited(base)) {
        if (!ofBase.has(signature)) for (const member of members) add(member);
      }
    }
    inheriteds.set(contract.id, found);
    return found;
  };
  return { own, inherited };
}

/** Whether a member has a body (variables have one: their getter). */
export function isImplemented({ definition }: OverrideMember): boolean {
  return definition.kind === 'variable' || definition.body !== undefined;
}

/** How messages call a member. */
export function describeMember({ definition }: OverrideMember): string {
  if (definition.kind === 'modifier') return `modifier '${definition.name}'`;
  if (definition.kind === 'variable') return `public state variable '${definition.name}'`;
  return definition.name === '' ? `the ${definition.functionKind} function` : `function '${definition.name}'`;
}

function signatureOf(
  scopes: Scopes,
  contract: ContractDefinition,
  definition: FunctionDefinition | ModifierDefinition | VariableDefinition,
): string | undefined {
  const place = { file: contract.span.file, contract };
  if (definition.kind === 'modifier') return `modifier ${definition.name}`;
  if (definition.kind === 'variable') {
    if (definition.visibility !== 'public' || !definition.typeName) return undefined;
    return `${definition.name}(${getterParameters(scopes, place, definition.typeName).join(',')})`;
  }
  if (definition.functionKind === 'constructor' || definition.visibility === 'private') return undefined;
  if (definition.functionKind !== 'function') return definition.functionKind;
  return `${definition.name}${functionKey(scopes.types, place, definition)}`;
}

function getterParameters(scopes: Scopes, place: TypePlace, type: TypeName): readonly string[] {
  if (type.kind === 'mappingType') {
    return [typeKey(scopes.types, place, type.key), ...getterParameters(scopes, place, type.value)];
  }
  return type.kind === 'arrayType' ? ['uint256', ...getterParameters(scopes, place, type.element)] : [];
}
