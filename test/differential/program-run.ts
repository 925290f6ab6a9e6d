// Compares one generated program: deploys it, sends random transactions, checks every one concretely and symbolically.
import { fileURLToPath } from 'node:url';
import { compileSolidity, findFunction } from '@surety/evm';
import { ACTORS, deployPair, type Tally, transactPair } from './compare.js';
import { lowerAll } from './model.js';
import { type Choices, pick } from './random.js';
import { abiArguments, modest } from './values.js';

/** What became of a program. */
export type ProgramRun =
  | { readonly kind: 'ran' }
  /** solc refuses the text (too many variables for its stack, say). */
  | { readonly kind: 'rejected'; readonly message: string }
  /** Our front end refuses what solc accepts. */
  | { readonly kind: 'refused'; readonly message: string };

/** Folder whose packages hold old compilers. */
const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));

const ENUMS = new Map([['E', 3]]);

/** Runs random transactions against contract `P` of a text; a different `modelText` shows that differences are seen. */
export async function runProgram(
  tally: Tally,
  text: string,
  choices: Choices,
  transactions: number,
  modelText = text,
): Promise<ProgramRun> {
  // An old pragma names the compiler of the corpus that it is for.
  const old = /pragma solidity \^(0\.[567])\./.exec(text)?.[1];
  const compiled = await compileSolidity(
    [{ path: 'P.sol', text }],
    old === undefined ? {} : { solcPackage: `solc-${old}`, resolveFrom: CORPUS },
  );
  if (!compiled.ok) return { kind: 'rejected', message: compiled.errors[0]?.message ?? '' };
  const contract = compiled.contracts.get('P.sol:P');
  if (contract === undefined) throw new Error('no contract P');
  let model: ReturnType<typeof lowerAll>;
  try {
    model = lowerAll({ path: 'P.sol', text: modelText }, ['P']);
  } catch (error) {
    return { kind: 'refused', message: String(error) };
  }
  const lowered = model.get('P');
  if (lowered === undefined) return { kind: 'refused', message: 'P is not lowered' };
  const item = contract.abi.find((i) => i.type === 'constructor');
  const pair = await deployPair(tally, 'P', contract, lowered, {
    arguments: abiArguments(choices, item?.inputs ?? [], modest, ENUMS),
    value: 0n,
  });
  if (pair === undefined) return { kind: 'ran' };
  const entries = lowered.contract.entries;
  const writing = entries.filter((e) => e.mutability !== 'view' && e.mutability !== 'pure');
  for (let i = 0; i < transactions; i++) {
    const entry =
      choices.below(5) === 0 || writing.length === 0 ? pick(choices, entries) : pick(choices, writing);
    const inputs =
      entry.kind === 'function' ? (findFunction(contract.abi, entry.signature).inputs ?? []) : [];
    const value = entry.payable ? BigInt(choices.below(100)) : choices.below(20) === 0 ? 1n : 0n;
    const good = await transactPair(
      tally,
      pair,
      {
        signature: entry.signature,
        arguments: abiArguments(choices, inputs, modest, ENUMS),
        sender: pick(choices, ACTORS),
        value,
      },
      true,
    );
    if (!good && tally.disagreements.length > 0) break;
  }
  return { kind: 'ran' };
}
