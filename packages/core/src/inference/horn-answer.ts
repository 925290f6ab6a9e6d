// A solution of Horn clauses in words of the specification: its conjuncts as conditions over the columns.
import type { HornSolution, SExpression } from '@surety/solvers';
import type { Location, SpecExpression, SpecType } from '@surety/spec-lang';
import type { Column } from './horn-columns.js';

/** A condition that is part of a solution. */
export interface HornConjunct {
  readonly condition: SpecExpression;
  readonly text: string;
}

const BOOL: SpecType = { kind: 'bool' };
const INT: SpecType = { kind: 'int' };

/** The conjuncts of a solution; those that cannot be said in a specification are left out. */
export function conjunctsOf(
  { parameters, body }: HornSolution,
  columns: readonly Column[],
  location: Location,
): readonly HornConjunct[] {
  const reader = new Reader(new Map(parameters.map((name, i) => [name, columns[i] as Column])), location);
  return reader.conjuncts(body, false);
}

/** Thrown where a solution says what a specification cannot. */
class Unsayable extends Error {
  override readonly name = 'Unsayable';
}

/** A sum of columns with coefficients, and a constant. */
interface Linear {
  readonly parts: ReadonlyMap<Column, bigint>;
  readonly constant: bigint;
}

interface Said extends HornConjunct {
  /** Whether it stands as an operand without parentheses. */
  readonly simple: boolean;
}

class Reader {
  private readonly scopes: ReadonlyMap<string, SExpression>[] = [];
  private readonly columns: ReadonlyMap<string, Column>;
  private readonly location: Location;

  constructor(columns: ReadonlyMap<string, Column>, location: Location) {
    this.columns = columns;
    this.location = location;
  }

  /** The conjuncts of an expression (or of its negation) that can be said. */
  conjuncts(e: SExpression, negated: boolean): readonly HornConjunct[] {
    if (typeof e !== 'string') {
      const [head, ...rest] = e;
      if (head === 'let') return this.within(e, (body) => this.conjuncts(body, negated));
      if (head === 'not') return this.conjuncts(rest[0] as SExpression, !negated);
      if (head === (negated ? 'or' : 'and')) return rest.flatMap((r) => this.conjuncts(r, negated));
    } else {
      const bound = this.bound(e);
      if (bound !== undefined) return this.conjuncts(bound, negated);
    }
    if (e === (negated ? 'false' : 'true')) return [];
    try {
      return [this.condition(e, negated)];
    } catch (error) {
      if (error instanceof Unsayable) return [];
      throw error;
    }
  }

  private within<T>(e: readonly SExpression[], use: (body: SExpression) => T): T {
    const [, bindings, body] = e;
    if (bindings === undefined || typeof bindings === 'string' || body === undefined) throw new Unsayable();
    this.scopes.push(new Map(bindings.map((b) => [String(b[0]), b[1] as SExpression])));
    try {
      return use(body);
    } finally {
      this.scopes.pop();
    }
  }

