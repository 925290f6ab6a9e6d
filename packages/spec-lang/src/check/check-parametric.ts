// Claims over all functions, present and future: `only … may …`, `never`, `moves`. Each is written out as a rule over any call.
import type { Location } from '../source/source-file.js';
import type {
  Declaration,
  Expression,
  FunctionReference,
  LemmaReference,
  MachineDeclaration,
  Name,
  NeverDeclaration,
  OnlyDeclaration,
} from '../syntax/ast.js';
import { allOf, before, compare, senderOf, someOf } from './build.js';
import { changeOf, negation } from './check-builtins.js';
import { isCallable, lemmaUses } from './check-claims.js';
import { callOf, functionsNamed, resolveByTypes } from './check-functions.js';
import { type Watched, watchWrites } from './check-itself.js';
import { checkParametricPlace, isFresh, type ParametricPlace } from './check-path.js';
import { checkReferences } from './check-transaction.js';
import { checkVariables } from './check-types.js';
import {
  type CheckedFile,
  claimName,
  contextFor,
  contractOfClaim,
  documentation,
  textOf,
} from './claim-context.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extendAll, locate, type Place } from './context.js';
import type { EnvironmentFunction } from './environment.js';
import { addressType, boolType, describeType, isAddress, isNumeric, uint256Type } from './type-rules.js';
import {
  type ContractBinding,
  GHOST,
  type RuleStatement,
  type SpecExpression,
  type SpecVariable,
} from './typed-ast.js';

type Direction = OnlyDeclaration['direction'];

const placeOf = (what: string): Place => ({ what, transaction: false, old: 'allowed', outcome: false });

/** What the three forms share: the contract, the call in sight, and the variables that appear in keys. */
interface Parametric {
  readonly file: CheckedFile;
  readonly declaration: Declaration & {
    readonly using: readonly LemmaReference[];
    readonly name: Name | undefined;
  };
  readonly contract: ContractBinding;
  readonly context: ExpressionContext;
  readonly call: SpecVariable;
  readonly location: Location;
}

/** `only deposit by a may increase credits[a], total;`; what `may itself` watches is returned. */
export function checkOnly(
  file: CheckedFile,
  declaration: Declaration & OnlyDeclaration,
  counters: Map<string, number>,
): Watched | undefined {
  if (declaration.broken) return undefined;
  const outer = start(file, declaration, declaration.contract, '`only … may …`');
  if (outer === undefined) return undefined;
  const parameters = checkVariables(outer.context, declaration.parameters);
  if (parameters === undefined) return undefined;
  const named: SpecVariable[] = [];
  const context = { ...outer.context, scope: extendAll(outer.context.scope, parameters) };
  const places = checkPlaces(context, declaration.targets, named, declaration.direction);
  if (places === undefined) return undefined;
  const claim = {
    ...outer,
    context,
    contract: contractOf(file, declaration.contract, outer.contract, places),
  };
  const scoped = { ...context, contract: claim.contract, scope: extendAll(context.scope, named) };
  const allowed = checkSubjects({ ...claim, context: scoped }, declaration);
  if (allowed === undefined) return undefined;
  const { location } = claim;
  const name = nameOf(claim, 'only', places, counters);
  if (declaration.itself)
    return checkItself(claim, declaration.direction, name, places, allowed, [...parameters, ...named]);
  const asserts =
    declaration.direction === 'bring'
      ? [compare('=>', bringsEther(claim), allowed, location)]
      : places.map((place) =>
          guarded(place, compare('=>', changeIn(place, declaration.direction), allowed, location), location),
        );
  const variables = [...parameters, ...named, ...starsOf(places, named)];
  pushRule(claim, name, variables, asserts, [], declaration.using);
  return undefined;
}

/** `only withdraw by a may itself decrease credits[a];`: an invariant about what no write may have done. */
function checkItself(
  claim: Parametric,
  direction: Direction,
  name: string,
  places: readonly ParametricPlace[],
  allowed: SpecExpression,
  names: readonly SpecVariable[],
): Watched | undefined {
  const { file, declaration, contract, context, location, call } = claim;
  const text = textOf(file, declaration);
  if (direction === 'bring') {
    return complain(context, 'SPEC402', declaration, 'every call brings its own ether', {
      suggestion: 'leave out `itself`',
    });
  }
  const watched = watchWrites({
    context,
    contract,
    places,
    direction,
    allowed,
    call,
    names,
    name,
    text,
    location,
  });
  if (watched === undefined) return undefined;
  file.claims.push({
    claim: {
      kind: 'invariant',
      name,
      contract: contract.alias,
      doc: documentation(declaration),
      text,
      location,
      parameters: [],
      condition: watched.condition,
      using: [],
      except: [],
      moments: 'always',
      preserved: [],
      watching: watched.hooks,
    },
    using: lemmaUses(file, context, declaration.using),
  });
  return watched;
}

