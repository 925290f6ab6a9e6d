// Well-formedness of the IR: what the executor relies on without asking. A non-empty answer is a bug of lowering.
import { isAggregate, isNumeric, sameType } from './build.js';
import type {
  Argument,
  Expression,
  FunctionId,
  IrContract,
  IrFunction,
  IrType,
  Local,
  Place,
  Statement,
  Step,
} from './ir.js';
import { printExpression, printPlace, printType } from './print.js';

/** Faults of the contract, each with the function it is in; empty when it is well-formed. */
export function validateIr(contract: IrContract): readonly string[] {
  const faults: string[] = [];
  const variables = new Map(contract.variables.map((variable) => [variable.id, variable.type]));
  if (variables.size !== contract.variables.length) faults.push('two variables have the same id');
  const known = (id: FunctionId) => contract.functions.has(id);
  if (!known(contract.construct)) faults.push('the construct function is missing');
  for (const entry of contract.entries) {
    if (!known(entry.function)) faults.push(`entry ${entry.signature} names the unknown ${entry.function}`);
  }
  contract.functionTable.forEach((id, index) => {
    if (index > 0 && !known(id)) faults.push(`function value ${index} names the unknown ${id}`);
  });
  for (const [id, fn] of contract.functions) {
    if (fn.id !== id) faults.push(`${id}: stored under another id than its own ${fn.id}`);
    const check = new FunctionCheck(contract, variables, fn);
    for (const fault of check.run()) faults.push(`${id}: ${fault}`);
  }
  return faults;
}

/** Locals that surely have a value; undefined where the end is not reached. */
type Assigned = ReadonlySet<Local> | undefined;

/** Exits that carry assigned sets to where they lead. */
interface Exits {
  readonly scope: Assigned[];
  readonly break: Assigned[] | undefined;
  readonly continue: Assigned[] | undefined;
}

/** The check of one function; lives as long as the walk over its body. */
class FunctionCheck {
  private readonly contract: IrContract;
  private readonly variables: ReadonlyMap<string, IrType>;
  private readonly fn: IrFunction;
  private readonly faults: string[] = [];

  constructor(contract: IrContract, variables: ReadonlyMap<string, IrType>, fn: IrFunction) {
    this.contract = contract;
    this.variables = variables;
    this.fn = fn;
  }

  run(): readonly string[] {
    const start = new Set<Local>(this.fn.parameters);
    for (const local of this.fn.results) if (local.holds === 'value') start.add(local);
    const exits: Exits = { scope: [], break: undefined, continue: undefined };
    const end = this.block(this.fn.body, start, exits);
    const after = meet([end, ...exits.scope]);
    for (const local of this.fn.results) {
      if (after !== undefined && !after.has(local)) this.fault(`result ${local.name} may have no value`);
    }
    for (const local of [...this.fn.parameters, ...this.fn.results]) this.holds(local);
    return [...new Set(this.faults)];
  }

  private fault(text: string): void {
    this.faults.push(text);
  }

  private holds(local: Local): void {
    const memory = isAggregate(local.type);
    if (local.holds === 'value' && (memory || local.type.kind === 'mapping')) {
      this.fault(`${local.name} holds a value of type ${printType(local.type)}`);
    }
    if (local.holds === 'memory' && !memory) {
      this.fault(`${local.name} holds a memory reference to ${printType(local.type)}`);
    }
  }

  private block(statements: readonly Statement[], start: Assigned, exits: Exits): Assigned {
    let assigned = start;
    for (const statement of statements) {
      // Nothing is known, and nothing is wrong, in code that is never reached.
      if (assigned === undefined) return undefined;
      assigned = this.statement(statement, assigned, exits);
    }
    return assigned;
  }

