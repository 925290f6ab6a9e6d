// Small protocols, each correct once and faulty in other versions: every claim comes out as it says for each version; each
// `violated` is a run replayed on the EVM.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { judgment, type ProtocolEngine, protocolVersions, startProtocols } from './protocols-run.js';

let engine: ProtocolEngine;

beforeAll(() => {
  engine = startProtocols();
});
afterAll(() => engine.dispose());

describe('protocols', () => {
  const versions = protocolVersions()
    .filter(({ nightly }) => !nightly)
    .map((one) => [`${one.protocol} ${one.version}`, one] as const);
  it.each(versions)(
    '%s',
    async (_name, one) => {
      const outcomes = await engine.run(one);
      expect(outcomes.filter((each) => judgment(each) === 'wrong')).toEqual([]);
      expect(outcomes.length).toBeGreaterThan(0);
    },
    300_000,
  );
});
