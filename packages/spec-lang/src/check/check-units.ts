// Units: `unit USD 1e8;` declares one, `unit USD of price, debt[*];` gives it to values; adding or comparing different ones is an error.
import { suggestName } from '../diagnostics/suggest.js';
import type { Declaration } from '../syntax/ast.js';
import { checkParametricPlace } from './check-path.js';
import { type CheckedFile, contextFor, contractOfClaim } from './claim-context.js';
import { checkAs } from './coerce.js';
import { complain, type Dimension, locate, type Place, type Specification } from './context.js';
import { constantValue, partsOf } from './inspect.js';
import { describeType, intType, isNumeric } from './type-rules.js';
import type { SpecExpression, SpecVariable } from './typed-ast.js';

type UnitDeclaration = Declaration & { readonly kind: 'unit' };

const unitPlace: Place = { what: '`unit`', transaction: false, old: 'refused', outcome: false };

/** Declares a unit. */
export function declareUnit(file: CheckedFile, declaration: UnitDeclaration): void {
  const { unit, scale, of } = declaration;
  if (declaration.broken || of.length > 0 || unit.text === '') return;
  const earlier = file.spec.units.get(unit.text);
  if (earlier !== undefined) {
    complain(file, 'SPEC208', unit, `unit '${unit.text}' is declared twice`, {
      labels: [{ location: earlier, text: 'first declared here' }],
    });
    return;
  }
  file.spec.units.set(unit.text, locate(file, unit));
  const contract = scale === undefined ? undefined : contractOfClaim(file, undefined, unit);
  if (scale === undefined || contract === undefined) return;
  const value = checkAs(
    contextFor(file, contract, undefined, unitPlace),
    scale,
    intType,
    'the scale of a unit',
  );
  const constant = value === undefined ? undefined : constantValue(value);
  if (value !== undefined && (constant === undefined || constant <= 0n)) {
    complain(file, 'SPEC316', scale, 'the scale of a unit must be a positive constant');
  }
}

/** Gives a unit to values. */
export function assignUnit(file: CheckedFile, declaration: UnitDeclaration): void {
  const { unit, of } = declaration;
  if (declaration.broken || of.length === 0) return;
  if (!file.spec.units.has(unit.text)) {
    complain(file, 'SPEC231', unit, `there is no unit '${unit.text}'`, {
      ...suggestName(unit.text, file.spec.units.keys()),
      notes: [`declare it: \`unit ${unit.text};\``],
    });
    return;
  }
  const contract = contractOfClaim(file, undefined, unit);
  if (contract === undefined) return;
  const context = contextFor(file, contract, undefined, unitPlace);
  for (const target of of) {
    const place = checkParametricPlace(context, target, []);
    if (place === undefined) continue;
    let key = unitKey(place.value);
    let { type } = place.value;
    while (type.kind === 'mapping' || type.kind === 'array') {
      type = type.kind === 'mapping' ? type.value : type.element;
      key = key === undefined ? undefined : `${key}[]`;
    }
    if (key === undefined || !isNumeric(type)) {
      complain(
        file,
        'SPEC315',
        target,
        `only numbers in state variables have units, not ${describeType(type)}`,
      );
      continue;
    }
    const earlier = file.spec.unitsOf.get(key);
    if (earlier !== undefined && earlier !== unit.text) {
      complain(file, 'SPEC313', target, `this has the unit '${earlier}' already`);
    } else {
      file.spec.unitsOf.set(key, unit.text);
    }
  }
}

/** A text for all entries of a place together: `Bank.credits[]`. */
function unitKey(value: SpecExpression): string | undefined {
  if (value.kind === 'state') return `${value.contract}.${value.variable.declaredIn}.${value.variable.name}`;
  const base = value.kind === 'index' || value.kind === 'field' ? unitKey(value.base) : undefined;
  if (base === undefined) return undefined;
  return value.kind === 'field' ? `${base}.${value.field}` : `${base}[]`;
}