  private statement(statement: Statement, assigned: ReadonlySet<Local>, exits: Exits): Assigned {
    const use = (expression: Expression) => this.expression(expression, assigned);
    const place = (p: Place) => this.place(p, assigned);
    const give = (...locals: readonly (Local | undefined)[]): ReadonlySet<Local> => {
      for (const local of locals) if (local !== undefined) this.holds(local);
      return new Set([...assigned, ...locals.filter((local) => local !== undefined)]);
    };
    switch (statement.kind) {
      case 'assign':
        use(statement.value);
        if (statement.local.holds === 'storage')
          this.fault(`${statement.local.name} is a pointer and cannot be assigned`);
        this.same(
          statement.local.type,
          statement.value.type,
          `${statement.local.name} := ${printExpression(statement.value)}`,
        );
        return give(statement.local);
      case 'point':
        place(statement.place);
        if (statement.local.holds !== 'storage') this.fault(`${statement.local.name} is no pointer`);
        if (statement.place.kind !== 'storage') this.fault(`${statement.local.name} points outside storage`);
        this.same(
          statement.local.type,
          statement.place.type,
          `${statement.local.name} -> ${printPlace(statement.place)}`,
        );
        return give(statement.local);
      case 'store':
        use(statement.value);
        place(statement.place);
        if (statement.place.kind === 'storage' && isAggregate(statement.place.type)) {
          this.fault(`store of a whole ${printType(statement.place.type)}`);
        }
        this.same(statement.place.type, statement.value.type, `store ${printPlace(statement.place)}`);
        return assigned;
      case 'copy':
        for (const side of [statement.to, statement.from]) {
          if (side.kind === 'storage') place(side.place);
          else use(side.object);
          this.same(statement.type, side.kind === 'storage' ? side.place.type : side.object.type, 'copy');
        }
        return assigned;
      case 'clear':
        place(statement.place);
        return assigned;
      case 'setLength':
        place(statement.place);
        use(statement.length);
        if (statement.place.type.kind !== 'array' || statement.place.type.length !== undefined) {
          this.fault(`setLength of ${printType(statement.place.type)}`);
        }
        return assigned;
      case 'allocate': {
        if (statement.length !== undefined) use(statement.length);
        const { type } = statement;
        if (statement.decoded !== undefined) use(statement.decoded.data);
        const dynamic = statement.decoded === undefined && type.kind === 'array' && type.length === undefined;
        if (dynamic !== (statement.length !== undefined))
          this.fault(`allocate ${printType(type)}: wrong length`);
        this.same(statement.local.type, type, `allocate ${statement.local.name}`);
        return give(statement.local);
      }
      case 'require':
        this.truth(statement.condition, assigned);
        if (statement.failure.kind === 'custom') statement.failure.arguments.forEach(use);
        return assigned;
      case 'revert':
        if (statement.failure.kind === 'custom') statement.failure.arguments.forEach(use);
        return undefined;
      case 'if':
        this.truth(statement.condition, assigned);
        return meet([
          this.block(statement.then, assigned, exits),
          this.block(statement.else, assigned, exits),
        ]);
      case 'loop':
        return this.loop(statement, assigned, exits);
      case 'break':
      case 'continue': {
        const list = exits[statement.kind];
        if (list === undefined) this.fault(`${statement.kind} outside a loop`);
        list?.push(assigned);
        return undefined;
      }
      case 'scope': {
        // A loop cannot be left through a scope: `_` is no place for break or continue.
        const inside: Exits = { scope: [], break: undefined, continue: undefined };
        return meet([this.block(statement.body, assigned, inside), ...inside.scope]);
      }
      case 'return':
        exits.scope.push(assigned);
        return undefined;
      case 'call':
        this.call(statement, assigned);
        return give(...statement.results);
      case 'callValue':
        use(statement.callee);
        if (statement.callee.type.kind !== 'functionValue')
          this.fault('callValue of something else than a function');
        for (const argument of statement.arguments) this.argument(argument, assigned);
        return give(...statement.results);
      case 'external':
        use(statement.target);
        use(statement.value);
        if (statement.payload.kind === 'typed') statement.payload.arguments.forEach(use);
        else use(statement.payload.data);
        if (statement.callKind !== 'call' && !isZero(statement.value))
          this.fault(`${statement.callKind} with ether`);
        return give(
          ...statement.results,
          statement.success,
          statement.returnData,
          ...(statement.words ?? []),
        );
      case 'create':
        statement.arguments.forEach(use);
        use(statement.value);
        return give(statement.address, statement.success, statement.data);
      case 'emit':
        statement.arguments.forEach(use);
        return assigned;
      case 'selfdestruct':
        use(statement.beneficiary);
        return undefined;
      case 'stop':
      case 'unsupported':
        return undefined;
      default:
        return statement satisfies never;
    }
  }

