// Facts about typed expressions: their parts, whether they read the state, and constant values.
import type { SpecExpression } from './typed-ast.js';

/** The direct parts of an expression, in reading order. */
export function partsOf(expression: SpecExpression): readonly SpecExpression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
    case 'state':
    case 'enumMember':
    case 'environment':
    case 'instance':
    case 'blockMember':
    case 'same':
    case 'outcome':
    case 'calls':
    case 'loopLocal':
      return [];
    case 'etherFlow':
      return expression.counterpart === undefined ? [] : [expression.counterpart];
    case 'count':
      return [expression.domain, expression.condition, ...given(expression.below)];
    case 'index':
      return [expression.base, expression.index];
    case 'field':
    case 'length':
      return [expression.base];
    case 'balance':
    case 'isEoa':
    case 'acceptsEther':
      return [expression.address];
    case 'defined':
    case 'unary':
    case 'old':
    case 'initial':
    case 'inState':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.else];
    case 'quantifier':
      return [expression.body];
    case 'sum':
      return [expression.body, ...given(expression.condition), ...given(expression.below)];
    case 'ask':
      return [expression.receiver, ...expression.arguments];
    case 'call':
    case 'min':
    case 'max':
      return expression.arguments;
    default:
      return expression satisfies never;
  }
}

function given(part: SpecExpression | undefined): readonly SpecExpression[] {
  return part === undefined ? [] : [part];
}

/** Whether the value may differ between two states of the same transaction or rule. */
export function readsState(expression: SpecExpression): boolean {
  if (expression.kind === 'state') return expression.variable.mutability !== 'constant';
  if (expression.kind === 'ask') return true;
  if (expression.kind === 'balance' || expression.kind === 'etherFlow' || expression.kind === 'loopLocal')
    return true;
  // The state after deployment never changes any more.
  if (expression.kind === 'initial') return false;
  if (expression.kind === 'call')
    return expression.function.mutability !== 'pure' || expression.arguments.some(readsState);
  if (expression.kind === 'environment') return expression.name !== 'this';
  if (expression.kind === 'same' || expression.kind === 'inState' || expression.kind === 'old') return true;
  return partsOf(expression).some(readsState);
}

// Constants beyond this size are left to the solver: folding them would only cost time.
const largestConstant = 1n << 4096n;

/** The value of a numeric expression made of literals, or undefined; floor division, as everywhere in specifications. */
export function constantValue(expression: SpecExpression): bigint | undefined {
  if (expression.kind === 'literal')
    return typeof expression.value === 'bigint' ? expression.value : undefined;
  if (expression.kind === 'unary' && expression.operator === '-') {
    const value = constantValue(expression.operand);
    return value === undefined ? undefined : -value;
  }
  if (expression.kind !== 'binary') return undefined;
  const left = constantValue(expression.left);
  const right = constantValue(expression.right);
  if (left === undefined || right === undefined) return undefined;
  const result = fold(expression.operator, left, right);
  return result === undefined || result > largestConstant || -result > largestConstant ? undefined : result;
}

function fold(operator: string, left: bigint, right: bigint): bigint | undefined {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '**')
    return right >= 0n && right <= 4096n && left.toString(2).length * Number(right) <= 8192
      ? left ** right
      : undefined;
  if (right === 0n) return undefined;
  const quotient = left / right;
  const remainder = left % right;
  const down = remainder !== 0n && remainder < 0n !== right < 0n;
  if (operator === '/') return down ? quotient - 1n : quotient;
  if (operator === '%') return down ? remainder + right : remainder;
  return undefined;
}

const variableNumbers = new WeakMap<object, number>();
let nextNumber = 0;

function numberOf(object: object): number {
  const known = variableNumbers.get(object) ?? nextNumber++;
  variableNumbers.set(object, known);
  return known;
}

/** A text that two expressions share exactly when they are built alike, over the same variables. */
export function keyOf(expression: SpecExpression): string {
  const parts = partsOf(expression);
  return `${expression.kind}<${ownKey(expression)}>${parts.length === 0 ? '' : `(${parts.map(keyOf).join()})`}`;
}

/** What an expression adds to its parts. */
function ownKey(expression: SpecExpression): string {
  switch (expression.kind) {
    case 'literal':
      return `${typeof expression.value}:${expression.type.kind}:${expression.value}`;
    case 'variable':
      return `${numberOf(expression.variable)}`;
    case 'state':
      return `${expression.contract}#${numberOf(expression.variable)}`;
    case 'enumMember':
      return `${expression.index}:${expression.type.kind === 'enum' ? expression.type.name : ''}`;
    case 'field':
      return expression.field;
    case 'environment':
    case 'loopLocal':
      return expression.name;
    case 'instance':
      return expression.contract;
    case 'blockMember':
      return `${numberOf(expression.block)}.${expression.member}`;
    case 'calls':
      return `${numberOf(expression.block)}.${expression.function.signature}`;
    case 'unary':
    case 'binary':
      return expression.operator;
    case 'inState':
      return expression.state;
    case 'same': {
      const { contract, variable, state } = expression;
      return `${contract}:${variable === undefined ? '*' : numberOf(variable)}:${state ?? ''}`;
    }
    case 'quantifier':
      return `${expression.quantifier}${expression.variables.map(numberOf).join()}`;
    case 'sum':
      return expression.variables.map(numberOf).join();
    case 'count':
      return `${numberOf(expression.variable)}`;
    case 'etherFlow':
      return `${expression.contract}:${expression.direction}`;
    case 'call':
      return `${expression.contract}.${expression.function.signature}`;
    case 'ask':
      return expression.function.signature;
    case 'outcome':
      return expression.outcome;
    case 'index':
    case 'length':
    case 'balance':
    case 'conditional':
    case 'old':
    case 'initial':
    case 'isEoa':
    case 'acceptsEther':
    case 'defined':
    case 'min':
    case 'max':
      return '';
    default:
      return expression satisfies never;
  }
}
