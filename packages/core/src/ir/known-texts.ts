// Built-in meanings of library functions that are recognized by their whole text, wherever a copy of it lies: comments, white
// space and the name of the library aside, the text is the one that was read and tested on the EVM.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { lex } from '../frontend/lexer.js';
import type { FunctionDeclaration, TypedProgram } from '../frontend/typed-program.js';
import type { Failure } from './ir.js';
import {
  checkedMulDiv,
  fullMulDiv,
  type Meaning,
  requiredTokenCall,
  safeTransferEther,
  strictTokenCall,
} from './known-meanings.js';
import { DIVISION_BY_ZERO } from './lower-arithmetic.js';
import { panic } from './lower-context.js';

/** A function that is known by its text. */
export interface KnownText {
  /** Library, function, and the version it was read from. */
  readonly name: string;
  /** The name of the function. */
  readonly function: string;
  /** What it does, for people. */
  readonly words: string;
  /** First 16 hex digits of the Keccak-256 hash of its tokens, joined by spaces. */
  readonly digest: string;
  /** Tokens that its file must contain: constants and private functions that the meaning rests on. */
  readonly context: readonly string[];
  readonly meaning: Meaning;
}

/** The entry for a function with this text; undefined when it is not known. */
export function recognizeText(
  program: TypedProgram,
  declaration: FunctionDeclaration,
): KnownText | undefined {
  const candidates = byFunction.get(declaration.name);
  const file = program.files[declaration.span.file];
  if (candidates === undefined || file === undefined) return undefined;
  const digest = digestOf(file.text.slice(declaration.span.start, declaration.span.end));
  const known = candidates.find((candidate) => candidate.digest === digest);
  if (known === undefined) return undefined;
  const whole = known.context.length === 0 ? '' : tokensOf(file.text);
  return known.context.every((part) => whole.includes(tokensOf(part))) ? known : undefined;
}

/** What the function of this name does, in words. */
export function textMeaning(name: string): string | undefined {
  return KNOWN_TEXTS.find((known) => known.name === name)?.words;
}

/** The digest of a function's text. */
export function digestOf(text: string): string {
  return bytesToHex(keccak_256(utf8ToBytes(tokensOf(text)))).slice(0, 16);
}

function tokensOf(text: string): string {
  return lex(text)
    .map((token) => token.text)
    .join(' ')
    .trim();
}

const WAD = 10n ** 18n;
const EMPTY: Failure = { kind: 'empty' };

function failed(name: string): Failure {
  return { kind: 'custom', name, arguments: [] };
}

