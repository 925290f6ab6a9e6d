// Numbers as people write them in Solidity: exact, but `1 ether` and `2^256 - 1` rather than 78 digits.

const ETHER = 10n ** 18n;
const GWEI = 10n ** 9n;

/**
 * A decimal integer in the shortest exact form: `2^256 - 1`, `25e18`, `12_345_678`; other texts come back unchanged.
 */
export function formatInteger(text: string): string {
  if (!/^-?\d+$/.test(text)) return text;
  const value = BigInt(text);
  if (value < 0n) return `-${formatInteger((-value).toString())}`;
  const digits = value.toString();
  const nice = nearPowerOfTwo(value) ?? scientific(digits);
  if (nice !== undefined) return nice;
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+(?!\d))/g, '_');
}

/** An amount of wei with the unit that makes it short: `1.5 ether`, `20 gwei`, `3 wei`. */
export function formatWei(text: string): string {
  if (!/^-?\d+$/.test(text)) return text;
  const value = BigInt(text);
  if (value < 0n) return `-${formatWei((-value).toString())}`;
  if (value === 0n) return '0';
  const whole = value / ETHER;
  if (value >= ETHER / 10_000n && value % (ETHER / 10_000n) === 0n && whole < 10n ** 12n) {
    const fraction = (value % ETHER).toString().padStart(18, '0').replace(/0+$/, '');
    return `${formatInteger(whole.toString())}${fraction === '' ? '' : `.${fraction}`} ether`;
  }
  if (value >= GWEI && value % GWEI === 0n && value / GWEI < 1_000_000n) {
    return `${formatInteger((value / GWEI).toString())} gwei`;
  }
  return `${formatInteger(value.toString())} wei`;
}

/** Long numbers and amounts of wei inside a sentence, each in its shortest exact form. */
export function formatNumbersIn(text: string): string {
  return text
    .replace(/(?<![\w.])(\d+) wei\b/g, (_, amount: string) => (amount === '0' ? '0 wei' : formatWei(amount)))
    .replace(/(?<![\w.])\d{13,}(?![\w.]|\.\d)/g, formatInteger);
}

function nearPowerOfTwo(value: bigint): string | undefined {
  const bits = value.toString(2).length;
  if (bits < 48) return undefined;
  for (const exponent of [bits - 1, bits]) {
    const power = 1n << BigInt(exponent);
    const rest = value - power;
    if (rest === 0n) return `2^${exponent}`;
    if (rest > -1000n && rest < 1000n)
      return `2^${exponent} ${rest < 0n ? '-' : '+'} ${rest < 0n ? -rest : rest}`;
  }
  return undefined;
}

function scientific(digits: string): string | undefined {
  const mantissa = digits.replace(/0+$/, '');
  const exponent = digits.length - mantissa.length;
  if (exponent < 9 || mantissa.length > 6) return undefined;
  // Tokens and ether count in 1e18: keep that unit when the number is a whole multiple of it.
  if (exponent >= 18 && digits.length - 18 <= 6) return `${digits.slice(0, -18)}e18`;
  return `${mantissa}e${exponent}`;
}
