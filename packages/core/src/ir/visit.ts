// Walks over IR trees: the direct parts of an expression, place or statement, and what a statement list may change.
import type { AggregateReference, Expression, Failure, Local, Place, Statement, Step } from './ir.js';

/** The operand expressions directly inside an expression, places looked through, left to right. */
export function subexpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'constant':
    case 'local':
    case 'environment':
      return [];
    case 'read':
    case 'lengthOf':
      return placeExpressions(expression.place);
    case 'memoryLength':
      return [expression.object];
    case 'unary':
    case 'wrap':
    case 'inRange':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.else];
    case 'builtin':
      return expression.arguments;
    default:
      return expression satisfies never;
  }
}

/** The expressions directly inside a place: keys and indices, and the object of a memory place. */
export function placeExpressions(place: Place): readonly Expression[] {
  const steps: readonly Step[] = place.kind === 'storage' ? place.steps : [place.step];
  const inner: Expression[] = place.kind === 'memory' ? [place.object] : [];
  for (const step of steps) {
    if (step.kind === 'key') inner.push(step.key);
    else if (step.kind === 'element') inner.push(step.index);
  }
  return inner;
}

/** Calls the visitor on the expression and everything below it, operands after their operation. */
export function visitExpression(expression: Expression, visitor: (expression: Expression) => void): void {
  visitor(expression);
  for (const inner of subexpressions(expression)) visitExpression(inner, visitor);
}

/** What a statement contains directly. `reads`: expressions evaluated; `places`: locations written, cleared or pointed at. */
export interface StatementParts {
  readonly reads: readonly Expression[];
  readonly places: readonly Place[];
  /** Locals that receive something. */
  readonly targets: readonly Local[];
  /** Nested statement lists, in source order. */
  readonly blocks: readonly (readonly Statement[])[];
}

/** The direct parts of a statement (of nested blocks only the lists themselves). */
export function statementParts(statement: Statement): StatementParts {
  const parts = (
    reads: readonly Expression[],
    places: readonly Place[] = [],
    targets: readonly (Local | undefined)[] = [],
    blocks: readonly (readonly Statement[])[] = [],
  ): StatementParts => ({ reads, places, targets: targets.filter((local) => local !== undefined), blocks });
  switch (statement.kind) {
    case 'assign':
      return parts([statement.value], [], [statement.local]);
    case 'point':
      return parts([], [statement.place], [statement.local]);
    case 'store':
      return parts([statement.value], [statement.place]);
    case 'copy':
      return parts(
        [...aggregateObject(statement.from), ...aggregateObject(statement.to)],
        [...aggregatePlace(statement.from), ...aggregatePlace(statement.to)],
      );
    case 'clear':
      return parts([], [statement.place]);
    case 'setLength':
      return parts([statement.length], [statement.place]);
    case 'allocate':
      return parts(
        [statement.length, statement.decoded?.data].filter((e) => e !== undefined),
        [],
        [statement.local],
      );
    case 'require':
      return parts([statement.condition, ...failureArguments(statement.failure)]);
    case 'revert':
      return parts(failureArguments(statement.failure));
    case 'if':
      return parts([statement.condition], [], [], [statement.then, statement.else]);
    case 'loop':
      return parts(
        [statement.condition],
        [],
        [],
        statement.checkFirst
          ? [statement.setup, statement.body, statement.update]
          : [statement.body, statement.update, statement.setup],
      );
    case 'scope':
      return parts([], [], [], [statement.body]);
    case 'break':
    case 'continue':
    case 'return':
    case 'stop':
    case 'unsupported':
      return parts([]);
    case 'call':
    case 'callValue':
      return parts(
        [
          ...(statement.kind === 'callValue' ? [statement.callee] : []),
          ...statement.arguments.flatMap((argument) => (argument.kind === 'value' ? [argument.value] : [])),
        ],
        statement.arguments.flatMap((argument) => (argument.kind === 'storage' ? [argument.place] : [])),
        statement.results,
      );
    case 'external':
      return parts(
        [
          statement.target,
          ...(statement.payload.kind === 'typed' ? statement.payload.arguments : [statement.payload.data]),
          ...(statement.payload.kind === 'typed' && statement.payload.selector !== undefined
            ? [statement.payload.selector]
            : []),
          statement.value,
        ],
        [],
        [...statement.results, statement.success, statement.returnData],
      );
    case 'create':
      return parts(
        [...statement.arguments, statement.value],
        [],
        [statement.address, statement.success, statement.data],
      );
    case 'emit':
      return parts(statement.arguments);
    case 'selfdestruct':
      return parts([statement.beneficiary]);
    default:
      return statement satisfies never;
  }
}

/** Calls the visitor on every statement of the list and of nested lists, in source order. */
export function visitStatements(
  statements: readonly Statement[],
  visitor: (statement: Statement) => void,
): void {
  for (const statement of statements) {
    visitor(statement);
    for (const block of statementParts(statement).blocks) visitStatements(block, visitor);
  }
}

function failureArguments(failure: Failure): readonly Expression[] {
  return failure.kind === 'custom' ? failure.arguments : [];
}

function aggregateObject(reference: AggregateReference): readonly Expression[] {
  return reference.kind === 'memory' ? [reference.object] : [];
}

function aggregatePlace(reference: AggregateReference): readonly Place[] {
  return reference.kind === 'storage' ? [reference.place] : [];
}

// ------------------------------------------------------------------------------------------------ effects

/** What running statements may change: some locals, and perhaps anything outside locals (storage, memory, balances). */
export interface Effects {
  readonly locals: ReadonlySet<Local>;
  readonly world: boolean;
}

/** The effects of a statement list, nested lists included. */
export function effectsOf(statements: readonly Statement[]): Effects {
  const locals = new Set<Local>();
  let world = false;
  visitStatements(statements, (statement) => {
    for (const local of statementParts(statement).targets) locals.add(local);
    switch (statement.kind) {
      case 'store':
      case 'copy':
      case 'clear':
      case 'setLength':
      case 'call':
      case 'callValue':
      case 'external':
      case 'create':
      case 'selfdestruct':
        world = true;
        break;
      default:
        break;
    }
  });
  return { locals, world };
}

/** Whether the expression has the same value before and after statements with these effects. */
export function unaffected(expression: Expression, effects: Effects): boolean {
  switch (expression.kind) {
    case 'local':
      return !effects.locals.has(expression.local);
    case 'read':
    case 'lengthOf':
      return !effects.world && placeUnaffected(expression.place, effects);
    case 'environment':
      return expression.name !== 'gasleft' || !effects.world;
    case 'builtin':
      if (effects.world && DEPENDS_ON_WORLD.has(expression.name)) return false;
      break;
    default:
      break;
  }
  return subexpressions(expression).every((inner) => unaffected(inner, effects));
}

/** Whether the place denotes the same location before and after statements with these effects (contents aside). */
export function placeUnaffected(place: Place, effects: Effects): boolean {
  if (place.kind === 'storage' && place.root.kind === 'pointer' && effects.locals.has(place.root.local)) {
    return false;
  }
  return placeExpressions(place).every((inner) => unaffected(inner, effects));
}

/** Built-ins that look at the chain, or through memory references (encoding a struct reads its fields). */
const DEPENDS_ON_WORLD: ReadonlySet<string> = new Set([
  'balance',
  'hasCode',
  'codehash',
  'code',
  'abi.encode',
  'abi.encodePacked',
]);
