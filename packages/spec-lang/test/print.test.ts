// The printer: what it prints parses to the same tree, comments stay, and printing twice changes nothing.
import { describe, expect, it } from '@jest/globals';
import { type Expression, formatSpec, parseSpec, printExpression, printSpec } from '@surety/spec-lang';
import fc from 'fast-check';
import { bankSpec } from './support/bank-spec.js';

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
      fc
        .tuple(atom, any, any)
        .map(
          ([condition, whenTrue, whenFalse]) =>
            ({ kind: 'conditional', condition, whenTrue, whenFalse, ...span }) as Expression,
        ),
      any.map(
        (body): Expression => ({
          kind: 'quantifier',
          quantifier: 'forall',
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
    if (['start', 'end', 'comments', 'trailing', 'close'].includes(key)) return undefined;
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

  it('prints whole files that parse to the same tree, and settles at once', () => {
    const parsed = parseSpec({ path: 'x.surety', text: bankSpec });
    expect(parsed.diagnostics).toEqual([]);
    const text = printSpec(parsed.value);
    const again = parseSpec({ path: 'x.surety', text });
    expect(bare(again.value)).toBe(bare(parsed.value));
    expect(printSpec(again.value)).toBe(text);
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
    try deposit{value: x}() by a at t;
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
