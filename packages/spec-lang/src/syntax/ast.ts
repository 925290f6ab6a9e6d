// The specification as written: names unresolved, types unknown, sugar kept. A value tree with spans.
import type { TextSpan } from '../source/source-file.js';
import type { Comment } from './token.js';

/** A name at a place. */
export interface Name extends TextSpan {
  readonly text: string;
}

/** A quoted text at a place. */
export type Quoted = Name;

/** `uint256`, `State`, `Pool.Position`, `uint[3][]`; a dimension is undefined when dynamic. */
export interface TypeName extends TextSpan {
  readonly name: string;
  readonly dimensions: readonly (bigint | undefined)[];
}

/** A parameter; in a function block the name may be left out. */
export interface Parameter extends TextSpan {
  readonly type: TypeName;
  readonly name: Name | undefined;
}

export interface SpecFile {
  readonly path: string;
  readonly declarations: readonly Declaration[];
  /** Comments after the last declaration. */
  readonly comments: readonly Comment[];
}

interface Commented extends TextSpan {
  /** Comments before it, `///` included, and within it. */
  readonly comments: readonly Comment[];
  /** Comments after it on its last line. */
  readonly trailing: readonly Comment[];
}

/** `broken`: a syntax error was reported inside; its name counts, its content is not checked. */
export type Declaration = Commented & { readonly broken: boolean } & DeclarationForm;

export type DeclarationForm =
  | {
      readonly kind: 'contract';
      readonly alias: Name;
      readonly contract: Name;
      readonly from: Quoted | undefined;
    }
  | { readonly kind: 'import'; readonly from: Quoted }
  | { readonly kind: 'link'; readonly contract: Name; readonly variable: Name; readonly target: Name }
  | { readonly kind: 'assume'; readonly condition: Expression }
  | { readonly kind: 'unroll'; readonly bound: Expression }
  | InvariantDeclaration
  | FunctionDeclaration
  | RuleDeclaration
  /** A construct that is recognized and not supported yet; `declares`: the name it would give a meaning. */
  | { readonly kind: 'unsupported'; readonly construct: string; readonly declares: string | undefined };

export interface InvariantDeclaration {
  readonly kind: 'invariant';
  /** `Token` of `invariant Token.supply: …`. */
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly condition: Expression;
  readonly using: readonly LemmaReference[];
  readonly except: readonly FunctionReference[];
}

export interface FunctionDeclaration {
  readonly kind: 'function';
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly results: readonly Parameter[];
  readonly clauses: readonly FunctionClause[];
  /** The closing brace, with the comments before it. */
  readonly close: TextSpan & { readonly comments: readonly Comment[] };
}

export interface RuleDeclaration {
  readonly kind: 'rule';
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly using: readonly LemmaReference[];
  readonly body: readonly Statement[];
  /** The closing brace, with the comments before it. */
  readonly close: TextSpan & { readonly comments: readonly Comment[] };
}

/** `capped(u)` in a `using`; arguments undefined when not written. */
export interface LemmaReference extends TextSpan {
  /** `capped`, or `Token.supply`. */
  readonly name: Name;
  readonly arguments: readonly Expression[] | undefined;
}

/** `transfer` or `transfer(address,uint256)`. */
export interface FunctionReference extends TextSpan {
  readonly name: Name;
  readonly types: readonly TypeName[] | undefined;
}

export type FunctionClause = Commented & { readonly broken: boolean } & (
    | {
        readonly kind: 'revertsIf' | 'succeedsIf' | 'ensures';
        readonly label: Name | undefined;
        readonly condition: Expression;
      }
    | { readonly kind: 'using'; readonly items: readonly LemmaReference[] }
    | { readonly kind: 'unsupported'; readonly construct: string }
  );

export type Statement = Commented & { readonly broken: boolean } & (
    | { readonly kind: 'assume'; readonly condition: Expression }
    | { readonly kind: 'assert'; readonly condition: Expression }
    | { readonly kind: 'saveState'; readonly name: Name }
    | { readonly kind: 'restoreState'; readonly name: Name }
    /** `uint x = e;` or `(uint a, bool b) = f();`: a local, or the results of a transaction. */
    | { readonly kind: 'define'; readonly variables: readonly Parameter[]; readonly value: Transaction }
    | { readonly kind: 'transaction'; readonly transaction: Transaction }
    | { readonly kind: 'unsupported'; readonly construct: string }
  );

/**
 * `try Token.transfer{value: v}(to, x) by a at t`. The call is kept as an expression: only the checker can tell
 * `uint x = f();` for a view function (a local) from one that changes state (a transaction).
 */
export interface Transaction extends TextSpan {
  readonly try: boolean;
  readonly call: Expression;
  readonly value: Expression | undefined;
  readonly by: Expression | undefined;
  readonly at: Name | undefined;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&&'
  | '||'
  | '=>';

export type Expression = TextSpan & ExpressionForm;

export type ExpressionForm =
  /** `text` as written, with its unit. `bytes`: size of a hexadecimal literal with an even number of digits. */
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly value: bigint;
      readonly bytes: number | undefined;
    }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly base: Expression; readonly member: Name }
  | { readonly kind: 'index'; readonly base: Expression; readonly index: Expression }
  | { readonly kind: 'call'; readonly callee: Expression; readonly arguments: readonly Expression[] }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `a <= b < c`: one more operand than operators, all in one direction. */
  | {
      readonly kind: 'chain';
      readonly operands: readonly Expression[];
      readonly operators: readonly BinaryOperator[];
    }
  /** `x in low .. high`, both ends included. */
  | {
      readonly kind: 'range';
      readonly subject: Expression;
      readonly low: Expression;
      readonly high: Expression;
    }
  /** `x is EOA`. */
  | { readonly kind: 'is'; readonly subject: Expression; readonly what: Name }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: 'quantifier';
      readonly quantifier: 'forall' | 'exists';
      readonly variables: readonly Parameter[];
      readonly body: Expression;
    }
  /** `sum(m)` has no variables. */
  | { readonly kind: 'sum'; readonly body: Expression; readonly variables: readonly Name[] }
  /** `type(uint256).max`. */
  | { readonly kind: 'typeBound'; readonly type: TypeName; readonly bound: 'min' | 'max' }
  /** In parentheses; kept because they say what the writer meant, also to a reader of the formatted text. */
  | { readonly kind: 'group'; readonly inner: Expression }
  /** Recognized, reported as not supported yet. */
  | { readonly kind: 'unsupported'; readonly construct: string }
  /** Where an expression was missing; reported. */
  | { readonly kind: 'missing' };
