// A claim as a program over a chain: which transactions it speaks of and what would be wrong after them. The chain is
// a parameter, so the same program is proved symbolically, searched for attacks, and judged on a replayed run.
import type { Term } from '@surety/solvers';
import type {
  Claim,
  FunctionClaim,
  InvariantClaim,
  Location,
  PossibleClaim,
  RuleClaim,
  RuleStatement,
  SpecExpression,
  SpecVariable,
} from '@surety/spec-lang';
import type { EntryPoint } from '../ir/ir.js';
import { newMoment } from '../spec/asked.js';
import { evaluateSpec, instanceOf, specRange } from '../spec/evaluate-spec.js';
import { type Given, withGiven } from '../spec/given.js';
import {
  asksViews,
  isLookedAt,
  isObserved,
  isObservedInside,
  laterObserver,
  observerOf,
  whenObserved,
} from '../spec/observer.js';
import { SpecLimit, type SpecScope } from '../spec/scope.js';
import { statementExpressions } from '../spec/visit-spec.js';
import { joinStates } from '../symbolic/join.js';
import { conditionSince, extendPath } from '../symbolic/path-condition.js';
import type { State } from '../symbolic/state.js';
import type { EmittedEvent, Instance, TransactionContext, UnknownCode, World } from '../symbolic/world.js';
import { emits, onlyChanges } from './frame-clauses.js';

/** A transaction that a claim asks for. */
export interface TransactRequest {
  readonly state: State;
  readonly instance: Instance;
  /** Undefined: any entry point that `allowed` takes. */
  readonly entry: EntryPoint | undefined;
  readonly allowed?: (entry: EntryPoint) => boolean;
  /** What is asked of an arbitrary sender. */
  readonly senderCondition?: (sender: Term) => Term;
  readonly arguments: readonly (Term | undefined)[] | undefined;
  /** Undefined: any sender. */
  readonly sender: Term | undefined;
  /** Undefined: any amount. */
  readonly value: Term | undefined;
  /** A call that unknown code makes during a transaction. */
  readonly inside?: boolean;
}

export interface TransactOutcome {
  /** State before the transaction under what is assumed of it. */
  readonly pre: State;
  /** The state after success; undefined when it cannot succeed. */
  readonly success: State | undefined;
  /** Condition (path included) under which it reverts. */
  readonly reverts: Term;
  readonly results: readonly Given[];
  readonly arguments: readonly Given[];
  readonly sender: Term;
  readonly value: Term;
  readonly context: TransactionContext;
  /** Whether it called the entry point with this signature. */
  readonly calls: (signature: string) => Term;
  /** What it may emit; undefined where the chain does not tell. */
  readonly events: readonly EmittedEvent[] | undefined;
}

/** Any number of transactions by senders and to entry points that are allowed. */
export interface AdvanceRequest {
  readonly state: State;
  readonly instance: Instance;
  readonly allowed: (entry: EntryPoint) => boolean;
  readonly senderCondition: ((sender: Term, state: State) => Term) | undefined;
  /** What the block of the first of them satisfies. */
  readonly opens?: (block: TransactionContext) => Term;
  /** Accounts that the claim is about: what they alone can write may be looked at more closely. */
  readonly accounts?: readonly Term[];
}

/** Where transactions happen. */
export interface Chain {
  transact(request: TransactRequest): TransactOutcome;
  /** The state after any number of transactions. */
  advance(request: AdvanceRequest): State;
  /** Asks of the next transaction that its block satisfies a condition. */
  wait(condition: (block: TransactionContext) => Term): void;
  /** Is told when a state is kept under a name, and when the chain goes back to it. */
  kept?(name: string): void;
  wentBack?(name: string): void;
}

/** What a claim's program found. */
export interface ClaimOutcome {
  /** Something is wrong: a run satisfying this refutes the claim. */
  readonly bad: Term;
  /** The point that the claim speaks of is reached (else it is vacuous). */
  readonly reached: Term;
  /** State at the end, where an invariant could be looked at. */
  readonly end: State | undefined;
  /** What is said in the form `p => q`: nothing, where `p` never holds. */
  readonly conditionals?: readonly Conditional[];
}

/** A conditional assertion in the scope in which it is made. */
export interface Conditional {
  readonly scope: SpecScope;
  readonly premise: SpecExpression;
  /** The assertion as written. */
  readonly text: string;
}

