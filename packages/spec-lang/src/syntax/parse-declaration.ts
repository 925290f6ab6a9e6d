// The declarations of a file: which kind begins here, files and contracts, definitions and modules.
import { nearestName } from '../diagnostics/suggest.js';
import type { Declaration, DeclarationForm, Name, Quoted } from './ast.js';
import {
  accept,
  advance,
  at,
  type Cursor,
  closingBrace,
  enterBlock,
  expect,
  expectName,
  peek,
  previous,
  report,
  takeComments,
  unexpected,
} from './cursor.js';
import { parseMachine, parseNever, parseOnly, refuseDeclaration, sentenceKind } from './parse-change.js';
import { parseFunction, parseInvariant, parseRule } from './parse-claims.js';
import { parseArguments, parseExpression } from './parse-expression.js';
import { parseChangeHook, parseGhost, parseHook } from './parse-history.js';
import { parsePossible, parseReach } from './parse-reach.js';
import { parseParameters } from './parse-type.js';
import {
  parseAssume,
  parseFreeParameter,
  parseLoop,
  parseRegion,
  parseTrust,
  parseUnit,
} from './parse-world.js';
import { isLeftover, recover } from './recover.js';
import type { Token } from './token.js';

type Parser = (cursor: Cursor) => DeclarationForm;

const parsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['contract', parseContract],
  ['import', parseImport],
  ['link', parseLink],
  ['assume', parseAssume],
  ['unroll', parseUnroll],
  ['invariant', parseInvariant],
  ['function', parseFunction],
  ['rule', parseRule],
  ['can', parseReach],
  ['possible', parsePossible],
  ['ghost', parseGhost],
  ['before', parseHook],
  ['after', parseHook],
  ['on', parseChangeHook],
  ['trust', parseTrust],
  ['loop', parseLoop],
  ['parameter', parseFreeParameter],
  ['region', parseRegion],
  ['unit', parseUnit],
  ['define', parseDefinition],
  ['module', parseModule],
  ['apply', parseApply],
]);

const sentences: Readonly<Record<'only' | 'never' | 'machine', Parser>> = {
  only: parseOnly,
  never: parseNever,
  machine: parseMachine,
};

/** One declaration; undefined when none begins here, which is reported. Always moves on unless at the end. */
export function parseDeclaration(cursor: Cursor): Declaration | undefined {
  const first = peek(cursor);
  const before = cursor.diagnostics.length;
  const { position } = cursor;
  const { declaration, item } = cursor;
  cursor.declaration = first;
  cursor.item = first;
  const sentence = sentenceKind(cursor);
  const parse =
    sentence !== undefined
      ? sentences[sentence]
      : first.kind === 'word'
        ? parsers.get(first.text)
        : undefined;
  const form = parse?.(cursor);
  if (form === undefined && !(cursor.sibling?.broken && isLeftover(cursor))) {
    refuseDeclaration(cursor, [...parsers.keys(), 'only', 'nobody']);
  }
  const { end } = previous(cursor);
  if (cursor.panicking) recover(cursor, 'declaration', position);
  cursor.declaration = declaration;
  cursor.item = item;
  if (form === undefined) {
    while (isLeftover(cursor)) advance(cursor);
    const alias = contractMeant(cursor.tokens.slice(position, cursor.position));
    if (alias === undefined) return undefined;
    const place = {
      start: first.start,
      end: alias.end,
      broken: true,
      comments: [],
      trailing: [],
      apart: false,
    };
    return { kind: 'contract', alias, contract: alias, from: undefined, ...place };
  }
  const broken = cursor.diagnostics.length > before;
  cursor.sibling = { column: first.column, broken };
  return { ...form, ...takeComments(cursor, position), broken, start: first.start, end };
}

/** The name in a damaged `contract Bank from "Bank.sol";`: known, so that claims about it are not reported as well. */
function contractMeant(tokens: readonly Token[]): Name | undefined {
  const from = tokens.findIndex(({ kind }, i) => kind === 'string' && tokens[i - 1]?.text === 'from');
  const keyword = tokens.findIndex(({ text }) => text === 'contract');
  if (from === -1 && keyword === -1) return undefined;
  return tokens.find(
    ({ kind, text }) =>
      kind === 'word' &&
      text !== 'contract' &&
      text !== 'from' &&
      nearestName(text, ['contract']) === undefined,
  );
}

