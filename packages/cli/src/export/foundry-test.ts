// A Foundry test of a trace.
import type { TraceFile } from './trace-format.js';
export type FoundryTest =
  | { readonly kind: 'test'; readonly text: string }
  | { readonly kind: 'none'; readonly why: string };
export async function foundryTest(_trace: TraceFile, _name: string): Promise<FoundryTest> {
  return { kind: 'none', why: 'not yet' };
}
