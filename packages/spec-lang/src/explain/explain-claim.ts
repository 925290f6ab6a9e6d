// What will be proved of a claim: in English, and as the rule that it stands for.
import { match } from 'ts-pattern';
import { partsOf } from '../check/inspect.js';
import type {
  Claim,
  FunctionClaim,
  InvariantClaim,
  ReachClaim,
  RuleClaim,
  SpecExpression,
  TypedSpec,
} from '../check/typed-ast.js';
import { printStatement, printTyped, printVariables } from './print-typed.js';

/** A claim explained: a paragraph or more of English, and the text of a rule with all short forms written out. */
export interface Explanation {
  readonly english: string;
  readonly rule: string;
}

/** Explains a claim of a specification, with what it rests on. */
export function explainClaim(claim: Claim, spec: TypedSpec): Explanation {
  const explained = match(claim)
    .with({ kind: 'invariant' }, explainInvariant)
    .with({ kind: 'function' }, explainFunction)
    .with({ kind: 'rule' }, explainRule)
    .with({ kind: 'reach' }, explainReach)
    .with({ kind: 'possible' }, (each): Explanation => {
      const end = printTyped(each.goal, each.contract);
      return {
        english: `${forAll(each.parameters, 'There are')} some run from deployment in which these calls succeed one after the other${each.body.some((s) => s.kind === 'call' && s.try) ? ' (those with `try` may revert)' : ''}, and after which \`${end}\` holds. The answer is such a run, or that there is none.`,
        rule: block(`possible ${each.name}(${printVariables(each.parameters)})`, [
          ...each.body.map((statement) => printStatement(statement, each.contract)),
          `reaches ${end};`,
        ]),
      };
    })
    .exhaustive();
  return { english: [explained.english, ...restsOn(claim, spec)].join('\n'), rule: explained.rule };
}

function forAll(parameters: RuleClaim['parameters'], otherwise: string): string {
  const names = parameters.map(({ name }) => `\`${name}\``).join(', ');
  if (otherwise === 'There are') return names === '' ? 'There is' : `For some ${names} there is`;
  return names === ''
    ? otherwise
    : `For every ${names}: ${otherwise.charAt(0).toLowerCase()}${otherwise.slice(1)}`;
}

/** What the verdict depends on besides the code. */
function restsOn(claim: Claim, spec: TypedSpec): readonly string[] {
  const lines: string[] = [];
  if (claim.kind !== 'possible' && claim.using.length > 0) {
    const names = claim.using.map((use) => {
      const values = use.arguments?.map((value) => printTyped(value, claim.contract)).join(', ');
      return `\`${use.name}${values === undefined ? '' : `(${values})`}\``;
    });
    lines.push(`Taken from other claims, in the state before: ${names.join(', ')}.`);
  }
  const assumed = spec.assumptions.filter(({ kind }) => kind !== 'loopInvariant');
  if (assumed.length > 0) {
    lines.push(
      `Assumed of the world: ${assumed.map(({ text }) => `\`${text.replace(/;$/, '')}\``).join(', ')}.`,
    );
  }
  const own = spec.parameters.filter(({ contract }) => contract === claim.contract);
  for (const { variable, low, high } of own) {
    lines.push(`For every value of \`${variable.name}\` from ${low} to ${high}.`);
  }
  return lines;
}

/** `only … may itself …`. */
function explainWatching(
  { name, contract }: InvariantClaim,
  hooks: NonNullable<InvariantClaim['watching']>,
): Explanation {
  const targets = hooks.map((hook) => printTyped(hook.target, contract));
  return {
    english: [
      `Every write to ${targets.map((target) => `\`${target}\``).join(', ')} is looked at, with the call whose code writes: its sender and its function are those of \`t\`, and \`old\` is its start.`,
      'What calls that are made meanwhile write counts for them alone. Constructors may write.',
    ].join('\n'),
    rule: [
      'ghost bool raised;',
      ...hooks.flatMap((hook, i) =>
        hook.updates.map(({ condition }) =>
          block(`on change ${targets[i]} from was to is is`, [
            `if (${condition === undefined ? 'true' : printTyped(condition, contract)}) { raised = true; }`,
          ]),
        ),
      ),
      `invariant ${name.replace(/[^\w$]+/g, '_')}: !raised;`,
    ].join('\n'),
  };
}

