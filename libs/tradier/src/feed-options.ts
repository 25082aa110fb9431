import type { Clock, Mode, SessionCalendar } from '@sofi/domain';
import type { StreamRung } from './feed-ladder.js';
import type { WatchTiming } from './feed-watch.js';
import type { TradierHttp } from './http.js';
import { httpRung, socketRung } from './market-rungs.js';
import type { OpenStream } from './stream-connection.js';
import type { StreamTiming } from './stream-timing.js';
import { SYSTEM_TIMERS, type After, type Every, type Timers } from './timer.js';

export interface FeedOptions {
  readonly http: TradierHttp;
  /** a simulated market tells its own time, and may wait for us; a real one has our clock; the sandbox has no stream, and shows the market as it was */
  readonly mode: Mode;
  /** the socket's address; by default it follows from the session that Tradier opens */
  readonly url?: string;
  /** when the market is closed, and silence means nothing; without one it is taken to be open always */
  readonly calendar?: Pick<SessionCalendar, 'at' | 'on'>;
  /** trades are made of timesales, each print of the tape, instead of the consolidated trades: see TimesaleVolume */
  readonly timesale?: boolean;
  readonly timing?: Partial<StreamTiming>;
  readonly watch?: Partial<WatchTiming>;
  readonly clock?: Clock;
  readonly every?: Every;
  readonly after?: After;
  /** in [0, 1): shortens pauses, so that many clients do not come back at once */
  readonly random?: () => number;
  /** other ways to hear the market than Tradier's */
  readonly rungs?: Readonly<Record<StreamRung, OpenStream>>;
}

export function timersOf({ clock, every, after }: FeedOptions): Timers {
  return { clock: clock ?? SYSTEM_TIMERS.clock, every: every ?? SYSTEM_TIMERS.every, after: after ?? SYSTEM_TIMERS.after };
}

/** Only a simulated market knows of a clock. */
export function tradierRungs({ url, mode, timesale }: FeedOptions, timing: StreamTiming, every: Every): Readonly<Record<StreamRung, OpenStream>> {
  const filter = [...(timesale === true ? ['timesale', 'quote', 'summary'] : ['trade', 'quote', 'tradex', 'summary']), ...(mode === 'simulated' ? ['clock'] : [])];
  const options = { ...(url === undefined ? {} : { url }), filter, every, timing };
  return { socket: socketRung(options), http: httpRung(options) };
}