  // Names of `let` are never used twice (`a!1`, `a!2`), so the innermost one is the one meant.
  private bound(name: string): SExpression | undefined {
    return this.scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  private condition(e: SExpression, negated: boolean): Said {
    if (typeof e === 'string') {
      const bound = this.bound(e);
      if (bound !== undefined) return this.condition(bound, negated);
      const column = this.columns.get(e);
      if (column === undefined || column.expression.type.kind !== 'bool') throw new Unsayable(e);
      return negated ? this.not(column) : { condition: column.expression, text: column.text, simple: true };
    }
    const [head, ...rest] = e;
    const [a, b] = rest as [SExpression, SExpression];
    switch (head) {
      case 'let':
        return this.within(e, (body) => this.condition(body, negated));
      case 'not':
        return this.condition(a, !negated);
      case 'and':
      case 'or':
        return this.join(
          (head === 'and') === negated ? '||' : '&&',
          rest.map((r) => this.condition(r, negated)),
        );
      case '=>':
        return this.condition(['or', ['not', a], b], negated);
      case '>=':
        return negated ? this.atLeast(b, a, 1n) : this.atLeast(a, b, 0n);
      case '<=':
        return negated ? this.atLeast(a, b, 1n) : this.atLeast(b, a, 0n);
      case '>':
        return negated ? this.atLeast(b, a, 0n) : this.atLeast(a, b, 1n);
      case '<':
        return negated ? this.atLeast(a, b, 0n) : this.atLeast(b, a, 1n);
      case '=':
        if (rest.length !== 2) throw new Unsayable('=');
        if (this.isBoolean(a)) return this.join('||', this.cases(a, b, negated));
        return this.compare(negated ? '!=' : '==', this.minus(this.linear(a), this.linear(b)));
      default:
        throw new Unsayable(String(head));
    }
  }

  private not({ expression, text }: Column): Said {
    const condition: SpecExpression = {
      kind: 'unary',
      operator: '!',
      operand: expression,
      type: BOOL,
      location: this.location,
    };
    return { condition, text: `!${text}`, simple: true };
  }

  private join(operator: '&&' | '||', parts: readonly Said[]): Said {
    const [first, ...others] = parts;
    if (first === undefined) throw new Unsayable(operator);
    const shown = ({ text, simple }: Said): string => (simple ? text : `(${text})`);
    return others.reduce(
      (left, right): Said => ({
        condition: this.binary(operator, left.condition, right.condition),
        text: `${left === first ? shown(left) : left.text} ${operator} ${shown(right)}`,
        simple: false,
      }),
      first,
    );
  }

  /** Both or neither; negated: one of them. */
  private cases(a: SExpression, b: SExpression, negated: boolean): readonly Said[] {
    return [true, false].map((value) =>
      this.join('&&', [this.condition(a, !value), this.condition(b, value === negated)]),
    );
  }

  private isBoolean(e: SExpression): boolean {
    if (typeof e !== 'string')
      return ['and', 'or', 'not', '=>', '=', '<=', '<', '>', '>='].includes(String(e[0]));
    const bound = this.bound(e);
    if (bound !== undefined) return this.isBoolean(bound);
    return e === 'true' || e === 'false' || this.columns.get(e)?.expression.type.kind === 'bool';
  }

  private atLeast(a: SExpression, b: SExpression, by: bigint): Said {
    const { parts, constant } = this.minus(this.linear(a), this.linear(b));
    return this.compare('<=', { parts, constant: constant - by });
  }

  private linear(e: SExpression): Linear {
    if (typeof e === 'string') {
      const bound = this.bound(e);
      if (bound !== undefined) return this.linear(bound);
      if (/^\d+$/.test(e)) return { parts: new Map(), constant: BigInt(e) };
      const column = this.columns.get(e);
      if (column === undefined || column.expression.type.kind === 'bool') throw new Unsayable(e);
      return { parts: new Map([[column, 1n]]), constant: 0n };
    }
    const [head, ...rest] = e;
    const operands = rest.map((r) => this.linear(r));
    const [first, ...others] = operands;
    if (first === undefined) throw new Unsayable(String(head));
    switch (head) {
      case '+':
        return others.reduce((a, b) => this.plus(a, b, 1n), first);
      case '-':
        return others.length === 0
          ? this.plus({ parts: new Map(), constant: 0n }, first, -1n)
          : others.reduce((a, b) => this.minus(a, b), first);
      case '*': {
        const [second] = others;
        if (second === undefined || others.length > 1) throw new Unsayable('*');
        const [factor, of] = first.parts.size === 0 ? [first, second] : [second, first];
        if (factor.parts.size > 0) throw new Unsayable('*');
        return this.plus({ parts: new Map(), constant: 0n }, of, factor.constant);
      }
      default:
        throw new Unsayable(String(head));
    }
  }

  private minus(a: Linear, b: Linear): Linear {
    return this.plus(a, b, -1n);
  }

  private plus(a: Linear, b: Linear, times: bigint): Linear {
    const parts = new Map(a.parts);
    for (const [column, factor] of b.parts) parts.set(column, (parts.get(column) ?? 0n) + times * factor);
    return { parts, constant: a.constant + times * b.constant };
  }

  /** `0 <= linear` and the like with everything positive on its own side, the constant on the right where it can be. */
  private compare(operator: '<=' | '==' | '!=', { parts, constant }: Linear): Said {
    const more = [...parts].filter(([, factor]) => factor > 0n);
    const less = [...parts].filter(([, factor]) => factor < 0n).map(([c, f]) => [c, -f] as const);
    if (more.length + less.length === 0) throw new Unsayable('a constant');
    const member =
      operator === '<=' ? undefined : this.member([...more, ...less], more.length > 0 ? -constant : constant);
    if (member !== undefined) {
      const [{ expression, text }, value] = member;
      return {
        condition: this.binary(operator, expression, value.condition),
        text: `${text} ${operator} ${value.text}`,
        simple: true,
      };
    }
    const small = this.sum(less, constant < 0n ? -constant : 0n);
    const large = this.sum(more, constant > 0n ? constant : 0n);
    // The columns on the left: `a + b <= 2`, `a >= 1`.
    const turned = less.length === 0;
    const [left, right] = turned ? [large, small] : [small, large];
    const shown = operator === '<=' && turned ? '>=' : operator;
    return {
      condition: this.binary(shown, left.condition, right.condition),
      text: `${left.text} ${shown} ${right.text}`,
      simple: true,
    };
  }

  /** An enum beside one of its members, or an address beside the zero address, which a specification does not write as numbers. */
  private member(
    [only, ...others]: readonly (readonly [Column, bigint])[],
    value: bigint,
  ): readonly [Column, HornConjunct] | undefined {
    if (only === undefined || others.length > 0) return undefined;
    const [column, factor] = only;
    const { type } = column.expression;
    if (factor === 1n && type.kind === 'address' && value === 0n)
      return [
        column,
        {
          condition: { kind: 'literal', value, type, location: this.location },
          text: 'address(0)',
        },
      ];
    const index = Number(value);
    if (type.kind !== 'enum' || factor !== 1n || type.members[index] === undefined) return undefined;
    const condition: SpecExpression = { kind: 'enumMember', index, type, location: this.location };
    return [column, { condition, text: `${type.name}.${type.members[index]}` }];
  }

  private sum(parts: readonly (readonly [Column, bigint])[], constant: bigint): HornConjunct {
    const literal = (value: bigint): SpecExpression => ({
      kind: 'literal',
      value,
      type: INT,
      location: this.location,
    });
    const terms = parts.map(([column, factor]): HornConjunct => {
      if (factor === 1n) return { condition: column.expression, text: column.text };
      return {
        condition: this.binary('*', literal(factor), column.expression),
        text: `${factor} * ${column.text}`,
      };
    });
    if (constant !== 0n || terms.length === 0)
      terms.push({ condition: literal(constant), text: String(constant) });
    return {
      condition: terms.map((t) => t.condition).reduce((a, b) => this.binary('+', a, b)),
      text: terms.map((t) => t.text).join(' + '),
    };
  }

  private binary(
    operator: '+' | '*' | '<=' | '>=' | '==' | '!=' | '&&' | '||',
    left: SpecExpression,
    right: SpecExpression,
  ): SpecExpression {
    const type = operator === '+' || operator === '*' ? INT : BOOL;
    return { kind: 'binary', operator, left, right, type, location: this.location };
  }
}
