// Ghost variables and the hooks that update them.
import { suggestName } from '../diagnostics/suggest.js';
import type {
  ChangeHookDeclaration,
  Declaration,
  Expression,
  GhostDeclaration,
  GhostStatement,
  HookDeclaration,
} from '../syntax/ast.js';
import { compare } from './build.js';
import { negation } from './check-builtins.js';
import { callable, functionParameters, isCallable } from './check-claims.js';
import { checkCondition } from './check-expression.js';
import { checkNamedResults, unnamedResults } from './check-function-block.js';
import { resolveByTypes } from './check-functions.js';
import { checkMember } from './check-names.js';
import { checkTypeName, isQuantifiable } from './check-types.js';
import { type CheckedFile, contextFor, contractOfClaim, textOf } from './claim-context.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extendAll, locate, type Place } from './context.js';
import type { EnvironmentFunction, EnvironmentVariable } from './environment.js';
import { partsOf, readsState } from './inspect.js';
import { describeType, intType, isNumeric, uint256Type } from './type-rules.js';
import {
  type ContractBinding,
  GHOST,
  type Ghost,
  type GhostUpdate,
  type Hook,
  type SpecExpression,
  type SpecVariable,
} from './typed-ast.js';
import type { SpecType } from './types.js';

const hookPlace: Place = { what: 'a hook', transaction: true, old: 'refused', outcome: false };
const changePlace: Place = { what: 'a hook on a change', transaction: true, old: 'refused', outcome: false };
const initialPlace: Place = {
  what: 'the first value of a ghost variable',
  transaction: false,
  old: 'refused',
  outcome: false,
};

/** Declares a ghost variable; its name is known from here on also when its type is wrong. */
export function checkGhostDeclaration(
  file: CheckedFile,
  declaration: Declaration & GhostDeclaration,
): Ghost | undefined {
  const { name } = declaration;
  if (name.text === '') return undefined;
  const fail = (): undefined => {
    file.spec.failed.add(name.text);
    return undefined;
  };
  if (declaration.broken) return fail();
  const contract = contractOfClaim(file, undefined, name);
  if (contract === undefined) return fail();
  const context = contextFor(file, contract, undefined, initialPlace);
  const earlier = file.spec.ghosts.get(name.text) ?? undefined;
  if (earlier !== undefined) {
    return complain(file, 'SPEC208', name, `'${name.text}' is declared twice`, {
      labels: [{ location: earlier.location, text: 'first declared here' }],
    });
  }
  const own = contract.environment.variables.find((each) => each.name === name.text);
  if (own !== undefined) {
    complain(
      file,
      'SPEC221',
      name,
      `'${name.text}' hides the state variable '${name.text}' of ${contract.environment.name}`,
      { suggestion: `rename it, or write \`${contract.alias}.${name.text}\` for the state variable` },
    );
  }
  const value = checkTypeName(context, declaration.type);
  const keys = declaration.keys.map((key) => checkTypeName(context, key));
  if (value === undefined || keys.some((key) => key === undefined)) return fail();
  for (const [i, type] of [value, ...keys].entries()) {
    if (type === undefined || isQuantifiable(type)) continue;
    complain(
      file,
      'SPEC301',
      i === 0 ? declaration.type : (declaration.keys[i - 1] ?? declaration.type),
      `a ghost variable cannot have ${i === 0 ? 'values' : 'keys'} of type ${describeType(type)}`,
      {
        notes: [
          'numbers, addresses, booleans, enums and fixed bytes can be; `mapping(address => uint)` of these too',
        ],
      },
    );
    return fail();
  }
  const type = keys.reduceRight<SpecType>(
    (inner, key) => (key === undefined ? inner : { kind: 'mapping', key, value: inner }),
    value,
  );
  const initial = checkInitial(context, declaration, type);
  if (declaration.initial !== undefined && initial === undefined) return fail();
  const variable: EnvironmentVariable = {
    name: `${file.prefix}${name.text}`,
    type,
    declaredIn: GHOST,
    mutability: 'mutable',
    location: locate(file, name),
  };
  const ghost: Ghost = { variable, initial, location: locate(file, declaration) };
  file.spec.ghosts.set(name.text, ghost);
  return ghost;
}

