// What lowering carries around: the contract being built, the function being filled, lowered values, and evaluation order.
import type { Diagnostic } from '@surety/spec-lang';
import type {
  ContractDeclaration,
  Declaration,
  FunctionDeclaration,
  Span,
  Expression as TypedExpression,
  TypedProgram,
} from '../frontend/typed-program.js';
import type { DeclId, Type } from '../frontend/types.js';
import type { SlotUse } from './assembly/fixed-slot.js';
import { isAggregate, localValue, read, UINT256 } from './build.js';
import type {
  AggregateReference,
  Expression,
  Failure,
  FunctionId,
  IrFunction,
  IrType,
  Local,
  Place,
  Statement,
  StorageRoot,
  StorageVariable,
} from './ir.js';
import type { TypeLowering } from './lower-types.js';
import { type Effects, effectsOf, placeUnaffected, unaffected } from './visit.js';

/** A place in storage. */
export type StoragePlace = Extract<Place, { kind: 'storage' }>;

/** What an expression denotes after lowering. */
export type Value =
  /** A value, the contents of `bytes`, or a reference to a memory object. */
  | { readonly kind: 'value'; readonly expression: Expression }
  /** A reference into storage (struct, array, mapping, `bytes`, `string`); nothing has been read yet. */
  | { readonly kind: 'storage'; readonly place: StoragePlace }
  | { readonly kind: 'tuple'; readonly components: readonly (Value | undefined)[] };

/** Something that can be assigned to. */
export type Target =
  | { readonly kind: 'local'; readonly local: Local }
  | { readonly kind: 'place'; readonly place: Place }
  /** One byte of `bytes` in storage, or of a local variable that alone refers to its buffer; the index is within bounds. */
  | { readonly kind: 'byte'; readonly of: StoragePlace | Local; readonly index: Expression }
  /** The length of an array or of `bytes` in storage, which could be assigned before 0.6. */
  | { readonly kind: 'length'; readonly of: StoragePlace }
  | { readonly kind: 'tuple'; readonly components: readonly (Target | undefined)[] };

/** The state of lowering one deployed contract. */
export interface ContractLowering {
  readonly program: TypedProgram;
  readonly contract: ContractDeclaration;
  readonly types: TypeLowering;
  readonly diagnostics: Diagnostic[];
  /** State variable declaration → id in the IR. */
  readonly variables: ReadonlyMap<DeclId, string>;
  /** Finished functions and those asked for, by declaration. */
  readonly functionIds: Map<DeclId, FunctionId>;
  readonly functions: Map<FunctionId, IrFunction>;
  /** Declarations whose bodies are still to be lowered. */
  readonly pending: FunctionDeclaration[];
  readonly functionTable: FunctionId[];
  /** Storage at fixed slots outside the declared layout, by slot. */
  readonly slots: Map<bigint, StorageVariable>;
  /** How the code lowered so far uses fixed slots, and their types by what an earlier lowering of it told. */
  readonly slotUses: Map<bigint, SlotUse>;
  readonly slotTypes: ReadonlyMap<bigint, IrType>;
  /** Library functions that were given a built-in meaning, as `Library.function`. */
  readonly meanings: Set<string>;
  /** The mutually recursive parts of lowering, tied together in `lower.ts`. */
  readonly parts: LoweringParts;
}

/** The functions of lowering that call one another across files. */
export interface LoweringParts {
  readonly expression: (f: FunctionLowering, expression: TypedExpression) => Value;
  /** As `expression`, for an expression whose value is not used. */
  readonly discarded: (f: FunctionLowering, expression: TypedExpression) => void;
  readonly target: (f: FunctionLowering, expression: TypedExpression) => Target;
  /** The built-in meaning of a call of a well-known library function; undefined when it has none. */
  readonly knownLibrary: (
    f: FunctionLowering,
    declaration: FunctionDeclaration,
    operands: readonly Value[],
    span: Span,
  ) => Value | undefined;
}