  private loop(
    statement: Extract<Statement, { kind: 'loop' }>,
    start: ReadonlySet<Local>,
    exits: Exits,
  ): Assigned {
    const inside: Exits = { scope: exits.scope, break: [], continue: [] };
    const setup = (from: Assigned): Assigned => {
      const after = this.block(statement.setup, from, exits);
      if (after !== undefined) this.truth(statement.condition, after);
      return after;
    };
    if (statement.checkFirst) {
      const tested = setup(start);
      const body = meet([this.block(statement.body, tested, inside), ...(inside.continue ?? [])]);
      this.block(statement.update, body, exits);
      return meet([tested, ...(inside.break ?? [])]);
    }
    const body = meet([this.block(statement.body, start, inside), ...(inside.continue ?? [])]);
    const tested = setup(this.block(statement.update, body, exits));
    return meet([tested, ...(inside.break ?? [])]);
  }

  private call(statement: Extract<Statement, { kind: 'call' }>, assigned: ReadonlySet<Local>): void {
    const callee = this.contract.functions.get(statement.function);
    if (callee === undefined) {
      this.fault(`call of the unknown ${statement.function}`);
      return;
    }
    if (callee.parameters.length !== statement.arguments.length)
      this.fault(`${statement.function}: wrong number of arguments`);
    if (callee.results.length !== statement.results.length)
      this.fault(`${statement.function}: wrong number of results`);
    statement.arguments.forEach((argument, i) => {
      this.argument(argument, assigned);
      const parameter = callee.parameters[i];
      if (parameter === undefined) return;
      if ((parameter.holds === 'storage') !== (argument.kind === 'storage')) {
        this.fault(`${statement.function}: argument ${i} lies elsewhere than its parameter`);
      }
      const type = argument.kind === 'storage' ? argument.place.type : argument.value.type;
      this.same(parameter.type, type, `argument ${i} of ${statement.function}`);
    });
    statement.results.forEach((local, i) => {
      const result = callee.results[i];
      if (local === undefined || result === undefined) return;
      if (local.holds !== result.holds) this.fault(`${statement.function}: result ${i} lies elsewhere`);
      this.same(local.type, result.type, `result ${i} of ${statement.function}`);
    });
  }

  private argument(argument: Argument, assigned: ReadonlySet<Local>): void {
    if (argument.kind === 'storage') this.place(argument.place, assigned);
    else this.expression(argument.value, assigned);
  }

  private truth(condition: Expression, assigned: ReadonlySet<Local>): void {
    this.expression(condition, assigned);
    if (condition.type.kind !== 'bool')
      this.fault(`condition ${printExpression(condition)} is no truth value`);
  }

  private same(expected: IrType, given: IrType, where: string): void {
    if (!sameType(expected, given))
      this.fault(`${where}: ${printType(expected)} expected, ${printType(given)} given`);
  }

  // -------------------------------------------------------------------------------------------- expressions

  private place(place: Place, assigned: ReadonlySet<Local>): void {
    if (place.kind === 'memory') {
      this.expression(place.object, assigned);
      this.same(place.objectType, place.object.type, printPlace(place));
      this.reaches(this.step(place.objectType, place.step, assigned), place);
      return;
    }
    let type: IrType | undefined;
    if (place.root.kind === 'variable') {
      type = this.variables.get(place.root.variable);
      if (type === undefined) this.fault(`unknown variable ${place.root.variable}`);
    } else {
      type = place.root.local.type;
      this.assigned(place.root.local, assigned);
    }
    for (const step of place.steps) type = type === undefined ? undefined : this.step(type, step, assigned);
    this.reaches(type, place);
  }

  private reaches(type: IrType | undefined, place: Place): void {
    if (type !== undefined) this.same(type, place.type, printPlace(place));
  }

  private step(type: IrType, step: Step, assigned: ReadonlySet<Local>): IrType | undefined {
    if (step.kind === 'field' && type.kind === 'struct') {
      const field = type.fields.find((f) => f.name === step.name);
      if (field === undefined) this.fault(`${type.name} has no field ${step.name}`);
      return field?.type;
    }
    if (step.kind === 'key' && type.kind === 'mapping') {
      this.expression(step.key, assigned);
      this.same(type.key, step.key.type, 'mapping key');
      return type.value;
    }
    if (step.kind === 'element' && type.kind === 'array') {
      this.expression(step.index, assigned);
      if (step.index.type.kind !== 'int') this.fault('an index that is no integer');
      return type.element;
    }
    this.fault(`${step.kind} of ${printType(type)}`);
    return undefined;
  }

