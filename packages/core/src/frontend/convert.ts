// Implicit and explicit convertibility and common types, rule by rule as in solc's `Types.cpp`.
import { isUtf8 } from './literal.js';
import { integerRange, mobileType, relocate } from './type-build.js';
import { typeEquals } from './type-equal.js';
import type { FunctionType, Mutability, Type } from './types.js';

/** What the rules ask of the program and of the language version. */
export interface ConversionFacts {
  /** Whether `contract` is `base` or inherits from it. */
  readonly derivesFrom: (contract: number, base: number) => boolean;
  /** Rules of language versions before 0.8 are accepted (`uint(-1)`, `address(x)` payable, …). */
  readonly before08: boolean;
  /** Before 0.6 everything could be overridden. */
  readonly before06: boolean;
  /** Rules of language versions before 0.5 are accepted: every address is payable. */
  readonly before05: boolean;
}

const MUTABILITY_RANK: Readonly<Record<Mutability, number>> = { pure: 0, view: 1, nonpayable: 2, payable: 3 };

/** Whether a value of type `from` can be used where `to` is wanted, without a written conversion. */
export function implicitlyConvertible(from: Type, to: Type, facts: ConversionFacts): boolean {
  switch (from.kind) {
    case 'integer':
      if (to.kind !== 'integer') return false;
      if (from.signed === to.signed) return from.bits <= to.bits;
      return facts.before08 && to.signed && from.bits < to.bits;
    case 'address':
      return to.kind === 'address' && (from.payable || !to.payable || facts.before05);
    case 'fixedBytes':
      return to.kind === 'fixedBytes' && from.size <= to.size;
    case 'contract':
      // Before 0.5 contracts were addresses.
      if (to.kind === 'address') return facts.before05;
      return to.kind === 'contract' && facts.derivesFrom(from.declaration, to.declaration);
    case 'rational':
      return rationalConvertible(from, to);
    case 'stringLiteral': {
      if (to.kind === 'fixedBytes') return from.bytes.length / 2 <= to.size;
      if (to.kind === 'string' && !isUtf8(from.bytes)) return false;
      if (to.kind !== 'bytes' && to.kind !== 'string') return false;
      return to.location !== 'calldata' && !(to.location === 'storage' && to.pointer);
    }
    case 'bytes':
    case 'string':
      return to.kind === from.kind && locationConvertible(from, to);
    case 'struct':
      return to.kind === 'struct' && to.declaration === from.declaration && locationConvertible(from, to);
    case 'array':
      return to.kind === 'array' && locationConvertible(from, to) && arrayConvertible(from, to, facts);
    case 'function':
      return to.kind === 'function' && functionConvertible(from, to);
    case 'tuple':
      return (
        to.kind === 'tuple' &&
        from.components.length === to.components.length &&
        from.components.every((component, i) => {
          const target = to.components[i];
          if (target === undefined) return true;
          return component !== undefined && implicitlyConvertible(component, target, facts);
        })
      );
    case 'bool':
    case 'enum':
    case 'userDefined':
    case 'mapping':
      return typeEquals(from, to);
    case 'magic':
      // Errors as arguments of `require`.
      return from.name === 'error' && typeEquals(from, to);
    case 'typeName':
      return false;
    default:
      return from satisfies never;
  }
}

