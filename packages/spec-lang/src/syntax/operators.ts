// The operators of expressions: how strongly they bind, and what to write for those of other languages.

/** Binding strength of the binary operators, loosest first. */
export const strengths: ReadonlyMap<string, number> = new Map([
  ['=>', 1],
  ['||', 2],
  ['&&', 3],
  ['==', 4],
  ['!=', 4],
  ['<', 5],
  ['<=', 5],
  ['>', 5],
  ['>=', 5],
  ['in', 5],
  ['is', 5],
  ['accepts', 5],
  ['+', 6],
  ['-', 6],
  ['*', 7],
  ['/', 7],
  ['%', 7],
  ['**', 8],
]);

/** Strength of `+`: what the ends of a range and the sides of a comparison are made of. */
export const sumStrength = 6;

/** Operators that specifications do not have, each with what to write instead. */
export const notOffered: ReadonlyMap<string, string> = new Map([
  ['&', 'for conditions write `&&`; specifications have no bit operations'],
  ['|', 'for conditions write `||`; specifications have no bit operations'],
  ['^', 'for powers write `**`; specifications have no bit operations'],
  ['<<', 'write `* 2 ** n`'],
  ['>>', 'write `/ 2 ** n`'],
  ['<=>', 'write `==`, which is equivalence between conditions'],
  ['=', 'to compare write `==`; specifications assign nothing'],
  ['++', 'specifications assign nothing'],
  ['--', 'specifications assign nothing'],
  ['+=', 'specifications assign nothing'],
  ['-=', 'specifications assign nothing'],
  ['*=', 'specifications assign nothing'],
  ['/=', 'specifications assign nothing'],
]);
