// Inline assembly in the typed program: Yul with every name resolved. All values are 256-bit words.
import type { Span } from '../typed-program.js';
import type { DeclId } from '../types.js';

/** A variable of the assembly itself; identity is the object. */
export interface YulVariable {
  readonly name: string;
  readonly span: Span;
}

/** A function of the assembly; identity is the object (functions may call themselves and one another). */
export interface YulFunction {
  readonly name: string;
  readonly parameters: readonly YulVariable[];
  readonly results: readonly YulVariable[];
  readonly body: YulBlock;
  readonly span: Span;
}

/** Which word of a Solidity variable a name stands for; '' is the variable itself. */
export type YulSuffix = '' | 'slot' | 'offset' | 'length' | 'selector' | 'address';

/** A Solidity variable named in assembly. */
export interface YulExternal {
  readonly kind: 'external';
  readonly declaration: DeclId;
  readonly suffix: YulSuffix;
  readonly span: Span;
}

export type YulExpression =
  | { readonly kind: 'literal'; readonly value: bigint; readonly span: Span }
  | { readonly kind: 'variable'; readonly variable: YulVariable; readonly span: Span }
  | YulExternal
  /** An instruction of the EVM, by its name in Yul; arguments are evaluated from the last to the first. */
  | {
      readonly kind: 'builtin';
      readonly name: string;
      readonly arguments: readonly YulExpression[];
      readonly span: Span;
    }
  | {
      readonly kind: 'call';
      readonly function: YulFunction;
      readonly arguments: readonly YulExpression[];
      readonly span: Span;
    };

/** What an assignment can write. */
export type YulTarget =
  | { readonly kind: 'variable'; readonly variable: YulVariable; readonly span: Span }
  | YulExternal;

export interface YulBlock {
  readonly kind: 'block';
  readonly statements: readonly YulStatement[];
  readonly span: Span;
}

/** Function definitions are not statements here: calls refer to them. */
export type YulStatement =
  | YulBlock
  /** Without a value the variables are zero. */
  | {
      readonly kind: 'let';
      readonly variables: readonly YulVariable[];
      readonly value: YulExpression | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'assign';
      readonly targets: readonly YulTarget[];
      readonly value: YulExpression;
      readonly span: Span;
    }
  | { readonly kind: 'expression'; readonly expression: YulExpression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: YulExpression;
      readonly body: YulBlock;
      readonly span: Span;
    }
  | {
      readonly kind: 'switch';
      readonly value: YulExpression;
      readonly cases: readonly { readonly value: bigint; readonly body: YulBlock }[];
      readonly otherwise: YulBlock | undefined;
      readonly span: Span;
    }
  /** What `initial` declares is in scope in all parts. */
  | {
      readonly kind: 'for';
      readonly initial: YulBlock;
      readonly condition: YulExpression;
      readonly update: YulBlock;
      readonly body: YulBlock;
      readonly span: Span;
    }
  | { readonly kind: 'break' | 'continue' | 'leave'; readonly span: Span };
