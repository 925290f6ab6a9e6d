// A replayed run as a trace for people: senders, values, decoded arguments, what changed, and the conclusion.
import { type Model, type Term, tryEvaluate } from '@surety/solvers';
import type { SpecVariable } from '@surety/spec-lang';
import type { AnyClaim } from '../harness/failure-claim.js';
import type { IrType, StorageVariable } from '../ir/ir.js';
import type { ChosenStep, ConcreteRun } from '../search/concretize.js';
import type { Candidate } from '../search/search.js';
import { observerOf } from '../spec/observer.js';
import type { Instance, World } from '../symbolic/world.js';
import { decodeWords } from './decode-words.js';
import type { DecodedValue, ReplayResult, ReplayState, ReplayValue } from './replay.js';
import type { Trace, TraceStep } from './report.js';

type Ran = Extract<ReplayResult, { kind: 'ran' }>;

/** Builds the trace of a replayed candidate; `broken` is the state in which the claim is judged. */
export function traceOf(candidate: Candidate, claim: AnyClaim, run: ConcreteRun, replay: Ran): Trace {
  const steps: TraceStep[] = run.plan.deployments.map((deployment, i) => {
    const construction = candidate.deployments[i];
    return {
      kind: 'deploy',
      contract: construction?.instance.alias ?? deployment.contract.name,
      address: address(deployment.address),
      function: 'constructor',
      sender: address(deployment.from),
      value: String(deployment.value),
      arguments: (construction?.arguments ?? []).map((a, k) => ({
        name: a.local.name,
        type: typeName(a.local.type),
        value: showValue(deployment.arguments[k] as ReplayValue, a.local.type),
      })),
      block: { number: String(deployment.block.number), timestamp: String(deployment.block.timestamp) },
      outcome: { kind: 'success', returns: [] },
      callbacks: [],
      changes: [],
    };
  });
  let before = replay.afterDeployment;
  run.plan.steps.forEach((planned, position) => {
    const result = replay.steps[position];
    if (result === undefined) return;
    const backTo = planned.kind === 'transaction' ? planned.backTo : undefined;
    if (backTo !== undefined) before = replay.steps[backTo - 1]?.after ?? replay.afterDeployment;
    const shown = changes(run.order, before, result.after);
    before = result.after;
    if (planned.kind === 'forceEther') {
      steps.push(forcedStep(candidate, planned.to, planned.amount, shown));
      return;
    }
    const index = run.positions.indexOf(position);
    const chosen = run.steps[index];
    steps.push({
      kind: 'transaction',
      contract: chosen?.choice.run.instance.alias ?? '',
      function: planned.function,
      sender: address(planned.from),
      value: String(planned.value),
      arguments: (chosen?.arguments ?? []).map((a) => ({
        name: a.local.name,
        type: typeName(a.local.type),
        value: showValue(a.value, a.local.type),
      })),
      block: { number: String(planned.block.number), timestamp: String(planned.block.timestamp) },
      outcome: result.success
        ? { kind: 'success', returns: chosen === undefined ? [] : returned(chosen, result.returnData) }
        : { kind: 'revert', reason: result.revertReason ?? 'no reason given' },
      callbacks: [
        ...(backTo === undefined
          ? []
          : [`first the chain goes back to how it was after step ${run.plan.deployments.length + backTo}`]),
        ...(chosen?.callbacks ?? []),
      ],
      changes: shown,
    });
  });
  return {
    replayed: true,
    steps,
    conclusion: `${conclusion(candidate, claim)}${askedText(candidate.world, candidate.model)}`,
  };
}

/** The results of a call, one text each; nothing for results that are not single words. */
function returned(step: ChosenStep, returnData: string): readonly string[] {
  const { entry, instance } = step.choice.run;
  const types = (instance.contract.functions.get(entry.function)?.results ?? []).map((r) => r.type);
  const words = decodeWords(returnData, types);
  return words.length === types.length ? words.map((word, i) => showValue(word, types[i] as IrType)) : [];
}

