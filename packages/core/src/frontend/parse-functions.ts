// Functions, constructors, modifiers: their headers and bodies.
import type {
  BlockStatement,
  FunctionDefinition,
  ModifierDefinition,
  ModifierInvocation,
  Name,
  OverrideSpecifier,
  VariableDefinition,
} from './ast.js';
import type { Token } from './lexer.js';
import {
  accept,
  type Cursor,
  expect,
  isName,
  isNext,
  nameOf,
  peek,
  reportError,
  spanFrom,
  spanOf,
  take,
  takeList,
  takeName,
  takePath,
  unexpected,
} from './parse-cursor.js';
import { parseArguments } from './parse-expressions.js';
import { parseBlock } from './parse-statements.js';
import { mutabilityOf, parseParameter, reportSecond } from './parse-types.js';
import type { Mutability } from './types.js';

/** Where a function stands: at file level, or in a contract, where old code may name the constructor after it. */
export type FunctionPlace =
  | { readonly inContract: false }
  | { readonly inContract: true; readonly constructorName: string | undefined };

/** Parses `function …`, `constructor …`, `receive …` or `fallback …`. */
export function parseFunction(c: Cursor, place: FunctionPlace): FunctionDefinition {
  const id = c.ids.next();
  const first = take(c);
  const { functionKind, name } = kindAndName(c, first, place);
  const open = peek(c);
  const parameters = takeList(c, '(', ')', (inner) => parseParameter(inner, 'parameter'));
  if (functionKind === 'receive' && parameters.length > 0)
    reportError(c, 'SOL103', 'the receive function takes no parameters', spanOf(c, open));
  const header = parseHeader(c);
  const returns = parseReturns(c, functionKind);
  const body = parseBody(c);
  return {
    kind: 'function',
    id,
    span: spanFrom(c, first.start),
    name: name.name,
    nameSpan: name.span,
    functionKind,
    ...header,
    parameters,
    returns,
    body,
  };
}

function kindAndName(
  c: Cursor,
  first: Token,
  place: FunctionPlace,
): { readonly functionKind: FunctionDefinition['functionKind']; readonly name: Name } {
  const unnamed = { name: '', span: spanOf(c, first) };
  if (first.text === 'constructor') return { functionKind: 'constructor', name: unnamed };
  if (first.text === 'receive' || first.text === 'fallback')
    return { functionKind: first.text, name: unnamed };
  // Without a name it is the fallback function of old code.
  if (place.inContract && isNext(c, '(')) return { functionKind: 'fallback', name: unnamed };
  const named = peek(c);
  // solc warns of functions of these names and allows them.
  const name = named.text === 'receive' || named.text === 'fallback' ? nameOf(c, take(c)) : takeName(c);
  if (!place.inContract) return { functionKind: 'free', name };
  return name.name === place.constructorName
    ? { functionKind: 'constructor', name: unnamed }
    : { functionKind: 'function', name };
}

type Header = Pick<FunctionDefinition, 'visibility' | 'mutability' | 'virtual' | 'override' | 'modifiers'>;

function parseHeader(c: Cursor): Header {
  let visibility: FunctionDefinition['visibility'] = 'default';
  let written: Mutability | undefined;
  let virtual = false;
  let override: OverrideSpecifier | undefined;
  const modifiers: ModifierInvocation[] = [];
  for (;;) {
    const token = peek(c);
    if (token.kind !== 'word' || token.text === 'returns') break;
    const mutability = mutabilityOf(token.text);
    const { text } = token;
    if (text === 'public' || text === 'private' || text === 'internal' || text === 'external') {
      if (visibility !== 'default') reportSecond(c, 'visibility');
      visibility = text;
      take(c);
    } else if (mutability !== undefined) {
      if (written !== undefined) reportSecond(c, 'state mutability');
      written = mutability;
      take(c);
    } else if (text === 'virtual') {
      if (virtual) reportSecond(c, "'virtual'");
      virtual = true;
      take(c);
    } else if (text === 'override') {
      if (override !== undefined) reportSecond(c, "'override'");
      override = parseOverride(c);
    } else if (isName(c, token)) modifiers.push(parseInvocation(c));
    else break;
  }
  return { visibility, mutability: written ?? 'nonpayable', virtual, override, modifiers };
}

/** Parses `override` with its list, if any. */
export function parseOverride(c: Cursor): OverrideSpecifier {
  const { start } = expect(c, 'override');
  const bases = isNext(c, '(') ? takeList(c, '(', ')', takePath) : [];
  return { bases, span: spanFrom(c, start) };
}

function parseInvocation(c: Cursor): ModifierInvocation {
  const { start } = peek(c);
  const id = c.ids.next();
  const path = takePath(c);
  const values = isNext(c, '(') ? parseArguments(c) : undefined;
  return { kind: 'modifierInvocation', id, span: spanFrom(c, start), path, arguments: values };
}

function parseReturns(
  c: Cursor,
  functionKind: FunctionDefinition['functionKind'],
): readonly VariableDefinition[] {
  const returns = accept(c, 'returns');
  if (returns === undefined) return [];
  if (functionKind === 'constructor' || functionKind === 'receive')
    reportError(c, 'SOL103', `a ${functionKind} function returns nothing`, spanOf(c, returns));
  if (isNext(c, ')', 1)) unexpected(c, 'a type');
  return takeList(c, '(', ')', (inner) => parseParameter(inner, 'return'));
}

function parseBody(c: Cursor): BlockStatement | undefined {
  if (accept(c, ';')) return undefined;
  return isNext(c, '{') ? parseBlock(c) : unexpected(c, "'{' or ';'");
}

/** Parses a modifier. */
export function parseModifier(c: Cursor): ModifierDefinition {
  const id = c.ids.next();
  const { start } = expect(c, 'modifier');
  const name = takeName(c);
  const parameters = isNext(c, '(')
    ? takeList(c, '(', ')', (inner) => parseParameter(inner, 'parameter'))
    : [];
  let virtual = false;
  let override: OverrideSpecifier | undefined;
  for (;;) {
    if (isNext(c, 'virtual')) {
      if (virtual) reportSecond(c, "'virtual'");
      virtual = true;
      take(c);
    } else if (isNext(c, 'override')) {
      if (override !== undefined) reportSecond(c, "'override'");
      override = parseOverride(c);
    } else break;
  }
  c.inModifier = true;
  const body = parseBody(c);
  c.inModifier = false;
  return {
    kind: 'modifier',
    id,
    span: spanFrom(c, start),
    name: name.name,
    nameSpan: name.span,
    virtual,
    override,
    parameters,
    body,
  };
}
