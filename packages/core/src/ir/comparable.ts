// Which amounts a contract ever compares, adds up or assigns to each other, directly or by way of others: those that count the
// same kind of thing. An idea of O'Callahan and Jackson (Lackwit, ICSE 1997), used for inferred invariants by Guo, Perkins,
// McCamant and Ernst (ISSTA 2006). A product of two amounts is of a third kind; a constant factor changes nothing.
import type {
  AggregateReference,
  Argument,
  Expression,
  IrContract,
  IrType,
  Local,
  Place,
  Statement,
} from './ir.js';
import { placeExpressions, statementParts, visitExpression, visitStatements } from './visit.js';

/** Contents of a state variable (all entries of mappings and arrays alike), length of an array, first keys of a mapping; dates, ether. */
export type Counted =
  | {
      readonly of: Part;
      /** As in `StorageVariable.id`. */
      readonly variable: string;
      /** Of a record: the last field on the way. */
      readonly field?: string;
    }
  | { readonly of: 'block.number' | 'block.timestamp' | 'ether' };

/** What counts the same kind of thing in a contract, by its code. */
export interface Comparability {
  same(a: Counted, b: Counted): boolean;
  /** Constants other than 0 and 1 that are compared with, added or assigned to amounts of this kind, in the order of the code. */
  constants(of: Counted): readonly bigint[];
  /** Constants that amounts of this kind are multiplied by, such as prices. */
  factors(of: Counted): readonly bigint[];
  /** Whether the code counts such amounts up or down by one. */
  isCounter(of: Counted): boolean;
}

const known = new WeakMap<IrContract, Comparability>();

/** Looks at all functions of a contract, once; about linear in its size. */
export function comparability(contract: IrContract): Comparability {
  const before = known.get(contract);
  if (before !== undefined) return before;
  const made = lookAt(contract);
  known.set(contract, made);
  return made;
}

function lookAt(contract: IrContract): Comparability {
  const groups = new Grouping(contract);
  for (const fn of contract.functions.values()) visitStatements(fn.body, (s) => groups.statement(s));
  const kindOf = (counted: Counted): string =>
    groups.kindOf('variable' in counted ? carrier(counted.of, counted.variable, counted.field) : counted.of);
  const constants = groups.byKind(groups.constants);
  const factors = groups.byKind(groups.factors);
  return {
    same: (a, b) => kindOf(a) === kindOf(b),
    constants: (of) => [...(constants.get(kindOf(of)) ?? [])],
    factors: (of) => [...(factors.get(kindOf(of)) ?? [])],
    isCounter: (of) => groups.steps.some((one) => groups.kindOf(one) === kindOf(of)),
  };
}

/** What carries an amount: a local or state variable, a field of it, its length. */
type Carrier = string;
type Part = 'contents' | 'length' | 'keys';

function carrier(of: Part, root: string, field?: string): Carrier {
  return `${of} ${root}${field === undefined ? '' : `#${field}`}`;
}

/** Amounts by kind (union-find), as statements show it. */
class Grouping {
  private readonly parents = new Map<Carrier, Carrier>();
  private readonly locals = new Map<Local, string>();
  readonly constants: (readonly [Carrier, bigint])[] = [];
  readonly factors: (readonly [Carrier, bigint])[] = [];
  /** What one is added to or subtracted from. */
  readonly steps: Carrier[] = [];

  private readonly contract: IrContract;

  constructor(contract: IrContract) {
    this.contract = contract;
  }

  kindOf(one: Carrier): Carrier {
    let root = one;
    for (let up = this.parents.get(root); up !== undefined; up = this.parents.get(root)) root = up;
    if (root !== one) this.parents.set(one, root);
    return root;
  }

  byKind(numbers: readonly (readonly [Carrier, bigint])[]): ReadonlyMap<Carrier, ReadonlySet<bigint>> {
    const found = new Map<Carrier, Set<bigint>>();
    for (const [one, value] of numbers) {
      const kind = this.kindOf(one);
      found.set(kind, (found.get(kind) ?? new Set()).add(value));
    }
    return found;
  }

  /** Takes note of what a statement shows, nested lists left out. */
  statement(statement: Statement): void {
    const { reads, places } = statementParts(statement);
    for (const expression of [...reads, ...places.flatMap(placeExpressions)])
      visitExpression(expression, (inner) => this.expression(inner));
    for (const place of places) this.indices(place);
    switch (statement.kind) {
      case 'assign':
        if (statement.local.holds === 'memory')
          this.alias(this.root(statement.local), this.object(statement.value), statement.local.type);
        else this.join([this.local(statement.local)], statement.value);
        break;
      case 'point':
        this.alias(this.root(statement.local), this.base(statement.place), statement.place.type);
        break;
      case 'store':
        this.join(this.at('contents', statement.place), statement.value);
        break;
      case 'setLength':
        this.join(this.at('length', statement.place), statement.length);
        break;
      case 'copy':
        this.alias(this.aggregate(statement.to), this.aggregate(statement.from), statement.type);
        break;
      case 'allocate':
        if (statement.length !== undefined)
          this.join([carrier('length', this.root(statement.local))], statement.length);
        break;
      case 'external':
      case 'create':
        this.join(['ether'], statement.value);
        break;
      case 'call': {
        const called = this.contract.functions.get(statement.function);
        called?.parameters.forEach((parameter, i) => {
          this.given(parameter, statement.arguments[i]);
        });
        called?.results.forEach((result, i) => {
          const target = statement.results[i];
          if (target !== undefined) this.alias(this.root(target), this.root(result), result.type);
        });
        break;
      }
      default:
        break;
    }
  }

