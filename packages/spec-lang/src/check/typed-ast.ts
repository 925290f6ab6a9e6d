// The typed specification: what core turns into obligations. Names are resolved, types are known, sugar for
// ranges and chained comparisons is gone; quantified and parametric variables are `SpecVariable`s by identity.
import type { Location } from '../source/source-file.js';
import type { ContractEnvironment, EnvironmentFunction, EnvironmentVariable } from './environment.js';
import type { SpecType } from './types.js';

export interface TypedSpec {
  readonly path: string;
  /** Contracts by alias. The first is the one the claims are about unless a claim names another. */
  readonly contracts: readonly ContractBinding[];
  readonly links: readonly Link[];
  readonly assumptions: readonly Assumption[];
  /** Loop and recursion bound; undefined: the default. */
  readonly unroll: number | undefined;
  readonly claims: readonly Claim[];
}

export interface ContractBinding {
  readonly alias: string;
  readonly environment: ContractEnvironment;
  readonly location: Location;
}

/** `link Bank.token to Token`: the address in that state variable is the instance of the other contract. */
export interface Link {
  readonly contract: string;
  readonly variable: EnvironmentVariable;
  /** Alias of the contract whose instance it is. */
  readonly target: string;
  readonly location: Location;
}

/** A file-level `assume …`; its text is printed with every verdict that used it. */
export type Assumption =
  | {
      readonly kind: 'isEoa';
      readonly address: SpecExpression;
      readonly text: string;
      readonly location: Location;
    }
  | {
      readonly kind: 'condition';
      readonly condition: SpecExpression;
      readonly text: string;
      readonly location: Location;
    };

export type Claim = InvariantClaim | FunctionClaim | RuleClaim;

interface ClaimBase {
  /** Unique within the file; function clauses are named `withdraw.ensures#1`, by kind and order, unless labelled. */
  readonly name: string;
  /** Alias of the contract it is about. */
  readonly contract: string;
  /** The doc comment (`///`) before it, without slashes. */
  readonly doc: string | undefined;
  /** The claim as written, for reports. */
  readonly text: string;
  readonly location: Location;
}

export interface InvariantClaim extends ClaimBase {
  readonly kind: 'invariant';
  /** The claim holds for all values of its parameters. */
  readonly parameters: readonly SpecVariable[];
  readonly condition: SpecExpression;
  /** Invariants assumed in the pre-state; acyclic (checked). Arguments per parameter of the used invariant; all values when omitted. */
  readonly using: readonly {
    readonly name: string;
    readonly arguments: readonly SpecExpression[] | undefined;
    readonly location: Location;
  }[];
  /** Functions excluded: printed with the verdict, which is then never a plain `proved`. */
  readonly except: readonly EnvironmentFunction[];
}

/** One clause of `function f(…) { … }`. */
export interface FunctionClaim extends ClaimBase {
  readonly kind: 'function';
  readonly function: EnvironmentFunction;
  /** The spec's own names for the parameters, in order; and for the named results (usable in `ensures`). */
  readonly parameters: readonly SpecVariable[];
  readonly results: readonly SpecVariable[];
  readonly clause: 'revertsIf' | 'succeedsIf' | 'ensures';
  /** In `revertsIf` and `succeedsIf` over the pre-state; in `ensures` over the post-state, with `old`. */
  readonly condition: SpecExpression;
  /** Invariants assumed in the pre-state (`using a, b;` inside the block). */
  readonly using: InvariantClaim['using'];
}

export interface RuleClaim extends ClaimBase {
  readonly kind: 'rule';
  readonly parameters: readonly SpecVariable[];
  readonly body: readonly RuleStatement[];
  readonly using: InvariantClaim['using'];
}

