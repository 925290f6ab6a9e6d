// Constants as parameters: the program with some constants left without a value, kept as immutables that nothing assigns.
import type { TypedProgram } from '../frontend/typed-program.js';
import type { DeclId } from '../frontend/types.js';

/** A state variable by name and declaring contract. */
export interface VariableName {
  readonly name: string;
  readonly declaredIn: string;
}

/** The program in which these constants of a contract or its bases are free. */
export function withFreeConstants(
  program: TypedProgram,
  contract: DeclId,
  free: readonly VariableName[],
): TypedProgram {
  const root = program.declarations.get(contract);
  if (free.length === 0 || root?.kind !== 'contract') return program;
  const declarations = new Map(program.declarations);
  for (const id of root.linearization) {
    const base = declarations.get(id);
    if (base?.kind !== 'contract') continue;
    const stateVariables = base.stateVariables.map((variable) => {
      const wanted = free.some((f) => f.name === variable.name && f.declaredIn === base.name);
      if (!wanted || variable.mutability !== 'constant') return variable;
      const freed = { ...variable, mutability: 'immutable' as const, initializer: undefined };
      declarations.set(variable.id, freed);
      return freed;
    });
    declarations.set(id, { ...base, stateVariables });
  }
  const contracts = program.contracts.map((c) => {
    const now = declarations.get(c.id);
    return now?.kind === 'contract' ? now : c;
  });
  return { ...program, declarations, contracts };
}