function checkInitial(
  context: ExpressionContext,
  { initial: written, keys }: GhostDeclaration,
  type: SpecType,
): SpecExpression | undefined {
  if (written === undefined) return undefined;
  if (keys.length > 0) {
    return complain(context, 'SPEC316', written, 'a ghost mapping is empty at first', {
      notes: ['set its entries in `after constructor(…) { … }`'],
    });
  }
  const value = checkAs(context, written, type, 'the first value');
  if (value === undefined || !readsState(value)) return value;
  return complain(context, 'SPEC316', written, 'the first value of a ghost variable must be a constant', {
    notes: ['what the constructor leaves can be copied in `after constructor(…) { … }`'],
  });
}

/** `before f(…) { … }`, `after f(…) { … }`. */
export function checkHook(file: CheckedFile, declaration: Declaration & HookDeclaration): Hook | undefined {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined || declaration.broken) return undefined;
  const outer = contextFor(file, contract, undefined, hookPlace);
  const { name } = declaration;
  const types = declaration.parameters.map(({ type }) => type);
  const isConstructor = name.text === 'constructor';
  const found = isConstructor
    ? constructorOf(outer, contract, declaration)
    : callable(outer, contract, resolveByTypes(outer, contract, name, types, isCallable), name);
  if (found === undefined) return undefined;
  const named = functionParameters(outer, found, declaration.parameters);
  if (named === undefined) return undefined;
  if (declaration.moment === 'before' && declaration.results.length > 0) {
    return complain(
      file,
      'SPEC304',
      declaration.results[0] ?? name,
      'a call has no results before it has run',
    );
  }
  const results = checkNamedResults(outer, declaration, found, named.visible);
  if (results === undefined) return undefined;
  const scope = extendAll(extendAll(outer.scope, named.visible), results);
  const place =
    declaration.moment === 'after' ? { ...hookPlace, ...unnamedResults(declaration, found) } : hookPlace;
  const updates = checkUpdates({ ...outer, scope, place }, declaration.updates, undefined);
  if (updates === undefined) return undefined;
  return {
    kind: declaration.moment,
    contract: contract.alias,
    function: found,
    parameters: named.all,
    results,
    updates,
    location: locate(file, declaration),
    text: textOf(file, declaration),
  };
}

function constructorOf(
  context: ExpressionContext,
  contract: ContractBinding,
  declaration: HookDeclaration,
): EnvironmentFunction | undefined {
  const { environment } = contract;
  const parameters = environment.constructorParameters ?? [];
  const types = declaration.parameters.map(({ type }) => checkTypeName(context, type));
  if (types.some((type) => type === undefined)) return undefined;
  const agree =
    types.length === parameters.length &&
    parameters.every(({ type }, i) => {
      const written = types[i];
      return written !== undefined && describeType(written) === describeType(type);
    });
  const signature = `constructor(${parameters.map(({ type }) => describeType(type)).join(',')})`;
  // Without parameters the hook only says when: that is right for every constructor.
  if (!agree && types.length > 0) {
    const header = parameters.map(({ name, type }) => `${describeType(type)} ${name}`.trimEnd()).join(', ');
    return complain(context, 'SPEC304', declaration.name, 'the constructor has other parameters', {
      suggestion: `write \`after constructor(${header}) { … }\``,
    });
  }
  return {
    name: 'constructor',
    signature,
    parameters,
    returns: [],
    visibility: 'public',
    mutability: 'payable',
    location: { path: environment.path, start: 0, end: 0 },
  };
}

