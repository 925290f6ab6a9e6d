// More candidate lemmas by template: the invariants of the specification themselves, what of its ether a contract sent, and
// entries beyond a counter, which are empty.
import type {
  Claim,
  ContractBinding,
  InvariantClaim,
  Location,
  SpecExpression,
  SpecType,
  SpecVariable,
  TypedSpec,
} from '@surety/spec-lang';
import { hasQuotients } from '../ir/uses.js';
import type { Session } from '../session/session.js';
import { isOfContents } from '../spec/array-sums.js';
import { countShape } from '../spec/counts.js';
import { SpecLimit } from '../spec/scope.js';
import { sumShape } from '../spec/sums.js';
import { sameExpression, visitExpression, visitSpecExpressions, withOperands } from '../spec/visit-spec.js';
import type { Make, Quantity } from './lemma-candidates.js';
import { type Atom, claimOf } from './lemma-claim.js';
import type { Comparing } from './lemma-comparable.js';

const BOOL: SpecType = { kind: 'bool' };
const INT: SpecType = { kind: 'int' };
const PREFIX = 'invariant ';

/**
 * The invariants of a specification as lemmas for each other: several may be inductive only together. Without what they
 * assume (`preserved by`, `using`) and exclude; what is left must be shown by itself like any candidate.
 */
export function claimCandidates(
  spec: TypedSpec,
  moments: 'always' | 'betweenTransactions',
): readonly InvariantClaim[] {
  return spec.claims.flatMap((claim): readonly InvariantClaim[] => {
    if (claim.kind !== 'invariant' || claim.moments !== moments) return [];
    if (claim.except.length > 0) return [];
    return [{ ...claim, name: `${PREFIX}${claim.name}`, using: [], preserved: [] }];
  });
}

/** What rules and functions say of the state at their end may hold in every state. */
export function assertedCandidates(spec: TypedSpec): readonly InvariantClaim[] {
  const asserted = spec.claims.flatMap((claim): readonly Asserted[] => {
    if (claim.kind === 'rule')
      return claim.body.flatMap((s) =>
        s.kind === 'assert' ? [{ claim, condition: s.condition, text: s.text }] : [],
      );
    return claim.kind === 'function' && claim.clause === 'ensures'
      ? [{ claim, condition: claim.condition, text: claim.text }]
      : [];
  });
  const found = new Map<string, InvariantClaim>();
  for (const { claim, condition, text } of asserted) {
    const parameters = parametersOf(condition);
    if (parameters === undefined) continue;
    const said = text.replace(/^(assert|ensures)\s+/, '').replace(/;\s*$/, '');
    const atom: Atom = { condition, text: said, parameters };
    found.set(said, claimOf(`asserted${found.size + 1}`, atom, claim.contract, claim.location));
  }
  return [...found.values()].slice(0, MOST_ASSERTED);
}

interface Asserted {
  readonly claim: Claim;
  readonly condition: SpecExpression;
  readonly text: string;
}

const MOST_ASSERTED = 12;

/** What a condition leaves open; undefined where it speaks of more than one state, or of a transaction. */
function parametersOf(condition: SpecExpression): readonly SpecVariable[] | undefined {
  const bound = new Set<SpecVariable>();
  const read = new Set<SpecVariable>();
  let ofState = true;
  let aboutStorage = false;
  visitExpression(condition, (e) => {
    if (BEYOND_ONE_STATE.has(e.kind) || (e.kind === 'environment' && e.name !== 'this')) ofState = false;
    if (e.kind === 'state' || e.kind === 'balance' || e.kind === 'etherFlow') aboutStorage = true;
    if (e.kind === 'quantifier' || e.kind === 'sum') for (const v of e.variables) bound.add(v);
    if (e.kind === 'count') bound.add(e.variable);
    if (e.kind === 'variable') read.add(e.variable);
  });
  const open = [...read].filter((v) => !bound.has(v));
  return ofState && aboutStorage && open.every((v) => SCALARS.has(v.type.kind)) ? open : undefined;
}

const SCALARS: ReadonlySet<SpecVariable['type']['kind']> = new Set([
  'bool',
  'integer',
  'int',
  'address',
  'contract',
  'enum',
]);

