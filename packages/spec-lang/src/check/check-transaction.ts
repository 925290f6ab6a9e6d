// Transactions of a rule: which function they call, by whom, with what, and what they declare.
import { nearestName } from '../diagnostics/suggest.js';
import type { Expression, FunctionReference, Name, Parameter, Transaction } from '../syntax/ast.js';
import { callable, isCallable } from './check-claims.js';
import { count, isBlank, type ResolvedCall, resolveByTypes, resolveCall } from './check-functions.js';
import { linkedContract } from './check-names.js';
import { isFresh } from './check-path.js';
import { checkTypeName, warnHidden } from './check-types.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extend, extendAll, locate, lookup } from './context.js';
import type { EnvironmentFunction } from './environment.js';
import { constantValue } from './inspect.js';
import { isKnownName } from './known-names.js';
import { addressType, boolType, describeType, fits, isNumeric, uint256Type, within } from './type-rules.js';
import type { ContractBinding, RuleStatement, SpecExpression, SpecVariable } from './typed-ast.js';

/** The outcome of a statement: what it became (undefined after a report) and the context of the next one. */
export interface Step {
  readonly statements: readonly RuleStatement[] | undefined;
  readonly next: ExpressionContext;
}

type Call = Extract<RuleStatement, { readonly kind: 'call' }>;

/** `uint x = f(y);` is a transaction when written as one (`by`, `at`, `try`, `{value: …}`) or when `f` may change state. */
export function isTransaction(
  context: ExpressionContext,
  { call, try: tried, by, at, value, among, except, expects }: Transaction,
): boolean {
  if (tried || by !== undefined || at !== undefined || value !== undefined) return true;
  if (among !== undefined || except.length > 0 || expects !== undefined) return true;
  const target = call.kind === 'call' ? targetOf(context, call.callee) : undefined;
  if (target === undefined) return false;
  const named = target.contract.environment.functions.filter(({ name }) => name === target.name.text);
  return (
    named.length > 0 &&
    named.every(({ mutability }) => mutability === 'payable' || mutability === 'nonpayable')
  );
}

/** The contract and name that a transaction calls, when written as a name or `Alias.name`, or through a linked variable. */
function targetOf(
  context: ExpressionContext,
  callee: Expression,
): { readonly contract: ContractBinding; readonly name: Name } | undefined {
  const path = withoutGroups(callee);
  if (path.kind === 'name') {
    return { contract: context.contract, name: { text: path.name, start: path.start, end: path.end } };
  }
  if (path.kind !== 'member' || path.base.kind !== 'name') return undefined;
  const { name: base } = path.base;
  if (base === 'this') return { contract: context.contract, name: path.member };
  const variable = context.contract.environment.variables.find(({ name }) => name === base);
  const contract =
    variable === undefined
      ? context.spec.bindings.get(base)
      : linkedContract(context, {
          kind: 'state',
          contract: context.contract.alias,
          variable,
          type: variable.type,
          location: variable.location,
        });
  return contract === undefined ? undefined : { contract, name: path.member };
}

