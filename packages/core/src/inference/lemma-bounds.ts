// Bounds by the constants that a contract's code has for an amount: no share above 100, no date more than 30 days ahead, and what
// is promised at a fixed price is there.
import type { Location } from '@surety/spec-lang';
import type { EntryQuantity, Make, Quantity } from './lemma-candidates.js';
import { type Atom, number } from './lemma-claim.js';
import type { Comparing } from './lemma-comparable.js';

/** Amounts that may be bounded. */
export interface Bounded {
  readonly numbers: readonly Quantity[];
  readonly lengths: readonly Quantity[];
  readonly sums: readonly Quantity[];
  readonly entries: readonly EntryQuantity[];
  readonly clocks: readonly Quantity[];
}

/** `m[k] <= c`, `sum(m) <= c`, `sum(m) == c`, `a.length <= c`. */
export function constantBounds(
  { lengths, sums, entries }: Bounded,
  { constants }: Comparing,
  location: Location,
  make: Make,
): readonly Atom[] {
  const bounds = (q: Quantity, operators: readonly ('<=' | '==')[]): readonly Atom[] =>
    constants(q).flatMap((c) =>
      operators.map((operator) => ({
        condition: make(operator, q.value, number(c, location)),
        text: `${q.text} ${operator} ${c}`,
      })),
    );
  return [
    ...lengths.flatMap((q) => bounds(q, ['<='])),
    ...sums.flatMap((q) => bounds(q, ['==', '<='])),
    ...entries.flatMap((q) => bounds(q, ['<=']).map((atom) => ({ ...atom, parameters: [q.parameter] }))),
  ];
}

/** `date <= now + d`, for constants and numbers `d` that the code adds to dates; also at every key. */
export function datesAhead(
  { numbers, entries, clocks }: Bounded,
  { same, constants }: Comparing,
  location: Location,
  make: Make,
): readonly Atom[] {
  return clocks.flatMap((clock) => {
    const kin = numbers.filter((n) => same(n, clock));
    const ahead: readonly Quantity[] = [
      ...constants(clock).map((c) => ({ value: number(c, location), text: `${c}` })),
      ...kin,
    ];
    const dates: readonly (Quantity & Partial<EntryQuantity>)[] = [
      ...kin,
      ...entries.filter((q) => same(q, clock)),
    ];
    return dates.flatMap((date) =>
      ahead
        .filter((d) => d !== date)
        .map((d) => ({
          condition: make('<=', date.value, make('+', clock.value, d.value)),
          text: `${date.text} <= ${clock.text} + ${d.text}`,
          ...(date.parameter === undefined ? {} : { parameters: [date.parameter] }),
        })),
    );
  });
}

/** `price * n <= held` and `m + price * n <= held`, for constants that the code multiplies such amounts by. */
export function coveredAtPrice(
  promised: readonly Quantity[],
  others: readonly Quantity[],
  holdings: readonly Quantity[],
  { factors }: Comparing,
  location: Location,
  make: Make,
): readonly Atom[] {
  return promised.flatMap((n) =>
    factors(n).flatMap((price) => {
      const value = make('*', number(price, location), n.value);
      const text = `${price} * ${n.text}`;
      return holdings.flatMap((held): readonly Atom[] => [
        { condition: make('<=', value, held.value), text: `${text} <= ${held.text}` },
        ...others
          .filter((m) => m !== n)
          .map((m) => ({
            condition: make('<=', make('+', m.value, value), held.value),
            text: `${m.text} + ${text} <= ${held.text}`,
          })),
      ]);
    }),
  );
}
