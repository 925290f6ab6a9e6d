// `sum(m)`, `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`: totals over the keys of a mapping; `sum(xs)`,
// `sum(xs[i].amount for i)`, `sum(xs[i] for i < n)`: totals over the elements of an array, all or the first ones;
// `sum(owed[a] for a where open[a])`: of the entries whose keys satisfy a condition.
import type { TextSpan } from '../source/source-file.js';
import type { Expression, IndexBound, Name } from '../syntax/ast.js';
import { checkFormulaSum } from './check-formula-sum.js';
import { checkMember, throughState } from './check-names.js';
import { warnHidden } from './check-types.js';
import { checkAs, withoutGroups } from './coerce.js';
import { complain, type ExpressionContext, extend, locate } from './context.js';
import { indexLimit, lengthOfArray } from './index-limit.js';
import { boolType, describeType, intType, isNumeric, uint256Type } from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';

type Checked = SpecExpression | undefined;

/** A sum; without variables its body is a mapping of numbers and the key is added. */
export function checkSum(
  context: ExpressionContext,
  { body, variables: names, bound, condition: conditionTree }: SumTree,
  span: TextSpan,
): Checked {
  const location = locate(context, span);
  const [first, ...others] = names;
  const variables = new Map<string, SpecVariable>();
  for (const [i, name] of names.entries()) {
    const earlier = names.findIndex(({ text }) => text === name.text);
    if (earlier < i) return complain(context, 'SPEC208', name, `'${name.text}' is declared twice`);
  }
  const [name] = names;
  if (name !== undefined && names.length === 1 && isFormula(context, withoutGroups(body)))
    return checkFormulaSum(
      context,
      { body, name, bound, condition: conditionTree },
      (term, variable, below, condition) => finish(term, [variable], location, below, condition),
    );
  // Inside the body the keys are visible as such; only `checkPath` gives them a meaning.
  const scope = names.reduce<ExpressionContext['scope']>(
    (outer, { text }) => extend(outer, text, { kind: 'key' }),
    context.scope,
  );
  const path = checkPath({ ...context, scope }, withoutGroups(body), names, variables);
  if (path === undefined) return undefined;
  if (names.length === 0) {
    if (path.type.kind !== 'mapping' && path.type.kind !== 'array') return notSummable(context, body, path);
    const isArray = path.type.kind === 'array';
    const keyType = path.type.kind === 'array' ? uint256Type : path.type.key;
    const value = path.type.kind === 'array' ? path.type.element : path.type.value;
    if (!isNumeric(value)) return notSummable(context, body, path);
    const key: SpecVariable = { name: isArray ? 'i' : 'key', type: keyType, location };
    const index: SpecExpression = { kind: 'variable', variable: key, type: keyType, location };
    const entry = throughState(path, (base) => ({
      kind: 'index',
      base,
      index,
      type: value,
      location: path.location,
    }));
    return finish(entry, [key], location, isArray ? lengthOfArray(inner(path)) : undefined);
  }
  const ordered: SpecVariable[] = [];
  for (const name of names) {
    const variable = variables.get(name.text);
    if (variable === undefined) {
      return complain(context, 'SPEC308', name, `'${name.text}' is not a key of the summed mapping`, {
        notes: ['each name after `for` is used once, alone between brackets: `sum(m[t][a] for a)`'],
      });
    }
    ordered.push(variable);
  }
  if (!isNumeric(path.type)) {
    return complain(
      context,
      'SPEC308',
      body,
      `a sum needs numbers, and these are ${describeType(path.type)}`,
    );
  }
  const condition =
    conditionTree === undefined ? undefined : conditionOf(context, conditionTree, path, { ordered, names });
  if (conditionTree !== undefined && condition === undefined) return undefined;
  const indexed = ordered.map((variable) => indexedBy(inner(path), variable));
  if (bound === undefined && indexed.every(({ base }) => base.type.kind === 'mapping'))
    return finish(path, ordered, location, undefined, condition);
  const written =
    bound === undefined && condition === undefined ? writtenOut(path, ordered, location) : undefined;
  if (written !== undefined) return written;
  const [index] = indexed;
  if (others.length > 0 || index?.isLast !== true || first === undefined)
    return complain(context, 'SPEC900', body, 'this sum over several indices is not supported yet', {
      notes: [
        'over an array, or with a bound, a sum has one name, and that is the last index: `sum(xs[k][i] for i)`',
      ],
      suggestion:
        'make the other names parameters of the claim, which then speaks of each: `invariant each(uint k): … sum(xs[k]) …`',
    });
  if (isObject(rootOf(inner(path))) && inner(path).kind === 'field')
    return complain(
      context,
      'SPEC900',
      body,
      'this sum over fields of structs in memory is not supported yet',
      {
        notes: ['of an argument or a result, the elements of an array of numbers can be summed: `sum(xs)`'],
        suggestion: 'state it of the variable that keeps them: `sum(positions[i].debt for i)`',
      },
    );
  const below = indexLimit(context, path, index.base, bound, first);
  return below === undefined ? undefined : finish(path, ordered, location, below, condition);
}

