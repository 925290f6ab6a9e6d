// What can be done: `can … reaches …` with or without a written way, and `possible …`.
import type {
  Declaration,
  Expression,
  PossibleDeclaration,
  ReachDeclaration,
  Statement,
} from '../syntax/ast.js';
import { lemmaUses } from './check-claims.js';
import { checkCondition, warnUnused } from './check-expression.js';
import { isBlank } from './check-functions.js';
import { checkBody, readsCaller } from './check-rule.js';
import { checkVariables } from './check-types.js';
import {
  type CheckedFile,
  claimName,
  contextFor,
  contractOfClaim,
  documentation,
  textOf,
} from './claim-context.js';
import { checkAs } from './coerce.js';
import { complain, type ExpressionContext, extend, extendAll, locate, type Place } from './context.js';
import { constantValue } from './inspect.js';
import { isKnownName } from './known-names.js';
import { addressType, describeType, intType } from './type-rules.js';
import type { RuleStatement, SpecExpression, SpecVariable } from './typed-ast.js';

const mostMoves = 10n;
const beginning: Place = {
  what: 'the beginning of a run',
  transaction: false,
  old: 'refused',
  outcome: false,
};
const running: Place = { ...beginning, old: 'allowed' };

/** `can exit(address a) when credits[a] > 0 even if others act within 2 by a: reaches credits[a] == 0;` */
export function checkReach(file: CheckedFile, declaration: Declaration & ReachDeclaration): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined || declaration.broken) return;
  const outer = contextFor(file, contract, undefined, beginning);
  const parameters = checkVariables(outer, declaration.parameters);
  if (parameters === undefined) return;
  const context = { ...outer, scope: extendAll(outer.scope, parameters) };
  const using = lemmaUses(file, context, declaration.using);
  const when = checkConditions(context, declaration.when, "a condition of 'when'");
  const others = checkOthers(context, declaration);
  const actor =
    declaration.by === undefined
      ? undefined
      : checkAs(context, declaration.by, addressType, "who acts ('by')");
  const within = checkWithin(context, declaration);
  const written = declaration.body.length > 0;
  const allowed = declaration.body.filter((each) => refuseStep(context, each)).length === 0;
  const { body, next } = checkBody(file, { ...context, place: running }, declaration.body);
  const goal = checkCondition(next, declaration.goal, "the goal of 'reaches'");
  if (when === undefined || others === 'failed' || within === undefined || !allowed) return;
  if ((declaration.by !== undefined && actor === undefined) || body === undefined || goal === undefined)
    return;
  if (!sendersKnown(context, body, { name: declaration.name.text, parameters })) return;
  warnUnused(context, parameters);
  file.claims.push({
    claim: {
      kind: 'reach',
      name: claimName(file, contract, declaration.name.text),
      contract: contract.alias,
      doc: documentation(declaration),
      text: textOf(file, declaration),
      location: locate(file, declaration),
      parameters,
      // One by one, for those that speak of the block are about that of the first move only.
      when: when.flatMap(conjunctsOf),
      others,
      witness: written ? body : undefined,
      actor: written ? undefined : actor,
      within,
      goal,
      using: [],
    },
    using,
  });
}

function conjunctsOf(condition: SpecExpression): readonly SpecExpression[] {
  return condition.kind === 'binary' && condition.operator === '&&'
    ? [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)]
    : [condition];
}

function checkConditions(
  context: ExpressionContext,
  written: ReachDeclaration['when'],
  what: string,
): readonly SpecExpression[] | undefined {
  // A block is that of the first move.
  const place = { ...context.place, transaction: true };
  const checked = written.map((each) => {
    const condition = checkCondition({ ...context, place }, each, what);
    if (condition === undefined || !readsCaller(condition)) return condition;
    return complain(
      context,
      'SPEC402',
      each,
      '`when` is about the state and the block of the first move, not about a caller',
    );
  });
  const found = checked.filter((each) => each !== undefined);
  return found.length === checked.length ? found : undefined;
}

/** `even if others act where other != a`: `other` is the sender of their transactions. */
function checkOthers(
  context: ExpressionContext,
  { others }: ReachDeclaration,
): { readonly sender: SpecVariable; readonly condition: SpecExpression | undefined } | undefined | 'failed' {
  if (others === undefined) return undefined;
  const { condition: tree } = others;
  const location = tree === undefined ? { path: context.path, start: 0, end: 0 } : locate(context, tree);
  const sender: SpecVariable = { name: 'other', type: addressType, location };
  if (tree === undefined) return { sender, condition: undefined };
  const scope = extend(context.scope, 'other', { kind: 'variable', variable: sender });
  const condition = checkCondition({ ...context, scope }, tree, "the condition of 'where'");
  if (condition === undefined) return 'failed';
  if (!context.spec.used.has(sender)) {
    complain(
      context,
      'SPEC222',
      tree,
      "this condition does not speak about 'other', the sender of the others' transactions",
    );
  }
  return { sender, condition };
}

