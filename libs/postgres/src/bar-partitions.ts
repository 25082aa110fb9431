import type { Bar } from '@sofi/domain';
import type { EntityManager } from 'typeorm';

const DAY_MS = 86_400_000;

/** A partition must be there before a row of it. */
export async function openPartitions(manager: EntityManager, bars: readonly Bar[]): Promise<void> {
  const days = new Map(bars.map(({ timeframe, start }) => [`${timeframe} ${Math.floor(start / DAY_MS)}`, { timeframe, start }]));
  const parts = [...days.values()];
  await manager.query('SELECT open_bar_partitions($1::text[], $2::bigint[])', [parts.map(({ timeframe }) => timeframe), parts.map(({ start }) => start)]);
}
