import { dateOf, type EquitySymbol, type SessionCalendar } from '@sofi/domain';
import { listingOf } from './listing-of.js';
import type { Market, TradedBar } from './market.js';
import { optionBar } from './option-bars.js';
import { expiryTime, parseOcc, type OptionContract } from './option-model.js';
import { rolledUp } from './traded-bar.js';

const MINUTE = 60_000;

/** What bars are asked for of: a share, or an option by its share. */
export interface Barred {
  readonly symbol: EquitySymbol;
  readonly contract: OptionContract | undefined;
}

/** Undefined for what the market does not trade, and for options that have expired. */
export function barredOf(name: string, market: Market, now: number): Barred | undefined {
  const contract = parseOcc(name.toUpperCase());
  if (contract && expiryTime(contract) <= now) return undefined;
  const listing = listingOf(contract?.underlying ?? name, market);
  return listing && { symbol: listing.symbol, contract };
}

/** Minutes that start in [from, to) and have begun by now, oldest first. */
export function minutesOf({ symbol, contract }: Barred, market: Market, from: number, to: number, now: number): TradedBar[] {
  const minutes = market.minutes(symbol, from, to, now);
  return contract ? minutes.flatMap((minute) => optionBar(contract, minute, Math.min(minute.start + MINUTE, now + 1)) ?? []) : minutes;
}

/** Bars of days that have begun in [from, to), of regular hours or of all: those of an option are made from its share's. */
export function daysOf(
  { symbol, contract }: Barred,
  market: Market,
  range: { readonly from: number; readonly to: number; readonly now: number; readonly hours: 'open' | 'all' },
): TradedBar[] {
  const { from, to, now, hours } = range;
  const { calendar } = market;
  const minutes = market.minutes(symbol, from, to, now).filter(({ start }) => hours === 'all' || calendar.at(start));
  const days = rolledUp(minutes, ({ start }) => startOfDay(start, calendar));
  return contract ? days.flatMap((day) => optionBar(contract, day, Math.min(calendar.on(dateOf(day.start))?.close ?? now, now + 1)) ?? []) : days;
}

function startOfDay(time: number, calendar: SessionCalendar): number {
  return calendar.on(dateOf(time))?.open ?? time;
}