const BEYOND_ONE_STATE: ReadonlySet<SpecExpression['kind']> = new Set([
  'old',
  'inState',
  'same',
  'outcome',
  'blockMember',
  'calls',
  'call',
  'ask',
  'loopLocal',
]);

/** What is claimed between transactions only, claimed at all times: then unknown code meets it, too, and must keep it. */
export function strongerClaims(spec: TypedSpec): readonly InvariantClaim[] {
  return claimCandidates(spec, 'betweenTransactions').map((claim) => ({
    ...claim,
    name: `${claim.name} always`,
    text: `at all times: ${claim.text}`,
    moments: 'always',
  }));
}

/** Whether a lemma is a claim itself: that it was shown with others says more than that it follows from itself. */
export function isClaimItself(lemma: InvariantClaim, claim: { readonly name: string }): boolean {
  return lemma.name === `${PREFIX}${claim.name}` || lemma.name === `${PREFIX}${claim.name}between`;
}

/** What a contract sent and received in all, where the specification asks for it. */
export function flowQuantities(session: Session, { alias, location }: ContractBinding): readonly Quantity[] {
  if (!session.world.hooks.flows.has(alias)) return [];
  return (['sent', 'received'] as const).map((direction) => ({
    value: flowOf(alias, direction, undefined, location),
    text: `${direction}()`,
  }));
}

/** What a contract ever sent to somebody, or received from somebody; without a counterpart, in all. */
export function flowOf(
  contract: string,
  direction: 'sent' | 'received',
  counterpart: SpecExpression | undefined,
  location: Location,
): SpecExpression {
  return { kind: 'etherFlow', contract, direction, counterpart, type: INT, location };
}

/** `m[k] == sent(k)` and the like, as two orders, and what is owed beside what was sent. */
export function entryFlows(
  session: Session,
  { alias, location }: ContractBinding,
  mapping: SpecExpression,
  text: string,
  addresses: readonly Quantity[],
  make: Make,
): readonly Atom[] {
  if (!session.world.hooks.flows.has(alias) || mapping.type.kind !== 'mapping') return [];
  const { key, value } = mapping.type;
  const parameter: SpecVariable = { name: 'k', type: key, location };
  const index: SpecExpression = { kind: 'variable', variable: parameter, type: key, location };
  const entry: SpecExpression = { kind: 'index', base: mapping, index, type: value, location };
  const flow = {
    sent: flowOf(alias, 'sent', index, location),
    received: flowOf(alias, 'received', index, location),
  };
  const parameters = [parameter];
  const orders = (['sent', 'received'] as const).flatMap((direction): readonly Atom[] => [
    { condition: make('<=', entry, flow[direction]), text: `${text}[k] <= ${direction}(k)`, parameters },
    { condition: make('<=', flow[direction], entry), text: `${direction}(k) <= ${text}[k]`, parameters },
  ]);
  // Nobody is owed and was paid more than was paid in; but for one who is paid for something else.
  const covered: Atom = {
    condition: make('<=', make('+', entry, flow.sent), flow.received),
    text: `${text}[k] + sent(k) <= received(k)`,
    parameters,
  };
  const others = addresses.slice(0, MOST_ADDRESSES).map(
    (address): Atom => ({
      condition: make('=>', make('!=', index, address.value), covered.condition),
      text: `k != ${address.text} => ${covered.text}`,
      parameters,
    }),
  );
  return [...orders, covered, ...others];
}

const MOST_ADDRESSES = 3;

/**
 * `a[k] == 0 => b[k] == 0` and `n == 0 => b[k] == 0`, where contracts divide: shares of nothing are worth nothing, and
 * before a clock or an index began there was nothing to count.
 */
