// What four bytes of a selector stand for: functions and errors declared in the program, and functions that every token has.
import { selectorOf, topicOf } from '../../frontend/selector.js';
import type { TypedProgram } from '../../frontend/typed-program.js';
import { ADDRESS, BOOL, fixedBytesType, intType, UINT256 } from '../build.js';
import type { IrType } from '../ir.js';
import type { ContractLowering } from '../lower-context.js';

/** A function or error by its ABI signature, with the types of its parameters when each is one word. */
export interface Signature {
  readonly name: string;
  readonly signature: string;
  readonly parameters: readonly IrType[] | undefined;
}

interface Tables {
  readonly functions: ReadonlyMap<bigint, Signature>;
  readonly errors: ReadonlyMap<bigint, Signature>;
  readonly events: ReadonlyMap<bigint, string>;
}

const known = new WeakMap<TypedProgram, Tables>();

/** The function that a selector calls; undefined when none of that selector is declared. */
export function functionOfSelector(context: ContractLowering, selector: bigint): Signature | undefined {
  return tablesOf(context).functions.get(selector);
}

/** The name of the event of a topic. */
export function eventOfTopic(context: ContractLowering, topic: bigint): string | undefined {
  return tablesOf(context).events.get(topic);
}

/** The custom error of a selector. */
export function errorOfSelector(context: ContractLowering, selector: bigint): Signature | undefined {
  return tablesOf(context).errors.get(selector);
}

function tablesOf(context: ContractLowering): Tables {
  const found = known.get(context.program);
  if (found !== undefined) return found;
  const functions = new Map<bigint, Signature>();
  const errors = new Map<bigint, Signature>();
  const events = new Map<bigint, string>();
  for (const [text, parameters] of TOKEN_FUNCTIONS) functions.set(selector(text), plain(text, parameters));
  for (const declaration of context.program.declarations.values()) {
    if (declaration.kind === 'event') {
      const names = declaration.parameters.map((p) => context.types.abiName(p.type));
      events.set(BigInt(`0x${topicOf(`${declaration.name}(${names.join(',')})`)}`), declaration.name);
    }
    if (declaration.kind !== 'function' && declaration.kind !== 'error') continue;
    const types = declaration.parameters.flatMap((p) => {
      const type = context.types.lower(p.type);
      return 'problem' in type || !isWord(type) ? [] : [type];
    });
    const text =
      declaration.kind === 'function'
        ? declaration.signature
        : `${declaration.name}(${declaration.parameters.map((p) => context.types.abiName(p.type)).join(',')})`;
    if (text === undefined) continue;
    const parameters = types.length === declaration.parameters.length ? types : undefined;
    const table = declaration.kind === 'function' ? functions : errors;
    if (!table.has(selector(text))) table.set(selector(text), plain(text, parameters));
  }
  const made = { functions, errors, events };
  known.set(context.program, made);
  return made;
}

function selector(signature: string): bigint {
  return BigInt(`0x${selectorOf(signature)}`);
}

function plain(signature: string, parameters: readonly IrType[] | undefined): Signature {
  return { name: signature.slice(0, signature.indexOf('(')), signature, parameters };
}

function isWord(type: IrType): boolean {
  return ['bool', 'int', 'address', 'fixedBytes', 'enum'].includes(type.kind);
}

const BYTES32 = fixedBytesType(32);

const TOKEN_FUNCTIONS: readonly (readonly [string, readonly IrType[]])[] = [
  ['transfer(address,uint256)', [ADDRESS, UINT256]],
  ['transferFrom(address,address,uint256)', [ADDRESS, ADDRESS, UINT256]],
  ['approve(address,uint256)', [ADDRESS, UINT256]],
  ['balanceOf(address)', [ADDRESS]],
  ['allowance(address,address)', [ADDRESS, ADDRESS]],
  ['totalSupply()', []],
  ['decimals()', []],
  ['deposit()', []],
  ['withdraw(uint256)', [UINT256]],
  ['setApprovalForAll(address,bool)', [ADDRESS, BOOL]],
  ['nonces(address)', [ADDRESS]],
  ['DOMAIN_SEPARATOR()', []],
  [
    'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)',
    [ADDRESS, ADDRESS, UINT256, UINT256, intType(false, 8), BYTES32, BYTES32],
  ],
];
