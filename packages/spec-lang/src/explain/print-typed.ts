// Typed expressions and statements back to text, with all sugar written out.
import { match } from 'ts-pattern';
import { describeType } from '../check/type-rules.js';
import { GHOST, type RuleStatement, type SpecExpression, type SpecVariable } from '../check/typed-ast.js';

/** How strongly an operator binds; what binds less stands in parentheses. */
const strength: Readonly<Record<string, number>> = {
  '=>': 1,
  '||': 3,
  '&&': 4,
  '==': 5,
  '!=': 5,
  '<': 6,
  '<=': 6,
  '>': 6,
  '>=': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '**': 10,
};
const unaryStrength = 9;
const atom = 12;

type EnvironmentNames = Readonly<
  Record<Extract<SpecExpression, { readonly kind: 'environment' }>['name'], string>
>;

/** Prints names without the prefix of the contract that is spoken about; `given` names what belongs to a call. */
export function printTyped(
  expression: SpecExpression,
  contract: string,
  given: Partial<EnvironmentNames> = {},
): string {
  return print(expression, { contract, environment: { ...environmentNames, ...given } }, 0);
}

interface Names {
  readonly contract: string;
  readonly environment: EnvironmentNames;
}

function print(expression: SpecExpression, names: Names, least: number): string {
  const [text, own] = form(expression, names);
  return own < least ? `(${text})` : text;
}

function form(expression: SpecExpression, names: Names): readonly [text: string, strength: number] {
  const { contract, environment } = names;
  const show = (part: SpecExpression, least = 0): string => print(part, names, least);
  const list = (parts: readonly SpecExpression[]): string => parts.map((part) => show(part)).join(', ');
  const limit = (below: SpecExpression | undefined): string =>
    below === undefined ? '' : ` < ${show(below, 7)}`;
  const prefix = (alias: string): string => (alias === contract || alias === GHOST ? '' : `${alias}.`);
  return match(expression)
    .returnType<readonly [string, number]>()
    .with({ kind: 'literal' }, ({ value, type }) => {
      if (typeof value === 'string') return [JSON.stringify(value), atom];
      if (typeof value === 'bigint' && type.kind === 'address') {
        return [value < 10n ? `address(${value})` : `0x${value.toString(16).padStart(40, '0')}`, atom];
      }
      if (typeof value === 'bigint' && type.kind === 'fixedBytes') {
        return [`0x${value.toString(16).padStart(type.size * 2, '0')}`, atom];
      }
      return [typeof value === 'bigint' ? printNumber(value) : `${value}`, atom];
    })
    .with({ kind: 'variable' }, ({ variable }) => [variable.name, atom])
    .with({ kind: 'state' }, (each) => [`${prefix(each.contract)}${each.variable.name}`, atom])
    .with({ kind: 'enumMember' }, ({ index, type }) => [
      type.kind === 'enum' ? `${type.name}.${type.members[index] ?? index}` : `${index}`,
      atom,
    ])
    .with({ kind: 'index' }, ({ base, index }) => [`${show(base, atom)}[${show(index)}]`, atom])
    .with({ kind: 'field' }, ({ base, field }) => [`${show(base, atom)}.${field}`, atom])
    .with({ kind: 'length' }, ({ base }) => [`${show(base, atom)}.length`, atom])
    .with({ kind: 'environment' }, ({ name }) => [environment[name], atom])
    .with({ kind: 'instance' }, (each) => [each.contract, atom])
    .with({ kind: 'blockMember' }, ({ block, member }) => [`${block.name}.${member}`, atom])
    .with({ kind: 'calls' }, (each) => [`${each.block.name} is ${each.function.name}`, 6])
    .with({ kind: 'loopLocal' }, ({ name }) => [name, atom])
    .with({ kind: 'balance' }, ({ address }) => [`balance(${show(address)})`, atom])
    .with({ kind: 'unary' }, ({ operator, operand }) => [
      `${operator}${show(operand, unaryStrength)}`,
      unaryStrength,
    ])
    .with({ kind: 'binary' }, ({ operator, left, right }) => {
      const own = strength[operator] ?? 0;
      const rightward = operator === '=>' || operator === '**';
      const comparison = own === 5 || own === 6;
      return [
        `${show(left, rightward || comparison ? own + 1 : own)} ${operator} ${show(right, rightward ? own : own + 1)}`,
        own,
      ];
    })
    .with({ kind: 'conditional' }, (each) => [
      `${show(each.condition, 3)} ? ${show(each.then, 3)} : ${show(each.else, 3)}`,
      2,
    ])
    .with({ kind: 'old' }, ({ operand }) => [`old(${show(operand)})`, atom])
    .with({ kind: 'initial' }, ({ operand }) => [`init(${show(operand)})`, atom])
    .with({ kind: 'defined' }, ({ operand }) => [`defined(${show(operand)})`, atom])
    .with({ kind: 'etherFlow' }, (each) => [
      `${prefix(each.contract)}${each.direction}(${each.counterpart === undefined ? '' : show(each.counterpart)})`,
      atom,
    ])
    .with({ kind: 'inState' }, ({ state, operand }) => [`${state}.${show(operand, atom)}`, atom])
    .with({ kind: 'same' }, ({ variable, state, contract: alias }) => {
      const what = variable === undefined ? `${prefix(alias)}storage` : `${prefix(alias)}${variable.name}`;
      return [state === undefined ? `same(${what})` : `same(${what}, ${state})`, atom];
    })
    .with({ kind: 'quantifier' }, ({ quantifier, variables, body }) => [
      `${quantifier} (${printVariables(variables)}) ${show(body)}`,
      0,
    ])
    .with({ kind: 'sum' }, ({ variables, body, below, condition }) => [
      `sum(${show(body)} for ${variables.map(({ name }) => name).join(', ')}${limit(below)}${condition === undefined ? '' : ` where ${show(condition)}`})`,
      atom,
    ])
    .with({ kind: 'count' }, ({ variable, domain, condition, below }) => [
      `count(${variable.name}${below === undefined ? ` in ${show(domain)}` : limit(below)} where ${show(condition)})`,
      atom,
    ])
    .with({ kind: 'call' }, (each) => [
      `${prefix(each.contract)}${each.function.name}(${list(each.arguments)})`,
      atom,
    ])
    .with({ kind: 'ask' }, (each) => [
      `${show(each.receiver, atom)}.${each.function.name}(${list(each.arguments)})`,
      atom,
    ])
    .with({ kind: 'isEoa' }, ({ address }) => [`${show(address, 7)} is EOA`, 6])
    .with({ kind: 'acceptsEther' }, ({ address }) => [`${show(address, 7)} accepts ether`, 6])
    .with({ kind: 'min' }, { kind: 'max' }, (each) => [`${each.kind}(${list(each.arguments)})`, atom])
    .with({ kind: 'outcome' }, ({ outcome }) => [outcome, atom])
    .exhaustive();
}

