// Warns when solc's two code generators would create a contract differently: legacy sets the initial values of all state
// variables first, via-IR sets those of each contract right before its constructor runs.
import type { FunctionId, Statement } from './ir.js';
import { linearizationOf } from './dispatch.js';
import { type ContractLowering, report } from './lower-context.js';
import { constructorOf } from './lower-function.js';
import type { Expression as TypedExpression } from '../frontend/typed-program.js';
import { statementParts, visitExpression, visitStatements } from './visit.js';
import type { Place } from './ir.js';

/** Reports MODEL131 when the order can matter; the IR follows the legacy order, which is solc's default. */
export function checkInitializationOrder(context: ContractLowering, construct: FunctionId): void {
  const chain = linearizationOf(context);
  const touched = variablesTouched(context, construct);
  chain.forEach((contract, i) => {
    const later = chain.slice(i + 1).some((base) => constructorOf(base)?.body !== undefined);
    if (!later) return;
    for (const variable of contract.stateVariables) {
      if (variable.initializer === undefined || variable.mutability === 'constant') continue;
      const id = context.variables.get(variable.id);
      const seen = id !== undefined && touched.has(id);
      if (seen || !independent(variable.initializer)) {
        report(
          context,
          'MODEL131',
          `the initial value of ${variable.name} may be set before or after base constructors run: the model follows solc's default code generator, via-IR differs`,
          variable.span,
        );
      }
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
      return expression.userFunction === undefined && independent(expression.left) && independent(expression.right);
    case 'tuple':
      return expression.components.every((c) => c === undefined || independent(c));
    default:
      return false;
  }
}

/** Variables that constructor bodies (not initial values) and what they call read or write. */
function variablesTouched(context: ContractLowering, construct: FunctionId): ReadonlySet<string> {
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
  // Initial values come first and are no scopes; constructor bodies are the scopes of the creation.
  statements((context.functions.get(construct)?.body ?? []).filter((statement) => statement.kind === 'scope').slice(0, -1));
  return touched;
}
