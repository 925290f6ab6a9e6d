// What reached states have in common: of those that are alike a few are kept.
import { type Term, type Value, valueKey } from '@surety/solvers';

/** How the quotients came out that were computed: whole, rounded, rounded to nothing. */
export function roundingOf(quotients: readonly Term[], values: ReadonlyMap<Term, Value | undefined>): string {
  const kinds = new Set<string>();
  for (const quotient of quotients) {
    if (quotient.kind !== 'apply' || typeof values.get(quotient) !== 'bigint') continue;
    const [above, below] = quotient.args.map((arg) => (arg.kind === 'literal' ? arg.value : values.get(arg)));
    if (typeof above !== 'bigint' || typeof below !== 'bigint' || above === 0n || below === 0n) continue;
    kinds.add(above % below === 0n ? 'whole' : above < below ? 'nothing' : 'rounded');
  }
  return [...kinds].sort().join('+');
}

/** A text that is equal for equal states, but for the symbols `without`. */
export function keyOf(values: ReadonlyMap<string, Value>, without: ReadonlySet<Term>): string {
  const names = new Set([...without].map((term) => (term.kind === 'symbol' ? term.name : '')));
  return [...values].map(([name, value]) => (names.has(name) ? '' : valueKey(value))).join(' ');
}

/** What of a state is zero: where something was used up, contracts behave in other ways. */
export function emptiness(values: ReadonlyMap<string, Value>, isOwn: (name: string) => boolean): string {
  const weigh = (value: Value): number => {
    if (typeof value !== 'object') return isNothing(value) ? 0 : 1;
    if (value.kind !== 'array') return 1;
    return [...value.entries.values()].some((entry) => weigh(entry.value) > 0) ? 1 : 0;
  };
  return [...values].map(([name, value]) => (isOwn(name) ? weigh(value) : '')).join(',');
}

/**
 * Of what a state holds none, one or several of, and how many different values and keys there are: less where something agrees
 * with something else, as what two sides confirmed.
 */
export function variety(values: ReadonlyMap<string, Value>, isOwn: (name: string) => boolean): string {
  const different = new Set<Value>();
  const look = (value: Value): boolean => {
    if (typeof value !== 'object') {
      if (isNothing(value)) return false;
      different.add(value);
      return true;
    }
    if (value.kind !== 'array') return true;
    let some = false;
    for (const entry of value.entries.values())
      if (look(entry.value)) {
        some = true;
        different.add(entry.key);
      }
    return some;
  };
  const own = [...values].flatMap(([name, value]) => (isOwn(name) ? [value] : []));
  for (const value of own) look(value);
  return `${own.map((value) => Math.min(2, entriesOf(value))).join('')}/${different.size}`;
}

/** How many values in it are not zero. */
export function entriesOf(value: Value): number {
  if (typeof value !== 'object') return isNothing(value) ? 0 : 1;
  if (value.kind !== 'array') return 0;
  return [...value.entries.values()].reduce((total, entry) => total + entriesOf(entry.value), 0);
}

function isNothing(value: Value): boolean {
  return value === 0n || value === false || value === '';
}
