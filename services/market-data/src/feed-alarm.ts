import type { FeedStatus } from '@sofi/contracts';
import type { Alerts } from '@sofi/service-kit';

/** A break that heals by itself within this many looks, one a second, is not worth a word. */
const LOOKS = 15;
/** as many symbols as fit a sentence */
const NAMED = 5;
const TROUBLED = new Set<FeedStatus['state']>(['stale', 'connecting', 'polling']);

/** Says when the feed as a whole, or single symbols of it, can not be trusted for a while, and when they can again. */
export class FeedAlarm {
  private looks = 0;

  constructor(private readonly alerts: Pick<Alerts, 'stands' | 'over'>) {}

  /** Each second. */
  look({ state, reason, counts, symbols, troubled: named }: FeedStatus): void {
    const stale = (counts.stale ?? 0) + (counts.halted ?? 0);
    // Tradier ends its streams every night
    const asleep = symbols.length > 0 && counts.closed === symbols.length;
    const troubled = !asleep && (TROUBLED.has(state) || stale > 0);
    this.looks = troubled ? this.looks + 1 : 0;
    if (!troubled) this.alerts.over('feed', 'Prices can be trusted again.');
    else if (this.looks >= LOOKS) this.alerts.stands('feed', TROUBLED.has(state) ? noticeOfFeed(state, reason) : noticeOfSymbols(stale, named));
  }
}

function noticeOfFeed(state: FeedStatus['state'], reason: string) {
  const whatToDo =
    'New positions in these symbols are refused until prices are live; stops are watched by what comes in. Nothing to do, unless it lasts: then check the broker’s status page.';
  return { severity: 'warning', what: `The price feed is ${state}: ${reason}`, whatToDo } as const;
}

function noticeOfSymbols(count: number, named: FeedStatus['troubled']) {
  const untrusted = named.filter(({ state }) => state === 'stale' || state === 'halted');
  const first = untrusted.slice(0, NAMED).map(({ symbol, state, reason }) => `${symbol} is ${state} (${reason})`);
  const others = count > first.length ? [`${count - first.length} more`] : [];
  const whatToDo = 'New positions in them are refused; the market page says which. A symbol that Tradier does not know is best taken off the watchlist or strategy that names it.';
  return { severity: 'warning', what: `Some prices can not be trusted: ${[...first, ...others].join(', ')}`, whatToDo } as const;
}
