// Short stable names for the accounts of a trace: who plays which part is easier to follow than forty hex digits.
import type { Trace } from '@surety/core';

/** Replaces addresses by names and lists the names used. */
export interface AccountNames {
  /** `text` with every known address replaced by its name. */
  readonly apply: (text: string) => string;
  /** Names with addresses, in the order of their first appearance. */
  readonly legend: readonly { readonly name: string; readonly address: string }[];
}

const PEOPLE = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'frank',
  'grace',
  'heidi',
  'ivan',
  'judy',
  'mallory',
  'nina',
];
const ADDRESS = /0x[0-9a-fA-F]{40}(?![0-9a-fA-F])/g;

/**
 * Names the accounts of a trace by the part they play: `deployer` deploys, `attacker` re-enters, deployed contracts
 * keep their own names, the rest are people in the order of appearance. Deterministic: equal traces read equally.
 */
export function nameAccounts(trace: Trace): AccountNames {
  const texts = traceTexts(trace);
  const addresses = [
    ...new Set(texts.flatMap((text) => text.match(ADDRESS) ?? []).map((one) => one.toLowerCase())),
  ];
  const reentering = trace.steps.flatMap((step) =>
    step.callbacks.map((text) => /^(0x[0-9a-fA-F]{40})\b.*\b(?:re-enters|calls)\b/.exec(text)?.[1]),
  );
  const deployers = new Set(
    trace.steps.filter((step) => step.kind === 'deploy').map((step) => step.sender.toLowerCase()),
  );
  const contracts = new Map(
    trace.steps.flatMap((step) =>
      step.address === undefined ? [] : [[step.address.toLowerCase(), step.contract] as const],
    ),
  );
  const attackers = new Set(reentering.map((address) => address?.toLowerCase()));
  const names = new Map<string, string>();
  const used = new Set<string>();
  const give = (address: string, wanted: string): void => {
    let name = wanted;
    for (let n = 2; used.has(name); n++) name = `${wanted}${n}`;
    used.add(name);
    names.set(address, name);
  };
  let people = 0;
  for (const address of addresses) {
    if (/^0x0{40}$/.test(address)) names.set(address, 'address(0)');
    else if (contracts.has(address)) give(address, contracts.get(address) ?? 'contract');
    else if (attackers.has(address)) give(address, 'attacker');
    else if (deployers.has(address)) give(address, 'deployer');
    else give(address, PEOPLE[people++] ?? 'account');
  }
  return {
    apply: (text) => text.replace(ADDRESS, (address) => names.get(address.toLowerCase()) ?? address),
    legend: [...names]
      .filter(([, name]) => name !== 'address(0)')
      .map(([address, name]) => ({ address, name })),
  };
}

function traceTexts(trace: Trace): readonly string[] {
  return [
    ...(trace.state ?? []).flatMap(({ name, value }) => [name, value]),
    ...trace.steps.flatMap((step) => [
      step.sender,
      ...step.arguments.map((argument) => argument.value),
      ...step.callbacks,
      ...(step.outcome.kind === 'success' ? step.outcome.returns : [step.outcome.reason]),
      ...step.changes.flatMap((change) => [change.name, change.before, change.after]),
    ]),
    trace.conclusion,
  ];
}
