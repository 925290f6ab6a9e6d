// What can be said before any solving: claims that hold or fail whatever the code does, assumptions that exclude everything.
import { statementsOf } from './claim-parts.js';
import { complain, type Specification } from './context.js';
import { foldCondition } from './fold.js';
import { constantValue, keyOf, readsState } from './inspect.js';
import type { Assumption, Claim, SpecExpression } from './typed-ast.js';

/** Reports what constants, ranges of types and equal sides decide. */
export function checkTrivial(
  spec: Specification,
  claims: readonly Claim[],
  assumptions: readonly Assumption[],
): void {
  const given = new Limits(spec);
  for (const assumption of assumptions) {
    if (assumption.kind === 'condition') given.assume(assumption.condition, true);
  }
  for (const claim of claims) {
    checkClaim(spec, claim);
    checkSteps(spec, claim);
  }
}

const always = 'this holds whatever the code does';
const never = 'this cannot hold, whatever the code does';

function checkClaim(spec: Specification, claim: Claim): void {
  const report = (code: 'SPEC501' | 'SPEC502', at: SpecExpression, message: string): void => {
    const { path, start } = at.location;
    // That a number is outside the type says the same, and why.
    const said = spec.diagnostics.some(
      (each) => each.code === 'SPEC306' && each.location?.path === path && each.location.start === start,
    );
    if (!said) complain({ spec, path }, code, at.location, message);
  };
  const judge = (condition: SpecExpression): void => {
    const value = foldCondition(condition);
    if (value === true) report('SPEC501', condition, always);
    if (value === false) report('SPEC502', condition, never);
  };
  switch (claim.kind) {
    case 'invariant':
      judge(claim.condition);
      return;
    case 'function': {
      if (claim.clause === 'ensures') judge(claim.condition);
      if (claim.clause === 'revertsOnlyIf' && foldCondition(claim.condition) === true)
        report('SPEC501', claim.condition, always);
      if (
        (claim.clause === 'revertsIf' || claim.clause === 'succeedsIf') &&
        foldCondition(claim.condition) === false
      )
        report('SPEC501', claim.condition, 'this condition never holds, so nothing is claimed');
      return;
    }
    case 'rule':
      return;
    case 'reach':
      judge(claim.goal);
      for (const when of claim.when) {
        if (foldCondition(when) === false)
          report('SPEC501', when, 'this condition never holds, so nothing is claimed');
      }
      return;
    case 'possible':
      if (foldCondition(claim.goal) === false) report('SPEC502', claim.goal, never);
      return;
  }
}

/** Assumptions and assertions in order. An assertion written out several times is trivial only if it is each time. */
function checkSteps(spec: Specification, claim: Claim): void {
  const limits = new Limits(spec);
  const asserts = new Map<number, { readonly at: SpecExpression; trivial: boolean; dead: boolean }>();
  let dead = false;
  for (const statement of statementsOf(claim)) {
    if (statement.kind === 'assume') {
      if (foldCondition(statement.condition) === false) dead = true;
      else limits.assume(statement.condition, false);
    } else if (statement.kind === 'assert') {
      const { condition } = statement;
      const trivial = foldCondition(condition) === true;
      const known = asserts.get(condition.location.start);
      if (known === undefined) asserts.set(condition.location.start, { at: condition, trivial, dead });
      else {
        known.trivial &&= trivial;
        known.dead &&= dead;
      }
    } else if (statement.kind !== 'let' && statement.kind !== 'saveState') {
      limits.forgetState();
    }
  }
  for (const { at, trivial, dead: unreached } of asserts.values()) {
    const context = { spec, path: at.location.path };
    if (unreached)
      complain(context, 'SPEC504', at.location, 'no run gets here: an assumption before it never holds');
    else if (trivial) complain(context, 'SPEC501', at.location, always);
  }
}

interface Limit {
  readonly low: bigint | undefined;
  readonly high: bigint | undefined;
  readonly at: SpecExpression;
  readonly stateful: boolean;
}

/** Limits that assumptions put on one and the same term. */
class Limits {
  readonly #limits = new Map<string, Limit>();
  readonly #spec: Specification;

  constructor(spec: Specification) {
    this.#spec = spec;
  }

  assume(condition: SpecExpression, report: boolean): void {
    if (report && foldCondition(condition) === false) {
      complain(
        { spec: this.#spec, path: condition.location.path },
        'SPEC503',
        condition.location,
        'this assumption never holds',
      );
      return;
    }
    if (condition.kind !== 'binary') return;
    const { operator, left, right } = condition;
    if (operator === '&&') {
      this.assume(left, false);
      this.assume(right, false);
      return;
    }
    const [a, b] = [constantValue(left), constantValue(right)];
    if (b !== undefined && a === undefined) this.#bound(left, operator, b, condition);
    else if (a !== undefined && b === undefined) this.#bound(right, mirrored[operator] ?? '', a, condition);
  }

  /** After a transaction, terms over the state are about another state. */
  forgetState(): void {
    for (const [key, { stateful }] of this.#limits) if (stateful) this.#limits.delete(key);
  }

  #bound(term: SpecExpression, operator: string, value: bigint, at: SpecExpression): void {
    const low = operator === '>' ? value + 1n : operator === '>=' || operator === '==' ? value : undefined;
    const high = operator === '<' ? value - 1n : operator === '<=' || operator === '==' ? value : undefined;
    if (low === undefined && high === undefined) return;
    const key = keyOf(term);
    const known = this.#limits.get(key);
    const least = max(known?.low, low);
    const greatest = min(known?.high, high);
    if (least !== undefined && greatest !== undefined && least > greatest) {
      const labels =
        known === undefined ? {} : { labels: [{ location: known.at.location, text: 'this says otherwise' }] };
      complain(
        { spec: this.#spec, path: at.location.path },
        'SPEC503',
        at.location,
        'these assumptions contradict each other',
        labels,
      );
      return;
    }
    this.#limits.set(key, { low: least, high: greatest, at, stateful: readsState(term) });
  }
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==' };

function max(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  return left === undefined || (right !== undefined && right > left) ? right : left;
}

function min(left: bigint | undefined, right: bigint | undefined): bigint | undefined {
  return left === undefined || (right !== undefined && right < left) ? right : left;
}
