// Statements that need declarations of their own: libraries, operators of value types, function values, try, transient storage.
import { assignable, expression, memoryStruct, storageStruct } from './program-expression.js';
import { FEATURES } from './program-features.js';
import { fresh, type Made, plain, type Scalar, type Scope, type Writer } from './program-writer.js';
import { pick } from './random.js';

/** A statement of one of the features in use. */
export function special(w: Writer, scope: Scope): Made {
  const { choices } = w;
  const e = (type: Scalar): string => expression(w, scope, type, 1);
  const u = assignable(w, scope, 'uint256') ?? 'total';
  const f = fresh(w);
  const memory = scope.locals.filter((l) => l.type === 'S memory').map((l) => l.name);
  const arrays = scope.locals.filter((l) => l.type === 'uint256[] memory').map((l) => l.name);
  const calldata = scope.locals.filter((l) => l.type === 'S calldata').map((l) => l.name);
  const lists = scope.locals.filter((l) => l.type === 'uint256[] calldata').map((l) => l.name);
  const options: string[] = [
    `total += ${storageStruct(w, scope, false)}.bump(${e('uint64')});`,
    `${u} = ${e('uint256')}.clamp(${e('uint256')});`,
    'price = price + price;',
    `if (price < Price.wrap(${e('uint128')})) price = price + Price.wrap(${e('uint128')});`,
    `{ function(uint256) internal returns (uint256) ${f} = ${e('bool')} ? double : hook; ${u} = ${f}(${e('uint256')}); }`,
    `try this.probe(${e('uint256')}) returns (uint256 ${f}) { total = ${f}; } catch { unchecked { total += 2; } }`,
    `total ^= this.probe(${e('uint256')});`,
    `scratch = ${e('uint256')}; total |= scratch;`,
    `scratch ^= 3; total &= ~scratch;`,
    `text = ${e('bool')} ? "abc" : "a longer text than fits in one word of storage";`,
    `pair.two[${e('uint256')} % 2] = ${e('uint256')};`,
    `pairs[${e('bool')}] = pair;`,
    `pair = pairs[${e('bool')}];`,
    `{ Pair memory ${f} = pairs[${e('bool')}]; ${f}.first = ${memoryStruct(w, scope)}; ${f}.two[${e('uint256')} % 2] ^= 5; pair = ${f}; ${f}.first.n = 3; pairs[${e('bool')}] = ${f}; }`,
    `{ (uint256 ${f}, ) = splitAt(${e('uint256')}); (, total) = splitAt(${f}); }`,
    `(total, ${u === 'total' ? 'four[0]' : u}) = splitAt(${e('uint256')});`,
    `{ uint256[3] memory ${f} = [${e('uint256')}, ${e('uint256')}, 7]; total ^= ${f}[${e('uint256')} % 3]; }`,
    `{ S[] memory ${f} = items; if (${f}.length > 0) { ${f}[0].n = 9; single = ${f}[${f}.length - 1]; } }`,
    `{ S[2] memory ${f}; ${f}[1] = ${memoryStruct(w, scope)}; ${f}[0] = ${f}[1]; ${f}[0].e = ${e('E')}; single = ${f}[1]; }`,
    `{ S memory ${f} = single; Lib.spoil(${f}); book[${e('uint256')}] = ${f}; }`,
    `{ uint8[] storage ${f} = matrix[0]; ${f}.push(${e('uint8')}); if (${e('bool')}) ${f}.pop(); }`,
    `(numbers[0], numbers[1]) = (numbers[1], numbers[0]);`,
    `four = [uint256(1), ${e('uint256')}, 3, ${e('uint256')}];`,
    `owner = ${e('bool')} ? msg.sender : address(this);`,
    ...memory.flatMap((m) => [`${m} = Lib.spoil(${m});`, `book[${e('uint256')}] = Lib.spoil(${m});`]),
    ...arrays.flatMap((a) => [`total ^= Lib.sum(${a});`, `${a}.length > 1 ? ${a}[1] = 3 : ${u} = 4;`]),
    ...calldata.flatMap((c) => [
      `single = ${c};`,
      `{ S memory ${f} = ${c}; ${f}.n ^= 1; items.push(${f}); }`,
      `items.push(${c});`,
    ]),
    ...lists.flatMap((l) => [
      `deep.list = ${l};`,
      `total ^= Lib.sum(${l});`,
      `{ uint256[] memory ${f} = ${l}; if (${f}.length > 0) ${f}[0] ^= 1; deep.list = ${f}; }`,
    ]),
  ];
  // Nested blocks of unchecked arithmetic are no Solidity.
  const allowed = (list: readonly string[]): readonly string[] =>
    list.filter((o) => !scope.unchecked || !o.includes('unchecked'));
  const more = allowed(
    FEATURES.filter((feature) => w.features.has(feature.name)).flatMap((feature) =>
      feature.statements({ e, local: fresh(w), target: u, memory, arrays, slices: lists }),
    ),
  );
  return plain(
    more.length > 0 && choices.below(2) === 0 ? pick(choices, more) : pick(choices, allowed(options)),
  );
}
