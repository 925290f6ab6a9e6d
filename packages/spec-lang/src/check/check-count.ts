// `count(a in credits where credits[a] > 0)`: how many keys of a mapping satisfy a condition on the entry there;
// `count(i in xs where xs[i] > 0)`, `count(i < n where xs[i] > 0)`: how many indices of an array, or below a bound.
import type { TextSpan } from '../source/source-file.js';
import type { Expression, IndexBound, Name } from '../syntax/ast.js';
import { printExpression } from '../syntax/print-expression.js';
import { isQuantifiable, warnHidden } from './check-types.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext, extend, locate } from './context.js';
import { foldCondition } from './fold.js';
import { indexLimit } from './index-limit.js';
import { keyOf } from './inspect.js';
import { boolType, describeType, intType, isAddress, isNumeric, uint256Type } from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';

interface CountTree {
  readonly variable: Name;
  readonly domain: Expression | undefined;
  readonly bound?: IndexBound;
  readonly condition: Expression;
}

/** What a condition looks at through an index: the base of the first path with that index. */
function indexedIn(tree: Expression, name: string): Expression | undefined {
  switch (tree.kind) {
    case 'index':
      return tree.index.kind === 'name' && tree.index.name === name
        ? tree.base
        : (indexedIn(tree.base, name) ?? indexedIn(tree.index, name));
    case 'member':
      return indexedIn(tree.base, name);
    case 'group':
      return indexedIn(tree.inner, name);
    case 'unary':
      return indexedIn(tree.operand, name);
    case 'binary':
      return indexedIn(tree.left, name) ?? indexedIn(tree.right, name);
    case 'chain':
      return tree.operands.map((each) => indexedIn(each, name)).find((each) => each !== undefined);
    case 'range':
      return indexedIn(tree.subject, name) ?? indexedIn(tree.low, name) ?? indexedIn(tree.high, name);
    default:
      return undefined;
  }
}

/** The count; a condition that empty entries satisfy is refused, for nearly all keys of a mapping are empty. */
export function checkCount(
  context: ExpressionContext,
  { variable: name, domain: writtenDomain, bound, condition: conditionTree }: CountTree,
  span: TextSpan,
): SpecExpression | undefined {
  const domainTree = writtenDomain ?? indexedIn(conditionTree, name.text);
  if (domainTree === undefined)
    return complain(
      context,
      'SPEC308',
      conditionTree,
      `this condition looks at nothing at the index '${name.text}'`,
      {
        notes: ['`count(i < n where xs[i] > 0)` counts elements of `xs`'],
      },
    );
  const written = context.check(context, domainTree);
  if (written === undefined) return undefined;
  const state = written.kind === 'inState' ? written.state : undefined;
  const domain = written.kind === 'inState' ? written.operand : written;
  const isArray = domain.type.kind === 'array';
  const key =
    domain.type.kind === 'array' ? uint256Type : domain.type.kind === 'mapping' ? domain.type.key : undefined;
  if (key === undefined || !isQuantifiable(key)) {
    return complain(
      context,
      'SPEC308',
      domainTree,
      `'count' goes over the keys of a mapping or the indices of an array, and this is ${describeType(domain.type)}`,
    );
  }
  warnHidden(context, name.text, name);
  const variable: SpecVariable = { name: name.text, type: key, location: locate(context, name) };
  const indexes =
    domain.type.kind === 'array'
      ? { indexes: { text: printExpression(domainTree), element: domain.type.element } }
      : {};
  const scope = extend(context.scope, name.text, { kind: 'variable', variable, ...indexes });
  const condition = checkAs({ ...context, scope }, conditionTree, boolType, "the condition of 'count'");
  if (condition === undefined) return undefined;
  const location = locate(context, span);
  if (isArray || bound !== undefined) {
    const below = indexLimit(context, written, domain, bound, name);
    if (below === undefined) return undefined;
    const some: SpecExpression = {
      kind: 'count',
      variable,
      domain,
      condition,
      below,
      type: intType,
      location,
    };
    return state === undefined ? some : { kind: 'inState', state, operand: some, type: intType, location };
  }
  if (!context.spec.used.has(variable) || foldCondition(emptyEntry(condition, domain, variable)) === true) {
    return complain(
      context,
      'SPEC415',
      conditionTree,
      'this condition also holds of entries that were never written',
      {
        notes: ['a mapping has an entry for every key, nearly all of them empty'],
        suggestion: `count the others: \`${domainTree.kind === 'name' ? domainTree.name : '…'}[${name.text}] != 0\``,
      },
    );
  }
  const count: SpecExpression = { kind: 'count', variable, domain, condition, type: intType, location };
  return state === undefined ? count : { kind: 'inState', state, operand: count, type: intType, location };
}

/** The condition with the entry of the counted key replaced by what an empty one has. */
function emptyEntry(
  condition: SpecExpression,
  domain: SpecExpression,
  variable: SpecVariable,
): SpecExpression {
  const wanted = keyOf(domain);
  const isEntry = (each: SpecExpression): boolean =>
    (each.kind === 'index' &&
      each.index.kind === 'variable' &&
      each.index.variable === variable &&
      keyOf(each.base) === wanted) ||
    (each.kind === 'field' && isEntry(each.base));
  const replace = (each: SpecExpression): SpecExpression => {
    if (isEntry(each)) {
      const { type, location } = each;
      if (isNumeric(type) || isAddress(type) || type.kind === 'fixedBytes')
        return { kind: 'literal', value: 0n, type, location };
      if (type.kind === 'bool') return { kind: 'literal', value: false, type, location };
      if (type.kind === 'enum') return { kind: 'enumMember', index: 0, type, location };
      return each;
    }
    if (each.kind === 'binary') return { ...each, left: replace(each.left), right: replace(each.right) };
    if (each.kind === 'unary') return { ...each, operand: replace(each.operand) };
    return each;
  };
  return replace(condition);
}
