// Raw writes: inline assembly and delegated code can leave bytes in a slot that are no value of the variable there (a bool
// that is 2). A claim that starts from any state means states of the model, so such writes must be shown impossible.
import type { Term } from '@surety/solvers';
import { construct } from '../harness/construct.js';
import { functionsBelow } from '../harness/failure-claim.js';
import { arbitraryAmount, arbitraryContext, arbitrarySender } from '../harness/transaction.js';
import { havocCode } from '../harness/unknown-code.js';
import type { FunctionId, IrContract, IrType } from '../ir/ir.js';
import { visitStatements } from '../ir/visit.js';
import type { Obligation } from '../obligation/obligation.js';
import type { Incompleteness, Instance } from '../symbolic/world.js';
import { entryRun, type Session } from './session.js';

/** Codes of what may write storage behind the model's back: inline assembly (a refused part, a value that does not fit), delegatecall. */
const RAW: ReadonlySet<string> = new Set(['MODEL110', 'MODEL112', 'MODEL132']);

/** One obligation for each entry point and constructor that can reach a raw write outside the model. */
export function rawWrites(session: Session, claim: string): readonly Obligation[] {
  const obligations: Obligation[] = [];
  for (const instance of session.world.instances) {
    const { contract } = instance;
    if (!hasNarrowValues(session, instance)) continue;
    const note = (entry: string, incomplete: readonly Incompleteness[], facts: readonly Term[]): void => {
      const gaps = incomplete.filter((gap) => RAW.has(gap.code));
      if (gaps.length === 0) return;
      obligations.push({
        id: `${claim}/${entry}/raw-writes`,
        description: `${entry} writes only values that the variables can have`,
        entry,
        hypotheses: [],
        facts,
        bad: session.bank.false_,
        incomplete: gaps,
        reached: undefined,
        choices: [],
      });
    };
    if (maybeRaw(contract, contract.construct)) {
      const facts: Term[] = [];
      const run = construct(session.world, {
        state: session.beforeAny,
        instance,
        sender: arbitrarySender(session.world, facts),
        value: contract.constructorPayable ? arbitraryAmount(session.world, 'value') : session.bank.int(0n),
        context: arbitraryContext(session.world, facts),
        unknownCode: havocCode(session.reach, [], instance),
      });
      note(`${instance.alias}.constructor`, run.effects.incomplete, [...session.factsBefore, ...facts]);
    }
    for (const entry of contract.entries) {
      if (entry.mutability === 'view' || entry.mutability === 'pure') continue;
      if (!maybeRaw(contract, entry.function)) continue;
      const { run, facts } = entryRun(session, instance, entry);
      note(`${instance.alias}.${entry.signature}`, run.effects.incomplete, [...session.facts, ...facts]);
    }
  }
  return obligations;
}

/** Whether a variable has a type with fewer values than its bytes: integers and addresses are cut to size when read. */
function hasNarrowValues(session: Session, instance: Instance): boolean {
  const narrow = (kind: IrType['kind']): boolean =>
    kind === 'bool' || kind === 'enum' || kind === 'functionValue' || kind === 'bytes';
  // Words at fixed slots are read as they are: any type but a whole word is narrow there.
  const fixed = instance.contract.variables.some(
    ({ slot, type }) => slot !== undefined && (type.kind !== 'int' || type.bits < 256),
  );
  if (fixed) return true;
  return [...session.world.leaves].some(
    ([key, leaf]) => key.startsWith(`${instance.alias}/`) && narrow(leaf.type.kind),
  );
}

function maybeRaw(contract: IrContract, root: FunctionId): boolean {
  let found = false;
  for (const id of functionsBelow(contract, root)) {
    visitStatements(contract.functions.get(id)?.body ?? [], (statement) => {
      if (statement.kind === 'unsupported' && RAW.has(statement.code)) found = true;
      if (statement.kind === 'external' && statement.callKind === 'delegatecall') found = true;
    });
  }
  return found;
}
