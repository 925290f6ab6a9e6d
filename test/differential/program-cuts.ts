// Ways to make a Solidity text smaller, in passes from coarse to fine. A cut need not be sensible: solc and the comparison
// decide whether what is left is still a program that shows the same disagreement.
import { nodesOf, type TreeNode } from './solidity-tree.js';

/** Replacements in a text that are made together. */
export type Cut = readonly Replacement[];

/** A stretch of text and what stands there instead. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Lists the cuts of one kind. */
export type CutPass = (text: string, root: TreeNode) => readonly Cut[];

/** The passes, coarse ones first. */
export const CUT_PASSES: readonly CutPass[] = [
  statements,
  definitions,
  mergedBases,
  headers,
  unwrapped,
  simplerValues,
  partsOfValues,
];

/** The text after a cut; of overlapping replacements the first is made. */
export function applyCut(text: string, cut: Cut): string {
  const sorted = [...cut].sort((a, b) => a.start - b.start);
  let result = '';
  let at = 0;
  for (const { start, end, text: instead } of sorted) {
    if (start < at) continue;
    result += text.slice(at, start) + instead;
    at = end;
  }
  return result + text.slice(at);
}

function remove(text: string, node: Pick<TreeNode, 'start' | 'end'>, instead = ''): Replacement {
  const rest = /^\s*;/.exec(text.slice(node.end));
  const closed = /[;}]$/.test(text.slice(node.start, node.end));
  return {
    start: node.start,
    end: closed || rest === null ? node.end : node.end + rest[0].length,
    text: instead,
  };
}

/** Contracts and all that is declared in them or beside them; functions of one name also together. */
function definitions(text: string, root: TreeNode): readonly Cut[] {
  const found = nodesOf(root).filter(
    (n) => (n.role === 'nodes' || n.role === 'members') && n.type !== 'PragmaDirective',
  );
  const byName = new Map<string, TreeNode[]>();
  for (const n of found)
    if (n.type === 'FunctionDefinition') byName.set(n.name, [...(byName.get(n.name) ?? []), n]);
  const together = [...byName.values()].filter((list) => list.length > 1);
  return [
    ...together.map((list) => list.map((n) => remove(text, n))),
    ...found.filter((n) => n.type !== 'EnumValue').map((n) => [remove(text, n)]),
  ];
}

function statements(text: string, root: TreeNode): readonly Cut[] {
  const all = nodesOf(root);
  const inner = all.filter((n) => n.role === 'statements');
  const sides = all.filter((n) => n.role === 'falseBody');
  return [
    ...inner.map((n) => [remove(text, n)]),
    ...sides.map((n) => {
      const before = n.parent?.children.find((c) => c.role === 'trueBody');
      return [{ start: before?.end ?? n.start, end: n.end, text: '' }];
    }),
  ];
}

/** A contract takes the members of a base; where both have a function, that of one of them goes. */
function mergedBases(text: string, root: TreeNode): readonly Cut[] {
  const contracts = root.children.filter((n) => n.type === 'ContractDefinition');
  const cuts: Cut[] = [];
  for (const contract of contracts) {
    const bases = contract.children.filter((n) => n.role === 'baseContracts');
    const nameOf = (base: TreeNode): string => /^\w+/.exec(text.slice(base.start, base.end))?.[0] ?? '';
    for (const base of contracts.filter((c) => bases.some((b) => nameOf(b) === c.name))) {
      const above = base.children.filter((n) => n.role === 'baseContracts');
      const rest = [...above, ...bases.filter((b) => nameOf(b) !== base.name)];
      const is = [...new Set(rest.map((b) => text.slice(b.start, b.end)))].join(', ');
      const head = `contract ${contract.name}${is === '' ? '' : ` is ${is}`} {`;
      const functions = [base, contract].map((c) =>
        c.children.filter((n) => n.type === 'FunctionDefinition'),
      );
      const titles = functions.map((list) => list.map((n) => titleOf(text, n)));
      for (const loser of [0, 1]) {
        const twice = (functions[loser] ?? []).filter((n) => titles[1 - loser]?.includes(titleOf(text, n)));
        const merged = `${head}${[base, contract].map((c, i) => bodyOf(text, c, i === loser ? twice : [])).join('\n')}}`;
        for (const body of [merged, merged.replaceAll(/\boverride(\s*\([^)]*\))?/g, '')])
          cuts.push([
            { start: base.start, end: base.end, text: '' },
            { start: contract.start, end: contract.end, text: body },
          ]);
      }
    }
  }
  return cuts;
}

/** The first word and the name: `constructor`, `function f`. */
function titleOf(text: string, node: TreeNode): string {
  return /^\w+(\s+\w+)?/.exec(text.slice(node.start, node.end))?.[0] ?? '';
}

function bodyOf(text: string, contract: TreeNode, without: readonly TreeNode[]): string {
  const open = text.indexOf('{', Math.max(contract.start, ...headEnds(contract)));
  const cut = without.map((n) => remove(text, n));
  const whole = applyCut(text.slice(0, contract.end - 1), cut);
  return whole.slice(open + 1);
}

