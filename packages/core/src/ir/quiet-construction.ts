// Whether the creation of a contract runs nothing but its own code: no call to another address, no creation, no ether sent.
import type {
  ContractDeclaration,
  Expression,
  FunctionDeclaration,
  Statement,
  TypedProgram,
} from '../frontend/typed-program.js';
import type { DeclId } from '../frontend/types.js';
import { typedParts, visitTypedExpression, visitTypedStatements } from './typed-walk.js';

/**
 * Looks at the initial values, base arguments, constructors and modifiers of all contracts of the linearization, and at every
 * function that may be reached from there: any of a name's implementations for virtual calls. False when in doubt.
 */
export function isQuietConstruction(program: TypedProgram, contract: ContractDeclaration): boolean {
  const chain = contract.linearization.map((id) => program.declarations.get(id));
  const look = new Look(program, chain.filter((c) => c?.kind === 'contract') as ContractDeclaration[]);
  for (const base of look.chain) {
    for (const variable of base.stateVariables)
      if (variable.initializer !== undefined) look.expression(variable.initializer);
    for (const { arguments: list } of base.bases)
      for (const argument of list ?? []) look.expression(argument);
    for (const fn of base.functions) if (fn.functionKind === 'constructor') look.function(fn);
  }
  return look.quiet;
}

/** The walk over everything in reach. */
class Look {
  quiet = true;
  readonly chain: readonly ContractDeclaration[];
  private readonly program: TypedProgram;
  private readonly done = new Set<DeclId>();

  constructor(program: TypedProgram, chain: readonly ContractDeclaration[]) {
    this.program = program;
    this.chain = chain;
  }

  function(fn: FunctionDeclaration): void {
    if (this.done.has(fn.id) || !this.quiet) return;
    this.done.add(fn.id);
    for (const { target, arguments: list } of fn.modifiers) {
      list.forEach((argument) => {
        this.expression(argument);
      });
      const declaration = this.program.declarations.get(target);
      if (declaration?.kind !== 'modifier') continue;
      // An overriding modifier has the same name.
      for (const base of this.chain)
        for (const modifier of base.modifiers)
          if (modifier.name === declaration.name && modifier.body !== undefined)
            this.statement(modifier.body);
      if (declaration.body !== undefined) this.statement(declaration.body);
    }
    if (fn.body !== undefined) this.statement(fn.body);
  }

  statement(body: Statement): void {
    visitTypedStatements(body, (statement) => {
      if (statement.kind === 'assembly' || statement.kind === 'unsupported' || statement.kind === 'try')
        this.quiet = false;
      for (const expression of typedParts(statement).expressions) this.expression(expression);
    });
  }

  expression(root: Expression): void {
    visitTypedExpression(root, (expression) => {
      if (expression.kind === 'unsupported') this.quiet = false;
      // A function that is named may be called; operators of user types name theirs as well.
      if (expression.kind === 'function') this.named(expression.declaration);
      if (expression.kind === 'unary' || expression.kind === 'binary')
        if (expression.userFunction !== undefined) this.named(expression.userFunction);
      if (expression.kind !== 'call') return;
      const { call } = expression;
      switch (call.kind) {
        case 'internal':
          this.named(call.function);
          return;
        case 'structConstructor':
        case 'errorValue':
        case 'newArray':
        case 'internalValue':
          return;
        case 'builtin':
          if (call.name.startsWith('address.') || call.name === 'selfdestruct') this.quiet = false;
          return;
        default:
          this.quiet = false;
      }
    });
  }

  private named(id: DeclId): void {
    const declaration = this.program.declarations.get(id);
    if (declaration?.kind !== 'function') return;
    this.function(declaration);
    for (const base of this.chain)
      for (const fn of base.functions) if (fn.name === declaration.name) this.function(fn);
  }
}
