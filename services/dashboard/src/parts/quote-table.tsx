import { X } from 'lucide-react';
import { Link } from 'wouter';
import { useQuote } from '../data/live-store.js';
import { compact, money } from '../logic/money-format.js';
import { Age } from './now.js';
import { Change, LivePrice } from './numbers.js';
import { symbolPath, TradeButtons, useSpark } from './quote-card.js';
import { SparkLine } from './spark-line.js';

export function QuoteTable({ symbols, remove }: { symbols: readonly string[]; remove: (symbol: string) => void }) {
  return (
    <div className="panel overflow-x-auto">
      <table className="grid-table">
        <thead>
          <tr>
            <th>Symbol</th>
            <th className="num">Last</th>
            <th className="num">Change</th>
            <th>Last hour</th>
            <th className="num">Bid</th>
            <th className="num">Ask</th>
            <th className="num">Low</th>
            <th className="num">High</th>
            <th className="num">Volume</th>
            <th>Age</th>
            <th aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {symbols.map((symbol) => (
            <Row key={symbol} symbol={symbol} remove={remove} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ symbol, remove }: { symbol: string; remove: (symbol: string) => void }) {
  const quote = useQuote(symbol);
  const spark = useSpark(symbol);
  return (
    <tr data-testid={`card-${symbol}`}>
      <td>
        <Link href={symbolPath(symbol)} className="font-semibold hover:underline">
          {symbol}
        </Link>
        <span className="ml-2 hidden text-xs text-soft xl:inline">{quote?.description}</span>
      </td>
      <td className="num font-semibold">
        <LivePrice price={quote?.last} symbol={symbol} />
      </td>
      <td className="num">
        <Change quote={quote} />
      </td>
      <td>
        <SparkLine values={spark} className="h-6 w-20" />
      </td>
      {[quote?.bid, quote?.ask, quote?.low, quote?.high].map((price, index) => (
        <td key={index} className="num">
          {money(price)}
        </td>
      ))}
      <td className="num">{compact(quote?.volume)}</td>
      <td>
        <Age quote={quote} />
      </td>
      <td>
        <span className="flex items-center justify-end gap-1.5">
          <TradeButtons symbol={symbol} />
          <button type="button" aria-label={`Remove ${symbol} from the watchlist`} className="btn btn-ghost btn-xs btn-square text-soft" onClick={() => remove(symbol)}>
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      </td>
    </tr>
  );
}
