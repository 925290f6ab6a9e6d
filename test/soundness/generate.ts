// Random contracts that hold ether for others: templates with checks, effects and interactions, locks of all kinds, then
// edits that programmers make by mistake.
import { type Choices, pick } from '../differential/random.js';
import type { ContractText, FunctionText } from './contract-text.js';

type Lock = 'none' | 'flag' | 'status' | 'transient';

/** Whether one of `n` chances comes up. */
const oneOf = (choices: Choices, n: number): boolean => choices.below(n) === 0;

/** A contract as somebody careful would write it, mostly. */
export function generateContract(choices: Choices): ContractText {
  const lock = pick(choices, ['none', 'none', 'flag', 'status', 'transient'] as const);
  const hinted = oneOf(choices, 6);
  const timed = lock !== 'none' && oneOf(choices, 3);
  const made = timed ? timedPool(choices, lock) : functionPool(choices, hinted);
  const [deposit, ...others] = made;
  const count = Math.min(2 + choices.below(4) + (timed ? 1 : 0), made.length);
  const chosen = new Set<FunctionText>(deposit === undefined ? [] : [deposit]);
  while (chosen.size < count) chosen.add(pick(choices, others));
  const functions = made
    .filter((fn) => chosen.has(fn))
    .map((fn) => ({
      ...fn,
      modifiers: [
        ...(lock !== 'none' && fn.name !== 'receive' && !fn.name.startsWith('note') && !oneOf(choices, 5)
          ? ['guard']
          : []),
        ...(fn.name === 'deposit' && oneOf(choices, 3) ? ['open'] : []),
      ],
    }));
  return {
    state: [
      'enum Phase { Open, Closed, Done }',
      'mapping(address => uint256) credits;',
      'mapping(address => bool) joined;',
      'address[] members;',
      'uint256 total;',
      'uint256 count;',
      'uint256 paid;',
      'address owner;',
      'address last;',
      'bool paused;',
      'Phase phase;',
      'uint256 deadline;',
      'uint256 immutable cap;',
      ...(hinted ? ['uint256 transient hint;'] : []),
      ...(timed ? ['uint256 since;', 'uint256 noted;'] : []),
      ...lockState(lock),
    ],
    modifiers: [
      ...lockModifier(lock, timed && oneOf(choices, 5)),
      'modifier open() { require(!paused); _; }',
    ],
    construct: ['owner = msg.sender;', 'last = msg.sender;', 'deadline = block.number + 10;', 'cap = 3;'],
    functions,
  };
}

function lockState(lock: Lock): readonly string[] {
  switch (lock) {
    case 'flag':
      return ['bool locked;'];
    case 'status':
      return ['uint256 status = 1;'];
    case 'transient':
      return ['bool transient locked;'];
    case 'none':
      return [];
    default:
      return lock satisfies never;
  }
}

/** `stuck`: it is not always opened again, so that later transactions find it closed. */
function lockModifier(lock: Lock, stuck: boolean): readonly string[] {
  if (lock === 'none') return [];
  const when = stuck ? 'if (count == 0) ' : '';
  return lock === 'status'
    ? [`modifier guard() { require(status != 2); status = 2; _; ${when}status = 1; }`]
    : [`modifier guard() { require(!locked); locked = true; _; ${when}locked = false; }`];
}

