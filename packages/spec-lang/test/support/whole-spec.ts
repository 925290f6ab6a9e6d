// A specification that uses the whole language, over the contracts of `fake-environment.ts`.

/** Every construct at least once. */
export const wholeSpec = `contract Bank from "Bank.sol";
contract Token = ERC20 from "ERC20.sol";
invariant solvent: balance(this) >= sum(credits);
invariant keys between transactions: owner != address(token);
invariant capped(address a): credits[a] <= total using solvent except pause preserved by withdraw(uint x) { assume x > 0; };
function withdraw(uint amount) {
    reverts if   amount > credits[sender];
    reverts only if paused || amount > credits[sender];
    reverts iff  amount == 0 || amount > credits[sender];
    succeeds if  amount <= credits[sender] && sender is EOA;
    ensures      credits[sender] == old(credits[sender]) - amount;
    changes      credits[sender], balance(this), balance(sender), allowed[*];
    emits        Withdrawn(sender, _);
    using solvent;
}
function receive() { changes nothing; }
only deposit may increase credits[*];
drain: only withdraw by a may decrease credits[a];
only owner may change fee, paused;
only deposit, withdraw may decrease balance(this);
nobody may change owner;
owner, root never change;   total never decreases except setFee;   owner never changes inside transactions;
machine: phase moves Open -> Closed by withdraw, Closed -> Open by setFee, pause, * -> same by receive;
rule r(address a, uint x) using solvent {
    assume x > 2;
    any by s where s != a;
    any of withdraw, pause by s at t0;
    any except pause by s;
    try any of withdraw, pause by s; assert reverted;
    any*;
    any* by q where q != a;   any* except pause;
    pause() by owner at t2 succeeds;   pause() by a reverts;
    wait until block.number >= x + 5;
    for i in 0 .. 2 { deposit{value: x + i} by a; }
    state s1 = here;
    deposit() by a at t;
    assert changed(credits) => t is deposit;   assert changed(credits[a]);
    assert exactly one (address u) changed(credits[u]);
    assert same(storage, s1) || t0 is withdraw || t2.number > t.number || t.sender == a;
    assert sent(a) - old(sent(a)) == x && sent() >= received(a) + received();
    assert healthy(a) && ONE > x && abs(x - total) < ceil(x / 3) + floor(x / 2);
    assert count(u in credits where credits[u] > 0) < 10 && init(owner) == owner && a accepts ether;
}
rule begins(address a) from deployment using solvent { deposit{value: 5}() by a; assert credits[a] == 5; }
can withdraw_all(address a) when credits[a] > 0: withdraw(credits[a]) by a; reaches balance(a) == old(balance(a)) + old(credits[a]);
can pay_out(address r) when phase == Open assume owner is EOA, r is EOA even if others act where other != owner:
    send(r, balance(this)) by owner; wait until block.number >= total + 3; pause() by owner;
    reaches balance(this) == 0 using solvent;
can exit(address a) when credits[a] > 0 even if others act within 2 by a: reaches credits[a] == 0;
possible frontrun(address p, address adv) assume adv != p: any by adv; try pause() by p; reaches reverted;
ghost uint paidOut = 0;  ghost mapping(address => uint) paid;  ghost bool everPaused;
after withdraw(uint amount) { paidOut += amount; paid[sender] += amount; if (paused) { everPaused = true; } }
before deposit() { paidOut += 0; }     after receive() { paidOut -= 0; }    after constructor(address o) { paid[o] = 1; }
on change credits[k] from was to is { paidOut = paidOut - was + is; paid[k] = is; }
on change positions[u].debt to now2 { paid[u] = now2; }
invariant gh: paidOut >= sum(paid) && everPaused => paused;
assume token is ERC20;   assume oracle.price() in 1e6 .. 1e12;   assume oracle.price() moves at most 10% per block;
assume owner is EOA;    assume owner accepts ether;   assume exact division;   assume no overflow;
trust Math.mulDiv(a, b, c) returns floor(a * b / c);
trust convert(a) returns a + total;
loop Bank.accrue#1 invariant total == i && forall (uint j) j < i => members[j] != owner;
loop accrue#2 invariant total >= fee;
parameter START in 0 .. 1_000_000;   region safe_ltv: capped over START;
define healthy(address u) = credits[u] * 3 >= positions[u].debt;   define ONE = 1e18;
module Erc20(contract T, balances, supply) { invariant supplied: supply == sum(balances); function T.transfer(address to, uint v) { ensures balances[to] >= old(balances[to]); using supplied; } }
apply Erc20(Token, Token.balances, Token.supply) as token;
unit USD 1e8;  unit USD of fee, positions[*].debt;
`;
