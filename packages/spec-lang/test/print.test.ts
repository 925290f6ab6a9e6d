// The printer: what it prints parses to the same tree, comments stay, and printing twice changes nothing.
import { describe, expect, it } from '@jest/globals';
import { type Expression, formatSpec, parseSpec, printExpression, printSpec } from '@surety/spec-lang';
import fc from 'fast-check';
import { bankSpec } from './support/bank-spec.js';
import { generator, tokensOf } from './support/mutate.js';
import { wholeLanguage } from './support/whole-language.js';

const span = { start: 0, end: 0 };
const name = (text: string) => ({ text, ...span });

/** Expressions as the parser builds them: operands that bind less tightly stand in parentheses. */
const expression: fc.Arbitrary<Expression> = fc.letrec<{ atom: Expression; any: Expression }>((tie) => {
  const any = tie('any');
  const group = any.map((inner): Expression => ({ kind: 'group', inner, ...span }));
  const atom = tie('atom');
  const names = fc
    .constantFrom('a', 'credits', 'value', 'is_open', '$x', 'state')
    .map((text): Expression => ({ kind: 'name', name: text, ...span }));
  const number = fc.nat(99).map(
    (value): Expression => ({
      kind: 'number',
      text: `${value}`,
      value: BigInt(value),
      bytes: undefined,
      ...span,
    }),
  );
  const binary = fc.constantFrom('+', '-', '*', '/', '%', '**', '<', '>=', '==', '!=', '&&', '||', '=>');
  return {
    atom: fc.oneof(
      { depthSize: 'small' },
      names,
      number,
      fc.boolean().map((value): Expression => ({ kind: 'boolean', value, ...span })),
      fc
        .string({ unit: fc.constantFrom('a', '"', '\\', '\n', 'é') })
        .map((value): Expression => ({ kind: 'string', value, ...span })),
      group,
      fc.tuple(names, any).map(([base, index]): Expression => ({ kind: 'index', base, index, ...span })),
      fc
        .tuple(names, fc.array(any, { maxLength: 3 }))
        .map(([callee, values]): Expression => ({ kind: 'call', callee, arguments: values, ...span })),
      names.map((base): Expression => ({ kind: 'member', base, member: name('debt'), ...span })),
      fc
        .tuple(any, fc.uniqueArray(fc.constantFrom('k', 'j')))
        .map(([body, keys]): Expression => ({ kind: 'sum', body, variables: keys.map(name), ...span })),
      fc.tuple(names, any).map(
        ([domain, condition]): Expression => ({
          kind: 'count',
          variable: name('k'),
          domain,
          condition,
          ...span,
        }),
      ),
      names.map((base): Expression => ({ kind: 'index', base, index: { kind: 'star', ...span }, ...span })),
      fc.constant<Expression>({
        kind: 'typeBound',
        type: { name: 'uint8', dimensions: [], ...span },
        bound: 'max',
        ...span,
      }),
    ),
    any: fc.oneof(
      { depthSize: 'small' },
      atom,
      fc
        .tuple(binary, atom, atom)
        .map(([operator, left, right]) => ({ kind: 'binary', operator, left, right, ...span }) as Expression),
      fc
        .tuple(fc.constantFrom('-', '!'), atom)
        .map(([operator, operand]) => ({ kind: 'unary', operator, operand, ...span }) as Expression),
      fc
        .tuple(atom, atom, atom)
        .map((operands): Expression => ({ kind: 'chain', operands, operators: ['<', '<='], ...span })),
      fc
        .tuple(atom, atom, atom)
        .map(([subject, low, high]): Expression => ({ kind: 'range', subject, low, high, ...span })),
      atom.map((subject): Expression => ({ kind: 'is', subject, what: name('EOA'), ...span })),
      atom.map((subject): Expression => ({ kind: 'acceptsEther', subject, ...span })),
      fc
        .tuple(atom, any, any)
        .map(
          ([condition, whenTrue, whenFalse]) =>
            ({ kind: 'conditional', condition, whenTrue, whenFalse, ...span }) as Expression,
        ),
      fc.tuple(fc.constantFrom('forall', 'exists', 'exactlyOne'), any).map(
        ([quantifier, body]): Expression => ({
          kind: 'quantifier',
          quantifier,
          variables: [
            { type: { name: 'address', dimensions: [3n, undefined], ...span }, name: name('u'), ...span },
          ],
          body,
          ...span,
        }),
      ),
    ),
  };
}).any;

