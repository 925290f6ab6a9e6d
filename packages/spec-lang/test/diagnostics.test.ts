// Diagnostics with the exact text a user reads; that every code has an example is tested with docs/diagnostics.md.
import { describe, expect, it } from '@jest/globals';
import { loadSpec, renderDiagnostic } from '@surety/spec-lang';
import { fakeHost, fakeText } from './support/fake-environment.js';

/** All diagnostics of a specification as text; `others` are further spec files by name. */
function report(text: string, others: Readonly<Record<string, string>> = {}): string {
  const specs = { ...others, 'x.surety': text };
  const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost(specs));
  expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  return diagnostics.map((each) => renderDiagnostic(each, (path) => fakeText(path, specs))).join('\n');
}

const bank = 'contract Bank from "Bank.sol";\n';

interface Case {
  readonly code: string;
  readonly spec: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    code: 'SPEC101',
    spec: `${bank}invariant a: total >= 0 @ 1;`,
    expected: [
      'x.surety:2:25: error SPEC101: unexpected character "@"',
      '   2 | invariant a: total >= 0 @ 1;',
      '     |                         ~',
    ],
  },
  {
    code: 'SPEC102',
    spec: 'contract Bank from "Bank.sol;\ninvariant a: total >= 0;',
    expected: [
      'x.surety:1:20: error SPEC102: this string has no end, " is missing on the line',
      '   1 | contract Bank from "Bank.sol;',
      '     |                    ~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC102',
    spec: `${bank}invariant a: total >= 0; /* open`,
    expected: [
      "x.surety:2:26: error SPEC102: this comment has no end, '*/' is missing",
      '   2 | invariant a: total >= 0; /* open',
      '     |                          ~~',
    ],
  },
  {
    code: 'SPEC103',
    spec: `${bank}invariant a: total >= 1.5;`,
    expected: [
      "x.surety:2:23: error SPEC103: '1.5' is not a number: it is not a whole number",
      '   2 | invariant a: total >= 1.5;',
      '     |                       ~~~',
    ],
  },
  {
    code: 'SPEC103',
    spec: `${bank}invariant a: total >= 12abc;`,
    expected: [
      "x.surety:2:23: error SPEC103: '12abc' is not a number: letters follow its digits",
      '   2 | invariant a: total >= 12abc;',
      '     |                       ~~~~~',
    ],
  },
  {
    code: 'SPEC104',
    spec: `${bank}invariant a: total >= 0\ninvariant b: total >= 0;`,
    expected: [
      "x.surety:2:24: error SPEC104: expected ';' after the invariant, found 'invariant'",
      '   2 | invariant a: total >= 0',
      '     |                        ~',
    ],
  },
  {
    code: 'SPEC104',
    spec: `${bank}invariant a: balance(owner >= 0;`,
    expected: [
      "x.surety:2:32: error SPEC104: expected ')' after the arguments, found ';'",
      '   2 | invariant a: balance(owner >= 0;',
      '     |                                ~',
      '  x.surety:2:21: opened here',
      '   2 | invariant a: balance(owner >= 0;',
      '     |                     ~',
    ],
  },
  {
    code: 'SPEC104',
    spec: `${bank}invarient a: total >= 0;`,
    expected: [
      "x.surety:2:1: error SPEC104: expected a declaration, found 'invarient'",
      '   2 | invarient a: total >= 0;',
      '     | ~~~~~~~~~',
      "  help: did you mean 'invariant'?",
    ],
  },
  {
    code: 'SPEC104',
    spec: `${bank}function deposit() {\n  ensure total >= 0;\n}`,
    expected: [
      "x.surety:3:3: error SPEC104: expected a clause, found 'ensure'",
      '   3 |   ensure total >= 0;',
      '     |   ~~~~~~',
      '  note: the clauses of a function are `reverts if`, `reverts only if`, `reverts iff`, `succeeds if`, `ensures`, `changes`, `emits`, `using`',
      "  help: did you mean 'ensures'?",
    ],
  },
  {
    code: 'SPEC105',
    spec: `${bank}rule r {\n  deposit();\n  assert total >= 0;`,
    expected: [
      "x.surety:4:21: error SPEC105: expected '}' after the statements, found the end of the file",
      '   4 |   assert total >= 0;',
      '     |                     ~',
      '  x.surety:2:8: opened here',
      '   2 | rule r {',
      '     |        ~',
    ],
  },
  {
    code: 'SPEC107',
    spec: `${bank}invariant a: total == fee == paused;`,
    expected: [
      "x.surety:2:14: error SPEC107: '==' and '==' in a row need parentheses",
      '   2 | invariant a: total == fee == paused;',
      '     |              ~~~~~~~~~~~~~~~~~~~~~~',
      '  note: `a == b && b == c` compares three values; `(a == b) == c` compares a condition',
    ],
  },
  {
    code: 'SPEC107',
    spec: `${bank}invariant a: 0 < total > fee;`,
    expected: [
      "x.surety:2:14: error SPEC107: '<' and '>' in one chain of comparisons",
      '   2 | invariant a: 0 < total > fee;',
      '     |              ~~~~~~~~~~~~~~~',
      '  note: `a < b < c` means `a < b && b < c`; write mixed directions with `&&`',
    ],
  },
  {
    code: 'SPEC107',
    spec: `${bank}invariant a: paused => total == 0 ? true : false;`,
    expected: [
      "x.surety:2:14: error SPEC107: '=>' and '? :' need parentheses between them",
      '   2 | invariant a: paused => total == 0 ? true : false;',
      '     |              ~~~~~~~~~~~~~~~~~~~~',
      '  note: `(p => q) ? x : y` or `p => (q ? x : y)`',
    ],
  },
  {
    code: 'SPEC108',
    spec: `${bank}invariant a: total = 0;`,
    expected: [
      "x.surety:2:20: error SPEC108: specifications have no operator '='",
      '   2 | invariant a: total = 0;',
      '     |                    ~',
      '  help: to compare write `==`; specifications assign nothing',
    ],
  },
  {
    code: 'SPEC108',
    spec: `${bank}rule r {\n  total = 1;\n  assert true;\n}`,
    expected: [
      'x.surety:3:9: error SPEC108: a rule changes state only through transactions',
      '   3 |   total = 1;',
      '     |         ~',
      '  note: a local is introduced with its type: `uint x = …;`',
    ],
  },
  {
    code: 'SPEC201',
    spec: 'contract Bank from "Bnk.sol";',
    expected: [
      "x.surety:1:20: error SPEC201: there is no file 'Bnk.sol'",
      '   1 | contract Bank from "Bnk.sol";',
      '     |                    ~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC202',
    spec: 'contract Bnak from "Bank.sol";',
    expected: [
      "x.surety:1:10: error SPEC202: 'Bank.sol' has no contract 'Bnak'",
      '   1 | contract Bnak from "Bank.sol";',
      '     |          ~~~~',
      "  note: it has 'Bank'",
      "  help: did you mean 'Bank'?",
    ],
  },
  {
    code: 'SPEC203',
    spec: 'contract Bank from "Broken.sol";',
    expected: [
      "x.surety:1:20: error SPEC203: the source of 'Bank' has errors, so nothing about it can be checked",
      '   1 | contract Bank from "Broken.sol";',
      '     |                    ~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC204',
    spec: 'contract IBank from "IBank.sol";',
    expected: [
      "x.surety:1:10: error SPEC204: 'IBank' is an interface and cannot be deployed",
      '   1 | contract IBank from "IBank.sol";',
      '     |          ~~~~~',
      '  help: name a contract that implements it; a small one written for the proof will do',
    ],
  },
  {
    code: 'SPEC204',
    spec: 'contract Base from "Base.sol";',
    expected: [
      "x.surety:1:10: error SPEC204: 'Base' is an abstract contract and cannot be deployed",
      '   1 | contract Base from "Base.sol";',
      '     |          ~~~~',
      '  help: name a contract that inherits from it and implements what is missing; a small one written for the proof will do',
    ],
  },
  {
    code: 'SPEC204',
    spec: 'contract Maths from "Maths.sol";',
    expected: [
      "x.surety:1:10: error SPEC204: 'Maths' is a library and cannot be deployed",
      '   1 | contract Maths from "Maths.sol";',
      '     |          ~~~~~',
      '  help: name a contract that uses it; a small one written for the proof will do',
    ],
  },
  {
    code: 'SPEC205',
    spec: 'import "./nowhere.surety";\ncontract Bank from "Bank.sol";\ninvariant a: total >= 0;',
    expected: [
      "x.surety:1:8: error SPEC205: there is no file './nowhere.surety'",
      '   1 | import "./nowhere.surety";',
      '     |        ~~~~~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC206',
    spec: `${bank}import "./other.surety";\ninvariant a: total >= 0;`,
    others: { 'other.surety': 'import "./x.surety";\n' },
    expected: [
      'other.surety:1:8: error SPEC206: these files import each other: x.surety -> other.surety -> x.surety',
      '   1 | import "./x.surety";',
      '     |        ~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC207',
    spec: 'invariant a: true;',
    expected: [
      "x.surety:1:11: error SPEC207: 'a' has no contract to be about",
      '   1 | invariant a: true;',
      '     |           ~',
      '  help: begin the file with `contract Name from "path/to/Name.sol";`',
    ],
  },
  {
    code: 'SPEC208',
    spec: `${bank}invariant a: total >= 0;\ninvariant a: fee >= 0;`,
    expected: [
      "x.surety:3:11: error SPEC208: 'a' is declared twice",
      '   3 | invariant a: fee >= 0;',
      '     |           ~',
      '  x.surety:2:11: first declared here',
      '   2 | invariant a: total >= 0;',
      '     |           ~',
    ],
  },
  {
    code: 'SPEC209',
    spec: `${bank}invariant solvent: balance(this) >= sum(credit);`,
    expected: [
      "x.surety:2:41: error SPEC209: unknown name 'credit'",
      '   2 | invariant solvent: balance(this) >= sum(credit);',
      '     |                                         ~~~~~~',
      "  help: did you mean 'credits'?",
    ],
  },
  {
    code: 'SPEC210',
    spec: `${bank}invariant a: cap >= 0;`,
    expected: [
      "x.surety:2:14: error SPEC210: Bank has 2 variables called 'cap'",
      '   2 | invariant a: cap >= 0;',
      '     |              ~~~',
      '  Bank.sol:14:1: declared in Capped',
      '  14 | uint256 cap;',
      '     | ~~~~~~~~~~~~',
      '  Bank.sol:15:1: declared in Limited',
      '  15 | uint256 cap;',
      '     | ~~~~~~~~~~~~',
      '  help: write `Capped.cap` or `Limited.cap`',
    ],
  },
  {
    code: 'SPEC210',
    spec: 'contract Odd from "Odd.sol";\nfunction balance(address who) {\n  reverts if value > 0;\n}',
    expected: [
      "x.surety:3:14: error SPEC210: 'value' is both a state variable and a built-in name",
      '   3 |   reverts if value > 0;',
      '     |              ~~~~~',
      '  help: write `Odd.value` for the variable or `msg.value` for the built-in',
    ],
  },
  {
    code: 'SPEC211',
    spec: `${bank}function witdraw(uint amount) {\n  ensures true;\n}`,
    expected: [
      "x.surety:2:10: error SPEC211: Bank has no function 'witdraw'",
      '   2 | function witdraw(uint amount) {',
      '     |          ~~~~~~~',
      "  help: did you mean 'withdraw'?",
    ],
  },
  {
    code: 'SPEC211',
    spec: `${bank}invariant a: forall (address u) credits(u) >= 0;`,
    expected: [
      "x.surety:2:33: error SPEC211: 'credits' is a variable, not a function",
      '   2 | invariant a: forall (address u) credits(u) >= 0;',
      '     |                                 ~~~~~~~',
      '  help: write `credits[…]`',
    ],
  },
  {
    code: 'SPEC212',
    spec: `${bank}function send(uint amount) {\n  ensures true;\n}`,
    expected: [
      "x.surety:2:10: error SPEC212: no overload of 'send' has the parameters (uint256)",
      '   2 | function send(uint amount) {',
      '     |          ~~~~',
      '  note: there is `send(address,uint256)`',
      '  note: there is `send(address)`',
    ],
  },
  {
    code: 'SPEC212',
    spec: `${bank}invariant a: total >= 0 except send;`,
    expected: [
      "x.surety:2:32: error SPEC212: Bank has 2 functions 'send'",
      '   2 | invariant a: total >= 0 except send;',
      '     |                                ~~~~',
      '  help: write `send(address,uint256)` or `send(address)`',
    ],
  },
  {
    code: 'SPEC213',
    spec: `${bank}invariant a: forall (address u) positions[u].dept >= 0;`,
    expected: [
      "x.surety:2:46: error SPEC213: there is no field 'dept' of struct Position",
      '   2 | invariant a: forall (address u) positions[u].dept >= 0;',
      '     |                                              ~~~~',
      "  help: did you mean 'debt'?",
    ],
  },
  {
    code: 'SPEC213',
    spec: `${bank}invariant a: phase == State.Opne;`,
    expected: [
      "x.surety:2:29: error SPEC213: there is no member 'Opne' of enum State",
      '   2 | invariant a: phase == State.Opne;',
      '     |                             ~~~~',
      "  help: did you mean 'Open'?",
    ],
  },
  {
    code: 'SPEC214',
    spec: `${bank}invariant a(adress u): credits[u] >= 0;`,
    expected: [
      "x.surety:2:13: error SPEC214: unknown type 'adress'",
      '   2 | invariant a(adress u): credits[u] >= 0;',
      '     |             ~~~~~~',
      "  help: did you mean 'address'?",
    ],
  },
  {
    code: 'SPEC215',
    spec: `${bank}invariant solvent: total >= 0;\ninvariant b: fee <= 100 using solvant;`,
    expected: [
      "x.surety:3:31: error SPEC215: there is no invariant 'solvant'",
      '   3 | invariant b: fee <= 100 using solvant;',
      '     |                               ~~~~~~~',
      "  help: did you mean 'solvent'?",
    ],
  },
  {
    code: 'SPEC216',
    spec: `${bank}invariant a: total >= 0 using b;\ninvariant b: fee <= 100 using a;`,
    expected: [
      'x.surety:3:31: error SPEC216: lemmas use each other in a circle: a -> b -> a',
      '   3 | invariant b: fee <= 100 using a;',
      '     |                               ~',
      '  note: a lemma must be proved without what it helps to prove',
    ],
  },
  {
    code: 'SPEC217',
    spec: `${bank}link Bank.token to Token;\ninvariant a: total >= 0;`,
    expected: [
      "x.surety:2:20: error SPEC217: unknown contract 'Token'",
      '   2 | link Bank.token to Token;',
      '     |                    ~~~~~',
    ],
  },
  {
    code: 'SPEC218',
    spec: bank,
    expected: [
      'x.surety:1:1: error SPEC218: this specification has no claims',
      '   1 | contract Bank from "Bank.sol";',
      '     | ~',
      '  note: a claim is an `invariant`, a clause of a `function` block, a `rule`, or one of the short forms such as `only … may …`',
    ],
  },
  {
    code: 'SPEC219',
    spec: `${bank}contract Token = ERC20 from "ERC20.sol";\nlink Bank.total to Token;\ninvariant a: total >= 0;`,
    expected: [
      "x.surety:3:11: error SPEC219: 'total' holds no address, so it cannot be linked to a contract",
      '   3 | link Bank.total to Token;',
      '     |           ~~~~~',
      '  Bank.sol:8:1: declared here',
      '   8 | uint256 total;',
      '     | ~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC220',
    spec: `${bank}rule r {\n  accrue();\n  assert total >= 0;\n}`,
    expected: [
      "x.surety:3:3: error SPEC220: 'accrue' of Bank is internal, so no transaction can call it",
      '   3 |   accrue();',
      '     |   ~~~~~~',
      '  Bank.sol:27:1: declared here',
      '  27 | function accrue() internal nonpayable;',
      '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC221',
    spec: `${bank}invariant a(address owner): credits[owner] > 0;`,
    expected: [
      "x.surety:2:21: warning SPEC221: 'owner' hides the state variable 'owner' of Bank",
      '   2 | invariant a(address owner): credits[owner] > 0;',
      '     |                     ~~~~~',
      '  help: rename it, or write `Bank.owner` for the state variable',
    ],
  },
  {
    code: 'SPEC222',
    spec: `${bank}invariant a(address u): total > 0;`,
    expected: [
      "x.surety:2:21: warning SPEC222: 'u' is not used",
      '   2 | invariant a(address u): total > 0;',
      '     |                     ~',
    ],
  },
  {
    code: 'SPEC301',
    spec: `${bank}invariant a: total + 1;`,
    expected: [
      'x.surety:2:14: error SPEC301: an invariant must be a condition, not integer',
      '   2 | invariant a: total + 1;',
      '     |              ~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC301',
    spec: `${bank}invariant a: credits[1] >= 0;`,
    expected: [
      'x.surety:2:22: error SPEC301: the key must be an address, not integer',
      '   2 | invariant a: credits[1] >= 0;',
      '     |                      ~',
      '  help: an address literal has 40 hexadecimal digits',
    ],
  },
  {
    code: 'SPEC302',
    spec: `${bank}invariant a: owner == 0;`,
    expected: [
      "x.surety:2:14: error SPEC302: '==' cannot be used between address and integer",
      '   2 | invariant a: owner == 0;',
      '     |              ~~~~~~~~~~',
      '  help: write `address(0)`',
    ],
  },
  {
    code: 'SPEC302',
    spec: `${bank}invariant a: credits == credits;`,
    expected: [
      "x.surety:2:14: error SPEC302: '==' cannot be used between mapping(address => uint256) and mapping(address => uint256)",
      '   2 | invariant a: credits == credits;',
      '     |              ~~~~~~~~~~~~~~~~~~',
      '  note: compare entries, with `forall`; for "unchanged" write `same(variable, state)` in a rule',
    ],
  },
  {
    code: 'SPEC303',
    spec: `${bank}rule r {\n  withdraw();\n  assert total >= 0;\n}`,
    expected: [
      "x.surety:3:3: error SPEC303: 'withdraw' takes 1 argument, and 0 are given",
      '   3 |   withdraw();',
      '     |   ~~~~~~~~',
      '  Bank.sol:19:1: declared as withdraw(uint256)',
      '  19 | function withdraw(uint256) external nonpayable;',
      '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC304',
    spec: `${bank}function withdraw(uint128 amount) {\n  ensures true;\n}`,
    expected: [
      "x.surety:2:10: error SPEC304: 'withdraw' has other parameters than (uint128)",
      '   2 | function withdraw(uint128 amount) {',
      '     |          ~~~~~~~~',
      '  Bank.sol:19:1: declared as withdraw(uint256)',
      '  19 | function withdraw(uint256) external nonpayable;',
      '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC304',
    spec: `${bank}function mint(uint assets) returns (bool ok) {\n  ensures ok;\n}`,
    expected: [
      "x.surety:2:37: error SPEC304: result 1 of 'mint' has another type",
      '   2 | function mint(uint assets) returns (bool ok) {',
      '     |                                     ~~~~',
      '  Bank.sol:23:1: declared here',
      '  23 | function mint(uint256) external nonpayable;',
      '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC305',
    spec: `${bank}invariant a: total / (3 - 3) >= 0;`,
    expected: [
      'x.surety:2:22: error SPEC305: this divides by zero',
      '   2 | invariant a: total / (3 - 3) >= 0;',
      '     |                      ~~~~~~~',
    ],
  },
  {
    code: 'SPEC306',
    spec: `${bank}invariant a: fee <= 1000;`,
    expected: [
      'x.surety:2:14: warning SPEC306: 1000 is outside the range of uint8, so this comparison never changes',
      '   2 | invariant a: fee <= 1000;',
      '     |              ~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC307',
    spec: `${bank}rule r {\n  setFee(256);\n  assert fee == 0;\n}`,
    expected: [
      "x.surety:3:10: error SPEC307: argument 1 of 'setFee' is uint8, and 256 is outside its range",
      '   3 |   setFee(256);',
      '     |          ~~~',
    ],
  },
  {
    code: 'SPEC308',
    spec: `${bank}invariant a: sum(total + 1) >= 0;`,
    expected: [
      'x.surety:2:18: error SPEC308: a sum goes over entries of a state variable',
      '   2 | invariant a: sum(total + 1) >= 0;',
      '     |                  ~~~~~~~~~',
      '  note: `sum(credits)`, `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`, `sum(xs[i] for i < n)`',
    ],
  },
  {
    code: 'SPEC308',
    spec: `${bank}invariant a: sum(allowed) >= 0;`,
    expected: [
      'x.surety:2:18: error SPEC308: a sum needs a mapping or an array of numbers, and this is mapping(address => mapping(address => uint256))',
      '   2 | invariant a: sum(allowed) >= 0;',
      '     |                  ~~~~~~~',
      '  help: name the keys to sum over: `sum(m[t][a] for a)`, `sum(positions[u].debt for u)`',
    ],
  },
  {
    code: 'SPEC308',
    spec: `${bank}invariant a: sum(credits[u] for u, v) >= 0;`,
    expected: [
      "x.surety:2:36: error SPEC308: 'v' is not a key of the summed mapping",
      '   2 | invariant a: sum(credits[u] for u, v) >= 0;',
      '     |                                    ~',
      '  note: each name after `for` is used once, alone between brackets: `sum(m[t][a] for a)`',
    ],
  },
  {
    code: 'SPEC309',
    spec: `${bank}invariant a: 2 ** (fee - 1) >= 0;`,
    expected: [
      'x.surety:2:19: error SPEC309: this exponent may be negative',
      '   2 | invariant a: 2 ** (fee - 1) >= 0;',
      '     |                   ~~~~~~~~~',
      '  note: an exponent is a number without sign: a literal, or a value of an unsigned type',
    ],
  },
  {
    code: 'SPEC310',
    spec: `${bank}invariant a: mint(1) >= 0;`,
    expected: [
      "x.surety:2:14: error SPEC310: 'mint' may change state, so it has no value in an expression",
      '   2 | invariant a: mint(1) >= 0;',
      '     |              ~~~~',
      '  Bank.sol:23:1: declared nonpayable',
      '  23 | function mint(uint256) external nonpayable;',
      '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
      '  note: in a rule, a transaction is a statement of its own: `uint x = f(…) by a;`',
    ],
  },
  {
    code: 'SPEC311',
    spec: `${bank}invariant a: pair() >= 0;`,
    expected: [
      "x.surety:2:14: error SPEC311: 'pair' has 2 results; an expression needs exactly one",
      '   2 | invariant a: pair() >= 0;',
      '     |              ~~~~',
    ],
  },
  {
    code: 'SPEC312',
    spec: `${bank}invariant a: uint8(total) >= 0;`,
    expected: [
      'x.surety:2:14: error SPEC312: specifications have no conversion from uint256 to uint8',
      '   2 | invariant a: uint8(total) >= 0;',
      '     |              ~~~~~~~~~~~~',
      '  note: arithmetic is on exact integers, so numbers of all types mix: leave the conversion out',
    ],
  },
  {
    code: 'SPEC401',
    spec: `${bank}function deposit() {\n  reverts if old(total) > 1;\n}`,
    expected: [
      "x.surety:3:14: error SPEC401: 'old' cannot be used in `reverts if`",
      '   3 |   reverts if old(total) > 1;',
      '     |              ~~~~~~~~~~',
      '  note: it is about the state before the transaction already',
    ],
  },
  {
    code: 'SPEC401',
    spec: `${bank}invariant a: total >= old(total);`,
    expected: [
      "x.surety:2:23: error SPEC401: 'old' cannot be used in an invariant",
      '   2 | invariant a: total >= old(total);',
      '     |                       ~~~~~~~~~~',
      '  note: it speaks about one state; compare states in a `rule` or in `ensures`',
    ],
  },
  {
    code: 'SPEC402',
    spec: `${bank}invariant a: credits[sender] >= 0;`,
    expected: [
      "x.surety:2:22: error SPEC402: 'sender' cannot be used in an invariant",
      '   2 | invariant a: credits[sender] >= 0;',
      '     |                      ~~~~~~',
      '  note: it belongs to a transaction, and here none is in sight',
    ],
  },
  {
    code: 'SPEC403',
    spec: `${bank}rule r {\n  deposit();\n  assert reverted;\n}`,
    expected: [
      "x.surety:4:10: error SPEC403: 'reverted' needs a call with 'try' before it",
      '   4 |   assert reverted;',
      '     |          ~~~~~~~~',
    ],
  },
  {
    code: 'SPEC404',
    spec: `${bank}rule r {\n  deposit();\n}`,
    expected: [
      "x.surety:4:1: error SPEC404: rule 'r' ends without an 'assert'",
      '   4 | }',
      '     | ~',
      '  help: end it with `assert …;`; that a call succeeds is asserted by `try f(); assert succeeded;`',
    ],
  },
  {
    code: 'SPEC404',
    spec: `${bank}function deposit() {\n}`,
    expected: [
      "x.surety:3:1: error SPEC404: 'deposit' has no clause that claims something",
      '   3 | }',
      '     | ~',
      '  note: the clauses of a function are `reverts if`, `reverts only if`, `reverts iff`, `succeeds if`, `ensures`, `changes`, `emits` and `using`',
    ],
  },
  {
    code: 'SPEC405',
    spec: `${bank}rule r {\n  restore s;\n  assert total >= 0;\n}`,
    expected: [
      "x.surety:3:11: error SPEC405: unknown saved state 's'",
      '   3 |   restore s;',
      '     |           ~',
      '  note: a rule saves the current state with `state s = here;`',
    ],
  },
  {
    code: 'SPEC406',
    spec: `${bank}rule r {\n  state s = here;\n  deposit();\n  assert s.credits[owner] > 0;\n}`,
    expected: [
      "x.surety:5:20: error SPEC406: this key may differ between 's' and now",
      '   5 |   assert s.credits[owner] > 0;',
      '     |                    ~~~~~',
      '  help: bind it to a local first: `address k = …;`',
    ],
  },
  {
    code: 'SPEC407',
    spec: `${bank}rule r {\n  pause{value: 1}();\n  assert total > 0;\n}`,
    expected: [
      "x.surety:3:16: warning SPEC407: 'pause' is not payable, so it reverts when ether is sent",
      '   3 |   pause{value: 1}();',
      '     |                ~',
      '  Bank.sol:26:1: declared here',
      '  26 | function pause() external nonpayable;',
      '     | ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ],
  },
  {
    code: 'SPEC408',
    spec: `${bank}rule r(uint x) {\n  deposit();\n  assert old(x) > 0;\n}`,
    expected: [
      "x.surety:4:10: warning SPEC408: 'old' has no effect here: the value does not depend on the state",
      '   4 |   assert old(x) > 0;',
      '     |          ~~~~~~',
    ],
  },
  {
    code: 'SPEC409',
    spec: `${bank}rule r {\n  assert mint{value: 1}(1) >= 0;\n}`,
    expected: [
      'x.surety:3:14: error SPEC409: a transaction cannot stand inside an expression',
      '   3 |   assert mint{value: 1}(1) >= 0;',
      '     |              ~',
      '  help: make it a statement of a rule: `uint x = f{value: v}(…) by a;`',
    ],
  },
  {
    code: 'SPEC410',
    spec: `${bank}invariant a: owner.balanceOf(this) >= 0;`,
    expected: [
      'x.surety:2:14: error SPEC410: a call through an address needs to know the contract behind it',
      '   2 | invariant a: owner.balanceOf(this) >= 0;',
      '     |              ~~~~~',
      '  help: bind the contract and link it: `link Bank.owner to Token;`',
    ],
  },
  {
    code: 'SPEC411',
    spec: `${bank}unroll 0;\ninvariant a: total >= 0;`,
    expected: [
      "x.surety:2:8: error SPEC411: the bound of 'unroll' must be a number from 1 to 1000",
      '   2 | unroll 0;',
      '     |        ~',
    ],
  },
];

describe('diagnostics', () => {
  it.each(cases)('$code', ({ code, spec, others, expected }) => {
    const text = report(spec, others);
    expect(text.split('\n')).toEqual(expected);
    expect(text).toContain(code);
  });

  it('refuses expressions nested too deeply', () => {
    const text = report(`${bank}invariant a: ${'('.repeat(65)}true${')'.repeat(65)};`);
    expect(text).toContain('x.surety:2:78: error SPEC106: this expression is nested too deeply');
  });

  it('refuses expressions with too many operators', () => {
    const text = report(`${bank}invariant a: ${'1 + '.repeat(3000)}1 > 0;`);
    expect(text).toContain('error SPEC106: this expression has too many operators');
  });

  it('paints the parts of a diagnostic', () => {
    const text = `${bank}invariant a: credit == 1;`;
    const { diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
    const [first] = diagnostics;
    const painted =
      first && renderDiagnostic(first, () => text, { paint: (role, part) => `<${role}>${part}</>` });
    expect(painted?.split('\n')).toEqual([
      "<place>x.surety:2:14</>: <error>error SPEC209</>: unknown name 'credit'",
      '<gutter>   2 |</> invariant a: credit == 1;',
      '<gutter>     |</>              <error>~~~~~~</>',
      "  <help>help</>: did you mean 'credits'?",
    ]);
  });

  it('keeps tabs in the underline and ends it at the line', () => {
    const text = 'contract Bank from "Bank.sol";\ninvariant a:\n\ttotal ==\n\tpaused;';
    expect(report(text).split('\n').slice(1, 3)).toEqual(['   3 | \ttotal ==', '     | \t~~~~~~~~']);
  });
});
