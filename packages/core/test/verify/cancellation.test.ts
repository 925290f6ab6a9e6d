// What one half of the work on a claim finds out ends the other half, and the report does not tell when it was found. Solvers
// here never answer some questions, so a test that ends shows that they were given up.

import { afterAll, describe, expect, it } from '@jest/globals';
import { createReplayer } from '@surety/cli';
import { type Report, verify } from '@surety/core';
import { type CheckResult, createZ3Wasm, type Script, type SolverBackend } from '@surety/solvers';

const real = createZ3Wasm({ workers: 2 });
const replayer = createReplayer();
afterAll(() => real.dispose());

/** Z3, but the questions for which `slow` holds get no answer on the first rung and hang on all others until `answer`. */
function solverWith(slow: (about: string) => boolean, answer: 'never' | 'later') {
  let cancelled = 0;
  const asked = new Map<string, number>();
  const solver: SolverBackend = {
    ...real,
    check: async (script, limits, signal): Promise<CheckResult> => {
      const about = ((script as Script).comments ?? []).join('; ');
      if (!slow(about)) return real.check(script, limits, signal);
      const count = (asked.get(about) ?? 0) + 1;
      asked.set(about, count);
      const by = { solver: real.name, milliseconds: 0 };
      if (count === 1 && about !== '') return { kind: 'unknown', reason: 'resource limit', ...by };
      if (answer === 'later') return real.check(script, limits, signal);
      if (signal?.aborted !== true)
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      cancelled++;
      return { kind: 'cancelled', ...by };
    },
  };
  return { solver, cancelled: () => cancelled };
}

async function prove(spec: string, solidity: string, solver: SolverBackend): Promise<Report> {
  const text = `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.20;\n${solidity}`;
  const result = await verify(
    {
      spec: { path: 'spec.surety', text: `contract C from "./C.sol";\n${spec}` },
      sources: { resolve: (path) => (path === './C.sol' ? { path: 'C.sol', text } : undefined) },
      readSpec: () => undefined,
    },
    { solver, replayer, timeout: 20_000 },
  );
  if (result.kind === 'rejected') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.report;
}

const COUNTER = `contract C {
  uint256 public x;
  function good() external { if (x < 7) x += 1; }
  function slow(uint256 a) external { if (a < 5) x = a; }
  function bad(uint256 a) external { x = a; }
}`;
const SMALL = 'invariant small: x <= 10;';
const rows = (report: Report): readonly string[] =>
  report.claims[0]?.obligations.map((o) => `${o.entry} ${o.status}`) ?? [];

describe('obligations of a refuted claim', () => {
  it('are cancelled when they take long, and the report is that of a solver that answers', async () => {
    const isSlow = (about: string): boolean => about.includes('kept by C.slow(');
    const hanging = solverWith(isSlow, 'never');
    const report = await prove(SMALL, COUNTER, hanging.solver);
    expect(report.claims[0]?.verdict.kind).toBe('violated');
    expect(hanging.cancelled()).toBe(1);
    expect(rows(report)).toContain('C.slow(uint256) skipped');
    expect(rows(report)).toContain('C.good() proved');
    expect(rows(report)).toContain('C.bad(uint256) failed');
    const answering = await prove(SMALL, COUNTER, solverWith(isSlow, 'later').solver);
    expect(rows(answering)).toEqual(rows(report));
    expect(answering.claims[0]?.verdict).toEqual(report.claims[0]?.verdict);
  });

  it('are not cancelled where nothing is refuted', async () => {
    const isSlow = (about: string): boolean => about.includes('kept by C.slow(');
    const fixed = COUNTER.replace('{ x = a; }\n}', '{ if (a < 3) x = a; }\n}');
    const report = await prove(SMALL, fixed, solverWith(isSlow, 'later').solver);
    expect(report.claims[0]?.verdict.kind).toBe('proved');
    expect(rows(report)).toContain('C.slow(uint256) proved');
  });
});

describe('the search for a run', () => {
  it('ends when a lemma that nobody wrote proves the claim', async () => {
    const twins = `contract C {
      uint256 public x; uint256 public y; bool public apart;
      constructor(uint256 a, uint256 b) { require(a == b); x = a; y = b; }
      function step() external { x += 1; y += 1; }
      function look() external { if (x != y) apart = true; }
    }`;
    // Questions of a search say nothing about themselves.
    let began: () => void = () => undefined;
    const searching = new Promise<void>((resolve) => {
      began = resolve;
    });
    const isSearch = (about: string): boolean => {
      if (about === '') began();
      return about === '';
    };
    const hanging = solverWith(isSearch, 'never');
    // Lemmas are asked about once the search hangs, however fast the machine is.
    const patient: SolverBackend = {
      ...hanging.solver,
      check: async (script, limits, signal) => {
        if ((script as Script).comments?.includes('is there such a state?') === true) await searching;
        return hanging.solver.check(script, limits, signal);
      },
    };
    const report = await prove('invariant together: !apart;', twins, patient);
    expect(report.claims[0]?.verdict.kind).toBe('proved');
    expect(report.claims[0]?.inferred.length).toBeGreaterThan(0);
    expect(hanging.cancelled()).toBeGreaterThan(0);
    const broken = twins.replace('y += 1', 'y += 2');
    const found = await prove('invariant together: !apart;', broken, solverWith(() => false, 'later').solver);
    expect(found.claims[0]?.verdict.kind).toBe('violated');
  });

  it('ends with one worker too, where what is tried for it is what inference tries', async () => {
    const pool = `contract C {
      enum Phase { Open, Settled, Cancelled }
      address public immutable oracle; uint256 public immutable teams;
      uint256 public immutable closing; uint256 public immutable deadline;
      Phase public phase; uint256 public winner; uint256 public pot; uint256 public paid;
      mapping(uint256 => uint256) public totalOn;
      mapping(uint256 => mapping(address => uint256)) public bets;
      constructor(address _oracle, uint256 _teams, uint256 _closing, uint256 _deadline) {
        require(block.timestamp < _closing && _closing < _deadline);
        oracle = _oracle; teams = _teams; closing = _closing; deadline = _deadline;
      }
      function bet(uint256 team) external payable {
        bets[team][msg.sender] += msg.value; totalOn[team] += msg.value; pot += msg.value;
      }
      function settle(uint256 _winner) external {
        winner = _winner; phase = totalOn[_winner] == 0 ? Phase.Cancelled : Phase.Settled;
      }
      function claim() external returns (uint256 amount) {
        uint256 stake = bets[winner][msg.sender];
        bets[winner][msg.sender] = 0;
        amount = (stake * pot) / totalOn[winner];
        paid += amount;
        (bool ok, ) = msg.sender.call{value: amount}("");
      }
      function refund(uint256 team) external {
        uint256 stake = bets[team][msg.sender];
        bets[team][msg.sender] = 0;
        paid += stake;
        (bool ok, ) = msg.sender.call{value: stake}("");
      }
    }`;
    const alone = createZ3Wasm({ workers: 1 });
    const report = await prove('invariant covered: paid <= pot;', pool, alone);
    await alone.dispose();
    expect(report.claims[0]?.verdict.kind).toBe('violated');
  });
});
