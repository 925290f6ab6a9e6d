// Delta debugging: makes a scenario smaller as long as it still shows the disagreement. Transactions go first, then pieces of
// the program in chunks of halving size (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
import type { AbiValue } from '@surety/evm';
import { ACTORS, type Call } from './parties.js';
import { applyCut, CUT_PASSES, type CutPass } from './program-cuts.js';
import type { Scenario } from './program-run.js';
import { parseTree } from './solidity-tree.js';

/** Whether a scenario still fails in the way that is of interest. */
export type Failing = (scenario: Scenario) => Promise<boolean>;

/** A smaller scenario that still fails, at best one where no single cut can be made any more. */
export async function minimize(
  scenario: Scenario,
  failing: Failing,
  limits: { readonly seconds: number },
): Promise<Scenario> {
  const end = performance.now() + limits.seconds * 1000;
  const search: Search = { failing: remembering(failing), timeIsUp: () => performance.now() > end };
  let best = await withFewerCalls(search, scenario);
  for (let size = Number.POSITIVE_INFINITY; best.text.length < size && !search.timeIsUp(); ) {
    size = best.text.length;
    for (const pass of CUT_PASSES) best = await withSmallerText(search, best, pass);
    best = await withFewerCalls(search, best);
  }
  best = await withSimplerCalls(search, best);
  const tidy = { ...best, text: tidied(best.text) };
  return (await failing(tidy)) ? tidy : best;
}

interface Search {
  /** Remembers scenarios that it has seen. */
  readonly failing: Failing;
  readonly timeIsUp: () => boolean;
}

/** The last round tries again what failed before; that is free. */
function remembering(failing: Failing): Failing {
  const seen = new Map<string, boolean>();
  return async (scenario) => {
    const key = JSON.stringify([scenario.text, scenario.calls], (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
    const known = seen.get(key) ?? (await failing(scenario));
    seen.set(key, known);
    return known;
  };
}

async function withFewerCalls(search: Search, scenario: Scenario): Promise<Scenario> {
  let best = scenario;
  for (let chunk = best.calls.length; chunk >= 1; chunk = Math.floor(chunk / 2)) {
    for (let at = best.calls.length; at > 0 && !search.timeIsUp(); at -= chunk) {
      const calls = [...best.calls.slice(0, Math.max(0, at - chunk)), ...best.calls.slice(at)];
      if (calls.length < best.calls.length && (await search.failing({ ...best, calls })))
        best = { ...best, calls };
    }
  }
  return best;
}

async function withSmallerText(search: Search, scenario: Scenario, pass: CutPass): Promise<Scenario> {
  let best = scenario;
  let cuts = cutsOf(best.text, pass);
  for (let chunk = cuts.length; chunk >= 1; chunk = Math.floor(chunk / 2)) {
    for (let at = 0; at < cuts.length && !search.timeIsUp(); ) {
      const text = applyCut(best.text, cuts.slice(at, at + chunk).flat());
      if (
        text.length < best.text.length &&
        parseTree(text) !== undefined &&
        (await search.failing({ ...best, text }))
      ) {
        best = { ...best, text };
        cuts = cutsOf(text, pass);
      } else at += chunk;
    }
  }
  return best;
}

function cutsOf(text: string, pass: CutPass): ReturnType<CutPass> {
  const tree = parseTree(text);
  return tree === undefined ? [] : pass(text, tree);
}

/** Smaller arguments, no value, the first account as sender. */
async function withSimplerCalls(search: Search, scenario: Scenario): Promise<Scenario> {
  let best = scenario;
  for (let i = 0; i < best.calls.length; i++) {
    const replace = async (change: (call: Call) => Call): Promise<void> => {
      const calls = best.calls.map((call, k) => (k === i ? change(call) : call));
      if (!search.timeIsUp() && (await search.failing({ ...best, calls }))) best = { ...best, calls };
    };
    await replace((call) => ({ ...call, value: 0n }));
    await replace((call) => ({ ...call, sender: ACTORS[0] as bigint }));
    for (let k = 0; k < (best.calls[i]?.arguments.length ?? 0); k++)
      for (const make of [zero, small])
        await replace((call) => ({
          ...call,
          arguments: call.arguments.map((a, n) => (n === k ? make(a) : a)),
        }));
  }
  return best;
}

function small(value: AbiValue): AbiValue {
  return typeof value === 'bigint' && value > 9n ? value % 10n : value;
}

function zero(value: AbiValue): AbiValue {
  if (typeof value === 'bigint') return 0n;
  if (typeof value === 'boolean') return false;
  return value;
}

function tidied(text: string): string {
  const lines = text.split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim());
  return `${lines.filter((line) => line !== '' && !line.startsWith('//')).join('\n')}\n`;
}