/** Who may: a function called by whom, or an address as the sender of whichever function. */
function checkSubjects(claim: Parametric, declaration: OnlyDeclaration): SpecExpression | undefined {
  const { context, call, location } = claim;
  const { by: sender } = declaration;
  if (sender?.kind === 'name' && isFresh(context, sender.name)) return strayName(claim, declaration, sender);
  const by = sender === undefined ? undefined : checkAs(context, sender, addressType, 'the sender');
  if (sender !== undefined && by === undefined) return undefined;
  const isSender = (address: SpecExpression): SpecExpression =>
    compare('==', senderOf(call, location), before(address), location);
  const parts: SpecExpression[] = [];
  for (const subject of declaration.subjects) {
    const name = subjectName(subject);
    const address = name === undefined ? undefined : addressNamed(context, name);
    if (subject.kind === 'function' && address === undefined) {
      const returned = returnedAddress(context, subject.function);
      if (returned === 'failed') return undefined;
      if (returned !== undefined) {
        parts.push(
          by === undefined ? isSender(returned) : compare('&&', isSender(returned), isSender(by), location),
        );
        continue;
      }
      const called = calledFunction(claim, subject.function);
      if (called === undefined) return undefined;
      parts.push(by === undefined ? called : compare('&&', called, isSender(by), location));
      continue;
    }
    const named: SpecExpression | undefined =
      address ??
      (subject.kind === 'expression'
        ? (subjectFunction(claim, subject.expression, by, isSender) ??
          checkAs(context, subject.expression, addressType, "what stands before 'may'"))
        : undefined);
    if (named === undefined) return undefined;
    if (named.type === boolType) {
      parts.push(named);
      continue;
    }
    parts.push(by === undefined ? isSender(named) : compare('&&', isSender(named), isSender(by), location));
  }
  return someOf(parts, location);
}

/** Refuses `by a` where `a` is no key of what may change: it would say nothing of the sender. */
function strayName(
  { context }: Parametric,
  { subjects }: OnlyDeclaration,
  sender: Expression & { readonly kind: 'name' },
): undefined {
  const address = subjects
    .map(subjectName)
    .find((name) => name?.kind === 'name' && addressNamed(context, name) !== undefined);
  const said = address?.kind === 'name' ? `'${address.name}' is the sender already` : 'anyone may call it';
  return complain(context, 'SPEC209', sender, `unknown name '${sender.name}'`, {
    suggestion: `${said}: leave out \`by ${sender.name}\``,
    notes: [`\`by a\` names a key of what may change: \`only f by a may change m[a]\``],
  });
}

/** `owner()`: what a view function returns. Its bare name is refused, for it changes nothing and is no address. */
function returnedAddress(
  context: ExpressionContext,
  { name, types, start, end }: FunctionReference,
): SpecExpression | undefined | 'failed' {
  const named = functionsNamed(context.contract, name.text);
  const changing = named.some(({ mutability }) => mutability === 'payable' || mutability === 'nonpayable');
  if (named.length === 0 || changing) return undefined;
  if (types !== undefined && types.length === 0) {
    const callee: Expression = { kind: 'name', name: name.text, start: name.start, end: name.end };
    const call: Expression = { kind: 'call', callee, arguments: [], start, end };
    return checkAs(context, call, addressType, "what stands before 'may'") ?? 'failed';
  }
  const variable = context.contract.environment.variables.find((one) => one.name === name.text);
  const isSet = variable?.type.kind === 'mapping' && variable.type.value.kind === 'bool';
  complain(context, 'SPEC310', name, `'${name.text}' is a view function, so it changes nothing`, {
    suggestion: isSet
      ? `of many accounts write a rule: \`any by s where !${name.text}[s]; assert !changed(…);\``
      : `write \`${name.text}()\` for the address it returns`,
  });
  return 'failed';
}

