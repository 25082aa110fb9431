import { z } from 'zod';
import { oneOrMany } from '../one-or-many.js';
import { figureOrZero, perhaps, perhapsText, perhapsWord, seconds, word } from '../wire.js';

/** `timestamp`: the start, in ms since the epoch. Prices are null where nothing traded, and `price` is the middle of high and low. */
const minute = z.object({ timestamp: seconds, price: perhaps, open: perhaps, high: perhaps, low: perhaps, close: perhaps, volume: figureOrZero, vwap: perhaps });
export type WireMinute = z.output<typeof minute>;
export const timesalesAnswer = z.object({ series: oneOrMany('data', minute) });

const day = z.object({ date: z.iso.date(), open: perhaps, high: perhaps, low: perhaps, close: perhaps, volume: figureOrZero });
export type WireDay = z.output<typeof day>;
export const historyAnswer = z.object({ history: oneOrMany('day', day) });

export type MarketState = 'premarket' | 'open' | 'postmarket' | 'closed';
/** `timestamp` in ms since the epoch; `next_change` on New York's clock, `16:00` */
const clock = z.object({
  date: z.iso.date().nullish(),
  description: perhapsText,
  state: perhapsWord<MarketState>(),
  timestamp: seconds,
  next_change: perhapsText,
  next_state: perhapsWord<MarketState>(),
});
export type WireClock = z.output<typeof clock>;
export const clockAnswer = z.object({ clock });

/** New York's clock, `09:30` */
const hours = z.object({ start: z.string().regex(/^\d\d:\d\d$/), end: z.string().regex(/^\d\d:\d\d$/) });
const calendarDay = z.object({
  date: z.iso.date(),
  status: word<'open' | 'closed'>(),
  description: perhapsText,
  premarket: hours.nullish(),
  open: hours.nullish(),
  postmarket: hours.nullish(),
});
export type WireCalendarDay = z.output<typeof calendarDay>;
export const calendarAnswer = z.object({ calendar: z.object({ days: oneOrMany('day', calendarDay) }) });

const security = z.object({ symbol: z.string(), description: perhapsText, exchange: perhapsText, type: perhapsWord<'stock' | 'option' | 'etf' | 'index'>() });
export type WireSecurity = z.output<typeof security>;
export const securitiesAnswer = z.object({ securities: oneOrMany('security', security) });
