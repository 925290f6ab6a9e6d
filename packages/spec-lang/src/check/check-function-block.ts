// Function blocks to claims: one a clause, two for `reverts iff`.
import { suggestName } from '../diagnostics/suggest.js';
import type {
  Declaration,
  Expression,
  FunctionClause,
  FunctionDeclaration,
  Name,
  Parameter,
} from '../syntax/ast.js';
import { callable, functionParameters, isCallable, isRepeated, lemmaUses } from './check-claims.js';
import { checkCondition } from './check-expression.js';
import { count, resolveByTypes } from './check-functions.js';
import { checkPlace } from './check-path.js';
import { checkTypeName, warnHidden } from './check-types.js';
import {
  type CheckedFile,
  claimName,
  contextFor,
  contractOfClaim,
  documentation,
  textOf,
} from './claim-context.js';
import { adaptLiteral, checkAs } from './coerce.js';
import { complain, type ExpressionContext, extendAll, locate, type Place } from './context.js';
import type { EnvironmentEvent, EnvironmentFunction } from './environment.js';
import { boolType, fits, sameType } from './type-rules.js';
import { type FunctionClaim, GHOST, type SpecExpression, type SpecVariable } from './typed-ast.js';

const placeOf = (what: string, old: Place['old']): Place => ({
  what,
  transaction: true,
  old,
  outcome: false,
});
const places = {
  revertsIf: placeOf('`reverts if`', 'refused'),
  revertsOnlyIf: placeOf('`reverts only if`', 'refused'),
  revertsIff: placeOf('`reverts iff`', 'refused'),
  succeedsIf: placeOf('`succeeds if`', 'refused'),
  ensures: placeOf('`ensures`', 'allowed'),
  changes: placeOf('`changes`', 'refused'),
  emits: placeOf('`emits`', 'allowed'),
} as const;

type ClaimingClause = Exclude<FunctionClause, { readonly kind: 'using' | 'unsupported' }>;
type ClauseBody = Pick<FunctionClaim, 'clause' | 'condition' | 'changes' | 'emits'>;

/** Checks a function block; each clause becomes a claim of its own. */
export function checkFunctionBlock(
  file: CheckedFile,
  declaration: Declaration & FunctionDeclaration,
  counters: Map<string, number>,
): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined) return;
  // A clause with a syntax error leaves the others checkable; without a readable head there is nothing to check.
  const headBroken = declaration.broken && !declaration.clauses.some(({ broken }) => broken);
  if (headBroken) return;
  const outer = contextFor(file, contract, undefined, places.revertsIf);
  const types = declaration.parameters.map(({ type }) => type);
  const target = callable(
    outer,
    contract,
    resolveByTypes(outer, contract, declaration.name, types, isCallable),
    declaration.name,
  );
  if (target === undefined) return;
  const named = functionParameters(outer, target, declaration.parameters);
  if (named === undefined) return;
  const results = checkNamedResults(outer, declaration, target, named.visible);
  if (results === undefined) return;
  if (declaration.clauses.every(({ kind }) => kind === 'using') && !declaration.broken) {
    complain(
      file,
      'SPEC404',
      declaration.close,
      `'${declaration.name.text}' has no clause that claims something`,
      {
        notes: [
          'the clauses of a function are `reverts if`, `reverts only if`, `reverts iff`, `succeeds if`, `ensures`, `changes`, `emits` and `using`',
        ],
      },
    );
    return;
  }
  const scope = extendAll(file.scope, named.visible);
  const unnamed = unnamedResults(declaration, target);
  const references = declaration.clauses.flatMap((clause) =>
    clause.kind === 'using' && !clause.broken ? clause.items : [],
  );
  const using = lemmaUses(file, { ...outer, scope }, references);
  const overloaded =
    contract.environment.functions.filter((each) => each.name === target.name && isCallable(each)).length > 1;
  const prefix = claimName(file, contract, overloaded ? target.signature : target.name);
  for (const clause of declaration.clauses) {
    if (clause.kind === 'using' || clause.kind === 'unsupported') continue;
    const kinds =
      clause.kind === 'revertsIff' ? (['revertsIf', 'revertsOnlyIf'] as const) : ([clause.kind] as const);
    const names = kinds.map((kind) => {
      const key = `${prefix}.${kind}`;
      const number = (counters.get(key) ?? 0) + 1;
      counters.set(key, number);
      if (clause.label === undefined) return `${key}#${number}`;
      return `${prefix}.${clause.label.text}${kinds.length === 1 ? '' : kind === 'revertsIf' ? '.if' : '.onlyIf'}`;
    });
    if (clause.broken) continue;
    const ended = clause.kind === 'ensures' || clause.kind === 'emits';
    const inScope = ended ? extendAll(scope, results) : scope;
    const place = ended ? { ...places[clause.kind], ...unnamed } : places[clause.kind];
    const body = checkClause({ ...outer, scope: inScope, place }, clause);
    if (body === undefined) continue;
    for (const [i, kind] of kinds.entries()) {
      const claim: FunctionClaim = {
        kind: 'function',
        name: names[i] ?? prefix,
        contract: contract.alias,
        doc: documentation(clause) ?? documentation(declaration),
        text: textOf(file, clause),
        location: locate(file, clause),
        function: target,
        parameters: named.all,
        results,
        ...body,
        clause: kind,
        using: [],
      };
      file.claims.push({ claim, using });
    }
  }
}

