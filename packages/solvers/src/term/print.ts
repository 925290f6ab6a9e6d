// Terms as text for people: infix, with limits on depth and length (shared terms would otherwise explode).
import type { Operator } from './operators.js';
import type { Apply, Term } from './term.js';

/** Limits of a printed term. */
export interface PrintLimits {
  /** How many terms are written out before `…` replaces the rest; default 400. */
  readonly terms?: number;
  /** How deep terms are written out; default 40. */
  readonly depth?: number;
}

const INFIX: Partial<Readonly<Record<Operator, string>>> = {
  and: 'and',
  or: 'or',
  eq: '=',
  mul: '*',
  div: 'div',
  mod: 'mod',
  le: '<=',
  bvult: '<u',
  bvslt: '<s',
};

/** The term in infix notation, for messages and tests; not meant to be parsed. */
export function printTerm(term: Term, limits: PrintLimits = {}): string {
  let budget = limits.terms ?? 400;
  const deepest = limits.depth ?? 40;
  const print = (t: Term, depth: number): string => {
    if (budget-- <= 0 || depth > deepest) return '…';
    const below = (child: Term): string => print(child, depth + 1);
    switch (t.kind) {
      case 'literal':
        if (t.sort.kind === 'bytes') return `0x${t.value}`;
        return t.sort.kind === 'bitvec' ? `${t.value}:${t.sort.width}` : `${t.value}`;
      case 'symbol':
        return t.name;
      case 'call':
        return `${t.fn.name}(${t.args.map(below).join(', ')})`;
      case 'ite':
        return `(if ${below(t.condition)} then ${below(t.then)} else ${below(t.else)})`;
      case 'quantifier':
        return `(${t.quantifier} ${t.variables.map((v) => v.name).join(' ')}. ${below(t.body)})`;
      case 'apply':
        return printApply(t, below);
    }
  };
  return print(term, 0);
}

function printApply(term: Apply, below: (child: Term) => string): string {
  const [a, b, c] = term.args;
  if (a !== undefined) {
    if (term.op === 'not') return `not ${below(a)}`;
    if (term.op === 'add') return `(${printSum(term.args, below)})`;
    if (b !== undefined) {
      if (term.op === 'mul' && a.kind === 'literal' && a.value === -1n) return `-${below(b)}`;
      if (term.op === 'select') return `${below(a)}[${below(b)}]`;
      if (term.op === 'store' && c !== undefined) return `${below(a)}[${below(b)} := ${below(c)}]`;
    }
  }
  const infix = INFIX[term.op];
  if (infix !== undefined) return `(${term.args.map(below).join(` ${infix} `)})`;
  return `${term.op}(${[...term.indices.map(String), ...term.args.map(below)].join(', ')})`;
}

// A sum reads better with minus signs than with negative coefficients.
function printSum(args: readonly Term[], below: (child: Term) => string): string {
  let text = '';
  for (const arg of args) {
    const printed = below(arg);
    const bare = printed.startsWith('-') ? printed.slice(1) : undefined;
    if (text === '') text = printed;
    else text += bare === undefined ? ` + ${printed}` : ` - ${bare}`;
  }
  return text;
}
