// Candidate lemmas about what views answer: what was paid out is no more than what a schedule says is due by now, and what a
// contract says that it owes is there. None is trusted (infer-lemmas.ts).
import type {
  ContractBinding,
  EnvironmentFunction,
  InvariantClaim,
  SpecExpression,
  SpecType,
  SpecVariable,
} from '@surety/spec-lang';
import { usesBuiltin } from '../ir/uses.js';
import type { Session } from '../session/session.js';
import { type Atom, claimOf } from './lemma-claim.js';

/** Views of a contract, and candidates about them: each is run in every question. */
const MOST_VIEWS = 6;
const MOST_CANDIDATES = 30;

/** `n <= view()`, `m[k] <= view(k)` and `view() <= balance(this)`; where a view takes a number, it is asked for `now`. */
export function viewCandidates(session: Session): readonly InvariantClaim[] {
  return session.spec.contracts.flatMap((binding) =>
    viewsOf(session, binding)
      .flatMap((view) => candidatesAbout(binding, view))
      .slice(0, MOST_CANDIDATES)
      .map((atom, i) => claimOf(`view${i + 1}`, atom, binding.alias, binding.location)),
  );
}

/** Those that answer with one number, what is no more than a variable left out. */
function viewsOf(session: Session, { alias, environment }: ContractBinding): readonly EnvironmentFunction[] {
  const code = session.contracts.get(alias);
  if (code === undefined) return [];
  const timed = usesBuiltin(code, 'block.timestamp');
  const variables = new Set(environment.variables.map((v) => v.name));
  return environment.functions
    .filter(({ name, parameters, returns, mutability, visibility }) => {
      const [result, ...others] = returns;
      const isView = mutability === 'view' && (visibility === 'public' || visibility === 'external');
      const asks = parameters.map((p) => p.type.kind);
      const numbers = asks.filter((kind) => kind === 'integer').length;
      const keys = asks.filter((kind) => kind === 'address').length;
      return (
        isView &&
        !variables.has(name) &&
        result !== undefined &&
        isNumber(result.type) &&
        others.length === 0 &&
        keys <= 1 &&
        numbers <= (timed ? 1 : 0) &&
        keys + numbers === asks.length
      );
    })
    .slice(0, MOST_VIEWS);
}

function candidatesAbout(
  { alias, environment, location }: ContractBinding,
  view: EnvironmentFunction,
): readonly Atom[] {
  const parameter: SpecVariable = { name: 'k', type: { kind: 'address' }, location };
  const key: SpecExpression = { kind: 'variable', variable: parameter, type: { kind: 'address' }, location };
  const now: SpecExpression = { kind: 'environment', name: 'block.timestamp', type: INT, location };
  const byKey = view.parameters.some((p) => p.type.kind === 'address');
  const answer: SpecExpression = {
    kind: 'call',
    contract: alias,
    function: view,
    arguments: view.parameters.map((p) => (p.type.kind === 'address' ? key : now)),
    type: view.returns[0]?.type ?? INT,
    location,
  };
  const shown = view.parameters.map((p) => (p.type.kind === 'address' ? 'k' : 'now')).join(', ');
  const answerText = `${view.name}(${shown})`;
  const atMost = (left: SpecExpression, right: SpecExpression, text: string): Atom => ({
    condition: { kind: 'binary', operator: '<=', left, right, type: { kind: 'bool' }, location },
    text,
    ...(byKey ? { parameters: [parameter] } : {}),
  });
  const counted = environment.variables
    .filter((v) => v.mutability === 'mutable')
    .flatMap((variable): readonly Atom[] => {
      const { type } = variable;
      const own: SpecExpression = { kind: 'state', contract: alias, variable, type, location };
      if (!byKey) return isNumber(type) ? [atMost(own, answer, `${variable.name} <= ${answerText}`)] : [];
      if (type.kind !== 'mapping' || type.key.kind !== 'address' || !isNumber(type.value)) return [];
      const entry: SpecExpression = { kind: 'index', base: own, index: key, type: type.value, location };
      return [atMost(entry, answer, `${variable.name}[k] <= ${answerText}`)];
    });
  const self: SpecExpression = { kind: 'instance', contract: alias, type: { kind: 'address' }, location };
  const balance: SpecExpression = { kind: 'balance', address: self, type: INT, location };
  return [...counted, atMost(answer, balance, `${answerText} <= balance(${alias})`)];
}

const INT: SpecType = { kind: 'int' };

function isNumber(type: SpecType): boolean {
  return type.kind === 'integer' && !type.signed;
}
