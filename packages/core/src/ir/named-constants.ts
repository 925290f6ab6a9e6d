// The bounds that code names.
import type { Expression, IrContract, Statement } from './ir.js';
import { statementParts, visitExpression } from './visit.js';

/** Bounds that the code names: its integer constants, and what is just below them. */
export function constantsOf(contract: IrContract | undefined): readonly bigint[] {
  const found = new Set<bigint>();
  const look = (expression: Expression): void =>
    visitExpression(expression, (e) => {
      if (e.kind !== 'constant' || typeof e.value !== 'bigint') return;
      if (e.value > 1n && e.value < 1n << 128n) found.add(e.value).add(e.value - 1n);
    });
  const walk = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      const parts = statementParts(statement);
      parts.reads.forEach(look);
      parts.blocks.forEach(walk);
    }
  };
  for (const fn of contract?.functions.values() ?? []) walk(fn.body);
  return [...found].slice(0, MAXIMUM_CONSTANTS);
}

const MAXIMUM_CONSTANTS = 12;
