// The way from a text to a typed specification: parse, import, bind, check, resolve lemmas.
import { specDiagnostic } from '../diagnostics/codes.js';
import type { Diagnostic, Result } from '../diagnostics/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Declaration, Name } from '../syntax/ast.js';
import {
  bindContracts,
  bindLinks,
  declarationsOf,
  defaultAlias,
  filesInOrder,
  type LoadedFile,
  loadFiles,
} from './bind.js';
import { checkFunctionBlock, checkInvariant } from './check-claims.js';
import { checkCondition } from './check-expression.js';
import { checkRule } from './check-rule.js';
import { type CheckedFile, type ClaimDraft, contextFor, textOf } from './claim-context.js';
import { complain, locate, type Place, type Specification } from './context.js';
import type { EnvironmentHost } from './environment.js';
import { resolveLemmas } from './lemmas.js';
import type { Assumption, Claim, TypedSpec } from './typed-ast.js';

const largestBound = 1000n;
const assumptionPlace: Place = {
  what: 'an assumption of the file',
  transaction: false,
  old: 'refused',
  outcome: false,
};

/**
 * The typed specification of a file and of everything it imports; the value is undefined when there are errors.
 * Never throws on any text; diagnostics are in the order of files and places.
 */
export function loadSpec(file: SourceFile, host: EnvironmentHost): Result<TypedSpec | undefined> {
  const spec: Specification = {
    bindings: new Map(),
    failed: new Set(),
    links: [],
    diagnostics: [],
    used: new Set(),
  };
  const root = loadFiles(spec, host, file);
  const files = filesInOrder(root);
  for (const each of files) bindContracts(spec, host, each);
  for (const each of files) bindLinks(spec, each);
  const drafts: ClaimDraft[] = [];
  const assumptions: Assumption[] = [];
  const declared = declaredInvariants(files);
  const counters = new Map<string, number>();
  const seen: SeenNames = new Map();
  let unroll: number | undefined;
  for (const each of files) {
    const checked: CheckedFile = {
      spec,
      file: each.file,
      path: each.file.path,
      defaultAlias: defaultAlias(each),
      claims: drafts,
    };
    checkNames(checked, each, seen);
    for (const declaration of each.tree.declarations)
      checkDeclaration(checked, declaration, assumptions, counters);
    const bound = checkUnroll(checked, each);
    unroll ??= bound;
  }
  refuseRepeatedLabels(spec, drafts);
  const claims = resolveLemmas(spec, drafts, declared);
  if (spec.diagnostics.length === 0 && claims.length === 0) {
    spec.diagnostics.push(
      specDiagnostic('SPEC218', { path: file.path, start: 0, end: 0 }, 'this specification has no claims', {
        notes: ['a claim is an `invariant`, a clause of a `function` block, or a `rule`'],
      }),
    );
  }
  const diagnostics = inOrder(spec.diagnostics, files);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { value: undefined, diagnostics };
  const contracts = [...spec.bindings.values()];
  // The contract that the claims are about comes first, also when only an imported file names it.
  const first = contracts.find(({ alias }) => alias === defaultAlias(root));
  const ordered = first === undefined ? contracts : [first, ...contracts.filter((each) => each !== first)];
  return {
    value: { path: file.path, contracts: ordered, links: spec.links, assumptions, unroll, claims },
    diagnostics,
  };
}

function checkDeclaration(
  file: CheckedFile,
  declaration: Declaration,
  assumptions: Assumption[],
  counters: Map<string, number>,
): void {
  switch (declaration.kind) {
    case 'invariant':
      checkInvariant(file, declaration);
      return;
    case 'function':
      checkFunctionBlock(file, declaration, counters);
      return;
    case 'rule':
      checkRule(file, declaration);
      return;
    case 'assume': {
      const assumption = checkAssumption(file, declaration);
      if (assumption !== undefined) assumptions.push(assumption);
      return;
    }
    case 'contract':
    case 'import':
    case 'link':
    case 'unroll':
    case 'unsupported':
      return;
    default:
      declaration satisfies never;
  }
}

