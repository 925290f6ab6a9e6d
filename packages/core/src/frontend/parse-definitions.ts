// Contracts and what they and files declare besides functions: variables, types, events, errors, `using`.
import type {
  ContractDefinition,
  ContractPart,
  EnumDefinition,
  ErrorDefinition,
  EventDefinition,
  Expression,
  InheritanceSpecifier,
  OverrideSpecifier,
  StructDefinition,
  TopLevelDeclaration,
  UserTypeDefinition,
  UsingDirective,
  UsingOperator,
  VariableDefinition,
} from './ast.js';
import {
  accept,
  type Cursor,
  expect,
  isName,
  isNext,
  peek,
  reportError,
  SyntaxFailure,
  spanFrom,
  take,
  takeList,
  takeName,
  takePath,
  unexpected,
} from './parse-cursor.js';
import { parseArguments, parseExpression } from './parse-expressions.js';
import { parseFunction, parseModifier, parseOverride } from './parse-functions.js';
import { parseMember, parseType, reportSecond } from './parse-types.js';

/** Parses one part after the other until `}`; a mistake inside one is told to `recover`, which goes on behind it. */
export type Recovering = (c: Cursor, parse: (c: Cursor) => void) => void;

/** Parses a contract, interface or library. */
export function parseContract(
  c: Cursor,
  namedConstructors: boolean,
  recover: Recovering,
): ContractDefinition {
  const { start } = peek(c);
  const id = c.ids.next();
  const abstract = accept(c, 'abstract') !== undefined;
  const keyword = take(c).text;
  const contractKind =
    keyword === 'contract' || (!abstract && (keyword === 'interface' || keyword === 'library'))
      ? keyword
      : unexpected(c, "'contract'");
  const name = takeName(c);
  const bases: InheritanceSpecifier[] = [];
  let storageLayout: Expression | undefined;
  for (;;) {
    if (accept(c, 'is')) {
      do bases.push(parseInheritance(c));
      while (accept(c, ','));
    } else if (storageLayout === undefined && isNext(c, 'layout') && isNext(c, 'at', 1)) {
      take(c);
      take(c);
      storageLayout = parseExpression(c);
    } else break;
  }
  expect(c, '{');
  const constructorName = namedConstructors && contractKind === 'contract' ? name.name : undefined;
  const parts: ContractPart[] = [];
  while (!isNext(c, '}')) {
    if (peek(c).kind === 'end') unexpected(c, "'}'");
    recover(c, () => parts.push(parsePart(c, constructorName)));
  }
  take(c);
  return {
    kind: 'contract',
    id,
    span: spanFrom(c, start),
    name: name.name,
    nameSpan: name.span,
    contractKind,
    abstract: abstract || contractKind === 'interface',
    bases,
    parts,
    storageLayout,
  };
}

function parseInheritance(c: Cursor): InheritanceSpecifier {
  const { start } = peek(c);
  const id = c.ids.next();
  const path = takePath(c);
  const values = isNext(c, '(') ? parseArguments(c) : undefined;
  return { kind: 'inheritance', id, span: spanFrom(c, start), path, arguments: values };
}

function parsePart(c: Cursor, constructorName: string | undefined): ContractPart {
  const { text } = peek(c);
  if (text === 'modifier') return parseModifier(c);
  if (text === 'using') return parseUsing(c);
  const special = text === 'constructor' || text === 'receive' || text === 'fallback';
  if ((special && isNext(c, '(', 1)) || (text === 'function' && startsFunction(c)))
    return parseFunction(c, { inContract: true, constructorName });
  return parseDefinition(c) ?? parseStateVariable(c);
}

// `function (…) …` begins a variable of function type or, before 0.6, the fallback function: a variable has its name and a
// semicolon or `=` before any block.
function startsFunction(c: Cursor): boolean {
  if (!isNext(c, '(', 1)) return true;
  if (c.reserved.has('fallback')) return false;
  let depth = 0;
  for (let ahead = 1; ; ahead++) {
    const { text, kind } = peek(c, ahead);
    if (kind === 'end') return true;
    if (text === '(') depth++;
    else if (text === ')') depth--;
    if (depth > 0) continue;
    if (text === '{') return true;
    if (text === '=') return false;
    if (text === ';') return !isName(c, peek(c, ahead - 1));
  }
}

