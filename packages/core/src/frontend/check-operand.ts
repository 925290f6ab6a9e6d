// What an expression denotes while it is checked: a value of the typed program, or something to call or look into.
import type {
  ContractDefinition,
  ErrorDefinition,
  EventDefinition,
  FunctionDefinition,
  ModifierDefinition,
  SourceUnit,
  VariableDefinition,
} from './ast.js';
import type { BuiltinSignature } from './builtins.js';
import type { Signature } from './check-context.js';
import { EMPTY_TUPLE } from './type-build.js';
import { functionString, typeString } from './type-string.js';
import type { CallOptions, Dispatch, Expression, Span } from './typed-program.js';
import type { Type } from './types.js';

/** Whether an expression can be assigned to, and if not, why. */
export type Assignability =
  | 'assignable'
  | 'notStored'
  | 'constant'
  | 'calldata'
  | 'immutable'
  | 'array length';

/** A function that a name may mean, with the way it would be called. */
export interface Candidate {
  readonly definition: FunctionDefinition | VariableDefinition;
  readonly signature: Signature;
  readonly access:
    | { readonly kind: 'internal'; readonly dispatch: Dispatch }
    | { readonly kind: 'external'; readonly base: Expression }
    | { readonly kind: 'library'; readonly base: Expression }
    /** Named through a contract that is not a base: good for `.selector` and `abi.encodeCall` only. */
    | { readonly kind: 'declaration'; readonly contract: ContractDefinition };
  /** The value before the dot of a `using for` call: the first argument. */
  readonly receiver: Expression | undefined;
}

export type Operand =
  | { readonly kind: 'value'; readonly expression: Expression; readonly assignability: Assignability }
  | {
      readonly kind: 'functions';
      readonly name: string;
      readonly candidates: readonly Candidate[];
      readonly span: Span;
    }
  | {
      readonly kind: 'builtin';
      readonly name: string;
      readonly signatures: readonly BuiltinSignature[];
      readonly receiver: Expression | undefined;
      readonly span: Span;
    }
  | { readonly kind: 'typeName'; readonly type: Type; readonly span: Span }
  | { readonly kind: 'library'; readonly definition: ContractDefinition; readonly span: Span }
  | { readonly kind: 'new'; readonly type: Type; readonly signature: Signature; readonly span: Span }
  | {
      readonly kind: 'events';
      readonly candidates: readonly { readonly definition: EventDefinition; readonly signature: Signature }[];
      readonly span: Span;
    }
  | {
      readonly kind: 'errors';
      readonly candidates: readonly { readonly definition: ErrorDefinition; readonly signature: Signature }[];
      readonly span: Span;
    }
  | { readonly kind: 'module'; readonly unit: SourceUnit; readonly span: Span }
  | { readonly kind: 'magic'; readonly name: 'msg' | 'block' | 'tx' | 'abi' | 'type'; readonly span: Span }
  | { readonly kind: 'metaType'; readonly type: Type; readonly span: Span }
  | { readonly kind: 'super'; readonly contract: ContractDefinition; readonly span: Span }
  | {
      readonly kind: 'modifier';
      readonly definition: ModifierDefinition;
      readonly signature: Signature;
      readonly span: Span;
    }
  | { readonly kind: 'options'; readonly callee: Operand; readonly options: CallOptions; readonly span: Span }
  /** `.value` or `.gas` of old code, to be called with the amount. */
  | {
      readonly kind: 'optionSetter';
      readonly callee: Operand;
      readonly option: 'value' | 'gas';
      readonly span: Span;
    }
  /** A mistake that was reported: everything built on it stays silent. */
  | { readonly kind: 'poison'; readonly code: string; readonly span: Span };

/** No call options. */
export const NO_OPTIONS: CallOptions = { value: undefined, gas: undefined, salt: undefined };

/** A value that cannot be assigned to. */
export function valueOperand(expression: Expression, assignability: Assignability = 'notStored'): Operand {
  return { kind: 'value', expression, assignability };
}

/** The expression that stands for a mistake or an unsupported construct. */
export function poisonExpression(code: string, what: string, span: Span): Expression {
  return { kind: 'unsupported', code, what, type: EMPTY_TUPLE, span };
}

/** Whether the expression stands for something already reported. */
export function isPoison(expression: Expression): boolean {
  return expression.kind === 'unsupported';
}

/** The place of an operand. */
export function operandSpan(operand: Operand): Span {
  return operand.kind === 'value' ? operand.expression.span : operand.span;
}

/** solc's type string of an operand, or undefined when it is not determined (overloads, mistakes). */
export function operandTypeString(operand: Operand): string | undefined {
  switch (operand.kind) {
    case 'value':
      return isPoison(operand.expression) ? undefined : typeString(operand.expression.type);
    case 'functions': {
      const [only] = operand.candidates;
      return operand.candidates.length === 1 && only !== undefined ? candidateTypeString(only) : undefined;
    }
    case 'builtin': {
      const [only] = operand.signatures;
      return operand.signatures.length === 1 && only !== undefined
        ? builtinTypeString(only, operand.receiver)
        : undefined;
    }
    case 'typeName':
      return `type(${typeString(operand.type)})`;
    case 'library':
      return `type(library ${operand.definition.name})`;
    case 'new':
      return functionString({ visibility: 'internal', ...operand.signature });
    case 'events':
    case 'errors': {
      const [only] = operand.candidates;
      if (operand.candidates.length !== 1 || only === undefined) return undefined;
      return functionString({ visibility: 'internal', ...only.signature });
    }
    case 'module':
      return `module "${operand.unit.path}"`;
    case 'magic':
      return operand.name === 'type' ? 'function () pure' : operand.name;
    case 'metaType':
      return `type(${typeString(operand.type)})`;
    case 'super':
      return `type(contract super ${operand.contract.name})`;
    case 'modifier':
      return `modifier (${operand.signature.parameters.map(typeString).join(',')})`;
    case 'options':
      return operandTypeString(operand.callee);
    case 'optionSetter':
      return `function (uint256) pure returns (${operandTypeString(operand.callee) ?? ''})`;
    case 'poison':
      return undefined;
    default:
      return operand satisfies never;
  }
}

/** The type string of a function found by name, as solc prints it. */
export function candidateTypeString(candidate: Candidate): string {
  const { access, signature, definition } = candidate;
  return functionString({
    visibility: access.kind === 'external' ? 'external' : 'internal',
    parameters: signature.parameters,
    returns: signature.returns,
    mutability: signature.mutability,
    ...(access.kind === 'declaration' ? { name: `${access.contract.name}.${definition.name}` } : {}),
  });
}

/** The type string of a function of the language; members of arrays print the array as first parameter. */
export function builtinTypeString(signature: BuiltinSignature, receiver: Expression | undefined): string {
  const bound =
    receiver !== undefined && signature.name.startsWith('array.') ? [pointerTo(receiver.type)] : [];
  return functionString({
    visibility: 'internal',
    parameters: [...bound, ...signature.parameters],
    returns: signature.returns,
    mutability: signature.mutability,
  });
}

function pointerTo(type: Type): Type {
  return type.kind === 'array' || type.kind === 'bytes' ? { ...type, pointer: true } : type;
}
