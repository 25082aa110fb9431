import { equitySymbol, price, type EquitySymbol, type Quote, type Session, type SessionCalendar, type Trade } from '@sofi/domain';

/** Two plain New York days, 7 and 8 October 2013 (UTC-4): 09:30–16:00, pre-market from 04:00, post-market to 20:00. */
export const MONDAY = day('2013-10-07');
export const TUESDAY = day('2013-10-08');
const SESSIONS: readonly Session[] = [MONDAY, TUESDAY];

export const OPEN = MONDAY.open;
export const CLOSE = MONDAY.close;
export const MINUTE = 60_000;

export const calendar: SessionCalendar = {
  at: (time) => SESSIONS.find((session) => session.open <= time && time < session.close),
  latest: (time) => SESSIONS.findLast((session) => session.open <= time),
  next: (time) => SESSIONS.find((session) => session.open > time),
  on: (date) => SESSIONS.find((session) => session.date === date),
};

export const AAPL: EquitySymbol = equitySymbol('AAPL');
export const MSFT: EquitySymbol = equitySymbol('MSFT');

let cumulativeVolume = 0;

/** 100 shares at this many dollars */
export function trade(dollars: number, time: number, changes: Partial<Trade> = {}): Trade {
  cumulativeVolume += 100;
  return { kind: 'trade', symbol: AAPL, price: price(dollars), size: 100, cumulativeVolume, exchange: 'Q', session: 'regular', exchangeTime: time, receivedTime: time, ...changes };
}

export function quote(bid: number, ask: number, time: number, changes: Partial<Quote> = {}): Quote {
  return { kind: 'quote', symbol: AAPL, bid: price(bid), bidSize: 100, ask: price(ask), askSize: 100, exchangeTime: time, receivedTime: time, ...changes };
}

function day(date: string): Session {
  const at = (time: string): number => Date.parse(`${date}T${time}-04:00`);
  return { date, open: at('09:30:00'), close: at('16:00:00'), preOpen: at('04:00:00'), postClose: at('20:00:00') };
}
