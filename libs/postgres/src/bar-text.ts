import type { Bar } from '@sofi/domain';
import { decimalOf } from './numbers.js';

const CHUNK = 64 * 1024;

/** Bars as lines of COPY's text format, in the order of BAR_COLUMNS (see bar-rows). Nothing in them needs escaping: a symbol has no tab and no backslash. */
export function* barText(bars: Iterable<Bar>): Generator<string> {
  let chunk = '';
  for (const bar of bars) {
    chunk += `${bar.symbol}\t${bar.timeframe}\t${bar.start}\t${bar.end}\t${decimalOf(bar.open)}\t${decimalOf(bar.high)}\t${decimalOf(bar.low)}\t${decimalOf(bar.close)}\t`;
    chunk += `${bar.volume}\t${bar.tradeCount}\t${decimalOf(bar.vwap)}\t${bar.revision}\t${bar.quality}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}
