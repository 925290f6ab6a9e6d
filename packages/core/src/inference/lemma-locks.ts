// Candidate lemmas about what holds while a lock is held: at a call out some scalars have values with which entry points
// revert. Whatever else these entry points ask for, what the code asked for on the way to the call, and which scalars are
// equal there may hold for as long as the value stays. None is trusted (infer-lemmas.ts).
import { freeSymbols, type SExpression, substitute, type Term } from '@surety/solvers';
import { GHOST, type InvariantClaim, type SpecExpression } from '@surety/spec-lang';
import { entryRun, momentsOfCalls, type Session } from '../session/session.js';
import { CLOCK } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { conjunctsOf, type HornConjunct } from './horn-answer.js';
import { type Column, hornColumns } from './horn-columns.js';
import { claimOf } from './lemma-claim.js';

/** A scalar with a value that it has at calls out, and that keeps entry points from being called. */
interface Lock {
  readonly symbol: Term;
  readonly held: Term;
  /** The states of the calls during which it is held, with what was asked for before and the block. */
  readonly calls: readonly { readonly state: State; readonly asked: readonly Term[] }[];
}

const MOST_LOCKS = 4;
const MOST_CANDIDATES = 80;

/** Candidates for all locks of the session: `always`, and of the time between transactions that no lock is held. */
export function lockCandidates(session: Session): {
  readonly always: readonly InvariantClaim[];
  readonly between: readonly InvariantClaim[];
} {
  const [binding] = session.spec.contracts;
  const columns = hornColumns(session);
  const locks = locksOf(session, columns);
  if (binding === undefined || locks.length === 0) return { always: [], between: [] };
  const { bank } = session;
  const speak = speaker(columns, session);
  const always: HornConjunct[] = [];
  const between: HornConjunct[] = [];
  for (const lock of locks) {
    const held = speak(lock.held);
    if (held === undefined) continue;
    const open = speak(bank.not(lock.held));
    if (open !== undefined) between.push(open);
    for (const term of conditionsDuring(session, lock)) {
      const said = speak(term);
      if (said !== undefined) always.push(implied(held, said));
    }
  }
  const claims = (all: readonly HornConjunct[], kind: string): readonly InvariantClaim[] =>
    [...new Map(all.map((c) => [c.text, c])).values()]
      .slice(0, MOST_CANDIDATES)
      .map((atom, i) => claimOf(`${kind}${i + 1}`, atom, binding.alias, binding.location));
  return { always: claims(always, 'held'), between: claims(between, 'open') };
}

/** What blocks some entry point with the value that it has at a call out. */
function locksOf(session: Session, columns: readonly Column[]): readonly Lock[] {
  const { bank, anyState, reach, world } = session;
  const symbols = columns.map((c) => c.read(anyState)).filter((term) => term.kind === 'symbol');
  const asked = [...new Set(reach.entries.flatMap(({ needed }) => parts(needed)))];
  /** How a value blocks: it is that one, or one (`msg.sender`) that is not what an entry point asks for. */
  const heldBy = (symbol: Term, value: Term): Term | undefined => {
    if (value.kind === 'literal') {
      const blocks = (part: Term): boolean =>
        substitute(bank, part, new Map([[symbol, value]])) === bank.false_;
      return asked.some(blocks) ? bank.eq(symbol, value) : undefined;
    }
    const open = asked.find((part) => {
      const about = freeSymbols([part]);
      return about.length === 1 && about[0] === symbol;
    });
    return open === undefined ? undefined : bank.not(open);
  };
  const keyOf = new Map([...anyState.storage].map(([key, term]) => [term, key]));
  const locks = new Map<Term, { symbol: Term; held: Term; calls: Lock['calls'][number][] }>();
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      for (const when of momentsOfCalls(session)) {
        const { run, callsOut } = entryRun(session, instance, entry, when);
        for (const { call } of callsOut) {
          for (const symbol of symbols) {
            const key = keyOf.get(symbol);
            const value = key === undefined ? undefined : call.state.storage.get(key);
            if (value === undefined || value === symbol) continue;
            const held = heldBy(symbol, value);
            if (held === undefined) continue;
            const lock = locks.get(held) ?? { symbol, held, calls: [] };
            lock.calls.push({
              state: call.state,
              asked: parts(atClock(session, call.state.path.all, run.context)),
            });
            locks.set(held, lock);
          }
        }
      }
    }
  }
  return [...locks.values()].slice(0, MOST_LOCKS);
}

