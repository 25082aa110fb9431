import { atNewYork, dateOf, dollars, RuleError, shiftDate, type Trade } from '@sofi/domain';
import type { TradedBar } from '../market/market.js';
import { barOf, rolledUp } from '../market/traded-bar.js';
import type { MarketSight } from '../simulation.js';
import { listingOf } from './quotes.js';
import { content, invalidParameter, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listAnswer, newYorkTime } from './wire.js';

const MINUTE = 60_000;
/** minutes of each interval, and how many days back Tradier remembers it: with regular hours only, and with all */
const INTERVALS = {
  tick: { minutes: 0, open: 5, all: 5 },
  '1min': { minutes: 1, open: 20, all: 10 },
  '5min': { minutes: 5, open: 40, all: 18 },
  '15min': { minutes: 15, open: 40, all: 18 },
} as const;

export function timesalesRoutes(simulation: MarketSight): Route[] {
  return [{ method: 'GET', pattern: '/v1/markets/timesales', rate: 'market', answer: (call) => timesales(call, simulation) }];
}

function timesales({ form }: Call, simulation: MarketSight): Reply {
  const { market, now } = simulation;
  const name = form.get('symbol') ?? '';
  const interval = INTERVALS[(form.get('interval') ?? 'tick') as keyof typeof INTERVALS];
  const filter = form.get('session_filter') ?? 'all';
  if (name === '') return invalidParameter('symbol', 'is required.');
  if (interval === undefined) return invalidParameter('interval');
  if (filter !== 'all' && filter !== 'open') return invalidParameter('session_filter');
  const start = timeIn(form.get('start'), atNewYork(dateOf(now), '00:00'));
  const end = timeIn(form.get('end'), now);
  if (start === undefined) return invalidParameter('start');
  if (end === undefined) return invalidParameter('end');
  const earliest = shiftDate(dateOf(now), -interval[filter]);
  if (start < atNewYork(earliest, '00:00')) return invalidParameter('start', `must be on or after ${earliest} 00:00:00.`);
  const listing = listingOf(name, simulation.market);
  if (!listing) return content({ series: null });
  const inside = (time: number) => filter === 'all' || market.calendar.at(time) !== undefined;
  if (interval.minutes === 0) {
    const trades = market.trades(listing.symbol, start, end + 1, now).filter(({ exchangeTime }) => inside(exchangeTime));
    return content(listAnswer('series', 'data', trades.map(tickWire), null));
  }
  const bars = market.minutes(listing.symbol, start, end + 1, now).filter((bar) => inside(bar.start));
  const length = interval.minutes * MINUTE;
  const shown = interval.minutes === 1 ? bars : rolledUp(bars, (bar) => Math.floor(bar.start / length) * length);
  return content(listAnswer('series', 'data', shown.map(barWire), null));
}

function tickWire(trade: Trade): Record<string, unknown> {
  return barOf([trade], trade.exchangeTime).map(barWire)[0] ?? {};
}

/** `price` is the middle of the bar, as Tradier's is. */
function barWire({ start, open, high, low, close, volume, vwap }: TradedBar): Record<string, unknown> {
  return {
    time: newYorkTime(start),
    timestamp: Math.floor(start / 1000),
    price: (high + low) / 2e6,
    open: dollars(open),
    high: dollars(high),
    low: dollars(low),
    close: dollars(close),
    volume,
    vwap: dollars(vwap),
  };
}

/** `2019-05-09 09:30` or the day alone, in New York → ms; undefined for what is neither. */
function timeIn(words: string | undefined, otherwise: number): number | undefined {
  if (words === undefined || words === '') return otherwise;
  const [date = '', time = '00:00'] = words.trim().split(/[ T]/);
  try {
    return atNewYork(date, time.slice(0, 5));
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
