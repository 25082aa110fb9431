import { clockMessage, decode, decodeTrade, encode, encodeBar, subjects } from '@sofi/contracts';
import { barId, type Bar, type ClockTick, type EquitySymbol, type Trade } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import type { MarketCalendar } from '@sofi/service-kit';
import { resumeStored, symbolsAt } from './stored-bars.js';
import { SymbolBars } from './symbol-bars.js';

/** where a restart reads again, and up to where all messages are in the stored bars */
const RESUME = 'candle-aggregator.resume';
const DONE = 'candle-aggregator.done';
const TRADE = subjects.trade('*').slice(0, -1);
/** market time between checkpoints while no bar closes; what lies between is read again after a kill */
const CHECKPOINT_EVERY_MS = 30_000;

/** What the aggregator counts, for its metrics. */
export interface AggregatorCounts {
  trades: number;
  barsClosed: number;
  barsRevised: number;
}

/**
 * Follows the trades and the market's clock. At a tick the bars that it closed are published, then stored together with the place that a restart
 * reads from, then the tick is passed on. Killed anywhere it reads again from the first trade of the oldest open bucket: the bars are the same.
 */
export class Aggregator {
  readonly counts: AggregatorCounts = { trades: 0, barsClosed: 0, barsRevised: 0 };
  private readonly bySymbol = new Map<EquitySymbol, SymbolBars>();
  private readonly changed = new Set<SymbolBars>();
  /** bars that were closed or revised since the last tick */
  private unsaved: Bar[] = [];
  private clock: ClockTick = { kind: 'clock', time: 0, paced: false };
  /** messages up to here are in the stored bars already */
  private done = 0;
  private checkpointedAt = 0;

  constructor(
    private readonly bus: Pick<Bus, 'record'>,
    private readonly database: Pick<Database, 'bars' | 'checkpoints' | 'transaction'>,
    private readonly calendar: MarketCalendar,
    private readonly worked: (marketTime: number) => void,
  ) {}

  /** Takes up the stored bars of every symbol that was trading; answers the sequence to follow TRADES after. */
  async resume(): Promise<number> {
    const from = await this.database.checkpoints.get(RESUME);
    if (!from) return 0;
    this.done = (await this.database.checkpoints.get(DONE))?.sequence ?? 0;
    await this.calendar.cover(from.marketTime);
    for (const symbol of await symbolsAt(this.database, from.marketTime)) await this.open(symbol);
    this.worked(from.marketTime);
    return from.sequence;
  }

  /** Trades stay synchronous as long as their calendar and symbol are known: this is the hot path. */
  onMessage(message: Message): Promise<void> | void {
    if (message.subject === subjects.marketClock) return this.onClock(decode(clockMessage, message.data), message.sequence);
    if (!message.subject.startsWith(TRADE)) return;
    const trade = decodeTrade(message.data);
    const bars = this.bySymbol.get(trade.symbol);
    if (bars && this.calendar.covers(trade.exchangeTime)) this.onTrade(bars, trade, message.sequence);
    else return this.meet(trade, message.sequence);
  }

  /** The bars still open of every symbol that traded since the last call. */
  takeForming(): Bar[] {
    const bars = [...this.changed].flatMap((symbolBars) => symbolBars.forming());
    this.changed.clear();
    return bars;
  }

  private async meet(trade: Trade, sequence: number): Promise<void> {
    await this.calendar.cover(trade.exchangeTime);
    this.onTrade(this.bySymbol.get(trade.symbol) ?? (await this.open(trade.symbol)), trade, sequence);
  }

  private async open(symbol: EquitySymbol): Promise<SymbolBars> {
    const bars = new SymbolBars(symbol, this.calendar);
    await resumeStored(this.database, bars);
    this.bySymbol.set(symbol, bars);
    return bars;
  }

  private onTrade(bars: SymbolBars, trade: Trade, sequence: number): void {
    // a paced market says everything up to a tick before the tick: what comes again after it was re-sent
    if (this.clock.paced && trade.exchangeTime <= this.clock.time) return;
    this.counts.trades += 1;
    for (const bar of sequence <= this.done ? bars.replay(trade, sequence) : bars.onTrade(trade, sequence)) this.unsaved.push(bar);
    this.changed.add(bars);
  }

  private async onClock(tick: ClockTick, sequence: number): Promise<void> {
    if (tick.time <= this.clock.time) return;
    await this.calendar.cover(tick.time);
    this.clock = tick;
    for (const bars of this.bySymbol.values()) this.unsaved.push(...bars.onClock(tick.time));
    await this.publishAndStore(tick.time, sequence);
    await this.bus.record(subjects.candleClock, encode(clockMessage, tick), `candle-clock-${tick.time}`);
    this.worked(tick.time);
  }

  private async publishAndStore(marketTime: number, sequence: number): Promise<void> {
    const bars = this.unsaved;
    // what is read again after a kill is in the stored bars: the place to read from never goes back
    if (sequence < this.done || (bars.length === 0 && marketTime - this.checkpointedAt < CHECKPOINT_EVERY_MS)) return;
    await Promise.all(bars.map((bar) => this.bus.record(subjects.candleClosed(bar.timeframe, bar.symbol), encodeBar(bar), barId(bar))));
    await this.database.transaction(async (tx) => {
      await tx.bars.save(bars);
      await tx.checkpoints.set(RESUME, { sequence: this.resumeSequence(sequence), marketTime });
      await tx.checkpoints.set(DONE, { sequence, marketTime });
    });
    this.unsaved = [];
    this.checkpointedAt = marketTime;
    for (const bar of bars) this.counts[bar.revision > 0 ? 'barsRevised' : 'barsClosed'] += 1;
  }

  private resumeSequence(clockSequence: number): number {
    const open = [...this.bySymbol.values()].map((bars) => bars.oldestOpenSequence()).filter((sequence) => sequence !== undefined);
    // the tick itself is read again: what a paced market says again behind it is known by it
    return Math.min(clockSequence, ...open) - 1;
  }
}
