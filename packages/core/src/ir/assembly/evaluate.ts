// Instructions: what each gives and does, operands evaluated from the last to the first.
import type { YulExpression } from '../../frontend/assembly/yul.js';
import type { Span } from '../../frontend/typed-program.js';
import {
  ADDRESS,
  BOOL,
  BYTES,
  binary,
  builtin,
  conditional,
  fixedBytesType,
  intType,
  lessOrEqual,
  number,
  UINT256,
  wrap,
} from '../build.js';
import type { EnvironmentName, Expression, IrType } from '../ir.js';
import { emit, require } from '../lower-context.js';
import { callByInstruction } from './calls.js';
import { invalid, revertByInstruction, stop } from './exits.js';
import { readExternal, returnedData } from './externals.js';
import { hashMemory } from './hash.js';
import { sameBase, valueWord, type Word } from './memory.js';
import {
  calldataContents,
  loadCalldata,
  loadMemory,
  memoryContents,
  storeByte,
  storeMemory,
  writeBytes,
  writeUnknown,
} from './memory-access.js';
import { eventOfTopic } from './selectors.js';
import { type Assembly, arbitrary, arbitraryWord, fixed, here, numberWord, refuse } from './state.js';
import {
  loadSlot,
  loadTransient,
  movedFact,
  slotFact,
  storeSlot,
  storeTransient,
  withFact,
} from './storage.js';
import {
  byteAt,
  combineBits,
  complement,
  extendSign,
  leadingZeros,
  shiftArithmetic,
  shiftLeft,
  shiftRight,
} from './word-bits.js';
import { formOf, isTrue, numberOf, rememberForm, sameWord, truth } from './word-form.js';
import { addressOf, wordOf } from './word-values.js';
import {
  addModulo,
  addWords,
  divideSigned,
  divideWords,
  isEqual,
  isLess,
  isLessSigned,
  isZero,
  multiplyModulo,
  multiplyWords,
  powerWords,
  remainderSigned,
  remainderWords,
  subtractWords,
} from './words.js';

/** The word of an expression; `call` expands a function of the assembly. */
export function evaluate(a: Assembly, expression: YulExpression, call: ExpandCall): Word {
  const [only] = evaluateAll(a, expression, call);
  // A function that does not come back leaves nothing; the path has ended.
  return only ?? { kind: 'lost' };
}

/** Expands a call of a function: its results, none when it does not come back. */
export type ExpandCall = (
  a: Assembly,
  expression: Extract<YulExpression, { kind: 'call' }>,
  operands: readonly Word[],
) => readonly Word[];

/** The words of an expression: one, or the results of a function. Empty when the path ended. */
export function evaluateAll(a: Assembly, expression: YulExpression, call: ExpandCall): readonly Word[] {
  switch (expression.kind) {
    case 'literal':
      return [valueWord(number(expression.value))];
    case 'variable': {
      const word = here(a).words.get(expression.variable);
      if (word === undefined) throw new Error(`${expression.variable.name} has no word`);
      return [word];
    }
    case 'external':
      return [readExternal(a, expression)];
    case 'builtin':
    case 'call': {
      const operands: Word[] = [];
      for (const part of [...expression.arguments].reverse()) {
        operands.unshift(evaluate(a, part, call));
        if (a.known === undefined) return [];
      }
      if (expression.kind === 'call') return call(a, expression, operands);
      const result = instruction(a, expression.name, operands, expression.span);
      return result === undefined ? [] : [result];
    }
    default:
      return expression satisfies never;
  }
}

const BYTES32 = fixedBytesType(32);

type Pure = (a: Expression, b: Expression, c: Expression) => Expression;

const PURE: ReadonlyMap<string, Pure> = new Map<string, Pure>([
  ['mul', multiplyWords],
  ['div', divideWords],
  ['sdiv', divideSigned],
  ['mod', remainderWords],
  ['smod', remainderSigned],
  ['exp', powerWords],
  ['addmod', addModulo],
  ['mulmod', multiplyModulo],
  ['slt', isLessSigned],
  ['sgt', (x, y) => isLessSigned(y, x)],
  ['iszero', isZero],
  ['not', complement],
  ['and', (x, y) => combineBits('bitAnd', x, y)],
  ['or', (x, y) => combineBits('bitOr', x, y)],
  ['xor', (x, y) => combineBits('bitXor', x, y)],
  ['shl', shiftLeft],
  ['shr', shiftRight],
  ['sar', shiftArithmetic],
  ['byte', byteAt],
  ['signextend', extendSign],
  ['clz', leadingZeros],
]);

const ENVIRONMENT: ReadonlyMap<string, readonly [EnvironmentName, IrType]> = new Map<
  string,
  readonly [EnvironmentName, IrType]
