import type { Price } from '@sofi/domain';
import type { Minute } from '../minute.js';
import type { Listing } from './listings.js';
import { uniform } from './noise.js';
import { activityAt, centsAt } from './price-curve.js';

const MICROS_PER_CENT = 10_000;
const QUARTER = 15_000;

/** A minute of the made market. It opens where the minute before closed. */
export function madeMinute(listing: Listing, seed: number, start: number, minuteOfDay: number): Minute {
  const at = (offset: number) => Math.round(centsAt(listing, seed, start + offset));
  const path = [at(0), at(QUARTER), at(2 * QUARTER), at(3 * QUARTER), at(4 * QUARTER)] as const;
  const place = start / 60_000;
  const reach = (stream: number) => Math.round(uniform(seed, stream, place) ** 3 * path[0] * 0.0006 * listing.liveliness);
  return {
    start,
    open: cents(path[0]),
    high: cents(Math.max(...path) + reach(201)),
    low: cents(Math.min(...path) - reach(202)),
    close: cents(path[4]),
    volume: Math.max(200, Math.round(listing.minuteVolume * activityAt(seed, minuteOfDay, start))),
  };
}

function cents(amount: number): Price {
  return (Math.max(1, amount) * MICROS_PER_CENT) as Price;
}
