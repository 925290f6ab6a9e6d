// Small contracts as data: state, modifiers and functions made of lines, so that they can be changed and printed again.

/** A function: its lines may be dropped, swapped and edited. */
export interface FunctionText {
  readonly name: string;
  readonly parameters: readonly { readonly type: 'address' | 'uint256'; readonly name: string }[];
  /** Between the parameters and the body, such as `external payable`. */
  readonly head: string;
  /** Modifiers, by name. */
  readonly modifiers: readonly string[];
  readonly lines: readonly string[];
}

/** A contract called `C`. */
export interface ContractText {
  readonly state: readonly string[];
  /** Whole declarations. */
  readonly modifiers: readonly string[];
  readonly construct: readonly string[];
  readonly functions: readonly FunctionText[];
}

/** How a contract is printed. */
export type Layout = 'plain' | 'inherited' | 'reversed' | 'unused function' | 'renamed';

const PRAGMA = '// SPDX-License-Identifier: MIT\npragma solidity ^0.8.28;\n';

/** Solidity of a contract; all layouts mean the same. */
export function print(contract: ContractText, layout: Layout = 'plain'): string {
  const { state, modifiers, construct } = contract;
  const functions = contract.functions.map(printFunction);
  const types = state.filter((line) => line.startsWith('enum '));
  const variables = state.filter((line) => !line.startsWith('enum '));
  const constructor = `    constructor() payable {\n${block(construct)}    }\n`;
  const body = (parts: readonly string[]): string => parts.map((part) => `${part}\n`).join('');
  const first = [...types, ...variables].map((line) => `    ${line}`);
  const guards = modifiers.map((m) => `    ${m}`);
  switch (layout) {
    case 'inherited': {
      const half = Math.ceil(functions.length / 2);
      const base = `abstract contract Base {\n${body([...first, ...guards, constructor, ...functions.slice(0, half)])}}\n`;
      return `${PRAGMA}${base}contract C is Base {\n${body(functions.slice(half))}}\n`;
    }
    case 'reversed':
      return `${PRAGMA}contract C {\n${body([...[...functions].reverse(), constructor, ...guards, ...first])}}\n`;
    case 'unused function': {
      const unused =
        '    function unused(uint256 x) external pure returns (uint256) {\n        return x / 2;\n    }\n';
      return `${PRAGMA}contract C {\n${body([...first, ...guards, constructor, ...functions, unused])}}\n`;
    }
    case 'renamed':
      return print(contract).replace(/\b(a|to|ok|m|before)\b(?!\.|\()/g, '$1_');
    case 'plain':
      return `${PRAGMA}contract C {\n${body([...first, ...guards, constructor, ...functions])}}\n`;
    default:
      return layout satisfies never;
  }
}

function printFunction(fn: FunctionText): string {
  const parameters = fn.parameters.map((p) => `${p.type} ${p.name}`).join(', ');
  const start = fn.name === 'receive' ? 'receive()' : `function ${fn.name}(${parameters})`;
  const head = [fn.head, ...fn.modifiers].join(' ');
  return `    ${start} ${head} {\n${block(fn.lines)}    }\n`;
}

function block(lines: readonly string[]): string {
  return lines.map((line) => `        ${line}\n`).join('');
}
