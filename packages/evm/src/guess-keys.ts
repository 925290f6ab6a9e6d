// Mapping keys for slots that no preimage explains: words that occur in the run are tried, level by level of nested mappings.

import { concatBytes, fromHex, toBigInt, toBytes, toHex, WORD_MODULUS, wordHex } from './bytes.js';
import type { StorageLayout, StorageType } from './contract.js';
import type { DecodedState, Preimage, Preimages } from './decode-storage.js';
import { keccak256 } from './keccak.js';

/** Hashes computed in search of keys; a mapping of mappings of mappings could take a million and more. */
const hashLimit = 20_000;

/** A struct or an array of fixed length in a mapping may take up several slots. */
const slotsSearched = 64n;

/** The search for keys: what is known, what is still to be explained, and what it may yet cost. */
interface Search {
  readonly layout: StorageLayout;
  readonly guesses: readonly bigint[];
  readonly preimages: Preimages;
  readonly open: readonly bigint[];
  readonly found: Map<string, readonly Preimage[]>;
  budget: number;
}

/** The preimages with those guessed keys that explain a slot; undefined when none does. At most `hashLimit` hashes. */
export function guessPreimages(
  layout: StorageLayout,
  guesses: readonly bigint[],
  preimages: Preimages,
  state: DecodedState,
): Preimages | undefined {
  const open = state.unexplained.map(({ slot }) => BigInt(slot));
  const search: Search = { layout, guesses, preimages, open, found: new Map(), budget: hashLimit };
  for (const entry of layout.storage) searchBelow(search, entry.type, BigInt(entry.slot));
  if (search.found.size === 0) return undefined;
  const wider = new Map(preimages);
  for (const [root, found] of search.found) wider.set(root, [...(wider.get(root) ?? []), ...found]);
  return wider;
}

/** Whether a guess below a place of a type explains a slot; the keys that lead there are noted. */
function searchBelow(search: Search, typeId: string, slot: bigint): boolean {
  const type = search.layout.types[typeId];
  if (type === undefined) return false;
  if (type.encoding === 'mapping') return searchMapping(search, type, slot);
  let found = false;
  for (const member of type.members ?? [])
    if (searchBelow(search, member.type, slot + BigInt(member.slot))) found = true;
  return found;
}

function searchMapping(search: Search, type: StorageType, slot: bigint): boolean {
  const { layout, open, preimages } = search;
  const value = type.value ?? '';
  const root = wordHex(slot);
  const known = preimages.get(root) ?? [];
  let found = false;
  // Keys that were met: only what lies deeper is in question.
  for (const { hash } of known) if (searchBelow(search, value, BigInt(hash))) found = true;
  const key = layout.types[type.key ?? ''];
  if (key === undefined || key.encoding === 'bytes') return found;
  const deeper = hasMapping(layout, value, new Set());
  for (const guess of search.guesses) {
    if (search.budget <= 0) return found;
    search.budget--;
    const word = toBytes(guess);
    const hash = keccak256(concatBytes(word, fromHex(root)));
    if (known.some((preimage) => preimage.hash === toHex(hash))) continue;
    const place = toBigInt(hash);
    const near = open.some((one) => BigInt.asUintN(256, one - place + WORD_MODULUS) < slotsSearched);
    const below = deeper && searchBelow(search, value, place);
    if (!near && !below) continue;
    search.found.set(root, [...(search.found.get(root) ?? []), { key: word, hash: toHex(hash) }]);
    found = true;
  }
  return found;
}

/** Whether a mapping lies in a value of a type, without an array of unknown length in between. */
function hasMapping(layout: StorageLayout, typeId: string, seen: Set<string>): boolean {
  const type = layout.types[typeId];
  if (type === undefined || seen.has(typeId)) return false;
  seen.add(typeId);
  if (type.encoding === 'mapping') return true;
  return (type.members ?? []).some((member) => hasMapping(layout, member.type, seen));
}
