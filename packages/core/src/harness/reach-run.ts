// `can … reaches …` with its calls written out, as a program: whoever starts from a state with `when` makes them, others
// in between where the claim says so; every call must succeed and the goal must hold at the end.
import type { Term } from '@surety/solvers';
import type { ReachClaim, RuleStatement, SpecExpression, SpecVariable } from '@surety/spec-lang';
import { IS_EOA } from '../encode/functions.js';
import { evaluateSpec, instanceOf } from '../spec/evaluate-spec.js';
import { SpecLimit, type SpecScope } from '../spec/scope.js';
import { visitExpression } from '../spec/visit-spec.js';
import type { State } from '../symbolic/state.js';
import type { TransactionContext, UnknownCode, World } from '../symbolic/world.js';
import { type Chain, type ClaimOutcome, type RuleProgress, runRuleStatement, scopeAt } from './claim-run.js';
import { restricted } from './symbolic-chain.js';

/** Runs the written moves of a claim from `start`. */
export function runReach(
  world: World,
  claim: ReachClaim,
  start: State,
  values: ReadonlyMap<SpecVariable, Term>,
  chain: Chain,
  unknownCode: UnknownCode,
): ClaimOutcome {
  const { bank } = world;
  if (claim.witness === undefined) throw new SpecLimit('a claim without its moves written out');
  const self = instanceOf(world, claim.contract);
  let scope = scopeAt(world, self, start, values, unknownCode);
  let bad: Term = bank.false_;
  const begun = premises(scope, claim);
  scope = { ...scope, state: begun };
  const from = scope;
  let progress: RuleProgress = { scope, bad, reached: begun.path.all };
  let moved = false;
  for (const statement of claim.witness) {
    if (statement.kind === 'call' && claim.others !== undefined)
      progress = {
        ...progress,
        scope: {
          ...progress.scope,
          state: othersMove(progress.scope, claim, chain.advance, moved ? undefined : from),
        },
      };
    const opening = statement.kind === 'call' && !moved;
    if (opening) {
      moved = true;
      progress = { ...progress, scope: { ...progress.scope, old: progress.scope.state } };
    }
    bad = bank.or(bad, impossible(world, progress.scope, claim, statement));
    const after = runRuleStatement(world, progress, attempted(statement), chain);
    if (after === undefined) {
      // No such call exists at all.
      if (opening && startsInBlock(claim) && progress.scope.state.path.all !== bank.false_)
        throw new SpecLimit('the block of a first move that cannot be made');
      bad = bank.or(bad, progress.scope.state.path.all);
      return { bad, reached: begun.path.all, end: undefined };
    }
    bad = bank.or(bad, after.bad);
    progress = after;
    if (statement.kind !== 'call') continue;
    if (opening && after.scope.transaction !== undefined) {
      // Nothing is claimed of other blocks.
      const given = premisesAtBlock(from, claim, after.scope.transaction);
      bad = bank.and(bad, given);
      const state = restricted(world, after.scope.state, given);
      progress = { ...after, scope: { ...after.scope, state } };
    }
    const succeeded = after.scope.succeeded ?? bank.true_;
    const { state } = progress.scope;
    bad = bank.or(bad, bank.and(state.path.all, bank.not(succeeded)));
    progress = { ...after, scope: { ...after.scope, state: restricted(world, state, succeeded) } };
  }
  const goal = evaluateSpec(progress.scope, claim.goal);
  const { state } = progress.scope;
  bad = bank.or(bad, bank.and(state.path.all, bank.not(bank.and(goal.term, goal.defined))));
  // Where what is waited for never comes nothing is reached, and nothing is claimed.
  return { bad, reached: state.path.all, end: state };
}

