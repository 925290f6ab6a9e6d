// `using`: resolves lemmas once all invariants are known, and refuses circles.
import { suggestName } from '../diagnostics/suggest.js';
import type { ClaimDraft, LemmaUse } from './claim-context.js';
import { checkAs } from './coerce.js';
import { complain, locate, type Specification } from './context.js';
import type { Claim, InvariantClaim } from './typed-ast.js';

type Using = InvariantClaim['using'][number];

/**
 * The claims with their lemmas. `declared` has the names of all invariants, those with errors included: a use of
 * one of those is no mistake of its own.
 */
export function resolveLemmas(
  spec: Specification,
  drafts: readonly ClaimDraft[],
  declared: ReadonlySet<string>,
): readonly Claim[] {
  const invariants = new Map<string, InvariantClaim>();
  for (const { claim } of drafts)
    if (claim.kind === 'invariant') for (const name of namesOf(claim)) invariants.set(name, claim);
  refuseCircles(spec, drafts);
  // Clauses of one function block share their lemmas: resolve, and report, each list once.
  const resolved = new Map<readonly LemmaUse[], readonly Using[]>();
  return drafts.map(({ claim, using }) => {
    const known =
      resolved.get(using) ??
      using.map((use) => resolve(use, claim, invariants, declared)).filter((each) => each !== undefined);
    resolved.set(using, known);
    return { ...claim, using: known };
  });
}

function resolve(
  use: LemmaUse,
  claim: Claim,
  invariants: ReadonlyMap<string, InvariantClaim>,
  declared: ReadonlySet<string>,
): Using | undefined {
  const { context, span, name } = use;
  const qualified = `${claim.contract}.${name}`;
  const names = [`${use.prefix}${name}`, qualified, name];
  const lemma = names.map((each) => invariants.get(each)).find((each) => each !== undefined);
  if (lemma === undefined) {
    if (names.some((each) => declared.has(each))) return undefined;
    return complain(context, 'SPEC215', span, `there is no invariant '${name}'`, suggestName(name, declared));
  }
  const location = locate(context, span);
  if (use.arguments === undefined) return { name: lemma.name, arguments: undefined, location };
  if (use.arguments.length !== lemma.parameters.length) {
    const given = use.arguments.length;
    return complain(
      context,
      'SPEC303',
      span,
      `'${lemma.name}' has ${lemma.parameters.length} parameter${lemma.parameters.length === 1 ? '' : 's'}, and ${given === 1 ? '1 argument is' : `${given} arguments are`} given`,
      {
        labels: [{ location: lemma.location, text: 'declared here' }],
      },
    );
  }
  const values = use.arguments.map((expression, i) => {
    const type = lemma.parameters[i]?.type;
    if (type === undefined || type.kind === 'block') return undefined;
    return checkAs(context, expression, type, `argument ${i + 1} of '${lemma.name}'`);
  });
  const checked = values.filter((value) => value !== undefined);
  return checked.length === values.length ? { name: lemma.name, arguments: checked, location } : undefined;
}

/** A claim by its name and, where that has none, also with its contract: `solvent`, `Bank.solvent`. */
function namesOf({ name, contract }: Claim): readonly string[] {
  return name.includes('.') ? [name] : [name, `${contract}.${name}`];
}

/** Reports every circle of `using` once, at the use that closes it in the order of the file. */
function refuseCircles(spec: Specification, drafts: readonly ClaimDraft[]): void {
  const byName = new Map<string, ClaimDraft>();
  for (const draft of drafts) {
    if (draft.claim.kind === 'invariant') for (const name of namesOf(draft.claim)) byName.set(name, draft);
  }
  const find = (use: LemmaUse, from: ClaimDraft): ClaimDraft | undefined =>
    byName.get(`${use.prefix}${use.name}`) ??
    byName.get(`${from.claim.contract}.${use.name}`) ??
    byName.get(use.name);
  const finished = new Set<ClaimDraft>();
  const visit = (
    draft: ClaimDraft,
    trail: readonly { readonly draft: ClaimDraft; readonly use: LemmaUse }[],
  ): void => {
    if (finished.has(draft)) return;
    const entered = trail.findIndex((step) => step.draft === draft);
    if (entered !== -1) {
      const circle = trail.slice(entered);
      const names = [...circle.map((step) => step.draft.claim.name), draft.claim.name];
      const last = circle.reduce((latest, step) =>
        step.use.span.start > latest.use.span.start ? step : latest,
      );
      complain(
        { spec, path: last.use.path },
        'SPEC216',
        last.use.span,
        `lemmas use each other in a circle: ${names.join(' -> ')}`,
        {
          notes: ['a lemma must be proved without what it helps to prove'],
        },
      );
      return;
    }
    for (const use of draft.using) {
      const target = find(use, draft);
      if (target !== undefined) visit(target, [...trail, { draft, use }]);
    }
    finished.add(draft);
  };
  for (const draft of byName.values()) visit(draft, []);
}
