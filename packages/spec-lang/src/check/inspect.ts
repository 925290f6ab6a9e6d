// Facts about typed expressions: their parts, whether they read the state, and constant values.
import { match } from 'ts-pattern';
import type { SpecExpression } from './typed-ast.js';

/** The direct parts of an expression, in reading order. */
export function partsOf(expression: SpecExpression): readonly SpecExpression[] {
  return match(expression)
    .with({ kind: 'literal' }, { kind: 'variable' }, { kind: 'state' }, { kind: 'enumMember' }, () => [])
    .with({ kind: 'environment' }, { kind: 'instance' }, { kind: 'blockMember' }, { kind: 'same' }, () => [])
    .with({ kind: 'outcome' }, () => [])
    .with({ kind: 'index' }, ({ base, index }) => [base, index])
    .with({ kind: 'field' }, { kind: 'length' }, ({ base }) => [base])
    .with({ kind: 'balance' }, { kind: 'isEoa' }, ({ address }) => [address])
    .with({ kind: 'unary' }, { kind: 'old' }, { kind: 'inState' }, ({ operand }) => [operand])
    .with({ kind: 'binary' }, ({ left, right }) => [left, right])
    .with({ kind: 'conditional' }, (each) => [each.condition, each.then, each.else])
    .with({ kind: 'quantifier' }, { kind: 'sum' }, ({ body }) => [body])
    .with({ kind: 'call' }, { kind: 'min' }, { kind: 'max' }, (each) => [...each.arguments])
    .exhaustive();
}

/** Whether the value may differ between two states of the same transaction or rule. */
export function readsState(expression: SpecExpression): boolean {
  if (expression.kind === 'state') return expression.variable.mutability !== 'constant';
  if (expression.kind === 'balance') return true;
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
