// From the parser's tree of one file to ours: directives, contracts and definitions. Total: what the library reads has a
// node here. Also finds the names and specifiers for which the library reports no place.
import type {
  ContractDefinition,
  ContractPart,
  EnumDefinition,
  ErrorDefinition,
  EventDefinition,
  FunctionDefinition,
  IdentifierPath,
  ImportDirective,
  InheritanceSpecifier,
  ModifierDefinition,
  ModifierInvocation,
  OverrideSpecifier,
  Pragma,
  SourceUnit,
  StructDefinition,
  TopLevelDeclaration,
  UserTypeDefinition,
  UsingDirective,
  UsingOperator,
  VariableDefinition,
} from './ast.js';
import type { Parsed } from './parse.js';
import { languageVersion } from './pragma.js';
import { isWord, nextToken, tokensBetween } from './source-tokens.js';
import { decodeString } from './string-literal.js';
import {
  nameAfter,
  pathIn,
  reportError,
  spanAt,
  spanOf,
  type TranslationContext,
  trailingName,
} from './translate-context.js';
import {
  identifierName,
  mutability,
  translateExpression,
  translateTypeName,
  translateVariable,
} from './translate-expression.js';
import { checkFunctionHeader, checkStateVariableHeader } from './translate-header.js';
import { translateBlock } from './translate-statement.js';
import type { Span } from './typed-program.js';

/** Translates a file. `version` is what its own pragma lines allow. */
export function translateUnit(context: TranslationContext, tree: Parsed.SourceUnit): SourceUnit {
  const pragmas: Pragma[] = [];
  const imports: ImportDirective[] = [];
  const declarations: TopLevelDeclaration[] = [];
  const usings: UsingDirective[] = [];
  const pragmaNodes = tree.children.filter((node) => node.type === 'PragmaDirective');
  for (const node of pragmaNodes) pragmas.push(translatePragma(context, node));
  const { version, satisfiable } = languageVersion(versionPragmas(pragmas));
  if (!satisfiable && pragmas[0]) {
    reportError(context, 'SOL104', 'no compiler version satisfies the version pragma', pragmas[0].span);
  }
  const old = version.allowsBefore.v05;
  for (const node of tree.children) {
    switch (node.type) {
      case 'PragmaDirective':
        break;
      case 'ImportDirective':
        imports.push(translateImport(context, node));
        break;
      case 'UsingForDeclaration':
        usings.push(translateUsing(context, node));
        break;
      case 'ContractDefinition':
        declarations.push(translateContract(context, node, old));
        break;
      case 'FunctionDefinition':
        declarations.push(translateFunction(context, node, undefined));
        break;
      case 'FileLevelConstant':
        declarations.push(translateFileConstant(context, node));
        break;
      case 'StructDefinition':
      case 'EnumDefinition':
      case 'EventDefinition':
      case 'CustomErrorDefinition':
      case 'TypeDefinition':
        declarations.push(translateDefinition(context, node));
        break;
      default:
        throw new Error(`unexpected ${node.type} at file level`);
    }
  }
  const span = spanAt(context, 0, context.text.length);
  const { path, file } = context;
  return {
    kind: 'sourceUnit',
    id: context.ids.next(),
    span,
    path,
    file,
    pragmas,
    imports,
    declarations,
    usings,
    version,
  };
}

/** The version ranges among the pragmas of a file. */
export function versionPragmas(pragmas: readonly Pragma[]): readonly string[] {
  return pragmas.filter((pragma) => pragma.name === 'solidity').map((pragma) => pragma.value);
}

function translatePragma(context: TranslationContext, node: Parsed.PragmaDirective): Pragma {
  const span = spanOf(context, node);
  // The library joins the tokens of the value; the text keeps the spaces that tell `>=0.4 <0.6` from a hyphen range.
  const name = nameAfter(context, span.start, ['pragma']);
  const value = context.text.slice(name.span.end, span.end).replace(/;\s*$/, '').trim();
  return { kind: 'pragma', id: context.ids.next(), span, name: node.name, value };
}

