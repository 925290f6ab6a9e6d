// Claims read off the code of a contract: totals, ether that covers what is owed, who may call what and change what.
import type { EntryFacts } from '@surety/core';
import type { EnvironmentVariable } from '@surety/spec-lang';
import {
  type Block,
  isAddress,
  isAmount,
  namedVariables,
  referenceTo,
  type Subject,
  writersOf,
} from './subject.js';

/** More functions than this are no restriction worth reading. */
const LONGEST_LIST = 6;

/** Amounts by key, and how a claim writes their sum. */
interface Ledger {
  readonly variable: EnvironmentVariable;
  /** The mapping, or the field of its structs. */
  readonly name: string;
  readonly sum: string;
  /** The amount of a key. */
  readonly entry: (key: string) => string;
  /** Amounts of accounts. */
  readonly ofAccounts: boolean;
}

/** `total == sum(amounts)` for each total whose name or writers tell of what; `settled` are variables with claims already. */
export function totalClaims(subject: Subject, settled: ReadonlySet<string>): readonly Block[] {
  const ledgers = ledgersOf(subject);
  return namedVariables(subject)
    .filter(
      ({ name, type, mutability }) =>
        isAmount(type) && mutability === 'mutable' && !settled.has(name) && /total|supply|sum/i.test(name),
    )
    .flatMap((total): readonly Block[] => {
      const ledger = ledgerOf(subject, total, ledgers);
      if (ledger === undefined || settled.has(ledger.variable.name)) return [];
      return [
        block(
          `/// ${total.name} is the total of ${ledger.name}.`,
          `invariant ${plain(total.name)}_adds_up: ${total.name} == ${ledger.sum};`,
        ),
      ];
    });
}

/** `balance(this) >= sum(amounts)` where ether comes in and goes out by functions that keep such a ledger. */
export function solvencyClaims(subject: Subject): readonly Block[] {
  const owed = ledgersOf(subject).filter(({ variable, ofAccounts }) => {
    const writers = writersOf(subject, variable) ?? [];
    return ofAccounts && writers.some(({ entry }) => entry.payable) && writers.some(({ pays }) => pays);
  });
  return owed.map((ledger) =>
    block(
      `/// The ether of the contract covers all ${ledger.name}.`,
      `invariant ${owed.length === 1 ? 'solvent' : `covers_${plain(ledger.name)}`}: balance(this) >= ${ledger.sum};`,
    ),
  );
}

/** Nobody's amounts fall but by themselves: for ledgers that no standard is about. */
export function custodyClaims(subject: Subject, settled: ReadonlySet<string>): readonly Block[] {
  // During a call out the owner of an amount may be who acts, in the transaction of somebody else.
  if (subject.entries.some(({ callsOut }) => callsOut)) return [];
  return ledgersOf(subject)
    .filter(({ variable, ofAccounts }) => ofAccounts && !settled.has(variable.name))
    .filter(({ variable }) => (writersOf(subject, variable) ?? []).length > 0)
    .map(({ name, entry }) => {
      const place = entry('a');
      return block(
        `/// The ${name} of an account only falls by its own transactions.`,
        `rule ${plain(name)}_safe(address a) {`,
        '    any at t;',
        `    assert ${place} < old(${place}) => t.sender == a;`,
        '}',
      );
    });
}

/** `reverts if sender != owner` for each function that asks for its sender. */
export function callerClaims(subject: Subject, settled: ReadonlySet<string>): readonly Block[] {
  const { environment, entries } = subject;
  return entries.flatMap((facts): readonly Block[] => {
    const { entry, onlySender } = facts;
    const [only] = onlySender;
    if (only === undefined || settled.has(entry.signature) || !isNamedAddress(subject, only)) return [];
    const declared = environment.functions.find(({ signature }) => signature === entry.signature);
    if (entry.kind !== 'function' || declared === undefined) return [];
    const types = entry.signature.slice(entry.name.length);
    return [
      {
        imports: undefined,
        heading: 'Who may call what.',
        text: `function ${entry.name}${types} {\n    reverts if sender != ${only};\n}`,
      },
    ];
  });
}

