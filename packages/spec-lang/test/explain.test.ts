// Explanations: what is proved, in English and as a rule.
import { describe, expect, it } from '@jest/globals';
import { explainClaim, loadSpec } from '@surety/spec-lang';
import { bankSpec } from './support/bank-spec.js';
import { fakeHost } from './support/fake-environment.js';

function explain(text: string): { readonly english: readonly string[]; readonly rule: readonly string[] } {
  const { value } = loadSpec(
    { path: 'x.surety', text: `contract Bank from "Bank.sol";\n${text}` },
    fakeHost(),
  );
  const claim = value?.claims[0];
  if (value === undefined || claim === undefined) throw new Error('no claim');
  const { english, rule } = explainClaim(claim, value);
  return { english: english.split('\n'), rule: rule.split('\n') };
}

describe('explainClaim', () => {
  it('explains an invariant with what it rests on', () => {
    expect(
      explain(
        'assume owner is EOA;\ninvariant a(address u): credits[u] <= total using b except pause;\ninvariant b: total > fee;',
      ),
    ).toEqual({
      english: [
        'For every `u`: `credits[u] <= total` holds in every reachable state.',
        'It holds after deployment, after every transaction, and whenever code outside the contract may run in between.',
        'Proved by showing it of the state that the constructor leaves, and that each function keeps it.',
        'Not examined: calls of `pause()`.',
        'Taken from other claims, in the state before: `b`.',
        'Assumed of the world: `assume owner is EOA`.',
      ],
      rule: [
        'rule a_after_deployment(address u) from deployment {',
        '    assert credits[u] <= total;',
        '}',
        'rule a_kept(address u) {',
        '    assume credits[u] <= total;',
        '    any except pause();',
        '    assert credits[u] <= total;',
        '}',
      ],
    });
  });

  it('names the caller and the ether of a call before it is made', () => {
    expect(
      explain(
        'function send(address to, uint amount) { succeeds if sender is EOA && value == 0 && now > 1; }',
      ).rule,
    ).toEqual([
      'rule send_address_uint256_succeedsIf_1(address to, uint256 amount, address caller, uint256 brought) {',
      '    // the block is that of the call',
      '    assume caller is EOA && brought == 0 && now > 1;',
      '    try send{value: brought}(to, amount) by caller;',
      '    assert succeeded;',
      '}',
    ]);
    expect(explain('function deposit() { ensures credits[sender] >= value; }').rule).toEqual([
      'rule deposit_ensures_1(address caller, uint256 amount) {',
      '    deposit{value: amount}() by caller;',
      '    assert credits[caller] >= amount;',
      '}',
    ]);
    expect(explain('function pause() { changes credits[sender], paused; }').rule).toEqual([
      'rule pause_changes_1(address caller) {',
      '    pause() by caller;',
      '    // nothing differs but credits[caller], paused; keys are of the state before',
      '    assert changes(credits[caller], paused);',
      '}',
    ]);
  });

  it('explains who may change what as a rule over any call', () => {
    expect(explain('only withdraw by a may decrease credits[a];')).toEqual({
      english: [
        'For every `a`: from every reachable state, after any one call of the contract that succeeds: `credits[a] < old(credits[a]) => t is withdraw && t.sender == a`.',
      ],
      rule: [
        'rule credits_only_1(address a) {',
        '    any at t;',
        '    assert credits[a] < old(credits[a]) => t is withdraw && t.sender == a;',
        '}',
      ],
    });
  });

  it('explains who may write as what is looked at', () => {
    expect(explain('only withdraw by a may itself decrease credits[a];')).toEqual({
      english: [
        'Every write to `credits[a]` is looked at, with the call whose code writes: its sender and its function are those of `t`, and `old` is its start.',
        'What calls that are made meanwhile write counts for them alone. Constructors may write.',
      ],
      rule: [
        'ghost bool raised;',
        'on change credits[a] from was to is is {',
        '    if (is < was && !(t is withdraw && t.sender == a)) { raised = true; }',
        '}',
        'invariant credits_only_1: !raised;',
      ],
    });
  });

  it('explains what can be done, and by whom', () => {
    expect(
      explain(
        'can exit(address a) when credits[a] > 0 even if others act within 2 by a: reaches credits[a] == 0;',
      ).english,
    ).toEqual([
      'For every `a`: from every reachable state with `credits[a] > 0`, `a` can choose at most 2 calls that succeed and lead to `credits[a] == 0`.',
      'Others may act before and in between, as often as they like.',
      'Refuted only by a reachable state from which it does not work.',
    ]);
  });

  it('explains every claim of a long specification', () => {
    const { value } = loadSpec({ path: 'x.surety', text: bankSpec }, fakeHost());
    for (const claim of value?.claims ?? []) {
      const { english, rule } = explainClaim(claim, value ?? { ...never() });
      expect(english).toMatch(/^[A-Z`].*\./);
      expect(rule).toContain('{\n');
    }
  });
});

function never(): never {
  throw new Error('no specification');
}
