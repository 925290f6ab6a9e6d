// The built-in functions of the language as terms: exact where that is cheap, else uninterpreted with printed assumptions.
import type { Term } from '@surety/solvers';
import { byteAt, concatBytes, fixedOfBytes, lengthOfBytes, setByte, sliceBytes } from '../encode/bytes.js';
import { BYTES_ZEROS, IS_EOA, KECCAK256, namedFunction } from '../encode/functions.js';
import { injectiveCall } from '../encode/injective.js';
import { isScalar, sortOf } from '../encode/sorts.js';
import { fixedBytesType } from '../ir/build.js';
import type { BuiltinName, IrType } from '../ir/ir.js';
import { decodable, decodeScalar, encodeValues } from './contents.js';
import type { Site } from './evaluate.js';
import { freshScalar } from './world.js';

interface TypedTerm {
  readonly term: Term;
  readonly type: IrType;
}

/** The term of a builtin applied to evaluated arguments. */
export function evaluateBuiltin(
  site: Site,
  name: BuiltinName,
  args: readonly TypedTerm[],
  type: IrType,
  detail: string | undefined,
): Term {
  const { world } = site.frame;
  const { bank } = world;
  const terms = args.map((a) => a.term);
  const [a, b, c] = terms as [Term, Term, Term];
  switch (name) {
    case 'balance':
      return bank.select(site.state.balances, a);
    case 'hasCode':
      return hasCode(site, a);
    case 'keccak256':
      return hashOf(site, a);
    case 'addmod':
      return bank.mod(bank.add(a, b), c);
    case 'mulmod':
      return bank.mod(bank.mul(a, b), c);
    case 'mulDivDown':
      return bank.div(bank.mul(a, b), c);
    case 'bytes.length':
      return ranged(site, lengthOfBytes(bank, a), { kind: 'int', signed: false, bits: 64 });
    case 'bytes.at':
      return ranged(site, byteAt(bank, a, b), { kind: 'int', signed: false, bits: 8 });
    case 'bytes.concat':
      return concatBytes(bank, terms);
    case 'bytes.slice':
      return sliceBytes(bank, a, b, c);
    case 'bytes.set':
      return setByte(bank, a, b, c);
    case 'bytes.zeros':
      return bank.call(BYTES_ZEROS, [a]);
    case 'bytes.toFixed':
      if (type.kind !== 'fixedBytes') throw new Error('bytes.toFixed makes fixed bytes');
      return ranged(site, fixedOfBytes(bank, a, type.size), type);
    case 'abi.encode':
    case 'abi.encodePacked':
      // Contents without a finite list of scalars: nothing is known of the encoding.
      return (
        encodeValues(world, site.state, name === 'abi.encodePacked', args) ?? freshScalar(world, name, type)
      );
    case 'sha256':
    case 'ripemd160':
    case 'ecrecover':
      return ranged(
        site,
        bank.call(
          namedFunction(
            `${name}:${detail ?? ''}`,
            terms.map((t) => t.sort),
            sortOf(type),
          ),
          terms,
        ),
        type,
      );
    case 'abi.decode':
      if (!isScalar(type)) throw new Error('a struct or array is decoded by a statement');
      return decodeScalar(world, a, type, detail ?? '');
    case 'abi.decodable':
      return decodable(world, a, detail ?? '');
    case 'blockhash':
    case 'codehash':
    case 'code':
      return freshScalar(world, name, type);
    case 'arbitrary':
      return freshScalar(world, detail ?? name, type);
    default:
      return name satisfies never;
  }
}

/** Instances have code (their constructors aside, which is why a fresh value is used while one runs); plain accounts have none. */
function hasCode(site: Site, address: Term): Term {
  const { world } = site.frame;
  const { bank } = world;
  if (world.instances.some((instance) => instance.address === address && instance !== site.frame.instance))
    return bank.true_;
  const anything = freshScalar(world, 'hasCode', { kind: 'bool' });
  return bank.and(anything, bank.not(bank.call(IS_EOA, [address])));
}

/** Keccak-256; the hash of a choice is the choice of the hashes, so that literals meet their known images. */
function hashOf(site: Site, contents: Term, done: Map<Term, Term> = new Map()): Term {
  const { bank } = site.frame.world;
  if (contents.kind !== 'ite')
    return ranged(site, injectiveCall(bank, KECCAK256, [contents]), fixedBytesType(32));
  let hash = done.get(contents);
  if (hash === undefined) {
    const then = hashOf(site, contents.then, done);
    hash = bank.ite(contents.condition, then, hashOf(site, contents.else, done));
    done.set(contents, hash);
  }
  return hash;
}

/** Notes the range of an uninterpreted result. */
function ranged(site: Site, term: Term, type: IrType): Term {
  if (term.kind === 'call') site.frame.world.meanings.set(term, { dimensions: [], type });
  return term;
}