/** The state of lowering one function body. */
export interface FunctionLowering {
  readonly contract: ContractLowering;
  /** `Contract.function`, the prefix of loop ids. */
  name: string;
  /** Locals in scope; replaced by a copy inside what `_` stands for, so that a modifier used twice keeps its own. */
  locals: Map<DeclId, Local>;
  /** Return variables, in order. */
  results: readonly Local[];
  /** Statements of the block being filled. */
  out: Statement[];
  /** Whether arithmetic is checked here (language version and `unchecked` blocks). */
  checked: boolean;
  /** Loops of the bodies being lowered, numbered from 1 in source order. */
  readonly loops: Map<object, number>;
  /** Prefix of ids of the loops in the body being lowered. */
  loopOwner: string;
  /** Intermediate results; they are assigned before they are used and not changed afterwards. */
  readonly temporaries: Set<Local>;
  /** What `_` stands for, inside a modifier body. */
  placeholder: (() => void) | undefined;
}

/** An empty function to be filled. */
export function newFunction(contract: ContractLowering, name: string): FunctionLowering {
  return {
    contract,
    name,
    locals: new Map(),
    results: [],
    out: [],
    checked: true,
    loops: new Map(),
    loopOwner: name,
    temporaries: new Set(),
    placeholder: undefined,
  };
}

/** Thrown where a construct has no meaning in the model; caught by the statement being lowered. */
export class UnsupportedConstruct extends Error {
  readonly code: string;
  readonly what: string;
  readonly span: Span;
  constructor(code: string, what: string, span: Span) {
    super(what);
    this.code = code;
    this.what = what;
    this.span = span;
  }
}

/** Refuses a construct: the statement becomes `unsupported` with a diagnostic. */
export function unsupported(code: string, what: string, span: Span): never {
  throw new UnsupportedConstruct(code, what, span);
}

/** Reports a construct once per place. */
export function report(context: ContractLowering, code: string, message: string, span: Span): void {
  const file = context.program.files[span.file];
  const location = file === undefined ? undefined : { path: file.path, start: span.start, end: span.end };
  const known = context.diagnostics.some(
    (d) =>
      d.code === code &&
      d.location?.path === location?.path &&
      d.location?.start === location?.start &&
      d.message === message,
  );
  if (!known) context.diagnostics.push({ code, severity: 'warning', message, location });
}

/** The declaration of an id that must exist with that kind. */
export function declarationOf<K extends Declaration['kind']>(
  context: ContractLowering,
  id: DeclId,
  kind: K,
): Extract<Declaration, { kind: K }> {
  const declaration = context.program.declarations.get(id);
  if (declaration === undefined || !hasKind(declaration, kind)) {
    throw new Error(`declaration ${id} is not a ${kind}`);
  }
  return declaration;
}

function hasKind<K extends Declaration['kind']>(
  declaration: Declaration,
  kind: K,
): declaration is Extract<Declaration, { kind: K }> {
  return declaration.kind === kind;
}

/** The IR type of a type, or a refusal of the construct. */
export function irType(f: FunctionLowering, type: Type, span: Span): IrType {
  const lowered = f.contract.types.lower(type);
  return 'problem' in lowered ? unsupported('MODEL101', lowered.problem, span) : lowered;
}

// -------------------------------------------------------------------------------------------- emitting

/** Appends a statement to the block being filled. */
export function emit(f: FunctionLowering, statement: Statement): void {
  f.out.push(statement);
}

/** Runs `fill` with an empty block and returns the statements it produced. */
export function block(f: FunctionLowering, fill: () => void): Statement[] {
  const outer = f.out;
  const inner: Statement[] = [];
  f.out = inner;
  try {
    fill();
  } finally {
    f.out = outer;
  }
  return inner;
}

/** A fresh local for an intermediate result. */
export function temporary(f: FunctionLowering, type: IrType, holds: Local['holds']): Local {
  const local: Local = { name: `$${f.temporaries.size + 1}`, type, holds };
  f.temporaries.add(local);
  return local;
}