/** Who may change each variable: an address where all writers ask for it, else the functions that write it. */
export function changeClaims(subject: Subject, settled: ReadonlySet<string>): readonly Block[] {
  const { entries } = subject;
  // During a call out anybody may call anything: then the changes of others happen within that call.
  const open = entries.filter(({ callsOut }) => callsOut);
  const changing = entries.filter(({ writes, callsOut }) => writes.length > 0 || callsOut);
  return namedVariables(subject).flatMap((variable): readonly Block[] => {
    const writers = variable.mutability === 'mutable' ? writersOf(subject, variable) : undefined;
    const place = placeOf(variable);
    if (writers === undefined || place === undefined || settled.has(variable.name)) return [];
    const claim = (text: string): readonly Block[] => [
      { imports: undefined, heading: 'Who may change what.', text },
    ];
    if (writers.length === 0) return claim(`${place} never changes;`);
    const [first, ...others] = writers;
    const asked = first?.onlySender.find(
      (name) => isNamedAddress(subject, name) && others.every(({ onlySender }) => onlySender.includes(name)),
    );
    if (asked !== undefined && open.length === 0) return claim(`only ${asked} may change ${place};`);
    const all = entries.filter((each) => writers.includes(each) || open.includes(each));
    // A list of everything forbids nothing.
    if (all.length > LONGEST_LIST || all.length === changing.length) return [];
    const names = all.map((each: EntryFacts) => referenceTo(subject, each));
    return claim(`only ${[...new Set(names)].join(', ')} may change ${place};`);
  });
}

function isNamedAddress(subject: Subject, id: string): boolean {
  return namedVariables(subject).some(({ name, type }) => name === id && isAddress(type));
}

/** The variable, or all entries of a mapping; undefined for what cannot be compared as a whole. */
function placeOf({ name, type }: EnvironmentVariable): string | undefined {
  let place = name;
  let inner = type;
  while (inner.kind === 'mapping') {
    place += '[*]';
    inner = inner.value;
  }
  return inner.kind === 'array' || inner.kind === 'struct' ? undefined : place;
}

function ledgersOf(subject: Subject): readonly Ledger[] {
  return namedVariables(subject).flatMap((variable): readonly Ledger[] => {
    const { name, type, mutability } = variable;
    if (type.kind !== 'mapping' || mutability !== 'mutable') return [];
    const ofAccounts = type.key.kind === 'address';
    if (isAmount(type.value))
      return [{ variable, name, sum: `sum(${name})`, entry: (key) => `${name}[${key}]`, ofAccounts }];
    if (type.value.kind !== 'struct') return [];
    return type.value.fields
      .filter((field) => isAmount(field.type) && looksLikeAmount(field.name))
      .map((field) => ({
        variable,
        name: `${name}.${field.name}`,
        sum: `sum(${name}[k].${field.name} for k)`,
        entry: (key: string) => `${name}[${key}].${field.name}`,
        ofAccounts,
      }));
  });
}

/** Times, nonces and prices of a struct are numbers that nobody is owed. */
function looksLikeAmount(name: string): boolean {
  return /amount|balance|deposit|debt|collateral|stake|share|credit|owed|value|principal|borrow/i.test(name);
}

/** The ledger that a total is of: by its name, else the only one that is written wherever the total is. */
function ledgerOf(
  subject: Subject,
  total: EnvironmentVariable,
  ledgers: readonly Ledger[],
): Ledger | undefined {
  const wanted = stem(total.name.replace(/total|sum|all/gi, ''));
  const alike = ledgers.filter(({ name }) => {
    const own = stem(name.split('.').at(-1) ?? name);
    const tokens = /^supply$/.test(wanted) && /^balance(of)?$|^share$/.test(own);
    return own === wanted || tokens;
  });
  if (alike.length > 0) return alike.length === 1 ? alike[0] : undefined;
  const writers = writersOf(subject, total) ?? [];
  const together = ledgers.filter(({ variable }) => {
    const own = writersOf(subject, variable) ?? [];
    return writers.length > 0 && writers.every((writer) => own.includes(writer));
  });
  return wanted === '' && together.length === 1 ? together[0] : undefined;
}

function stem(name: string): string {
  return name
    .replace(/_/g, '')
    .toLowerCase()
    .replace(/(es|s|ed)$/, '');
}

/** A name of a claim. */
function plain(name: string): string {
  return name.replace(/[^\w$]+/g, '_').replace(/^_+|_+$/g, '') || 'it';
}

function block(...lines: readonly string[]): Block {
  return { imports: undefined, heading: undefined, text: lines.join('\n') };
}