/** The conditional parts of an assertion that somebody wrote as such; what a short form stands for is not. */
function conditionalsIn(
  scope: SpecScope,
  condition: SpecExpression,
  claim: { readonly location: Location; readonly text: string },
): readonly Conditional[] {
  if (condition.kind !== 'binary' || condition.location.start === claim.location.start) return [];
  const { operator, left, right } = condition;
  if (operator === '&&') return [left, right].flatMap((part) => conditionalsIn(scope, part, claim));
  return operator === '=>' ? [{ scope, premise: left, text: claim.text }] : [];
}

/** The scope of a claim in a state outside any transaction. */
export function scopeAt(
  world: World,
  self: Instance,
  state: State,
  values: ReadonlyMap<SpecVariable, Term>,
  unknownCode: UnknownCode,
): SpecScope {
  return {
    world,
    self,
    state,
    old: state,
    saved: new Map(),
    variables: values,
    blocks: new Map(),
    transaction: undefined,
    succeeded: undefined,
    unknownCode,
  };
}

/** Leading `forall`s, and those behind what does not speak of them (`p => forall (x) q`, `p && forall (x) q`), as variables. */
function prenex(condition: SpecExpression): {
  readonly variables: readonly SpecVariable[];
  readonly condition: SpecExpression;
} {
  if (condition.kind === 'quantifier' && condition.quantifier === 'forall') {
    const inner = prenex(condition.body);
    return { variables: [...condition.variables, ...inner.variables], condition: inner.condition };
  }
  if (condition.kind === 'binary' && (condition.operator === '=>' || condition.operator === '&&')) {
    const inner = prenex(condition.right);
    if (inner.variables.length > 0)
      return { variables: inner.variables, condition: { ...condition, right: inner.condition } };
  }
  return { variables: [], condition };
}

/** An invariant with leading `forall`s turned into parameters, so that they are instantiated by hand. */
export function prenexInvariant(claim: InvariantClaim): {
  readonly parameters: readonly SpecVariable[];
  readonly condition: SpecExpression;
} {
  const { variables, condition } = prenex(claim.condition);
  return { parameters: [...claim.parameters, ...variables], condition };
}

/**
 * What a claim says of all values of some variables, as a claim about arbitrary values: a run that breaks `ensures forall
 * (address a) e` breaks `e` for some `a`. Then the solver sees no quantifier. The variables come after the claim's own.
 */
export function prenexClaim<C extends Claim>(
  claim: C,
): { readonly claim: C; readonly variables: readonly SpecVariable[] } {
  const variables = [...(claim.kind === 'invariant' ? [] : claim.parameters)];
  if (claim.kind !== 'function' || claim.clause !== 'ensures') return { claim, variables };
  const open = prenex(claim.condition);
  return { claim: { ...claim, condition: open.condition }, variables: [...variables, ...open.variables] };
}

/**
 * The condition under which an invariant is broken (or undefined) in a state, path included. `old`: the state before the
 * transaction, for what holds inside one. `moment`: whether the state is one that a transaction leaves, or passes through.
 */
export function invariantBroken(
  world: World,
  claim: InvariantClaim,
  state: State,
  values: ReadonlyMap<SpecVariable, Term>,
  unknownCode: UnknownCode,
  old: State = state,
  moment: 'left' | 'passed' = 'left',
): Term {
  const { bank } = world;
  const now = newMoment();
  const scope: SpecScope = {
    ...scopeAt(world, instanceOf(world, claim.contract), state, values, unknownCode),
    old,
    observer: observerOf(world),
    moment: now,
    oldMoment: old === state ? now : undefined,
  };
  const { condition } = prenexInvariant(claim);
  const { term, defined } = evaluateSpec(scope, condition);
  const seen = moment === 'left' ? isObserved : isObservedInside;
  const observed = isLookedAt(condition) ? seen(world, state, [term, defined]) : bank.true_;
  return bank.and(state.path.all, observed, bank.not(bank.and(term, defined)));
}

