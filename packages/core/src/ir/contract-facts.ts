// What the entry points of a contract do, read off its IR without a solver: which variables they may write, whether they
// pay or call out, and which variables name the only sender they accept. Good for suggestions, not for proofs.
import type { EntryPoint, Expression, FunctionId, IrContract, Local, Place, Statement } from './ir.js';
import { pointerTargets, reachedFrom, rootsOf } from './storage-writes.js';
import { visitStatements } from './visit.js';

/** What a call of an entry point may do; storage variables by their id. */
export interface EntryFacts {
  readonly entry: EntryPoint;
  /** Variables that it may write, in the order of the contract. */
  readonly writes: readonly string[];
  /** It may write more than can be told: delegated calls, code outside the model. */
  readonly writesMore: boolean;
  /** It may send ether. */
  readonly pays: boolean;
  /** It may run code outside that can call back. */
  readonly callsOut: boolean;
  /** Variables of which each holds the only sender whose calls succeed. */
  readonly onlySender: readonly string[];
}

/** The facts of every entry point that has code of its own (getters are left out), in the order of the contract. */
export function entryFacts(contract: IrContract): readonly EntryFacts[] {
  const pointers = pointerTargets(contract);
  return contract.entries
    .filter((entry) => !entry.function.startsWith('get '))
    .map((entry) => {
      const reached = reachedFrom(contract, entry.function);
      const writes = new Set<string>();
      let writesMore = false;
      let pays = false;
      let callsOut = false;
      const write = (place: Place): void => {
        for (const variable of rootsOf(place, pointers)) writes.add(variable);
      };
      for (const id of reached) {
        visitStatements(contract.functions.get(id)?.body ?? [], (statement) => {
          switch (statement.kind) {
            case 'store':
            case 'clear':
            case 'setLength':
              write(statement.place);
              break;
            case 'copy':
              if (statement.to.kind === 'storage') write(statement.to.place);
              break;
            case 'external':
              pays ||= !isZero(statement.value);
              callsOut ||= statement.callKind !== 'staticcall' && !statement.stipend;
              writesMore ||= statement.callKind === 'delegatecall';
              break;
            case 'create':
              pays ||= !isZero(statement.value);
              callsOut ||= !statement.quiet;
              break;
            case 'selfdestruct':
              pays = true;
              break;
            case 'unsupported':
              writesMore = true;
              break;
            default:
              break;
          }
        });
      }
      return {
        entry,
        writes: contract.variables.map(({ id }) => id).filter((id) => writes.has(id)),
        writesMore,
        pays,
        callsOut,
        onlySender: [...requiredSenders(contract, entry.function)],
      };
    });
}

function isZero(value: Expression): boolean {
  return value.kind === 'constant' && value.value === 0n;
}

// ------------------------------------------------------------------------------------------ required senders

/** What a value is known to be: the sender, or the contents of a variable. */
type Known =
  | { readonly kind: 'sender' }
  | { readonly kind: 'variable'; readonly variable: string }
  | undefined;

/** Variables that must equal the sender on every run: requirements outside of branches, in called functions too. */
function requiredSenders(contract: IrContract, start: FunctionId): ReadonlySet<string> {
  const found = new Set<string>();
  const open: FunctionId[] = [];

  const run = (id: FunctionId, given: readonly Known[]): readonly Known[] => {
    const fn = contract.functions.get(id);
    // Recursion tells nothing new.
    if (fn === undefined || open.includes(id)) return [];
    open.push(id);
    const known = new Map<Local, Known>(fn.parameters.map((local, i) => [local, given[i]]));
    walk(fn.body, known);
    open.pop();
    return fn.results.map((local) => known.get(local));
  };

  const walk = (statements: readonly Statement[], known: Map<Local, Known>): void => {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'assign':
          known.set(statement.local, knownOf(statement.value, known));
          break;
        case 'require':
          note(statement.condition, true, known);
          break;
        case 'if':
          // `if (sender != owner) revert`, the other branch may be long.
          if (alwaysReverts(statement.then)) note(statement.condition, false, known);
          if (alwaysReverts(statement.else)) note(statement.condition, true, known);
          break;
        case 'scope':
          walk(statement.body, known);
          break;
        case 'call': {
          const values = run(
            statement.function,
            statement.arguments.map((each) =>
              each.kind === 'value' ? knownOf(each.value, known) : undefined,
            ),
          );
          for (const [i, local] of statement.results.entries())
            if (local !== undefined) known.set(local, values[i]);
          break;
        }
        case 'return':
        case 'stop':
          return;
        default:
          break;
      }
    }
  };

  const note = (condition: Expression, holds: boolean, known: ReadonlyMap<Local, Known>): void => {
    if (condition.kind === 'unary' && condition.operator === 'not') note(condition.operand, !holds, known);
    if (condition.kind !== 'binary') return;
    const { operator, left, right } = condition;
    if (operator === (holds ? 'and' : 'or')) {
      note(left, holds, known);
      note(right, holds, known);
    }
    if (operator !== 'eq' || !holds) return;
    const sides = [knownOf(left, known), knownOf(right, known)];
    if (!sides.some((side) => side?.kind === 'sender')) return;
    for (const side of sides) if (side?.kind === 'variable') found.add(side.variable);
  };

  run(start, []);
  return found;
}

function knownOf(expression: Expression, known: ReadonlyMap<Local, Known>): Known {
  if (expression.kind === 'local') return known.get(expression.local);
  if (expression.kind === 'wrap') return knownOf(expression.operand, known);
  if (expression.kind === 'environment' && expression.name === 'msg.sender') return { kind: 'sender' };
  if (expression.kind !== 'read' || expression.place.kind !== 'storage') return undefined;
  const { root, steps } = expression.place;
  return root.kind === 'variable' && steps.length === 0
    ? { kind: 'variable', variable: root.variable }
    : undefined;
}

/** A branch that ends in a revert (what it computes for its message aside). */
function alwaysReverts(statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  return last?.kind === 'revert' || (last?.kind === 'scope' && alwaysReverts(last.body));
}
