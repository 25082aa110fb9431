import { MICROS_PER_DOLLAR, type ClockTick, type EquitySymbol, type Price, type Quote, type Trade } from '@sofi/domain';
import { SHARES_PER_LOT } from './mapper.js';

/** What one message on the market stream turned out to be; `dropped` says why it is not passed on. */
export type StreamMessage = Trade | Quote | ClockTick | Timesale | { readonly kind: 'error'; readonly text: string } | { readonly kind: 'dropped'; readonly why: Dropped };

/** A print without the day's volume: see TimesaleVolume. */
export interface Timesale {
  readonly kind: 'timesale';
  /** Tradier's number of it, growing within the day */
  readonly sequence: number;
  readonly trade: Trade;
}

/**
 * empty: a trade of no shares, which Tradier sends now and then · one-sided: a quote without a bid or an ask · duplicate, old: told before,
 * old where it is more than ten seconds behind · cancelled, corrected: a print that the exchange has taken back or told anew · unplaced: a timesale before the day's volume is known
 */
export const DROPS = ['malformed', 'unknown', 'empty', 'one-sided', 'summary', 'duplicate', 'old', 'cancelled', 'corrected', 'unplaced'] as const;
export type Dropped = (typeof DROPS)[number];

const dropped = {
  malformed: { kind: 'dropped', why: 'malformed' },
  unknown: { kind: 'dropped', why: 'unknown' },
  empty: { kind: 'dropped', why: 'empty' },
  oneSided: { kind: 'dropped', why: 'one-sided' },
  summary: { kind: 'dropped', why: 'summary' },
  cancelled: { kind: 'dropped', why: 'cancelled' },
  corrected: { kind: 'dropped', why: 'corrected' },
} as const;

type Wire = Readonly<Record<string, unknown>>;

/**
 * One JSON text of the stream → a neutral event. Written by hand, for this runs for every tick. `symbols` are those subscribed: they
 * also spare the check of each symbol's spelling. Tradier writes numbers as numbers or as text, as it likes.
 */
export function readMessage(text: string, symbols: ReadonlyMap<string, EquitySymbol>, receivedTime: number): StreamMessage {
  const wire = parsed(text);
  if (wire === undefined) return dropped.malformed;
  switch (wire['type']) {
    case 'trade':
      return toTrade(wire, 'regular', symbols, receivedTime);
    case 'tradex':
      return toTrade(wire, 'extended', symbols, receivedTime);
    case 'quote':
      return toQuote(wire, symbols, receivedTime);
    case 'timesale':
      return toTimesale(wire, symbols, receivedTime);
    case 'clock':
      return toClock(wire);
    case 'summary':
      return dropped.summary;
    default:
      return typeof wire['error'] === 'string' ? { kind: 'error', text: wire['error'] } : dropped.unknown;
  }
}

function toTrade(wire: Wire, session: Trade['session'], symbols: ReadonlyMap<string, EquitySymbol>, receivedTime: number): StreamMessage {
  const symbol = symbols.get(wire['symbol'] as string);
  if (symbol === undefined) return dropped.unknown;
  const price = micros(wire['price']);
  const size = whole(wire['size']);
  const cumulativeVolume = whole(wire['cvol']);
  const exchangeTime = whole(wire['date']);
  if (size === 0) return dropped.empty;
  if (!(price > 0 && size > 0 && cumulativeVolume >= 0 && exchangeTime > 0)) return dropped.malformed;
  const exchange = typeof wire['exch'] === 'string' ? wire['exch'] : '';
  return { kind: 'trade', symbol, price: price as Price, size, cumulativeVolume, exchange, session, exchangeTime, receivedTime };
}

/** Its price is `last`, its session says in words what a trade says by its type; everything that is not `normal` is outside regular hours. */
function toTimesale(wire: Wire, symbols: ReadonlyMap<string, EquitySymbol>, receivedTime: number): StreamMessage {
  if (wire['cancel'] === true || wire['cancel'] === 'true') return dropped.cancelled;
  if (wire['correction'] === true || wire['correction'] === 'true') return dropped.corrected;
  const sequence = whole(wire['seq']);
  const session = wire['session'] === 'normal' ? 'regular' : 'extended';
  const trade = toTrade({ ...wire, price: wire['last'], cvol: 0 }, session, symbols, receivedTime);
  if (trade.kind !== 'trade') return trade;
  return sequence >= 0 ? { kind: 'timesale', sequence, trade } : dropped.malformed;
}

function toQuote(wire: Wire, symbols: ReadonlyMap<string, EquitySymbol>, receivedTime: number): StreamMessage {
  const symbol = symbols.get(wire['symbol'] as string);
  if (symbol === undefined) return dropped.unknown;
  const bid = micros(wire['bid']);
  const ask = micros(wire['ask']);
  const bidSize = shares(wire['bidsz']);
  const askSize = shares(wire['asksz']);
  const exchangeTime = Math.max(whole(wire['biddate']), whole(wire['askdate']));
  if (bid === 0 || ask === 0) return dropped.oneSided;
  if (!(bid > 0 && ask > 0 && bidSize >= 0 && askSize >= 0 && exchangeTime > 0)) return dropped.malformed;
  return { kind: 'quote', symbol, bid: bid as Price, bidSize, ask: ask as Price, askSize, exchangeTime, receivedTime };
}

function toClock(wire: Wire): StreamMessage {
  const time = whole(wire['date']);
  return time > 0 ? { kind: 'clock', time, paced: wire['paced'] === true } : dropped.malformed;
}

/** Dollars → whole millionths: exact, for the product of a number of six decimals is off by far less than a half. NaN where it is none. */
function micros(value: unknown): number {
  const scaled = Math.round(finite(value) * MICROS_PER_DOLLAR);
  return Number.isSafeInteger(scaled) ? scaled : Number.NaN;
}

function whole(value: unknown): number {
  const found = finite(value);
  return Number.isSafeInteger(found) ? found : Number.NaN;
}

function shares(value: unknown): number {
  return Math.round(finite(value) * SHARES_PER_LOT);
}

function finite(value: unknown): number {
  if (typeof value === 'number') return value;
  // Number('') and Number(' ') are 0
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function parsed(text: string): Wire | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Wire) : undefined;
  } catch {
    return undefined;
  }
}
