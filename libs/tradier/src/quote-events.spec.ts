import { nyseCalendar } from '@sofi/domain';
import { expect } from 'chai';
import { toTrade } from './quote-events.js';
import type { WireQuote } from './wire/quotes.js';

const NOTHING = { bid: null, ask: null, bidsize: 0, asksize: 0, bid_date: 0, ask_date: 0, open: null, high: null, low: null, prevclose: null };
const quote = (time: string) => ({ symbol: 'SPY', last: 100, last_volume: 10, volume: 500, trade_date: Date.parse(time), ...NOTHING }) as unknown as WireQuote;

describe('the last trade of a quote', () => {
  for (const [time, session] of [
    ['2013-10-07T09:30:00-04:00', 'regular'],
    ['2013-10-07T15:59:59-04:00', 'regular'],
    ['2013-10-07T09:29:59-04:00', 'extended'],
    ['2013-10-07T18:30:00-04:00', 'extended'],
    ['2013-10-06T12:00:00-04:00', 'extended'],
  ] as const) {
    it(`at ${time} is of ${session} hours: stops are not set off by an odd print of the evening`, () => {
      expect(toTrade(quote(time), 0, nyseCalendar())?.session).to.equal(session);
    });
  }
});
