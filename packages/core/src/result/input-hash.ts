// The hash that tells whether a report is still about the same input.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { VERSION } from '../version.js';

/** Hash of all texts by path, the tool and what shaped the work (the solver's name): equal hashes give equal verdicts. */
export function inputHash(how: string, texts: ReadonlyMap<string, string>): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([VERSION, how, ...[...texts].sort()]))));
}
