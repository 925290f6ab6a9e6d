// Type names, and the parameters and fields that are declared with them.
import type { Name, TypeName, VariableDefinition } from './ast.js';
import { isElementary } from './keywords.js';
import {
  accept,
  type Cursor,
  expect,
  isName,
  isNext,
  peek,
  previous,
  reportError,
  spanFrom,
  spanOf,
  take,
  takeList,
  takeName,
  takePath,
  unexpected,
} from './parse-cursor.js';
import type { DataLocation, Mutability } from './types.js';

/** Parses a type name with all its array suffixes. */
export function parseType(c: Cursor): TypeName {
  const { start } = peek(c);
  let type = parseBaseType(c);
  while (accept(c, '[')) {
    const length = isNext(c, ']') ? undefined : c.expression(c);
    expect(c, ']');
    type = { kind: 'arrayType', id: c.ids.next(), span: spanFrom(c, start), element: type, length };
  }
  return type;
}

function parseBaseType(c: Cursor): TypeName {
  const token = peek(c);
  if (isNext(c, 'mapping')) return parseMapping(c);
  if (isNext(c, 'function')) return parseFunctionType(c);
  if (token.kind === 'word' && isElementary(token.text)) return takeElementary(c);
  if (!isName(c, token)) return unexpected(c, 'a type');
  const id = c.ids.next();
  const path = takePath(c);
  return { kind: 'userType', id, span: path.span, path };
}

/** Takes the name of an elementary type, with `payable` behind an address. */
function takeElementary(c: Cursor): TypeName {
  const { text, start } = take(c);
  const payable = text === 'address' && accept(c, 'payable') !== undefined;
  return { kind: 'elementaryType', id: c.ids.next(), span: spanFrom(c, start), name: text, payable };
}

function parseMapping(c: Cursor): TypeName {
  const { start } = expect(c, 'mapping');
  const id = c.ids.next();
  expect(c, '(');
  const key = parseType(c);
  const keyName = optionalName(c);
  expect(c, '=>');
  const value = parseType(c);
  const valueName = optionalName(c);
  expect(c, ')');
  return { kind: 'mappingType', id, span: spanFrom(c, start), key, keyName, value, valueName };
}

function optionalName(c: Cursor): Name | undefined {
  return isName(c, peek(c)) ? takeName(c) : undefined;
}

/** Words that tell who may call; the first is said of a function type, a second one of the variable that has it. */
const VISIBILITIES = ['public', 'private', 'internal', 'external'];

function parseFunctionType(c: Cursor): TypeName {
  const { start } = expect(c, 'function');
  const id = c.ids.next();
  const parameters = takeList(c, '(', ')', (inner) => parseParameter(inner, 'parameter'));
  let visibility: 'external' | 'internal' | 'default' = 'default';
  let written: Mutability | undefined;
  for (;;) {
    const { text } = peek(c);
    const mutability = mutabilityOf(text);
    if (mutability !== undefined) {
      // `constant` behind a complete type belongs to the variable.
      if (text === 'constant' && isDeclared(c)) break;
      if (written !== undefined) reportSecond(c, 'state mutability');
      written = mutability;
    } else if ((text === 'internal' || text === 'external') && visibility === 'default') visibility = text;
    else break;
    take(c);
  }
  const returns = accept(c, 'returns')
    ? takeList(c, '(', ')', (inner) => parseParameter(inner, 'return'))
    : [];
  const mutability = written ?? 'nonpayable';
  return { kind: 'functionType', id, span: spanFrom(c, start), parameters, returns, visibility, mutability };
}

/** Whether a name (behind specifiers) follows the next token. */
function isDeclared(c: Cursor): boolean {
  let ahead = 1;
  while (VISIBILITIES.includes(peek(c, ahead).text)) ahead++;
  return isName(c, peek(c, ahead));
}

/** Reports the next token as the second of its sort. */
export function reportSecond(c: Cursor, what: string): void {
  const token = peek(c);
  const message = `only one ${what} can be given, this is the second: '${token.text}'`;
  reportError(c, 'SOL103', message, spanOf(c, token));
}

/** The state mutability that a word stands for; `constant` of old functions is view. */
export function mutabilityOf(word: string): Mutability | undefined {
  if (word === 'pure' || word === 'view' || word === 'payable') return word;
  return word === 'constant' ? 'view' : undefined;
}