/** Whether more is summed than one entry at each key. */
function isFormula({ spec }: ExpressionContext, tree: Expression): boolean {
  if (tree.kind === 'call') return tree.callee.kind === 'name' && spec.definitions.has(tree.callee.name);
  return !['name', 'member', 'index'].includes(tree.kind);
}

/** At most so many sums are written out for arrays of fixed length. */
const MOST_WRITTEN = 64;

/**
 * A sum over the elements of arrays of arrays, where all but the last index are of arrays of fixed length, written out:
 * `sum(m[0][i] for i) + sum(m[1][i] for i)`; undefined for any other sum.
 */
function writtenOut(
  path: SpecExpression,
  ordered: readonly SpecVariable[],
  location: SpecExpression['location'],
): SpecExpression | undefined {
  const body = inner(path);
  const parts = ordered.map((variable) => ({ variable, ...indexedBy(body, variable) }));
  const last = parts.find(({ isLast }) => isLast);
  if (last?.base.type.kind !== 'array') return undefined;
  let bodies: readonly SpecExpression[] = [body];
  for (const { variable, base } of parts) {
    if (variable === last.variable) continue;
    const length = base.type.kind === 'array' ? base.type.length : undefined;
    if (length === undefined || bodies.length * length > MOST_WRITTEN) return undefined;
    bodies = bodies.flatMap((one) => Array.from({ length }, (_, i) => atIndex(one, variable, BigInt(i))));
  }
  const sums = bodies.map((one): SpecExpression => {
    const below = lengthOfArray(indexedBy(one, last.variable).base);
    return finish(
      path.kind === 'inState' ? { ...path, operand: one } : one,
      [last.variable],
      location,
      below,
    );
  });
  return sums.reduce((left, right) => ({
    kind: 'binary',
    operator: '+',
    left,
    right,
    type: intType,
    location,
  }));
}

/** A path with a number in the place of an index. */
function atIndex(path: SpecExpression, variable: SpecVariable, value: bigint): SpecExpression {
  if (path.kind === 'field') return { ...path, base: atIndex(path.base, variable, value) };
  if (path.kind !== 'index') return path;
  const { index, location } = path;
  const here = index.kind === 'variable' && index.variable === variable;
  return {
    ...path,
    base: atIndex(path.base, variable, value),
    index: here ? { kind: 'literal', value, type: uint256Type, location } : index,
  };
}

interface SumTree {
  readonly body: Expression;
  readonly variables: readonly Name[];
  readonly bound?: IndexBound;
  readonly condition?: Expression;
}

