import { BrainCircuit, ChartCandlestick, ListOrdered } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useCommonChannels } from '../data/live.js';
import { AlertMenu } from './alert-menu.js';
import { ConfirmDialog } from './confirm.js';
import { Equity } from './equity.js';
import { FeedState, MarketClock } from './feed-state.js';
import { LedgerBadge } from './ledger-badge.js';
import { LinkBanner } from './link-banner.js';
import { ModeBadge, ModeLine } from './mode-badge.js';
import { Ticket } from './ticket.js';
import { UserMenu } from './user-menu.js';

const PAGES = [
  { path: '/', words: 'Market', Icon: ChartCandlestick, owns: (at: string) => at === '/' || at.startsWith('/symbol') },
  { path: '/strategies', words: 'Strategies', Icon: BrainCircuit, owns: (at: string) => at.startsWith('/strategies') },
  { path: '/orders', words: 'Orders', Icon: ListOrdered, owns: (at: string) => at.startsWith('/orders') },
] as const;

/** What every page lives in. */
export function Shell({ children }: { children: ReactNode }) {
  useCommonChannels();
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#page" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-field focus:bg-base-100 focus:px-3 focus:py-2">
        Skip to the page
      </a>
      <header className="sticky top-0 z-20 border-b border-base-300 bg-base-100">
        <ModeLine />
        <div className="mx-auto flex max-w-[100rem] flex-wrap items-center gap-x-2.5 px-4">
          <div className="mr-auto flex h-14 items-center">
            <Brand />
            <TopNavigation />
          </div>
          <div className="order-last -mx-4 flex basis-[calc(100%+2rem)] items-center justify-between gap-2.5 border-t border-base-300 px-4 py-1.5 md:order-none md:mx-0 md:basis-auto md:border-0 md:p-0">
            <MarketClock />
            <FeedState />
            <LedgerBadge />
          </div>
          <div className="flex h-14 items-center gap-2.5">
            <ModeBadge />
            <Equity />
            <span className="flex">
              <AlertMenu />
              <UserMenu />
            </span>
          </div>
        </div>
        <LinkBanner />
      </header>
      <main id="page" tabIndex={-1} className="mx-auto w-full max-w-[100rem] flex-1 px-4 pt-5 pb-24 outline-none sm:pb-10">
        {children}
      </main>
      <BottomNavigation />
      <Ticket />
      <ConfirmDialog />
    </div>
  );
}

function Brand() {
  return (
    <Link href="/" aria-label="SofiTrader, market" className="flex items-center gap-2 font-semibold tracking-tight">
      <img src="/icon.svg" alt="" className="size-7" />
      <span className="hidden text-[15px] lg:inline">SofiTrader</span>
    </Link>
  );
}

function TopNavigation() {
  const [at] = useLocation();
  return (
    <nav aria-label="Pages" className="ml-2 hidden h-full sm:flex">
      {PAGES.map(({ path, words, owns }) => (
        <Link
          key={path}
          href={path}
          aria-current={owns(at) ? 'page' : undefined}
          className={`flex items-center border-b-2 px-3 pt-0.5 text-[13px] font-medium ${owns(at) ? 'border-primary text-base-content' : 'border-transparent text-soft hover:text-base-content'}`}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}

function BottomNavigation() {
  const [at] = useLocation();
  return (
    <nav aria-label="Pages" className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-3 border-t border-base-300 bg-base-100 pb-[env(safe-area-inset-bottom)] sm:hidden">
      {PAGES.map(({ path, words, Icon, owns }) => (
        <Link
          key={path}
          href={path}
          aria-current={owns(at) ? 'page' : undefined}
          className={`flex flex-col items-center gap-0.5 py-2 text-[11px] font-medium ${owns(at) ? 'text-primary' : 'text-soft'}`}
        >
          <Icon aria-hidden className="size-5" />
          {words}
        </Link>
      ))}
    </nav>
  );
}
