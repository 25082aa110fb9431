import type { Session } from '@sofi/domain';

export interface MarketClock {
  /** ms */
  readonly time: number;
  readonly state: 'premarket' | 'open' | 'postmarket' | 'closed';
  /** the session around or before this time, and the one after it; null where the calendar ends */
  readonly session: Session | null;
  readonly next: Session | null;
  /** when the state changes, ms */
  readonly nextChange: number | null;
}

/** What the clock on the wall of the exchange says. */
export function marketClock(sessions: readonly Session[], time: number): MarketClock {
  const session = sessions.filter((one) => one.preOpen <= time).at(-1) ?? null;
  const next = sessions.find((one) => one.preOpen > time) ?? null;
  const [state, until] = session ? stateIn(session, time) : (['closed', null] as const);
  return { time, state, session, next, nextChange: until ?? next?.preOpen ?? null };
}

function stateIn(session: Session, time: number): readonly [MarketClock['state'], number | null] {
  if (time < session.open) return ['premarket', session.open];
  if (time < session.close) return ['open', session.close];
  if (time < session.postClose) return ['postmarket', session.postClose];
  return ['closed', null];
}
