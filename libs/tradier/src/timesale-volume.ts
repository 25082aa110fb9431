import { dateOf, type EquitySymbol, type Trade } from '@sofi/domain';
import type { Timesale } from './stream-messages.js';

interface Day {
  date: string;
  volume: number;
  sequence: number;
}

/**
 * Gives timesales what they lack: the day's cumulative volume, by which prints are told apart. It begins with the volume that Tradier's
 * quotes name and grows with each print, so it may be off by what traded while they were read; a new day begins with nothing. What comes
 * before the first volume is known can not be placed.
 */
export class TimesaleVolume {
  readonly #days = new Map<EquitySymbol, Day>();

  lacks(symbol: EquitySymbol): boolean {
    return !this.#days.has(symbol);
  }

  /** The volume of the day that holds `time`, by the quotes. It never falls, so that no new print looks like an old one. */
  known(symbol: EquitySymbol, volume: number, time: number): void {
    const date = dateOf(time);
    const day = this.#days.get(symbol);
    if (day?.date === date) day.volume = Math.max(day.volume, volume);
    else this.#days.set(symbol, { date, volume, sequence: -1 });
  }

  place({ sequence, trade }: Timesale): Trade | 'duplicate' | 'unplaced' {
    const day = this.#days.get(trade.symbol);
    if (day === undefined) return 'unplaced';
    const date = dateOf(trade.exchangeTime);
    if (date > day.date) Object.assign(day, { date, volume: 0, sequence: -1 });
    if (sequence <= day.sequence) return 'duplicate';
    day.sequence = sequence;
    day.volume += trade.size;
    return { ...trade, cumulativeVolume: day.volume };
  }
}
