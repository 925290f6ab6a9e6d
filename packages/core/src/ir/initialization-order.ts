// Warns when solc's two code generators would create a contract differently: legacy sets the initial values of all state
// variables first, via-IR sets those of each contract right before its constructor runs.
import type { ContractDeclaration, Expression as TypedExpression } from '../frontend/typed-program.js';
import { linearizationOf } from './dispatch.js';
import type { FunctionId, Place, Statement } from './ir.js';
import { type ContractLowering, report } from './lower-context.js';
import { constructorOf } from './lower-function.js';
import { statementParts, visitExpression, visitStatements } from './visit.js';

/** Reports MODEL121 when the order can matter; the IR follows the legacy order, which is solc's default. */
export function checkInitializationOrder(context: ContractLowering, construct: FunctionId): void {
  const chain = linearizationOf(context);
  chain.forEach((contract, i) => {
    const bases = chain.slice(i + 1).filter((base) => constructorOf(base)?.body !== undefined);
    const initialized = contract.stateVariables.filter(
      (variable) => variable.initializer !== undefined && variable.mutability !== 'constant',
    );
    if (bases.length === 0 || initialized.length === 0) return;
    const touched = variablesTouched(context, construct, bases);
    for (const variable of initialized) {
      const id = context.variables.get(variable.id);
      const seen = id !== undefined && touched.has(id);
      if (!seen && variable.initializer !== undefined && independent(variable.initializer)) continue;
      report(
        context,
        'MODEL121',
        `the initial value of ${variable.name} is set before base constructors run, as solc does by default (via-IR sets it after them)`,
        variable.span,
      );
    }
  });
}

/** Whether an initial value is the same whenever it is computed: it looks at no state and calls nothing. */
function independent(expression: TypedExpression): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'enumMember':
    case 'name':
    case 'builtinMember':
      return true;
    case 'convert':
      return independent(expression.operand);
    case 'unary':
      return ['-', '!', '~'].includes(expression.operator) && independent(expression.operand);
    case 'binary':
      return (
        expression.userFunction === undefined && independent(expression.left) && independent(expression.right)
      );
    case 'tuple':
      return expression.components.every((c) => c === undefined || independent(c));
    default:
      return false;
  }
}

/** Variables that the constructor bodies of these contracts and what they call read or write. */
function variablesTouched(
  context: ContractLowering,
  construct: FunctionId,
  bases: readonly ContractDeclaration[],
): ReadonlySet<string> {
  const touched = new Set<string>();
  const done = new Set<FunctionId>();
  const place = (p: Place) => {
    if (p.kind === 'storage' && p.root.kind === 'variable') touched.add(p.root.variable);
  };
  const statements = (list: readonly Statement[]) =>
    visitStatements(list, (statement) => {
      const { reads, places } = statementParts(statement);
      for (const p of places) place(p);
      for (const expression of reads) {
        visitExpression(expression, (e) => {
          if (e.kind === 'read' || e.kind === 'lengthOf') place(e.place);
        });
      }
      if (statement.kind === 'call') reach(statement.function);
      if (statement.kind === 'callValue') for (const id of context.functionTable) reach(id);
    });
  const reach = (id: FunctionId) => {
    if (done.has(id)) return;
    done.add(id);
    statements(context.functions.get(id)?.body ?? []);
  };
  // A constructor body is the scope with the span of its declaration.
  const spans = new Set(bases.map((base) => constructorOf(base)?.span));
  const bodies = context.functions.get(construct)?.body ?? [];
  statements(bodies.filter((statement) => statement.kind === 'scope' && spans.has(statement.span)));
  return touched;
}
