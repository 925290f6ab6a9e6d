// The few facts that only solc's syntax tree tells: what immutables are called and what value types wrap.
import type { ImmutableVariable } from './contract.js';

/** A node of solc's syntax tree; everything but the kind is looked at defensively. */
export interface AstNode {
  readonly nodeType: string;
  readonly id: number;
  readonly [field: string]: unknown;
}

/** An immutable variable without its places in the code. */
export type ImmutableDeclaration = Omit<ImmutableVariable, 'ranges'>;

/** Facts of all sources of one compilation; keys are syntax tree ids. */
export interface AstFacts {
  readonly immutables: ReadonlyMap<number, ImmutableDeclaration>;
  /** Type identifier of a user-defined value type to the identifier of the type it wraps. */
  readonly valueTypes: ReadonlyMap<string, string>;
  /** State variables and structs to the plain name of the contract that declares them. */
  readonly declaredIn: ReadonlyMap<number, string>;
  readonly nodes: ReadonlyMap<number, AstNode>;
}

/** Collects the facts from the trees of all sources. */
export function collectAstFacts(trees: readonly unknown[]): AstFacts {
  const immutables = new Map<number, ImmutableDeclaration>();
  const valueTypes = new Map<string, string>();
  const declaredIn = new Map<number, string>();
  const nodes = new Map<number, AstNode>();
  const visit = (value: unknown, contract: string): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, contract);
      return;
    }
    if (value === null || typeof value !== 'object') return;
    if (!isNode(value)) {
      for (const item of Object.values(value)) visit(item, contract);
      return;
    }
    nodes.set(value.id, value);
    const inside = value.nodeType === 'ContractDefinition' ? String(value.name) : contract;
    if (value.nodeType === 'UserDefinedValueTypeDefinition') {
      const wrapped = typeOf(value.underlyingType)?.identifier;
      if (wrapped !== undefined) {
        valueTypes.set(`t_userDefinedValueType(${String(value.name)})${value.id}`, wrapped);
      }
    }
    if (value.stateVariable === true || value.nodeType === 'StructDefinition')
      declaredIn.set(value.id, inside);
    if (value.nodeType === 'VariableDeclaration' && value.mutability === 'immutable') {
      const type = typeOf(value);
      if (type !== undefined) {
        immutables.set(value.id, {
          label: String(value.name),
          contract: inside,
          type: type.identifier,
          typeLabel: type.label,
        });
      }
    }
    for (const item of Object.values(value)) visit(item, inside);
  };
  for (const tree of trees) visit(tree, '');
  return { immutables, valueTypes, declaredIn, nodes };
}

/** Whether a value is a node of the compact syntax tree. */
export function isNode(value: unknown): value is AstNode {
  return (
    value !== null &&
    typeof value === 'object' &&
    'nodeType' in value &&
    typeof value.nodeType === 'string' &&
    'id' in value &&
    typeof value.id === 'number'
  );
}

/** solc's identifier and label of the type of a node, where it has one. */
export function typeOf(node: unknown): { readonly identifier: string; readonly label: string } | undefined {
  if (!isNode(node)) return undefined;
  const types = node.typeDescriptions;
  if (types === null || typeof types !== 'object') return undefined;
  const { typeIdentifier, typeString } = types as Record<string, unknown>;
  if (typeof typeIdentifier !== 'string' || typeof typeString !== 'string') return undefined;
  return { identifier: layoutTypeIdentifier(typeIdentifier), label: typeString };
}

// Syntax trees escape parentheses and commas in identifiers (`t_enum$_E_$27`); layouts do not (`t_enum(E)27`).
function layoutTypeIdentifier(identifier: string): string {
  return identifier.replace(/_\$_/g, ',').replace(/\$_/g, '(').replace(/_\$/g, ')');
}
