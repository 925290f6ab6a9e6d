// Each construct of the language with what it becomes, printed with all short forms written out.
import { describe, expect, it } from '@jest/globals';
import {
  type Claim,
  explainClaim,
  loadSpec,
  printTyped,
  renderDiagnostic,
  type TypedSpec,
} from '@surety/spec-lang';
import { fakeHost } from './support/fake-environment.js';

const head = 'contract Bank from "Bank.sol";\ncontract Token = ERC20 from "ERC20.sol";\n';

function load(text: string): TypedSpec {
  const full = head + text;
  const { value, diagnostics } = loadSpec({ path: 'x.surety', text: full }, fakeHost());
  expect(diagnostics.map((each) => renderDiagnostic(each, () => full)).join('\n')).toBe('');
  if (value === undefined) throw new Error('no specification');
  return value;
}

/** The statements of the rule that a claim stands for. */
function body(claim: Claim | undefined, spec: TypedSpec): readonly string[] {
  if (claim === undefined) throw new Error('no claim');
  return explainClaim(claim, spec)
    .rule.split('\n')
    .map((line) => line.trim());
}

function ruleOf(text: string): readonly string[] {
  const spec = load(text);
  return body(spec.claims[0], spec);
}

/** The condition of an invariant. */
function condition(text: string, before = ''): string {
  const [claim] = load(`${before}invariant a: ${text};`).claims;
  if (claim?.kind !== 'invariant') throw new Error('no invariant');
  return printTyped(claim.condition, claim.contract);
}

const lemma = '\ninvariant lemma: fee < 100;';

describe('claims over all functions', () => {
  it.each([
    [
      'only deposit may increase credits[*];',
      [
        'rule credits_only_1(address a) {',
        'any at t;',
        'assert credits[a] > old(credits[a]) => t is deposit;',
        '}',
      ],
    ],
    [
      'drain: only withdraw by a may decrease credits[a];',
      [
        'rule drain(address a) {',
        'any at t;',
        'assert credits[a] < old(credits[a]) => t is withdraw && t.sender == a;',
        '}',
      ],
    ],
    [
      'only owner may change fee, paused;',
      [
        'rule fee_only_1 {',
        'any at t;',
        'assert fee != old(fee) => t.sender == old(owner);',
        'assert paused != old(paused) => t.sender == old(owner);',
        '}',
      ],
    ],
    [
      'only a may change credits[a];',
      [
        'rule credits_only_1(address a) {',
        'any at t;',
        'assert credits[a] != old(credits[a]) => t.sender == a;',
        '}',
      ],
    ],
    [
      'only withdraw, send(address) may decrease balance(this);',
      [
        'rule balance_only_1 {',
        'any at t;',
        'assert balance(this) < old(balance(this)) => t is withdraw || t is send;',
        '}',
      ],
    ],
    ['nobody may change owner;', ['rule owner_never_1 {', 'any at t;', 'assert owner == old(owner);', '}']],
    [
      'total never decreases except setFee;',
      ['rule total_never_1 {', 'any except setFee(uint8) at t;', 'assert total >= old(total);', '}'],
    ],
    ['credits never changes;', ['rule credits_never_1 {', 'any at t;', 'assert same(credits);', '}']],
    [
      'members[*] never changes;',
      [
        'rule members_never_1(uint256 i) {',
        'any at t;',
        'assert i < members.length && i < old(members.length) => members[i] == old(members[i]);',
        '}',
      ],
    ],
    [
      'Token.supply never changes;',
      ['rule Token_supply_never_1 {', 'any at t;', 'assert supply == old(supply);', '}'],
    ],
    [
      'machine: phase moves Open -> Closed by withdraw, * -> same by receive;',
      [
        'rule machine {',
        'any at t;',
        'assert phase != old(phase) => old(phase) == State.Open && phase == State.Closed && t is withdraw || phase == old(phase) && t is receive;',
        'assert t is withdraw => old(phase) == State.Open && phase == State.Closed;',
        'assert t is receive => phase == old(phase);',
        '}',
      ],
    ],
    [
      // A call may be about another entry.
      'steps: credits[a] moves 0 -> 5 by deposit;',
      [
        'rule steps(address a) {',
        'any at t;',
        'assert credits[a] != old(credits[a]) => old(credits[a]) == 0 && credits[a] == 5 && t is deposit;',
        '}',
      ],
    ],
  ])('%s', (text, expected) => {
    expect(ruleOf(text)).toEqual(expected);
  });

  it('knows a member of an enum as an argument by its type', () => {
    expect(load('rule r { enter(Open); assert fee == 0; }').claims).toHaveLength(1);
  });

  it('keeps the text as written and the contract it is about', () => {
    const [claim] = load('/// No minting.\nToken.supply never increases;').claims;
    expect(claim).toMatchObject({
      kind: 'rule',
      name: 'Token.supply.never#1',
      contract: 'Token',
      doc: 'No minting.',
      text: 'Token.supply never increases;',
    });
  });

  it('speaks about every write with `inside transactions`', () => {
    const [claim] = load('owner never changes inside transactions;').claims;
    expect(claim).toMatchObject({ kind: 'invariant', moments: 'insideTransactions', name: 'owner.never#1' });
  });
});