/** A transaction as a statement, with the names given to its results. */
export function checkCallStatement(
  context: ExpressionContext,
  transaction: Transaction,
  written: readonly Parameter[],
  origin: Pick<RuleStatement, 'location' | 'text'>,
): Step {
  const failed = failedCall(context, transaction, written);
  const { call } = transaction;
  const isAny = call.kind !== 'call';
  const callee = isAny ? call : call.callee;
  const target = targetOf(context, callee);
  if (target === undefined) return reportTarget(context, callee, failed);
  if (isAny && target.name.text !== 'any') {
    complain(context, 'SPEC211', call, 'this is not a call, so it cannot have a sender or a block');
    return failed;
  }
  const resolved = isAny
    ? undefined
    : resolveCall(context, target.contract, target.name, call.arguments, isCallable, 'with blanks');
  const admitted =
    resolved === undefined ? undefined : callable(context, target.contract, resolved.function, target.name);
  const among = isAny ? checkReferences(context, target.contract, transaction.among ?? []) : [];
  const except = isAny ? checkReferences(context, target.contract, transaction.except) : [];
  const anyValue = transaction.value !== undefined && isBlank(transaction.value);
  const value =
    transaction.value === undefined || anyValue
      ? undefined
      : checkAs(context, transaction.value, uint256Type, 'the ether value');
  const sender = checkSender(context, transaction.by);
  const where = checkWhere(context, transaction, sender);
  if (
    (!isAny && admitted === undefined) ||
    among === undefined ||
    except === undefined ||
    (transaction.value !== undefined && !anyValue && value === undefined) ||
    sender === undefined ||
    where === 'failed'
  )
    return failed;
  if (resolved !== undefined && value !== undefined && transaction.value !== undefined) {
    warnValue(context, resolved, value, transaction.value);
  }
  const results = isAny
    ? written.length === 0
      ? []
      : reportResults(context, written)
    : checkResults(context, written, resolved);
  if (results === undefined) return failed;
  if (transaction.at !== undefined && isTaken(context, transaction.at)) return failed;
  const block: SpecVariable | undefined =
    transaction.at === undefined
      ? undefined
      : { name: transaction.at.text, type: { kind: 'block' }, location: locate(context, transaction.at) };
  const statement: Call & RuleStatement = {
    ...origin,
    kind: 'call',
    target:
      resolved === undefined
        ? {
            kind: 'any',
            contract: target.contract.alias,
            among: transaction.among === undefined ? undefined : among,
            except,
          }
        : {
            kind: 'function',
            contract: target.contract.alias,
            function: resolved.function,
            arguments: resolved.arguments,
          },
    try: transaction.try || transaction.expects === 'reverts',
    sender: sender.expression,
    senderVariable: sender.variable,
    value,
    ...(anyValue ? { anyValue } : {}),
    block,
    senderCondition: where,
    results,
  };
  const declared = [sender.variable, ...results].filter((each) => each !== undefined);
  let scope = extendAll(context.scope, declared);
  if (block !== undefined) {
    scope = extend(scope, block.name, { kind: 'variable', variable: block, contract: target.contract });
  }
  const next = { ...afterCall(context, transaction), scope };
  if (transaction.expects !== 'reverts') return { statements: [statement], next };
  const condition: SpecExpression = {
    kind: 'outcome',
    outcome: 'reverted',
    type: boolType,
    location: origin.location,
  };
  return { statements: [statement, { ...origin, kind: 'assert', condition }], next };
}

/** The functions of `any of f, g` and `any except h`, or undefined after a report. */
export function checkReferences(
  context: ExpressionContext,
  contract: ContractBinding,
  references: readonly FunctionReference[],
): readonly EnvironmentFunction[] | undefined {
  const found = references.map(({ name, types }) =>
    callable(context, contract, resolveByTypes(context, contract, name, types, isCallable), name),
  );
  const known = found.filter((each) => each !== undefined);
  return known.length === found.length ? known : undefined;
}

/** `by s where c`: c may speak about s; the transaction itself has not begun. */
function checkWhere(
  context: ExpressionContext,
  { by, where }: Transaction,
  sender: ReturnType<typeof checkSender>,
): SpecExpression | undefined | 'failed' {
  if (where === undefined) return undefined;
  if (by === undefined) {
    complain(context, 'SPEC104', where, "'where' needs a sender to be about: `by s where …`");
    return 'failed';
  }
  const scope =
    sender?.variable === undefined
      ? context.scope
      : extend(context.scope, sender.variable.name, { kind: 'variable', variable: sender.variable });
  const condition = checkAs({ ...context, scope }, where, boolType, "the condition of 'where'");
  return condition ?? 'failed';
}

/** After a transaction its sender, value and block are in sight; after a `try`, also its outcome. */
function afterCall(context: ExpressionContext, transaction: Transaction): ExpressionContext {
  const outcome = context.place.outcome || transaction.try || transaction.expects === 'reverts';
  return { ...context, place: { what: 'a rule', transaction: true, old: 'allowed', outcome } };
}

function reportTarget(context: ExpressionContext, callee: Expression, failed: Step): Step {
  const base = callee.kind === 'member' ? callee.base : callee;
  if (base.kind === 'name' && context.spec.failed.has(base.name)) return failed;
  const variable =
    base.kind === 'name'
      ? context.contract.environment.variables.find(({ name }) => name === base.name)
      : undefined;
  if (variable !== undefined) {
    complain(context, 'SPEC410', base, 'a call through an address needs to know the contract behind it', {
      suggestion: `bind the contract and link it: \`link ${context.contract.alias}.${variable.name} to Token;\``,
    });
  } else {
    const text = base.kind === 'name' ? base.name : '';
    const nearest = nearestName(text, context.spec.bindings.keys());
    complain(
      context,
      'SPEC217',
      base,
      text === '' ? 'a transaction calls a function by its name' : `unknown contract '${text}'`,
      {
        ...(nearest === undefined ? {} : { suggestion: `did you mean '${nearest}'?` }),
      },
    );
  }
  return failed;
}

