// The tree as text in one layout: `parse(print(tree))` is the same tree. The formatter is this on a tree without errors.
import { match } from 'ts-pattern';
import type { Diagnostic, Result } from '../diagnostics/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type {
  Declaration,
  Expression,
  FunctionClause,
  FunctionReference,
  LemmaReference,
  Name,
  Parameter,
  SpecFile,
  Statement,
  Transaction,
  TypeName,
} from './ast.js';
import { parseSpec } from './parser.js';
import type { Comment } from './token.js';

const width = 100;

/** The formatted text of a file, or undefined with the reasons when its syntax has errors. */
export function formatSpec(file: SourceFile): Result<string | undefined> {
  const { value, diagnostics } = parseSpec(file);
  const failed = diagnostics.some(({ severity }: Diagnostic) => severity === 'error');
  return { value: failed ? undefined : printSpec(value), diagnostics };
}

/** The text of a tree that was parsed without errors; throws on the marks that errors leave. */
export function printSpec(file: SpecFile): string {
  let text = '';
  let before: Declaration | undefined;
  for (const declaration of file.declarations) {
    // Short declarations of one kind stay together; everything else is set apart by an empty line.
    const apart =
      before !== undefined &&
      (before.kind !== declaration.kind || !isShort(declaration) || declaration.comments.length > 0);
    text += `${apart ? '\n' : ''}${withComments(declaration, printDeclaration(declaration), '')}\n`;
    before = declaration;
  }
  const end = file.comments.map((comment) => `${comment.text}\n`).join('');
  return end === '' || text === '' ? text + end : `${text}\n${end}`;
}

function isShort({ kind }: Declaration): boolean {
  return (
    kind === 'contract' || kind === 'import' || kind === 'link' || kind === 'assume' || kind === 'unroll'
  );
}

function withComments(
  item: { readonly comments: readonly Comment[]; readonly trailing: readonly Comment[] },
  text: string,
  indent: string,
): string {
  const above = item.comments.map((comment) => `${indent}${comment.text}\n`).join('');
  const after = item.trailing.map((comment) => ` ${comment.text}`).join('');
  return `${above}${indent}${text}${after}`;
}

function printDeclaration(declaration: Declaration): string {
  return match(declaration)
    .with({ kind: 'contract' }, ({ alias, contract, from }) => {
      const name = alias.text === contract.text ? alias.text : `${alias.text} = ${contract.text}`;
      return `contract ${name}${from === undefined ? '' : ` from ${quote(from.text)}`};`;
    })
    .with({ kind: 'import' }, ({ from }) => `import ${quote(from.text)};`)
    .with(
      { kind: 'link' },
      (link) => `link ${link.contract.text}.${link.variable.text} to ${link.target.text};`,
    )
    .with({ kind: 'assume' }, ({ condition }) => `assume ${printExpression(condition)};`)
    .with({ kind: 'unroll' }, ({ bound }) => `unroll ${printExpression(bound)};`)
    .with({ kind: 'invariant' }, ({ contract, name, parameters, condition, using, except }) => {
      const head = `invariant ${claimName(contract, name)}${parameters.length === 0 ? '' : printParameters(parameters)}:`;
      const body = printExpression(condition);
      const lines = [head.length + body.length < width ? `${head} ${body}` : `${head}\n    ${body}`];
      if (using.length > 0) lines.push(`    ${printUsing(using)}`);
      if (except.length > 0) lines.push(`    except ${except.map(printReference).join(', ')}`);
      return `${lines.join('\n')};`;
    })
    .with({ kind: 'function' }, ({ contract, name, parameters, results, clauses, close }) => {
      const returns = results.length === 0 ? '' : ` returns ${printParameters(results)}`;
      const head = `function ${claimName(contract, name)}${printParameters(parameters)}${returns} {`;
      return block(
        head,
        clauses.map((clause) => withComments(clause, printClause(clause), '    ')),
        close.comments,
      );
    })
    .with({ kind: 'rule' }, ({ contract, name, parameters, using, body, close }) => {
      const lemmas = using.length === 0 ? '' : ` ${printUsing(using)}`;
      const head = `rule ${claimName(contract, name)}${parameters.length === 0 ? '' : printParameters(parameters)}${lemmas} {`;
      return block(
        head,
        body.map((statement) => withComments(statement, printStatement(statement), '    ')),
        close.comments,
      );
    })
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .exhaustive();
}

