// The claims of a contract without a spec: one for each place of its code that can panic. Places are read from the IR, and
// assertions from the source too, so that one inside code that is not modeled is still claimed (and stays unknown).
import type { ContractDeclaration, Expression, Span, TypedProgram } from '../frontend/typed-program.js';
import { type FailureClaim, type FailurePlace, sameSpan } from '../harness/failure-claim.js';
import type { FunctionId, IrContract } from '../ir/ir.js';
import { visitStatements } from '../ir/visit.js';
import { locationOf } from '../spec/contract-environment.js';

/** The code of a failing assertion. */
export const ASSERTION = 0x01;

/** Panics that can be claimed about: how a claim is called, and what goes wrong. */
const KINDS: ReadonlyMap<number, { readonly name: string; readonly failure: string }> = new Map([
  [ASSERTION, { name: 'assert', failure: 'the assertion fails' }],
  [0x11, { name: 'overflow', failure: 'the arithmetic overflows' }],
  [0x12, { name: 'division', failure: 'the divisor is zero' }],
  [0x21, { name: 'enum', failure: 'the number is no member of the enum' }],
  [0x31, { name: 'pop', failure: 'the array is empty' }],
  [0x32, { name: 'index', failure: 'the index is out of bounds' }],
  [0x51, { name: 'functionValue', failure: 'the function value is not initialized' }],
]);

interface Site extends FailurePlace {
  readonly holders: Set<FunctionId> | undefined;
}

/** The claims of a deployable contract in source order: its assertions, or every panic. */
export function failureClaims(
  program: TypedProgram,
  declaration: ContractDeclaration,
  contract: IrContract,
  which: 'assertions' | 'panics',
): readonly FailureClaim[] {
  const sites = sitesIn(contract);
  for (const span of assertionsIn(program, declaration, contract)) {
    if (sites.some((site) => site.code === ASSERTION && sameSpan(site.span, span))) continue;
    sites.push({ code: ASSERTION, span, holders: undefined });
  }
  const wanted = sites
    .filter((site) => site.code === ASSERTION || which === 'panics')
    .sort((a, b) => a.span.file - b.span.file || a.span.start - b.span.start || a.code - b.code);
  const counts = new Map<string, number>();
  return wanted.map((site): FailureClaim => {
    const kind = KINDS.get(site.code) as { readonly name: string; readonly failure: string };
    const base = `${ownerOf(program, declaration, site.span)}.${kind.name}`;
    const n = (counts.get(base) ?? 0) + 1;
    counts.set(base, n);
    return {
      kind: 'failure',
      name: `${base}#${n}`,
      contract: contract.name,
      doc: undefined,
      text: program.files[site.span.file]?.text.slice(site.span.start, site.span.end) ?? '',
      location: locationOf(program, site.span),
      using: [],
      place: { code: site.code, span: site.span },
      failure: kind.failure,
      holders: site.holders,
      ambiguous: sites.filter((other) => other.code === site.code).length > 1,
    };
  });
}

function sitesIn(contract: IrContract): Site[] {
  const sites: Site[] = [];
  const note = (code: number, span: Span, holder: FunctionId): void => {
    if (!KINDS.has(code)) return;
    const known = sites.find((site) => site.code === code && sameSpan(site.span, span));
    if (known !== undefined) known.holders?.add(holder);
    else sites.push({ code, span, holders: new Set([holder]) });
  };
  for (const [id, fn] of contract.functions) {
    visitStatements(fn.body, (statement) => {
      if (statement.kind === 'callValue') note(0x51, statement.span, id);
      if (statement.kind !== 'require' && statement.kind !== 'revert') return;
      if (statement.failure.kind === 'panic') note(statement.failure.code, statement.span, id);
    });
  }
  return sites;
}

/** Every `assert(…)` in the source of the functions, and of their modifiers, that the contract's code was made of. */
function assertionsIn(
  program: TypedProgram,
  declaration: ContractDeclaration,
  contract: IrContract,
): readonly Span[] {
  const lowered = [...contract.functions.values()].map((fn) => fn.span);
  const line = new Set<number | undefined>(declaration.linearization);
  const declared = [...program.declarations.values()];
  const functions = declared
    .filter((one) => one.kind === 'function')
    .filter((fn) =>
      fn.functionKind === 'constructor'
        ? line.has(fn.contract)
        : lowered.some((span) => sameSpan(span, fn.span)),
    );
  // An applied modifier stands for those that override it too.
  const applied = new Set(
    functions.flatMap((fn) => fn.modifiers.map(({ target }) => program.declarations.get(target)?.name)),
  );
  const modifiers = declared
    .filter((one) => one.kind === 'modifier')
    .filter((one) => line.has(one.contract) && applied.has(one.name));
  const spans: Span[] = [];
  for (const { body } of [...functions, ...modifiers]) {
    visitTree(body, (node) => {
      if (isAssertion(node)) spans.push(node.span);
    });
  }
  return spans;
}

function isAssertion(node: object): node is Expression {
  const { kind, call } = node as { readonly kind?: unknown; readonly call?: unknown };
  if (kind !== 'call' || typeof call !== 'object' || call === null) return false;
  const { kind: callKind, name } = call as { readonly kind?: unknown; readonly name?: unknown };
  return callKind === 'builtin' && name === 'assert';
}

/** Calls the visitor on every object of a tree of plain data. */
function visitTree(node: unknown, visitor: (node: object) => void): void {
  if (typeof node !== 'object' || node === null) return;
  visitor(node);
  for (const part of Object.values(node)) visitTree(part, visitor);
}

/** `Contract.function`, with the deployed contract before it where that is another one. */
function ownerOf(program: TypedProgram, declaration: ContractDeclaration, span: Span): string {
  let inner:
    | { readonly name: string; readonly contract: number | undefined; readonly size: number }
    | undefined;
  for (const one of program.declarations.values()) {
    if (one.kind !== 'function' && one.kind !== 'modifier' && one.kind !== 'variable') continue;
    if (one.kind === 'variable' && one.role !== 'state' && one.role !== 'fileConstant') continue;
    if (one.span.file !== span.file || one.span.start > span.start || one.span.end < span.end) continue;
    const size = one.span.end - one.span.start;
    if (inner !== undefined && inner.size <= size) continue;
    const name = one.name !== '' ? one.name : one.kind === 'function' ? one.functionKind : '';
    inner = { name, contract: one.contract, size };
  }
  if (inner === undefined) return declaration.name;
  if (inner.contract === declaration.id) return `${declaration.name}.${inner.name}`;
  const owner = inner.contract === undefined ? undefined : program.declarations.get(inner.contract);
  return `${declaration.name}/${owner === undefined ? '' : `${owner.name}.`}${inner.name}`;
}
