import { equitySymbol, price, type EquitySymbol, type Trade } from '@sofi/domain';
import { LISTINGS } from '@sofi/tape';

export const SYMBOLS: readonly EquitySymbol[] = [...LISTINGS.keys()].slice(0, 20).map(equitySymbol);
const MARK = Buffer.from('"cumulativeVolume":');
const ZERO = 0x30;

/** The tick of this number, from 1; its cumulative volume is its number, by which it is known wherever it comes out. */
export function tick(number: number, time: number): Trade {
  const symbol = SYMBOLS[number % SYMBOLS.length] as EquitySymbol;
  return {
    kind: 'trade',
    symbol,
    price: price(100 + (number % 100) / 100),
    size: 1,
    cumulativeVolume: number,
    exchange: 'Q',
    session: 'regular',
    exchangeTime: time,
    receivedTime: time,
  };
}

/** As Tradier's market stream writes it: everything is text. */
export function wireOf({ symbol, exchange, price: paid, size, cumulativeVolume, exchangeTime }: Trade): string {
  const dollars = paid / 1_000_000;
  return `{"type":"trade","symbol":"${symbol}","exch":"${exchange}","price":"${dollars}","size":"${size}","cvol":"${cumulativeVolume}","date":"${exchangeTime}","last":"${dollars}"}\n`;
}

/** The number of the tick in a payload, found without parsing it; undefined where it holds none. */
export function numberIn(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(MARK);
  if (at < 0) return undefined;
  let number = 0;
  for (let place = at + MARK.length; ; place += 1) {
    const digit = (bytes[place] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return number;
    number = number * 10 + digit;
  }
}
