// The project file surety.yaml: defaults found upward, options win, mistakes are shown where they are.
import { describe, expect, it } from '@jest/globals';
import { BANK, BANK_SPEC, project, surety } from './surety-process.js';

describe('surety.yaml', () => {
  it('names the specs, from any folder below it', async () => {
    const { folder, remove } = project({
      'surety.yaml': 'specs: [specs/one.surety]\ntimeout: 20\nworkers: 1\n',
      'specs/one.surety': BANK_SPEC,
      'specs/Bank.sol': BANK,
      'specs/two.surety': 'this is no spec',
      'deep/down/keep.txt': '',
    });
    const run = await surety(['prove'], `${folder}/deep/down`);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('specs/one.surety');
    const other = await surety(['prove', 'specs/two.surety'], folder);
    expect(other.code).toBe(2);
    remove();
  });

  it.each([
    ['an unknown key', 'spec: [a.surety]\n', "unknown key 'spec'", "did you mean 'specs'?"],
    ['a wrong value', 'workers: many\n', "'workers' is a whole number above 0", 'many'],
    ['broken YAML', 'specs: [a.surety\n', 'surety.yaml:', 'CLI060'],
    ['no keys at all', '- a\n- b\n', 'a project file is a list of `key: value` lines', 'CLI060'],
  ])('refuses %s with its place', async (_about, text, message, also) => {
    const { folder, remove } = project({ 'surety.yaml': text, 'bank.surety': BANK_SPEC, 'Bank.sol': BANK });
    const run = await surety(['prove'], folder);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('CLI060');
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain(also);
    expect(run.stdout).toBe('');
    remove();
  });
});