function checkAssumption(
  file: CheckedFile,
  declaration: Declaration & { readonly kind: 'assume' },
): Assumption | undefined {
  if (declaration.broken) return undefined;
  if (file.defaultAlias === undefined) {
    return complain(file, 'SPEC207', declaration, 'this assumption has no contract to be about', {
      suggestion: 'begin the file with `contract Name from "path/to/Name.sol";`',
    });
  }
  const contract = file.spec.bindings.get(file.defaultAlias);
  if (contract === undefined) return undefined;
  const context = contextFor(file, contract, undefined, assumptionPlace);
  const condition = checkCondition(context, declaration.condition, 'an assumption');
  if (condition === undefined) return undefined;
  const origin = { text: textOf(file, declaration), location: locate(file, declaration) };
  return condition.kind === 'isEoa'
    ? { kind: 'isEoa', address: condition.address, ...origin }
    : { kind: 'condition', condition, ...origin };
}

/** The loop bound of a file: one constant from 1 to 1000. */
function checkUnroll(file: CheckedFile, { tree }: LoadedFile): number | undefined {
  const [first, ...others] = declarationsOf(tree, 'unroll').filter(({ broken }) => !broken);
  for (const each of others) complain(file, 'SPEC208', each, "'unroll' is declared twice");
  if (first === undefined) return undefined;
  const { bound } = first;
  const value = bound.kind === 'number' ? bound.value : undefined;
  if (value === undefined || value < 1n || value > largestBound) {
    return complain(
      file,
      'SPEC411',
      bound,
      `the bound of 'unroll' must be a number from 1 to ${largestBound}`,
    );
  }
  return Number(value);
}

/** Names of all invariants, those with errors included, with and without their contract. */
function declaredInvariants(files: readonly LoadedFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { tree } of files) {
    for (const { contract, name } of declarationsOf(tree, 'invariant')) {
      names.add(contract === undefined ? name.text : `${contract.text}.${name.text}`);
    }
  }
  names.delete('');
  return names;
}

/** Where a claim of a name was first declared. */
type SeenNames = Map<string, { readonly name: Name; readonly path: string }>;

/** Reports invariants and rules of the same name, over all files. */
function checkNames(file: CheckedFile, { tree }: LoadedFile, seen: SeenNames): void {
  for (const declaration of tree.declarations) {
    if (declaration.kind !== 'invariant' && declaration.kind !== 'rule') continue;
    const { name, contract } = declaration;
    if (name.text === '') continue;
    const full =
      contract === undefined || contract.text === file.defaultAlias
        ? name.text
        : `${contract.text}.${name.text}`;
    const first = seen.get(full);
    if (first === undefined) {
      seen.set(full, { name, path: file.path });
    } else {
      complain(file, 'SPEC208', name, `'${full}' is declared twice`, {
        labels: [{ location: locate(first, first.name), text: 'first declared here' }],
      });
    }
  }
}

/** Labelled clauses must not repeat a name either. */
function refuseRepeatedLabels(spec: Specification, drafts: readonly ClaimDraft[]): void {
  const seen = new Map<string, Claim>();
  for (const { claim } of drafts) {
    const first = seen.get(claim.name);
    seen.set(claim.name, first ?? claim);
    if (first === undefined || claim.kind !== 'function') continue;
    complain(
      { spec, path: claim.location.path },
      'SPEC208',
      claim.location,
      `'${claim.name}' is declared twice`,
      {
        labels: [{ location: first.location, text: 'first declared here' }],
      },
    );
  }
}

function inOrder(diagnostics: readonly Diagnostic[], files: readonly LoadedFile[]): readonly Diagnostic[] {
  const order = new Map(files.map(({ file }, i) => [file.path, i]));
  const rank = ({ location }: Diagnostic): number =>
    location === undefined ? -1 : (order.get(location.path) ?? files.length);
  return [...diagnostics].sort(
    (a, b) => rank(a) - rank(b) || (a.location?.start ?? 0) - (b.location?.start ?? 0),
  );
}
