// Random plans of terms: a plan is built with folding by a TermBank and written out without folding as SMT-LIB text.
import { arraySort, BOOL, bitvecSort, emitWithNames, INT, type Term, type TermBank } from '@surety/solvers';
import fc from 'fast-check';

/** A node of a plan: an operation with its arguments, before any folding. */
export interface Plan {
  readonly op: string;
  readonly args: readonly Plan[];
  readonly literal?: number;
}

const SORT_OF_SYMBOL = {
  x: INT,
  y: INT,
  i: INT,
  p: BOOL,
  q: BOOL,
  m: arraySort(INT, INT),
  b: bitvecSort(4),
  c: bitvecSort(4),
} as const;

const node = (op: string, ...args: readonly fc.Arbitrary<Plan>[]): fc.Arbitrary<Plan> =>
  fc.tuple(...args).map((parts) => ({ op, args: parts }));
const symbol = (name: keyof typeof SORT_OF_SYMBOL): fc.Arbitrary<Plan> => fc.constant({ op: name, args: [] });
const literal = (op: string, least: number, most: number): fc.Arbitrary<Plan> =>
  fc.integer({ min: least, max: most }).map((value) => ({ op, args: [], literal: value }));

const { bool } = fc.letrec<{ bool: Plan; int: Plan; array: Plan; word: Plan }>((tie) => {
  const [B, I, A, W] = [tie('bool'), tie('int'), tie('array'), tie('word')];
  const deep = { depthSize: 'small', withCrossShrink: true } as const;
  return {
    bool: fc.oneof(
      deep,
      symbol('p'),
      symbol('q'),
      node('<=', I, I),
      node('<', I, I),
      node('=', I, I),
      node('and', B, B, B),
      node('or', B, B),
      node('not', B),
      node('=>', B, B),
      node('xor', B, B),
      node('=', B, B),
      node('ite', B, B, B),
      node('=', W, W),
      node('bvult', W, W),
      node('bvsle', W, W),
      node('distinct', I, I, I),
    ),
    int: fc.oneof(
      deep,
      symbol('x'),
      symbol('y'),
      literal('int', -4, 5),
      symbol('i'),
      node('+', I, I, I),
      node('-', I, I),
      node('scale', literal('int', -3, 3), I),
      node('*', symbol('x'), symbol('y')),
      node('div', I, literal('int', -4, 4)),
      node('mod', I, literal('int', -4, 8)),
      node('ite', B, I, I),
      node('select', A, I),
      node('bv2nat', W),
    ),
    array: fc.oneof(
      deep,
      symbol('m'),
      node('store', A, I, I),
      node('ite', B, A, A),
      node('const', literal('int', 0, 3)),
    ),
    word: fc.oneof(
      deep,
      symbol('b'),
      symbol('c'),
      literal('bv', 0, 15),
      node('bvadd', W, W),
      node('bvsub', W, W),
      node('bvmul', W, W),
      node('bvudiv', W, W),
      node('bvurem', W, W),
      node('bvsdiv', W, W),
      node('bvsrem', W, W),
      node('bvand', W, W),
      node('bvor', W, W),
      node('bvxor', W, W),
      node('bvnot', W),
      node('bvneg', W),
      node('bvshl', W, W),
      node('bvlshr', W, W),
      node('bvashr', W, W),
      node('ite', B, W, W),
      node('extract', W, W),
    ),
  };
});

/** Plans of formulas. */
export const plan: fc.Arbitrary<Plan> = bool;

/** The folded term of a plan. */
export function foldPlan(bank: TermBank, { op, args, literal: value }: Plan): Term {
  if (op in SORT_OF_SYMBOL) {
    const name = op as keyof typeof SORT_OF_SYMBOL;
    return bank.symbol(name, SORT_OF_SYMBOL[name]);
  }
  if (op === 'int') return bank.int(value ?? 0);
  if (op === 'bv') return bank.bitvec(value ?? 0, 4);
  const terms = args.map((arg) => foldPlan(bank, arg));
  const [a, b, c] = terms as [Term, Term, Term];
  switch (op) {
    case '<=':
      return bank.le(a, b);
    case '<':
      return bank.lt(a, b);
    case '=':
      return bank.eq(a, b);
    case 'and':
      return bank.and(...terms);
    case 'or':
      return bank.or(...terms);
    case 'not':
      return bank.not(a);
    case '=>':
      return bank.implies(a, b);
    case 'xor':
      return bank.xor(a, b);
    case 'ite':
      return bank.ite(a, b, c);
    case 'distinct':
      return bank.distinct(...terms);
    case '+':
      return bank.add(...terms);
    case '-':
      return bank.sub(a, b);
    case '*':
    case 'scale':
      return bank.mul(...terms);
    case 'div':
      return bank.div(a, b);
    case 'mod':
      return bank.mod(a, b);
    case 'select':
      return bank.select(a, b);
    case 'store':
      return bank.store(a, b, c);
    case 'const':
      return bank.constArray(SORT_OF_SYMBOL.m, a);
    case 'bv2nat':
      return bank.bv2int(a);
    case 'bvsle':
      return bank.bvsle(a, b);
    case 'bvnot':
      return bank.bvnot(a);
    case 'bvneg':
      return bank.bvneg(a);
    case 'extract':
      return bank.extract(5, 2, bank.concat(a, b));
    case 'bvadd':
    case 'bvsub':
    case 'bvmul':
    case 'bvudiv':
    case 'bvurem':
    case 'bvsdiv':
    case 'bvsrem':
    case 'bvand':
    case 'bvor':
    case 'bvxor':
    case 'bvshl':
    case 'bvlshr':
    case 'bvashr':
    case 'bvult':
      return bank[op](a, b);
    default:
      throw new Error(`no such operation: ${op}`);
  }
}

function writePlan({ op, args, literal: value = 0 }: Plan): string {
  if (op in SORT_OF_SYMBOL) return op;
  if (op === 'int') return value < 0 ? `(- ${-value})` : `${value}`;
  if (op === 'bv') return `(_ bv${value} 4)`;
  const parts = args.map(writePlan).join(' ');
  if (op === 'const') return `((as const (Array Int Int)) ${parts})`;
  if (op === 'extract') return `((_ extract 5 2) (concat ${parts}))`;
  return `(${op === 'scale' ? '*' : op} ${parts})`;
}

/** A script that is unsatisfiable exactly when the folded term means what the plan says. */
export function emitPlan(bank: TermBank, unfolded: Plan, folded: Term): string {
  // All symbols are mentioned, so that the text declares those that folding removed.
  const { x, y, i, p, q, m, b, c } = SORT_OF_SYMBOL;
  const all = Object.entries({ x, y, i, p, q, m, b, c }).map(([name, sort]) => bank.symbol(name, sort));
  const marker = bank.call({ name: 'all', domain: all.map((t) => t.sort), range: BOOL }, all);
  const result = bank.symbol('result', BOOL);
  const { text } = emitWithNames({ assertions: [{ term: marker }, { term: bank.eq(result, folded) }] });
  return `${text}(assert (not (= result ${writePlan(unfolded)})))\n`;
}

/** The names of the symbols plans use. */
export const PLAN_SYMBOLS = SORT_OF_SYMBOL;
