// Names, arities and the difference between values and statements of inline assembly, by Yul's rules of scope: the syntax
// tree in, the typed tree out. Every mistake is reported where solc reports one.
import { type Place, report } from '../check-context.js';
import type { Span } from '../typed-program.js';
import { type Instruction, instructionNamed } from './instructions.js';
import { assignmentProblem, externalName } from './names.js';
import { parseAssembly } from './parse.js';
import type { SyntaxBlock, SyntaxExpression, SyntaxFunction, SyntaxName, SyntaxStatement } from './syntax.js';
import type { YulBlock, YulExpression, YulFunction, YulStatement, YulTarget, YulVariable } from './yul.js';

/** The typed tree of a block of assembly; undefined after reporting a mistake in it. */
export function checkAssembly(place: Place, text: string, start: number, span: Span): YulBlock | undefined {
  const parsed = parseAssembly(text, span.file, start);
  if ('mistake' in parsed) {
    const { code, message } = parsed.mistake;
    report(place.checker, parsed.mistake.span, code, message);
    return undefined;
  }
  const walk: Walk = { place, good: true };
  const scope: Scope = { names: new Map(), outer: undefined };
  const block = resolveBlock(walk, parsed.block, scope, OUTSIDE);
  return walk.good ? block : undefined;
}

interface Walk {
  readonly place: Place;
  /** Whether no mistake was found so far. */
  good: boolean;
}

/** A function whose body is filled in after all functions of its block are known. */
type OpenFunction = { -readonly [K in keyof YulFunction]: YulFunction[K] };

type Known =
  | { readonly kind: 'variable'; readonly variable: YulVariable }
  | { readonly kind: 'function'; readonly function: OpenFunction };

interface Scope {
  readonly names: Map<string, Known>;
  readonly outer: Scope | undefined;
}

/** What is around a statement. */
interface Around {
  readonly inFunction: boolean;
  readonly inLoop: boolean;
}

const OUTSIDE: Around = { inFunction: false, inLoop: false };

function mistake(walk: Walk, span: Span, code: string, message: string): undefined {
  walk.good = false;
  report(walk.place.checker, span, code, message);
  return undefined;
}

function lookup(scope: Scope, name: string): Known | undefined {
  for (let s: Scope | undefined = scope; s !== undefined; s = s.outer) {
    const known = s.names.get(name);
    if (known !== undefined) return known;
  }
  return undefined;
}

function instruction(walk: Walk, name: string): (Instruction & { readonly name: string }) | undefined {
  return instructionNamed(name, walk.place.unit.version.allowsBefore.v05);
}

function declare(walk: Walk, scope: Scope, { name, span }: SyntaxName, known: Known): void {
  const builtin = instruction(walk, name);
  if (builtin !== undefined && !builtin.late) {
    mistake(walk, span, 'SOL607', `'${name}' is an instruction and cannot be declared`);
  } else if (lookup(scope, name) !== undefined) {
    mistake(walk, span, 'SOL607', `'${name}' is declared already`);
  }
  scope.names.set(name, known);
}

function declareVariable(walk: Walk, scope: Scope, name: SyntaxName): YulVariable {
  const variable: YulVariable = { name: name.name, span: name.span };
  declare(walk, scope, name, { kind: 'variable', variable });
  return variable;
}

/** The statements of a block in a scope of their own; its functions are known from its start. */
function resolveBlock(walk: Walk, block: SyntaxBlock, outer: Scope, around: Around): YulBlock {
  return resolveStatements(walk, block, { names: new Map(), outer }, around);
}