/** A tree as text without places and comments. */
function bare(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (['start', 'end', 'comments', 'trailing', 'apart', 'close'].includes(key)) return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

describe('print', () => {
  it('prints expressions that parse to the same tree', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const text = printExpression(tree);
        const { value, diagnostics } = parseSpec({ path: 'x.surety', text: `invariant a: ${text};` });
        expect(diagnostics).toEqual([]);
        const [declaration] = value.declarations;
        expect(declaration?.kind === 'invariant' && bare(declaration.condition)).toBe(bare(tree));
      }),
      { seed: 20260721, numRuns: 400 },
    );
  });

  it.each([
    ['the bank', bankSpec],
    ['the whole language', wholeLanguage],
  ])('prints %s so that it parses to the same tree, and settles at once', (_, original) => {
    const parsed = parseSpec({ path: 'x.surety', text: original });
    expect(parsed.diagnostics).toEqual([]);
    const text = printSpec(parsed.value);
    const again = parseSpec({ path: 'x.surety', text });
    expect(bare(again.value)).toBe(bare(parsed.value));
    expect(printSpec(again.value)).toBe(text);
  });

  it('leaves a file in its own layout as it is, whatever construct it has', () => {
    expect(formatSpec({ path: 'x.surety', text: wholeLanguage }).value).toBe(wholeLanguage);
  });

  it('has one layout, however the file was written', () => {
    const spaced = wholeLanguage.replace(
      /^( *)(?!.*\/\/)([a-z].*)$/gm,
      (_, indent: string, line: string) => `${indent}${line.replaceAll(' ', '   ')}`,
    );
    expect(formatSpec({ path: 'x.surety', text: spaced }).value).toBe(wholeLanguage);
  });

  it('keeps comments wherever they stand, and settles at once', () => {
    const next = generator(20260721);
    const tokens = tokensOf(wholeLanguage);
    for (let round = 0; round < 200; round++) {
      let text = wholeLanguage;
      for (let i = 3; i > 0; i--) {
        const offset = tokens[next(tokens.length)]?.index ?? 0;
        const comment = [`/* ${i} */ `, `// ${i}\n`, `/* ${i}\n   more */\n`, `\n// ${i}\n`][next(4)] ?? '';
        text = text.slice(0, offset) + comment + text.slice(offset);
      }
      const { value, diagnostics } = formatSpec({ path: 'x.surety', text });
      // A line break inside a signature, or between a type and its name, is refused.
      if (value === undefined) {
        expect(diagnostics.length).toBeGreaterThan(0);
        continue;
      }
      const bag = (each: string) =>
        (each.match(/\/\/.*|\/\*[\s\S]*?\*\//g) ?? []).map((comment) => comment.trim()).sort();
      expect(bag(value)).toEqual(bag(text));
      expect(formatSpec({ path: 'x.surety', text: value }).value).toBe(value);
    }
  });

  it('keeps the empty lines that set things apart, one for several', () => {
    const text = `
// about the file


/// of the link
link A.b to C;
link A.c to D;


link A.d to E;
rule r {

    f();
    // first

    // second
    g();


    assert x;

    // last

}
`;
    const layout = `// about the file

/// of the link
link A.b to C;
link A.c to D;

link A.d to E;

rule r {
    f();
    // first

    // second
    g();

    assert x;

    // last
}
`;
    expect(formatSpec({ path: 'x.surety', text }).value).toBe(layout);
    expect(formatSpec({ path: 'x.surety', text: layout }).value).toBe(layout);
  });

  it('writes the short forms of a sentence in one way', () => {
    const text = `only pay may move balance(this) down;
only deposit may move total up using solvent;
nobody may move total up;
possible p when a > 0: f(); reaches b;
can q using x: f() reaches b using y;
after f() { if (a) { b = 1; } else { if (c) { b = 2; } } }
`;
    expect(formatSpec({ path: 'x.surety', text }).value).toBe(`only pay may decrease balance(this);
only deposit may increase total using solvent;
nobody may increase total;

possible p when a > 0:
    f()
    reaches b;

can q:
    f()
    reaches b
    using x, y;

after f() {
    if (a) {
        b = 1;
    } else if (c) {
        b = 2;
    }
}
`);
  });

  it('lays out a file and keeps every comment', () => {
    const text = `// first
contract   Bank from 'Bank.sol' ;
unroll 3 ; // bound
/// doc
invariant a ( address u ) : // why
  credits[u]>=0&&!paused   using b ,c( u ) except setFee ;
function withdraw(uint256 amount) { // block
  reverts if amount>1 ; // clause
  // last
}
rule r(uint x){ uint y=x+1; try deposit{ value:x }() by a at t; assert reverted; }
// end
`;
    expect(formatSpec({ path: 'x.surety', text }).value).toBe(`// first
contract Bank from "Bank.sol";

unroll 3; // bound

/// doc
// why
invariant a(address u): credits[u] >= 0 && !paused
    using b, c(u)
    except setFee;

function withdraw(uint256 amount) {
    // block
    reverts if amount > 1; // clause
    // last
}

rule r(uint x) {
    uint y = x + 1;
    try deposit{value: x} by a at t;
    assert reverted;
}

// end
`);
  });

  it('formats nothing that has syntax errors', () => {
    const { value, diagnostics } = formatSpec({ path: 'x.surety', text: 'invariant a: ;' });
    expect(value).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
  });
});
