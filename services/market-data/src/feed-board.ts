import type { FeedStatus } from '@sofi/contracts';
import type { ClockTick, EquitySymbol, FeedState, Mode } from '@sofi/domain';

/** What is known about the feed itself: its state in words, how old the newest event is, where the market's clock stands. */
export class FeedBoard {
  private stateNow: FeedState = 'connecting';
  private reason = 'connecting to the broker';
  private lastEventTime = 0;
  private marketTime = 0;
  private symbols: readonly EquitySymbol[] = [];

  constructor(private readonly mode: Mode) {}

  sawEvent(exchangeTime: number): void {
    if (exchangeTime > this.lastEventTime) this.lastEventTime = exchangeTime;
  }

  sawClock(tick: ClockTick): void {
    if (tick.time > this.marketTime) this.marketTime = tick.time;
  }

  changed(state: FeedState, reason: string): void {
    this.stateNow = state;
    this.reason = reason;
  }

  watching(symbols: readonly EquitySymbol[]): void {
    this.symbols = symbols;
  }

  status(): FeedStatus {
    return {
      state: this.stateNow,
      reason: this.reason,
      mode: this.mode,
      symbols: [...this.symbols],
      lastEventTime: this.lastEventTime,
      time: this.marketTime,
    };
  }
}
