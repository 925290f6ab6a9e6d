// Terms to SMT-LIB text. Shared terms are defined once, so the text is linear in the DAG; output is deterministic.
import { operatorInfo } from '../term/operators.js';
import type { Sort } from '../term/sort.js';
import type { FunctionSymbol, Symbol_, Term } from '../term/term.js';
import { children } from '../term/term.js';
import { childrenInScope, freeSymbols, visitTerms } from '../term/visit.js';
import { encodeName, quoteSymbol } from './names.js';
import type { EmittedScript, Script } from './script.js';

/** The whole script as text, ending in `(check-sat)`: what is shown, dumped, hashed and replayed by hand. */
export function emitScript(script: Script): string {
  return `${emitWithNames(script).text}(check-sat)\n`;
}

// Terms nested deeper than this are defined even when used once: some parsers recurse.
const DEEPEST_INLINE = 100;

/** How a script is written. */
export interface EmitOptions {
  /** Counters of fresh symbols (`x!7`) start anew in each script, so that its text depends on nothing else. */
  readonly renumber?: boolean;
  /** What integers are written as; `Real` relaxes the script and allows no `div` and `mod` in it. */
  readonly integersAs?: 'Int' | 'Real';
  /** Whether the comments are written; default true. */
  readonly comments?: boolean;
}

/** The script without `(check-sat)`, with the maps from its names to those of the terms. */
export function emitWithNames(script: Script, options: EmitOptions = {}): EmittedScript {
  const roots = script.assertions.map(({ term }) => term);
  const emission = new Emission(roots, options);
  const lines: string[] = [];
  for (const comment of options.comments === false ? [] : (script.comments ?? []))
    for (const line of comment.split(/\r\n|[\r\n]/)) lines.push(`; ${line}`);
  if (script.logic !== undefined) lines.push(`(set-logic ${script.logic})`);
  lines.push(...emission.declarations(), ...emission.definitions());
  const assertions = new Map<string, string>();
  script.assertions.forEach(({ term, name }, i) => {
    const text = emission.reference(term);
    if (name === undefined) {
      lines.push(`(assert ${text})`);
      return;
    }
    // Numbered, so that an assertion may have the name of a symbol or of another assertion.
    const symbol = `a!${i}~${encodeName(name)}`;
    assertions.set(symbol, name);
    lines.push(`(assert (! ${text} :named ${quoteSymbol(symbol)}))`);
  });
  return {
    text: lines.length === 0 ? '' : `${lines.join('\n')}\n`,
    names: { ...emission.names, assertions },
  };
}

class Emission {
  readonly names = {
    symbols: new Map<string, string>(),
    functions: new Map<string, string>(),
    bytes: new Map<string, string>(),
    sorts: new Map<string, string>(),
  };
  private readonly order: Term[] = [];
  private readonly uses = new Map<Term, number>();
  /** Terms that mention a variable bound anywhere: not definable at top level. */
  private readonly open = new Set<Term>();
  private readonly defined = new Map<Term, string>();
  private readonly bytesSymbols = new Map<Term, string>();
  private readonly symbolNames = new Set<string>();
  private readonly sortsUsed = new Set<Sort>();
  private readonly roots: readonly Term[];
  private readonly integer: 'Int' | 'Real';
  private readonly renumber: boolean;
  private readonly renumbered = new Map<string, string>();
  private readonly counters = new Map<string, number>();

  constructor(roots: readonly Term[], options: EmitOptions) {
    this.roots = roots;
    this.integer = options.integersAs ?? 'Int';
    this.renumber = options.renumber ?? false;
    visitTerms(roots, (term) => this.order.push(term), childrenAndPatterns);
    const bound = new Set<Term>();
    for (const term of this.order) {
      if (term.kind === 'symbol') this.symbolNames.add(this.symbolText(term.name));
      if (term.kind === 'quantifier') for (const variable of term.variables) bound.add(variable);
      for (const child of children(term)) this.uses.set(child, (this.uses.get(child) ?? 0) + 1);
    }
    for (const root of roots) this.uses.set(root, (this.uses.get(root) ?? 0) + 1);
    const height = new Map<Term, number>();
    for (const term of this.order) {
      const below = children(term);
      if (bound.has(term) || below.some((child) => this.open.has(child))) this.open.add(term);
      let inline = 0;
      for (const child of below)
        inline = Math.max(inline, this.defined.has(child) ? 0 : (height.get(child) ?? 0));
      inline += below.length === 0 ? 0 : 1;
      height.set(term, inline);
      if (below.length === 0 || this.open.has(term)) continue;
      if ((this.uses.get(term) ?? 0) > 1 || inline > DEEPEST_INLINE)
        this.defined.set(term, `t!${this.defined.size}`);
    }
  }

