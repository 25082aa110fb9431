import { setTimeout as pause } from 'node:timers/promises';
import type { Broker } from '@sofi/domain';
import type { Database, LedgerOpening } from '@sofi/postgres';
import type { Logger } from '@sofi/service-kit';

const TRY_AGAIN_MS = 2_000;

/** What the account's ledger began with: the broker's cash at the first start ever, stored, and from then on never asked again. */
export async function openingOf(broker: Broker, database: Pick<Database, 'openings'>, now: () => number, log: Pick<Logger, 'warn'>): Promise<LedgerOpening> {
  const known = await database.openings.get(broker.account);
  if (known) return known;
  for (;;) {
    const read = await broker.balances();
    if (read.state === 'known') {
      const opening = { cash: read.value.totalCash, leverage: read.value.leverage, time: now() };
      await database.openings.put(broker.account, opening);
      return opening;
    }
    log.warn(`the balances of ${broker.account} are unavailable: ${read.reason}; trying again`);
    await pause(TRY_AGAIN_MS);
  }
}