/** What a local that holds this typed-program type holds. */
export function holdsOf(type: Type): Local['holds'] {
  switch (type.kind) {
    case 'mapping':
      return 'storage';
    case 'struct':
    case 'array':
      return type.location === 'storage' ? 'storage' : 'memory';
    case 'bytes':
    case 'string':
      return type.location === 'storage' ? 'storage' : 'value';
    default:
      return 'value';
  }
}

/** A reference to where a storage pointer points. */
export function pointerPlace(local: Local): StoragePlace {
  const root: StorageRoot = { kind: 'pointer', local };
  return { kind: 'storage', root, steps: [], type: local.type };
}

/** What a local denotes when it is used. */
export function valueOfLocal(local: Local): Value {
  return local.holds === 'storage'
    ? { kind: 'storage', place: pointerPlace(local) }
    : { kind: 'value', expression: localValue(local) };
}

/** Saves an expression in a temporary unless it is as cheap as one. */
export function save(f: FunctionLowering, expression: Expression, span: Span): Expression {
  if (expression.kind === 'constant') return expression;
  if (expression.kind === 'local' && f.temporaries.has(expression.local)) return expression;
  const local = temporary(f, expression.type, holdsOfIr(expression.type));
  emit(f, { kind: 'assign', local, value: expression, span });
  return localValue(local);
}

/** Saves an expression that is going to be used more than once when it is large. */
export function saveIfLarge(f: FunctionLowering, expression: Expression, span: Span): Expression {
  return weight(expression, 6) > 5 ? save(f, expression, span) : expression;
}

function weight(expression: Expression, limit: number): number {
  switch (expression.kind) {
    case 'binary':
      return 1 + weight(expression.left, limit - 1) + weight(expression.right, limit - 1);
    case 'unary':
    case 'wrap':
    case 'inRange':
      return 1 + weight(expression.operand, limit - 1);
    case 'conditional':
    case 'builtin':
      return 6;
    case 'read':
    case 'lengthOf':
      return 2;
    default:
      return 1;
  }
}

/** What a local of an IR type holds when it is not a storage pointer. */
export function holdsOfIr(type: IrType): 'value' | 'memory' {
  return type.kind === 'struct' || type.kind === 'array' ? 'memory' : 'value';
}

/** Reverts unless the condition holds; nothing is emitted for a condition that is constantly true. */
export function require(f: FunctionLowering, condition: Expression, failure: Failure, span: Span): void {
  if (condition.kind === 'constant' && condition.value === true) return;
  emit(f, { kind: 'require', condition, failure, span });
}

/** `Panic(code)`. */
export function panic(code: number): Failure {
  return { kind: 'panic', code };
}

/** A value made of one expression. */
export function value(expression: Expression): Value {
  return { kind: 'value', expression };
}

/** No value: the result of a statement-like expression. */
export const NOTHING: Value = { kind: 'tuple', components: [] };

/**
 * The expression of a value: contents of storage `bytes` are read, and a struct or array in storage is copied into a new
 * memory object.
 */
export function expressionOf(f: FunctionLowering, operand: Value, span: Span): Expression {
  switch (operand.kind) {
    case 'value':
      return operand.expression;
    case 'storage':
      return isAggregate(operand.place.type)
        ? localValue(copyToMemory(f, { kind: 'storage', place: operand.place }, operand.place.type, span))
        : read(operand.place);
    case 'tuple': {
      const [only] = operand.components;
      if (operand.components.length === 1 && only !== undefined) return expressionOf(f, only, span);
      throw new Error('a tuple where one value is expected');
    }
    default:
      return operand satisfies never;
  }
}

/** A new memory object with a deep copy of a struct or array. */
export function copyToMemory(f: FunctionLowering, from: AggregateReference, type: IrType, span: Span): Local {
  const local = temporary(f, type, 'memory');
  const length = type.kind === 'array' && type.length === undefined ? lengthOf(from) : undefined;
  emit(f, { kind: 'allocate', local, type, length, span });
  emit(f, { kind: 'copy', to: { kind: 'memory', object: localValue(local) }, from, type, span });
  return local;
}

