// Which words are keywords. Solidity took words from its users over the years: `virtual` is a name before 0.6, `gwei` before
// 0.7. Words that solc itself tells apart by their place (`error`, `from`, `global`, `layout`, `transient` …) are names here.
import type { LanguageVersion } from './ast.js';

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

const ALWAYS = words(`abstract after anonymous as assembly break case catch constant continue contract default
  delete do else enum event external false final for function hex if import in indexed inline interface internal is let
  library mapping match memory modifier new null of payable pragma private public pure relocatable return returns static
  storage struct switch throw true try type typeof using var view while wei ether seconds minutes hours days weeks years`);
const SINCE_05 =
  words(`alias apply auto calldata constructor copyof define emit immutable implements macro mutable
  override partial promise reference sealed sizeof supports typedef unchecked`);
const SINCE_06 = words('virtual fallback receive');
const UNTIL_06 = words('szabo finney');
const SINCE_07 = words('gwei');

const SIZES = Array.from({ length: 32 }, (_, i) => i + 1);
const ELEMENTARY: ReadonlySet<string> = new Set([
  ...words('address bool string bytes byte int uint fixed ufixed'),
  ...SIZES.flatMap((size) => [`int${8 * size}`, `uint${8 * size}`, `bytes${size}`]),
]);

/** Words that are keywords in some versions only. */
export const NEWER_WORDS: ReadonlySet<string> = new Set([...SINCE_05, ...SINCE_06, ...UNTIL_06, ...SINCE_07]);

/** Whether a word is the name of an elementary type; `uint7` is not, and may be a name. */
export function isElementary(word: string): boolean {
  return ELEMENTARY.has(word) || /^u?fixed\d+x\d+$/.test(word);
}

/** Units behind a number. */
export const UNITS: ReadonlySet<string> = new Set(
  words('wei gwei szabo finney ether seconds minutes hours days weeks years'),
);

/** The words that no name can be in a file of this version; where several versions are allowed, in all of them. */
export function reservedWords(version: LanguageVersion): ReadonlySet<string> {
  const { v05, v06, v07 } = version.allowsBefore;
  return new Set([
    ...ALWAYS,
    ...(v05 ? [] : SINCE_05),
    ...(v06 ? [] : SINCE_06),
    ...(v07 ? [] : SINCE_07),
    ...(version.lowest !== undefined && v07 ? UNTIL_06 : []),
  ]);
}