/** What must hold of a key for its entry to be summed. */
function conditionOf(
  context: ExpressionContext,
  tree: Expression,
  path: SpecExpression,
  { ordered, names }: { readonly ordered: readonly SpecVariable[]; readonly names: readonly Name[] },
): Checked {
  const [variable, ...others] = ordered;
  const [name] = names;
  if (variable === undefined || name === undefined || others.length > 0)
    return complain(context, 'SPEC900', tree, 'a condition on several keys of a sum is not supported yet', {
      suggestion:
        'make the other names parameters of the claim, which then speaks of each: `invariant each(uint k): … sum(m[k][a] for a where …) …`',
    });
  if (path.kind === 'inState')
    return complain(
      context,
      'SPEC900',
      tree,
      `a sum with a condition in the saved state '${path.state}' is not supported yet`,
      { suggestion: `bind it to a local where '${path.state}' is saved: \`uint before = sum(…);\`` },
    );
  warnHidden(context, variable.name, name);
  const scope = extend(context.scope, variable.name, { kind: 'variable', variable });
  return checkAs({ ...context, scope }, tree, boolType, 'the condition of a sum');
}

/** What a variable is an index of, and whether no other index comes after it. */
function indexedBy(
  path: SpecExpression,
  variable: SpecVariable,
): { readonly base: SpecExpression; readonly isLast: boolean } {
  let isLast = true;
  let at = path;
  while (at.kind === 'index' || at.kind === 'field') {
    if (at.kind === 'index') {
      if (at.index.kind === 'variable' && at.index.variable === variable) return { base: at.base, isLast };
      isLast = false;
    }
    at = at.base;
  }
  throw new Error(`${variable.name} is no index of what is summed`);
}

/** A path in the state where it is read. */
function inner(path: SpecExpression): SpecExpression {
  return path.kind === 'inState' ? path.operand : path;
}

/** `sum` of a value in a saved state is that sum, in that state. */
function finish(
  body: SpecExpression,
  variables: readonly SpecVariable[],
  location: SpecExpression['location'],
  below?: SpecExpression,
  condition?: SpecExpression,
): SpecExpression {
  const limit = {
    ...(below === undefined ? {} : { below }),
    ...(condition === undefined ? {} : { condition }),
  };
  if (body.kind !== 'inState') return { kind: 'sum', variables, body, type: intType, location, ...limit };
  const operand: SpecExpression = {
    kind: 'sum',
    variables,
    body: body.operand,
    type: intType,
    location,
    ...limit,
  };
  return { kind: 'inState', state: body.state, operand, type: intType, location };
}

function notSummable(context: ExpressionContext, body: Expression, path: SpecExpression): undefined {
  const { type } = path;
  const value = type.kind === 'mapping' ? type.value : type.kind === 'array' ? type.element : undefined;
  const nested = value !== undefined && ['mapping', 'struct', 'array'].includes(value.kind);
  return complain(
    context,
    'SPEC308',
    body,
    `a sum needs a mapping or an array of numbers, and this is ${describeType(type)}`,
    {
      ...(nested
        ? { suggestion: 'name the keys to sum over: `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`' }
        : {}),
    },
  );
}

/** An access path: a state variable, then keys and fields. Keys that are summed over get their variable here. */
function checkPath(
  context: ExpressionContext,
  expression: Expression,
  names: readonly Name[],
  variables: Map<string, SpecVariable>,
): Checked {
  if (expression.kind === 'name') {
    const value = context.check(context, expression);
    return value === undefined || isRoot(value) ? value : notPath(context, expression);
  }
  if (expression.kind === 'member') {
    const inner = expression.base;
    if (hasIndex(inner)) {
      const base = checkPath(context, inner, names, variables);
      if (base === undefined) return undefined;
      // The base is checked already: hand it over instead of checking it again.
      const given: ExpressionContext = {
        ...context,
        check: (_context, part) => (part === inner ? base : context.check(context, part)),
      };
      return checkMember(given, inner, expression.member, expression);
    }
    const value = context.check(context, expression);
    return value === undefined || isRoot(value) ? value : notPath(context, expression);
  }
  if (expression.kind === 'call') {
    const key = names.find(({ text }) => expression.arguments.some((each) => mentions(each, text)));
    if (key !== undefined) return notStored(context, expression, key.text);
    const value = context.check(context, expression);
    return value === undefined || isRoot(value) ? value : notPath(context, expression);
  }
  if (expression.kind !== 'index') return notPath(context, expression);
  const base = checkPath(context, expression.base, names, variables);
  if (base === undefined) return undefined;
  if (base.type.kind !== 'mapping' && base.type.kind !== 'array') return notPath(context, expression);
  const key = base.type.kind === 'array' ? uint256Type : base.type.key;
  const value = base.type.kind === 'array' ? base.type.element : base.type.value;
  const index = checkKey(context, withoutGroups(expression.index), key, names, variables);
  if (index === undefined) return undefined;
  return throughState(base, (inner) => ({
    kind: 'index',
    base: inner,
    index,
    type: value,
    location: locate(context, expression),
  }));
}

