// What the whole language refuses: the code, the place, and what is suggested.
import { describe, expect, it } from '@jest/globals';
import { lineColumn, loadSpec } from '@surety/spec-lang';
import { fakeHost } from './support/fake-environment.js';

type Refusal = readonly [text: string, expected: string, help?: string];

const fine = '\ninvariant fine: total > fee;';

/** `2:6 SPEC209: message` of each diagnostic; a contract declaration is line 1. */
function refuse(text: string): { readonly lines: readonly string[]; readonly help: string } {
  const full = `contract Bank from "Bank.sol";\n${text}${fine}`;
  const { diagnostics } = loadSpec({ path: 'x.surety', text: full }, fakeHost());
  const lines = diagnostics.map(({ code, message, location }) => {
    const { line, column } = lineColumn(full, location?.start ?? 0);
    return `${line}:${column} ${code}: ${message}`;
  });
  return {
    lines,
    help: diagnostics.map(({ suggestion, notes }) => [suggestion, ...(notes ?? [])].join(' ')).join(' '),
  };
}

const refusals: Readonly<Record<string, readonly Refusal[]>> = {
  'calls by types': [
    ['rule r { any at t; assert t is deposit() || t is send(address, uint256) => total > fee; }', ''],
    [
      'rule r { any at t; assert t is deposit(uint) => total > fee; }',
      "2:32 SPEC304: 'deposit' has other parameters than (uint256)",
    ],
  ],
  'functions that specifications do not have': [
    [
      'rule r { assert keccak256(total) != 0; }',
      "2:17 SPEC211: Bank has no function 'keccak256'",
      'computes no hashes',
    ],
    [
      'rule r(address a) { transfer{value: 3}() by a; assert total > fee; }',
      "2:21 SPEC211: Bank has no function 'transfer'",
      'receive{value: x}() by a;',
    ],
    ['rule r { deposit{value: _}(); assert total > fee; }', ''],
    [
      'rule r { deposit{value: _ + 1}(); assert total > fee; }',
      "2:25 SPEC209: unknown name '_'",
      'make it a parameter',
    ],
    [
      'can c(address a): deposit{value: _}() by a reaches total > fee;',
      "2:19 SPEC412: a call with '_' cannot be a step of 'can'",
      'say with what it is made, or make that a parameter',
    ],
  ],
  'functions that are no values': [
    ['invariant a: total > pause;', "2:22 SPEC209: 'pause' is a function of Bank and has no value"],
    ['invariant a: total > credit;', "2:22 SPEC209: unknown name 'credit'", "did you mean 'credits'?"],
  ],
  'sums over keys': [
    [
      'invariant a: sum(convert(k) for k) > fee;',
      "2:18 SPEC308: a sum goes over entries of a stored mapping, and 'convert' is computed",
      'write what it computes as a formula of entries, `sum(m[k] * n[k] for k)`; of a few accounts add up the values: `convert(a) + convert(b)`',
    ],
    [
      'invariant a: sum(2 * convert(credits[k]) for k) > fee;',
      '2:22 SPEC308: a sum goes over entries of a stored mapping, and this is computed',
      'write what it computes as a formula of entries',
    ],
    [
      'invariant a: sum(convert(credits[k] + 1) for k) > fee;',
      "2:18 SPEC308: a sum goes over entries of a stored mapping, and 'convert' is computed",
    ],
    [
      'invariant a: sum(credits(u) for u) > fee;',
      "2:18 SPEC308: the keys of 'credits' stand in brackets in a sum",
      'write `credits[…]`',
    ],
    [
      'invariant a: sum(credits[k] + 1 for k) > fee;',
      "2:18 SPEC308: a part of this formula counts for every 'k', and there is no end of them",
    ],
  ],
  'sums over indices': [
    [
      'invariant a: count(m in members where credits[m] > 0) > fee;',
      '2:47 SPEC301: the key must be an address, not uint256',
      "'m' is an index here: write `members[m]`",
    ],
    [
      'invariant a: count(m in members where owner == m) > fee;',
      "2:39 SPEC302: '==' cannot be used between address and uint256",
      "'m' is an index here: write `members[m]`",
    ],
    [
      'invariant a: sum(members) > fee;',
      '2:18 SPEC308: a sum needs a mapping or an array of numbers, and this is address[]',
    ],
    [
      'invariant a: sum(credits[u] for u < 3) > fee;',
      "2:33 SPEC308: 'u' cannot have a bound: the keys are address",
    ],
    ['invariant a: sum(triple[i] for j) > fee;', "2:25 SPEC209: unknown name 'i'"],
    [
      'invariant a: sum(credits where paused) > fee;',
      '2:26 SPEC104: the condition of a sum needs a name for the keys',
      '`sum(m[a] for a where …)`',
    ],
    [
      'invariant a: sum(credits[u] for u where fee) > fee;',
      '2:41 SPEC301: the condition of a sum must be a condition, not uint8',
    ],
    [
      'rule a() { state s = here; assert sum(s.credits[u] for u where credits[u] > 1) > fee; }',
      "2:64 SPEC900: a sum with a condition in the saved state 's' is not supported yet",
      "bind it to a local where 's' is saved",
    ],
    [
      'invariant a: sum(triple[i] for i < paused) > fee;',
      '2:36 SPEC301: the bound must be a number (integer), not bool',
    ],
    [
      'invariant a: count(i < 2 where paused) > fee;',
      "2:32 SPEC308: this condition looks at nothing at the index 'i'",
      '`count(i < n where xs[i] > 0)` counts elements of `xs`',
    ],
  ],
  'only, never, moves': [
    [
      'only deposit may increase credits;',
      '2:27 SPEC301: mapping(address => uint256) cannot increase',
      'write `credits[*]`',
    ],
    [
      'only depsit may increase total;',
      "2:6 SPEC211: Bank has no function 'depsit'",
      "did you mean 'deposit'?",
    ],
    [
      'only accrue may increase total;',
      "2:6 SPEC220: 'accrue' of Bank is internal, so no transaction can call it",
    ],
    [
      'only deposit may increase credits[ownr];',
      "2:35 SPEC209: unknown name 'ownr'",
      "did you mean 'owner'?",
    ],
    [
      'only deposit by b may increase total;',
      "2:17 SPEC209: unknown name 'b'",
      'anyone may call it: leave out `by b` `by a` names a key of what may change: `only f by a may change m[a]`',
    ],
    [
      'only owner by b may change fee;',
      "2:15 SPEC209: unknown name 'b'",
      "'owner' is the sender already: leave out `by b`",
    ],
    ['only deposit by ownr may change fee;', "2:17 SPEC209: unknown name 'ownr'", "did you mean 'owner'?"],
    [
      'nobody may bring ether inside transactions;',
      '2:1 SPEC402: ether comes with a call, not with a write to storage',
      'leave out `inside transactions`: every call is looked at by itself',
    ],
    [
      'only deposit may itself bring ether;',
      '2:1 SPEC402: every call brings its own ether',
      'leave out `itself`',
    ],
    ['only withdraw may itself decrease balance(this);', '2:35 SPEC315: code does not write this itself'],
    [
      'only withdraw by a may itself decrease credits[a], total;',
      "2:52 SPEC315: 'a' is no key of this",
      'write a claim of its own for it',
    ],
    ['only deposit may increase credits[sender];', "2:35 SPEC402: 'sender' cannot be used in `only … may …`"],
    [
      'only convert may increase total;',
      "2:6 SPEC310: 'convert' is a view function, so it changes nothing",
      'write `convert()`',
    ],
    ['owner never increases;', '2:1 SPEC301: address cannot increase'],
    [
      'px: total / 2 never decreases;',
      "2:11 SPEC104: an expression before 'never' needs parentheses",
      'put it in parentheses: `(total / 2) never …`',
    ],
    [
      'fee, credits[a] - total never change;',
      "2:17 SPEC104: an expression before 'never' needs parentheses",
      '`(credits[a] - total) never …`',
    ],
    [
      'total + 2 * fee moves 0 -> 1;',
      "2:7 SPEC104: an expression before 'moves' needs parentheses",
      '`(total + 2 * fee) moves …`',
    ],
    [
      'p: credits[a] only changes by deposit, withdraw;',
      "2:15 SPEC104: expected 'never' or 'moves', found 'only'",
      'write `only deposit, withdraw may change credits[a];`',
    ],
    [
      'total decreases only by withdraw;',
      "2:7 SPEC104: expected 'never' or 'moves', found 'decreases'",
      'write `only withdraw may decrease total;`',
    ],
    ['(total / 2) never decreases; (-total) moves * -> same by pause; nobody may increase total / 2;', ''],
    ['totl never changes;', "2:1 SPEC209: unknown name 'totl'", "did you mean 'total'?"],
    [
      'total never changes except depositt;',
      "2:28 SPEC211: Bank has no function 'depositt'",
      "did you mean 'deposit'?",
    ],
    ['phase moves Opn -> Closed by pause;', "2:13 SPEC209: unknown name 'Opn'"],
    [
      'phase moves Open -> Closed by pase;',
      "2:31 SPEC211: Bank has no function 'pase'",
      "did you mean 'pause'?",
    ],
    [
      'credits moves 1 -> 2 by pause;',
      '2:1 SPEC301: states must be single values, not mapping(address => uint256)',
    ],
  ],
  'function clauses': [
    [
      'function mint(uint n) { ensures shares <= n; }',
      "2:33 SPEC209: unknown name 'shares'",
      'results are named after the parameters: `returns (uint256 shares)`',
    ],
    ['function mint(uint n) { reverts if shares > n; }', "2:36 SPEC209: unknown name 'shares'"],
    [
      'ghost uint g; invariant b: g > fee; after mint(uint n) { g = shares; }',
      "2:62 SPEC209: unknown name 'shares'",
      '`returns (uint256 shares)`',
    ],
    [
      'function deposit() { changes total + 1; }',
      '2:30 SPEC315: this is not a place that the code can change',
    ],
    [
      'function deposit() { changes credits[*], positions[*].debt; }',
      "2:42 SPEC315: '[*]' can only be at the end here",
    ],
    ['function deposit() { changes LIMIT; }', '2:30 SPEC315: this is not a place that the code can change'],
    [
      'function deposit() { emits Withdrawn(sender); }',
      "2:28 SPEC303: event 'Withdrawn' has 2 arguments, and 1 is given",
    ],
    [
      'function deposit() { emits Withdrawn(1, 2); }',
      "2:38 SPEC301: argument 1 of 'Withdrawn' must be an address, not integer",
    ],
    ['function deposit() { emits Noted(paused); }', "2:28 SPEC212: no event 'Noted' takes these arguments"],
    [
      'function deposit() { reverts only if old(total) > fee; }',
      "2:38 SPEC401: 'old' cannot be used in `reverts only if`",
    ],
    ['function fallback() { changes nothing; }', '2:10 SPEC211: Bank has no fallback function'],
  ],
  rules: [
    [
      'rule r { define twice = total * 2; deposit(); assert total > twice; }',
      "2:10 SPEC104: expected a statement, found 'define'",
      'a `define` stands outside of claims; a local of a rule has a type: `uint x = …;`',
    ],
    [
      'rule r { define twice(uint x) = x * 2; deposit(); assert total > twice(fee); }',
      "2:10 SPEC104: expected a statement, found 'define'",
    ],
    [
      'rule r { any of depost by s; assert total > fee; }',
      "2:17 SPEC211: Bank has no function 'depost'",
      "did you mean 'deposit'?",
    ],
    ['rule r { any by s where u != s; assert total > fee; }', "2:25 SPEC209: unknown name 'u'"],
    [
      'rule r { any at t; assert t is depost; }',
      "2:32 SPEC211: Bank has no function 'depost'",
      "did you mean 'deposit'?",
    ],
    [
      'rule r { any at t; assert t.sendr == owner; }',
      "2:29 SPEC213: there is no member 'sendr' of a call",
      "did you mean 'sender'?",
    ],
    ['rule r { any; assert t is deposit; }', "2:22 SPEC209: unknown name 't'"],
    ['rule r { any; assert owner is Bot; }', "2:31 SPEC209: 'Bot' is no property of an address"],
    ['rule r { any by s; any at s; assert total > fee; }', "2:27 SPEC208: 's' is declared twice"],
    [
      'rule r { for i in 0 .. total { deposit(); } assert total > fee; }',
      "2:24 SPEC316: the bounds of 'for' must be constants",
    ],
    [
      'rule r { for i in 5 .. 0 { deposit(); } assert total > fee; }',
      "2:19 SPEC411: a 'for' has from 1 to 64 rounds",
    ],
    [
      'rule r(address a) { wait until sender == a; any; assert total > fee; }',
      '2:32 SPEC402: `wait` is about the time and the block, not about a caller',
    ],
    [
      'rule r { any; any*; assert sender == owner; }',
      "2:28 SPEC402: 'sender' cannot be used in a rule after `any*`",
    ],
    [
      'rule r { wait until total; any; assert total > fee; }',
      "2:21 SPEC301: the condition of 'wait' must be a condition, not uint256",
    ],
    [
      'rule r { assert changed(credits); assert changed(1); }',
      "2:42 SPEC408: 'changed' has no effect here: the value does not depend on the state",
    ],
    [
      'rule r { any; assert changed(changed(total)); }',
      "2:30 SPEC401: 'changed' inside 'old' has no meaning",
    ],
    [
      'rule r { any; assert same(storage, s); }',
      "2:36 SPEC405: the second argument of 'same' must be a saved state",
    ],
  ],
  'what can be done': [
    [
      'can f(address a) when !paused by a, a is EOA: reaches paused;',
      "2:35 SPEC104: expected ':' and what 'reaches' the goal, found ','",
      'conditions come before `by`: `when …, … by …:`',
    ],
    [
      'can f(address a) when !paused even if others act where other != a, a is EOA: reaches paused;',
      "2:66 SPEC104: expected ':' and what 'reaches' the goal, found ','",
      'conditions come before `even`',
    ],
    [
      'can f(address a) when credits[a] > 0 within 0 by a: reaches credits[a] == 0;',
      "2:45 SPEC411: the bound of 'within' must be a number from 1 to 10",
    ],
    [
      'can f(address a) when credits[a] > 0: withdraw(1); reaches credits[a] == 0;',
      '2:39 SPEC412: this call needs a sender',
      'write `withdraw(1) by a;` if that is who calls, else write `withdraw(1) by b;` with a new parameter: `can f(address a, address b)`',
    ],
    [
      'can f: pause() reaches paused;',
      '2:8 SPEC412: this call needs a sender',
      'write `pause() by a;` with a new parameter: `can f(address a)`',
    ],
    [
      'can f(address a) when credits[a] > 0: withdraw(1) by b; reaches credits[a] == 0;',
      "2:54 SPEC209: unknown name 'b'",
      'make it a parameter of the claim, for the way must work for every one: `can f(address a, address b)`',
    ],
    [
      'can f(address a) when credits[a] > 0: any by a; reaches credits[a] == 0;',
      "2:39 SPEC412: 'any' cannot be a step of 'can'",
    ],
    [
      'can f(address a) when sender == a by a: reaches credits[a] == 0;',
      '2:23 SPEC402: `when` is about the state and the block of the first move, not about a caller',
    ],
    [
      'can f(address a) when credits[a] > old(total) by a: reaches credits[a] == 0;',
      "2:36 SPEC401: 'old' cannot be used in the beginning of a run",
    ],
    [
      'possible p(address a): pause() by a; reaches reverted;',
      "2:46 SPEC403: 'reverted' needs a call with 'try' before it",
    ],
  ],
  history: [
    ['ghost uint n; after deposit() { m = 1; } invariant a: n > fee;', "2:33 SPEC209: unknown name 'm'"],
    [
      'ghost uint n; after depost() { n = 1; } invariant a: n > fee;',
      "2:21 SPEC211: Bank has no function 'depost'",
      "did you mean 'deposit'?",
    ],
    [
      'ghost uint n; after withdraw(bool b) { n = 1; } invariant a: n > fee;',
      "2:21 SPEC304: 'withdraw' has other parameters than (bool)",
    ],
    [
      'ghost uint n; after constructor(uint b) { n = b; } invariant a: n > fee;',
      '2:21 SPEC304: the constructor has other parameters',
      'write `after constructor(address newOwner) { … }`',
    ],
    [
      'ghost uint n; after deposit() { n = old(total); } invariant a: n > fee;',
      "2:37 SPEC401: 'old' cannot be used in a hook",
    ],
    [
      'ghost uint n; on change credits[k] from a to b { n = sender; } invariant a: n > fee;',
      '2:54 SPEC301: the new value must be a number (uint256), not address',
    ],
    [
      'ghost uint n; on change credits from a to b { n = 1; } invariant a: n > fee;',
      '2:25 SPEC301: a hook is about single values, not mapping(address => uint256)',
    ],
    [
      'ghost bool n; after deposit() { n += 1; } invariant a: n => paused;',
      "2:33 SPEC302: '+=' needs a number, not bool",
    ],
    [
      'ghost uint n = total; invariant a: n > fee;',
      '2:16 SPEC316: the first value of a ghost variable must be a constant',
    ],
    [
      'ghost uint n; on change token.balanceOf[a] from was to is { n = is; } invariant a: n > fee;',
      "2:31 SPEC213: 'token' is outside: only storage of contracts of the specification is read or watched",
      'bind and link it: `link Bank.token to …;`, or say what it is: `assume token is ERC20;`',
    ],
    [
      'invariant a: oracle.price > fee;',
      "2:21 SPEC213: 'oracle' is outside: only storage of contracts of the specification is read or watched",
      'what it would answer can be asked: `oracle.price(…)`',
    ],
    ['ghost uint n; ghost uint n; invariant a: n > fee;', "2:26 SPEC208: 'n' is declared twice"],
    [
      'ghost uint total; invariant a: total > fee;',
      "2:12 SPEC221: 'total' hides the state variable 'total' of Bank",
    ],
    ['ghost uint n; after deposit() { n += 1; }', "2:12 SPEC223: nothing reads the ghost variable 'n'"],
  ],
  'the world': [
    ['assume token is ERC200;', "2:17 SPEC228: there is no model 'ERC200'", "did you mean 'ERC20'?"],
    ['assume total is ERC20;', '2:8 SPEC301: what is ERC20 must be an address or a contract, not uint256'],
    ['assume oracle.price() in 10 .. 1;', '2:8 SPEC503: there is no number from 10 to 1'],
    [
      'assume oracle.quote(owner) in 1 .. 10;',
      '2:8 SPEC303: the limit is for all arguments, so none are written',
    ],
    ['assume oracle.poke() in 1 .. 10;', "2:8 SPEC311: 'poke' does not return exactly one number"],
    [
      'assume oracle.price() moves at most 10 per block;',
      '2:37 SPEC411: the limit is a part of the previous value',
    ],
    ['trust Math.mulDiv(a, b) returns a * b;', "2:12 SPEC303: 'mulDiv' takes 3 arguments, and 2 are given"],
    [
      'trust Maths.mulDiv(a, b, c) returns a * b;',
      "2:7 SPEC229: 'Maths' is no state variable and no library of the contract",
    ],
    [
      'trust mint(a) returns a;',
      "2:7 SPEC310: 'mint' may change state, so its result is not all there is to it",
    ],
    [
      'loop accrue#3 invariant total > fee;',
      "2:6 SPEC227: there is no loop 'accrue#3'",
      "did you mean 'Bank.accrue#1'?",
    ],
    ['loop accrue#1 invariant j < total;', "2:25 SPEC209: unknown name 'j'"],
    [
      'parameter total in 0 .. 1;',
      "2:11 SPEC413: 'total' is changed by the code, so it is no parameter of it",
    ],
    ['parameter START in 5 .. 1;', '2:20 SPEC411: there is no number from 5 to 1'],
    [
      'parameter STRT in 0 .. 1;',
      "2:11 SPEC213: there is no state variable 'STRT' of Bank",
      "did you mean 'START'?",
    ],
    ['region r: fine over START;', "2:21 SPEC230: 'START' is not declared as a parameter"],
  ],
  'definitions, modules, units': [
    [
      'define f(uint x) = x + 1; invariant a: f(paused) > fee;',
      "2:42 SPEC301: argument 1 of 'f' must be a number (uint256), not bool",
    ],
    ['define f(uint x) = x + 1; invariant a: f > fee;', "2:40 SPEC303: 'f' needs arguments"],
    [
      'define f(uint x) = x + ttal; invariant a: f(1) > fee;',
      "2:24 SPEC209: unknown name 'ttal'",
      "did you mean 'total'?",
    ],
    ['define f = fee + total;', "2:8 SPEC223: nothing uses 'f'"],
    ['define f(uint x) = fee; invariant a: f(1) < total;', "2:15 SPEC222: 'x' is not used"],
    [
      'module M(contract T, x) { invariant i: x > 0; } apply M(Bank) as m;',
      "2:55 SPEC303: module 'M' takes 2 arguments, and 1 is given",
    ],
    [
      'module M(contract T, x) { invariant i: x > 0; } apply M(Bnk, total) as m;',
      "2:57 SPEC217: unknown contract 'Bnk'",
      "did you mean 'Bank'?",
    ],
    [
      'module M(contract T) { apply M(T) as n; } apply M(Bank) as m;',
      '2:30 SPEC224: modules apply each other in a circle: M -> M',
    ],
    [
      'module M(x) { invariant i: x > 0; } apply M(totl) as m;',
      "2:45 SPEC209: unknown name 'totl'",
      "did you mean 'total'?",
    ],
    [
      'unit USD; unit SHARES; unit USD of total; unit SHARES of LIMIT; invariant a: 0 < total + LIMIT;',
      "2:82 SPEC313: '+' mixes 'USD' and 'SHARES'",
    ],
    ['unit USD; unit USD of owner;', '2:23 SPEC315: only numbers in state variables have units, not address'],
  ],
  'what says nothing': [
    ['invariant a: fee in 0 .. 255;', '2:14 SPEC501: this holds whatever the code does'],
    ['invariant a: total == total;', '2:14 SPEC501: this holds whatever the code does'],
    ['invariant a: paused => paused;', '2:14 SPEC501: this holds whatever the code does'],
    [
      'function deposit() { reverts if false; }',
      '2:33 SPEC501: this condition never holds, so nothing is claimed',
    ],
    [
      'rule r(uint x) { assume x < 3 && x > 5; any; assert total > fee; }',
      '2:34 SPEC503: these assumptions contradict each other',
    ],
    ['rule r { assume fee < 3; setFee(9); assume fee > 5; assert total > fee; }', ''],
    ['rule r { any; assert sum(credits) >= 0; }', '2:22 SPEC501: this holds whatever the code does'],
  ],
};

describe.each(Object.entries(refusals))('%s', (_name, cases) => {
  it.each(cases.map(([text, expected, help = '']) => ({ text, expected, help })))(
    '$text',
    ({ text, expected, help }) => {
      const found = refuse(text);
      expect(found.lines).toEqual(expected === '' ? [] : [expected]);
      expect(found.help).toContain(help);
    },
  );
});
