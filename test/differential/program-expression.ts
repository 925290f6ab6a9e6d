// Expressions of the generated programs, and what can be assigned to.

import { type Callable, FIELDS, INTEGERS, type Scalar, type Scope, type Writer } from './program-writer.js';
import { pick } from './random.js';

/** An index into something: mostly kept inside, sometimes any small number. */
export function index(w: Writer, scope: Scope, length: string): string {
  const inside = expression(w, scope, 'uint256', 1);
  return w.choices.below(8) === 0 ? inside : `(${inside}) % ${length}`;
}

/** Something of a type that can be assigned to. */
export function assignable(w: Writer, scope: Scope, type: Scalar): string | undefined {
  const { choices } = w;
  const e = (t: Scalar): string => expression(w, scope, t, 1);
  const options: (() => string)[] = [];
  for (const local of scope.locals) {
    if (local.type === type)
      options.push(
        () => local.name,
        () => local.name,
      );
    if (local.type === 'S storage' || local.type === 'S memory')
      for (const [field, t] of FIELDS)
        if (t === type)
          options.push(
            () => `${local.name}.${field}`,
            () => `${local.name}.${field}`,
          );
    if (local.type === 'uint256[] memory' && type === 'uint256')
      options.push(() => `${local.name}[${index(w, scope, `${local.name}.length`)}]`);
    if (local.type === 'uint64[] storage' && type === 'uint64')
      options.push(() => `${local.name}[${index(w, scope, `${local.name}.length`)}]`);
  }
  for (const [name, t] of w.state) if (t === type) options.push(() => name);
  for (const [field, t] of FIELDS)
    if (t === type) {
      options.push(
        () => `single.${field}`,
        () => `book[${e('uint256')}].${field}`,
        () => `items[${index(w, scope, 'items.length')}].${field}`,
        () => `deep.s.${field}`,
      );
    }
  if (type === 'uint64')
    options.push(
      () => `table[${e('KEY')}]`,
      () => `numbers[${index(w, scope, 'numbers.length')}]`,
      () => `lists[${choices.below(3)}][0]`,
    );
  if (type === 'uint256')
    options.push(
      () => `balances[${e('address')}]`,
      () => `four[${index(w, scope, '4')}]`,
      () => `deep.m[${e('uint256')}]`,
      () => `deep.list[${index(w, scope, 'deep.list.length')}]`,
      () => `balances[msg.sender]`,
    );
  if (type === 'uint8')
    options.push(
      () => `deep.trio[${choices.below(3)}]`,
      () => `matrix[0][${choices.below(2)}]`,
    );
  if (type === 'uint128') options.push(() => 'deep.x');
  return options.length === 0 ? undefined : pick(choices, options)();
}

export function storageStruct(w: Writer, scope: Scope, pointer: boolean): string {
  const { choices } = w;
  const e = (t: Scalar): string => expression(w, scope, t, 1);
  const pointers = scope.locals.filter((l) => l.type === 'S storage').map((l) => l.name);
  const one = (): string =>
    pick(choices, [
      `book[${e('uint256')}]`,
      'single',
      `items[${index(w, scope, 'items.length')}]`,
      'deep.s',
      ...(pointer ? pointers : []),
    ]);
  return pointer && choices.below(4) === 0
    ? `${expression(w, scope, 'bool', 1)} ? ${one()} : ${one()}`
    : one();
}

export function memoryStruct(w: Writer, scope: Scope): string {
  const { choices } = w;
  const known = scope.locals.filter((l) => l.type === 'S memory').map((l) => l.name);
  const values = FIELDS.map(([name, t]) => [name, expression(w, scope, t, 1)] as const);
  return pick(choices, [
    `S(${values.map(([, v]) => v).join(', ')})`,
    `S({${[...values]
      .reverse()
      .map(([n, v]) => `${n}: ${v}`)
      .join(', ')}})`,
    ...known,
    ...known,
    storageStruct(w, scope, false),
  ]);
}

export function callText(w: Writer, scope: Scope, callable: Callable): string {
  return `${callable.name}(${callable.parameters.map((t) => expression(w, scope, t, 1)).join(', ')})`;
}

export function literal(w: Writer, type: Scalar): string {
  const { choices } = w;
  const n = choices.below(4) === 3 ? choices.below(256) : choices.below(6);
  if (type.startsWith('uint')) return `${type}(${choices.below(12) === 0 ? `type(${type}).max` : n})`;
  if (type.startsWith('int'))
    return choices.below(12) === 0
      ? `type(${type}).min`
      : `${type}(${choices.below(3) === 0 ? '-' : ''}${n % 128})`;
  if (type === 'bool') return choices.below(2) === 0 ? 'true' : 'false';
  if (type === 'E') return pick(choices, ['E.A', 'E.B', 'E.C']);
  if (type === 'address') return pick(choices, ['msg.sender', `address(${n})`, 'address(this)']);
  return type === 'bytes4' ? `bytes4(uint32(${n}))` : 'false';
}

