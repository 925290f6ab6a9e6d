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
  /** Whether an empty line stands before it, after the comments before it. */
  readonly apart: boolean;
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
  | {
      readonly kind: 'link';
      readonly contract: Name;
      readonly variable: Name;
      /** `at 0x3608…`: the variable is a name for the address in that slot. A number, or what stands in for one. */
      readonly slot: Expression | undefined;
      /** Undefined: `link Proxy.admin at …;` gives a name only. */
      readonly target: Name | undefined;
    }
  | { readonly kind: 'assume'; readonly condition: Expression }
  | { readonly kind: 'unroll'; readonly bound: Expression }
  | InvariantDeclaration
  | FunctionDeclaration
  | RuleDeclaration
  | ReachDeclaration
  | PossibleDeclaration
  | OnlyDeclaration
  | NeverDeclaration
  | MachineDeclaration
  | GhostDeclaration
  | HookDeclaration
  | ChangeHookDeclaration
  | AssumeModel
  | AssumeReturns
  | TrustDeclaration
  | LoopDeclaration
  /** `assume exact division;`, `assume no overflow;`. */
  | { readonly kind: 'assumeArithmetic'; readonly what: 'exactDivision' | 'noOverflow' }
  /** `define healthy(address u) = collateral[u] >= debt[u];`, `define ONE = 1e18;`: inlined where used. */
  | {
      readonly kind: 'define';
      readonly name: Name;
      readonly parameters: readonly Parameter[];
      readonly value: Expression;
    }
  /** `module Erc20(contract T, balances, supply) { … }`: declarations over contracts and expressions given where it is applied. */
  | {
      readonly kind: 'module';
      readonly name: Name;
      readonly contracts: readonly Name[];
      readonly expressions: readonly Name[];
      readonly declarations: readonly Declaration[];
      readonly close: TextSpan & { readonly comments: readonly Comment[] };
    }
  /** `apply Erc20(Token, Token._balances, Token._totalSupply) as token;`: claims are named `token.supply`. */
  | {
      readonly kind: 'apply';
      readonly module: Name;
      readonly arguments: readonly Expression[];
      readonly as: Name | undefined;
    }
  /** `parameter LTV in 0 .. 1_000_000;`. */
  | {
      readonly kind: 'parameter';
      readonly contract: Name | undefined;
      readonly variable: Name;
      readonly low: Expression;
      readonly high: Expression;
    }
  /** `region safe_ltv: solvent over LTV;`. */
  | { readonly kind: 'region'; readonly name: Name; readonly claim: Name; readonly parameter: Name }
  /** `unit wei;`, `unit price 1e18;` declare; `unit wei of credits[*], total;` gives it to variables. */
  | {
      readonly kind: 'unit';
      readonly unit: Name;
      readonly scale: Expression | undefined;
      readonly of: readonly Expression[];
    }
  /** A construct that is recognized and not supported yet; `declares`: the name it would give a meaning. */
  | { readonly kind: 'unsupported'; readonly construct: string; readonly declares: string | undefined };

export interface InvariantDeclaration {
  readonly kind: 'invariant';
  /** `Token` of `invariant Token.supply: …`. */
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly condition: Expression;
  readonly moments: 'always' | 'betweenTransactions' | 'insideTransactions';
  readonly using: readonly LemmaReference[];
  readonly except: readonly FunctionReference[];
  readonly preserved: readonly {
    readonly function: Name;
    readonly parameters: readonly Parameter[];
    readonly conditions: readonly Expression[];
    readonly start: number;
    readonly end: number;
  }[];
}

/** `name: only deposit, mint by a may increase credits[a], total;`; `subjects` are functions, or addresses that must be the sender. */
export interface OnlyDeclaration {
  readonly kind: 'only';
  readonly name: Name | undefined;
  readonly parameters: readonly Parameter[];
  readonly contract: Name | undefined;
  /** `deposit`, `send(address,uint256)`, or an address expression such as `owner`. */
  readonly subjects: readonly /** A plain name is always given as a function; it may also be an address variable. `f()` and types in parentheses too. */
  (
    | { readonly kind: 'function'; readonly function: FunctionReference }
    | { readonly kind: 'expression'; readonly expression: Expression }
  )[];
  readonly by: Expression | undefined;
  /** `may itself`: what the code of a call does, without that of calls which are made meanwhile. */
  readonly itself: boolean;
  /** `bring`: ether, with a call; there are no targets then. */
  readonly direction: 'increase' | 'decrease' | 'change' | 'bring';
  /** Paths; `[*]` is `star`, and a name not known elsewhere in a key is a fresh one (`credits[a]` with `by a`). */
  readonly targets: readonly Expression[];
  readonly using: readonly LemmaReference[];
}

