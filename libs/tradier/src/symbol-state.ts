import { dateOf, type SessionCalendar, type SymbolFeedState } from '@sofi/domain';
import type { Trust } from './feed-watch.js';

/** How the market is heard at the moment, with words for it. */
export interface Phase {
  readonly kind: 'connecting' | 'streaming' | 'polling' | 'delayed' | 'lost';
  readonly reason: string;
}

export type Hours = 'regular' | 'extended' | 'closed';

export interface Stated {
  readonly state: SymbolFeedState;
  readonly reason: string;
}

/** Without a calendar, or before the market has told its time (0), it is never known to be closed, nor to be regular. */
export function hoursAt(calendar: Pick<SessionCalendar, 'at' | 'on'> | undefined, time: number): Hours {
  if (calendar === undefined || time === 0) return 'extended';
  if (calendar.at(time)) return 'regular';
  const session = calendar.on(dateOf(time));
  return session && time >= session.preOpen && time < session.postClose ? 'extended' : 'closed';
}

/**
 * How far one symbol can be trusted. Tradier has no word for a halt: it is told where in regular hours the quotes show neither bid nor
 * ask, and for no other silence, however long.
 */
export function symbolState(phase: Phase, trust: Trust, hours: Hours): Stated {
  if (trust.state === 'unknown') return { state: 'stale', reason: trust.reason };
  if (hours === 'closed') return { state: 'closed', reason: 'outside trading hours' };
  if (phase.kind === 'connecting' || trust.state === 'unheard') return { state: 'connecting', reason: phase.kind === 'streaming' ? 'nothing is known of it yet' : phase.reason };
  if (phase.kind === 'lost') return { state: 'stale', reason: phase.reason };
  if (trust.state === 'stale') return { state: 'stale', reason: trust.reason };
  if (trust.state === 'halted' && hours === 'regular') return { state: 'halted', reason: trust.reason };
  return phase.kind === 'streaming' ? { state: 'live', reason: trust.reason } : { state: phase.kind, reason: phase.reason };
}
