// The typed program: what the front end hands to lowering. Every name is resolved, every expression has its
// type, every implicit conversion is a `convert` node. Inheritance, modifiers and overloads are still as written.
import type { YulBlock } from './assembly/yul.js';
import type { DeclId, FunctionType, Mutability, Type } from './types.js';

/** Half-open range of UTF-16 offsets `[start, end)` in the source file `file` (index into `TypedProgram.files`). */
export interface Span {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

export interface TypedProgram {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Every declaration by id: contracts, functions, variables, structs, enums, events, errors, types, modifiers. */
  readonly declarations: ReadonlyMap<DeclId, Declaration>;
  /** All contracts, interfaces and libraries, in source order. */
  readonly contracts: readonly ContractDeclaration[];
}

export type Declaration =
  | ContractDeclaration
  | FunctionDeclaration
  | ModifierDeclaration
  | VariableDeclaration
  | StructDeclaration
  | EnumDeclaration
  | EventDeclaration
  | ErrorDeclaration
  | UserTypeDeclaration;

export interface ContractDeclaration {
  readonly kind: 'contract';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  readonly contractKind: 'contract' | 'interface' | 'library';
  /** Marked abstract, or an interface. */
  readonly abstract: boolean;
  /** C3 linearization, this contract first, most base-like last. */
  readonly linearization: readonly DeclId[];
  /** Direct bases as written, with arguments when given in the inheritance list. */
  readonly bases: readonly {
    readonly base: DeclId;
    readonly arguments: readonly Expression[] | undefined;
    readonly span: Span;
  }[];
  /** Members declared in this very contract, in source order (no inherited ones). */
  readonly stateVariables: readonly VariableDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
  readonly modifiers: readonly ModifierDeclaration[];
  /** Whether solc >= 0.8 semantics (checked arithmetic by default) apply in its file. */
  readonly checkedArithmetic: boolean;
  /** The slot of the first variable: 0 unless `layout at …` says otherwise. */
  readonly baseSlot: bigint;
  /** Lowest language version its file's pragma allows, `major.minor.patch`; undefined without a pragma. */
  readonly languageVersion: string | undefined;
}

export interface FunctionDeclaration {
  readonly kind: 'function';
  readonly id: DeclId;
  /** '' for constructor, receive and fallback. */
  readonly name: string;
  readonly span: Span;
  readonly functionKind: 'function' | 'constructor' | 'receive' | 'fallback' | 'free';
  readonly visibility: 'external' | 'public' | 'internal' | 'private';
  readonly mutability: Mutability;
  readonly virtual: boolean;
  readonly parameters: readonly VariableDeclaration[];
  readonly returns: readonly VariableDeclaration[];
  readonly modifiers: readonly ModifierInvocation[];
  /** Undefined when not implemented. */
  readonly body: Statement | undefined;
  /** The contract that declares it; undefined for free functions. */
  readonly contract: DeclId | undefined;
  /** Canonical ABI signature, e.g. `transfer(address,uint256)`; undefined when it is not externally callable. */
  readonly signature: string | undefined;
}

/** A modifier applied to a function, or (on constructors) a base constructor with its arguments. */
export interface ModifierInvocation {
  readonly target: DeclId;
  readonly targetKind: 'modifier' | 'baseConstructor';
  readonly arguments: readonly Expression[];
  readonly span: Span;
}

export interface ModifierDeclaration {
  readonly kind: 'modifier';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  readonly virtual: boolean;
  readonly parameters: readonly VariableDeclaration[];
  readonly body: Statement | undefined;
  readonly contract: DeclId;
}

export interface VariableDeclaration {
  readonly kind: 'variable';
  readonly id: DeclId;
  /** '' when unnamed. */
  readonly name: string;
  readonly span: Span;
  readonly type: Type;
  readonly role: 'state' | 'fileConstant' | 'parameter' | 'return' | 'local' | 'structField';
  readonly visibility: 'public' | 'internal' | 'private' | 'external';
  readonly mutability: 'mutable' | 'constant' | 'immutable' | 'transient';
  /** State variables, constants: the initial value, already converted to `type`. */
  readonly initializer: Expression | undefined;
  readonly contract: DeclId | undefined;
}

export interface StructDeclaration {
  readonly kind: 'struct';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  /** Field types are as declared, with location 'storage' for reference types (relocate as needed). */
  readonly fields: readonly VariableDeclaration[];
  readonly contract: DeclId | undefined;
}
export interface EnumDeclaration {
  readonly kind: 'enum';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  readonly members: readonly string[];
  readonly contract: DeclId | undefined;
}
export interface EventDeclaration {
  readonly kind: 'event';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  readonly parameters: readonly VariableDeclaration[];
  readonly contract: DeclId | undefined;
}
export interface ErrorDeclaration {
  readonly kind: 'error';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  readonly parameters: readonly VariableDeclaration[];
  readonly contract: DeclId | undefined;
}
export interface UserTypeDeclaration {
  readonly kind: 'userType';
  readonly id: DeclId;
  readonly name: string;
  readonly span: Span;
  readonly underlying: Type;
  readonly contract: DeclId | undefined;
}

// ---------------------------------------------------------------------------------------------- statements

export type Statement =
  | {
      readonly kind: 'block';
      readonly statements: readonly Statement[];
      readonly unchecked: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'declare';
      /** One entry a component; undefined where a tuple component is left out. */
      readonly variables: readonly (VariableDeclaration | undefined)[];
      /** A tuple-typed expression when several variables are declared; converted component-wise already for one variable. */
      readonly value: Expression | undefined;
      readonly span: Span;
    }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly span: Span }
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Statement;
      readonly else: Statement | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'loop';
      readonly form: 'for' | 'while' | 'doWhile';
      readonly initial: Statement | undefined;
      readonly condition: Expression | undefined;
      readonly update: Expression | undefined;
      readonly body: Statement;
      readonly span: Span;
    }
  | { readonly kind: 'break'; readonly span: Span }
  | { readonly kind: 'continue'; readonly span: Span }
  /** `value` is converted to the return type (a tuple expression when there are several). */
  | { readonly kind: 'return'; readonly value: Expression | undefined; readonly span: Span }
  | {
      readonly kind: 'emit';
      readonly event: DeclId;
      readonly arguments: readonly Expression[];
      readonly span: Span;
    }
  /** `revert Custom(args)`. (`revert()` and `revert("…")` are builtin calls.) */
  | {
      readonly kind: 'revertError';
      readonly error: DeclId;
      readonly arguments: readonly Expression[];
      readonly span: Span;
    }
  | {
      readonly kind: 'try';
      /** An external call or `new` expression. */
      readonly call: Expression;
      readonly returns: readonly VariableDeclaration[];
      readonly body: Statement;
      readonly catches: readonly {
        readonly errorName: 'Error' | 'Panic' | '';
        readonly parameter: VariableDeclaration | undefined;
        readonly body: Statement;
        readonly span: Span;
      }[];
      readonly span: Span;
    }
  /** `_` in a modifier body. */
  | { readonly kind: 'placeholder'; readonly span: Span }
  | { readonly kind: 'assembly'; readonly body: YulBlock; readonly span: Span }
  /** A construct the front end does not support; the diagnostic was reported with this code. */
  | { readonly kind: 'unsupported'; readonly code: string; readonly what: string; readonly span: Span };

