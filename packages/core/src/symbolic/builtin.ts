// The built-in functions of the language as terms: exact where that is cheap, else uninterpreted with printed assumptions.
import { BOOL, BYTES, INT, type Term } from '@surety/solvers';
import {
  BYTES_AT,
  BYTES_CONCAT,
  BYTES_LENGTH,
  IS_EOA,
  KECCAK256,
  namedFunction,
} from '../encode/functions.js';
import { isScalar, sortOf } from '../encode/sorts.js';
import type { BuiltinName, IrType } from '../ir/ir.js';
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
      return ranged(site, bank.call(KECCAK256, [a]), type);
    case 'addmod':
      return bank.mod(bank.add(a, b), c);
    case 'mulmod':
      return bank.mod(bank.mul(a, b), c);
    case 'mulDivDown':
      return bank.div(bank.mul(a, b), c);
    case 'bytes.length':
      return ranged(site, bank.call(BYTES_LENGTH, [a]), { kind: 'int', signed: false, bits: 64 });
    case 'bytes.at':
      return ranged(site, bank.call(BYTES_AT, [a, b]), { kind: 'int', signed: false, bits: 8 });
    case 'bytes.concat':
      return terms.length === 0
        ? bank.bytes('')
        : terms.slice(1).reduce((x, y) => bank.call(BYTES_CONCAT, [x, y]), a);
    case 'abi.encode':
    case 'abi.encodePacked':
      // Encodings of memory objects would need their contents; their references are no substitute.
      if (args.some((arg) => !isScalar(arg.type))) return freshScalar(world, name, type);
      return bank.call(
        namedFunction(
          `${name}(${detail ?? args.map((x) => x.type.kind).join(',')})`,
          terms.map((t) => t.sort),
          BYTES,
        ),
        terms,
      );
    case 'sha256':
    case 'ripemd160':
    case 'ecrecover':
    case 'bytes.toFixed':
    case 'bytes.slice':
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
      if (!isScalar(type)) return unsupported(site, 'MODEL140', 'decoding of a struct or array', type);
      return ranged(
        site,
        bank.call(namedFunction(`abi.decode:${detail ?? ''}`, [BYTES], sortOf(type)), [a]),
        type,
      );
    case 'abi.decodable':
      return bank.call(namedFunction(`abi.decodable:${detail ?? ''}`, [BYTES], BOOL), [a]);
    case 'blockhash':
    case 'codehash':
    case 'code':
      return freshScalar(world, name, type);
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

/** Notes the range of an uninterpreted result. */
function ranged(site: Site, term: Term, type: IrType): Term {
  if (term.kind !== 'literal') site.frame.world.meanings.set(term, { dimensions: [], type });
  return term;
}

function unsupported(site: Site, code: string, what: string, type: IrType): Term {
  const { frame, state, span } = site;
  frame.effects.incomplete.push({ kind: 'unsupported', condition: state.path.all, code, what, span });
  return isScalar(type) ? freshScalar(frame.world, what, type) : frame.world.bank.fresh(what, INT);
}
