import { RuleError } from '@sofi/domain';
import { cellsOf, delimiterOf } from './cells.js';

/** Where a table has what, by place in the line. */
export interface Columns {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly place: (name: string) => number | undefined;
  /** the cells that together tell the time: one, or a day and a time */
  readonly time: readonly number[];
}

/** By what other programs call them. */
const SAME: Record<string, string> = { o: 'open', h: 'high', l: 'low', c: 'close', v: 'volume', vol: 'volume', ticker: 'symbol', quantity: 'size', average: 'vwap' };
/** The most exact first: `time_utc` says its zone, `timestamp` is an instant where Tradier's `time` is a wall clock. */
const TIMES = ['time_utc', 'timestamp', 'epoch', 'datetime', 'date_time'];

/** In any order and case. Throws a RuleError where no column tells a time. */
export function columnsOf(header: string): Columns {
  const delimiter = delimiterOf(header);
  const names = cellsOf(header.replace(/^\uFEFF/, ''), delimiter).map(nameOf);
  const place = (name: string) => {
    const found = names.indexOf(name);
    return found < 0 ? undefined : found;
  };
  const best = TIMES.find((name) => names.includes(name));
  const time = (best === undefined ? ['date', 'time'] : [best]).map(place).filter((found) => found !== undefined);
  if (time.length === 0) throw new RuleError('header', header.slice(0, 80), 'must name a column date, time, timestamp or time_utc');
  return { delimiter, names, place, time };
}

function nameOf(cell: string): string {
  const name = cell.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  return SAME[name] ?? name;
}