export type RuleStatement = { readonly location: Location; readonly text: string } & (
  | { readonly kind: 'assume'; readonly condition: SpecExpression }
  | { readonly kind: 'assert'; readonly condition: SpecExpression }
  /** A transaction. Without `try`, runs in which it reverts are not considered. */
  | {
      readonly kind: 'call';
      /** 'any': some externally callable function (or plain ether transfer) with any arguments. */
      readonly target:
        | {
            readonly kind: 'function';
            readonly contract: string;
            readonly function: EnvironmentFunction;
            readonly arguments: readonly SpecExpression[];
          }
        | { readonly kind: 'any'; readonly contract: string };
      readonly try: boolean;
      /** `by e`; undefined: any sender. */
      readonly sender: SpecExpression | undefined;
      /** `any by s` where `s` was not declared: declares it as the (arbitrary) sender of this call. */
      readonly senderVariable: SpecVariable | undefined;
      /** `{value: e}`; undefined: 0 for a named function, arbitrary for `any`. */
      readonly value: SpecExpression | undefined;
      /** `at t`: names the block of the call; later `t.number` and `t.timestamp`. */
      readonly block: SpecVariable | undefined;
      /** `uint shares = deposit(x) by a;` names the results. */
      readonly results: readonly SpecVariable[];
    }
  /** `uint x = e;` a ghost local. */
  | { readonly kind: 'let'; readonly variable: SpecVariable; readonly value: SpecExpression }
  /** `state s = here;` */
  | { readonly kind: 'saveState'; readonly name: string }
  /** `restore s;` */
  | { readonly kind: 'restoreState'; readonly name: string }
);

/** A parameter, quantified variable, result or local of the spec; identity is the object. */
export interface SpecVariable {
  readonly name: string;
  readonly type: SpecType | { readonly kind: 'block' };
  readonly location: Location;
}

export type SpecUnaryOperator = '-' | '!';
/** `==` on bool is equivalence; `/` is floor division, `%` its remainder; `=>` implication; `^` is not offered. */
export type SpecBinaryOperator =
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

export type SpecExpression = { readonly type: SpecType; readonly location: Location } & (
  | { readonly kind: 'literal'; readonly value: bigint | boolean | string } // string: text of a string literal; addresses are bigint
  | { readonly kind: 'variable'; readonly variable: SpecVariable }
  /** A state variable of the instance `contract` (alias). */
  | { readonly kind: 'state'; readonly contract: string; readonly variable: EnvironmentVariable }
  | { readonly kind: 'enumMember'; readonly index: number }
  | { readonly kind: 'index'; readonly base: SpecExpression; readonly index: SpecExpression }
  | { readonly kind: 'field'; readonly base: SpecExpression; readonly field: string }
  | { readonly kind: 'length'; readonly base: SpecExpression }
  /** Of the transaction in sight (function clauses, rule after a call); `this` is the contract the claim is about. */
  | {
      readonly kind: 'environment';
      readonly name: 'sender' | 'value' | 'origin' | 'block.timestamp' | 'block.number' | 'this';
    }
  /** The address of a linked or bound contract instance, by alias. */
  | { readonly kind: 'instance'; readonly contract: string }
  | { readonly kind: 'blockMember'; readonly block: SpecVariable; readonly member: 'number' | 'timestamp' }
  /** Native balance in wei of an address. */
  | { readonly kind: 'balance'; readonly address: SpecExpression }
  | { readonly kind: 'unary'; readonly operator: SpecUnaryOperator; readonly operand: SpecExpression }
  | {
      readonly kind: 'binary';
      readonly operator: SpecBinaryOperator;
      readonly left: SpecExpression;
      readonly right: SpecExpression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: SpecExpression;
      readonly then: SpecExpression;
      readonly else: SpecExpression;
    }
  /** Value in the state before the transaction (function clause), or at the start of the rule. */
  | { readonly kind: 'old'; readonly operand: SpecExpression }
  /** Value in a saved state: `s.balance(a)` and `s.credits[a]` are desugared to this. */
  | { readonly kind: 'inState'; readonly state: string; readonly operand: SpecExpression }
  /** `same(x, s)`: the whole state variable equals its value in state `s`. */
  | {
      readonly kind: 'same';
      readonly contract: string;
      readonly variable: EnvironmentVariable;
      readonly state: string;
    }
  | {
      readonly kind: 'quantifier';
      readonly quantifier: 'forall' | 'exists';
      readonly variables: readonly SpecVariable[];
      readonly body: SpecExpression;
    }
  /** `sum(credits)`, `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`: the body is an access path in which each bound variable is used once, as a key. */
  | { readonly kind: 'sum'; readonly variables: readonly SpecVariable[]; readonly body: SpecExpression }
  /** A view or pure function of the contract, evaluated in the current state; its revert is a definedness failure. */
  | {
      readonly kind: 'call';
      readonly contract: string;
      readonly function: EnvironmentFunction;
      readonly arguments: readonly SpecExpression[];
    }
  | { readonly kind: 'isEoa'; readonly address: SpecExpression }
  | { readonly kind: 'min' | 'max'; readonly arguments: readonly SpecExpression[] }
  /** Outcome of the last `try` call of a rule. */
  | { readonly kind: 'outcome'; readonly outcome: 'succeeded' | 'reverted' }
);
