import { clockMessage, decode, decodeTrade, encode, encodeBar, feedGapMessage, subjects } from '@sofi/contracts';
import { barId, GRACE_MS, type Bar, type ClockTick, type EquitySymbol, type Stretch, type Trade } from '@sofi/domain';
import type { Bus, Message } from '@sofi/nats';
import type { Database } from '@sofi/postgres';
import type { MarketCalendar } from '@sofi/service-kit';
import { RepairDesk, type DeskAnswer, type SymbolDoubt } from './repair-desk.js';
import { resumeStored, symbolsAt } from './stored-bars.js';
import { SymbolBars } from './symbol-bars.js';

/** where a restart reads again, and up to where all messages are in the stored bars */
const RESUME = 'candle-aggregator.resume';
const DONE = 'candle-aggregator.done';
const TRADE = subjects.trade('*').slice(0, -1);
/** market time between checkpoints while no bar closes; what lies between is read again after a kill */
const CHECKPOINT_EVERY_MS = 30_000;
/** a free-running market ticks as it uses to, mostly every second: where it paused for longer than this and than thrice as long as usual, nobody listened */
const SILENCE_MS = 5_000;
const MINUTE = 60_000;

/** What the aggregator counts, for its metrics. */
export interface AggregatorCounts {
  trades: number;
  barsClosed: number;
  barsRevised: number;
}

/**
 * Follows the trades and the market's clock. At a tick the bars that it closed are published, then stored together with the place that a restart
 * reads from, then the tick is passed on. Killed anywhere it reads again from the first trade of the oldest open bucket, or from the last seconds of the closed one
 * where lost trades are not said again: the bars are the same.
 * Where trades may be missing the desk asks the broker, and its answers are worked off at a tick; a paced market says everything again by itself.
 */
export class Aggregator {
  readonly counts: AggregatorCounts = { trades: 0, barsClosed: 0, barsRevised: 0 };
  readonly desk: RepairDesk;
  private readonly bySymbol = new Map<EquitySymbol, SymbolBars>();
  private readonly changed = new Set<SymbolBars>();
  /** symbols that were new since the last tick, which tells whether the market says everything again by itself */
  private introduced: { readonly bars: SymbolBars; readonly gap: Stretch }[] = [];
  /** bars that were closed or revised since the last tick */
  private unsaved: Bar[] = [];
  private clock: ClockTick = { kind: 'clock', time: 0, paced: false };
  private clockSequence = 0;
  /** between the last two ticks; nothing is usual at the first of all */
  private usualMs = Infinity;
  /** gaps that reach into minutes that may be open, and where a restart has to read to hear of them again */
  private gaps: { readonly to: number; readonly sequence: number }[] = [];
  /** messages up to here are in the stored bars already */
  private done = 0;
  private checkpointedAt = 0;

  constructor(
    private readonly bus: Pick<Bus, 'record' | 'ask'>,
    private readonly database: Pick<Database, 'bars' | 'checkpoints' | 'transaction'>,
    private readonly calendar: MarketCalendar,
    private readonly worked: (marketTime: number) => void,
  ) {
    this.desk = new RepairDesk(bus);
  }

  /** Takes up the stored bars of every symbol that was trading; answers the sequence to follow TRADES after. */
  async resume(): Promise<number> {
    const from = await this.database.checkpoints.get(RESUME);
    if (!from) return 0;
    this.usualMs = 0;
    this.done = (await this.database.checkpoints.get(DONE))?.sequence ?? 0;
    await this.calendar.cover(from.marketTime);
    for (const symbol of await symbolsAt(this.database, from.marketTime)) await this.open(symbol, from.marketTime);
    this.worked(from.marketTime);
    return from.sequence;
  }

  /** Trades stay synchronous as long as their calendar and symbol are known: this is the hot path. */
  onMessage(message: Message): Promise<void> | void {
    if (message.subject === subjects.marketClock) return this.onClock(decode(clockMessage, message.data), message.sequence);
    if (message.subject === subjects.feedGap) return this.missed(decode(feedGapMessage, message.data), message.sequence, message.sequence);
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
    const bars = this.bySymbol.get(trade.symbol) ?? (await this.introduce(trade));
    this.onTrade(bars, trade, sequence);
  }

  /** Nobody listened between the bars that are stored of a symbol, if any, and its first trade here. */
  private async introduce(trade: Trade): Promise<SymbolBars> {
    const bars = await this.open(trade.symbol);
    if (bars.knownTo > 0) this.introduced.push({ bars, gap: { from: bars.knownTo + GRACE_MS, to: trade.exchangeTime } });
    return bars;
  }

  private async open(symbol: EquitySymbol, listenedTo?: number): Promise<SymbolBars> {
    const bars = new SymbolBars(symbol, this.calendar);
    await resumeStored(this.database, this.calendar, bars, listenedTo);
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
    this.listenFor(tick, sequence);
    for (const { bars, gap } of this.introduced) if (!tick.paced) this.unsaved.push(...bars.missed(gap, false));
    this.introduced = [];
    this.clock = tick;
    this.clockSequence = sequence;
    for (const bars of this.bySymbol.values()) this.unsaved.push(...bars.onClock(tick.time));
    for (const answer of this.desk.take()) this.unsaved.push(...this.workOff(answer));
    await this.publishAndStore(tick.time, sequence);
    await this.bus.record(subjects.candleClock, encode(clockMessage, tick), `candle-clock-${tick.time}`);
    this.worked(tick.time);
    if (!tick.paced && sequence > this.done) this.desk.consider(this.doubts(), tick.time);
  }

  /** Where everything stood still, this service reads on from what is stored, but market-data may have missed what was said meanwhile. */
  private listenFor({ time, paced }: ClockTick, sequence: number): void {
    const from = this.clock.time;
    if (from === 0) return;
    if (!paced && time - from > Math.max(SILENCE_MS, 3 * this.usualMs)) this.missed({ from, to: time }, this.clockSequence, sequence);
    this.usualMs = time - from;
  }

  /** A restart reads again from the message `knownBy`. */
  private missed(gap: Stretch, knownBy: number, sequence: number): void {
    this.gaps.push({ to: gap.to, sequence: knownBy });
    for (const bars of this.bySymbol.values()) this.unsaved.push(...bars.missed(gap, sequence <= this.done));
  }

  private workOff(answer: DeskAnswer): Bar[] {
    const bars = this.bySymbol.get(answer.symbol);
    if (!bars) return [];
    return answer.kind === 'minutes' ? bars.repair(answer.bars, answer.range) : bars.onDayVolume(answer.volume);
  }

  private doubts(): SymbolDoubt[] {
    const doubts: SymbolDoubt[] = [];
    for (const bars of this.bySymbol.values()) {
      const ranges = bars.doubtful();
      if (ranges.length > 0) doubts.push({ symbol: bars.symbol, ranges });
    }
    return doubts;
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
    const open = [...this.bySymbol.values()].map((bars) => (this.clock.paced ? bars.oldestOpenSequence() : bars.readAgainFrom())).filter((sequence) => sequence !== undefined);
    // a gap reaches into its last minute, and that closes after the grace
    this.gaps = this.gaps.filter(({ to }) => to + 2 * GRACE_MS + MINUTE > this.clock.time);
    // the tick itself is read again: what a paced market says again behind it is known by it
    return Math.min(clockSequence, ...open, ...this.gaps.map(({ sequence }) => sequence)) - 1;
  }
}