/** Functions that ask for a block, call out behind a lock, and note what is so while it is held. */
function timedPool(choices: Choices, lock: Lock): readonly FunctionText[] {
  const held = lock === 'status' ? 'status == 2' : 'locked';
  const make = (name: string, lines: readonly string[], head = 'external'): FunctionText => ({
    name,
    parameters: [],
    head,
    modifiers: [],
    lines,
  });
  const call = ['(bool ok,) = last.call("");', 'require(ok);'];
  return [
    make('deposit', ['credits[msg.sender] += msg.value;', 'total += msg.value;'], 'external payable'),
    make('stamp', ['since = block.number;', ...call]),
    make('late', ['require(block.number > deadline);', ...call]),
    make('early', ['require(block.number <= deadline);', ...(oneOf(choices, 2) ? call : ['paid += 1;'])]),
    make('noteOld', [`if (${held} && since != block.number) { noted += 1; }`]),
    make('noteEarly', [`if (${held} && block.number <= deadline) { noted += 1; }`]),
    make('noteLate', [`if (${held} && block.number > deadline) { noted += 1; }`]),
    make('extend', ['require(msg.sender == owner);', 'deadline = block.number + 2;']),
    make('restamp', ['since = block.number;']),
    make('bump', ['require(count < cap);', 'count += 1;']),
    { ...make('setLast', ['last = to;']), parameters: [{ type: 'address', name: 'to' }] },
  ];
}

function pay(choices: Choices, to: string, amount: string, undo: readonly string[]): readonly string[] {
  const call = `(bool ok,) = ${to}.call{value: ${amount}}("");`;
  switch (choices.below(7)) {
    case 0:
      return [`payable(${to}).transfer(${amount});`];
    case 1:
      return [`require(payable(${to}).send(${amount}));`];
    case 2:
      return [call, `if (!ok) { ${undo.join(' ')} }`];
    case 3:
      return [`if (!payable(${to}).send(${amount})) { ${undo.join(' ')} }`];
    default:
      return [call, 'require(ok);'];
  }
}

/** Checks, effects and the interaction; the effects sometimes come last. */
function ordered(
  choices: Choices,
  checks: readonly string[],
  effects: readonly string[],
  interaction: readonly string[],
): readonly string[] {
  return oneOf(choices, 4)
    ? [...checks, ...interaction, ...effects]
    : [...checks, ...effects, ...interaction];
}

