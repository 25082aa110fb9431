import { X } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import { useQuote } from '../data/live-store.js';
import { useCandles } from '../data/queries.js';
import { useCanTrade } from '../data/session.js';
import { openTicket } from '../data/ticket-store.js';
import { compact, money } from '../logic/money-format.js';
import { Age } from './now.js';
import { Change, LivePrice } from './numbers.js';
import { SparkLine } from './spark-line.js';

const SPARK_MINUTES = 60;
const SPARK_REFRESH_MS = 60_000;

/** The closes of the last hour, with the price of this moment at the end. */
export function useSpark(symbol: string): readonly number[] {
  const bars = useCandles(symbol, '1m', SPARK_MINUTES, SPARK_REFRESH_MS).data ?? [];
  const last = useQuote(symbol)?.last;
  const closes = bars.map((bar) => bar.close);
  return typeof last === 'number' ? [...closes, last] : closes;
}

export const symbolPath = (symbol: string): string => `/symbol/${encodeURIComponent(symbol)}`;

export const QuoteCard = memo(function QuoteCard({ symbol, unknown, remove }: { symbol: string; unknown: boolean; remove: (symbol: string) => void }) {
  const quote = useQuote(symbol);
  const spark = useSpark(symbol);
  return (
    <article data-testid={`card-${symbol}`} aria-label={symbol} className="panel group flex min-w-0 flex-col gap-3 p-4">
      <header className="flex items-start justify-between gap-2">
        <Link href={symbolPath(symbol)} className="min-w-0 hover:underline">
          <span className="block font-semibold">{symbol}</span>
          <span className="block h-[18px] truncate text-xs text-soft">{quote?.description ?? ''}</span>
        </Link>
        <button
          type="button"
          data-testid={`remove-${symbol}`}
          aria-label={`Remove ${symbol} from the watchlist`}
          className="btn btn-ghost btn-xs btn-square -mt-1 -mr-1.5 text-soft"
          onClick={() => remove(symbol)}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      </header>
      {quote ? (
        <>
          <div className="flex items-end justify-between gap-3">
            <div className="min-w-0">
              <LivePrice price={quote.last} symbol={symbol} className="text-2xl font-semibold tracking-tight" />
              <div className="mt-0.5 text-[13px]">
                <Change quote={quote} />
              </div>
            </div>
            <SparkLine values={spark} className="h-11 w-24 shrink-0" />
          </div>
          <dl className="grid grid-cols-3 gap-x-3 gap-y-1 text-xs">
            <Fact name="Bid / ask" value={`${money(quote.bid)} / ${money(quote.ask)}`} wide />
            <Fact name="Volume" value={compact(quote.volume)} />
            <Fact name="Low / high" value={`${money(quote.low)} / ${money(quote.high)}`} wide />
            <Fact name="Open" value={money(quote.open)} />
          </dl>
        </>
      ) : unknown ? (
        <p className="py-6 text-[13px] text-warning">The broker does not know this symbol. Remove it, or check the spelling.</p>
      ) : (
        <div className="skeleton h-[124px] w-full" aria-label={`Waiting for ${symbol}`} />
      )}
      <footer className="mt-auto flex items-center justify-between gap-2">
        <Age quote={quote} />
        {quote && <TradeButtons symbol={symbol} />}
      </footer>
    </article>
  );
});

function Fact({ name, value, wide = false }: { name: string; value: string; wide?: boolean }) {
  return (
    <div className={`min-w-0 ${wide ? 'col-span-2' : ''}`}>
      <dt className="eyebrow">{name}</dt>
      <dd className="truncate">{value}</dd>
    </div>
  );
}

export function TradeButtons({ symbol }: { symbol: string }) {
  if (!useCanTrade()) return null;
  return (
    <span className="flex gap-1.5">
      <button
        type="button"
        data-testid={`ticket-buy-${symbol}`}
        aria-label={`Buy ${symbol}`}
        className="btn btn-xs border-success/30 bg-success/12 px-3 text-success hover:bg-success/25"
        onClick={() => openTicket(symbol, 'buy')}
      >
        Buy
      </button>
      <button
        type="button"
        data-testid={`ticket-sell-${symbol}`}
        aria-label={`Sell ${symbol}`}
        className="btn btn-xs border-error/30 bg-error/12 px-3 text-error hover:bg-error/25"
        onClick={() => openTicket(symbol, 'sell')}
      >
        Sell
      </button>
    </span>
  );
}
