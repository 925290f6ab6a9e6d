// The tree as text in one layout: `parse(print(tree))` is the same tree. The formatter is this on a tree without errors.
import type { Diagnostic, Result } from '../diagnostics/diagnostic.js';
import type { SourceFile } from '../source/source-file.js';
import type { SpecFile } from './ast.js';
import { parseSpec } from './parser.js';
import { printDeclarations } from './print-declaration.js';
import { printComments, withoutGap } from './print-statement.js';

export { printExpression } from './print-expression.js';

/** The formatted text of a file, or undefined with the reasons when its syntax has errors. */
export function formatSpec(file: SourceFile): Result<string | undefined> {
  const { value, diagnostics } = parseSpec(file);
  const failed = diagnostics.some(({ severity }: Diagnostic) => severity === 'error');
  return { value: failed ? undefined : printSpec(value), diagnostics };
}

/** The text of a tree that was parsed without errors; throws on the marks that errors leave. */
export function printSpec(file: SpecFile): string {
  const text = printDeclarations(file.declarations)
    .map((line) => `${line}\n`)
    .join('');
  const end = withoutGap(printComments(file.comments))
    .map((line) => `${line}\n`)
    .join('');
  return end === '' || text === '' ? text + end : `${text}\n${end}`;
}
