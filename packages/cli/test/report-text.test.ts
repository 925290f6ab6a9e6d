// The look of a report: one of each verdict, with colors off, compared as a whole.
import { describe, expect, it } from '@jest/globals';
import { type ReportStyle, reportText } from '@surety/cli';
import type { AssumptionUse, ClaimReport, Report, TraceStep, Verdict } from '@surety/core';
import picocolors from 'picocolors';

const ALICE = '0x1000000000000000000000000000000000000001';
const THIEF = '0xabcdef0000000000000000000000000000000002';
const DEPLOYER = '0x00000000000000000000000000000000000000d1';
const BANK = '0x00000000000000000000000000000000000ba4c1';
const ETHER = '1000000000000000000';
const location = { path: 'bank.surety', start: 0, end: 1 };

const style: ReportStyle = {
  paint: picocolors.createColors(false),
  width: 100,
  verbose: false,
  evidence: true,
  place: (at) => `${at.path}:3`,
  diagnostic: (one) => `${one.severity} ${one.code}: ${one.message}`,
};

const noZero: AssumptionUse = {
  id: 'chain.zero',
  text: 'a transaction never comes from the zero address',
  origin: 'chain',
  location: undefined,
  checkable: false,
};
const eoa: AssumptionUse = { id: 'spec:3', text: 'keeper is EOA', origin: 'spec', location, checkable: true };

const claim = (name: string, verdict: Verdict, more: Partial<ClaimReport> = {}): ClaimReport => ({
  name,
  contract: 'Bank',
  kind: 'invariant',
  text: 'balance(this) >= sum(credits)',
  doc: undefined,
  location,
  verdict,
  milliseconds: 312,
  obligations: [],
  assumptions: [noZero],
  lemmas: [],
  inferred: [],
  ...more,
});

const report = (claims: readonly ClaimReport[], more: Partial<Report> = {}): Report => ({
  schema: 'surety-report/1',
  tool: { name: 'surety', version: '0.1.0', solver: 'z3-wasm' },
  spec: 'specs/bank.surety',
  inputHash: '',
  claims,
  diagnostics: [],
  milliseconds: 1000,
  ...more,
});

const step = (sender: string, fn: string, more: Partial<TraceStep> = {}): TraceStep => ({
  kind: 'transaction',
  contract: 'Bank',
  function: fn,
  sender,
  value: '0',
  arguments: [],
  block: { number: '1', timestamp: '1700000000' },
  outcome: { kind: 'success', returns: [] },
  callbacks: [],
  changes: [],
  ...more,
});

