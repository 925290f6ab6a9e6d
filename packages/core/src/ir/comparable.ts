// Which state variables and lengths of arrays a contract ever compares, adds up or assigns to each other, directly or by way
// of others: those that count the same kind of thing. An idea of O'Callahan and Jackson (Lackwit, ICSE 1997), used for
// inferred invariants by Guo, Perkins, McCamant and Ernst (ISSTA 2006). A product of two amounts is of a third kind.
import type { AggregateReference, Argument, Expression, IrContract, Local, Place, Statement } from './ir.js';
import { placeExpressions, statementParts, visitExpression, visitStatements } from './visit.js';

/** A state variable's contents (all entries of mappings and arrays alike), or the length of an array. */
export interface Counted {
  /** As in `StorageVariable.id`. */
  readonly variable: string;
  readonly of: 'contents' | 'length';
}

/** Tells whether two amounts of a contract count the same kind of thing, by its code. About linear in the contract's size. */
export function comparability(contract: IrContract): (a: Counted, b: Counted) => boolean {
  const kinds = new Kinds();
  for (const fn of contract.functions.values())
    visitStatements(fn.body, (statement) => {
      for (const carriers of sameKind(contract, statement)) kinds.join(carriers);
    });
  const kindOf = ({ variable, of }: Counted): Carrier => kinds.of(`${of} ${variable}`);
  return (a, b) => kindOf(a) === kindOf(b);
}

/** A local variable, or `contents v` or `length v` of a state variable `v`. */
type Carrier = Local | string;

/** Union-find. */
class Kinds {
  private readonly parents = new Map<Carrier, Carrier>();

  of(carrier: Carrier): Carrier {
    let root = carrier;
    for (let up = this.parents.get(root); up !== undefined; up = this.parents.get(root)) root = up;
    if (root !== carrier) this.parents.set(carrier, root);
    return root;
  }

  join([first, ...others]: readonly Carrier[]): void {
    for (const other of others)
      if (this.of(other) !== this.of(first as Carrier))
        this.parents.set(this.of(other), this.of(first as Carrier));
  }
}

/** Groups of carriers of one kind, as a statement shows it (nested lists left out). */
function sameKind(contract: IrContract, statement: Statement): readonly (readonly Carrier[])[] {
  const { reads, places } = statementParts(statement);
  const groups: (readonly Carrier[])[] = places.flatMap(indices);
  for (const expression of [...reads, ...places.flatMap(placeExpressions)])
    visitExpression(expression, (inner) => {
      if (inner.kind === 'binary') groups.push(inSame(inner));
      else if (inner.kind === 'read' || inner.kind === 'lengthOf') groups.push(...indices(inner.place));
    });
  switch (statement.kind) {
    case 'assign':
      groups.push([statement.local, ...carriers(statement.value)]);
      break;
    case 'point':
      groups.push([statement.local, ...whole(statement.place)]);
      break;
    case 'store':
      groups.push([...contents(statement.place), ...carriers(statement.value)]);
      break;
    case 'setLength':
      groups.push([...lengthOf(statement.place), ...carriers(statement.length)]);
      break;
    case 'copy':
      groups.push([...aggregate(statement.to), ...aggregate(statement.from)]);
      break;
    case 'allocate':
      groups.push([statement.local, ...(statement.length === undefined ? [] : carriers(statement.length))]);
      break;
    case 'call': {
      const called = contract.functions.get(statement.function);
      called?.parameters.forEach((parameter, i) => {
        groups.push([parameter, ...given(statement.arguments[i])]);
      });
      called?.results.forEach((result, i) => {
        groups.push([result, ...[statement.results[i] ?? []].flat()]);
      });
      break;
    }
    default:
      break;
  }
  return groups;
}

/** What both sides of an operation carry, where they must be of one kind. */
function inSame(e: Extract<Expression, { kind: 'binary' }>): readonly Carrier[] {
  switch (e.operator) {
    case 'add':
    case 'sub':
    case 'mod':
    case 'lt':
    case 'le':
    case 'eq':
      return [...carriers(e.left), ...carriers(e.right)];
    default:
      return [];
  }
}

/** What carries the value of an expression, up to a constant factor. */
function carriers(e: Expression): readonly Carrier[] {
  switch (e.kind) {
    case 'local':
      return [e.local];
    case 'read':
      return contents(e.place);
    case 'lengthOf':
      return lengthOf(e.place);
    case 'memoryLength':
      return carriers(e.object);
    case 'wrap':
    case 'unary':
      return carriers(e.operand);
    case 'conditional':
      return [...carriers(e.then), ...carriers(e.else)];
    case 'binary':
      if (e.left.kind === 'constant') return carriers(e.right);
      return e.right.kind === 'constant' ? carriers(e.left) : inSame(e);
    default:
      return [];
  }
}

function given(argument: Argument | undefined): readonly Carrier[] {
  if (argument === undefined) return [];
  return argument.kind === 'value' ? carriers(argument.value) : whole(argument.place);
}

/** Indices count what the length of their array counts. */
function indices(place: Place): readonly (readonly Carrier[])[] {
  const steps = place.kind === 'storage' ? place.steps : [place.step];
  return steps.flatMap((step) =>
    step.kind === 'element' ? [[...lengthOf(place), ...carriers(step.index)]] : [],
  );
}

function aggregate(reference: AggregateReference): readonly Carrier[] {
  return reference.kind === 'storage' ? whole(reference.place) : carriers(reference.object);
}

function whole(place: Place): readonly Carrier[] {
  return [...contents(place), ...lengthOf(place)];
}

function contents(place: Place): readonly Carrier[] {
  return rooted(place, 'contents');
}

function lengthOf(place: Place): readonly Carrier[] {
  return rooted(place, 'length');
}

// Where a pointer or a memory object stands for several variables, all of these are of one kind.
function rooted(place: Place, of: Counted['of']): readonly Carrier[] {
  if (place.kind === 'memory') return carriers(place.object);
  return [place.root.kind === 'pointer' ? place.root.local : `${of} ${place.root.variable}`];
}
