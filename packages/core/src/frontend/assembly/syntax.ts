// Inline assembly as it is written: names unresolved. `parse.ts` makes it, `resolve.ts` reads it.
import type { Span } from '../typed-program.js';

export interface SyntaxName {
  readonly name: string;
  readonly span: Span;
}

export type SyntaxExpression =
  | { readonly kind: 'literal'; readonly value: bigint; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly callee: SyntaxName;
      readonly arguments: readonly SyntaxExpression[];
      readonly span: Span;
    };

export interface SyntaxBlock {
  readonly kind: 'block';
  readonly statements: readonly SyntaxStatement[];
  readonly span: Span;
}

export interface SyntaxFunction {
  readonly kind: 'function';
  readonly name: SyntaxName;
  readonly parameters: readonly SyntaxName[];
  readonly results: readonly SyntaxName[];
  readonly body: SyntaxBlock;
  readonly span: Span;
}

export type SyntaxStatement =
  | SyntaxBlock
  | SyntaxFunction
  | {
      readonly kind: 'let';
      readonly names: readonly SyntaxName[];
      readonly value: SyntaxExpression | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'assign';
      readonly targets: readonly SyntaxName[];
      readonly value: SyntaxExpression;
      readonly span: Span;
    }
  | { readonly kind: 'expression'; readonly expression: SyntaxExpression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: SyntaxExpression;
      readonly body: SyntaxBlock;
      readonly span: Span;
    }
  | {
      readonly kind: 'switch';
      readonly value: SyntaxExpression;
      readonly cases: readonly {
        readonly value: bigint | undefined;
        readonly body: SyntaxBlock;
        readonly span: Span;
      }[];
      readonly span: Span;
    }
  | {
      readonly kind: 'for';
      readonly initial: SyntaxBlock;
      readonly condition: SyntaxExpression;
      readonly update: SyntaxBlock;
      readonly body: SyntaxBlock;
      readonly span: Span;
    }
  | { readonly kind: 'break' | 'continue' | 'leave'; readonly span: Span };
