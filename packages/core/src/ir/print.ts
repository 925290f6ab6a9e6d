// Readable text of the IR, for `surety ir` and for golden tests: deterministic, one statement a line, temporaries as $n.
import type {
  AggregateReference,
  Argument,
  BinaryOperator,
  Expression,
  Failure,
  IrContract,
  IrFunction,
  IrType,
  Local,
  Place,
  Statement,
  Step,
} from './ir.js';

/** The whole contract: variables, entries, the creation, then all functions in the order they were lowered. */
export function printIr(contract: IrContract): string {
  const lines = [`contract ${contract.name}`];
  for (const variable of contract.variables) {
    const mutability = variable.mutability === 'mutable' ? '' : `${variable.mutability} `;
    lines.push(`  ${mutability}${variable.id}: ${printType(variable.type)}`);
  }
  for (const entry of contract.entries) {
    const mutability = entry.mutability === 'nonpayable' ? '' : ` ${entry.mutability}`;
    lines.push(`  entry ${entry.signature}${mutability} = ${entry.function}`);
  }
  contract.functionTable.forEach((id, index) => {
    if (index > 0) lines.push(`  function value ${index} = ${id}`);
  });
  for (const fn of contract.functions.values()) lines.push('', printFunction(fn));
  return `${lines.join('\n')}\n`;
}

/** One function with its body. */
export function printFunction(fn: IrFunction): string {
  const results = fn.results.length === 0 ? '' : ` -> (${fn.results.map(printDeclared).join(', ')})`;
  return [
    `function ${fn.id}(${fn.parameters.map(printDeclared).join(', ')})${results}`,
    ...printStatements(fn.body, 1),
  ].join('\n');
}

function printDeclared(local: Local): string {
  const holds = local.holds === 'value' ? '' : ` ${local.holds}`;
  return `${local.name}: ${printType(local.type)}${holds}`;
}

/** A type in Solidity's notation. */
export function printType(type: IrType): string {
  switch (type.kind) {
    case 'bool':
    case 'address':
      return type.kind;
    case 'int':
      return `${type.signed ? 'int' : 'uint'}${type.bits}`;
    case 'fixedBytes':
      return `bytes${type.size}`;
    case 'enum':
    case 'struct':
      return type.name;
    case 'bytes':
      return type.text ? 'string' : 'bytes';
    case 'functionValue':
      return 'function';
    case 'array':
      return `${printType(type.element)}[${type.length ?? ''}]`;
    case 'mapping':
      return `mapping(${printType(type.key)} => ${printType(type.value)})`;
    default:
      return type satisfies never;
  }
}

/** Statements at a depth of indentation, a line each. */
export function printStatements(statements: readonly Statement[], depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  return statements.flatMap((statement) => printStatement(statement).map((line) => indent + line));
}

function nested(statements: readonly Statement[]): readonly string[] {
  return printStatements(statements, 1);
}

function printStatement(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'assign':
      return [`${statement.local.name} := ${printExpression(statement.value)}`];
    case 'point':
      return [`${statement.local.name} -> ${printPlace(statement.place)}`];
    case 'store':
      return [`store ${printPlace(statement.place)} := ${printExpression(statement.value)}`];
    case 'copy':
      return [`copy ${printReference(statement.to)} := ${printReference(statement.from)}`];
    case 'clear':
      return [`clear ${printPlace(statement.place)}`];
    case 'setLength':
      return [`setLength ${printPlace(statement.place)} := ${printExpression(statement.length)}`];
    case 'allocate': {
      const length = statement.length === undefined ? '' : `, length ${printExpression(statement.length)}`;
      const { decoded } = statement;
      const source =
        decoded === undefined ? '' : ` decoded ${decoded.detail} ${printExpression(decoded.data)}`;
      return [`${statement.local.name} := allocate ${printType(statement.type)}${length}${source}`];
    }
    case 'require':
      return [`require ${printExpression(statement.condition)} else ${printFailure(statement.failure)}`];
    case 'revert':
      return [`revert ${printFailure(statement.failure)}`];
    case 'if':
      return [
        `if ${printExpression(statement.condition)} {`,
        ...nested(statement.then),
        ...(statement.else.length === 0 ? [] : ['} else {', ...nested(statement.else)]),
        '}',
      ];
    case 'loop': {
      const head = statement.checkFirst ? 'while' : 'do while';
      return [
        ...(statement.setup.length === 0 ? [] : [`setup ${statement.id} {`, ...nested(statement.setup), '}']),
        `${head} ${printExpression(statement.condition)} { // ${statement.id}`,
        ...nested(statement.body),
        ...(statement.update.length === 0 ? [] : ['} update {', ...nested(statement.update)]),
        '}',
      ];
    }
    case 'break':
    case 'continue':
    case 'return':
    case 'stop':
      return [statement.kind];
    case 'scope':
      return ['scope {', ...nested(statement.body), '}'];
    case 'call':
      return [`${results(statement.results)}call ${statement.function}(${args(statement.arguments)})`];
    case 'callValue':
      return [
        `${results(statement.results)}callValue ${printExpression(statement.callee)}(${args(statement.arguments)})`,
      ];
    case 'external':
      return [printExternal(statement)];
    case 'create': {
      const success = statement.success === undefined ? '' : `, ${statement.success.name}`;
      const salted = `${statement.salted ? ' salted' : ''}${statement.quiet ? ' quiet' : ''}`;
      return [
        `${statement.address.name}${success} := create${salted} ${statement.contract}{${printExpression(statement.value)}}(${list(statement.arguments)})`,
      ];
    }
    case 'emit':
      return [`emit ${statement.event}(${list(statement.arguments)})`];
    case 'selfdestruct':
      return [`selfdestruct ${printExpression(statement.beneficiary)}`];
    case 'unsupported':
      return [`unsupported ${statement.code}: ${statement.what}`];
    default:
      return statement satisfies never;
  }
}

