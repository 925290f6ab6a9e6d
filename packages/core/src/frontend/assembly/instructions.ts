// The instructions of the EVM as functions of Yul: how many words each takes and gives.

/** Arguments and results of an instruction. */
export interface Instruction {
  readonly arguments: number;
  readonly results: number;
  /** Came with a later compiler: in old code the name may be declared as any other. */
  readonly late: boolean;
}

const table = new Map<string, Instruction>();

function define(names: string, operands: number, results: number, late = false): void {
  for (const name of names.split(' ')) table.set(name, { arguments: operands, results, late });
}

define('stop invalid', 0, 0);
define('add sub mul div sdiv mod smod exp lt gt slt sgt eq and or xor byte shl shr sar', 2, 1);
define('signextend keccak256', 2, 1);
define('not iszero', 1, 1);
define('clz', 1, 1, true);
define('addmod mulmod', 3, 1);
define('pop selfdestruct', 1, 0);
define('mload sload calldataload balance extcodesize extcodehash blockhash', 1, 1);
define('tload blobhash', 1, 1, true);
define('mstore mstore8 sstore return revert', 2, 0);
define('tstore', 2, 0, true);
define('calldatacopy codecopy returndatacopy', 3, 0);
define('mcopy', 3, 0, true);
define('extcodecopy', 4, 0);
define('gas address selfbalance caller callvalue calldatasize codesize returndatasize msize', 0, 1);
define('chainid origin gasprice coinbase timestamp number difficulty gaslimit', 0, 1);
define('basefee blobbasefee prevrandao', 0, 1, true);
define('pc', 0, 1);
define('create', 3, 1);
define('create2', 4, 1);
define('call callcode', 7, 1);
define('staticcall delegatecall', 6, 1);
define('log0', 2, 0);
define('log1', 3, 0);
define('log2', 4, 0);
define('log3', 5, 0);
define('log4', 6, 0);

/** Older names of instructions. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['sha3', 'keccak256'],
  ['suicide', 'selfdestruct'],
]);

/** The instruction of a name with the name it goes by today; undefined when there is none. */
export function instructionNamed(
  name: string,
  before05: boolean,
): (Instruction & { readonly name: string }) | undefined {
  const today = before05 ? (OLD_NAMES.get(name) ?? name) : name;
  const found = table.get(today);
  return found === undefined ? undefined : { ...found, name: today };
}
