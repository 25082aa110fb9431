import { equitySymbol, RuleError, type EquitySymbol } from '@sofi/domain';
import { cellsOf } from './cells.js';
import { columnsOf, type Columns } from './columns.js';
import { isDate, timeOfRow } from './row-time.js';

export const FORMATS = ['auto', 'tradier', 'ohlcv', 'trades'] as const;
export type ImportFormat = (typeof FORMATS)[number];

/** What was said about a file; what was not is found out. */
export interface ImportWish {
  readonly format: ImportFormat;
  readonly symbol?: EquitySymbol | undefined;
  readonly timeframe?: '1m' | '1d' | undefined;
}

export interface Layout {
  readonly columns: Columns;
  readonly symbol: EquitySymbol;
  /** trades are made into bars of a minute */
  readonly holds: 'trades' | '1m' | '1d';
}

const BAR = ['open', 'high', 'low', 'close', 'volume'];
const NAME = /^([A-Z]{1,6}(?:\.[A-Z]{1,2})?)(?=[_. -])/;
const MINUTE = 60_000;
const NEARLY_A_DAY = 20 * 60 * MINUTE;

/**
 * What a file holds, by its name and its first lines: the header and as many rows as are at hand, a few hundred for a judgement. Throws a RuleError where a whole file can
 * not be imported, and says why.
 */
export function layoutOf(name: string, head: readonly string[], wish: ImportWish): Layout {
  const columns = columnsOf(head[0] ?? '');
  const rows = head
    .slice(1)
    .filter((line) => line.trim() !== '')
    .map((line) => cellsOf(line, columns.delimiter));
  const trades = holdsTrades(columns);
  refuseFormat(columns, trades, wish.format);
  if (trades && wish.timeframe === '1d') throw new RuleError('timeframe', '1d', 'can not be imported from trades: they are made into 1m, and these into the rest');
  return { columns, symbol: wish.symbol ?? symbolOf(name, columns, rows[0]), holds: trades ? 'trades' : (wish.timeframe ?? timeframeOf(columns, rows)) };
}

/** The cells that tell a row's time, as one text. */
export function timeText(cells: readonly string[], { time }: Columns): string {
  return time.map((place) => cells[place] ?? '').join(' ');
}

function holdsTrades({ names, place }: Columns): boolean {
  if (names.some((name) => name === 'bid' || name === 'ask' || name.startsWith('bid_') || name.startsWith('ask_')))
    throw new RuleError('file', 'quotes', 'can not be imported: bars are made of trades, and a quote is none');
  if (place('price') !== undefined && place('size') !== undefined) return true;
  const missing = BAR.filter((column) => place(column) === undefined);
  if (missing.length > 0) throw new RuleError('header', names.join(','), `must name ${BAR.join(', ')} (bars) or price and size (trades)`);
  return false;
}

function refuseFormat({ place }: Columns, trades: boolean, format: ImportFormat): void {
  const isTradier = place('date') !== undefined || (place('time') !== undefined && place('timestamp') !== undefined);
  const fits = format === 'auto' || (format === 'trades' ? trades : !trades && (format === 'ohlcv' || isTradier));
  if (!fits) throw new RuleError('format', format, 'does not fit the columns of the file');
}

function symbolOf(name: string, { place }: Columns, first: readonly string[] | undefined): EquitySymbol {
  const told = (first?.[place('symbol') ?? -1] ?? NAME.exec(name)?.[1])?.replace('.', '/');
  if (told === undefined) throw new RuleError('symbol', name, 'must be said: neither a column nor the beginning of the name (AAPL_…) tells it');
  return equitySymbol(told);
}

/** By the distances of the rows: what was recorded every second, or every five minutes, would else pass for minutes. */
function timeframeOf(columns: Columns, rows: readonly (readonly string[])[]): '1m' | '1d' {
  const texts = rows.map((cells) => timeText(cells, columns));
  if (texts[0] !== undefined && isDate(texts[0])) return '1d';
  const times = texts.flatMap((text) => readable(text) ?? []);
  const distances = times
    .slice(1)
    .map((time, at) => Math.abs(time - times[at]!))
    .filter((distance) => distance > 0)
    .toSorted((a, b) => a - b);
  // the middle one, so that a bad row is refused alone; the least one, as minutes in which nothing traded have no row
  const [least = MINUTE, middle = MINUTE] = [distances[0], distances[distances.length >> 1]];
  if (least >= NEARLY_A_DAY) return '1d';
  if (middle < MINUTE) throw new RuleError('file', `${middle / 1000} s`, 'between two rows: finer bars than 1m are not imported');
  if (least > MINUTE)
    throw new RuleError('file', `${least / MINUTE} min`, 'between two rows at least: coarser bars than 1m are not imported (--timeframe 1m where they are minutes)');
  return '1m';
}

/** Rows that can not be read are refused one by one, later. */
function readable(text: string): number | undefined {
  try {
    return timeOfRow(text);
  } catch {
    return undefined;
  }
}
