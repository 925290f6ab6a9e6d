// Declarations of a file, or of a module where it is applied, each to what it becomes.
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Declaration, Name } from '../syntax/ast.js';
import { checkInvariant } from './check-claims.js';
import { checkFunctionBlock } from './check-function-block.js';
import { checkChangeHook, checkGhostDeclaration, checkHook } from './check-ghosts.js';
import { checkFreeParameter } from './check-parameters.js';
import { checkMachine, checkNever, checkOnly } from './check-parametric.js';
import { checkPossible, checkReach } from './check-reach.js';
import { checkRule } from './check-rule.js';
import { checkVariables, warnHidden } from './check-types.js';
import { assignUnit, declareUnit } from './check-units.js';
import { checkWorld } from './check-world.js';
import { type CheckedFile, contextFor } from './claim-context.js';
import { complain, type Definition, extendAll, locate, type Place } from './context.js';
import { applyModule } from './modules.js';
import type { Assumption, FreeParameter, Ghost, Hook } from './typed-ast.js';

/** What the declarations of all files become. */
export interface Checking {
  readonly counters: Map<string, number>;
  readonly seen: Map<string, { readonly name: Name; readonly path: string }>;
  /** Names of all claims, those with errors included: their uses are no mistakes of their own. */
  readonly declared: Set<string>;
  readonly assumptions: Assumption[];
  readonly ghosts: Ghost[];
  readonly hooks: Hook[];
  readonly parameters: FreeParameter[];
  /** To be resolved when all claims are known. */
  readonly regions: {
    readonly file: CheckedFile;
    readonly declaration: Declaration & { readonly kind: 'region' };
  }[];
}

/** Makes known what may be used before it is declared: definitions, ghost variables, units. */
export function prepareDeclarations(
  file: CheckedFile,
  checking: Checking,
  declarations: readonly Declaration[],
): void {
  for (const each of declarations) if (each.kind === 'define') declareDefinition(file, each);
  for (const each of declarations) {
    if (each.kind === 'ghost') {
      const ghost = checkGhostDeclaration(file, each);
      if (ghost !== undefined) checking.ghosts.push(ghost);
    } else if (each.kind === 'unit') {
      declareUnit(file, each);
    } else if (each.kind === 'unsupported' && each.declares !== undefined) {
      file.spec.failed.add(each.declares);
    }
  }
  for (const each of declarations) if (each.kind === 'unit') assignUnit(file, each);
}

/** Checks declarations in order, those of applied modules in place. */
export function checkDeclarations(
  file: CheckedFile,
  checking: Checking,
  declarations: readonly Declaration[],
  trail: readonly string[],
): void {
  for (const each of declarations) noteName(file, checking, each);
  for (const each of declarations) checkDeclaration(file, checking, each, trail);
  for (const each of declarations) if (each.kind === 'define') checkDefinitionAlone(file, each);
}

function checkDeclaration(
  file: CheckedFile,
  checking: Checking,
  declaration: Declaration,
  trail: readonly string[],
): void {
  const { counters } = checking;
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
    case 'can':
      checkReach(file, declaration);
      return;
    case 'possible':
      checkPossible(file, declaration);
      return;
    case 'only': {
      const watched = checkOnly(file, declaration, counters);
      if (watched === undefined) return;
      checking.ghosts.push(watched.ghost);
      checking.hooks.push(...watched.hooks);
      return;
    }
    case 'never':
      checkNever(file, declaration, counters);
      return;
    case 'machine':
      checkMachine(file, declaration, counters);
      return;
    case 'assume':
    case 'assumeArithmetic':
    case 'assumeModel':
    case 'assumeMoves':
    case 'trust':
    case 'loop': {
      const assumption = checkWorld(file, declaration);
      if (assumption !== undefined) checking.assumptions.push(assumption);
      return;
    }
    case 'hook':
    case 'changeHook': {
      const hook =
        declaration.kind === 'hook' ? checkHook(file, declaration) : checkChangeHook(file, declaration);
      if (hook !== undefined) checking.hooks.push(hook);
      return;
    }
    case 'parameter': {
      const parameter = checkFreeParameter(file, declaration, checking.parameters);
      if (parameter !== undefined) checking.parameters.push(parameter);
      else file.spec.failed.add(`parameter ${declaration.variable.text}`);
      return;
    }
    case 'region':
      checking.regions.push({ file, declaration });
      return;
    case 'apply': {
      const applied = applyModule(file, declaration, trail);
      if (applied === undefined) return;
      prepareDeclarations(applied.file, checking, applied.declarations);
      checkDeclarations(applied.file, checking, applied.declarations, applied.trail);
      return;
    }
    case 'contract':
    case 'import':
    case 'link':
    case 'unroll':
    case 'ghost':
    case 'define':
    case 'module':
    case 'unit':
    case 'unsupported':
      if (file.prefix !== '' || file.contract !== undefined) refuseInModule(file, declaration);
      return;
    default:
      declaration satisfies never;
  }
}

