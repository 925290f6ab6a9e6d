import { describe, expect, it } from '@jest/globals';
import { loadSpec, renderDiagnostic } from '@surety/spec-lang';
import { fakeHost, fakeText } from './support/fake-environment.js';

describe('try', () => {
  it('bank', () => {
    const text = `contract Bank from "Bank.sol";
contract Token = ERC20 from "ERC20.sol";
link Bank.token to Token;
unroll 4;
assume owner is EOA;
/// The bank's ether covers everything it owes.
invariant solvent: balance(this) >= sum(credits);

invariant capped(address a): credits[a] <= sum(credits);          // a parameter means: for all a
invariant pos: sum(positions[u].debt for u) <= total && forall (address t) sum(allowed[t][a] for a) <= 1_000e18 using solvent, capped(owner) except setFee;

function withdraw(uint amount) {
    reverts if   amount > credits[sender];
    succeeds if  amount <= credits[sender] && value == 0 && sender is EOA;
    ensures      credits[sender] == old(credits[sender]) - amount;
}
function mint(uint assets) returns (uint shares) { ensures shares == convert(assets); using solvent; }
rule no_free_money(address a, uint x) {
    assume x > 0;
    deposit{value: x} by a;
    withdraw(x) by a at t1;
    assert balance(a) == old(balance(a)) && t1.number >= 0;
}
rule additive(uint x, uint y) {
    state s = here;
    withdraw(x) by a; withdraw(y) by a;
    state twice = here;
    restore s;
    withdraw(x + y) by a;
    uint z = x * y;
    uint n = mint(z);
    try any by q;
    assert same(credits, twice) && balance(a) == twice.balance(a) && twice.credits[a] == 0 && n == 1 && (reverted || token.balanceOf(a) == Token.balances[a]) && Capped.cap == 1 && phase == State.Open;
}
`;
    const result = loadSpec({ path: 'a.surety', text }, fakeHost());
    for (const d of result.diagnostics)
      console.log(renderDiagnostic(d, (p) => (p === 'a.surety' ? text : fakeText(p))));
    console.log(result.value?.claims.map((c) => c.name));
  });
});
