// What unknown code does in a search for attacks: concrete, bounded and replayable. It accepts the call and returns,
// or first re-enters functions of the scope, as itself or through accomplices.
import type { Term } from '@surety/solvers';
import { IS_EOA } from '../encode/functions.js';
import type { EntryPoint } from '../ir/ir.js';
import { joinStates } from '../symbolic/join.js';
import type { State } from '../symbolic/state.js';
import {
  type CallOut,
  type Frame,
  freshScalar,
  type Instance,
  type UnknownCode,
  type World,
} from '../symbolic/world.js';
import { restricted } from './symbolic-chain.js';
import { arbitraryAmount, runTransaction, type TransactionRun } from './transaction.js';

const CALLBACK = 'callback';

/** Is told every call that unknown code may make: it may be one that fails, of a view function too. */
type Watch = (run: TransactionRun) => void;

/** What an attacker may do in a search. */
export interface Attack {
  /** Most calls nested in each other (0: it only accepts or refuses). */
  readonly depth: number;
  /** Most calls one after the other each time that it is called; 1 by default. */
  readonly calls?: number;
  readonly watch?: Watch;
  /** As many calls of anything come first each time, in a row; they succeed and nobody watches them. */
  readonly before?: number;
  /** The only calls that come back. They may also fail, and then the attacker goes on. */
  readonly only?: (instance: Instance, entry: EntryPoint) => boolean;
  /** It passes ether on or forces it in, too. */
  readonly movesEther?: boolean;
}

/** Unknown code that attacks. */
export function attackCode(attack: Attack): UnknownCode {
  const code: UnknownCode = {
    run(frame, state, call) {
      let after: State | undefined = state;
      const { before = 0, calls = 1 } = attack;
      for (let round = 0; round < before + calls && after !== undefined; round++)
        after = respond(code, round < before ? { depth: attack.depth } : attack, round, frame, after, call);
      return after === undefined || attack.movesEther !== true ? after : passEther(frame, after, call);
    },
  };
  return code;
}

/** The callee passes ether on to someone else, or forces it into the contract that called it. */
function passEther(frame: Frame, state: State, call: CallOut): State {
  const { world, instance } = frame;
  const { bank } = world;
  const away = freshScalar(world, 'passed on to', { kind: 'address' });
  const passes = [
    { to: away, amount: arbitraryAmount(world, 'passed on'), forced: false },
    { to: instance.address, amount: arbitraryAmount(world, 'forced in'), forced: true },
  ];
  const nothing = bank.and(...passes.map((p) => bank.eq(p.amount, bank.int(0n))));
  const { target } = call;
  const apart = bank.and(
    bank.call(IS_EOA, [away]),
    bank.le(bank.int(0x10000n), away),
    ...world.instances.map((i) => bank.not(bank.eq(away, i.address))),
  );
  let { balances } = state;
  for (const { to, amount } of passes) {
    balances = bank.store(balances, target, bank.sub(bank.select(balances, target), amount));
    balances = bank.store(balances, to, bank.add(bank.select(balances, to), amount));
  }
  const afforded = bank.le(bank.int(0n), bank.select(balances, target));
  call.passes.push(...passes);
  const possible = bank.and(apart, afforded, bank.or(nothing, isContract(world, target)));
  return restricted(world, { ...state, balances }, possible);
}

/** An account with code that is none of ours, beyond the precompiled contracts. */
function isContract(world: World, account: Term): Term {
  const { bank } = world;
  return bank.and(
    bank.not(bank.call(IS_EOA, [account])),
    bank.le(bank.int(0x10000n), account),
    ...world.instances.map((i) => bank.not(bank.eq(account, i.address))),
  );
}

function respond(
  code: UnknownCode,
  { depth, watch, only }: Attack,
  round: number,
  frame: Frame,
  state: State,
  call: CallOut,
): State | undefined {
  const { world } = frame;
  const { bank } = world;
  if (frame.stack.filter((name) => name === CALLBACK).length >= depth) return state;
  const pick = bank.fresh('response', bank.int(0n).sort);
  // The callee calls back itself, or another contract does that it calls.
  const caller = freshScalar(world, 'caller', { kind: 'address' });
  const ends: State[] = [];
  const others: Term[] = [];
  let number = 0n;
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      if (only?.(instance, entry) === false) continue;
      if (watch === undefined && (entry.mutability === 'view' || entry.mutability === 'pure')) continue;
      number += 1n;
      const chosen = bank.eq(pick, bank.int(number));
      const run = runTransaction(world, {
        state: restricted(world, state, bank.and(chosen, isContract(world, caller))),
        instance,
        entry,
        sender: caller,
        value: entry.payable ? arbitraryAmount(world, 'value') : bank.int(0n),
        context: frame.transaction,
        unknownCode: code,
        stack: [...frame.stack, CALLBACK],
      });
      watch?.(run);
      if (run.post === undefined && watch === undefined) continue;
      others.push(chosen);
      call.callbacks.push({
        chosen,
        round,
        caller,
        instance,
        entry,
        value: run.value,
        arguments: run.arguments,
        callOuts: run.effects.callOuts,
      });
      if (run.post !== undefined) ends.push({ ...run.post, locals: state.locals });
      if (only === undefined) continue;
      const fails = bank.or(...run.effects.reverts.map((revert) => revert.condition));
      if (fails !== bank.false_) ends.push(restricted(world, state, fails));
    }
  }
  ends.push(restricted(world, state, bank.not(bank.or(...others))));
  return joinStates(bank, state.path, ends);
}