  /** Declarations of sorts, byte string literals, symbols and functions, in order of first use. */
  declarations(): readonly string[] {
    const constants: string[] = [];
    const functions = new Set<FunctionSymbol>();
    const free = new Set<Symbol_>(freeSymbols(this.roots));
    for (const term of this.order) {
      if (term.kind === 'symbol') {
        const sort = this.sort(term.sort);
        if (!free.has(term)) continue;
        const symbol = this.symbolText(term.name);
        this.names.symbols.set(symbol, term.name);
        constants.push(`(declare-fun ${quoteSymbol(symbol)} () ${sort})`);
      } else if (term.kind === 'literal' && typeof term.value === 'string') {
        const symbol = `bytes!${this.bytesSymbols.size}`;
        this.bytesSymbols.set(term, symbol);
        this.names.bytes.set(symbol, term.value);
        constants.push(`(declare-fun ${symbol} () ${this.sort(term.sort)}) ; 0x${shorten(term.value)}`);
      } else if (term.kind === 'call' && !functions.has(term.fn)) {
        functions.add(term.fn);
        const symbol = this.functionSymbol(term.fn);
        this.names.functions.set(symbol, term.fn.name);
        const domain = term.fn.domain.map((sort) => this.sort(sort)).join(' ');
        constants.push(`(declare-fun ${quoteSymbol(symbol)} (${domain}) ${this.sort(term.fn.range)})`);
      } else if (term.kind === 'apply' && term.op === 'constArray') {
        this.sort(term.sort);
      }
    }
    const sorts: string[] = [];
    for (const sort of this.sortsUsed) sorts.push(`(declare-sort ${this.sort(sort)} 0)`);
    const literals = [...this.bytesSymbols.values()];
    const apart = literals.length > 1 ? [`(assert (distinct ${literals.join(' ')}))`] : [];
    return [...sorts, ...constants, ...apart];
  }

  /** One definition for each shared closed term, below before above. */
  definitions(): readonly string[] {
    const lines: string[] = [];
    for (const [term, name] of this.defined)
      lines.push(`(define-fun ${name} () ${this.sort(term.sort)} ${this.write(term, new Map())})`);
    return lines;
  }

  /** An asserted term: its definition's name, or the term written out. */
  reference(term: Term): string {
    return this.defined.get(term) ?? this.scope(term);
  }

  // Injective: `~n` at the end comes only from `!n`, and each counted name gets the next number of its prefix.
  private symbolText(name: string): string {
    const counted = this.renumber ? /^(.*)!\d+$/s.exec(name)?.[1] : undefined;
    if (counted === undefined) return encodeName(name);
    let text = this.renumbered.get(name);
    if (text === undefined) {
      const count = this.counters.get(counted) ?? 0;
      this.counters.set(counted, count + 1);
      text = encodeName(`${counted}!${count}`);
      this.renumbered.set(name, text);
    }
    return text;
  }

  // A bank keeps symbols and functions apart; in a script they share one space, so a taken name gets a suffix.
  private functionSymbol(fn: FunctionSymbol): string {
    const symbol = encodeName(fn.name);
    return this.symbolNames.has(symbol) ? `${symbol}%f` : symbol;
  }

  private sort(sort: Sort): string {
    switch (sort.kind) {
      case 'bool':
        return 'Bool';
      case 'int':
        return this.integer;
      case 'bitvec':
        return `(_ BitVec ${sort.width})`;
      case 'bytes':
        this.sortsUsed.add(sort);
        return 'Bytes';
      case 'array':
        return `(Array ${this.sort(sort.index)} ${this.sort(sort.element)})`;
      case 'uninterpreted': {
        this.sortsUsed.add(sort);
        const symbol = encodeName(sort.name);
        this.names.sorts.set(symbol, sort.name);
        return quoteSymbol(symbol);
      }
    }
  }

