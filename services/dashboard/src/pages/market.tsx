import { LayoutGrid, ListPlus, Rows3, Wallet } from 'lucide-react';
import { useCallback, useState } from 'react';
import { api } from '../data/api.js';
import { useQuoteChannels } from '../data/live.js';
import { useAction, usePositions, useQuotes, useStrategies, useWatchlist } from '../data/queries.js';
import { AddSymbol } from '../parts/add-symbol.js';
import { Choice } from '../parts/field.js';
import { PageHead, Panel } from '../parts/panel.js';
import { PositionTable } from '../parts/position-table.js';
import { Empty, Loaded } from '../parts/query-states.js';
import { QuoteCard } from '../parts/quote-card.js';
import { QuoteTable } from '../parts/quote-table.js';

type View = 'cards' | 'table';
const VIEW_KEY = 'sofi-market-view';

export function MarketPage() {
  const watchlist = useWatchlist();
  const [view, setView] = useState<View>(() => (localStorage.getItem(VIEW_KEY) === 'table' ? 'table' : 'cards'));
  const choose = (next: View) => {
    localStorage.setItem(VIEW_KEY, next);
    setView(next);
  };
  return (
    <>
      <PageHead title="Market" lead="Your watchlist, live.">
        <AddSymbol />
        <Choice
          label="View"
          testId="market-view"
          options={['cards', 'table'] as const}
          value={view}
          onChange={choose}
          words={(option) => (
            <>
              {option === 'cards' ? <LayoutGrid aria-hidden className="size-3.5" /> : <Rows3 aria-hidden className="size-3.5" />}
              <span className="max-sm:sr-only">{option === 'cards' ? 'Cards' : 'Table'}</span>
            </>
          )}
        />
      </PageHead>
      <Loaded query={watchlist} skeleton={<CardSkeletons />}>
        {(symbols) => <Watchlist symbols={symbols} view={view} />}
      </Loaded>
      <OpenPositions />
    </>
  );
}

const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,16rem),1fr))] gap-3';

function CardSkeletons() {
  return (
    <div className={GRID} aria-busy="true" aria-label="Loading the watchlist">
      {Array.from({ length: 4 }, (_, index) => (
        <div key={index} className="skeleton h-60" />
      ))}
    </div>
  );
}

function Watchlist({ symbols, view }: { symbols: readonly string[]; view: View }) {
  useQuoteChannels(symbols);
  const quotes = useQuotes(symbols);
  const { mutate } = useAction((symbol: string) => api.delete(`watchlists/${encodeURIComponent(symbol)}`), { failed: 'The symbol could not be removed', changes: ['watchlist'] });
  const remove = useCallback((symbol: string) => mutate(symbol), [mutate]);
  if (symbols.length === 0)
    return (
      <div className="panel">
        <Empty icon={<ListPlus />} title="Your watchlist is empty">
          Add a symbol above, for example AAPL, and its price shows up here.
        </Empty>
      </div>
    );
  if (view === 'table') return <QuoteTable symbols={symbols} remove={remove} />;
  return (
    <div className={GRID}>
      {symbols.map((symbol) => (
        <QuoteCard key={symbol} symbol={symbol} unknown={quotes.data?.unknown.includes(symbol) ?? false} remove={remove} />
      ))}
    </div>
  );
}

function OpenPositions() {
  const positions = usePositions();
  const strategies = useStrategies().data;
  const open = positions.data?.filter((position) => position.netQuantity !== 0) ?? [];
  useQuoteChannels(open.map((position) => position.symbol));
  const bookName = (book: string) => (book === 'manual' ? 'by hand' : (strategies?.find((strategy) => strategy.id === book)?.name ?? `strategy ${book}`));
  return (
    <Panel title="Open positions" flush className="mt-5">
      <Loaded query={positions}>
        {() =>
          open.length === 0 ? (
            <Empty icon={<Wallet />} title="Nothing is held">
              Positions of your strategies and of your own orders show up here, with stop and target.
            </Empty>
          ) : (
            <PositionTable positions={open} bookName={bookName} />
          )
        }
      </Loaded>
    </Panel>
  );
}
