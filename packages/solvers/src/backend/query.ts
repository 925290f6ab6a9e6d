// From a script and its limits to the text a solver runs, and from the solver's answer to an outcome.
import { EMPTY_MODEL, type Model } from '../model/model.js';
import { IDENTITY_NAMES, ModelError, parseModel } from '../model/parse-model.js';
import { emitWithNames } from '../smtlib/emit.js';
import {
  parseSExpressions,
  type SExpression,
  SExpressionError,
  STRING_MARK,
} from '../smtlib/s-expression.js';
import type { Script, ScriptNames } from '../smtlib/script.js';
import type { Limits, Outcome } from './backend.js';

/** A script made ready for a solver of one kind. */
export interface Query {
  /** Everything up to and including the check: `(set-option ..)`, declarations, assertions, `(check-sat)`. */
  readonly text: string;
  /** The same with unsat cores switched on; asked only after an unsat, because it changes the engine. */
  readonly coreText?: string;
  readonly wantModel: boolean;
  readonly names: ScriptNames;
}

/** Asked after sat, unsat (with coreText) and unknown respectively. */
export const FOLLOW_UP = {
  sat: '(get-model)',
  unsat: '(get-unsat-core)',
  unknown: '(get-info :reason-unknown)',
} as const;

const CORE_RLIMIT = 2_000_000;

const CHECK_COMMAND = /^\s*\((?:check-sat|get-model|get-unsat-core|exit)\)\s*$/gm;

/** The text to run for a script; `extraOptions` are set before those of the limits. */
export function prepareQuery(
  script: Script | string,
  limits: Limits,
  extraOptions: readonly (readonly [string, string])[],
): Query {
  // Texts may come from a dump, which ends in a check of its own.
  const { text, names } =
    typeof script === 'string'
      ? { text: script.replace(CHECK_COMMAND, ''), names: IDENTITY_NAMES }
      : emitWithNames(script, {
          renumber: true,
          comments: false,
          ...(limits.integersAs === undefined ? {} : { integersAs: limits.integersAs }),
        });
  const options = [...extraOptions, ...Object.entries(limits.options ?? {})];
  if (limits.rlimit !== undefined) options.push(['rlimit', String(limits.rlimit)]);
  const wantModel = limits.wantModel ?? true;
  const written = (settings: readonly (readonly [string, string])[]): string =>
    settings.map(([name, value]) => `(set-option :${name} ${value})\n`).join('');
  const head = written(options);
  const check = limits.tactic === undefined ? '(check-sat)\n' : `(check-sat-using ${limits.tactic})\n`;
  const models = wantModel ? '(set-option :produce-models true)\n' : '';
  const plain = `${head}${models}${text}\n${check}`;
  if (limits.wantCore !== true) return { text: plain, wantModel, names };
  // Only named assertions can be in a core.
  if (typeof script !== 'string' && names.assertions.size === 0) return { text: plain, wantModel, names };
  // A core is a bonus: looking for it is bounded.
  const coreHead = written(
    options.map(([name, value]) =>
      name === 'rlimit' && Number(value) > CORE_RLIMIT ? [name, String(CORE_RLIMIT)] : [name, value],
    ),
  );
  const coreText = `${coreHead}(set-option :produce-unsat-cores true)\n${text}\n${check}`;
  return { text: plain, coreText, wantModel, names };
}

/** The first word of a solver's answer to a check, when it is a verdict. */
export function readVerdict(output: string): 'sat' | 'unsat' | 'unknown' | { readonly problem: string } {
  let parsed: readonly SExpression[];
  try {
    parsed = parseSExpressions(output);
  } catch (error) {
    if (error instanceof SExpressionError) return { problem: `unreadable answer: ${error.message}` };
    throw error;
  }
  // An error before the verdict means that something was not asserted: the verdict is then about another question.
  for (const answer of parsed) {
    if (typeof answer === 'string') continue;
    if (answer[0] === 'error') return { problem: printAnswer(answer[1] ?? 'error') };
  }
  const verdicts = parsed.filter((answer) => answer === 'sat' || answer === 'unsat' || answer === 'unknown');
  const [verdict] = verdicts;
  if (verdicts.length === 1 && (verdict === 'sat' || verdict === 'unsat' || verdict === 'unknown'))
    return verdict;
  return {
    problem: verdicts.length === 0 ? `no verdict: ${output.slice(0, 300).trim()}` : 'several verdicts',
  };
}

function printAnswer(answer: SExpression): string {
  if (typeof answer !== 'string') return `(${answer.map(printAnswer).join(' ')})`;
  return answer.startsWith(STRING_MARK) ? answer.slice(1) : answer;
}

/** The outcome of a sat answer; unknown when its model cannot be read. */
export function satOutcome(query: Query, modelText: string | undefined): Outcome {
  if (!query.wantModel || modelText === undefined) return { kind: 'sat', model: EMPTY_MODEL };
  try {
    const model: Model = parseModel(modelText, query.names);
    return { kind: 'sat', model };
  } catch (error) {
    if (error instanceof ModelError)
      return { kind: 'unknown', reason: `model not readable: ${error.message}` };
    throw error;
  }
}

/** The outcome of an unsat answer, with the names of its core when one was given. */
export function unsatOutcome(query: Query, coreText: string | undefined): Outcome {
  if (coreText === undefined) return { kind: 'unsat' };
  const found = readCore(coreText);
  if (found === undefined) return { kind: 'unsat' };
  return { kind: 'unsat', core: found.map((name) => query.names.assertions.get(name) ?? name) };
}

function readCore(text: string): readonly string[] | undefined {
  try {
    const list = parseSExpressions(text).find((answer) => typeof answer !== 'string');
    if (list === undefined || typeof list === 'string' || list[0] === 'error') return undefined;
    return list.filter((name) => typeof name === 'string');
  } catch (error) {
    if (error instanceof SExpressionError) return undefined;
    throw error;
  }
}

// Solvers write the reason as a string, as a word, or (cvc5) as a list.
function readReason(text: string): string {
  try {
    for (const answer of parseSExpressions(text))
      if (typeof answer !== 'string' && answer[0] === ':reason-unknown') return printAnswer(answer[1] ?? '');
    return '';
  } catch (error) {
    if (error instanceof SExpressionError) return '';
    throw error;
  }
}

/** The outcome of an unknown answer; a used-up `rlimit` and exhausted memory are told apart from giving up. */
export function unknownOutcome(reasonText: string | undefined, limits: Limits): Outcome {
  const reason = readReason(reasonText ?? '') || 'incomplete';
  if (/out of memory|memout/i.test(reason))
    return { kind: 'error', message: 'out of memory', outOfMemory: true };
  const spent = /max\. resource limit|resourceout|^canceled$/i.test(reason);
  return { kind: 'unknown', reason: spent && limits.rlimit !== undefined ? 'resource limit' : reason };
}