function translateImport(context: TranslationContext, node: Parsed.ImportDirective): ImportDirective {
  const pathSpan = spanOf(context, node.pathLiteral);
  const { bytes } = decodeString(context.text, pathSpan.start, pathSpan.end);
  return {
    kind: 'import',
    id: context.ids.next(),
    span: spanOf(context, node),
    path: Buffer.from(bytes, 'hex').toString('utf8'),
    pathSpan,
    alias: node.unitAliasIdentifier ? identifierName(context, node.unitAliasIdentifier) : undefined,
    symbols: node.symbolAliasesIdentifiers?.map(([symbol, alias]) => {
      const imported = identifierName(context, symbol);
      return { id: context.ids.next(), imported, local: alias ? identifierName(context, alias) : imported };
    }),
  };
}

function translateContract(
  context: TranslationContext,
  node: Parsed.ContractDefinition,
  old: boolean,
): ContractDefinition {
  const span = spanOf(context, node);
  const name = nameAfter(context, span.start, ['abstract', 'contract', 'interface', 'library']);
  const id = context.ids.next();
  const keyword = tokensBetween(context.text, span.start, name.span.start).at(-1)?.text;
  const contractKind = keyword === 'interface' || keyword === 'library' ? keyword : 'contract';
  const constructorName = old && contractKind === 'contract' ? name.name : undefined;
  return {
    kind: 'contract',
    id,
    span,
    name: name.name,
    nameSpan: name.span,
    contractKind,
    abstract: node.kind === 'abstract' || contractKind === 'interface',
    bases: node.baseContracts.map((base) => translateInheritance(context, base)),
    parts: (node.subNodes as readonly Parsed.ASTNode[]).map((part) =>
      translatePart(context, part, constructorName),
    ),
    storageLayout: node.storageLayout ? translateExpression(context, node.storageLayout) : undefined,
  };
}

function translateInheritance(
  context: TranslationContext,
  node: Parsed.InheritanceSpecifier,
): InheritanceSpecifier {
  const span = spanOf(context, node);
  const path = pathIn(context, spanOf(context, node.baseName));
  const hasList = nextToken(context.text, path.span.end, span.end) !== undefined;
  const values = node.arguments.map((argument) => translateExpression(context, argument));
  return { kind: 'inheritance', id: context.ids.next(), span, path, arguments: hasList ? values : undefined };
}

function translatePart(
  context: TranslationContext,
  node: Parsed.ASTNode,
  constructorName: string | undefined,
): ContractPart {
  switch (node.type) {
    case 'FunctionDefinition':
      return translateFunction(context, node, { constructorName });
    case 'ModifierDefinition':
      return translateModifier(context, node);
    case 'StateVariableDeclaration':
      return translateStateVariable(context, node);
    case 'UsingForDeclaration':
      return translateUsing(context, node);
    case 'StructDefinition':
    case 'EnumDefinition':
    case 'EventDefinition':
    case 'CustomErrorDefinition':
    case 'TypeDefinition':
      return translateDefinition(context, node);
    default:
      throw new Error(`unexpected ${node.type} in a contract`);
  }
}

/** `inContract` is undefined for free functions; its `constructorName` is set where old code may name the constructor. */
function translateFunction(
  context: TranslationContext,
  node: Parsed.FunctionDefinition,
  inContract: { readonly constructorName: string | undefined } | undefined,
): FunctionDefinition {
  const span = spanOf(context, node);
  const functionKind = kindOfFunction(node, inContract);
  const first = nextToken(context.text, span.start);
  const name =
    functionKind === 'function' || functionKind === 'free'
      ? nameAfter(context, span.start, ['function'])
      : { name: '', span: spanAt(context, span.start, first?.end ?? span.start) };
  const parameters = node.parameters.map((parameter) => translateVariable(context, parameter, 'parameter'));
  const modifiers = node.modifiers.map((modifier) => translateModifierInvocation(context, modifier));
  const body = node.body ? translateBlock(context, node.body, false) : undefined;
  const headerEnd = body?.span.start ?? span.end;
  checkFunctionHeader(context, functionKind, name.span.end, headerEnd);
  return {
    kind: 'function',
    id: context.ids.next(),
    span,
    name: name.name,
    nameSpan: name.span,
    functionKind,
    visibility: node.visibility,
    mutability: mutability(node.stateMutability),
    virtual: node.isVirtual,
    override: translateOverride(context, node.override, name.span.end, headerEnd),
    modifiers,
    parameters,
    returns: (node.returnParameters ?? []).map((parameter) =>
      translateVariable(context, parameter, 'return'),
    ),
    body,
  };
}

