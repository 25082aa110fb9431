import type { Duration, EquitySymbol, OrderTerms, SessionCalendar, Side } from '@sofi/domain';

/** What a market needs to know of an order. `id` is the asker's own and comes back with every execution. */
export interface RestingOrder {
  readonly id: string;
  readonly symbol: EquitySymbol;
  readonly side: Side;
  readonly quantity: number;
  readonly terms: OrderTerms;
  readonly duration: Duration;
}

/** An order in the book, with all that is needed to put it back there after a restart. */
export interface Resting {
  readonly order: RestingOrder;
  /** ms; only events later than this can match: the arrival, or the moment its stop was triggered */
  readonly since: number;
  /** a stop that has been triggered is a market order from then on, a stop-limit a limit order */
  readonly triggered: boolean;
  /** exclusive; it lies between these two and matches nothing outside */
  readonly opens: number;
  readonly expires: number;
}

/** The order as it arrives at `time`: day and good-till-cancelled wait for the next regular hours, pre and post for theirs. */
export function arriving(order: RestingOrder, time: number, calendar: SessionCalendar): Resting {
  return { order, since: time, triggered: false, ...lifetime(order.duration, time, calendar) };
}

const NEVER = { opens: Number.POSITIVE_INFINITY, expires: Number.POSITIVE_INFINITY };

function lifetime(duration: Duration, time: number, calendar: SessionCalendar): Pick<Resting, 'opens' | 'expires'> {
  if (duration === 'gtc') return { opens: time, expires: Number.POSITIVE_INFINITY };
  if (duration === 'post') {
    const latest = calendar.latest(time);
    const session = latest && time < latest.postClose ? latest : calendar.next(time);
    return session ? { opens: session.close, expires: session.postClose } : NEVER;
  }
  const session = (duration === 'day' && calendar.at(time)) || calendar.next(time);
  if (!session) return NEVER;
  return duration === 'pre' ? { opens: session.preOpen, expires: session.open } : { opens: session.open, expires: session.close };
}
