// Computes the storage layout from the syntax tree, for compilers older than 0.5.13, which do not print it.
// Rules: Solidity documentation, "Layout of State Variables in Storage". Tested against solc's own output.
import { type AstFacts, type AstNode, isNode, typeOf } from './ast-facts.js';
import { toBigInt, toBytes } from './bytes.js';
import type { StorageEntry, StorageLayout, StorageType } from './contract.js';
import { keccak256 } from './keccak.js';

interface Layouter {
  readonly facts: AstFacts;
  readonly contract: string;
  /** Filled while the variables are placed. */
  readonly types: Map<string, StorageType>;
  /** Structs being laid out: a struct may refer to itself through mappings and dynamic arrays. */
  readonly open: Set<string>;
}

/** The layout of contract `name` of source unit `unit`, or `undefined` when the tree does not tell. */
export function layoutFromAst(facts: AstFacts, unit: string, name: string): StorageLayout | undefined {
  const contract = findContract(facts, unit, name);
  const bases = contract?.linearizedBaseContracts;
  if (!Array.isArray(bases)) return undefined;
  const layouter: Layouter = { facts, contract: `${unit}:${name}`, types: new Map(), open: new Set() };
  const variables = [...bases].reverse().flatMap((id: unknown) => {
    const base = facts.nodes.get(Number(id));
    return childrenOf(base, 'nodes').filter(
      (node) => node.nodeType === 'VariableDeclaration' && isStored(node),
    );
  });
  const placed = placeVariables(layouter, variables);
  return placed === undefined
    ? undefined
    : { storage: placed.entries, types: Object.fromEntries(layouter.types) };
}

/**
 * The layout with the structs of ERC-7201 added as variables (named by their namespace), which code reaches by computed
 * slots and the compiler therefore leaves out. They are marked `@custom:storage-location erc7201:<namespace>`.
 */
export function withNamespaces(
  layout: StorageLayout | undefined,
  facts: AstFacts,
  unit: string,
  name: string,
): StorageLayout | undefined {
  const bases = findContract(facts, unit, name)?.linearizedBaseContracts;
  if (layout === undefined || !Array.isArray(bases)) return layout;
  const contract = `${unit}:${name}`;
  const layouter: Layouter = { facts, contract, types: new Map(), open: new Set() };
  const entries = [...bases].reverse().flatMap((id: unknown) =>
    childrenOf(facts.nodes.get(Number(id)), 'nodes').flatMap((node): readonly StorageEntry[] => {
      const namespace = node.nodeType === 'StructDefinition' ? namespaceOf(node) : undefined;
      const type =
        namespace === undefined ? undefined : structType(layouter, node, `struct ${node.canonicalName}`);
      if (namespace === undefined || type === undefined) return [];
      const slot = namespaceSlot(namespace).toString();
      return [{ astId: node.id, contract, label: namespace, offset: 0, slot, type }];
    }),
  );
  if (entries.length === 0) return layout;
  return {
    storage: [...layout.storage, ...entries],
    types: { ...Object.fromEntries(layouter.types), ...layout.types },
  };
}

function namespaceOf(struct: AstNode): string | undefined {
  const documentation = struct.documentation;
  const text = isNode(documentation) ? String(documentation.text) : '';
  return /@custom:storage-location\s+erc7201:(\S+)/.exec(text)?.[1];
}

// ERC-7201: keccak256(abi.encode(uint256(keccak256(namespace)) - 1)) & ~0xff.
function namespaceSlot(namespace: string): bigint {
  const inner = toBigInt(keccak256(new TextEncoder().encode(namespace))) - 1n;
  return (toBigInt(keccak256(toBytes(inner))) >> 8n) << 8n;
}

function isStored(variable: AstNode): boolean {
  const place = variable.mutability;
  return variable.constant !== true && (place === undefined || place === 'mutable');
}

function placeVariables(
  layouter: Layouter,
  variables: readonly AstNode[],
): { readonly entries: readonly StorageEntry[]; readonly slots: bigint } | undefined {
  const entries: StorageEntry[] = [];
  let slot = 0n;
  let offset = 0n;
  for (const node of variables) {
    const type = layoutType(layouter, node.typeName);
    const described = type === undefined ? undefined : layouter.types.get(type);
    if (type === undefined || described === undefined) return undefined;
    const size = BigInt(described.numberOfBytes);
    const whole = takesWholeSlots(described);
    if (offset > 0n && (whole || offset + size > 32n)) {
      slot++;
      offset = 0n;
    }
    entries.push({
      astId: node.id,
      contract: layouter.contract,
      label: String(node.name),
      offset: Number(offset),
      slot: slot.toString(),
      type,
    });
    if (whole) slot += size / 32n;
    else offset += size;
  }
  return { entries, slots: offset > 0n ? slot + 1n : slot };
}

function takesWholeSlots(type: StorageType): boolean {
  return type.encoding !== 'inplace' || type.members !== undefined || type.base !== undefined;
}

