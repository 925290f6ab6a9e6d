// Built-in meanings of well-known library functions that are written in assembly. A function is recognized by the path of its
// file inside the package, its library, its signature, and pieces of its text that the meaning rests on; anything else is
// lowered as it is written. docs/decisions/0003-built-in-library-meanings.md lists them.
import type { FunctionDeclaration, Span } from '../frontend/typed-program.js';
import {
  add512,
  boolToUint,
  bubblingTokenCall,
  checkedMulDiv,
  functionCall,
  type Meaning,
  mul512,
  mulDiv,
  panicWith,
  requiredTokenCall,
  safeTransferEther,
  sendValue,
  slotPointer,
  tryGetDecimals,
  verifyCallResult,
  verifyFromTarget,
} from './known-meanings.js';
import { recognizeText, textMeaning } from './known-texts.js';
import {
  type ContractLowering,
  declarationOf,
  expressionOf,
  type FunctionLowering,
  type Value,
} from './lower-context.js';

interface KnownFunction {
  /** Endings of the file's path, one for each usual way to install the package. */
  readonly paths: readonly string[];
  readonly library: string;
  readonly signature: string;
  /** Text that must occur in the function (blanks aside), so that other versions are not mistaken for the one read. */
  readonly marks: readonly string[];
  readonly meaning: Meaning;
}

/** The meaning of a call of a library function; undefined when it is lowered like any other. */
export function knownLibrary(
  f: FunctionLowering,
  declaration: FunctionDeclaration,
  operands: readonly Value[],
  span: Span,
): Value | undefined {
  const known = recognize(f.contract, declaration);
  const read = known === undefined ? recognizeText(f.contract.program, declaration) : undefined;
  const meaning = known?.meaning ?? read?.meaning;
  if (meaning === undefined) return undefined;
  const name = known === undefined ? read?.name : `${known.library}.${known.signature}`;
  if (name !== undefined) f.contract.meanings.add(name);
  const plain = operands.map((operand) => expressionOf(f, operand, span));
  return meaning(f, plain, span, declaration);
}

/** What a function of this name in `IrContract.meanings` does, in words. */
export function meaningInWords(name: string): string {
  const read = textMeaning(name);
  return read ?? 'its built-in meaning (docs/decisions/0003-built-in-library-meanings.md)';
}

