// Override rules that decide which code runs: what may be overridden, what must be, and what is left unimplemented.
// Follows solc's OverrideChecker; contracts that compilers before 0.6 accept have no such keywords and are not judged.
import type { Diagnostic } from '@surety/spec-lang';
import type { ContractDefinition, FunctionDefinition, NodeId } from './ast.js';
import { locate } from './names.js';
import {
  describeMember,
  isImplemented,
  type OverrideMember,
  type OverrideMembers,
  overrideMembers,
} from './override-members.js';
import { parametersKey } from './parameter-key.js';
import { linearization, resolvePath, type Scopes } from './scopes.js';
import type { Span } from './typed-program.js';
import type { Mutability } from './types.js';

/** Diagnostics on overriding (SOL41x), missing implementations (SOL42x) and headers of functions (SOL43x). */
export function checkOverrides(scopes: Scopes): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const members = overrideMembers(scopes);
  const report = (code: string, span: Span, message: string, other?: OverrideMember): void => {
    const location = other && locate(scopes.sources, other.definition.nameSpan);
    diagnostics.push({
      code,
      severity: 'error',
      message,
      location: locate(scopes.sources, span),
      ...(location ? { labels: [{ location, text: 'declared here' }] } : {}),
    });
  };
  for (const contract of scopes.contracts.values()) {
    const version = scopes.units.get(contract.span.file)?.version;
    checkHeaders(contract, version?.allowsBefore.v05 ?? false, version?.allowsBefore.v06 ?? false, report);
    if (version?.allowsBefore.v06 || scopes.inheritance.broken.has(contract.id)) continue;
    const own = members.own(contract);
    const inherited = members.inherited(contract);
    for (const member of own.values())
      checkMember(scopes, member, inherited.get(member.signature) ?? new Set(), report);
    for (const [signature, bases] of inherited) {
      if (!own.has(signature)) checkAmbiguity(contract, bases, members, report);
    }
    if (!contract.abstract) checkComplete(scopes, contract, members, report);
  }
  return diagnostics;
}

/** Members of a contract, inherited ones included, that have no implementation: it can then not be deployed. */
export function unimplementedMembers(
  scopes: Scopes,
  contract: ContractDefinition,
): readonly OverrideMember[] {
  return missingImplementations(scopes, contract, overrideMembers(scopes));
}

type Report = (code: string, span: Span, message: string, other?: OverrideMember) => void;

function checkMember(
  scopes: Scopes,
  member: OverrideMember,
  bases: ReadonlySet<OverrideMember>,
  report: Report,
): void {
  const { definition, contract } = member;
  const what = describeMember(member);
  if (definition.override && bases.size === 0) {
    report('SOL411', definition.override.span, `${what} is marked 'override' but overrides nothing`);
    return;
  }
  for (const base of bases) {
    const inInterface = base.contract.contractKind === 'interface' && base.definition.kind === 'function';
    if (!definition.override && !inInterface) {
      report(
        'SOL412',
        definition.nameSpan,
        `${what} overrides that of '${base.contract.name}' and must be marked 'override'`,
        base,
      );
    }
    if (base.definition.kind === 'variable' || !(base.definition.virtual || inInterface)) {
      report(
        'SOL413',
        definition.nameSpan,
        `${what} overrides ${describeMember(base)} of '${base.contract.name}', which is not virtual`,
        base,
      );
    }
    const difference = incompatibility(scopes, member, base);
    if (difference)
      report(
        'SOL414',
        definition.nameSpan,
        `${what} overrides that of '${base.contract.name}' but ${difference}`,
        base,
      );
  }
  checkOverrideList(scopes, contract, member, bases, report);
}