/** All functions that are known by their text. */
export const KNOWN_TEXTS: readonly KnownText[] = [
  {
    name: 'OpenZeppelin 4.9 Math.mulDiv',
    function: 'mulDiv',
    words:
      'floor(x * y / denominator), exactly; Panic(0x12) for denominator 0, an error when the result exceeds 2^256 - 1',
    digest: 'a94608b00f667b2d',
    context: [],
    meaning: fullMulDiv([0, 1, 2], panic(DIVISION_BY_ZERO), () => ({
      kind: 'error',
      message: 'Math: mulDiv overflow',
    })),
  },
  {
    name: 'PRBMath 4.2 mulDiv',
    function: 'mulDiv',
    words:
      'floor(x * y / denominator), exactly; Panic(0x12) for denominator 0, an error when the result exceeds 2^256 - 1',
    digest: '0a677bae502105df',
    context: [],
    meaning: fullMulDiv([0, 1, 2], panic(DIVISION_BY_ZERO), (factors) => ({
      kind: 'custom',
      name: 'PRBMath_MulDiv_Overflow',
      arguments: factors,
    })),
  },
  {
    name: 'PRBMath 4.2 mulDiv18',
    function: 'mulDiv18',
    words: 'floor(x * y / 1e18), exactly; an error when the result exceeds 2^256 - 1',
    digest: 'fd962cc138fc0c50',
    context: [
      'uint256 constant UNIT = 1e18;',
      'uint256 constant UNIT_LPOTD = 262144;',
      'uint256 constant UNIT_INVERSE = 78156646155174841979727994598816262306175212592076161876661_508869554232690281;',
    ],
    meaning: fullMulDiv([0, 1, WAD], EMPTY, ([x, y]) => ({
      kind: 'custom',
      name: 'PRBMath_MulDiv18_Overflow',
      arguments: x === undefined || y === undefined ? [] : [x, y],
    })),
  },
  {
    name: 'Uniswap v3 FullMath.mulDiv',
    function: 'mulDiv',
    words:
      'floor(a * b / denominator), exactly; reverts for denominator 0 and when the result exceeds 2^256 - 1',
    digest: 'af2cc4c300119a42',
    context: [],
    meaning: fullMulDiv([0, 1, 2], EMPTY, () => EMPTY),
  },
  {
    name: 'solady 0.1 FixedPointMathLib.fullMulDiv',
    function: 'fullMulDiv',
    words: 'floor(x * y / d), exactly; FullMulDivFailed() for d 0 and when the result exceeds 2^256 - 1',
    digest: 'd62dbde743b85044',
    context: [],
    meaning: fullMulDiv([0, 1, 2], failed('FullMulDivFailed'), () => failed('FullMulDivFailed')),
  },
  ...(['down', 'up'] as const).flatMap((rounding): readonly KnownText[] => {
    const [up, round] = rounding === 'up' ? ['Up', 'ceil'] : ['', 'floor'];
    return [
      {
        name: `solady 0.1 FixedPointMathLib.mulDiv${up}`,
        function: `mulDiv${up}`,
        words: `${round}(x * y / d); MulDivFailed() for d 0 and when x * y exceeds 2^256 - 1`,
        digest: up === '' ? '67eba32e538e9c92' : '359d192ee7b56aa1',
        context: [],
        meaning: checkedMulDiv([0, 1, 2], rounding, failed('MulDivFailed')),
      },
      {
        name: `solady 0.1 FixedPointMathLib.mulWad${up}`,
        function: `mulWad${up}`,
        words: `${round}(x * y / 1e18); MulWadFailed() when x * y exceeds 2^256 - 1`,
        digest: up === '' ? 'd76d6781f9afe60f' : 'fb797c6a9e8e7720',
        context: ['uint256 internal constant WAD = 1e18;'],
        meaning: checkedMulDiv([0, 1, WAD], rounding, failed('MulWadFailed')),
      },
      {
        name: `solady 0.1 FixedPointMathLib.divWad${up}`,
        function: `divWad${up}`,
        words: `${round}(x * 1e18 / y); DivWadFailed() for y 0 and when x * 1e18 exceeds 2^256 - 1`,
        digest: up === '' ? '9014288638f54691' : '59c8c7e4f6e8f3c0',
        context: ['uint256 internal constant WAD = 1e18;'],
        meaning: checkedMulDiv([0, WAD, 1], rounding, failed('DivWadFailed')),
      },
    ];
  }),
  ...(
    [
      ['safeTransfer', 'transfer(address,uint256)', 'TransferFailed', '81471c2838392215'],
      ['safeTransferFrom', 'transferFrom(address,address,uint256)', 'TransferFromFailed', '00a1e12369235cd1'],
      ['safeApprove', 'approve(address,uint256)', 'ApproveFailed', '12478c3284458131'],
    ] as const
  ).map(
    ([name, signature, error, digest]): KnownText => ({
      name: `solady 0.1 SafeTransferLib.${name}`,
      function: name,
      words: `calls ${signature} of the token; ${error}() unless it has code, does not revert and answers true or nothing`,
      digest,
      context: [],
      meaning: requiredTokenCall(signature, failed(error)),
    }),
  ),
  {
    name: 'solady 0.1 SafeTransferLib.safeTransferETH',
    function: 'safeTransferETH',
    words: 'sends ether with all gas; ETHTransferFailed() unless the receiver takes it',
    digest: '3e58a450fde10390',
    context: [],
    meaning: safeTransferEther(failed('ETHTransferFailed')),
  },
  ...(
    [
      ['safeTransfer', 'transfer(address,uint256)', 'GPv2: failed transfer', 'd6e1e54252e7c60c'],
      [
        'safeTransferFrom',
        'transferFrom(address,address,uint256)',
        'GPv2: failed transferFrom',
        'd268fa05e463686e',
      ],
    ] as const
  ).map(
    ([name, signature, message, digest]): KnownText => ({
      name: `Aave v3 GPv2SafeERC20.${name}`,
      function: name,
      words: `calls ${signature} of the token, whose revert bubbles up; an error unless it has code and answers true or nothing`,
      digest,
      context: [
        `switch returndatasize() case 0 { if iszero(extcodesize(token)) { revertWithMessage(20, 'GPv2: not a contract') }
         success := 1 } case 32 { returndatacopy(0, 0, returndatasize()) success := iszero(iszero(mload(0))) }
         default { revertWithMessage(31, 'GPv2: malformed transfer result') }`,
      ],
      meaning: strictTokenCall(signature, message),
    }),
  ),
];

const byFunction = new Map<string, KnownText[]>();
for (const known of KNOWN_TEXTS)
  byFunction.set(known.function, [...(byFunction.get(known.function) ?? []), known]);
