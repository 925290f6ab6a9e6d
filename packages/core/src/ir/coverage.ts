// How much of a lowered contract has a meaning in the model: what each entry point reaches that is `unsupported`.
import type { EntryPoint, FunctionId, IrContract, Statement } from './ir.js';
import { visitStatements } from './visit.js';

/** A construct without a meaning, where it stands in the code. */
export type UnsupportedStatement = Extract<Statement, { readonly kind: 'unsupported' }>;

/** An entry point with the unsupported statements that a call of it may run; none means it is covered. */
export interface EntryCoverage {
  readonly entry: EntryPoint;
  readonly unsupported: readonly UnsupportedStatement[];
}

/** The coverage of the creation and of every entry point that has code of its own (getters are left out). */
export interface ContractCoverage {
  readonly creation: readonly UnsupportedStatement[];
  readonly entries: readonly EntryCoverage[];
}

/** Follows calls from every entry; function values may be any function of the table. O(entries × functions reached). */
export function coverageOf(contract: IrContract): ContractCoverage {
  const facts = new Map<FunctionId, FunctionFacts>();
  const factsOf = (id: FunctionId): FunctionFacts => {
    const known = facts.get(id);
    if (known !== undefined) return known;
    const made = functionFacts(contract, id);
    facts.set(id, made);
    return made;
  };
  const reached = (start: FunctionId): readonly UnsupportedStatement[] => {
    const seen = new Set([start]);
    for (const id of seen) for (const callee of factsOf(id).calls) seen.add(callee);
    return [...seen].flatMap((id) => factsOf(id).unsupported);
  };
  return {
    creation: reached(contract.construct),
    entries: contract.entries
      .filter((entry) => !entry.function.startsWith('get '))
      .map((entry) => ({ entry, unsupported: reached(entry.function) })),
  };
}

interface FunctionFacts {
  readonly calls: ReadonlySet<FunctionId>;
  readonly unsupported: readonly UnsupportedStatement[];
}

function functionFacts(contract: IrContract, id: FunctionId): FunctionFacts {
  const calls = new Set<FunctionId>();
  const unsupported: UnsupportedStatement[] = [];
  visitStatements(contract.functions.get(id)?.body ?? [], (statement) => {
    if (statement.kind === 'call') calls.add(statement.function);
    if (statement.kind === 'callValue') for (const value of contract.functionTable.slice(1)) calls.add(value);
    if (statement.kind === 'unsupported') unsupported.push(statement);
  });
  return { calls, unsupported };
}
