import type { EquitySymbol, Price, Quote, Trade } from '@sofi/domain';
import type { Minute } from '../minute.js';
import { uniform } from './noise.js';

const MINUTE = 60_000;
const CENT = 10_000;
const EXCHANGES = ['Q', 'P', 'N', 'K', 'Z', 'J', 'D', 'V'] as const;

/** What a minute is filled with. `volumeBefore` is the day's volume before it. */
export interface MinuteFrame {
  readonly symbol: EquitySymbol;
  readonly seed: number;
  readonly minute: Minute;
  readonly volumeBefore: number;
  readonly session: 'regular' | 'extended';
}

/**
 * Trades that make exactly this minute again, with the quote that each of them met and another between it and the next.
 * Each trade is at the standing bid or ask.
 */
export function madeEvents({ symbol, seed, minute, volumeBefore, session }: MinuteFrame): (Trade | Quote)[] {
  const random = (stream: number, at: number) => uniform(seed, stream, (minute.start / MINUTE) * 256 + at);
  const count = Math.min(110, 22 + Math.floor(Math.sqrt(minute.volume) / 12) + Math.floor(random(300, 0) * 10));
  const prices = pricesOf(minute, count, (at) => random(301, at));
  const sizes = sizesOf(minute.volume, count, (at) => random(302, at));
  const slot = MINUTE / count;
  let cumulativeVolume = volumeBefore;
  return prices.flatMap((price, at): (Trade | Quote)[] => {
    const exchangeTime = minute.start + Math.floor(slot * (at + 0.1 + 0.5 * random(303, at)));
    const size = sizes[at] ?? 1;
    cumulativeVolume += size;
    const quote = (time: number, stream: number, base: Price): Quote => ({
      kind: 'quote',
      symbol,
      ...sidesAround(base, random(304, at) < 0.5, random(305, at)),
      bidSize: 100 * (1 + Math.floor(random(stream, at) ** 2 * 24)),
      askSize: 100 * (1 + Math.floor(random(stream + 1, at) ** 2 * 24)),
      exchangeTime: time,
      receivedTime: time,
    });
    const exchange = EXCHANGES[Math.floor(random(306, at) * EXCHANGES.length)] ?? 'Q';
    return [
      quote(exchangeTime - 1 - Math.floor(random(307, at) * 9), 308, price),
      { kind: 'trade', symbol, price, size, cumulativeVolume, exchange, session, exchangeTime, receivedTime: exchangeTime },
      quote(exchangeTime + Math.floor(slot * 0.3), 310, price),
    ];
  });
}

/** Buyers meet the ask, sellers the bid; the spread is a cent, in dear or busy shares a few. */
function sidesAround(traded: Price, buyer: boolean, width: number): Pick<Quote, 'bid' | 'ask'> {
  const spread = CENT * (1 + Math.floor(width ** 4 * (2 + traded / (150 * 1_000_000))));
  return buyer ? { bid: Math.max(CENT, traded - spread) as Price, ask: traded } : { bid: traded, ask: (traded + spread) as Price };
}

/** From the open by both extremes to the close, a rising minute by its low first. */
function pricesOf({ open, high, low, close }: Minute, count: number, random: (at: number) => number): Price[] {
  const first = 1 + Math.floor(random(250) * (count / 2 - 2));
  const second = Math.floor(count / 2) + Math.floor(random(251) * (count / 2 - 2));
  const turns: [number, Price][] = [
    [0, open],
    [first, close >= open ? low : high],
    [second, close >= open ? high : low],
    [count - 1, close],
  ];
  const fixed = new Map(turns);
  return Array.from({ length: count }, (_, at) => fixed.get(at) ?? between(turns, at, (random(at) - 0.5) * (high - low) * 0.25, low, high));
}

function between(turns: readonly [number, Price][], at: number, jitter: number, low: Price, high: Price): Price {
  const next = turns.findIndex(([place]) => place > at);
  const [fromPlace, from] = turns[next - 1] ?? [0, low];
  const [toPlace, to] = turns[next] ?? [at, high];
  const straight = from + ((to - from) * (at - fromPlace)) / Math.max(1, toPlace - fromPlace);
  return Math.min(high, Math.max(low, Math.round((straight + jitter) / CENT) * CENT)) as Price;
}

/** Whole shares, mostly round lots, that add up to the volume. */
function sizesOf(volume: number, count: number, random: (at: number) => number): number[] {
  const weights = Array.from({ length: count }, (_, at) => 0.05 + random(at) ** 3);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sizes = weights.map((weight) => Math.max(1, Math.floor(((volume - count) * weight) / total / 100) * 100));
  const spare = volume - sizes.reduce((sum, size) => sum + size, 0);
  sizes[count - 1] = (sizes[count - 1] ?? 0) + spare;
  return sizes;
}