>([
  ['address', ['this', ADDRESS]],
  ['caller', ['msg.sender', ADDRESS]],
  ['callvalue', ['msg.value', UINT256]],
  ['origin', ['tx.origin', ADDRESS]],
  ['gasprice', ['tx.gasprice', UINT256]],
  ['timestamp', ['block.timestamp', UINT256]],
  ['number', ['block.number', UINT256]],
  ['chainid', ['block.chainid', UINT256]],
  ['basefee', ['block.basefee', UINT256]],
  ['blobbasefee', ['block.blobbasefee', UINT256]],
  ['coinbase', ['block.coinbase', ADDRESS]],
  ['prevrandao', ['block.prevrandao', UINT256]],
  ['difficulty', ['block.prevrandao', UINT256]],
  ['gaslimit', ['block.gaslimit', UINT256]],
  ['gas', ['gasleft', UINT256]],
]);

/** The value of an instruction; undefined when it has none. */
function instruction(a: Assembly, name: string, operands: readonly Word[], span: Span): Word | undefined {
  const word = (index: number): Word => operands[index] ?? { kind: 'lost' };
  const value = (index: number): Expression => numberWord(a, word(index), span);
  const give = (expression: Expression): Word => valueWord(fixed(a, expression, span));
  const pure = PURE.get(name);
  if (pure !== undefined) return give(pure(...numbers(a, operands, span)));
  const environment = ENVIRONMENT.get(name);
  if (environment !== undefined) {
    const [of, type] = environment;
    const read = fixed(a, { type, kind: 'environment', name: of }, span);
    return valueWord(wordOf(read) ?? read);
  }
  switch (name) {
    case 'add':
      return addition(a, word(0), word(1), span);
    case 'sub':
      return subtraction(a, word(0), word(1), span);
    case 'lt':
    case 'gt':
    case 'eq':
      return comparison(a, name, word(0), word(1), span);
    case 'pop':
      return undefined;
    case 'mload':
      return loadMemory(a, word(0), span);
    case 'mstore':
      storeMemory(a, word(0), word(1), span);
      return undefined;
    case 'mstore8':
      storeByte(a, word(0), word(1), span);
      return undefined;
    case 'mcopy':
      writeBytes(a, word(0), memoryContents(a, word(1), value(2)), value(2));
      return undefined;
    case 'keccak256':
      return hashMemory(a, word(0), value(1), span);
    case 'sload':
      return valueWord(loadSlot(a, value(0), span));
    case 'sstore':
      storeSlot(a, value(0), value(1), span);
      return undefined;
    case 'tload':
      return valueWord(loadTransient(a, value(0), span));
    case 'tstore':
      storeTransient(a, value(0), value(1), span);
      return undefined;
    case 'calldataload':
      return loadCalldata(a, word(0), span);
    case 'calldatasize':
      return valueWord(
        builtin('bytes.length', [{ type: BYTES, kind: 'environment', name: 'msg.data' }], UINT256),
      );
    case 'calldatacopy': {
      const contents = calldataContents(word(1), value(2));
      const kept = contents === undefined ? undefined : fixed(a, contents, span);
      // The data of the call stays what it is.
      if (kept?.kind === 'local' && contents?.kind === 'environment') rememberForm(kept.local, contents);
      writeBytes(a, word(0), kept, value(2));
      return undefined;
    }
    case 'codecopy':
      writeUnknown(a, word(0), value(2));
      return undefined;
    case 'extcodecopy':
      writeUnknown(a, word(1), value(3));
      return undefined;
    case 'returndatasize':
      return valueWord(returnedData(a, span).size);
    case 'returndatacopy':
      copyReturned(a, word(0), value(1), value(2), span);
      return undefined;
    case 'balance':
      return give(builtin('balance', [addressOf(value(0))], UINT256));
    case 'selfbalance':
      return give(builtin('balance', [{ type: ADDRESS, kind: 'environment', name: 'this' }], UINT256));
    case 'extcodesize': {
      const size = wrap(arbitrary(a.f, intType(false, 64), 'code size', span), UINT256);
      const some = fixed(a, conditional(isTrue(size), size, number(1)), span);
      const has = fixed(a, builtin('hasCode', [addressOf(value(0))], BOOL), span);
      return give(conditional(has, some, number(0)));
    }
    case 'extcodehash':
      return give(wrap(builtin('codehash', [addressOf(value(0))], BYTES32), UINT256));
    case 'blockhash':
      return give(wrap(builtin('blockhash', [value(0)], BYTES32), UINT256));
    case 'codesize':
    case 'msize':
    case 'pc':
    case 'blobhash':
      return valueWord(arbitraryWord(a, name, span));
    case 'call':
    case 'staticcall':
    case 'delegatecall': {
      const valued = name === 'call' ? 1 : 0;
      return valueWord(
        callByInstruction(
          a,
          {
            callKind: name,
            target: word(1),
            value: valued === 1 ? value(2) : number(0),
            input: word(2 + valued),
            inputSize: value(3 + valued),
            output: word(4 + valued),
            outputSize: value(5 + valued),
          },
          span,
        ),
      );
    }
    case 'log0':
    case 'log1':
    case 'log2':
    case 'log3':
    case 'log4':
      emit(a.f, { kind: 'emit', event: eventName(a, operands[2]), arguments: [], raw: true, span });
      return undefined;
    case 'revert':
      revertByInstruction(a, word(0), value(1), span);
      return undefined;
    case 'invalid':
      invalid(a, span);
      return undefined;
    case 'return':
    case 'stop':
      stop(a, span);
      return undefined;
    case 'selfdestruct':
      emit(a.f, { kind: 'selfdestruct', beneficiary: addressOf(value(0)), span });
      a.known = undefined;
      return undefined;
    default:
      return refuse(`the instruction ${name}`, span);
  }
}