/** Parses a struct, enum, event, error or user-defined type; undefined when there is none. */
export function parseDefinition(
  c: Cursor,
): StructDefinition | EnumDefinition | EventDefinition | ErrorDefinition | UserTypeDefinition | undefined {
  const { text, start } = peek(c);
  // `error` is a name unless it introduces a definition.
  if (text === 'error' && !(isName(c, peek(c, 1)) && isNext(c, '(', 2))) return undefined;
  if (!['struct', 'enum', 'event', 'error', 'type'].includes(text)) return undefined;
  const id = c.ids.next();
  take(c);
  const { name, span: nameSpan } = takeName(c);
  const common = { id, name, nameSpan };
  switch (text) {
    case 'struct': {
      expect(c, '{');
      const fields: VariableDefinition[] = [];
      while (!accept(c, '}')) {
        fields.push(parseMember(c, 'structField'));
        expect(c, ';');
      }
      return { kind: 'struct', ...common, span: spanFrom(c, start), fields };
    }
    case 'enum': {
      const members = takeList(c, '{', '}', takeName);
      return { kind: 'enum', ...common, span: spanFrom(c, start), members };
    }
    case 'event': {
      const parameters = takeList(c, '(', ')', (inner) => parseMember(inner, 'eventParameter'));
      const anonymous = accept(c, 'anonymous') !== undefined;
      expect(c, ';');
      return { kind: 'event', ...common, span: spanFrom(c, start), parameters, anonymous };
    }
    case 'error': {
      const parameters = takeList(c, '(', ')', (inner) => parseMember(inner, 'errorParameter'));
      expect(c, ';');
      return { kind: 'error', ...common, span: spanFrom(c, start), parameters };
    }
    default: {
      expect(c, 'is');
      const underlying = parseType(c);
      expect(c, ';');
      return { kind: 'userType', ...common, span: spanFrom(c, start), underlying };
    }
  }
}

function parseStateVariable(c: Cursor): VariableDefinition {
  return parseVariable(c, 'state');
}

/** Parses a constant at file level. */
export function parseFileConstant(c: Cursor): TopLevelDeclaration {
  const first = peek(c);
  const constant = parseVariable(c, 'fileConstant');
  if (constant.mutability !== 'constant')
    throw new SyntaxFailure('SOL101', 'a variable outside of contracts must be constant', first);
  return constant;
}

function parseVariable(c: Cursor, role: 'state' | 'fileConstant'): VariableDefinition {
  const { start } = peek(c);
  const id = c.ids.next();
  const typeName = parseType(c);
  let visibility: VariableDefinition['visibility'] = 'default';
  let mutability: VariableDefinition['mutability'] = 'mutable';
  let override: OverrideSpecifier | undefined;
  while (!endsSpecifiers(c)) {
    const { text } = peek(c);
    if (text === 'public' || text === 'private' || text === 'internal') {
      if (visibility !== 'default') reportSecond(c, 'visibility');
      visibility = text;
      take(c);
    } else if (text === 'constant' || text === 'immutable' || text === 'transient') {
      if (mutability !== 'mutable') reportSecond(c, 'of constant, immutable and transient');
      mutability = text;
      take(c);
    } else if (text === 'override') {
      if (override !== undefined) reportSecond(c, "'override'");
      override = parseOverride(c);
    } else break;
  }
  const name = takeName(c);
  const initializer = accept(c, '=') ? parseExpression(c) : undefined;
  const span = spanFrom(c, start);
  if (!accept(c, ';')) unexpected(c, initializer === undefined ? "'=' or ';'" : "';'");
  return {
    kind: 'variable',
    id,
    span,
    role,
    name: name.name,
    nameSpan: name.span,
    typeName,
    location: undefined,
    visibility,
    mutability,
    override,
    indexed: false,
    initializer,
  };
}

// Words like `transient` are the name of the variable when they stand last.
function endsSpecifiers(c: Cursor): boolean {
  return isName(c, peek(c)) && (isNext(c, ';', 1) || isNext(c, '=', 1));
}

const USING_OPERATORS = '+ - * / % & | ^ ~ < <= > >= == !='.split(' ');

/** Parses a `using` directive. */
export function parseUsing(c: Cursor): UsingDirective {
  const { start } = expect(c, 'using');
  const id = c.ids.next();
  const functions = isNext(c, '{') ? takeList(c, '{', '}', parseUsed) : undefined;
  const library = functions === undefined ? takePath(c) : undefined;
  expect(c, 'for');
  const typeName = accept(c, '*') ? undefined : parseType(c);
  const global = accept(c, 'global') !== undefined;
  expect(c, ';');
  return { kind: 'using', id, span: spanFrom(c, start), library, functions, typeName, global };
}

function parseUsed(c: Cursor): NonNullable<UsingDirective['functions']>[number] {
  const path = takePath(c);
  if (!accept(c, 'as')) return { path, operator: undefined };
  const token = peek(c);
  if (token.kind !== 'symbol') return unexpected(c, 'an operator');
  take(c);
  if (!USING_OPERATORS.includes(token.text))
    reportError(c, 'SOL103', `'${token.text}' cannot be defined by a user`, path.span);
  return { path, operator: token.text as UsingOperator };
}