function printExternal(statement: Extract<Statement, { kind: 'external' }>): string {
  const received = [
    ...statement.results.map((local) => local?.name ?? '_'),
    ...(statement.success === undefined ? [] : [`success ${statement.success.name}`]),
    ...(statement.returnData === undefined ? [] : [`data ${statement.returnData.name}`]),
    ...(statement.words ?? []).map((local, i) => `word${i} ${local.name}`),
  ];
  const head = received.length === 0 ? '' : `${received.join(', ')} := `;
  const { payload } = statement;
  const what =
    payload.kind === 'typed'
      ? `${payload.signature}(${list(payload.arguments)})`
      : `raw ${printExpression(payload.data)}`;
  const stipend = statement.stipend ? ' stipend' : '';
  return `${head}${statement.callKind}${stipend} ${printExpression(statement.target)}{${printExpression(statement.value)}} ${what}`;
}

function results(locals: readonly (Local | undefined)[]): string {
  return locals.length === 0 ? '' : `${locals.map((local) => local?.name ?? '_').join(', ')} := `;
}

function args(list: readonly Argument[]): string {
  return list
    .map((a) => (a.kind === 'value' ? printExpression(a.value) : `&${printPlace(a.place)}`))
    .join(', ');
}

function list(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

function printReference(reference: AggregateReference): string {
  return reference.kind === 'storage'
    ? printPlace(reference.place)
    : `memory ${printExpression(reference.object)}`;
}

function printFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'panic':
      return `Panic(0x${failure.code.toString(16).padStart(2, '0')})`;
    case 'error':
      return failure.message === undefined ? 'Error(?)' : `Error(${JSON.stringify(failure.message)})`;
    case 'custom':
      return `${failure.name}(${list(failure.arguments)})`;
    case 'empty':
    case 'bubble':
      return failure.kind;
    default:
      return failure satisfies never;
  }
}

/** A place: `balances[msg.sender]`, `*p.field`, `memory m.field`. */
export function printPlace(place: Place): string {
  if (place.kind === 'memory') return `memory ${printExpression(place.object)}${printStep(place.step)}`;
  const root = place.root.kind === 'variable' ? place.root.variable : `*${place.root.local.name}`;
  return root + place.steps.map(printStep).join('');
}

function printStep(step: Step): string {
  switch (step.kind) {
    case 'field':
      return `.${step.name}`;
    case 'key':
      return `[${printExpression(step.key)}]`;
    case 'element':
      return `[${printExpression(step.index)}]`;
    default:
      return step satisfies never;
  }
}

const SYMBOLS: Readonly<Record<BinaryOperator, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  mod: '%',
  pow: '**',
  shl: '<<',
  shr: '>>',
  bitAnd: '&',
  bitOr: '|',
  bitXor: '^',
  lt: '<',
  le: '<=',
  eq: '==',
  and: '&&',
  or: '||',
};

/** An expression; operands that are operations themselves stand in parentheses. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return printConstant(expression.value, expression.type);
    case 'local':
      return expression.local.name;
    case 'read':
      return printPlace(expression.place);
    case 'lengthOf':
      return `length(${printPlace(expression.place)})`;
    case 'memoryLength':
      return `length(memory ${printExpression(expression.object)})`;
    case 'environment':
      return expression.name;
    case 'unary':
      return `${expression.operator === 'not' ? '!' : '-'}${inner(expression.operand)}`;
    case 'binary':
      return `${inner(expression.left)} ${SYMBOLS[expression.operator]} ${inner(expression.right)}`;
    case 'wrap':
      return `wrap ${printType(expression.type)}(${printExpression(expression.operand)})`;
    case 'inRange':
      return `${inner(expression.operand)} in ${printType(expression.range)}`;
    case 'conditional':
      return `${inner(expression.condition)} ? ${inner(expression.then)} : ${inner(expression.else)}`;
    case 'builtin': {
      const detail = expression.detail === undefined ? '' : `<${expression.detail}>`;
      return `${expression.name}${detail}(${list(expression.arguments)})`;
    }
    default:
      return expression satisfies never;
  }
}

function inner(expression: Expression): string {
  const text = printExpression(expression);
  return ['binary', 'inRange', 'conditional'].includes(expression.kind) ? `(${text})` : text;
}

function printConstant(value: bigint | boolean | string, type: IrType): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    const text = Buffer.from(value, 'hex').toString('utf8');
    const plain = type.kind === 'bytes' && type.text && /^[\x20-\x7e]*$/.test(text);
    return plain ? JSON.stringify(text) : `0x${value}`;
  }
  if (type.kind === 'enum') return `${type.name}.${type.members[Number(value)] ?? value}`;
  if (type.kind === 'address') return `0x${value.toString(16).padStart(40, '0')}`;
  if (type.kind === 'fixedBytes') return `0x${value.toString(16).padStart(2 * type.size, '0')}`;
  if (type.kind === 'functionValue') return `function#${value}`;
  return value.toString();
}
