// Tries to break claims on an EVM, knowing nothing of the verifier: random transactions by plain accounts and contracts that
// call back, refuse, pass ether on or force it in; every claim is looked at after every transaction, and those that hold
// always also whenever code outside runs.
import {
  type Chain,
  type CompiledContract,
  createChain,
  encodeCall,
  type PuppetCall,
  type PuppetEntry,
  type StateSnapshot,
  selectorOf,
  type TransactionResult,
} from '@surety/evm';
import { type Choices, pick } from '../differential/random.js';
import type { Step, TestedClaim, View } from './claims.js';

/** A claim that a run breaks. */
export interface Refutation {
  readonly claim: string;
  /** One line for each transaction, the last one breaks it. */
  readonly run: readonly string[];
}

const hex = (n: bigint): string => `0x${n.toString(16).padStart(40, '0')}`;

const PLAIN = [0xa1n, 0xa2n, 0xa3n].map((n) => (n << 100n) + n);
const PUPPETS = [0xb1n, 0xb2n].map((n) => (n << 100n) + n);
const ACTORS = [...PLAIN, ...PUPPETS];
const CONTRACT = (0xc0n << 120n) + 1n;
/** Destroys itself in favor of the address it is called with. */
const FORCER = { address: `0x${'f0'.repeat(20)}`, code: '0x600035ff' };
/** A loop that goes on longer than this ends like one that runs out of gas. */
const MOST_JUMPS = 20_000;
/** Gas of a callee of `transfer` and `send`. */
const STIPEND = 2300n;

interface Entry {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly payable: boolean;
  /** Worth trying besides those that are always tried. */
  readonly numbers: readonly bigint[];
}

/** How long it tries. */
export interface RefuterOptions {
  readonly runs: number;
  readonly length: number;
  /** Numbers that the contract compares with. */
  readonly numbers?: readonly bigint[];
}

/** Looks for runs that break claims; at most one for each. */
export async function refute(
  contract: CompiledContract,
  claims: readonly TestedClaim[],
  choices: Choices,
  { runs, length, numbers }: RefuterOptions,
): Promise<readonly Refutation[]> {
  const chain = await createChain({ number: 5n, timestamp: 1000n, maxJumps: MOST_JUMPS });
  chain.putCode(FORCER.address, FORCER.code);
  for (const puppet of PUPPETS) chain.deployPuppet({ kind: 'accept' }, hex(puppet));
  for (const actor of ACTORS) chain.setBalance(hex(actor), 1_000_000n);
  const creator = pick(choices, [...PLAIN, ...PUPPETS]);
  if (choices.below(3) === 0) chain.forceEther(hex(CONTRACT), 2n);
  const value = choices.below(3) === 0 ? 3n : 0n;
  const made = await chain.deploy({ contract, from: hex(creator), value, args: [], address: hex(CONTRACT) });
  if (!made.success) return [];
  const start = chain.snapshot();
  const found = new Map<string, Refutation>();
  const entries = entriesOf(contract, numbers);
  for (let i = 0; i < runs && found.size < claims.length; i++) {
    const open = claims.filter((c) => !found.has(c.name));
    for (const one of await oneRun(chain, contract, entries, open, choices, length))
      found.set(one.claim, one);
    chain.revertTo(start);
  }
  return [...found.values()];
}

function entriesOf(contract: CompiledContract, numbers: readonly bigint[] = []): readonly Entry[] {
  return contract.abi.flatMap((item): readonly Entry[] => {
    if (item.type === 'receive') return [{ name: 'receive', inputs: [], payable: true, numbers }];
    if (item.type !== 'function' || item.stateMutability === 'view' || item.stateMutability === 'pure')
      return [];
    const inputs = (item.inputs ?? []).map((input) => input.type);
    return [{ name: item.name ?? '', inputs, payable: item.stateMutability === 'payable', numbers }];
  });
}

