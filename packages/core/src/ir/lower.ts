// From a typed program to the IR of one deployed contract: the order of work, entry points and variables.
import type { Diagnostic } from '@surety/spec-lang';
import { storageBytes } from '../frontend/storage-layout.js';
import type { ContractDeclaration, FunctionDeclaration, TypedProgram } from '../frontend/typed-program.js';
import type { DeclId } from '../frontend/types.js';
import { typesOfSlots } from './assembly/fixed-slot.js';
import { inlineAssemblyCall } from './assembly/inline-call.js';
import { positionOf } from './assembly/slot-layout.js';
import { linearizationOf, resolveFunction } from './dispatch.js';
import { checkInitializationOrder } from './initialization-order.js';
import type { EntryPoint, FunctionId, IrContract, StorageVariable } from './ir.js';
import { knownLibrary, meaningInWords } from './known-libraries.js';
import { requestFunction } from './lower-call.js';
import {
  type ContractLowering,
  expressionOf,
  newFunction,
  report,
  UnsupportedConstruct,
} from './lower-context.js';
import { lowerDiscarded, lowerExpression } from './lower-expression.js';
import { constructorOf, lowerConstructor, lowerFunction, lowerGetter } from './lower-function.js';
import { lowerTarget } from './lower-place.js';
import { refused } from './lower-statement.js';
import { typeLowering } from './lower-types.js';