function parseContract(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const alias = expectName(cursor, 'the name of a contract');
  const contract = accept(cursor, '=') ? expectName(cursor, "the name of a contract after '='") : alias;
  const from = accept(cursor, 'from')
    ? expectQuoted(cursor, "the path of a Solidity file after 'from'")
    : undefined;
  expect(cursor, ';', from === undefined ? "or 'from' after the contract" : 'after the path');
  return { kind: 'contract', alias, contract, from };
}

function parseImport(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const from = expectQuoted(cursor, 'the path of a .surety file');
  expect(cursor, ';', 'after the path');
  return { kind: 'import', from };
}

function parseLink(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const contract = expectName(cursor, 'the name of a contract');
  expect(cursor, '.', 'and a state variable after the contract');
  const variable = expectName(cursor, 'the name of a state variable');
  const slot = accept(cursor, 'at') ? parseExpression(cursor) : undefined;
  if (slot !== undefined && accept(cursor, ';')) {
    return { kind: 'link', contract, variable, slot, target: undefined };
  }
  expect(cursor, 'to', 'and a contract after the variable');
  const target = expectName(cursor, "the name of a contract after 'to'");
  expect(cursor, ';', 'after the link');
  return { kind: 'link', contract, variable, slot, target };
}

function expectQuoted(cursor: Cursor, what: string): Quoted {
  const token = peek(cursor);
  if (token.kind !== 'string') {
    unexpected(cursor, what);
    return { text: '', start: token.start, end: token.start };
  }
  advance(cursor);
  return { text: token.text, start: token.start, end: token.end };
}

function parseUnroll(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const bound = parseExpression(cursor);
  expect(cursor, ';', 'after the bound');
  return { kind: 'unroll', bound };
}

/** `define healthy(address u) = collateral[u] >= debt[u];`, `define ONE = 1e18;` */
function parseDefinition(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const name = expectName(cursor, 'a name to define');
  const parameters = at(cursor, '(') ? parseParameters(cursor, 'after the name') : [];
  expect(cursor, '=', 'and an expression after the name');
  const value = parseExpression(cursor);
  expect(cursor, ';', 'after the definition');
  return { kind: 'define', name, parameters, value };
}

/** `module Erc20(contract T, balances, supply) { … }`: the contracts come first. */
function parseModule(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const name = expectName(cursor, 'a name for the module');
  const contracts: Name[] = [];
  const expressions: Name[] = [];
  const parenthesis = peek(cursor);
  expect(cursor, '(', 'and what the module is given after its name');
  if (!at(cursor, ')')) {
    do {
      if (at(cursor, 'contract') && peek(cursor, 1).kind === 'word') {
        const keyword = advance(cursor);
        contracts.push(expectName(cursor, 'a name for the contract'));
        if (expressions.length > 0)
          report(cursor, 'SPEC104', keyword, 'expected the contracts of a module before its expressions');
      } else {
        expressions.push(expectName(cursor, 'a name, or `contract` and a name'));
      }
    } while (accept(cursor, ','));
  }
  expect(cursor, ')', 'after what the module is given', parenthesis);
  const opening = peek(cursor);
  expect(cursor, '{', 'and declarations after the module');
  enterBlock(cursor, opening);
  cursor.modules++;
  const { sibling } = cursor;
  cursor.sibling = undefined;
  const declarations: Declaration[] = [];
  while (!at(cursor, '}') && peek(cursor).kind !== 'end' && !cursor.panicking) {
    const declaration = parseDeclaration(cursor);
    if (declaration !== undefined) declarations.push(declaration);
  }
  cursor.modules--;
  cursor.sibling = sibling;
  cursor.blocks--;
  const close = closingBrace(cursor, 'after the declarations', opening);
  return { kind: 'module', name, contracts, expressions, declarations, close };
}

/** `apply Erc20(Token, Token._balances, Token._totalSupply) as token;` */
function parseApply(cursor: Cursor): DeclarationForm {
  advance(cursor);
  const module = expectName(cursor, 'the name of a module');
  const opening = peek(cursor);
  const values = expect(cursor, '(', 'and arguments after the module') ? parseArguments(cursor, opening) : [];
  const as = accept(cursor, 'as') ? expectName(cursor, "a name after 'as'") : undefined;
  expect(cursor, ';', 'after the module');
  return { kind: 'apply', module, arguments: values, as };
}