function resolveStatements(walk: Walk, block: SyntaxBlock, scope: Scope, around: Around): YulBlock {
  const functions = block.statements.filter((s): s is SyntaxFunction => s.kind === 'function');
  const open = functions.map((f): OpenFunction => {
    const made: OpenFunction = {
      name: f.name.name,
      parameters: f.parameters.map(({ name, span }) => ({ name, span })),
      results: f.results.map(({ name, span }) => ({ name, span })),
      body: { kind: 'block', statements: [], span: f.body.span },
      span: f.span,
    };
    declare(walk, scope, f.name, { kind: 'function', function: made });
    return made;
  });
  functions.forEach((f, i) => {
    const made = open[i];
    if (made !== undefined) resolveFunction(walk, f, made, scope);
  });
  const statements: YulStatement[] = [];
  for (const statement of block.statements) {
    const resolved = resolveStatement(walk, statement, scope, around);
    if (resolved !== undefined) statements.push(resolved);
  }
  return { kind: 'block', statements, span: block.span };
}

/** A function sees functions around it but no variables. */
function resolveFunction(walk: Walk, f: SyntaxFunction, made: OpenFunction, around: Scope): void {
  const visible: Scope = { names: functionsIn(around), outer: undefined };
  const scope: Scope = { names: new Map(), outer: visible };
  const bind = (names: readonly SyntaxName[]): readonly YulVariable[] =>
    names.map((name) => declareVariable(walk, scope, name));
  made.parameters = bind(f.parameters);
  made.results = bind(f.results);
  made.body = resolveBlock(walk, f.body, scope, { inFunction: true, inLoop: false });
}

function functionsIn(scope: Scope): Map<string, Known> {
  const found = scope.outer === undefined ? new Map<string, Known>() : functionsIn(scope.outer);
  for (const [name, known] of scope.names) if (known.kind === 'function') found.set(name, known);
  return found;
}

function resolveStatement(
  walk: Walk,
  statement: SyntaxStatement,
  scope: Scope,
  around: Around,
): YulStatement | undefined {
  const { span } = statement;
  switch (statement.kind) {
    case 'block':
      return resolveBlock(walk, statement, scope, around);
    case 'function':
      return undefined;
    case 'let': {
      const { names } = statement;
      const value =
        statement.value === undefined
          ? undefined
          : resolveValue(walk, statement.value, scope, names.length, around);
      const variables = names.map((name) => declareVariable(walk, scope, name));
      return { kind: 'let', variables, value, span };
    }
    case 'assign': {
      const value = resolveValue(walk, statement.value, scope, statement.targets.length, around);
      const targets = statement.targets.flatMap((t) => resolveTarget(walk, t, scope, around) ?? []);
      return value === undefined ? undefined : { kind: 'assign', targets, value, span };
    }
    case 'expression': {
      const expression = resolveValue(walk, statement.expression, scope, 0, around);
      return expression === undefined ? undefined : { kind: 'expression', expression, span };
    }
    case 'if': {
      const condition = resolveValue(walk, statement.condition, scope, 1, around);
      const body = resolveBlock(walk, statement.body, scope, around);
      return condition === undefined ? undefined : { kind: 'if', condition, body, span };
    }
    case 'switch': {
      const value = resolveValue(walk, statement.value, scope, 1, around);
      const cases: { value: bigint; body: YulBlock }[] = [];
      let otherwise: YulBlock | undefined;
      for (const c of statement.cases) {
        const body = resolveBlock(walk, c.body, scope, around);
        if (c.value === undefined) otherwise = body;
        else cases.push({ value: c.value, body });
      }
      return value === undefined ? undefined : { kind: 'switch', value, cases, otherwise, span };
    }
    case 'for': {
      const inner: Scope = { names: new Map(), outer: scope };
      const initial = resolveStatements(walk, statement.initial, inner, { ...around, inLoop: false });
      const condition = resolveValue(walk, statement.condition, inner, 1, around);
      const update = resolveBlock(walk, statement.update, inner, { ...around, inLoop: false });
      const body = resolveBlock(walk, statement.body, inner, { ...around, inLoop: true });
      return condition === undefined ? undefined : { kind: 'for', initial, condition, update, body, span };
    }
    case 'break':
    case 'continue':
      if (!around.inLoop) return mistake(walk, span, 'SOL604', `'${statement.kind}' outside a loop`);
      return { kind: statement.kind, span };
    case 'leave':
      if (!around.inFunction) return mistake(walk, span, 'SOL604', `'leave' outside a function`);
      return { kind: 'leave', span };
    default:
      return statement satisfies never;
  }
}