function conclusion(candidate: Candidate, claim: AnyClaim): string {
  const parameters = [...candidate.values].map(([variable, term]) =>
    valueText(variable, term, candidate.model),
  );
  const where = parameters.length === 0 ? '' : ` for ${parameters.join(', ')}`;
  if (claim.kind === 'failure') return `${claim.failure}: ${claim.text}`;
  if (claim.kind === 'invariant') {
    if (candidate.atWrite === true)
      return `${claim.name} does not hold${where} in the middle of the last transaction`;
    return candidate.atCall
      ? `${claim.name} does not hold${where} while the last transaction calls unknown code`
      : `${claim.name} does not hold${where} after ${candidate.steps.length === 0 ? 'deployment' : 'the last transaction'}`;
  }
  if (claim.kind === 'reach' && claim.witness === undefined)
    return `${claim.name} does not hold${where}: from here no ${claim.within === 1 ? 'move leads' : `${claim.within} moves lead`} to the goal`;
  if (candidate.inside === true)
    return `${claim.name} does not hold${where} for a call that unknown code makes during the last transaction`;
  return `${claim.name} does not hold${where} for the last ${claim.kind === 'function' ? 'transaction' : 'transactions'}`;
}

function valueText({ name, type }: SpecVariable, term: Term, model: Model): string {
  const value = tryEvaluate(term, model);
  if (typeof value === 'boolean') return `${name} = ${value}`;
  if (typeof value !== 'bigint') return `some ${name}`;
  const isAddress = type.kind === 'address' || type.kind === 'contract';
  return `${name} = ${isAddress ? address(value) : type.kind === 'enum' ? type.members[Number(value)] : value}`;
}

/** When views were asked that are not part of a transaction, and by whom, as far as it matters. */
export function askedText(world: World, model: Model): string {
  const { sender, number, timestamp } = observerOf(world);
  const numberOf = (symbol: Term): bigint | undefined => {
    const value = symbol.kind === 'symbol' ? model.symbols.get(symbol.name) : undefined;
    return typeof value === 'bigint' ? value : undefined;
  };
  const [by, block, time] = [sender, number, timestamp].map(numberOf);
  const parts = [
    ...(by === undefined ? [] : [`by ${address(by)}`]),
    ...(block === undefined ? [] : [`in block ${block}`]),
    ...(time === undefined ? [] : [`at timestamp ${time}`]),
  ];
  return parts.length === 0 ? '' : `, asked ${parts.join(' ')}`;
}

function forcedStep(
  candidate: Candidate,
  to: bigint,
  amount: bigint,
  shown: TraceStep['changes'],
): TraceStep {
  return {
    kind: 'forcedEther',
    contract: candidate.world.instances[0]?.alias ?? address(to),
    function: 'ether forced in',
    sender: 'anyone',
    value: String(amount),
    arguments: [],
    block: { number: '', timestamp: '' },
    outcome: { kind: 'success', returns: [] },
    callbacks: [],
    changes: shown,
  };
}

// ------------------------------------------------------------------------------------------------ what changed

function changes(order: readonly Instance[], before: ReplayState, after: ReplayState): TraceStep['changes'] {
  const result: { name: string; before: string; after: string }[] = [];
  const several = order.length > 1;
  order.forEach((instance, i) => {
    const older = flatten(instance.contract.variables, before, i);
    const newer = flatten(instance.contract.variables, after, i);
    for (const name of new Set([...older.keys(), ...newer.keys()])) {
      // What was never written, or was cleared, is not in the storage.
      const [was, is] = [older.get(name), newer.get(name)];
      const [a, b] = [was?.text ?? is?.zero ?? '0', is?.text ?? was?.zero ?? '0'];
      if (a !== b) result.push({ name: several ? `${instance.alias}.${name}` : name, before: a, after: b });
    }
  });
  for (const account of new Set([...before.balances.keys(), ...after.balances.keys()])) {
    const [a, b] = [before.balances.get(account) ?? 0n, after.balances.get(account) ?? 0n];
    const instance = order.find((o) => o.address.kind === 'literal' && o.address.value === account);
    const name = instance === undefined ? address(account) : several ? instance.alias : 'this';
    if (a !== b) result.push({ name: `balance(${name})`, before: String(a), after: String(b) });
  }
  return result;
}