function checkWithin(context: ExpressionContext, declaration: ReachDeclaration): number | undefined {
  const { within, body, by } = declaration;
  if (within === undefined) {
    if (body.length > 0 && by !== undefined) {
      return complain(
        context,
        'SPEC412',
        by,
        "'by' tells who acts when the moves are searched for, and here they are written out",
        {
          suggestion: 'write the sender at each call: `f() by a`',
        },
      );
    }
    return 1;
  }
  if (body.length > 0) {
    return complain(
      context,
      'SPEC412',
      within,
      "'within' bounds the search for moves, and here they are written out",
      {
        suggestion: 'leave out `within`, or the calls',
      },
    );
  }
  const value = checkAs(context, within, intType, "the bound of 'within'");
  if (value === undefined) return undefined;
  const constant = constantValue(value);
  if (constant === undefined || constant < 1n || constant > mostMoves) {
    return complain(
      context,
      'SPEC411',
      within,
      `the bound of 'within' must be a number from 1 to ${mostMoves}`,
    );
  }
  return Number(constant);
}

/** A way is made of what the actors do: calls that succeed, waiting, and locals. */
function refuseStep(context: ExpressionContext, statement: Statement): boolean {
  const refuse = (what: string, suggestion?: string): true => {
    complain(context, 'SPEC412', statement, `${what} cannot be a step of 'can'`, {
      notes: [
        'the steps are calls, each by a sender, `wait until …` and locals; what they lead to stands after `reaches`',
      ],
      ...(suggestion === undefined ? {} : { suggestion }),
    });
    return true;
  };
  switch (statement.kind) {
    case 'assume':
      return refuse("'assume'", 'write the condition before the colon: `can … when …:`');
    case 'assert':
      return refuse("'assert'", 'write the condition after `reaches`');
    case 'saveState':
    case 'restoreState':
      return refuse('a saved state');
    case 'anyNumber':
      return refuse("'any*'", 'write `even if others act` before the colon');
    case 'repeat':
      return statement.body.some((each) => refuseStep(context, each));
    case 'transaction':
    case 'define': {
      const transaction = statement.kind === 'transaction' ? statement.transaction : statement.value;
      if (transaction.call.kind !== 'call' && isAny(transaction.call))
        return refuse("'any'", 'leave out the calls to have them searched for: `within 2 by a`');
      if (
        (transaction.call.kind === 'call' && transaction.call.arguments.some(isBlank)) ||
        (transaction.value !== undefined && isBlank(transaction.value))
      )
        return refuse("a call with '_'", 'say with what it is made, or make that a parameter');
      if (transaction.try || transaction.expects === 'reverts') return refuse('a call that may revert');
      return false;
    }
    default:
      return false;
  }
}

function isAny(call: Expression): boolean {
  return call.kind === 'name' || call.kind === 'member';
}

/** Each call of a written way is by someone who is known; a new name would be an actor out of thin air. */
function sendersKnown(
  context: ExpressionContext,
  body: readonly RuleStatement[],
  claim: { readonly name: string; readonly parameters: readonly SpecVariable[] },
): boolean {
  /** How the claim begins when it has one more parameter. */
  const withActor = (actor: string): string => {
    const own = claim.parameters.map(({ name, type }) =>
      type.kind === 'block' ? name : `${describeType(type)} ${name}`,
    );
    return `can ${claim.name}(${[...own, `address ${actor}`].join(', ')})`;
  };
  const actor =
    ['a', 'b', 'c', 'actor'].find((name) => !isKnownName(context, name)) ??
    `caller${claim.parameters.length}`;
  let known = true;
  for (const statement of body) {
    if (statement.kind !== 'call' || statement.sender !== undefined) continue;
    known = false;
    const { senderVariable, location } = statement;
    if (senderVariable !== undefined) {
      complain(context, 'SPEC209', senderVariable.location, `unknown name '${senderVariable.name}'`, {
        suggestion: `make it a parameter of the claim, for the way must work for every one: \`${withActor(senderVariable.name)}\``,
      });
    } else {
      const call = statement.text.replace(/;?\s*$/, '');
      const own = claim.parameters.find(({ type }) => type.kind === 'address');
      const first = own === undefined ? '' : `write \`${call} by ${own.name};\` if that is who calls, else `;
      complain(context, 'SPEC412', location, 'this call needs a sender', {
        suggestion: `${first}write \`${call} by ${actor};\` with a new parameter: \`${withActor(actor)}\``,
      });
    }
  }
  return known;
}

/** `possible frontrun(address p, address adv) assume adv != p: any by adv; try win() by p; reaches reverted;` */
export function checkPossible(file: CheckedFile, declaration: Declaration & PossibleDeclaration): void {
  const contract = contractOfClaim(file, declaration.contract, declaration.name);
  if (contract === undefined || declaration.broken) return;
  const outer = contextFor(file, contract, undefined, beginning);
  const parameters = checkVariables(outer, declaration.parameters);
  if (parameters === undefined) return;
  const context = { ...outer, scope: extendAll(outer.scope, parameters) };
  const when = checkConditions(context, declaration.when, "the condition of 'assume'");
  const { body, next } = checkBody(file, { ...context, place: running }, declaration.body);
  const goal = checkCondition(next, declaration.goal, "the goal of 'reaches'");
  if (when === undefined || body === undefined || goal === undefined) return;
  warnUnused(context, parameters);
  const assumed = when.map((condition, i): RuleStatement => {
    const tree = declaration.when[i] ?? declaration;
    return { kind: 'assume', condition, location: locate(file, tree), text: `assume ${textOf(file, tree)}` };
  });
  file.claims.push({
    claim: {
      kind: 'possible',
      name: claimName(file, contract, declaration.name.text),
      contract: contract.alias,
      doc: documentation(declaration),
      text: textOf(file, declaration),
      location: locate(file, declaration),
      parameters,
      body: [...assumed, ...body],
      goal,
    },
    using: [],
  });
}
