// What we tell a user about their input: a stable code, a place, a message, and what to do.
import type { Location } from '../source/source-file.js';

export type Severity = 'error' | 'warning' | 'note';

/** Codes: `SPEC…` the spec language, `SOL…` Solidity sources, `MODEL…` what the model does not cover, `CLI…` usage. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence, without the place. */
  readonly message: string;
  /** Undefined when there is no place in a text (e.g. a missing file). */
  readonly location: Location | undefined;
  /** Further places with a short text each. */
  readonly labels?: readonly { readonly location: Location; readonly text: string }[];
  readonly notes?: readonly string[];
  /** A suggestion, e.g. `did you mean 'credits'?`. */
  readonly suggestion?: string;
}

/** A value together with what was found wrong on the way to it. */
export interface Result<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}
