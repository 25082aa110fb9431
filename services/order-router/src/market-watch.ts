import { EventEmitter, once } from 'node:events';
import { clockMessage, decode, decodeTrade, subjects, symbolFeedMessage } from '@sofi/contracts';
import type { ClockTick, EquitySymbol, SymbolFeed, Trade } from '@sofi/domain';
import type { Message } from '@sofi/nats';
import type { MarketCalendar, ReachedTime } from '@sofi/service-kit';

const TRADE = subjects.trade('*').slice(0, -1);
const SYMBOL_FEED = subjects.symbolFeed('*').slice(0, -1);

/** What the watch tells of each trade: a new one is judged by the guards, one from before the restart only says what the symbol is worth. */
export interface Watcher {
  trade(trade: Trade): Promise<void> | void;
  mark(trade: Trade): void;
  /** how far the prices of a symbol can be trusted from here on */
  feed(feed: SymbolFeed): void;
}

/** Follows the trades for stops, targets and marks, and says how far the market's clock has come. */
export class MarketWatch {
  private tick: ClockTick = { kind: 'clock', time: 0, paced: false };
  private readonly lastSequence = new Map<EquitySymbol, number>();
  private readonly ticks = new EventEmitter().setMaxListeners(0);
  private clockSequence: number | undefined;
  private sequence: number;

  constructor(
    private readonly watcher: Watcher,
    private readonly calendar: Pick<MarketCalendar, 'covers' | 'cover'>,
    private readonly reached: ReachedTime,
    /** the tick that the books are complete for: trades up to it were judged before the restart */
    private readonly judgedUntil: number,
    after: number,
    /** each tick of a market that runs by itself */
    private readonly freeTick: (tick: ClockTick) => void,
  ) {
    this.sequence = after;
  }

  onMessage(message: Message): Promise<void> | void {
    this.sequence = message.sequence;
    if (message.subject === subjects.marketClock) return this.onClock(decode(clockMessage, message.data), message.sequence);
    if (message.subject.startsWith(SYMBOL_FEED)) return this.watcher.feed(decode(symbolFeedMessage, message.data));
    if (!message.subject.startsWith(TRADE)) return;
    const trade = decodeTrade(message.data);
    this.lastSequence.set(trade.symbol, message.sequence);
    if (trade.exchangeTime <= this.judgedUntil) return this.watcher.mark(trade);
    if (this.tick.paced && trade.exchangeTime <= this.tick.time) return;
    if (!this.calendar.covers(trade.exchangeTime)) return this.calendar.cover(trade.exchangeTime).then(() => this.watcher.trade(trade));
    return this.watcher.trade(trade);
  }

  isPaced(): boolean {
    return this.tick.paced;
  }

  /** The time of a market that runs by itself, 0 where it waits for its consumers. */
  freeTime(): number {
    return this.isPaced() ? 0 : this.tick.time;
  }

  /** Resolves when the market's time is sure: at once where it waits for us, otherwise with its next tick. Throws the signal's AbortError. */
  async present(signal: AbortSignal): Promise<void> {
    if (!this.tick.paced) await once(this.ticks, 'tick', { signal });
  }

  /** After which message a restart must read, so that it meets the last trade of each of these symbols again, and the last tick: it tells whether the market waits. */
  readAgainAfter(held: readonly EquitySymbol[]): number {
    const last = [this.clockSequence, ...held.map((symbol) => this.lastSequence.get(symbol))].filter((sequence) => sequence !== undefined);
    return Math.min(this.sequence, ...last.map((sequence) => sequence - 1));
  }

  private async onClock(tick: ClockTick, sequence: number): Promise<void> {
    if (tick.time <= this.tick.time) return;
    await this.calendar.cover(tick.time);
    this.tick = tick;
    this.clockSequence = sequence;
    this.reached.advance(tick.time);
    this.ticks.emit('tick');
    if (!tick.paced) this.freeTick(tick);
  }
}
