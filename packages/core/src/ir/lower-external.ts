// Raw calls to other addresses, shared by low-level calls and the built-in meanings of library functions.
import type { Span } from '../frontend/typed-program.js';
import type { Expression, ExternalCall } from './ir.js';
import { emit, type FunctionLowering } from './lower-context.js';

/** A raw external call; its success and returned bytes are in the locals of the statement. */
export function rawCall(
  f: FunctionLowering,
  parts: Pick<ExternalCall, 'target' | 'callKind' | 'value' | 'stipend' | 'success' | 'returnData'> & {
    readonly data: Expression;
  },
  span: Span,
): void {
  const { data, ...rest } = parts;
  emit(f, { kind: 'external', span, ...rest, payload: { kind: 'raw', data }, results: [] });
}