describe('a report as text', () => {
  it('is a row per claim and the assumptions once', () => {
    const text = reportText(
      report([
        claim('capped', { kind: 'proved' }, { text: 'credits[a] <= sum(credits)' }),
        claim(
          'solvent',
          { kind: 'proved' },
          { milliseconds: 61_300, lemmas: ['capped'], assumptions: [noZero, eoa] },
        ),
      ]),
      style,
    );
    expect(text).toBe(`specs/bank.surety  Bank

  proved         capped          312 ms
                 credits[a] <= sum(credits)
  proved         solvent         61.3 s  [1]
                 balance(this) >= sum(credits)
                 using capped

  assumptions (a number marks the claims that rest on it)
    -   a transaction never comes from the zero address (chain)
    [1] keeper is EOA (spec, bank.surety:3)
`);
  });

  it('tells a violation as a story', () => {
    const steps = [
      step(DEPLOYER, 'constructor', {
        kind: 'deploy',
        address: BANK,
        arguments: [{ name: 'cap', type: 'uint256', value: (2n ** 256n - 1n).toString() }],
      }),
      step(ALICE, 'deposit()', {
        value: ETHER,
        changes: [
          { name: `credits[${ALICE}]`, before: '0', after: ETHER },
          { name: 'balance(this)', before: '0', after: ETHER },
        ],
      }),
      step(THIEF, 'withdraw(uint256)', {
        arguments: [{ name: 'amount', type: 'uint256', value: '12345678' }],
        block: { number: '2', timestamp: '1700086400' },
        callbacks: [
          `${THIEF} accepts ${ETHER} wei`,
          `${THIEF} re-enters withdraw(12345678)`,
          `${THIEF} pays ${BANK}`,
        ],
        changes: [{ name: 'balance(this)', before: ETHER, after: '0' }],
      }),
      step(THIEF, 'transferFrom(address,address,uint256)', {
        arguments: [
          { name: 'from', type: 'address', value: ALICE },
          { name: 'to', type: 'address', value: '0x0000000000000000000000000000000000000000' },
          { name: 'aNameThatIsRatherLong', type: 'uint256', value: '25000000000000000000' },
        ],
        outcome: { kind: 'revert', reason: 'not allowed' },
      }),
      step(DEPLOYER, '', { kind: 'forcedEther', value: '1' }),
    ];
    const trace = { replayed: true, steps, conclusion: `balance(this) = 1, sum(credits) = ${ETHER}` };
    expect(
      reportText(report([claim('solvent', { kind: 'violated', trace }, { assumptions: [] })]), style),
    ).toBe(
      `specs/bank.surety  Bank

  violated       solvent         312 ms
                 balance(this) >= sum(credits)

    1. deploy Bank(cap: 2^256 - 1)  by deployer
    2. Bank.deposit()  by alice, with 1 ether
         credits[alice]  0 -> 1e18
         balance(this)   0 -> 1 ether
    3. Bank.withdraw(amount: 12_345_678)  by attacker, 86_400 seconds later
         - attacker accepts 1 ether
         - attacker re-enters withdraw(12345678)
         - attacker pays Bank
         balance(this)  1 ether -> 0
    4. Bank.transferFrom(...)  by attacker
         from                   alice
         to                     address(0)
         aNameThatIsRatherLong  25e18
         reverts: not allowed
    5. ether is forced into Bank  1 wei

    balance(this) = 1, sum(credits) = 1e18

    deployer  ${DEPLOYER}
    alice     ${ALICE}
    attacker  ${THIEF}
    Bank      ${BANK}

    Replayed on an EVM running the compiled bytecode.
`,
    );
  });

  it('gives reasons and advice for everything in between', () => {
    const unknown: Verdict = {
      kind: 'unknown',
      reason: 'the solver gave up',
      advice: 'split the claim',
      location,
    };
    const bounded: Verdict = { kind: 'provedUpTo', bound: '4 iterations', advice: 'write a loop invariant' };
    const vacuous: Verdict = {
      kind: 'vacuous',
      reason: 'the assumptions contradict each other',
      locations: [location],
    };
    const stuck: Verdict = {
      kind: 'notInductive',
      entry: 'withdraw(uint256)',
      trace: {
        replayed: false,
        steps: [step(ALICE, 'withdraw(uint256)')],
        conclusion: 'solvent is false afterwards',
      },
      searched: 'no run of up to 3 transactions from deployment breaks it',
      advice: 'exclude the state',
    };
    const more = { text: 'rule r() {\n  assert x;\n}', assumptions: [] };
    const claims = [
      claim('a', unknown, more),
      claim('b', bounded, more),
      claim('c', vacuous, more),
      claim('d', stuck, more),
    ];
    expect(reportText(report(claims), style)).toBe(`specs/bank.surety  Bank

  unknown                    a               312 ms
                             rule r() { ...

    the solver gave up (bank.surety:3)
    try: split the claim

  proved up to 4 iterations  b               312 ms
                             rule r() { ...
    try: write a loop invariant

  vacuous                    c               312 ms
                             rule r() { ...

    the assumptions contradict each other
    at bank.surety:3

  not inductive              d               312 ms
                             rule r() { ...

    withdraw(uint256) breaks the claim from a state that was not shown reachable:

    1. Bank.withdraw()  by alice

    solvent is false afterwards

    alice  ${ALICE}

    no run of up to 3 transactions from deployment breaks it
    try: exclude the state
`);
  });

  it('shows what was found and proved on the way', () => {
    const inferred = ['a <= b', 'c > 0', 'd > 0', 'e > 0', 'f > 0', 'g > 0'];
    const one = report([claim('solvent', { kind: 'proved' }, { inferred })], {});
    const short = reportText(one, style);
    expect(short).toContain('                 found: a <= b\n                 found: c > 0\n');
    expect(short).toContain('                 and 1 more; --verbose shows all\n');
    expect(reportText(one, { ...style, verbose: true })).toContain('found: g > 0\n');
    expect(reportText(one, { ...style, evidence: false })).not.toContain('found:');
  });

  it('shows obligations and all warnings only when asked', () => {
    const obligation = {
      id: 'x',
      description: 'kept by withdraw(uint256)',
      entry: 'withdraw(uint256)',
      status: 'proved',
      detail: undefined,
      solver: 'z3-wasm',
      milliseconds: 12,
    } as const;
    const diagnostics = ['a', 'b', 'c', 'd', 'e'].map((message) => ({
      code: 'SOL901',
      severity: 'warning' as const,
      message,
      location: undefined,
    }));
    const one = report([claim('solvent', { kind: 'proved' }, { obligations: [obligation] })], {
      diagnostics,
    });
    const short = reportText(one, style);
    expect(short).not.toContain('kept by');
    expect(short).toContain('warning SOL901: c\n\n  and 2 more warnings; --verbose shows all\n');
    const long = reportText(one, { ...style, verbose: true });
    expect(long).toContain('                 proved    kept by withdraw(uint256)     12 ms\n');
    expect(long).toContain('warning SOL901: e');
    expect(reportText(one, { ...style, evidence: false })).toBe(`specs/bank.surety  Bank

  proved         solvent         312 ms
                 balance(this) >= sum(credits)
`);
  });
});
