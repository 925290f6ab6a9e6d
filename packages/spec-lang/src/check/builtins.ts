// Names that every specification has, as tables: environment values and built-in functions.

import { addressType, uint256Type } from './type-rules.js';
import type { SpecExpression } from './typed-ast.js';
import type { SpecType } from './types.js';

type EnvironmentName = Extract<SpecExpression, { readonly kind: 'environment' }>['name'];

/** A value of the transaction or of the contract itself. */
export interface EnvironmentValue {
  readonly name: EnvironmentName;
  readonly type: SpecType;
  /** What Solidity calls it: always unambiguous. */
  readonly qualified: string;
}

/** Environment values by their bare name. */
export const environmentValues: ReadonlyMap<string, EnvironmentValue> = new Map<string, EnvironmentValue>([
  ['this', { name: 'this', type: addressType, qualified: 'address(this)' }],
  ['sender', { name: 'sender', type: addressType, qualified: 'msg.sender' }],
  ['value', { name: 'value', type: uint256Type, qualified: 'msg.value' }],
  ['now', { name: 'block.timestamp', type: uint256Type, qualified: 'block.timestamp' }],
]);

/** Environment values by Solidity's dotted name. */
export const qualifiedValues: ReadonlyMap<string, EnvironmentValue> = new Map<string, EnvironmentValue>([
  ['msg.sender', { name: 'sender', type: addressType, qualified: 'msg.sender' }],
  ['msg.value', { name: 'value', type: uint256Type, qualified: 'msg.value' }],
  ['tx.origin', { name: 'origin', type: addressType, qualified: 'tx.origin' }],
  ['block.timestamp', { name: 'block.timestamp', type: uint256Type, qualified: 'block.timestamp' }],
  ['block.number', { name: 'block.number', type: uint256Type, qualified: 'block.number' }],
]);

/** What `assume x is …` takes a contract outside to be. */
export const models: readonly string[] = ['ERC20', 'ERC721', 'WETH'];

/** Built-in functions, with how a message shows their use. */
export const builtinFunctions: ReadonlyMap<string, string> = new Map([
  ['balance', 'balance(a)'],
  ['old', 'old(e)'],
  ['min', 'min(a, b)'],
  ['max', 'max(a, b)'],
  ['same', 'same(variable, state)'],
  ['changed', 'changed(x)'],
  ['init', 'init(e)'],
  ['defined', 'defined(e)'],
  ['sent', 'sent(a)'],
  ['received', 'received(a)'],
  ['abs', 'abs(x)'],
  ['floor', 'floor(a / b)'],
  ['ceil', 'ceil(a / b)'],
  ['count', 'count(a in m where m[a] > 0)'],
  ['address', 'address(this)'],
  ['payable', 'payable(a)'],
  ['sum', 'sum(m)'],
  ['forall', 'forall (address a) e'],
  ['exists', 'exists (address a) e'],
]);
