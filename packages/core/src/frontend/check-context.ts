// What the checker knows while it walks: the program (definitions, memoized types, diagnostics) and the place it is at.
import type { Diagnostic, Severity } from '@surety/spec-lang';
import type {
  ContractDefinition,
  Definition,
  Expression,
  NodeId,
  SourceUnit,
  UsingDirective,
} from './ast.js';
import type { Operand } from './check-operand.js';
import type { ConversionFacts } from './convert.js';
import type { Span, VariableDeclaration } from './typed-program.js';
import type { Mutability, Type } from './types.js';

/** What a name can stand for: definitions (several for overloads) or a file imported under an alias. */
export type Entity = Definition | { readonly kind: 'module'; readonly file: number };

/** Where a definition is written. */
export interface Owner {
  readonly unit: SourceUnit;
  readonly contract: ContractDefinition | undefined;
}

/** Names, files and inheritance of the whole program, computed before checking. */
export interface NameFacts {
  readonly units: readonly SourceUnit[];
  readonly definition: (id: NodeId) => Definition | undefined;
  readonly owner: (id: NodeId) => Owner;
  /** Everything `name` may mean in a contract (inherited members first) or file; empty when unknown. */
  readonly lookup: (
    name: string,
    unit: SourceUnit,
    contract: ContractDefinition | undefined,
  ) => readonly Entity[];
  /** What a file itself declares or imports under a name. */
  readonly exported: (file: number, name: string) => readonly Entity[];
  /** Members of a contract, inherited ones included. */
  readonly members: (contract: ContractDefinition, name: string) => readonly Definition[];
  /** Names in scope that are spelled like `name`. */
  readonly similar: (
    name: string,
    unit: SourceUnit,
    contract: ContractDefinition | undefined,
  ) => readonly string[];
  /** Whether names may be missing because an import or a base could not be found, which was reported. */
  readonly incomplete: (unit: SourceUnit, contract: ContractDefinition | undefined) => boolean;
  /** C3 linearization, the contract itself first. */
  readonly linearization: (contract: NodeId) => readonly ContractDefinition[];
}

/** Told about every expression with its type in solc's notation; tests compare it with solc. */
export type ExpressionObserver = (
  id: NodeId,
  span: Span,
  type: string,
  reference: NodeId | undefined,
) => void;

/** Parameter and result types of a function, modifier, event, error or getter. */
export interface Signature {
  readonly parameters: readonly Type[];
  readonly parameterNames: readonly string[];
  readonly returns: readonly Type[];
  readonly mutability: Mutability;
}

/** The state of one check of one program. The maps are memos: filled once per key. */
export interface Checker {
  readonly names: NameFacts;
  readonly diagnostics: Diagnostic[];
  readonly observe: ExpressionObserver | undefined;
  /** What an expression denotes, by its form: `operandOf` of check-expression.ts. */
  readonly operandOf: (place: Place, node: Expression) => Operand;
  readonly variables: Map<NodeId, VariableDeclaration>;
  readonly variableTypes: Map<NodeId, Type>;
  readonly signatures: Map<NodeId, Signature>;
  /** Definitions whose type is being computed, to stop on cycles. */
  readonly open: Set<NodeId>;
  /** Locations already reported, so that a shared definition complains once. */
  readonly reported: Set<string>;
}

/** Local names, innermost scope first. */
export interface LocalScope {
  readonly names: Map<string, VariableDeclaration>;
  readonly outer: LocalScope | undefined;
}

/** The place of an expression or statement. */
export interface Place {
  readonly checker: Checker;
  readonly unit: SourceUnit;
  readonly contract: ContractDefinition | undefined;
  /** The function or modifier around it. */
  readonly routine: Extract<Definition, { kind: 'function' | 'modifier' }> | undefined;
  readonly locals: LocalScope | undefined;
  readonly facts: ConversionFacts;
  readonly usings: readonly UsingDirective[];
}

/** Reports a diagnostic at a span. Duplicates (same code and place) are dropped. */
export function report(
  checker: Checker,
  span: Span,
  code: string,
  message: string,
  more: {
    readonly severity?: Severity;
    readonly suggestion?: string;
    readonly notes?: readonly string[];
  } = {},
): void {
  const key = `${code}:${span.file}:${span.start}:${span.end}`;
  if (checker.reported.has(key)) return;
  checker.reported.add(key);
  const path = checker.names.units.find((unit) => unit.file === span.file)?.path ?? '';
  checker.diagnostics.push({
    code,
    severity: more.severity ?? 'error',
    message,
    location: { path, start: span.start, end: span.end },
    ...(more.suggestion === undefined ? {} : { suggestion: more.suggestion }),
    ...(more.notes === undefined ? {} : { notes: more.notes }),
  });
}

/** The place at the top of a file or contract, outside any function. */
export function placeOf(checker: Checker, owner: Owner): Place {
  const { unit, contract } = owner;
  return {
    checker,
    unit,
    contract,
    routine: undefined,
    locals: undefined,
    facts: conversionFacts(checker, unit),
    usings: usingsInScope(checker, unit, contract),
  };
}

/** The same place with a new innermost local scope. */
export function withScope(place: Place): Place {
  return { ...place, locals: { names: new Map(), outer: place.locals } };
}

/** The local variable of that name, if any. */
export function findLocal(place: Place, name: string): VariableDeclaration | undefined {
  for (let scope = place.locals; scope !== undefined; scope = scope.outer) {
    const found = scope.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether `contract` is or inherits from `base`. */
export function derivesFrom(checker: Checker, contract: NodeId, base: NodeId): boolean {
  return contract === base || checker.names.linearization(contract).some((c) => c.id === base);
}

function conversionFacts(checker: Checker, unit: SourceUnit): ConversionFacts {
  return {
    derivesFrom: (contract, base) => derivesFrom(checker, contract, base),
    before08: unit.version.allowsBefore.v08,
    before06: unit.version.allowsBefore.v06,
    before05: unit.version.allowsBefore.v05,
  };
}

/** `using` directives that apply: those of the file, of the contract, and before 0.7 of its bases. */
function usingsInScope(
  checker: Checker,
  unit: SourceUnit,
  contract: ContractDefinition | undefined,
): readonly UsingDirective[] {
  if (contract === undefined) return unit.usings;
  const contracts = unit.version.allowsBefore.v07 ? checker.names.linearization(contract.id) : [contract];
  const own = contracts.flatMap((c) =>
    c.parts.filter((part): part is UsingDirective => part.kind === 'using'),
  );
  return [...own, ...unit.usings];
}