  // An assertion or the body of a quantifier: shared open terms are bound by let just here.
  private scope(root: Term): string {
    const uses = new Map<Term, number>();
    const shared: Term[] = [];
    const below = (term: Term): readonly Term[] => (this.defined.has(term) ? [] : childrenInScope(term));
    const order: Term[] = [];
    visitTerms([root], (term) => order.push(term), below);
    for (const term of order) for (const child of below(term)) uses.set(child, (uses.get(child) ?? 0) + 1);
    const height = new Map<Term, number>();
    for (const term of order) {
      const parts = below(term);
      let inline = 0;
      for (const part of parts) inline = Math.max(inline, (height.get(part) ?? 0) + 1);
      const bind =
        term !== root &&
        !this.defined.has(term) &&
        children(term).length > 0 &&
        ((uses.get(term) ?? 0) > 1 || inline > DEEPEST_INLINE);
      height.set(term, bind ? 0 : inline);
      if (bind) shared.push(term);
    }
    const local = new Map<Term, string>();
    const bindings: string[] = [];
    for (const term of shared) {
      const text = this.write(term, local);
      const name = `l!${local.size}`;
      local.set(term, name);
      bindings.push(`(let ((${name} ${text})) `);
    }
    return `${bindings.join('')}${this.write(root, local)}${')'.repeat(bindings.length)}`;
  }

  // Writes one term out, stopping at defined and let-bound terms. An explicit stack of terms and closing texts.
  private write(root: Term, local: ReadonlyMap<Term, string>): string {
    const out: string[] = [];
    const stack: (Term | string)[] = [root];
    while (stack.length > 0) {
      const top = stack.pop();
      if (top === undefined) break;
      if (typeof top === 'string') {
        out.push(top);
        continue;
      }
      const name = top === root ? undefined : (local.get(top) ?? this.defined.get(top));
      if (name !== undefined) {
        out.push(name);
        continue;
      }
      const below = childrenInScope(top);
      if (below.length === 0) {
        out.push(this.leaf(top));
        continue;
      }
      out.push(`(${this.head(top)}`);
      stack.push(')');
      for (let i = below.length - 1; i >= 0; i--) {
        const child = below[i];
        if (child !== undefined) stack.push(child, ' ');
      }
    }
    return out.join('');
  }

  private numeral(value: bigint): string {
    return this.integer === 'Real' ? `${value}.0` : `${value}`;
  }

  private head(term: Term): string {
    if (term.kind === 'ite') return 'ite';
    if (term.kind === 'call') return quoteSymbol(this.functionSymbol(term.fn));
    if (term.kind !== 'apply') throw new Error(`emit: a ${term.kind} has no head`);
    const { smtlib } = operatorInfo(term.op);
    if (term.op === 'constArray') return `(as const ${this.sort(term.sort)})`;
    return term.indices.length > 0 ? `(_ ${smtlib} ${term.indices.join(' ')})` : smtlib;
  }

  private leaf(term: Term): string {
    switch (term.kind) {
      case 'symbol':
        return quoteSymbol(this.symbolText(term.name));
      case 'call':
        return this.head(term);
      case 'literal':
        if (term.sort.kind === 'bytes') return this.bytesSymbols.get(term) ?? '';
        if (term.sort.kind === 'bitvec') return `(_ bv${term.value} ${term.sort.width})`;
        if (typeof term.value !== 'bigint') return `${term.value}`;
        return term.value < 0n ? `(- ${this.numeral(-term.value)})` : this.numeral(term.value);
      case 'quantifier': {
        const variables = term.variables.map(
          (v) => `(${quoteSymbol(this.symbolText(v.name))} ${this.sort(v.sort)})`,
        );
        const body = this.reference(term.body);
        const patterns = term.patterns.map(
          (p) => ` :pattern (${p.map((part) => this.write(part, new Map())).join(' ')})`,
        );
        const inner = patterns.length === 0 ? body : `(! ${body}${patterns.join('')})`;
        return `(${term.quantifier} (${variables.join(' ')}) ${inner})`;
      }
      default:
        throw new Error(`emit: a ${term.kind} is not a leaf`);
    }
  }
}

// Patterns can mention functions that folding removed from the body; they must be declared too.
function childrenAndPatterns(term: Term): readonly Term[] {
  return term.kind === 'quantifier' ? [term.body, ...term.patterns.flat()] : children(term);
}

function shorten(hex: string): string {
  return hex.length <= 64 ? hex : `${hex.slice(0, 64)}… (${hex.length / 2} bytes)`;
}
