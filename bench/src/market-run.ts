import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startTestNats, type TestNats } from '@sofi/nats/testing';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import type { MarketAnswer, MarketOrder } from './market-process.js';
import { ServiceProcess } from './service-process.js';

const MINUTE = 60_000;
/** What is still under way this long after the last trade was offered is lost. */
const LOST_AFTER_MS = 30_000;
/** A rate is sustained where, when the last trade has been offered, no more than this much of it is still under way. */
export const BACKLOG_SECONDS = 0.25;

export interface OfferedRun {
  readonly offered: number;
  readonly perSecond: number;
  /** trades not yet in bars when the last one had been offered */
  readonly backlog: number;
  readonly lost: number;
  /** of market-data and candle-aggregator together */
  readonly cpuMicrosPerTrade: number;
  readonly sustained: boolean;
}

/** market-data and candle-aggregator as built, a real nats-server and a real Postgres, and a market with so many symbols in a process of its own. */
export class MarketRun {
  private offset = 0;
  private aggregatedBefore = 0;
  /** trades offered since the start */
  offered = 0;

  private constructor(
    private readonly nats: TestNats,
    private readonly postgres: TestPostgres,
    private readonly market: ChildProcess,
    private readonly services: { readonly marketData: ServiceProcess; readonly aggregator: ServiceProcess },
  ) {}

  static async open(symbols: number): Promise<MarketRun> {
    const nats = await startTestNats();
    const postgres = await startTestPostgres();
    const market = fork(fileURLToPath(new URL('./market-process.js', import.meta.url)), [String(symbols)], { execArgv: [] });
    const [{ url }] = (await once(market, 'message')) as [Extract<MarketAnswer, { kind: 'listening' }>];
    const shared = { NATS_URL: nats.url, DATABASE_URL: postgres.url };
    const broker = { TRADIER_BASE_URL: url, TRADIER_ACCESS_TOKEN: 'bench', TRADIER_SANDBOX: 'true' };
    const [marketData, aggregator] = await Promise.all([ServiceProcess.start('market-data', { ...shared, ...broker }), ServiceProcess.start('candle-aggregator', shared)]);
    return new MarketRun(nats, postgres, market, { marketData, aggregator });
  }

  get natsUrl(): string {
    return this.nats.url;
  }

  /** Offers trades at an even rate; a minute ends in the middle of the run, so that its bars are closed under way. */
  async offer(perSecond: number, seconds: number): Promise<OfferedRun> {
    this.offset = offsetForMinuteEnd(Date.now(), this.offset, (seconds * 1_000) / 2);
    const { marketData, aggregator } = this.services;
    const cpuBefore = marketData.cpuMicros() + aggregator.cpuMicros();
    const { trades, seconds: took } = await this.order<'offered'>({ kind: 'offer', perSecond, seconds, offsetMs: this.offset });
    this.offered += trades;
    const total = this.aggregatedBefore + trades;
    const backlog = total - (await this.aggregated());
    const reached = await this.untilAggregated(total);
    this.aggregatedBefore = reached;
    const cpu = marketData.cpuMicros() + aggregator.cpuMicros() - cpuBefore;
    const lost = total - reached;
    return {
      offered: trades,
      perSecond: trades / took,
      backlog,
      lost,
      cpuMicrosPerTrade: cpu / trades,
      sustained: lost === 0 && backlog <= perSecond * BACKLOG_SECONDS && took < seconds * 1.05,
    };
  }

  residentBytes(): number {
    return this.services.marketData.residentBytes() + this.services.aggregator.residentBytes();
  }

  /** Lets the last minute end, and answers how many trades the stored one-minute bars hold. */
  async tradesInBars(): Promise<number> {
    this.market.send({ kind: 'clock', time: Date.now() + this.offset + 2 * MINUTE } satisfies MarketOrder);
    const source = this.postgres.db;
    let [counted, before] = [0, -1];
    while (counted !== before || counted === 0) {
      before = counted;
      await pause(2_000);
      const symbols = await source.bars.symbolsSince('1m', 0);
      const bars = await Promise.all(symbols.map((symbol) => source.bars.load({ symbol, timeframe: '1m' })));
      counted = bars.flat().reduce((sum, bar) => sum + bar.tradeCount, 0);
    }
    return counted;
  }

  async close(): Promise<void> {
    await Promise.all([this.services.marketData.stop(), this.services.aggregator.stop()]);
    this.market.disconnect();
    await this.nats.stop();
    await this.postgres.stop();
  }

  private aggregated(): Promise<number> {
    return this.services.aggregator.metric('sofi_trades_aggregated_total');
  }

  private async untilAggregated(total: number): Promise<number> {
    for (const end = performance.now() + LOST_AFTER_MS; ; await pause(50)) {
      const reached = await this.aggregated();
      if (reached >= total || performance.now() > end) return reached;
    }
  }

  private async order<K extends MarketAnswer['kind']>(order: MarketOrder): Promise<Extract<MarketAnswer, { kind: K }>> {
    this.market.send(order);
    const [answer] = (await once(this.market, 'message')) as [Extract<MarketAnswer, { kind: K }>];
    return answer;
  }
}

/** The least offset, not below the last one, at which a minute of the market ends so long from now. */
export function offsetForMinuteEnd(wall: number, last: number, fromNow: number): number {
  const then = wall + last + fromNow;
  return last + (Math.ceil(then / MINUTE) * MINUTE - then);
}
