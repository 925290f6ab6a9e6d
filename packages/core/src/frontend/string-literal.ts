// The bytes of string, unicode and hex literals, decoded from source text (the parser library leaves escapes in).
import type { StringForm } from './ast.js';

/** A decoded literal: adjacent parts joined, lower-case hex without 0x; `error` when an escape or hex digit is malformed. */
export interface DecodedString {
  readonly form: StringForm;
  readonly bytes: string;
  readonly error: string | undefined;
}

const FRAGMENT =
  /(?:\s+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)*(unicode|hex)?\s*("(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')/y;
const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  b: 8,
  f: 12,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
};

/** Decodes the literal parts in `text[start, end)`, e.g. `"a\n" "b"` or `hex"00ff"`. */
export function decodeString(text: string, start: number, end: number): DecodedString {
  let form: StringForm = 'string';
  let bytes = '';
  let error: string | undefined;
  FRAGMENT.lastIndex = start;
  while (FRAGMENT.lastIndex < end) {
    const match = FRAGMENT.exec(text);
    if (!match) break;
    const content = (match[2] ?? '').slice(1, -1);
    if (match[1] === 'hex') {
      form = 'hex';
      const digits = content.replaceAll('_', '');
      if (digits.length % 2 !== 0) error ??= 'hex literal with an odd number of digits';
      bytes += digits.toLowerCase();
    } else {
      if (match[1] === 'unicode') form = 'unicode';
      const decoded = decodeEscapes(content);
      bytes += decoded.bytes;
      error ??= decoded.error;
    }
  }
  return { form, bytes, error };
}

function decodeEscapes(content: string): { readonly bytes: string; readonly error: string | undefined } {
  let bytes = '';
  let error: string | undefined;
  for (let i = 0; i < content.length; ) {
    const backslash = content.indexOf('\\', i);
    const plain = content.slice(i, backslash === -1 ? content.length : backslash);
    bytes += utf8(plain);
    if (backslash === -1) break;
    const kind = content.charAt(backslash + 1);
    const simple = SIMPLE_ESCAPES[kind];
    const hex = content.slice(backslash + 2, backslash + (kind === 'u' ? 6 : 4));
    if (simple !== undefined) {
      bytes += byte(simple);
      i = backslash + 2;
    } else if (kind === 'x' && /^[0-9a-fA-F]{2}$/.test(hex)) {
      bytes += hex.toLowerCase();
      i = backslash + 4;
    } else if (kind === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
      bytes += codePoint(Number.parseInt(hex, 16));
      i = backslash + 6;
    } else if (kind === '\n' || kind === '\r') {
      i = backslash + (content.startsWith('\r\n', backslash + 1) ? 3 : 2);
    } else {
      error ??= `invalid escape sequence '\\${kind}'`;
      i = backslash + 2;
    }
  }
  return { bytes, error };
}

function byte(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), byte).join('');
}

// solc encodes each \u escape by itself, lone surrogates included, so TextEncoder (which replaces those) will not do.
function codePoint(value: number): string {
  if (value < 0x80) return byte(value);
  if (value < 0x800) return byte(0xc0 | (value >> 6)) + byte(0x80 | (value & 0x3f));
  return byte(0xe0 | (value >> 12)) + byte(0x80 | ((value >> 6) & 0x3f)) + byte(0x80 | (value & 0x3f));
}