/** The program of one clause of a function: a call of it. */
export function runFunctionClaim(
  world: World,
  claim: FunctionClaim,
  start: State,
  values: ReadonlyMap<SpecVariable, Term>,
  chain: Chain,
  unknownCode: UnknownCode,
): ClaimOutcome {
  const { bank } = world;
  const self = instanceOf(world, claim.contract);
  const entry = self.contract.entries.find((e) => e.signature === claim.function.signature);
  if (entry === undefined)
    throw new SpecLimit(`a clause about ${claim.function.signature}, which is not externally callable`);
  // Parameters without a name in the spec (structs, arrays) stay arbitrary.
  const args = claim.parameters.map((p) => values.get(p));
  const outcome = chain.transact({
    state: start,
    instance: self,
    entry,
    arguments: args,
    sender: undefined,
    value: undefined,
  });
  const { pre, success } = outcome;
  // Values that the claim names are what the call was asked to be given; only structs and arrays come from there.
  const objects = outcome.arguments.map((one) => (one?.kind === 'object' ? one : undefined));
  const bound = withGiven(
    withGiven({ variables: values }, claim.parameters, objects),
    claim.results,
    outcome.results,
  );
  const scope: SpecScope = {
    ...scopeAt(world, self, pre, values, unknownCode),
    ...bound,
    transaction: { ...outcome.context, sender: outcome.sender, value: outcome.value },
    moment: newMoment(),
  };
  if (claim.clause === 'ensures') {
    if (success === undefined) return { bad: bank.false_, reached: bank.false_, end: undefined };
    const after: SpecScope = {
      ...scope,
      state: success,
      old: pre,
      moment: newMoment(),
      oldMoment: scope.moment,
    };
    const { term, defined } = evaluateSpec(after, claim.condition);
    return {
      bad: bank.and(success.path.all, bank.not(bank.and(term, defined))),
      reached: success.path.all,
      end: success,
      conditionals: conditionalsIn(after, claim.condition, claim),
    };
  }
  if (claim.clause === 'changes' || claim.clause === 'emits') {
    if (success === undefined) return { bad: bank.false_, reached: bank.false_, end: undefined };
    const after: SpecScope = { ...scope, state: success, old: pre };
    const holds =
      claim.clause === 'changes'
        ? onlyChanges(after, claim.changes ?? [])
        : emits(after, claim, outcome.events);
    return { bad: bank.and(success.path.all, bank.not(holds)), reached: success.path.all, end: success };
  }
  const { term, defined } = evaluateSpec(scope, claim.condition);
  if (claim.clause === 'revertsOnlyIf') {
    const wrong = bank.and(outcome.reverts, bank.not(bank.and(defined, term)));
    return { bad: wrong, reached: pre.path.all, end: success };
  }
  const premise = bank.and(pre.path.all, defined, term);
  const undefinedPremise = bank.and(pre.path.all, bank.not(defined));
  const wrong = claim.clause === 'revertsIf' ? (success?.path.all ?? bank.false_) : outcome.reverts;
  return { bad: bank.or(bank.and(premise, wrong), undefinedPremise), reached: premise, end: success };
}

/** The scope of a program at its start. What views answer there is asked between the last block and that of its first call. */
function scopeBefore(
  world: World,
  claim: RuleClaim | PossibleClaim,
  start: State,
  values: ReadonlyMap<SpecVariable, Term>,
  unknownCode: UnknownCode,
): SpecScope {
  const begun = claim.body.findIndex((s) => s.kind === 'call' || s.kind === 'anyNumber' || s.kind === 'wait');
  const before = begun < 0 ? claim.body : claim.body.slice(0, begun + 1);
  const asks = before.some((statement) => statementExpressions(statement).some(asksViews));
  const self = instanceOf(world, claim.contract);
  if (!asks) return scopeAt(world, self, start, values, unknownCode);
  const observed = whenObserved(world, start);
  return { ...scopeAt(world, self, observed, values, unknownCode), observer: observerOf(world) };
}

/** The program of a `possible` claim; here `bad` is what the claim hopes for: the goal after its statements. */
export function runPossible(
  world: World,
  claim: PossibleClaim,
  start: State,
  values: ReadonlyMap<SpecVariable, Term>,
  chain: Chain,
  unknownCode: UnknownCode,
): ClaimOutcome {
  const { bank } = world;
  const scope = scopeBefore(world, claim, start, values, unknownCode);
  let progress: RuleProgress | undefined = { scope, bad: bank.false_, reached: bank.false_ };
  for (const statement of claim.body) {
    progress = runRuleStatement(world, progress, statement, chain);
    if (progress === undefined) return { bad: bank.false_, reached: bank.false_, end: undefined };
  }
  const { state } = progress.scope;
  const { term, defined } = evaluateSpec(progress.scope, claim.goal);
  return { bad: bank.and(state.path.all, defined, term), reached: state.path.all, end: state };
}

/** How far a rule has come. */
export interface RuleProgress {
  readonly scope: SpecScope;
  readonly bad: Term;
  readonly reached: Term;
}