function kindOfFunction(
  node: Parsed.FunctionDefinition,
  inContract: { readonly constructorName: string | undefined } | undefined,
): FunctionDefinition['functionKind'] {
  if (node.isReceiveEther) return 'receive';
  if (node.isFallback) return 'fallback';
  // Without a name it is `constructor`; the library also flags functions named like the last contract.
  if (node.name === null) return 'constructor';
  if (!inContract) return 'free';
  return node.name === inContract.constructorName ? 'constructor' : 'function';
}

function translateModifierInvocation(
  context: TranslationContext,
  node: Parsed.ModifierInvocation,
): ModifierInvocation {
  const span = spanOf(context, node);
  const first = nextToken(context.text, span.start);
  const path = pathIn(context, spanAt(context, span.start, first?.end ?? span.end));
  const values = node.arguments?.map((argument) => translateExpression(context, argument));
  return { kind: 'modifierInvocation', id: context.ids.next(), span, path, arguments: values };
}

function translateModifier(context: TranslationContext, node: Parsed.ModifierDefinition): ModifierDefinition {
  const span = spanOf(context, node);
  const name = nameAfter(context, span.start, ['modifier']);
  const body = node.body ? translateBlock(context, node.body, true) : undefined;
  return {
    kind: 'modifier',
    id: context.ids.next(),
    span,
    name: name.name,
    nameSpan: name.span,
    virtual: node.isVirtual,
    override: translateOverride(context, node.override, name.span.end, body?.span.start ?? span.end),
    parameters: (node.parameters ?? []).map((parameter) =>
      translateVariable(context, parameter, 'parameter'),
    ),
    body,
  };
}

/** `bases` is null without `override`; the keyword itself is found between the two offsets. */
function translateOverride(
  context: TranslationContext,
  bases: readonly Parsed.UserDefinedTypeName[] | null,
  start: number,
  end: number,
): OverrideSpecifier | undefined {
  if (bases === null) return undefined;
  const tokens = tokensBetween(context.text, start, end);
  const at = tokens.findIndex((token) => token.text === 'override');
  const keyword = tokens[at];
  if (!keyword) throw new Error('an override specifier without keyword');
  const closing =
    tokens[at + 1]?.text === '(' ? tokens.slice(at).find((token) => token.text === ')') : undefined;
  const paths: readonly IdentifierPath[] = bases.map((base) => pathIn(context, spanOf(context, base)));
  return { bases: paths, span: spanAt(context, keyword.start, closing?.end ?? keyword.end) };
}

function translateStateVariable(
  context: TranslationContext,
  node: Parsed.StateVariableDeclaration,
): VariableDefinition {
  const [variable] = node.variables;
  if (!variable?.identifier || !variable.typeName) throw new Error('a state variable without name or type');
  const whole = spanOf(context, node);
  const name = identifierName(context, variable.identifier);
  const initializer = node.initialValue ? translateExpression(context, node.initialValue) : undefined;
  const typeName = translateTypeName(context, variable.typeName);
  checkStateVariableHeader(context, typeName.span.end, name.span.start);
  return {
    kind: 'variable',
    id: context.ids.next(),
    span: { ...whole, end: (initializer?.span ?? name.span).end },
    role: 'state',
    name: name.name,
    nameSpan: name.span,
    typeName,
    location: undefined,
    visibility: variable.visibility ?? 'default',
    mutability: variable.isDeclaredConst
      ? 'constant'
      : variable.isImmutable
        ? 'immutable'
        : variable.isTransient
          ? 'transient'
          : 'mutable',
    override: translateOverride(context, variable.override, typeName.span.end, name.span.start),
    indexed: false,
    initializer,
  };
}

