// One specification in the formatter's layout with every construct of the language; names are of no contract.

/** Formatting it changes nothing. */
export const wholeLanguage = `// Every form once.
contract Bank from "Bank.sol";
contract Token = ERC20 from "ERC20.sol";

import "./common.surety";

link Bank.token to Token;

unroll 4; // rounds

unit wei;
unit USD 1e8;
unit USD of price, debt[*];

define ONE = 1e18;
define healthy(address u) = collateral[u] * price >= debt[u];

assume token is ERC20;
assume oracle.price() in 1e6 .. 1e12;
assume oracle.price() moves at most 10% per block;
assume oracle.fee(1) moves at most 1 / 20 per block;
assume keeper is EOA;
assume keeper accepts ether;
assume exact division;
assume no overflow;
assume total <= 1_000 ether;
trust math.mulDiv(a, b, c) returns floor(a * b / c);
trust now_() returns 0;

parameter LTV in 0 .. 1_000_000;
parameter Bank.CAP in 1 .. 2 ** 64;

region safe_ltv: collateralized over LTV;

loop Pool.accrue#1 invariant total == sum(debt[users[j]] for j) && i <= users.length;

ghost uint paidOut = 0;
ghost mapping(address => uint) paid;
ghost mapping(address => mapping(uint256 => bool)) seen;
ghost bool everPaused;

after withdraw(uint amount) {
    paidOut += amount;
    paid[sender] += amount; // by whom
    if (paused) {
        everPaused = true;
    } else if (amount > 0 && !everPaused) {
        // nested
        paidOut -= 1;
    } else {
        paidOut += 0;
        if (seen[sender][amount]) {
            paidOut = 0;
        }
    }
    // done
}

before deposit() { everPaused = false; }

after Token.transfer(address to, uint256 amount) returns (bool ok) { paid[to] = amount; }

after constructor(uint x) { paidOut = x; }

on change credits[k] from was to is { total = total - was + is; }

on change positions[u].debt to is {
    // two updates
    last = is;
    changes += 1;
}

/// The bank's ether covers
/// everything it owes.
invariant solvent: balance(this) >= sum(credits);

invariant listed:
    sum(xs[i].amount for i) + sum(ys[j] for j <= n + 1) > count(k < n where ys[k] == n) - sum(xs[i].amount for i < 2 where xs[i].amount > n);

invariant keys between transactions: owner != recovery;

invariant locked inside transactions: entered => count(a in credits where credits[a] > 0) >= 1;

invariant capped(address a): credits[a] <= total
    using solvent, keys(), capped(owner)
    except sweep, send(address,uint256)
    preserved by deposit(uint x) { assume x > 0; assume x < total; }
    preserved by pause { assume paused; };

invariant Token.supplied: forall (address a, uint i) balances[a] <= supply || i == 0;

invariant one: exactly one (address a) credits[a] == total;

function withdraw(uint amount) {
    reverts if amount > credits[sender];
    reverts only if paused || amount > credits[sender];
    reverts iff zero: amount == 0;
    succeeds if amount <= credits[sender] && sender is EOA && sender accepts ether;
    ensures credits[sender] == old(credits[sender]) - amount;
    changes credits[sender], balance(this), balance(sender);
    changes frame: allowed[sender][*], Token.balances;
    emits Withdrawn(sender, _);
    emits done: Done();
    using solvent, Token.supplied;
    // last
}

function receive() {
    changes nothing;
}

function Token.mint(uint256[] xs, State) returns (uint shares) {
    ensures shares == init(supply);
}

only deposit may increase credits[*];
drain: only withdraw by a may decrease credits[a];
Token.drained(address a): only withdraw, send(address,uint256) by a may decrease credits[a]
    using solvent;
only owner may change feeRate, paused;
only roles[ADMIN], Token.owner, admin(1) may change fee;
only pay, claim may decrease balance(this);
nobody may change owner;
nobody may decrease total except reset;
owner, recovery never change;
fixed: owner never changes inside transactions;
rate never decreases except setRate, send(address) using solvent;
balance(this) never increases;

state moves IDLE -> REQ by withdraw, REQ -> IDLE by finalize, cancel, * -> same by receive;

life: Vault.state moves
    States.IDLE -> States.REQ by withdraw(address,uint256),
    States.REQ -> States.IDLE by finalize, cancel,
    0 -> 1,
    * -> same by receive
    using solvent;

rule sequence(address a, uint x) using solvent {
    assume x > 0;
    state start = here;
    deposit{value: x} by a;
    any by s where s != a;
    any of finalize, send(address,uint256) by s at t1;
    any except pause by s where s != a && s is EOA;
    try any of finalize, cancel by s; // tried
    assert reverted;
    any*;
    any* by s where s != a except pause, send(address);
    Token.any*;
    Token.any except mint by s;
    finalize() by owner at t2 succeeds;
    pause() by a reverts;
    wait until block.number >= request_time + wait_time;
    // repeated
    for i in 0 .. 2 {
        deposit{value: x + i} by a;
        for j in 1 .. i {
            uint y = convert(j);
            withdraw(y) by a;
        }
    }
    uint shares = try mint(x) by a;
    (uint p, bool q) = pair();
    restore start;
    assert changed(credits) => t1 is finalize;
    assert exactly one (address u) changed(credits[u]);
    assert same(storage, start) || t2.sender == owner && t2.value == 0;
    assert sent(a) - old(sent(a)) == x && received() >= 0 && floor(x / 2) <= ceil(x / 2);
    // end
}

can withdraw_all(address a) when credits[a] > 0:
    withdraw(credits[a]) by a
    reaches balance(a) == old(balance(a)) + old(credits[a]);

can pay_out(address r)
    when state == IDLE
    assume owner is EOA, r is EOA
    even if others act where other != recovery:
    withdraw(r, balance(this)) by owner;
    // later
    wait until block.number >= request_time + wait_time;
    finalize() by owner // paid
    reaches balance(this) == 0
    using state_ok, solvent;

can Bank.exit(address a) when credits[a] > 0, !paused even if others act within 2 by a:
    reaches credits[a] == 0;

possible frontrun(address p, address adv) assume adv != p:
    any by adv;
    try win() by p
    reaches reverted;

module Erc20(contract T, balances, supply) {
    // of any token
    invariant supplied: supply == sum(balances);

    function T.transfer(address to, uint256 x) {
        reverts if x > balances[sender];
    }

    only T may change supply;
    // last
}

apply Erc20(Token, Token._balances, Token._totalSupply) as token;
apply Erc20(Other, Other.b, Other.s);

// end
`;