function explainInvariant(claim: InvariantClaim): Explanation {
  if (claim.watching !== undefined) return explainWatching(claim, claim.watching);
  const condition = printTyped(claim.condition, claim.contract);
  const moments = {
    always:
      'It holds after deployment, after every transaction, and whenever code outside the contract may run in between.',
    betweenTransactions:
      'It holds after deployment and after every transaction; while one is running it may be broken.',
    insideTransactions:
      'It holds after deployment, after every transaction, and after every single write to storage; `old` is the state before the transaction.',
  } as const;
  const except =
    claim.except.length === 0
      ? []
      : [`Not examined: calls of ${claim.except.map(({ signature }) => `\`${signature}\``).join(', ')}.`];
  const preserved = claim.preserved.map(
    (each) =>
      `Of calls of \`${each.function.signature}\` it is assumed that ${each.conditions.map((c) => `\`${printTyped(c, claim.contract)}\``).join(' and ')}.`,
  );
  const english = [
    `${forAll(claim.parameters, `\`${condition}\` holds in every reachable state.`)}`,
    moments[claim.moments],
    'Proved by showing it of the state that the constructor leaves, and that each function keeps it.',
    ...except,
    ...preserved,
  ].join('\n');
  const functions = claim.except.map(({ signature }) => signature).join(', ');
  const assumed = claim.preserved.flatMap((each) =>
    each.conditions.map((c) => `assume t is ${each.function.name} => ${printTyped(c, claim.contract)};`),
  );
  const rule = [
    block(`rule ${claim.name}_after_deployment${parenthesized(claim)} from deployment`, [
      `assert ${condition};`,
    ]),
    block(`rule ${claim.name}_kept${parenthesized(claim)}`, [
      `assume ${condition};`,
      `any${functions === '' ? '' : ` except ${functions}`}${assumed.length === 0 ? '' : ' at t'};`,
      ...assumed,
      `assert ${condition};`,
    ]),
  ].join('\n');
  return { english, rule };
}

function parenthesized({ parameters }: { readonly parameters: RuleClaim['parameters'] }): string {
  return parameters.length === 0 ? '' : `(${printVariables(parameters)})`;
}

function explainFunction(claim: FunctionClaim): Explanation {
  const condition = printTyped(claim.condition, claim.contract);
  const name = `\`${claim.function.name}\``;
  const values = claim.parameters.map((parameter) => parameter.name).join(', ');
  const call = `${claim.function.name}(${values})`;
  const { caller, amount } = namesOfCall(claim);
  const written = (part: SpecExpression): string =>
    printTyped(part, claim.contract, {
      sender: caller,
      ...(amount === undefined ? {} : { value: amount }),
    });
  const parameters = [
    ...(claim.parameters.length === 0 ? [] : [printVariables(claim.parameters)]),
    `address ${caller}`,
    ...(amount === undefined ? [] : [`uint256 ${amount}`]),
  ];
  const head = `rule ${claim.name.replace(/[^\w$]+/g, '_')}(${parameters.join(', ')})`;
  const ether = amount === undefined ? '' : `{value: ${amount}}`;
  const transaction = `${claim.function.name}${ether}(${values}) by ${caller}`;
  const moment = readsBlock(claim.condition) ? ['// the block is that of the call'] : [];
  const results = claim.results.length === 0 ? '' : `(${printVariables(claim.results)}) = `;
  const say = (english: string, ...lines: readonly string[]): Explanation => ({
    english,
    rule: block(head, lines),
  });
  switch (claim.clause) {
    case 'revertsIf':
      return say(
        `Whoever calls ${name} with whatever arguments and ether: if \`${condition}\` holds before the call, the call reverts.`,
        ...moment,
        `assume ${written(claim.condition)};`,
        `try ${transaction};`,
        'assert reverted;',
      );
    case 'revertsOnlyIf':
      return say(
        `Whoever calls ${name} with whatever arguments and ether: if the call reverts, \`${condition}\` held before it. Every way to revert counts: a requirement, a panic, or a call outside that fails.`,
        ...moment,
        `bool condition = ${written(claim.condition)};`,
        `try ${transaction};`,
        'assert reverted => condition;',
      );
    case 'succeedsIf':
      return say(
        `Whoever calls ${name} with whatever arguments and ether: if \`${condition}\` holds before the call, the call does not revert.`,
        ...moment,
        `assume ${written(claim.condition)};`,
        `try ${transaction};`,
        'assert succeeded;',
      );
    case 'ensures':
      return say(
        `After every call of ${name} that succeeds, \`${condition}\` holds; \`old\` is the state before the call.`,
        `${results}${transaction};`,
        `assert ${written(claim.condition)};`,
      );
    case 'changes': {
      const places = (claim.changes ?? []).map((place) => printTyped(place, claim.contract));
      const kept = (claim.changes ?? []).map(written);
      return say(
        `After every call of ${name} that succeeds, all is as before${places.length === 0 ? '' : `, except perhaps ${places.map((place) => `\`${place}\``).join(', ')}`}: storage of the contract and balances.`,
        `${transaction};`,
        `// nothing differs${kept.length === 0 ? '' : ` but ${kept.join(', ')}`}; keys are of the state before`,
        kept.length === 0 ? 'assert same(storage);' : `assert changes(${kept.join(', ')});`,
      );
    }
    case 'emits': {
      const event = (print: (part: SpecExpression) => string): string => {
        const given = claim.emits?.arguments.map((each) => (each === undefined ? '_' : print(each)));
        return `${claim.emits?.event.name}(${given?.join(', ')})`;
      };
      const blank = claim.emits?.arguments.includes(undefined) === true;
      return say(
        `Every call of ${name} that succeeds emits \`${event((each) => printTyped(each, claim.contract))}\`${blank ? '; `_` is any value' : ''}.`,
        `${results}${transaction};`,
        `// among the events of ${call}`,
        `assert emitted ${event(written)};`,
      );
    }
  }
}

