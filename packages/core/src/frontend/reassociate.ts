// Assignments associate to the right and bind weaker than `?:`, but the parser library returns them left-associative:
// `a = b = c` as `(a = b) = c`, `c ? x : y = 2` as `(c ? x : y) = 2`. This puts them right while the tree is built.
import type { Expression, NodeId } from './ast.js';
import type { BinaryOperator } from './typed-program.js';

/**
 * The expression that `left operator right` stands for. `left` is what the library took as the left side (already put
 * right itself): as long as it is an unparenthesized assignment or conditional, the new assignment belongs to its last
 * operand. Parentheses are tuple nodes and stop the descent.
 */
export function assignment(
  left: Expression,
  operator: '=' | BinaryOperator,
  right: Expression,
  freshId: () => NodeId,
): Expression {
  const end = right.span.end;
  if (left.kind === 'assign') {
    return { ...left, right: assignment(left.right, operator, right, freshId), span: { ...left.span, end } };
  }
  if (left.kind === 'conditional') {
    return { ...left, else: assignment(left.else, operator, right, freshId), span: { ...left.span, end } };
  }
  return { kind: 'assign', id: freshId(), operator, left, right, span: { ...left.span, end } };
}