function resolveTarget(
  walk: Walk,
  { name, span }: SyntaxName,
  scope: Scope,
  around: Around,
): YulTarget | undefined {
  const known = lookup(scope, name);
  if (known?.kind === 'variable') return { kind: 'variable', variable: known.variable, span };
  if (known?.kind === 'function') {
    return mistake(walk, span, 'SOL606', `'${name}' is a function and cannot be assigned`);
  }
  const problem = assignmentProblem(walk.place, name);
  if (problem !== undefined) return mistake(walk, span, 'SOL606', `'${name}': ${problem}`);
  const external = externalName(walk.place, name, span, around.inFunction);
  if (external === undefined) walk.good = false;
  return external;
}

/** A value with the given number of words. */
function resolveValue(
  walk: Walk,
  expression: SyntaxExpression,
  scope: Scope,
  wanted: number,
  around: Around,
): YulExpression | undefined {
  const resolved = resolveExpression(walk, expression, scope, around);
  if (resolved === undefined) return undefined;
  const { value, results } = resolved;
  if (results === wanted) return value;
  const { span } = expression;
  if (wanted === 0) return mistake(walk, span, 'SOL604', `a value is left over here; 'pop' drops one`);
  return mistake(walk, span, 'SOL604', `${wanted} values are needed here, not ${results}`);
}

function resolveExpression(
  walk: Walk,
  expression: SyntaxExpression,
  scope: Scope,
  around: Around,
): { readonly value: YulExpression; readonly results: number } | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case 'literal':
      return { value: { kind: 'literal', value: expression.value, span }, results: 1 };
    case 'name': {
      const known = lookup(scope, expression.name);
      if (known?.kind === 'variable')
        return { value: { kind: 'variable', variable: known.variable, span }, results: 1 };
      if (known?.kind === 'function')
        return mistake(walk, span, 'SOL604', `'${expression.name}' is a function and needs arguments`);
      // Before 0.6 an instruction without operands could be written without parentheses.
      const builtin = instruction(walk, expression.name);
      if (builtin !== undefined && walk.place.unit.version.allowsBefore.v06 && builtin.arguments === 0) {
        const value: YulExpression = { kind: 'builtin', name: builtin.name, arguments: [], span };
        return { value, results: builtin.results };
      }
      const external = externalName(walk.place, expression.name, span, around.inFunction);
      if (external === undefined) {
        walk.good = false;
        return undefined;
      }
      return { value: external, results: 1 };
    }
    case 'call':
      return resolveCall(walk, expression, scope, around);
    default:
      return expression satisfies never;
  }
}

function resolveCall(
  walk: Walk,
  call: Extract<SyntaxExpression, { kind: 'call' }>,
  scope: Scope,
  around: Around,
): { readonly value: YulExpression; readonly results: number } | undefined {
  const { span, callee } = call;
  const operands = call.arguments.map((part) => resolveValue(walk, part, scope, 1, around));
  const known = lookup(scope, callee.name);
  const builtin = known === undefined ? instruction(walk, callee.name) : undefined;
  if (known?.kind === 'variable')
    return mistake(walk, callee.span, 'SOL604', `'${callee.name}' is no function`);
  if (known === undefined && builtin === undefined)
    return mistake(walk, callee.span, 'SOL602', `'${callee.name}' is not known in assembly`);
  const wanted = known?.function.parameters.length ?? builtin?.arguments ?? 0;
  if (operands.length !== wanted)
    return mistake(walk, span, 'SOL603', `'${callee.name}' takes ${wanted} values, not ${operands.length}`);
  if (operands.some((operand) => operand === undefined)) return undefined;
  const given = operands.filter((operand) => operand !== undefined);
  if (known !== undefined) {
    return {
      value: { kind: 'call', function: known.function, arguments: given, span },
      results: known.function.results.length,
    };
  }
  if (builtin === undefined) return undefined;
  return {
    value: { kind: 'builtin', name: builtin.name, arguments: given, span },
    results: builtin.results,
  };
}
