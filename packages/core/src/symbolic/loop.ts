// Loops: iterations whose condition is decided run exactly; undecided ones are unrolled up to the bound, and the
// condition under which more would follow is recorded, so that the verdict can say "up to". In a proof one arbitrary
// round stands for those beyond: what holds whatever rounds change needs no bound.
import type { Statement } from '../ir/ir.js';
import { evaluate } from './evaluate.js';
import { cutOff, type Flow, type Jump, restrict } from './flow.js';
import { joinStates } from './join.js';
import { laterRounds } from './later-rounds.js';
import { executeByInvariant } from './loop-invariant.js';
import type { State } from './state.js';
import type { Frame } from './world.js';

/** Decided iterations beyond this are cut off too: a constant bound of a million would not end. */
const MAXIMUM_DECIDED = 1024;
/** Decided iterations in which other code is called: what is known of its states grows manifold with each. */
const MAXIMUM_CALLING = 10;

/** Executes a loop statement; `executeAll` executes its parts. */
export function executeLoop(
  frame: Frame,
  loop: Extract<Statement, { kind: 'loop' }>,
  start: State,
  executeAll: (frame: Frame, statements: readonly Statement[], state: State) => Flow,
): Flow {
  const { bank } = frame.world;
  const invariants = frame.world.loops.get(`${frame.instance.alias}/${loop.id}`);
  if (invariants !== undefined) return executeByInvariant(frame, loop, invariants, start, executeAll);
  const exits: State[] = [];
  const outer: Jump[] = [];
  let current: State | undefined = start;
  /** At the test for the first time. */
  let first: State | undefined;
  let undecided = 0;
  let calling = 0;
  // Such a loop is left by its body only, which is what is not decided then.
  const endless = loop.condition.kind === 'constant' && loop.condition.value === true;
  for (let iteration = 0; current !== undefined; iteration++) {
    let entered: State | undefined = current;
    if (loop.checkFirst || iteration > 0) {
      first ??= current;
      const setup: Flow = executeAll(frame, loop.setup, current);
      outer.push(...setup.jumps);
      if (setup.normal === undefined) break;
      const condition = evaluate({ frame, state: setup.normal, span: loop.span }, loop.condition);
      const exit = restrict(frame, setup.normal, bank.not(condition));
      if (exit !== undefined) exits.push(exit);
      entered = restrict(frame, setup.normal, condition);
      if (entered === undefined) break;
      if (condition !== bank.true_ || endless) undecided++;
      const many = iteration >= MAXIMUM_DECIDED || calling >= MAXIMUM_CALLING;
      if (undecided > (frame.world.coarse ? 0 : frame.world.unroll) || many) {
        const what = `loop ${loop.id} beyond ${iteration} iterations`;
        const rest = frame.world.standIns ? laterRounds(frame, loop, first, entered, executeAll) : undefined;
        if (rest === undefined) cutOff(frame, entered, 'MODEL201', what, loop.span, 'bound');
        else {
          const { span } = loop;
          const condition = entered.path.all;
          const { beyond, rounds } = rest;
          frame.effects.incomplete.push({
            ...{ kind: 'bound', condition, code: 'MODEL201', what, span, beyond },
            ...(rounds === undefined ? {} : { rounds }),
          });
          exits.push(...rest.exits);
          outer.push(...rest.outer);
        }
        break;
      }
    }
    const calls = frame.effects.callOuts.length;
    const body: Flow = executeAll(frame, loop.body, entered);
    if (frame.effects.callOuts.length > calls) calling++;
    exits.push(...body.jumps.filter((j) => j.kind === 'break').map((j) => j.state));
    outer.push(...body.jumps.filter((j) => j.kind === 'return' || j.kind === 'stop'));
    const continued = body.jumps.filter((j) => j.kind === 'continue').map((j) => j.state);
    const joined = joinStates(
      bank,
      entered.path,
      body.normal === undefined ? continued : [...continued, body.normal],
    );
    if (joined === undefined) break;
    const update: Flow = executeAll(frame, loop.update, joined);
    outer.push(...update.jumps);
    current = update.normal;
  }
  return { normal: joinStates(bank, start.path, exits), jumps: outer };
}
