// Litmus files of disagreements: a small Solidity text whose comments say what differs and which transactions show it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AbiValue } from '@surety/evm';
import { minimize } from './minimize.js';
import { ACTORS, type Call } from './parties.js';
import { PARTIES, type ProgramOptions, replayScenario, type Scenario } from './program-run.js';
import type { Disagreement } from './tally.js';

/** A disagreement reduced. */
export interface Reduced {
  readonly scenario: Scenario;
  readonly disagreement: Disagreement;
}

/** Reduces a scenario that disagrees to a small one that disagrees in the same part; undefined when it does not disagree. */
export async function reduceDisagreement(
  scenario: Scenario,
  options: ProgramOptions = {},
  limits: { readonly seconds: number } = { seconds: 300 },
): Promise<Reduced | undefined> {
  const wanted = (await replayScenario(scenario, options))?.disagreements[0];
  if (wanted === undefined) return undefined;
  // What the concrete side shows needs no summaries.
  const cheaper = { ...options, symbolic: wanted.side === 'symbolic' };
  const first = async (candidate: Scenario): Promise<Disagreement | undefined> =>
    (await replayScenario(candidate, cheaper))?.disagreements[0];
  const smaller = await minimize(
    scenario,
    async (candidate) => {
      const found = await first(candidate).catch(() => undefined);
      return found?.part === wanted.part && found.side === wanted.side;
    },
    limits,
  );
  return { scenario: smaller, disagreement: (await first(smaller)) ?? wanted };
}

/** Reduces a disagreement and writes it to `folder/name.sol`; the path, or why there is none. */
export async function writeDisagreement(folder: string, name: string, scenario: Scenario): Promise<string> {
  const reduced = await reduceDisagreement(scenario);
  if (reduced === undefined) return 'nothing: run again, it agrees';
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.sol`);
  writeFileSync(path, printLitmus(reduced));
  return path;
}

/** The text of a litmus file. */
export function printLitmus({ scenario, disagreement }: Reduced): string {
  const deployments = [...scenario.deployments]
    .filter(([name]) => new RegExp(`contract ${name}\\b`).test(scenario.text))
    .map(([name, args]) => `// deploy: ${name} ${print(args)}`);
  const calls = scenario.calls.map(
    (call) =>
      `// call: ${PARTIES[call.to ?? 0]}.${call.signature} ${print(call.arguments)} value ${call.value} from ${ACTORS.indexOf(call.sender)}`,
  );
  const { side, part, text } = disagreement;
  return [`// disagreement: ${side} ${part}: ${text}`, ...deployments, ...calls, scenario.text].join('\n');
}

/** Reads a litmus file back. */
export function parseLitmus(file: string): Scenario {
  const deployments = new Map<string, readonly AbiValue[]>();
  const calls: Call[] = [];
  const text: string[] = [];
  for (const line of file.split('\n')) {
    const deploy = /^\/\/ deploy: (\w+) (\[.*\])$/.exec(line);
    const call = /^\/\/ call: (\w+)\.(\S+) (\[.*\]) value (\d+) from (\d)$/.exec(line);
    if (deploy !== null) deployments.set(deploy[1] as string, parse(deploy[2] as string));
    else if (call !== null)
      calls.push({
        to: (PARTIES as readonly string[]).indexOf(call[1] as string),
        signature: call[2] as string,
        arguments: parse(call[3] as string),
        value: BigInt(call[4] as string),
        sender: ACTORS[Number(call[5])] as bigint,
      });
    else if (!line.startsWith('// disagreement: ')) text.push(line);
  }
  return { text: text.join('\n'), deployments, calls };
}

// JSON, with integers of any size as bare digits.
function print(value: AbiValue | readonly AbiValue[]): string {
  if (Array.isArray(value)) return `[${value.map(print).join(', ')}]`;
  return typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
}

function parse(text: string): readonly AbiValue[] {
  const marked = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+/g, (token) =>
    token.startsWith('"') ? `"s${token.slice(1)}` : `"n${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return value.startsWith('n') ? BigInt(value.slice(1)) : value.slice(1);
  }) as readonly AbiValue[];
}
