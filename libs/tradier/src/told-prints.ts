import type { EquitySymbol, Trade } from '@sofi/domain';

/** A tick so much older than its symbol's newest is one that Tradier sends again, as it does in quiet markets every 20 seconds. */
const OLD_MS = 10_000;
/** stretches of volume that are remembered as not told yet, per symbol; of older ones a late print is not told from a repeated one */
const MOST_HOLES = 16;

interface Told {
  /** the day's volume so far, and the newest time */
  volume: number;
  time: number;
  /** pairs of volume, ascending: what is above the first and up to the second has not been told */
  holes: number[];
}

/**
 * Which prints have been passed on already. Each has its own stretch of the day's cumulative volume: a print in volume that was told is a
 * repetition, one in a hole is merely late. Volume that falls while time goes on is a new day, or a day that was corrected.
 */
export class ToldPrints {
  readonly #bySymbol = new Map<EquitySymbol, Told>();

  /** True where its symbol's newest print is this one: most repetitions are of that kind. */
  isNewest({ symbol, cumulativeVolume }: Trade): boolean {
    return this.#bySymbol.get(symbol)?.volume === cumulativeVolume;
  }

  /** Undefined where the print is news, and counted as told from now on. */
  repeated(trade: Trade): 'duplicate' | 'old' | undefined {
    const { symbol, cumulativeVolume: upTo, size, exchangeTime } = trade;
    const told = this.#bySymbol.get(symbol);
    if (told === undefined) this.#bySymbol.set(symbol, { volume: upTo, time: exchangeTime, holes: upTo > size ? [0, upTo - size] : [] });
    else if (upTo > told.volume) advance(told, upTo - size, upTo, exchangeTime);
    else return this.#behind(told, trade);
  }

  #behind(told: Told, { cumulativeVolume: upTo, size, exchangeTime }: Trade): 'duplicate' | 'old' | undefined {
    if (upTo < told.volume && fill(told.holes, upTo - size, upTo)) return undefined;
    if (upTo < told.volume && exchangeTime > told.time) {
      Object.assign(told, { volume: upTo, time: exchangeTime, holes: [] });
      return undefined;
    }
    return told.time - exchangeTime > OLD_MS ? 'old' : 'duplicate';
  }
}

function advance(told: Told, from: number, upTo: number, time: number): void {
  if (from > told.volume) told.holes.push(told.volume, from);
  if (told.holes.length > 2 * MOST_HOLES) told.holes.splice(0, 2);
  told.volume = upTo;
  if (time > told.time) told.time = time;
}

/** True where the print lies in a hole, of which its rests stay. */
function fill(holes: number[], from: number, upTo: number): boolean {
  for (let at = 0; at < holes.length; at += 2) {
    const after = holes[at]!;
    const end = holes[at + 1]!;
    if (upTo <= after || upTo > end) continue;
    const below = from > after ? [after, from] : [];
    const above = end > upTo ? [upTo, end] : [];
    holes.splice(at, 2, ...below, ...above);
    return true;
  }
  return false;
}
