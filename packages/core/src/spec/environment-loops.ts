// The loops of a contract as a specification names them, with the locals in sight at the head of each.
import type { EnvironmentLoop } from '@surety/spec-lang';
import type {
  ContractDeclaration,
  FunctionDeclaration,
  Statement,
  TypedProgram,
  VariableDeclaration,
} from '../frontend/typed-program.js';
import { specType } from './spec-type.js';

/** Loops of the functions of a contract and its bases, numbered as in the IR; those of overloaded functions have no name. */
export function environmentLoops(
  program: TypedProgram,
  line: readonly ContractDeclaration[],
): readonly EnvironmentLoop[] {
  return line.flatMap((base) =>
    base.functions
      .filter((fn) => base.functions.filter((other) => nameOf(other) === nameOf(fn)).length === 1)
      .flatMap((fn) => loopsOf(program, base, fn)),
  );
}

/** Constructors and the functions that take ether have no name of their own. */
function nameOf(fn: FunctionDeclaration): string {
  return fn.functionKind === 'function' ? fn.name : fn.functionKind;
}

function loopsOf(
  program: TypedProgram,
  base: ContractDeclaration,
  fn: FunctionDeclaration,
): readonly EnvironmentLoop[] {
  const loops: EnvironmentLoop[] = [];
  const describe = (scope: readonly VariableDeclaration[]): EnvironmentLoop['locals'] => {
    const named = new Map(scope.filter((v) => v.name !== '').map((v) => [v.name, v] as const));
    return [...named.values()].map((v) => ({ name: v.name, type: specType(program, v.type) }));
  };
  // In the order of lowering: the number of a loop is its place in the source.
  const walk = (
    statement: Statement | undefined,
    scope: readonly VariableDeclaration[],
  ): readonly VariableDeclaration[] => {
    switch (statement?.kind) {
      case 'declare':
        return [...scope, ...statement.variables.filter((v) => v !== undefined)];
      case 'block': {
        let inner = scope;
        for (const each of statement.statements) inner = walk(each, inner);
        return scope;
      }
      case 'if':
        walk(statement.then, scope);
        walk(statement.else, scope);
        return scope;
      case 'loop': {
        const index = loops.length;
        loops.push({ id: '', locals: [] });
        const inner = walk(statement.initial, scope);
        loops[index] = { id: `${base.name}.${nameOf(fn)}#${index + 1}`, locals: describe(inner) };
        walk(statement.body, inner);
        return scope;
      }
      case 'try':
        walk(statement.body, [...scope, ...statement.returns]);
        for (const clause of statement.catches)
          walk(clause.body, clause.parameter === undefined ? scope : [...scope, clause.parameter]);
        return scope;
      default:
        return scope;
    }
  };
  walk(fn.body, [...fn.parameters, ...fn.returns]);
  return loops;
}
