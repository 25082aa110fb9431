import { RollUp, TIMEFRAMES, type Bar, type EquitySymbol, type SessionCalendar } from '@sofi/domain';

/** One-minute bars of one symbol, oldest first, rolled up into every coarser timeframe. */
export class Coarser {
  private readonly rollUps: readonly RollUp[];

  constructor(symbol: EquitySymbol, calendar: SessionCalendar) {
    this.rollUps = TIMEFRAMES.filter((timeframe) => timeframe !== '1m').map((timeframe) => new RollUp({ symbol, timeframe, calendar }));
  }

  add(minutes: readonly Bar[]): Bar[] {
    return minutes.flatMap((minute) => this.rollUps.flatMap((rollUp) => rollUp.onBar(minute).map(({ bar }) => bar)));
  }

  /** The newest of each timeframe, where its last minute was not there: minutes may be missing, so of quality `gap`; only what is over at `now`. */
  end(now: number): Bar[] {
    const forming = this.rollUps.flatMap((rollUp) => rollUp.forming() ?? []);
    return forming.filter(({ end }) => end <= now).map((bar) => ({ ...bar, quality: 'gap' }));
  }
}

/**
 * Of rolled up bars those that say something new, with the revision that replaces what is `stored`. A bar that may lack minutes replaces none that does not.
 */
export function revisedOver(stored: readonly Bar[], rolledUp: readonly Bar[]): Bar[] {
  const before = new Map(stored.map((bar) => [`${bar.timeframe} ${bar.start}`, bar]));
  return rolledUp.flatMap((bar) => {
    const known = before.get(`${bar.timeframe} ${bar.start}`);
    if (!known) return [bar];
    const isWorse = bar.quality === 'gap' && known.quality !== 'gap';
    return isWorse || saysTheSame(known, bar) ? [] : [{ ...bar, revision: known.revision + 1 }];
  });
}

/** The count of trades is not told by imported minutes. */
function saysTheSame(one: Bar, other: Bar): boolean {
  const told = ['open', 'high', 'low', 'close', 'volume', 'vwap'] as const;
  const isBetterKnown = one.quality === 'gap' && other.quality !== 'gap';
  return !isBetterKnown && told.every((field) => one[field] === other[field]);
}