function functionPool(choices: Choices, hinted: boolean): readonly FunctionText[] {
  const address = (name: string): FunctionText['parameters'][number] => ({ type: 'address', name });
  const amount = { type: 'uint256', name: 'a' } as const;
  const make = (
    name: string,
    parameters: FunctionText['parameters'],
    lines: readonly string[],
    head = 'external',
  ): FunctionText => ({ name, parameters, head, modifiers: [], lines });
  const owed = ['credits[msg.sender] -= a;', 'total -= a;'];
  const undo = ['credits[msg.sender] += a;', 'total += a;'];
  const unchecked = oneOf(choices, 4);
  const take = unchecked ? ['unchecked { credits[msg.sender] -= a; total -= a; }'] : owed;
  const enough = 'require(credits[msg.sender] >= a);';
  const byOwner = oneOf(choices, 4) ? 'require(tx.origin == owner);' : 'require(msg.sender == owner);';
  return [
    make(
      'deposit',
      [],
      [
        'credits[msg.sender] += msg.value;',
        'total += msg.value;',
        ...(hinted ? ['if (hint == 7) { count += 1; }'] : []),
      ],
      'external payable',
    ),
    make('withdraw', [amount], ordered(choices, [enough], take, pay(choices, 'msg.sender', 'a', undo))),
    make(
      'withdrawAll',
      [],
      ordered(
        choices,
        ['uint256 a = credits[msg.sender];'],
        ['credits[msg.sender] = 0;', 'total -= a;'],
        pay(choices, 'msg.sender', 'a', undo),
      ),
    ),
    make('payTo', [address('to'), amount], ordered(choices, [enough], owed, pay(choices, 'to', 'a', undo))),
    make(
      'move',
      [address('to'), amount],
      oneOf(choices, 3)
        ? [
            'uint256 mine = credits[msg.sender];',
            'uint256 theirs = credits[to];',
            'require(mine >= a);',
            'credits[msg.sender] = mine - a;',
            'credits[to] = theirs + a;',
          ]
        : [enough, 'credits[msg.sender] -= a;', 'credits[to] += a;'],
    ),
    make('setOwner', [address('to')], [byOwner, 'require(to != address(0));', 'owner = to;']),
    make('toggle', [], [byOwner, 'paused = !paused;']),
    make('close', [], [byOwner, 'require(phase == Phase.Open);', 'phase = Phase.Closed;']),
    make(
      'finish',
      [],
      ['require(phase == Phase.Closed);', 'require(block.number > deadline);', 'phase = Phase.Done;'],
    ),
    make(
      'sweep',
      [],
      [byOwner, 'uint256 a = address(this).balance - total;', ...pay(choices, 'owner', 'a', ['count += 1;'])],
    ),
    make(
      'join',
      [],
      [
        'require(!joined[msg.sender]);',
        'require(members.length < cap);',
        'joined[msg.sender] = true;',
        'members.push(msg.sender);',
      ],
    ),
    make(
      'payAll',
      [],
      [
        'for (uint256 i = 0; i < members.length; i++) {',
        'address m = members[i];',
        'uint256 a = credits[m];',
        ...ordered(
          choices,
          [],
          ['credits[m] = 0;', 'total -= a;'],
          pay(choices, 'm', 'a', ['credits[m] += a;', 'total += a;']),
        ),
        '}',
      ],
    ),
    make('bump', [], [...(oneOf(choices, 2) ? ['require(count < cap);'] : []), 'count += 1;']),
    make('setLast', [address('to')], [...(oneOf(choices, 2) ? [byOwner] : []), 'last = to;']),
    make('pingLast', [], ['count += 1;', '(bool ok,) = last.call("");', 'require(ok);', 'paid += 1;']),
    make(
      'ping',
      [address('to')],
      ['uint256 b = count;', '(bool ok,) = to.call("");', 'if (ok) { paid = b; }'],
    ),
    make(
      'flash',
      [amount],
      [
        'uint256 b = address(this).balance;',
        '(bool ok,) = msg.sender.call{value: a}("");',
        'require(ok);',
        'require(address(this).balance >= b);',
      ],
    ),
    make(
      'receive',
      [],
      pick(choices, [
        [],
        ['total += msg.value;', 'credits[msg.sender] += msg.value;'],
        ['paid += msg.value;'],
        ['require(!paused);'],
      ]),
      'external payable',
    ),
    ...(hinted ? [make('setHint', [amount], ['hint = a;'])] : []),
  ];
}

/** The contract with one mistake more. */
export function mutate(contract: ContractText, choices: Choices): ContractText {
  const at = choices.below(contract.functions.length);
  const fn = contract.functions[at];
  if (fn === undefined) return contract;
  const changed = mutateFunction(fn, choices);
  return { ...contract, functions: contract.functions.map((f, i) => (i === at ? changed : f)) };
}

function mutateFunction(fn: FunctionText, choices: Choices): FunctionText {
  const { lines, modifiers } = fn;
  const i = choices.below(Math.max(1, lines.length));
  const edited = (edit: (line: string) => string): FunctionText => ({
    ...fn,
    lines: lines.map((line, k) => (k === i ? edit(line) : line)),
  });
  switch (choices.below(8)) {
    case 0:
    case 1:
      return { ...fn, lines: lines.filter((line, k) => k !== i || line.includes('{')) };
    case 2:
    case 3: {
      const [a, b] = [lines[i], lines[i + 1]];
      if (a === undefined || b === undefined) return fn;
      return { ...fn, lines: [...lines.slice(0, i), b, a, ...lines.slice(i + 2)] };
    }
    case 4:
      return { ...fn, modifiers: modifiers.slice(1) };
    case 5:
      return edited((line) => line.replace(/([+-])=/, (_, sign: string) => (sign === '+' ? '-=' : '+=')));
    case 6:
      return edited((line) => line.replace('>=', '>').replace('<', '<='));
    default:
      return edited((line) => line.replace('msg.sender', pick(choices, ['owner', 'last', 'tx.origin'])));
  }
}
