// The arguments of a call before it is known what is called.
import type { Expression as Syntax } from './ast.js';
import type { Place } from './check-context.js';
import { checkExpression } from './check-walk.js';
import type { Arguments } from './overloads.js';

/** A call as written. */
export type CallSyntax = Extract<Syntax, { kind: 'call' }>;

/** The arguments of a call, checked but not yet converted. */
export function argumentsOf(place: Place, node: CallSyntax): Arguments {
  return {
    values: node.arguments.map((argument) => checkExpression(place, argument)),
    names: node.names,
    span: node.span,
  };
}