// With several bases the list must name exactly those; with one base a list may name it.
function checkOverrideList(
  scopes: Scopes,
  contract: ContractDefinition,
  member: OverrideMember,
  bases: ReadonlySet<OverrideMember>,
  report: Report,
): void {
  const { override } = member.definition;
  const place = { file: contract.span.file, contract: contract.id };
  const expected = new Map([...bases].map((base) => [base.contract.id, base.contract.name]));
  const listed = new Set<NodeId>();
  for (const path of override?.bases ?? []) {
    const [entry] = resolvePath(scopes, place, path);
    const id = entry?.kind === 'definition' ? entry.definition.id : undefined;
    const name = path.parts.map((part) => part.name).join('.');
    if (id === undefined || !expected.has(id))
      report('SOL415', path.span, `${describeMember(member)} overrides nothing of '${name}'`);
    else if (listed.has(id)) report('SOL415', path.span, `'${name}' is listed twice`);
    else listed.add(id);
  }
  if (expected.size < 2) return;
  const missing = [...expected].filter(([id]) => !listed.has(id)).map(([, name]) => `'${name}'`);
  if (missing.length === 0) return;
  const span = override?.span ?? member.definition.nameSpan;
  report(
    'SOL415',
    span,
    `${describeMember(member)} overrides several bases and must list them: 'override(…)' lacks ${missing.join(', ')}`,
  );
}

function incompatibility(scopes: Scopes, member: OverrideMember, base: OverrideMember): string | undefined {
  const upper = base.definition;
  const lower = member.definition;
  if (upper.kind === 'variable') return undefined;
  if (!isImplemented(member) && isImplemented(base)) return 'has no implementation where the base has one';
  if (upper.kind === 'modifier' || lower.kind === 'modifier') {
    if (upper.kind !== 'modifier' || lower.kind !== 'modifier') return undefined;
    const [a, b] = [lower, upper].map(({ parameters }, i) =>
      parametersKey(scopes.types, placeOf(i === 0 ? member : base), parameters, false),
    );
    return a === b ? undefined : 'takes other parameters';
  }
  if (lower.kind === 'variable') {
    if (upper.visibility !== 'external')
      return 'only external functions can be overridden by a public state variable';
    const getter = lower.mutability === 'constant' ? 'pure' : 'view';
    // Compilers before 0.7 did not compare these.
    if (scopes.units.get(lower.span.file)?.version.allowsBefore.v07) return undefined;
    const narrows = mayNarrow(upper.mutability, getter);
    return narrows ? undefined : `changes the state mutability from ${upper.mutability} to ${getter}`;
  }
  if (
    lower.visibility !== upper.visibility &&
    !(upper.visibility === 'external' && lower.visibility === 'public')
  ) {
    return `changes the visibility from ${upper.visibility} to ${lower.visibility}`;
  }
  if (!mayNarrow(upper.mutability, lower.mutability)) {
    return `changes the state mutability from ${upper.mutability} to ${lower.mutability}`;
  }
  // Callers of an external function see memory and calldata alike; otherwise locations are part of the interface.
  const external = upper.visibility === 'external';
  if (keyOfLists(scopes, member, lower, external) !== keyOfLists(scopes, base, upper, external)) {
    return 'returns other types, or its data locations differ';
  }
  return undefined;
}

function placeOf({ contract }: OverrideMember): {
  readonly file: number;
  readonly contract: ContractDefinition;
} {
  return { file: contract.span.file, contract };
}

function keyOfLists(
  scopes: Scopes,
  member: OverrideMember,
  definition: FunctionDefinition,
  external: boolean,
): string {
  const place = placeOf(member);
  const [parameters, returns] = [definition.parameters, definition.returns].map((list) =>
    parametersKey(scopes.types, place, list, external),
  );
  return `${parameters} ${returns}`;
}

function mayNarrow(from: Mutability, to: Mutability): boolean {
  if (from === to) return true;
  if (from === 'nonpayable') return to === 'view' || to === 'pure';
  return from === 'view' && to === 'pure';
}

// A contract that inherits several implementations and writes none must override, unless all ways up pass through one
// function that already overrides the others. That function is a cut vertex of the graph of overriding (solc's term).
function checkAmbiguity(
  contract: ContractDefinition,
  bases: ReadonlySet<OverrideMember>,
  members: OverrideMembers,
  report: Report,
): void {
  if (bases.size < 2) return;
  const basesOf = (member: OverrideMember): ReadonlySet<OverrideMember> =>
    members.inherited(member.contract).get(member.signature) ?? new Set();
  const above = (member: OverrideMember): ReadonlySet<OverrideMember> => {
    const reached = new Set(basesOf(member));
    for (const next of reached) for (const base of basesOf(next)) reached.add(base);
    return reached;
  };
  const reachesEndWithout = (removed: OverrideMember): boolean => {
    const reached = new Set([...bases].filter((member) => member !== removed));
    for (const member of reached) {
      const next = basesOf(member);
      if (next.size === 0) return true;
      for (const base of next) if (base !== removed) reached.add(base);
    }
    return false;
  };
  const everything = new Set(bases);
  for (const member of everything) for (const base of basesOf(member)) everything.add(base);
  const left = new Set(bases);
  for (const member of everything) {
    if (reachesEndWithout(member)) continue;
    for (const base of above(member)) left.delete(base);
    if (!isImplemented(member)) left.delete(member);
  }
  const [first] = left;
  if (left.size < 2 || !first) return;
  const names = [...left].map((member) => `'${member.contract.name}'`).join(' and ');
  report(
    'SOL416',
    contract.nameSpan,
    `'${contract.name}' must override ${describeMember(first)}, which it inherits from ${names}`,
    first,
  );
}

