import type { Price } from './price.js';
import type { EquitySymbol } from './symbol.js';

/** Times are ms since the epoch, UTC. `exchangeTime` decides; `receivedTime` only measures delay. */
export interface Trade {
  readonly kind: 'trade';
  readonly symbol: EquitySymbol;
  readonly price: Price;
  /** shares, > 0 */
  readonly size: number;
  /** the day's cumulative volume after this trade: grows with every print, so it tells duplicates (not greater) and gaps (grew by more than size) */
  readonly cumulativeVolume: number;
  readonly exchange: string;
  readonly session: 'regular' | 'extended';
  readonly exchangeTime: number;
  readonly receivedTime: number;
}

/** The national best bid and offer, with what the day's summary says where the feed has said it. Sizes in shares. */
export interface Quote {
  readonly kind: 'quote';
  readonly symbol: EquitySymbol;
  readonly bid: Price;
  readonly bidSize: number;
  readonly ask: Price;
  readonly askSize: number;
  readonly exchangeTime: number;
  readonly receivedTime: number;
}

/**
 * The market's own clock: everything up to and including `time` has been said before it.
 * `paced` is true where the market waits for its consumers (a replay): then everybody finishes `time` before it goes on.
 */
export interface ClockTick {
  readonly kind: 'clock';
  readonly time: number;
  readonly paced: boolean;
}

/**
 * Nothing was heard of the market between these two times (exchange time, ms): prints of any symbol may be missing from there.
 * Said when the feed is back, before the first event behind the gap.
 */
export interface FeedGap {
  readonly kind: 'gap';
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/**
 * How far the prices of one symbol can be trusted: live · delayed, a quarter of an hour old by the broker's rule · polling, read now and then for want of a stream ·
 * stale, the feed is known or believed not to show what trades · halted, the exchange has stopped it · closed, nobody trades · connecting.
 */
export type SymbolFeedState = 'live' | 'delayed' | 'polling' | 'stale' | 'halted' | 'closed' | 'connecting';

export interface SymbolFeed {
  readonly symbol: EquitySymbol;
  readonly state: SymbolFeedState;
  /** exchange time of its newest event, ms; 0 where there was none */
  readonly lastEventTime: number;
  /** when it came to this state, by the market's clock, ms */
  readonly since: number;
  /** in words */
  readonly reason: string;
}

export type MarketEvent = Trade | Quote | ClockTick;
