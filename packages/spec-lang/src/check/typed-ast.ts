// The typed specification: what core turns into obligations. Names are resolved, types are known, sugar for
// ranges and chained comparisons is gone; quantified and parametric variables are `SpecVariable`s by identity.
import type { Location } from '../source/source-file.js';
import type {
  ContractEnvironment,
  EnvironmentEvent,
  EnvironmentFunction,
  EnvironmentLoop,
  EnvironmentVariable,
} from './environment.js';
import type { SpecType } from './types.js';

export interface TypedSpec {
  readonly path: string;
  /** Contracts by alias. The first is the one the claims are about unless a claim names another. */
  readonly contracts: readonly ContractBinding[];
  readonly links: readonly Link[];
  readonly assumptions: readonly Assumption[];
  /** Loop and recursion bound; undefined: the default. */
  readonly unroll: number | undefined;
  /** Ghost variables: state of the specification's own, updated by `hooks`. */
  readonly ghosts: readonly Ghost[];
  readonly hooks: readonly Hook[];
  /** Immutables or constants made free within a range (`parameter LTV in 0 .. 1_000_000`). */
  readonly parameters: readonly FreeParameter[];
  /** For which values of a parameter a claim holds. */
  readonly regions: readonly Region[];
  readonly claims: readonly Claim[];
}

/** The contract alias under which ghost variables appear in `state` expressions. */
export const GHOST = '$ghost';

/** `ghost uint paidOut = 0;`, `ghost mapping(address => uint) paid;`: zero (all keys) unless initialized. */
export interface Ghost {
  readonly variable: EnvironmentVariable;
  /** A literal or a constant; undefined: zero. Only for ghosts without keys. */
  readonly initial: SpecExpression | undefined;
  readonly location: Location;
}

/** When ghost variables change. All hooks of one moment run in their order in the file. */
export type Hook = {
  readonly location: Location;
  readonly text: string;
} /** Around every call of an externally callable function from outside the contract, re-entrant ones included; only when it succeeds. */ & (
  | {
      readonly kind: 'before' | 'after';
      readonly contract: string;
      /** `receive()` and `fallback()` included. */
      readonly function: EnvironmentFunction;
      readonly parameters: readonly SpecVariable[];
      /** Named results, in `after`. */
      readonly results: readonly SpecVariable[];
      readonly updates: readonly GhostUpdate[];
    }
  /** At every write to the variable (or below its keys): `on change credits[k] from was to is { … }`. */
  | {
      readonly kind: 'change';
      readonly contract: string;
      readonly variable: EnvironmentVariable;
      /** What was written: an access path over `keys`, e.g. `positions[u].debt`. */
      readonly target: SpecExpression;
      readonly keys: readonly SpecVariable[];
      readonly from: SpecVariable | undefined;
      readonly to: SpecVariable | undefined;
      /** The innermost call under way, which writes: its sender, value and function, and `old` for its start. Then not in constructors. */
      readonly call: SpecVariable | undefined;
      readonly updates: readonly GhostUpdate[];
    }
);

/** `if (c) { paid[a] += x; }`: the place is a `state` expression of `GHOST` under `index`; `condition` guards it. */
export interface GhostUpdate {
  readonly place: SpecExpression;
  readonly value: SpecExpression;
  readonly condition: SpecExpression | undefined;
  readonly location: Location;
}

/** `parameter LTV in low .. high`. */
export interface FreeParameter {
  readonly contract: string;
  readonly variable: EnvironmentVariable;
  readonly low: bigint;
  readonly high: bigint;
  readonly location: Location;
}

/** `region safe_ltv: collateralised over LTV;` */
export interface Region {
  readonly name: string;
  /** Name of the claim. */
  readonly claim: string;
  /** One of the `parameters`. */
  readonly parameter: FreeParameter;
  readonly text: string;
  readonly location: Location;
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
  /** Name of the model, where `assume token is ERC20` made the link. */
  readonly model?: string;
  readonly location: Location;
}

