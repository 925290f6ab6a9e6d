// The untyped Solidity tree: what was written, nothing resolved. One door makes it (`translate.ts`), scopes and the
// checker read it. Nodes are values: facts about them live in maps by node id.
import type { BinaryOperator, Span, UnaryOperator } from './typed-program.js';
import type { DataLocation, DeclId, Mutability } from './types.js';

/** Identifies a node; unique over all files of one load, so a declaration's node id serves as its `DeclId`. */
export type NodeId = DeclId;

interface Node {
  readonly id: NodeId;
  /** Exact extent, first to last token, as in solc's `src`. */
  readonly span: Span;
}

/** A name with its place. `name` is '' (and the span empty) where the language allows to leave it out. */
export interface Name {
  readonly name: string;
  readonly span: Span;
}

/** `A` or `A.B.C`; at least one part. */
export interface IdentifierPath {
  readonly parts: readonly Name[];
  readonly span: Span;
}

// -------------------------------------------------------------------------------------------- source units

/** One file. Every list is in source order. */
export interface SourceUnit extends Node {
  readonly kind: 'sourceUnit';
  /** The host's path: the identity of the file. */
  readonly path: string;
  /** Index of the file in `Span.file` and `TypedProgram.files`. */
  readonly file: number;
  readonly pragmas: readonly Pragma[];
  readonly imports: readonly ImportDirective[];
  readonly declarations: readonly TopLevelDeclaration[];
  readonly usings: readonly UsingDirective[];
  /** What the `pragma solidity` lines allow. */
  readonly version: LanguageVersion;
}

/** Language versions that the `pragma solidity` directives of a file allow together. */
export interface LanguageVersion {
  /** Lowest allowed version `major.minor.patch`; undefined without a pragma (or one that could not be read). */
  readonly lowest: string | undefined;
  /** Whether some version below 0.8 only: arithmetic wraps. False means checked by default. */
  readonly wraps: boolean;
  /** Whether some allowed version is below 0.5, 0.6, 0.7, 0.8 (each implies the later ones). */
  readonly allowsBefore: {
    readonly v05: boolean;
    readonly v06: boolean;
    readonly v07: boolean;
    readonly v08: boolean;
  };
}

/** `pragma name value;`, e.g. name `solidity`, value `^0.8.20`. */
export interface Pragma extends Node {
  readonly kind: 'pragma';
  readonly name: string;
  readonly value: string;
}

/**
 * All import forms: `import "p"` (no alias, no symbols), `import "p" as M` / `import * as M from "p"` (alias),
 * `import {a, b as c} from "p"` (symbols; `local` equals `imported` without `as`).
 */
export interface ImportDirective extends Node {
  readonly kind: 'import';
  /** The path as written, unescaped. */
  readonly path: string;
  readonly pathSpan: Span;
  readonly alias: Name | undefined;
  readonly symbols:
    | readonly { readonly id: NodeId; readonly imported: Name; readonly local: Name }[]
    | undefined;
}

/** A named thing that a file or contract can declare. */
export type TopLevelDeclaration =
  | ContractDefinition
  | FunctionDefinition
  | VariableDefinition
  | StructDefinition
  | EnumDefinition
  | EventDefinition
  | ErrorDefinition
  | UserTypeDefinition;

/** Everything between the braces of a contract. */
export type ContractPart =
  | Exclude<TopLevelDeclaration, ContractDefinition>
  | ModifierDefinition
  | UsingDirective;

/** Any definition that a name can refer to. */
export type Definition = TopLevelDeclaration | ModifierDefinition;

export interface ContractDefinition extends Node {
  readonly kind: 'contract';
  readonly name: string;
  readonly nameSpan: Span;
  readonly contractKind: 'contract' | 'interface' | 'library';
  /** Written `abstract`, or an interface. */
  readonly abstract: boolean;
  /** As written, most base-like first. */
  readonly bases: readonly InheritanceSpecifier[];
  readonly parts: readonly ContractPart[];
  /** `layout at <expression>`. */
  readonly storageLayout: Expression | undefined;
}

export interface InheritanceSpecifier extends Node {
  readonly kind: 'inheritance';
  readonly path: IdentifierPath;
  /** Undefined without parentheses. */
  readonly arguments: readonly Expression[] | undefined;
}

export interface FunctionDefinition extends Node {
  readonly kind: 'function';
  /** '' for constructor, receive and fallback. Old constructors named like the contract come as constructors. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly functionKind: 'function' | 'constructor' | 'receive' | 'fallback' | 'free';
  /** 'default' when nothing is written (constructors, free functions, old code). */
  readonly visibility: 'external' | 'public' | 'internal' | 'private' | 'default';
  /** `constant` of old code is `view`. */
  readonly mutability: Mutability;
  readonly virtual: boolean;
  readonly override: OverrideSpecifier | undefined;
  /** Modifiers and base constructors, told apart by name resolution. */
  readonly modifiers: readonly ModifierInvocation[];
  readonly parameters: readonly VariableDefinition[];
  readonly returns: readonly VariableDefinition[];
  readonly body: BlockStatement | undefined;
}

