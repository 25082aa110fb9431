import type { Listing } from './listings.js';
import { tide, uniform, wave } from './noise.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** [period in ms, height as a fraction of the price]: each is pulled back to its middle, so the sum swings and never runs away. */
const TREND = [
  [47 * DAY, 0.12],
  [11.3 * DAY, 0.045],
  [2.7 * DAY, 0.02],
  [14.6 * HOUR, 0.01],
] as const;
const SWINGS = [
  [3.1 * HOUR, 0.005],
  [37 * MINUTE, 0.0012],
  [3.3 * MINUTE, 0.0004],
  [1.1 * MINUTE, 0.00015],
] as const;
/** The turns that short-term rules live on: half a turn, and its height. The one of each symbol begins elsewhere. */
const TURN_MS = 13 * MINUTE;
const TURN_HEIGHT = 0.0035;
const CALM = 100;

/** The price in cents, not rounded, at any instant. Quiet and lively hours follow each other (swings are up to 1.8 times, or down to 0.55 of, the usual). */
export function centsAt(listing: Listing, seed: number, time: number): number {
  const move = sumOf(TREND, seed, 0, time);
  const turn = TURN_HEIGHT * tide(seed, 20, time / TURN_MS + (seed % 97) / 97);
  const swing = sumOf(SWINGS, seed, 10, time) + turn;
  const turbulence = Math.exp(0.6 * wave(seed, CALM, time / (2.3 * HOUR)));
  return listing.basePrice * 100 * Math.exp(move * listing.liveliness ** 0.5 + swing * turbulence * listing.liveliness);
}

function sumOf(waves: readonly (readonly [number, number])[], seed: number, stream: number, time: number): number {
  let sum = 0;
  for (const [period, height] of waves) sum += height * wave(seed, stream++, time / period);
  return sum;
}

/** How busy a minute is, 1 on an ordinary morning: most at the open and the close, least at night, lively in clusters. */
export function activityAt(seed: number, minuteOfDay: number, start: number): number {
  const middle = 12.75 * 60;
  const fromMiddle = Math.abs(minuteOfDay - middle) / 195;
  const day = fromMiddle <= 1 ? 0.55 + 1.1 * fromMiddle ** 2 : Math.max(0.25, 1.2 - fromMiddle * 0.6);
  const cluster = Math.exp(0.7 * wave(seed, CALM + 1, start / (25 * MINUTE)));
  return day * cluster * (0.6 + 0.8 * uniform(seed, CALM + 2, start / MINUTE));
}
