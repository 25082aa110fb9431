import { barMessage, clockMessage, decode, decodeTrade, encode, subjects } from '@sofi/contracts';
import { barId, type Bar, type ClockTick, type EquitySymbol, type Trade } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import type { MarketCalendar } from '@sofi/service-kit';
import { RESUME_WINDOW_MS, SymbolBars } from './symbol-bars.js';

const CHECKPOINT = 'candle-aggregator';
/** market time between checkpoints while no bar closes; what lies between is read again after a kill */
const CHECKPOINT_EVERY_MS = 30_000;

/** What the aggregator counts, for its metrics. */
export interface AggregatorCounts {
  trades: number;
  barsClosed: number;
  barsRevised: number;
}

/**
 * Follows the trades and the market's clock; stores each closed bar, then publishes it, then passes the clock on.
 * Killed anywhere it reads again from the first trade of the oldest open bucket, so the bars are the same.
 */
export class Aggregator {
  readonly counts: AggregatorCounts = { trades: 0, barsClosed: 0, barsRevised: 0 };
  private readonly bySymbol = new Map<EquitySymbol, SymbolBars>();
  private readonly changed = new Set<SymbolBars>();
  /** bars that trades have closed or revised since the last clock tick */
  private unsaved: Bar[] = [];
  private clock: ClockTick = { kind: 'clock', time: 0, paced: false };
  /** the newest message when this process began: up to it, trades may be in stored bars already */
  private rereadUntil = 0;
  private checkpointedAt = 0;

  constructor(
    private readonly bus: Bus,
    private readonly database: Database,
    private readonly calendar: MarketCalendar,
    private readonly settled: (marketTime: number) => void,
  ) {}

  /** Reads the checkpoint; answers the stream sequence to follow TRADES after. */
  async resume(): Promise<number> {
    const checkpoint = await this.database.checkpoints.get(CHECKPOINT);
    this.rereadUntil = await this.bus.lastSequence('TRADES');
    this.settled(checkpoint?.marketTime ?? 0);
    return checkpoint?.sequence ?? 0;
  }

  /** Trades stay synchronous as long as their calendar and symbol are known: this is the hot path. */
  onMessage(message: Message): Promise<void> | void {
    if (message.subject === subjects.marketClock) return this.onClock(decode(clockMessage, message.data), message.sequence);
    const trade = decodeTrade(message.data);
    const bars = this.bySymbol.get(trade.symbol);
    if (bars && this.calendar.covers(trade.exchangeTime)) this.onTrade(bars, trade, message.sequence);
    else return this.open(trade).then((opened) => this.onTrade(opened, trade, message.sequence));
  }

  /** The bars still open of every symbol that traded since the last call. */
  takeForming(): Bar[] {
    const bars = [...this.changed].flatMap((symbolBars) => symbolBars.forming());
    this.changed.clear();
    return bars;
  }

  private async open(trade: Trade): Promise<SymbolBars> {
    await this.calendar.cover(trade.exchangeTime);
    const known = this.bySymbol.get(trade.symbol);
    if (known) return known;
    const bars = new SymbolBars(trade.symbol, this.calendar);
    bars.resume(await this.database.bars.load({ symbol: trade.symbol, timeframe: '1m', from: trade.exchangeTime - RESUME_WINDOW_MS }));
    this.bySymbol.set(trade.symbol, bars);
    return bars;
  }

  private onTrade(bars: SymbolBars, trade: Trade, sequence: number): void {
    if (this.wasSaidBefore(trade)) return;
    this.counts.trades += 1;
    const reread = sequence <= this.rereadUntil;
    for (const bar of reread ? bars.replay(trade, sequence) : bars.onTrade(trade, sequence)) this.unsaved.push(bar);
    this.changed.add(bars);
  }

  /** A paced market says everything up to a tick before the tick; what comes again after it was re-sent. */
  private wasSaidBefore(trade: Trade): boolean {
    return this.clock.paced && trade.exchangeTime <= this.clock.time;
  }

  private async onClock(tick: ClockTick, sequence: number): Promise<void> {
    if (tick.time <= this.clock.time) return;
    this.clock = tick;
    for (const bars of this.bySymbol.values()) this.unsaved.push(...bars.onClock(tick.time));
    const closedSome = this.unsaved.length > 0;
    await this.saveAndPublish();
    await this.bus.record(subjects.candleClock, encode(clockMessage, tick), `candle-clock-${tick.time}`);
    if (closedSome || tick.time - this.checkpointedAt >= CHECKPOINT_EVERY_MS) await this.checkpoint(tick.time, sequence);
    this.settled(tick.time);
  }

  private async checkpoint(marketTime: number, clockSequence: number): Promise<void> {
    await this.database.checkpoints.set(CHECKPOINT, { sequence: this.resumeSequence(clockSequence), marketTime });
    this.checkpointedAt = marketTime;
  }

  private async saveAndPublish(): Promise<void> {
    const bars = this.unsaved;
    if (bars.length === 0) return;
    await this.database.bars.save(bars);
    await Promise.all(bars.map((bar) => this.bus.record(subjects.candleClosed(bar.timeframe, bar.symbol), encode(barMessage, bar), barId(bar))));
    this.unsaved = [];
    for (const bar of bars) this.counts[bar.revision > 0 ? 'barsRevised' : 'barsClosed'] += 1;
  }

  private resumeSequence(clockSequence: number): number {
    const open = [...this.bySymbol.values()].map((bars) => bars.oldestOpenSequence()).filter((sequence) => sequence !== undefined);
    return Math.min(clockSequence, ...open.map((sequence) => sequence - 1));
  }
}
