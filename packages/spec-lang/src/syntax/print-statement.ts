// Statements, clauses and ghost updates as lines; the lines of a block are indented by the block around them.
import { match } from 'ts-pattern';
import type { Expression, FunctionClause, GhostStatement, Statement, Transaction } from './ast.js';
import {
  printBroken,
  printExpression,
  printList,
  printParameter,
  printParameters,
  printReferences,
  printUsing,
  unprintable,
} from './print-expression.js';
import type { Comment } from './token.js';

/** Lines of text; a line with a comment of several lines in it is indented at its first only, so that printing settles. */
export type Lines = readonly string[];

interface Commented {
  readonly comments: readonly Comment[];
  readonly trailing: readonly Comment[];
  readonly apart: boolean;
  readonly start: number;
}

/**
 * An item with the comments before it and inside it above, and those after it at its end. Empty lines that set it or
 * its comments apart stay, one for several; also the first, which `withoutGap` drops at the beginning of a block.
 */
export function withComments({ comments, trailing, apart, start }: Commented, lines: Lines): Lines {
  const before = comments.filter((comment) => comment.start < start);
  const inside = comments.filter((comment) => comment.start >= start);
  const gap = apart ? [''] : [];
  const above = before.length === 0 ? gap : [...printComments(before), ...gap];
  const after = trailing.map(({ text }) => ` ${text}`).join('');
  const last = lines.length - 1;
  return [
    ...above,
    ...inside.map(({ text }) => text),
    ...lines.map((line, i) => (i === last ? line + after : line)),
  ];
}

/** Comments on lines of their own, with the empty lines before them. */
export function printComments(comments: readonly Comment[]): Lines {
  return comments.flatMap(({ text, apart }) => (apart ? ['', text] : [text]));
}

/** Lines without an empty one at the beginning. */
export function withoutGap(lines: Lines): Lines {
  return lines[0] === '' ? lines.slice(1) : lines;
}

/** Lines one level deeper. */
export function indent(lines: Lines): Lines {
  return lines.map((line) => (line === '' ? '' : `    ${line}`));
}

/** `head {`, the lines, the comments before the brace, and `}`. */
export function block(head: string, lines: Lines, comments: readonly Comment[] = []): Lines {
  return [`${head} {`, ...indent(withoutGap([...lines, ...printComments(comments)])), '}'];
}

/** Columns for a condition in a block, the word before it and what the block is indented by left out. */
const room = 90;

/** `head condition;`, a long condition in several lines. */
function sentence(head: string, condition: Expression, end: string): Lines {
  const lines = printBroken(condition, room - head.length);
  return lines.map((line, i) => `${i === 0 ? `${head} ` : ''}${line}${i === lines.length - 1 ? end : ''}`);
}

/** One clause of a function block. */
export function printClause(clause: FunctionClause): Lines {
  const label = (name: { readonly text: string } | undefined) => (name === undefined ? '' : `${name.text}: `);
  return match(clause)
    .with({ kind: 'using' }, ({ items }) => [`${printUsing(items)};`])
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .with({ kind: 'changes' }, (each) => [
      `changes ${label(each.label)}${each.items.length === 0 ? 'nothing' : printList(each.items)};`,
    ])
    .with({ kind: 'emits' }, (each) => {
      const values = each.arguments.map((value) => (value === undefined ? '_' : printExpression(value)));
      return [`emits ${label(each.label)}${each.event.text}(${values.join(', ')});`];
    })
    .with(
      { kind: 'revertsIf' },
      { kind: 'revertsOnlyIf' },
      { kind: 'revertsIff' },
      { kind: 'succeedsIf' },
      { kind: 'ensures' },
      (each) => sentence(`${clauseWords[each.kind]} ${label(each.label)}`.trimEnd(), each.condition, ';'),
    )
    .exhaustive();
}

const clauseWords = {
  revertsIf: 'reverts if',
  revertsOnlyIf: 'reverts only if',
  revertsIff: 'reverts iff',
  succeedsIf: 'succeeds if',
  ensures: 'ensures',
} as const;

