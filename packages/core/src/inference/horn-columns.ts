// The scalars of a session that an invariant may speak of: state variables, lengths, totals, what the contracts hold, ghost
// variables and the clock, each as a term and in words of the specification.
import type { Term } from '@surety/solvers';
import { type EnvironmentVariable, GHOST, type SpecExpression, type SpecType } from '@surety/spec-lang';
import { scopeAt } from '../harness/claim-run.js';
import type { Session } from '../session/session.js';
import { evaluateSpec } from '../spec/evaluate-spec.js';
import { CLOCK } from '../symbolic/clock.js';
import type { State } from '../symbolic/state.js';
import { isTracked, sumOf } from './lemma-candidates.js';

/** A scalar of a state. */
export interface Column {
  readonly read: (state: State) => Term;
  readonly expression: SpecExpression;
  readonly text: string;
}

const INT: SpecType = { kind: 'int' };
const ADDRESS: SpecType = { kind: 'address' };
const UINT64: SpecType = { kind: 'integer', signed: false, bits: 64 };
/** Columns cost the solver much; what is left out is arbitrary. */
const MAXIMUM_COLUMNS = 24;

/** All columns, the contract's own variables first. */
export function hornColumns(session: Session): readonly Column[] {
  return session.spec.contracts
    .filter((binding) => session.contracts.has(binding.alias))
    .flatMap((binding, i) => columnsOf(session, binding, i === 0))
    .slice(0, MAXIMUM_COLUMNS);
}

function columnsOf(
  session: Session,
  binding: Session['spec']['contracts'][number],
  first: boolean,
): readonly Column[] {
  const { location, alias } = binding;
  const prefix = first ? '' : `${alias}.`;
  const column = (expression: SpecExpression, text: string): Column => ({
    read: (state) => {
      const { world } = session;
      const [self] = world.instances;
      if (self === undefined) throw new Error('a session without a contract');
      const inert = { run: (_frame: unknown, s: State): State => s };
      return evaluateSpec(scopeAt(world, self, state, new Map(), inert), expression).term;
    },
    expression,
    text,
  });
  const stateOf = (contract: string, variable: EnvironmentVariable): SpecExpression => ({
    kind: 'state',
    contract,
    variable,
    type: variable.type,
    location,
  });
  const scalars = (
    contract: string,
    prefixed: string,
    variables: readonly EnvironmentVariable[],
  ): readonly Column[] =>
    variables
      .filter((v) => ['bool', 'integer', 'int', 'enum', 'address', 'contract'].includes(v.type.kind))
      .map((v) => column(stateOf(contract, v), `${prefixed}${v.name}`));
  const variables = binding.environment.variables.filter((v) => v.mutability !== 'constant');
  const lengths = variables
    .filter((v) => v.type.kind === 'array')
    .map((v) =>
      column({ kind: 'length', base: stateOf(alias, v), type: INT, location }, `${prefix}${v.name}.length`),
    );
  const totals = variables
    .filter((v) => v.type.kind === 'mapping' && v.type.value.kind === 'integer')
    .map((v) => ({ v, sum: sumOf(stateOf(alias, v), location) }))
    .filter(({ sum }) => isTracked(session, sum))
    .map(({ v, sum }) => column(sum, `sum(${prefix}${v.name})`));
  const address: SpecExpression = { kind: 'instance', contract: alias, type: ADDRESS, location };
  const held = column(
    { kind: 'balance', address, type: INT, location },
    `balance(${first ? 'this' : alias})`,
  );
  const clocks = [
    { name: CLOCK.number, text: 'block.number' },
    { name: CLOCK.timestamp, text: 'now' },
  ]
    .filter(({ name }) => session.world.ghosts?.contract.variables.some((v) => v.name === name) === true)
    .map(({ name, text }) =>
      column(
        stateOf(GHOST, { name, type: UINT64, declaredIn: GHOST, mutability: 'mutable', location }),
        text,
      ),
    );
  return [
    ...scalars(alias, prefix, variables),
    ...(first
      ? scalars(
          GHOST,
          '',
          session.spec.ghosts.map((g) => g.variable),
        )
      : []),
    ...lengths,
    ...totals,
    held,
    ...(first ? clocks : []),
  ];
}
