// Definitions written out where they are used, arguments of modules, and ghost variables: names that the specification gives.
import type { TextSpan } from '../source/source-file.js';
import type { Expression } from '../syntax/ast.js';
import { checkTypeName } from './check-types.js';
import { checkAs } from './coerce.js';
import { complain, type Definition, type ExpressionContext, extend, locate } from './context.js';
import { GHOST, type SpecExpression } from './typed-ast.js';

type Checked = SpecExpression | undefined;

/** A definition in place of its name; `values` is undefined for a name without parentheses. */
export function checkDefinition(
  context: ExpressionContext,
  definition: Definition,
  values: readonly Expression[] | undefined,
  span: TextSpan,
): Checked {
  const { declaration } = definition;
  const name = declaration.name.text;
  definition.spec.usedDefinitions.add(definition);
  if (declaration.broken) return undefined;
  if (context.expanding.includes(definition)) {
    const circle = [...context.expanding.slice(context.expanding.indexOf(definition)), definition];
    return complain(
      context,
      'SPEC224',
      span,
      `'${name}' is defined by itself: ${circle.map((each) => each.declaration.name.text).join(' -> ')}`,
    );
  }
  const label = { labels: [{ location: locate(definition, declaration.name), text: 'defined here' }] };
  const { parameters } = declaration;
  if (values === undefined && parameters.length > 0) {
    return complain(context, 'SPEC303', span, `'${name}' needs arguments`, {
      ...label,
      suggestion: `write \`${name}(…)\``,
    });
  }
  const given = values ?? [];
  if (given.length !== parameters.length) {
    return complain(
      context,
      'SPEC303',
      span,
      `'${name}' takes ${parameters.length} argument${parameters.length === 1 ? '' : 's'}, and ${given.length} ${given.length === 1 ? 'is' : 'are'} given`,
      label,
    );
  }
  const contract = definition.contract ?? context.contract;
  const inner: ExpressionContext = {
    ...context,
    spec: definition.spec,
    path: definition.path,
    contract,
    scope: definition.scope,
    expanding: [...context.expanding, definition],
  };
  let { scope } = definition;
  let failed = false;
  for (const [i, parameter] of parameters.entries()) {
    const type = checkTypeName(inner, parameter.type);
    const tree = given[i];
    if (type === undefined || tree === undefined || parameter.name === undefined) {
      failed = true;
      continue;
    }
    const expression = checkAs(context, tree, type, `argument ${i + 1} of '${name}'`);
    if (expression === undefined) failed = true;
    else scope = extend(scope, parameter.name.text, { kind: 'value', expression });
  }
  if (failed) return undefined;
  const value = context.check({ ...inner, scope }, declaration.value);
  return value === undefined ? undefined : { ...value, location: locate(context, span) };
}

/** The ghost variable of this name. */
export function checkGhost(context: ExpressionContext, name: string, span: TextSpan): Checked {
  const ghost = context.spec.ghosts.get(name);
  if (ghost === undefined) return undefined;
  context.spec.readGhosts.add(ghost.variable);
  const { variable } = ghost;
  return { kind: 'state', contract: GHOST, variable, type: variable.type, location: locate(context, span) };
}
