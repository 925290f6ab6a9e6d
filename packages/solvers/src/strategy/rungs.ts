// Strategies as data: for each shape of script the rungs tried in turn, with what was measured beside each.
import type { Shape } from './shape.js';

/** How a script is written for a rung. */
export type Encoding =
  /** As it is. */
  | 'exact'
  /** Quotients and remainders as variables. */
  | 'quotients'
  /** Products and quotients as variables with lemmas, refined by the models that lie. */
  | 'linear'
  /** The same, once for each combination of values of a few conditions. */
  | 'linearCases'
  /** Over the reals, quotients as intervals. */
  | 'real'
  /** The same with what is true of quotients over the integers only, for the terms at hand. */
  | 'realGuarded'
  /** Once for each combination of values of a few conditions. */
  | 'cases'
  /** Numbers of few bits: finds models, proves nothing. */
  | 'fewBits';

/** One attempt. */
export interface Rung {
  readonly name: string;
  readonly encoding: Encoding;
  readonly tactic?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Part of the budget of the question. */
  readonly share: number;
  /** Worth trying where an answer is a bonus. */
  readonly cheap?: true;
}

/** What each encoding's answers are worth: only these are answers, everything else goes on to the next rung. */
export const TRUSTED: Readonly<Record<Encoding, 'both' | 'unsat' | 'sat'>> = {
  exact: 'both',
  cases: 'both',
  // A model of these is checked by exact evaluation of the script as given before it counts.
  quotients: 'unsat',
  linear: 'unsat',
  linearCases: 'unsat',
  real: 'unsat',
  realGuarded: 'unsat',
  fewBits: 'sat',
};

const REALS = '(then simplify solve-eqs qfnra-nlsat)';

// The SMT core is not set up by what it finds in a script, because that setup has steps which take seconds and spend next to
// nothing of the budget. Figures: 544 questions with arithmetic of the examples, the nonlinear set and the public benchmark.
/** Without cuts from Hermite normal forms 57 of 68 nonlinear questions are decided in 61 s; with the own setup 53 in 75 s. */
const CORE = {
  tactic: 'smt',
  options: { 'smt.auto_config': 'false', 'smt.arith.enable_hnf': 'false' },
} as const;
const FALSE_FIRST = { ...CORE, options: { ...CORE.options, 'smt.phase_selection': '0' } } as const;
/** Trying false first decides 469 of 476 linear questions in 50 s; with the own setup 461 in 113 s. */
const LINEAR_CORE = {
  tactic: 'smt',
  options: { 'smt.auto_config': 'false', 'smt.phase_selection': '0' },
} as const;

/** Large abstractions take a fifth to a twentieth of what they take with false first (docs/decisions/0004). */
const ABSTRACT_CORE = { tactic: 'smt', options: { 'smt.auto_config': 'false' } } as const;

/** On the examples the plain core needs a third of the time of the default strategy, which is kept for what it gives up on. */
const exact = (core: Pick<Rung, 'tactic' | 'options'>): readonly Rung[] => [
  { name: 'smt', encoding: 'exact', ...core, share: 0.1 },
  // The first rung is short so that what takes long is known early: it is what a found run cancels.
  { name: 'smt, longer', encoding: 'exact', ...core, share: 0.4 },
  { name: 'default', encoding: 'exact', share: 0.5 },
];

/**
 * The rungs for each shape, in order; their shares sum up to one. "Alone" figures: decided of 32 nonlinear questions of
 * test/bench/nonlinear (16 refuted, 16 with a model), with 10M units each; test/bench/ablation.mjs repeats them.
 */