  private assigned(local: Local, assigned: ReadonlySet<Local>): void {
    if (!assigned.has(local)) this.fault(`${local.name} may be used before it has a value`);
  }

  private expression(expression: Expression, assigned: ReadonlySet<Local>): void {
    const use = (inner: Expression) => this.expression(inner, assigned);
    const { type } = expression;
    switch (expression.kind) {
      case 'constant': {
        const { value } = expression;
        const fits =
          typeof value === 'boolean'
            ? type.kind === 'bool'
            : typeof value === 'string'
              ? type.kind === 'bytes' && /^([0-9a-f]{2})*$/.test(value)
              : isNumeric(type) || type.kind === 'functionValue';
        if (!fits) this.fault(`constant ${String(value)} of type ${printType(type)}`);
        return;
      }
      case 'local':
        this.assigned(expression.local, assigned);
        if (expression.local.holds === 'storage')
          this.fault(`the pointer ${expression.local.name} as a value`);
        this.same(type, expression.local.type, expression.local.name);
        return;
      case 'read':
        this.place(expression.place, assigned);
        if (expression.place.kind === 'storage' && (isAggregate(type) || type.kind === 'mapping')) {
          this.fault(`read of a whole ${printType(type)} at ${printPlace(expression.place)}`);
        }
        this.same(type, expression.place.type, printExpression(expression));
        return;
      case 'lengthOf':
        this.place(expression.place, assigned);
        if (expression.place.type.kind !== 'array')
          this.fault(`length of ${printType(expression.place.type)}`);
        return;
      case 'memoryLength':
        use(expression.object);
        if (expression.object.type.kind !== 'array')
          this.fault(`length of ${printType(expression.object.type)}`);
        return;
      case 'environment':
        return;
      case 'unary':
        use(expression.operand);
        if (expression.operator === 'not') this.same({ kind: 'bool' }, expression.operand.type, '!');
        return;
      case 'binary':
        this.binary(expression, use);
        return;
      case 'wrap':
      case 'inRange': {
        use(expression.operand);
        const range = expression.kind === 'wrap' ? type : expression.range;
        if (!isNumeric(range) || !isNumeric(expression.operand.type)) {
          this.fault(`${expression.kind} of ${printType(expression.operand.type)} to ${printType(range)}`);
        }
        return;
      }
      case 'conditional':
        this.truth(expression.condition, assigned);
        use(expression.then);
        use(expression.else);
        this.same(type, expression.then.type, '?:');
        this.same(type, expression.else.type, '?:');
        return;
      case 'builtin':
        expression.arguments.forEach(use);
        return;
      default:
        expression satisfies never;
    }
  }

  private binary(
    expression: Extract<Expression, { kind: 'binary' }>,
    use: (inner: Expression) => void,
  ): void {
    const { operator, left, right, type } = expression;
    use(left);
    use(right);
    const where = printExpression(expression);
    switch (operator) {
      case 'and':
      case 'or':
        this.same({ kind: 'bool' }, left.type, where);
        this.same({ kind: 'bool' }, right.type, where);
        return;
      case 'eq':
        this.same(left.type, right.type, where);
        return;
      case 'lt':
      case 'le':
        if (!isNumeric(left.type)) this.fault(`${where}: no order on ${printType(left.type)}`);
        this.same(left.type, right.type, where);
        return;
      case 'shl':
      case 'shr':
      case 'pow':
        if (right.type.kind !== 'int') this.fault(`${where}: the right operand is no integer`);
        this.same(type, left.type, where);
        return;
      case 'add':
      case 'sub':
      case 'mul':
      case 'div':
      case 'mod':
      case 'bitAnd':
      case 'bitOr':
      case 'bitXor':
        this.same(type, left.type, where);
        this.same(type, right.type, where);
        return;
      default:
        operator satisfies never;
    }
  }
}

/** What holds on every path that gets here. */
function meet(paths: readonly Assigned[]): Assigned {
  const reached = paths.filter((path) => path !== undefined);
  const [first, ...rest] = reached;
  if (first === undefined) return undefined;
  return new Set([...first].filter((local) => rest.every((path) => path.has(local))));
}

function isZero(expression: Expression): boolean {
  return expression.kind === 'constant' && expression.value === 0n;
}
