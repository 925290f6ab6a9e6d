// The world outside, and what is taken as given: assumptions, models, summaries, loop invariants.
import { suggestName } from '../diagnostics/suggest.js';
import type {
  AssumeModel,
  AssumeReturns,
  Declaration,
  Expression,
  LoopDeclaration,
  TrustDeclaration,
} from '../syntax/ast.js';
import { models } from './builtins.js';
import { checkCondition } from './check-expression.js';
import { count } from './check-functions.js';
import { linkedContract } from './check-names.js';
import { type CheckedFile, contextFor, textOf } from './claim-context.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extend, extendAll, locate, type Place } from './context.js';
import type { EnvironmentFunction, EnvironmentHost, EnvironmentLoop } from './environment.js';
import { constantValue, partsOf, readsState } from './inspect.js';
import { isOutside, isStatePath, outsideCall, outsideFunction } from './outside.js';
import { describeType, intType, isAddress } from './type-rules.js';
import type { Assumption, ContractBinding, Link, SpecExpression, SpecVariable } from './typed-ast.js';

const placeOf = (what: string, transaction = false): Place => ({
  what,
  transaction,
  old: 'refused',
  outcome: false,
});
const assumptionPlace = placeOf('an assumption of the file');
const summaryPlace = placeOf('a summary');
const loopPlace = placeOf('a loop invariant', true);

type WorldDeclaration = Extract<
  Declaration,
  { readonly kind: 'assume' | 'assumeArithmetic' | 'assumeModel' | 'assumeMoves' | 'trust' | 'loop' }
>;

/** What a declaration about the world says, or undefined after a report. */
export function checkWorld(file: CheckedFile, declaration: WorldDeclaration): Assumption | undefined {
  if (declaration.broken) return undefined;
  const origin = { text: textOf(file, declaration), location: locate(file, declaration) };
  if (declaration.kind === 'assumeArithmetic') return { ...origin, kind: declaration.what };
  const contract = contractOfFile(file, declaration);
  if (contract === undefined) return undefined;
  const context = contextFor(file, contract, undefined, assumptionPlace);
  switch (declaration.kind) {
    case 'assume':
      return checkAssumption(context, declaration.condition, origin);
    case 'assumeModel':
      return checkModel(context, declaration, origin);
    case 'assumeMoves': {
      const call = outsideCall(context, declaration.call);
      if (call === undefined) return undefined;
      const share = checkShare(context, declaration);
      return share === undefined ? undefined : { ...origin, kind: 'returnMoves', call, ...share };
    }
    case 'trust':
      return checkTrust({ ...context, place: summaryPlace }, declaration, origin);
    case 'loop':
      return checkLoop({ ...context, place: loopPlace }, declaration, origin);
  }
}

type Origin = Pick<Assumption, 'text' | 'location'>;

function contractOfFile(file: CheckedFile, declaration: Declaration): ContractBinding | undefined {
  if (file.contract !== undefined) return file.contract;
  if (file.defaultAlias !== undefined) return file.spec.bindings.get(file.defaultAlias);
  return complain(file, 'SPEC207', declaration, 'this has no contract to be about', {
    suggestion: 'begin the file with `contract Name from "path/to/Name.sol";`',
  });
}

function checkAssumption(
  context: ExpressionContext,
  tree: Expression,
  origin: Origin,
): Assumption | undefined {
  const inner = withoutGroups(tree);
  if (inner.kind === 'range') {
    const subject = withoutGroups(inner.subject);
    if (subject.kind === 'call' && isOutside(context, subject.callee)) {
      const call = outsideCall(context, subject);
      const [low, high] = [inner.low, inner.high].map((bound) =>
        checkAs(context, bound, intType, 'the limit'),
      );
      if (call === undefined || low === undefined || high === undefined) return undefined;
      const [least, greatest] = [constantValue(low), constantValue(high)];
      if (least !== undefined && greatest !== undefined && least > greatest) {
        return complain(context, 'SPEC503', inner, `there is no number from ${least} to ${greatest}`);
      }
      return { ...origin, kind: 'returnRange', call, low, high };
    }
  }
  const condition = checkCondition(context, tree, 'an assumption');
  if (condition === undefined) return undefined;
  if (condition.kind === 'isEoa') return { ...origin, kind: 'isEoa', address: condition.address };
  if (condition.kind === 'acceptsEther')
    return { ...origin, kind: 'acceptsEther', address: condition.address };
  return { ...origin, kind: 'condition', condition };
}

