import { ArrowLeft, ChartCandlestick } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useLiveBars } from '../data/live-bars.js';
import { useQuote } from '../data/live-store.js';
import { useQuoteChannels } from '../data/live.js';
import { useOrders, useQuotes, useStrategies } from '../data/queries.js';
import { fillMarks } from '../logic/fill-marks.js';
import { compact, money } from '../logic/money-format.js';
import { TIMEFRAMES } from '../logic/strategy-words.js';
import type { Timeframe } from '../wire.js';
import { DecisionList } from '../parts/decision-list.js';
import { Choice } from '../parts/field.js';
import { Age } from '../parts/now.js';
import { Change, LivePrice } from '../parts/numbers.js';
import { Panel } from '../parts/panel.js';
import { Empty, Failure } from '../parts/query-states.js';
import { TradeButtons } from '../parts/quote-card.js';

const PriceChart = lazy(() => import('../parts/price-chart.js'));

export function SymbolPage({ symbol }: { symbol: string }) {
  const strategies = useStrategies().data?.filter((strategy) => strategy.symbols.includes(symbol)) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <QuoteHead symbol={symbol} />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <ChartPanel symbol={symbol} />
        <Panel
          title="Why"
          aside={<span className="text-xs text-soft">{strategies.length === 0 ? 'no strategy watches it' : strategies.map((one) => one.name).join(', ')}</span>}
          flush
          className="max-h-[36rem] xl:max-h-[calc(100dvh-13.5rem)]"
        >
          <DecisionList strategies={strategies} symbol={symbol} nameStrategy={strategies.length > 1} />
        </Panel>
      </div>
    </div>
  );
}

function QuoteHead({ symbol }: { symbol: string }) {
  const symbols = useMemo(() => [symbol], [symbol]);
  useQuoteChannels(symbols);
  const known = useQuotes(symbols);
  const quote = useQuote(symbol);
  const facts = [
    ['Bid', quote && `${money(quote.bid)} × ${quote.bidSize}`],
    ['Ask', quote && `${money(quote.ask)} × ${quote.askSize}`],
    ['Open', money(quote?.open)],
    ['Low', money(quote?.low)],
    ['High', money(quote?.high)],
    ['Previous close', money(quote?.previousClose)],
    ['Volume', compact(quote?.volume)],
  ] as const;
  return (
    <div className="panel flex flex-wrap items-center gap-x-8 gap-y-3 px-4 py-3">
      <div className="flex items-center gap-3">
        <Link href="/" aria-label="Back to the market" className="btn btn-ghost btn-sm btn-square -ml-2">
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <div>
          <h1 className="text-lg leading-tight font-semibold">{symbol}</h1>
          <p className="text-xs text-soft">{known.data?.unknown.includes(symbol) ? 'not known to the broker' : quote?.description}</p>
        </div>
      </div>
      <div>
        <div className="flex items-baseline gap-3">
          <LivePrice price={quote?.last} symbol={symbol} className="text-2xl font-semibold tracking-tight" />
          <Change quote={quote} />
        </div>
        <Age quote={quote} />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1.5 text-[13px]">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="eyebrow">{name}</dt>
            <dd className="font-medium">{value ?? '–'}</dd>
          </div>
        ))}
      </dl>
      <div className="ml-auto">
        <TradeButtons symbol={symbol} />
      </div>
    </div>
  );
}

const TIMEFRAME_KEY = 'sofi-timeframe';

function ChartPanel({ symbol }: { symbol: string }) {
  const [timeframe, setTimeframe] = useState<Timeframe>(() => TIMEFRAMES.find((one) => one === localStorage.getItem(TIMEFRAME_KEY)) ?? '1m');
  const { stored, bars } = useLiveBars(symbol, timeframe);
  const orders = useOrders().data;
  const marks = useMemo(() => fillMarks(orders?.filter((order) => order.symbol === symbol) ?? [], bars), [orders, bars, symbol]);
  const choose = (next: Timeframe) => {
    localStorage.setItem(TIMEFRAME_KEY, next);
    setTimeframe(next);
  };
  const waiting = <div className="skeleton m-3 h-[calc(100%-1.5rem)]" aria-label="Loading the chart" />;
  return (
    <Panel title="Chart" aside={<Choice label="Timeframe" testId="timeframe" options={TIMEFRAMES} value={timeframe} onChange={choose} words={(one) => one} />} flush>
      <div className="h-[26rem] px-1 sm:h-[34rem] xl:h-[calc(100dvh-18rem)] xl:min-h-[30rem]">
        {bars.length > 0 ? (
          <Suspense fallback={waiting}>
            <PriceChart key={`${symbol} ${timeframe}`} bars={bars} marks={marks} intraday={timeframe !== '1d'} />
          </Suspense>
        ) : stored.isError ? (
          <Failure error={stored.error} retry={stored.refetch} />
        ) : stored.isPending ? (
          waiting
        ) : (
          <Empty icon={<ChartCandlestick />} title="No bars yet">
            The first bar appears when the first trade of {symbol} comes in.
          </Empty>
        )}
      </div>
    </Panel>
  );
}
