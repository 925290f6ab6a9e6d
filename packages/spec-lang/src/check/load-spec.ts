// The way from a text to a typed specification: parse, import, bind, check, resolve lemmas.
import { specDiagnostic } from '../diagnostics/codes.js';
import type { Diagnostic, Result } from '../diagnostics/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { Declaration } from '../syntax/ast.js';
import {
  bindContracts,
  bindLinks,
  declarationsOf,
  defaultAlias,
  filesInOrder,
  type LoadedFile,
  loadFiles,
} from './bind.js';
import { type Checking, checkDeclarations, prepareDeclarations } from './check-declarations.js';
import { checkRegion } from './check-parameters.js';
import { checkTrivial } from './check-trivial.js';
import { checkUnits } from './check-units.js';
import { bindModels } from './check-world.js';
import type { CheckedFile, ClaimDraft } from './claim-context.js';
import { expressionsOf, expressionsOfAssumption } from './claim-parts.js';
import { complain, type Specification } from './context.js';
import type { EnvironmentHost } from './environment.js';
import { resolveLemmas } from './lemmas.js';
import { isLibraryPath } from './library.js';
import { registerModules } from './modules.js';
import type { Claim, ContractBinding, TypedSpec } from './typed-ast.js';

const largestBound = 1000n;

/**
 * The typed specification of a file and of everything it imports; the value is undefined when there are errors.
 * Never throws on any text; diagnostics are in the order of files and places.
 */
export function loadSpec(file: SourceFile, host: EnvironmentHost): Result<TypedSpec | undefined> {
  const spec = emptySpecification();
  const root = loadFiles(spec, host, file);
  const files = filesInOrder(root);
  for (const each of files) bindContracts(spec, host, each);
  for (const each of files) bindLinks(spec, each);
  const drafts: ClaimDraft[] = [];
  const checking: Checking = {
    counters: new Map(),
    seen: new Map(),
    declared: new Set(),
    assumptions: [],
    ghosts: [],
    hooks: [],
    parameters: [],
    regions: [],
  };
  const units = files.map((loaded) => ({ loaded, checked: checkedFile(spec, loaded, drafts) }));
  for (const { loaded, checked } of units) registerModules(checked, loaded.tree.declarations);
  for (const { loaded, checked } of units) bindModels(checked, host, loaded.tree.declarations);
  for (const { loaded, checked } of units) prepareDeclarations(checked, checking, loaded.tree.declarations);
  let unroll: number | undefined;
  for (const { loaded, checked } of units) {
    checkDeclarations(checked, checking, loaded.tree.declarations, []);
    const bound = checkUnroll(checked, loaded.tree.declarations);
    unroll ??= bound;
  }
  refuseRepeatedLabels(spec, drafts);
  const claims = resolveLemmas(spec, drafts, checking.declared);
  const regions = checking.regions
    .map(({ file: from, declaration }) =>
      checkRegion(from, declaration, claims, checking.declared, checking.parameters),
    )
    .filter((each) => each !== undefined);
  warnUnusedDeclarations(spec, checking);
  if (spec.units.size > 0) {
    checkUnits(spec, checking.assumptions.flatMap(expressionsOfAssumption), new Map());
    for (const claim of claims) checkUnits(spec, expressionsOf(claim), new Map());
  }
  // What a claim says is judged when it is what was meant to be said.
  if (spec.diagnostics.every(({ severity }) => severity !== 'error'))
    checkTrivial(spec, claims, checking.assumptions);
  if (spec.diagnostics.every(({ severity }) => severity !== 'error') && claims.length === 0) {
    spec.diagnostics.push(
      specDiagnostic('SPEC218', { path: file.path, start: 0, end: 0 }, 'this specification has no claims', {
        notes: [
          'a claim is an `invariant`, a clause of a `function` block, a `rule`, or one of the short forms such as `only … may …`',
        ],
      }),
    );
  }
  const diagnostics = inOrder(spec.diagnostics, files);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { value: undefined, diagnostics };
  const contracts = [...spec.bindings.values()];
  // The contract that the claims are about comes first, also when only an imported file names it.
  const first = contracts.find(({ alias }) => alias === defaultAlias(root));
  const ordered = first === undefined ? contracts : [first, ...contracts.filter((each) => each !== first)];
  const { assumptions, ghosts, hooks, parameters } = checking;
  return {
    value: {
      path: file.path,
      contracts: ordered,
      links: spec.links,
      assumptions,
      unroll,
      ghosts,
      hooks,
      parameters,
      regions,
      claims: claims.map((claim) => ofFirst(claim, ordered)),
    },
    diagnostics,
  };
}

/** The flag of what is watched is down when the first contract is deployed, whichever contract writes. */
function ofFirst(claim: Claim, [first]: readonly ContractBinding[]): Claim {
  const isWatched = claim.kind === 'invariant' && claim.watching !== undefined;
  return isWatched && first !== undefined ? { ...claim, contract: first.alias } : claim;
}

function emptySpecification(): Specification {
  return {
    bindings: new Map(),
    failed: new Set(),
    links: [],
    diagnostics: [],
    used: new Set(),
    ghosts: new Map(),
    readGhosts: new Set(),
    definitions: new Map(),
    usedDefinitions: new Set(),
    modules: new Map(),
    units: new Map(),
    unitsOf: new Map(),
  };
}

function checkedFile(spec: Specification, loaded: LoadedFile, claims: ClaimDraft[]): CheckedFile {
  return {
    spec,
    file: loaded.file,
    path: loaded.file.path,
    defaultAlias: defaultAlias(loaded),
    contract: undefined,
    prefix: '',
    scope: undefined,
    claims,
  };
}

/** The loop bound of a file: one constant from 1 to 1000. */
function checkUnroll(file: CheckedFile, declarations: readonly Declaration[]): number | undefined {
  const [first, ...others] = declarationsOf({ path: file.path, declarations, comments: [] }, 'unroll').filter(
    ({ broken }) => !broken,
  );
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

/** Warns about ghost variables and definitions that nothing uses; a library offers more than one needs. */
function warnUnusedDeclarations(spec: Specification, { ghosts }: Checking): void {
  for (const definition of spec.definitions.values()) {
    const { name, broken } = definition.declaration;
    if (broken || spec.usedDefinitions.has(definition) || isLibraryPath(definition.path)) continue;
    complain({ spec, path: definition.path }, 'SPEC223', name, `nothing uses '${name.text}'`);
  }
  for (const { variable } of ghosts) {
    if (spec.readGhosts.has(variable)) continue;
    complain(
      { spec, path: variable.location.path },
      'SPEC223',
      variable.location,
      `nothing reads the ghost variable '${variable.name}'`,
    );
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

/** In the order of files and places; what was found several times in one place (in a definition, in a `for`) is said once. */
function inOrder(diagnostics: readonly Diagnostic[], files: readonly LoadedFile[]): readonly Diagnostic[] {
  const order = new Map(files.map(({ file }, i) => [file.path, i]));
  const rank = ({ location }: Diagnostic): number =>
    location === undefined ? -1 : (order.get(location.path) ?? files.length);
  const said = new Set<string>();
  const once = diagnostics.filter(({ code, message, location }) => {
    const key = `${code}:${location?.path}:${location?.start}:${location?.end}:${message}`;
    const fresh = !said.has(key);
    said.add(key);
    return fresh;
  });
  return once.sort((a, b) => rank(a) - rank(b) || (a.location?.start ?? 0) - (b.location?.start ?? 0));
}
