import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { BarBuilder, nyseCalendar, type Bar, type BarChange, type ClockTick, type FeedGap, type FeedListener, type MarketFeed, type MarketHistory, type Trade } from '@sofi/domain';
import { connectTradier, type FeedOptions, type TradierConnection } from '@sofi/tradier';
import { AdverseTradier } from './adverse-tradier.js';
import { uniform } from '@sofi/tape';
import { FAULTS, faultScript, type FaultKind, type ScriptedFault } from './fault-script.js';
import { ToldDay, tradeText } from './told-day.js';

export interface FaultRunOptions {
  /** of one symbol, in order, with the day's cumulative volume */
  readonly trades: readonly Trade[];
  readonly faults: number;
  readonly seed: number;
  readonly progress?: (done: number) => void;
}

/** What is held of one process at one moment. */
export interface Footprint {
  /** the client's own TCP connections, of the stream and of REST */
  readonly sockets: number;
  readonly timers: number;
  readonly heapBytes: number;
}

export interface FaultRunResult {
  readonly bars: readonly Bar[];
  /** wall ms from the fault until trades came again, by kind, of those that broke the connection */
  readonly outages: ReadonlyMap<FaultKind, readonly number[]>;
  readonly counts: ReadonlyMap<FaultKind, number>;
  readonly connections: { readonly socket: number; readonly http: number };
  /** how many times quotes were read, to compare or for want of a stream */
  readonly readings: number;
  readonly repairs: number;
  readonly prints: { readonly told: number; readonly heard: number };
  readonly footprints: readonly Footprint[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Short patience: each of thousands of faults shall take moments. A second of the feed's own time lasts a few ms, and its pauses are as much shorter. */
const BEAT_MS = 4;
const HASTE: Pick<FeedOptions, 'timing' | 'watch' | 'every'> = {
  timing: { firstPause: 1, lastPause: 4, firstClimb: 10, lastClimb: 40, steady: 20, connect: 500, silence: 30, settle: 1, handover: 20 },
  watch: { least: 20, most: 200, leastOfAll: 12, mostOfAll: 24, between: 4, grace: 4 },
  every: (ms, action) => {
    const timer = setInterval(action, Math.min(ms, BEAT_MS));
    return () => clearInterval(timer);
  },
};
const FOOTPRINTS = 10;
/** longer than an idle connection of REST is kept */
const CALM_MS = 10_000;
/** a print that comes this much later than it happened is late for its bar, whatever the bar */
const LATE_MS = 2 * MINUTE;

/**
 * A recorded day told by a market stream that fails over and over, through the real client and real sockets into the bars; what was lost is then repaired from the
 * minute history, as in the candle aggregator. Nothing here waits for time: each step waits for what the client does.
 */
export async function runFaults(options: FaultRunOptions): Promise<FaultRunResult> {
  const day = new ToldDay(options.trades);
  const tradier = await AdverseTradier.start(day);
  const connection = await connectTradier({ token: 'adverse', sandbox: true, baseUrl: tradier.url });
  const run = new FaultRun(day, tradier, connection, options);
  try {
    return await run.whole();
  } finally {
    await run.close();
    await connection.close();
    await tradier.close();
  }
}

class FaultRun implements FeedListener {
  private readonly calendar = nyseCalendar();
  private readonly builder: BarBuilder;
  private readonly history: MarketHistory;
  private readonly feed: MarketFeed;
  private readonly bars = new Map<number, Bar>();
  private readonly news = new EventEmitter();
  private readonly outages = new Map<FaultKind, number[]>(FAULTS.map((kind) => [kind, []]));
  private readonly counts = new Map<FaultKind, number>(FAULTS.map((kind) => [kind, 0]));
  private readonly footprints: Footprint[] = [];
  private readonly held: Trade[] = [];
  private newest = 0;
  private reached = 0;
  private heard = 0;
  private told = 0;
  private repairs = 0;

  constructor(
    private readonly day: ToldDay,
    private readonly tradier: AdverseTradier,
    connection: TradierConnection,
    private readonly options: FaultRunOptions,
  ) {
    const [first] = options.trades;
    if (!first) throw new Error('a day without trades has nothing to lose');
    this.builder = new BarBuilder({ symbol: first.symbol, timeframe: '1m', calendar: this.calendar });
    this.history = connection.history();
    tradier.onChange = () => this.news.emit('news');
    this.feed = connection.feed(this, HASTE);
    this.feed.subscribe([first.symbol]);
  }

  async whole(): Promise<FaultRunResult> {
    await this.tradier.heard();
    const script = faultScript(this.options.seed, this.options.faults, this.options.trades.length);
    for (const [index, fault] of script.entries()) {
      await this.well(fault.healthy);
      await this.suffer(fault);
      if (index % Math.ceil(script.length / FOOTPRINTS) === 0) this.footprints.push(await this.footprint());
      this.options.progress?.(index + 1);
    }
    await this.well(this.options.trades.length);
    await this.evening();
    this.footprints.push(await this.calm());
    return {
      bars: [...this.bars.values()].toSorted((a, b) => a.start - b.start),
      outages: this.outages,
      counts: this.counts,
      connections: this.tradier.opened,
      readings: this.tradier.polls,
      repairs: this.repairs,
      prints: { told: this.told, heard: this.heard },
      footprints: this.footprints,
    };
  }

  async close(): Promise<void> {
    await this.feed.close();
  }

  trade(trade: Trade): void {
    this.heard += 1;
    this.keep(this.builder.onTrade(trade));
    this.newest = Math.max(this.newest, trade.cumulativeVolume);
    this.news.emit('news');
  }

  quote(): void {}

  clock({ time }: ClockTick): void {
    this.keep(this.builder.onClock(time));
    this.reached = Math.max(this.reached, time);
    this.news.emit('news');
  }

  state(): void {}

  symbol(): void {}

  missed(gap: FeedGap): void {
    this.keep(this.builder.missed(gap));
  }

  /** The next trades, told as they are, and heard. */
  private async well(count: number): Promise<void> {
    const trades = this.day.advance(count);
    if (trades.length === 0) return;
    await this.tradier.heard();
    this.tell(trades);
    this.tradier.clock();
    await this.untilHeardOrLost(trades.at(-1)!.cumulativeVolume);
    this.tellHeld();
    await this.repairAll();
  }

  /** The day is over and time goes on: what was lost at its end shows, and is mended. */
  private async evening(): Promise<void> {
    this.tellHeld();
    const last = Math.floor(this.day.now / SECOND) * SECOND + 2 * MINUTE;
    for (let time = this.day.now; this.reached < last; time = Math.min(time + SECOND, last)) {
      await this.tradier.heard();
      const { changes } = this.tradier;
      this.tradier.clock(time);
      if (time === last) await this.until(() => this.reached >= last || this.tradier.changes !== changes);
    }
    await this.repairAll();
  }

  private async suffer({ kind, touched }: ScriptedFault): Promise<void> {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    if (kind === 'duplicate') this.tell(this.day.last(touched));
    else if (kind === 'noise') this.tellNoise();
    else if (kind === 'reorder') await this.tellReordered(touched);
    else if (kind === 'late') this.held.push(...this.day.advance(touched));
    else if (kind === 'lost') this.day.advance(touched);
    else await this.breakOff(kind, touched);
  }

  /** The market goes on while nobody hears it; the outage ends with the next print that is heard. */
  private async breakOff(kind: FaultKind, touched: number): Promise<void> {
    const began = performance.now();
    if (kind === 'drop') this.tradier.drop();
    else if (kind === 'half-open') this.tradier.halfOpen();
    else if (kind === 'session-lost') this.tradier.loseSession();
    else this.tradier.stall();
    this.moveOn(touched);
    if (this.day.over) return;
    const before = this.newest;
    while (this.newest === before && !this.day.over) await this.well(1);
    this.outages.get(kind)?.push(performance.now() - began);
  }

  /** At least until some later moment: a market that stands still has nothing to be missed. */
  private moveOn(count: number): void {
    const before = this.day.now;
    this.day.advance(count);
    while (this.day.now === before && !this.day.over) this.day.advance(1);
  }

  private async tellReordered(count: number): Promise<void> {
    const trades = this.day.advance(count);
    const grace = trades.filter(({ exchangeTime }) => exchangeTime < (trades[0]?.exchangeTime ?? 0) + 1_500);
    const shuffled = grace.map((trade) => ({ trade, place: uniform(this.options.seed, 2, trade.cumulativeVolume) })).toSorted((a, b) => a.place - b.place);
    this.tell([...shuffled.map(({ trade }) => trade), ...trades.slice(grace.length)]);
    await this.untilHeardOrLost(Math.max(0, ...trades.map(({ cumulativeVolume }) => cumulativeVolume)));
  }

  private tellNoise(): void {
    const { symbol } = this.options.trades[0]!;
    this.tradier.tell('{"type":"trade","symbol":"');
    this.tradier.tell(`{"type":"trade","symbol":"${symbol}","exch":"Q","price":"0","size":"100","cvol":"1","date":"${this.day.now}","last":"0"}\n`);
    this.tradier.tell(`{"type":"trade","symbol":"${symbol}","exch":"Q","price":"1.00","size":"0","cvol":"${this.newest}","date":"${this.day.now}","last":"1.00"}\n`);
    this.tradier.tell('{"type":"trade","symbol":"NOBODYS","exch":"Q","price":"1.00","size":"1","cvol":"1","date":"1","last":"1.00"}\n');
    this.tradier.tell('{"type":"weather","symbol":"SPY"}\n');
    this.tell(this.day.last(1));
  }

  /** Prints that were held back long enough. */
  private tellHeld(): void {
    const due = this.held.filter(({ exchangeTime }) => this.day.over || exchangeTime + LATE_MS < this.day.now);
    if (due.length === 0) return;
    this.held.splice(0, this.held.length, ...this.held.filter((trade) => !due.includes(trade)));
    this.tell(due);
  }

  private tell(trades: readonly Trade[]): void {
    this.told += trades.length;
    for (const trade of trades) this.tradier.tell(tradeText(trade));
  }

  /** The client may change its connection of its own accord: what was told just then is lost like anything else. */
  private untilHeardOrLost(cumulativeVolume: number): Promise<void> {
    const { changes } = this.tradier;
    return this.until(() => this.newest >= cumulativeVolume || this.tradier.changes !== changes);
  }

  private async until(holds: () => boolean): Promise<void> {
    while (!holds()) await once(this.news, 'news');
  }

  /** As the aggregator does: each stretch that is in doubt and over is asked for and mended. */
  private async repairAll(): Promise<void> {
    for (const stretch of this.builder.doubtful().flatMap(byHour)) {
      const read = await this.history.tradedMinutes(this.options.trades[0]!.symbol, stretch.from, stretch.to);
      if (read.state === 'unavailable') throw new Error(read.reason);
      this.repairs += 1;
      this.keep(this.builder.repair(read.value.bars, stretch));
    }
  }

  private keep(changes: readonly BarChange[]): void {
    for (const { bar } of changes) this.bars.set(bar.start, bar);
  }

  /** As much as in the beginning is held, or the patience for what is just being opened, or kept alive for a while, is over. */
  private async calm(): Promise<Footprint> {
    const [first] = this.footprints;
    for (const deadline = performance.now() + CALM_MS; ; await pause(BEAT_MS)) {
      const now = await this.footprint();
      if (!first || (now.sockets <= first.sockets && now.timers <= first.timers) || performance.now() > deadline) return now;
    }
  }

  /** Both ends are in this process: of all sockets the server's are taken off. */
  private async footprint(): Promise<Footprint> {
    globalThis.gc?.();
    const active = process.getActiveResourcesInfo();
    const of = (kind: string) => active.filter((name) => name === kind).length;
    const sockets = of('TCPSocketWrap') - (await this.tradier.connected());
    this.tradier.giveUpHalfOpen();
    return { sockets, timers: of('Timeout'), heapBytes: process.memoryUsage().heapUsed };
  }
}

function byHour({ from, to }: { from: number; to: number }): { from: number; to: number }[] {
  const pieces: { from: number; to: number }[] = [];
  for (let start = from; start < to; start += HOUR) pieces.push({ from: start, to: Math.min(start + HOUR, to) });
  return pieces;
}
