// Random contracts whose functions loop over small numbers, and random claims about these numbers: most loops end after
// more rounds than the verifier looks at one by one, so that its proofs speak of any round.
import { type Choices, pick } from '../differential/random.js';
import type { TestedClaim, View } from './claims.js';
import type { ContractText, FunctionText } from './contract-text.js';

const NUMBERS = ['x', 'y', 'z', 'list.length'] as const;
const CONSTANTS = [0, 1, 2, 3, 7, 11, 17, 20, 40, 123] as const;

/** Arguments worth trying. */
export const LOOP_NUMBERS: readonly bigint[] = [20n, 123n];

/** A contract whose functions loop. */
export function generateLoops(choices: Choices): ContractText {
  const count = 1 + choices.below(3);
  return {
    state: ['uint256 x;', 'uint256 y;', 'uint256 z;', 'uint256[] list;', 'address last;'],
    modifiers: [],
    construct: pick(choices, [[], ['y = 40;'], ['x = 3;', 'y = 123;']]),
    functions: [
      ...Array.from({ length: count }, (_, i) => looping(choices, `f${i}`)),
      ...(choices.below(2) === 0 ? [plain('set', ['z = a % 41;'])] : []),
      ...(choices.below(3) === 0 ? [plain('setLast', ['last = msg.sender;'])] : []),
    ],
  };
}

function plain(name: string, lines: readonly string[]): FunctionText {
  return {
    name,
    parameters: [
      { type: 'uint256', name: 'a' },
      { type: 'uint256', name: 'b' },
    ],
    head: 'external',
    modifiers: [],
    lines,
  };
}

function looping(choices: Choices, name: string): FunctionText {
  const simple = (): string => assignment(choices, []);
  return plain(name, [
    ...pick(choices, [
      [],
      [],
      ['require(b == 0);'],
      ['require(a <= 20);'],
      [`require(x ${comparison(choices)} y);`],
    ]),
    ...some(choices, 2, simple),
    ...loop(choices, 0),
    ...some(choices, 2, simple),
  ]);
}

/** None to `most` of these. */
function some(choices: Choices, most: number, make: () => string): readonly string[] {
  return Array.from({ length: choices.below(most + 1) }, make);
}

/** A loop over `i` or `j`, or over what it changes; each line is whole in itself, so that lines can be dropped. */
function loop(choices: Choices, depth: number): readonly string[] {
  const i = depth === 0 ? 'i' : 'j';
  const bound = pick(choices, ['a % 24', 'y', '15', 'list.length', 'x', 'b']);
  const inner = depth === 0 && choices.below(8) === 0 ? loop(choices, 1) : [];
  const known = [...(depth === 0 ? [] : ['i']), i];
  const body = (): readonly string[] => [
    ...Array.from({ length: 1 + choices.below(3) }, () => step(choices, known)),
    ...inner,
    ...some(choices, 1, () => step(choices, known)),
  ];
  switch (choices.below(5)) {
    case 0: {
      const [target, add, modulus] = [
        pick(choices, ['x', 'y', 'z']),
        pick(choices, [1, 3, 7]),
        pick(choices, [17, 20]),
      ];
      const others = some(choices, 2, () => assignment(choices, ['a'], target));
      return [
        `while (${target} != ${pick(choices, CONSTANTS)}) { ${target} = (${target} + ${add}) % ${modulus}; ${others.join(' ')} }`,
      ];
    }
    case 1:
      return [
        `uint256 ${i} = ${pick(choices, ['0', 'b % 3', '30'])};`,
        `do { ${body().join(' ')} ${i}++; } while (${i} < ${bound});`,
      ];
    case 2:
      return [`for (uint256 ${i} = ${bound}; ${i} > 0; ${i}--) { ${body().join(' ')} }`];
    default:
      return [`for (uint256 ${i} = 0; ${i} < ${bound}; ${i}++) { ${body().join(' ')} }`];
  }
}

function step(choices: Choices, locals: readonly string[]): string {
  const known = [...locals, 'a', 'b'];
  const condition = `${operand(choices, known)} ${comparison(choices)} ${operand(choices, known)}`;
  switch (choices.below(12)) {
    case 0:
      return `if (${condition}) break;`;
    case 1:
      return `if (${condition}) continue;`;
    case 2:
      return `if (${condition}) return;`;
    case 3:
      return `require(${condition});`;
    case 4:
      return 'list.push(x);';
    case 5:
      return 'if (list.length > 0) list.pop();';
    case 6:
      return '{ (bool ok,) = last.call(""); require(ok); }';
    case 7:
    case 8:
      return `if (${condition}) { ${assignment(choices, known)} } else { ${assignment(choices, known)} }`;
    default:
      return assignment(choices, known);
  }
}

