import { MICROS_PER_DOLLAR, type ClockTick, type Quote, type Trade } from '@sofi/domain';
import type { DayRange } from './day-range.js';

/**
 * Events as Tradier's market stream writes them: everything in a trade and a summary is text, in a quote the prices and sizes are
 * numbers. Written by hand, for this runs for every tick; nothing in it needs escaping.
 */
export const SHARES_PER_LOT = 100;

export function tradeMessage(type: 'trade' | 'tradex', { symbol, exchange, price, size, cumulativeVolume, exchangeTime }: Trade): string {
  const paid = price / MICROS_PER_DOLLAR;
  return `{"type":"${type}","symbol":"${symbol}","exch":"${exchange}","price":"${paid}","size":"${size}","cvol":"${cumulativeVolume}","date":"${exchangeTime}","last":"${paid}"}`;
}

/** Sizes are in hundreds of shares, and never nothing where there was something. */
export function quoteMessage({ symbol, bid, bidSize, ask, askSize, exchangeTime }: Quote): string {
  return `{"type":"quote","symbol":"${symbol}","bid":${bid / MICROS_PER_DOLLAR},"bidsz":${lots(bidSize)},"bidexch":"Q","biddate":"${exchangeTime}","ask":${ask / MICROS_PER_DOLLAR},"asksz":${lots(askSize)},"askexch":"Q","askdate":"${exchangeTime}"}`;
}

export function timesaleMessage(trade: Trade, quote: Quote | undefined, sequence: number): string {
  const paid = trade.price / MICROS_PER_DOLLAR;
  const bid = quote ? quote.bid / MICROS_PER_DOLLAR : paid;
  const ask = quote ? quote.ask / MICROS_PER_DOLLAR : paid;
  const session = trade.session === 'regular' ? 'normal' : sessionName(trade.exchangeTime);
  return `{"type":"timesale","symbol":"${trade.symbol}","exch":"${trade.exchange}","bid":"${bid}","ask":"${ask}","last":"${paid}","size":"${trade.size}","date":"${trade.exchangeTime}","seq":${sequence},"flag":"","cancel":false,"correction":false,"session":"${session}"}`;
}

export function summaryMessage({ symbol, open, high, low, previousClose }: DayRange): string {
  const fields = { open, high, low, prevClose: previousClose };
  const told = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : `,"${name}":"${value / MICROS_PER_DOLLAR}"`));
  return `{"type":"summary","symbol":"${symbol}"${told.join('')}}`;
}

/** Not Tradier's: the clock of the market, for those who must follow it. */
export function clockMessage({ time, paced }: ClockTick): string {
  return `{"type":"clock","date":"${time}","paced":${paced}}`;
}

export function lots(shares: number): number {
  return shares > 0 ? Math.max(1, Math.round(shares / SHARES_PER_LOT)) : 0;
}

/** Outside regular hours: before noon in New York (17:00 UTC at the latest) it is the early session. */
function sessionName(time: number): 'pre' | 'post' {
  const hour = new Date(time).getUTCHours();
  return hour >= 8 && hour < 17 ? 'pre' : 'post';
}
