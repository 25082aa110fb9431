import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateOf, dollars, type EquitySymbol, type Quote, type Trade } from '@sofi/domain';
import { QUOTE_COLUMNS } from './quote-rows.js';
import { tapeFileName } from './tape-file.js';
import { TRADE_COLUMNS } from './trade-rows.js';

/**
 * Writes trades and quotes as files that `readTape` reads back as the same events: one file for each symbol, New York day and kind. A quote is one row with both
 * sides. Events must be in order, of the same instant by symbol with quotes first, and each day's volume counted from its first trade here.
 */
export function writeTape(folder: string, events: Iterable<Trade | Quote>): void {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, string[]>();
  for (const event of events) {
    const name = nameFor(event.symbol, event);
    const lines = files.get(name) ?? [(event.kind === 'trade' ? TRADE_COLUMNS : QUOTE_COLUMNS).join(',')];
    files.set(name, lines);
    lines.push(event.kind === 'trade' ? tradeRow(event) : quoteRow(event));
  }
  for (const [name, lines] of files) writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
}

function nameFor(symbol: EquitySymbol, event: Trade | Quote): string {
  return tapeFileName(symbol, dateOf(event.exchangeTime), event.kind === 'trade' ? 'trades' : 'quotes');
}

function tradeRow({ exchangeTime, price, size, exchange }: Trade): string {
  return [new Date(exchangeTime).toISOString(), dollars(price), size, exchange, '1', '0'].join(',');
}

function quoteRow({ exchangeTime, bid, bidSize, ask, askSize }: Quote): string {
  return [new Date(exchangeTime).toISOString(), dollars(bid), bidSize, dollars(ask), askSize, 'Q', '1', '0'].join(',');
}
