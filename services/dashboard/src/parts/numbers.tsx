import { useRef } from 'react';
import { money, signedMoney, signedPercent, toneOf } from '../logic/money-format.js';
import { changeOf, type LiveQuote } from '../logic/live-quote.js';

/** A gain or loss: sign and colour, never colour alone. */
export function Profit({ dollars, className = '' }: { dollars: number | null | undefined; className?: string }) {
  return <span className={`${toneOf(dollars)} ${className}`}>{signedMoney(dollars)}</span>;
}

export function Change({ quote }: { quote: LiveQuote | undefined }) {
  const change = quote && changeOf(quote);
  return (
    <span className={`whitespace-nowrap font-medium ${toneOf(change?.dollars)}`}>
      {change ? `${signedMoney(change.dollars)}  (${signedPercent(change.percent)})` : 'change unknown'}
    </span>
  );
}

/** The price, with a short flash in the direction of its last move. */
export function LivePrice({ price, symbol, className = '' }: { price: number | null | undefined; symbol: string; className?: string }) {
  const before = useRef(price);
  const move = useRef('');
  if (price !== before.current) {
    if (typeof price === 'number' && typeof before.current === 'number') move.current = price > before.current ? 'animate-flash-up' : 'animate-flash-down';
    before.current = price;
  }
  return (
    <span key={price} data-testid={`price-${symbol}`} className={`${move.current} ${className}`}>
      {money(price)}
    </span>
  );
}