/** A file-level `assume …` or its like; its text is printed with every verdict that used it. */
export type Assumption = { readonly text: string; readonly location: Location } & (
  | { readonly kind: 'isEoa'; readonly address: SpecExpression }
  /** `assume keeper accepts ether`: does not revert on receipt of ether (it may still run code). */
  | { readonly kind: 'acceptsEther'; readonly address: SpecExpression }
  | { readonly kind: 'condition'; readonly condition: SpecExpression }
  /** `assume token is ERC20`: calls through that state variable (of type address or contract) meet the standard model of that name. */
  | { readonly kind: 'model'; readonly subject: SpecExpression; readonly model: string }
  /** `assume oracle.price() in low .. high`: what that outside function returns, to any argument. */
  | {
      readonly kind: 'returnRange';
      readonly call: OutsideCall;
      readonly low: SpecExpression;
      readonly high: SpecExpression;
    }
  /** `assume oracle.price() moves at most 10% per block`: numerator / denominator of the previous value, between two answers one block apart. */
  | {
      readonly kind: 'returnMoves';
      readonly call: OutsideCall;
      readonly numerator: bigint;
      readonly denominator: bigint;
    }
  /** `trust math.mulDiv(a, b, c) returns floor(a * b / c)`: a summary of an outside or own function. */
  | {
      readonly kind: 'summary';
      readonly call: OutsideCall;
      readonly parameters: readonly SpecVariable[];
      readonly result: SpecExpression;
    }
  /** `assume exact division`: every division of the code leaves no remainder. */
  | { readonly kind: 'exactDivision' }
  /** `assume no overflow`: checked arithmetic never reverts for its size. */
  | { readonly kind: 'noOverflow' }
  /** `loop Pool.accrue#1 invariant …`: checked on entry and by every round, then used. Not an assumption of the verdict when proved. */
  | {
      readonly kind: 'loopInvariant';
      readonly contract: string;
      readonly loop: EnvironmentLoop;
      readonly condition: SpecExpression;
    }
);

/** An outside function: the state variable (or own function, `receiver` undefined) it is called through, and which function. */
export interface OutsideCall {
  readonly contract: string;
  readonly receiver: SpecExpression | undefined;
  readonly function: EnvironmentFunction;
}

export type Claim = InvariantClaim | FunctionClaim | RuleClaim | ReachClaim | PossibleClaim;

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
  /** `always`: also whenever code outside may run; `betweenTransactions`: only then; `insideTransactions`: at every storage write as well. */
  readonly moments: 'always' | 'betweenTransactions' | 'insideTransactions';
  /** `preserved by f(x) { assume …; }`: assumed of calls of that function (printed). */
  readonly preserved: readonly {
    readonly function: EnvironmentFunction;
    readonly parameters: readonly SpecVariable[];
    readonly conditions: readonly SpecExpression[];
    readonly location: Location;
  }[];
  /** Of `only … may itself …`: what raises the flag that the condition speaks of. */
  readonly watching?: readonly Extract<Hook, { kind: 'change' }>[];
}

/** One clause of `function f(…) { … }`. */
export interface FunctionClaim extends ClaimBase {
  readonly kind: 'function';
  readonly function: EnvironmentFunction;
  /** The spec's own names for the parameters, in order; and for the named results (usable in `ensures`). */
  readonly parameters: readonly SpecVariable[];
  readonly results: readonly SpecVariable[];
  /** `reverts iff` is two claims. `revertsOnlyIf`: whenever it reverts, the condition held. */
  readonly clause: 'revertsIf' | 'revertsOnlyIf' | 'succeedsIf' | 'ensures' | 'changes' | 'emits';
  /** In `revertsIf`, `revertsOnlyIf`, `succeedsIf` over the pre-state; in `ensures` over the post-state, with `old`; `true` for the others. */
  readonly condition: SpecExpression;
  /** `changes`: all that may differ after success; access paths, whole variables, or `balance(…)`. Keys are of the pre-state. */
  readonly changes: readonly SpecExpression[] | undefined;
  /** `emits`: an event with these arguments (undefined: `_`, any). Arguments are over the post-state, with `old`. */
  readonly emits:
    | { readonly event: EnvironmentEvent; readonly arguments: readonly (SpecExpression | undefined)[] }
    | undefined;
  /** Invariants assumed in the pre-state (`using a, b;` inside the block). */
  readonly using: InvariantClaim['using'];
}