/** Length of a dynamic array. */
export function lengthOf(reference: AggregateReference): Expression {
  return reference.kind === 'storage'
    ? { type: UINT256, kind: 'lengthOf', place: reference.place }
    : { type: UINT256, kind: 'memoryLength', object: reference.object };
}

// ------------------------------------------------------------------------------------ order of evaluation

/**
 * Evaluates operands in the given order and keeps each at the value it had when it was evaluated: when a later operand has
 * effects that could change an earlier one, the earlier one is saved in a temporary before those effects.
 */
export function inOrder(
  f: FunctionLowering,
  span: Span,
  evaluate: readonly (() => Value)[],
  order: readonly number[] = evaluate.map((_, i) => i),
): readonly Value[] {
  const values = new Map<number, Value>();
  for (const index of order) {
    const thunk = evaluate[index];
    if (thunk === undefined) throw new Error('order names an operand that does not exist');
    let value: Value | undefined;
    const statements = block(f, () => {
      value = thunk();
    });
    if (value === undefined) throw new Error('operand without value');
    const effects = effectsOf(statements);
    if (effects.world || effects.locals.size > 0) {
      for (const [earlier, kept] of values) values.set(earlier, keep(f, kept, effects, span));
    }
    f.out.push(...statements);
    values.set(index, value);
  }
  return evaluate.map((_, i) => {
    const value = values.get(i);
    if (value === undefined) throw new Error('order leaves out an operand');
    return value;
  });
}

/** The same value in a form that the effects do not change; temporaries are emitted now. */
export function keep(f: FunctionLowering, value: Value, effects: Effects, span: Span): Value {
  switch (value.kind) {
    case 'value':
      return unaffected(value.expression, effects)
        ? value
        : { kind: 'value', expression: save(f, value.expression, span) };
    case 'storage': {
      if (placeUnaffected(value.place, effects)) return value;
      const local = temporary(f, value.place.type, 'storage');
      emit(f, { kind: 'point', local, place: value.place, span });
      return { kind: 'storage', place: pointerPlace(local) };
    }
    case 'tuple':
      return {
        kind: 'tuple',
        components: value.components.map((c) => (c === undefined ? undefined : keep(f, c, effects, span))),
      };
    default:
      return value satisfies never;
  }
}

/** The same target in a form that the effects do not change: keys, indices and references are fixed now. */
export function keepTarget(f: FunctionLowering, target: Target, effects: Effects, span: Span): Target {
  switch (target.kind) {
    case 'local':
      return target;
    case 'place': {
      const { place } = target;
      if (place.kind === 'storage') {
        const kept = keep(f, { kind: 'storage', place }, effects, span);
        return kept.kind === 'storage' ? { kind: 'place', place: kept.place } : target;
      }
      const fixed = (e: Expression): Expression => (unaffected(e, effects) ? e : save(f, e, span));
      const { step } = place;
      return {
        kind: 'place',
        place: {
          ...place,
          object: fixed(place.object),
          step: step.kind === 'element' ? { ...step, index: fixed(step.index) } : step,
        },
      };
    }
    case 'length': {
      const kept = keep(f, { kind: 'storage', place: target.of }, effects, span);
      return kept.kind === 'storage' ? { kind: 'length', of: kept.place } : target;
    }
    case 'byte': {
      const index = unaffected(target.index, effects) ? target.index : save(f, target.index, span);
      const { of } = target;
      if (!('root' in of)) return { ...target, index };
      const kept = keep(f, { kind: 'storage', place: of }, effects, span);
      return { ...target, index, of: kept.kind === 'storage' ? kept.place : of };
    }
    case 'tuple':
      return {
        kind: 'tuple',
        components: target.components.map((c) =>
          c === undefined ? undefined : keepTarget(f, c, effects, span),
        ),
      };
    default:
      return target satisfies never;
  }
}