async function oneRun(
  chain: Chain,
  contract: CompiledContract,
  entries: readonly Entry[],
  claims: readonly TestedClaim[],
  choices: Choices,
  length: number,
): Promise<readonly Refutation[]> {
  const broken: Refutation[] = [];
  const log: string[] = [];
  const view = (at?: StateSnapshot): View => viewOf(chain, contract, at);
  const init = view();
  let before = init;
  // For histories: the moment since which an account has not been a sender.
  const quietSince = new Map(ACTORS.map((actor) => [actor, init]));
  const report = (claim: TestedClaim): void => {
    if (!broken.some((b) => b.claim === claim.name)) broken.push({ claim: claim.name, run: [...log] });
  };
  const judgeState = (at: View, always: boolean): void => {
    for (const claim of claims)
      if (claim.holds.kind === 'state' && (!always || claim.holds.always) && !claim.holds.test(at, init))
        report(claim);
  };
  judgeState(init, false);
  for (let i = 0; i < length && broken.length < claims.length; i++) {
    const { number, timestamp } = chain.block();
    const blocks = pick(choices, [0n, 0n, 1n, 2n, 20n]);
    if (choices.below(12) === 0) {
      chain.forceEther(hex(CONTRACT), pick(choices, [1n, 2n, 7n]));
      log.push('ether is forced in');
      judgeState(view(), false);
      before = view();
    }
    const move = makeMove(chain, contract, entries, choices, before);
    const result: TransactionResult = await chain.transact({
      ...move.transaction,
      block: { number: number + blocks, timestamp: timestamp + blocks * 12n },
    });
    log.push(`${move.text} at block ${number + blocks}${result.success ? '' : ' (reverts)'}`);
    for (const call of result.outgoing)
      if (call.kind === 'call' && call.from === hex(CONTRACT) && call.gas > STIPEND && isOutside(call.to))
        judgeState(view(call.state), true);
    const after = view();
    judgeState(after, false);
    for (const sender of move.senders) quietSince.set(sender, after);
    for (const claim of claims) {
      const { holds } = claim;
      if (holds.kind === 'step' && result.success && move.step !== undefined) {
        if (!holds.test({ ...move.step, before, after })) report(claim);
      }
      if (holds.kind === 'history')
        for (const [account, since] of quietSince) if (!holds.test(since, after, account)) report(claim);
    }
    before = after;
  }
  return broken;
}

/** Code outside that is no plain account. */
function isOutside(to: string | undefined): boolean {
  return to !== undefined && PUPPETS.some((p) => hex(p) === to);
}

interface Move {
  readonly transaction: {
    readonly from: string;
    readonly origin?: string;
    readonly to: string;
    readonly value: bigint;
    readonly data: string;
  };
  readonly senders: readonly bigint[];
  /** Of a transaction that is one call. */
  readonly step: Pick<Step, 'fn' | 'sender' | 'value' | 'arguments'> | undefined;
  readonly text: string;
}

function makeMove(
  chain: Chain,
  contract: CompiledContract,
  entries: readonly Entry[],
  choices: Choices,
  now: View,
): Move {
  const scripts = PUPPETS.map((puppet) => {
    const script = Array.from({ length: choices.below(4) }, () =>
      scriptEntry(contract, entries, choices, now, puppet),
    );
    chain.setPuppet(
      hex(puppet),
      choices.below(8) === 0
        ? { kind: 'revert' }
        : {
            kind: 'script',
            entries: script.map((s) => s.entry),
            otherwise: choices.below(6) === 0 ? 'revert' : 'accept',
          },
    );
    return `${name(puppet)} when called: ${script.map((s) => s.text).join(' | ') || 'nothing'}`;
  });
  const origin = pick(choices, PLAIN);
  const told = ` [${scripts.join('; ')}]`;
  if (choices.below(5) === 0) {
    // A contract that makes several calls.
    const to = pick(choices, PUPPETS);
    const transaction = { from: hex(origin), to: hex(to), value: 0n, data: '0x' };
    return {
      transaction,
      senders: PUPPETS,
      step: undefined,
      text: `${name(origin)} calls ${name(to)}${told}`,
    };
  }
  const sender = pick(choices, ACTORS);
  const call = randomCall(contract, entries, choices, now, sender);
  return {
    transaction: {
      from: hex(sender),
      ...(PUPPETS.includes(sender) ? { origin: hex(origin) } : {}),
      to: hex(CONTRACT),
      value: call.value,
      data: call.data,
    },
    senders: [sender],
    step: { fn: call.fn, sender, value: call.value, arguments: call.arguments },
    text: `${name(sender)}: ${call.text}${told}`,
  };
}