  private expression(e: Expression): void {
    if (e.kind === 'read' || e.kind === 'lengthOf') this.indices(e.place);
    if (e.kind !== 'binary') return;
    const [one, other] = e.left.kind === 'constant' ? [e.right, e.left] : [e.left, e.right];
    if (e.operator === 'mul' && other.kind === 'constant' && typeof other.value === 'bigint')
      for (const carrier of this.carriers(one)) this.factors.push([carrier, other.value]);
    if ((e.operator === 'add' || e.operator === 'sub') && other.kind === 'constant' && other.value === 1n)
      this.steps.push(...this.carriers(one));
    if (OF_ONE_KIND.has(e.operator)) this.join(this.carriers(one), other);
  }

  /** Indices count what the length of their array counts, and first keys of a mapping are of one kind. */
  private indices(place: Place): void {
    for (const step of place.kind === 'storage' ? place.steps : [place.step])
      if (step.kind === 'element') this.join(this.at('length', place), step.index);
    if (place.kind !== 'storage' || place.root.kind !== 'variable') return;
    const [first] = place.steps;
    if (first?.kind === 'key') this.join([carrier('keys', place.root.variable)], first.key);
  }

  private given(parameter: Local, argument: Argument | undefined): void {
    if (argument?.kind === 'storage')
      this.alias(this.root(parameter), this.base(argument.place), parameter.type);
    else if (argument !== undefined && parameter.holds === 'memory')
      this.alias(this.root(parameter), this.object(argument.value), parameter.type);
    else if (argument !== undefined) this.join([this.local(parameter)], argument.value);
  }

  /** Carriers and a value are of one kind. */
  private join(some: readonly Carrier[], value: Expression): void {
    const all = [...some, ...this.carriers(value)];
    for (const one of all.slice(1)) this.union(all[0] as Carrier, one);
    const [first] = all;
    if (first === undefined) return;
    if (value.kind === 'constant' && typeof value.value === 'bigint' && value.value > 1n)
      this.constants.push([first, value.value]);
  }

  private union(a: Carrier, b: Carrier): void {
    const [one, other] = [this.kindOf(a), this.kindOf(b)];
    if (one !== other) this.parents.set(other, one);
  }

  /** What carries the value of an expression, up to a constant factor. */
  private carriers(e: Expression): readonly Carrier[] {
    switch (e.kind) {
      case 'local':
        return [this.local(e.local)];
      case 'read':
        return this.at('contents', e.place);
      case 'lengthOf':
        return this.at('length', e.place);
      case 'memoryLength': {
        const object = this.object(e.object);
        return object === undefined ? [] : [carrier('length', object)];
      }
      case 'environment':
        if (e.name === 'msg.value') return ['ether'];
        return e.name === 'block.number' || e.name === 'block.timestamp' ? [e.name] : [];
      case 'builtin':
        return e.name === 'balance' ? ['ether'] : [];
      case 'wrap':
      case 'unary':
        return this.carriers(e.operand);
      case 'conditional':
        return [...this.carriers(e.then), ...this.carriers(e.else)];
      case 'binary':
        if (e.left.kind === 'constant') return this.carriers(e.right);
        if (e.right.kind === 'constant') return this.carriers(e.left);
        return OF_ONE_KIND.has(e.operator) ? [...this.carriers(e.left), ...this.carriers(e.right)] : [];
      default:
        return [];
    }
  }

  /** Two names of one object or place: what is at the same field of both is of one kind. */
  private alias(a: string | undefined, b: string | undefined, type: IrType): void {
    if (a === undefined || b === undefined) return;
    for (const part of ['contents', 'length'] as const)
      for (const field of [undefined, ...fieldsOf(type)])
        this.union(carrier(part, a, field), carrier(part, b, field));
  }

  private aggregate(reference: AggregateReference): string | undefined {
    return reference.kind === 'storage' ? this.base(reference.place) : this.object(reference.object);
  }

  private at(of: Part, place: Place): readonly Carrier[] {
    const base = this.base(place);
    return base === undefined ? [] : [`${of} ${base}`];
  }

  /** The variable or object that a place lies in, with the last field on the way. */
  private base(place: Place): string | undefined {
    const root =
      place.kind === 'memory'
        ? this.object(place.object)
        : place.root.kind === 'pointer'
          ? this.root(place.root.local)
          : place.root.variable;
    if (root === undefined) return undefined;
    const steps = place.kind === 'storage' ? place.steps : [place.step];
    const field = steps.findLast((step) => step.kind === 'field');
    return field === undefined ? root : `${root.replace(/#.*$/, '')}#${field.name}`;
  }

  /** The variable that stands for a memory object. */
  private object(e: Expression): string | undefined {
    if (e.kind === 'local') return this.root(e.local);
    return e.kind === 'read' ? this.base(e.place) : undefined;
  }

  private local(local: Local): Carrier {
    return carrier('contents', this.root(local));
  }

  private root(local: Local): string {
    const known = this.locals.get(local) ?? `local ${this.locals.size}`;
    this.locals.set(local, known);
    return known;
  }
}

/** Operators whose sides count the same. */
const OF_ONE_KIND: ReadonlySet<string> = new Set(['add', 'sub', 'mod', 'lt', 'le', 'eq']);

/** Names of the fields of a record, and of records in it down to some depth. */
function fieldsOf(type: IrType, depth = 4): readonly string[] {
  if (depth === 0) return [];
  switch (type.kind) {
    case 'struct':
      return type.fields.flatMap((field) => [field.name, ...fieldsOf(field.type, depth - 1)]);
    case 'array':
      return fieldsOf(type.element, depth - 1);
    case 'mapping':
      return fieldsOf(type.value, depth - 1);
    default:
      return [];
  }
}
