import { dateOf, dollars, timeOfDay, type Trade } from '@sofi/domain';

/** A recorded day of one symbol as Tradier would tell it, by stream and by REST, up to where the day has come. */
export class ToldDay {
  /** how many trades have happened */
  happened = 0;

  constructor(private readonly trades: readonly Trade[]) {}

  get now(): number {
    return this.trades[Math.max(0, this.happened - 1)]?.exchangeTime ?? 0;
  }

  get over(): boolean {
    return this.happened >= this.trades.length;
  }

  /** The next trades happen; answers them. */
  advance(count: number): readonly Trade[] {
    const next = this.trades.slice(this.happened, this.happened + count);
    this.happened += next.length;
    return next;
  }

  /** The last ones that happened, oldest first. */
  last(count: number): readonly Trade[] {
    return this.trades.slice(Math.max(0, this.happened - count), this.happened);
  }

  quote(): Record<string, unknown> {
    const last = this.trades[Math.max(0, this.happened - 1)];
    return {
      symbol: last?.symbol,
      description: 'recorded',
      exch: 'N',
      type: 'stock',
      last: last && dollars(last.price),
      last_volume: last?.size,
      volume: this.happened === 0 ? 0 : last?.cumulativeVolume,
      trade_date: last?.exchangeTime,
      bid: last && dollars(last.price),
      ask: last && dollars(last.price),
      bidsize: 1,
      asksize: 1,
      bid_date: last?.exchangeTime,
      ask_date: last?.exchangeTime,
    };
  }

  /** `interval=tick` rows of [from, to], regular hours alone; times in seconds, as Tradier's are, so their order says which came first. */
  ticks(from: number, to: number): readonly Record<string, unknown>[] {
    const told = this.trades.slice(0, this.happened).filter((trade) => trade.session === 'regular' && trade.exchangeTime >= from && trade.exchangeTime <= to);
    return told.map(({ exchangeTime, price, size }) => {
      const paid = dollars(price);
      const time = `${dateOf(exchangeTime)}T${timeOfDay(exchangeTime)}:${new Date(exchangeTime).toISOString().slice(17, 19)}`;
      return { time, timestamp: Math.floor(exchangeTime / 1_000), price: paid, open: paid, high: paid, low: paid, close: paid, volume: size, vwap: paid };
    });
  }
}

/** As Tradier's stream writes it: everything is text. */
export function tradeText({ symbol, exchange, price, size, cumulativeVolume, exchangeTime, session }: Trade): string {
  const paid = dollars(price);
  const type = session === 'regular' ? 'trade' : 'tradex';
  return `{"type":"${type}","symbol":"${symbol}","exch":"${exchange}","price":"${paid}","size":"${size}","cvol":"${cumulativeVolume}","date":"${exchangeTime}","last":"${paid}"}\n`;
}
