// When a write to an element of `bytes` in memory may be an update of the value that a variable holds.
//
// The IR has no buffers: `bytes` are values, also in memory. `b[i] = x` becomes `b := b with byte i replaced`, which is what
// happens as long as no other live variable, field or element refers to the same buffer. That is so for a local variable b when
//  (1) everything ever assigned to b is fresh: a buffer that nothing else refers to when the assignment is done (`new bytes`,
//      a copy from storage or calldata, a concatenation, an encoding, a decoding, what an external call returned, a literal), and
//  (2) b itself is used only where its contents are looked at or copied: indexed, measured, hashed, encoded, concatenated,
//      emitted, sent in an external call, stored in storage, given to an internal function that keeps to (2) with its
//      parameter and does not return it, or returned, for then b is gone.
// By (1) and induction over the run the buffer of b is referred to by b alone, and by nothing else that (2) lets come into
// being: `c = b`, `s.field = b`, a struct or array made of b, or a conditional that yields b would each break (2).
// The contents of b may also be needed by an expression half evaluated when the write happens (`f(b, b[0] = 1)`): writes are
// therefore refused where their value is used, and where the index or the right side assigns b.
// A parameter is fresh only in an external function, whose arguments are decoded for it; inline assembly breaks everything.
import type {
  Call,
  Expression,
  FunctionDeclaration,
  Statement,
  TypedProgram,
  VariableDeclaration,
} from '../frontend/typed-program.js';
import type { DeclId, Type } from '../frontend/types.js';
import { typedOperands, typedParts } from './typed-walk.js';

/** How functions named in calls are found. */
export interface CallResolver {
  readonly program: TypedProgram;
  readonly resolve: (call: Extract<Call, { kind: 'internal' }>) => FunctionDeclaration | undefined;
}

/** Whether element writes to a local variable of a function are updates of the variable alone. */
export function ownsItsBytes(
  resolver: CallResolver,
  owner: FunctionDeclaration,
  variable: VariableDeclaration,
): boolean {
  if (variable.type.kind !== 'bytes' || variable.type.location !== 'memory') return false;
  if (owner.body === undefined) return false;
  if (variable.role === 'parameter') {
    if (owner.visibility !== 'external' || owner.functionKind !== 'function') return false;
    if (!owner.parameters.includes(variable)) return false;
  } else if (variable.role === 'return') {
    // `_` twice would let a second run of the body write to what the first one returned.
    if (!owner.returns.includes(variable) || owner.modifiers.length > 0) return false;
  } else if (variable.role !== 'local') return false;
  const use = new Use(resolver, variable.id, new Set());
  use.function(owner);
  return !use.broken;
}

/** One walk over a function that follows one variable; lives as long as the walk. */
class Use {
  broken = false;
  private readonly resolver: CallResolver;
  private readonly variable: DeclId;
  /** Questions under way: a cycle answers no. */
  private readonly open: ReadonlySet<string>;

  constructor(resolver: CallResolver, variable: DeclId, open: ReadonlySet<string>) {
    this.resolver = resolver;
    this.variable = variable;
    this.open = open;
  }

  function(owner: FunctionDeclaration): void {
    for (const modifier of owner.modifiers) for (const a of modifier.arguments) this.expression(a);
    if (owner.body !== undefined) this.statement(owner.body);
  }

  private statement(statement: Statement): void {
    if (this.broken) return;
    switch (statement.kind) {
      case 'assembly':
      case 'unsupported':
        this.broken = true;
        return;
      case 'declare': {
        const at = statement.variables.findIndex((v) => v?.id === this.variable);
        if (at >= 0 && statement.value !== undefined) {
          const parts = statement.variables.length;
          if (!(parts === 1 ? this.fresh(statement.value) : this.freshPart(statement.value, at)))
            this.broken = true;
        }
        if (statement.value !== undefined) this.expression(statement.value);
        return;
      }
      case 'try':
        // What `returns` and `catch` bind is decoded or copied for them.
        this.expression(statement.call);
        this.statement(statement.body);
        for (const clause of statement.catches) this.statement(clause.body);
        return;
      case 'return':
        if (statement.value !== undefined) this.returned(statement.value);
        return;
      case 'emit':
      case 'revertError':
        for (const argument of statement.arguments) this.looked(argument);
        return;
      default: {
        const parts = typedParts(statement);
        parts.expressions.forEach((e) => {
          this.expression(e);
        });
        parts.statements.forEach((s) => {
          this.statement(s);
        });
      }
    }
  }

  /** A value that is returned: the variable itself may be, for it is gone then. */
  private returned(value: Expression): void {
    if (this.isVariable(value)) return;
    if (value.kind === 'tuple') {
      // The same buffer twice would be shared by the results.
      const names = value.components.filter((c) => c !== undefined && this.isVariable(c));
      if (names.length > 1) this.broken = true;
      for (const c of value.components) if (c !== undefined && !this.isVariable(c)) this.expression(c);
    } else this.expression(value);
  }