/** The program of a rule. */
export function runRule(
  world: World,
  claim: RuleClaim,
  start: State,
  values: ReadonlyMap<SpecVariable, Term>,
  chain: Chain,
  unknownCode: UnknownCode,
): ClaimOutcome {
  const { bank } = world;
  const moment = newMoment();
  const scope: SpecScope = {
    ...scopeBefore(world, claim, start, values, unknownCode),
    moment,
    oldMoment: moment,
  };
  let progress: RuleProgress | undefined = { scope, bad: bank.false_, reached: bank.false_ };
  let { bad, reached } = progress;
  const conditionals: Conditional[] = [];
  for (const statement of claim.body) {
    if (progress === undefined) break;
    const after: RuleProgress | undefined = runRuleStatement(world, progress, statement, chain);
    if (after !== undefined) ({ bad, reached } = after);
    if (statement.kind === 'assert') {
      const { location } = claim;
      conditionals.push(
        ...conditionalsIn(progress.scope, statement.condition, { location, text: statement.text }),
      );
    }
    progress = after;
  }
  return { bad, reached, end: progress?.scope.state, conditionals };
}

/** One statement of a rule; undefined when no run gets past it. */
export function runRuleStatement(
  world: World,
  progress: RuleProgress,
  statement: RuleStatement,
  chain: Chain,
): RuleProgress | undefined {
  const { bank } = world;
  const { scope } = progress;
  switch (statement.kind) {
    case 'assume': {
      const { term, defined } = evaluateSpec(scope, statement.condition);
      const bad = bank.or(progress.bad, bank.and(scope.state.path.all, bank.not(defined)));
      const state = restrictState(world, scope.state, bank.and(term, defined));
      return state === undefined ? undefined : { ...progress, bad, scope: { ...scope, state } };
    }
    case 'assert': {
      const { term, defined } = evaluateSpec(scope, statement.condition);
      const here = scope.state.path.all;
      return {
        ...progress,
        bad: bank.or(progress.bad, bank.and(here, bank.not(bank.and(term, defined)))),
        reached: here,
      };
    }
    case 'let': {
      const { term, defined } = evaluateSpec(scope, statement.value);
      const bad = bank.or(progress.bad, bank.and(scope.state.path.all, bank.not(defined)));
      return {
        ...progress,
        bad,
        scope: { ...scope, variables: new Map(scope.variables).set(statement.variable, term) },
      };
    }
    case 'saveState':
      chain.kept?.(statement.name);
      return {
        ...progress,
        scope: { ...scope, saved: new Map(scope.saved).set(statement.name, scope.state) },
      };
    case 'restoreState': {
      const saved = scope.saved.get(statement.name);
      if (saved === undefined) throw new Error(`no saved state ${statement.name}`);
      chain.wentBack?.(statement.name);
      // What was assumed since stays assumed: only the chain's state goes back.
      return {
        ...progress,
        scope: { ...scope, state: { ...saved, path: scope.state.path }, moment: newMoment() },
      };
    }
    case 'call':
      return runCall(world, progress, statement, chain);
    case 'anyNumber': {
      const { senderVariable, senderCondition } = statement;
      const instance = instanceOf(world, statement.contract);
      const state = chain.advance({
        state: scope.state,
        instance,
        allowed: (entry) => !statement.except.some((f) => f.signature === entry.signature),
        senderCondition:
          senderVariable === undefined || senderCondition === undefined
            ? undefined
            : (sender, at) =>
                conditionOnSender(
                  { ...scope, state: at, moment: undefined },
                  senderVariable,
                  sender,
                  senderCondition,
                ),
      });
      const observer = laterObserver(world, state, scope.transaction ?? scope.observer);
      return {
        ...progress,
        scope: { ...scope, state, transaction: undefined, observer, moment: newMoment() },
      };
    }
    case 'wait': {
      let { bad } = progress;
      chain.wait((block) => {
        const zero = bank.int(0n);
        const transaction = { ...block, sender: zero, value: zero };
        const { term, defined } = evaluateSpec(
          { ...scope, transaction, moment: undefined },
          statement.condition,
        );
        bad = bank.or(bad, bank.and(scope.state.path.all, bank.not(defined)));
        return bank.and(term, defined);
      });
      // Time passes: what is asked from here on is asked later, nobody knows when.
      return { ...progress, bad, scope: { ...scope, observer: undefined, moment: newMoment() } };
    }
    default:
      return statement satisfies never;
  }
}

