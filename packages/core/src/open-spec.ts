// Everything before proving: a specification with the contracts it names, loaded, checked and lowered.
import { TermBank } from '@surety/solvers';
import { type Claim, type Diagnostic, type FreeParameter, loadSpec, type TypedSpec } from '@surety/spec-lang';
import type { TypedProgram } from './frontend/typed-program.js';
import { worldOfSpec } from './harness/world-of-spec.js';
import { type EntryFacts, entryFacts } from './ir/contract-facts.js';
import type { IrContract } from './ir/ir.js';
import { assumptionsOf } from './result/assumptions.js';
import type { AssumptionUse } from './result/report.js';
import type { VerifyInput } from './run/options.js';
import { openSources, type Sources } from './run/sources.js';
import { misnamedSlots, withNamedSlots } from './spec/named-slots.js';

/** A specification ready to be proved, or what is wrong with it. */
export interface LoadedSpec {
  /** Undefined when there are errors. */
  readonly spec: TypedSpec | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** By alias: lowered contracts, and the programs they are from. */
  readonly contracts: ReadonlyMap<string, IrContract>;
  readonly programs: ReadonlyMap<string, TypedProgram>;
  readonly sources: Sources;
  /** Every file read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Loads a specification and all that it names. */
export function loadForProof(input: VerifyInput): LoadedSpec {
  const sources = openSources(input);
  const loaded = loadSpec(input.spec, sources.host);
  const diagnostics = [...loaded.diagnostics, ...sources.diagnostics()];
  const contracts = new Map<string, IrContract>();
  const programs = new Map<string, TypedProgram>();
  const failed = (): boolean => diagnostics.some((each) => each.severity === 'error');
  for (const { alias, environment } of failed() ? [] : (loaded.value?.contracts ?? [])) {
    if (environment.abstract || environment.contractKind !== 'contract') continue;
    const lowered = sources.lower(environment, freeConstants(loaded.value, alias));
    const contract = withNamedSlots(loaded.value, alias, lowered.contract);
    contracts.set(alias, contract);
    diagnostics.push(...misnamedSlots(loaded.value, alias, contract));
    programs.set(alias, lowered.program);
    diagnostics.push(...lowered.diagnostics);
  }
  const texts = new Map([
    [input.spec.path, input.spec.text] as const,
    ...sources.specs,
    ...[...sources.files.values()].map((file) => [file.path, file.text] as const),
  ]);
  return { spec: failed() ? undefined : loaded.value, diagnostics, contracts, programs, sources, texts };
}

/** The constants of a contract that the specification makes parameters. */
function freeConstants(spec: TypedSpec | undefined, alias: string): readonly FreeParameter['variable'][] {
  return (spec?.parameters ?? [])
    .filter((p) => p.contract === alias && p.variable.mutability === 'constant')
    .map((p) => p.variable);
}

/** A specification as tools look at it that prove nothing. */
export interface OpenedSpec {
  /** Undefined when there are errors. */
  readonly spec: TypedSpec | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What the entry points of each contract do, by its alias. */
  readonly entries: ReadonlyMap<string, readonly EntryFacts[]>;
  /** What a verdict of the claim would rest on, as far as that is known before proving. */
  readonly assumptions: (claim: Claim) => readonly AssumptionUse[];
  /** Every file read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Opens a specification without proving anything of it. */
export function openSpec(input: VerifyInput): OpenedSpec {
  const { spec, diagnostics, contracts, texts } = loadForProof(input);
  const entries = new Map([...contracts].map(([alias, contract]) => [alias, entryFacts(contract)] as const));
  const assumptions: OpenedSpec['assumptions'] = (claim) =>
    spec === undefined
      ? []
      : assumptionsOf(spec, worldOfSpec(new TermBank(), spec, contracts, 'arbitrary'), claim);
  return { spec, diagnostics, entries, assumptions, texts };
}
