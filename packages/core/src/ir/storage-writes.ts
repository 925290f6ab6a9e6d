// Which storage code can write, read off the IR without a solver: every way to write counts, on every path, whether or not it
// can be taken. What is left is written by the constructor only.
import type { FunctionId, IrContract, Local, Place, Statement, Step } from './ir.js';
import { visitStatements } from './visit.js';

/** Storage that code may write: prefixes of leaves below the instance (`users[].debt`), or 'anything'. */
export type StorageWrites = ReadonlySet<string> | 'anything';

/**
 * What a contract may write once it is deployed, or by some of its entry points. 'anything' where it runs code of others on its storage, or code that is
 * not modeled, or writes through a pointer that is not known. O(size of the contract).
 */
export function writesAfterConstruction(contract: IrContract, entries = contract.entries): StorageWrites {
  // Delegated code anywhere: what it writes is looked for in no other contract.
  if ([...contract.functions.values()].some(({ body }) => delegates(body))) return 'anything';
  const pointers = pointerTargets(contract);
  const reached = new Set(entries.flatMap((entry) => [...reachedFrom(contract, entry.function)]));
  const written = new Set<string>();
  let anything = false;
  const write = (place: Place): void => {
    if (place.kind === 'memory') return;
    if (place.root.kind === 'variable') {
      written.add(prefixOf(place.root.variable, place.steps));
      return;
    }
    const roots = [...rootsOf(place, pointers)];
    if (roots.length === 0) anything = true;
    for (const root of roots) written.add(root);
  };
  for (const id of reached) {
    const fn = contract.functions.get(id);
    if (fn === undefined) return 'anything';
    visitStatements(fn.body, (statement) => {
      switch (statement.kind) {
        case 'store':
        case 'clear':
        case 'setLength':
          write(statement.place);
          break;
        case 'copy':
          if (statement.to.kind === 'storage') write(statement.to.place);
          break;
        case 'unsupported':
          anything = true;
          break;
        case 'assign':
        case 'point':
        case 'allocate':
        case 'require':
        case 'revert':
        case 'if':
        case 'loop':
        case 'break':
        case 'continue':
        case 'scope':
        case 'return':
        case 'call':
        case 'callValue':
        case 'external':
        case 'create':
        case 'emit':
        case 'selfdestruct':
        case 'stop':
          break;
        default:
          statement satisfies never;
      }
    });
  }
  return anything ? 'anything' : written;
}

/** Whether a leaf, given below its instance, lies at or below one of the written prefixes. */
export function mayWrite(writes: StorageWrites, leaf: string): boolean {
  if (writes === 'anything') return true;
  if (writes.has(leaf)) return true;
  return [...writes].some(
    (prefix) => leaf.startsWith(prefix) && (leaf[prefix.length] === '.' || leaf[prefix.length] === '['),
  );
}

function delegates(body: readonly Statement[]): boolean {
  let found = false;
  visitStatements(body, (statement) => {
    if (statement.kind === 'external' && statement.callKind === 'delegatecall') found = true;
  });
  return found;
}

/** As leaves are named: `.field`, and `[]` for any key or element. */
function prefixOf(variable: string, steps: readonly Step[]): string {
  return variable + steps.map((step) => (step.kind === 'field' ? `.${step.name}` : '[]')).join('');
}

/** Functions that a call of `start` may run; function values may be any of the table. */
export function reachedFrom(contract: IrContract, start: FunctionId): ReadonlySet<FunctionId> {
  const reached = new Set([start]);
  for (const id of reached) {
    visitStatements(contract.functions.get(id)?.body ?? [], (statement) => {
      if (statement.kind === 'call') reached.add(statement.function);
      if (statement.kind === 'callValue')
        for (const each of contract.functionTable.slice(1)) reached.add(each);
    });
  }
  return reached;
}

/** For each storage pointer the variables that it may point into. */
export type PointerTargets = ReadonlyMap<Local, ReadonlySet<string>>;

/** The variables that a place may lie in; nothing for memory, and for a pointer that is never set. */
export function rootsOf(place: Place, pointers: PointerTargets): Iterable<string> {
  if (place.kind === 'memory') return [];
  return place.root.kind === 'variable' ? [place.root.variable] : (pointers.get(place.root.local) ?? []);
}

/** Variables that each storage pointer may point into, wherever it is set: a fixed point over all functions. */
export function pointerTargets(contract: IrContract): PointerTargets {
  const targets = new Map<Local, Set<string>>();
  let grown = true;
  const add = (local: Local | undefined, variables: Iterable<string>): void => {
    if (local === undefined) return;
    const known = targets.get(local) ?? new Set<string>();
    targets.set(local, known);
    for (const variable of variables) {
      if (known.has(variable)) continue;
      known.add(variable);
      grown = true;
    }
  };
  while (grown) {
    grown = false;
    for (const { body } of contract.functions.values()) {
      visitStatements(body, (statement) => {
        if (statement.kind === 'point') add(statement.local, rootsOf(statement.place, targets));
        if (statement.kind !== 'call' && statement.kind !== 'callValue') return;
        const callees = statement.kind === 'call' ? [statement.function] : contract.functionTable.slice(1);
        for (const callee of callees.map((id) => contract.functions.get(id))) {
          if (callee === undefined) continue;
          for (const [i, argument] of statement.arguments.entries())
            if (argument.kind === 'storage') add(callee.parameters[i], rootsOf(argument.place, targets));
          for (const [i, result] of callee.results.entries())
            if (result.holds === 'storage') add(statement.results[i], targets.get(result) ?? []);
        }
      });
    }
  }
  return targets;
}