describe('invariants', () => {
  it('has moments, conditions on calls, and exclusions', () => {
    const spec = load(
      `invariant a(address u) between transactions: credits[u] <= total using lemma except pause preserved by withdraw(uint x) { assume x > 0; };${lemma}`,
    );
    const [claim] = spec.claims;
    if (claim?.kind !== 'invariant') throw new Error('no invariant');
    expect(claim.moments).toBe('betweenTransactions');
    expect(claim.except.map(({ signature }) => signature)).toEqual(['pause()']);
    expect(claim.using.map(({ name }) => name)).toEqual(['lemma']);
    expect(
      claim.preserved.map((each) => [
        each.function.signature,
        each.conditions.map((c) => printTyped(c, 'Bank')),
      ]),
    ).toEqual([['withdraw(uint256)', ['x > 0']]]);
  });
});

describe('function blocks', () => {
  it('makes a claim of each clause, two of `reverts iff`', () => {
    const spec = load(`function withdraw(uint amount) {
    reverts iff amount == 0 || amount > credits[sender];
    reverts only if paused;
    changes credits[sender], balance(this), allowed[sender][*];
    emits Withdrawn(sender, _);
    emits Noted(amount);
}
function receive() { changes nothing; }`);
    expect(
      spec.claims.map((claim) =>
        claim.kind === 'function' ? [claim.name, claim.clause, printTyped(claim.condition, 'Bank')] : [],
      ),
    ).toEqual([
      ['withdraw.revertsIf#1', 'revertsIf', 'amount == 0 || amount > credits[sender]'],
      ['withdraw.revertsOnlyIf#1', 'revertsOnlyIf', 'amount == 0 || amount > credits[sender]'],
      ['withdraw.revertsOnlyIf#2', 'revertsOnlyIf', 'paused'],
      ['withdraw.changes#1', 'changes', 'true'],
      ['withdraw.emits#1', 'emits', 'true'],
      ['withdraw.emits#2', 'emits', 'true'],
      ['receive.changes#1', 'changes', 'true'],
    ]);
    const [, , , changes, emits, noted, nothing] = spec.claims;
    if (changes?.kind !== 'function' || emits?.kind !== 'function' || noted?.kind !== 'function')
      throw new Error('shape');
    expect(changes.changes?.map((place) => printTyped(place, 'Bank'))).toEqual([
      'credits[sender]',
      'balance(this)',
      'allowed[sender]',
    ]);
    expect(emits.emits?.arguments.map((each) => each && printTyped(each, 'Bank'))).toEqual([
      'sender',
      undefined,
    ]);
    expect(noted.emits?.event.signature).toBe('Noted(uint256)');
    expect(nothing?.kind === 'function' && nothing.function.signature).toBe('receive()');
  });
});