/** `assume token is ERC20`. */
function checkModel(
  context: ExpressionContext,
  { subject, model }: AssumeModel,
  origin: Origin,
): Assumption | undefined {
  if (!models.includes(model.text)) {
    return complain(context, 'SPEC228', model, `there is no model '${model.text}'`, {
      notes: [`the models are ${models.join(', ')}; \`EOA\` says that an address is a plain account`],
      ...suggestName(model.text, [...models, 'EOA']),
    });
  }
  const value = context.check(context, subject);
  if (value === undefined) return undefined;
  if (!isAddress(value.type)) {
    return complain(
      context,
      'SPEC301',
      subject,
      `what is ${model.text} must be an address or a contract, not ${describeType(value.type)}`,
    );
  }
  if (!isStatePath(value)) {
    return complain(
      context,
      'SPEC315',
      subject,
      `what is ${model.text} must be a state variable or an entry of one`,
      {
        notes: ['the model answers the calls that the code makes through it'],
      },
    );
  }
  if (value.kind === 'state' && value.variable.mutability === 'constant') {
    return complain(context, 'SPEC315', subject, 'the address of a constant is part of the code', {
      notes: ['the model answers the calls that the code makes through a variable or an immutable'],
    });
  }
  const linked = linkOf(context, value)?.model === undefined ? linkedContract(context, value) : undefined;
  if (linked !== undefined) {
    return complain(
      context,
      'SPEC503',
      subject,
      `this is linked to ${linked.environment.name}, so its own code answers`,
      {
        suggestion: 'keep the link or the model, not both',
      },
    );
  }
  return { ...origin, kind: 'model', subject: value, model: model.text };
}

/**
 * Binds the models of a file like contracts of their own, linked to the variables that they answer for, so that claims can
 * ask them. A subject with mistakes is left to `checkModel`.
 */
export function bindModels(
  file: CheckedFile,
  host: EnvironmentHost,
  declarations: readonly Declaration[],
): void {
  for (const declaration of declarations) {
    if (declaration.kind !== 'assumeModel' || declaration.broken) continue;
    const silent = { ...file, spec: { ...file.spec, diagnostics: [] } };
    const contract = contractOfFile(silent, declaration);
    if (contract === undefined || !models.includes(declaration.model.text)) continue;
    const context = contextFor(silent, contract, undefined, assumptionPlace);
    const subject = context.check(context, declaration.subject);
    if (subject?.kind !== 'state' || !isAddress(subject.type) || subject.variable.mutability === 'constant')
      continue;
    if (linkOf(context, subject) !== undefined) continue;
    const model = declaration.model.text;
    const found = host.findContract(model, modelPath(model), file.path);
    if (found.kind !== 'found') continue;
    const { name } = subject.variable;
    const alias = file.spec.bindings.has(name) ? `${subject.contract}.${name}` : name;
    const location = locate(file, declaration);
    file.spec.bindings.set(alias, { alias, environment: found.environment, location });
    const { contract: holder, variable } = subject;
    file.spec.links.push({ contract: holder, variable, target: alias, model, location });
  }
}

/** Where a host finds the Solidity text of a model. */
export function modelPath(model: string): string {
  return `surety/${model}.sol`;
}

function linkOf(context: ExpressionContext, value: SpecExpression): Link | undefined {
  if (value.kind !== 'state') return undefined;
  return context.spec.links.find(
    (each) => each.contract === value.contract && each.variable === value.variable,
  );
}

/** `10%`, `1 / 20`: a part of the previous value. */
function checkShare(
  context: ExpressionContext,
  { numerator: tree, percent }: AssumeReturns,
): { readonly numerator: bigint; readonly denominator: bigint } | undefined {
  const value = checkAs(context, tree, intType, 'the limit');
  if (value === undefined) return undefined;
  const fraction = value.kind === 'binary' && value.operator === '/' ? value : undefined;
  const numerator = constantValue(fraction?.left ?? value);
  const denominator = fraction === undefined ? 1n : constantValue(fraction.right);
  if (numerator === undefined || denominator === undefined) {
    return complain(context, 'SPEC316', tree, 'the limit must be a constant, such as `10%` or `1 / 20`');
  }
  if (!percent && fraction === undefined) {
    return complain(context, 'SPEC411', tree, 'the limit is a part of the previous value', {
      suggestion: 'write a percentage such as `10%`, or a fraction such as `1 / 20`',
    });
  }
  if (numerator < 0n || denominator <= 0n)
    return complain(context, 'SPEC411', tree, 'the limit must not be negative');
  return { numerator, denominator: percent ? denominator * 100n : denominator };
}

