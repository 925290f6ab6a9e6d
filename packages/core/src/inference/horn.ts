// A contract as a system of Horn clauses over an unknown invariant of its scalars: what a constructor leaves satisfies it,
// every entry point keeps it, and with it the claim holds. Whatever else is in a state (entries of mappings, results of
// functions) is arbitrary at each step. A solution is a candidate only: it is proved again by plain induction.
import {
  BOOL,
  type FunctionSymbol,
  freeSymbols,
  INT,
  type Script,
  substitute,
  type Term,
  visitTerms,
} from '@surety/solvers';
import { construction } from '../session/construction.js';
import { entryRun, momentsOfCalls, type Session } from '../session/session.js';
import type { State } from '../symbolic/state.js';
import { freshBalances } from '../symbolic/world.js';
import { buildScript } from '../vc/query.js';
import type { Column } from './horn-columns.js';

/** What must be impossible in states with the invariant. */
export interface HornGoal {
  readonly facts: readonly Term[];
  readonly bad: Term;
}

/** Name of the unknown predicate. */
export const UNKNOWN_INVARIANT = 'invariant';

/**
 * The clauses of a session and what its claim must exclude: satisfiable iff some invariant over the columns suffices. `when`:
 * whether it shall hold whenever unknown code runs, too.
 */
export function hornSystem(
  session: Session,
  columns: readonly Column[],
  goals: readonly HornGoal[],
  when: 'always' | 'between transactions',
): Script {
  const { world, bank, anyState } = session;
  const invariant: FunctionSymbol = {
    name: UNKNOWN_INVARIANT,
    domain: columns.map((c) => c.read(anyState).sort),
    range: BOOL,
  };
  const holdsIn = (state: State): Term =>
    bank.call(
      invariant,
      columns.map((c) => c.read(state)),
    );
  const clause = (
    facts: readonly Term[],
    given: readonly State[],
    path: Term,
    end: State | undefined,
  ): Term => {
    const reads = [...given, ...(end === undefined ? [] : [end])].flatMap((s) =>
      columns.map((c) => c.read(s)),
    );
    // The facts of all that is in sight, that of the columns too.
    const sight = bank.and(path, ...reads.map((term) => bank.eq(term, bank.fresh('column', term.sort))));
    const { assertions } = buildScript(world, { hypotheses: [], facts, bad: sight });
    const body = assertions.map((a) => a.term);
    const head = end === undefined ? bank.false_ : holdsIn(end);
    return closed(session, bank.implies(bank.and(...body, ...given.map(holdsIn)), head));
  };
  const clauses: Term[] = [];
  for (const instance of world.instances) {
    const { run, facts } = construction(session, instance);
    if (run.post === undefined || instance !== world.instances[0]) continue;
    clauses.push(clause([...session.factsBefore, ...facts], [], run.post.path.all, run.post));
  }
  for (const instance of world.instances) {
    for (const entry of instance.contract.entries) {
      for (const moment of momentsOfCalls(session)) {
        const { run, havocs, facts, callsOut } = entryRun(session, instance, entry, moment);
        const known = [...session.facts, ...facts];
        if (run.post !== undefined) {
          const passed = new Set(conjuncts(run.post.path.all));
          const through =
            when === 'always' ? havocs.filter((h) => conjuncts(h.guard).every((c) => passed.has(c))) : [];
          clauses.push(
            clause(known, [anyState, ...through.map((h) => h.state)], run.post.path.all, run.post),
          );
        }
        if (when === 'always')
          for (const { call } of callsOut)
            clauses.push(clause(known, [anyState], call.state.path.all, call.state));
      }
    }
  }
  const balances = freshBalances(world);
  const more = world.instances.map((i) =>
    bank.le(bank.select(anyState.balances, i.address), bank.select(balances, i.address)),
  );
  clauses.push(clause([...session.facts, ...more], [anyState], bank.true_, { ...anyState, balances }));
  for (const goal of goals)
    clauses.push(clause([...session.facts, ...goal.facts], [anyState], goal.bad, undefined));
  return { logic: 'HORN', assertions: clauses.map((term) => ({ term })), comments: ['invariant'] };
}

function conjuncts(term: Term): readonly Term[] {
  return term.kind === 'apply' && term.op === 'and' ? term.args : [term];
}

/** For all values: what is read from arrays and what functions give is one more variable each. */
function closed({ bank }: Session, clause: Term): Term {
  const abstracted = new Map<Term, Term>();
  visitTerms([clause], (term) => {
    const opaque =
      (term.kind === 'call' && term.fn.name !== UNKNOWN_INVARIANT) ||
      (term.kind === 'apply' && term.op === 'select') ||
      isNonlinear(term) ||
      (term.kind === 'apply' &&
        term.op === 'eq' &&
        term.args[0]?.sort !== INT &&
        term.args[0]?.sort !== BOOL);
    if (opaque) abstracted.set(term, bank.fresh('read', term.sort));
  });
  const body = substitute(bank, clause, abstracted);
  const variables = freeSymbols([body]);
  return variables.length === 0 ? body : bank.forall(variables, body);
}

function isNonlinear(term: Term): boolean {
  if (term.kind !== 'apply') return false;
  const variable = term.args.filter((a) => a.kind !== 'literal').length;
  if (term.op === 'mul') return variable > 1;
  return (term.op === 'div' || term.op === 'mod') && term.args[1]?.kind !== 'literal';
}