/** Parses what is declared by a type, perhaps a location, and perhaps a name. */
export function parseParameter(c: Cursor, role: VariableDefinition['role']): VariableDefinition {
  const { start } = peek(c);
  const id = c.ids.next();
  const typeName = parseType(c);
  return finishVariable(c, { id, start, role, typeName });
}

/** Parses a parameter of an event or error, or a field: no location. */
export function parseMember(
  c: Cursor,
  role: 'eventParameter' | 'errorParameter' | 'structField',
): VariableDefinition {
  const { start } = peek(c);
  const id = c.ids.next();
  const typeName = parseType(c);
  const indexed = role === 'eventParameter' && accept(c, 'indexed') !== undefined;
  const name = role === 'structField' ? takeName(c) : optionalName(c);
  return variable(c, { id, start, role, typeName }, name, { indexed });
}

/** What a variable starts with. */
interface Beginning {
  readonly id: number;
  readonly start: number;
  readonly role: VariableDefinition['role'];
  readonly typeName: TypeName | undefined;
}

/** Parses the location and the name behind a type. */
export function finishVariable(c: Cursor, beginning: Beginning): VariableDefinition {
  const location = acceptLocation(c);
  return variable(c, beginning, optionalName(c), { location });
}

function acceptLocation(c: Cursor): DataLocation | undefined {
  const { text, kind } = peek(c);
  if (kind !== 'word') return undefined;
  if (text !== 'memory' && text !== 'storage' && text !== 'calldata') return undefined;
  // `calldata` is a name in old code when no name follows it.
  if (!c.reserved.has(text) && !isName(c, peek(c, 1))) return undefined;
  take(c);
  return text;
}

function variable(
  c: Cursor,
  { id, start, role, typeName }: Beginning,
  name: Name | undefined,
  { location, indexed = false }: { readonly location?: DataLocation | undefined; readonly indexed?: boolean },
): VariableDefinition {
  const span = spanFrom(c, start);
  return {
    kind: 'variable',
    id,
    span,
    role,
    name: name?.name ?? '',
    nameSpan: name?.span ?? { ...span, start: span.end },
    typeName,
    location,
    visibility: 'default',
    mutability: 'mutable',
    override: undefined,
    indexed,
    initializer: undefined,
  };
}

/** A local of old code, declared with `var`: without a type. */
export function untypedVariable(c: Cursor, start: number): VariableDefinition {
  const id = c.ids.next();
  const name = takeName(c);
  return variable(c, { id, start, role: 'local', typeName: undefined }, name, {});
}

/**
 * Index of the first token behind the type name that may start at a token index, or undefined: a declaration goes on with a
 * name or a location there, an expression does not. Brackets are skipped unread.
 */
export function behindType(c: Cursor, index: number): number | undefined {
  const token = c.tokens[index];
  if (token === undefined || token.kind !== 'word') return undefined;
  let at = index + 1;
  if (isElementary(token.text)) {
    if (token.text === 'address' && c.tokens[at]?.text === 'payable') at++;
  } else if (isName(c, token)) {
    while (c.tokens[at]?.text === '.' && c.tokens[at + 1]?.kind === 'word') at += 2;
  } else return undefined;
  while (c.tokens[at]?.text === '[') at = behindBracket(c, at);
  return at;
}

function behindBracket(c: Cursor, open: number): number {
  let depth = 0;
  for (let at = open; at < c.tokens.length; at++) {
    const { text, kind } = c.tokens[at] ?? previous(c);
    if (kind !== 'symbol') continue;
    if (text === '[' || text === '(' || text === '{') depth++;
    else if (text === ']' || text === ')' || text === '}') depth--;
    if (depth === 0) return at + 1;
  }
  return c.tokens.length;
}

/** Whether a declaration of a variable starts at a token index. */
export function startsDeclaration(c: Cursor, index: number): boolean {
  const text = c.tokens[index]?.text;
  if (text === 'mapping' || text === 'function') return true;
  const behind = behindType(c, index);
  const next = behind === undefined ? undefined : c.tokens[behind];
  if (next === undefined || next.kind !== 'word') return false;
  return isName(c, next) || ['memory', 'storage', 'calldata'].includes(next.text);
}