/** What may hold as long as a lock is held, over the scalars of the arbitrary state. */
function conditionsDuring(session: Session, lock: Lock): readonly Term[] {
  const { bank, anyState, reach } = session;
  const about = (term: Term): boolean => freeSymbols([term]).includes(lock.symbol as never);
  const found: Term[] = [];
  for (const entry of reach.entries) {
    const others = parts(atClock(session, entry.needed, entry.context)).filter((part) => !about(part));
    if (others.length === 0) continue;
    // All the same the entry point reverts, for another reason.
    if (others.length > 1) found.push(bank.not(bank.and(...others)));
    for (const part of others) found.push(bank.not(part), part);
  }
  const scalars = [...anyState.storage].filter(
    ([, term]) => term !== lock.symbol && term.kind === 'symbol' && term.sort.kind !== 'array',
  );
  for (const { state, asked } of lock.calls) {
    found.push(...asked.filter((part) => !about(part)));
    const equal = new Map<Term, Term>();
    for (const [key, symbol] of scalars) {
      const value = state.storage.get(key);
      // What this call left as it was says nothing of others.
      if (value === undefined || value.sort !== symbol.sort || value === symbol) continue;
      if (value.kind === 'literal') found.push(bank.eq(symbol, value));
      const other = equal.get(value);
      if (other !== undefined) found.push(bank.eq(symbol, other));
      else equal.set(value, symbol);
    }
  }
  return [...new Set(found)].filter((term) => term !== bank.true_ && term !== bank.false_);
}

/** A condition of a run with the clock for its block: inside the transaction they are the same. */
function atClock(
  { bank, anyState, world }: Session,
  condition: Term,
  block: { readonly number: Term; readonly timestamp: Term },
): Term {
  const map = new Map<Term, Term>();
  for (const part of ['number', 'timestamp'] as const) {
    const key = `${GHOST}/${CLOCK[part]}`;
    const clock = world.leaves.has(key) ? anyState.storage.get(key) : undefined;
    if (clock !== undefined) map.set(block[part], clock);
  }
  return map.size === 0 ? condition : substitute(bank, condition, map);
}

function parts(term: Term): readonly Term[] {
  return term.kind === 'apply' && term.op === 'and' ? term.args : [term];
}

function implied(held: HornConjunct, then: HornConjunct): HornConjunct {
  const condition: SpecExpression = {
    kind: 'binary',
    operator: '=>',
    left: held.condition,
    right: then.condition,
    type: { kind: 'bool' },
    location: held.condition.location,
  };
  const text = /&&|\|\|/.test(then.text) ? `(${then.text})` : then.text;
  return { condition, text: `${held.text} => ${text}` };
}

/** Says conditions over the scalars of the arbitrary state in words of the specification. */
function speaker(
  columns: readonly Column[],
  { anyState, spec }: Session,
): (term: Term) => HornConjunct | undefined {
  const names = columns.map((_, i) => `c${i}`);
  const named = new Map(columns.map((column, i) => [column.read(anyState), names[i] as string]));
  const location = spec.contracts[0]?.location;
  if (location === undefined) return () => undefined;
  return (term) => {
    const body = written(term, named);
    if (body === undefined) return undefined;
    const said = conjunctsOf({ parameters: names, body }, columns, location);
    return said.length === 1 ? said[0] : undefined;
  };
}

const HEADS = new Map([
  ['and', 'and'],
  ['or', 'or'],
  ['not', 'not'],
  ['eq', '='],
  ['le', '<='],
  ['add', '+'],
  ['sub', '-'],
  ['neg', '-'],
  ['mul', '*'],
]);

/** A term over columns as an expression; undefined where it is over more. */
function written(term: Term, named: ReadonlyMap<Term, string>): SExpression | undefined {
  const name = named.get(term);
  if (name !== undefined) return name;
  if (term.kind === 'literal') {
    if (typeof term.value === 'boolean') return String(term.value);
    if (term.sort.kind !== 'int') return undefined;
    const value = term.value as bigint;
    return value < 0n ? ['-', String(-value)] : String(value);
  }
  if (term.kind !== 'apply') return undefined;
  const head = HEADS.get(term.op);
  if (head === undefined) return undefined;
  const args = term.args.map((arg) => written(arg, named));
  return args.some((arg) => arg === undefined) ? undefined : [head, ...(args as SExpression[])];
}