/** Whether `T(x)` is allowed for `x` of type `from` and `T` = `to`. */
export function explicitlyConvertible(from: Type, to: Type, facts: ConversionFacts): boolean {
  if (implicitlyConvertible(from, to, facts)) return true;
  switch (from.kind) {
    case 'integer':
      switch (to.kind) {
        case 'integer':
          return facts.before08 || from.bits === to.bits || from.signed === to.signed;
        case 'address':
          return facts.before08 || (!to.payable && !from.signed && from.bits === 160);
        case 'fixedBytes':
          return !from.signed && from.bits === to.size * 8;
        case 'enum':
          return true;
        case 'contract':
          return facts.before08;
        default:
          return false;
      }
    case 'rational': {
      if (to.kind === 'fixedBytes') return false;
      if (to.kind === 'address') {
        // Before 0.8 any number was cut to 160 bits.
        if (facts.before08) return from.denominator === 1n;
        const fits = from.denominator === 1n && from.numerator >= 0n && from.numerator < 1n << 160n;
        return fits && (!to.payable || from.numerator === 0n);
      }
      if (to.kind === 'integer') return facts.before08 && from.denominator === 1n;
      if (to.kind === 'enum') {
        return from.denominator === 1n && from.numerator >= 0n && from.numerator < BigInt(to.members);
      }
      const mobile = mobileType(from);
      return mobile !== undefined && explicitlyConvertible(mobile, to, facts);
    }
    case 'address':
      switch (to.kind) {
        case 'address':
          return true;
        case 'contract':
          return from.payable || !to.payable || facts.before08;
        case 'integer':
          return (!from.payable || facts.before08) && !to.signed && (to.bits === 160 || facts.before08);
        case 'fixedBytes':
          return (!from.payable || facts.before08) && to.size === 20;
        default:
          return false;
      }
    case 'fixedBytes':
      switch (to.kind) {
        case 'fixedBytes':
          return true;
        case 'integer':
          return !to.signed && to.bits === from.size * 8;
        case 'address':
          return from.size === 20 && (!to.payable || facts.before08);
        default:
          return false;
      }
    case 'contract':
      if (to.kind === 'address') return from.payable || !to.payable;
      return facts.before08 && to.kind === 'contract' && facts.derivesFrom(to.declaration, from.declaration);
    case 'enum':
      return to.kind === 'integer' && (!to.signed || facts.before08);
    case 'bytes':
      if (to.kind === 'fixedBytes') return true;
      return to.kind === 'string' && to.location === from.location;
    case 'string':
      return to.kind === 'bytes' && to.location === from.location;
    case 'stringLiteral': {
      const mobile = mobileType(from);
      return mobile !== undefined && explicitlyConvertible(mobile, to, facts);
    }
    case 'function':
      return to.kind === 'address' && from.visibility === 'external' && facts.before08;
    default:
      return false;
  }
}

/** The type that both operands of an operator or conditional take, if there is one. */
export function commonType(a: Type, b: Type, facts: ConversionFacts): Type | undefined {
  const mobileA = mobileType(a);
  if (mobileA !== undefined && implicitlyConvertible(b, mobileA, facts)) return mobileA;
  const mobileB = mobileType(b);
  if (mobileB !== undefined && implicitlyConvertible(a, mobileB, facts)) return mobileB;
  return undefined;
}

function rationalConvertible(from: Extract<Type, { kind: 'rational' }>, to: Type): boolean {
  if (from.denominator !== 1n) return false;
  if (to.kind === 'integer') {
    const { min, max } = integerRange(to.signed, to.bits);
    return from.numerator >= min && from.numerator <= max;
  }
  if (to.kind === 'fixedBytes') return from.numerator === 0n || from.hexBytes === to.size;
  return false;
}

/** Memory and calldata can be copied to storage only where a storage variable itself is the target; calldata is read-only. */
function locationConvertible(
  from: { readonly location: string },
  to: { readonly location: string; readonly pointer: boolean },
): boolean {
  if (to.location === 'storage' && from.location !== 'storage' && to.pointer) return false;
  return to.location !== 'calldata' || from.location === 'calldata';
}

function arrayConvertible(
  from: Extract<Type, { kind: 'array' }>,
  to: Extract<Type, { kind: 'array' }>,
  facts: ConversionFacts,
): boolean {
  if (to.location === 'storage' && !to.pointer) {
    if (!implicitlyConvertible(from.element, to.element, facts)) return false;
    return to.length === undefined || (from.length !== undefined && to.length >= from.length);
  }
  // No copy element by element: the element types must be the same but for the location.
  const moved = relocate(from, to.location, to.pointer);
  return moved.kind === 'array' && from.length === to.length && typeEquals(moved.element, to.element);
}

function functionConvertible(from: FunctionType, to: FunctionType): boolean {
  const same = typeEquals({ ...from, mutability: 'pure' }, { ...to, mutability: 'pure' });
  if (!same) return false;
  if (from.mutability !== 'payable' && to.mutability === 'payable') return false;
  if (from.mutability === 'payable' && to.mutability === 'nonpayable') return true;
  return MUTABILITY_RANK[from.mutability] <= MUTABILITY_RANK[to.mutability];
}
