// The expressions of a claim, for checks that look at all of them.
import type { Assumption, Claim, RuleStatement, SpecExpression } from './typed-ast.js';

/** The expressions of a statement, in reading order. */
export function expressionsOfStatement(statement: RuleStatement): readonly SpecExpression[] {
  switch (statement.kind) {
    case 'assume':
    case 'assert':
    case 'wait':
      return [statement.condition];
    case 'let':
      return [statement.value];
    case 'call': {
      const { target, value, sender, senderCondition } = statement;
      const values = target.kind === 'function' ? target.arguments : [];
      return [...values, value, sender, senderCondition].filter((each) => each !== undefined);
    }
    case 'anyNumber':
      return statement.senderCondition === undefined ? [] : [statement.senderCondition];
    case 'saveState':
    case 'restoreState':
      return [];
  }
}

/** The expressions of a claim, in reading order. */
export function expressionsOf(claim: Claim): readonly SpecExpression[] {
  switch (claim.kind) {
    case 'invariant':
      return [claim.condition, ...claim.preserved.flatMap(({ conditions }) => conditions)];
    case 'function':
      return [
        claim.condition,
        ...(claim.changes ?? []),
        ...(claim.emits?.arguments.filter((each) => each !== undefined) ?? []),
      ];
    case 'rule':
      return claim.body.flatMap(expressionsOfStatement);
    case 'possible':
      return [...claim.body.flatMap(expressionsOfStatement), claim.goal];
    case 'reach': {
      const others = claim.others?.condition;
      return [
        ...claim.when,
        ...(others === undefined ? [] : [others]),
        ...(claim.witness ?? []).flatMap(expressionsOfStatement),
        claim.goal,
      ];
    }
  }
}

/** The statements of a claim that has some. */
export function statementsOf(claim: Claim): readonly RuleStatement[] {
  if (claim.kind === 'rule' || claim.kind === 'possible') return claim.body;
  return claim.kind === 'reach' ? (claim.witness ?? []) : [];
}

/** The expressions of an assumption. */
export function expressionsOfAssumption(assumption: Assumption): readonly SpecExpression[] {
  switch (assumption.kind) {
    case 'isEoa':
    case 'acceptsEther':
      return [assumption.address];
    case 'condition':
    case 'loopInvariant':
      return [assumption.condition];
    case 'model':
      return [assumption.subject];
    case 'returnRange':
      return [assumption.low, assumption.high];
    case 'summary':
      return [assumption.result];
    case 'returnMoves':
    case 'exactDivision':
    case 'noOverflow':
      return [];
  }
}
