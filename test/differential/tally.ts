// What comparisons have seen so far, and what a disagreement is.

/** A difference between the model and the EVM. */
export interface Disagreement {
  /** Which execution of the model differs: on literals, or its symbolic summary with the values put in. */
  readonly side: 'concrete' | 'symbolic';
  /** What differs. */
  readonly part: 'end' | 'result' | 'storage' | 'total' | 'balance' | 'event';
  readonly text: string;
}

/** Counts, and every disagreement. */
export interface Tally {
  transactions: number;
  successes: number;
  symbolic: number;
  /** Events of successful transactions that were compared. */
  events: number;
  /** Transactions the model declares outside itself, by reason. */
  readonly unknown: Map<string, number>;
  /** Parts with no known value in the model (uninterpreted functions). */
  opaque: number;
  readonly reverts: Map<string, number>;
  readonly disagreements: Disagreement[];
}

/** An empty tally. */
export function newTally(): Tally {
  return {
    transactions: 0,
    successes: 0,
    symbolic: 0,
    events: 0,
    unknown: new Map(),
    opaque: 0,
    reverts: new Map(),
    disagreements: [],
  };
}

/** Adds one to a counter. */
export function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

/** Adds the counts of `more` to `tally`. */
export function addTally(tally: Tally, more: Tally): void {
  tally.transactions += more.transactions;
  tally.successes += more.successes;
  tally.symbolic += more.symbolic;
  tally.events += more.events;
  tally.opaque += more.opaque;
  for (const [key, n] of more.unknown) tally.unknown.set(key, (tally.unknown.get(key) ?? 0) + n);
  for (const [key, n] of more.reverts) tally.reverts.set(key, (tally.reverts.get(key) ?? 0) + n);
  tally.disagreements.push(...more.disagreements);
}