function recognize(context: ContractLowering, declaration: FunctionDeclaration): KnownFunction | undefined {
  if (declaration.contract === undefined) return undefined;
  const candidates = byName.get(declaration.name);
  if (candidates === undefined) return undefined;
  const library = declarationOf(context, declaration.contract, 'contract').name;
  const file = context.program.files[declaration.span.file];
  if (file === undefined) return undefined;
  const types = declaration.parameters.map((p) => context.types.abiName(p.type)).join(',');
  const signature = `${declaration.name}(${types})`;
  const text = squeeze(file.text.slice(declaration.span.start, declaration.span.end));
  return candidates.find(
    (known) =>
      known.library === library &&
      known.signature === signature &&
      known.paths.some((path) => file.path.endsWith(path)) &&
      known.marks.every((mark) => text.includes(squeeze(mark))),
  );
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

// --------------------------------------------------------------------------------------------------- table

function openZeppelin(
  file: string,
  library: string,
  signature: string,
  marks: readonly string[],
  meaning: Meaning,
): KnownFunction {
  const paths = [`@openzeppelin/contracts/${file}`, `openzeppelin-contracts/contracts/${file}`];
  return { paths, library, signature, marks, meaning };
}

function solmate(
  file: string,
  library: string,
  signature: string,
  marks: readonly string[],
  meaning: Meaning,
): KnownFunction {
  return { paths: [`solmate/src/${file}`], library, signature, marks, meaning };
}

const MATH = 'utils/math/Math.sol';
const SAFE_ERC20 = 'token/ERC20/utils/SafeERC20.sol';
const ADDRESS_FILE = 'utils/Address.sol';
const EMPTY_OR_CODE = 'success := and(success, and(iszero(returndatasize()), gt(extcodesize(token), 0)))';
const LOW_LEVEL = 'LowLevelCall.';
const FIXED_POINT = 'utils/FixedPointMathLib.sol';
const SOLMATE_GUARD =
  'if iszero(mul(denominator, iszero(mul(y, gt(x, div(MAX_UINT256, y)))))) { revert(0, 0) }';
const SAFE_TRANSFER = 'utils/SafeTransferLib.sol';
const SOLMATE_ACCEPTED = 'success := iszero(or(iszero(extcodesize(token)), returndatasize()))';

const KNOWN: readonly KnownFunction[] = [
  openZeppelin(
    MATH,
    'Math',
    'mulDiv(uint256,uint256,uint256)',
    [
      'Panic.panic(ternary(denominator == 0, Panic.DIVISION_BY_ZERO, Panic.UNDER_OVERFLOW))',
      'return low / denominator;',
    ],
    mulDiv,
  ),
  openZeppelin(
    MATH,
    'Math',
    'mul512(uint256,uint256)',
    ['mulmod(a, b, not(0))', 'high := sub(sub(mm, low), lt(mm, low))'],
    mul512,
  ),
  openZeppelin(MATH, 'Math', 'add512(uint256,uint256)', ['low := add(a, b)', 'high := lt(low, a)'], add512),
  openZeppelin('utils/math/SafeCast.sol', 'SafeCast', 'toUint(bool)', ['u := iszero(iszero(b))'], boolToUint),
  openZeppelin(
    'utils/Panic.sol',
    'Panic',
    'panic(uint256)',
    ['mstore(0x00, 0x4e487b71)', 'revert(0x1c, 0x24)'],
    panicWith,
  ),
  openZeppelin(
    SAFE_ERC20,
    'SafeERC20',
    '_safeTransfer(address,address,uint256,bool)',
    [EMPTY_OR_CODE, 'IERC20.transfer.selector'],
    bubblingTokenCall('transfer(address,uint256)'),
  ),
  openZeppelin(
    SAFE_ERC20,
    'SafeERC20',
    '_safeTransferFrom(address,address,address,uint256,bool)',
    [EMPTY_OR_CODE, 'IERC20.transferFrom.selector'],
    bubblingTokenCall('transferFrom(address,address,uint256)'),
  ),
  openZeppelin(
    SAFE_ERC20,
    'SafeERC20',
    '_safeApprove(address,address,uint256,bool)',
    [EMPTY_OR_CODE, 'IERC20.approve.selector'],
    bubblingTokenCall('approve(address,uint256)'),
  ),
  openZeppelin(
    SAFE_ERC20,
    'SafeERC20',
    'tryGetDecimals(address)',
    ['IERC20Metadata.decimals.selector', 'lt(mload(0x00), 0x100)'],
    tryGetDecimals,
  ),
  openZeppelin(
    ADDRESS_FILE,
    'Address',
    'sendValue(address,uint256)',
    [LOW_LEVEL, 'Errors.FailedCall()'],
    sendValue,
  ),
  openZeppelin(
    ADDRESS_FILE,
    'Address',
    'functionCallWithValue(address,bytes,uint256)',
    [LOW_LEVEL, 'AddressEmptyCode(target)'],
    functionCall('call', 2),
  ),
  openZeppelin(
    ADDRESS_FILE,
    'Address',
    'functionStaticCall(address,bytes)',
    [LOW_LEVEL, 'AddressEmptyCode(target)'],
    functionCall('staticcall', undefined),
  ),
  openZeppelin(
    ADDRESS_FILE,
    'Address',
    'functionDelegateCall(address,bytes)',
    [LOW_LEVEL, 'AddressEmptyCode(target)'],
    functionCall('delegatecall', undefined),
  ),
  openZeppelin(
    ADDRESS_FILE,
    'Address',
    'verifyCallResult(bool,bytes)',
    [LOW_LEVEL, 'Errors.FailedCall()'],
    verifyCallResult,
  ),
  openZeppelin(
    ADDRESS_FILE,
    'Address',
    'verifyCallResultFromTarget(address,bool,bytes)',
    [LOW_LEVEL, 'AddressEmptyCode(target)'],
    verifyFromTarget,
  ),
  ...['Address', 'Boolean', 'Bytes32', 'Uint256', 'Int256'].map((name) =>
    openZeppelin(
      'utils/StorageSlot.sol',
      'StorageSlot',
      `get${name}Slot(bytes32)`,
      ['r.slot := slot'],
      slotPointer,
    ),
  ),
  solmate(
    FIXED_POINT,
    'FixedPointMathLib',
    'mulDivDown(uint256,uint256,uint256)',
    [SOLMATE_GUARD, 'z := div(mul(x, y), denominator)'],
    checkedMulDiv([0, 1, 2], 'down', { kind: 'empty' }),
  ),
  solmate(
    FIXED_POINT,
    'FixedPointMathLib',
    'mulDivUp(uint256,uint256,uint256)',
    [SOLMATE_GUARD, 'z := add(gt(mod(mul(x, y), denominator), 0), div(mul(x, y), denominator))'],
    checkedMulDiv([0, 1, 2], 'up', { kind: 'empty' }),
  ),
  solmate(
    SAFE_TRANSFER,
    'SafeTransferLib',
    'safeTransferETH(address,uint256)',
    ['success := call(gas(), to, amount, 0, 0, 0, 0)', '"ETH_TRANSFER_FAILED"'],
    safeTransferEther({ kind: 'error', message: 'ETH_TRANSFER_FAILED' }),
  ),
  solmate(
    SAFE_TRANSFER,
    'SafeTransferLib',
    'safeTransfer(address,address,uint256)',
    [SOLMATE_ACCEPTED, '"TRANSFER_FAILED"'],
    requiredTokenCall('transfer(address,uint256)', { kind: 'error', message: 'TRANSFER_FAILED' }),
  ),
  solmate(
    SAFE_TRANSFER,
    'SafeTransferLib',
    'safeTransferFrom(address,address,address,uint256)',
    [SOLMATE_ACCEPTED, '"TRANSFER_FROM_FAILED"'],
    requiredTokenCall('transferFrom(address,address,uint256)', {
      kind: 'error',
      message: 'TRANSFER_FROM_FAILED',
    }),
  ),
  solmate(
    SAFE_TRANSFER,
    'SafeTransferLib',
    'safeApprove(address,address,uint256)',
    [SOLMATE_ACCEPTED, '"APPROVE_FAILED"'],
    requiredTokenCall('approve(address,uint256)', { kind: 'error', message: 'APPROVE_FAILED' }),
  ),
];

const byName = new Map<string, KnownFunction[]>();
for (const known of KNOWN) {
  const name = known.signature.slice(0, known.signature.indexOf('('));
  byName.set(name, [...(byName.get(name) ?? []), known]);
}