/** `override` or `override(A, B)`; `bases` is empty without a list. */
export interface OverrideSpecifier {
  readonly bases: readonly IdentifierPath[];
  readonly span: Span;
}

export interface ModifierInvocation extends Node {
  readonly kind: 'modifierInvocation';
  readonly path: IdentifierPath;
  /** Undefined without parentheses. */
  readonly arguments: readonly Expression[] | undefined;
}

export interface ModifierDefinition extends Node {
  readonly kind: 'modifier';
  readonly name: string;
  readonly nameSpan: Span;
  readonly virtual: boolean;
  readonly override: OverrideSpecifier | undefined;
  readonly parameters: readonly VariableDefinition[];
  readonly body: BlockStatement | undefined;
}

/** Every kind of variable: `role` tells which of the fields can be present. */
export interface VariableDefinition extends Node {
  readonly kind: 'variable';
  readonly role:
    | 'state'
    | 'fileConstant'
    | 'parameter'
    | 'return'
    | 'local'
    | 'structField'
    | 'eventParameter'
    | 'errorParameter';
  /** '' when unnamed. */
  readonly name: string;
  readonly nameSpan: Span;
  /** Undefined for `var` of old code (the type of the initial value). */
  readonly typeName: TypeName | undefined;
  readonly location: DataLocation | undefined;
  /** 'default' when nothing is written. */
  readonly visibility: 'public' | 'internal' | 'private' | 'default';
  readonly mutability: 'mutable' | 'constant' | 'immutable' | 'transient';
  readonly override: OverrideSpecifier | undefined;
  /** Event parameters. */
  readonly indexed: boolean;
  /** State variables and file constants; a local's initial value is in its declaration statement. */
  readonly initializer: Expression | undefined;
}

export interface StructDefinition extends Node {
  readonly kind: 'struct';
  readonly name: string;
  readonly nameSpan: Span;
  readonly fields: readonly VariableDefinition[];
}

export interface EnumDefinition extends Node {
  readonly kind: 'enum';
  readonly name: string;
  readonly nameSpan: Span;
  readonly members: readonly Name[];
}

export interface EventDefinition extends Node {
  readonly kind: 'event';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly VariableDefinition[];
  readonly anonymous: boolean;
}

export interface ErrorDefinition extends Node {
  readonly kind: 'error';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly VariableDefinition[];
}

/** `type Name is underlying;` */
export interface UserTypeDefinition extends Node {
  readonly kind: 'userType';
  readonly name: string;
  readonly nameSpan: Span;
  readonly underlying: TypeName;
}

/** `using L for T`, `using {f, L.g as +} for T global`, `using L for *`. */
export interface UsingDirective extends Node {
  readonly kind: 'using';
  /** Exactly one of `library` and `functions` is present. */
  readonly library: IdentifierPath | undefined;
  readonly functions:
    | readonly { readonly path: IdentifierPath; readonly operator: UsingOperator | undefined }[]
    | undefined;
  /** Undefined for `*`. */
  readonly typeName: TypeName | undefined;
  readonly global: boolean;
}

/** Operators that `using {f as op}` can define; `-` is unary or binary by the parameters of the function. */
export type UsingOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | '|'
  | '^'
  | '~'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!=';

// ---------------------------------------------------------------------------------------------- type names

export type TypeName =
  /** `uint`, `bytes32`, `address`, `string`, … as written; `payable` for `address payable`. */
  | (Node & { readonly kind: 'elementaryType'; readonly name: string; readonly payable: boolean })
  | (Node & { readonly kind: 'userType'; readonly path: IdentifierPath })
  | (Node & {
      readonly kind: 'mappingType';
      readonly key: TypeName;
      readonly keyName: Name | undefined;
      readonly value: TypeName;
      readonly valueName: Name | undefined;
    })
  /** `length` is undefined for a dynamic array. */
  | (Node & {
      readonly kind: 'arrayType';
      readonly element: TypeName;
      readonly length: Expression | undefined;
    })
  | (Node & {
      readonly kind: 'functionType';
      readonly parameters: readonly VariableDefinition[];
      readonly returns: readonly VariableDefinition[];
      /** 'default' means internal. */
      readonly visibility: 'external' | 'internal' | 'default';
      readonly mutability: Mutability;
    });

// ---------------------------------------------------------------------------------------------- statements

export interface BlockStatement extends Node {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly unchecked: boolean;
}