function scriptEntry(
  contract: CompiledContract,
  entries: readonly Entry[],
  choices: Choices,
  now: View,
  self: bigint,
): { readonly entry: PuppetEntry; readonly text: string } {
  const calls = Array.from(
    { length: choices.below(3) },
    (): { readonly call: PuppetCall; readonly text: string } => {
      const kind = choices.below(8);
      if (kind === 0)
        return {
          call: { to: FORCER.address, value: 1n, data: `0x${CONTRACT.toString(16).padStart(64, '0')}` },
          text: 'forces 1 in',
        };
      if (kind === 1) {
        const other = pick(
          choices,
          ACTORS.filter((a) => a !== self),
        );
        return { call: { to: hex(other), value: 1n, data: '0x' }, text: `sends 1 to ${name(other)}` };
      }
      const { value, data, text } = randomCall(contract, entries, choices, now, self);
      return { call: { to: hex(CONTRACT), value, data }, text };
    },
  );
  const reverts = choices.below(10) === 0;
  return {
    entry: { calls: calls.map((c) => c.call), reverts },
    text: `${calls.map((c) => c.text).join(', ')}${reverts ? ' reverts' : ''}`,
  };
}

function randomCall(
  contract: CompiledContract,
  entries: readonly Entry[],
  choices: Choices,
  now: View,
  sender: bigint,
): Pick<Step, 'fn' | 'value' | 'arguments'> & { readonly data: string; readonly text: string } {
  const entry = pick(choices, entries);
  const own = now.map('credits').get(sender) ?? 0n;
  const amounts = [
    0n,
    1n,
    2n,
    5n,
    7n,
    own,
    own,
    own,
    own / 2n,
    own + 1n,
    now.balance,
    (1n << 256n) - 1n,
    ...entry.numbers,
  ];
  const args = entry.inputs.map((type) =>
    type === 'address' ? pick(choices, [...ACTORS, ...ACTORS, CONTRACT, 0n]) : pick(choices, amounts),
  );
  const value = entry.payable ? pick(choices, [0n, 1n, 2n, 5n, 10n]) : 0n;
  const values = args.map((arg, i) => (entry.inputs[i] === 'address' ? hex(arg) : arg));
  const data = entry.name === 'receive' ? '0x' : encodeCall(contract.abi, entry.name, values);
  const told = args.map((arg, i) => (entry.inputs[i] === 'address' ? name(arg) : `${arg}`)).join(', ');
  return {
    fn: entry.name,
    value,
    arguments: args,
    data,
    text: `${entry.name}${value === 0n ? '' : `{value: ${value}}`}(${told})`,
  };
}

function name(account: bigint): string {
  if (account === CONTRACT) return 'C';
  if (account === 0n) return 'zero';
  const plain = PLAIN.indexOf(account);
  return plain >= 0 ? `plain${plain + 1}` : `puppet${PUPPETS.indexOf(account) + 1}`;
}

function viewOf(chain: Chain, contract: CompiledContract, at?: StateSnapshot): View {
  const { variables } = chain.decodeStorage(hex(CONTRACT), contract, at);
  const known = new Map(variables.map((v) => [v.label, v.value]));
  const scalar = (label: string): bigint | boolean => {
    const value = known.get(label);
    if (value?.kind === 'array') return value.length;
    if (value?.kind !== 'value') return 0n;
    return typeof value.value === 'string' ? BigInt(value.value) : value.value;
  };
  const number = (label: string): bigint => BigInt(scalar(label.replace('.length', '')));
  return {
    balance: at === undefined ? chain.balanceOf(hex(CONTRACT)) : (at.balances.get(hex(CONTRACT)) ?? 0n),
    number,
    flag: (label) => number(label) !== 0n,
    map: (label) => {
      const value = known.get(label);
      if (value?.kind !== 'mapping') return new Map();
      return new Map(
        value.entries.map((e) => [BigInt(e.key), e.value.kind === 'value' ? BigInt(e.value.value) : 0n]),
      );
    },
  };
}

/** Selector and all: whether the contract has any way in that is not a view. */
export function hasEntries(contract: CompiledContract): boolean {
  return (
    contract.abi.some((item) => item.type === 'function' && selectorOf(item) !== '') &&
    entriesOf(contract).length > 0
  );
}