/** Reports sums and comparisons of different units; a number without a unit goes with every one. */
export function checkUnits(
  spec: Specification,
  expressions: readonly SpecExpression[],
  locals: Map<SpecVariable, Dimension>,
): void {
  for (const expression of expressions) dimensionOf(spec, expression, locals);
}

/** The unit of a value, or undefined when it has none that is known; reports what does not agree inside. */
export function dimensionOf(
  spec: Specification,
  expression: SpecExpression,
  locals: ReadonlyMap<SpecVariable, Dimension>,
): Dimension | undefined {
  const of = (part: SpecExpression): Dimension | undefined => dimensionOf(spec, part, locals);
  const agree = (parts: readonly SpecExpression[], what: string): Dimension | undefined => {
    let known: Dimension | undefined;
    for (const part of parts) {
      const own = of(part);
      if (own !== undefined && known !== undefined && show(own) !== show(known)) {
        complain(
          { spec, path: expression.location.path },
          'SPEC313',
          expression.location,
          `${what} mixes ${show(known)} and ${show(own)}`,
          { labels: [{ location: part.location, text: `this is in ${show(own)}` }] },
        );
        return undefined;
      }
      known ??= own;
    }
    return known;
  };
  switch (expression.kind) {
    case 'state':
    case 'index':
    case 'field': {
      partsOf(expression).forEach(of);
      const unit = spec.unitsOf.get(unitKey(expression) ?? '');
      return unit === undefined ? undefined : new Map([[unit, 1]]);
    }
    case 'variable':
      return locals.get(expression.variable);
    case 'balance':
    case 'etherFlow':
      partsOf(expression).forEach(of);
      return spec.units.has('wei') ? new Map([['wei', 1]]) : undefined;
    case 'environment':
      return expression.name === 'value' && spec.units.has('wei') ? new Map([['wei', 1]]) : undefined;
    case 'old':
    case 'initial':
    case 'inState':
      return of(expression.operand);
    case 'unary': {
      const operand = of(expression.operand);
      return expression.operator === '-' ? operand : undefined;
    }
    case 'sum':
      if (expression.below !== undefined) of(expression.below);
      if (expression.condition !== undefined) of(expression.condition);
      return of(expression.body);
    case 'min':
    case 'max':
      return agree(expression.arguments, `'${expression.kind}'`);
    case 'conditional':
      of(expression.condition);
      return agree([expression.then, expression.else], "'?'");
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === '*' || operator === '/') {
        const [first, second] = [of(left), of(right)];
        // A plain number scales: the unit stays.
        const a = first ?? (constantValue(left) === undefined ? undefined : new Map<string, number>());
        const b = second ?? (constantValue(right) === undefined ? undefined : new Map<string, number>());
        return a === undefined || b === undefined ? undefined : product(a, b, operator === '*' ? 1 : -1);
      }
      if (operator === '+' || operator === '-') return agree([left, right], `'${operator}'`);
      if (operator === '%') {
        of(right);
        return of(left);
      }
      if (['<', '<=', '>', '>=', '==', '!='].includes(operator)) agree([left, right], `'${operator}'`);
      else partsOf(expression).forEach(of);
      return undefined;
    }
    default:
      partsOf(expression).forEach(of);
      return undefined;
  }
}

function product(left: Dimension, right: Dimension, sign: number): Dimension | undefined {
  const result = new Map(left);
  for (const [unit, power] of right) {
    const sum = (result.get(unit) ?? 0) + sign * power;
    if (sum === 0) result.delete(unit);
    else result.set(unit, sum);
  }
  // A ratio of equal units is a plain number, which goes with everything.
  return result.size === 0 ? undefined : result;
}

function show(dimension: Dimension): string {
  const parts = [...dimension].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = parts.map(([unit, power]) => (power === 1 ? unit : `${unit}^${power}`)).join(' * ');
  return `'${text}'`;
}