/** A lowered contract with what the model does not cover of it. */
export interface LoweredContract {
  readonly contract: IrContract;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Lowers a contract as it is deployed: entry points, everything they reach, and its creation. Never fails on a checked
 * program: what has no meaning in the model becomes `unsupported` statements with MODEL diagnostics (warnings).
 */
export function lowerContract(program: TypedProgram, contract: DeclId): LoweredContract {
  const declaration = program.declarations.get(contract);
  if (declaration?.kind !== 'contract') throw new Error(`declaration ${contract} is not a contract`);
  const first = lowerWith(program, declaration, new Map());
  const types = typesOfSlots(first.context);
  return types.size === 0 ? first.lowered : lowerWith(program, declaration, types).lowered;
}

/** Lowers a contract whose fixed slots have the given types. */
function lowerWith(
  program: TypedProgram,
  declaration: ContractDeclaration,
  slotTypes: ContractLowering['slotTypes'],
): { readonly context: ContractLowering; readonly lowered: LoweredContract } {
  const types = typeLowering(program);
  const variables = stateVariables(program, declaration);
  const context: ContractLowering = {
    program,
    contract: declaration,
    types,
    diagnostics: [],
    variables: variables.ids,
    functionIds: new Map(),
    functions: new Map(),
    pending: [],
    // Index 0 is the uninitialized function value.
    functionTable: [''],
    slots: new Map(),
    slotUses: new Map(),
    slotTypes,
    meanings: new Set(),
    parts: {
      expression: lowerExpression,
      discarded: lowerDiscarded,
      target: lowerTarget,
      knownLibrary: (f, called, operands, span) =>
        knownLibrary(f, called, operands, span) ??
        inlineAssemblyCall(f, called, operands, span, (problem) => refused(f, problem)),
    },
  };
  if (declaration.abstract) {
    report(
      context,
      'MODEL100',
      `${declaration.name} is abstract and cannot be deployed as it is`,
      declaration.span,
    );
  }
  const construct: FunctionId = `${declaration.name}.constructor`;
  context.functions.set(construct, lowerConstructor(context, construct));
  const entries = entryPoints(context);
  const constants = constantsOf(context);
  lowerPending(context);
  checkInitializationOrder(context, construct);
  const lowered: LoweredContract = {
    contract: {
      name: declaration.name,
      path: program.files[declaration.span.file]?.path ?? '',
      variables: [...variables.list(context), ...context.slots.values()],
      functions: context.functions,
      construct,
      constructorPayable: constructorOf(declaration)?.mutability === 'payable',
      panicsTell: declaration.checkedArithmetic ? 'code' : 'nothing',
      entries,
      functionTable: context.functionTable,
      constants,
      meanings: [...context.meanings].sort().map((name) => ({
        function: name,
        text: `${name}: ${meaningInWords(name)}`,
      })),
    },
    diagnostics: context.diagnostics,
  };
  return { context, lowered };
}

/** Lowers the functions that were asked for until none is left. */
function lowerPending(context: ContractLowering): void {
  for (let next = context.pending.shift(); next !== undefined; next = context.pending.shift()) {
    const id = context.functionIds.get(next.id);
    if (id === undefined) throw new Error('a function without id');
    context.functions.set(id, lowerFunction(context, id, next));
  }
}

// ------------------------------------------------------------------------------------------------ variables

interface StateVariables {
  readonly ids: ReadonlyMap<DeclId, string>;
  /** In storage order; immutables last. Variables without a type in the model are left out, with a diagnostic. */
  readonly list: (context: ContractLowering) => readonly StorageVariable[];
}

function stateVariables(program: TypedProgram, contract: ContractDeclaration): StateVariables {
  const chain = contract.linearization.map((id) => {
    const base = program.declarations.get(id);
    if (base?.kind !== 'contract') throw new Error(`declaration ${id} is not a contract`);
    return base;
  });
  const ids = new Map<DeclId, string>();
  const taken = new Set<string>();
  // The most derived variable of a name keeps it; hidden private ones are named with their contract.
  for (const base of chain) {
    for (const variable of base.stateVariables) {
      if (variable.mutability === 'constant') continue;
      let id = taken.has(variable.name) ? `${base.name}.${variable.name}` : variable.name;
      for (let n = 2; taken.has(id); n++) id = `${base.name}.${variable.name}#${n}`;
      taken.add(id);
      ids.set(variable.id, id);
    }
  }
  const list = (context: ContractLowering) => {
    const all = [...chain].reverse().flatMap((base) =>
      base.stateVariables.flatMap((variable): readonly StorageVariable[] => {
        const { mutability, name, span } = variable;
        const id = ids.get(variable.id);
        if (mutability === 'constant' || id === undefined) return [];
        const type = context.types.lower(variable.type);
        if ('problem' in type) {
          report(
            context,
            'MODEL101',
            `the variable ${name} holds ${type.problem}, which is not part of the model`,
            span,
          );
          return [];
        }
        const position = positionOf(context, variable.id);
        const bytes = storageBytes(program, variable.type);
        const placed = position !== undefined && bytes !== undefined;
        const where = placed ? { position: { slot: position.slot, offset: position.offset, bytes } } : {};
        return [{ id, name, declaredIn: base.name, type, mutability, span, ...where }];
      }),
    );
    // A variable that is left out still lies somewhere: then nothing is said about places.
    if (all.length < ids.size) return all.map(({ position: _, ...variable }) => variable);
    return [
      ...all.filter((variable) => variable.mutability !== 'immutable'),
      ...all.filter((variable) => variable.mutability === 'immutable'),
    ];
  };
  return { ids, list };
}

/** Values of the constants in sight whose initializers are plain expressions. */
function constantsOf(context: ContractLowering): NonNullable<IrContract['constants']> {
  return linearizationOf(context).flatMap((base) =>
    base.stateVariables.flatMap((variable) => {
      if (variable.mutability !== 'constant' || variable.initializer === undefined) return [];
      const f = newFunction(context, `${base.name}.${variable.name}`);
      f.checked = base.checkedArithmetic;
      try {
        const value = expressionOf(f, context.parts.expression(f, variable.initializer), variable.span);
        return f.out.length > 0 ? [] : [{ name: variable.name, declaredIn: base.name, value }];
      } catch (error) {
        // Where code uses it, the diagnostic is reported there.
        if (error instanceof UnsupportedConstruct) return [];
        throw error;
      }
    }),
  );
}

// -------------------------------------------------------------------------------------------------- entries

/** Public and external functions and getters, the most derived one of a signature; then receive and fallback. */
function entryPoints(context: ContractLowering): readonly EntryPoint[] {
  const entries = new Map<string, EntryPoint>();
  for (const contract of linearizationOf(context)) {
    for (const declaration of contract.functions) {
      const entry = functionEntry(context, declaration, entries);
      if (entry !== undefined) entries.set(entry.signature, entry);
    }
    for (const variable of contract.stateVariables) {
      if (variable.visibility !== 'public') continue;
      const id = `get ${contract.name}.${variable.name}`;
      const { function: getter, signature } = lowerGetter(context, id, contract, variable);
      if (entries.has(signature)) continue;
      context.functions.set(id, getter);
      entries.set(signature, {
        kind: 'function',
        name: variable.name,
        signature,
        function: id,
        payable: false,
        mutability: 'view',
      });
    }
  }
  const all = [...entries.values()];
  return [...all.filter((e) => e.kind === 'function'), ...all.filter((e) => e.kind !== 'function')];
}

function functionEntry(
  context: ContractLowering,
  declaration: FunctionDeclaration,
  known: ReadonlyMap<string, EntryPoint>,
): EntryPoint | undefined {
  const { functionKind, mutability } = declaration;
  if (functionKind === 'constructor' || functionKind === 'free') return undefined;
  const signature = functionKind === 'function' ? declaration.signature : `${functionKind}()`;
  const open = declaration.visibility === 'public' || declaration.visibility === 'external';
  if (signature === undefined || !open || known.has(signature)) return undefined;
  const implementation = resolveFunction(context, declaration, { kind: 'virtual' });
  if (implementation === undefined) {
    // A getter further up may implement it; an abstract contract has no code for it at all.
    return undefined;
  }
  return {
    kind: functionKind,
    name: functionKind === 'function' ? declaration.name : functionKind,
    signature,
    function: requestFunction(context, implementation),
    payable: mutability === 'payable',
    mutability,
  };
}
