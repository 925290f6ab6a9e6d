// Declarations as lines, one kind after the other.
import { match } from 'ts-pattern';
import type {
  Declaration,
  InvariantDeclaration,
  MachineDeclaration,
  NeverDeclaration,
  OnlyDeclaration,
  PossibleDeclaration,
  ReachDeclaration,
} from './ast.js';
import {
  printBroken,
  printClaimName,
  printExpression,
  printList,
  printParameters,
  printReferences,
  printType,
  printUsing,
  quote,
  unprintable,
} from './print-expression.js';
import {
  block,
  indent,
  type Lines,
  printClause,
  printStatements,
  printUpdates,
  withComments,
  withoutGap,
} from './print-statement.js';

/** Columns a line may have before what can be broken is. */
const width = 100;

/** Declarations with their comments: short ones of one family together, all others set apart by an empty line. */
export function printDeclarations(declarations: readonly Declaration[]): Lines {
  return declarations.flatMap((declaration, i) => {
    const before = declarations[i - 1];
    const family = shortFamily(declaration);
    const together =
      family !== undefined &&
      before !== undefined &&
      family === shortFamily(before) &&
      declaration.comments.length === 0;
    const lines = withComments(declaration, printDeclaration(declaration));
    return before === undefined ? withoutGap(lines) : together ? lines : ['', ...withoutGap(lines)];
  });
}

function shortFamily({ kind }: Declaration): string | undefined {
  if (/^(assume|trust)/.test(kind)) return 'assume';
  if (kind === 'only' || kind === 'never') return 'change';
  return /^(contract|import|link|unroll|define|apply|parameter|region|unit|ghost)$/.test(kind)
    ? kind
    : undefined;
}