  /** An expression that may not yield the variable itself, except where its contents are only looked at. */
  private expression(expression: Expression): void {
    if (this.broken) return;
    switch (expression.kind) {
      case 'variable':
        if (expression.declaration === this.variable) this.broken = true;
        return;
      case 'assign':
        this.assignment(expression);
        return;
      case 'unary':
        if (expression.operator === 'delete') this.looked(expression.operand);
        else this.expression(expression.operand);
        return;
      case 'index':
        this.looked(expression.base);
        this.expression(expression.index);
        return;
      case 'builtinMember':
        this.looked(expression.base);
        return;
      case 'convert': {
        const to = expression.type;
        const copies =
          to.kind === 'fixedBytes' || ('location' in to && to.location === 'storage') || isWord(to);
        if (copies) this.looked(expression.operand);
        else this.expression(expression.operand);
        return;
      }
      case 'call':
        this.call(expression.call);
        return;
      default:
        typedOperands(expression).forEach((e) => {
          this.expression(e);
        });
    }
  }

  /** An operand whose contents are read and done with. */
  private looked(expression: Expression): void {
    if (!this.isVariable(expression)) this.expression(expression);
  }

  private assignment(expression: Extract<Expression, { kind: 'assign' }>): void {
    const { left, right } = expression;
    this.target(left, right);
    // Assigning to storage copies.
    const copies = 'location' in left.type && left.type.location === 'storage';
    if (copies) this.looked(right);
    else this.expression(right);
  }

  private target(left: Expression, right: Expression | undefined): void {
    if (this.isVariable(left)) {
      if (right === undefined || !this.fresh(right)) this.broken = true;
      return;
    }
    if (left.kind === 'tuple') {
      left.components.forEach((component, i) => {
        if (component === undefined) return;
        if (this.isVariable(component)) {
          if (right === undefined || !this.freshPart(right, i)) this.broken = true;
        } else this.target(component, undefined);
      });
      return;
    }
    this.expression(left);
  }

  private call(call: Call): void {
    if (call.kind === 'builtin' || call.kind === 'external' || call.kind === 'externalValue') {
      const operands = callParts(call);
      // `a.push(b)` on a memory array does not exist; on a storage array it copies.
      operands.forEach((e) => {
        this.looked(e);
      });
      if (call.kind === 'external' && call.library) this.broken ||= operands.some((e) => this.isVariable(e));
      return;
    }
    if (call.kind === 'new' || call.kind === 'errorValue') {
      callParts(call).forEach((e) => {
        this.looked(e);
      });
      return;
    }
    if (call.kind !== 'internal') {
      callParts(call).forEach((e) => {
        this.expression(e);
      });
      return;
    }
    call.arguments.forEach((argument, i) => {
      if (this.isVariable(argument) && this.keepsToLooking(call, i)) return;
      this.expression(argument);
    });
  }

  /** Whether the callee only looks at its parameter: it neither lets it escape nor returns it. */
  private keepsToLooking(call: Extract<Call, { kind: 'internal' }>, index: number): boolean {
    const callee = this.resolver.resolve(call);
    const parameter = callee?.parameters[index];
    if (callee?.body === undefined || parameter === undefined) return false;
    const question = `looks ${parameter.id}`;
    if (this.open.has(question)) return false;
    const inner = new Use(this.resolver, parameter.id, new Set([...this.open, question]));
    inner.function(callee);
    if (inner.broken || returnsVariable(callee.body, parameter.id)) return false;
    return !assignsElement(callee.body, parameter.id);
  }

  /** Whether an expression yields a buffer that nothing else refers to. */
  private fresh(expression: Expression): boolean {
    switch (expression.kind) {
      case 'literal':
        return true;
      case 'convert': {
        const { operand } = expression;
        const from = operand.type;
        if (from.kind === 'stringLiteral' || operand.kind === 'literal') return true;
        if ('location' in from && from.location !== 'memory') return true;
        return this.fresh(operand);
      }
      case 'slice':
        return true;
      case 'conditional':
        return this.fresh(expression.then) && this.fresh(expression.else);
      case 'tuple': {
        const [only] = expression.components;
        return expression.components.length === 1 && only !== undefined && this.fresh(only);
      }
      case 'builtinMember':
        return expression.name === 'msg.data' || expression.name === 'address.code';
      case 'call':
        return this.freshCall(expression.call, 0);
      default:
        return false;
    }
  }

  private freshPart(expression: Expression, index: number): boolean {
    if (expression.kind === 'tuple') {
      const part = expression.components[index];
      return part !== undefined && this.fresh(part);
    }
    if (expression.kind === 'convert') return this.freshPart(expression.operand, index);
    return expression.kind === 'call' && this.freshCall(expression.call, index);
  }

  private freshCall(call: Call, index: number): boolean {
    switch (call.kind) {
      case 'newArray':
      case 'externalValue':
        return true;
      case 'external':
        return !call.library;
      case 'builtin':
        return FRESH_BUILTINS.has(call.name);
      case 'internal': {
        const callee = this.resolver.resolve(call);
        const result = callee?.returns[index];
        if (callee?.body === undefined || result === undefined) return false;
        const question = `fresh ${result.id}`;
        if (this.open.has(question)) return false;
        return freshResult(this.resolver, callee, index, new Set([...this.open, question]));
      }
      default:
        return false;
    }
  }

