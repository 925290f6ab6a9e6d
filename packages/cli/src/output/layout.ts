// Plain-text layout: measuring, padding, wrapping and cutting. Colors are applied after layout, never before.

/** `text` filled with spaces to `width`. */
export function padEnd(text: string, width: number): string {
  return text.padEnd(width);
}

/** `text` cut to `width` with an ellipsis of three dots. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 3)).trimEnd()}...`;
}

/** Lines of at most `width` columns, broken at spaces; a longer word stays whole, so that it can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(/\s+/).filter((part) => part !== '')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
    return lines;
  });
}

/** Wrapped text under a margin; `first` replaces the margin of the first line (same width or shorter). */
export function indent(text: string, margin: number, width: number, first = ''): readonly string[] {
  const blank = ' '.repeat(margin);
  return wrap(text, width - margin).map((line, index) => (index === 0 ? first.padEnd(margin) : blank) + line);
}

/** The longest length, at least `least` and at most `most`. */
export function columnWidth(texts: readonly string[], least: number, most: number): number {
  return Math.min(most, Math.max(least, ...texts.map((text) => text.length)));
}

/** Durations for people: `40 ms`, `1.2 s`, `3 min 20 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}

/** `1 claim`, `3 claims`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