export type Statement =
  | BlockStatement
  | (Node & {
      readonly kind: 'declare';
      /** Undefined where a component of a tuple is left out. */
      readonly variables: readonly (VariableDefinition | undefined)[];
      readonly value: Expression | undefined;
    })
  | (Node & { readonly kind: 'expression'; readonly expression: Expression })
  | (Node & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Statement;
      readonly else: Statement | undefined;
    })
  | (Node & {
      readonly kind: 'loop';
      readonly form: 'for' | 'while' | 'doWhile';
      /** A `declare` or `expression` statement; only in `for`. */
      readonly initial: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly update: Expression | undefined;
      readonly body: Statement;
    })
  | (Node & { readonly kind: 'break' })
  | (Node & { readonly kind: 'continue' })
  | (Node & { readonly kind: 'return'; readonly value: Expression | undefined })
  | (Node & { readonly kind: 'emit'; readonly call: CallExpression })
  /** `revert Custom(args);` (`revert()` and `revert("…")` are expression statements). */
  | (Node & { readonly kind: 'revertError'; readonly call: CallExpression })
  | (Node & {
      readonly kind: 'try';
      readonly call: Expression;
      readonly returns: readonly VariableDefinition[];
      readonly body: BlockStatement;
      readonly catches: readonly CatchClause[];
    })
  /** `_;` inside a modifier. */
  | (Node & { readonly kind: 'placeholder' })
  /** `throw;` of old code: reverts without data. */
  | (Node & { readonly kind: 'throw' })
  /** `text` is the block with its braces, starting at `bodyStart` in the file. */
  | (Node & {
      readonly kind: 'assembly';
      readonly text: string;
      readonly bodyStart: number;
      readonly flags: readonly string[];
    });

/** `catch {…}`, `catch (bytes memory b) {…}` (name ''), `catch Error(string memory s) {…}`, `catch Panic(uint c) {…}`. */
export interface CatchClause extends Node {
  readonly kind: 'catch';
  /** '' or what is written before the parameters; names other than Error and Panic are for the checker to refuse. */
  readonly errorName: string;
  readonly parameters: readonly VariableDefinition[];
  readonly body: BlockStatement;
}

// --------------------------------------------------------------------------------------------- expressions

export type CallExpression = Extract<Expression, { readonly kind: 'call' }>;

/** How a string literal is written. */
export type StringForm = 'string' | 'unicode' | 'hex';

/** Units of number literals. */
export type NumberUnit =
  | 'wei'
  | 'gwei'
  | 'szabo'
  | 'finney'
  | 'ether'
  | 'seconds'
  | 'minutes'
  | 'hours'
  | 'days'
  | 'weeks'
  | 'years';

export type Expression =
  /** Also `this`, `super`, `now`, `_`. */
  | (Node & { readonly kind: 'identifier'; readonly name: string })
  | (Node & { readonly kind: 'boolean'; readonly value: boolean })
  /** `text` as written (underscores, exponent, `0x…` kept). */
  | (Node & { readonly kind: 'number'; readonly text: string; readonly unit: NumberUnit | undefined })
  /** Adjacent parts joined; `bytes` is lower-case hex without 0x (strings: UTF-8 after unescaping). */
  | (Node & { readonly kind: 'string'; readonly form: StringForm; readonly bytes: string })
  /** `(a, , b)`; one component means parentheses. */
  | (Node & { readonly kind: 'tuple'; readonly components: readonly (Expression | undefined)[] })
  | (Node & { readonly kind: 'inlineArray'; readonly elements: readonly Expression[] })
  | (Node & {
      readonly kind: 'member';
      readonly base: Expression;
      readonly name: string;
      readonly nameSpan: Span;
    })
  /** `index` is undefined in type expressions such as `S[]` or `uint[]`. */
  | (Node & { readonly kind: 'index'; readonly base: Expression; readonly index: Expression | undefined })
  | (Node & {
      readonly kind: 'slice';
      readonly base: Expression;
      readonly from: Expression | undefined;
      readonly to: Expression | undefined;
    })
  /** `names` as long as `arguments` for `f({a: 1, b: 2})`, undefined for positional arguments. */
  | (Node & {
      readonly kind: 'call';
      readonly callee: Expression;
      readonly arguments: readonly Expression[];
      readonly names: readonly Name[] | undefined;
    })
  /** `callee{value: 1, gas: 2}`, to be called. */
  | (Node & {
      readonly kind: 'callOptions';
      readonly callee: Expression;
      readonly options: readonly { readonly name: Name; readonly value: Expression }[];
    })
  /** `new T`, to be called. */
  | (Node & { readonly kind: 'new'; readonly typeName: TypeName })
  /** An elementary type used as an expression: `uint256`, `string`, `payable` (as `address payable`). */
  | (Node & { readonly kind: 'typeExpression'; readonly typeName: TypeName })
  /** '+' is the unary plus of old code. */
  | (Node & { readonly kind: 'unary'; readonly operator: UnaryOperator | '+'; readonly operand: Expression })
  | (Node & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  /** '=' or the arithmetic part of a compound assignment. Right-associative. */
  | (Node & {
      readonly kind: 'assign';
      readonly operator: '=' | BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly else: Expression;
    });
