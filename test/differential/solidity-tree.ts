// The typed tree that solc gives for a text: what can be cut out of a program and still be one is decided by solc alone.
import { createRequire } from 'node:module';

/** A node of solc's tree with its place in the text. */
export interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Of expressions, for example `uint256`. */
  readonly valueType: string | undefined;
  readonly parent: TreeNode | undefined;
  /** The node's property of the parent. */
  readonly role: string;
  readonly children: readonly TreeNode[];
  /** Whether it is assigned to. */
  readonly target: boolean;
  readonly name: string;
}

interface Compiler {
  compile(input: string): string;
}

let compiler: Compiler | undefined;

/** The tree of a text; undefined when solc finds an error. No code is generated. */
export function parseTree(text: string): TreeNode | undefined {
  compiler ??= createRequire(import.meta.url)('solc') as Compiler;
  const input = {
    language: 'Solidity',
    sources: { 'P.sol': { content: text } },
    settings: { outputSelection: { '*': { '': ['ast'] } } },
  };
  const output = JSON.parse(compiler.compile(JSON.stringify(input))) as {
    readonly errors?: readonly { readonly severity: string }[];
    readonly sources?: Readonly<Record<string, { readonly ast?: unknown }>>;
  };
  if (output.errors?.some((e) => e.severity === 'error') === true) return undefined;
  const root = output.sources?.['P.sol']?.ast;
  return isNode(root) ? convert(root, undefined, '') : undefined;
}

/** All nodes, parents before children. */
export function nodesOf(root: TreeNode): readonly TreeNode[] {
  return [root, ...root.children.flatMap(nodesOf)];
}

type Raw = Readonly<Record<string, unknown>> & { readonly nodeType: string; readonly src: string };

function isNode(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value;
}

function convert(raw: Raw, parent: TreeNode | undefined, role: string): TreeNode {
  const [start = 0, length = 0] = raw.src.split(':').map(Number);
  const types = raw.typeDescriptions as { readonly typeString?: string } | undefined;
  const children: TreeNode[] = [];
  const node: TreeNode = {
    type: raw.nodeType,
    start,
    end: start + length,
    valueType: types?.typeString,
    parent,
    role,
    children,
    target: raw.lValueRequested === true,
    name: typeof raw.name === 'string' ? raw.name : '',
  };
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'typeDescriptions') continue;
    const parts = Array.isArray(value) ? value : [value];
    for (const part of parts) if (isNode(part)) children.push(convert(part, node, key));
  }
  return node;
}
