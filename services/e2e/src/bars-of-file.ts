import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A regular minute as plain arithmetic makes it from the rows of a trade file; prices as written. */
export interface FileBar {
  readonly time: number;
  readonly open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  tradeCount: number;
}

const MINUTE = 60_000;

/**
 * Reads the columns time, price and size with nothing of the product's code: rows flagged suspicious or of size 0 are left out,
 * only minutes that start in [open, close) count, a minute without a trade has no bar here.
 */
export function barsOfTradeFile(path: string, open: number, close: number): Map<number, FileBar> {
  const bytes = readFileSync(path);
  const [header = '', ...lines] = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
  const columns = header.split(',');
  const at = (name: string) => columns.indexOf(name);
  const rows = lines.map((line) => line.split(',')).filter((cells) => cells[at('suspicious')] !== '1');
  return barsOfPrints(
    rows.map((cells) => ({ time: Date.parse(cells[at('time_utc')] ?? ''), price: Number(cells[at('price')]), size: Number(cells[at('size')]) })),
    open,
    close,
  );
}

/** The same from prints that were read elsewhere; prices in whatever unit they have. */
export function barsOfPrints(prints: Iterable<{ readonly time: number; readonly price: number; readonly size: number }>, open: number, close: number): Map<number, FileBar> {
  const bars = new Map<number, FileBar>();
  for (const { time, price, size } of prints) if (size !== 0 && time >= open && time < close) addTo(bars, time - (time % MINUTE), price, size);
  return bars;
}

function addTo(bars: Map<number, FileBar>, time: number, price: number, size: number): void {
  const bar = bars.get(time);
  if (!bar) {
    bars.set(time, { time, open: price, high: price, low: price, close: price, volume: size, tradeCount: 1 });
    return;
  }
  bar.high = Math.max(bar.high, price);
  bar.low = Math.min(bar.low, price);
  bar.close = price;
  bar.volume += size;
  bar.tradeCount += 1;
}