const environmentNames: EnvironmentNames = {
  sender: 'sender',
  value: 'value',
  origin: 'tx.origin',
  'block.timestamp': 'now',
  'block.number': 'block.number',
  this: 'this',
};

function printNumber(value: bigint): string {
  const text = value.toString();
  const zeros = /0+$/.exec(text)?.[0].length ?? 0;
  return zeros >= 6 && text.length - zeros <= 6 ? `${text.slice(0, -zeros)}e${zeros}` : text;
}

/** `address a, uint256 x`. */
export function printVariables(variables: readonly SpecVariable[]): string {
  return variables
    .map(({ name, type }) => `${type.kind === 'block' ? 'call' : describeType(type)} ${name}`)
    .join(', ');
}

/** A statement on one line, as it would be written. */
export function printStatement(statement: RuleStatement, contract: string): string {
  const show = (part: SpecExpression): string => printTyped(part, contract);
  const prefix = (alias: string): string => (alias === contract ? '' : `${alias}.`);
  const by = (sender: string | undefined, condition: SpecExpression | undefined): string =>
    sender === undefined ? '' : ` by ${sender}${condition === undefined ? '' : ` where ${show(condition)}`}`;
  switch (statement.kind) {
    case 'assume':
    case 'assert':
      return `${statement.kind} ${show(statement.condition)};`;
    case 'wait':
      return `wait until ${show(statement.condition)};`;
    case 'let':
      return `${printVariables([statement.variable])} = ${show(statement.value)};`;
    case 'saveState':
      return `state ${statement.name} = here;`;
    case 'restoreState':
      return `restore ${statement.name};`;
    case 'anyNumber': {
      const except = statement.except.map(({ signature }) => signature).join(', ');
      return `${prefix(statement.contract)}any*${except === '' ? '' : ` except ${except}`}${by(statement.senderVariable?.name, statement.senderCondition)};`;
    }
    case 'call': {
      const { target, value, anyValue, sender, senderVariable, block, results } = statement;
      const amount = anyValue === true ? '_' : value === undefined ? undefined : show(value);
      const ether = amount === undefined ? '' : `{value: ${amount}}`;
      const called =
        target.kind === 'function'
          ? `${target.function.name}${ether}(${target.arguments.map((each) => (each === undefined ? '_' : show(each))).join(', ')})`
          : `any${ether}${among(target.among, ' of ')}${among(target.except.length === 0 ? undefined : target.except, ' except ')}`;
      const named = printVariables(results);
      const result = results.length === 0 ? '' : results.length === 1 ? `${named} = ` : `(${named}) = `;
      const who = sender === undefined ? senderVariable?.name : show(sender);
      return `${result}${statement.try ? 'try ' : ''}${prefix(target.contract)}${called}${by(who, statement.senderCondition)}${block === undefined ? '' : ` at ${block.name}`};`;
    }
  }
}

function among(functions: readonly { readonly signature: string }[] | undefined, word: string): string {
  return functions === undefined ? '' : `${word}${functions.map(({ signature }) => signature).join(', ')}`;
}
