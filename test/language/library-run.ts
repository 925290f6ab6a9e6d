// The library's specifications applied to contracts of OpenZeppelin and solmate and to plain ones, and to such with a fault:
// what a user who writes `apply` gets to read.
import { join } from 'node:path';
import { root, runSurety } from '../examples/surety-run.js';

/** One specification of the folder. */
export interface LibraryCase {
  readonly file: string;
  /** The claims to ask for; all when there are none. */
  readonly only?: readonly string[];
  /** Claims that are not proved, with the verdict. */
  readonly others: Readonly<Record<string, string>>;
  /** Takes so long that only `library-report.mjs` runs it. */
  readonly nightly?: true;
}

/** What becomes of them; a violated claim is one that a replayed run breaks. */
export const LIBRARY: readonly LibraryCase[] = [
  { file: 'erc20.surety', others: {} },
  { file: 'erc721.surety', others: {} },
  { file: 'access.surety', others: {} },
  { file: 'erc4626.surety', others: {}, nightly: true },
  { file: 'erc4626-solmate.surety', others: {}, nightly: true },
  { file: 'erc4626-faulty.surety', ...oneViolated('vault.no_gain_in_assets'), nightly: true },
  { file: 'erc2612.surety', others: {}, nightly: true },
  { file: 'erc2612-faulty.surety', ...oneViolated('permit.used.never#1'), nightly: true },
  { file: 'guarded.surety', others: {} },
  { file: 'guarded-faulty.surety', ...oneViolated('settled.settled') },
  { file: 'staking-rewards.surety', others: {}, nightly: true },
  { file: 'staking-rewards-faulty.surety', ...oneViolated('staking.staked_total'), nightly: true },
  { file: 'amm-pair.surety', others: {}, nightly: true },
  { file: 'amm-pair-faulty.surety', ...oneViolated('pair.product_kept'), nightly: true },
  { file: 'payment-splitter.surety', others: {} },
  { file: 'payment-splitter-faulty.surety', ...oneViolated('splitter.released_total'), nightly: true },
  { file: 'vesting-wallet.surety', others: {}, nightly: true },
  { file: 'vesting-wallet-faulty.surety', ...oneViolated('vesting.release().in_time'), nightly: true },
  { file: 'lending-pool.surety', others: {} },
  { file: 'lending-pool-faulty.surety', ...oneViolated('covered.borrowing_is_covered'), nightly: true },
  { file: 'options-vault.surety', others: {} },
  { file: 'options-vault-faulty.surety', ...oneViolated('vault.locked_until_expiry'), nightly: true },
];

function oneViolated(claim: string): Pick<LibraryCase, 'only' | 'others'> {
  return { only: [claim], others: { [claim]: 'violated' } };
}

/** The claims that are not proved, with the verdict, and how many there are in all. */
export async function runCase({ file, only }: LibraryCase): Promise<{
  readonly others: Readonly<Record<string, string>>;
  readonly claims: number;
}> {
  const { report } = await runSurety(join(root, 'test/language/library'), file, only);
  const others = report.claims.filter(({ verdict }) => verdict.kind !== 'proved');
  return {
    others: Object.fromEntries(others.map(({ name, verdict }) => [name, verdict.kind])),
    claims: report.claims.length,
  };
}
