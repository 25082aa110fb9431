import { WifiOff } from 'lucide-react';
import { useLive } from '../data/live-store.js';
import { duration } from '../logic/age.js';
import type { FeedStatus } from '../wire.js';
import { useFeedWord, useNow } from './now.js';

const GRACE_MS = 1_500;

/** What is on the page may be old: says so, since when, and that it is being seen to. A blip is not worth a banner. */
export function LinkBanner() {
  const link = useLive((state) => state.link);
  const feed = useLive((state) => state.feed);
  const word = useFeedWord();
  const now = useNow();
  if (link.state === 'lost' && now - link.since > GRACE_MS)
    return <Banner words={`Connection to the server lost for ${duration(now - link.since)}. Prices and orders on this page may be old. Reconnecting…`} />;
  if (link.state === 'open' && word === 'stale') return <Banner words={`The market feed is stale${staleBecause(feed)}. No new entries are opened until it is back.`} />;
  return null;
}

/** A reason beside any other word was true before the silence. */
const staleBecause = (feed: FeedStatus | undefined): string => (feed?.state === 'stale' ? feed.reason && `: ${feed.reason}` : ': market-data does not answer');

function Banner({ words }: { words: string }) {
  return (
    <div role="alert" data-testid="link-banner" className="flex items-center justify-center gap-2 bg-warning px-4 py-1.5 text-center text-[13px] font-medium text-warning-content">
      <WifiOff aria-hidden className="size-4 shrink-0" />
      {words}
    </div>
  );
}
