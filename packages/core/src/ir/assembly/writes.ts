// What a part of assembly may assign or write, from its text alone: functions it calls are looked into.
import type {
  YulBlock,
  YulExpression,
  YulFunction,
  YulStatement,
  YulTarget,
  YulVariable,
} from '../../frontend/assembly/yul.js';
import type { DeclId } from '../../frontend/types.js';

interface Visitor {
  readonly target?: (target: YulTarget) => void;
  readonly instruction?: (name: string) => void;
}

function visit(statement: YulStatement, visitor: Visitor, seen: Set<YulFunction>): void {
  const value = (expression: YulExpression | undefined): void => {
    if (expression === undefined) return;
    switch (expression.kind) {
      case 'literal':
      case 'variable':
      case 'external':
        return;
      case 'builtin':
        visitor.instruction?.(expression.name);
        expression.arguments.forEach(value);
        return;
      case 'call':
        expression.arguments.forEach(value);
        if (seen.has(expression.function)) return;
        seen.add(expression.function);
        visit(expression.function.body, visitor, seen);
        return;
      default:
        expression satisfies never;
    }
  };
  const inner = (block: YulBlock | undefined): void => {
    if (block !== undefined) visit(block, visitor, seen);
  };
  switch (statement.kind) {
    case 'block':
      for (const part of statement.statements) visit(part, visitor, seen);
      return;
    case 'let':
      value(statement.value);
      return;
    case 'assign':
      value(statement.value);
      for (const target of statement.targets) visitor.target?.(target);
      return;
    case 'expression':
      value(statement.expression);
      return;
    case 'if':
      value(statement.condition);
      inner(statement.body);
      return;
    case 'switch':
      value(statement.value);
      for (const c of statement.cases) inner(c.body);
      inner(statement.otherwise);
      return;
    case 'for':
      inner(statement.initial);
      value(statement.condition);
      inner(statement.update);
      inner(statement.body);
      return;
    case 'break':
    case 'continue':
    case 'leave':
      return;
    default:
      statement satisfies never;
  }
}

/** Solidity variables that a statement assigns. */
export function assignedDeclarations(block: YulStatement): ReadonlySet<DeclId> {
  const found = new Set<DeclId>();
  visit(block, { target: (t) => t.kind === 'external' && found.add(t.declaration) }, new Set());
  return found;
}

/** Variables of the assembly that a statement assigns (its own `let` aside). */
export function assignedVariables(statement: YulStatement): readonly YulVariable[] {
  const found = new Set<YulVariable>();
  visit(statement, { target: (t) => t.kind === 'variable' && found.add(t.variable) }, new Set());
  return [...found];
}

/** Instructions that a statement may run, those of functions it calls included. */
export function instructionsOf(statement: YulStatement): ReadonlySet<string> {
  const found = new Set<string>();
  visit(statement, { instruction: (name) => found.add(name) }, new Set());
  return found;
}

const MEMORY_WRITERS = [
  'mstore',
  'mstore8',
  'mcopy',
  'calldatacopy',
  'codecopy',
  'extcodecopy',
  'returndatacopy',
  'call',
  'callcode',
  'staticcall',
  'delegatecall',
];

/** Whether a statement may write memory. */
export function writesMemory(statement: YulStatement): boolean {
  const names = instructionsOf(statement);
  return MEMORY_WRITERS.some((name) => names.has(name));
}
