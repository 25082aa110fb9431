import { joined, type EquitySymbol, type Stretch } from '@sofi/domain';
import type { EntityManager } from 'typeorm';

/** What the broker was asked for and has answered, so that it is not asked again; one process writes it. */
export class HistoryRangeStore {
  constructor(private readonly manager: EntityManager) {}

  /** from inclusive to exclusive, joined, oldest first; those of which the broker has nothing as well */
  async of(symbol: EquitySymbol, timeframe: '1m' | '1d'): Promise<Stretch[]> {
    return joined(await this.#rows(symbol, timeframe));
  }

  /** @param reason why there is nothing of it to be had, in words; empty where there is */
  async add(symbol: EquitySymbol, timeframe: '1m' | '1d', range: Stretch, reason: string): Promise<void> {
    const known = (await this.#rows(symbol, timeframe)).filter((row) => row.reason === reason);
    const all = joined([...known, range]);
    await this.manager.query('DELETE FROM history_ranges WHERE symbol = $1 AND timeframe = $2 AND reason = $3', [symbol, timeframe, reason]);
    await this.manager.query(
      `INSERT INTO history_ranges (symbol, timeframe, from_time, to_time, reason)
       SELECT $1, $2, range.from_time, range.to_time, $3 FROM unnest($4::bigint[], $5::bigint[]) AS range (from_time, to_time)`,
      [symbol, timeframe, reason, all.map(({ from }) => from), all.map(({ to }) => to)],
    );
  }

  async #rows(symbol: EquitySymbol, timeframe: string): Promise<(Stretch & { reason: string })[]> {
    const rows = await this.manager.query<{ from_time: string; to_time: string; reason: string }[]>(
      'SELECT from_time, to_time, reason FROM history_ranges WHERE symbol = $1 AND timeframe = $2',
      [symbol, timeframe],
    );
    return rows.map(({ from_time, to_time, reason }) => ({ from: Number(from_time), to: Number(to_time), reason }));
  }
}
