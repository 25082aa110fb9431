import { useHealth } from '../data/queries.js';
import { useLive } from '../data/live-store.js';
import type { FeedStatus } from '../wire.js';
import { ageWords } from '../logic/age.js';
import { dateOf, timeOfDay } from '../logic/new-york-clock.js';
import { Badge, Dot, type BadgeTone } from './badge.js';
import { useFeedWord, useNow } from './now.js';

const STATES: Record<string, { words: string; tone: BadgeTone }> = {
  live: { words: 'Live prices', tone: 'good' },
  delayed: { words: 'Delayed prices', tone: 'doubt' },
  polling: { words: 'Polled prices', tone: 'doubt' },
  stale: { words: 'Prices stale', tone: 'doubt' },
  closed: { words: 'Market closed', tone: 'quiet' },
  connecting: { words: 'Feed connecting', tone: 'doubt' },
};

/** The newest arrival of any symbol, on this browser's clock. */
const useLastArrival = () => useLive((state) => Object.values(state.quotes).reduce((latest, quote) => Math.max(latest, quote.arrivedAt), 0));

type Counts = FeedStatus['counts'] | undefined;
const listed = (counts: Counts, states: readonly string[]) =>
  Object.entries(counts ?? {})
    .filter(([state, count]) => states.includes(state) && count > 0)
    .map(([state, count]) => `${count.toLocaleString('en-US')} ${state}`)
    .join(', ');
const countWords = (counts: Counts) => listed(counts, ['live', 'delayed', 'polling', 'stale', 'halted', 'closed', 'connecting']);
const troubledWords = (counts: Counts) => listed(counts, ['polling', 'stale', 'halted']);

export function FeedState() {
  const feed = useLive((state) => state.feed);
  const word = useFeedWord();
  const link = useLive((state) => state.link.state);
  const health = useHealth().data?.feed;
  const last = useLastArrival();
  const now = useNow();
  const state = link === 'lost' ? 'disconnected' : (word ?? health?.state ?? 'connecting');
  const { words, tone } = STATES[state] ?? { words: 'Disconnected', tone: 'bad' as const };
  const troubled = state === 'live' ? troubledWords(feed?.counts) : '';
  const age = last > 0 ? ageWords(Math.max(0, now - last)) : undefined;
  return (
    <Badge tone={troubled ? 'doubt' : tone} testId="feed-state" title={[feed?.reason, countWords(feed?.counts), age && `newest price ${age}`].filter(Boolean).join(' · ')}>
      <Dot tone={troubled ? 'doubt' : tone} />
      <span data-state={state}>{words}</span>
      {troubled && <span data-testid="feed-troubled">· {troubled}</span>}
      {age && state !== 'closed' && <span className="hidden font-normal opacity-80 sm:inline">{age}</span>}
    </Badge>
  );
}

/** The exchange's clock as far as the data has got: in a replayed day it is the replayed time. */
export function MarketClock() {
  const time = useLive((state) => state.marketTime);
  if (time === 0) return null;
  return (
    <span className="hidden whitespace-nowrap text-xs text-soft xl:inline" title="Market time, New York">
      {dateOf(time)} <span className="font-medium text-base-content">{timeOfDay(time)}</span> ET
    </span>
  );
}
