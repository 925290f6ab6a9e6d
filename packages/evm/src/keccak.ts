// Keccak-256 (the original padding, as the EVM has it): selectors, mapping slots, and the EVM's own hash opcode,
// so that one recorder sees every preimage. Follows the Keccak reference, lanes as pairs of 32-bit words.

const ROUNDS = 24;
const RATE = 136;

// Rotation offsets and destinations of the combined rho and pi steps, in the order in which pi visits the lanes.
const ROTATIONS = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const LANES = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

const ROUND_CONSTANTS = roundConstants();

/** The 32-byte Keccak-256 digest of `input`. */
export function keccak256(input: Uint8Array): Uint8Array {
  const state = new Uint32Array(50);
  const block = new Uint8Array(RATE);
  let offset = 0;
  for (; offset + RATE <= input.length; offset += RATE) absorb(state, input.subarray(offset, offset + RATE));
  block.set(input.subarray(offset));
  block[input.length - offset] = 0x01;
  block[RATE - 1] = (block[RATE - 1] ?? 0) | 0x80;
  absorb(state, block);
  return new Uint8Array(state.buffer.slice(0, 32));
}

function absorb(state: Uint32Array, block: Uint8Array): void {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  for (let word = 0; word < RATE / 4; word++) {
    state[word] = (state[word] as number) ^ view.getUint32(4 * word, true);
  }
  permute(state);
}

// `state` holds lane i as low word 2i and high word 2i+1. The casts reflect fixed in-range indices.
function permute(state: Uint32Array): void {
  const parity = new Uint32Array(10);
  const row = new Uint32Array(10);
  for (let round = 0; round < ROUNDS; round++) {
    for (let x = 0; x < 10; x++) {
      parity[x] =
        at(state, x) ^ at(state, x + 10) ^ at(state, x + 20) ^ at(state, x + 30) ^ at(state, x + 40);
    }
    for (let x = 0; x < 5; x++) {
      const before = 2 * ((x + 4) % 5);
      const after = 2 * ((x + 1) % 5);
      const low = at(parity, before) ^ ((at(parity, after) << 1) | (at(parity, after + 1) >>> 31));
      const high = at(parity, before + 1) ^ ((at(parity, after + 1) << 1) | (at(parity, after) >>> 31));
      for (let y = 0; y < 50; y += 10) {
        state[y + 2 * x] = at(state, y + 2 * x) ^ low;
        state[y + 2 * x + 1] = at(state, y + 2 * x + 1) ^ high;
      }
    }
    let low = at(state, 2);
    let high = at(state, 3);
    for (let step = 0; step < 24; step++) {
      const lane = 2 * (LANES[step] as number);
      const nextLow = at(state, lane);
      const nextHigh = at(state, lane + 1);
      const turn = ROTATIONS[step] as number;
      const [a, b] = turn < 32 ? [low, high] : [high, low];
      const shift = turn % 32;
      // A shift by 32 would be a shift by 0 in JavaScript; no offset is a multiple of 32.
      state[lane] = (a << shift) | (b >>> (32 - shift));
      state[lane + 1] = (b << shift) | (a >>> (32 - shift));
      low = nextLow;
      high = nextHigh;
    }
    for (let y = 0; y < 50; y += 10) {
      for (let x = 0; x < 10; x++) row[x] = at(state, y + x);
      for (let x = 0; x < 10; x++) {
        state[y + x] = at(row, x) ^ (~at(row, (x + 2) % 10) & at(row, (x + 4) % 10));
      }
    }
    state[0] = at(state, 0) ^ at(ROUND_CONSTANTS, 2 * round);
    state[1] = at(state, 1) ^ at(ROUND_CONSTANTS, 2 * round + 1);
  }
}

function at(words: Uint32Array, index: number): number {
  return words[index] as number;
}

// The iota constants come from an 8-bit LFSR (Keccak reference, section 1.2): bit 2^j - 1 of a round is its j-th output.
function roundConstants(): Uint32Array {
  const constants = new Uint32Array(2 * ROUNDS);
  let register = 1;
  for (let round = 0; round < ROUNDS; round++) {
    for (let j = 0; j < 7; j++) {
      if ((register & 1) === 1) {
        const bit = 2 ** j - 1;
        const word = 2 * round + (bit >= 32 ? 1 : 0);
        constants[word] = at(constants, word) ^ (1 << (bit % 32));
      }
      register = register & 0x80 ? (register << 1) ^ 0x171 : register << 1;
    }
  }
  return constants;
}
