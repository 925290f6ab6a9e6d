// Storage as leaves: every state variable is a tree whose scalars (and array lengths) are each one term, an array
// over the keys and indices on the way to it. No aliasing by construction: a write through any pointer is a write to
// the leaf it names (solc-verify's insight, arXiv 2001.03256, with paths in place of packed pointers).
import type { IrContract, IrType } from '../ir/ir.js';

/** One scalar of a contract's storage. */
export interface Leaf {
  /** `alias/variable.path`, e.g. `Bank/credits[]`, `Pool/users[].debt`, `Pool/list.length`. */
  readonly key: string;
  /** Types of the keys and indices on the way, outermost first. */
  readonly dimensions: readonly IrType[];
  readonly type: IrType;
  readonly variable: string;
}

const UINT256: IrType = { kind: 'int', signed: false, bits: 256 };
/** No array reaches 2^64 elements (a stated assumption): the gas to fill one does not exist. */
const LENGTH: IrType = { kind: 'int', signed: false, bits: 64 };

/** All leaves below a type at `path`, in declaration order. */
export function leavesOf(
  path: string,
  type: IrType,
  variable: string,
  dimensions: readonly IrType[] = [],
): readonly Leaf[] {
  switch (type.kind) {
    case 'struct':
      return type.fields.flatMap((field) =>
        leavesOf(`${path}.${field.name}`, field.type, variable, dimensions),
      );
    case 'mapping':
      return leavesOf(`${path}[]`, type.value, variable, [...dimensions, type.key]);
    case 'array': {
      const elements = leavesOf(`${path}[]`, type.element, variable, [...dimensions, UINT256]);
      if (type.length !== undefined) return elements;
      return [{ key: `${path}.length`, dimensions, type: LENGTH, variable }, ...elements];
    }
    default:
      return [{ key: path, dimensions, type, variable }];
  }
}

/** All leaves of a contract instance. */
export function contractLeaves(alias: string, contract: IrContract): readonly Leaf[] {
  return contract.variables.flatMap((variable) =>
    leavesOf(
      `${alias}/${variable.id}`,
      variable.type,
      // A slot may have got a name from the specification.
      variable.slot === undefined ? variable.id : variable.name,
    ),
  );
}
