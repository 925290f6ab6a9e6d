// Statements of the generated programs.
import {
  assignable,
  callText,
  expression,
  index,
  memoryStruct,
  storageStruct,
} from './program-expression.js';
import { special } from './program-special.js';
import {
  FIELDS,
  fresh,
  INTEGERS,
  type Made,
  plain,
  type Scalar,
  type Scope,
  scalar,
  type Writer,
} from './program-writer.js';
import { pick } from './random.js';

export function returnText(w: Writer, scope: Scope): string {
  const values = scope.results.map((type) => expression(w, scope, type, 1));
  return values.length === 0
    ? 'return;'
    : `return ${values.length === 1 ? values[0] : `(${values.join(', ')})`};`;
}

export function block(w: Writer, scope: Scope, most: number): string[] {
  const lines: string[] = [];
  let inner = scope;
  const count = most < 3 ? w.choices.below(most + 1) : 1 + w.choices.below(most);
  for (let i = 0; i < count && w.budget > 0; i++) {
    w.budget--;
    const made = statement(w, inner);
    lines.push(...made.lines);
    inner = { ...inner, locals: [...inner.locals, ...made.locals] };
  }
  return lines;
}

const MOST_LOCALS = 7;

function statement(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const e = (type: Scalar, depth = 2): string => expression(w, scope, type, depth);
  const room = scope.locals.length < MOST_LOCALS;
  switch (choices.below(33)) {
    case 0:
    case 1:
    case 2:
      return assignment(w, scope);
    case 3: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: scalar(w) };
      return { lines: [`${local.type} ${local.name} = ${e(local.type)};`], locals: [local] };
    }
    case 4:
    case 5: {
      const then = block(w, scope, 3);
      const otherwise = choices.below(2) === 0 ? [] : block(w, scope, 3);
      return plain(
        `if (${e('bool')}) {`,
        ...then,
        ...(otherwise.length === 0 ? ['}'] : ['} else {', ...otherwise, '}']),
      );
    }
    case 6:
    case 7:
      return room ? loop(w, scope) : assignment(w, scope);
    case 8:
      return plain(
        pick(choices, [
          `require(${e('bool')} || ${e('bool')} || ${e('bool')}, "no");`,
          `require(${e('bool')} || ${e('bool')} || ${e('bool')});`,
          `assert(${e('bool')} || ${e('bool')} || ${e('bool')});`,
          `if (${e('bool')} && ${e('bool')} && ${e('bool')}) revert Bad(${e('uint256', 1)}, ${e('address', 1)});`,
          `if (${e('bool')} && ${e('bool')}) revert("stop");`,
          `if (${e('bool')} && ${e('bool')}) revert();`,
        ]),
      );
    case 9: {
      const callable = pick(choices, scope.functions.length > 0 ? scope.functions : [undefined]);
      if (callable === undefined || !room) return assignment(w, scope);
      const text = callText(w, scope, callable);
      if (callable.results.length === 1) return plain(`${text};`);
      const locals = callable.results.map((type) => ({ name: fresh(w), type }));
      const shown = locals.map((l, i) => (i === 0 && choices.below(3) === 0 ? undefined : l));
      return {
        lines: [
          `(${shown.map((l) => (l === undefined ? '' : `${l.type} ${l.name}`)).join(', ')}) = ${text};`,
        ],
        locals: shown.filter((l) => l !== undefined),
      };
    }
    case 10:
      return plain(
        pick(choices, [
          `numbers.push(${e('uint64')});`,
          'numbers.push();',
          'numbers.pop();',
          `items.push(S(${FIELDS.map(([, t]) => e(t, 1)).join(', ')}));`,
          'items.push();',
          'items.pop();',
          'matrix.push();',
          'matrix.pop();',
          `lists[${e('uint8', 1)}].push(${e('uint64', 1)});`,
          `deep.list.push(${e('uint256', 1)});`,
          `matrix[${index(w, scope, 'matrix.length')}].push(${e('uint8', 1)});`,
          `items.push().a = ${e('uint64', 1)};`,
          `items.push(book[${e('uint256', 1)}]);`,
        ]),
      );
    case 11:
      return plain(
        pick(choices, [
          'delete numbers;',
          'delete items;',
          `delete book[${e('uint256', 1)}];`,
          'delete single;',
          `delete lists[${e('uint8', 1)}];`,
          `delete four[${index(w, scope, '4')}];`,
          'delete matrix;',
          'delete deep.list;',
          'delete deep.s;',
          'delete total;',
          `delete numbers[${index(w, scope, 'numbers.length')}];`,
          `delete items[${index(w, scope, 'items.length')}];`,
          'delete four;',
          `delete table[${e('KEY', 1)}];`,
        ]),
      );
    case 12: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'S storage' };
      return { lines: [`S storage ${local.name} = ${storageStruct(w, scope, true)};`], locals: [local] };
    }
    case 13: {
      const pointers = scope.locals.filter((l) => l.type === 'S storage');
      return pointers.length === 0
        ? assignment(w, scope)
        : plain(`${pick(choices, pointers).name} = ${storageStruct(w, scope, true)};`);
    }
    case 14:
      return scope.unchecked
        ? assignment(w, scope)
        : plain('unchecked {', ...block(w, { ...scope, unchecked: true }, 3), '}');
    case 15: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'S memory' };
      return {
        lines: [`S memory ${local.name}${choices.below(6) === 0 ? '' : ` = ${memoryStruct(w, scope)}`};`],
        locals: [local],
      };
    }
    case 16:
      return plain(
        `${storageStruct(w, scope, false)} = ${choices.below(2) === 0 ? storageStruct(w, scope, false) : memoryStruct(w, scope)};`,
      );
    case 17: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'uint256[] memory' };
      return {
        lines: [
          `uint256[] memory ${local.name} = ${pick(choices, [`new uint256[](${choices.below(4)})`, `new uint256[](${e('uint256', 1)} % 4)`, 'deep.list'])};`,
        ],
        locals: [local],
      };
    }
    case 18: {
      const arrays = scope.locals.filter((l) => l.type === 'uint256[] memory');
      return arrays.length === 0 ? assignment(w, scope) : plain(`deep.list = ${pick(choices, arrays).name};`);
    }
    case 19:
      return plain(
        pick(choices, [
          'matrix.push(matrix[0]);',
          `lists[${e('uint8', 1)}] = numbers;`,
          `numbers = lists[${e('uint8', 1)}];`,
          `lists[${e('uint8', 1)}] = lists[${e('uint8', 1)}];`,
          'deep.s = single;',
          `matrix[${index(w, scope, 'matrix.length')}] = matrix[${index(w, scope, 'matrix.length')}];`,
        ]),
      );
    case 20: {
      const [a, b] = [scalar(w), scalar(w)];
      const [x, y] = [assignable(w, scope, a), assignable(w, scope, b)];
      return x === undefined || y === undefined
        ? assignment(w, scope)
        : plain(`(${x}, ${y}) = (${e(a, 1)}, ${e(b, 1)});`);
    }
    case 21: {
      const type = pick(choices, INTEGERS);
      const target = assignable(w, scope, type);
      return target === undefined
        ? assignment(w, scope)
        : plain(
            pick(choices, [
              `${target}++;`,
              `--${target};`,
              `${target}--;`,
              `++${target};`,
              `delete ${target};`,
            ]),
          );
    }
    case 22:
      return scope.inLoop
        ? plain(`if (${e('bool', 1)}) ${pick(choices, ['break', 'continue'])};`)
        : plain(`emit Done(${e('uint256', 1)}, ${e('int256', 1)});`);
    case 23:
      return plain(`if (${e('bool', 1)}) { ${returnText(w, scope)} }`);
    case 24: {
      const memory = scope.locals.filter((l) => l.type === 'S memory');
      return memory.length === 0
        ? assignment(w, scope)
        : plain(`${pick(choices, memory).name} = ${memoryStruct(w, scope)};`);
    }
    case 25: {
      if (!room) return assignment(w, scope);
      const local = { name: fresh(w), type: 'uint64[] storage' };
      return {
        lines: [`uint64[] storage ${local.name} = ${pick(choices, ['numbers', `lists[${e('uint8', 1)}]`])};`],
        locals: [local],
      };
    }
    case 26: {
      const lists = scope.locals.filter((l) => l.type === 'uint64[] storage');
      const list = lists.length === 0 ? 'numbers' : pick(choices, lists).name;
      return plain(
        pick(choices, [
          `${list}.push(${e('uint64', 1)});`,
          `${list}.pop();`,
          `if (${e('bool', 1)}) ${list}.push(${e('uint64', 1)});`,
        ]),
      );
    }
    case 27:
      return special(w, scope);
    case 28:
      return special(w, scope);
    default:
      return assignment(w, scope);
  }
}

