// Every litmus program comes out as it says: safe ones are proved, unsafe ones violated on the EVM, the others stay open for
// the reason that stands with them. solc compiles all of them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileSolidity } from '@surety/evm';
import { type LitmusEngine, litmusFiles, startLitmus } from './litmus-run.js';

const files = litmusFiles();
let engine: LitmusEngine;
let programs = 0;

beforeAll(() => {
  engine = startLitmus();
});
afterAll(() => engine.dispose());

describe.each(['safe', 'unsafe', 'unknown'])('%s', (folder) => {
  const own = files.filter((file) => file.path.startsWith(`${folder}/`));

  it.each(own.map((file) => [file.path, file] as const))('%s', async (_path, file) => {
    const outcome = await engine.run(file);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.claims).toBeGreaterThan(0);
    programs += outcome.programs;
    if (folder !== 'safe') return;
    // Violations need solc for the replay; of what is proved it has not said yet that it is Solidity.
    const compiled = await compileSolidity([file]);
    expect(compiled.ok ? [] : compiled.errors.map((error) => error.message)).toEqual([]);
  });

  it('only promises what its folder says', () => {
    const promised = new Set(own.flatMap((file) => [file.elsewhere, ...file.byLine.values()]));
    if (folder === 'safe') expect([...promised].filter((one) => one !== undefined)).toEqual(['proved']);
    if (folder === 'unsafe') expect(promised).toContain('violated');
    if (folder === 'unsafe') expect(promised).not.toContain('unknown');
  });
});

it('are many', () => {
  expect(programs).toBeGreaterThanOrEqual(400);
});
