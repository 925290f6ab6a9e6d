// A specification that uses most of the language, over the contracts of `fake-environment.ts`.

/** Declarations come before their uses, so that the mutation test can bound where errors may lie. */
export const bankSpec = `// The bank and its token.
contract Bank from "Bank.sol";
contract Token = ERC20 from "ERC20.sol";
link Bank.token to Token;
unroll 4; // enough for the loops of the bank
assume owner is EOA;
assume total <= 1_000 ether;

/// The bank's ether covers
/// everything it owes.
invariant solvent: balance(this) >= sum(credits);

invariant capped(address a): 0 <= credits[a] <= sum(credits);
invariant deep:
    sum(positions[u].debt for u) <= total && forall (address t) sum(allowed[t][a] for a) <= 1.5e18
    using solvent, capped(owner)
    except setFee, send(address,uint256);
invariant mixed: (paused => phase != State.Closed) && (fee in 0 .. 100 || root == bytes32(0));
invariant numbers: triple[2] + -total <= type(uint256).max - 2 ** 8 % 7 && members.length < max(fee, 3 days, LIMIT);
invariant bases: Capped.cap <= Limited.cap && Bank.owner != address(0) && token == Token;
invariant Token.supplied: sum(balances) == supply;

function withdraw(uint amount) {
    using solvent, Token.supplied;
    reverts if amount > credits[sender];
    succeeds if amount <= credits[sender] && value == 0 && sender is EOA;
    // The label names the claim.
    ensures exact: credits[sender] == old(credits[sender]) - amount;
}

function mint(uint256 assets) returns (uint shares) {
    ensures shares == (assets > 0 ? convert(assets) : 0);
    ensures now >= old(total) && block.number > 0;
}

rule no_free_money(address a, uint x) using solvent {
    assume x > 0;
    deposit{value: x} by a;
    withdraw(x) by a at t1;
    assert balance(a) == old(balance(a));
    assert t1.number >= 0 && t1.timestamp <= now; // the block of the withdrawal
}

rule two_runs(uint x, uint y) {
    state s = here;
    withdraw(x) by a;
    withdraw(y) by a;
    state twice = here;
    restore s;
    withdraw(x + y) by a;
    uint product = x * y;
    uint minted = mint(product);
    bool sent = token.transfer(a, minted) by a;
    try any by q;
    assert same(credits, twice) && balance(a) == twice.balance(a) && twice.credits[a] == 0;
    assert sent && (reverted || q.balance > token.balanceOf(a)) && Token.balances[a] == minted;
}
`;