  /** Used by `freshResult` for returned expressions. */
  freshReturn(expression: Expression): boolean {
    return this.fresh(expression);
  }

  freshReturnPart(expression: Expression, index: number): boolean {
    return this.freshPart(expression, index);
  }

  private isVariable(expression: Expression): boolean {
    const inner = withoutRenaming(expression);
    return inner.kind === 'variable' && inner.declaration === this.variable;
  }
}

/** `string(b)` and `(b)` are the same buffer under another type. */
function withoutRenaming(expression: Expression): Expression {
  if (expression.kind === 'convert' && sameBuffer(expression.type) && sameBuffer(expression.operand.type))
    return withoutRenaming(expression.operand);
  const [only] = expression.kind === 'tuple' ? expression.components : [];
  return expression.kind === 'tuple' && expression.components.length === 1 && only !== undefined
    ? withoutRenaming(only)
    : expression;
}

function sameBuffer(type: Type): boolean {
  return (type.kind === 'bytes' || type.kind === 'string') && type.location === 'memory';
}

function isWord(type: Type): boolean {
  return type.kind === 'integer' || type.kind === 'bool' || type.kind === 'address';
}

const FRESH_BUILTINS: ReadonlySet<string> = new Set([
  'abi.encode',
  'abi.encodePacked',
  'abi.encodeWithSelector',
  'abi.encodeWithSignature',
  'abi.encodeCall',
  'abi.decode',
  'address.call',
  'address.delegatecall',
  'address.staticcall',
  'bytes.concat',
  'string.concat',
]);

function callParts(call: Call): readonly Expression[] {
  return typedOperands({
    kind: 'call',
    call,
    type: { kind: 'bool' },
    span: { file: 0, start: 0, end: 0 },
  });
}

/**
 * Whether a result of a function is a buffer of its own: the result variable is only ever given fresh buffers and does not
 * escape, and every returned expression is fresh or a local variable of which the same holds.
 */
function freshResult(
  resolver: CallResolver,
  callee: FunctionDeclaration,
  index: number,
  open: ReadonlySet<string>,
): boolean {
  const result = callee.returns[index];
  if (result === undefined || callee.body === undefined || callee.modifiers.length > 0) return false;
  const own = new Use(resolver, result.id, open);
  own.function(callee);
  if (own.broken) return false;
  const several = callee.returns.length > 1;
  let fresh = true;
  const walk = (statement: Statement): void => {
    if (statement.kind === 'return' && statement.value !== undefined) {
      const part =
        several && statement.value.kind === 'tuple' ? statement.value.components[index] : statement.value;
      const plain = part === undefined ? undefined : withoutRenaming(part);
      if (plain?.kind === 'variable') {
        const local = resolver.program.declarations.get(plain.declaration);
        const isLocal =
          local?.kind === 'variable' &&
          (local.role === 'local' || (local.role === 'return' && callee.returns.includes(local)));
        const use = new Use(resolver, plain.declaration, open);
        if (isLocal) use.function(callee);
        if (!isLocal || use.broken) fresh = false;
      } else if (
        several && statement.value.kind !== 'tuple'
          ? !own.freshReturnPart(statement.value, index)
          : part === undefined || !own.freshReturn(part)
      )
        fresh = false;
    }
    typedParts(statement).statements.forEach(walk);
  };
  walk(callee.body);
  return fresh;
}

/** Whether a function returns this variable somewhere. */
function returnsVariable(body: Statement, variable: DeclId): boolean {
  const mentions = (e: Expression): boolean => {
    const plain = withoutRenaming(e);
    if (plain.kind === 'variable') return plain.declaration === variable;
    return plain.kind === 'tuple' && plain.components.some((c) => c !== undefined && mentions(c));
  };
  const own = body.kind === 'return' && body.value !== undefined && mentions(body.value);
  return own || typedParts(body).statements.some((s) => returnsVariable(s, variable));
}

/** Whether a function writes to an element of this variable, which its caller would have to see. */
function assignsElement(body: Statement, variable: DeclId): boolean {
  const writes = (e: Expression): boolean => {
    if (e.kind === 'assign' && targets(e.left)) return true;
    if (e.kind === 'unary' && /\+\+|--|delete/.test(e.operator) && targets(e.operand)) return true;
    return typedOperands(e).some(writes);
  };
  const targets = (e: Expression): boolean => {
    if (e.kind === 'tuple') return e.components.some((c) => c !== undefined && targets(c));
    if (e.kind !== 'index') return false;
    const base = withoutRenaming(e.base);
    return base.kind === 'variable' && base.declaration === variable;
  };
  const { expressions, statements } = typedParts(body);
  return expressions.some(writes) || statements.some((s) => assignsElement(s, variable));
}