/** `name: owner never changes;`, `rate never decreases except setRate;`. */
export interface NeverDeclaration {
  readonly kind: 'never';
  readonly name: Name | undefined;
  readonly targets: readonly Expression[];
  /** `bring`: ether, with a call; there are no targets then. */
  readonly direction: 'increase' | 'decrease' | 'change' | 'bring';
  /** Written as `nobody may change owner;`, which means the same. */
  readonly nobody: boolean;
  /** `never changes inside transactions`: at every write too. */
  readonly inside: boolean;
  readonly except: readonly FunctionReference[];
  readonly using: readonly LemmaReference[];
}

/** `name: state moves Idle -> Req by withdraw, Req -> Idle by finalize, cancel, * -> same by receive;`: no other transitions. */
export interface MachineDeclaration {
  readonly kind: 'machine';
  readonly name: Name | undefined;
  readonly subject: Expression;
  readonly moves: readonly {
    /** Undefined: `*`. */
    readonly from: Expression | undefined;
    /** Undefined: `same`. */
    readonly to: Expression | undefined;
    /** Empty: any function. */
    readonly by: readonly FunctionReference[];
  }[];
  readonly using: readonly LemmaReference[];
}

/** `can f(address a) when p assume q even if others act where other != a within 2 by a: calls… reaches goal;` */
export interface ReachDeclaration {
  readonly kind: 'can';
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly when: readonly Expression[];
  /** How many of `when`, the last ones, were written after `assume`; for the printer. */
  readonly assumed: number;
  /** `even if others act [where c]`: in c, `other` is the sender. */
  readonly others: { readonly condition: Expression | undefined } | undefined;
  readonly within: Expression | undefined;
  readonly by: Expression | undefined;
  readonly body: readonly Statement[];
  readonly goal: Expression;
  readonly using: readonly LemmaReference[];
}

/** `possible f(address p) assume q: calls… reaches goal;` */
export interface PossibleDeclaration {
  readonly kind: 'possible';
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly when: readonly Expression[];
  /** As in `ReachDeclaration`. */
  readonly assumed: number;
  readonly body: readonly Statement[];
  readonly goal: Expression;
}

/** `ghost mapping(address => uint) paid;`, `ghost uint total = 0;` */
export interface GhostDeclaration {
  readonly kind: 'ghost';
  readonly type: TypeName;
  /** Keys of `mapping(a => mapping(b => t))`, outermost first; `type` is then the value's. */
  readonly keys: readonly TypeName[];
  readonly name: Name;
  readonly initial: Expression | undefined;
}

/** `after withdraw(uint amount) { paidOut += amount; }` */
export interface HookDeclaration {
  readonly kind: 'hook';
  readonly moment: 'before' | 'after';
  readonly contract: Name | undefined;
  readonly name: Name;
  readonly parameters: readonly Parameter[];
  readonly results: readonly Parameter[];
  readonly updates: readonly GhostStatement[];
  readonly close: TextSpan & { readonly comments: readonly Comment[] };
}

/** `on change credits[k] from was to is { … }` */
export interface ChangeHookDeclaration {
  readonly kind: 'changeHook';
  readonly target: Expression;
  readonly from: Name | undefined;
  readonly to: Name | undefined;
  readonly updates: readonly GhostStatement[];
  readonly close: TextSpan & { readonly comments: readonly Comment[] };
}

/** `g = e;`, `m[k] += e;`, `m[k] -= e;`, `if (c) { … } else { … }` */
export type GhostStatement = Commented & { readonly broken: boolean } & (
    | {
        readonly kind: 'set';
        readonly place: Expression;
        readonly operator: '=' | '+=' | '-=';
        readonly value: Expression;
      }
    | {
        readonly kind: 'if';
        readonly condition: Expression;
        readonly then: readonly GhostStatement[];
        readonly else: readonly GhostStatement[];
      }
  );

/** `assume token is ERC20;` (a name that is no predicate such as EOA). */
export interface AssumeModel {
  readonly kind: 'assumeModel';
  readonly subject: Expression;
  readonly model: Name;
}

/** `assume oracle.price() moves at most 10% per block;` (the range form is an ordinary `assume` with `in`). */
export interface AssumeReturns {
  readonly kind: 'assumeMoves';
  readonly call: Expression;
  readonly numerator: Expression;
  /** Of a percentage: 100. */
  readonly percent: boolean;
}