function headEnds(contract: TreeNode): readonly number[] {
  return contract.children.filter((n) => n.role === 'baseContracts').map((n) => n.end);
}

/** Bases, modifiers, overrides, parameters with their arguments, results, initial values. */
function headers(text: string, root: TreeNode): readonly Cut[] {
  const all = nodesOf(root);
  const cuts: Cut[] = [];
  for (const node of all) {
    const { role, parent } = node;
    if (role === 'modifiers' || role === 'overrides') cuts.push([remove(text, node)]);
    if (role === 'baseContracts' && parent !== undefined) {
      const overrides = nodesOf(parent).filter((n) => n.role === 'overrides');
      const item = listItem(text, node);
      cuts.push(item, [...item, ...overrides.map((o) => ({ start: o.start, end: o.end, text: 'override' }))]);
    }
    if (role === 'parameters' && parent?.role === 'parameters') cuts.push(parameter(text, all, node, parent));
    if (role === 'returnParameters' && node.end > node.start) {
      const word = /returns\s*$/.exec(text.slice(0, node.start));
      if (word !== null) cuts.push([{ start: word.index, end: node.end, text: '' }]);
    }
    if (role === 'initialValue' || (role === 'value' && parent?.type === 'VariableDeclaration')) {
      const equals = /=\s*$/.exec(text.slice(0, node.start));
      if (equals !== null) cuts.push([{ start: equals.index, end: node.end, text: '' }]);
    }
  }
  return cuts;
}

/** A parameter, and the argument for it at every call of a function of that name. */
function parameter(text: string, all: readonly TreeNode[], node: TreeNode, list: TreeNode): Cut {
  const position = list.children.indexOf(node);
  const name = list.parent?.name ?? '';
  const calls = all.filter(
    (n) => n.type === 'FunctionCall' && name !== '' && text.startsWith(`${name}(`, n.start),
  );
  const given = calls.flatMap((call) =>
    call.children.filter((c) => c.role === 'arguments').slice(position, position + 1),
  );
  return [...listItem(text, node), ...given.flatMap((n) => listItem(text, n))];
}

/** An item with the comma beside it, or with the `is` before the only one. */
function listItem(text: string, node: TreeNode): Cut {
  const after = /^\s*,\s*/.exec(text.slice(node.end));
  if (after !== null) return [{ start: node.start, end: node.end + after[0].length, text: '' }];
  const before = /(\s*,|\bis)\s*$/.exec(text.slice(0, node.start));
  return [{ start: before?.index ?? node.start, end: node.end, text: '' }];
}

/** Statements that contain statements, replaced by these. */
function unwrapped(text: string, root: TreeNode): readonly Cut[] {
  const cuts: Cut[] = [];
  for (const node of nodesOf(root)) {
    if (node.type === 'Block' || node.type === 'UncheckedBlock') {
      if (node.role !== 'statements') continue;
      const inside = text.slice(text.indexOf('{', node.start) + 1, node.end - 1);
      cuts.push([{ start: node.start, end: node.end, text: inside }]);
    } else if (/^(If|For|While|DoWhile|Try)/.test(node.type)) {
      for (const part of nodesOf(node).filter((n) => n.type === 'Block' && n.parent !== undefined)) {
        const owner = part.parent?.type === 'TryCatchClause' ? part.parent.parent : part.parent;
        if (owner === node)
          cuts.push([{ start: node.start, end: node.end, text: text.slice(part.start, part.end) }]);
      }
    }
  }
  return cuts;
}

/** Values replaced by the simplest literal of their type. */
function simplerValues(text: string, root: TreeNode): readonly Cut[] {
  return values(root).flatMap((node) => {
    const literal = literalOf(node.valueType ?? '');
    const now = text.slice(node.start, node.end);
    return literal === undefined || now === literal || now.length < literal.length
      ? []
      : [[{ start: node.start, end: node.end, text: literal }]];
  });
}

/** Values replaced by a part of the same type. */
function partsOfValues(text: string, root: TreeNode): readonly Cut[] {
  return values(root).flatMap((node) =>
    nodesOf(node)
      .filter((part) => part !== node && part.valueType === node.valueType && part.start >= node.start)
      .map((part) => [{ start: node.start, end: node.end, text: text.slice(part.start, part.end) }]),
  );
}

function values(root: TreeNode): readonly TreeNode[] {
  return nodesOf(root).filter(
    (n) =>
      n.valueType !== undefined &&
      !n.target &&
      !/^(VariableDecl|Elementary|UserDefined|Identifier(Path)?$|Mapping|ArrayType)/.test(n.type),
  );
}

function literalOf(type: string): string | undefined {
  if (/^u?int\d+$/.test(type)) return type === 'uint256' || type === 'int256' ? '0' : `${type}(0)`;
  if (type === 'bool') return 'true';
  if (type === 'address' || type === 'address payable') return 'address(0)';
  return undefined;
}
