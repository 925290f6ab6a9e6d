// Compares one program: deploys its contracts, sends transactions (random ones, or those of a scenario), checks every one
// concretely and symbolically.
import { fileURLToPath } from 'node:url';
import {
  type AbiItem,
  type AbiValue,
  type CompiledContract,
  compileSolidity,
  findFunction,
} from '@surety/evm';
import { lowerAll, type ModelContract } from './model.js';
import { deployPair, transactPair } from './pair.js';
import {
  ACTORS,
  type Call,
  type Deployable,
  type Faults,
  hexAddress,
  type Pair,
  partyAddress,
} from './parties.js';
import { type Choices, pick } from './random.js';
import { newTally, type Tally } from './tally.js';
import { abiArguments, modest } from './values.js';

/** Contracts of a program that are deployed, in order of position; `P` is always there. */
export const PARTIES = ['P', 'Q', 'R'] as const;

/** A program with all that is sent to it, to be run again. */
export interface Scenario {
  readonly text: string;
  /** Constructor arguments by contract. */
  readonly deployments: ReadonlyMap<string, readonly AbiValue[]>;
  readonly calls: readonly Call[];
}

/** What became of a program. */
export type ProgramRun =
  | { readonly kind: 'ran'; readonly scenario: Scenario }
  /** solc refuses the text (too many variables for its stack, say). */
  | { readonly kind: 'rejected'; readonly message: string }
  /** Our front end refuses what solc accepts. */
  | { readonly kind: 'refused'; readonly message: string };

/** How to run a program. */
export interface ProgramOptions {
  /** Text for the model, when it is to differ from the one for the EVM. */
  readonly modelText?: string;
  readonly faults?: Faults;
  /** Whether transactions are also checked through symbolic summaries; they are unless told otherwise. */
  readonly symbolic?: boolean;
}

/** A contract of a program on both sides, not deployed yet. */
type Prepared = Pick<Deployable, 'name' | 'compiled' | 'model'>;

/** Folder whose packages hold old compilers. */
const CORPUS = fileURLToPath(new URL('../corpus', import.meta.url));

const ENUMS = new Map([['E', 3]]);
const ADDRESSES = new Map(PARTIES.map((name, i) => [name as string, hexAddress(partyAddress(i))] as const));

/** Runs random transactions against the contracts of a text. */
export async function runProgram(
  tally: Tally,
  text: string,
  choices: Choices,
  transactions: number,
  options: ProgramOptions = {},
): Promise<ProgramRun> {
  const prepared = await prepare(text, options.modelText ?? text);
  if ('kind' in prepared) return prepared;
  const deployments = new Map(
    prepared.map(({ name, compiled }) => {
      const inputs = compiled.abi.find((i) => i.type === 'constructor')?.inputs ?? [];
      return [name, abiArguments(choices, inputs, modest, ENUMS, ADDRESSES)] as const;
    }),
  );
  const calls: Call[] = [];
  const scenario: Scenario = { text, deployments, calls };
  const pair = await deployAll(tally, prepared, deployments, options.faults);
  if (pair === undefined) return { kind: 'ran', scenario };
  for (let i = 0; i < transactions; i++) {
    const call = randomCall(choices, pair);
    calls.push(call);
    const good = await transactPair(tally, pair, call, options.symbolic ?? true);
    if (!good && tally.disagreements.length > 0) break;
  }
  return { kind: 'ran', scenario };
}

/** Runs the transactions of a scenario up to the first disagreement; undefined when a side refuses the text. */
export async function replayScenario(
  scenario: Scenario,
  options: ProgramOptions = {},
): Promise<Tally | undefined> {
  const tally = newTally();
  const prepared = await prepare(scenario.text, options.modelText ?? scenario.text);
  if ('kind' in prepared) return undefined;
  const pair = await deployAll(tally, prepared, scenario.deployments, options.faults);
  if (pair === undefined) return tally;
  for (const call of scenario.calls) {
    const known = presentCall(pair, call);
    if (known === undefined) continue;
    await transactPair(tally, pair, known, options.symbolic ?? true);
    if (tally.disagreements.length > 0) break;
  }
  return tally;
}