export interface RuleClaim extends ClaimBase {
  readonly kind: 'rule';
  readonly parameters: readonly SpecVariable[];
  /** Its first call is the first one after all contracts were deployed. */
  readonly fromDeployment?: true;
  readonly body: readonly RuleStatement[];
  readonly using: InvariantClaim['using'];
  /** Of `only … may` and the like: the one call in it is any call, also one that unknown code makes during a transaction. */
  readonly everyCall?: true;
}

/**
 * `can exit(address a) when p [even if others act [where c]] [within n]: calls… reaches goal;`: from every reachable state with
 * `when`, for all parameters, the calls (witness) or some at most `within` calls of the actor's choice succeed and lead to `goal`.
 */
export interface ReachClaim extends ClaimBase {
  readonly kind: 'reach';
  readonly parameters: readonly SpecVariable[];
  /** Assumed of the starting state and the parameters. */
  readonly when: readonly SpecExpression[];
  /** Transactions of others before and between the actor's: any that satisfy `condition` over `sender`. */
  readonly others:
    | { readonly sender: SpecVariable; readonly condition: SpecExpression | undefined }
    | undefined;
  /** Written out: `call` (with sender), `let`, `wait` statements. */
  readonly witness: readonly RuleStatement[] | undefined;
  /** Who makes the moves that are searched for (`by a`); undefined: anyone. Not used with a witness. */
  readonly actor: SpecExpression | undefined;
  /** Number of own moves searched for; 1 unless written. */
  readonly within: number;
  /** Over the final state; `old` is the state from which the actor's first move starts. */
  readonly goal: SpecExpression;
  readonly using: InvariantClaim['using'];
}