/** The declared event of the first topic; no name when the topic is not known. */
function eventName(a: Assembly, topic: Word | undefined): string {
  const known = topic?.kind === 'value' ? numberOf(formOf(topic.expression)) : undefined;
  return known === undefined ? '' : (eventOfTopic(a.f.contract, known) ?? '');
}

function numbers(
  a: Assembly,
  operands: readonly Word[],
  span: Span,
): readonly [Expression, Expression, Expression] {
  const at = (i: number): Expression => {
    const word = operands[i];
    return word === undefined ? number(0) : numberWord(a, word, span);
  };
  return [at(0), at(1), at(2)];
}

/** Sums keep what is known of addresses and slots. */
function addition(a: Assembly, x: Word, y: Word, span: Span): Word {
  for (const [address, other] of [
    [x, y],
    [y, x],
  ] as const) {
    if (address.kind === 'pointer' && other.kind === 'value') {
      const offset = fixed(a, addWords(address.offset, other.expression), span);
      return { ...address, offset };
    }
  }
  if (x.kind === 'value' && y.kind === 'value') {
    const sum = addWords(x.expression, y.expression);
    for (const [slot, other] of [
      [x.expression, y.expression],
      [y.expression, x.expression],
    ] as const) {
      const fact = slotFact(a, slot);
      if (fact !== undefined && slotFact(a, other) === undefined)
        return valueWord(withFact(a, sum, movedFact(fact, other), span));
    }
    return valueWord(fixed(a, sum, span));
  }
  return valueWord(arbitraryWord(a, 'address', span));
}

function subtraction(a: Assembly, x: Word, y: Word, span: Span): Word {
  if (x.kind === 'pointer' && y.kind === 'value')
    return { ...x, offset: fixed(a, subtractWords(x.offset, y.expression), span) };
  if (x.kind === 'pointer' && y.kind === 'pointer' && sameBase(x.base, y.base))
    return valueWord(fixed(a, subtractWords(x.offset, y.offset), span));
  if (x.kind === 'value' && y.kind === 'value')
    return valueWord(fixed(a, subtractWords(x.expression, y.expression), span));
  return valueWord(arbitraryWord(a, 'address', span));
}

/** Addresses from one base are in the order of their distances while these are amounts of memory. */
function comparison(a: Assembly, name: 'lt' | 'gt' | 'eq', x: Word, y: Word, span: Span): Word {
  const compare = (p: Expression, q: Expression): Expression =>
    name === 'eq' ? isEqual(p, q) : name === 'lt' ? isLess(p, q) : isLess(q, p);
  if (x.kind === 'value' && y.kind === 'value')
    return valueWord(fixed(a, compare(x.expression, y.expression), span));
  if (x.kind === 'pointer' && y.kind === 'pointer' && sameBase(x.base, y.base)) {
    if (name === 'eq') return valueWord(fixed(a, compare(x.offset, y.offset), span));
    const near = number(1n << 64n);
    const ordered = binary('and', lessOrEqual(x.offset, near), lessOrEqual(y.offset, near), BOOL);
    const any = truth(arbitrary(a.f, BOOL, 'order', span));
    return valueWord(fixed(a, conditional(ordered, compare(x.offset, y.offset), any), span));
  }
  return valueWord(truth(arbitrary(a.f, BOOL, 'order', span)));
}

/** Fails when the data of the last call is shorter. */
function copyReturned(a: Assembly, to: Word, from: Expression, length: Expression, span: Span): void {
  const { size, contents } = returnedData(a, span);
  const whole = numberOf(from) === 0n && sameWord(length, size);
  if (!whole) {
    const end = binary('add', from, length, UINT256);
    require(a.f, lessOrEqual(end, size), { kind: 'empty' }, span);
  }
  writeBytes(a, to, whole ? contents : undefined, length);
}
