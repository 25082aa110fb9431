const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `now`, `4 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function ageWords(ms: number): string {
  if (ms < SECOND) return 'now';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s ago`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return `${Math.floor(ms / DAY)} d ago`;
}

/** `45 s`, `12 min`, `3 h 05 min`, `2 d 4 h`: how long something lasted. */
export function duration(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ${String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, '0')} min`;
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`;
}

export type Freshness = 'fresh' | 'stale' | 'closed';
/** A quiet symbol may well go this long without a trade; longer is worth a warning. */
export const STALE_AFTER_MS = 15 * SECOND;

/**
 * How far a price is to be trusted. The feed's own word comes first: it knows whether the market is open. Then what it said of the symbol: a quiet one
 * that is live was compared with the broker's quotes. Only where nothing was said does the age decide.
 */
export function freshness(ageMs: number, feedState: string | undefined, symbolState?: string): Freshness {
  if (feedState === 'closed' || symbolState === 'closed') return 'closed';
  if (feedState === 'stale' || feedState === 'connecting') return 'stale';
  if (symbolState !== undefined) return symbolState === 'live' ? 'fresh' : 'stale';
  return ageMs > STALE_AFTER_MS ? 'stale' : 'fresh';
}

/** What stands beside a price: its age, and where it is not simply live, what it is. */
export function trustWords(ageMs: number, known: boolean, state: Freshness, symbolState?: string): string {
  if (symbolState === 'halted') return 'halted';
  if (!known) return symbolState === 'connecting' ? 'connecting' : 'no price yet';
  if (state === 'closed') return `closed · ${ageWords(ageMs)}`;
  if (symbolState === 'delayed') return 'delayed 15 min';
  if (symbolState === 'polling') return `polled · ${ageWords(ageMs)}`;
  return state === 'stale' && symbolState === 'stale' ? `stale · ${ageWords(ageMs)}` : ageWords(ageMs);
}

/** What the server says of when it got a price is used only if both clocks tell the same day; a replayed day has its own. */
export function arrivalOf(receivedTime: number, now: number): number {
  return Math.abs(now - receivedTime) < DAY ? Math.min(receivedTime, now) : now;
}

/** Market-data says each second that it lives; the server calls it down after the same silence. */
export const SILENT_AFTER_MS = 5 * SECOND;

/** The feed's own word, as long as somebody is there to take it back: a market-data that has fallen silent may have said `live` last. */
export function feedWord(state: string | undefined, silentMs: number): string | undefined {
  return state !== undefined && state !== 'closed' && silentMs > SILENT_AFTER_MS ? 'stale' : state;
}
