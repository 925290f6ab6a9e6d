// The assumption ledger: everything a verdict rests on, by a stable id.
import type { TypedSpec } from '@surety/spec-lang';
import type { AnyClaim } from '../harness/failure-claim.js';
import { HASHED_SLOTS } from '../ir/assembly/storage.js';
import type { IrContract } from '../ir/ir.js';
import { usesBuiltin } from '../ir/uses.js';
import type { World } from '../symbolic/world.js';
import type { AssumptionUse } from './report.js';

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
  const own = contracts.map((c) => c.name).join(', ');
  const uses = (...names: string[]): boolean =>
    contracts.some((c) => names.some((name) => usesBuiltin(c, name)));
  return [
    chain('senders', `transactions are sent by users: not by the zero address and not by ${own}`),
    chain('ether', 'there are at most 2^128 wei in all'),
    chain('gas', 'running out of gas is not considered'),
    chain('blocks', 'block numbers and timestamps are below 2^64, and so is the length of every array'),
    ...(uses('keccak256', 'abi.encode', 'sha256')
      ? [chain('hash', 'hashes and ABI encodings of different values are different')]
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
    ...(claim.kind === 'rule'
      ? [chain('rule-calls', 'in a rule, calls without `try` are taken to succeed')]
      : []),
    ...spec.links.map(
      (link): AssumptionUse => ({
        id: `spec.link.${link.contract}.${link.variable.name}`,
        text: `${link.contract}.${link.variable.name} is the address of ${link.target}`,
        origin: 'spec',
        location: link.location,
        checkable: true,
      }),
    ),
    ...spec.assumptions.map(
      (assumption, i): AssumptionUse => ({
        id: `spec.assume.${i + 1}`,
        text: assumption.text,
        origin: 'spec',
        location: assumption.location,
        checkable: assumption.kind === 'condition',
      }),
    ),
    ...contracts.flatMap(libraryMeanings),
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
