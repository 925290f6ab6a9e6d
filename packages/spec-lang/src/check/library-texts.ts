// Texts of the library's specifications by name. Written by scripts/embed-library.mjs from library/*.surety; change those.

/** Every specification of the library, in the order of their names. */
export const libraryTexts: ReadonlyMap<string, string> = new Map([
  [
    'access-control',
    `// Roles as in OpenZeppelin's AccessControl. Apply it with the contract and its roles:
//   apply AccessControl(Vault, Vault._roles) as roles;

module AccessControl(contract T, roles) {
    /// Roles are given by admins of the role only, and taken by them or given up.
    rule given_by_admins(bytes32 role, address account) {
        any at t;
        assert !old(roles[role].hasRole[account]) && roles[role].hasRole[account]
            => old(roles[roles[role].adminRole].hasRole[t.sender]);
    }

    rule taken_by_admins(bytes32 role, address account) {
        any at t;
        assert old(roles[role].hasRole[account]) && !roles[role].hasRole[account]
            => old(roles[roles[role].adminRole].hasRole[t.sender]) || t.sender == account;
    }

    function grantRole(bytes32 role, address account) {
        reverts if !roles[roles[role].adminRole].hasRole[sender];
        ensures given: roles[role].hasRole[account];
    }

    function revokeRole(bytes32 role, address account) {
        reverts if !roles[roles[role].adminRole].hasRole[sender];
        ensures taken: !roles[role].hasRole[account];
    }

    function renounceRole(bytes32 role, address account) {
        reverts if account != sender;
        ensures given_up: !roles[role].hasRole[account];
    }
}
`,
  ],
  [
    'amm-pair',
    `// Pairs with a constant product. Apply it with the pair, its reserves, the shares of providers and their supply:
//   apply AmmPair(Pair, Pair.reserve0, Pair.reserve1, Pair.balanceOf, Pair.totalSupply) as pair;

module AmmPair(contract P, reserve0_, reserve1_, shares_, supply_) {
    invariant supplied: supply_ == sum(shares_);

    /// With shares there are reserves of both.
    invariant backed: supply_ > 0 => reserve0_ > 0 && reserve1_ > 0;

    /// Trades never make the pool poorer: the product only falls when shares are burned.
    rule product_kept {
        any;
        assert supply_ == old(supply_) => reserve0_ * reserve1_ >= old(reserve0_ * reserve1_);
    }

    /// A share is never worth less for what others do.
    rule share_value_kept {
        assume supply_ > 0;
        any;
        assert reserve0_ * reserve1_ * old(supply_) ** 2 >= old(reserve0_ * reserve1_) * supply_ ** 2;
    }
}
`,
  ],
  [
    'erc20',
    `// ERC-20: fungible tokens. Apply it with the contract, its balances, allowances and total supply:
//   import "surety:erc20";
//   apply Erc20(Token, Token._balances, Token._allowances, Token._totalSupply) as token;

module Erc20(contract T, balances, allowances, supply) {
    /// The supply is the total of all balances.
    invariant supplied: supply == sum(balances);

    /// Nobody owns more than there is.
    invariant capped(address a): balances[a] <= supply
        using supplied;

    function transfer(address to, uint256 amount) {
        reverts if amount > balances[sender];
        ensures moved: to != sender
            => balances[to] == old(balances[to]) + amount
                && balances[sender] == old(balances[sender]) - amount;
        ensures to_self: to == sender => balances[to] == old(balances[to]);
        ensures others: forall (address a) a != to && a != sender
            => balances[a] == old(balances[a]);
        ensures supply_kept: supply == old(supply);
        using supplied;
    }

    function transferFrom(address from, address to, uint256 amount) {
        reverts if amount > balances[from];
        reverts if amount > allowances[from][sender];
        ensures moved: to != from
            => balances[to] == old(balances[to]) + amount
                && balances[from] == old(balances[from]) - amount;
        ensures others: forall (address a) a != to && a != from => balances[a] == old(balances[a]);
        ensures spent: old(allowances[from][sender]) != type(uint256).max
            => allowances[from][sender] == old(allowances[from][sender]) - amount;
        using supplied;
    }

    function approve(address spender, uint256 amount) {
        ensures approved: allowances[sender][spender] == amount;
        changes allowances[sender][spender];
    }

    /// Only the owner of tokens, or whom the owner allowed to, can take them.
    rule nobody_else_takes(address a) {
        any at t;
        assert balances[a] < old(balances[a]) => t.sender == a || old(allowances[a][t.sender]) > 0;
    }

    /// Only the owner gives an allowance.
    rule nobody_else_allows(address a, address b) {
        any at t;
        assert allowances[a][b] > old(allowances[a][b]) => t.sender == a;
    }
}
`,
  ],
  [
    'erc2612',
    `// ERC-2612: allowances by signature. Apply it with the token, its allowances and the nonces:
//   apply Erc2612(Token, Token._allowances, Token._nonces) as permit;

module Erc2612(contract T, allowances, nonces) {
    /// A nonce is used once and never comes back. (That a signature fits no other nonce is cryptography, not code.)
    nonces[*] never decreases;

    function permit(address owner_, address spender, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) {
        reverts if now > deadline;
        ensures approved: allowances[owner_][spender] == amount;
        ensures used: nonces[owner_] == old(nonces[owner_]) + 1;
        ensures others: forall (address a) a != owner_ => nonces[a] == old(nonces[a]);
        changes allowances[owner_][spender], nonces[owner_];
    }
}
`,
  ],
  [
    'erc4626',
    `// ERC-4626: vaults that give shares for an asset. Apply it with the vault, its shares and the supply of them:
//   apply Erc4626(Vault, Vault._balances, Vault._totalSupply) as vault;
// With a well-behaved asset, say so: \`assume Vault._asset is ERC20;\`.

module Erc4626(contract V, shares, supply) {
    /// The supply is the total of all shares.
    invariant supplied: supply == sum(shares);

    /// Nothing is gained by converting there and back. (Amounts too large to be converted are left out.)
    rule no_gain_in_assets(uint256 assets) {
        assume defined(convertToAssets(convertToShares(assets)));
        assert convertToAssets(convertToShares(assets)) <= assets;
    }

    rule no_gain_in_shares(uint256 amount) {
        assume defined(convertToShares(convertToAssets(amount)));
        assert convertToShares(convertToAssets(amount)) <= amount;
    }

    /// Previews never promise more than one gets, and never ask for less than one pays.
    rule deposit_as_previewed(uint256 assets, address receiver) {
        assume defined(previewDeposit(assets));
        uint256 promised = previewDeposit(assets);
        uint256 got = deposit(assets, receiver) by who;
        assert got >= promised;
    }

    rule mint_as_previewed(uint256 amount, address receiver) {
        assume defined(previewMint(amount));
        uint256 asked = previewMint(amount);
        uint256 paid = mint(amount, receiver) by who;
        assert paid <= asked;
    }

    rule withdraw_as_previewed(uint256 assets, address receiver, address owner_) {
        assume defined(previewWithdraw(assets));
        uint256 asked = previewWithdraw(assets);
        uint256 burned = withdraw(assets, receiver, owner_) by who;
        assert burned <= asked;
    }

    rule redeem_as_previewed(uint256 amount, address receiver, address owner_) {
        assume defined(previewRedeem(amount));
        uint256 promised = previewRedeem(amount);
        uint256 got = redeem(amount, receiver, owner_) by who;
        assert got >= promised;
    }

    function deposit(uint256 assets, address receiver) returns (uint256 minted) {
        ensures credited: shares[receiver] == old(shares[receiver]) + minted;
        ensures others: forall (address a) a != receiver => shares[a] == old(shares[a]);
        using supplied;
    }

    function mint(uint256 amount, address receiver) returns (uint256 assets) {
        ensures credited: shares[receiver] == old(shares[receiver]) + amount;
        ensures others: forall (address a) a != receiver => shares[a] == old(shares[a]);
        using supplied;
    }

    function withdraw(uint256 assets, address receiver, address from) returns (uint256 burned_) {
        ensures burned: shares[from] == old(shares[from]) - burned_;
        ensures others: forall (address a) a != from => shares[a] == old(shares[a]);
        using supplied;
    }

    function redeem(uint256 amount, address receiver, address from) returns (uint256 assets) {
        reverts if amount > shares[from];
        ensures burned: shares[from] == old(shares[from]) - amount;
        ensures others: forall (address a) a != from => shares[a] == old(shares[a]);
        using supplied;
    }

    /// Depositing and redeeming at once gains nothing. (What lies in a vault without shares is nobody's: the first may get it.)
    rule no_free_money(uint256 assets, address a) {
        assume supply > 0;
        uint256 minted = deposit(assets, a) by a;
        uint256 back = redeem(minted, a, a) by a;
        assert back <= assets;
    }
}
`,
  ],
  [
    'erc721',
    `// ERC-721: tokens of which each is one of a kind. Apply it with the owners of tokens, the counts of owners, and approvals:
//   apply Erc721(Nft, Nft._owners, Nft._balances, Nft._tokenApprovals, Nft._operatorApprovals) as nft;

module Erc721(contract T, owners, balances, approvals, operators) {
    /// What one owns is counted.
    invariant counted(address a):
        a != address(0)
            => balances[a] == count(id in owners where owners[id] == a && owners[id] != address(0));

    /// The zero address owns nothing.
    invariant nobodys: balances[address(0)] == 0;

    /// Nobody acts for the zero address, and what nobody owns is approved to nobody.
    invariant no_operator(address s): !operators[address(0)][s];

    invariant unowned(uint256 id): owners[id] == address(0) => approvals[id] == address(0)
        using no_operator;

    function transferFrom(address from, address to, uint256 id) {
        reverts if to == address(0);
        reverts if owners[id] != from;
        reverts if sender != from && approvals[id] != sender && !operators[from][sender];
        ensures moved: owners[id] == to;
        ensures approval_gone: approvals[id] == address(0);
        ensures others: forall (uint256 other) other != id => owners[other] == old(owners[other]);
        using no_operator, unowned;
    }

    function safeTransferFrom(address from, address to, uint256 id) {
        reverts if to == address(0);
        reverts if owners[id] != from;
        reverts if sender != from && approvals[id] != sender && !operators[from][sender];
    }

    function approve(address to, uint256 id) {
        reverts if sender != owners[id] && !operators[owners[id]][sender];
        ensures approved: approvals[id] == to;
        changes approvals[id];
    }

    function setApprovalForAll(address operator, bool approved) {
        ensures set: operators[sender][operator] == approved;
        changes operators[sender][operator];
    }

    /// A token leaves its owner only by the owner or by someone approved. Safe transfers are claimed apart: they run the
    /// receiver's code, which may move tokens of its own.
    rule nobody_else_takes(uint256 id) {
        any except safeTransferFrom(address,address,uint256), safeTransferFrom(address,address,uint256,bytes) at t;
        assert old(owners[id]) != address(0) && owners[id] != old(owners[id])
            => t.sender == old(owners[id])
                || t.sender == old(approvals[id])
                || old(operators[owners[id]][t.sender]);
    }
}
`,
  ],
  [
    'lending-pool',
    `// Lending against collateral. Apply it with the pool, deposits, debts, their totals, and the cash in the pool:
//   apply LendingPool(Pool, Pool.deposits, Pool.debts, Pool.totalDeposits, Pool.totalDebt, Pool.cash) as pool;

module LendingPool(contract P, deposits_, debts_, totalDeposits_, totalDebt_, cash_) {
    invariant deposits_total: totalDeposits_ == sum(deposits_);

    invariant debts_total: totalDebt_ == sum(debts_);

    /// What was put in is there, or lent.
    invariant solvent: cash_ + totalDebt_ >= totalDeposits_
        using deposits_total, debts_total;

    /// Nobody's deposit falls but by the owner.
    rule deposits_safe(address a) {
        any at t;
        assert deposits_[a] < old(deposits_[a]) => t.sender == a;
    }

    /// Nobody gets a debt without asking.
    rule debts_asked_for(address a) {
        any at t;
        assert debts_[a] > old(debts_[a]) => t.sender == a;
    }
}

// Loans that must be covered: value of the collateral in units of the debt, and the ratio in percent.
//   apply Collateral(Pool, Pool.collateral, Pool.debts, Pool.price, 150) as covered;
module Collateral(contract P, collateral_, debts_, price_, percent) {
    define covered(address u) = collateral_[u] * price_ * 100 >= debts_[u] * percent;

    /// Borrowing leaves the borrower covered.
    rule borrowing_is_covered(address a) {
        any;
        assert debts_[a] > old(debts_[a]) => covered(a);
    }

    /// Taking collateral out leaves the borrower covered, or without debt.
    rule taking_is_covered(address a) {
        any at t;
        assert collateral_[a] < old(collateral_[a]) && t.sender == a => covered(a);
    }
}
`,
  ],
  [
    'options-vault',
    `// Vaults that write options on what they hold. Apply it with the vault, shares and their supply, what is locked, and the expiry:
//   apply OptionsVault(Vault, Vault.shares, Vault.totalShares, Vault.locked, Vault.expiry) as vault;

module OptionsVault(contract V, shares_, totalShares_, locked_, expiry_) {
    invariant shares_total: totalShares_ == sum(shares_);

    /// What is locked for options is there.
    invariant collateralized: locked_ <= balance(V);

    /// Collateral is free only after expiry.
    rule locked_until_expiry {
        any at t;
        assert locked_ < old(locked_) => t.timestamp >= old(expiry_);
    }

    /// Nobody's shares fall but by the owner.
    rule shares_safe(address a) {
        any at t;
        assert shares_[a] < old(shares_[a]) => t.sender == a;
    }
}
`,
  ],
  [
    'ownable',
    `// Contracts with an owner. Apply it with the contract and the variable that holds the owner:
//   apply Ownable(Vault, Vault._owner) as ownable;

module Ownable(contract T, owner_) {
    /// Only the owner hands the contract over.
    handover: only owner_ may change owner_;

    function transferOwnership(address to) {
        reverts if sender != owner_;
        reverts if to == address(0);
        ensures handed_over: owner_ == to;
        changes owner_;
    }

    function renounceOwnership() {
        reverts if sender != owner_;
        ensures gone: owner_ == address(0);
        changes owner_;
    }

    /// Without an owner there is never one again.
    rule gone_for_good {
        assume owner_ == address(0);
        any by s where s != address(0);
        assert owner_ == address(0);
    }
}
`,
  ],
  [
    'pausable',
    `// Contracts that can be paused. Apply it with the contract, the switch, and who may turn it:
//   apply Pausable(Vault, Vault._paused, Vault._owner) as pausable;

module Pausable(contract T, paused_, pauser) {
    /// Only the pauser turns the switch.
    switched: only pauser may change paused_;

    function pause() {
        reverts if paused_;
        reverts if sender != pauser;
        ensures stopped: paused_;
        changes paused_;
    }

    function unpause() {
        reverts if !paused_;
        reverts if sender != pauser;
        ensures running: !paused_;
        changes paused_;
    }
}

// What stands still while the switch is on: apply it to each such number or address.
//   apply Frozen(Vault, Vault._paused, Vault.total) as total_frozen;
module Frozen(contract T, paused_, place) {
    /// While paused, this does not change.
    rule frozen {
        assume paused_;
        any;
        assert !changed(place);
    }
}
`,
  ],
  [
    'payment-splitter',
    `// Splitters of ether by shares. Apply it with the splitter, shares, what each was paid, and the totals:
//   apply PaymentSplitter(Splitter, Splitter._shares, Splitter._released, Splitter._totalShares, Splitter._totalReleased) as splitter;
// Where the constructor adds the payees in a loop, say what each round keeps:
//   loop constructor#1 invariant _totalShares == sum(_shares);

module PaymentSplitter(contract S, shares_, released_, totalShares_, totalReleased_) {
    invariant shares_total: totalShares_ == sum(shares_);

    invariant released_total: totalReleased_ == sum(released_);

    /// What is booked as released was sent, and nothing else was. So it is never taken back: what was sent only grows.
    invariant paid(address a): sent(a) == released_[a];

    /// Nobody gets more than the share: of all that ever came in.
    invariant fair(address a): released_[a] * totalShares_ <= shares_[a] * (balance(S) + totalReleased_)
        using shares_total, released_total;

    shares_[*] never changes;

    function release(address account) {
        reverts if shares_[account] == 0;
        /// Others are left alone. (Who is paid may run code, and have others paid meanwhile.)
        ensures others: account is EOA
            => forall (address a) a != account => released_[a] == old(released_[a]);
        using shares_total, released_total;
    }
}
`,
  ],
  [
    'reentrancy-guard',
    `// Guards against re-entrance. Apply it with the contract, the status, and its value outside of calls:
//   apply ReentrancyGuard(Vault, Vault._status, 1) as guard;

module ReentrancyGuard(contract T, status, notEntered) {
    /// Between transactions nobody is inside.
    invariant open between transactions: status == notEntered;
}

// For numbers that must be settled whenever other code runs: apply it to what is kept and what is owed.
//   apply Settled(Vault, sum(Vault.credits)) as settled;
module Settled(contract T, owed) {
    /// Also while code outside runs, the contract holds what it owes.
    invariant settled: balance(T) >= owed;
}
`,
  ],
  [
    'staking-rewards',
    `// Staking with rewards over time. Apply it with the contract, stakes and their total, rewards owed, and the reward per token:
//   apply StakingRewards(Staking, Staking._balances, Staking._totalSupply, Staking.rewards, Staking.rewardPerTokenStored) as staking;

module StakingRewards(contract S, stakes_, totalStaked_, rewards_, perToken_) {
    invariant staked_total: totalStaked_ == sum(stakes_);

    /// The reward per token only grows.
    monotone: perToken_ never decreases;

    /// Nobody's stake falls but by the owner.
    rule stakes_safe(address a) {
        any at t;
        assert stakes_[a] < old(stakes_[a]) => t.sender == a;
    }

    /// Nobody's rewards fall but by the owner.
    rule rewards_safe(address a) {
        any at t;
        assert rewards_[a] < old(rewards_[a]) => t.sender == a;
    }

    function stake(uint256 amount) {
        reverts if amount == 0;
        ensures staked: stakes_[sender] == old(stakes_[sender]) + amount;
        ensures total: totalStaked_ == old(totalStaked_) + amount;
        ensures others: forall (address a) a != sender => stakes_[a] == old(stakes_[a]);
        using staked_total;
    }

    function withdraw(uint256 amount) {
        reverts if amount == 0;
        reverts if amount > stakes_[sender];
        ensures taken: stakes_[sender] == old(stakes_[sender]) - amount;
        ensures others: forall (address a) a != sender => stakes_[a] == old(stakes_[a]);
        using staked_total;
    }

    /// Whoever has a stake can take it out.
    can exit(address a) when stakes_[a] > 0 within 1 by a:
        reaches stakes_[a] == 0;
}
`,
  ],
  [
    'vesting-wallet',
    `// Wallets that release ether over time. Apply it with the wallet, what was released, the beneficiary, start and duration:
//   apply VestingWallet(Wallet, Wallet._released, Wallet._beneficiary, Wallet._start, Wallet._duration) as vesting;

module VestingWallet(contract W, released_, beneficiary_, start_, duration_) {
    /// What was released never comes back.
    monotone: released_ never decreases;

    function release() {
        ensures paid: balance(W) == old(balance(W)) - (released_ - old(released_));
        /// Nothing is released early.
        ensures in_time: now < start_ => released_ == old(released_);
        /// In between the share of the time that has passed.
        ensures linear: start_ <= now < start_ + duration_
            => released_ * duration_ <= (old(balance(W)) + old(released_)) * (now - start_);
        ensures all: now >= start_ + duration_ => balance(W) == 0;
    }

    /// Ether leaves to the beneficiary only.
    rule only_to_beneficiary(address a) {
        any by s;
        assert sent(a) > old(sent(a)) => a == beneficiary_;
    }
}
`,
  ],
]);
