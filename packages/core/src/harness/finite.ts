// Quantifiers over the addresses of a replayed run: where a bound variable is only compared and used as a key, all values
// that occur nowhere else behave alike, so one of them stands for all.
import { type Symbol_, substitute, type Term, type TermBank, visitTerms } from '@surety/solvers';

/** More instances than this are not written out. */
const MAXIMUM_INSTANCES = 20_000;

/** `term` without quantifiers, or undefined where a bound variable is computed with or there are too many values. */
export function withoutQuantifiers(bank: TermBank, term: Term): Term | undefined {
  const quantified = new Map<Term, Term>();
  const values = new Set<bigint>();
  let finite = true;
  visitTerms([term], (t) => {
    if (t.kind === 'literal' && typeof t.value === 'bigint') values.add(t.value);
  });
  const domain = [...values, unusedValue(values)].map((value) => bank.int(value));
  visitTerms([term], (t) => {
    if (t.kind !== 'quantifier' || !finite) return;
    if (t.variables.some((v) => v.sort.kind !== 'int' || !onlyCompared(t.body, v))) {
      finite = false;
      return;
    }
    if (domain.length ** t.variables.length > MAXIMUM_INSTANCES) {
      finite = false;
      return;
    }
    const body = substitute(bank, t.body, quantified);
    const instances = tuples(domain, t.variables.length).map((tuple) =>
      substitute(bank, body, new Map(t.variables.map((v, i) => [v as Term, tuple[i] as Term]))),
    );
    quantified.set(t, t.quantifier === 'forall' ? bank.and(...instances) : bank.or(...instances));
  });
  return finite ? substitute(bank, term, quantified) : undefined;
}

/** An address that occurs nowhere. */
function unusedValue(values: ReadonlySet<bigint>): bigint {
  for (let value = (1n << 160n) - 3n; ; value--) if (!values.has(value)) return value;
}

/** Whether a variable stands only in comparisons with other terms for equality, in ranges, and as a key. */
function onlyCompared(body: Term, variable: Symbol_): boolean {
  let compared = true;
  visitTerms([body], (t) => {
    if (t.kind === 'symbol' || t.kind === 'literal') return;
    const direct = t.kind === 'apply' || t.kind === 'call' ? t.args.includes(variable) : false;
    if (!direct || t.kind === 'call') return;
    if (t.kind !== 'apply') return;
    const range = t.op === 'le' && t.args.some((a) => a.kind === 'literal');
    const key = (t.op === 'select' || t.op === 'store') && t.args[1] === variable;
    if (!(t.op === 'eq' || range || key)) compared = false;
  });
  return compared;
}

function tuples(domain: readonly Term[], length: number): readonly (readonly Term[])[] {
  let all: readonly (readonly Term[])[] = [[]];
  for (let i = 0; i < length; i++) all = all.flatMap((tuple) => domain.map((value) => [...tuple, value]));
  return all;
}