function readsBlock(condition: SpecExpression): boolean {
  return condition.kind === 'environment'
    ? ['block.timestamp', 'block.number', 'origin'].includes(condition.name)
    : partsOf(condition).some(readsBlock);
}

/**
 * Names for who calls and what the call brings, which nothing else in a clause has. What a call of a function that takes no
 * ether brings matters only where the call may revert.
 */
function namesOfCall(claim: FunctionClaim): { readonly caller: string; readonly amount: string | undefined } {
  const parts = [claim.condition, ...(claim.changes ?? []), ...(claim.emits?.arguments ?? [])];
  const texts = [
    claim.function.name,
    ...[...claim.parameters, ...claim.results].map(({ name }) => name),
    ...parts.flatMap((part) => (part === undefined ? [] : [printTyped(part, claim.contract)])),
  ];
  const taken = new Set(texts.flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const free = (...names: readonly [string, ...string[]]): string =>
    names.find((name) => !taken.has(name)) ?? `${names[0]}_of_call`;
  const succeeded = claim.clause === 'ensures' || claim.clause === 'changes' || claim.clause === 'emits';
  const brings = claim.function.mutability === 'payable' || !succeeded;
  return {
    caller: free('caller', 'account'),
    amount: brings ? free('amount', 'brought', 'payment') : undefined,
  };
}

function explainRule(claim: RuleClaim): Explanation {
  const lines = claim.body.map((statement) => printStatement(statement, claim.contract));
  const calls = claim.body.filter(({ kind }) => kind === 'call' || kind === 'anyNumber').length;
  const asserted = claim.body.flatMap((each) =>
    each.kind === 'assert' ? [`\`${printTyped(each.condition, claim.contract)}\``] : [],
  );
  const from = claim.fromDeployment === true ? 'Right after deployment' : 'From every reachable state';
  const single = calls === 1 && claim.body[0]?.kind === 'call' && claim.body[0].target.kind === 'any';
  const start = single
    ? `${from}, after any one call of the contract that succeeds`
    : calls === 0
      ? from.replace('From every', 'In every')
      : `${from}, whenever these steps can be made one after the other`;
  const english = forAll(claim.parameters, `${start}: ${asserted.join(' and ')}.`);
  return {
    english,
    rule: block(
      `rule ${claim.name.replace(/[^\w$]+/g, '_')}${parenthesized(claim)}${claim.fromDeployment === true ? ' from deployment' : ''}`,
      lines,
    ),
  };
}

function explainReach(claim: ReachClaim): Explanation {
  const goal = printTyped(claim.goal, claim.contract);
  const when = claim.when.map((each) => `\`${printTyped(each, claim.contract)}\``);
  const condition = claim.others?.condition;
  const others =
    claim.others === undefined
      ? []
      : [
          `Others may act before and in between${condition === undefined ? '' : `, by every sender with \`${printTyped(condition, claim.contract)}\``}, as often as they like.`,
        ];
  const actor = claim.actor === undefined ? 'someone' : `\`${printTyped(claim.actor, claim.contract)}\``;
  const from =
    when.length === 0
      ? 'from every reachable state'
      : `from every reachable state with ${when.join(' and ')}`;
  const means =
    claim.witness === undefined
      ? `${actor} can choose at most ${claim.within} call${claim.within === 1 ? '' : 's'} that succeed and lead to \`${goal}\``
      : `the written calls succeed and lead to \`${goal}\``;
  const lines =
    claim.witness === undefined
      ? [
          `// at most ${claim.within} call${claim.within === 1 ? '' : 's'} by ${actor.replaceAll('`', '')}, to be found`,
        ]
      : claim.witness.map((statement) => printStatement(statement, claim.contract));
  const clauses = [
    ...claim.when.map((each) => `when ${printTyped(each, claim.contract)}`),
    ...(claim.others === undefined
      ? []
      : [
          `even if others act${condition === undefined ? '' : ` where ${printTyped(condition, claim.contract)}`}`,
        ]),
  ];
  return {
    english: [
      forAll(claim.parameters, `${from.charAt(0).toUpperCase()}${from.slice(1)}, ${means}.`),
      ...others,
      'Refuted only by a reachable state from which it does not work.',
    ].join('\n'),
    rule: block(`can ${claim.name}${parenthesized(claim)} ${clauses.join(' ')}`.trimEnd(), [
      ...lines,
      `reaches ${goal};`,
    ]),
  };
}

function block(head: string, lines: readonly string[]): string {
  return `${head} {\n${lines.map((line) => `    ${line}\n`).join('')}}`;
}
