import type { Price } from '@sofi/domain';

/** One minute of trading, as recorded or made. */
export interface Minute {
  /** ms since the epoch */
  readonly start: number;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  /** shares */
  readonly volume: number;
}