/** Every scalar of a contract's decoded storage by its name as written in Solidity, and what zero of its type looks like. */
function flatten(
  variables: readonly StorageVariable[],
  state: ReplayState,
  position: number,
): ReadonlyMap<string, { readonly text: string; readonly zero: string }> {
  const result = new Map<string, { text: string; zero: string }>();
  const set = (name: string, value: ReplayValue, zero: ReplayValue, type: IrType): void => {
    result.set(name, { text: showValue(value, type), zero: showValue(zero, type) });
  };
  const visit = (name: string, type: IrType, value: DecodedValue): void => {
    if (value.kind === 'value') set(name, value.value, typeof value.value === 'boolean' ? false : 0n, type);
    else if (value.kind === 'bytes') set(name, value.hex, '', type);
    else if (value.kind === 'struct' && type.kind === 'struct') {
      for (const field of type.fields) {
        const part = value.fields.get(field.name);
        if (part !== undefined) visit(`${name}.${field.name}`, field.type, part);
      }
    } else if (value.kind === 'mapping' && type.kind === 'mapping') {
      for (const entry of value.entries)
        visit(`${name}[${showValue(entry.key, type.key)}]`, type.value, entry.value);
    } else if (value.kind === 'array' && type.kind === 'array') {
      if (type.length === undefined) result.set(`${name}.length`, { text: String(value.length), zero: '0' });
      value.elements.forEach((element, i) => {
        visit(`${name}[${i}]`, type.element, element);
      });
    }
  };
  for (const variable of variables) {
    const decoded = state.contracts[position]?.variables.find(
      (v) => v.name === variable.name && v.declaredIn === variable.declaredIn,
    );
    if (decoded !== undefined) visit(variable.name, variable.type, decoded.value);
  }
  return result;
}

/** A value as Solidity would write it. */
export function showValue(value: ReplayValue, type: IrType): string {
  if (Array.isArray(value)) {
    if (type.kind === 'struct')
      return `(${value.map((v, i) => showValue(v as ReplayValue, (type.fields[i] ?? { type }).type)).join(', ')})`;
    return `[${value.map((v) => showValue(v as ReplayValue, type.kind === 'array' ? type.element : type)).join(', ')}]`;
  }
  if (typeof value === 'bigint') {
    if (type.kind === 'address') return address(value);
    if (type.kind === 'fixedBytes') return `0x${value.toString(16).padStart(2 * type.size, '0')}`;
    if (type.kind === 'enum') return type.members[Number(value)] ?? String(value);
    return String(value);
  }
  if (typeof value === 'string')
    return type.kind === 'bytes' && type.text
      ? JSON.stringify(Buffer.from(value, 'hex').toString('utf8'))
      : `0x${value}`;
  return String(value);
}

/** The name of a type as Solidity would write it. */
export function typeName(type: IrType): string {
  switch (type.kind) {
    case 'int':
      return `${type.signed ? 'int' : 'uint'}${type.bits}`;
    case 'fixedBytes':
      return `bytes${type.size}`;
    case 'bytes':
      return type.text ? 'string' : 'bytes';
    case 'enum':
    case 'struct':
      return type.name;
    case 'array':
      return `${typeName(type.element)}[${type.length ?? ''}]`;
    case 'mapping':
      return `mapping(${typeName(type.key)} => ${typeName(type.value)})`;
    default:
      return type.kind;
  }
}

function address(value: bigint): string {
  return `0x${value.toString(16).padStart(40, '0')}`;
}
