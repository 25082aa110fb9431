import { z } from 'zod';

/**
 * The browser socket `/ws`. The browser says what it wants to see; each channel answers with a snapshot first, then changes.
 * Channels: `quote:AAPL`, `candle:1m:AAPL`, `decision:<strategy id>`, `orders`, `positions`, `account`, `alerts`, `system`.
 */
export const browserRequest = z.object({ op: z.enum(['subscribe', 'unsubscribe']), channels: z.array(z.string()) });
export type BrowserRequest = z.output<typeof browserRequest>;

/** The channel of a frame that answers a request as a whole. */
export const WHOLE_REQUEST = '';

/**
 * One frame: `{"channel":"quote:AAPL","subject":"md.trade.AAPL","data":…}`. `data` is the payload as it came from NATS;
 * `subject` says which (a snapshot has `"snapshot":true` and an array of what is current).
 */
export interface BrowserFrame {
  readonly channel: string;
  readonly subject?: string;
  readonly snapshot?: true;
  readonly data: unknown;
  /** a refused channel, or where `channel` is {@link WHOLE_REQUEST} a refused request of which nothing was done: why, in words */
  readonly error?: string;
}
