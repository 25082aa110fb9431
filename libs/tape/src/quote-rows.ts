import { price, type EquitySymbol, type Price, type Quote } from '@sofi/domain';
import { rowsOf, timeIn } from './table.js';

export const QUOTE_COLUMNS = ['time_utc', 'bid', 'bid_size', 'ask', 'ask_size', 'exchange', 'condition_hex', 'suspicious'] as const;

interface Side {
  price: Price;
  size: number;
}

/**
 * National best bid and offer from rows that mostly tell one side. A row is there because its exchange has just become, or changed, the
 * best of its side, so the newest row of each side is the best: over a recorded day that never crosses, while the best of every
 * exchange's last row, which may be hours old, nearly always does. Said only once both sides are known, and only when
 * something changed; a row that tells both sides is a quote of its own.
 */
export function* quotesIn(text: string, file: string, symbol: EquitySymbol): Iterable<Quote> {
  let bid: Side | undefined;
  let ask: Side | undefined;
  for (const [time = '', bidText = '', bidSize = '', askText = '', askSize = '', , , suspicious = ''] of rowsOf(text, file, QUOTE_COLUMNS)) {
    if (suspicious === '1') continue;
    const newBid = changed(bid, bidText, bidSize);
    const newAsk = changed(ask, askText, askSize);
    const whole = bidText !== '' && askText !== '';
    if (!newBid && !newAsk && !whole) continue;
    bid = newBid ?? bid;
    ask = newAsk ?? ask;
    if (!bid || !ask || bid.size === 0 || ask.size === 0) continue;
    const exchangeTime = timeIn(time, file);
    yield { kind: 'quote', symbol, bid: bid.price, bidSize: bid.size, ask: ask.price, askSize: ask.size, exchangeTime, receivedTime: exchangeTime };
  }
}

function changed(before: Side | undefined, priceText: string, sizeText: string): Side | undefined {
  if (priceText === '') return undefined;
  const now = { price: price(Number(priceText)), size: Number(sizeText) };
  return before && before.price === now.price && before.size === now.size ? undefined : now;
}
