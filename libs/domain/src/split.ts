import type { Bar } from './bar.js';
import { dateOf } from './new-york-time.js';
import type { Price } from './price.js';

/** `shares` new ones for every `of` old ones: 7 of 1 makes 700 of 100 shares, 1 of 10 is a reverse split. */
export interface SplitRatio {
  readonly shares: number;
  readonly of: number;
}

export interface Split {
  /** the first trading day at the new price, New York: 2014-06-09 */
  readonly date: string;
  readonly ratio: SplitRatio;
}

const FORWARD = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 100];
const REVERSE = [...FORWARD, 60, 75, 200, 500, 1_000];

/**
 * What companies do. Nothing smaller than 5 for 4: the price of a stock dividend of a tenth moves no further than that of a special cash dividend.
 * Neighbours lie so far apart that no two fit within the tolerance.
 */
export const SPLIT_RATIOS: readonly SplitRatio[] = [
  ...[
    [5, 4],
    [4, 3],
    [3, 2],
    [5, 3],
    [5, 2],
  ].map(([shares, of]) => ({ shares: shares!, of: of! })),
  ...FORWARD.map((shares) => ({ shares, of: 1 })),
  ...REVERSE.map((of) => ({ shares: 1, of })),
];

/** Our last minute and the exchange's closing auction differ by this much in a thin stock. */
const CLOSES_DIFFER = 0.01;
/** The broker rounds an adjusted price to a cent, which is much of a price of a quarter. */
const HALF_A_CENT = 5_000;
const TOLERANCE = 0.03;

/**
 * The split that most likely lies between a close as it was traded and the same close as the broker tells it on the next trading day: the exchange
 * adjusts it before the opening. undefined where the two agree, or differ by no known ratio (a dividend, a wrong print, nothing said). Both must be of the same
 * day: between two days a price may halve by itself.
 */
export function likelySplit(traded: Price, told: Price): SplitRatio | undefined {
  const tolerance = Math.min(TOLERANCE, CLOSES_DIFFER + HALF_A_CENT / told);
  return SPLIT_RATIOS.find(({ shares, of }) => Math.abs((told * shares) / (traded * of) - 1) <= tolerance);
}

/**
 * Raw bars as they look today, for a chart or an indicator: before each split the prices are divided by its ratio (to a millionth) and the volume multiplied (to
 * a share). What is stored stays as it was traded.
 */
export function splitAdjusted(bars: readonly Bar[], splits: readonly Split[]): readonly Bar[] {
  return splits.length === 0 ? bars : bars.map((bar) => adjusted(bar, splits));
}

function adjusted(bar: Bar, splits: readonly Split[]): Bar {
  const date = dateOf(bar.start);
  const later = splits.filter((split) => date < split.date);
  if (later.length === 0) return bar;
  const shares = later.reduce((product, { ratio }) => product * ratio.shares, 1);
  const of = later.reduce((product, { ratio }) => product * ratio.of, 1);
  const moved = (amount: Price) => Math.round((amount * of) / shares) as Price;
  return {
    ...bar,
    open: moved(bar.open),
    high: moved(bar.high),
    low: moved(bar.low),
    close: moved(bar.close),
    vwap: moved(bar.vwap),
    volume: Math.round((bar.volume * shares) / of),
  };
}