// --------------------------------------------------------------------------------------------- expressions

export type UnaryOperator = '-' | '!' | '~' | '++x' | '--x' | 'x++' | 'x--' | 'delete';
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '<<'
  | '>>'
  | '&'
  | '|'
  | '^'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&&'
  | '||';

/** How a function named in an expression is found at run time. */
export type Dispatch =
  /** Resolved by the most derived contract (plain name of a virtual or own function). */
  | { readonly kind: 'virtual' }
  /** Exactly this declaration (`Base.f`, a private, free or library function). */
  | { readonly kind: 'exact' }
  /** The next implementation after `after` in the linearization of the most derived contract. */
  | { readonly kind: 'super'; readonly after: DeclId };

interface Node {
  readonly type: Type;
  readonly span: Span;
}

export type Expression = Node &
  (
    | { readonly kind: 'literal'; readonly value: boolean | bigint | string } // string = hex bytes of a string/hex literal; rationals are folded and converted
    | { readonly kind: 'variable'; readonly declaration: DeclId } // local, parameter, state variable, constant
    | { readonly kind: 'enumMember'; readonly declaration: DeclId; readonly index: number }
    /** An internal function used as a value or callee. */
    | { readonly kind: 'function'; readonly declaration: DeclId; readonly dispatch: Dispatch }
    /** `base.f` where base is a contract value: an external function value. For getters `declaration` is the state variable. */
    | {
        readonly kind: 'externalFunction';
        readonly base: Expression;
        readonly declaration: DeclId;
        readonly signature: string;
      }
    /** A name that is a type or magic object (`uint`, `Token`, `msg`, `super`): only as operand of member/call. */
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'field'; readonly base: Expression; readonly field: string } // struct field
    /** Built-in member of a value or magic: `msg.sender`, `x.balance`, `a.length`, `type(T).max`, `f.selector`, `abi`, `addr.code` … */
    | { readonly kind: 'builtinMember'; readonly base: Expression; readonly name: BuiltinMember }
    | { readonly kind: 'index'; readonly base: Expression; readonly index: Expression } // index already converted to key type / uint256
    | {
        readonly kind: 'slice';
        readonly base: Expression;
        readonly from: Expression | undefined;
        readonly to: Expression | undefined;
      }
    /** `userFunction`: a user-defined operator (`using {f as +}`). Operands are converted to the common type. */
    | {
        readonly kind: 'unary';
        readonly operator: UnaryOperator;
        readonly operand: Expression;
        readonly userFunction: DeclId | undefined;
      }
    | {
        readonly kind: 'binary';
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
        readonly userFunction: DeclId | undefined;
      }
    /** `operator` is '=' or the arithmetic part of a compound assignment. `right` is converted to the type of `left` (for shifts and ** to its own type). */
    | {
        readonly kind: 'assign';
        readonly operator: '=' | BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly kind: 'conditional';
        readonly condition: Expression;
        readonly then: Expression;
        readonly else: Expression;
      }
    | { readonly kind: 'tuple'; readonly components: readonly (Expression | undefined)[] }
    | { readonly kind: 'inlineArray'; readonly elements: readonly Expression[] }
    /** Implicit and explicit conversions alike; the source type is `operand.type`, the target `type`. */
    | { readonly kind: 'convert'; readonly operand: Expression; readonly explicit: boolean }
    | { readonly kind: 'call'; readonly call: Call }
    | { readonly kind: 'unsupported'; readonly code: string; readonly what: string }
  );

