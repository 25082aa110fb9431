import type { EquitySymbol } from '@sofi/domain';

/** What the gate asks before a position is opened on the prices of a symbol. */
export interface FeedTrust {
  /** why the prices are no ground for an entry at `time`, in words; undefined where nothing stands against it. `asker`: a person has just seen the price */
  doubt(symbol: EquitySymbol, time: number, asker: 'strategy' | 'person'): string | undefined;
}

/** Recorded prices are what they are: nothing arrives late in a backtest. */
export const RECORDED_FEED: FeedTrust = { doubt: () => undefined };