export function emptyTogether(
  session: Session,
  contract: string,
  numbers: readonly Quantity[],
  mappings: readonly Quantity[],
  make: Make,
): readonly Atom[] {
  const code = session.contracts.get(contract);
  if (code === undefined || !hasQuotients(code)) return [];
  const isZero = (value: SpecExpression): SpecExpression =>
    make('==', value, { kind: 'literal', value: 0n, type: INT, location: value.location });
  const found = mappings.flatMap(({ value, text }): readonly Atom[] => {
    if (value.type.kind !== 'mapping') return [];
    const { key } = value.type;
    const parameter: SpecVariable = { name: 'k', type: key, location: value.location };
    const index: SpecExpression = {
      kind: 'variable',
      variable: parameter,
      type: key,
      location: value.location,
    };
    const entry = (of: Quantity): SpecExpression => ({
      kind: 'index',
      base: of.value,
      index,
      type: of.value.type.kind === 'mapping' ? of.value.type.value : INT,
      location: value.location,
    });
    const others = mappings.filter(
      (m) => m.value !== value && m.value.type.kind === 'mapping' && m.value.type.key.kind === key.kind,
    );
    return [
      ...others.map((other) => ({ when: entry(other), shown: `${other.text}[k]` })),
      ...numbers.map((number) => ({ when: number.value, shown: number.text })),
    ].map(
      ({ when, shown }): Atom => ({
        condition: make('=>', isZero(when), isZero(entry({ value, text }))),
        text: `${shown} == 0 => ${text}[k] == 0`,
        parameters: [parameter],
      }),
    );
  });
  return found.slice(0, MOST_TOGETHER);
}

const MOST_TOGETHER = 40;

/**
 * `!done[k] => n[k] == 0`, also of phases and of fields of records: of what has not begun there is nothing. In a record any
 * field may tell: `loans[k].borrower == 0 => loans[k].debt == 0`. Of what was counted aside there may be nothing while it is
 * marked: `open[k] => executed[k] == 0`. Who has something marks it, too.
 */
export function emptyUntilMarked(
  mappings: readonly Quantity[],
  counted: readonly Quantity[],
  make: Make,
): readonly Atom[] {
  const keys = new Map<string, SpecVariable>();
  const below = ({ value, text }: Quantity): readonly ScalarBelow[] => {
    const { type, location } = value;
    if (type.kind !== 'mapping' || type.value.kind === 'mapping') return [];
    const { key } = type;
    const variable = keys.get(key.kind) ?? { name: 'k', type: key, location };
    keys.set(key.kind, variable);
    const index: SpecExpression = { kind: 'variable', variable, type: key, location };
    const entry: SpecExpression = { kind: 'index', base: value, index, type: type.value, location };
    return scalarsBelow(entry, `${text}[k]`, [variable]);
  };
  const records = [...mappings, ...counted].map(below);
  const isMark = ({ scalar: { type } }: ScalarBelow): boolean => type.kind === 'bool' || type.kind === 'enum';
  const isHolder = ({ scalar: { type } }: ScalarBelow): boolean =>
    type.kind === 'address' || type.kind === 'contract';
  const telling = (marks: readonly ScalarBelow[], scalars: readonly ScalarBelow[]): readonly Atom[] =>
    marks
      .flatMap((mark) =>
        scalars
          .filter((other) => other !== mark && other.keys[0] === mark.keys[0])
          .flatMap((other): readonly Atom[] => {
            const [not, none] = [emptiness(mark.scalar, make), emptiness(other.scalar, make)];
            if (not === undefined || none === undefined) return [];
            return [
              {
                condition: make('=>', not.condition, none.condition),
                text: `${not.shown(mark.text)} => ${none.shown(other.text)}`,
                parameters: [...new Set([...mark.keys, ...other.keys])],
              },
            ];
          }),
      )
      .slice(0, MOST_TOGETHER);
  const scalars = records.flat();
  const others = records.flatMap((record) =>
    telling(
      record.filter((field) => !isMark(field)),
      record,
    ),
  );
  const notYet = records.slice(0, mappings.length).flatMap((record) =>
    record.filter(isMark).flatMap((mark) =>
      counted.flatMap(below).flatMap((count): readonly Atom[] => {
        const none = emptiness(count.scalar, make);
        if (none === undefined || count.keys[0] !== mark.keys[0]) return [];
        const parameters = [...new Set([...mark.keys, ...count.keys])];
        return markedCases(mark, make).map(({ condition, text }) => ({
          condition: make('=>', condition, none.condition),
          text: `${text} => ${none.shown(count.text)}`,
          parameters,
        }));
      }),
    ),
  );
  // Of what nobody has there is nothing: `ownerOf[k] == 0 => price[k] == 0`.
  const holders = records.flatMap((record) => (record.length === 1 ? record.filter(isHolder) : []));
  return [
    ...telling(scalars.filter(isMark), scalars),
    ...telling(holders, scalars),
    ...others.slice(0, MOST_TOGETHER),
    ...notYet.slice(0, MOST_TOGETHER),
  ];
}

