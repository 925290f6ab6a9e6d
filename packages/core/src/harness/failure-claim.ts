// Claims without a spec: the panic at one place of a contract's code (a failing assertion, an overflow) is reached by no
// transaction from any reachable state.
import type { Term, TermBank } from '@surety/solvers';
import type { Claim, InvariantClaim, Location } from '@surety/spec-lang';
import type { Span } from '../frontend/typed-program.js';
import type { EntryPoint, FunctionId, IrContract } from '../ir/ir.js';
import { visitStatements } from '../ir/visit.js';
import type { Effects } from '../symbolic/world.js';

/** A place in the source where execution may end in `Panic(code)`. */
export interface FailurePlace {
  readonly code: number;
  readonly span: Span;
}

/** The claim that a place never panics; about the only contract of its session. */
export interface FailureClaim {
  readonly kind: 'failure';
  readonly name: string;
  readonly contract: string;
  readonly doc: undefined;
  /** The source text of the place. */
  readonly text: string;
  readonly location: Location;
  readonly using: readonly [];
  readonly place: FailurePlace;
  /** What goes wrong, for people: `the assertion fails`. */
  readonly failure: string;
  /** Functions whose code holds the place; undefined: not known, any may reach it. */
  readonly holders: ReadonlySet<FunctionId> | undefined;
  /** Whether another place of the contract panics with the same code, so that the code alone does not tell which did. */
  readonly ambiguous: boolean;
}

/** Claims of a spec, and those without one. */
export type AnyClaim = Claim | FailureClaim;

/** What a claim names after `using`. */
export function usedBy(claim: AnyClaim): InvariantClaim['using'] {
  return claim.kind === 'possible' ? [] : claim.using;
}

/** The condition under which an execution panics at the place, in a nested call that its caller survives too. */
export function failing(bank: TermBank, effects: Effects, place: FailurePlace): Term {
  const at = [...effects.reverts, ...effects.caught].filter(
    ({ failure, span }) =>
      failure.kind === 'panic' && failure.code === place.code && sameSpan(span, place.span),
  );
  return bank.or(...at.map((revert) => revert.condition));
}

/** Whether two spans are the same stretch of the same file. */
export function sameSpan(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** The entry points, and whether the constructor, from which the place can be reached in the code at all. */
export function reachingEntries(
  contract: IrContract,
  claim: FailureClaim,
): { readonly entries: readonly EntryPoint[]; readonly constructor: boolean } {
  const reaches = (root: FunctionId): boolean => {
    if (claim.holders === undefined) return true;
    for (const id of functionsBelow(contract, root)) if (claim.holders.has(id)) return true;
    return false;
  };
  return {
    entries: contract.entries.filter((entry) => reaches(entry.function)),
    constructor: reaches(contract.construct),
  };
}

/** Every function that a run of `root` may run: an external call or a creation may come back through any entry point. */
export function functionsBelow(contract: IrContract, root: FunctionId): ReadonlySet<FunctionId> {
  const seen = new Set<FunctionId>();
  const visit = (id: FunctionId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    visitStatements(contract.functions.get(id)?.body ?? [], (statement) => {
      if (statement.kind === 'call') visit(statement.function);
      else if (statement.kind === 'callValue') contract.functionTable.forEach(visit);
      else if (statement.kind === 'external' || statement.kind === 'create')
        for (const entry of contract.entries) visit(entry.function);
    });
  };
  visit(root);
  return seen;
}

/** Whether a claim speaks of the first calls after deployment only. */
export function isFromDeployment(claim: AnyClaim): boolean {
  return claim.kind === 'rule' && claim.fromDeployment === true;
}
