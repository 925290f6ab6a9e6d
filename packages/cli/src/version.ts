// The version of the command, read from its own package.json (one source of truth).
import { readFileSync } from 'node:fs';

/** Version as `major.minor.patch`. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  ) {
    return manifest.version;
  }
  throw new Error('package.json of @surety/cli has no version');
}