function subjectName(subject: OnlyDeclaration['subjects'][number]): Expression | undefined {
  if (subject.kind === 'expression') return undefined;
  const { name, types } = subject.function;
  return types === undefined
    ? { kind: 'name', name: name.text, start: name.start, end: name.end }
    : undefined;
}

/** A plain name that stands for an address rather than for a function: a getter changes nothing, so the variable is meant. */
function addressNamed(context: ExpressionContext, tree: Expression): SpecExpression | undefined {
  if (tree.kind !== 'name') return undefined;
  const changing = functionsNamed(context.contract, tree.name).some(
    ({ mutability }) => mutability === 'payable' || mutability === 'nonpayable',
  );
  if (changing) return undefined;
  const silent = { ...context, spec: { ...context.spec, diagnostics: [] } };
  const value = context.check(silent, tree);
  return value !== undefined && isAddress(value.type) ? value : undefined;
}

/** An expression that is after all the name of a function, in parentheses or a module's argument. */
function subjectFunction(
  claim: Parametric,
  tree: Expression,
  by: SpecExpression | undefined,
  isSender: (address: SpecExpression) => SpecExpression,
): SpecExpression | undefined {
  const inner = withoutGroups(tree);
  if (inner.kind !== 'name' || functionsNamed(claim.contract, inner.name).length === 0) return undefined;
  if (addressNamed(claim.context, inner) !== undefined) return undefined;
  const name = { text: inner.name, start: inner.start, end: inner.end };
  const called = calledFunction(claim, { name, types: undefined, start: inner.start, end: inner.end });
  if (called === undefined || by === undefined) return called;
  return compare('&&', called, isSender(by), claim.location);
}

function calledFunction(claim: Parametric, reference: FunctionReference): SpecExpression | undefined {
  const { context, contract, call, location } = claim;
  if (reference.types === undefined)
    return callOf(context, call, contract, reference.name, undefined, location);
  const target = resolveByTypes(context, contract, reference.name, reference.types, isCallable);
  if (target === undefined) return undefined;
  return { kind: 'calls', block: call, function: target, type: boolType, location };
}

/** `owner never changes;`, `rate never decreases except setRate;` */
export function checkNever(
  file: CheckedFile,
  declaration: Declaration & NeverDeclaration,
  counters: Map<string, number>,
): void {
  if (declaration.broken) return;
  const outer = start(file, declaration, undefined, '`never`');
  if (outer === undefined) return;
  if (declaration.inside && declaration.direction === 'bring') {
    complain(file, 'SPEC402', declaration, 'ether comes with a call, not with a write to storage', {
      suggestion: 'leave out `inside transactions`: every call is looked at by itself',
    });
    return;
  }
  const named: SpecVariable[] = [];
  const places = checkPlaces(outer.context, declaration.targets, named, declaration.direction);
  if (places === undefined) return;
  const claim = { ...outer, contract: contractOf(file, undefined, outer.contract, places) };
  const except = checkReferences(claim.context, claim.contract, declaration.except);
  if (except === undefined) return;
  const variables = [...named, ...starsOf(places, named)];
  const conditions =
    declaration.direction === 'bring'
      ? [negation(bringsEther(claim))]
      : places.map((place) =>
          guarded(place, opposite(changeIn(place, declaration.direction)), claim.location),
        );
  const name = nameOf(claim, 'never', places, counters);
  if (!declaration.inside) {
    pushRule(claim, name, variables, conditions, except, declaration.using);
    return;
  }
  file.claims.push({
    claim: {
      kind: 'invariant',
      name,
      contract: claim.contract.alias,
      doc: documentation(declaration),
      text: textOf(file, declaration),
      location: claim.location,
      parameters: variables,
      condition: allOf(conditions, claim.location),
      using: [],
      except,
      moments: 'insideTransactions',
      preserved: [],
    },
    using: lemmaUses(
      file,
      { ...claim.context, scope: extendAll(claim.context.scope, named) },
      declaration.using,
    ),
  });
}

/**
 * `state moves A -> B by f, * -> same by g;`: every change is one of the moves, and a call of a function that is
 * named makes one of its own, unless the state is one of many entries.
 */