function assignment(choices: Choices, locals: readonly string[], notTo?: string): string {
  const target = pick(
    choices,
    ['x', 'y', 'z'].filter((name) => name !== notTo),
  );
  const e = operand(choices, [...locals, 'a']);
  switch (choices.below(8)) {
    case 0:
      return `${target} = ${e};`;
    case 1:
      return `${target} += ${pick(choices, [1, 2, 3])};`;
    case 2:
      return `if (${target} > 0) ${target} -= 1;`;
    case 3:
      return `unchecked { ${target} ${pick(choices, ['+=', '-='])} ${e}; }`;
    case 4:
      return `${target} = ${e} ${pick(choices, ['/ 2', '* 2', '+ 1'])};`;
    default:
      return `${target} = (${target} + ${e} % 8) % ${pick(choices, [11, 17, 20, 40])};`;
  }
}

const operand = (choices: Choices, locals: readonly string[]): string =>
  pick(choices, [...locals, ...NUMBERS, `${pick(choices, CONSTANTS)}`]);

const comparison = (choices: Choices): string => pick(choices, ['<', '<=', '==', '!=', '>', '>=']);

/** A truth about one or two views, with its text. */
interface Truth {
  readonly text: string;
  readonly test: (now: View, before: View) => boolean;
}

/** Claims about the numbers of such contracts. */
export function claimsOfLoops(choices: Choices, count: number): readonly TestedClaim[] {
  return Array.from({ length: count }, (_, i): TestedClaim => {
    const name = `c${i}`;
    const truth = choices.below(2) === 0 ? either(choices, false) : both(choices, false);
    switch (choices.below(5)) {
      case 0: {
        const number = pick(choices, NUMBERS);
        const goes = choices.below(2) === 0;
        return {
          name,
          text: `${name}: ${number} never ${goes ? 'increases' : 'decreases'};`,
          needs: [],
          holds: {
            kind: 'step',
            test: ({ before, after }) =>
              goes
                ? after.number(number) <= before.number(number)
                : after.number(number) >= before.number(number),
          },
        };
      }
      case 1: {
        const kept = either(choices, true);
        return {
          name,
          text: `function f0(uint a, uint b) { ensures ${name}: ${kept.text}; }`,
          needs: [],
          holds: { kind: 'step', test: ({ fn, before, after }) => fn !== 'f0' || kept.test(after, before) },
        };
      }
      case 2:
        return {
          name,
          text: `invariant ${name}: ${truth.text};`,
          needs: [],
          holds: { kind: 'state', always: true, test: truth.test },
        };
      default:
        return {
          name,
          text: `invariant ${name} between transactions: ${truth.text};`,
          needs: [],
          holds: { kind: 'state', always: false, test: truth.test },
        };
    }
  });
}

function either(choices: Choices, old: boolean): Truth {
  const [a, b] = [comparisonOf(choices, old), comparisonOf(choices, old)];
  if (choices.below(2) === 0) return a;
  return {
    text: `${a.text} || ${b.text}`,
    test: (now, before) => a.test(now, before) || b.test(now, before),
  };
}

function both(choices: Choices, old: boolean): Truth {
  const [a, b] = [comparisonOf(choices, old), comparisonOf(choices, old)];
  return {
    text: `${a.text} && ${b.text}`,
    test: (now, before) => a.test(now, before) && b.test(now, before),
  };
}

function comparisonOf(choices: Choices, old: boolean): Truth {
  const left = pick(choices, NUMBERS);
  const right = pick(choices, [...NUMBERS, ...CONSTANTS, ...CONSTANTS]);
  const past = old && choices.below(2) === 0;
  const value = (view: View, of: string | number): bigint =>
    typeof of === 'number' ? BigInt(of) : view.number(of);
  const text = past ? `old(${right})` : `${right}`;
  const make = (operator: string, test: (a: bigint, b: bigint) => boolean): Truth => ({
    text: `${left} ${operator} ${text}`,
    test: (now, before) => test(value(now, left), value(past ? before : now, right)),
  });
  return pick(choices, [
    make('<=', (a, b) => a <= b),
    make('<=', (a, b) => a <= b),
    make('!=', (a, b) => a !== b),
    make('!=', (a, b) => a !== b),
    make('==', (a, b) => a === b),
    make('>=', (a, b) => a >= b),
  ]);
}
