// Which implementation runs: virtual, super and exact dispatch of functions and modifiers for the deployed contract.
import { languageVersion } from '../frontend/pragma.js';
import { typeString } from '../frontend/type-string.js';
import type {
  ContractDeclaration,
  Dispatch,
  FunctionDeclaration,
  ModifierDeclaration,
  ModifierInvocation,
} from '../frontend/typed-program.js';
import type { DeclId } from '../frontend/types.js';
import { type ContractLowering, declarationOf } from './lower-context.js';

/** The contracts of the linearization, most derived first. */
export function linearizationOf(context: ContractLowering): readonly ContractDeclaration[] {
  return context.contract.linearization.map((id) => declarationOf(context, id, 'contract'));
}

/** The implementation that a call of the named function runs; undefined when there is none. */
export function resolveFunction(
  context: ContractLowering,
  named: FunctionDeclaration,
  dispatch: Dispatch,
): FunctionDeclaration | undefined {
  const owner = named.contract;
  const lookedUp =
    dispatch.kind !== 'exact' &&
    named.visibility !== 'private' &&
    owner !== undefined &&
    context.contract.linearization.includes(owner);
  if (!lookedUp) return named.body === undefined ? undefined : named;
  const chain = linearizationOf(context);
  const after =
    dispatch.kind === 'super' ? chain.findIndex((contract) => contract.id === dispatch.after) + 1 : 0;
  for (const contract of chain.slice(after)) {
    const match = implementationIn(contract, named);
    if (match?.body !== undefined) return match;
  }
  return undefined;
}

/** The function of a contract that overrides (or is) the named one. */
function implementationIn(
  contract: ContractDeclaration,
  named: FunctionDeclaration,
): FunctionDeclaration | undefined {
  const same = contract.functions.filter(
    (f) =>
      f.functionKind === named.functionKind &&
      f.name === named.name &&
      f.visibility !== 'private' &&
      overrideKey(f) === overrideKey(named),
  );
  return same.find((f) => f.id === named.id) ?? same.find((f) => exactKey(f) === exactKey(named)) ?? same[0];
}

/** Parameter types; an override may change `calldata` to `memory`. */
function overrideKey(declaration: FunctionDeclaration): string {
  return exactKey(declaration).replaceAll('calldata', 'memory');
}

/** Parameter types as solc prints them; pointers and references into storage are the same as parameters. */
function exactKey(declaration: FunctionDeclaration): string {
  return declaration.parameters
    .map((p) => typeString(p.type).replaceAll('storage ref', 'storage pointer'))
    .join(',');
}

/** The modifier that an invocation runs: the most derived one of that name, unless it was named with its contract. */
export function resolveModifier(
  context: ContractLowering,
  invocation: ModifierInvocation,
): ModifierDeclaration | undefined {
  const named = declarationOf(context, invocation.target, 'modifier');
  const text =
    context.program.files[invocation.span.file]?.text.slice(invocation.span.start, invocation.span.end) ?? '';
  const qualified = (text.split('(')[0] ?? '').includes('.');
  if (qualified || !context.contract.linearization.includes(named.contract)) {
    return named.body === undefined ? undefined : named;
  }
  for (const contract of linearizationOf(context)) {
    const match = contract.modifiers.find((m) => m.name === named.name);
    if (match?.body !== undefined) return match;
  }
  return undefined;
}

/** Whether arithmetic is checked by default in the code of a function or modifier: from the language version of its file. */
export function checkedIn(context: ContractLowering, owner: DeclId | undefined, file: number): boolean {
  if (owner !== undefined) return declarationOf(context, owner, 'contract').checkedArithmetic;
  // Free functions: a contract of the same file tells; files without contracts are judged by their pragma, and by the
  // compiler of the deployed contract where that leaves it open.
  const neighbor = context.program.contracts.find((contract) => contract.span.file === file);
  if (neighbor !== undefined) return neighbor.checkedArithmetic;
  const pragmas = (context.program.files[file]?.text ?? '').matchAll(/^\s*pragma\s+solidity\s+([^;]*);/gm);
  const { version } = languageVersion([...pragmas].flatMap((found) => found[1] ?? []));
  return !version.wraps && (context.contract.checkedArithmetic || !version.allowsBefore.v08);
}

/** Whether calls of view functions are static calls in this file (since 0.5). */
export function staticViews(context: ContractLowering, file: number): boolean {
  const version = context.program.contracts.find((contract) => contract.span.file === file)?.languageVersion;
  return version === undefined || !/^0\.[0-4]\./.test(version);
}
