// A claim explained for people: in English, entry point by entry point, and as the rule that it is short for.
import type { EntryFacts } from '@surety/core';
import { type Claim, explainClaim, type RuleStatement, type TypedSpec } from '@surety/spec-lang';
import type { Paint } from '../terminal.js';
import { columnWidth, count, indent } from './layout.js';

/** What an explanation needs besides the claim. */
export interface ExplanationInput {
  readonly spec: TypedSpec;
  /** What the entry points of each contract do, by alias. */
  readonly entries: ReadonlyMap<string, readonly EntryFacts[]>;
  /** What the claim rests on, and others do not. */
  readonly assumptions: readonly string[];
  readonly paint: Paint;
  readonly width: number;
  /** `path:line` of the claim. */
  readonly place: string;
}

/** The text of one claim, ending in a newline. */
export function explanationText(claim: Claim, input: ExplanationInput): string {
  const { paint, width } = input;
  const { english, rule } = explainClaim(claim, input.spec);
  const rows = entryRows(claim, input);
  const left = columnWidth(
    rows.map(({ name }) => name),
    10,
    44,
  );
  const table = rows.flatMap(({ name, what }) =>
    name.length > left
      ? [`    ${name}`, ...indent(what, left + 6, width)]
      : indent(what, left + 6, width, `    ${name}`),
  );
  const doc = claim.doc === undefined ? [] : [...indent(flowing(claim.doc), 2, width), ''];
  const lines = [
    `${paint.bold(claim.name)}  ${paint.dim(`${kindOf(claim)} ${claim.contract}, ${input.place}`)}`,
    '',
    ...doc,
    ...english.split('\n').flatMap((paragraph) => indent(paragraph, 2, width)),
    '',
    ...(table.length === 0 ? [] : [`  ${paint.bold(headingOf(claim))}`, ...table, '']),
    `  ${paint.bold('written out')}`,
    ...rule.split('\n').map((line) => `    ${line}`),
    ...(input.assumptions.length === 0
      ? []
      : ['', ...assumptionLines('assumed', input.assumptions, 2, paint, width)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A heading at a margin, and a point for each assumption below it. */
export function assumptionLines(
  heading: string,
  assumptions: readonly string[],
  margin: number,
  paint: Paint,
  width: number,
): readonly string[] {
  const blank = ' '.repeat(margin);
  return [
    `${blank}${paint.bold(heading)}`,
    ...assumptions.flatMap((text) => indent(text.replace(/;$/, ''), margin + 4, width, `${blank}  -`)),
  ];
}

/** Documentation without the line breaks it was written with: only paragraphs, points and tags begin lines. */
function flowing(doc: string): string {
  return doc.replace(/(?<!\n)\n(?!\n|[-*@]|[0-9]+\.)/g, ' ');
}

function kindOf(claim: Claim): string {
  switch (claim.kind) {
    case 'invariant':
      return 'an invariant of';
    case 'function':
      return `about calls of ${claim.function.name} in`;
    case 'rule':
      return 'a rule about';
    case 'reach':
      return 'what can be done with';
    case 'possible':
      return 'what is possible with';
    default:
      return claim satisfies never;
  }
}

function headingOf(claim: Claim): string {
  return claim.kind === 'invariant' ? 'shown for each' : 'what may run';
}

interface Row {
  readonly name: string;
  readonly what: string;
}

/** A row for everything that may run, so that nothing is forgotten silently. */
function entryRows(claim: Claim, { spec, entries }: ExplanationInput): readonly Row[] {
  const factsOf = (alias: string): readonly EntryFacts[] => entries.get(alias) ?? [];
  switch (claim.kind) {
    case 'invariant': {
      const except = new Set(claim.except.map(({ signature }) => signature));
      // A claim over two contracts is kept by the functions of both.
      const all = spec.contracts.filter(({ alias }) => entries.has(alias));
      return all.flatMap(({ alias }) => [
        { name: `${qualifier(alias, claim)}constructor`, what: 'leaves a state in which it holds' },
        ...rowsOf(
          factsOf(alias).filter(({ entry }) => !(alias === claim.contract && except.has(entry.signature))),
          qualifier(alias, claim),
        ),
        ...(alias === claim.contract
          ? claim.except.map(({ signature }) => ({ name: signature, what: 'left out by `except`' }))
          : []),
        {
          name: `${qualifier(alias, claim)}no function`,
          what: 'receives ether that a contract forces on it, or a block reward',
        },
      ]);
    }
    case 'function':
      return rowsOf(
        factsOf(claim.contract).filter(({ entry }) => entry.signature === claim.function.signature),
        '',
      );
    case 'rule':
    case 'possible':
      return statementRows(claim.body, claim, factsOf);
    case 'reach': {
      const all = rowsOf(factsOf(claim.contract), '');
      if (claim.witness === undefined || claim.others !== undefined) return all;
      return statementRows(claim.witness, claim, factsOf);
    }
    default:
      return claim satisfies never;
  }
}

function qualifier(alias: string, claim: Claim): string {
  return alias === claim.contract ? '' : `${alias}.`;
}

function statementRows(
  statements: readonly RuleStatement[],
  claim: Claim,
  factsOf: (alias: string) => readonly EntryFacts[],
): readonly Row[] {
  const called = new Map<string, Set<string>>();
  const call = (alias: string, signatures: readonly string[]): void => {
    called.set(alias, new Set([...(called.get(alias) ?? []), ...signatures]));
  };
  for (const statement of statements) {
    if (statement.kind !== 'call' && statement.kind !== 'anyNumber') continue;
    const alias = statement.kind === 'call' ? statement.target.contract : statement.contract;
    const target = statement.kind === 'call' ? statement.target : undefined;
    const except =
      target === undefined && statement.kind === 'anyNumber'
        ? statement.except
        : target?.kind === 'any'
          ? target.except
          : [];
    const left = new Set(except.map(({ signature }) => signature));
    const among =
      target?.kind === 'function'
        ? [target.function.signature]
        : target?.kind === 'any' && target.among !== undefined
          ? target.among.map(({ signature }) => signature)
          : factsOf(alias).map(({ entry }) => entry.signature);
    call(
      alias,
      among.filter((signature) => !left.has(signature)),
    );
  }
  return [...called].flatMap(([alias, signatures]) =>
    rowsOf(
      factsOf(alias).filter(({ entry }) => signatures.has(entry.signature)),
      qualifier(alias, claim),
    ),
  );
}

/** A row for every entry point that can change something; the others are counted. */
function rowsOf(entries: readonly EntryFacts[], prefix: string): readonly Row[] {
  const reading = entries.filter(({ entry }) => entry.mutability === 'view' || entry.mutability === 'pure');
  const rows = entries
    .filter((each) => !reading.includes(each))
    .map((each) => ({ name: `${prefix}${each.entry.signature}`, what: whatItDoes(each) }));
  if (reading.length === 0) return rows;
  const [only] = reading;
  const name =
    reading.length === 1 && only !== undefined
      ? `${prefix}${only.entry.signature}`
      : `${prefix}${count(reading.length, 'other')}`;
  return [
    ...rows,
    { name, what: reading.length === 1 ? 'only reads' : 'that only read, and the getters of variables' },
  ];
}

function whatItDoes({ entry, writes, writesMore, pays, callsOut, onlySender }: EntryFacts): string {
  const parts = [
    ...(onlySender.length > 0 ? [`for ${onlySender.join(', ')} only`] : []),
    ...(entry.payable ? ['takes ether'] : []),
    ...(writes.length > 0 ? [`may write ${writes.join(', ')}`] : []),
    ...(writesMore ? ['runs code that is not modeled: verdicts that depend on it are unknown'] : []),
    ...(pays ? ['may send ether'] : []),
    ...(callsOut ? ['runs code outside, which may call back'] : []),
  ];
  return parts.length === 0 ? 'writes nothing' : parts.join('; ');
}
