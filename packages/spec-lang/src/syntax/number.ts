// Number literals: `1_000_000`, `1.5e18`, `0xff`, `3 ether`. Values are exact integers.

/** Factors of the unit words that may follow a number. */
export const numberUnits: ReadonlyMap<string, bigint> = new Map([
  ['wei', 1n],
  ['gwei', 10n ** 9n],
  ['ether', 10n ** 18n],
  ['seconds', 1n],
  ['minutes', 60n],
  ['hours', 3600n],
  ['days', 86400n],
  ['weeks', 604800n],
]);

/** The value of a literal with the factor of its unit, or what is wrong with it. */
export function numberValue(
  text: string,
  factor: bigint,
): { readonly value: bigint; readonly problem?: undefined } | { readonly problem: string } {
  if (/__|_$|_[.eE]|[.eE]_|^0[xX]_/.test(text)) return { problem: "'_' may only stand between digits" };
  const digits = text.replaceAll('_', '');
  if (/^0[xX]/.test(digits)) {
    if (!/^0[xX][0-9a-fA-F]+$/.test(digits)) return { problem: 'it is not a hexadecimal number' };
    return { value: BigInt(digits) * factor };
  }
  const parts = /^([0-9]+)(?:\.([0-9]+))?(?:[eE](-?)([0-9]+))?$/.exec(digits);
  if (parts === null) return { problem: 'letters follow its digits' };
  const [, whole = '0', fraction = '', sign = '', power = '0'] = parts;
  if (/^0[0-9]/.test(whole)) return { problem: 'it begins with 0' };
  // 10^1000 is far beyond any machine type; larger powers would only cost memory.
  if (power.length > 4 || Number(power) > 1000) return { problem: 'its exponent is too large' };
  const exponent = (sign === '-' ? -1 : 1) * Number(power) - fraction.length;
  const scaled = BigInt(whole + fraction) * factor;
  if (exponent >= 0) return { value: scaled * 10n ** BigInt(exponent) };
  const divisor = 10n ** BigInt(-exponent);
  if (scaled % divisor !== 0n) return { problem: 'it is not a whole number' };
  return { value: scaled / divisor };
}