describe('rules', () => {
  it.each([
    ['any by s where s != owner;', 'any by s where s != owner;'],
    ['any of withdraw, pause by owner;', 'any of withdraw(uint256), pause() by owner;'],
    ['any except pause at t; assert t.value > 0;', 'any except pause() at t;'],
    ['any*;', 'any*;'],
    ['any* by s where s != owner;', 'any* by s where s != owner;'],
    ['any* except pause;', 'any* except pause();'],
    ['pause() by owner succeeds;', 'pause() by owner;'],
    ['wait until now >= total + 3;', 'wait until now >= total + 3;'],
    ['Token.transfer(owner, 1) at t; assert t is transfer;', 'Token.transfer(owner, 1) at t;'],
  ])('%s', (statement, expected) => {
    expect(ruleOf(`rule r { ${statement} assert total > fee; }`)[1]).toBe(expected);
  });

  it('turns `reverts` into a try and an assertion', () => {
    expect(ruleOf('rule r(address a) { assume a != owner; pause() by a reverts; }').slice(2, 4)).toEqual([
      'try pause() by a;',
      'assert reverted;',
    ]);
  });

  it('writes a `for` out', () => {
    expect(
      ruleOf('rule r(uint x) { for i in 1 .. 3 { deposit{value: x + i} by s; } assert total > fee; }').slice(
        1,
        4,
      ),
    ).toEqual([
      'deposit{value: x + 1}() by s;',
      'deposit{value: x + 2}() by s;',
      'deposit{value: x + 3}() by s;',
    ]);
  });

  it.each([
    ['changed(credits)', '!same(credits)'],
    ['changed(credits[owner])', 'credits[owner] != old(credits[owner])'],
    ['changed(storage)', '!same(storage)'],
    [
      'changed(positions[owner])',
      'positions[owner].collateral != old(positions[owner].collateral) || positions[owner].debt != old(positions[owner].debt)',
    ],
    ['same(storage, s)', 'same(storage, s)'],
    [
      'exactly one (address u) changed(credits[u])',
      'exists (address u) credits[u] != old(credits[u]) && (forall (address u2) credits[u2] != old(credits[u2]) => u2 == u)',
    ],
    [
      'sent(owner) - old(sent(owner)) == 5 && received() > sent()',
      'sent(owner) - old(sent(owner)) == 5 && received() > sent()',
    ],
    ['t is send', 't is send || t is send'],
    ['t.number > 3 && t.sender == owner', 't.number > 3 && t.sender == owner'],
  ])('asserts %s', (text, expected) => {
    expect(ruleOf(`rule r { state s = here; any at t; assert ${text}; assert t.value > fee; }`)[3]).toBe(
      `assert ${expected};`,
    );
  });
});

describe('what can be done', () => {
  it('has a written way, or moves to be searched for', () => {
    const spec =
      load(`can pay(address r) when phase == Open assume r is EOA even if others act where other != owner:
    send(r, total) by owner;
    reaches balance(this) == old(total);
can exit(address a) when credits[a] > 0 within 2 by a: reaches credits[a] == 0;
possible front(address p) assume p != owner: any by adv; try pause() by p; reaches reverted;`);
    const [pay, exit, front] = spec.claims;
    if (pay?.kind !== 'reach' || exit?.kind !== 'reach' || front?.kind !== 'possible')
      throw new Error('shape');
    expect(pay.when.map((each) => printTyped(each, 'Bank'))).toEqual(['phase == State.Open', 'r is EOA']);
    expect(pay.others?.condition && printTyped(pay.others.condition, 'Bank')).toBe('other != owner');
    expect(pay.witness?.length).toBe(1);
    expect([exit.within, exit.actor && printTyped(exit.actor, 'Bank'), exit.witness]).toEqual([
      2,
      'a',
      undefined,
    ]);
    expect(body(front, spec)).toEqual([
      'possible front(address p) {',
      'assume p != owner;',
      'any by adv;',
      'try pause() by p;',
      'reaches reverted;',
      '}',
    ]);
  });
});

describe('history', () => {
  it('keeps ghost variables in hooks', () => {
    const spec = load(`ghost uint n = 3;
ghost mapping(address => mapping(uint8 => bool)) seen;
after withdraw(uint amount) { n += amount; if (paused) { seen[sender][1] = true; } else { n = 0; } }
before receive() { n -= value; }
after constructor(address first) { seen[first][2] = true; }
after mint(uint) returns (uint shares) { n = shares; }
on change positions[u].debt from was to is { if (u != owner) { n = n - was + is; } }
invariant a: forall (address u) seen[u][1] => n > 3;`);
    expect(
      spec.ghosts.map(({ variable, initial }) => [variable.name, variable.declaredIn, initial !== undefined]),
    ).toEqual([
      ['n', '$ghost', true],
      ['seen', '$ghost', false],
    ]);
    const shown = spec.hooks.map((hook) => [
      hook.kind === 'change' ? printTyped(hook.target, 'Bank') : `${hook.kind} ${hook.function.signature}`,
      ...hook.updates.map(
        ({ place, value, condition: c }) =>
          `${c === undefined ? '' : `if ${printTyped(c, 'Bank')}: `}${printTyped(place, 'Bank')} = ${printTyped(value, 'Bank')}`,
      ),
    ]);
    expect(shown).toEqual([
      ['after withdraw(uint256)', 'n = n + amount', 'if paused: seen[sender][1] = true', 'if !paused: n = 0'],
      ['before receive()', 'n = n - value'],
      ['after constructor(address)', 'seen[first][2] = true'],
      ['after mint(uint256)', 'n = shares'],
      ['positions[u].debt', 'if u != owner: n = n - was + is'],
    ]);
  });
});

