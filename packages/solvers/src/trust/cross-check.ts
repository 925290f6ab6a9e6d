// A second opinion: every proof is asked of another solver too, and a contradiction is an error with both scripts.
import type { CheckResult, SolverBackend } from '../backend/backend.js';
import { emitScript } from '../smtlib/emit.js';
import type { Script } from '../smtlib/script.js';
import { climb } from '../strategy/ladder.js';
import { LADDERS } from '../strategy/rungs.js';

/** Two solvers contradict each other about one question. */
export interface Disagreement {
  /** What was asked, for people. */
  readonly question: string;
  readonly first: { readonly solver: string; readonly answer: 'unsat' };
  readonly second: { readonly solver: string; readonly answer: 'sat' };
  /** The question in SMT-LIB, as any solver reads it. */
  readonly script: string;
}

/** What became of the proofs so far. */
export interface CrossCheck {
  readonly backend: SolverBackend;
  /** Proofs the other solver confirmed, and could neither confirm nor refute. */
  readonly confirmed: () => number;
  readonly undecided: () => number;
  readonly disagreements: () => readonly Disagreement[];
}

/** Budget of a second opinion: it should not be the other solver's patience that decides. */
const LIMITS = { rlimit: 60_000_000, wallMilliseconds: 60_000 };

/** `solver`, with every proof of a question asked of `other` as it is, without any transformation of ours. */
export function crossChecked(solver: SolverBackend, other: SolverBackend): CrossCheck {
  let confirmed = 0;
  let undecided = 0;
  const disagreements: Disagreement[] = [];
  const backend: SolverBackend = {
    ...solver,
    audit: async (script, result, signal) => {
      const audited = (await solver.audit?.(script, result, signal)) ?? result;
      if (audited.kind !== 'unsat') return audited;
      const rungs = LADDERS.linear;
      const second = await climb(other, script, LIMITS, signal === undefined ? { rungs } : { rungs, signal });
      if (second.kind === 'unsat') confirmed++;
      else if (second.kind !== 'sat') undecided++;
      else {
        disagreements.push(disagreement(script, audited, second));
        const message = `${audited.solver} says unsat, ${second.solver} says sat`;
        return { kind: 'error', message, solver: audited.solver, milliseconds: audited.milliseconds };
      }
      return audited;
    },
    dispose: async () => {
      await Promise.all([solver.dispose(), other.dispose()]);
    },
  };
  return {
    backend,
    confirmed: () => confirmed,
    undecided: () => undecided,
    disagreements: () => disagreements,
  };
}

function disagreement(script: Script, first: CheckResult, second: CheckResult): Disagreement {
  return {
    question: (script.comments ?? []).join(': '),
    first: { solver: first.solver, answer: 'unsat' },
    second: { solver: second.solver, answer: 'sat' },
    script: emitScript({ ...script, logic: 'ALL' }),
  };
}
