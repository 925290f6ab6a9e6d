// Expressions and the small parts of declarations as text on one line.
import { match } from 'ts-pattern';
import type {
  Expression,
  FunctionReference,
  IndexBound,
  LemmaReference,
  Name,
  Parameter,
  TypeName,
} from './ast.js';

/** An expression on one line; parentheses are those of the tree, which has one for each that was written. */
export function printExpression(expression: Expression): string {
  const print = printExpression;
  return match(expression)
    .with({ kind: 'number' }, ({ text }) => text)
    .with({ kind: 'boolean' }, ({ value }) => String(value))
    .with({ kind: 'string' }, ({ value }) => quote(value))
    .with({ kind: 'name' }, ({ name }) => name)
    .with({ kind: 'member' }, ({ base, member }) => `${print(base)}.${member.text}`)
    .with({ kind: 'index' }, ({ base, index }) => `${print(base)}[${print(index)}]`)
    .with({ kind: 'call' }, ({ callee, arguments: values }) => `${print(callee)}(${printList(values)})`)
    .with({ kind: 'unary' }, ({ operator, operand }) => {
      // Two minus signs in a row would read as one `--`.
      return operand.kind === 'unary' && operator === '-' && operand.operator === '-'
        ? `- ${print(operand)}`
        : operator + print(operand);
    })
    .with({ kind: 'binary' }, ({ operator, left, right }) => `${print(left)} ${operator} ${print(right)}`)
    .with({ kind: 'chain' }, ({ operands, operators }) =>
      operands.map((operand, i) => (i === 0 ? '' : ` ${operators[i - 1]} `) + print(operand)).join(''),
    )
    .with(
      { kind: 'range' },
      ({ subject, low, high }) => `${print(subject)} in ${print(low)} .. ${print(high)}`,
    )
    .with({ kind: 'is' }, ({ subject, what, types }) => {
      const signature = types === undefined ? '' : `(${types.map(printType).join(',')})`;
      return `${print(subject)} is ${what.text}${signature}`;
    })
    .with(
      { kind: 'conditional' },
      (each) => `${print(each.condition)} ? ${print(each.whenTrue)} : ${print(each.whenFalse)}`,
    )
    .with(
      { kind: 'quantifier' },
      ({ quantifier, variables, body }) =>
        `${quantifier === 'exactlyOne' ? 'exactly one' : quantifier} ${printParameters(variables)} ${print(body)}`,
    )
    .with({ kind: 'sum' }, ({ body, variables, bound, condition }) =>
      variables.length === 0
        ? `sum(${print(body)})`
        : `sum(${print(body)} for ${variables.map(({ text }) => text).join(', ')}${printBound(bound)}${condition === undefined ? '' : ` where ${print(condition)}`})`,
    )
    .with(
      { kind: 'count' },
      ({ variable, domain, bound, condition }) =>
        `count(${variable.text}${domain === undefined ? printBound(bound) : ` in ${print(domain)}`} where ${print(condition)})`,
    )
    .with({ kind: 'acceptsEther' }, ({ subject }) => `${print(subject)} accepts ether`)
    .with({ kind: 'star' }, () => '*')
    .with({ kind: 'typeBound' }, ({ type, bound }) => `type(${printType(type)}).${bound}`)
    .with({ kind: 'group' }, ({ inner }) => `(${print(inner)})`)
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .with({ kind: 'missing' }, () => unprintable('a missing expression'))
    .exhaustive();
}

function printBound(bound: IndexBound | undefined): string {
  return bound === undefined ? '' : ` ${bound.operator} ${printExpression(bound.value)}`;
}

/** Operators before which a long condition is broken. */
const breakable: ReadonlySet<string> = new Set(['=>', '||', '&&']);

/**
 * A condition in lines of `room` columns where that can be done at `=>`, `||` and `&&`; what follows the first line is
 * deeper by one step.
 */
export function printBroken(expression: Expression, room: number): readonly string[] {
  const text = printExpression(expression);
  if (text.length <= room) return [text];
  if (expression.kind === 'quantifier' && expression.body.kind !== 'group') {
    const head = text.slice(0, text.length - printExpression(expression.body).length);
    const [first = '', ...others] = printBroken(expression.body, room - head.length);
    return [head + first, ...others];
  }
  if (expression.kind !== 'binary' || !breakable.has(expression.operator)) return [text];
  const { operator } = expression;
  return chainOf(expression, operator).flatMap((part, i) => {
    if (i === 0) return printBroken(part, room);
    const [first = '', ...others] = printBroken(part, room - operator.length - 5);
    return [`${operator} ${first}`, ...others].map((line) => `    ${line}`);
  });
}

/** The operands of one operator in a row. */
function chainOf(expression: Expression, operator: string): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? [...chainOf(expression.left, operator), ...chainOf(expression.right, operator)]
    : [expression];
}

/** `supply` or `Token.supply`. */
export function printClaimName(contract: Name | undefined, name: Name): string {
  return contract === undefined ? name.text : `${contract.text}.${name.text}`;
}

/** `using solvent, capped(u)`. */
export function printUsing(items: readonly LemmaReference[]): string {
  const lemma = ({ name, arguments: values }: LemmaReference): string =>
    values === undefined ? name.text : `${name.text}(${printList(values)})`;
  return `using ${items.map(lemma).join(', ')}`;
}

/** `setFee, send(address,uint256)`, each type list without spaces, as in a signature. */
export function printReferences(references: readonly FunctionReference[]): string {
  return references
    .map(({ name, types }) =>
      types === undefined ? name.text : `${name.text}(${types.map(printType).join(',')})`,
    )
    .join(', ');
}

/** `uint256[3][]`. */
export function printType({ name, dimensions }: TypeName): string {
  return name + dimensions.map((length) => `[${length ?? ''}]`).join('');
}

/** `uint amount`, or the type alone. */
export function printParameter({ type, name }: Parameter): string {
  return name === undefined ? printType(type) : `${printType(type)} ${name.text}`;
}

/** `(address to, uint amount)`. */
export function printParameters(parameters: readonly Parameter[]): string {
  return `(${parameters.map(printParameter).join(', ')})`;
}

/** Expressions separated by commas. */
export function printList(expressions: readonly Expression[]): string {
  return expressions.map(printExpression).join(', ');
}

/** A string literal with its quotes. */
export function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

/** Refuses the marks that syntax errors leave in a tree. */
export function unprintable(what: string): never {
  throw new Error(`a tree with syntax errors was printed (${what})`);
}
