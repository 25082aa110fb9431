import { Compass } from 'lucide-react';
import { Component, useEffect, type ReactNode } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { wordsOf } from './data/api.js';
import { useMe } from './data/queries.js';
import { MarketPage } from './pages/market.js';
import { OrdersPage } from './pages/orders.js';
import { SignInPage } from './pages/sign-in.js';
import { StrategiesPage } from './pages/strategies.js';
import { StrategyPage } from './pages/strategy.js';
import { SymbolPage } from './pages/symbol.js';
import { Empty, Failure } from './parts/query-states.js';
import { Shell } from './parts/shell.js';
import { ToastList } from './parts/toast-list.js';

export function App() {
  const me = useMe();
  return (
    <>
      {me.data ? (
        <Shell>
          <Pages />
        </Shell>
      ) : me.data === null ? (
        <SignInPage />
      ) : me.isError ? (
        <main className="grid min-h-dvh place-items-center">
          <Failure error={me.error} retry={me.refetch} />
        </main>
      ) : (
        <main className="grid min-h-dvh place-items-center" aria-busy="true" aria-label="Loading">
          <span className="loading loading-spinner text-primary" />
        </main>
      )}
      <ToastList />
    </>
  );
}

const TITLES: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/^\/symbol\/(.+)/, (symbol) => symbol],
  [/^\/strategies/, () => 'Strategies'],
  [/^\/orders/, () => 'Orders'],
  [/^\/$/, () => 'Market'],
];

function Pages() {
  const [at] = useLocation();
  useEffect(() => {
    const found = TITLES.map(([pattern, title]) => ({ match: pattern.exec(at), title })).find(({ match }) => match);
    document.title = found ? `${found.title(decodeURIComponent(found.match?.[1] ?? ''))} · SofiTrader` : 'SofiTrader';
    window.scrollTo(0, 0);
  }, [at]);
  return (
    <PageBoundary key={at}>
      <Switch>
        <Route path="/" component={MarketPage} />
        <Route path="/symbol/*">{(found) => <SymbolPage key={found['*']} symbol={decodeURIComponent(found['*'] ?? '')} />}</Route>
        <Route path="/strategies" component={StrategiesPage} />
        <Route path="/strategies/:id">{({ id }) => <StrategyPage key={id} id={decodeURIComponent(id)} />}</Route>
        <Route path="/orders" component={OrdersPage} />
        <Route>
          <Empty icon={<Compass />} title="There is no such page">
            <Link href="/" className="btn btn-sm mt-2">
              To the market
            </Link>
          </Empty>
        </Route>
      </Switch>
    </PageBoundary>
  );
}

/** A page that fails says so; the shell, the prices and the other pages go on. */
class PageBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: undefined };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render() {
    return this.state.error === undefined ? (
      this.props.children
    ) : (
      <Failure error={new Error(`This page failed: ${wordsOf(this.state.error)}`)} retry={() => this.setState({ error: undefined })} />
    );
  }
}
