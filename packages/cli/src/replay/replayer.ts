// The verifier's replayer over the EVM package: compiles the sources with solc, deploys, runs the plan, and reads every
// state back. Loaded on first use. When in doubt the run fails: only a replayed run may be called a violation.
import { createHash } from 'node:crypto';
import type {
  Replayer,
  ReplayInnerCall,
  ReplayPlan,
  ReplayResult,
  ReplayState,
  ReplayTransfer,
} from '@surety/core';
import type {
  Chain,
  CompiledContract,
  CompileResult,
  Snapshot,
  StateSnapshot,
  TransactionResult,
} from '@surety/evm';
import { addressHex } from './abi-arguments.js';
import { callData, constructorArguments, type EvmModule, FORCER, puppetScript } from './calls.js';
import { decodedVariables } from './decoded-state.js';

/** Compilations kept in memory: a run has one file set per spec, and searches replay the same one many times. */
const COMPILATIONS_KEPT = 4;

/** Gas of a callee of `transfer` and `send`. */
const STIPEND = 2300n;

/** A contract of the plan where it stands on the chain. */
interface Deployed {
  readonly address: string;
  readonly contract: CompiledContract;
}

/** A replayer; nothing is loaded or compiled before the first run. */
export function createReplayer(): Replayer {
  const compilations = new Map<string, Promise<CompileResult>>();
  return {
    run: async (plan, signal) => {
      const evm = await import('@surety/evm');
      signal?.throwIfAborted();
      try {
        const compiled = await compileOnce(evm, compilations, plan);
        if (!compiled.ok) return failed(compileMessage(compiled.errors));
        return await runPlan(evm, compiled.contracts, plan, signal);
      } catch (error) {
        if (signal?.aborted === true) throw error;
        // A plan that does not fit the bytecode (a value the ABI cannot carry, a layout solc does not give) proves nothing.
        return failed(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

function compileOnce(
  evm: EvmModule,
  compilations: Map<string, Promise<CompileResult>>,
  plan: ReplayPlan,
): Promise<CompileResult> {
  const { files, resolutions } = plan;
  const shape = [
    files.map((file) => [file.path, file.text]),
    [...resolutions].map(([from, to]) => [from, [...to]]),
  ];
  const key = createHash('sha256').update(JSON.stringify(shape)).digest('hex');
  const known = compilations.get(key);
  if (known !== undefined) return known;
  const [oldest] = compilations.keys();
  if (compilations.size >= COMPILATIONS_KEPT && oldest !== undefined) compilations.delete(oldest);
  const work = compileWithFittingSolc(evm, plan);
  compilations.set(key, work);
  return work;
}

/** The newest compiler first; sources whose pragma refuses it get the one kept for code before 0.6. */
async function compileWithFittingSolc(
  evm: EvmModule,
  { files, resolutions }: ReplayPlan,
): Promise<CompileResult> {
  const newest = await evm.compileSolidity(files, { resolutions });
  if (newest.ok || !newest.errors.some((error) => error.message.includes('different compiler version')))
    return newest;
  const older = await evm.compileSolidity(files, { resolutions, solcPackage: 'solc-0.5' });
  return older.ok ? older : newest;
}

function compileMessage(errors: Extract<CompileResult, { ok: false }>['errors']): string {
  const [first] = errors.filter((message) => message.severity === 'error');
  const place = first?.path === undefined ? '' : ` in ${first.path}`;
  return `solc does not compile the sources${place}: ${first?.message.split('\n')[0] ?? 'no message'}`;
}

async function runPlan(
  evm: EvmModule,
  contracts: ReadonlyMap<string, CompiledContract>,
  plan: ReplayPlan,
  signal: AbortSignal | undefined,
): Promise<ReplayResult> {
  const chain = await evm.createChain({ number: 0n, timestamp: 0n });
  // Contracts of the attacker exist from the start, so that constructors can call them; their script begins later.
  chain.putCode(FORCER.address, FORCER.code);
  for (const puppet of plan.puppets)
    if (puppet.appears === undefined) chain.deployPuppet({ kind: 'accept' }, addressHex(puppet.address));
  const deployed: Deployed[] = [];
  const deploymentTransfers: ReplayTransfer[] = [];
  for (const one of plan.deployments) {
    const contract = contracts.get(`${one.contract.path}:${one.contract.name}`);
    if (contract === undefined)
      return failed(`solc's output has no contract ${one.contract.name} in ${one.contract.path}`);
    const address = addressHex(one.address);
    const result = await chain.deploy({
      contract,
      from: addressHex(one.from),
      value: one.value,
      args: constructorArguments(evm, contract, one.arguments),
      address,
      block: one.block,
    });
    if (!result.success) {
      // The last failure to end is that of the creation itself.
      const returnData = withoutPrefix(result.failures.at(-1)?.returnData ?? '');
      return {
        ...failed(`deploying ${one.contract.name} reverted: ${reasonOf(result) ?? 'no reason'}`),
        deploymentRevert: { index: deployed.length, returnData },
      };
    }
    deployed.push({ address, contract });
    deploymentTransfers.push(...transfersOf(result.transfers));
  }
  for (const { address, amount } of plan.balances) chain.setBalance(addressHex(address), amount);
  const byAddress = new Map(deployed.map((one) => [one.address, one.contract]));
  const scripts = new Map(
    plan.puppets.map((puppet) => [addressHex(puppet.address), puppetScript(evm, puppet, byAddress)]),
  );
  const begin = (puppets: ReplayPlan['puppets']): void => {
    for (const puppet of puppets) {
      const address = addressHex(puppet.address);
      if (puppet.appears !== undefined) chain.deployPuppet({ kind: 'accept' }, address);
      chain.setPuppet(address, scripts.get(address) ?? { kind: 'accept' });
    }
  };
  begin(plan.puppets.filter((puppet) => puppet.appears === undefined));

  const accounts = accountsOf(plan);
  const afterDeployment = readState(chain, deployed, accounts, chain.state());
  const steps: Extract<ReplayResult, { kind: 'ran' }>['steps'][number][] = [];
  // States that a later step goes back to, by the number of steps before them.
  const kept = new Map<number, Snapshot>();
  const goesBack = new Set(plan.steps.map((step) => (step.kind === 'transaction' ? step.backTo : undefined)));
  const puppets = plan.puppets.map((puppet) => addressHex(puppet.address));
  for (const [position, step] of plan.steps.entries()) {
    signal?.throwIfAborted();
    begin(plan.puppets.filter((puppet) => puppet.appears === position));
    if (goesBack.has(position)) kept.set(position, chain.snapshot());
    if (step.kind === 'forceEther') {
      chain.forceEther(addressHex(step.to), step.amount);
      const after = readState(chain, deployed, accounts, chain.state());
      steps.push({
        success: true,
        revertReason: undefined,
        returnData: '',
        failures: [],
        after,
        transfers: [],
        atOutgoingCalls: [],
        atWrites: [],
      });
      continue;
    }
    if (step.backTo !== undefined) {
      const point = kept.get(step.backTo);
      if (point === undefined) return failed('a step goes back to one that comes later');
      chain.revertTo(point);
      const since = step.backTo;
      begin(plan.puppets.filter(({ appears: at }) => at !== undefined && since < at && at <= position));
    }
    // Calls in transactions that reverted were not counted, and those that the chain went back over count.
    for (const { address, next } of step.scripts ?? []) chain.setCallsMet(addressHex(address), BigInt(next));
    const refusing = new Set((step.refuses ?? []).map(addressHex));
    for (const puppet of puppets) if (scripts.has(puppet)) chain.refuseStipend(puppet, refusing.has(puppet));
    const to = addressHex(step.to);
    const result = await chain.transact({
      from: addressHex(step.from),
      ...(step.origin === undefined ? {} : { origin: addressHex(step.origin) }),
      to,
      value: step.value,
      data: callData(evm, byAddress.get(to), step.function, step.arguments, step.data),
      block: step.block,
      observeWrites: step.observeWrites === true,
    });
    // Ether that no account had would make a claim about balances false without any fault of the contract.
    if (result.toppedUp > 0n) return failed(`${addressHex(step.from)} cannot pay ${step.value} wei`);
    steps.push({
      success: result.success,
      revertReason: reasonOf(result),
      returnData: withoutPrefix(result.returnData),
      failures: result.failures.map((one) => ({
        contract: BigInt(one.contract),
        returnData: withoutPrefix(one.returnData),
      })),
      after: readState(chain, deployed, accounts, chain.state()),
      transfers: transfersOf(result.transfers),
      atOutgoingCalls: outgoingCalls(chain, deployed, accounts, result),
      atWrites: result.writes.map((write) => ({
        state: readState(chain, deployed, accounts, write.state),
        transfers: transfersOf(write.transfers),
      })),
      ...(step.observeInnerCalls === true
        ? { innerCalls: innerCalls(chain, deployed, accounts, result) }
        : {}),
    });
  }
  return { kind: 'ran', afterDeployment, deploymentTransfers, steps };
}

/**
 * States in which code outside the plan began to run. Calls among the deployed contracts are no such moments; static
 * calls, calls with the 2300 gas of `transfer` and calls that were rolled back leave their callee nothing to gain.
 */
function outgoingCalls(
  chain: Chain,
  deployed: readonly Deployed[],
  accounts: readonly bigint[],
  result: TransactionResult,
): Extract<ReplayResult, { kind: 'ran' }>['steps'][number]['atOutgoingCalls'] {
  const own = new Set(deployed.map((one) => one.address));
  return result.outgoing.flatMap((call) => {
    if (call.kind !== 'call' || call.to === undefined || own.has(call.to) || call.rolledBack) return [];
    if (call.gas <= STIPEND) return [];
    const state = readState(chain, deployed, accounts, call.state);
    return [
      {
        from: BigInt(call.from),
        to: BigInt(call.to),
        value: call.value,
        state,
        transfers: transfersOf(call.transfers),
      },
    ];
  });
}

function innerCalls(
  chain: Chain,
  deployed: readonly Deployed[],
  accounts: readonly bigint[],
  result: TransactionResult,
): readonly ReplayInnerCall[] {
  const read = ({
    state,
    transfers,
  }: (typeof result.innerCalls)[number]['before']): ReplayInnerCall['before'] => ({
    state: readState(chain, deployed, accounts, state),
    transfers: transfersOf(transfers),
  });
  return result.innerCalls.map(({ from, to, value, data, success, returnData, before, after }) => ({
    from: BigInt(from),
    to: BigInt(to),
    value,
    data: withoutPrefix(data),
    success,
    returnData: withoutPrefix(returnData),
    before: read(before),
    after: read(after),
  }));
}

function transfersOf(transfers: TransactionResult['transfers']): readonly ReplayTransfer[] {
  return transfers.map(({ from, to, value }) => ({ from: BigInt(from), to: BigInt(to), value }));
}

function readState(
  chain: Chain,
  deployed: readonly Deployed[],
  accounts: readonly bigint[],
  at: StateSnapshot,
): ReplayState {
  const balances = new Map(accounts.map((account) => [account, 0n]));
  for (const [address, amount] of at.balances) balances.set(BigInt(address), amount);
  return {
    contracts: deployed.map(({ address, contract }) => {
      const decoded = chain.decodeStorage(address, contract, at);
      return {
        variables: decodedVariables(decoded),
        words: new Map(decoded.unexplained.map(({ slot, value }) => [BigInt(slot), value])),
      };
    }),
    balances,
  };
}

function accountsOf(plan: ReplayPlan): readonly bigint[] {
  const accounts = [
    ...plan.deployments.flatMap((one) => [one.address, one.from]),
    ...plan.balances.map((one) => one.address),
    ...plan.puppets.flatMap((one) => [
      one.address,
      ...one.behaviors.flatMap((behavior) =>
        behavior.kind === 'reenter' ? behavior.calls.map((call) => call.to) : [],
      ),
    ]),
    ...plan.steps.flatMap((step) => (step.kind === 'transaction' ? [step.from, step.to] : [step.to])),
  ];
  return [...new Set(accounts)];
}

function reasonOf(result: Pick<TransactionResult, 'revert'>): string | undefined {
  const { revert } = result;
  if (revert === undefined) return undefined;
  switch (revert.kind) {
    case 'error':
      return revert.reason;
    case 'panic':
      return `panic 0x${revert.code.toString(16).padStart(2, '0')}, ${revert.meaning}`;
    case 'custom':
      return `${revert.name}(${revert.args.map(String).join(', ')})`;
    case 'empty':
      return undefined;
    case 'other':
      return revert.reason;
    default:
      return revert satisfies never;
  }
}

function withoutPrefix(hex: string): string {
  return hex.replace(/^0x/, '');
}

function failed(message: string): Extract<ReplayResult, { kind: 'failed' }> {
  return { kind: 'failed', message };
}