/** `claimed[k] <= granted[k]`, `loans[k].paid <= loans[k].due`, where code compares the two. */
export function entryOrders(mappings: readonly Quantity[], { same }: Comparing, make: Make): readonly Atom[] {
  const entries = mappings.flatMap(
    (of): readonly { readonly of: Quantity; readonly entry: ScalarBelow }[] => {
      const { type, location } = of.value;
      if (type.kind !== 'mapping' || type.value.kind === 'mapping') return [];
      const variable: SpecVariable = { name: 'k', type: type.key, location };
      const index: SpecExpression = { kind: 'variable', variable, type: type.key, location };
      const value: SpecExpression = { kind: 'index', base: of.value, index, type: type.value, location };
      return scalarsBelow(value, `${of.text}[k]`, [variable])
        .filter(({ scalar, keys }) => scalar.type.kind === 'integer' && keys.length === 1)
        .map((entry) => ({ of, entry }));
    },
  );
  const orders = entries.flatMap((low) =>
    entries.flatMap((high): readonly Atom[] => {
      const [key, other] = [low.entry.keys[0], high.entry.keys[0]];
      if (low === high || key === undefined || other === undefined || key.type.kind !== other.type.kind)
        return [];
      const [a, b] = [low.entry, high.entry].map(({ scalar, text }) => ({ value: scalar, text }));
      if (a === undefined || b === undefined || !same(a, b)) return [];
      const to: SpecExpression = {
        kind: 'variable',
        variable: key,
        type: key.type as SpecType,
        location: key.location,
      };
      const from: SpecExpression = {
        kind: 'variable',
        variable: other,
        type: other.type as SpecType,
        location: key.location,
      };
      return [
        {
          condition: make('<=', a.value, withKey(b.value, from, to)),
          text: `${a.text} <= ${b.text}`,
          parameters: [key],
        },
      ];
    }),
  );
  return orders.slice(0, MOST_TOGETHER);
}

/** The values of a flag or phase but the first. */
function markedCases({ scalar, text }: ScalarBelow, make: Make): readonly Atom[] {
  const { type, location } = scalar;
  if (type.kind === 'bool') return [{ condition: scalar, text }];
  if (type.kind !== 'enum') return [];
  return type.members.slice(1).map((member, i) => ({
    condition: make('==', scalar, { kind: 'enumMember', index: i + 1, type, location }),
    text: `${text} == ${member}`,
  }));
}

/** `n == 0 => x == init(x)`, where contracts divide: before a clock began an index stands where it began. */
export function untilBegun(
  session: Session,
  contract: string,
  numbers: readonly Quantity[],
  make: Make,
): readonly Atom[] {
  const code = session.contracts.get(contract);
  if (code === undefined || !hasQuotients(code)) return [];
  return numbers
    .flatMap((clock) => numbers.filter((other) => other !== clock).map((other) => [clock, other] as const))
    .slice(0, MOST_TOGETHER)
    .map(([clock, { value, text }]): Atom => {
      const { location } = value;
      const none = make('==', clock.value, { kind: 'literal', value: 0n, type: INT, location });
      const begun = make('==', value, { kind: 'initial', operand: value, type: value.type, location });
      return {
        condition: make('=>', none, begun),
        text: `${clock.text} == 0 => ${text} == init(${text})`,
      };
    });
}

