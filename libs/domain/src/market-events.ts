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

export type MarketEvent = Trade | Quote | ClockTick;