function printDeclaration(declaration: Declaration): Lines {
  return match(declaration)
    .with({ kind: 'contract' }, ({ alias, contract, from }) => {
      const name = alias.text === contract.text ? alias.text : `${alias.text} = ${contract.text}`;
      return [`contract ${name}${from === undefined ? '' : ` from ${quote(from.text)}`};`];
    })
    .with({ kind: 'import' }, ({ from }) => [`import ${quote(from.text)};`])
    .with({ kind: 'link' }, (link) => [
      `link ${link.contract.text}.${link.variable.text}` +
        (link.slot === undefined ? '' : ` at ${printExpression(link.slot)}`) +
        (link.target === undefined ? ';' : ` to ${link.target.text};`),
    ])
    .with({ kind: 'assume' }, ({ condition }) => [`assume ${printExpression(condition)};`])
    .with({ kind: 'assumeArithmetic' }, ({ what }) => [
      what === 'exactDivision' ? 'assume exact division;' : 'assume no overflow;',
    ])
    .with({ kind: 'assumeModel' }, (each) => [
      `assume ${printExpression(each.subject)} is ${each.model.text};`,
    ])
    .with({ kind: 'assumeMoves' }, ({ call, numerator, percent }) => [
      `assume ${printExpression(call)} moves at most ${printExpression(numerator)}${percent ? '%' : ''} per block;`,
    ])
    .with({ kind: 'trust' }, ({ callee, parameters, result }) => {
      const names = parameters.map(({ text }) => text).join(', ');
      return [`trust ${printExpression(callee)}(${names}) returns ${printExpression(result)};`];
    })
    .with({ kind: 'unroll' }, ({ bound }) => [`unroll ${printExpression(bound)};`])
    .with({ kind: 'loop' }, (loop) =>
      broken(`loop ${loop.function.text}#${loop.number} invariant`, `${printExpression(loop.condition)};`),
    )
    .with({ kind: 'parameter' }, ({ contract, variable, low, high }) => [
      `parameter ${printClaimName(contract, variable)} in ${printExpression(low)} .. ${printExpression(high)};`,
    ])
    .with({ kind: 'region' }, ({ name, claim, parameter }) => [
      `region ${name.text}: ${claim.text} over ${parameter.text};`,
    ])
    .with({ kind: 'unit' }, ({ unit, scale, of }) => {
      const size = scale === undefined ? '' : ` ${printExpression(scale)}`;
      return [`unit ${unit.text}${size}${of.length === 0 ? '' : ` of ${printList(of)}`};`];
    })
    .with({ kind: 'define' }, ({ name, parameters, value }) => {
      const head = `define ${name.text}${parameters.length === 0 ? '' : printParameters(parameters)} =`;
      return broken(head, `${printExpression(value)};`);
    })
    .with({ kind: 'module' }, ({ name, contracts, expressions, declarations, close }) => {
      const given = [
        ...contracts.map(({ text }) => `contract ${text}`),
        ...expressions.map(({ text }) => text),
      ];
      return block(
        `module ${name.text}(${given.join(', ')})`,
        printDeclarations(declarations),
        close.comments,
      );
    })
    .with({ kind: 'apply' }, ({ module, arguments: values, as }) => [
      `apply ${module.text}(${printList(values)})${as === undefined ? '' : ` as ${as.text}`};`,
    ])
    .with({ kind: 'ghost' }, ({ type, keys, name, initial }) => {
      const mapped = keys.reduceRight(
        (value, key) => `mapping(${printType(key)} => ${value})`,
        printType(type),
      );
      return [
        `ghost ${mapped} ${name.text}${initial === undefined ? '' : ` = ${printExpression(initial)}`};`,
      ];
    })
    .with({ kind: 'hook' }, (hook) => {
      const results = hook.results.length === 0 ? '' : ` returns ${printParameters(hook.results)}`;
      const name = printClaimName(hook.contract, hook.name);
      return hookBlock(`${hook.moment} ${name}${printParameters(hook.parameters)}${results}`, hook);
    })
    .with({ kind: 'changeHook' }, (hook) => {
      const from = hook.from === undefined ? '' : ` from ${hook.from.text}`;
      const to = hook.to === undefined ? '' : ` to ${hook.to.text}`;
      return hookBlock(`on change ${printExpression(hook.target)}${from}${to}`, hook);
    })
    .with({ kind: 'invariant' }, printInvariant)
    .with({ kind: 'function' }, ({ contract, name, parameters, results, clauses, close }) => {
      const returns = results.length === 0 ? '' : ` returns ${printParameters(results)}`;
      const head = `function ${printClaimName(contract, name)}${printParameters(parameters)}${returns}`;
      const lines = clauses.flatMap((clause) => withComments(clause, printClause(clause)));
      return block(head, lines, close.comments);
    })
    .with({ kind: 'rule' }, ({ contract, name, parameters, fromDeployment, using, body, close }) => {
      const lemmas = using.length === 0 ? '' : ` ${printUsing(using)}`;
      const given = parameters.length === 0 ? '' : printParameters(parameters);
      const start = fromDeployment ? ' from deployment' : '';
      const head = `rule ${printClaimName(contract, name)}${given}${start}${lemmas}`;
      return block(head, printStatements(body), close.comments);
    })
    .with({ kind: 'only' }, printOnly)
    .with({ kind: 'never' }, printNever)
    .with({ kind: 'machine' }, printMachine)
    .with({ kind: 'can' }, { kind: 'possible' }, printReach)
    .with({ kind: 'unsupported' }, ({ construct }) => unprintable(construct))
    .exhaustive();
}

/** Two parts on one line, or the second below where they do not fit. */
function broken(head: string, body: string): Lines {
  return head.length + body.length < width ? [`${head} ${body}`] : [head, ...indent([body])];
}

/** A hook with one plain update fits on a line. */
function hookBlock(
  head: string,
  hook: Extract<Declaration, { readonly kind: 'hook' | 'changeHook' }>,
): Lines {
  const lines = withoutGap(printUpdates(hook.updates));
  const [line] = lines;
  const plain =
    lines.length === 1 && hook.close.comments.length === 0 && hook.updates[0]?.trailing.length === 0;
  if (plain && line !== undefined && head.length + line.length + 5 <= width) return [`${head} { ${line} }`];
  return block(head, lines, hook.close.comments);
}

function printInvariant(invariant: InvariantDeclaration): Lines {
  const { contract, name, parameters, condition, moments, using, except, preserved } = invariant;
  const when =
    moments === 'always'
      ? ''
      : moments === 'insideTransactions'
        ? ' inside transactions'
        : ' between transactions';
  const given = parameters.length === 0 ? '' : printParameters(parameters);
  const parts: string[] = [];
  if (using.length > 0) parts.push(printUsing(using));
  if (except.length > 0) parts.push(`except ${printReferences(except)}`);
  for (const each of preserved) {
    const of = each.parameters.length === 0 ? '' : printParameters(each.parameters);
    const conditions = each.conditions.map((assumed) => `assume ${printExpression(assumed)};`).join(' ');
    parts.push(`preserved by ${each.function.text}${of} { ${conditions} }`);
  }
  const head = `invariant ${printClaimName(contract, name)}${given}${when}:`;
  const line = printExpression(condition);
  const lines =
    head.length + line.length < width
      ? [`${head} ${line}`]
      : [head, ...indent(printBroken(condition, width - 5))];
  return ended([...lines, ...indent(parts)]);
}