export function checkMachine(
  file: CheckedFile,
  declaration: Declaration & MachineDeclaration,
  counters: Map<string, number>,
): void {
  if (declaration.broken) return;
  const outer = start(file, declaration, undefined, '`moves`');
  if (outer === undefined) return;
  const named: SpecVariable[] = [];
  const place = checkParametricPlace(outer.context, declaration.subject, named);
  if (place === undefined) return;
  const { value } = place;
  if (
    changeOf(value, outer.location) === undefined ||
    ['mapping', 'array', 'struct'].includes(value.type.kind)
  ) {
    complain(
      file,
      'SPEC301',
      declaration.subject,
      `states must be single values, not ${describeType(value.type)}`,
    );
    return;
  }
  const claim = { ...outer, contract: contractOf(file, undefined, outer.contract, [place]) };
  const { location, call } = claim;
  const context = {
    ...claim.context,
    contract: claim.contract,
    scope: extendAll(claim.context.scope, named),
  };
  const moves: { readonly step: SpecExpression; readonly by: readonly EnvironmentFunction[] }[] = [];
  for (const move of declaration.moves) {
    const from = move.from === undefined ? undefined : checkAs(context, move.from, value.type, 'a state');
    const to = move.to === undefined ? undefined : checkAs(context, move.to, value.type, 'a state');
    const by = checkReferences(context, claim.contract, move.by);
    if ((move.from !== undefined && from === undefined) || (move.to !== undefined && to === undefined))
      return;
    if (by === undefined) return;
    const old = before(value);
    const step = allOf(
      [
        ...(from === undefined ? [] : [compare('==', old, before(from), location)]),
        compare('==', value, to ?? old, location),
      ],
      location,
    );
    moves.push({ step, by });
  }
  const calls = (target: EnvironmentFunction): SpecExpression => ({
    kind: 'calls',
    block: call,
    function: target,
    type: boolType,
    location,
  });
  const known = someOf(
    moves.map(({ step, by }) =>
      by.length === 0 ? step : compare('&&', step, someOf(by.map(calls), location), location),
    ),
    location,
  );
  // A call may be about another entry.
  const listed = isEntry(value) ? [] : [...new Set(moves.flatMap(({ by }) => by))];
  const asserts = [
    compare('=>', compare('!=', value, before(value), location), known, location),
    ...listed.map((target) => {
      const own = moves.filter(({ by }) => by.length === 0 || by.includes(target)).map(({ step }) => step);
      return compare('=>', calls(target), someOf(own, location), location);
    }),
  ].map((each) => guarded(place, each, location));
  const variables = [...named, ...starsOf([place], named)];
  pushRule(claim, nameOf(claim, 'moves', [place], counters), variables, asserts, [], declaration.using);
}

function isEntry(value: SpecExpression): boolean {
  return value.kind === 'index' || (value.kind === 'field' && isEntry(value.base));
}

function start(
  file: CheckedFile,
  declaration: Parametric['declaration'],
  contractName: Name | undefined,
  what: string,
): Parametric | undefined {
  const contract = contractOfClaim(file, contractName, declaration.name ?? declaration);
  if (contract === undefined) return undefined;
  const location = locate(file, declaration);
  const context = contextFor(file, contract, undefined, placeOf(what));
  return {
    file,
    declaration,
    contract,
    context,
    call: { name: 't', type: { kind: 'block' }, location },
    location,
  };
}

function checkPlaces(
  context: ExpressionContext,
  targets: readonly Expression[],
  named: SpecVariable[],
  direction: Direction,
): readonly ParametricPlace[] | undefined {
  const places: ParametricPlace[] = [];
  if (direction === 'bring') return places;
  for (const target of targets) {
    const place = checkParametricPlace(context, target, named);
    if (place === undefined) continue;
    const { type } = place.value;
    const mapping = type.kind === 'mapping' || type.kind === 'array';
    if (
      direction === 'change' ? changeOf(place.value, place.value.location) === undefined : !isNumeric(type)
    ) {
      complain(
        context,
        'SPEC301',
        target,
        `${describeType(type)} can${direction === 'change' ? 'not be compared with what it was' : `not ${direction}`}`,
        {
          ...(mapping && target.kind === 'name'
            ? { suggestion: `write \`${target.name}[*]\` for all its entries` }
            : {}),
        },
      );
      continue;
    }
    places.push(place);
  }
  return places.length === targets.length && places.length > 0 ? places : undefined;
}