/** Whether a path has keys, in which the names after `for` may stand. */
function hasIndex(path: Expression): boolean {
  return path.kind === 'index' || (path.kind === 'member' && hasIndex(path.base));
}

function checkKey(
  context: ExpressionContext,
  expression: Expression,
  type: SpecVariable['type'],
  names: readonly Name[],
  variables: Map<string, SpecVariable>,
): Checked {
  if (type.kind === 'block') return undefined;
  const name = expression.kind === 'name' ? names.find(({ text }) => text === expression.name) : undefined;
  if (name === undefined) return checkAs(context, expression, type, 'the key');
  if (variables.has(name.text)) {
    return complain(
      context,
      'SPEC308',
      expression,
      `'${name.text}' can only be used once, as a key of the summed mapping`,
    );
  }
  const variable: SpecVariable = { name: name.text, type, location: locate(context, name) };
  variables.set(name.text, variable);
  return { kind: 'variable', variable, type, location: locate(context, expression) };
}

/** A state variable or a field of one, of this state or of a saved one. */
function isRoot(value: SpecExpression): boolean {
  if (value.kind === 'inState') return isRoot(value.operand);
  if (value.kind === 'field') return isRoot(value.base);
  return value.kind === 'state' || isObject(value);
}

/** A struct or an array that an argument or a result is. */
function isObject({ kind, type }: SpecExpression): boolean {
  return (kind === 'variable' || kind === 'call') && (type.kind === 'array' || type.kind === 'struct');
}

/** What a path begins with. */
function rootOf(path: SpecExpression): SpecExpression {
  return path.kind === 'index' || path.kind === 'field' ? rootOf(path.base) : path;
}

function mentions(tree: Expression, name: string): boolean {
  switch (tree.kind) {
    case 'name':
      return tree.name === name;
    case 'group':
      return mentions(tree.inner, name);
    case 'index':
      return mentions(tree.base, name) || mentions(tree.index, name);
    case 'member':
      return mentions(tree.base, name);
    case 'unary':
      return mentions(tree.operand, name);
    case 'binary':
      return mentions(tree.left, name) || mentions(tree.right, name);
    case 'call':
      return tree.arguments.some((each) => mentions(each, name));
    default:
      return false;
  }
}

/** Refuses `sum(earned(u) for u)`: answers have no total, since nothing keeps it. A getter stands for its mapping. */
function notStored(
  context: ExpressionContext,
  { callee, start, end }: Expression & { readonly kind: 'call' },
  key: string,
): undefined {
  const name = callee.kind === 'member' ? callee.member.text : callee.kind === 'name' ? callee.name : '';
  const silent = { ...context, spec: { ...context.spec, diagnostics: [] } };
  if (context.check(silent, callee)?.type.kind === 'mapping')
    return complain(context, 'SPEC308', { start, end }, `the keys of '${name}' stand in brackets in a sum`, {
      suggestion: `write \`${name}[…]\``,
    });
  return complain(
    context,
    'SPEC308',
    { start, end },
    `a sum goes over entries of a stored mapping, and '${name}' is computed`,
    {
      suggestion: `write what it computes as a formula of entries, \`sum(m[${key}] * n[${key}] for ${key})\`; of a few accounts add up the values: \`${name}(a) + ${name}(b)\``,
    },
  );
}

function notPath(context: ExpressionContext, expression: Expression): undefined {
  return complain(context, 'SPEC308', expression, 'a sum goes over entries of a state variable', {
    notes: ['`sum(credits)`, `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`, `sum(xs[i] for i < n)`'],
  });
}
