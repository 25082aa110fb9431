import type { EquitySymbol, Price, Quote, SessionCalendar, Trade } from '@sofi/domain';
import type { DayFigures, Market, Newest, ShareListing, TradedBar, YearFigures } from './market.js';

interface Split {
  /** shares that one becomes */
  readonly ratio: number;
  /** ms since the epoch */
  readonly at: number;
}

/** A market whose symbols can split. Once a split has come, everything of the symbol is told in new shares, its past too. */
export class SplitMarket implements Market {
  /** a split has come */
  onSplit: (symbol: EquitySymbol, at: number) => void = () => {};
  private readonly splits = new Map<EquitySymbol, Split[]>();
  private readonly coming: (Split & { symbol: EquitySymbol })[] = [];

  constructor(private readonly market: Market) {}

  get kind(): 'generated' | 'replay' {
    return this.market.kind;
  }
  get calendar(): SessionCalendar {
    return this.market.calendar;
  }
  get fingerprint(): string {
    return this.market.fingerprint;
  }
  get listings(): readonly ShareListing[] {
    return this.market.listings;
  }
  get from(): number {
    return this.market.from;
  }
  get to(): number | null {
    return this.market.to;
  }

  /** The instant at which it takes effect: now, or at the next session's open; undefined where there is no next one. */
  split(symbol: EquitySymbol, ratio: number, when: 'now' | 'next-session', now: number): number | undefined {
    const at = when === 'now' ? now + 1 : this.calendar.next(now)?.preOpen;
    if (at === undefined) return undefined;
    this.splits.set(symbol, [...(this.splits.get(symbol) ?? []), { ratio, at }]);
    this.coming.push({ symbol, ratio, at });
    return at;
  }

  listing(symbol: EquitySymbol): ShareListing | undefined {
    return this.market.listing(symbol);
  }

  *advance(until: number, symbols: Iterable<EquitySymbol>): Iterable<Trade | Quote> {
    for (const event of this.market.advance(until, symbols)) {
      this.tell(event.exchangeTime);
      yield this.inNewShares(event, event.exchangeTime);
    }
    this.tell(until);
  }

  nextEventTime(): number | undefined {
    return this.market.nextEventTime();
  }

  newest(symbol: EquitySymbol, now: number): Newest {
    const { last, quote } = this.market.newest(symbol, now);
    return { last: last && this.inNewShares(last, now), quote: quote && this.inNewShares(quote, now) };
  }

  day(symbol: EquitySymbol, now: number): DayFigures {
    const ratio = this.ratioAt(symbol, now);
    const day = this.market.day(symbol, now);
    if (ratio === 1) return day;
    const { open, high, low, volume, previousClose, previousVolume } = day;
    const figures = { open: maybe(open, ratio), high: maybe(high, ratio), low: maybe(low, ratio), previousClose: maybe(previousClose, ratio) };
    return { ...this.newest(symbol, now), ...figures, volume: shares(volume, ratio), previousVolume: shares(previousVolume, ratio) };
  }

  year(symbol: EquitySymbol, now: number): YearFigures {
    const ratio = this.ratioAt(symbol, now);
    const { high, low, averageVolume } = this.market.year(symbol, now);
    return { high: maybe(high, ratio), low: maybe(low, ratio), averageVolume: shares(averageVolume, ratio) };
  }

  minutes(symbol: EquitySymbol, from: number, to: number, now: number): TradedBar[] {
    const bars = this.market.minutes(symbol, from, to, now);
    const ratio = this.ratioAt(symbol, now);
    return ratio === 1 ? bars : bars.map((bar) => barInNewShares(bar, ratio));
  }

  trades(symbol: EquitySymbol, from: number, to: number, now: number): Trade[] {
    return this.market.trades(symbol, from, to, now).map((trade) => this.inNewShares(trade, now));
  }

  private tell(reached: number): void {
    for (const split of this.coming.filter(({ at }) => at <= reached)) {
      this.coming.splice(this.coming.indexOf(split), 1);
      this.onSplit(split.symbol, split.at);
    }
  }

  private ratioAt(symbol: EquitySymbol, now: number): number {
    const splits = this.splits.get(symbol);
    return splits === undefined ? 1 : splits.filter(({ at }) => at <= now).reduce((product, { ratio }) => product * ratio, 1);
  }

  private inNewShares<T extends Trade | Quote>(event: T, now: number): T {
    const ratio = this.ratioAt(event.symbol, now);
    if (ratio === 1) return event;
    const changed: Trade | Quote = event;
    if (changed.kind === 'trade') {
      const { price, size, cumulativeVolume } = changed;
      return { ...event, price: divided(price, ratio), size: shares(size, ratio), cumulativeVolume: shares(cumulativeVolume, ratio) };
    }
    const { bid, bidSize, ask, askSize } = changed;
    return { ...event, bid: divided(bid, ratio), bidSize: shares(bidSize, ratio), ask: divided(ask, ratio), askSize: shares(askSize, ratio) };
  }
}

function barInNewShares(bar: TradedBar, ratio: number): TradedBar {
  const { open, high, low, close, volume, vwap } = bar;
  const prices = { open: divided(open, ratio), high: divided(high, ratio), low: divided(low, ratio), close: divided(close, ratio), vwap: divided(vwap, ratio) };
  return { ...bar, ...prices, volume: shares(volume, ratio) };
}

/** Never nothing: a price is above it. */
function divided(price: Price, ratio: number): Price {
  return Math.max(1, Math.round(price / ratio)) as Price;
}

function maybe(price: Price | undefined, ratio: number): Price | undefined {
  return price === undefined ? undefined : divided(price, ratio);
}

function shares(count: number, ratio: number): number {
  return Math.round(count * ratio);
}
