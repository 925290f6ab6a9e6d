// Whether a contract's code applies a built-in function, or reads a value from outside, anywhere.
import type { Expression, IrContract, Statement } from './ir.js';
import { placeExpressions, statementParts, visitExpression } from './visit.js';

/** Whether any function of the contract applies the builtin or reads the environment value of that name. O(size of the contract). */
export function usesBuiltin(contract: IrContract, name: string): boolean {
  return hasExpression(
    contract,
    (e) => (e.kind === 'builtin' || e.kind === 'environment') && e.name === name,
  );
}

/** Whether any function of the contract divides by what is no constant. O(size of the contract). */
export function hasQuotients(contract: IrContract): boolean {
  return hasExpression(
    contract,
    (e) => e.kind === 'binary' && e.operator === 'div' && e.right.kind !== 'constant',
  );
}

function hasExpression(contract: IrContract, is: (expression: Expression) => boolean): boolean {
  let found = false;
  const look = (expression: Expression): void =>
    visitExpression(expression, (e) => {
      if (is(e)) found = true;
    });
  const walk = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      const parts = statementParts(statement);
      parts.reads.forEach(look);
      for (const place of parts.places) placeExpressions(place).forEach(look);
      parts.blocks.forEach(walk);
    }
  };
  for (const fn of contract.functions.values()) walk(fn.body);
  return found;
}
