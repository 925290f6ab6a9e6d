// From the library's tree of one file to ours: directives, contracts and definitions. Total: what the library reads has a node
// here. Also finds the names and specifiers for which the library reports no place.
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
  Name,
  OverrideSpecifier,
  Pragma,
  SourceUnit,
  StructDefinition,
  TopLevelDeclaration,
  UserTypeDefinition,
  UsingDirective,
  VariableDefinition,
} from './ast.js';
import type { Parsed } from './library.js';
import type { VersionRange } from './pragma.js';
import { decodeString } from './string-literal.js';
import {
  nameAfter,
  nameAt,
  nextToken,
  pathIn,
  reportError,
  spanAt,
  spanOf,
  spanOfTokens,
  type TranslationContext,
  textIn,
  tokensBetween,
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
import { translateUsing } from './translate-using.js';
import type { Span } from './typed-program.js';

/** Translates a file. */
export function translateUnit(
  context: TranslationContext,
  tree: Parsed.SourceUnit,
  { version, satisfiable }: VersionRange,
): SourceUnit {
  const pragmas: Pragma[] = [];
  const imports: ImportDirective[] = [];
  const declarations: TopLevelDeclaration[] = [];
  const usings: UsingDirective[] = [];
  const old = version.allowsBefore.v05;
  for (const node of tree.children) {
    switch (node.type) {
      case 'PragmaDirective':
        pragmas.push(translatePragma(context, node));
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
  if (!satisfiable && pragmas[0])
    reportError(context, 'SOL104', 'no compiler version satisfies the version pragma', pragmas[0].span);
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
  const [, name, ...rest] = tokensBetween(context, span.start, span.end);
  if (name === undefined) throw new Error('a pragma without name');
  const nameSpan = spanAt(context, name.start, name.end);
  const end = rest.find((token) => token.text === ';')?.start ?? span.end;
  const value = context.text.slice(name.end, end).trim();
  checkPragma(context, nameSpan, value);
  return { kind: 'pragma', id: context.ids.next(), span, name: name.text, value };
}

// solc refuses what it does not know here, and a misspelled version would change the meaning of the file.
function checkPragma(context: TranslationContext, nameSpan: Span, value: string): void {
  const name = textIn(context, nameSpan);
  const known = name === 'solidity' || name === 'abicoder' || name === 'experimental';
  if (!known) reportError(context, 'SOL103', `there is no pragma '${name}'`, nameSpan);
  else if (name !== 'solidity' && !/^(?:\w+|"\w+"|'\w+')$/.test(value))
    reportError(context, 'SOL103', `the pragma '${name}' takes one word`, nameSpan);
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
  const keyword = tokensBetween(context, span.start, name.span.start).at(-1)?.text;
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
  const hasList = nextToken(context, path.span.end, span.end) !== undefined;
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
  const { functionKind, name } = kindAndName(context, span, inContract);
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
    mutability: mutability(node.stateMutability ?? writtenPayable(context, functionKind, name, headerEnd)),
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

// The library is not told of `payable` in front of a semicolon (`library-text.ts`).
function writtenPayable(
  context: TranslationContext,
  functionKind: FunctionDefinition['functionKind'],
  name: Name,
  headerEnd: number,
): 'payable' | null {
  if (functionKind !== 'fallback') return null;
  const last = tokensBetween(context, name.span.end, headerEnd).at(-2);
  return last?.text === 'payable' ? 'payable' : null;
}

function kindAndName(
  context: TranslationContext,
  span: Span,
  inContract: { readonly constructorName: string | undefined } | undefined,
): { readonly functionKind: FunctionDefinition['functionKind']; readonly name: Name } {
  const [first, named] = tokensBetween(context, span.start, span.end);
  if (!first || !named) throw new Error('a function without its first words');
  const unnamed = { name: '', span: spanAt(context, first.start, first.end) };
  const { text } = first;
  if (text === 'constructor' || text === 'receive' || text === 'fallback')
    return { functionKind: text, name: unnamed };
  // Without a name it is the fallback function of old code.
  if (named.text === '(') {
    if (!inContract || context.reserved.has('fallback'))
      reportError(
        context,
        'SOL101',
        "unexpected '('; expected a name",
        spanAt(context, named.start, named.end),
      );
    return { functionKind: 'fallback', name: unnamed };
  }
  // solc warns of functions of these names and allows them.
  const name =
    named.text === 'receive' || named.text === 'fallback'
      ? { name: named.text, span: spanAt(context, named.start, named.end) }
      : nameAt(context, named);
  if (!inContract) return { functionKind: 'free', name };
  return name.name === inContract.constructorName
    ? { functionKind: 'constructor', name: unnamed }
    : { functionKind: 'function', name };
}

function translateModifierInvocation(
  context: TranslationContext,
  node: Parsed.ModifierInvocation,
): ModifierInvocation {
  const span = spanOf(context, node);
  const open = tokensBetween(context, span.start, span.end).find((token) => token.text === '(');
  const words = tokensBetween(context, span.start, open?.start ?? span.end);
  const path = pathIn(context, spanOfTokens(context, words));
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
  const tokens = tokensBetween(context, start, end);
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
  const { name, span: nameSpan } = nameAfter(context, nextToken(context, span.start)?.end ?? span.start, []);
  const common = { id: context.ids.next(), span, name, nameSpan };
  switch (node.type) {
    case 'StructDefinition': {
      const fields = node.members.map((member) => translateVariable(context, member, 'structField'));
      return { kind: 'struct', ...common, fields };
    }
    case 'EnumDefinition': {
      const members = node.members.map((member) => nameAfter(context, spanOf(context, member).start, []));
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
