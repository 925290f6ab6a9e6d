// `count(a in credits where credits[a] > 0)`: how many keys of a mapping satisfy a condition on the entry there.
import type { TextSpan } from '../source/source-file.js';
import type { Expression, Name } from '../syntax/ast.js';
import { isQuantifiable, warnHidden } from './check-types.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext, extend, locate } from './context.js';
import { foldCondition } from './fold.js';
import { keyOf } from './inspect.js';
import { boolType, describeType, intType, isAddress, isNumeric } from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';

/** The count; a condition that empty entries satisfy is refused, for nearly all keys of a mapping are empty. */
export function checkCount(
  context: ExpressionContext,
  name: Name,
  domainTree: Expression,
  conditionTree: Expression,
  span: TextSpan,
): SpecExpression | undefined {
  const written = context.check(context, domainTree);
  if (written === undefined) return undefined;
  const state = written.kind === 'inState' ? written.state : undefined;
  const domain = written.kind === 'inState' ? written.operand : written;
  if (domain.type.kind !== 'mapping' || !isQuantifiable(domain.type.key)) {
    return complain(
      context,
      'SPEC308',
      domainTree,
      `'count' goes over the keys of a mapping, and this is ${describeType(domain.type)}`,
    );
  }
  warnHidden(context, name.text, name);
  const variable: SpecVariable = { name: name.text, type: domain.type.key, location: locate(context, name) };
  const scope = extend(context.scope, name.text, { kind: 'variable', variable });
  const condition = checkAs({ ...context, scope }, conditionTree, boolType, "the condition of 'count'");
  if (condition === undefined) return undefined;
  const location = locate(context, span);
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