/** The starting state under the conditions of `when` that speak of no block. */
export function premises(scope: SpecScope, claim: ReachClaim): State {
  const { bank } = scope.world;
  const conditions = claim.when.filter((c) => !speaksOfBlock(c)).map((c) => evaluateSpec(scope, c));
  return restricted(
    scope.world,
    scope.state,
    bank.and(...conditions.map((c) => bank.and(c.defined, c.term))),
  );
}

/** The conditions of `when` that speak of a block, for that of the first move; `scope` is where the claim starts. */
export function premisesAtBlock(scope: SpecScope, claim: ReachClaim, block: TransactionContext): Term {
  const { bank } = scope.world;
  const zero = bank.int(0n);
  const at: SpecScope = { ...scope, transaction: { ...block, sender: zero, value: zero } };
  const conditions = claim.when.filter(speaksOfBlock).map((c) => evaluateSpec(at, c));
  return bank.and(...conditions.map((c) => bank.and(c.defined, c.term)));
}

/** Whether `when` speaks of the block of the first move. */
export function startsInBlock(claim: ReachClaim): boolean {
  return claim.when.some(speaksOfBlock);
}

function speaksOfBlock(condition: SpecExpression): boolean {
  let found = false;
  visitExpression(condition, (e) => {
    if (e.kind === 'environment' && e.name !== 'this') found = true;
  });
  return found;
}

/** A state after others made any number of moves; where they are the first, `from` is where the claim starts. */
export function othersMove(
  scope: SpecScope,
  claim: ReachClaim,
  advance: Chain['advance'],
  from?: SpecScope,
): State {
  const { others } = claim;
  if (others === undefined) return scope.state;
  const own = sendersOf(claim);
  const condition = (sender: Term, state: State): Term => {
    const { bank } = scope.world;
    const at: SpecScope = { ...scope, state };
    if (others.condition === undefined)
      return bank.and(...own.map((s) => bank.not(bank.eq(sender, evaluateSpec(at, s).term))));
    const variables = new Map(scope.variables).set(others.sender, sender);
    const { term, defined } = evaluateSpec({ ...at, variables }, others.condition);
    return bank.and(term, defined);
  };
  return advance({
    state: scope.state,
    instance: scope.self,
    allowed: () => true,
    senderCondition: condition,
    ...(from !== undefined && startsInBlock(claim)
      ? { opens: (block: TransactionContext) => premisesAtBlock(from, claim, block) }
      : {}),
    accounts: claim.parameters.flatMap((p) => {
      const term = scope.variables.get(p);
      return p.type.kind === 'address' && term !== undefined ? [term] : [];
    }),
  });
}

/** Who makes the moves of a claim: the others are not one of them. */
function sendersOf(claim: ReachClaim): readonly SpecExpression[] {
  const written = (claim.witness ?? []).flatMap((s) =>
    s.kind === 'call' && s.sender !== undefined ? [s.sender] : [],
  );
  return claim.actor === undefined ? written : [...written, claim.actor];
}

/** A call as an attempt, so that its failure is seen. */
function attempted(statement: RuleStatement): RuleStatement {
  return statement.kind === 'call' ? { ...statement, try: true } : statement;
}

/** A move that nobody can make: its sender is no user. */
function impossible(world: World, scope: SpecScope, claim: ReachClaim, statement: RuleStatement): Term {
  const { bank } = world;
  const here = scope.state.path.all;
  if (statement.kind !== 'call' || statement.sender === undefined) return bank.false_;
  // A parameter of the claim stands for any user; what lies in storage may be anything.
  const { sender } = statement;
  if (sender.kind === 'variable' && claim.parameters.includes(sender.variable)) return bank.false_;
  const { term } = evaluateSpec(scope, sender);
  // A contract may have no way to make the call: only plain accounts can always sign.
  const user = bank.and(
    bank.call(IS_EOA, [term]),
    bank.not(bank.eq(term, bank.int(0n))),
    ...world.instances.map((i) => bank.not(bank.eq(term, i.address))),
  );
  return bank.and(here, bank.not(user));
}