function runCall(
  world: World,
  progress: RuleProgress,
  call: Extract<RuleStatement, { kind: 'call' }>,
  chain: Chain,
): RuleProgress | undefined {
  const { bank } = world;
  const { scope } = progress;
  const instance = instanceOf(world, call.target.contract);
  let { bad } = progress;
  // Exact integers must fit the parameters and the value: otherwise there is no such transaction.
  const possible: Term[] = [];
  const value = (expression: SpecExpression): Term => {
    const { term, defined } = evaluateSpec(scope, expression);
    bad = bank.or(bad, bank.and(scope.state.path.all, bank.not(defined)));
    return term;
  };
  let entry: EntryPoint | undefined;
  let args: readonly (Term | undefined)[] | undefined;
  if (call.target.kind === 'function') {
    const { signature } = call.target.function;
    entry = instance.contract.entries.find((e) => e.signature === signature);
    if (entry === undefined) throw new SpecLimit(`a call of ${signature}, which is not externally callable`);
    const given = call.target.arguments.map((each) => (each === undefined ? undefined : value(each)));
    args = given;
    const fn = instance.contract.functions.get(entry.function);
    for (const [i, parameter] of (fn?.parameters ?? []).entries()) {
      const term = given[i];
      const type = call.target.function.parameters[i]?.type;
      if (term === undefined) continue;
      if (type !== undefined) possible.push(specRange(world, term, type));
      if (parameter.holds !== 'value') throw new SpecLimit(`a call of ${signature} with structs or arrays`);
    }
  }
  const open = call.anyValue === true || entry === undefined;
  const amount = call.value !== undefined ? value(call.value) : open ? undefined : bank.int(0n);
  if (amount !== undefined)
    possible.push(specRange(world, amount, { kind: 'integer', signed: false, bits: 256 }));
  const sender = call.sender === undefined ? undefined : value(call.sender);
  const { target, senderVariable, senderCondition } = call;
  // Of a sender that has a name already, more is said of that.
  if (senderVariable === undefined && senderCondition !== undefined) {
    const { term, defined } = evaluateSpec({ ...scope, moment: undefined }, senderCondition);
    possible.push(term, defined);
  }
  const before = restrictState(world, scope.state, bank.and(...possible));
  if (before === undefined) return undefined;
  const outcome = chain.transact({
    state: before,
    instance,
    entry,
    arguments: args,
    sender,
    value: amount,
    ...(target.kind === 'any' ? { allowed: (e: EntryPoint) => isAmong(target, e) } : {}),
    ...(senderVariable === undefined || senderCondition === undefined
      ? {}
      : {
          senderCondition: (term: Term) =>
            conditionOnSender(
              { ...scope, state: before, moment: undefined },
              senderVariable,
              term,
              senderCondition,
            ),
        }),
  });
  const sentBy: readonly SpecVariable[] = call.senderVariable === undefined ? [] : [call.senderVariable];
  const { variables, objects } = withGiven(
    scope,
    [...sentBy, ...call.results],
    [...sentBy.map(() => ({ kind: 'value' as const, term: outcome.sender })), ...outcome.results],
  );
  const { calls } = outcome;
  const named = { ...outcome.context, sender: outcome.sender, value: outcome.value, calls };
  const blocks = call.block === undefined ? scope.blocks : new Map(scope.blocks).set(call.block, named);
  const transaction = { ...outcome.context, sender: outcome.sender, value: outcome.value };
  if (!call.try) {
    if (outcome.success === undefined) return undefined;
    return {
      ...progress,
      bad,
      scope: {
        ...scope,
        state: outcome.success,
        variables,
        objects,
        blocks,
        transaction,
        succeeded: bank.true_,
        moment: newMoment(),
      },
    };
  }
  const failed = restrictState(world, outcome.pre, outcome.reverts);
  const state = joinStates(
    bank,
    outcome.pre.path,
    [outcome.success, failed].filter((s) => s !== undefined),
  );
  if (state === undefined) return undefined;
  const succeeded =
    outcome.success === undefined
      ? bank.false_
      : conditionSince(bank, outcome.success.path, outcome.pre.path);
  return {
    ...progress,
    bad,
    scope: { ...scope, state, variables, objects, blocks, transaction, succeeded, moment: newMoment() },
  };
}

function isAmong(
  target: Extract<Extract<RuleStatement, { kind: 'call' }>['target'], { kind: 'any' }>,
  entry: EntryPoint,
): boolean {
  const named = (list: readonly { readonly signature: string }[]): boolean =>
    list.some((f) => f.signature === entry.signature);
  return (target.among === undefined || named(target.among)) && !named(target.except);
}

function conditionOnSender(
  scope: SpecScope,
  variable: SpecVariable,
  sender: Term,
  condition: SpecExpression,
): Term {
  const variables = new Map(scope.variables).set(variable, sender);
  const { term, defined } = evaluateSpec({ ...scope, variables }, condition);
  return scope.world.bank.and(term, defined);
}

function restrictState(world: World, state: State, condition: Term): State | undefined {
  const path = extendPath(world.bank, state.path, condition);
  return path === undefined ? undefined : { ...state, path };
}