/** `by e`. A name that means nothing yet and resembles nothing is declared: the arbitrary sender of this transaction. */
export function checkSender(
  context: ExpressionContext,
  by: Expression | undefined,
):
  | { readonly expression: SpecExpression | undefined; readonly variable: SpecVariable | undefined }
  | undefined {
  if (by === undefined) return { expression: undefined, variable: undefined };
  if (by.kind === 'name' && isFresh(context, by.name)) {
    return {
      expression: undefined,
      variable: { name: by.name, type: addressType, location: locate(context, by) },
    };
  }
  const expression = checkAs(context, by, addressType, 'the sender');
  return expression === undefined ? undefined : { expression, variable: undefined };
}

function warnValue(
  context: ExpressionContext,
  call: ResolvedCall,
  value: SpecExpression,
  tree: Expression,
): void {
  const { function: target } = call;
  if (target.mutability === 'payable' || constantValue(value) === 0n) return;
  complain(context, 'SPEC407', tree, `'${target.name}' is not payable, so it reverts when ether is sent`, {
    labels: [{ location: target.location, text: 'declared here' }],
  });
}

function reportResults(context: ExpressionContext, written: readonly Parameter[]): undefined {
  const [first] = written;
  if (first === undefined) return undefined;
  return complain(context, 'SPEC304', first, "the results of 'any' cannot be named: it may be any function");
}

/** `uint shares = deposit(x);`: as many names as results, each of a type that holds the result. */
function checkResults(
  context: ExpressionContext,
  written: readonly Parameter[],
  call: ResolvedCall | undefined,
): readonly SpecVariable[] | undefined {
  if (call === undefined || written.length === 0) return [];
  const { function: target } = call;
  const [first] = written;
  if (first === undefined) return [];
  if (written.length !== target.returns.length) {
    return complain(
      context,
      'SPEC304',
      first,
      `'${target.name}' has ${count(target.returns.length, 'result')}, not ${written.length}`,
      {
        labels: [{ location: target.location, text: 'declared here' }],
      },
    );
  }
  const results: SpecVariable[] = [];
  for (const [i, parameter] of written.entries()) {
    const declared = checkTypeName(context, parameter.type);
    const actual = target.returns[i]?.type;
    if (declared === undefined || actual === undefined) return undefined;
    if (!fits(actual, declared) || (isNumeric(actual) && !within(actual, declared))) {
      return complain(
        context,
        'SPEC304',
        parameter.type,
        `result ${i + 1} of '${target.name}' is ${describeType(actual)}, not ${describeType(declared)}`,
        {
          labels: [{ location: target.location, text: 'declared here' }],
        },
      );
    }
    if (parameter.name === undefined)
      return complain(context, 'SPEC104', parameter, 'this result needs a name');
    const { name } = parameter;
    if (results.some((each) => each.name === name.text)) {
      return complain(context, 'SPEC208', name, `'${name.text}' is declared twice`);
    }
    if (isTaken(context, name)) return undefined;
    warnHidden(
      context,
      name.text,
      name,
      target.returns.map((each) => each.name),
    );
    results.push({ name: name.text, type: actual, location: locate(context, name) });
  }
  return results;
}

/** Names of a statement with errors: known from here on, so that one mistake is reported once. */
export function declareFailed(
  context: ExpressionContext,
  names: readonly (Name | undefined)[],
): ExpressionContext {
  const scope = names.reduce<ExpressionContext['scope']>(
    (outer, name) =>
      name === undefined || lookup(outer, name.text) !== undefined
        ? outer
        : extend(outer, name.text, { kind: 'failed' }),
    context.scope,
  );
  return { ...context, scope };
}

/** A transaction with errors happened all the same as far as the statements after it are concerned. */
export function failedCall(
  context: ExpressionContext,
  transaction: Transaction,
  written: readonly Parameter[],
): Step {
  const { by, at } = transaction;
  const sender =
    by?.kind === 'name' && !isKnownName(context, by.name)
      ? { text: by.name, start: by.start, end: by.end }
      : undefined;
  const names = [sender, at, ...written.map(({ name }) => name)];
  return { statements: undefined, next: declareFailed(afterCall(context, transaction), names) };
}

/** Reports a name that the rule has already. */
export function isTaken(context: ExpressionContext, name: Name): boolean {
  const entry = lookup(context.scope, name.text);
  if (entry === undefined) return false;
  const first =
    entry.kind === 'variable' ? entry.variable.location : entry.kind === 'state' ? entry.location : undefined;
  complain(context, 'SPEC208', name, `'${name.text}' is declared twice`, {
    ...(first === undefined ? {} : { labels: [{ location: first, text: 'first declared here' }] }),
  });
  return true;
}