function block(head: string, lines: readonly string[], comments: readonly Comment[]): string {
  return [head, ...lines, ...comments.map(({ text }) => `    ${text}`), '}'].join('\n');
}

function claimName(contract: Name | undefined, name: Name): string {
  return contract === undefined ? name.text : `${contract.text}.${name.text}`;
}

function printUsing(items: readonly LemmaReference[]): string {
  const lemma = ({ name, arguments: values }: LemmaReference): string =>
    values === undefined ? name.text : `${name.text}(${values.map(printExpression).join(', ')})`;
  return `using ${items.map(lemma).join(', ')}`;
}

function printReference({ name, types }: FunctionReference): string {
  return types === undefined ? name.text : `${name.text}(${types.map(printType).join(', ')})`;
}

function printType({ name, dimensions }: TypeName): string {
  return name + dimensions.map((length) => `[${length ?? ''}]`).join('');
}

function printParameter({ type, name }: Parameter): string {
  return name === undefined ? printType(type) : `${printType(type)} ${name.text}`;
}

function printParameters(parameters: readonly Parameter[]): string {
  return `(${parameters.map(printParameter).join(', ')})`;
}

function printClause(clause: FunctionClause): string {
  return match(clause)
    .with({ kind: 'using' }, ({ items }) => `${printUsing(items)};`)
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .with(
      { kind: 'revertsIf' },
      { kind: 'succeedsIf' },
      { kind: 'ensures' },
      ({ kind, label, condition }) => {
        const word = kind === 'revertsIf' ? 'reverts if' : kind === 'succeedsIf' ? 'succeeds if' : 'ensures';
        return `${word} ${label === undefined ? '' : `${label.text}: `}${printExpression(condition)};`;
      },
    )
    .exhaustive();
}

function printStatement(statement: Statement): string {
  return match(statement)
    .with(
      { kind: 'assume' },
      { kind: 'assert' },
      ({ kind, condition }) => `${kind} ${printExpression(condition)};`,
    )
    .with({ kind: 'saveState' }, ({ name }) => `state ${name.text} = here;`)
    .with({ kind: 'restoreState' }, ({ name }) => `restore ${name.text};`)
    .with({ kind: 'define' }, ({ variables, value }) => {
      const [only] = variables;
      const names =
        variables.length === 1 && only !== undefined ? printParameter(only) : printParameters(variables);
      return `${names} = ${printTransaction(value)};`;
    })
    .with({ kind: 'transaction' }, ({ transaction }) => `${printTransaction(transaction)};`)
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .exhaustive();
}

function printTransaction({ try: tried, call, value, by, at }: Transaction): string {
  const options = value === undefined ? '' : `{value: ${printExpression(value)}}`;
  const called =
    call.kind === 'call' && options !== ''
      ? `${printExpression(call.callee)}${options}(${call.arguments.map(printExpression).join(', ')})`
      : `${printExpression(call)}${options}`;
  const sender = by === undefined ? '' : ` by ${printExpression(by)}`;
  return `${tried ? 'try ' : ''}${called}${sender}${at === undefined ? '' : ` at ${at.text}`}`;
}

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
    .with(
      { kind: 'call' },
      ({ callee, arguments: values }) => `${print(callee)}(${values.map(print).join(', ')})`,
    )
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
    .with({ kind: 'is' }, ({ subject, what }) => `${print(subject)} is ${what.text}`)
    .with(
      { kind: 'conditional' },
      (each) => `${print(each.condition)} ? ${print(each.whenTrue)} : ${print(each.whenFalse)}`,
    )
    .with(
      { kind: 'quantifier' },
      ({ quantifier, variables, body }) => `${quantifier} ${printParameters(variables)} ${print(body)}`,
    )
    .with({ kind: 'sum' }, ({ body, variables }) =>
      variables.length === 0
        ? `sum(${print(body)})`
        : `sum(${print(body)} for ${variables.map(({ text }) => text).join(', ')})`,
    )
    .with({ kind: 'typeBound' }, ({ type, bound }) => `type(${printType(type)}).${bound}`)
    .with({ kind: 'group' }, ({ inner }) => `(${print(inner)})`)
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .with({ kind: 'missing' }, () => unprintable('a missing expression'))
    .exhaustive();
}

function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

function unprintable(what: string): never {
  throw new Error(`a tree with syntax errors was printed (${what})`);
}