function ended(lines: Lines): Lines {
  return lines.map((line, i) => (i === lines.length - 1 ? `${line};` : line));
}

const verbs = { increase: 'increase', decrease: 'decrease', change: 'change', bring: 'bring' } as const;

function printOnly(only: OnlyDeclaration): Lines {
  const subjects = only.subjects.map((each) =>
    each.kind === 'function' ? printReferences([each.function]) : printExpression(each.expression),
  );
  const label =
    only.name === undefined
      ? ''
      : `${printClaimName(only.contract, only.name)}${only.parameters.length === 0 ? '' : printParameters(only.parameters)}: `;
  const by = only.by === undefined ? '' : ` by ${printExpression(only.by)}`;
  const itself = only.itself ? 'itself ' : '';
  const head = `${label}only ${subjects.join(', ')}${by} may ${itself}${printMay(only)}`;
  return ended(only.using.length === 0 ? [head] : broken(head, printUsing(only.using)));
}

function printMay({ direction, targets }: Pick<OnlyDeclaration, 'direction' | 'targets'>): string {
  return direction === 'bring' ? 'bring ether' : `${verbs[direction]} ${printList(targets)}`;
}

function printNever({ name, targets, direction, nobody, inside, except, using }: NeverDeclaration): Lines {
  const label = name === undefined ? '' : `${name.text}: `;
  const verb = verbs[direction];
  const sentence = nobody
    ? `nobody may ${printMay({ direction, targets })}`
    : `${printList(targets)} never ${targets.length === 1 ? `${verb}s` : verb}`;
  const rest = [
    inside ? ' inside transactions' : '',
    except.length === 0 ? '' : ` except ${printReferences(except)}`,
    using.length === 0 ? '' : ` ${printUsing(using)}`,
  ];
  return [`${label}${sentence}${rest.join('')};`];
}

function printMachine({ name, subject, moves, using }: MachineDeclaration): Lines {
  const head = `${name === undefined ? '' : `${name.text}: `}${printExpression(subject)} moves`;
  const parts = moves.map(({ from, to, by }) => {
    const functions = by.length === 0 ? '' : ` by ${printReferences(by)}`;
    const [source, target] = [from && printExpression(from), to && printExpression(to)];
    return `${source ?? '*'} -> ${target ?? 'same'}${functions}`;
  });
  const lemmas = using.length === 0 ? [] : [printUsing(using)];
  const line = [head, parts.join(', '), ...lemmas].join(' ');
  if (line.length < width) return [`${line};`];
  const list = parts.map((part, i) => (i === parts.length - 1 ? part : `${part},`));
  return ended([head, ...indent([...list, ...lemmas])]);
}

function printReach(reach: ReachDeclaration | PossibleDeclaration): Lines {
  const { contract, name, parameters, when, assumed, body, goal } = reach;
  const given = parameters.length === 0 ? '' : printParameters(parameters);
  const head = `${reach.kind} ${printClaimName(contract, name)}${given}`;
  const conditions = [when.slice(0, when.length - assumed), when.slice(when.length - assumed)] as const;
  const parts: string[] = [];
  if (conditions[0].length > 0) parts.push(`when ${printList(conditions[0])}`);
  if (conditions[1].length > 0) parts.push(`assume ${printList(conditions[1])}`);
  if (reach.kind === 'can') {
    const { others, within, by } = reach;
    const where = others?.condition === undefined ? '' : ` where ${printExpression(others.condition)}`;
    if (others !== undefined) parts.push(`even if others act${where}`);
    if (within !== undefined) parts.push(`within ${printExpression(within)}`);
    if (by !== undefined) parts.push(`by ${printExpression(by)}`);
  }
  const line = [head, ...parts].join(' ');
  const header =
    line.length < width
      ? [`${line}:`]
      : [head, ...indent(parts.map((part, i) => (i === parts.length - 1 ? `${part}:` : part)))];
  const lemmas = reach.kind === 'can' && reach.using.length > 0 ? [printUsing(reach.using)] : [];
  const calls = withoutGap(printStatements(body, ''));
  return ended([...header, ...indent([...calls, `reaches ${printExpression(goal)}`, ...lemmas])]);
}
