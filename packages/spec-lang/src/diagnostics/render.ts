// Diagnostics as text for people: place, source line, underline, labels, notes and what to do.

import type { Location } from '../source/source-file.js';
import { lineColumn } from '../source/source-file.js';
import type { Diagnostic } from './diagnostic.js';

/** The parts of a rendered diagnostic that a painter may color. */
export type RenderRole = 'error' | 'warning' | 'note' | 'place' | 'gutter' | 'underline' | 'help';

export interface RenderOptions {
  /** Wraps a piece of text in color codes; plain text when omitted. */
  readonly paint?: (role: RenderRole, text: string) => string;
}

/**
 * A diagnostic with its code frame, several lines without a final line break.
 * `textOf` gives the text of a file by the path of the location; without a text only the place is shown.
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  textOf: (path: string) => string | undefined,
  options: RenderOptions = {},
): string {
  const paint = options.paint ?? ((_role: RenderRole, text: string) => text);
  const { location, severity } = diagnostic;
  const place = location === undefined ? '' : `${paint('place', placeOf(location, textOf))}: `;
  const lines = [`${place}${paint(severity, `${severity} ${diagnostic.code}`)}: ${diagnostic.message}`];
  if (location !== undefined) lines.push(...frame(location, textOf, paint, severity));
  for (const label of diagnostic.labels ?? []) {
    lines.push(`  ${paint('place', placeOf(label.location, textOf))}: ${label.text}`);
    lines.push(...frame(label.location, textOf, paint, 'note'));
  }
  for (const note of diagnostic.notes ?? []) lines.push(`  ${paint('note', 'note')}: ${note}`);
  if (diagnostic.suggestion !== undefined) lines.push(`  ${paint('help', 'help')}: ${diagnostic.suggestion}`);
  return lines.join('\n');
}

function placeOf(location: Location, textOf: (path: string) => string | undefined): string {
  const text = textOf(location.path);
  if (text === undefined) return location.path;
  const { line, column } = lineColumn(text, location.start);
  return `${location.path}:${line}:${column}`;
}

/** The first source line of a span with `~~~~` under it; tabs are kept in the underline so that columns agree. */
function frame(
  location: Location,
  textOf: (path: string) => string | undefined,
  paint: (role: RenderRole, text: string) => string,
  role: RenderRole,
): readonly string[] {
  const text = textOf(location.path);
  if (text === undefined) return [];
  const { line, column } = lineColumn(text, location.start);
  const lineStart = location.start - (column - 1);
  const lineBreak = text.indexOf('\n', lineStart);
  const source = text.slice(lineStart, lineBreak === -1 ? text.length : lineBreak).replace(/\r$/, '');
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(location.end - location.start, source.length - (column - 1)));
  const gutter = String(line).padStart(4);
  return [
    `${paint('gutter', `${gutter} |`)} ${source}`,
    `${paint('gutter', `${' '.repeat(gutter.length)} |`)} ${indent}${paint(role === 'note' ? 'underline' : role, '~'.repeat(width))}`,
  ];
}
