// The deployments that trying begins with: one account deploys everything, with plain arguments, and everybody has some ether.
import {
  constantArray,
  createLazyEvaluator,
  type FunctionTable,
  freeSymbols,
  type Model,
  type Symbol_,
  type Term,
  type Value,
} from '@surety/solvers';
import { ACCEPTS_ETHER, IS_EOA } from '../encode/functions.js';
import { linkedLeaves } from '../harness/world-of-spec.js';
import { findModel, type SolvingLimits } from '../session/check-obligation.js';
import type { Session } from '../session/session.js';
import type { State } from '../symbolic/state.js';
import type { World } from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';
import type { Deployed, SearchOptions } from './search.js';

/** A model of the deployments in which one account deploys everything, at once, with plain arguments, where that is possible. */
export async function modelOfDeployment(
  session: Session,
  world: World,
  { frontier, facts, runs, pre }: Deployed,
  options: SearchOptions,
): Promise<Model | undefined> {
  if (frontier === undefined) return undefined;
  const { bank } = world;
  const limits: SolvingLimits = { ...options.limits, rlimit: Math.floor(options.limits.rlimit / 2) };
  const ask = async (wishes: readonly Term[]): Promise<Model | undefined> => {
    const script = buildScript(world, {
      hypotheses: [],
      facts: [...facts, ...wishes],
      bad: frontier.state.path.all,
    });
    return findModel(script, options.solver, limits, 'short', options.signal);
  };
  const plain = plainDeployment(world, session, frontier.state, runs);
  const wishes = [...plain].map(([symbol, like]) => bank.eq(symbol, like));
  for (const apart of [false, true]) {
    const guess = withMeans(world, pre, guessed(plain, runs, apart));
    const holds = createLazyEvaluator(guess);
    if ([...facts, frontier.state.path.all].every((term) => holds(term) === true)) return guess;
  }
  const all = await ask(wishes);
  if (all !== undefined) return withMeans(world, pre, all);
  const granted: Term[] = [];
  let model: Model | undefined;
  for (const wish of wishes) {
    const found = await ask([...granted, wish]);
    if (found === undefined) continue;
    granted.push(wish);
    model = found;
  }
  model ??= await ask([]);
  return model === undefined ? undefined : withMeans(world, pre, model);
}

/** What the inputs of deployments had better be. */
function plainDeployment(
  world: World,
  { spec }: Session,
  deployed: State,
  runs: Deployed['runs'],
): ReadonlyMap<Symbol_, Term> {
  const { bank, instances } = world;
  const [one] = runs;
  const user = instances[0]?.address;
  const wishes = new Map<Symbol_, Term>();
  const wish = (term: Term, like: Term): void => {
    if (term.kind === 'symbol' && term !== like) wishes.set(term, like);
  };
  for (const run of runs) {
    if (one !== undefined) wish(run.sender, one.sender);
    wish(run.context.number, bank.int(1n));
    wish(run.context.timestamp, bank.int(1n));
    wish(run.value, bank.int(1_000_000n));
    for (const { local, value } of run.arguments) {
      if (value.kind === 'path' || value.kind === 'choice') continue;
      // What the deployer of a model has may be spent by the contract that is proved about.
      if (local.type.kind === 'address')
        wish(value, run.instance.model === undefined ? run.sender : (user ?? run.sender));
      else if (local.type.kind === 'int') wish(value, bank.int(local.type.bits < 24 ? 10n : 1_000_000n));
    }
  }
  // What a constructor only stores is what the specification links to.
  for (const { key, target } of linkedLeaves(world, spec)) {
    const stored = deployed.storage.get(key);
    if (stored !== undefined) wish(stored, target);
  }
  return wishes;
}

/** Who deploys, where nothing speaks against it. */
const DEPLOYER = 0x1000000n;

/**
 * A model in which wishes come true, but for accounts that are to be `apart` and so not the deployer; it may be none of what
 * the deployments need.
 */
function guessed(wishes: ReadonlyMap<Symbol_, Term>, runs: Deployed['runs'], apart: boolean): Model {
  const symbols = new Map<string, Value>();
  const deployers = new Set(runs.map((run) => run.sender));
  for (const sender of deployers) if (sender.kind === 'symbol') symbols.set(sender.name, DEPLOYER);
  let account = DEPLOYER;
  for (const [symbol, like] of wishes) {
    if (like.kind === 'literal') symbols.set(symbol.name, like.value);
    else if (like.kind === 'symbol' && !deployers.has(symbol))
      symbols.set(symbol.name, apart ? ++account : account);
  }
  return { symbols, functions: new Map() };
}

/** All accounts but the contracts are plain ones that take ether, and everybody has some. */
function withMeans(world: World, pre: State, model: Model): Model {
  const contracts = world.instances.flatMap(({ address, contract }) =>
    address.kind === 'literal' && typeof address.value === 'bigint'
      ? [{ address: address.value, contract }]
      : [],
  );
  const table = (entries: FunctionTable['entries']): FunctionTable => ({ entries, default: true });
  const functions = new Map(model.functions);
  functions.set(IS_EOA.name, table(contracts.map(({ address }) => [[address], false])));
  functions.set(
    ACCEPTS_ETHER.name,
    table(
      contracts
        .filter(({ contract }) => contract.entries.every((e) => e.kind === 'function' || !e.payable))
        .map(({ address }) => [[address], false]),
    ),
  );
  const symbols = new Map(model.symbols);
  for (const symbol of freeSymbols([pre.balances]))
    if (symbol.sort.kind === 'array') symbols.set(symbol.name, constantArray(10n ** 20n));
  return { symbols, functions };
}