/** `trust math.mulDiv(a, b, c) returns floor(a * b / c);` */
export interface TrustDeclaration {
  readonly kind: 'trust';
  /** `math.mulDiv`, `mulDiv`. */
  readonly callee: Expression;
  readonly parameters: readonly Name[];
  readonly result: Expression;
}

/** `loop Pool.accrue#1 invariant e;` */
export interface LoopDeclaration {
  readonly kind: 'loop';
  /** `Pool.accrue`, `accrue`. */
  readonly function: Name;
  readonly number: number;
  readonly condition: Expression;
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
  readonly fromDeployment: boolean;
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
        readonly kind: 'revertsIf' | 'revertsOnlyIf' | 'revertsIff' | 'succeedsIf' | 'ensures';
        readonly label: Name | undefined;
        readonly condition: Expression;
      }
    /** `changes credits[sender], balance(this);`; empty: `changes nothing`. */
    | {
        readonly kind: 'changes';
        readonly label: Name | undefined;
        readonly items: readonly Expression[];
      }
    /** `emits Withdrawn(sender, amount);`; an argument is undefined for `_`. */
    | {
        readonly kind: 'emits';
        readonly label: Name | undefined;
        readonly event: Name;
        readonly arguments: readonly (Expression | undefined)[];
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
    /** `any*;`, `any* by s where s != a except pause;`: any number of calls. */
    | {
        readonly kind: 'anyNumber';
        readonly contract: Name | undefined;
        readonly by: Name | undefined;
        readonly where: Expression | undefined;
        readonly except: readonly FunctionReference[];
      }
    /** `wait until now >= start + 5 days;` */
    | { readonly kind: 'wait'; readonly condition: Expression }
    /** `for i in 0 .. 2 { … }`: written out, bounds are constants. */
    | {
        readonly kind: 'repeat';
        readonly variable: Name;
        readonly low: Expression;
        readonly high: Expression;
        readonly body: readonly Statement[];
      }
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
  /** `any of f, g` and `any except h`; the call is then the name `any` (or `Token.any`). */
  readonly among: readonly FunctionReference[] | undefined;
  readonly except: readonly FunctionReference[];
  readonly by: Expression | undefined;
  /** `by s where s != a`. */
  readonly where: Expression | undefined;
  readonly at: Name | undefined;
  /** Written after it: `succeeds` changes nothing, `reverts` is `try` and an assertion that it did. */
  readonly expects: 'succeeds' | 'reverts' | undefined;
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

/** `< n` or `<= n` after an index that starts at 0. */
export interface IndexBound {
  readonly operator: '<' | '<=';
  readonly value: Expression;
}

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
  /** `x is EOA`, `t is withdraw`, `t is send(address,uint256)`. */
  | {
      readonly kind: 'is';
      readonly subject: Expression;
      readonly what: Name;
      readonly types?: readonly TypeName[];
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: 'quantifier';
      readonly quantifier: 'forall' | 'exists' | 'exactlyOne';
      readonly variables: readonly Parameter[];
      readonly body: Expression;
    }
  /** `sum(m)` has no variables; `sum(xs[i] for i < n)` has one and a bound, `sum(m[a] for a where open[a])` a condition. */
  | {
      readonly kind: 'sum';
      readonly body: Expression;
      readonly variables: readonly Name[];
      readonly bound?: IndexBound;
      readonly condition?: Expression;
    }
  /** `count(a in credits where credits[a] > 0)`; `count(i < n where xs[i] > 0)` has a bound in place of the domain. */
  | {
      readonly kind: 'count';
      readonly variable: Name;
      readonly domain: Expression | undefined;
      readonly bound?: IndexBound;
      readonly condition: Expression;
    }
  /** `x accepts ether`. */
  | { readonly kind: 'acceptsEther'; readonly subject: Expression }
  /** The `*` in `credits[*]`. */
  | { readonly kind: 'star' }
  /** `type(uint256).max`. */
  | { readonly kind: 'typeBound'; readonly type: TypeName; readonly bound: 'min' | 'max' }
  /** In parentheses; kept because they say what the writer meant, also to a reader of the formatted text. */
  | { readonly kind: 'group'; readonly inner: Expression }
  /** Recognized, reported as not supported yet. */
  | { readonly kind: 'unsupported'; readonly construct: string }
  /** Where an expression was missing; reported. */
  | { readonly kind: 'missing' };
