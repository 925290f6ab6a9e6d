// Results that are not looked into: where a function that changes nothing ends in assembly without a meaning, it may revert
// or return anything instead of ending the proof. Claims that do not depend on what it returns can be proved then.
//
// Why that is sound. The function is `pure` or `view`, which the compiler enforces, assembly included: no storage, balance,
// event or call changes. What is left is memory. The assembly is declared memory-safe, so it writes only what the function
// allocated and objects that it was given, and none were given: its parameters are values, calldata or storage. It does not
// end the whole call either (`return`, `stop`). Proofs about single places in code (no-spec claims) must not use this: they
// would take code behind the assembly for unreachable.
import type {
  FunctionDeclaration,
  Span,
  Statement as Typed,
  TypedProgram,
} from '../frontend/typed-program.js';
import { instructionsOf } from './assembly/writes.js';
import { BOOL, builtin } from './build.js';
import type { FunctionId, IrContract, IrFunction, Statement } from './ir.js';
import type { LoweredContract } from './lower.js';
import { visitTypedStatements } from './typed-walk.js';
import { statementParts, visitStatements } from './visit.js';

/** Codes of refused assembly: an instruction, a value that does not fit. */
const ASSEMBLY: ReadonlySet<string> = new Set(['MODEL110', 'MODEL112']);

/** Instructions after which a call does not come back to the function. */
const LEAVING = ['return', 'stop', 'selfdestruct'];

/** A lowered contract in which such functions are not looked into further; `meanings` names them. */
export function withUnexaminedResults(program: TypedProgram, lowered: LoweredContract): LoweredContract {
  const { contract } = lowered;
  if (![...contract.functions.values()].some(hasUnsupported)) return lowered;
  const survey: Survey = { program, contract, blocks: undefined, bad: new Map(), replaced: new Map() };
  for (const id of contract.functions.keys()) isBad(survey, id);
  const { replaced } = survey;
  if (replaced.size === 0) return lowered;
  const functions = new Map([...contract.functions].map(([id, fn]) => [id, replaced.get(id) ?? fn]));
  const names = new Set([...replaced.values()].map((fn) => fn.name));
  const meanings = [...names].sort().map((name) => ({
    function: `${name}.result`,
    text: `${name}: what it returns is not looked into; its assembly is memory-safe, as it declares`,
  }));
  const changed = { ...contract, functions, meanings: [...(contract.meanings ?? []), ...meanings] };
  return { contract: changed, diagnostics: withoutReplaced(program, lowered, changed) };
}

/** The diagnostics but those of places that no function has any more. */
function withoutReplaced(
  program: TypedProgram,
  lowered: LoweredContract,
  changed: IrContract,
): LoweredContract['diagnostics'] {
  const places = (contract: IrContract): ReadonlySet<string> => {
    const found = new Set<string>();
    for (const fn of contract.functions.values())
      visitStatements(fn.body, (s) => {
        if (s.kind === 'unsupported') found.add(`${program.files[s.span.file]?.path}:${s.span.start}`);
      });
    return found;
  };
  const [before, after] = [places(lowered.contract), places(changed)];
  return lowered.diagnostics.filter(({ location }) => {
    const at = `${location?.path}:${location?.start}`;
    return !before.has(at) || after.has(at);
  });
}

interface Survey {
  readonly program: TypedProgram;
  readonly contract: IrContract;
  blocks: readonly AssemblyBlock[] | undefined;
  /** Whether a function may still reach something unsupported; false while it is being looked at. */
  readonly bad: Map<FunctionId, boolean>;
  readonly replaced: Map<FunctionId, IrFunction>;
}

function hasUnsupported(fn: IrFunction): boolean {
  let found = false;
  visitStatements(fn.body, (statement) => {
    if (statement.kind === 'unsupported') found = true;
  });
  return found;
}

/** Looks at a function after those it calls, so that the innermost that qualifies is the one that is not looked into. */
function isBad(survey: Survey, id: FunctionId): boolean {
  const known = survey.bad.get(id);
  if (known !== undefined) return known;
  survey.bad.set(id, false);
  const fn = survey.contract.functions.get(id);
  if (fn === undefined) return false;
  let bad = hasUnsupported(fn);
  visitStatements(fn.body, (statement) => {
    if (statement.kind === 'call' && isBad(survey, statement.function)) bad = true;
  });
  if (bad && qualifies(survey, fn)) {
    survey.replaced.set(id, withoutUnsupported(survey, fn));
    bad = false;
  }
  survey.bad.set(id, bad);
  return bad;
}

// ----------------------------------------------------------------------------------------------- conditions

function qualifies(survey: Survey, fn: IrFunction): boolean {
  const declaration = declarationOf(survey.program, fn);
  if (declaration === undefined || declaration.modifiers.length > 0) return false;
  if (declaration.mutability !== 'pure' && declaration.mutability !== 'view') return false;
  if (!fn.results.every((result) => result.holds === 'value')) return false;
  return declaration.parameters.every(isUnchangeable) && reachesOnlySafe(survey, fn);
}

function declarationOf(program: TypedProgram, fn: IrFunction): FunctionDeclaration | undefined {
  for (const declaration of program.declarations.values()) {
    if (declaration.kind === 'function' && sameSpan(declaration.span, fn.span)) return declaration;
  }
  return undefined;
}

function sameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** Whether a parameter gives the function nothing that it could write. */
function isUnchangeable(parameter: FunctionDeclaration['parameters'][number]): boolean {
  const { type } = parameter;
  if (type.kind === 'function') return false;
  return type.kind === 'mapping' || !('location' in type) || type.location !== 'memory';
}

/** Whether everything unsupported that a function reaches is in memory-safe assembly that comes back. */
function reachesOnlySafe(survey: Survey, start: IrFunction): boolean {
  const { contract } = survey;
  const seen = new Set<FunctionId>([start.id]);
  let safe = true;
  const look = (fn: IrFunction): void =>
    visitStatements(fn.body, (statement) => {
      if (statement.kind === 'callValue' || statement.kind === 'stop') safe = false;
      if (statement.kind === 'unsupported' && !isSafe(survey, statement)) safe = false;
      if (statement.kind === 'call') seen.add(statement.function);
    });
  look(start);
  for (const id of seen) {
    const fn = survey.replaced.get(id) ?? contract.functions.get(id);
    if (fn !== undefined && id !== start.id) look(fn);
  }
  return safe;
}

interface AssemblyBlock {
  readonly span: Span;
  /** Declared memory-safe, and never ends the whole call. */
  readonly safe: boolean;
}

function isSafe(survey: Survey, statement: Extract<Statement, { kind: 'unsupported' }>): boolean {
  if (!ASSEMBLY.has(statement.code)) return false;
  survey.blocks ??= assemblyBlocks(survey.program);
  const { span } = statement;
  const around = survey.blocks.filter(
    (b) => b.span.file === span.file && b.span.start <= span.start && span.end <= b.span.end,
  );
  return around.length > 0 && around.every((b) => b.safe);
}

function assemblyBlocks(program: TypedProgram): readonly AssemblyBlock[] {
  const blocks: AssemblyBlock[] = [];
  const note = (statement: Typed): void => {
    if (statement.kind !== 'assembly') return;
    const text = program.files[statement.span.file]?.text ?? '';
    const instructions = instructionsOf(statement.body);
    const returns = !LEAVING.some((name) => instructions.has(name));
    blocks.push({ span: statement.span, safe: returns && isDeclaredSafe(text, statement.span) });
  };
  for (const declaration of program.declarations.values()) {
    if (declaration.kind === 'function' || declaration.kind === 'modifier') {
      if (declaration.body !== undefined) visitTypedStatements(declaration.body, note);
    }
  }
  return blocks;
}

/** `assembly ("memory-safe")`, or the comment that says so right before the block. */
function isDeclaredSafe(text: string, span: Span): boolean {
  if (/^assembly\s*("evmasm"\s*)?\(\s*"memory-safe"\s*\)/.test(text.slice(span.start, span.end))) return true;
  return /(\/\/\/|\*)\s*@solidity\s+memory-safe-assembly\s*(\*\/\s*)?$/.test(text.slice(0, span.start));
}

// ---------------------------------------------------------------------------------------------- replacement

/** The function with another way out where it would leave the model. */
function withoutUnsupported(survey: Survey, fn: IrFunction): IrFunction {
  const cut = (statement: Statement): boolean =>
    statement.kind === 'unsupported' ||
    (statement.kind === 'call' && survey.bad.get(statement.function) === true);
  // A `return` within a scope leaves only that: then nothing of the function is looked into.
  const body = cutInScope(fn.body, cut, false) ? anyOutcome(fn, fn.span) : replaced(fn, fn.body, cut);
  return { ...fn, body };
}

function cutInScope(
  statements: readonly Statement[],
  cut: (statement: Statement) => boolean,
  inside: boolean,
): boolean {
  return statements.some(
    (statement) =>
      (inside && cut(statement)) ||
      statementParts(statement).blocks.some((b) => cutInScope(b, cut, inside || statement.kind === 'scope')),
  );
}

function replaced(
  fn: IrFunction,
  statements: readonly Statement[],
  cut: (statement: Statement) => boolean,
): readonly Statement[] {
  return statements.flatMap((statement): readonly Statement[] => {
    if (cut(statement)) return anyOutcome(fn, statement.span);
    const inner = (list: readonly Statement[]): readonly Statement[] => replaced(fn, list, cut);
    switch (statement.kind) {
      case 'if':
        // biome-ignore lint/suspicious/noThenProperty: the shape of the IR.
        return [{ ...statement, then: inner(statement.then), else: inner(statement.else) }];
      case 'loop': {
        const { setup, body, update } = statement;
        return [{ ...statement, setup: inner(setup), body: inner(body), update: inner(update) }];
      }
      default:
        return [statement];
    }
  });
}

/** Reverts with any data, or returns any results. */
function anyOutcome(fn: IrFunction, span: Span): readonly Statement[] {
  return [
    {
      kind: 'require',
      condition: builtin('arbitrary', [], BOOL, 'success'),
      failure: { kind: 'bubble' },
      span,
    },
    ...fn.results.map((local): Statement => {
      const value = builtin('arbitrary', [], local.type, `what ${fn.name} returns`);
      return { kind: 'assign', local, value, span };
    }),
    { kind: 'return', span },
  ];
}
