// Puts library addresses into creation code.
import { fromHex } from './bytes.js';
import type { CompiledContract } from './contract.js';

/** The libraries a contract's creation code calls, by key; throws `RangeError` when the compilation lacks one. */
export function librariesOf(contract: CompiledContract): ReadonlyMap<string, CompiledContract> {
  return new Map(
    contract.creationLibraries.map(({ key }) => {
      const library = contract.siblings.get(key);
      if (library === undefined)
        throw new RangeError(`library ${key} of ${contract.name} was not compiled with it`);
      return [key, library];
    }),
  );
}

/** Creation code with every library address filled in. */
export function linkCreationCode(
  contract: CompiledContract,
  addresses: ReadonlyMap<string, string>,
): Uint8Array {
  const code = fromHex(contract.creationCode);
  for (const { key, ranges } of contract.creationLibraries) {
    const address = addresses.get(key);
    if (address === undefined) throw new RangeError(`no address for library ${key}`);
    for (const range of ranges) code.set(fromHex(address), range.start);
  }
  return code;
}