function translateFileConstant(
  context: TranslationContext,
  node: Parsed.FileLevelConstant,
): VariableDefinition {
  const whole = spanOf(context, node);
  const typeName = translateTypeName(context, node.typeName);
  const name = nameAfter(context, typeName.span.end, ['constant']);
  const initializer = translateExpression(context, node.initialValue);
  return {
    kind: 'variable',
    id: context.ids.next(),
    span: { ...whole, end: initializer.span.end },
    role: 'fileConstant',
    name: name.name,
    nameSpan: name.span,
    typeName,
    location: undefined,
    visibility: 'default',
    mutability: 'constant',
    override: undefined,
    indexed: false,
    initializer,
  };
}

type ParsedDefinition =
  | Parsed.StructDefinition
  | Parsed.EnumDefinition
  | Parsed.EventDefinition
  | Parsed.CustomErrorDefinition
  | Parsed.TypeDefinition;

function translateDefinition(
  context: TranslationContext,
  node: ParsedDefinition,
): StructDefinition | EnumDefinition | EventDefinition | ErrorDefinition | UserTypeDefinition {
  const span = spanOf(context, node);
  const { name, span: nameSpan } = nameAfter(
    context,
    nextToken(context.text, span.start)?.end ?? span.start,
    [],
  );
  const common = { id: context.ids.next(), span, name, nameSpan };
  switch (node.type) {
    case 'StructDefinition': {
      const fields = node.members.map((member) => translateVariable(context, member, 'structField'));
      return { kind: 'struct', ...common, fields };
    }
    case 'EnumDefinition': {
      const members = node.members.map((member) =>
        trailingName(context, member.name, spanOf(context, member)),
      );
      return { kind: 'enum', ...common, members };
    }
    case 'EventDefinition': {
      const parameters = node.parameters.map((parameter) =>
        translateVariable(context, parameter, 'eventParameter'),
      );
      return { kind: 'event', ...common, parameters, anonymous: node.isAnonymous };
    }
    case 'CustomErrorDefinition': {
      const parameters = node.parameters.map((parameter) =>
        translateVariable(context, parameter, 'errorParameter'),
      );
      return { kind: 'error', ...common, parameters };
    }
    case 'TypeDefinition':
      return { kind: 'userType', ...common, underlying: translateTypeName(context, node.definition) };
    default:
      node satisfies never;
      throw new Error('unknown definition node');
  }
}

const USING_OPERATORS = '+ - * / % & | ^ ~ < <= > >= == !='.split(' ');

function translateUsing(context: TranslationContext, node: Parsed.UsingForDeclaration): UsingDirective {
  const span = spanOf(context, node);
  const typeName = node.typeName ? translateTypeName(context, node.typeName) : undefined;
  const tokens = tokensBetween(context.text, span.start, span.end);
  const common = { kind: 'using', id: context.ids.next(), span, typeName, global: node.isGlobal } as const;
  if (node.libraryName !== null) {
    const end = tokens.findIndex((token) => token.text === 'for');
    return {
      ...common,
      library: pathIn(context, spanOfTokens(context, tokens.slice(1, end))),
      functions: undefined,
    };
  }
  const open = tokens.findIndex((token) => token.text === '{');
  const close = tokens.findIndex((token) => token.text === '}');
  const groups = splitAtCommas(tokens.slice(open + 1, close));
  const functions = groups.map((group) => {
    const as = group.findIndex((token) => token.text === 'as');
    const path = pathIn(context, spanOfTokens(context, as === -1 ? group : group.slice(0, as)));
    const operator =
      as === -1
        ? undefined
        : group
            .slice(as + 1)
            .map((token) => token.text)
            .join('');
    return { path, operator: usingOperator(context, operator, path.span) };
  });
  return { ...common, library: undefined, functions };
}

function usingOperator(
  context: TranslationContext,
  text: string | undefined,
  span: Span,
): UsingOperator | undefined {
  if (text === undefined) return undefined;
  if (!USING_OPERATORS.includes(text))
    reportError(context, 'SOL103', `'${text}' cannot be defined by a user`, span);
  return text as UsingOperator;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function spanOfTokens(context: TranslationContext, tokens: readonly Token[]): Span {
  const words = tokens.filter((token) => isWord(token));
  return spanAt(context, words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}

function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const groups: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === ',') groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return groups.filter((group) => group.length > 0);
}