function missingImplementations(
  scopes: Scopes,
  contract: ContractDefinition,
  members: OverrideMembers,
): readonly OverrideMember[] {
  const decided = new Map<string, OverrideMember>();
  for (const declaring of linearization(scopes, contract.id)) {
    for (const [signature, member] of members.own(declaring)) {
      if (!decided.has(signature)) decided.set(signature, member);
    }
  }
  return [...decided.values()].filter((member) => !isImplemented(member));
}

function checkComplete(
  scopes: Scopes,
  contract: ContractDefinition,
  members: OverrideMembers,
  report: Report,
): void {
  if (contract.contractKind === 'contract') {
    const [missing] = missingImplementations(scopes, contract, members);
    if (missing) {
      const from = missing.contract === contract ? '' : ` of '${missing.contract.name}'`;
      report(
        'SOL421',
        contract.nameSpan,
        `'${contract.name}' does not implement ${describeMember(missing)}${from}; implement it or mark the contract abstract`,
        missing,
      );
    }
    for (const base of linearization(scopes, contract.id).slice(1)) {
      if (!needsArguments(base) || hasArgumentsFor(scopes, contract, base)) continue;
      report(
        'SOL422',
        contract.nameSpan,
        `'${contract.name}' gives no arguments to the constructor of '${base.name}'; give them or mark the contract abstract`,
      );
    }
  }
}

function constructorOf(contract: ContractDefinition): FunctionDefinition | undefined {
  return contract.parts.find((part) => part.kind === 'function' && part.functionKind === 'constructor') as
    | FunctionDefinition
    | undefined;
}

function needsArguments(contract: ContractDefinition): boolean {
  return (constructorOf(contract)?.parameters.length ?? 0) > 0;
}

function hasArgumentsFor(scopes: Scopes, contract: ContractDefinition, base: ContractDefinition): boolean {
  return linearization(scopes, contract.id).some((giver) => {
    const place = { file: giver.span.file, contract: giver.id };
    const given = [...giver.bases, ...(constructorOf(giver)?.modifiers ?? [])];
    return given.some(({ path, arguments: values }) => {
      const [entry] = values?.length ? resolvePath(scopes, place, path) : [];
      return entry?.kind === 'definition' && entry.definition === base;
    });
  });
}

// Since 0.5 every function states its visibility; since 0.6 only virtual ones may lack a body.
function checkHeaders(
  contract: ContractDefinition,
  before05: boolean,
  before06: boolean,
  report: Report,
): void {
  for (const part of contract.parts) {
    if (part.kind !== 'function') continue;
    const isFunction = part.functionKind === 'function';
    const what = isFunction ? `function '${part.name}'` : `the ${part.functionKind} function`;
    if (part.visibility === 'default' && part.functionKind !== 'constructor' && !before05) {
      report('SOL431', part.nameSpan, `${what} must state its visibility`);
    }
    if (contract.contractKind === 'interface') {
      if (part.body) report('SOL432', part.nameSpan, `${what} is in an interface and cannot have a body`);
      if (part.functionKind === 'constructor')
        report('SOL432', part.nameSpan, 'an interface cannot have a constructor');
      continue;
    }
    if (!part.body && !part.virtual && !before06) {
      report('SOL433', part.nameSpan, `${what} has no body and must be marked 'virtual' (or be given one)`);
    }
    if (part.virtual && part.visibility === 'private')
      report('SOL433', part.nameSpan, `${what} cannot be both private and virtual`);
  }
}