/** The contract whose calls matter: as written, or the one that has the first place. */
function contractOf(
  file: CheckedFile,
  written: Name | undefined,
  fallback: ContractBinding,
  places: readonly ParametricPlace[],
): ContractBinding {
  if (written !== undefined) return fallback;
  const root = places.map(({ value }) => rootOf(value)).find((each) => each !== undefined);
  if (root === undefined || root.contract === GHOST) return fallback;
  return [...file.spec.bindings.values()].find(({ alias }) => alias === root.contract) ?? fallback;
}

function rootOf(value: SpecExpression): (SpecExpression & { readonly kind: 'state' }) | undefined {
  if (value.kind === 'state') return value;
  if (value.kind === 'index' || value.kind === 'field' || value.kind === 'length') return rootOf(value.base);
  return value.kind === 'sum' ? rootOf(value.body) : undefined;
}

/** `t.value > 0`: each call of the contract is looked at by itself, also one that other code makes meanwhile. */
function bringsEther({ call, location }: Parametric): SpecExpression {
  const value: SpecExpression = {
    kind: 'blockMember',
    block: call,
    member: 'value',
    type: uint256Type,
    location,
  };
  const zero: SpecExpression = { kind: 'literal', value: 0n, type: uint256Type, location };
  return compare('>', value, zero, location);
}

function changeIn({ value }: ParametricPlace, direction: Direction): SpecExpression {
  const { location } = value;
  if (direction === 'increase') return compare('>', value, before(value), location);
  if (direction === 'decrease') return compare('<', value, before(value), location);
  return changeOf(value, location) ?? compare('!=', value, before(value), location);
}

function opposite(change: SpecExpression): SpecExpression {
  if (change.kind === 'binary' && change.operator === '>') return { ...change, operator: '<=' };
  if (change.kind === 'binary' && change.operator === '<') return { ...change, operator: '>=' };
  return negation(change);
}

function guarded({ guards }: ParametricPlace, condition: SpecExpression, location: Location): SpecExpression {
  return guards.length === 0 ? condition : compare('=>', allOf(guards, location), condition, location);
}

function starsOf(
  places: readonly ParametricPlace[],
  named: readonly SpecVariable[],
): readonly SpecVariable[] {
  return places.flatMap(({ variables }) => variables).filter((each) => !named.includes(each));
}

/** `credits.only#1` unless the claim has a name of its own. */
function nameOf(
  claim: Parametric,
  kind: string,
  places: readonly ParametricPlace[],
  counters: Map<string, number>,
): string {
  const { file, contract, declaration } = claim;
  if (declaration.name !== undefined) return claimName(file, contract, declaration.name.text);
  const [first] = places;
  const root = first === undefined ? undefined : rootOf(first.value);
  const other = first === undefined ? 'ether' : first.value.kind === 'balance' ? 'balance' : 'claim';
  const subject = root?.variable.name ?? other;
  const key = claimName(file, contract, `${subject}.${kind}`);
  const number = (counters.get(key) ?? 0) + 1;
  counters.set(key, number);
  return `${key}#${number}`;
}

function pushRule(
  claim: Parametric,
  name: string,
  parameters: readonly SpecVariable[],
  asserts: readonly SpecExpression[],
  except: readonly EnvironmentFunction[],
  using: readonly LemmaReference[],
): void {
  const { file, declaration, contract, call, location, context } = claim;
  const text = textOf(file, declaration);
  const any: RuleStatement = {
    kind: 'call',
    location,
    text,
    target: { kind: 'any', contract: contract.alias, among: undefined, except },
    try: false,
    sender: undefined,
    senderVariable: undefined,
    senderCondition: undefined,
    value: undefined,
    block: call,
    results: [],
  };
  const body: readonly RuleStatement[] = [
    any,
    ...asserts.map(
      (condition): RuleStatement => ({ kind: 'assert', condition, location: condition.location, text }),
    ),
  ];
  file.claims.push({
    claim: {
      kind: 'rule',
      name,
      contract: contract.alias,
      doc: documentation(declaration),
      text,
      location,
      parameters,
      body,
      using: [],
      everyCall: true,
    },
    using: lemmaUses(file, { ...context, scope: extendAll(context.scope, parameters) }, using),
  });
}
