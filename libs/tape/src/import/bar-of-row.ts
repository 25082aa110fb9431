import { RuleError, type Bar, type Price, type SessionCalendar } from '@sofi/domain';
import { priceIn, sharesIn } from './amounts.js';
import { timeText, type Layout } from './layout.js';
import { cellOf, refuseFuture, refuseOtherSymbol, sessionOfDate, sessionOfTime } from './row-checks.js';
import { dateOfRow, timeOfRow } from './row-time.js';

const MINUTE = 60_000;

export interface Surroundings {
  readonly calendar: SessionCalendar;
  /** ms since the epoch: what is not over is no bar */
  readonly now: number;
}

/** One row of bars. Throws a RuleError that names the field, the value and the rule. */
export function barOfRow(cells: readonly string[], { columns, symbol, holds }: Layout, around: Surroundings): Bar {
  refuseOtherSymbol(cells, columns, symbol);
  const text = timeText(cells, columns);
  const timeframe = holds === '1d' ? '1d' : '1m';
  const bucket = timeframe === '1d' ? dayOf(text, around) : minuteOf(text, around);
  refuseFuture(bucket.end, around.now, text);
  const prices = pricesOf((name) => cellOf(cells, columns, name));
  const volume = sharesIn(cellOf(cells, columns, 'volume'), 'volume');
  const vwap = vwapOf(cellOf(cells, columns, 'vwap')) ?? prices.close;
  return { symbol, timeframe, ...bucket, ...prices, volume, tradeCount: 0, vwap, revision: 0, quality: 'backfilled' };
}

function minuteOf(text: string, { calendar }: Surroundings): Pick<Bar, 'start' | 'end'> {
  const start = timeOfRow(text);
  if (start % MINUTE !== 0) throw new RuleError('time', text, 'must be a whole minute, the start of the bar');
  sessionOfTime(start, text, calendar);
  return { start, end: start + MINUTE };
}

function dayOf(text: string, { calendar }: Surroundings): Pick<Bar, 'start' | 'end'> {
  const { open, close } = sessionOfDate(dateOfRow(text), calendar);
  return { start: open, end: close };
}

function pricesOf(cell: (name: string) => string): Pick<Bar, 'open' | 'high' | 'low' | 'close'> {
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((name) => priceIn(cell(name), name)) as [Price, Price, Price, Price];
  if (high < Math.max(open, close)) throw new RuleError('high', cell('high'), 'must not be below the open or the close');
  if (low > Math.min(open, close)) throw new RuleError('low', cell('low'), 'must not be above the open or the close');
  return { open, high, low, close };
}

/** Tradier writes `NaN` where nothing traded. */
function vwapOf(text: string): Price | undefined {
  return ['', 'nan', 'null'].includes(text.toLowerCase()) ? undefined : priceIn(text, 'vwap');
}
