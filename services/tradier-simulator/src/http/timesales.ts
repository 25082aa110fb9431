import { atNewYork, dateOf, dollars, shiftDate, type EquitySymbol, type Trade } from '@sofi/domain';
import type { TradedBar } from '../market/market.js';
import { barredOf, minutesOf } from '../market/security-bars.js';
import { barOf, rolledUp } from '../market/traded-bar.js';
import type { MarketSight } from '../simulation.js';
import { checked, choice, momentFrom, ParameterError, required } from './parameters.js';
import { content, gatewayFault, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { listAnswer, newYorkTime } from './wire.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** more would be a body above the ten megabytes that Tradier's gateway lets through */
const MOST_TICKS = 60_000;
/** minutes of each interval, and how many days back Tradier remembers it: with regular hours only, and with all */
const INTERVALS = {
  tick: { minutes: 0, open: 5, all: 5 },
  '1min': { minutes: 1, open: 20, all: 10 },
  '5min': { minutes: 5, open: 40, all: 18 },
  '15min': { minutes: 15, open: 40, all: 18 },
} as const;

export function timesalesRoutes(simulation: MarketSight): Route[] {
  return [{ method: 'GET', pattern: '/v1/markets/timesales', rate: 'market', answer: checked((call) => timesales(call, simulation)) }];
}

/** Of options there are bars, and no ticks. */
function timesales({ form }: Call, { market, now }: MarketSight): Reply {
  const name = required(form, 'symbol');
  const interval = INTERVALS[choice(form, 'interval', ['tick', '1min', '5min', '15min'], 'tick')];
  const filter = choice(form, 'session_filter', ['all', 'open'], 'all');
  const start = momentFrom(form, 'start', atNewYork(dateOf(now), '00:00'));
  const end = momentFrom(form, 'end', now);
  const earliest = shiftDate(dateOf(now), -interval[filter]);
  if (start < atNewYork(earliest, '00:00')) throw new ParameterError('start', `must be on or after ${earliest} 00:00:00.`);
  const security = barredOf(name, market, now);
  const inside = (time: number) => filter === 'all' || market.calendar.at(time) !== undefined;
  if (!security || (interval.minutes === 0 && security.contract)) return content({ series: null });
  if (interval.minutes === 0) return ticks(security.symbol, [start, Math.min(end, now)], inside, { market, now });
  const bars = minutesOf(security, market, start, end + 1, now).filter((bar) => inside(bar.start));
  const length = interval.minutes * MINUTE;
  const shown = interval.minutes === 1 ? bars : rolledUp(bars, (bar) => Math.floor(bar.start / length) * length);
  return content(listAnswer('series', 'data', shown.map(barWire), null));
}

/** Read hour by hour, so that a range that is too long is noticed before all of it is there. */
function ticks(symbol: EquitySymbol, [start, end]: readonly [number, number], inside: (time: number) => boolean, { market, now }: MarketSight): Reply {
  const rows: Record<string, unknown>[] = [];
  for (let from = start; from <= end; from += HOUR) {
    const trades = market.trades(symbol, from, Math.min(from + HOUR, end + 1), now).filter(({ exchangeTime }) => inside(exchangeTime));
    rows.push(...trades.map(tickWire));
    if (rows.length > MOST_TICKS) return gatewayFault(500, 'Body buffer overflow', 'protocol.http.TooBigBody');
  }
  return content(listAnswer('series', 'data', rows, null));
}

function tickWire(trade: Trade): Record<string, unknown> {
  return barOf([trade], trade.exchangeTime).map(barWire)[0] ?? {};
}

/** `price` is the middle of the bar, as Tradier's is; a bar without volume has no average, which Tradier says in words. */
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
    vwap: volume > 0 ? dollars(vwap) : 'NaN',
  };
}