function loop(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const i = { name: fresh(w), type: 'uint256' };
  const inner: Scope = { ...scope, locals: [...scope.locals, i], inLoop: true };
  const bound = pick(choices, ['2', '3', 'numbers.length', 'items.length % 3', 'total % 3']);
  const body = block(w, inner, 3);
  switch (choices.below(4)) {
    case 0:
      return plain(`uint256 ${i.name};`, `while (${i.name} < ${bound}) {`, `${i.name}++;`, ...body, '}');
    case 1:
      return plain(
        `uint256 ${i.name};`,
        'do {',
        `${i.name} += 1;`,
        ...body,
        `} while (${i.name} < ${bound});`,
      );
    default:
      return plain(
        `for (uint256 ${i.name}${choices.below(2) === 0 ? ' = 0' : ''}; ${i.name} < ${bound}; ${i.name}++) {`,
        ...body,
        '}',
      );
  }
}

function assignment(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const type = choices.below(4) === 0 ? scalar(w) : pick(choices, INTEGERS);
  const target = assignable(w, scope, type) ?? 'total';
  const actual = target === 'total' ? 'uint256' : type;
  const isInteger = actual.includes('int');
  if (isInteger && choices.below(2) === 0) {
    const operator = pick(choices, ['+', '+', '+', '-', '*', '/', '%', '&', '|', '^']);
    return plain(`${target} ${operator}= ${expression(w, scope, actual, 2)};`);
  }
  return plain(`${target} = ${expression(w, scope, actual, 3)};`);
}
