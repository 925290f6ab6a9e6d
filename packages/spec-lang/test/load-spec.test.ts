// From a text to the typed specification: what core receives.
import { describe, expect, it } from '@jest/globals';
import { describeType, loadSpec, printTyped, type SpecExpression, type TypedSpec } from '@surety/spec-lang';
import { bankSpec } from './support/bank-spec.js';
import { fakeHost } from './support/fake-environment.js';

function load(text: string, specs: Readonly<Record<string, string>> = {}): TypedSpec {
  const { value, diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost(specs));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (value === undefined) throw new Error('no specification');
  return value;
}

/** The condition of the only invariant of a Bank specification, as a short text. */
function invariant(condition: string): string {
  const [claim] = load(
    `contract Bank from "Bank.sol";\ncontract Token = ERC20 from "ERC20.sol";\nlink Bank.token to Token;\ninvariant a: ${condition};`,
  ).claims;
  if (claim?.kind !== 'invariant') throw new Error('no invariant');
  return show(claim.condition);
}

function show(expression: SpecExpression): string {
  switch (expression.kind) {
    case 'literal':
      return `${expression.value}:${describeType(expression.type)}`;
    case 'variable':
      return expression.variable.name;
    case 'state':
      return `${expression.contract}.${expression.variable.declaredIn}.${expression.variable.name}`;
    case 'enumMember':
      return `#${expression.index}`;
    case 'index':
      return `${show(expression.base)}[${show(expression.index)}]`;
    case 'field':
      return `${show(expression.base)}.${expression.field}`;
    case 'length':
      return `${show(expression.base)}.length`;
    case 'environment':
      return expression.name;
    case 'instance':
      return `@${expression.contract}`;
    case 'blockMember':
      return `${expression.block.name}.${expression.member}`;
    case 'balance':
      return `balance(${show(expression.address)})`;
    case 'unary':
      return `${expression.operator}${show(expression.operand)}`;
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'conditional':
      return `(${show(expression.condition)} ? ${show(expression.then)} : ${show(expression.else)})`;
    case 'old':
      return `old(${show(expression.operand)})`;
    case 'inState':
      return `${expression.state}:${show(expression.operand)}`;
    case 'same':
      return `same(${expression.variable?.name}, ${expression.state})`;
    case 'quantifier':
      return `${expression.quantifier}(${expression.variables.map(({ name }) => name).join()}) ${show(expression.body)}`;
    case 'sum':
      return `sum(${expression.variables.map(({ name }) => name).join()}${expression.below === undefined ? '' : `<${show(expression.below)}`}) ${show(expression.body)}`;
    case 'call':
      return `${expression.contract}.${expression.function.name}(${expression.arguments.map(show).join()})`;
    case 'isEoa':
      return `isEoa(${show(expression.address)})`;
    case 'min':
    case 'max':
      return `${expression.kind}(${expression.arguments.map(show).join()})`;
    case 'outcome':
      return expression.outcome;
    default:
      return printTyped(expression, '');
  }
}