export const LADDERS: Readonly<Record<Shape, readonly Rung[]>> = {
  linear: exact(LINEAR_CORE),
  nonlinear: [
    // First, because of 244 questions it decides 238 in 15.6 s: all take 16.8 s with it first, 31.5 s with guarded reals before it.
    // Of the 32 alone 24, with models of the largest questions two to ten times faster than the exact rungs. Before the exact ones: of 256
    // questions on a loaded machine all are decided in 122 s, where with `smt` first (which decides 252) some of its steps,
    // that spend nothing of the budget, bring the sum to 1,046 s.
    { name: 'linear', encoding: 'linear', ...ABSTRACT_CORE, share: 0.05 },
    // Alone 12 of the 16 refuted, in 20 to 470 ms. Without the guards (10, never one that these miss) it has no rung.
    { name: 'guarded reals', encoding: 'realGuarded', tactic: REALS, share: 0.05 },
    // Decides questions of lazily accrued interest (20 products, 40 quotients) in 2 to 10 s that the others give up on after 30 s.
    { name: 'linear by cases', encoding: 'linearCases', ...ABSTRACT_CORE, share: 0.2 },
    // Decides in 18 to 23 s that borrowing twice is borrowing once, which no rung below does: each of 16 cases in 0.02 to 2 s.
    { name: 'cases', encoding: 'cases', ...CORE, share: 0.3 },
    // Alone 32.
    { name: 'smt', encoding: 'exact', ...CORE, share: 0.1 },
    // Alone 24; fails on other ones than the exact form.
    { name: 'quotients', encoding: 'quotients', ...CORE, share: 0.1 },
    // The same again, trying false first: of 76 hard questions it decides 55, where the rung above decides 62, but other ones.
    { name: 'smt, false first', encoding: 'exact', ...FALSE_FIRST, share: 0.1 },
    // Alone 31.
    { name: 'default', encoding: 'exact', share: 0.1 },
    // Numbers of few bits (nla2bv) decided none of the 32 and most ran into the wall clock: no rung.
  ],
  bits: exact({ tactic: 'smt' }),
  quantified: exact({ tactic: 'smt' }),
};

// For long searches the core's own setup is the better one: the buggy share of the nonlinear set takes 3.0 s with it, 5.3 s
// without.
const WITHOUT_GROEBNER: Rung = {
  name: 'smt without Groebner bases',
  encoding: 'exact',
  tactic: 'smt',
  options: { 'smt.arith.nl.grobner': 'false' },
  share: 1,
  cheap: true,
};
const WITH_GROEBNER: Rung = { name: 'smt', encoding: 'exact', tactic: 'smt', share: 1 };
const SEARCH: readonly Rung[] = [WITHOUT_GROEBNER, WITH_GROEBNER];

/** How models are looked for: in the long search for a run that breaks a claim, a model is what is hoped for. */
export const SEARCH_LADDERS: Readonly<Record<Shape, readonly Rung[]>> = {
  linear: SEARCH,
  nonlinear: [
    // Refutes runs too short to break the claim in 0.2 to 0.6 s where the next rung gives up after 5 s.
    { ...WITH_GROEBNER, name: 'smt, short', share: 0.1, cheap: true },
    // Finds models of nonlinear searches two to ten times faster than with them (measured on examples/erc4626).
    { ...WITHOUT_GROEBNER, share: 0.25 },
    // On the buggy vault of the nonlinear set, loaded machine: 1.9 s against 7.4 s and more than 14.6 s for the exact rungs.
    { name: 'linear', encoding: 'linear', tactic: 'smt', share: 0.25, cheap: true },
    { name: 'guarded reals', encoding: 'realGuarded', tactic: REALS, share: 0.1 },
    { ...WITH_GROEBNER, share: 0.4 },
    { ...WITHOUT_GROEBNER, name: 'smt without Groebner bases, longer', share: 1 },
  ],
  bits: SEARCH,
  quantified: SEARCH,
};

/**
 * How what may be left undecided is asked: whether a candidate lemma is one. Most of it has nothing to do with the products
 * and quotients in sight, and these must not use up the patience for all.
 */
export const INFERENCE_LADDERS: Readonly<Record<Shape, readonly Rung[]>> = {
  ...LADDERS,
  nonlinear: [
    { name: 'linear', encoding: 'linear', ...ABSTRACT_CORE, share: 0.3 },
    { ...WITHOUT_GROEBNER, options: { ...CORE.options, ...WITHOUT_GROEBNER.options }, share: 0.2 },
    { name: 'smt', encoding: 'exact', ...CORE, share: 0.5 },
  ],
};