/** `a == address(0) => n == 0`, also of flags and of who comes after: until somebody is known nothing is counted for them. */
export function untilKnown(
  addresses: readonly Quantity[],
  numbers: readonly Quantity[],
  flags: readonly Atom[],
  make: Make,
): readonly Atom[] {
  const found = addresses.flatMap(({ value, text }): readonly Atom[] => {
    const { type, location } = value;
    const isZero = (of: SpecExpression, as: SpecType): SpecExpression =>
      make('==', of, { kind: 'literal', value: 0n, type: as, location });
    const others = addresses.filter((other) => other.value !== value);
    const nothing: readonly Atom[] = [
      ...numbers.map((n): Atom => ({ condition: isZero(n.value, INT), text: `${n.text} == 0` })),
      ...flags.map(
        (flag): Atom => ({
          condition: { kind: 'unary', operator: '!', operand: flag.condition, type: BOOL, location },
          text: `!${flag.text}`,
        }),
      ),
      ...others.map(
        (other): Atom => ({ condition: isZero(other.value, type), text: `${other.text} == address(0)` }),
      ),
    ];
    return nothing.map((then) => ({
      condition: make('=>', isZero(value, type), then.condition),
      text: `${text} == address(0) => ${then.text}`,
    }));
  });
  return found.slice(0, MOST_TOGETHER);
}

/** `k >= n => m[k] is empty`, for every scalar below, and for totals and counts of what lies below. */
export function emptyBeyond(
  session: Session,
  counters: readonly Quantity[],
  mappings: readonly Quantity[],
  { isKeyOf }: Comparing,
  make: Make,
): readonly Atom[] {
  const indexed = mappings.filter(({ value: { type } }) => type.kind === 'mapping' && isIndex(type.key));
  // What the code takes no keys from is tried only where it takes them from no counter at all.
  const isCounter = (counter: Quantity): boolean => indexed.some((mapping) => isKeyOf(counter, mapping));
  const usual = counters.slice(0, MOST_COUNTERS);
  const atoms: Atom[] = [];
  for (const counter of counters.filter((one) => usual.includes(one) || isCounter(one))) {
    const entries = indexed
      .filter((mapping) =>
        counters.some((one) => isKeyOf(one, mapping)) ? isKeyOf(counter, mapping) : usual.includes(counter),
      )
      .flatMap(({ value, text }) => scalarsBelow(value, text, []));
    for (const { scalar, text, keys } of entries.slice(0, MOST_ENTRIES)) {
      const [first] = keys;
      if (first === undefined) continue;
      const empty = emptiness(scalar, make);
      if (empty === undefined) continue;
      const beyond = [{ condition: atLeast(counter, first, make), text: `${first.name} >= ${counter.text}` }];
      // Of rounds that are counted from 0 the present one is not empty.
      if (counter.value.kind === 'state')
        beyond.push({ condition: above(counter, first, make), text: `${first.name} > ${counter.text}` });
      for (const when of beyond)
        atoms.push({
          condition: make('=>', when.condition, empty.condition),
          text: `${when.text} => ${empty.shown(text)}`,
          parameters: keys,
        });
    }
    for (const { total, key } of totalsOf(session).slice(0, MOST_ENTRIES)) {
      const none: SpecExpression = { kind: 'literal', value: 0n, type: INT, location: total.location };
      const nothing = total.kind === 'count' ? 'none is counted' : 'the sum is 0';
      const beyond = [{ when: atLeast(counter, key, make), sign: '>=' }];
      if (counter.value.kind === 'state') beyond.push({ when: above(counter, key, make), sign: '>' });
      for (const { when, sign } of beyond)
        atoms.push({
          condition: make('=>', when, make('==', total, none)),
          text: `${key.name} ${sign} ${counter.text} => ${nothing} there`,
          parameters: [key],
        });
    }
  }
  return atoms;
}

const MOST_COUNTERS = 2;
const MOST_ENTRIES = 10;

function isIndex(type: SpecType): boolean {
  return type.kind === 'integer' && !type.signed;
}

function atLeast(counter: Quantity, key: SpecVariable, make: Make): SpecExpression {
  const { location } = key;
  const type = key.type as SpecType;
  return make('<=', counter.value, { kind: 'variable', variable: key, type, location });
}