/** `on change credits[k] from was to is { … }`: the keys are new names. */
export function checkChangeHook(
  file: CheckedFile,
  declaration: Declaration & ChangeHookDeclaration,
): Hook | undefined {
  const contract = contractOfClaim(file, undefined, declaration);
  if (contract === undefined || declaration.broken) return undefined;
  const outer = contextFor(file, contract, undefined, changePlace);
  const keys: SpecVariable[] = [];
  const target = checkTarget(outer, declaration.target, keys);
  if (target === undefined) return undefined;
  const root = rootOf(target);
  if (root === undefined || root.contract === GHOST || root.variable.mutability === 'constant') {
    return complain(
      file,
      'SPEC315',
      declaration.target,
      'a hook is about a state variable that the code writes',
    );
  }
  if (!isQuantifiable(target.type)) {
    return complain(
      file,
      'SPEC301',
      declaration.target,
      `a hook is about single values, not ${describeType(target.type)}`,
      {
        ...(target.type.kind === 'mapping' ? { suggestion: 'name the keys: `on change m[k] …`' } : {}),
      },
    );
  }
  const valueNamed = (name: typeof declaration.from): SpecVariable | undefined =>
    name === undefined ? undefined : { name: name.text, type: target.type, location: locate(file, name) };
  const [from, to] = [valueNamed(declaration.from), valueNamed(declaration.to)];
  const names = [...keys, from, to].filter((each) => each !== undefined);
  for (const [i, each] of names.entries()) {
    const first = names.findIndex(({ name }) => name === each.name);
    if (first < i) return complain(file, 'SPEC208', each.location, `'${each.name}' is declared twice`);
  }
  const updates = checkUpdates(
    { ...outer, scope: extendAll(outer.scope, names) },
    declaration.updates,
    undefined,
  );
  if (updates === undefined) return undefined;
  return {
    kind: 'change',
    contract: root.contract,
    variable: root.variable,
    target,
    keys,
    from,
    to,
    call: undefined,
    updates,
    location: locate(file, declaration),
    text: textOf(file, declaration),
  };
}

/** The path that a hook watches: each key is a new name. */
function checkTarget(
  context: ExpressionContext,
  tree: Expression,
  keys: SpecVariable[],
): SpecExpression | undefined {
  const path = withoutGroups(tree);
  if (path.kind === 'index') {
    const base = checkTarget(context, path.base, keys);
    if (base === undefined) return undefined;
    const index = withoutGroups(path.index);
    const type =
      base.type.kind === 'mapping' ? base.type.key : base.type.kind === 'array' ? uint256Type : undefined;
    if (type === undefined) {
      return complain(context, 'SPEC301', path.base, `${describeType(base.type)} has no entries`);
    }
    if (index.kind !== 'name') {
      return complain(context, 'SPEC315', index, 'a hook is about all entries: the key is a new name', {
        suggestion: 'write `on change m[k] …` and compare k in the hook: `if (k == …) { … }`',
      });
    }
    const variable: SpecVariable = { name: index.name, type, location: locate(context, index) };
    keys.push(variable);
    const value =
      base.type.kind === 'mapping' ? base.type.value : base.type.kind === 'array' ? base.type.element : type;
    const key: SpecExpression = { kind: 'variable', variable, type, location: variable.location };
    return { kind: 'index', base, index: key, type: value, location: locate(context, path) };
  }
  if (path.kind === 'member' && hasKeys(path.base)) {
    const base = checkTarget(context, path.base, keys);
    if (base === undefined) return undefined;
    // The base is checked already: hand it over instead of checking it again.
    const given: ExpressionContext = {
      ...context,
      check: (within, part) => (part === path.base ? base : context.check(within, part)),
    };
    return checkMember(given, path.base, path.member, path);
  }
  return context.check(context, path);
}

function hasKeys(tree: Expression): boolean {
  const path = withoutGroups(tree);
  return path.kind === 'index' || (path.kind === 'member' && hasKeys(path.base));
}

function rootOf(value: SpecExpression): (SpecExpression & { readonly kind: 'state' }) | undefined {
  if (value.kind === 'state') return value;
  return value.kind === 'index' || value.kind === 'field' ? rootOf(value.base) : undefined;
}

