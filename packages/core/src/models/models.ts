// Models of contracts outside: their Solidity texts, and what is true of each, proved by itself before it is assumed.
import type { SolverBackend } from '@surety/solvers';
import {
  type ContractBinding,
  type EnvironmentVariable,
  type InvariantClaim,
  modelPath,
  type SourceFile,
  type SpecExpression,
  type SpecVariable,
  type TypedSpec,
} from '@surety/spec-lang';
import type { IrContract } from '../ir/ir.js';
import { checkObligation, DEFAULT_LIMITS, prepareObligation } from '../session/check-obligation.js';
import { obligationsOf } from '../session/obligations.js';
import { openSession, type Session } from '../session/session.js';
import { SpecLimit } from '../spec/scope.js';
import { ERC20_MODEL } from './erc20.js';
import { ERC721_MODEL } from './erc721.js';
import { WETH_MODEL } from './weth.js';

const TEXTS: ReadonlyMap<string, string> = new Map([
  [modelPath('ERC20'), ERC20_MODEL],
  [modelPath('ERC721'), ERC721_MODEL],
  [modelPath('WETH'), WETH_MODEL],
]);

/** The source of a model by the path that the language gives it; undefined for any other path. */
export function modelAt(path: string): SourceFile | undefined {
  const text = TEXTS.get(path);
  return text === undefined ? undefined : { path, text };
}

/**
 * Invariants of the models in scope, each proved in a world with nothing else, where whoever is called may do anything:
 * only its own code writes its storage. What the solver does not prove is not assumed.
 */
export async function provedOfModels(
  spec: TypedSpec,
  contracts: ReadonlyMap<string, IrContract>,
  solver: SolverBackend,
  signal: AbortSignal | undefined,
): Promise<readonly InvariantClaim[]> {
  const proved = new Map<string, boolean>();
  const lemmas: InvariantClaim[] = [];
  for (const link of spec.links) {
    const binding = spec.contracts.find((b) => b.alias === link.target);
    const contract = contracts.get(link.target);
    if (link.model === undefined || binding === undefined || contract === undefined) continue;
    const claim = supplyOf(binding);
    if (claim === undefined) continue;
    const known =
      proved.get(link.model) ?? (await holdsAlone(spec, binding, contract, claim, solver, signal));
    proved.set(link.model, known);
    if (known) lemmas.push(claim);
  }
  return lemmas;
}

/** `sum(balanceOf) == totalSupply`; of wrapped ether, whose supply is its ether, `sum(balanceOf) <= balance`. */
function supplyOf({ alias, environment, location }: ContractBinding): InvariantClaim | undefined {
  const variable = (name: string): EnvironmentVariable | undefined =>
    environment.variables.find((v) => v.name === name);
  const balances = variable('balanceOf');
  const supply = variable('totalSupply');
  if (balances?.type.kind !== 'mapping') return undefined;
  const holder: SpecVariable = { name: 'holder', type: { kind: 'address' }, location };
  const read = (v: EnvironmentVariable): SpecExpression => ({
    kind: 'state',
    contract: alias,
    variable: v,
    type: v.type,
    location,
  });
  const entry: SpecExpression = {
    kind: 'index',
    base: read(balances),
    index: { kind: 'variable', variable: holder, type: { kind: 'address' }, location },
    type: balances.type.value,
    location,
  };
  const ether: SpecExpression = {
    kind: 'balance',
    address: { kind: 'instance', contract: alias, type: { kind: 'address' }, location },
    type: balances.type.value,
    location,
  };
  const condition: SpecExpression = {
    kind: 'binary',
    operator: supply === undefined ? '<=' : '==',
    left: { kind: 'sum', variables: [holder], body: entry, type: { kind: 'int' }, location },
    right: supply === undefined ? ether : read(supply),
    type: { kind: 'bool' },
    location,
  };
  return {
    kind: 'invariant',
    name: `${alias}.supply`,
    contract: alias,
    doc: undefined,
    text:
      supply === undefined
        ? `sum(${alias}.balanceOf) <= ${alias}.balance`
        : `sum(${alias}.balanceOf) == ${alias}.totalSupply`,
    location,
    parameters: [],
    condition,
    using: [],
    except: [],
    moments: 'always',
    preserved: [],
  };
}

/** For each contract that a model answers: that it allows nobody to spend its tokens, where that is proved. */
export async function provedOfHolders(
  session: Session,
  solver: SolverBackend,
  signal: AbortSignal | undefined,
): Promise<readonly InvariantClaim[]> {
  const lemmas: InvariantClaim[] = [];
  for (const link of session.spec.links) {
    const binding = session.spec.contracts.find((b) => b.alias === link.target);
    if (link.model === undefined || binding === undefined || !session.contracts.has(link.target)) continue;
    const claim = nothingAllowed(link.contract, binding);
    if (claim === undefined) continue;
    try {
      if (await isProved(session, claim, solver, signal)) lemmas.push(claim);
    } catch (error) {
      // What the claims need and the model lacks is said with them.
      if (!(error instanceof SpecLimit)) throw error;
    }
  }
  return lemmas;
}

/** `forall (address spender) token.allowance[this][spender] == 0`. */
function nothingAllowed(
  holder: string,
  { alias, environment, location }: ContractBinding,
): InvariantClaim | undefined {
  const variable = environment.variables.find((v) => v.name === 'allowance');
  const [amounts] = variable?.type.kind === 'mapping' ? [variable.type.value] : [];
  if (variable === undefined || amounts?.kind !== 'mapping') return undefined;
  const address = { type: { kind: 'address' }, location } as const;
  const spender: SpecVariable = { name: 'spender', ...address };
  const base: SpecExpression = { kind: 'state', contract: alias, variable, type: variable.type, location };
  const own: SpecExpression = {
    kind: 'index',
    base,
    index: { kind: 'instance', contract: holder, ...address },
    type: amounts,
    location,
  };
  const type = amounts.value;
  const allowed: SpecExpression = {
    kind: 'index',
    base: own,
    index: { kind: 'variable', variable: spender, ...address },
    type,
    location,
  };
  const right: SpecExpression = { kind: 'literal', value: 0n, type, location };
  return {
    kind: 'invariant',
    name: `${alias}.allowance of ${holder}`,
    contract: holder,
    doc: undefined,
    text: `${alias}.allowance[${holder}][spender] == 0`,
    location,
    parameters: [spender],
    condition: { kind: 'binary', operator: '==', left: allowed, right, type: { kind: 'bool' }, location },
    using: [],
    except: [],
    moments: 'always',
    preserved: [],
  };
}

async function holdsAlone(
  spec: TypedSpec,
  binding: ContractBinding,
  contract: IrContract,
  claim: InvariantClaim,
  solver: SolverBackend,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const alone: TypedSpec = {
    ...spec,
    contracts: [binding],
    links: [],
    assumptions: [],
    ghosts: [],
    hooks: [],
    parameters: [],
    regions: [],
    claims: [claim],
  };
  const session = openSession(alone, new Map([[binding.alias, contract]]));
  return isProved(session, claim, solver, signal);
}

async function isProved(
  session: Session,
  claim: InvariantClaim,
  solver: SolverBackend,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (const obligation of obligationsOf(session, claim)) {
    const prepared = prepareObligation(session.world, obligation);
    const { outcome } = await checkObligation(prepared, solver, DEFAULT_LIMITS, signal);
    if (outcome.kind !== 'proved' || outcome.bounded.length > 0) return false;
  }
  return true;
}
