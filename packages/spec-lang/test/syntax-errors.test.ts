// What a reader is told about mistakes of syntax, several to a file, and words that are names elsewhere.
import { describe, expect, it } from '@jest/globals';
import { formatSpec, parseSpec, renderDiagnostic } from '@surety/spec-lang';

function report(text: string): string {
  const { diagnostics } = parseSpec({ path: 'x.surety', text });
  return diagnostics.map((each) => renderDiagnostic(each, () => text)).join('\n');
}

describe('mistakes of syntax', () => {
  it.each([
    ['onyl deposit may increase credits[*];', "did you mean 'only'?"],
    ['only deposit may increas credits[*];', "did you mean 'increase'?"],
    ['owner nver changes;', "did you mean 'never'?"],
    ['owner never chagnes;', "did you mean 'changes'?"],
    ['posible p: f() reaches x;', "did you mean 'possible'?"],
    ['function f() {\n  chnages nothing;\n}', "did you mean 'changes'?"],
    ['function f() {\n  reverts unless x;\n}', "expected 'if' after 'reverts', found 'unless'"],
    [
      'can f(address a) when x > 0 {\n}',
      "expected ':' and what 'reaches' the goal after the conditions, found '{'",
    ],
    ['can f:\n  g();\n  h();', "expected 'reaches' and a goal after the calls, found the end of the file"],
    ['module M(x, contract T) {\n}', 'expected the contracts of a module before its expressions'],
    ['fix(uint x): owner never changes;', 'fixed: Token.owner never changes;'],
    ['loop f invariant x;', "expected '#' and the number of the loop after the function, found 'invariant'"],
    ['loop f#0 invariant x;', "expected the number of the loop, counted from 1, after '#', found '0'"],
    ['assume exact divisions;', "expected 'division' after 'exact', found 'divisions'"],
    ['invariant a inside transaction: x;', "expected 'transactions' after 'inside', found 'transaction'"],
    ['invariant a: count(x in m) > 0;', "expected 'where' and a condition after the mapping, found ')'"],
    ['on change x from 1 { y = 2; }', "expected a name for the value after 'from', found '1'"],
    ['after f() { y; }', "expected '=', '+=' or '-=' after the ghost variable, found ';'"],
    ['total: x > 0;', 'a claim begins with its kind: `invariant name: …`, `rule name { … }`'],
    ['invariant a: x accepts money;', "expected 'ether' after 'accepts', found 'money'"],
  ])('%s', (text, message) => {
    expect(report(text)).toContain(message);
    expect(parseSpec({ path: 'x.surety', text }).diagnostics).toHaveLength(1);
  });

  it('are each reported, at their places', () => {
    const text = `contract Bank fron "Bank.sol";
invariant a: total >= ;

function f() {
    reverts total > 0;
    ensurs total == 0;
    changes nothing;
}

rule r {
    any of f, by s;
    assert total >= 0
    assert paused;
}

only f may increase total
owner never changes;

module M(contract T) {
    invariant b: (x > 0;
    T.y never change
}
rule last {
    for i in 0 .. 2 {
        f();
    assert total > 0;
}
`;
    expect(report(text)).toMatchInlineSnapshot(`
"x.surety:1:15: error SPEC104: expected ';' or 'from' after the contract, found 'fron'
   1 | contract Bank fron "Bank.sol";
     |               ~~~~
  help: did you mean 'from'?
x.surety:2:23: error SPEC104: expected an expression, found ';'
   2 | invariant a: total >= ;
     |                       ~
x.surety:5:13: error SPEC104: expected 'if' after 'reverts', found 'total'
   5 |     reverts total > 0;
     |             ~~~~~
x.surety:6:5: error SPEC104: expected a clause, found 'ensurs'
   6 |     ensurs total == 0;
     |     ~~~~~~
  note: the clauses of a function are \`reverts if\`, \`reverts only if\`, \`reverts iff\`, \`succeeds if\`, \`ensures\`, \`changes\`, \`emits\`, \`using\`
  help: did you mean 'ensures'?
x.surety:11:18: error SPEC104: expected ';' after the statement, found 's'
  11 |     any of f, by s;
     |                  ~
x.surety:12:22: error SPEC104: expected ';' after the statement, found 'assert'
  12 |     assert total >= 0
     |                      ~
x.surety:16:26: error SPEC104: expected ';' after the claim, found 'owner'
  16 | only f may increase total
     |                          ~
x.surety:20:24: error SPEC104: expected ')' after the expression, found ';'
  20 |     invariant b: (x > 0;
     |                        ~
  x.surety:20:18: opened here
  20 |     invariant b: (x > 0;
     |                  ~
x.surety:21:21: error SPEC104: expected ';' after the claim, found '}'
  21 |     T.y never change
     |                     ~
x.surety:26:5: error SPEC105: expected '}' after the statements, found 'assert'
  26 |     assert total > 0;
     |     ~~~~~~
  x.surety:23:11: opened here
  23 | rule last {
     |           ~"
`);
  });

  it('are not reported where a comment without an end hides the rest', () => {
    const { diagnostics } = parseSpec({
      path: 'x.surety',
      text: 'rule r {\n  f();\n  /* g();\n  assert x;\n}\n',
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['SPEC102']);
  });

  it('leave everything after them readable', () => {
    const text =
      'rule r(uint x)\n    assume x > 0;\n    f(x);\n    assert y;\n}\n\ninvariant a: total >= 0;\n';
    const { value, diagnostics } = parseSpec({ path: 'x.surety', text });
    expect(diagnostics).toHaveLength(1);
    expect(value.declarations.map(({ kind, broken }) => [kind, broken])).toEqual([
      ['rule', true],
      ['invariant', false],
    ]);
  });
});

describe('words of the language', () => {
  it('may be names of contracts, variables, functions and claims', () => {
    const text = `invariant never: only + rule == state && after > before;

only only may change only;
never never changes;
moves moves moves -> same by by;
state moves from -> to by moves, reaches, * -> same by using;

rule moves {
    state(1) by at at at;
    assume = 1;
}
`;
    const broken = text.replace('    assume = 1;\n', '    assert(is) => x is is;\n');
    expect(report(broken)).toBe('');
    const { value } = parseSpec({ path: 'x.surety', text: broken });
    expect(value.declarations.map(({ kind }) => kind)).toEqual([
      'invariant',
      'only',
      'never',
      'machine',
      'machine',
      'rule',
    ]);
    expect(formatSpec({ path: 'x.surety', text: broken }).value).toContain(
      'state moves from -> to by moves, reaches',
    );
  });

  it('are told apart where a sentence could be meant', () => {
    const kinds = (text: string) =>
      parseSpec({ path: 'x.surety', text }).value.declarations.map(({ kind }) => kind);
    expect(kinds('rule moves { assert x; } can moves when x: reaches y; invariant only: x;')).toEqual([
      'rule',
      'can',
      'invariant',
    ]);
    expect(kinds('contract never from "a"; unit never changes; rule, link never change;')).toEqual([
      'contract',
      'never',
      'never',
    ]);
    expect(kinds('assume exact > 0; assume no is EOA; assume exact is ERC20;')).toEqual([
      'assume',
      'assume',
      'assumeModel',
    ]);
  });
});