function checkClause(
  context: ExpressionContext,
  clause: ClaimingClause,
): Omit<ClauseBody, 'clause'> | undefined {
  const none = { changes: undefined, emits: undefined };
  if (clause.kind === 'changes') {
    const changes = checkFrame(context, clause.items);
    return changes === undefined ? undefined : { ...none, condition: truth(context, clause), changes };
  }
  if (clause.kind === 'emits') {
    const emits = checkEvent(context, clause.event, clause.arguments);
    return emits === undefined ? undefined : { ...none, condition: truth(context, clause), emits };
  }
  const condition = checkCondition(context, clause.condition, `the condition of ${context.place.what}`);
  return condition === undefined ? undefined : { ...none, condition };
}

function truth(
  context: ExpressionContext,
  span: { readonly start: number; readonly end: number },
): SpecExpression {
  return { kind: 'literal', value: true, type: boolType, location: locate(context, span) };
}

/** `changes a, m[k], m[*], balance(x)`: places; `m[*]` is all of `m`. */
function checkFrame(
  context: ExpressionContext,
  items: readonly Expression[],
): readonly SpecExpression[] | undefined {
  const places: SpecExpression[] = [];
  for (const item of items) {
    const place = checkPlace(context, item, 'whole');
    if (place === undefined) continue;
    if (place.kind === 'state' && place.contract === GHOST) {
      complain(context, 'SPEC315', item, 'a ghost variable is no part of what the code changes', {
        notes: ['leave it out: hooks may update it at any time'],
      });
      continue;
    }
    places.push(place);
  }
  return places.length === items.length ? places : undefined;
}

/** `Withdrawn(sender, _)`: the event of this name that takes these arguments. */
function checkEvent(
  context: ExpressionContext,
  name: Name,
  written: readonly (Expression | undefined)[],
): FunctionClaim['emits'] {
  const { environment } = context.contract;
  const named = environment.events.filter((each) => each.name === name.text);
  const [first] = named;
  if (first === undefined) {
    if (name.text === '') return undefined;
    return complain(
      context,
      'SPEC225',
      name,
      `${environment.name} has no event '${name.text}'`,
      suggestName(
        name.text,
        environment.events.map((each) => each.name),
      ),
    );
  }
  const fitting = named.filter(({ parameters }) => parameters.length === written.length);
  if (fitting.length === 0) {
    return complain(
      context,
      'SPEC303',
      name,
      `event '${name.text}' has ${count(first.parameters.length, 'argument')}, and ${written.length === 1 ? '1 is' : `${written.length} are`} given`,
      { notes: named.map(({ signature }) => `there is \`${signature}\``) },
    );
  }
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) {
    const values = written.map((each, i) => {
      const type = only.parameters[i]?.type;
      return each === undefined || type === undefined
        ? undefined
        : checkAs(context, each, type, `argument ${i + 1} of '${name.text}'`);
    });
    const failed = written.some((each, i) => each !== undefined && values[i] === undefined);
    return failed ? undefined : { event: only, arguments: values };
  }
  const values = written.map((each) => (each === undefined ? undefined : context.check(context, each)));
  if (written.some((each, i) => each !== undefined && values[i] === undefined)) return undefined;
  const matching = fitting.filter((event) => accepts(event, written, values));
  const [match, ...rivals] = matching;
  if (match !== undefined && rivals.length === 0) return { event: match, arguments: values };
  return complain(
    context,
    'SPEC212',
    name,
    `${match === undefined ? 'no' : 'more than one'} event '${name.text}' takes these arguments`,
    { notes: fitting.map(({ signature }) => `there is \`${signature}\``) },
  );
}

function accepts(
  event: EnvironmentEvent,
  written: readonly (Expression | undefined)[],
  values: readonly (SpecExpression | undefined)[],
): boolean {
  return event.parameters.every(({ type }, i) => {
    const [tree, value] = [written[i], values[i]];
    return tree === undefined || value === undefined || fits(adaptLiteral(tree, value, type).type, type);
  });
}

/** The results for which no names are written, as part of a place: what an unknown name there may mean. */
export function unnamedResults(
  { results }: { readonly results: readonly Parameter[] },
  { returns }: EnvironmentFunction,
): Pick<Place, 'unnamed'> {
  return results.some(({ name }) => name !== undefined) ? {} : { unnamed: returns };
}

/** `returns (uint shares)`: may be left out; when written, it lists every result with its type. */
export function checkNamedResults(
  context: ExpressionContext,
  declaration: { readonly name: Name; readonly results: readonly Parameter[] },
  target: EnvironmentFunction,
  parameters: readonly SpecVariable[],
): readonly SpecVariable[] | undefined {
  const written = declaration.results;
  if (written.length === 0) return [];
  const label = { labels: [{ location: target.location, text: 'declared here' }] };
  if (written.length !== target.returns.length) {
    return complain(
      context,
      'SPEC304',
      declaration.name,
      `'${target.name}' has ${count(target.returns.length, 'result')}, not ${written.length}`,
      label,
    );
  }
  const results: SpecVariable[] = [];
  for (const [i, parameter] of written.entries()) {
    const type = checkTypeName(context, parameter.type);
    const actual = target.returns[i]?.type;
    if (type === undefined || actual === undefined) return undefined;
    const abi = sameType(type, actual) || (type.kind === 'address' && fits(type, actual));
    if (!abi)
      return complain(
        context,
        'SPEC304',
        parameter.type,
        `result ${i + 1} of '${target.name}' has another type`,
        label,
      );
    const variable = {
      name: parameter.name?.text ?? `result${i + 1}`,
      type: actual,
      location: locate(context, parameter.name ?? parameter),
    };
    if (parameter.name !== undefined) {
      if (isRepeated(context, [...parameters, ...results], variable)) return undefined;
      warnHidden(
        context,
        variable.name,
        parameter.name,
        target.returns.map(({ name }) => name),
      );
    }
    results.push(variable);
  }
  return results;
}
