// Public surface of the specification language, listed name by name.
export type { Diagnostic, Result, Severity } from './diagnostics/diagnostic.js';
export { lineColumn } from './source/source-file.js';
export type { LineColumn, Location, SourceFile, TextSpan } from './source/source-file.js';
