// The assumption ledger: everything a verdict rests on, by a stable id.
import type { InvariantClaim, TypedSpec } from '@surety/spec-lang';
import { type AnyClaim, usedBy } from '../harness/failure-claim.js';
import { HASHED_SLOTS } from '../ir/assembly/storage.js';
import type { IrContract } from '../ir/ir.js';
import { usesBuiltin } from '../ir/uses.js';
import { isOfContents } from '../spec/array-sums.js';
import { visitClaim, visitSpecExpressions } from '../spec/visit-spec.js';
import { CLOCK } from '../symbolic/clock.js';
import type { World } from '../symbolic/world.js';
import type { AssumptionUse } from './report.js';

/** Whether keys are counted by what is read at them. */
function countsKeys(spec: TypedSpec): boolean {
  let found = false;
  visitSpecExpressions(spec, (e) => {
    if (e.kind === 'count' && e.below === undefined && isOfContents(e)) found = true;
  });
  return found;
}

/** Assumptions of a claim's verdict. */
export function assumptionsOf(spec: TypedSpec, world: World, claim: AnyClaim): readonly AssumptionUse[] {
  const chain = (id: string, text: string): AssumptionUse => ({
    id: `chain.${id}`,
    text,
    origin: 'chain',
    location: undefined,
    checkable: false,
  });
  const contracts = world.instances.map((i) => i.contract);
  const own = [...new Set(contracts.map((c) => c.name))].join(', ');
  const uses = (...names: string[]): boolean =>
    contracts.some((c) => names.some((name) => usesBuiltin(c, name)));
  return [
    chain('senders', `transactions are sent by users: not by the zero address and not by ${own}`),
    chain('ether', 'there are fewer than 2^128 wei in all'),
    chain('gas', 'running out of gas is not considered'),
    ...(world.tellsEoasApart
      ? [chain('accounts', 'plain accounts run no code of their own (none has delegated to code, EIP-7702)')]
      : []),
    chain('blocks', 'block numbers and timestamps are from 1 to 2^48 - 1, lengths of arrays below 2^64'),
    ...(world.ghosts?.contract.variables.some((v) => v.name === CLOCK.calls)
      ? [chain('calls', 'contracts are called fewer than 2^64 times')]
      : []),
    ...(countsKeys(spec)
      ? [chain('keys', 'fewer than 2^128 entries of a mapping that is counted were ever written')]
      : []),
    ...(claim.kind === 'reach' && claim.witness?.some((s) => s.kind === 'wait')
      ? [chain('time', 'what a claim waits for comes before block numbers and timestamps reach 2^49')]
      : []),
    ...(uses('keccak256', 'abi.encode', 'sha256')
      ? [chain('hash', 'hashes and ABI encodings of different values are different, and no hash is zero')]
      : []),
    ...(contracts.some((c) => c.variables.some((v) => v.id === HASHED_SLOTS))
      ? [
          chain(
            'slots',
            'a hash that assembly uses as a slot is the slot of no variable, and no such hash ends in the bytes of a hand-made seed',
          ),
        ]
      : []),
    ...(uses('ecrecover') ? [chain('ecrecover', 'ecrecover is some fixed function of its arguments')] : []),
    ...(contracts.length > 1
      ? [
          chain(
            'deployment',
            `${own} are all deployed before the first transaction, each after those that its constructor calls`,
          ),
        ]
      : []),
    ...(claim.kind === 'reach' ? [chain('funds', 'who moves has the ether that the moves send')] : []),
    ...(claim.kind === 'rule'
      ? [chain('rule-calls', 'in a rule, calls without `try` are taken to succeed')]
      : []),
    ...(asks(claim)
      ? [
          chain(
            'answers',
            'a contract outside that the claim asks answers at that moment, whatever it answers to the code',
          ),
        ]
      : []),
    ...spec.links
      .filter((link) => link.model === undefined)
      .map(
        (link): AssumptionUse => ({
          id: `spec.link.${link.contract}.${link.variable.name}`,
          text: `${link.contract}.${link.variable.name} is the address of ${link.target}${link.variable.slot === undefined ? '' : ' from when it is set'}`,
          origin: 'spec',
          location: link.location,
          checkable: true,
        }),
      ),
    ...spec.assumptions.flatMap((assumption, i): readonly AssumptionUse[] =>
      // A loop invariant is checked, not assumed.
      assumption.kind === 'loopInvariant'
        ? []
        : [
            {
              id: `spec.assume.${i + 1}`,
              text: assumption.text,
              origin: 'spec',
              location: assumption.location,
              checkable: CHECKABLE.has(assumption.kind),
            },
          ],
    ),
    ...spec.parameters.map(
      ({ contract, variable, low, high, location }): AssumptionUse => ({
        id: `spec.parameter.${contract}.${variable.name}`,
        text: `${variable.name} is any number in ${low} .. ${high}`,
        origin: 'spec',
        location,
        checkable: true,
      }),
    ),
    ...optOuts(spec, claim),
    ...contracts.flatMap(libraryMeanings),
  ];
}

/** Whether a claim speaks of what a contract outside would answer. */
function asks(claim: AnyClaim): boolean {
  let found = false;
  if (claim.kind !== 'failure')
    visitClaim(claim, (e) => {
      if (e.kind === 'ask') found = true;
    });
  return found;
}

/** Assumptions whose breach a run on the chain could observe. */
const CHECKABLE: ReadonlySet<string> = new Set(['condition', 'returnRange', 'returnMoves', 'summary']);

/** What a claim and the invariants that it rests on leave out. */
function optOuts(spec: TypedSpec, claim: AnyClaim): readonly AssumptionUse[] {
  const found = new Map<string, AssumptionUse>();
  const visit = (one: AnyClaim): void => {
    for (const use of usedBy(one)) {
      const lemma = spec.claims.find((c) => c.kind === 'invariant' && c.name === use.name);
      if (lemma !== undefined) visit(lemma);
    }
    if (one.kind === 'invariant') for (const use of invariantOptOuts(one)) found.set(use.id, use);
  };
  visit(claim);
  return [...found.values()];
}

/** What an invariant leaves out at its writer's wish. */
function invariantOptOuts(claim: InvariantClaim): readonly AssumptionUse[] {
  return [
    ...(claim.moments === 'betweenTransactions'
      ? [
          {
            id: `spec.between.${claim.name}`,
            text: `${claim.name} is claimed between transactions only, not while other code runs inside one`,
            origin: 'spec' as const,
            location: claim.location,
            checkable: false,
          },
        ]
      : []),
    ...claim.preserved.map((p) => ({
      id: `spec.preserved.${claim.name}.${p.function.signature}`,
      text: `calls of ${p.function.signature} are taken to meet the conditions of \`preserved by\` in ${claim.name}`,
      origin: 'spec' as const,
      location: p.location,
      checkable: true,
    })),
  ];
}

/** Library functions that were given a built-in meaning instead of being executed. */
function libraryMeanings(contract: IrContract): readonly AssumptionUse[] {
  return (contract.meanings ?? []).map((meaning) => ({
    id: `model.${meaning.function}`,
    text: meaning.text,
    origin: 'model',
    location: undefined,
    checkable: true,
  }));
}