/** The call as the program has it now: a reduced program may lack the function, or have fewer parameters. */
function presentCall(pair: Pair, call: Call): Call | undefined {
  const party = pair.parties[call.to ?? 0];
  const name = call.signature.slice(0, call.signature.indexOf('('));
  const entries = party?.instance.contract.entries.filter((e) => e.name === name) ?? [];
  const exact = entries.find((e) => e.signature === call.signature) ?? entries[0];
  if (party === undefined || exact === undefined) return undefined;
  const inputs = inputsOf(party.compiled, exact.signature, exact.kind);
  return inputs.length === call.arguments.length ? { ...call, signature: exact.signature } : undefined;
}

async function prepare(
  text: string,
  modelText: string,
): Promise<readonly Prepared[] | Exclude<ProgramRun, { kind: 'ran' }>> {
  // An old pragma names the compiler of the corpus that it is for.
  const old = /pragma solidity \^(0\.[567])\./.exec(text)?.[1];
  const compiled = await compileSolidity(
    [{ path: 'P.sol', text }],
    old === undefined ? {} : { solcPackage: `solc-${old}`, resolveFrom: CORPUS },
  );
  if (!compiled.ok) return { kind: 'rejected', message: compiled.errors[0]?.message ?? '' };
  let models: ReadonlyMap<string, ModelContract>;
  try {
    models = lowerAll({ path: 'P.sol', text: modelText }, undefined);
  } catch (error) {
    return { kind: 'refused', message: String(error) };
  }
  const prepared: Prepared[] = [];
  for (const name of PARTIES) {
    const contract = compiled.contracts.get(`P.sol:${name}`);
    const model = models.get(name);
    if (contract === undefined && name === 'P') return { kind: 'rejected', message: 'no contract P' };
    if (contract === undefined || contract.creationCode === '0x') break;
    if (model === undefined) return { kind: 'refused', message: `${name} is not lowered` };
    prepared.push({ name, compiled: contract, model });
  }
  return prepared;
}

function deployAll(
  tally: Tally,
  prepared: readonly Prepared[],
  deployments: Scenario['deployments'],
  faults: Faults | undefined,
): Promise<Pair | undefined> {
  const contracts = prepared.map((p) => {
    const item = p.compiled.abi.find((i) => i.type === 'constructor');
    return { ...p, arguments: fitting(item, deployments.get(p.name) ?? []) };
  });
  return deployPair(tally, contracts, faults);
}

/** A reduced program may have dropped the constructor. */
function fitting(item: AbiItem | undefined, args: readonly AbiValue[]): readonly AbiValue[] {
  return args.slice(0, item?.inputs?.length ?? 0);
}

function randomCall(choices: Choices, pair: Pair): Call {
  // Most transactions go to the first contract.
  const to = choices.below(4) < 3 ? 0 : choices.below(pair.parties.length);
  const { instance, compiled } = pair.parties[to] as Pair['parties'][number];
  const { entries } = instance.contract;
  const writing = entries.filter((e) => e.mutability !== 'view' && e.mutability !== 'pure');
  const entry =
    choices.below(5) === 0 || writing.length === 0 ? pick(choices, entries) : pick(choices, writing);
  const inputs = inputsOf(compiled, entry.signature, entry.kind);
  const value = entry.payable ? BigInt(choices.below(100)) : choices.below(20) === 0 ? 1n : 0n;
  return {
    to,
    signature: entry.signature,
    arguments: abiArguments(choices, inputs, modest, ENUMS, ADDRESSES),
    sender: pick(choices, ACTORS),
    value,
  };
}

function inputsOf(
  compiled: CompiledContract,
  signature: string,
  kind: string,
): NonNullable<AbiItem['inputs']> {
  return kind === 'function' ? (findFunction(compiled.abi, signature).inputs ?? []) : [];
}
