// Names of a contract's ABI: signatures, selectors, and encoding and decoding of calls, results, errors and events.
import { decodeValues, encodeValues } from './abi-codec.js';
import { AbiError, type AbiValue, parseAbiType } from './abi-value.js';
import { concatBytes, fromHex, toHex } from './bytes.js';
import type { Abi, AbiItem, AbiParameter } from './contract.js';
import { keccak256 } from './keccak.js';

/** The canonical signature of a function, error or event, for example `f((uint256,bool)[],address)`. */
export function signatureOf(item: Pick<AbiItem, 'name' | 'inputs'>): string {
  return `${item.name ?? ''}(${(item.inputs ?? []).map(signatureType).join(',')})`;
}

/** The first four bytes of the signature's hash, as `0x` hex. */
export function selectorOf(item: Pick<AbiItem, 'name' | 'inputs'>): string {
  return toHex(keccak256(new TextEncoder().encode(signatureOf(item))).subarray(0, 4));
}

/**
 * The function called `nameOrSignature` (`transfer` or `transfer(address,uint256)`); throws `AbiError` when there is none
 * or a bare name is overloaded.
 */
export function findFunction(abi: Abi, nameOrSignature: string): AbiItem {
  const bySignature = nameOrSignature.includes('(');
  const found = abi.filter(
    (item) =>
      item.type === 'function' &&
      (bySignature ? signatureOf(item) === nameOrSignature : item.name === nameOrSignature),
  );
  const [first] = found;
  if (first === undefined) throw new AbiError(`no function ${nameOrSignature}`);
  if (found.length > 1) {
    throw new AbiError(`${nameOrSignature} is overloaded: name one of ${found.map(signatureOf).join(', ')}`);
  }
  return first;
}

/** Call data of a function: selector and encoded arguments, as hex. */
export function encodeCall(abi: Abi, nameOrSignature: string, args: readonly AbiValue[]): string {
  const item = findFunction(abi, nameOrSignature);
  return toHex(concatBytes(fromHex(selectorOf(item)), encodeParameters(item.inputs ?? [], args)));
}

/** Encoded constructor arguments; a contract without a constructor takes none. */
export function encodeConstructor(abi: Abi, args: readonly AbiValue[]): Uint8Array {
  return encodeParameters(abi.find((item) => item.type === 'constructor')?.inputs ?? [], args);
}

/** The values a function returned; throws `AbiError` when the data is no encoding of its return types. */
export function decodeOutput(abi: Abi, nameOrSignature: string, returnData: string): readonly AbiValue[] {
  return decodeParameters(findFunction(abi, nameOrSignature).outputs ?? [], fromHex(returnData));
}

/** Call data taken apart by the ABI's selectors; `undefined` when no function matches or the arguments do not decode. */
export function decodeCall(
  abi: Abi,
  data: string,
): { readonly signature: string; readonly args: readonly AbiValue[] } | undefined {
  return decodeBySelector(abi, 'function', data);
}

/** Revert data taken apart by the ABI's custom errors; `undefined` when none matches. */
export function decodeCustomError(
  abi: Abi,
  data: string,
): { readonly signature: string; readonly args: readonly AbiValue[] } | undefined {
  return decodeBySelector(abi, 'error', data);
}

/** An event of a log by the ABI: arguments in order of declaration, hashed (indexed dynamic) ones as their hash. */
export function decodeEvent(
  abi: Abi,
  topics: readonly string[],
  data: string,
): { readonly signature: string; readonly args: readonly AbiValue[] } | undefined {
  for (const item of abi) {
    if (item.type !== 'event' || item.anonymous === true) continue;
    const inputs = item.inputs ?? [];
    const indexed = inputs.filter((input) => input.indexed === true);
    const signature = signatureOf(item);
    if (topics.length !== indexed.length + 1) continue;
    if (topics[0] !== toHex(keccak256(new TextEncoder().encode(signature)))) continue;
    const plain = decodeOr(() =>
      decodeParameters(
        inputs.filter((input) => input.indexed !== true),
        fromHex(data),
      ),
    );
    if (plain === undefined) continue;
    let topic = 1;
    let field = 0;
    const args = inputs.map((input) => {
      if (input.indexed !== true) return plain[field++] as AbiValue;
      const word = topics[topic++] ?? '0x';
      const type = parseAbiType(input);
      const hashed = ['bytes', 'string', 'array', 'tuple'].includes(type.kind);
      return hashed ? word : (decodeValues([type], fromHex(word))[0] as AbiValue);
    });
    return { signature, args };
  }
  return undefined;
}

/** Encodes values as an argument list of ABI parameters. */
export function encodeParameters(
  parameters: readonly AbiParameter[],
  values: readonly AbiValue[],
): Uint8Array {
  return encodeValues(parameters.map(parseAbiType), values);
}

/** Decodes an argument list of ABI parameters. */
export function decodeParameters(parameters: readonly AbiParameter[], data: Uint8Array): readonly AbiValue[] {
  return decodeValues(parameters.map(parseAbiType), data);
}

function decodeBySelector(
  abi: Abi,
  kind: 'function' | 'error',
  data: string,
): { readonly signature: string; readonly args: readonly AbiValue[] } | undefined {
  const selector = data.slice(0, 10).toLowerCase();
  const item = abi.find((entry) => entry.type === kind && selectorOf(entry) === selector);
  if (item === undefined) return undefined;
  const args = decodeOr(() => decodeParameters(item.inputs ?? [], fromHex(data).subarray(4)));
  return args === undefined ? undefined : { signature: signatureOf(item), args };
}

// Declared names are kept: they are canonical already (except tuples), and `function` must not become `bytes24`.
function signatureType(parameter: AbiParameter): string {
  if (!parameter.type.startsWith('tuple')) return parameter.type;
  return `(${(parameter.components ?? []).map(signatureType).join(',')})${parameter.type.slice('tuple'.length)}`;
}

function decodeOr<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof AbiError) return undefined;
    throw error;
  }
}