function refuseInModule(file: CheckedFile, declaration: Declaration): void {
  const names: Readonly<Record<string, string>> = {
    contract: 'a contract',
    import: 'an import',
    link: 'a link',
    unroll: "'unroll'",
    module: 'a module',
  };
  const what = names[declaration.kind];
  if (what === undefined) return;
  complain(file, 'SPEC412', declaration, `${what} cannot be declared in a module`, {
    notes: ['a module gets its contracts where it is applied: `module M(contract T, x) { … }`'],
  });
}

/** Reports claims of the same name, over all files. */
function noteName(file: CheckedFile, { seen, declared }: Checking, declaration: Declaration): void {
  switch (declaration.kind) {
    case 'invariant':
    case 'rule':
    case 'can':
    case 'possible':
    case 'only':
    case 'never':
    case 'machine':
    case 'region':
      break;
    default:
      return;
  }
  const { name } = declaration;
  if (name === undefined || name.text === '') return;
  const contract = 'contract' in declaration ? declaration.contract : undefined;
  const own = contract === undefined || contract.text === file.defaultAlias;
  const full =
    file.prefix !== '' ? `${file.prefix}${name.text}` : own ? name.text : `${contract.text}.${name.text}`;
  if (declaration.kind !== 'region') {
    declared.add(full);
    if (contract !== undefined) declared.add(`${contract.text}.${name.text}`);
  }
  const first = seen.get(full);
  if (first === undefined) {
    seen.set(full, { name, path: file.path });
  } else {
    complain(file, 'SPEC208', name, `'${full}' is declared twice`, {
      labels: [{ location: locate(first, first.name), text: 'first declared here' }],
    });
  }
}

function declareDefinition(file: CheckedFile, declaration: Declaration & { readonly kind: 'define' }): void {
  const { name } = declaration;
  if (name.text === '') return;
  const earlier = file.spec.definitions.get(name.text);
  if (earlier !== undefined && (file.prefix === '' || earlier.path === file.path)) {
    complain(file, 'SPEC208', name, `'${name.text}' is declared twice`, {
      labels: [{ location: locate(earlier, earlier.declaration.name), text: 'first declared here' }],
    });
    return;
  }
  const contract =
    file.contract ??
    (file.defaultAlias === undefined ? undefined : file.spec.bindings.get(file.defaultAlias));
  const definition: Definition = {
    declaration,
    path: file.path,
    contract,
    spec: file.spec,
    scope: file.scope,
  };
  file.spec.definitions.set(name.text, definition);
}

const anywhere: Place = { what: 'a definition', transaction: true, old: 'allowed', outcome: true };

/** Checks a definition by itself, so that mistakes in it are found also where nothing uses it, and once. */
function checkDefinitionAlone(
  file: CheckedFile,
  declaration: Declaration & { readonly kind: 'define' },
): void {
  const definition = file.spec.definitions.get(declaration.name.text);
  if (definition === undefined || definition.declaration !== declaration || declaration.broken) return;
  const { contract } = definition;
  if (contract === undefined) return;
  // An argument may depend on the state, so nothing is said about `old` having no effect.
  const found: Diagnostic[] = [];
  const spec = { ...file.spec, diagnostics: found };
  const context = {
    ...contextFor({ ...file, spec }, contract, undefined, anywhere),
    expanding: [definition],
  };
  warnHidden(context, declaration.name.text, declaration.name);
  const parameters = checkVariables(context, declaration.parameters);
  if (parameters === undefined) {
    file.spec.diagnostics.push(...found);
    return;
  }
  const value = context.check({ ...context, scope: extendAll(context.scope, parameters) }, declaration.value);
  file.spec.diagnostics.push(...found.filter(({ code }) => code !== 'SPEC408'));
  if (value === undefined) return;
  for (const parameter of parameters) {
    if (!file.spec.used.has(parameter)) {
      complain(file, 'SPEC222', parameter.location, `'${parameter.name}' is not used`);
    }
  }
}
