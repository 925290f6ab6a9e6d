// Whether an operand can stand on the left of an assignment.
import { type Place, report } from './check-context.js';
import { isPoison, type Operand } from './check-operand.js';

/** Reports why an operand cannot be assigned to; true when it can. */
export function requireAssignable(place: Place, operand: Operand): boolean {
  if (operand.kind === 'poison') return false;
  const held = operand.kind === 'value' ? operand.assignability : 'notStored';
  const span = operand.kind === 'value' ? operand.expression.span : operand.span;
  switch (held) {
    case 'assignable':
      return true;
    case 'constant':
      report(place.checker, span, 'SOL330', 'a constant cannot be assigned to');
      return false;
    case 'immutable':
      report(place.checker, span, 'SOL330', 'an immutable variable can be assigned in the constructor only');
      return false;
    case 'calldata':
      report(place.checker, span, 'SOL330', 'calldata cannot be changed');
      return false;
    case 'array length':
      report(
        place.checker,
        span,
        'SOL904',
        'assigning the length of an array (before 0.6) is not supported',
        {
          severity: 'warning',
        },
      );
      return false;
    case 'notStored':
      if (operand.kind === 'value' && isPoison(operand.expression)) return false;
      report(place.checker, span, 'SOL330', 'this cannot be assigned to');
      return false;
    default:
      return held satisfies never;
  }
}