/** `trust math.mulDiv(a, b, c) returns floor(a * b / c)`: a function that only computes. */
function checkTrust(
  context: ExpressionContext,
  declaration: TrustDeclaration,
  origin: Origin,
): Assumption | undefined {
  const { callee, parameters: names } = declaration;
  const call = outsideFunction(context, callee, names.length);
  if (call === undefined) return undefined;
  const { function: target } = call;
  const label = { labels: [{ location: target.location, text: 'declared here' }] };
  if (target.mutability !== 'pure' && target.mutability !== 'view') {
    return complain(
      context,
      'SPEC310',
      callee,
      `'${target.name}' may change state, so its result is not all there is to it`,
      label,
    );
  }
  const [result, ...more] = target.returns;
  if (result === undefined || more.length > 0) {
    return complain(
      context,
      'SPEC311',
      callee,
      `'${target.name}' has ${count(target.returns.length, 'result')}; a summary gives exactly one`,
      label,
    );
  }
  const parameters: SpecVariable[] = [];
  for (const [i, name] of names.entries()) {
    const type = target.parameters[i]?.type;
    if (type === undefined) return undefined;
    const first = parameters.find((each) => each.name === name.text);
    if (first !== undefined) {
      return complain(context, 'SPEC208', name, `'${name.text}' is declared twice`, {
        labels: [{ location: first.location, text: 'first declared here' }],
      });
    }
    parameters.push({ name: name.text, type, location: locate(context, name) });
  }
  const value = checkAs(
    { ...context, scope: extendAll(context.scope, parameters) },
    declaration.result,
    result.type,
    'the result',
  );
  if (value === undefined) return undefined;
  if (target.mutability === 'pure' && readsState(value)) {
    return complain(
      context,
      'SPEC316',
      declaration.result,
      `'${target.name}' is pure, so its result cannot depend on the state`,
      label,
    );
  }
  if (callsItself(value, target)) {
    return complain(
      context,
      'SPEC224',
      declaration.result,
      `this says what '${target.name}' returns by itself`,
    );
  }
  return { ...origin, kind: 'summary', call, parameters, result: value };
}

function callsItself(value: SpecExpression, target: EnvironmentFunction): boolean {
  return (
    (value.kind === 'call' && value.function === target) ||
    partsOf(value).some((part) => callsItself(part, target))
  );
}

/** `loop Pool.accrue#1 invariant …`: over the locals at its head, the state and the transaction. */
function checkLoop(
  context: ExpressionContext,
  declaration: LoopDeclaration,
  origin: Origin,
): Assumption | undefined {
  const found = findLoop(context, declaration);
  if (found === undefined) return undefined;
  const { contract, loop } = found;
  let { scope } = context;
  for (const { name, type } of loop.locals) scope = extend(scope, name, { kind: 'loopLocal', type });
  const condition = checkCondition(
    { ...context, contract, scope },
    declaration.condition,
    'a loop invariant',
  );
  return condition === undefined
    ? undefined
    : { ...origin, kind: 'loopInvariant', contract: contract.alias, loop, condition };
}

function findLoop(
  context: ExpressionContext,
  { function: name, number }: LoopDeclaration,
): { readonly contract: ContractBinding; readonly loop: EnvironmentLoop } | undefined {
  const dot = name.text.lastIndexOf('.');
  const before = dot === -1 ? undefined : name.text.slice(0, dot);
  const own = `${name.text.slice(dot + 1)}#${number}`;
  const contract = (before === undefined ? undefined : context.spec.bindings.get(before)) ?? context.contract;
  const { loops } = contract.environment;
  const declaredIn = ({ id }: EnvironmentLoop): string => id.slice(0, Math.max(0, id.lastIndexOf('.')));
  const wanted = before === undefined || before === contract.alias ? undefined : before;
  const matching = loops.filter(({ id }) => id.slice(id.lastIndexOf('.') + 1) === own);
  const inOwn = matching.filter((each) => declaredIn(each) === (wanted ?? contract.environment.name));
  const candidates = inOwn.length > 0 ? inOwn : wanted === undefined ? matching : [];
  const [loop, ...others] = candidates;
  if (loop !== undefined && others.length === 0) return { contract, loop };
  const written = `${name.text}#${number}`;
  if (loop !== undefined) {
    return complain(context, 'SPEC227', name, `there are several loops '${written}'`, {
      suggestion: `write ${candidates.map(({ id }) => `\`${id}\``).join(' or ')}`,
    });
  }
  const ids = loops.map(({ id }) => id);
  const nearest = suggestName(
    before === undefined ? `${contract.environment.name}.${written}` : written,
    ids,
  );
  return complain(context, 'SPEC227', name, `there is no loop '${written}'`, {
    notes: [
      ids.length === 0 ? `${contract.environment.name} has no loops` : `the loops are ${ids.join(', ')}`,
    ],
    ...nearest,
  });
}