describe('the world', () => {
  it('takes assumptions of every kind', () => {
    const spec = load(`assume token is ERC20;
assume oracle.price() in 1e6 .. 1e12;
assume oracle.price() moves at most 10% per block;
assume owner is EOA;
assume owner accepts ether;
assume exact division;
assume no overflow;
assume total <= 100;
trust Math.mulDiv(a, b, c) returns floor(a * b / c);
trust convert(a) returns a + total;
loop Bank.accrue#1 invariant total == i;
loop accrue#2 invariant total > fee;
parameter START in 0 .. 10;
region safe: lemma over START;${lemma}`);
    expect(spec.assumptions.map(({ kind }) => kind)).toEqual([
      'model',
      'returnRange',
      'returnMoves',
      'isEoa',
      'acceptsEther',
      'exactDivision',
      'noOverflow',
      'condition',
      'summary',
      'summary',
      'loopInvariant',
      'loopInvariant',
    ]);
    const [, range, moves, , , , , , mulDiv, , first] = spec.assumptions;
    expect(range?.kind === 'returnRange' && range.call.function.signature).toBe('price()');
    expect(moves).toMatchObject({ numerator: 10n, denominator: 100n });
    expect(mulDiv?.kind === 'summary' && [mulDiv.call.receiver, printTyped(mulDiv.result, 'Bank')]).toEqual([
      undefined,
      'a * b / c',
    ]);
    expect(first).toMatchObject({ loop: { id: 'Bank.accrue#1' }, contract: 'Bank' });
    expect(spec.parameters).toMatchObject([{ low: 0n, high: 10n, variable: { name: 'START' } }]);
    expect(spec.regions).toMatchObject([{ name: 'safe', claim: 'lemma' }]);
  });
});

describe('definitions and modules', () => {
  it.each([
    ['healthy(owner)', 'credits[owner] * 3 >= positions[owner].debt'],
    ['total < ONE', 'total < 1e18'],
    ['twice(twice(total)) > 1', '2 * (2 * total) > 1'],
  ])('writes %s out', (text, expected) => {
    const before = `define healthy(address u) = credits[u] * 3 >= positions[u].debt;
define ONE = 1e18;
define twice(uint x) = 2 * x;
rule uses { any by s; assert healthy(s) && twice(ONE) > fee + total; }
`;
    const { claims } = load(`${before}invariant a: ${text};`);
    const claim = claims.at(-1);
    expect(claim?.kind === 'invariant' && printTyped(claim.condition, 'Bank')).toBe(expected);
  });

  it('reads an argument of a definition where it stands', () => {
    const [first] = load(
      'define grew(uint x) = x > old(x);\nfunction deposit() { ensures grew(credits[sender]); }',
    ).claims;
    expect(first?.kind === 'function' && printTyped(first.condition, 'Bank')).toBe(
      'credits[sender] > old(credits[sender])',
    );
  });

  it('applies a module to several contracts', () => {
    const spec = load(`module Books(contract T, balances, supply) {
    ghost uint moved;
    after transfer(address, uint v) { moved += v; }
    invariant supplied: supply == sum(balances) using capped;
    invariant capped(address a): balances[a] <= supply + moved;
}
apply Books(Token, Token.balances, Token.supply) as token;
invariant a: total > fee using token.supplied;`);
    expect(spec.claims.map(({ name, contract }) => `${contract}: ${name}`)).toEqual([
      'Token: token.supplied',
      'Token: token.capped',
      'Bank: a',
    ]);
    expect(
      spec.claims.map((claim) => claim.kind !== 'possible' && claim.using.map(({ name }) => name)),
    ).toEqual([['token.capped'], [], ['token.supplied']]);
    expect(spec.ghosts.map(({ variable }) => variable.name)).toEqual(['token.moved']);
    expect(spec.hooks.map(({ contract }) => contract)).toEqual(['Token']);
  });

  it('agrees with units that fit', () => {
    load(`unit USD 1e8;
unit SHARES;
unit USD of total, positions[*].debt;
unit SHARES of credits[*];
invariant a(address u): positions[u].debt + 5 <= total * 2 && credits[u] * 3 < sum(credits) && total * credits[u] == credits[u] * total;`);
  });
});

describe('expressions', () => {
  it.each([
    ['phase == Open', 'phase == State.Open'],
    ['Closed != phase', 'State.Closed != phase'],
    ['count(u in credits where credits[u] > 3) < 5', 'count(u in credits where credits[u] > 3) < 5'],
    ['ceil(total / 3) <= floor(total / 2)', '-(-total / 3) <= total / 2'],
    ['abs(total - 5) < 3', '(total - 5 >= 0 ? total - 5 : -(total - 5)) < 3'],
    ['init(owner) == owner', 'init(owner) == owner'],
    ['owner accepts ether', 'owner accepts ether'],
  ])('%s', (text, expected) => {
    expect(condition(text)).toBe(expected);
  });
});
