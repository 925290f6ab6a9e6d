// Reproducible damage to the text of a specification.

/** A small generator of reproducible numbers below a limit (mulberry32). */
export function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

const piece =
  /\/\/[^\n]*|[A-Za-z_$][\w$]*|[0-9][0-9_]*(?:\.[0-9]+)?(?:e[0-9]+)?|"[^"\n]*"|=>|->|==|!=|<=|>=|\+=|-=|&&|\|\||\*\*|\.\.|[^\s\w]/g;

/** The tokens of a text, comments left out. */
export function tokensOf(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(piece)].filter(([token]) => !token.startsWith('//'));
}

const strays = (
  '( ) { } [ ] ; : , . => -> == += * # % ? .. _ -1 1e9999 0x "text" " /* @ rule invariant function only never may ' +
  'moves by at where of except using if else for in is can reaches when ghost after on module assume old sum( any*'
).split(' ');

/** A damaged text with the offset of the first change. */
export interface Mutation {
  readonly text: string;
  readonly offset: number;
  /** Where the token after the damage begins, in the damaged text. */
  readonly next: number;
}

/** One token deleted, swapped with the next, put in, or doubled. */
export function mutate(text: string, next: (limit: number) => number): Mutation {
  const tokens = tokensOf(text);
  const at = next(Math.max(tokens.length - 1, 1));
  const [token, following] = [tokens[at], tokens[at + 1]];
  if (token === undefined || following === undefined)
    return { text: `${text};`, offset: text.length, next: text.length };
  const offset = token.index;
  const end = offset + token[0].length;
  // Everything after the first change is as far from the end as it was.
  const from = (changed: string, untouched: number): Mutation => {
    const rest = tokens.find(({ index }) => index >= untouched)?.index ?? text.length;
    return { text: changed, offset, next: changed.length - (text.length - rest) };
  };
  switch (next(4)) {
    case 0:
      return from(text.slice(0, offset) + text.slice(end), end);
    case 1: {
      const untouched = following.index + following[0].length;
      const between = text.slice(end, following.index);
      const swapped = following[0] + between + token[0];
      return from(text.slice(0, offset) + swapped + text.slice(untouched), untouched);
    }
    case 2:
      return from(`${text.slice(0, offset)}${strays[next(strays.length)]} ${text.slice(offset)}`, offset);
    default:
      return from(`${text.slice(0, end)} ${token[0]}${text.slice(end)}`, end);
  }
}