/** Statements of a hook in order, each with the conditions around it. */
function checkUpdates(
  context: ExpressionContext,
  statements: readonly GhostStatement[],
  condition: SpecExpression | undefined,
): readonly GhostUpdate[] | undefined {
  const updates: GhostUpdate[] = [];
  let failed = false;
  for (const statement of statements) {
    const made = statement.broken
      ? undefined
      : statement.kind === 'set'
        ? checkSet(context, statement, condition)
        : checkChoice(context, statement, condition);
    if (made === undefined) failed = true;
    else updates.push(...made);
  }
  return failed ? undefined : updates;
}

function checkSet(
  context: ExpressionContext,
  statement: GhostStatement & { readonly kind: 'set' },
  condition: SpecExpression | undefined,
): readonly GhostUpdate[] | undefined {
  const { operator } = statement;
  // Being set is no use of a ghost variable.
  const readBefore = new Set(context.spec.readGhosts);
  const place = context.check(context, statement.place);
  const root = place === undefined ? undefined : rootOf(place);
  if (root !== undefined && !readBefore.has(root.variable)) context.spec.readGhosts.delete(root.variable);
  if (place === undefined) return undefined;
  if (root === undefined || root.contract !== GHOST) {
    return complain(context, 'SPEC314', statement.place, 'a hook can only set ghost variables', {
      notes: ['declare one with `ghost uint paid;`'],
      ...(statement.place.kind === 'name'
        ? suggestName(statement.place.name, context.spec.ghosts.keys())
        : {}),
    });
  }
  if (!isQuantifiable(place.type)) {
    return complain(
      context,
      'SPEC301',
      statement.place,
      `${describeType(place.type)} cannot be set as a whole`,
      {
        suggestion: 'set one entry: `m[k] = …`',
      },
    );
  }
  if (operator !== '=' && !isNumeric(place.type)) {
    return complain(
      context,
      'SPEC302',
      statement,
      `'${operator}' needs a number, not ${describeType(place.type)}`,
    );
  }
  const written = checkAs(context, statement.value, place.type, 'the new value');
  if (written === undefined) return undefined;
  const location = locate(context, statement);
  const value: SpecExpression =
    operator === '='
      ? written
      : {
          kind: 'binary',
          operator: operator === '+=' ? '+' : '-',
          left: place,
          right: written,
          type: intType,
          location,
        };
  return [{ place, value, condition, location }];
}

/** Updates under a condition. They run one after the other, so the condition must not be changed by any but the last. */
function checkChoice(
  context: ExpressionContext,
  statement: GhostStatement & { readonly kind: 'if' },
  around: SpecExpression | undefined,
): readonly GhostUpdate[] | undefined {
  const condition = checkCondition(context, statement.condition, "the condition of 'if'");
  if (condition === undefined) return undefined;
  const { location } = condition;
  const under = (part: SpecExpression): SpecExpression =>
    around === undefined ? part : compare('&&', around, part, location);
  const yes = checkUpdates(context, statement.then, under(condition));
  const no = checkUpdates(context, statement.else, under(negation(condition)));
  if (yes === undefined || no === undefined) return undefined;
  const all = [...yes, ...no];
  const read = ghostsIn(under(condition));
  const early = all.slice(0, -1).find(({ place }) => {
    const root = rootOf(place);
    return root !== undefined && read.has(root.variable);
  });
  if (early !== undefined) {
    return complain(
      context,
      'SPEC414',
      early.location,
      'this changes what the condition around it reads, before the last statement',
      {
        labels: [{ location, text: 'the condition' }],
        suggestion: 'put it last, or give each statement an `if` of its own in the order that is meant',
      },
    );
  }
  return all;
}

function ghostsIn(expression: SpecExpression): ReadonlySet<EnvironmentVariable> {
  const found = new Set<EnvironmentVariable>();
  const visit = (each: SpecExpression): void => {
    if (each.kind === 'state' && each.contract === GHOST) found.add(each.variable);
    for (const part of partsOf(each)) visit(part);
  };
  visit(expression);
  return found;
}
