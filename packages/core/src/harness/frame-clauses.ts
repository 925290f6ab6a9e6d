// The clauses of a function about everything else: what may change (`changes`), and what is emitted (`emits`).
import type { Symbol_, Term } from '@surety/solvers';
import type { FunctionClaim, SpecExpression, SpecType } from '@surety/spec-lang';
import { contractLeaves, type Leaf } from '../encode/leaves.js';
import { inRangeTerm, isScalar, sortOf } from '../encode/sorts.js';
import type { IrType } from '../ir/ir.js';
import { evaluateSpec, locate } from '../spec/evaluate-spec.js';
import { SpecLimit, type SpecScope } from '../spec/scope.js';
import type { EmittedEvent } from '../symbolic/world.js';

/** Nothing of the contract's storage and ether differs from `old` but what the items name; keys are those of the pre-state. */
export function onlyChanges(scope: SpecScope, items: readonly SpecExpression[]): Term {
  const { world, self, state, old } = scope;
  const { bank } = world;
  const before: SpecScope = { ...scope, state: old };
  const places = items.flatMap((item) => (item.kind === 'balance' ? [] : [locate(before, item).path]));
  const kept: Term[] = [];
  for (const leaf of contractLeaves(self.alias, self.contract)) {
    const [now, then] = [state.storage.get(leaf.key) as Term, old.storage.get(leaf.key) as Term];
    if (now === then) continue;
    const named = places.filter((path) => leaf.key === path.prefix || isBelow(leaf.key, path.prefix));
    if (named.some((path) => path.keys.length === 0)) continue;
    kept.push(
      keptElsewhere(
        scope,
        leaf,
        now,
        then,
        named.map((path) => path.keys),
      ),
    );
  }
  const payers = items.flatMap((item) =>
    item.kind === 'balance' ? [evaluateSpec(before, item.address).term] : [],
  );
  const own = self.address;
  const moved = bank.not(bank.eq(bank.select(state.balances, own), bank.select(old.balances, own)));
  return bank.and(...kept, bank.implies(moved, bank.or(...payers.map((address) => bank.eq(address, own)))));
}

function isBelow(key: string, prefix: string): boolean {
  return key.startsWith(prefix) && /^[.[]/.test(key.slice(prefix.length));
}

/** For all keys but the named ones, the leaf is as it was. */
function keptElsewhere(
  { world }: SpecScope,
  leaf: Leaf,
  now: Term,
  then: Term,
  named: readonly (readonly Term[])[],
): Term {
  const { bank } = world;
  const keys = leaf.dimensions.map((type, i) => bank.fresh(`key${i}`, sortOf(type)) as Symbol_);
  const read = (contents: Term): Term => keys.reduce<Term>((term, key) => bank.select(term, key), contents);
  const isNamed = bank.or(
    ...named.map((path) => bank.and(...path.map((key, i) => bank.eq(keys[i] as Term, key)))),
  );
  const same = bank.or(isNamed, bank.eq(read(now), read(then)));
  const ranges = bank.and(
    ...keys.map((key, i) => inRangeTerm(bank, key, leaf.dimensions[i] as Leaf['type'])),
  );
  return keys.length === 0 ? same : bank.forall(keys, bank.implies(ranges, same));
}

/** Some event of the transaction is the one that the clause names. */
export function emits(
  scope: SpecScope,
  claim: FunctionClaim,
  events: readonly EmittedEvent[] | undefined,
): Term {
  const { bank } = scope.world;
  if (claim.emits === undefined || events === undefined) throw new SpecLimit('the events of a transaction');
  const { event, arguments: args } = claim.emits;
  const wanted = args.map((a) => (a === undefined ? undefined : evaluateSpec(scope, a)));
  // Overloaded events are told apart by their types; one whose arguments are not known is not taken for this one.
  const named = events.filter(
    (e) =>
      e.event === event.name &&
      e.emitter === scope.self &&
      e.arguments?.length === event.parameters.length &&
      event.parameters.every((p, i) => isOfType(e.arguments?.[i]?.type, p.type)),
  );
  return bank.or(
    ...named.map((e) =>
      bank.and(
        e.condition,
        ...wanted.map((w, i) => {
          const given = e.arguments?.[i];
          if (w === undefined) return bank.true_;
          if (given === undefined || !isScalar(given.type))
            throw new SpecLimit(`argument ${i + 1} of ${event.name}, which is not one value`);
          return bank.and(w.defined, bank.eq(w.term, given.term));
        }),
      ),
    ),
  );
}

/** Whether an argument has the type of a parameter; structs and arrays are told apart by kind only. */
function isOfType(given: IrType | undefined, wanted: SpecType): boolean {
  switch (given?.kind) {
    case 'int':
      return wanted.kind === 'integer' && wanted.signed === given.signed && wanted.bits === given.bits;
    case 'fixedBytes':
      return wanted.kind === 'fixedBytes' && wanted.size === given.size;
    case 'address':
      return wanted.kind === 'address' || wanted.kind === 'contract';
    case 'bytes':
      return wanted.kind === (given.text ? 'string' : 'bytes');
    default:
      return given?.kind === wanted.kind;
  }
}
