import { useSyncExternalStore } from 'react';
import { feedWord, freshness, trustWords, type Freshness } from '../logic/age.js';
import type { LiveQuote } from '../logic/live-quote.js';
import { useLive } from '../data/live-store.js';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: number | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** This browser's clock, one step a second, one timer for all. */
export function useNow(): number {
  return Math.max(
    useSyncExternalStore(listen, () => now),
    0,
  );
}

/** What the feed is, as far as this browser can know; undefined until it was told. */
export function useFeedWord(): string | undefined {
  const said = useLive((state) => state.feed?.state);
  const heardAt = useLive((state) => state.feedHeardAt);
  return feedWord(said, useNow() - heardAt);
}

const TONES: Record<Freshness, string> = { fresh: 'text-soft', stale: 'text-warning', closed: 'text-soft opacity-70' };
const DOTS: Record<Freshness, string> = { fresh: 'bg-success', stale: 'bg-warning', closed: 'bg-soft' };

/** How old a price is and how far it can be trusted; amber where it can not, grey when the market is closed. */
export function Age({ quote }: { quote: LiveQuote | undefined }) {
  const at = useNow();
  const feed = useFeedWord();
  const lost = useLive((state) => state.link.state === 'lost');
  const since = quote?.arrivedAt ?? 0;
  const age = Math.max(0, at - since);
  const symbolState = quote?.feed?.state;
  const state = lost ? 'stale' : freshness(age, feed, symbolState);
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap text-xs ${TONES[state]}`} data-freshness={state} data-feed={symbolState} title={quote?.feed?.reason}>
      <span aria-hidden className={`size-1.5 rounded-full ${DOTS[state]}`} />
      {trustWords(age, since > 0, state, symbolState)}
    </span>
  );
}