/** `possible p(…) assume …: calls… reaches goal;`: some run from deployment does this. */
export interface PossibleClaim extends ClaimBase {
  readonly kind: 'possible';
  readonly parameters: readonly SpecVariable[];
  readonly body: readonly RuleStatement[];
  readonly goal: SpecExpression;
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
            /** Undefined for `_`: any value. */
            readonly arguments: readonly (SpecExpression | undefined)[];
          }
        /** `any`, `any of f, g`, `any except h`: also `receive` and `fallback`, and a plain transfer that runs neither never is one. */
        | {
            readonly kind: 'any';
            readonly contract: string;
            readonly among: readonly EnvironmentFunction[] | undefined;
            readonly except: readonly EnvironmentFunction[];
          };
      readonly try: boolean;
      /** `by e`; undefined: any sender. */
      readonly sender: SpecExpression | undefined;
      /** `any by s` where `s` was not declared: declares it as the (arbitrary) sender of this call. */
      readonly senderVariable: SpecVariable | undefined;
      /** `{value: e}`; undefined: 0 for a named function, arbitrary for `any`. */
      readonly value: SpecExpression | undefined;
      /** `{value: _}`: any amount. */
      readonly anyValue?: true;
      /** `at t`: names the call; later `t.number`, `t.timestamp`, `t.sender`, `t.value`, `t is f`. */
      readonly block: SpecVariable | undefined;
      /** `by s where c`: c over the declared sender, before the call. */
      readonly senderCondition: SpecExpression | undefined;
      /** `uint shares = deposit(x) by a;` names the results. */
      readonly results: readonly SpecVariable[];
    }
  /** `any*;`, `any* by s where c except f;`: any number of calls by anyone (or those), each from a block not before the last. */
  | {
      readonly kind: 'anyNumber';
      readonly contract: string;
      readonly except: readonly EnvironmentFunction[];
      readonly senderVariable: SpecVariable | undefined;
      readonly senderCondition: SpecExpression | undefined;
    }
  /** `wait until c;`: the next call is in a later block in which c holds (over `now` and `block.number`). */
  | { readonly kind: 'wait'; readonly condition: SpecExpression }
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
  /**
   * Of the transaction in sight (function clauses, rule after a call), in invariants the block in which somebody looks;
   * `this` is the contract the claim is about.
   */
  | {
      readonly kind: 'environment';
      readonly name: 'sender' | 'value' | 'origin' | 'block.timestamp' | 'block.number' | 'this';
    }
  /** The address of a linked or bound contract instance, by alias. */
  | { readonly kind: 'instance'; readonly contract: string }
  | {
      readonly kind: 'blockMember';
      readonly block: SpecVariable;
      readonly member: 'number' | 'timestamp' | 'sender' | 'value' | 'origin';
    }
  /** `t is withdraw`: which function the call named `t` called; `receive()` and `fallback()` too. */
  | { readonly kind: 'calls'; readonly block: SpecVariable; readonly function: EnvironmentFunction }
  /** A local of the loop that a `loopInvariant` is about. */
  | { readonly kind: 'loopLocal'; readonly name: string }
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
  /** `init(e)`: value in the state after deployment. */
  | { readonly kind: 'initial'; readonly operand: SpecExpression }
  /** Ether that the contract ever sent to (received from) an address, or all; with `old` that of one transaction. */
  | {
      readonly kind: 'etherFlow';
      readonly contract: string;
      readonly direction: 'sent' | 'received';
      readonly counterpart: SpecExpression | undefined;
    }
  /** Value in a saved state: `s.balance(a)` and `s.credits[a]` are desugared to this. */
  | { readonly kind: 'inState'; readonly state: string; readonly operand: SpecExpression }
  /** `same(x, s)`: the whole state variable equals its value in state `s`; undefined: as it was (`changed(x)` is its negation). `variable` undefined: all storage of the contract. */
  | {
      readonly kind: 'same';
      readonly contract: string;
      readonly variable: EnvironmentVariable | undefined;
      readonly state: string | undefined;
    }
  | {
      readonly kind: 'quantifier';
      readonly quantifier: 'forall' | 'exists';
      readonly variables: readonly SpecVariable[];
      readonly body: SpecExpression;
    }
  /**
   * `sum(credits)`, `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`: the body is an access path in which each bound variable is used once, as a key.
   * With `condition` there is one variable, and the entries are summed whose keys satisfy it. The body may also be a product of such paths
   * and of what else depends on the key, with one variable: `sum(stake[u] * paid[u] for u)`.
   * With `below`, as in `sum(xs[i] for i < n)` and for arrays, there is one variable, the last index of the path, and it runs from 0 to below that number.
   */
  | {
      readonly kind: 'sum';
      readonly variables: readonly SpecVariable[];
      readonly body: SpecExpression;
      readonly condition?: SpecExpression;
      readonly below?: SpecExpression;
    }
  /** `count(a in credits where credits[a] > 0)`: how many keys of a mapping (or indices from 0 to below `below`) satisfy a condition on the value there. */
  | {
      readonly kind: 'count';
      readonly variable: SpecVariable;
      /** The mapping whose keys are counted, e.g. `credits`; with `below` it may be an array. */
      readonly domain: SpecExpression;
      readonly condition: SpecExpression;
      readonly below?: SpecExpression;
    }
  /** A view or pure function of the contract, evaluated in the current state; its revert is a definedness failure. */
  | {
      readonly kind: 'call';
      readonly contract: string;
      readonly function: EnvironmentFunction;
      readonly arguments: readonly SpecExpression[];
    }
  /** What a contract that is not modeled would answer at this moment: `oracle.price()`. */
  | {
      readonly kind: 'ask';
      /** A state variable, or an entry or field of one. */
      readonly receiver: SpecExpression;
      readonly function: EnvironmentFunction;
      readonly arguments: readonly SpecExpression[];
    }
  | { readonly kind: 'isEoa'; readonly address: SpecExpression }
  | { readonly kind: 'acceptsEther'; readonly address: SpecExpression }
  /** `defined(e)`: whether `e` has a value: no view call in it reverts, nothing is divided by zero, no index is out of bounds. */
  | { readonly kind: 'defined'; readonly operand: SpecExpression }
  | { readonly kind: 'min' | 'max'; readonly arguments: readonly SpecExpression[] }
  /** Outcome of the last `try` call of a rule. */
  | { readonly kind: 'outcome'; readonly outcome: 'succeeded' | 'reverted' }
);