/** Arguments are in declaration order (named arguments are reordered; `evaluationOrder` is as written) and converted. */
export type Call =
  /** Internal call. `receiver` of a `using for` call is already the first argument. */
  | {
      readonly kind: 'internal';
      readonly function: DeclId;
      readonly dispatch: Dispatch;
      readonly arguments: readonly Expression[];
    }
  /** Call of an internal function value. */
  | {
      readonly kind: 'internalValue';
      readonly callee: Expression;
      readonly functionType: FunctionType;
      readonly arguments: readonly Expression[];
    }
  /** External call by contract type, incl. `this.f()` and public/external library functions (`library: true`, delegatecall). */
  | {
      readonly kind: 'external';
      readonly target: Expression;
      readonly declaration: DeclId;
      readonly signature: string;
      readonly mutability: Mutability;
      readonly returns: readonly Type[];
      readonly library: boolean;
      readonly arguments: readonly Expression[];
      readonly options: CallOptions;
    }
  /** Call of an external function value. */
  | {
      readonly kind: 'externalValue';
      readonly callee: Expression;
      readonly functionType: FunctionType;
      readonly arguments: readonly Expression[];
      readonly options: CallOptions;
    }
  | {
      readonly kind: 'builtin';
      readonly name: BuiltinFunction;
      readonly receiver: Expression | undefined;
      readonly arguments: readonly Expression[];
      readonly options: CallOptions;
      readonly typeArguments: readonly Type[];
    }
  | {
      readonly kind: 'structConstructor';
      readonly declaration: DeclId;
      readonly arguments: readonly Expression[];
    }
  /** `E(args)` of a custom error as a value, which only `require(condition, E(args))` takes; its type is the magic `error`. */
  | { readonly kind: 'errorValue'; readonly error: DeclId; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'new';
      readonly contract: DeclId;
      readonly arguments: readonly Expression[];
      readonly options: CallOptions;
    }
  /** `new T[](n)`, `new bytes(n)`. The created type is the type of the expression. */
  | { readonly kind: 'newArray'; readonly length: Expression };

export interface CallOptions {
  readonly value: Expression | undefined;
  readonly gas: Expression | undefined;
  readonly salt: Expression | undefined;
}

/** Members of values and of the magic objects. `type(T).x` has base kind 'name' with type typeName(T). */
export type BuiltinMember =
  | 'msg.sender'
  | 'msg.value'
  | 'msg.data'
  | 'msg.sig'
  | 'tx.origin'
  | 'tx.gasprice'
  | 'block.timestamp'
  | 'block.number'
  | 'block.basefee'
  | 'block.blobbasefee'
  | 'block.chainid'
  | 'block.coinbase'
  | 'block.difficulty'
  | 'block.prevrandao'
  | 'block.gaslimit'
  | 'this' // `this` itself: base is a 'name'
  | 'address.balance'
  | 'address.code'
  | 'address.codehash'
  | 'array.length'
  | 'bytes.length'
  | 'fixedBytes.length'
  | 'type.min'
  | 'type.max'
  | 'type.name'
  | 'type.interfaceId'
  | 'type.creationCode'
  | 'type.runtimeCode'
  | 'function.selector'
  | 'function.address'
  | 'error.selector'
  | 'event.selector';

/** Functions of the language; `receiver` is the value before the dot for members. */
export type BuiltinFunction =
  | 'require'
  | 'assert'
  | 'revert'
  | 'keccak256'
  | 'sha256'
  | 'ripemd160'
  | 'ecrecover'
  | 'addmod'
  | 'mulmod'
  | 'blockhash'
  | 'blobhash'
  | 'gasleft'
  | 'selfdestruct'
  | 'abi.encode'
  | 'abi.encodePacked'
  | 'abi.encodeWithSelector'
  | 'abi.encodeWithSignature'
  | 'abi.encodeCall'
  | 'abi.decode'
  | 'address.call'
  | 'address.delegatecall'
  | 'address.staticcall'
  | 'address.transfer'
  | 'address.send'
  | 'array.push'
  | 'array.pop'
  | 'bytes.concat'
  | 'string.concat'
  | 'userType.wrap'
  | 'userType.unwrap';