/** Statements with their comments; `last` ends the last one, where another word follows it. */
export function printStatements(statements: readonly Statement[], last = ';'): Lines {
  return statements.flatMap((statement, i) => {
    const end = i === statements.length - 1 ? last : ';';
    if (statement.kind === 'repeat') {
      const { variable, low, high, body } = statement;
      const head = `for ${variable.text} in ${printExpression(low)} .. ${printExpression(high)}`;
      return withComments(statement, block(head, printStatements(body)));
    }
    if (statement.kind === 'assume' || statement.kind === 'assert')
      return withComments(statement, sentence(statement.kind, statement.condition, end));
    return withComments(statement, [printStatement(statement) + end]);
  });
}

function printStatement(
  statement: Exclude<Statement, { readonly kind: 'repeat' | 'assume' | 'assert' }>,
): string {
  return match(statement)
    .with({ kind: 'saveState' }, ({ name }) => `state ${name.text} = here`)
    .with({ kind: 'restoreState' }, ({ name }) => `restore ${name.text}`)
    .with({ kind: 'wait' }, ({ condition }) => `wait until ${printExpression(condition)}`)
    .with({ kind: 'anyNumber' }, ({ contract, by, where, except }) => {
      const any = contract === undefined ? 'any*' : `${contract.text}.any*`;
      const senders = by === undefined ? '' : ` by ${by.text}`;
      const condition = where === undefined ? '' : ` where ${printExpression(where)}`;
      return `${any}${senders}${condition}${except.length === 0 ? '' : ` except ${printReferences(except)}`}`;
    })
    .with({ kind: 'define' }, ({ variables, value }) => {
      const [only] = variables;
      const names =
        variables.length === 1 && only !== undefined ? printParameter(only) : printParameters(variables);
      return `${names} = ${printTransaction(value)}`;
    })
    .with({ kind: 'transaction' }, ({ transaction }) => printTransaction(transaction))
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .exhaustive();
}

function printTransaction(transaction: Transaction): string {
  const { call, value, among, except, by, where, at, expects } = transaction;
  const options = value === undefined ? '' : `{value: ${printExpression(value)}}`;
  const called =
    call.kind === 'call' && options !== ''
      ? `${printExpression(call.callee)}${options}${call.arguments.length === 0 ? '' : `(${printList(call.arguments)})`}`
      : `${printExpression(call)}${options}`;
  const parts = [
    among === undefined ? '' : ` of ${printReferences(among)}`,
    except.length === 0 ? '' : ` except ${printReferences(except)}`,
    by === undefined ? '' : ` by ${printExpression(by)}`,
    where === undefined ? '' : ` where ${printExpression(where)}`,
    at === undefined ? '' : ` at ${at.text}`,
    expects === undefined ? '' : ` ${expects}`,
  ];
  return `${transaction.try ? 'try ' : ''}${called}${parts.join('')}`;
}

/** Updates of ghost variables with their comments. */
export function printUpdates(updates: readonly GhostStatement[]): Lines {
  return updates.flatMap((update) => withComments(update, printUpdate(update)));
}

/** One update; `else` with nothing but an `if` is written `else if`. */
export function printUpdate(update: GhostStatement): Lines {
  if (update.kind === 'set')
    return [`${printExpression(update.place)} ${update.operator} ${printExpression(update.value)};`];
  const lines = block(`if (${printExpression(update.condition)})`, printUpdates(update.then));
  const [first] = update.else;
  if (first === undefined) return lines;
  const chained = update.else.length === 1 && first.kind === 'if' && first.comments.length === 0;
  const rest = chained ? printUpdate(first) : block('', printUpdates(update.else));
  const [head = '', ...others] = rest;
  const tail = chained ? first.trailing.map(({ text }) => ` ${text}`).join('') : '';
  const end = others.length - 1;
  const closed = others.map((line, i) => (i === end ? line + tail : line));
  return [...lines.slice(0, -1), `} else${chained ? ' ' : ''}${head}`, ...closed];
}