function above(counter: Quantity, key: SpecVariable, make: Make): SpecExpression {
  const { location } = key;
  const type = key.type as SpecType;
  return make('>', { kind: 'variable', variable: key, type, location }, counter.value);
}

interface ScalarBelow {
  readonly scalar: SpecExpression;
  readonly text: string;
  readonly keys: readonly SpecVariable[];
}

/** The scalars below a variable, with a variable for each key on the way; arrays are left out. */
function scalarsBelow(
  value: SpecExpression,
  text: string,
  keys: readonly SpecVariable[],
): readonly ScalarBelow[] {
  const { type, location } = value;
  if (type.kind === 'mapping') {
    const variable: SpecVariable = { name: 'klmno'[keys.length] ?? 'k', type: type.key, location };
    const index: SpecExpression = { kind: 'variable', variable, type: type.key, location };
    const entry: SpecExpression = { kind: 'index', base: value, index, type: type.value, location };
    return scalarsBelow(entry, `${text}[${variable.name}]`, [...keys, variable]);
  }
  if (type.kind === 'struct')
    return type.fields.flatMap((field) =>
      scalarsBelow(
        { kind: 'field', base: value, field: field.name, type: field.type, location },
        `${text}.${field.name}`,
        keys,
      ),
    );
  return [{ scalar: value, text, keys }];
}

function emptiness(
  scalar: SpecExpression,
  make: Make,
): { readonly condition: SpecExpression; readonly shown: (text: string) => string } | undefined {
  const { type, location } = scalar;
  switch (type.kind) {
    case 'bool':
      return {
        condition: { kind: 'unary', operator: '!', operand: scalar, type: BOOL, location },
        shown: (text) => `!${text}`,
      };
    case 'integer':
    case 'address':
    case 'contract': {
      const literal = type.kind === 'integer' ? INT : ({ kind: 'address' } as const);
      return {
        condition: make('==', scalar, { kind: 'literal', value: 0n, type: literal, location }),
        shown: (text) => `${text} == 0`,
      };
    }
    case 'enum':
      return {
        condition: make('==', scalar, { kind: 'enumMember', index: 0, type, location }),
        shown: (text) => `${text} == ${type.members[0] ?? ''}`,
      };
    default:
      return undefined;
  }
}

/** An expression with another key in the place of one. */
function withKey(e: SpecExpression, from: SpecExpression, to: SpecExpression): SpecExpression {
  if (sameExpression(e, from)) return to;
  const put = (part: SpecExpression): SpecExpression => withKey(part, from, to);
  if (e.kind === 'index') return { ...e, base: put(e.base), index: put(e.index) };
  if (e.kind === 'field') return { ...e, base: put(e.base) };
  return withOperands(e, put) ?? e;
}

/** Sums and counts of a specification of what lies below one number, with a variable for that. */
function totalsOf(session: Session): readonly {
  readonly total: Extract<SpecExpression, { kind: 'sum' | 'count' }>;
  readonly key: SpecVariable;
}[] {
  const found = new Map<
    string,
    { total: Extract<SpecExpression, { kind: 'sum' | 'count' }>; key: SpecVariable }
  >();
  visitSpecExpressions(session.spec, (e) => {
    if ((e.kind !== 'sum' && e.kind !== 'count') || isOfContents(e)) return;
    try {
      const { id, kept } = e.kind === 'sum' ? sumShape(e) : countShape(e);
      const [key] = kept;
      if (kept.length !== 1 || key === undefined || !isIndex(key.type)) return;
      if (!session.world.sums.some((s) => s.id === id)) return;
      if (key.kind === 'variable') {
        found.set(id, { total: e, key: key.variable });
        return;
      }
      const { type, location } = key;
      const variable: SpecVariable = { name: 'k', type, location };
      const to: SpecExpression = { kind: 'variable', variable, type, location };
      const total =
        e.kind === 'sum'
          ? { ...e, body: withKey(e.body, key, to) }
          : { ...e, domain: withKey(e.domain, key, to), condition: withKey(e.condition, key, to) };
      found.set(id, { total, key: variable });
    } catch (error) {
      if (!(error instanceof SpecLimit)) throw error;
    }
  });
  return [...found.values()];
}
