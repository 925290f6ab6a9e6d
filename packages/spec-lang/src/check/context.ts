// What the checker carries along: the file, the bound contracts, the names in scope and what the place allows.
import { type DiagnosticExtras, type SpecCode, specDiagnostic } from '../diagnostics/codes.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location, SourceFile, TextSpan } from '../source/source-file.js';
import type { Declaration, Expression } from '../syntax/ast.js';
import type { EnvironmentFunction, EnvironmentVariable } from './environment.js';
import type { ContractBinding, Ghost, Link, SpecExpression, SpecVariable } from './typed-ast.js';
import type { SpecType } from './types.js';

/** A `define`, with the place whose names its body means. */
export interface Definition {
  readonly declaration: Declaration & { readonly kind: 'define' };
  readonly path: string;
  /** The contract its body is about, and the names around it. */
  readonly contract: ContractBinding | undefined;
  readonly spec: Specification;
  readonly scope: Scope | undefined;
}

/** A `module`, with the file that its text is in. */
export interface ModuleSource {
  readonly declaration: Declaration & { readonly kind: 'module' };
  readonly file: SourceFile;
}

/** A unit given to values: powers of base units, `USD` is `{USD: 1}`. */
export type Dimension = ReadonlyMap<string, number>;

/** Facts that all files of one specification share while it is checked. */
export interface Specification {
  readonly bindings: Map<string, ContractBinding>;
  /** Names whose declaration failed (contracts not found, ghost variables): reported once, what uses them is not checked. */
  readonly failed: Set<string>;
  readonly links: Link[];
  readonly diagnostics: Diagnostic[];
  /** Variables that some expression mentions. */
  readonly used: Set<SpecVariable>;
  /** Ghost variables by the name they have here. */
  readonly ghosts: Map<string, Ghost>;
  /** Ghost variables that some expression reads. */
  readonly readGhosts: Set<EnvironmentVariable>;
  readonly definitions: Map<string, Definition>;
  readonly usedDefinitions: Set<Definition>;
  readonly modules: Map<string, ModuleSource>;
  readonly units: Map<string, Location>;
  /** Units of values, by `unitKey`. */
  readonly unitsOf: Map<string, string>;
}

/** What a name of the specification itself stands for. */
export type ScopeEntry =
  /** `contract`: of a call named with `at t`, the one it is a call of. `indexes`: of an index in a `count`, the array. */
  | {
      readonly kind: 'variable';
      readonly variable: SpecVariable;
      readonly contract?: ContractBinding;
      readonly indexes?: { readonly text: string; readonly element: SpecType };
    }
  | { readonly kind: 'state'; readonly location: Location }
  /** Given from outside: the iteration of a `for`, an argument of a definition. */
  | { readonly kind: 'value'; readonly expression: SpecExpression }
  /** An argument of a module: checked in its own context wherever it is mentioned. */
  | { readonly kind: 'tree'; readonly tree: Expression; readonly context: ExpressionContext }
  /** A local variable of the loop that a loop invariant is about. */
  | { readonly kind: 'loopLocal'; readonly type: SpecType }
  /** A key of `sum(… for key)`, which has a meaning only as a key. */
  | { readonly kind: 'key' }
  /** Declared in a statement with errors: known, and without a meaning, so that one mistake is reported once. */
  | { readonly kind: 'failed' };

/** Names of the specification, innermost first. Never changed: a new name makes a new scope. */
export interface Scope {
  readonly name: string;
  readonly entry: ScopeEntry;
  readonly outer: Scope | undefined;
}

/** What may be said where an expression stands. */
export interface Place {
  /** Completes "… cannot be used in": `an invariant`. */
  readonly what: string;
  /** Whether `sender`, `value` and the block have a meaning. */
  readonly transaction: boolean;
  /** Whether `now` and `block.number` are those of whoever looks, where no transaction is in sight. */
  readonly looked?: true;
  /** What can be said instead where they have none. */
  readonly help?: string;
  /** `inside`: within an `old(…)` already. */
  readonly old: 'allowed' | 'refused' | 'inside';
  /** Whether a `try` came before. */
  readonly outcome: boolean;
  /** The results that the function in sight has and the specification has not named. */
  readonly unnamed?: EnvironmentFunction['returns'];
}

export interface ExpressionContext {
  readonly spec: Specification;
  readonly path: string;
  /** The contract whose names are written without a prefix. */
  readonly contract: ContractBinding;
  readonly scope: Scope | undefined;
  readonly place: Place;
  /** Definitions being written out around here, so that circles are noticed. */
  readonly expanding: readonly Definition[];
  /** Checks a part of any form: passed along so that the files for single forms need not import the file for all. */
  readonly check: (context: ExpressionContext, expression: Expression) => SpecExpression | undefined;
}

/** A place in the file of the context. */
export function locate(context: { readonly path: string }, span: TextSpan): Location {
  return { path: context.path, start: span.start, end: span.end };
}

/** Adds a diagnostic; returns undefined, the value of what could not be checked. */
export function complain(
  context: { readonly spec: Specification; readonly path: string },
  code: SpecCode,
  span: TextSpan,
  message: string,
  extras: DiagnosticExtras = {},
): undefined {
  context.spec.diagnostics.push(specDiagnostic(code, locate(context, span), message, extras));
  return undefined;
}

/** The innermost entry of a name. */
export function lookup(scope: Scope | undefined, name: string): ScopeEntry | undefined {
  for (let each = scope; each !== undefined; each = each.outer) if (each.name === name) return each.entry;
  return undefined;
}

/** The scope with one more name. */
export function extend(scope: Scope | undefined, name: string, entry: ScopeEntry): Scope {
  return { name, entry, outer: scope };
}

/** The scope with more variables, in order. */
export function extendAll(scope: Scope | undefined, variables: readonly SpecVariable[]): Scope | undefined {
  return variables.reduce<Scope | undefined>(
    (outer, variable) => extend(outer, variable.name, { kind: 'variable', variable }),
    scope,
  );
}

/** All names in scope, for suggestions. */
export function namesIn(scope: Scope | undefined): readonly string[] {
  const names: string[] = [];
  for (let each = scope; each !== undefined; each = each.outer) names.push(each.name);
  return names;
}