describe('loadSpec', () => {
  it('accepts the whole bank specification without a word', () => {
    const { value, diagnostics } = loadSpec({ path: 'x.surety', text: bankSpec }, fakeHost());
    expect(diagnostics).toEqual([]);
    expect(value?.claims.map(({ name, contract }) => `${contract}: ${name}`)).toEqual([
      'Bank: solvent',
      'Bank: capped',
      'Bank: deep',
      'Bank: mixed',
      'Bank: numbers',
      'Bank: bases',
      'Token: Token.supplied',
      'Bank: withdraw.revertsIf#1',
      'Bank: withdraw.succeedsIf#1',
      'Bank: withdraw.exact',
      'Bank: mint.ensures#1',
      'Bank: mint.ensures#2',
      'Bank: no_free_money',
      'Bank: two_runs',
    ]);
    expect(value?.contracts.map(({ alias, environment }) => `${alias}=${environment.name}`)).toEqual([
      'Bank=Bank',
      'Token=ERC20',
    ]);
    expect(
      value?.links.map(({ contract, variable, target }) => `${contract}.${variable.name}->${target}`),
    ).toEqual(['Bank.token->Token']);
    expect(value?.unroll).toBe(4);
    expect(value?.assumptions.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'isEoa: assume owner is EOA;',
      'condition: assume total <= 1_000 ether;',
    ]);
  });

  it('gives claims their text, documentation, lemmas and exclusions', () => {
    const { claims } = load(bankSpec);
    const [solvent, , deep] = claims;
    expect(solvent?.doc).toBe("The bank's ether covers\neverything it owes.");
    expect(solvent?.text).toBe('invariant solvent: balance(this) >= sum(credits);');
    expect(deep?.using.map((use) => [use.name, use.arguments?.map(show)])).toEqual([
      ['solvent', undefined],
      ['capped', ['Bank.Bank.owner']],
    ]);
    expect(deep?.kind === 'invariant' && deep.except.map(({ signature }) => signature)).toEqual([
      'setFee(uint8)',
      'send(address,uint256)',
    ]);
    const exact = claims.find(({ name }) => name === 'withdraw.exact');
    expect(exact?.using.map(({ name }) => name)).toEqual(['solvent', 'Token.supplied']);
    expect(exact?.text).toBe('ensures exact: credits[sender] == old(credits[sender]) - amount;');
  });

  it.each([
    ['balance(this) >= sum(credits)', '(balance(this) >= sum(key) Bank.Bank.credits[key])'],
    ['sum(allowed[owner][a] for a) >= 0', '(sum(a) Bank.Bank.allowed[Bank.Bank.owner][a] >= 0:integer)'],
    ['sum(allowed[t][a] for t, a) >= 0', '(sum(t,a) Bank.Bank.allowed[t][a] >= 0:integer)'],
    ['sum(positions[u].debt for u) >= 0', '(sum(u) Bank.Bank.positions[u].debt >= 0:integer)'],
    ['sum(triple) >= 0', '(sum(i<3:uint256) Bank.Bank.triple[i] >= 0:integer)'],
    [
      'sum(triple[i] for i <= fee) >= 0',
      '(sum(i<(Bank.Bank.fee + 1:integer)) Bank.Bank.triple[i] >= 0:integer)',
    ],
    ['sum(Token.balances) >= 0', '(sum(key) Token.ERC20.balances[key] >= 0:integer)'],
    ['0 < total <= LIMIT', '((0:integer < Bank.Bank.total) && (Bank.Bank.total <= Bank.Bank.LIMIT))'],
    ['fee in 1 .. 5', '((1:integer <= Bank.Bank.fee) && (Bank.Bank.fee <= 5:integer))'],
    [
      'paused => paused => total == 0',
      '(Bank.Bank.paused => (Bank.Bank.paused => (Bank.Bank.total == 0:integer)))',
    ],
    ['total - 1 - 2 == 0', '(((Bank.Bank.total - 1:integer) - 2:integer) == 0:integer)'],
    ['2 ** 3 ** 2 == total', '((2:integer ** (3:integer ** 2:integer)) == Bank.Bank.total)'],
    [
      '!paused || total == 0 && fee == 0',
      '(!Bank.Bank.paused || ((Bank.Bank.total == 0:integer) && (Bank.Bank.fee == 0:integer)))',
    ],
    [
      'phase == State.Closed && phase == Bank.State.Open',
      '((Bank.Bank.phase == #1) && (Bank.Bank.phase == #0))',
    ],
    ['owner != 0x00000000000000000000000000000000000000ff', '(Bank.Bank.owner != 255:address)'],
    [`root == 0x${'00'.repeat(31)}01`, '(Bank.Bank.root == 1:bytes32)'],
    [
      'total <= type(uint8).max + 1.5 ether',
      '(Bank.Bank.total <= (255:integer + 1500000000000000000:integer))',
    ],
    [
      'total < 2 weeks + 0xff + 1_0e2',
      '(Bank.Bank.total < ((1209600:integer + 255:integer) + 1000:integer))',
    ],
    [
      'token.balanceOf(this) == Token.balanceOf(address(this))',
      '(Token.balanceOf(this) == Token.balanceOf(this))',
    ],
    [
      'token.supply >= 0 && owner.balance >= 0',
      '((Token.ERC20.supply >= 0:integer) && (balance(Bank.Bank.owner) >= 0:integer))',
    ],
    ['balance(Token) == balance(Bank)', '(balance(@Token) == balance(this))'],
    ['Capped.cap >= Limited.cap', '(Bank.Capped.cap >= Bank.Limited.cap)'],
    [
      'convert(total) == min(total, 1, fee)',
      '(Bank.convert(Bank.Bank.total) == min(Bank.Bank.total,1:integer,Bank.Bank.fee))',
    ],
    ['members.length == triple.length', '(Bank.Bank.members.length == 3:uint256)'],
    ['exists (uint i, bool b) b && i == total', 'exists(i,b) (b && (i == Bank.Bank.total))'],
    ['(paused ? total : 1) > 0', '((Bank.Bank.paused ? Bank.Bank.total : 1:integer) > 0:integer)'],
  ])('reads %s', (condition, expected) => {
    expect(invariant(condition)).toBe(expected);
  });

  it('turns the statements of a rule into calls, locals and states', () => {
    const rule = load(bankSpec).claims.find(({ name }) => name === 'two_runs');
    if (rule?.kind !== 'rule') throw new Error('no rule');
    const body = rule.body.map((each) => {
      if (each.kind === 'let')
        return `let ${each.variable.name}: ${each.variable.type.kind} = ${show(each.value)}`;
      if (each.kind === 'assert' || each.kind === 'assume') return `${each.kind} ${show(each.condition)}`;
      if (each.kind !== 'call') return `${each.kind} ${each.name}`;
      const { target } = each;
      const called =
        target.kind === 'any' ? 'any' : `${target.function.name}(${target.arguments.map(show).join()})`;
      const sender =
        each.senderVariable !== undefined
          ? `new ${each.senderVariable.name}`
          : each.sender === undefined
            ? 'anyone'
            : show(each.sender);
      return `${each.try ? 'try ' : ''}${target.contract}.${called} by ${sender} -> ${each.results.map(({ name }) => name).join()}`;
    });
    expect(body.slice(0, -2)).toEqual([
      'saveState s',
      'Bank.withdraw(x) by new a -> ',
      'Bank.withdraw(y) by a -> ',
      'saveState twice',
      'restoreState s',
      'Bank.withdraw((x + y)) by a -> ',
      // The exact product may exceed uint256, so the local has it as an integer.
      'let product: int = (x * y)',
      'Bank.mint(product) by anyone -> minted',
      'Token.transfer(a,minted) by a -> sent',
      'try Bank.any by new q -> ',
    ]);
    expect(body.at(-2)).toBe(
      'assert ((same(credits, twice) && (balance(a) == twice:balance(a))) && (twice:Bank.Bank.credits[a] == 0:integer))',
    );
  });

  it('uses one variable object for a name and its uses', () => {
    const [claim] = load('contract Bank from "Bank.sol";\ninvariant a(address u): credits[u] >= 0;').claims;
    if (
      claim?.kind !== 'invariant' ||
      claim.condition.kind !== 'binary' ||
      claim.condition.left.kind !== 'index'
    )
      throw new Error('shape');
    const { index } = claim.condition.left;
    expect(index.kind === 'variable' && index.variable === claim.parameters[0]).toBe(true);
  });

  it('merges what it imports, each file once, its own contract first', () => {
    const common = 'contract Bank from "Bank.sol";\ninvariant base: total >= fee;\n';
    const left = `import "./common.surety";\ncontract Token = ERC20 from "ERC20.sol";\ninvariant tokens: sum(balances) == supply;\n`;
    const main =
      'import "./common.surety";\nimport "./left.surety";\ncontract Bank from "Bank.sol";\ninvariant mine: total >= 0 using base;\n';
    const spec = load(main, { 'common.surety': common, 'left.surety': left });
    expect(spec.contracts.map(({ alias }) => alias)).toEqual(['Bank', 'Token']);
    expect(spec.claims.map(({ contract, name }) => `${contract}: ${name}`)).toEqual([
      'Bank: mine',
      'Bank: base',
      'Token: tokens',
    ]);
  });

  it('counts clauses over several blocks of one function and names overloads by signature', () => {
    const spec = load(`contract Bank from "Bank.sol";
function deposit() { ensures total >= 0; }
function deposit() { ensures fee >= 0; reverts if paused; }
function send(address to) { ensures to != address(0); }
function send(address, uint) { ensures total >= 0; }`);
    expect(spec.claims.map(({ name }) => name)).toEqual([
      'deposit.ensures#1',
      'deposit.ensures#2',
      'deposit.revertsIf#1',
      'send(address).ensures#1',
      'send(address,uint256).ensures#1',
    ]);
  });

  it('reports a missing contract once, whatever uses it', () => {
    const text =
      'contract Bank from "Nowhere.sol";\nlink Bank.token to Bank;\ninvariant a: x > 0;\nrule r { f(); assert Bank.y == 1; }\n';
    const { diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
    expect(diagnostics.map(({ code }) => code)).toEqual(['SPEC201']);
  });

  it('goes on after each mistake and reports in the order of the text', () => {
    const text = `contract Bank from "Bank.sol";
invariant a: totl >= 0;
invariant b total >= 0;
function deposit() {
  ensures crdits[sender] > 0
  reverts if total > ;
  ensures fee == true;
}
rule r {
  withdraw(;
  assert feee == 0;
}
invariant c: paused;`;
    const { diagnostics } = loadSpec({ path: 'x.surety', text }, fakeHost());
    const line = (offset = 0) => text.slice(0, offset).split('\n').length;
    expect(diagnostics.map(({ code, location }) => `${line(location?.start)} ${code}`)).toEqual([
      '2 SPEC209',
      '3 SPEC104',
      '5 SPEC104',
      '7 SPEC302',
      '10 SPEC104',
      '11 SPEC209',
    ]);
  });
});