/** An expression of a type. */
export function expression(w: Writer, scope: Scope, wanted: Scalar, depth: number): string {
  const { choices } = w;
  if (wanted === 'KEY') return expression(w, scope, w.key, depth);
  const e = (t: Scalar, d = depth - 1): string => expression(w, scope, t, d);
  const type = wanted;
  if (depth <= 0 || choices.below(5) === 0) {
    const named = scope.locals.filter((l) => l.type === type).map((l) => l.name);
    if (named.length > 0 && choices.below(3) < 2) return pick(choices, named);
    return literal(w, type);
  }
  const isInteger = type.startsWith('int') || type.startsWith('uint');
  const options: (() => string)[] = [
    () => assignable(w, { ...scope }, type) ?? literal(w, type),
    () => assignable(w, { ...scope }, type) ?? literal(w, type),
    () => `(${e('bool')} ? ${e(type)} : ${e(type)})`,
  ];
  for (const { name, type: t } of scope.locals) {
    if (t === 'S calldata')
      for (const [field, fieldType] of FIELDS)
        if (fieldType === type)
          options.push(
            () => `${name}.${field}`,
            () => `${name}.${field}`,
          );
    if (t === 'uint256[] calldata' && type === 'uint256')
      options.push(
        () => `${name}[${index(w, scope, `${name}.length`)}]`,
        () => `${name}.length`,
      );
  }
  const callables = scope.functions.filter((f) => f.results.length === 1 && f.results[0] === type);
  if (callables.length > 0) options.push(() => callText(w, scope, pick(choices, callables)));
  if (isInteger) {
    const operators = ['+', '*', '&', '|', '^', '-', '/', '%'];
    const divide = (): string => `(${e(type)} ${pick(choices, ['/', '%'])} (${e(type)} | 1))`;
    options.push(
      divide,
      () => `(${e(type)} ${pick(choices, operators)} ${e(type)})`,
      () => `(${e(type)} + ${e(type)})`,
    );
    options.push(
      () =>
        `(${e(type)} ${pick(choices, ['<<', '>>'])} ${pick(choices, ['1', '4', 'uint8(9)', e('uint8', 0)])})`,
    );
    options.push(() => {
      const other = pick(
        choices,
        INTEGERS.filter((t) => t.startsWith(type.startsWith('u') ? 'u' : 'i')),
      );
      return `${type}(${e(other)})`;
    });
    const locals = scope.locals.filter((l) => l.type === type).map((l) => l.name);
    if (locals.length > 0) options.push(() => `${pick(choices, locals)}${pick(choices, ['++', '--'])}`);
    if (type === 'int256' || type === 'uint256')
      options.push(() => (type === 'int256' ? `int256(${e('uint256')})` : `uint256(${e('int256')})`));
    if (type.startsWith('int')) options.push(() => `(-${e(type)})`);
    options.push(() => `(~${e(type)})`);
    if (type === 'uint256') {
      options.push(() =>
        pick(choices, [
          'numbers.length',
          'items.length',
          'block.timestamp',
          'address(this).balance',
          'fixedAt',
          'deep.list.length',
          'uint256(mode)',
          'matrix.length',
          'msg.sender.balance',
          'block.number',
        ]),
      );
      options.push(
        () => `(${e('uint256')} ** ${choices.below(4)})`,
        () => `addmod(${e('uint256')}, ${e('uint256')}, ${e('uint256')})`,
      );
    }
  }
  if (type === 'bool') {
    const compared = (): string => pick(choices, [...INTEGERS]);
    const compare = (): string => {
      const t = compared();
      return `(${e(t)} ${pick(choices, ['<', '<=', '>', '>=', '==', '!='])} ${e(t)})`;
    };
    options.push(
      compare,
      compare,
      compare,
      () => `(${e('bool')} ${pick(choices, ['&&', '||', '==', '!='])} ${e('bool')})`,
      () => `!${e('bool')}`,
    );
    options.push(
      () => `(${e('address')} == ${e('address')})`,
      () => `(${e('E')} == ${e('E')})`,
    );
  }
  if (type === 'E') options.push(() => `E(${e('uint8')} % ${pick(choices, ['3', '3', '3', '4'])})`);
  if (type === 'address') options.push(() => `address(uint160(${e('uint256')}))`);
  if (type === 'bytes4')
    options.push(
      () => `bytes4(uint32(${e('uint256')}))`,
      () => `(${e('bytes4')} ${pick(choices, ['&', '|', '^'])} ${e('bytes4')})`,
    );
  return pick(choices, options)();
}