// Registers the type of a type name and returns its identifier, spelled as solc spells it in layouts.
function layoutType(layouter: Layouter, typeName: unknown, isKey = false): string | undefined {
  if (!isNode(typeName)) return undefined;
  const label = typeOf(typeName)?.label.replace(/ storage (pointer|ref)$/, '') ?? '';
  const register = (id: string, type: StorageType): string => {
    layouter.types.set(id, type);
    return id;
  };
  switch (typeName.nodeType) {
    case 'ElementaryTypeName': {
      if (label === 'string' || label === 'bytes') {
        const id = `t_${label}_${isKey ? 'memory_ptr' : 'storage'}`;
        return register(id, { encoding: 'bytes', label, numberOfBytes: '32' });
      }
      const size = elementarySize(label);
      if (size === undefined) return undefined;
      const id = `t_${label.replace(/ /g, '_')}`;
      return register(id, { encoding: 'inplace', label, numberOfBytes: String(size) });
    }
    case 'FunctionTypeName': {
      const size = typeName.visibility === 'external' ? '24' : '8';
      const id = typeOf(typeName)?.identifier ?? 't_function';
      return register(id, { encoding: 'inplace', label, numberOfBytes: size });
    }
    case 'UserDefinedTypeName':
      return userDefinedType(layouter, typeName, label);
    case 'Mapping': {
      const key = layoutType(layouter, typeName.keyType, true);
      const value = layoutType(layouter, typeName.valueType);
      if (key === undefined || value === undefined) return undefined;
      const id = `t_mapping(${key},${value})`;
      return register(id, { encoding: 'mapping', key, value, label, numberOfBytes: '32' });
    }
    case 'ArrayTypeName': {
      const base = layoutType(layouter, typeName.baseType);
      const length = /\[(\d*)\]$/.exec(label)?.[1];
      if (base === undefined || length === undefined) return undefined;
      if (length === '') {
        const id = `t_array(${base})dyn_storage`;
        return register(id, { encoding: 'dynamic_array', base, label, numberOfBytes: '32' });
      }
      const element = layouter.types.get(base);
      if (element === undefined) return undefined;
      const bytes = 32n * arraySlots(element, BigInt(length));
      const id = `t_array(${base})${length}_storage`;
      return register(id, { encoding: 'inplace', base, label, numberOfBytes: bytes.toString() });
    }
    default:
      return undefined;
  }
}

/** Slots that `length` array elements take: elements of at most 16 bytes share slots and never straddle them. */
export function arraySlots(element: StorageType, length: bigint): bigint {
  const size = BigInt(element.numberOfBytes);
  if (takesWholeSlots(element) || size > 16n) return length * ((size + 31n) / 32n);
  const perSlot = 32n / size;
  return (length + perSlot - 1n) / perSlot;
}

function userDefinedType(layouter: Layouter, typeName: AstNode, label: string): string | undefined {
  const path = typeName.pathNode;
  const referenced = isNode(path) ? path.referencedDeclaration : typeName.referencedDeclaration;
  const declaration = layouter.facts.nodes.get(Number(referenced));
  const name = String(declaration?.name);
  const inplace = (id: string, numberOfBytes: string): string => {
    layouter.types.set(id, { encoding: 'inplace', label, numberOfBytes });
    return id;
  };
  switch (declaration?.nodeType) {
    case 'EnumDefinition': {
      // Before 0.8 an enum could have more than 256 members.
      const members = childrenOf(declaration, 'members').length;
      return inplace(`t_enum(${name})${declaration.id}`, members > 256 ? '2' : '1');
    }
    case 'ContractDefinition':
      return inplace(`t_contract(${name})${declaration.id}`, '20');
    case 'UserDefinedValueTypeDefinition': {
      const wrapped = elementarySize(typeOf(declaration.underlyingType)?.label ?? '');
      return wrapped === undefined
        ? undefined
        : inplace(`t_userDefinedValueType(${name})${declaration.id}`, String(wrapped));
    }
    case 'StructDefinition':
      return structType(layouter, declaration, label);
    default:
      return undefined;
  }
}

function structType(layouter: Layouter, struct: AstNode, label: string): string | undefined {
  const id = `t_struct(${String(struct.name)})${struct.id}_storage`;
  if (layouter.types.has(id) || layouter.open.has(id)) return id;
  layouter.open.add(id);
  const placed = placeVariables(layouter, childrenOf(struct, 'members'));
  layouter.open.delete(id);
  if (placed === undefined) return undefined;
  const numberOfBytes = (32n * placed.slots).toString();
  layouter.types.set(id, { encoding: 'inplace', label, members: placed.entries, numberOfBytes });
  return id;
}

function elementarySize(label: string): number | undefined {
  if (label === 'bool') return 1;
  if (label === 'address' || label === 'address payable') return 20;
  const integer = /^u?int(\d+)$/.exec(label);
  if (integer !== null) return Number(integer[1]) / 8;
  if (label === 'byte') return 1;
  const fixed = /^bytes(\d+)$/.exec(label);
  return fixed === null ? undefined : Number(fixed[1]);
}

function findContract(facts: AstFacts, unit: string, name: string): AstNode | undefined {
  for (const node of facts.nodes.values()) {
    if (node.nodeType !== 'SourceUnit' || node.absolutePath !== unit) continue;
    const found = childrenOf(node, 'nodes').find(
      (child) => child.nodeType === 'ContractDefinition' && child.name === name,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(node: AstNode | undefined, field: string): readonly AstNode[] {
  const children = node?.[field];
  return Array.isArray(children) ? children.filter(isNode) : [];
}
